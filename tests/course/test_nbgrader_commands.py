"""nbgrader's own commands in a course, from an environment that is not activated."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

from nbgrader.api import Gradebook

from lises_teach.grading import export_csv, grade, release
from tests.grading.conftest import Nbgrader
from tests.grading.submissions import ASSIGNMENT, AUTOMATIC, EXCELLENT, HALF, hand_in, sheet, submit


def auto_scores(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        return {s.student.id: s.score for s in found.assignment_submissions(ASSIGNMENT)}


# --- release ------------------------------------------------------------------------------------------


def test_a_release_is_the_notebook_in_one_language_and_the_items(released_course: Path) -> None:
    folder = released_course / "release" / ASSIGNMENT
    assert sorted(p.name for p in folder.rglob("*")) == ["items.yaml", f"{ASSIGNMENT}.ipynb"]
    nb = json.loads((folder / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8"))
    tags = {tag for cell in nb["cells"] for tag in cell["metadata"].get("tags", [])}
    assert tags == {"da"}
    sources = ["".join(cell["source"]) for cell in nb["cells"]]
    assert 'item("lille-tekst")' in sources
    assert not any("YOUR CODE HERE" in source for source in sources)


def test_an_english_course_releases_english(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8").replace('language="da"', 'language="en"'), encoding="utf-8"
    )
    text = (release(course, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    assert 'use_language(\\"en\\")' in text
    assert "A small assignment" in text
    assert "En lille opgave" not in text


def test_releasing_again_with_submissions_keeps_them(course: Path, nbgrader: Nbgrader) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    assert nbgrader("generate_assignment", ASSIGNMENT, "--force").returncode == 0
    assert grade(course, ASSIGNMENT).rows[0].state == "unchanged"


# --- autograde ----------------------------------------------------------------------------------------


def test_plain_autograde_gives_the_same_scores(course: Path, nbgrader: Nbgrader) -> None:
    hand_in(course)
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert auto_scores(course) == AUTOMATIC
    assert "Traceback" not in done.stderr
    assert "SAWarning" not in done.stderr


def test_plain_autograde_names_a_bad_sheet_in_one_line_and_goes_on(course: Path, nbgrader: Nbgrader) -> None:
    submit(course, "a-broken", "{")
    submit(course, "b-none", None)
    submit(course, "c-unreadable", sheet(EXCELLENT), notebook="{")
    renamed = submit(course, "d-renamed", sheet(HALF))
    (renamed / f"{ASSIGNMENT}.ipynb").rename(renamed / "min.ipynb")
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "a-broken kunne ikke bedømmes" in done.stderr
    assert "b-none kunne ikke bedømmes" in done.stderr
    assert auto_scores(course) == {"c-unreadable": AUTOMATIC["excellent"], "d-renamed": AUTOMATIC["half"]}


def test_plain_autograde_without_a_key_says_so_and_asks_nobody_to_grade(
    course: Path, nbgrader: Nbgrader
) -> None:
    (course / "keys" / f"{ASSIGNMENT}.yaml").unlink()
    submit(course, "ann", sheet(EXCELLENT))
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"Nøglen til {ASSIGNMENT} mangler" in done.stderr
    assert auto_scores(course) == {}


def test_a_late_submission_gets_the_courses_penalty(course: Path, nbgrader: Nbgrader) -> None:
    plugin = "from nbgrader.plugins import BasePlugin\n\n\nclass Late(BasePlugin):\n"
    plugin += "    def late_submission_penalty(self, student_id, score, seconds):\n        return 2.0\n"
    (course / "late.py").write_text(plugin, encoding="utf-8")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nget_config().AssignLatePenalties.plugin_class = 'late.Late'\n")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        found.update_or_create_assignment(ASSIGNMENT, duedate="2026-11-24 12:00:00 UTC")
    for student, day in (("late", 25), ("timely", 23)):
        folder = submit(course, student, sheet(HALF))
        (folder / "timestamp.txt").write_text(f"2026-11-{day} 12:00:00 UTC", encoding="utf-8")
    assert nbgrader("autograde", ASSIGNMENT).returncode == 0
    rows = table(export_csv(course, ASSIGNMENT, course / "ud.csv").read_text(encoding="utf-8"))
    assert {name: row["Point"] for name, row in rows.items()} == {"late": "4", "timely": "6"}
    (course / "submitted" / "late" / ASSIGNMENT / "timestamp.txt").write_text(
        "2026-11-22 12:00:00 UTC", encoding="utf-8"
    )
    assert {row.student: row.score for row in grade(course, ASSIGNMENT).rows} == {"late": 6.0, "timely": 6.0}


def test_a_deadline_set_after_grading_counts(course: Path) -> None:
    folder = submit(course, "ann", sheet(HALF))
    (folder / "timestamp.txt").write_text("2026-11-25 12:00:00 UTC", encoding="utf-8")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nget_config().LateSubmissionPlugin.penalty_method = 'zero'\n")

    def row() -> tuple[str, float | None]:
        found = grade(course, ASSIGNMENT).rows[0]
        return found.state, found.score

    def due(day: int) -> None:
        with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
            found.update_or_create_assignment(ASSIGNMENT, duedate=f"2026-11-{day} 12:00:00 UTC")

    assert row() == ("graded", 6.0)
    assert row() == ("unchanged", 6.0)
    due(24)
    assert row() == ("graded", 0.0)
    due(26)
    assert row() == ("graded", 6.0)
    assert row() == ("unchanged", 6.0)


def test_the_teachers_own_trial_answers_never_replace_a_students(course: Path, nbgrader: Nbgrader) -> None:
    (course / "source" / ASSIGNMENT / "answers.json").write_text(sheet(EXCELLENT), encoding="utf-8")
    submit(course, "ann", sheet(HALF))
    assert nbgrader("autograde", ASSIGNMENT).returncode == 0
    assert auto_scores(course) == {"ann": AUTOMATIC["half"]}


def test_an_assignment_of_code_keeps_the_stock_treatment(course: Path, nbgrader: Nbgrader) -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    def graded(name: str, source: str, *, solution: bool) -> object:
        facts = {"grade": not solution, "solution": solution, "locked": not solution, "grade_id": name}
        facts |= {"schema_version": 3, "task": False} | ({} if solution else {"points": 3})
        return new_code_cell(source, metadata={"nbgrader": facts})

    nb = new_notebook(
        cells=[
            graded("svar", "### BEGIN SOLUTION\nx = 2\n### END SOLUTION", solution=True),
            graded("test", "assert x == 2", solution=False),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    folder = course / "source" / "m1-data"
    folder.mkdir()
    nbformat.write(nb, folder / "m1-data.ipynb")
    assert nbgrader("generate_assignment", "m1-data").returncode == 0
    released = (course / "release" / "m1-data" / "m1-data.ipynb").read_text(encoding="utf-8")
    assert "x = 2" not in released
    handed_in = course / "submitted" / "ann" / "m1-data"
    handed_in.mkdir(parents=True)
    (handed_in / "m1-data.ipynb").write_text(
        released.replace("# Skriv din linje her", "x = 2"), encoding="utf-8"
    )
    done = nbgrader("autograde", "m1-data")
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        assert found.find_submission("m1-data", "ann").score == 3
    assert nbgrader("generate_feedback", "m1-data").returncode == 0
    html = (course / "feedback" / "ann" / "m1-data" / "m1-data.html").read_text(encoding="utf-8")
    assert "3 af 3 point" in html
    assert "://" not in re.sub(r"<!--.*?-->", "", html)


# --- export -------------------------------------------------------------------------------------------


def table(text: str) -> dict[str, dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    return {row["Studerende"]: row for row in rows}


def test_the_csv_tells_blank_missing_and_ungradable_from_zero(course: Path) -> None:
    hand_in(course)
    submit(course, "broken", "{")
    grade(course, ASSIGNMENT)
    submit(course, "new", sheet(EXCELLENT))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        found.update_or_create_student("gone", last_name='=Ærlig, "Ø"', first_name="+1", email="a@b.dk")
    rows = table(export_csv(course, ASSIGNMENT, course / "ud.csv").read_text(encoding="utf-8"))
    assert {name: (row["Point"], row["Status"]) for name, row in rows.items()} == {
        "excellent": ("22", "venter på underviseren"),
        "misconceptions": ("1", "venter på underviseren"),
        "half": ("6", "bedømt"),
        "empty": ("0", "bedømt"),
        "hostile": ("0", "venter på underviseren"),
        "broken": ("", "kunne ikke bedømmes"),
        "new": ("", "ikke bedømt endnu"),
        "gone": ("", "ikke afleveret"),
    }
    assert rows["gone"]["Efternavn"] == '\'=Ærlig, "Ø"'
    assert rows["gone"]["Fornavn"] == "'+1"
    assert (rows["half"]["Flere valg: point"], rows["half"]["Flere valg: svar"]) == ("0", "ikke besvaret")
    assert rows["misconceptions"]["Flere valg: point"] == "0"
    assert rows["misconceptions"]["Flere valg: svar"] == "besvaret"
    assert "answers.json" in rows["broken"]["Årsag"] or "svarfilen" in rows["broken"]["Årsag"]


def test_nbgrader_export_writes_the_same_table(course: Path, nbgrader: Nbgrader) -> None:
    hand_in(course)
    grade(course, ASSIGNMENT)
    done = nbgrader("export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    rows = table((course / "grades.csv").read_text(encoding="utf-8"))
    assert rows["half"]["Point"] == "6"
    assert rows["half"]["Opgave"] == ASSIGNMENT


def test_the_csv_is_in_the_order_of_the_danish_alphabet(course: Path) -> None:
    names = ["Åkjær", "Ærø", "zahle", "Øst", "Berg"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        for number, name in enumerate(names):
            found.update_or_create_student(f"s{number}", last_name=name)
    rows = table(export_csv(course, ASSIGNMENT, course / "ud.csv").read_text(encoding="utf-8"))
    assert [row["Efternavn"] for row in rows.values()] == ["Berg", "zahle", "Ærø", "Øst", "Åkjær"]


def test_nbgrader_export_goes_past_what_the_formgrader_has_only_begun(
    course: Path, nbgrader: Nbgrader
) -> None:
    hand_in(course)
    grade(course, ASSIGNMENT)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        found.update_or_create_assignment("m2-ny")  # “Add new assignment...” makes a folder too
        found.update_or_create_assignment("m3-frist", duedate="2026-12-24 12:00:00 UTC")
    (course / "source" / "m2-ny").mkdir()
    shutil.copytree(course / "source" / ASSIGNMENT, course / "source" / "m3-frist")
    done = nbgrader("export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "m2-ny" in done.stderr
    assert "m3-frist" in done.stderr
    assert table((course / "grades.csv").read_text(encoding="utf-8"))["half"]["Point"] == "6"
