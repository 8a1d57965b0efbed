"""Releasing an assignment and writing its feedback from Python, as nbgrader's commands do."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateAssignment, GenerateFeedback

from lises_teach.grading.errors import NotGradable
from lises_teach.grading.session import Session, open_course
from lises_teach.i18n import both


def release(course: Path | str, assignment: str) -> Path:
    """Release `assignment`, as `nbgrader generate_assignment --force` does; the released folder.

    Raises
    ------
    NotGradable
        The folder is no course, the course has no such assignment, or nbgrader refuses.
    """
    session = open_course(course)
    session.source(assignment)
    _run(session, GenerateAssignment, assignment, "generate_assignment")
    return session.folder("release", assignment)


def write_feedback(course: Path | str, assignment: str) -> tuple[Path, ...]:
    """Write the feedback of every graded submission, as `nbgrader generate_feedback --force` does.

    Returns
    -------
    tuple of Path
        The pages, one for each student and notebook.
    """
    session = open_course(course)
    _run(session, GenerateFeedback, assignment, "generate_feedback")
    pattern = session.folder("feedback", assignment, "*")
    return tuple(sorted(session.root.glob(f"{pattern.relative_to(session.root)}/*.html")))


def _run(session: Session, converter: type, assignment: str, command: str) -> None:
    problem = session.run(converter, assignment, "*")
    if problem:
        facts = {"command": command, "assignment": assignment, "problem": problem}
        raise NotGradable(both("grading.nbgrader_failed", **facts))
