"""What the tests of the sample submissions have in common: a course, graded, and what it says of each."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook

from lises_teach.grading import GradeReport, grade
from lises_teach.items import Key
from tests.grading.conftest import run_nbgrader

COURSE = Path(__file__).parents[2] / "course"
TRICKS = ("NaN", "Infinity", "<script>", "__proto__", "\\ud800")


def released_course(place: Path, assignment: str) -> Path:
    """A course as the command makes it in `place`, with `assignment` released in Danish."""
    course = place / "kursus"
    made = subprocess.run(
        [sys.executable, "-m", "lises_teach", "course", "init", str(course)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    released = run_nbgrader(course, "generate_assignment", assignment)
    assert released.returncode == 0, released.stderr
    return course


def graded_course(place: Path, assignment: str, students: Iterable[str]) -> tuple[Path, GradeReport]:
    """That course with the samples of `students` handed in and graded."""
    course = released_course(place, assignment)
    for student in students:
        sample = course / "samples" / assignment / student
        shutil.copytree(sample, course / "submitted" / student / assignment)
    return course, grade(course, assignment)


class Mark(NamedTuple):
    """What a cell got, and whether a teacher is to read it."""

    score: float
    waits: bool


def marks(course: Path, assignment: str) -> dict[str, dict[str, Mark]]:
    """What every student got in each cell, by the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        notebooks = book.notebook_submissions(assignment, assignment)
        return {
            n.student.id: {g.name: Mark(g.score, g.needs_manual_grade) for g in n.grades} for n in notebooks
        }


def told(assignment: str, language: str) -> dict[str, tuple[str, ...]]:
    """What the samples' README tells instructors: student, then points and any columns after them."""
    readme = (COURSE / "samples" / assignment / "README.md").read_text(encoding="utf-8")
    danish, english = readme.split("\n---\n")
    rows = re.findall(r"^\| `(.+?)` \| .*? \| (.+) \|$", {"da": danish, "en": english}[language], re.M)
    cells = {student: rest.split(" | ") for student, rest in rows}
    return {student: (points.replace(",", "."), *rest) for student, (points, *rest) in cells.items()}


def copied_from_anchors(text: str, key: Key) -> list[str]:
    """Sentences of a sample's text that stand in an anchor answer as well."""
    anchors = " ".join(anchor.text.da for anchor in key.anchors)
    return [s for s in re.split(r"(?<=[.!?]) |\n+", text) if len(s) > 30 and s in anchors]
