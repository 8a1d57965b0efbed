"""What came of answers that no key scores: weights on a dilemma, a path through a story."""

from __future__ import annotations

from lises_teach.dilemmas import Dimension, Walk
from lises_teach.i18n import Text, both
from lises_teach.items.keys import Key
from lises_teach.items.outcomes import Given, is_blank, result_of, unanswered, unchecked, verbatim
from lises_teach.items.results import Result, UnitResult
from lises_teach.items.weighing import WHOLE, Allocate, Branches, points_of


def allocate(item: Allocate, _key: Key, given: Given) -> Result:
    """The weights as given: points come from a teacher, by the criteria alone."""
    read_by = both("feedback.manual" if item.points else "feedback.own")
    units = tuple(_weighed(item, unit, given[unit], read_by) for unit in item.units)
    return result_of(item, 0.0, units, manual=item.points > 0)


def _weighed(item: Allocate, unit: str, value: object, read_by: Text) -> UnitResult:
    label = _label(item, unit)
    if is_blank(value):
        return unanswered(unit, label)
    if unit == "lost":
        if not isinstance(value, str):
            return unchecked(unit, label, both("feedback.wrong_type"))
        answered = Text(da=verbatim(value), en=verbatim(value))
    else:
        points = points_of(value)
        if points is None:
            return unchecked(unit, label, both("feedback.wrong_type"))
        if not any(points.values()):
            return unanswered(unit, label)
        answered = _in_words(points)
    return UnitResult(unit=unit, label=label, outcome="not_scored", answered=answered, feedback=(read_by,))


def _label(item: Allocate, unit: str) -> Text:
    for number, option in enumerate(item.dilemma.options, 1):
        if option.id == unit:
            return both("feedback.allocate_option", number=number, text=option.text)
    return both("feedback.allocate_lost")


def _in_words(points: dict[Dimension, int]) -> Text:
    named = [(both(f"dilemma.{dimension}"), given) for dimension, given in points.items()]
    weights = Text(
        da=", ".join(f"{name.da} {given}" for name, given in named),
        en=", ".join(f"{name.en} {given}" for name, given in named),
    )
    total = sum(points.values())
    return weights if total == WHOLE else both("feedback.allocate_unfinished", weights=weights, total=total)


def branches(item: Branches, _key: Key, given: Given) -> Result:
    """The path as it was walked, with what was gained and lost where it came to an end."""
    value, label = given["path"], both("feedback.path")
    if is_blank(value):
        unit = unanswered("path", label)
    else:
        walk = item.walk(value)
        unit = _walked(label, walk) if walk else unchecked("path", label, both("feedback.path_unknown"))
    return result_of(item, 0.0, (unit,))


def _walked(label: Text, walk: Walk) -> UnitResult:
    said = [
        both("feedback.path_step", number=number, choice=step.choice.text)
        for number, step in enumerate(walk.steps, 1)
    ]
    if walk.at.gained and walk.at.lost:
        said.append(both("feedback.path_gained", text=walk.at.gained))
        said.append(both("feedback.path_lost", text=walk.at.lost))
    state = "ended" if walk.at.is_end else "begun"
    answered = both(f"feedback.path_{state}", count=len(walk.steps))
    return UnitResult(unit="path", label=label, outcome="not_scored", answered=answered, feedback=tuple(said))
