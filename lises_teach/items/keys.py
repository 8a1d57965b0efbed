"""The keys: what is accepted for each unit, why, and what a wrong choice may come from.

A key is validated against its item when both are at hand (`fits`). Statuses follow the course's
three tiers: agreed (one answer), contested (either coder's answer), open (never scored).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from lises_teach.i18n import Text, both
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
from lises_teach.schema import Unfit

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
            raise Unfit(f"{self.status}_answers", found=len(self.answers))
        if len(self.reasons) != len(self.answers):
            raise Unfit("reasons", answers=len(self.answers), found=len(self.reasons))
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
            raise Unfit("two_keys", name=twice[0])
        return self

    def __getitem__(self, item_id: str) -> Key:
        for key in self.keys:
            if key.item == item_id:
                return key
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(key.item == item_id for key in self.keys)


def misfits(item: Item, key: Key) -> Iterator[Text]:
    """What in `key` does not fit `item`: unknown ids, missing units, keys that pay for guessing."""
    match item:
        case Order():
            yield from _order_misfits(item, key)
        case Essay() | Predict() | Allocate():
            if key.units or key.before:
                yield both("schema.read_has_units")
        case Branches():
            if key.units or key.before:
                yield both("schema.story_has_units")
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
                yield both("schema.mixup", name=name)


def _choosable(item: Item) -> set[str]:
    match item:
        case Choice() | Choices():
            return {option.id for option in item.options}
        case Classify() | CodeTurns():
            return {category.id for category in item.categories}
        case _:
            return set()


_Keyed = Choice | Choices | Classify | Number | CodeTurns


def _unit_misfits(item: _Keyed, key: Key) -> Iterator[Text]:
    for unit in item.units:
        if unit not in key.units:
            yield both("schema.unit_without_key", unit=unit)
    for unit, unit_key in key.units.items():
        if unit not in item.units and not key.drawn:
            yield both("schema.no_unit", unit=unit)
        for answer in unit_key.answers:
            if not _answer_fits(item, answer):
                yield both("schema.no_answer", unit=unit, answer=_in_yaml(answer))
    if not any(key.units[unit].scored for unit in item.units if unit in key.units):
        yield both("schema.none_scored")
    if isinstance(item, Choices):
        agreed = {u.answers[0] for u in key.units.values() if u.status == "agreed"}
        if agreed != {True, False}:
            yield both("schema.one_true_one_false")


def _in_yaml(answer: Accepted) -> str:
    """An answer as it is written in the key: `true`, `[adgang, kontinuitet]`."""
    if isinstance(answer, tuple):
        return f"[{', '.join(answer)}]"
    return str(answer).lower() if isinstance(answer, bool) else f"{answer}"


def _table_misfits(item: Item, key: Key) -> Iterator[Text]:
    if key.consensus is not None and not isinstance(item, CodeTurns):
        yield both("schema.consensus_for_lines")
    if key.cases is None:
        return
    if not isinstance(item, Classify):
        yield both("schema.cases_for_snippets")
    elif item.cases not in (None, key.cases):
        yield both("schema.other_cases", keyed=key.cases, item=item.cases)


def _line_misfits(item: CodeTurns, key: Key) -> Iterator[Text]:
    if key.consensus not in (None, Drawn(conversation=item.conversation, layer=item.layer)):
        yield both("schema.other_consensus", layer=item.layer, conversation=item.conversation)
    if item.marking:
        asked = [key.units[unit] for unit in item.units if unit in key.units]
        agreed = {u.answers[0] for u in asked if u.status == "agreed"}
        if agreed != {"yes", "no"}:
            yield both("schema.one_yes_one_no")


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


def _order_misfits(item: Order, key: Key) -> Iterator[Text]:
    if not key.before:
        yield both("schema.no_before")
    links: dict[str, set[str]] = {}
    for link in key.before:
        for step in (link.first, link.then):
            if step not in item.units:
                yield both("schema.no_step", step=step)
        links.setdefault(link.first, set()).add(link.then)
    if _has_cycle(links):
        yield both("schema.before_circle")


def _has_cycle(links: dict[str, set[str]]) -> bool:
    left = dict(links)
    while left:
        free = [step for step in left if not any(step in later for later in left.values())]
        if not free:
            return True
        for step in free:
            del left[step]
    return False
