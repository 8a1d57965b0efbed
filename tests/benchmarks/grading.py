"""Autograding a class: the kit's preprocessors against nbgrader's stock ones, on the same answers.

The stock way executes each notebook in a kernel; its test cells call the kit's own `score` on the
student's answer sheet, so both ways do the same scoring. Nothing of the kit's feedback is asked of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from lises_teach.course import init_course
from lises_teach.errors import SheetUnreadable
from lises_teach.grading.sheets import read_submitted

ASSIGNMENT = "m6-inddragelse"
MANY, FEW = 40, 4

STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.db_url = "sqlite:///gradebook.db?timeout=60"
c.ExecutePreprocessor.timeout = 120
"""
STOCK_SETUP = """
from lises_teach.answers import read_sheet
from lises_teach.items import load_bank, load_keys, score
bank, keys, sheet = load_bank("items.yaml"), load_keys({keys!r}), read_sheet("answers.json")
"""
STOCK_TEST = "score(bank[{id!r}], keys[{id!r}], sheet.answer({id!r})).points"


def run(course: Path, *command: str) -> float:
    """Run a command in `course`; how long it took in seconds."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return time.perf_counter() - began


def our_course(place: Path) -> Path:
    """A course of the kit's own, released."""
    init_course(place)
    run(place, "nbgrader", "generate_assignment", ASSIGNMENT)
    return place


def stock_course(place: Path, ours: Path) -> Path:
    """The same assignment with nbgrader's default configuration and executed test cells."""
    source = place / "source" / ASSIGNMENT
    shutil.copytree(ours / "source" / ASSIGNMENT, source)
    (place / "nbgrader_config.py").write_text(STOCK_CONFIG)
    notebook = source / f"{ASSIGNMENT}.ipynb"
    nb = json.loads(notebook.read_text(encoding="utf-8"))
    keys = str(ours / "keys" / f"{ASSIGNMENT}.yaml")
    for cell in nb["cells"]:
        graded = cell["metadata"].get("nbgrader")
        if cell["cell_type"] == "code":
            code = STOCK_TEST.format(id=graded["grade_id"]) if graded else ""
            cell["source"] = (
                STOCK_SETUP.format(keys=keys) if "use_language" in "".join(cell["source"]) else code
            )
        if graded:
            graded |= {"solution": False, "locked": True}
    notebook.write_text(json.dumps(nb), encoding="utf-8")
    run(place, "nbgrader", "generate_assignment", ASSIGNMENT)
    return place


def hand_in(course: Path, sheets: list[Path], count: int) -> None:
    """Put `count` submissions into `course`, taking the sheets in turn."""
    for folder in ("submitted", "autograded"):
        shutil.rmtree(course / folder, ignore_errors=True)
    for database in course.glob("*.db"):
        database.unlink()
    run(course, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    for number in range(count):
        place = course / "submitted" / f"student{number:02}" / ASSIGNMENT
        shutil.copytree(course / "release" / ASSIGNMENT, place)
        shutil.copy(sheets[number % len(sheets)], place / "answers.json")


def measure(course: Path, sheets: list[Path], *command: str) -> tuple[float, float]:
    """The seconds for the whole class, and for each submission beyond the start-up."""
    took = {}
    for count in (FEW, MANY):
        hand_in(course, sheets, count)
        took[count] = run(course, *command)
    return took[MANY], (took[MANY] - took[FEW]) / (MANY - FEW)


def tables() -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as temporary:
        ours = our_course(Path(temporary) / "ours")
        stock = stock_course(Path(temporary) / "stock", ours)
        sheets = readable_sheets(ours)
        rows = [
            (
                "nbgrader autograde, stock preprocessors",
                *measure(stock, sheets, "nbgrader", "autograde", ASSIGNMENT),
            ),
            ("nbgrader autograde, the kit's", *measure(ours, sheets, "nbgrader", "autograde", ASSIGNMENT)),
            ("lises-teach grade", *measure(ours, sheets, "lises_teach", "grade", ASSIGNMENT)),
            (
                "lises-teach grade --jobs 2",
                *measure(ours, sheets, "lises_teach", "grade", ASSIGNMENT, "--jobs", "2"),
            ),
        ]
    title = f"Autograding {MANY} submissions of {ASSIGNMENT} (per submission: slope from {FEW} to {MANY})"
    table = Table("way", "all, s", "per submission, s", "stock / this", title=title)
    for name, whole, each in rows:
        # starting two processes can cost as much as 40 submissions: then there is no slope to speak of
        slope = (f"{each:.3f}", f"{rows[0][2] / each:.1f} ×") if "--jobs" not in name else ("–", "–")
        table.add_row(name, f"{whole:.1f}", *slope)
    yield table


def readable_sheets(course: Path) -> list[Path]:
    """The sample sheets of this assignment that can be read (neither way grades another)."""
    found = []
    for path in sorted((course / "samples" / ASSIGNMENT).glob("*/answers.json")):
        try:
            read_submitted(path, ASSIGNMENT)
        except SheetUnreadable:
            continue
        found.append(path)
    return found
