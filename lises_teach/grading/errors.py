"""What can go wrong in grading, as sentences for the teacher."""

from __future__ import annotations

from lises_teach.errors import KitError
from lises_teach.i18n import Text, both


class NotGradable(KitError):
    """A whole assignment that cannot be graded: not released, no key, source changed since."""


class CouldNotGrade(KitError):
    """One submission that could not be graded; `reason` is the part that differs."""

    def __init__(self, student: str, reason: Text) -> None:
        self.student, self.reason = student, reason
        super().__init__(both("grading.could_not_grade", student=student, reason=reason))
