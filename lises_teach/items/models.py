"""The exercises as data: one model for each kind of item, read from `items.yaml`.

An item holds only what a learner may see. What gives the answer away stands in the key
(`items.keys`). Every option, category, snippet and step is a `Part`: an id and a text, so that no
released field can set one of them apart.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lises_teach.i18n import Text

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
                raise ValueError(f"row {number} has {len(row)} cells, the table {len(self.columns)} columns")
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

    @property
    def units(self) -> tuple[str, ...]:
        """The units of an answer, in reading order."""
        raise NotImplementedError

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        """The lists of parts whose ids must differ within each list."""
        return ()

    @model_validator(mode="after")
    def _ids_differ(self) -> BaseItem:
        for parts in self.parts:
            ids = [part.id for part in parts]
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"the id {twice[0]} is used twice")
        return self


class Choice(BaseItem):
    """One of several options."""

    kind: Literal["choice"]
    options: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return ("choice",)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.options,)


class Choices(BaseItem):
    """Several of several options; each option is a unit, ticked or not."""

    kind: Literal["choices"]
    options: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.options,)


class Classify(BaseItem):
    """Each snippet gets one category, or several where `multiple` is set."""

    kind: Literal["classify"]
    multiple: bool = False
    categories: Parts
    snippets: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(snippet.id for snippet in self.snippets)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.categories, self.snippets)


class Order(BaseItem):
    """Steps that get a position each; the key may leave some pairs free."""

    kind: Literal["order"]
    steps: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.steps,)


class Number(BaseItem):
    """A number with a unit, as typed by the learner."""

    kind: Literal["number"]
    unit: Text

    @property
    def units(self) -> tuple[str, ...]:
        return ("value",)


class Essay(BaseItem):
    """A reflection in the learner's own words, read by a teacher with a rubric."""

    kind: Literal["text"]
    min_words: Annotated[int, Field(ge=0, le=5000)]
    criteria: tuple[CriterionId, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        return ("text",)

    @model_validator(mode="after")
    def _points_fit(self) -> Essay:
        if self.criteria and self.points != 3 * len(self.criteria):
            raise ValueError(f"points must be 3 for each criterion: {3 * len(self.criteria)}")
        return self


Item = Annotated[Choice | Choices | Classify | Order | Number | Essay, Field(discriminator="kind")]


class Bank(Frozen):
    """The items of one assignment or practice lesson, in reading order."""

    format: Literal[1]
    assignment: Slug
    title: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _items_differ(self) -> Bank:
        ids = [item.id for item in self.items]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"the item id {twice[0]} is used twice")
        return self

    def __getitem__(self, item_id: str) -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(item.id == item_id for item in self.items)


__all__ = [
    "Bank",
    "BaseItem",
    "Choice",
    "Choices",
    "Classify",
    "Essay",
    "Item",
    "Number",
    "Order",
    "Part",
    "Slug",
    "Table",
]
