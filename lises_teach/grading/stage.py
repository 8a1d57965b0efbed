"""Putting a submission together for grading: the released notebook and the student's answer sheet.

A renamed, emptied, unreadable or missing notebook then makes no difference, and a sheet in a folder
below or in a zip is found. What the student sent is never changed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from lises_teach.answers import SHEET_NAME, SheetData
from lises_teach.errors import SheetMissing, SheetTooNew, SheetUnreadable
from lises_teach.grading.assignment import Assignment
from lises_teach.grading.errors import CouldNotGrade
from lises_teach.grading.sheets import find_sheet, read_submitted
from lises_teach.grading.state import HIDDEN, Graded
from lises_teach.i18n import Text, both

TIMESTAMP_NAME = "timestamp.txt"
STAGED = f"{HIDDEN}/staged"


class Submission(NamedTuple):
    """One student's submission folder, and the answer sheet found in it."""

    student: str
    folder: Path
    sheet: SheetData
    content: bytes
    timestamp: str

    def basis(self, assignment: Assignment) -> Graded:
        """What grading this submission would be based on."""
        return Graded(
            sheet=self.sheet.fingerprint,
            source=assignment.source_hash,
            key=assignment.key_hash,
            timestamp=self.timestamp,
        )


def read_submission(folder: Path, assignment: str, student: str) -> Submission:
    """The submission in `folder`.

    Raises
    ------
    CouldNotGrade
        It has no answer sheet, or one that cannot be read.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="lises-") as unpacked:
            path = find_sheet(folder, assignment, Path(unpacked))
            sheet, content = read_submitted(path, assignment), path.read_bytes()
    except (SheetMissing, SheetUnreadable) as problem:
        raise CouldNotGrade(student, why_not(problem)) from problem
    except OSError as problem:
        raise CouldNotGrade(student, both("grading.unreadable_folder", problem=problem.strerror)) from problem
    return Submission(student, folder, sheet, content, read_timestamp(folder))


def read_timestamp(folder: Path) -> str:
    """What nbgrader's timestamp file in `folder` says; blank where there is none."""
    path = folder / TIMESTAMP_NAME
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""


def why_not(problem: SheetMissing | SheetUnreadable) -> Text:
    """Why a submission without a usable sheet is not graded: a clause, with what to do."""
    if isinstance(problem, SheetMissing):
        return both("grading.no_sheet")
    if isinstance(problem, SheetTooNew):
        return both("grading.newer_sheet")
    return both("grading.bad_sheet", reason=problem.reason)


def stage(submission: Submission, assignment: Assignment, target: Path) -> None:
    """Write into the folder `target` what nbgrader is to find there."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, text in assignment.texts.items():
        (target / f"{name}.ipynb").write_text(text, encoding="utf-8")
    (target / SHEET_NAME).write_bytes(submission.content)
    if submission.timestamp:
        (target / TIMESTAMP_NAME).write_text(submission.timestamp, encoding="utf-8")
