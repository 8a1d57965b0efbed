"""The course's rubric: six criteria with four levels each, shown to learners and graders alike."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import yaml
from pydantic import Field

from lises_teach.i18n import Text
from lises_teach.items.models import CriterionId, Frozen
from lises_teach.paths import kit_folder

FourLevels = Annotated[tuple[Text, ...], Field(min_length=4, max_length=4)]


class Criterion(Frozen):
    """One criterion: its name and a descriptor of the answer at each level 0 … 3."""

    id: CriterionId
    name: Text
    levels: FourLevels


class Rubric(Frozen):
    """All criteria, the names of the levels, and the default rule for passing, in words."""

    format: Literal[1]
    levels: FourLevels
    criteria: tuple[Criterion, ...]
    passing: Annotated[Text, Field(alias="pass")]

    def __getitem__(self, criterion_id: str) -> Criterion:
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)


@cache
def load_rubric() -> Rubric:
    """The rubric that comes with the kit."""
    source = (kit_folder("datasets") / "rubric.yaml").read_text(encoding="utf-8")
    return Rubric.model_validate(yaml.safe_load(source))
