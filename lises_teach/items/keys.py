"""The keys: what is accepted for each unit, why, and what a wrong choice may come from.

A key is validated against its item when both are at hand (`fits`). Statuses follow the course's
three tiers: agreed (one answer), contested (either coder's answer), open (never scored).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from lises_teach.i18n import Text
from lises_teach.items.models import (
    Allocate,
    Branches,
    Choice,
    Choices,
    Classify,
    CodeTurns,
    Essay,
    Frozen,
    Item,
    Number,
    Order,
    Predict,
    Slug,
)

MisconceptionId = Annotated[str, StringConstraints(pattern=r"^(MC\d{1,2}b?|MX\d{2,3})$")]
Status = Literal["agreed", "contested", "open"]
Accepted = bool | float | str | tuple[str, ...]


class UnitKey(Frozen):
    """What is accepted for one unit, with a reason for each accepted answer."""

    status: Status
    answers: tuple[Accepted, ...] = ()
    reasons: tuple[Text, ...] = ()
    look: Text | None = None

    @model_validator(mode="after")
    def _counts_fit(self) -> UnitKey:
        wanted = {
            "agreed": len(self.answers) == 1,
            "contested": len(self.answers) >= 2,
            "open": not self.answers,
        }
        if not wanted[self.status]:
            rule = {"agreed": "exactly one answer", "contested": "two answers or more", "open": "no answer"}
            raise ValueError(f"{self.status} needs {rule[self.status]}, found {len(self.answers)}")
        if len(self.reasons) != len(self.answers):
            raise ValueError(f"{len(self.answers)} answer(s) need as many reasons, found {len(self.reasons)}")
        return self

    @property
    def scored(self) -> bool:
        """Whether the unit counts: agreed and contested do, open does not."""
        return self.status != "open"


class Mixup(Frozen):
    """Why somebody may choose `chosen`, perhaps only where `instead_of` was right."""

    chosen: Slug
    instead_of: Slug | None = None
    misconception: MisconceptionId
    feedback: Text


class Before(Frozen):
    """One link of a partial order: `first` comes before `then`."""

    first: Slug
    then: Slug
    reason: Text
    misconception: MisconceptionId | None = None

    @property
    def unit(self) -> str:
        """The id of this pair as a unit of the result."""
        return f"{self.first}<{self.then}"


class Slip(Frozen):
    """A number that a known slip leads to."""

    value: float
    tolerance: Annotated[float, Field(ge=0)] = 0
    misconception: MisconceptionId
    feedback: Text


class Anchor(Frozen):
    """A sample of an answer at one level, labelled constructed, for graders to calibrate with."""

    level: Annotated[int, Field(ge=0, le=3)]
    text: Text
    note: Text | None = None


class Drawn(Frozen):
    """Where a key's units come from: the consensus on one layer of one conversation."""

    conversation: Slug
    layer: Slug


class Key(Frozen):
    """The key of one item; which fields apply follows from the item's kind.

    A key that is drawn, from a `consensus` on a conversation or from a table of `cases`, need name no units
    of its own: reading the file fills them in.
    """

    item: Slug
    look: Text
    consensus: Drawn | None = None
    cases: Slug | None = None
    units: dict[str, UnitKey] = Field(default={})
    mixups: tuple[Mixup, ...] = ()
    before: tuple[Before, ...] = ()
    tolerance: Annotated[float, Field(ge=0)] = 0
    spellings: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    anchors: tuple[Anchor, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether the units come from a table, which has more of them than the item asks about."""
        return self.consensus is not None or self.cases is not None

    def mixup(self, chosen: str, right: tuple[str, ...]) -> Mixup | None:
        """The first mix-up that fits: one for this very confusion, else one for the choice."""
        fitting = [m for m in self.mixups if m.chosen == chosen]
        exact = [m for m in fitting if m.instead_of in right]
        return next(iter(exact or [m for m in fitting if m.instead_of is None]), None)


class Keys(Frozen):
    """The keys of one assignment or practice lesson."""

    format: Literal[1]
    assignment: Slug
    keys: tuple[Key, ...]

    @model_validator(mode="after")
    def _items_differ(self) -> Keys:
        ids = [key.item for key in self.keys]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"the item {twice[0]} has two keys")
        return self

    def __getitem__(self, item_id: str) -> Key:
        for key in self.keys:
            if key.item == item_id:
                return key
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(key.item == item_id for key in self.keys)


def misfits(item: Item, key: Key) -> Iterator[str]:
    """What in `key` does not fit `item`: unknown ids, missing units, keys that pay for guessing."""
    match item:
        case Order():
            yield from _order_misfits(item, key)
        case Essay() | Predict() | Allocate():
            if key.units or key.before:
                yield "an item that a teacher reads has no units in its key"
        case Branches():
            if key.units or key.before:
                yield "a story has no right path, and no units in its key"
        case CodeTurns():
            yield from _unit_misfits(item, key)
            yield from _line_misfits(item, key)
        case _:
            yield from _unit_misfits(item, key)
    yield from _table_misfits(item, key)
    ids = _choosable(item)
    for mixup in key.mixups:
        for name in (mixup.chosen, mixup.instead_of):
            if name is not None and name not in ids:
                yield f"mixup: {name} is no option or category of the item"


def _choosable(item: Item) -> set[str]:
    match item:
        case Choice() | Choices():
            return {option.id for option in item.options}
        case Classify() | CodeTurns():
            return {category.id for category in item.categories}
        case _:
            return set()


_Keyed = Choice | Choices | Classify | Number | CodeTurns


def _unit_misfits(item: _Keyed, key: Key) -> Iterator[str]:
    for unit in item.units:
        if unit not in key.units:
            yield f"unit {unit} has no key"
    for unit, unit_key in key.units.items():
        if unit not in item.units and not key.drawn:
            yield f"unit {unit} is not in the item"
        for answer in unit_key.answers:
            if not _answer_fits(item, answer):
                yield f"unit {unit}: {answer!r} cannot be an answer to this item"
    if not any(key.units[unit].scored for unit in item.units if unit in key.units):
        yield "no unit is scored"
    if isinstance(item, Choices):
        agreed = {u.answers[0] for u in key.units.values() if u.status == "agreed"}
        if agreed != {True, False}:
            yield "at least one option must be agreed true and one agreed false, or ticking everything pays"


def _table_misfits(item: Item, key: Key) -> Iterator[str]:
    if key.consensus is not None and not isinstance(item, CodeTurns):
        yield "only the lines of a conversation draw their key from a consensus"
    if key.cases is None:
        return
    if not isinstance(item, Classify):
        yield "only snippets to classify draw their key from a table of cases"
    elif item.cases not in (None, key.cases):
        yield f"the key is drawn from the cases {key.cases}, the item from {item.cases}"


def _line_misfits(item: CodeTurns, key: Key) -> Iterator[str]:
    if key.consensus not in (None, Drawn(conversation=item.conversation, layer=item.layer)):
        yield f"the key is drawn from another consensus than {item.layer} in {item.conversation}"
    if item.marking:
        asked = [key.units[unit] for unit in item.units if unit in key.units]
        agreed = {u.answers[0] for u in asked if u.status == "agreed"}
        if agreed != {"yes", "no"}:
            yield "at least one line must be agreed yes and one agreed no, or no marks can pay"


def _answer_fits(item: _Keyed, answer: Accepted) -> bool:
    match item:
        case Choices():
            return isinstance(answer, bool)
        case Number():
            return isinstance(answer, (int, float)) and not isinstance(answer, bool)
        case Classify(multiple=True) | CodeTurns(multiple=True):
            names = set(answer) if isinstance(answer, tuple) else set()
            return bool(names) and names < _choosable(item)
        case _:
            return isinstance(answer, str) and answer in _choosable(item)


def _order_misfits(item: Order, key: Key) -> Iterator[str]:
    if not key.before:
        yield "an order needs `before` links"
    links: dict[str, set[str]] = {}
    for link in key.before:
        for step in (link.first, link.then):
            if step not in item.units:
                yield f"step {step} is not in the item"
        links.setdefault(link.first, set()).add(link.then)
    if _has_cycle(links):
        yield "the `before` links go in a circle"


def _has_cycle(links: dict[str, set[str]]) -> bool:
    left = dict(links)
    while left:
        free = [step for step in left if not any(step in later for later in left.values())]
        if not free:
            return True
        for step in free:
            del left[step]
    return False
