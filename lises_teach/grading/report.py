"""What a grading run found, student by student, for a summary on the screen."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from lises_teach.i18n import Text, both

State = Literal["graded", "unchanged", "could_not"]


class GradeRow(BaseModel):
    """One student's line. `score` is None where the submission could not be graded.

    `needs_manual` says that a teacher has still to read something; `unanswered` counts items
    that were not answered at all.
    """

    model_config = ConfigDict(frozen=True)

    student: str
    state: State
    reason: Text | None = None
    score: float | None = None
    max_score: float = 0.0
    needs_manual: bool = False
    unanswered: int | None = None

    @property
    def state_text(self) -> Text:
        """The state in words: waiting for the teacher comes before graded."""
        if self.state != "could_not" and self.needs_manual:
            return both("grading.state_waits")
        return both(f"grading.state_{self.state}")


class GradeReport(BaseModel):
    """A whole run: one row for each submission folder, by student."""

    model_config = ConfigDict(frozen=True)

    assignment: str
    title: Text
    max_score: float
    items: int
    rows: tuple[GradeRow, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every submission could be graded."""
        return not self.failed

    @property
    def failed(self) -> tuple[GradeRow, ...]:
        """The rows that could not be graded."""
        return tuple(row for row in self.rows if row.state == "could_not")

    @property
    def waiting(self) -> tuple[GradeRow, ...]:
        """The rows that wait for a teacher."""
        return tuple(row for row in self.rows if row.needs_manual)

    @property
    def summary(self) -> Text:
        """How many were graded, and of each that could not be: which and why, on a line of its own."""
        counts = {state: sum(row.state == state for row in self.rows) for state in get_args(State)}
        facts = {"total": len(self.rows), "waiting": len(self.waiting)}
        head = both("grading.summary", **counts, **facts)
        lines = [both("grading.could_not_grade", student=r.student, reason=r.reason) for r in self.failed]
        return Text(da="\n".join(t.da for t in (head, *lines)), en="\n".join(t.en for t in (head, *lines)))
