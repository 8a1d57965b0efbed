"""What every kind of item is made of: parts, a table, and the fields that all kinds have."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lises_teach.i18n import Text
from lises_teach.schema import Unfit

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
ConceptId = Annotated[str, StringConstraints(pattern=r"^C\d{3}$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^R[1-6]$")]
Parts = Annotated[tuple["Part", ...], Field(min_length=2)]


class Frozen(BaseModel):
    """Base of everything read from a bank: immutable, and no field beyond those named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Frozen):
    """An option, category, snippet or step: an id and a text, nothing more."""

    id: Slug
    text: Text


class Table(Frozen):
    """A small table to read: a caption, column headings and rows of equal length."""

    caption: Text
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    rows: Annotated[tuple[tuple[Text | str, ...], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_fit(self) -> Table:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise Unfit("row_cells", row=number, cells=len(row), columns=len(self.columns))
        return self


class BaseItem(Frozen):
    """What every kind of item has."""

    id: Slug
    title: Text
    prompt: Text
    material: Text | None = None
    table: Table | None = None
    origin: Literal["constructed", "note", "none"] = "constructed"
    concepts: Annotated[tuple[ConceptId, ...], Field(min_length=1)]
    points: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    must_pass: bool = False

    by_hand: ClassVar[bool] = False
    """Whether a teacher reads the answer, so that its cell waits for a manual grade."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units of an answer, in reading order."""
        raise NotImplementedError

    @property
    def extras(self) -> tuple[str, ...]:
        """What is saved besides the units and never counted or scored, such as a note on a line."""
        return ()

    @property
    def free(self) -> tuple[str, ...]:
        """The units and extras that hold free text, which is looked through for personal data."""
        return ()

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        """The lists of parts whose ids must differ within each list."""
        return ()

    def filled(self, unit: str, value: object) -> bool:
        """Whether `value` counts as an answer to `unit`: here, as on the page, unless blank or unticked."""
        empty = value is None or value is False or value == []
        return not empty and not (isinstance(value, str) and not value.strip())

    def begun(self, unit: str, value: object) -> bool:
        """Whether anything is entered, though it may not count yet."""
        return BaseItem.filled(self, unit, value)

    @model_validator(mode="after")
    def _ids_differ(self) -> BaseItem:
        for parts in self.parts:
            ids = [part.id for part in parts]
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise Unfit("used_twice", name=twice[0])
        return self


class ReadItem(BaseItem):
    """What an item has that a teacher reads: a wanted length, and the rubric's criteria."""

    by_hand: ClassVar[bool] = True

    min_words: Annotated[int, Field(ge=0, le=5000)] = 0
    criteria: tuple[CriterionId, ...] = ()

    @model_validator(mode="after")
    def _points_fit(self) -> ReadItem:
        if self.criteria and self.points != 3 * len(self.criteria):
            raise Unfit("points_per_criterion", points=3 * len(self.criteria))
        return self
