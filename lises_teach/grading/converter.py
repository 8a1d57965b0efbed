"""nbgrader's autograde for a staged submission of items, with the gradebook opened once.

The same class with the same configuration; only the preparation of a submission is shorter, because
staging has seen to what nbgrader checks there: the assignment is released, the notebooks are there.
"""

from __future__ import annotations

import shutil
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter

from lises_teach.paths import ITEMS_NAME


class AutogradeStaged(Autograde):  # type: ignore[misc]
    """Grades what `stage` has put together; nbgrader's own opens the gradebook five times for it."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the submission's files, and give it a row in the gradebook."""
        BaseConverter.init_assignment(self, assignment_id, student_id)
        submitted = self._format_source(assignment_id, student_id)
        timestamp = self.coursedir.get_existing_timestamp(submitted)
        facts: dict[str, Any] = {"timestamp": timestamp} if timestamp else {}
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            gradebook.update_or_create_student(student_id)
            gradebook.update_or_create_submission(assignment_id, student_id, **facts)
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id)
        graded = self._format_dest(assignment_id, student_id)
        shutil.copy(f"{source}/{ITEMS_NAME}", f"{graded}/{ITEMS_NAME}")
