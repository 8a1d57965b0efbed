"""Reading nbgrader's gradebook: what was released, and how each student stands.

Plain columns in two queries; nbgrader's own objects compute every sum one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import make_url, select
from sqlalchemy.exc import DatabaseError, OperationalError

from lises_teach.grading.errors import NotGradable
from lises_teach.grading.session import Session, nearest_locked
from lises_teach.grading.state import HIDDEN
from lises_teach.i18n import both


class Mark(NamedTuple):
    """One item's points in the gradebook; None while a teacher has still to give them."""

    points: float | None
    waits: bool


class Standing(NamedTuple):
    """One student's marks for an assignment, and what was deducted for a late hand-in."""

    marks: dict[str, Mark]
    penalty: float

    @property
    def score(self) -> float:
        """What the marks given so far come to, after the deduction."""
        given = sum(mark.points or 0.0 for mark in self.marks.values())
        return max(0.0, round(given - self.penalty, 2))

    @property
    def waits(self) -> bool:
        """Whether a teacher has still to read something."""
        return any(mark.waits for mark in self.marks.values())


@contextmanager
def open_gradebook(session: Session, assignment: str) -> Iterator[api.Gradebook]:
    """The course's gradebook, closed afterwards; raises `NotGradable` where it cannot be read."""
    try:
        with api.Gradebook(session.coursedir.db_url, session.coursedir.course_id) as gradebook:
            yield gradebook
    except OperationalError as problem:  # locked, not to be opened
        facts = {"path": _file_of(session), "problem": problem.orig}
        raise NotGradable(both("grading.busy_gradebook", **facts)) from problem
    except DatabaseError as problem:
        facts = {"path": _file_of(session), "assignment": assignment}
        raise NotGradable(both("grading.bad_gradebook", **facts)) from problem


def _file_of(session: Session) -> str:
    url = make_url(session.coursedir.db_url)
    return url.database or url.render_as_string()


def check_writable(session: Session, assignment: str) -> None:
    """Raise `NotGradable` where nothing at all could be graded, for want of write access."""
    book = Path(_file_of(session))
    if book.is_file():  # SQLite writes beside it too
        for place in (book, book.parent):
            if not os.access(place, os.W_OK):
                raise NotGradable(both("grading.locked_gradebook", path=place, name=book.name))
    for folder in (session.folder("autograded", assignment).parent, session.root / HIDDEN):
        locked = nearest_locked(folder)
        if locked is not None:
            raise NotGradable(both("grading.locked_folder", folder=locked))


def check_released(session: Session, assignment: str, graded: dict[str, float]) -> None:
    """Raise `NotGradable` unless the gradebook has these graded cells with their points."""
    query = (
        select(api.GradeCell.name, api.GradeCell.max_score)
        .join(api.Notebook, api.Notebook.id == api.GradeCell.notebook_id)
        .join(api.Assignment, api.Assignment.id == api.Notebook.assignment_id)
        .where(api.Assignment.name == assignment)
    )
    with open_gradebook(session, assignment) as gradebook:
        released = {name: float(points) for name, points in gradebook.db.execute(query)}
    if not released:
        # nbgrader skips what is in release/ already, as after a gradebook was lost
        force = " --force" if session.folder("release", assignment).exists() else ""
        raise NotGradable(both("grading.not_released", assignment=assignment, force=force))
    differing = sorted(name for name, _ in set(released.items()) ^ set(graded.items()))
    if differing:
        cells = ", ".join(dict.fromkeys(differing))
        raise NotGradable(both("grading.source_changed", assignment=assignment, cells=cells))


def released_cells(session: Session, assignment: str) -> dict[str, str]:
    """What each of nbgrader's cells held when it was released, by grade id."""
    query = (
        select(api.SourceCell.name, api.SourceCell.source)
        .join(api.Notebook, api.Notebook.id == api.SourceCell.notebook_id)
        .join(api.Assignment, api.Assignment.id == api.Notebook.assignment_id)
        .where(api.Assignment.name == assignment)
    )
    with open_gradebook(session, assignment) as gradebook:
        return {row.name: row.source for row in gradebook.db.execute(query)}


def standings(session: Session, assignment: str) -> dict[str, Standing]:
    """How each student with a submission stands in `assignment`."""
    with open_gradebook(session, assignment) as gradebook:
        rows = list(gradebook.db.execute(_query(assignment)))
    marks: dict[str, dict[str, Mark]] = {}
    penalties: dict[str, dict[str, float]] = {}
    for row in rows:
        marks.setdefault(row.student_id, {})[row.name] = _mark(row)
        penalties.setdefault(row.student_id, {})[row.notebook_id] = row.late_submission_penalty or 0.0
    return {student: Standing(given, sum(penalties[student].values())) for student, given in marks.items()}


def overdue(session: Session, assignment: str) -> frozenset[str]:
    """The students whose deduction another due date or rule may change: it shows in no file of theirs."""
    late = api.SubmittedNotebook.late_submission_penalty > 0
    config = session.app.config
    rule = config.LateSubmissionPlugin.get("penalty_method", "none") != "none"
    if rule or "plugin_class" in config.AssignLatePenalties:
        late |= api.SubmittedAssignment.timestamp > api.Assignment.duedate
    query = (
        select(api.SubmittedAssignment.student_id)
        .join(api.SubmittedNotebook, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .where(api.Assignment.name == assignment, late)
    )
    with open_gradebook(session, assignment) as gradebook:
        return frozenset(gradebook.db.scalars(query))


def _query(assignment: str) -> Any:
    return (
        select(
            api.SubmittedAssignment.student_id, api.BaseCell.name, api.Grade.auto_score,
            api.Grade.manual_score, api.Grade.extra_credit, api.Grade.needs_manual_grade,
            api.Grade.notebook_id, api.SubmittedNotebook.late_submission_penalty,
        )
        .join(api.Grade, api.Grade.cell_id == api.BaseCell.id)
        .join(api.SubmittedNotebook, api.SubmittedNotebook.id == api.Grade.notebook_id)
        .join(api.SubmittedAssignment, api.SubmittedAssignment.id == api.SubmittedNotebook.assignment_id)
        .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
        .where(api.Assignment.name == assignment)
    )  # fmt: skip


def _mark(row: Any) -> Mark:
    points = row.auto_score if row.manual_score is None else row.manual_score
    if points is not None:
        points += row.extra_credit or 0.0
    return Mark(points, bool(row.needs_manual_grade))
