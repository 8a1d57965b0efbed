from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lises_teach.answers import AnswerSheet, Change
from lises_teach.errors import SheetUnreadable
from lises_teach.items import Bank
from lises_teach.widget.packing import pack, personal_in_name, zip_name

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_notebook_sheet_and_receipt(assignment: Path, bank: Bank) -> None:
    sheet = AnswerSheet(assignment / "answers.json", "alle-slags")
    sheet.save("slags-en", {"choice": Change(value="b", based_on=0)})
    package = pack(assignment, bank, "", NOW)
    found = files((assignment / "aflevering_alle-slags.zip").read_bytes())
    assert set(found) == {"alle-slags.ipynb", "answers.json", "receipt.json"}
    assert found["answers.json"] == sheet.path.read_bytes()
    receipt = json.loads(found["receipt.json"])
    assert receipt["sha256"] == hashlib.sha256(found["answers.json"]).hexdigest() == sheet.fingerprint()
    assert receipt["packed"] == "2026-11-24T14:02:00+00:00"
    assert receipt["answered"]["slags-en"] == {"answered": 1, "of": 1}
    assert receipt["answered"]["slags-sorter"] == {"answered": 0, "of": 3}
    assert package.receipt == receipt["sha256"][:8]


def test_outputs_and_widget_state_stay_behind(assignment: Path, bank: Bank) -> None:
    path = assignment / "alle-slags.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "gammelt"}]
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    path.write_text(json.dumps(notebook))
    packed = json.loads(files(pack(assignment, bank, "", NOW).content)["alle-slags.ipynb"])
    assert packed["cells"][1]["outputs"] == []
    assert "widgets" not in packed["metadata"]
    assert json.loads(path.read_text())["cells"][1]["outputs"]


def test_a_renamed_notebook_gets_its_name_back(assignment: Path, bank: Bank) -> None:
    (assignment / "alle-slags.ipynb").rename(assignment / "min kopi.ipynb")
    assert "alle-slags.ipynb" in files(pack(assignment, bank, "", NOW).content)


@pytest.mark.parametrize("content", ["{", '{"cells": 3}', '{"cells": [1]}', "[]", "{}"])
def test_a_broken_notebook_is_handed_in_as_it_is(assignment: Path, bank: Bank, content: str) -> None:
    (assignment / "alle-slags.ipynb").write_text(content)
    assert files(pack(assignment, bank, "", NOW).content)["alle-slags.ipynb"] == content.encode()


def test_without_notebook_or_answers_a_submission_is_still_packed(assignment: Path, bank: Bank) -> None:
    (assignment / "alle-slags.ipynb").unlink()
    found = files(pack(assignment, bank, "", NOW).content)
    assert set(found) == {"answers.json", "receipt.json"}
    assert json.loads(found["answers.json"])["answers"] == {}


def test_an_unreadable_sheet_is_told_of_before_packing(assignment: Path, bank: Bank) -> None:
    (assignment / "answers.json").write_text("x")
    with pytest.raises(SheetUnreadable):
        pack(assignment, bank, "", NOW)
    assert pack(assignment, bank, "", NOW).contents


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("abc123", "abc123_m6.zip"),
        ("Åse Øst-Bæk", "Aase-Oest-Baek_m6.zip"),
        ("../../etc/passwd", "etc-passwd_m6.zip"),
        ("a_b", "a-b_m6.zip"),
        ("  ", "aflevering_m6.zip"),
        ("王", "aflevering_m6.zip"),
        ("x" * 200, "x" * 60 + "_m6.zip"),
        ("CON\x00:*?", "CON_m6.zip"),
    ],
)
def test_a_name_is_safe_on_every_system(student: str, name: str) -> None:
    assert zip_name(student, "m6") == name


@pytest.mark.parametrize(
    ("student", "kinds"),
    [
        ("Søren Ærø", []),
        ("abc123", []),
        ("20184567", []),
        ("010190-1234", ["cpr"]),
        ("Bo 0101901234", ["cpr"]),
        ("22334455", ["phone"]),
        ("20 18 45 67", ["phone"]),
        ("Bo, bo@eksempel.dk", ["email"]),
    ],
)
def test_a_name_with_personal_data_is_found_and_a_student_number_is_none(
    student: str, kinds: list[str]
) -> None:
    assert [finding.kind for finding in personal_in_name(student)] == kinds
    assert personal_in_name(student, [student, *student.split()]) == []
