"""What scoring returns: points, and for each unit an outcome with feedback in three parts."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from lises_teach.i18n import Text

Outcome = Literal["right", "wrong", "not_answered", "not_scored", "unchecked"]


class UnitResult(BaseModel):
    """One unit's outcome: what was answered, where to look, which misconception.

    `points` and `max_points` are those of the unit alone; where the item is scored as a whole (`choices`,
    `order`, lines to mark) both are 0 and only the item's `Result` has points. `beside` is what the learner
    set beside the answer, doubt or a note; it is never scored.
    """

    model_config = ConfigDict(frozen=True)

    unit: str
    label: Text
    outcome: Outcome
    answered: Text
    points: float = 0.0
    max_points: float = 0.0
    look: Text | None = None
    misconception: str | None = None
    feedback: tuple[Text, ...] = ()
    beside: tuple[Text, ...] = ()


class Result(BaseModel):
    """One item's result. `manual` items wait for a teacher; their `points` are 0 until then."""

    model_config = ConfigDict(frozen=True)

    item: str
    points: float
    max_points: float
    units: tuple[UnitResult, ...]
    manual: bool = False

    @property
    def answered(self) -> bool:
        """Whether anything was answered at all."""
        return any(unit.outcome != "not_answered" for unit in self.units)

    @property
    def complete(self) -> bool:
        """Whether every unit was answered."""
        return all(unit.outcome != "not_answered" for unit in self.units)
