"""The exercises as data: one model for each kind of item, read from `items.yaml`.

An item holds only what a learner may see. What gives the answer away stands in the key
(`items.keys`). Every option, category, snippet and step is a `Part`: an id and a text, so that no
released field can set one of them apart.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from lises_teach.coding import choose_cases
from lises_teach.errors import KitError
from lises_teach.i18n import Text
from lises_teach.items.base import BaseItem, CriterionId, Frozen, Part, Parts, Slug, Table
from lises_teach.items.turns import CodeTurns, Essay, Predict
from lises_teach.items.weighing import Allocate, Branches
from lises_teach.schema import Unfit


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
    """Each snippet gets one category, or several where `multiple` is set.

    Parameters
    ----------
    snippets
        The texts; or, instead of them,
    cases, chosen
        the table of the data sets that has them, and which of its cases. They become the `snippets`
        when the item is read, so that nothing that shows or scores it knows the difference.
    """

    kind: Literal["classify"]
    multiple: bool = False
    categories: Parts
    snippets: Parts
    cases: Annotated[Slug | None, Field(exclude=True)] = None
    chosen: Annotated[tuple[Slug, ...], Field(exclude=True)] = ()

    @model_validator(mode="before")
    @classmethod
    def _snippets_are_drawn(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not {"cases", "chosen"} & data.keys():
            return data
        table, chosen = data.get("cases"), data.get("chosen")
        if "snippets" in data:
            raise Unfit("snippets_or_cases")
        if not isinstance(table, str) or not isinstance(chosen, list) or len(chosen) < 2:
            raise Unfit("bad_cases")
        try:
            found = choose_cases(table, map(str, chosen))
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        return {**data, "snippets": tuple(Part(id=case.id, text=case.text) for case in found)}

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

    @property
    def free(self) -> tuple[str, ...]:
        return ("value",)


Item = Annotated[
    Choice | Choices | Classify | Order | Number | Essay | CodeTurns | Predict | Allocate | Branches,
    Field(discriminator="kind"),
]


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
            raise Unfit("item_twice", name=twice[0])
        return self

    def __getitem__(self, item_id: str) -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(item.id == item_id for item in self.items)


__all__ = [
    "Allocate",
    "Bank",
    "BaseItem",
    "Branches",
    "Choice",
    "Choices",
    "Classify",
    "CodeTurns",
    "CriterionId",
    "Essay",
    "Frozen",
    "Item",
    "Number",
    "Order",
    "Part",
    "Predict",
    "Slug",
    "Table",
]
