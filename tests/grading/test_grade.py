from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from lises_teach.grading import grade, release
from lises_teach.grading.converter import AutogradeStaged
from lises_teach.grading.errors import NotGradable
from tests.grading.submissions import (
    ASSIGNMENT,
    AUTOMATIC,
    EMPTY,
    ESSAY,
    EXCELLENT,
    HALF,
    HOSTILE,
    MISCONCEPTIONS,
    sheet,
    submit,
)

CLASS: dict[str, dict[str, Any]] = {
    "excellent": EXCELLENT,
    "misconceptions": MISCONCEPTIONS,
    "half": HALF,
    "empty": EMPTY,
    "hostile": HOSTILE,
}
BROKEN: dict[str, str | bytes | None] = {
    "none": None,
    "broken": '{"answers": ',
    "list": "[]",
    "binary": b"\xff\xfe\x00",
    "deep": '{"format":1,"answers":' + "[" * 200_000,
    "newer": '{"format": 99, "answers": {}}',
    "other": sheet(EXCELLENT, assignment="m9-andet"),
}


def hand_in_class(course: Path) -> None:
    for student, answers in CLASS.items():
        submit(course, student, sheet(answers))


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/gradebook.db")


def marks(course: Path, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
    with gradebook(course) as found:
        notebook = found.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student)
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades}


def give(course: Path, student: str, points: float) -> None:
    with gradebook(course) as found:
        mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, student)
        mark.manual_score, mark.needs_manual_grade = points, False
        found.db.commit()


def correct_key(course: Path) -> None:
    key = course / "keys" / f"{ASSIGNMENT}.yaml"
    changed = key.read_text(encoding="utf-8").replace("answers: [opskrift]", "answers: [retning]")
    changed = changed.replace("chosen: retning", "chosen: opskrift")
    key.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_class_gets_its_expected_scores(course: Path, jobs: int) -> None:
    hand_in_class(course)
    report = grade(course, ASSIGNMENT, jobs)
    assert {row.student: row.score for row in report.rows} == AUTOMATIC
    assert {row.state for row in report.rows} == {"graded"}
    assert {row.student for row in report.waiting} == {"excellent", "misconceptions", "hostile"}
    assert {row.student: row.unanswered for row in report.rows if row.unanswered} == {
        "half": 5, "empty": 7,
    }  # fmt: skip
    assert report.max_score == 34.0


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_sheets_are_named_and_stop_nobody(course: Path, jobs: int) -> None:
    for student, content in BROKEN.items():
        submit(course, student, content)
    submit(course, "zz-good", sheet(EXCELLENT))
    report = grade(course, ASSIGNMENT, jobs)
    assert not report.ok
    assert report.summary.da.startswith("8 afleveringer: 1 bedømt nu, 0 uændret, 7 kunne ikke bedømmes.")
    assert "binary kunne ikke bedømmes: svarfilen kan ikke læses: filen er ikke tekst." in report.summary.da
    rows = {row.student: row for row in report.rows}
    assert rows["zz-good"].score == AUTOMATIC["excellent"]
    for student in BROKEN:
        assert rows[student].state == "could_not"
        assert rows[student].score is None
        assert rows[student].reason is not None
    with gradebook(course) as found:
        assert [s.student.id for s in found.assignment_submissions(ASSIGNMENT)] == ["zz-good"]


@pytest.mark.parametrize("notebook", [None, "", "{broken", '{"cells": [], "metadata": {}, "nbformat": 4}'])
def test_a_spoilt_notebook_beside_a_good_sheet_counts_for_nothing(course: Path, notebook: str | None) -> None:
    submit(course, "ann", sheet(EXCELLENT), notebook=notebook)
    assert grade(course, ASSIGNMENT).rows[0].score == AUTOMATIC["excellent"]


def test_a_renamed_and_hostile_notebook_counts_for_nothing(course: Path) -> None:
    folder = submit(course, "ann", sheet(HALF))
    path = folder / f"{ASSIGNMENT}.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells = nb.cells[:4]
    nb.cells[-1].source = "open('../../keys/m1-lille.yaml').read(); 4.0"
    nb.cells[-1].metadata.nbgrader.points = 1000
    nbformat.write(nb, folder / "min aflevering.ipynb")
    path.unlink()
    assert grade(course, ASSIGNMENT).rows[0].score == AUTOMATIC["half"]


@pytest.mark.parametrize("place", ["folder", "zip", "zip with folder"])
def test_the_sheet_is_found_where_the_hand_in_left_it(course: Path, place: str) -> None:
    folder = submit(course, "ann", None, notebook=None)
    content = sheet(EXCELLENT)
    if place == "folder":
        (folder / "ann_m1-lille").mkdir()
        (folder / "ann_m1-lille" / "answers.json").write_text(content, encoding="utf-8")
    else:
        inside = "answers.json" if place == "zip" else "ann/answers.json"
        with zipfile.ZipFile(folder / "ann_m1-lille.zip", "w") as zipped:
            zipped.writestr(inside, content)
    assert grade(course, ASSIGNMENT).rows[0].score == AUTOMATIC["excellent"]


def test_a_damaged_zip_is_could_not_be_graded(course: Path) -> None:
    folder = submit(course, "ann", None, notebook=None)
    (folder / "ann_m1-lille.zip").write_bytes(b"PK\x03\x04 nonsense")
    row = grade(course, ASSIGNMENT).rows[0]
    assert row.reason is not None
    assert "zip" in row.reason.da


@pytest.mark.parametrize("place", ["answers.json", "ann_m1-lille/answers.json", "ann_m1-lille.zip"])
def test_a_link_is_never_followed(course: Path, place: str) -> None:
    content = sheet(EXCELLENT)
    (course / "answers.json").write_text(content, encoding="utf-8")
    with zipfile.ZipFile(course / "ann_m1-lille.zip", "w") as zipped:
        zipped.writestr("answers.json", content)
    link = submit(course, "ann", None, notebook=None) / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(course / link.name)
    row = grade(course, ASSIGNMENT).rows[0]
    assert row.state == "could_not"
    assert row.reason is not None
    assert row.reason.da.startswith("svarfilen kan ikke læses: den er et link til en anden fil.")


def test_a_sheet_of_a_newer_kit_asks_for_an_update(course: Path) -> None:
    submit(course, "ann", sheet(EXCELLENT).replace('"format": 1', '"format": 2'))
    row = grade(course, ASSIGNMENT).rows[0]
    assert row.reason is not None
    assert row.reason.da.endswith("Opdater kittet, og kør igen")
    assert row.reason.en.endswith("Update the kit and run again")


def lock(monkeypatch: pytest.MonkeyPatch, *locked: Path) -> None:
    """Let these not be writable; the tests may run as root, whom nothing is denied."""
    access = os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) not in locked and access(path, mode))


@pytest.mark.parametrize("named", ["ann/m1-lille", "ann"])
def test_a_folder_that_cannot_be_written_is_named_and_stops_nobody(
    course: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    for student in ("ann", "bo"):
        submit(course, student, sheet(EXCELLENT))
    (course / "autograded" / "ann" / ASSIGNMENT).mkdir(parents=True)

    def start(self: AutogradeStaged) -> None:
        if self.coursedir.student_id == "ann":
            raise PermissionError(13, "Permission denied", "m1-lille.ipynb")
        stock(self)

    stock = AutogradeStaged.start
    monkeypatch.setattr(AutogradeStaged, "start", start)
    lock(monkeypatch, course / "autograded" / named)
    ann, bo = grade(course, ASSIGNMENT).rows
    assert ann.reason is not None
    assert ann.reason.da == (
        f"mappen {course / 'autograded' / named} kan ikke skrives. Giv dig selv skriveadgang til den, og kør igen"
    )
    assert bo.state == "graded"


@pytest.mark.parametrize("place", ["gradebook.db", ".", "autograded"])
def test_a_course_that_cannot_be_written_is_one_sentence_and_only_where_there_is_something_to_do(
    course: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    with monkeypatch.context() as patched:
        lock(patched, course / place)
        assert grade(course, ASSIGNMENT).rows[0].state == "unchanged"
        submit(course, "bo", sheet(EXCELLENT))
        with pytest.raises(NotGradable) as caught:
            grade(course, ASSIGNMENT)
    assert str(course / place) in caught.value.sentence("da")
    assert "skriveadgang" in caught.value.sentence("da")
    assert grade(course, ASSIGNMENT).ok


def test_only_what_changed_is_graded_again(course: Path) -> None:
    hand_in_class(course)
    grade(course, ASSIGNMENT)
    submit(course, "half", sheet(EXCELLENT))
    seen: list[tuple[int, int]] = []
    report = grade(course, ASSIGNMENT, on_progress=lambda *step: seen.append(step))
    assert [row.student for row in report.rows if row.state == "graded"] == ["half"]
    assert seen == [(4, 5), (5, 5)]
    assert report.ok
    assert {row.student: row.score for row in report.rows} == AUTOMATIC | {"half": 22.0}


def test_a_corrected_key_regrades_and_keeps_manual_scores(course: Path) -> None:
    hand_in_class(course)
    grade(course, ASSIGNMENT)
    give(course, "excellent", 9.0)
    give(course, "misconceptions", 2.0)
    correct_key(course)
    report = grade(course, ASSIGNMENT)
    scores = {row.student: row.score for row in report.rows}
    assert (scores["excellent"], scores["misconceptions"]) == (22.0 - 4 + 9, 1.0 + 4 + 2)
    assert marks(course, "excellent")["lille-tekst"] == (None, 9.0, False)
    assert [row.student for row in report.waiting] == ["hostile"]


def test_a_changed_text_asks_for_a_second_look_and_an_unchanged_one_does_not(course: Path) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    give(course, "ann", 9.0)
    submit(course, "ann", sheet(EXCELLENT | {"lille-valg": {"choice": "retning"}}))
    assert grade(course, ASSIGNMENT).rows[0].needs_manual is False
    submit(course, "ann", sheet(EXCELLENT | {"lille-tekst": {"text": ESSAY + " Mere."}}))
    row = grade(course, ASSIGNMENT).rows[0]
    assert (row.score, row.needs_manual) == (31.0, True)


def test_a_lost_gradebook_is_filled_again(course: Path) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    (course / "gradebook.db").unlink()
    release(course, ASSIGNMENT)
    assert grade(course, ASSIGNMENT).rows[0].score == AUTOMATIC["excellent"]


def test_timestamps_reach_the_gradebook_for_late_penalties(course: Path) -> None:
    folder = submit(course, "ann", sheet(EXCELLENT))
    (folder / "timestamp.txt").write_text("2026-11-24 13:00:00 UTC", encoding="utf-8")
    grade(course, ASSIGNMENT)
    with gradebook(course) as found:
        submission = found.find_submission(ASSIGNMENT, "ann")
        assert submission.timestamp is not None
        assert submission.timestamp.isoformat() == "2026-11-24T13:00:00"
    (folder / "timestamp.txt").write_text("2026-11-25 13:00:00 UTC", encoding="utf-8")
    assert grade(course, ASSIGNMENT).rows[0].state == "graded"


def test_the_students_files_stay_as_they_were(course: Path) -> None:
    hand_in_class(course)
    before = {p: p.read_bytes() for p in (course / "submitted").rglob("*") if p.is_file()}
    grade(course, ASSIGNMENT)
    assert {p: p.read_bytes() for p in (course / "submitted").rglob("*") if p.is_file()} == before
    assert not (course / ".lises-teach" / "staged").exists()


def test_what_is_stored_of_a_hostile_answer_is_escaped(course: Path) -> None:
    submit(course, "ann", sheet(HOSTILE))
    grade(course, ASSIGNMENT)
    nb = nbformat.read(course / "autograded" / "ann" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    pages = [cell.outputs[0].data["text/html"] for cell in nb.cells if cell.get("outputs")]
    assert len(pages) == 7
    assert not any("<script" in page or "<img" in page for page in pages)
    assert any("&lt;script&gt;" in page for page in pages)
    assert all(len(page) < 100_000 for page in pages)


def test_scores_are_written_as_plain_floats(course: Path) -> None:
    hand_in_class(course)
    grade(course, ASSIGNMENT)
    for path in (course / "autograded").rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if output.output_type == "execute_result":
                    shown = output.data["text/plain"]
                    assert shown == repr(float(shown))
                    assert 0 <= float(shown) <= cell.metadata.nbgrader.points


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda course: shutil.rmtree(course / "source" / ASSIGNMENT), "Der er ingen opgave"),
        (lambda course: (course / "gradebook.db").unlink(), f"generate_assignment {ASSIGNMENT} --force."),
        (lambda course: (course / "nbgrader_config.py").unlink(), "ikke et kursus"),
        (lambda course: (course / "source" / ASSIGNMENT / "items.yaml").unlink(), "men ingen items.yaml"),
    ],
    ids=["no source", "not released", "no course", "no items"],
)
def test_an_assignment_that_cannot_be_graded_is_one_sentence(course: Path, spoil: Any, said: str) -> None:
    spoil(course)
    with pytest.raises(NotGradable) as caught:
        grade(course, ASSIGNMENT)
    assert said in caught.value.sentence("da")


KEYS = f"keys/{ASSIGNMENT}.yaml"
ITEMS = f"source/{ASSIGNMENT}/items.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "item", "said"),
    [
        (KEYS, "a: {status: agreed, answers: [true]", "a: {status: agreed, answers: [sand]", "lille-flere", "unit a: sand kan ikke være svar i denne opgave"),
        (KEYS, "answers: [opskrift]", "answers: [opskirft]", "lille-valg", "unit choice: opskirft kan ikke være svar i denne opgave"),
        (KEYS, "    s1: {", "    s11: {", "lille-sorter", "unit s1 mangler i nøglen"),
        (KEYS, "chosen: retning", "chosen: retnig", "lille-valg", "retnig er ingen mulighed"),
        (KEYS, "- item: lille-tal", "- item: lille-tal2", "lille-tal", "har ingen nøgle"),
        (ITEMS, "- id: lille-tal", "- id: lille-tal2", "lille-tal", "har ingen opgave"),
        (KEYS, "assignment: m1-lille", "assignment: m2-stor", "", "siger assignment: m2-stor"),
        (ITEMS, "assignment: m1-lille", "assignment: m2-stor", "", "siger assignment: m2-stor"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_grades_nobody(
    course: Path, file: str, old: str, new: str, item: str, said: str
) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    path = course / file
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NotGradable) as caught:
        grade(course, ASSIGNMENT)
    sentence = caught.value.sentence("da")
    assert all(part in sentence for part in (str(path), item, said)), sentence
    path.write_text(source, encoding="utf-8")
    assert grade(course, ASSIGNMENT).rows[0].score == AUTOMATIC["excellent"]


def test_a_source_with_other_points_than_released_is_refused(course: Path) -> None:
    path = course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    cell = next(c for c in nb["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "lille-tal")
    cell["metadata"]["nbgrader"]["points"] = 5
    path.write_text(json.dumps(nb), encoding="utf-8")
    with pytest.raises(NotGradable, match="lille-tal"):
        grade(course, ASSIGNMENT)


def test_a_new_gradebook_has_the_version_that_nbgrader_gives_it(course: Path) -> None:
    asking = "from nbgrader.api import get_alembic_version; print(get_alembic_version())"
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", asking],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    with gradebook(course) as found:
        assert (
            found.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            == done.stdout.strip()
        )
