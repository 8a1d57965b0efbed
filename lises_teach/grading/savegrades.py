"""Writing the scores of a graded notebook to the gradebook, in one transaction.

A manual score stands. It asks for a second look only where the answer it was given for, or the
automatic score beneath it, has changed.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import determine_grade
from sqlalchemy import Engine, NullPool, bindparam, create_engine, select, update

from lises_teach.grading.assignment import is_graded
from lises_teach.grading.base import KitPreprocessor, Place, Resources, Step, place_of
from lises_teach.grading.errors import NotGradable
from lises_teach.grading.stage import read_timestamp
from lises_teach.grading.state import Graded, forget_state, load_state, save_state
from lises_teach.i18n import both

_GRADES = Grade.__table__
_SET_GRADE = (
    update(_GRADES)
    .where(_GRADES.c.id == bindparam("of_grade"))
    .values(auto_score=bindparam("points"), needs_manual_grade=bindparam("waits"))
)


@cache
def _engine(url: str) -> Engine:
    # one for the process, which then compiles each statement once; no connection is kept open
    return create_engine(url, poolclass=NullPool)


class SaveGrades(KitPreprocessor):
    """nbgrader's SaveAutoGrades for items: the same rows, with one query and one commit."""

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        root = Path(place.coursedir.root)
        before = load_state(root, place.assignment, place.student)
        cells = [cell for cell in nb.cells if is_graded(cell)]
        try:
            resources["lises_late"] = self._save(cells, before, place)
        except NotGradable:
            forget_ungraded(place)
            raise
        timestamp = read_timestamp(place.folder("submitted"))
        save_state(root, place.assignment, place.student, _state(nb, cells, before, timestamp))
        return nb, resources

    def _save(self, cells: list[NotebookNode], before: Graded, place: Place) -> bool:
        """Write the scores; whether the submission is late, or was before."""
        with _engine(place.coursedir.db_url).begin() as database:
            rows = {row.name: row for row in database.execute(_rows(place))}
            changes = [_change(cell, _row(cell, rows, place), before, self.log) for cell in cells]
            if changes:
                database.execute(_SET_GRADE, changes)
            # nbgrader's "No response." in English; the feedback says it in its own language
            answers = Comment.notebook_id.in_({row.notebook_id for row in rows.values()})
            database.execute(update(Comment.__table__).where(answers).values(auto_comment=None))
        return any(_late(row) for row in rows.values())


class AssignLatePenalties(steps.AssignLatePenalties):  # type: ignore[misc]
    """nbgrader's own; for items only where the submission is late, or was."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        if place_of(self, resources).has_items and not resources.get("lises_late"):
            return nb, resources
        done: Step = super().preprocess(nb, resources)
        return done


def forget_ungraded(place: Place) -> None:
    """Take back the rows nbgrader made for a submission that cannot be graded.

    A submission that was never graded disappears; one that was keeps its scores, and asks nobody
    for a manual grade that has nothing to look at.
    """
    forget_state(Path(place.coursedir.root), place.assignment, place.student)
    with Gradebook(place.coursedir.db_url) as gradebook:
        try:
            submission = gradebook.find_submission(place.assignment, place.student)
        except MissingEntry:
            return
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
            gradebook.remove_submission(place.assignment, place.student)
            return
        for grade in grades:
            grade.needs_manual_grade = False
        gradebook.db.commit()


def _rows(place: Place) -> Any:
    # plain columns: nbgrader's own objects compute five sums each, which takes ten times as long
    return (
        select(
            BaseCell.name, Grade.id, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade,
            Grade.notebook_id, SubmittedNotebook.late_submission_penalty, SubmittedAssignment.timestamp,
            SubmittedAssignment.extension, Assignment.duedate,
        )
        .join(Grade, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == place.assignment)
        .where(Notebook.name == place.notebook)
        .where(SubmittedAssignment.student_id == place.student)
    )  # fmt: skip


def _row(cell: NotebookNode, rows: dict[str, Any], place: Place) -> Any:
    name = cell.metadata.nbgrader.grade_id
    if name not in rows:
        raise NotGradable(both("grading.source_changed", assignment=place.assignment, cells=name))
    return rows[name]


def _change(cell: NotebookNode, row: Any, before: Graded, log: Any) -> dict[str, Any]:
    points, _ = determine_grade(cell, log)
    waits = row.needs_manual_grade
    if row.manual_score is None:
        waits = points is None
    elif not _same_answer(cell, before) or row.auto_score != points:
        waits = True
    return {"of_grade": row.id, "points": points, "waits": waits}


def _late(row: Any) -> bool:
    """Whether nbgrader has a penalty to set or to take back."""
    if row.late_submission_penalty:
        return True
    if row.timestamp is None or row.duedate is None:
        return False
    return bool(row.timestamp > row.duedate + (row.extension or timedelta()))


def _same_answer(cell: NotebookNode, before: Graded) -> bool:
    facts = cell.metadata["lises_teach"]
    return bool(before.answers.get(facts["item"]) == facts["hash"])


def _state(nb: NotebookNode, cells: list[NotebookNode], before: Graded, timestamp: str) -> Graded:
    receipt = nb.metadata["lises_teach"]
    facts = [cell.metadata["lises_teach"] for cell in cells]
    answers = before.answers | {fact["item"]: fact["hash"] for fact in facts}
    basis = {"sheet": receipt["sha256"], "source": receipt["source"], "key": receipt["key"]}
    return Graded(**basis, timestamp=timestamp, answers=answers)
