"""Scoring: a pure function from an item, its key and an answer to a `Result`.

An answer is any JSON: a hostile or broken one is an outcome (`unchecked`), never an exception. The
points never leave 0 … the item's points, a blank answer and one with everything ticked give 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lises_teach.i18n import Text, both
from lises_teach.items.keys import Key, UnitKey
from lises_teach.items.models import Choice, Choices, Classify, Essay, Item, Number, Order, Part
from lises_teach.items.numbers import parse_number, unit_fits
from lises_teach.items.results import Result, UnitResult

_BLANK = both("feedback.blank")
_HIDDEN = both("feedback.unreadable")
_BROKEN = object()  # stands for a unit of an answer that is no mapping of units


def score(item: Item, key: Key, answer: object) -> Result:
    """The result of `answer` to `item` by `key`.

    Parameters
    ----------
    answer
        Unit id to value, as `AnswerSheet.answer` gives it; anything else is "could not be checked".

    Notes
    -----
    The points of an item are spread evenly over its scored units. Where several may be ticked, a
    wrong tick takes away a right one, so that ticking everything pays nothing. In an order, a pair
    the wrong way round takes away a pair the right way round.
    """
    given = _Given(answer)
    match item:
        case Choice():
            units = tuple(_one_of(item, key, unit, item.options, item.title, given) for unit in item.units)
        case Classify(multiple=False):
            units = tuple(_one_of(item, key, s.id, item.categories, s.text, given) for s in item.snippets)
        case Classify():
            units = tuple(_several_of(item, key, s, given) for s in item.snippets)
        case Number():
            units = (_number(item, key, given),)
        case Choices():
            return _choices(item, key, given)
        case Order():
            return _order(item, key, given)
        case Essay():
            return _essay(item, given)
    return _result(item, sum(unit.points for unit in units), units)


def is_blank(value: object) -> bool:
    """Whether a unit's value counts as not answered."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


class _Given:
    """The units of an answer; a container of another shape makes every unit unreadable."""

    def __init__(self, answer: object) -> None:
        self._units = answer if isinstance(answer, Mapping) else None
        self._broken = self._units is None and answer is not None

    def __getitem__(self, unit: str) -> Any:
        return _BROKEN if self._broken else (self._units or {}).get(unit)


def _result(item: Item, points: float, units: tuple[UnitResult, ...], *, manual: bool = False) -> Result:
    kept = min(max(round(points, 2), 0.0), item.points)
    return Result(item=item.id, points=kept, max_points=item.points, units=units, manual=manual)


def _share(item: Item, key: Key) -> float:
    scored = sum(unit.scored for unit in key.units.values())
    return item.points / scored if scored else 0.0


def _unchecked(unit: str, label: Text, reason: Text, max_points: float = 0.0) -> UnitResult:
    return UnitResult(
        unit=unit,
        label=label,
        outcome="unchecked",
        answered=_HIDDEN,
        max_points=max_points,
        feedback=(reason,),
    )


def _unanswered(unit: str, label: Text, max_points: float = 0.0) -> UnitResult:
    return UnitResult(unit=unit, label=label, outcome="not_answered", answered=_BLANK, max_points=max_points)


def _names(parts: Iterable[Part], ids: Sequence[str]) -> Text:
    chosen = [part.text for part in parts if part.id in ids]
    return Text(da=", ".join(text.da for text in chosen), en=", ".join(text.en for text in chosen))


# --- one of several ------------------------------------------------------------------------------


def _one_of(
    item: Choice | Classify, key: Key, unit: str, parts: Sequence[Part], label: Text, given: _Given
) -> UnitResult:
    unit_key = key.units.get(unit, UnitKey(status="open"))
    share = _share(item, key) if unit_key.scored else 0.0
    value = given[unit]
    if is_blank(value):
        return _unanswered(unit, label, share)
    if not isinstance(value, str):
        return _unchecked(unit, label, both("feedback.wrong_type"), share)
    if value not in {part.id for part in parts}:
        return _unchecked(unit, label, both("feedback.unknown_answer", shown=_short(value)), share)
    right = value in unit_key.answers
    fraction = 1.0 if right else 0.0
    accepted = tuple((str(a),) for a in unit_key.answers)
    return _judged(key, unit_key, unit, label, (value,), accepted, parts, fraction, share)


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"


def _judged(
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
    answered = _names(parts, chosen)
    look = unit_key.look or key.look
    if unit_key.status == "open":
        return UnitResult(
            unit=unit, label=label, outcome="not_scored", answered=answered, feedback=(both("feedback.open"),)
        )
    said = _coders(unit_key, accepted, parts) if unit_key.status == "contested" else ()
    if fraction == 1.0:
        return UnitResult(
            unit=unit, label=label, outcome="right", answered=answered, points=share, max_points=share,
            look=look, feedback=said or unit_key.reasons,
        )  # fmt: skip
    rightly = tuple({name for labels in accepted for name in labels})
    extra = [name for name in chosen if name not in rightly]
    mixups = [m for m in (key.mixup(name, rightly) for name in extra) if m is not None]
    partly = (both("feedback.partly"),) if any(name in rightly for name in chosen) else ()
    return UnitResult(
        unit=unit, label=label, outcome="wrong", answered=answered, points=fraction * share, max_points=share,
        look=look, misconception=mixups[0].misconception if mixups else None,
        feedback=(*partly, *(m.feedback for m in mixups), *said),
    )  # fmt: skip


def _coders(unit_key: UnitKey, accepted: Sequence[Sequence[str]], parts: Sequence[Part]) -> tuple[Text, ...]:
    lines = [
        both("feedback.coder_said", label=_names(parts, labels), reason=reason)
        for labels, reason in zip(accepted, unit_key.reasons, strict=True)
    ]
    return (both("feedback.contested"), *lines)


# --- several of several --------------------------------------------------------------------------


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


def _several_of(item: Classify, key: Key, snippet: Part, given: _Given) -> UnitResult:
    unit, label = snippet.id, snippet.text
    unit_key = key.units.get(unit, UnitKey(status="open"))
    share = _share(item, key) if unit_key.scored else 0.0
    value = given[unit]
    if is_blank(value):
        return _unanswered(unit, label, share)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return _unchecked(unit, label, both("feedback.wrong_type"), share)
    known = {category.id for category in item.categories}
    strange = [name for name in value if name not in known]
    if strange:
        return _unchecked(unit, label, both("feedback.unknown_answer", shown=_short(strange[0])), share)
    accepted = tuple(tuple(a) for a in unit_key.answers if isinstance(a, tuple))
    union = {name for labels in accepted for name in labels}
    readings = [*(set(labels) for labels in accepted), union]
    fraction = max((fraction_of(set(value), reading, len(known)) for reading in readings), default=0.0)
    return _judged(key, unit_key, unit, label, tuple(value), accepted, item.categories, fraction, share)


def _choices(item: Choices, key: Key, given: _Given) -> Result:
    values = {option.id: given[option.id] for option in item.options}
    if all(is_blank(value) or value is False for value in values.values()):
        return _result(item, 0.0, tuple(_unanswered(o.id, o.text) for o in item.options))
    agreed = {unit: k.answers[0] for unit, k in key.units.items() if k.status == "agreed" and unit in values}
    ticked = {unit for unit in agreed if values[unit] is True}
    right = {unit for unit, accepted in agreed.items() if accepted is True}
    points = item.points * fraction_of(ticked, right, len(agreed))
    return _result(item, points, tuple(_option(key, o, values[o.id]) for o in item.options))


def _option(key: Key, option: Part, value: object) -> UnitResult:
    unit_key = key.units.get(option.id, UnitKey(status="open"))
    if not (value is None or isinstance(value, bool)):
        return _unchecked(option.id, option.text, both("feedback.wrong_type"))
    ticked = value is True
    answered = both("feedback.ticked" if ticked else "feedback.not_ticked")
    facts: dict[str, Any] = {"unit": option.id, "label": option.text, "answered": answered}
    if unit_key.status == "open":
        return UnitResult(**facts, outcome="not_scored", feedback=(both("feedback.open"),))
    look = unit_key.look or key.look
    if ticked in unit_key.answers:
        said = (both("feedback.contested"),) if unit_key.status == "contested" else ()
        return UnitResult(**facts, outcome="right", look=look, feedback=(*said, *unit_key.reasons))
    mixup = key.mixup(option.id, ()) if ticked else None
    return UnitResult(
        **facts, outcome="wrong", look=look,
        misconception=mixup.misconception if mixup else None, feedback=(mixup.feedback,) if mixup else (),
    )  # fmt: skip


# --- order, number, text -------------------------------------------------------------------------


def _order(item: Order, key: Key, given: _Given) -> Result:
    texts = {step.id: step.text for step in item.steps}
    positions = {step: _position(given[step], len(texts)) for step in texts}
    units = []
    for link in key.before:
        first, then = positions.get(link.first), positions.get(link.then)
        if link.first not in texts or link.then not in texts:
            continue  # `misfits` names such a key; here it must not stop the others
        names = {"first": texts[link.first], "then": texts[link.then]}
        # named in the order in which the item shows them: a blank pair must not tell which comes first
        shown = sorted((link.first, link.then), key=list(texts).index)
        one, other = (texts[step] for step in shown)
        label = both("feedback.pair_label", first=one, then=other)
        if first is None or then is None:
            units.append(_unanswered(link.unit, label))
        elif not first or not then:
            units.append(_unchecked(link.unit, label, both("feedback.wrong_type")))
        else:
            kept = first < then
            said = link.reason if kept else both("feedback.pair_first", **names, reason=link.reason)
            units.append(
                UnitResult(
                    unit=link.unit, label=label, outcome="right" if kept else "wrong", look=key.look,
                    answered=both("feedback.pair_answered", first=positions[shown[0]], then=positions[shown[1]]),
                    misconception=None if kept else link.misconception,
                    feedback=(said,),
                )
            )  # fmt: skip
    balance = sum((u.outcome == "right") - (u.outcome == "wrong") for u in units)
    return _result(item, item.points * balance / max(len(units), 1), tuple(units))


def _position(value: object, steps: int) -> int | None:
    """The position 1 … `steps`; None where it is blank, 0 where it is none."""
    if is_blank(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= steps:
        return value
    return 0


def _number(item: Number, key: Key, given: _Given) -> UnitResult:
    value, label = given["value"], item.title
    unit_key = key.units.get("value", UnitKey(status="open"))
    share = _share(item, key)
    if is_blank(value):
        return _unanswered("value", label, share)
    typed = parse_number(value)
    if typed is None:
        reason = both("feedback.no_number", shown=_short(str(value))) if isinstance(value, str) else None
        return _unchecked("value", label, reason or both("feedback.wrong_type"), share)
    facts: dict[str, Any] = {
        "unit": "value",
        "label": label,
        "answered": _as_typed(value),
        "max_points": share,
    }
    if unit_key.status == "open":
        return UnitResult(**facts, outcome="not_scored", feedback=(both("feedback.open"),))
    look = unit_key.look or key.look
    spellings = (*key.spellings, item.unit.da, item.unit.en)
    if not unit_fits(typed.unit, spellings):
        sum_typed = typed.unit[:1] in tuple("x*·×+/:=-")
        reason = both(
            "feedback.calculation" if sum_typed else "feedback.other_unit",
            found=_short(typed.unit),
            unit=item.unit,
        )
        return UnitResult(**facts, outcome="unchecked", look=look, feedback=(reason,))
    for accepted, said in zip(unit_key.answers, unit_key.reasons, strict=True):
        if isinstance(accepted, (int, float)) and _near(typed.values, accepted, key.tolerance):
            return UnitResult(**facts, outcome="right", points=share, look=look, feedback=(said,))
    slip = next((s for s in key.slips if _near(typed.values, s.value, s.tolerance)), None)
    return UnitResult(
        **facts, outcome="wrong", look=look,
        misconception=slip.misconception if slip else None, feedback=(slip.feedback,) if slip else (),
    )  # fmt: skip


def _near(values: tuple[float, ...], wanted: float, tolerance: float) -> bool:
    # 1e-9 relative: 0.1 + 0.2 typed as 0.3 is no slip of the learner's
    return any(abs(value - wanted) <= tolerance + 1e-9 * max(1.0, abs(wanted)) for value in values)


def _verbatim(typed: str) -> Text:
    return Text(da=typed, en=typed)


def _as_typed(value: str | float) -> Text:
    return _verbatim(value if isinstance(value, str) else f"{float(value):g}")


def _essay(item: Essay, given: _Given) -> Result:
    value = given["text"]
    if is_blank(value):
        unit = _unanswered("text", item.title, item.points)
    elif isinstance(value, str):
        read_by = both("feedback.manual" if item.points else "feedback.own")
        unit = UnitResult(
            unit="text", label=item.title, outcome="not_scored", answered=_verbatim(value),
            max_points=item.points, feedback=(read_by,),
        )  # fmt: skip
    else:
        unit = _unchecked("text", item.title, both("feedback.wrong_type"), item.points)
    return _result(item, 0.0, (unit,), manual=item.points > 0)
