"""Grades as a table: who stands where, in words, with each item's points and whether it was answered.

"Not answered", "not handed in" and "could not be graded" are states of their own here, never a 0
that looks like a wrong answer.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Enum

from lises_teach.errors import KitError
from lises_teach.grading.assignment import Assignment
from lises_teach.grading.errors import CouldNotGrade
from lises_teach.grading.gradebook import Standing, open_gradebook, standings
from lises_teach.grading.run import item_states, load_course_assignment
from lises_teach.grading.session import Session, open_course
from lises_teach.grading.stage import read_submission
from lises_teach.grading.state import load_state
from lises_teach.grading.strand import Strand, is_strand, load_strand, read_code
from lises_teach.i18n import LANGS, Lang, Text, as_language, t

_PEOPLE = ("student", "last", "first", "email")
_SUMMARY = ("score", "max", "state", "reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DANISH_ORDER = str.maketrans({"å": "ø\uffff"})  # Unicode has å before æ and ø


class Person(NamedTuple):
    """What the gradebook knows of a student."""

    student: str
    last: str = ""
    first: str = ""
    email: str = ""


class Sent(NamedTuple):
    """What the table tells of a submission: a hash of it, and whether each graded cell was answered."""

    fingerprint: str
    states: dict[str, str]


class Line(NamedTuple):
    """One student's line of the table; `marks` and `states` are by item."""

    person: Person
    state: str
    reason: Text | None
    score: float | None
    marks: dict[str, float | None]
    states: dict[str, str]


def export_csv(course: Path | str, assignment: str, out: Path | str, *, excel: bool = False) -> Path:
    """Write the grades of `assignment` to the CSV file `out`, in the course's language.

    Every student of the gradebook has a line, and everyone with a submission folder.

    Parameters
    ----------
    excel
        Write semicolons and decimal commas, as a Danish Excel opens it; it takes 9.5 for the 9th of May.

    Raises
    ------
    KitError
        The course or assignment cannot be used.
    """
    session = open_course(course)
    loaded = _load(session, assignment)
    table: list[list[Any]] = [_header(loaded, loaded.lang)]
    table += (_cells(line, loaded, loaded.lang) for line in lines(session, loaded))
    return _write(Path(out), table, excel=excel)


def lines(session: Session, loaded: Assignment | Strand) -> list[Line]:
    """One line for each student, by last name, first name and id."""
    people = _people(session, loaded.name)
    folders = session.submissions(loaded.name)
    for student in folders:
        people.setdefault(student, Person(student))
    standing = standings(session, loaded.name)
    ordered = sorted(people.values(), key=_by_name)
    return [_line(session, loaded, p, folders.get(p.student), standing.get(p.student)) for p in ordered]


def _by_name(person: Person) -> tuple[str, ...]:
    return tuple(
        part.lower().translate(_DANISH_ORDER) for part in (person.last, person.first, person.student)
    )


def plain(value: str) -> str:
    """`value` so that no spreadsheet takes it for a formula.

    >>> plain("=1+1"), plain("Ann")
    ("'=1+1", 'Ann')
    """
    return f"'{value}" if value.startswith(_FORMULA) else value


class CsvPlugin(ExportPlugin):  # type: ignore[misc]
    """`nbgrader export`: the same lines for all assignments, with the assignment's name before."""

    language = Enum(LANGS, default_value="da", help="The language of the headings, da or en").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to `--to`, or to `grades.csv`."""
        app = self.parent
        session = Session(Path(app.coursedir.root), app, [])
        chosen = [str(name) for name in self.assignment]
        names = [a.name for a in gradebook.assignments if not chosen or a.name in chosen]
        ours = [name for name in names if session.folder("source", name).is_dir()]
        for name in sorted(set(names) - set(ours)):
            self.log.warning("%s has no source: use --exporter=nbgrader.plugins.CsvExportPlugin", name)
        lang = as_language(self.language)
        table: list[list[Any]] = [[t("grading.csv_assignment", lang), *_summary_header(lang)]]
        for name in ours:
            try:
                table += self._of(session, name, lang)
            except KitError as problem:  # the formgrader lists what is only begun, or has but a due date
                self.log.warning(problem.text.get(lang))
        self.log.info("Wrote %s", _write(Path(self.to or "grades.csv"), table))

    def _of(self, session: Session, name: str, lang: Lang) -> list[list[Any]]:
        loaded = _load(session, name)
        students = {str(student) for student in self.student}
        wanted = (line for line in lines(session, loaded) if not students or line.person.student in students)
        return [[name, *_summary_cells(line, loaded, lang)] for line in wanted]


def _load(session: Session, assignment: str) -> Assignment | Strand:
    if is_strand(session, assignment):
        return load_strand(session, assignment)
    return load_course_assignment(session, assignment)


def _read(loaded: Assignment | Strand, folder: Path, student: str) -> Sent:
    if isinstance(loaded, Strand):
        code = read_code(folder, loaded, student)
        return Sent(code.fingerprint, code.states(loaded))
    submission = read_submission(folder, loaded.name, student)
    return Sent(submission.sheet.fingerprint, item_states(loaded, submission))


def _line(
    session: Session,
    loaded: Assignment | Strand,
    person: Person,
    folder: Path | None,
    standing: Standing | None,
) -> Line:
    if folder is None:
        return Line(person, "missing", None, None, {}, {})
    try:
        sent = _read(loaded, folder, person.student)
    except CouldNotGrade as problem:
        return Line(person, "could_not", problem.reason, None, {}, {})
    if standing is None or _is_behind(session, loaded.name, person.student, sent, standing):
        return Line(person, "not_yet", None, None, {}, {})
    states = dict(sent.states)
    waiting = {item for item, mark in standing.marks.items() if mark.waits}
    states |= dict.fromkeys(waiting & set(states), "waits")
    marks = {item: mark.points for item, mark in standing.marks.items()}
    return Line(person, "waits" if standing.waits else "graded", None, standing.score, marks, states)


def _is_behind(session: Session, assignment: str, student: str, sent: Sent, standing: Standing) -> bool:
    """Whether the answers have changed since they were graded, or their grading was cut short."""
    graded = load_state(session.root, assignment, student)
    if not graded.sheet:
        return all(mark.points is None for mark in standing.marks.values())
    return graded.sheet != sent.fingerprint


def _people(session: Session, assignment: str) -> dict[str, Person]:
    with open_gradebook(session, assignment) as gradebook:
        found = gradebook.students
        return {s.id: Person(s.id, s.last_name or "", s.first_name or "", s.email or "") for s in found}


def _summary_header(lang: Lang) -> list[str]:
    return [t(f"grading.csv_{name}", lang) for name in (*_PEOPLE, *_SUMMARY)]


def _header(loaded: Assignment | Strand, lang: Lang) -> list[str]:
    header = _summary_header(lang)
    for item in loaded.graded:
        title = loaded.title_of(item)
        header += [t(f"grading.csv_item_{what}", lang, title=title) for what in ("points", "state")]
    return header


def _summary_cells(line: Line, loaded: Assignment | Strand, lang: Lang) -> list[str | float]:
    best = sum(loaded.graded.values())
    reason = line.reason.get(lang) if line.reason else ""
    state = t(f"grading.state_{line.state}", lang)
    return [*map(plain, line.person), _points(line.score), _points(best), state, reason]


def _cells(line: Line, loaded: Assignment | Strand, lang: Lang) -> list[str | float]:
    cells = _summary_cells(line, loaded, lang)
    for item in loaded.graded:
        state = line.states.get(item)
        cells += [_points(line.marks.get(item)), t(f"grading.item_{state}", lang) if state else ""]
    return cells


def _points(value: float | None) -> str | float:
    return "" if value is None else value


def _write(path: Path, table: Iterable[Iterable[str | float]], *, excel: bool = False) -> Path:
    # with the mark that tells spreadsheets that æ, ø and å are UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if excel else ",")
        writer.writerows([_in_cell(value, comma=excel) for value in row] for row in table)
    return path


def _in_cell(value: str | float, *, comma: bool) -> str:
    if isinstance(value, str):
        return value
    return f"{value:g}".replace(".", ",") if comma else f"{value:g}"
