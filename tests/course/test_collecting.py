"""`nbgrader zip_collect`: hand-ins as the learning platforms deliver them."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lises_teach.grading import grade
from lises_teach.grading.owners import Owners, Person
from tests.grading.conftest import Nbgrader
from tests.grading.submissions import ASSIGNMENT, AUTOMATIC, EXCELLENT, HALF, sheet, submit


def hand_in_zip(answers: str, packed: str = "2026-11-24T14:02:11+01:00") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("answers.json", answers)
        zipped.writestr(f"{ASSIGNMENT}.ipynb", "{}")
        zipped.writestr("receipt.json", json.dumps({"format": 1, "packed": packed}))
        zipped.writestr("../../evil.ipynb", "{}")
        zipped.writestr("virus.exe", "x")
    return buffer.getvalue()


PLATFORM_NAMES = {
    "a1_m1-lille.zip": "a1",
    "Ann Berg_12345_assignsubmission_file_/a2_m1-lille.zip": "a2",
    "Ann Berg_12345_assignsubmission_file_a3_m1-lille.zip": "a3",
    "bergann_123_456_a4_m1-lille-1.zip": "a4",
    "bergann_LATE_123_456_a5_m1-lille.zip": "a5",
    "12-34 - Ann Berg - 24 november, 2026 1402 - a6_m1-lille.zip": "a6",
    "Berg, Ann/a7_m1-lille (2).zip": "a7",
    "Bo Dal_12_assignsubmission_file_/aflevering_m1-lille.zip": "Bo-Dal-12",
    "Æg, Søren/aflevering_m1-lille.zip": "Aeg-Soeren",
    "Åse Bæk_13_assignsubmission_file_åse_m1-lille.zip": "aase",
    "Søren Bak_m1-lille.zip": "Soeren-Bak",  # named by hand, where the notebook is handed in
    "77-88 - Ida Lund - 24. november 2026 14.02 - Bo Bak_m1-lille.zip": "Bo-Bak",
    f"{unicodedata.normalize('NFD', 'pål')}_m1-lille.zip": "paal",  # as a Mac may write it
}


def test_hand_ins_are_collected_as_the_platforms_name_them(course: Path, nbgrader: Nbgrader) -> None:
    for name in PLATFORM_NAMES:
        path = course / "downloaded" / ASSIGNMENT / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hand_in_zip(sheet(EXCELLENT)))
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (course / "submitted").iterdir()} == set(PLATFORM_NAMES.values())
    for student in PLATFORM_NAMES.values():
        folder = course / "submitted" / student / ASSIGNMENT
        assert {p.name for p in folder.iterdir()} == {
            "answers.json", "receipt.json", "timestamp.txt", f"{ASSIGNMENT}.ipynb",
        }  # fmt: skip
        assert (folder / "timestamp.txt").read_text(encoding="utf-8").startswith("2026-11-24 13:02:11")


def test_collecting_survives_a_damaged_zip_a_second_try_and_a_download_of_all(
    course: Path, nbgrader: Nbgrader
) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    (archive / "bad_m1-lille.zip").write_bytes(b"PK nonsense")
    (archive / "ann_m1-lille.zip").write_bytes(hand_in_zip(sheet(HALF), "2026-11-24T10:00:00+01:00"))
    (archive / "ann_m1-lille (1).zip").write_bytes(hand_in_zip(sheet(EXCELLENT), "2026-11-24T12:00:00+01:00"))
    with zipfile.ZipFile(archive / "alle.zip", "w") as everybody:
        everybody.writestr("Bo_1_assignsubmission_file_/bo_m1-lille.zip", hand_in_zip(sheet(HALF)))
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "bad_m1-lille.zip" in done.stderr
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"ann": AUTOMATIC["excellent"], "bo": AUTOMATIC["half"]}


def test_two_people_with_the_same_name_are_kept_apart(course: Path, nbgrader: Nbgrader) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    for number, answers in ((1, HALF), (2, EXCELLENT)):
        name = f"Mette Ny_{number}_assignsubmission_file_mette_m1-lille.zip"
        (archive / name).write_bytes(hand_in_zip(sheet(answers)))
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"mette": AUTOMATIC["half"], "mette-Mette-Ny-2": AUTOMATIC["excellent"]}


def put(course: Path, **hand_ins: bytes) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    for name, content in hand_ins.items():
        (archive / name).write_bytes(content)


HANSEN = "hansenanna_123_456_anna_m1-lille.zip"
MIA = "aamia_99_100_anna_m1-lille.zip"  # before the other in the alphabet


@pytest.mark.parametrize("words", [(), ("--force",)], ids=["plain", "--force"])
def test_a_name_stays_with_whoever_had_it_when_another_hands_in_late(
    course: Path, nbgrader: Nbgrader, words: tuple[str, ...]
) -> None:
    put(course, **{HANSEN: hand_in_zip(sheet(EXCELLENT))})
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    grade(course, ASSIGNMENT)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, "anna")
        mark.manual_score, mark.needs_manual_grade = 9.0, False
        found.db.commit()
    put(course, **{MIA: hand_in_zip(sheet(HALF), "2026-11-26T10:00:00+01:00")})
    done = nbgrader("zip_collect", ASSIGNMENT, *words)
    assert done.returncode == 0, done.stderr
    assert "Directory not empty" not in done.stderr
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"anna": AUTOMATIC["excellent"] + 9, "anna-aamia-99": AUTOMATIC["half"]}


def test_collecting_again_takes_what_is_new_and_leaves_the_rest(course: Path, nbgrader: Nbgrader) -> None:
    put(course, **{"ann_m1-lille.zip": hand_in_zip(sheet(HALF)), "bo_m1-lille.zip": hand_in_zip(sheet(HALF))})
    put(course, **{"ida_m1-lille.zip": hand_in_zip("{")})
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    grade(course, ASSIGNMENT)
    submit(course, "ida", sheet(EXCELLENT))  # sent by mail, and put there by hand
    put(course, **{"ann_m1-lille (1).zip": hand_in_zip(sheet(EXCELLENT), "2026-11-25T10:00:00+01:00")})
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "Skipped submission with no match" not in done.stderr
    rows = {row.student: (row.state, row.score) for row in grade(course, ASSIGNMENT).rows}
    assert rows == {
        "ann": ("graded", AUTOMATIC["excellent"]),
        "bo": ("unchanged", AUTOMATIC["half"]),
        "ida": ("graded", AUTOMATIC["excellent"]),
    }
    assert nbgrader("zip_collect", ASSIGNMENT, "--force").returncode == 0
    assert grade(course, ASSIGNMENT).failed[0].student == "ida"


@pytest.mark.parametrize("archive", ["folder", "a zip of all"])
def test_a_bare_notebook_in_a_persons_folder_is_collected(
    course: Path, nbgrader: Nbgrader, archive: str
) -> None:
    place = course / "downloaded" / ASSIGNMENT / "archive"
    name = f"{ASSIGNMENT} (1).ipynb"
    if archive == "folder":
        for person in ("Lund, Karen", "Per Holm"):
            (place / person).mkdir(parents=True)
            (place / person / name).write_text("{}")
    else:
        place.mkdir(parents=True)
        with zipfile.ZipFile(place / "afleveringer.zip", "w") as everybody:
            everybody.writestr(f"Lund, Karen/{name}", "{}")
            everybody.writestr(f"Holm, Per/{name}", "{}")
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    second = "Per-Holm" if archive == "folder" else "Holm-Per"
    for student in ("Lund-Karen", second):
        folder = course / "submitted" / student / ASSIGNMENT
        assert {path.name for path in folder.iterdir()} == {f"{ASSIGNMENT}.ipynb", "timestamp.txt"}


def test_a_person_keeps_the_name_in_the_next_assignment(tmp_path: Path) -> None:
    ann, mia = Person("Ann-Berg", "12"), Person("Mia-Dal", "13")
    assert Owners(tmp_path, "m1").belongs("anna", ann)
    assert not Owners(tmp_path, "m1").belongs("anna", mia)
    assert not Owners(tmp_path, "m1").belongs("anna", Person("Ann-Berg", "14"))
    assert not Owners(tmp_path, "m2").belongs("anna", mia)
    assert Owners(tmp_path, "m2").belongs("anna", Person("Berg-Ann", "77"))
    assert not Owners(tmp_path, "m2").belongs("anna", mia)
