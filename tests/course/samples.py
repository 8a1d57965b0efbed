"""What the tests of the sample submissions have in common: a course, graded, and what it says of each."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook

from lises_teach.answers import read_sheet
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


@dataclass(frozen=True)
class Expected:
    """What the samples of an assignment are to get: the points of each of `items`, by student, and more.

    `levels` holds the rubric's levels of each text that a teacher reads, "–" where there is no text.
    """

    assignment: str
    items: tuple[str, ...]
    points: dict[str, tuple[float, ...]]
    total: dict[str, float]
    unanswered: dict[str, int]
    levels: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the samples stand."""
        return COURSE / "samples" / self.assignment

    def answers(self, student: str, item: str) -> dict[str, Any]:
        """What a sample answers to one item, by unit."""
        found: dict[str, Any] = read_sheet(self.folder / student / "answers.json").answer(item)
        return found

    def covers_every_sample_and_adds_up(self) -> None:
        """Fails where a sample has no line, or a line's sum is another."""
        folders = {path.name for path in self.folder.iterdir() if path.is_dir()}
        assert folders == set(self.points) == set(self.levels)
        assert {student: round(sum(points), 2) for student, points in self.points.items()} == self.total

    def is_what_grading_gave(self, graded: tuple[Path, GradeReport], read: Iterable[str]) -> None:
        """Fails where a sum, an item's points, or whether one of the items `read` waits for a teacher differ."""
        course, report = graded
        assert report.ok
        assert {row.student: row.score for row in report.rows} == self.total
        assert {row.student: row.unanswered for row in report.rows} == self.unanswered
        got, texts = marks(course, self.assignment), tuple(read)
        found = {student: tuple(given[item].score for item in self.items) for student, given in got.items()}
        assert found == self.points
        waits = {student: [given[item].waits for item in texts] for student, given in got.items()}
        assert waits == {s: [level != "–" for level in levels.split()] for s, levels in self.levels.items()}


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
