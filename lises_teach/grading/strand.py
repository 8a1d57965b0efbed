"""Grading an assignment of code, such as a data strand: nbgrader's own autograde, student by student.

The code is run by `stock.Execute`, in a `sandbox`. Only notebooks are taken from a submission: a file
beside one could replace what the tests import.
"""

from __future__ import annotations

import hashlib
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde

from lises_teach.grading.assignment import hash_of, points_in, read_source
from lises_teach.grading.base import Place
from lises_teach.grading.errors import CouldNotGrade, NotGradable
from lises_teach.grading.gradebook import check_released, check_writable, overdue, released_cells, standings
from lises_teach.grading.language import title_of
from lises_teach.grading.report import GradeReport, GradeRow
from lises_teach.grading.sandbox import can_hide
from lises_teach.grading.savegrades import forget_ungraded
from lises_teach.grading.session import Session, unwritable
from lises_teach.grading.stage import STAGED, TIMESTAMP_NAME, read_timestamp
from lises_teach.grading.state import HIDDEN, Graded, load_state, save_state
from lises_teach.i18n import Lang, Text, both
from lises_teach.paths import ITEMS_NAME


class Strand(NamedTuple):
    """An assignment of code, in one language; `released` is what each cell held when it was handed out."""

    name: str
    title: Text
    notebooks: dict[str, NotebookNode]
    released: dict[str, str]
    lang: Lang
    source_hash: str

    @property
    def graded(self) -> dict[str, float]:
        """The points of each graded cell, by its grade id, in reading order."""
        return points_in(self.notebooks.values())

    def title_of(self, grade_id: str) -> Text:
        """What a graded cell is called."""
        return Text(da=grade_id, en=grade_id)


class Code(NamedTuple):
    """One student's notebooks, what stands in each of nbgrader's cells, and a hash of all that was sent."""

    student: str
    notebooks: dict[str, NotebookNode]
    cells: dict[str, str]
    fingerprint: str
    timestamp: str

    def basis(self, strand: Strand) -> Graded:
        """What grading this submission would be based on."""
        return Graded(sheet=self.fingerprint, source=strand.source_hash, timestamp=self.timestamp)

    def states(self, strand: Strand) -> dict[str, str]:
        """Whether each graded cell was answered, `blank` or `answered`: tests go with the solution above."""
        found, state = {}, "blank"
        for cell in (cell for nb in strand.notebooks.values() for cell in nb.cells):
            facts = cell.metadata.get("nbgrader", {})
            if facts.get("solution"):
                handed_out = strand.released.get(facts.grade_id, "").strip()
                written = self.cells.get(facts.grade_id, handed_out)
                state = "blank" if written == handed_out else "answered"
            if facts.get("grade"):
                found[facts.grade_id] = state
        return found


def is_strand(session: Session, assignment: str) -> bool:
    """Whether this is an assignment of code: it has neither items nor keys."""
    items = session.source(assignment) / ITEMS_NAME
    return not items.is_file() and not session.keys(assignment).is_file()


def load_strand(session: Session, assignment: str) -> Strand:
    """The assignment of code called `assignment`; raises `NotGradable` where it cannot be graded with."""
    paths = sorted(session.source(assignment).glob("*.ipynb"))
    if not paths:
        raise NotGradable(both("grading.no_notebook", path=session.source(assignment)))
    notebooks = {path.stem: read_source(path, session.language) for path in paths}
    titles = (title_of(nb) for nb in notebooks.values())
    strand = Strand(
        name=assignment,
        title=next((title for title in titles if title), Text(da=assignment, en=assignment)),
        notebooks=notebooks,
        released=released_cells(session, assignment),
        lang=session.language,
        source_hash=hash_of(*paths, salt=session.language),
    )
    check_released(session, assignment, strand.graded)
    return strand


def grade_strand(
    session: Session, assignment: str, tell: Callable[[int, int], None], *, force: bool
) -> GradeReport:
    """Grade every submission of code that has changed; the parameters are those of `run.grade`.

    One after the other, and Ctrl-C is heard at once: code may take long.
    """
    strand = load_strand(session, assignment)
    folders = session.submissions(assignment)
    rows = []
    for done, (student, folder) in enumerate(folders.items()):
        tell(done, len(folders))
        rows.append(_grade(session, strand, student, folder, force=force))
    tell(len(folders), len(folders))
    return GradeReport(
        assignment=assignment,
        title=strand.title,
        max_score=sum(strand.graded.values()),
        items=len(strand.graded),
        rows=tuple(rows),
    )


def read_code(folder: Path, strand: Strand, student: str) -> Code:
    """The submission in `folder`; a single notebook may have any name, and lie in a folder below.

    Raises
    ------
    CouldNotGrade
        A notebook is missing or cannot be read, or graded cells are missing.
    """
    notebooks: dict[str, NotebookNode] = {}
    cells: dict[str, str] = {}
    digest = hashlib.sha256()
    for name in strand.notebooks:
        path = _find(folder, name, alone=len(strand.notebooks) == 1)
        if path is None:
            raise CouldNotGrade(student, both("grading.no_code", name=name))
        try:
            with warnings.catch_warnings(action="ignore"):  # what nbformat mends, nobody need read
                content = path.read_bytes()
                notebooks[name] = nbformat.reads(content.decode(), as_version=4)
                cells |= _cells(notebooks[name], strand)
        except Exception as problem:  # nbformat lets errors of its JSON and schema libraries through
            raise CouldNotGrade(student, both("grading.bad_code", name=path.name)) from problem
        digest.update(content)
    missing = [grade_id for grade_id in strand.graded if grade_id not in cells]
    if missing:
        raise CouldNotGrade(student, both("grading.missing_cells", cells=", ".join(missing)))
    return Code(student, notebooks, cells, digest.hexdigest(), read_timestamp(folder))


def _find(folder: Path, name: str, *, alone: bool) -> Path | None:
    found = [path for path in sorted(folder.rglob("*.ipynb")) if not path.parent.name.startswith(".")]
    named = [path for path in found if path.stem == name]
    if not named and alone and len(found) == 1:
        return found[0]
    return min(named, key=lambda path: len(path.parts), default=None)


def _cells(nb: NotebookNode, strand: Strand) -> dict[str, str]:
    """What stands in nbgrader's cells; others that say they are such become ordinary ones.

    What the notebook says of itself is not the student's to say: feedback is written from it.
    """
    nb.metadata.pop("lises_teach", None)
    nb.metadata["title"] = strand.title.get(strand.lang)
    found = {}
    for cell in nb.cells:
        cell.metadata.pop("lises_teach", None)
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in strand.released:
            found[grade_id] = cell.source.strip()
        else:
            cell.metadata.pop("nbgrader", None)
    return found


def _grade(session: Session, strand: Strand, student: str, folder: Path, *, force: bool) -> GradeRow:
    best = sum(strand.graded.values())
    try:
        code = read_code(folder, strand, student)
        unchanged = not force and _is_done(session, strand, code)
        if not unchanged:
            _autograde(session, strand, code)
    except CouldNotGrade as problem:
        return GradeRow(student=student, state="could_not", reason=problem.reason, max_score=best)
    standing = standings(session, strand.name)[student]
    return GradeRow(
        student=student,
        state="unchanged" if unchanged else "graded",
        score=standing.score,
        max_score=best,
        needs_manual=standing.waits,
        unanswered=list(code.states(strand).values()).count("blank"),
    )


def _is_done(session: Session, strand: Strand, code: Code) -> bool:
    folder = session.folder("autograded", strand.name, code.student)
    return (
        load_state(session.root, strand.name, code.student).same_run(code.basis(strand))
        and all((folder / f"{name}.ipynb").is_file() for name in strand.notebooks)
        and code.student in standings(session, strand.name).keys() - overdue(session, strand.name)
    )


def _autograde(session: Session, strand: Strand, code: Code) -> None:
    if session.app.config.Execute.get("hide_keys", True) and not can_hide():
        raise CouldNotGrade(code.student, both("grading.no_hiding"))
    check_writable(session, strand.name)
    try:
        _stage(code, Path(session.coursedir.format_path(STAGED, code.student, strand.name)))
        problem = session.run(Autograde, strand.name, code.student, submitted_directory=STAGED)
    finally:
        shutil.rmtree(session.root / HIDDEN / "staged", ignore_errors=True)
    if problem:
        forget_ungraded(Place(session.coursedir, strand.name, code.student, ""))
        folder = unwritable(problem, session.folder("autograded", strand.name, code.student))
        if folder is not None:
            raise CouldNotGrade(code.student, both("grading.not_writable", folder=folder))
        raise CouldNotGrade(code.student, both("grading.code_stopped", problem=problem))
    save_state(session.root, strand.name, code.student, code.basis(strand))
    # a page that tells of the grading before would be taken for the new one
    shutil.rmtree(session.folder("feedback", strand.name, code.student), ignore_errors=True)


def _stage(code: Code, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, nb in code.notebooks.items():
        nbformat.write(nb, target / f"{name}.ipynb")
    if code.timestamp:
        (target / TIMESTAMP_NAME).write_text(code.timestamp, encoding="utf-8")
