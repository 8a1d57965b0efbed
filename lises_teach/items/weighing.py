"""The kinds about dilemmas: weighing options on four dimensions, and walking through a story."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import model_validator

from lises_teach.dilemmas import (
    DIMENSIONS,
    Branch,
    Dimension,
    Panel,
    Vignette,
    Walk,
    load_branch,
    load_panel,
    load_vignette,
)
from lises_teach.errors import KitError
from lises_teach.items.base import BaseItem, ReadItem, Slug
from lises_teach.schema import Unfit

WHOLE = 100
"""What is spread over the dimensions, for each option."""


def points_of(value: object) -> dict[Dimension, int] | None:
    """The points on each dimension of an option's value; None where it is no such thing.

    A dimension that is not named has 0.

    >>> points_of({"fairness": 60, "respect": 40})
    {'effectiveness': 0, 'fairness': 60, 'responsiveness': 0, 'respect': 40}
    >>> points_of({"fairness": 60.5}), points_of({"kindness": 100})
    (None, None)
    """
    if not isinstance(value, Mapping) or not set(value) <= set(DIMENSIONS):
        return None
    points = {dimension: value.get(dimension, 0) for dimension in DIMENSIONS}
    for given in points.values():
        if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= WHOLE:
            return None
    return points


class Allocate(ReadItem):
    """Weighing a dilemma: 100 points over the four dimensions for each option, and what would be lost.

    No weight is right. When all is given, and what is lost in `min_words` words, the panel's spread is shown
    beside one's own weights.

    Parameters
    ----------
    vignette
        A dilemma of the data set `vignettes`; its options are the units, and `lost` is free text.
    """

    kind: Literal["allocate"]
    vignette: Slug

    @property
    def units(self) -> tuple[str, ...]:
        return (*(option.id for option in self.dilemma.options), "lost")

    @property
    def free(self) -> tuple[str, ...]:
        return ("lost",)

    def filled(self, unit: str, value: object) -> bool:
        if unit == "lost":
            return super().filled(unit, value)
        points = points_of(value)
        return points is not None and sum(points.values()) == WHOLE

    def begun(self, unit: str, value: object) -> bool:
        points = None if unit == "lost" else points_of(value)
        return any(points.values()) if points is not None else super().begun(unit, value)

    def weighed(self, answer: Mapping[str, object]) -> bool:
        """Whether all is given that the panel and the effects are shown for."""
        lost = answer.get("lost")
        written = len(lost.split()) if isinstance(lost, str) else 0
        return written >= self.min_words and all(self.filled(unit, answer.get(unit)) for unit in self.units)

    @cached_property
    def dilemma(self) -> Vignette:
        """The dilemma with its options."""
        return load_vignette(self.vignette)

    @cached_property
    def panel(self) -> Panel:
        """The simulated panel's weights."""
        return load_panel(self.vignette)

    @model_validator(mode="after")
    def _vignette_is_there(self) -> Allocate:
        try:
            options, weighed = self.dilemma.options, {w.option for w in self.panel.weighings}
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        for option in options:
            if option.id not in weighed:
                raise Unfit("not_weighed", option=option.id, vignette=self.vignette)
        return self


class Branches(BaseItem):
    """A story that branches: one chooses, sees what it leads to, and may go back. No path is right.

    Parameters
    ----------
    branch
        A story of the data set `branches`. The one unit `path` is the list of choices from the start.
    """

    kind: Literal["branches"]
    branch: Slug

    @property
    def units(self) -> tuple[str, ...]:
        return ("path",)

    def filled(self, unit: str, value: object) -> bool:
        walk = self.walk(value)
        return walk is not None and walk.at.is_end

    @cached_property
    def story(self) -> Branch:
        """The story with its nodes."""
        return load_branch(self.branch)

    def walk(self, path: object) -> Walk | None:
        """Where `path` leads; None where it is no list of choices from the story's start."""
        if not isinstance(path, list) or not all(isinstance(choice, str) for choice in path):
            return None
        try:
            return self.story.walk(path)
        except KeyError:
            return None

    @model_validator(mode="after")
    def _story_is_there(self) -> Branches:
        try:
            _ = self.story
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        if self.points:
            raise Unfit("story_points")
        return self
