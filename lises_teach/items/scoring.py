"""Scoring: a pure function from an item, its key and an answer to a `Result`.

An answer is any JSON: a hostile or broken one is an outcome (`unchecked`), never an exception. The
points never leave 0 … the item's points, a blank answer and one with everything ticked give 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard

from lises_teach.conversations import Turn
from lises_teach.i18n import Text, both
from lises_teach.items.keys import Key, UnitKey
from lises_teach.items.models import (
    Choice,
    Choices,
    Classify,
    CodeTurns,
    Essay,
    Item,
    Number,
    Order,
    Part,
    Predict,
)
from lises_teach.items.numbers import parse_number, unit_fits
from lises_teach.items.outcomes import (
    Given,
    fraction_of,
    is_blank,
    judged,
    names_of,
    result_of,
    share_of,
    short,
    unanswered,
    unchecked,
    verbatim,
)
from lises_teach.items.results import Result, UnitResult
from lises_teach.items.unscored import allocate, branches

__all__ = ["is_blank", "score"]

_NEAR_LINES = 2  # a turn away where two people take turns


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
    the wrong way round takes away a pair the right way round. Where lines are marked, the share of
    the others that were marked too is taken from the share that was found.
    """
    return _SCORERS[item.kind](item, key, Given(answer))


def _summed(item: Item, units: Iterable[UnitResult]) -> Result:
    """The result of an item whose points are the sum of its units'."""
    found = tuple(units)
    return result_of(item, sum(unit.points for unit in found), found)


# --- one of several ------------------------------------------------------------------------------


def _choice(item: Choice, key: Key, given: Given) -> Result:
    return _summed(item, (_one_of(item, key, u, item.options, item.title, given) for u in item.units))


def _classify(item: Classify, key: Key, given: Given) -> Result:
    asked = _only_asked(item, key)
    if item.multiple:
        return _summed(item, (_several_of(item, asked, s, given) for s in item.snippets))
    return _summed(item, (_one_of(item, asked, s.id, item.categories, s.text, given) for s in item.snippets))


def _one_of(
    item: Choice | Classify | CodeTurns, key: Key, unit: str, parts: Sequence[Part], label: Text, given: Given
) -> UnitResult:
    unit_key = key.units.get(unit, UnitKey(status="open"))
    share = share_of(item, key) if unit_key.scored else 0.0
    value = given[unit]
    if is_blank(value):
        return unanswered(unit, label, share)
    if not isinstance(value, str):
        return unchecked(unit, label, both("feedback.wrong_type"), share)
    if value not in {part.id for part in parts}:
        return unchecked(unit, label, both("feedback.unknown_answer", shown=short(value)), share)
    right = value in unit_key.answers
    fraction = 1.0 if right else 0.0
    accepted = tuple((str(a),) for a in unit_key.answers)
    return judged(key, unit_key, unit, label, (value,), accepted, parts, fraction, share)


# --- several of several ------------------------------------------------------------------------------


def _several_of(item: Classify | CodeTurns, key: Key, snippet: Part, given: Given) -> UnitResult:
    unit, label = snippet.id, snippet.text
    unit_key = key.units.get(unit, UnitKey(status="open"))
    share = share_of(item, key) if unit_key.scored else 0.0
    value = given[unit]
    if is_blank(value):
        return unanswered(unit, label, share)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return unchecked(unit, label, both("feedback.wrong_type"), share)
    known = {category.id for category in item.categories}
    strange = [name for name in value if name not in known]
    if strange:
        return unchecked(unit, label, both("feedback.unknown_answer", shown=short(strange[0])), share)
    accepted = tuple(tuple(a) for a in unit_key.answers if isinstance(a, tuple))
    union = {name for labels in accepted for name in labels}
    readings = [*(set(labels) for labels in accepted), union]
    fraction = max((fraction_of(set(value), reading, len(known)) for reading in readings), default=0.0)
    return judged(key, unit_key, unit, label, tuple(value), accepted, item.categories, fraction, share)


def _choices(item: Choices, key: Key, given: Given) -> Result:
    values = {option.id: given[option.id] for option in item.options}
    if all(is_blank(value) or value is False for value in values.values()):
        return result_of(item, 0.0, tuple(unanswered(o.id, o.text) for o in item.options))
    agreed = {unit: k.answers[0] for unit, k in key.units.items() if k.status == "agreed" and unit in values}
    ticked = {unit for unit in agreed if values[unit] is True}
    right = {unit for unit, accepted in agreed.items() if accepted is True}
    points = item.points * fraction_of(ticked, right, len(agreed))
    return result_of(item, points, tuple(_option(key, o, values[o.id]) for o in item.options))


def _option(key: Key, option: Part, value: object) -> UnitResult:
    unit_key = key.units.get(option.id, UnitKey(status="open"))
    if not (value is None or isinstance(value, bool)):
        return unchecked(option.id, option.text, both("feedback.wrong_type"))
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


# --- lines of a conversation ---------------------------------------------------------------------


def _lines(item: CodeTurns) -> tuple[Part, ...]:
    """The lines to code, each with a label that says which it is."""
    turns = ((line, item.shown[line]) for line in item.lines)
    return tuple(
        Part(id=str(line), text=both("feedback.line", line=line, text=_spoken(turn))) for line, turn in turns
    )


def _spoken(turn: Turn) -> Text:
    return Text(da=f"{turn.speaker}: {turn.da}", en=f"{turn.speaker}: {turn.text('en')}")


def _only_asked(item: Classify | CodeTurns, key: Key) -> Key:
    """The key without the lines or cases that this item does not ask about."""
    return key.model_copy(update={"units": {u: key.units[u] for u in item.units if u in key.units}})


def _code_turns(item: CodeTurns, key: Key, given: Given) -> Result:
    result = _coded(item, _only_asked(item, key), given)
    units = tuple(unit.model_copy(update={"beside": _beside(unit.unit, given)}) for unit in result.units)
    return result.model_copy(update={"units": units})


def _beside(line: str, given: Given) -> tuple[Text, ...]:
    doubt = (both("feedback.unsure"),) if given[f"{line}.unsure"] is True else ()
    note = given[f"{line}.note"]
    return (*doubt, both("feedback.note", note=verbatim(note.strip()))) if _is_text(note) else doubt


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not is_blank(value)


def _coded(item: CodeTurns, asked: Key, given: Given) -> Result:
    if item.marking:
        return _marked_lines(item, asked, given)
    if item.multiple:
        return _summed(item, (_several_of(item, asked, line, given) for line in _lines(item)))
    lines = _lines(item)
    return _summed(item, (_one_of(item, asked, p.id, item.categories, p.text, given) for p in lines))


def _marked_lines(item: CodeTurns, asked: Key, given: Given) -> Result:
    free = item.model_copy(update={"points": 0.0})  # a line is worth nothing alone, only the whole is
    units = tuple(_one_of(free, asked, p.id, item.categories, p.text, given) for p in _lines(item))
    agreed = {u: k.answers[0] for u, k in asked.units.items() if k.status == "agreed"}
    found = [u for u in item.units if agreed.get(u) == "yes"]
    others = [u for u in item.units if agreed.get(u) == "no"]
    beside = {u for u in others if any(abs(int(u) - int(hit)) <= _NEAR_LINES for hit in found)}
    near = beside if len(beside) < len(others) else set()  # something must be able to take away
    extra = {u for u in others if given[u] == "yes"}
    hits = sum(given[u] == "yes" for u in found)
    counted = len(others) - len(near)
    share = hits / len(found) - len(extra - near) / counted if found and counted else 0.0
    said = tuple(_discussable(unit) if unit.unit in extra & near else unit for unit in units)
    return result_of(item, item.points * share, said)


def _discussable(unit: UnitResult) -> UnitResult:
    facts = {"outcome": "not_scored", "misconception": None, "feedback": (both("feedback.near"),)}
    return unit.model_copy(update=facts)


def _predict(item: Predict, _key: Key, given: Given) -> Result:
    read_by = both("feedback.manual" if item.points else "feedback.own")
    units = tuple(_predicted(item, unit, given[unit], read_by) for unit in item.units)
    return result_of(item, 0.0, units, manual=item.points > 0)


def _predicted(item: Predict, unit: str, value: object, read_by: Text) -> UnitResult:
    label = both(f"feedback.predict_{unit}")
    if is_blank(value):
        return unanswered(unit, label)
    if not isinstance(value, str):
        return unchecked(unit, label, both("feedback.wrong_type"))
    if unit != "choice":
        answered = _verbatim(value)
    elif any(option.id == value for option in item.options):
        answered = names_of(item.options, (value,))
    else:
        return unchecked(unit, label, both("feedback.unknown_answer", shown=short(value)))
    return UnitResult(unit=unit, label=label, outcome="not_scored", answered=answered, feedback=(read_by,))


# --- order, number, text -------------------------------------------------------------------------


def _order(item: Order, key: Key, given: Given) -> Result:
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
            units.append(unanswered(link.unit, label))
        elif not first or not then:
            units.append(unchecked(link.unit, label, both("feedback.wrong_type")))
        else:
            kept = first < then
            answered = both("feedback.pair_answered", first=positions[shown[0]], then=positions[shown[1]])
            said = link.reason if kept else both("feedback.pair_first", **names, reason=link.reason)
            units.append(
                UnitResult(
                    unit=link.unit, label=label, outcome="right" if kept else "wrong", look=key.look,
                    answered=answered,
                    misconception=None if kept else link.misconception,
                    feedback=(said,),
                )
            )  # fmt: skip
    balance = sum((u.outcome == "right") - (u.outcome == "wrong") for u in units)
    return result_of(item, item.points * balance / max(len(units), 1), tuple(units))


def _position(value: object, steps: int) -> int | None:
    """The position 1 … `steps`; None where it is blank, 0 where it is none."""
    if is_blank(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= steps:
        return value
    return 0


def _number(item: Number, key: Key, given: Given) -> Result:
    return _summed(item, (_number_unit(item, key, given),))


def _number_unit(item: Number, key: Key, given: Given) -> UnitResult:
    value, label = given["value"], item.title
    unit_key = key.units.get("value", UnitKey(status="open"))
    share = share_of(item, key)
    if is_blank(value):
        return unanswered("value", label, share)
    typed = parse_number(value)
    if typed is None:
        reason = both("feedback.no_number", shown=short(str(value))) if isinstance(value, str) else None
        return unchecked("value", label, reason or both("feedback.wrong_type"), share)
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
            found=short(typed.unit),
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
    return Text(da=verbatim(typed), en=verbatim(typed))


def _as_typed(value: str | float) -> Text:
    return _verbatim(value if isinstance(value, str) else f"{float(value):g}")


def _essay(item: Essay, _key: Key, given: Given) -> Result:
    value = given["text"]
    if is_blank(value):
        unit = unanswered("text", item.title, item.points)
    elif isinstance(value, str):
        read_by = both("feedback.manual" if item.points else "feedback.own")
        unit = UnitResult(
            unit="text", label=item.title, outcome="not_scored", answered=_verbatim(value),
            max_points=item.points, feedback=(read_by,),
        )  # fmt: skip
    else:
        unit = unchecked("text", item.title, both("feedback.wrong_type"), item.points)
    return result_of(item, 0.0, (unit,), manual=item.points > 0)


_SCORERS: dict[str, Callable[[Any, Key, Given], Result]] = {
    "choice": _choice,
    "choices": _choices,
    "classify": _classify,
    "order": _order,
    "number": _number,
    "text": _essay,
    "code_turns": _code_turns,
    "predict": _predict,
    "allocate": allocate,
    "branches": branches,
}
