"""What all scorers share: reading a unit of any answer, and saying what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lises_teach.i18n import Text, both
from lises_teach.items.keys import Key, UnitKey
from lises_teach.items.models import Item, Part
from lises_teach.items.results import Result, UnitResult

BLANK = both("feedback.blank")
HIDDEN = both("feedback.unreadable")
_HALF = re.compile(r"[\ud800-\udfff]")
BROKEN = object()  # stands for a unit of an answer that is no mapping of units


def is_blank(value: object) -> bool:
    """Whether a unit's value counts as not answered."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


class Given:
    """The units of an answer; a container of another shape makes every unit unreadable."""

    def __init__(self, answer: object) -> None:
        self._units = answer if isinstance(answer, Mapping) else None
        self._broken = self._units is None and answer is not None

    def __getitem__(self, unit: str) -> Any:
        return BROKEN if self._broken else (self._units or {}).get(unit)


def result_of(item: Item, points: float, units: tuple[UnitResult, ...], *, manual: bool = False) -> Result:
    """The item's result, with its points inside 0 … the item's points."""
    kept = min(max(round(points, 2), 0.0), item.points)
    return Result(item=item.id, points=kept, max_points=item.points, units=units, manual=manual)


def share_of(item: Item, key: Key) -> float:
    """What one scored unit is worth."""
    scored = sum(unit.scored for unit in key.units.values())
    return item.points / scored if scored else 0.0


def unchecked(unit: str, label: Text, reason: Text, max_points: float = 0.0) -> UnitResult:
    """A unit whose answer could not be checked, and why."""
    return UnitResult(
        unit=unit,
        label=label,
        outcome="unchecked",
        answered=HIDDEN,
        max_points=max_points,
        feedback=(reason,),
    )


def unanswered(unit: str, label: Text, max_points: float = 0.0) -> UnitResult:
    """A unit without an answer."""
    return UnitResult(unit=unit, label=label, outcome="not_answered", answered=BLANK, max_points=max_points)


def names_of(parts: Iterable[Part], ids: Sequence[str]) -> Text:
    """The texts of the parts with these ids, in the order of the parts."""
    chosen = [part.text for part in parts if part.id in ids]
    return Text(da=", ".join(text.da for text in chosen), en=", ".join(text.en for text in chosen))


def short(value: str) -> str:
    """`value` cut to what fits in a sentence."""
    return verbatim(value if len(value) <= 40 else value[:39] + "…")


def verbatim(typed: str) -> str:
    r"""What was typed; half a character, which no file or wire takes, is replaced.

    >>> verbatim("Ja \ud83d") == "Ja \N{REPLACEMENT CHARACTER}"
    True
    """
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", typed)


def judged(
    key: Key,
    unit_key: UnitKey,
    unit: str,
    label: Text,
    chosen: tuple[str, ...],
    accepted: tuple[tuple[str, ...], ...],
    parts: Sequence[Part],
    fraction: float,
    share: float,
) -> UnitResult:
    """The unit's result once it is known which labels were chosen and what fraction they earn."""
    answered = names_of(parts, chosen)
    look = unit_key.look or key.look
    if unit_key.status == "open":
        return UnitResult(
            unit=unit, label=label, outcome="not_scored", answered=answered, feedback=(both("feedback.open"),)
        )
    said = coders(unit_key, accepted, parts) if unit_key.status == "contested" else ()
    if fraction == 1.0:
        return UnitResult(
            unit=unit, label=label, outcome="right", answered=answered, points=share, max_points=share,
            look=look, feedback=said or unit_key.reasons,
        )  # fmt: skip
    rightly = tuple({name for labels in accepted for name in labels})
    extra = [name for name in chosen if name not in rightly]
    mixups = [m for m in (key.mixup(name, rightly) for name in extra) if m is not None]
    shared = [name for name in chosen if name in rightly]
    partly = (both("feedback.partly", labels=names_of(parts, shared)),) if shared else ()
    return UnitResult(
        unit=unit, label=label, outcome="wrong", answered=answered, points=fraction * share, max_points=share,
        look=look, misconception=mixups[0].misconception if mixups else None,
        feedback=(*partly, *(m.feedback for m in mixups), *said),
    )  # fmt: skip


def coders(unit_key: UnitKey, accepted: Sequence[Sequence[str]], parts: Sequence[Part]) -> tuple[Text, ...]:
    """What two careful coders saw, each with the reason."""
    lines = [
        both("feedback.coder_said", label=names_of(parts, labels), reason=reason)
        for labels, reason in zip(accepted, unit_key.reasons, strict=True)
    ]
    return (both("feedback.contested"), *lines)


def fraction_of(chosen: set[str], accepted: set[str], out_of: int) -> float:
    """What share of the points a set of ticks earns when `accepted` of `out_of` labels are right.

    >>> fraction_of({"a"}, {"a", "b"}, 7), fraction_of({"a", "c"}, {"a", "b"}, 7)
    (0.5, 0.0)
    """
    right, wrong = len(accepted), out_of - len(accepted)
    if not right or not wrong:
        return 0.0
    hits, extra = len(chosen & accepted), len(chosen - accepted)
    return max(0.0, hits / right - extra * max(1 / right, 1 / wrong))
