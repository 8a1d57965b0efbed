"""Keys drawn from what two coders saw in a conversation: statuses, reasons, and what does not fit."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lises_teach.errors import BankError
from lises_teach.items import Item, Key, drawing, load_keys, score
from lises_teach.items.keys import misfits
from tests.items.test_turns import TALK, code_turns, outcomes, said_of


class Line(NamedTuple):
    """A coded line: what the coders A and B said, and what came of it."""

    line: int
    layer: str
    a: str
    b: str
    status: str
    reasons: bool = True
    both: str = ""

    @property
    def codings(self) -> list[list[Any]]:
        why = [(f"A: {self.a} i {self.line}", f"A: {self.a} in {self.line}"), (f"B: {self.b} i {self.line}", f"B: {self.b} in {self.line}")]  # fmt: skip
        reasons = why if self.reasons else [("", ""), ("", "")]
        return [
            [TALK, self.line, self.layer, code, coder, "constructed", *reason]
            for coder, code, reason in zip("AB", (self.a, self.b), reasons, strict=True)
        ]

    @property
    def consensus(self) -> list[Any]:
        code = {"agreed": self.a, "contested": f"{self.a}|{self.b}", "open": ""}[self.status]
        english = f"{self.both} (en)" if self.both else ""
        return [TALK, self.line, self.layer, code, self.status, self.both, english]


CODINGS = ["conversation_id", "line", "layer", "code", "coder", "coder_type", "reason_da", "reason_en"]
CONSENSUS = ["conversation_id", "line", "layer", "code", "status", "reason_da", "reason_en"]
CODED = (
    Line(24, "uptake", "unheard", "unheard", "agreed"),
    Line(26, "uptake", "caught", "caught", "agreed", both="Begge ser et spørgsmål."),
    Line(28, "uptake", "caught", "overtaken", "contested"),
    Line(30, "uptake", "caught", "caught", "agreed", reasons=False),
    Line(38, "uptake", "caught", "unheard", "open", both="Det afgøres først senere."),
    Line(11, "consideration", "institution+clarify", "institution+clarify", "agreed"),
    Line(24, "meaning", "no", "no", "agreed"),
    Line(26, "meaning", "yes", "yes", "agreed"),
)


def write_tables(folder: Path, *lines: Line) -> Path:
    folder.mkdir(exist_ok=True)
    for name, head, rows in (
        ("codings.csv", CODINGS, [row for line in lines for row in line.codings]),
        ("consensus.csv", CONSENSUS, [line.consensus for line in lines]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return folder


def drawn_key(folder: Path, layer: str = "uptake", units: str = "{}") -> Key:
    path = folder / "m9.keys.yaml"
    path.write_text(
        "format: 1\nassignment: m9\nkeys:\n- item: x\n  look: {da: § 6, en: § 6}\n"
        f"  consensus: {{conversation: {TALK}, layer: {layer}}}\n  units: {units}\n",
        encoding="utf-8",
    )
    return load_keys(path)["x"]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "keys", *CODED)


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_tables(tmp_path / "kit", Line(24, "uptake", "overtaken", "overtaken", "agreed"))
    monkeypatch.setattr(drawing, "kit_folder", lambda name: tmp_path / "kit")
    return folder


def test_the_key_of_a_layer_is_drawn_with_its_statuses(keys: Path) -> None:
    found = drawn_key(keys).units
    assert {line: (drawn.status, drawn.answers) for line, drawn in found.items()} == {
        "24": ("agreed", ("unheard",)),
        "26": ("agreed", ("caught",)),
        "28": ("contested", ("caught", "overtaken")),
        "30": ("agreed", ("caught",)),
        "38": ("open", ()),
    }


def test_each_reading_has_the_reason_of_the_coder_or_of_both(keys: Path) -> None:
    reasons = {line: [reason.da for reason in drawn.reasons] for line, drawn in drawn_key(keys).units.items()}
    assert reasons == {
        "24": ["A: unheard i 24"],
        "26": ["Begge ser et spørgsmål."],
        "28": ["A: caught i 28", "B: overtaken i 28"],
        "30": ["Begge kodere læste det sådan."],
        "38": [],
    }


@pytest.mark.parametrize(
    ("layer", "line", "said"),
    [("uptake", "24", "linje 24 i samtalen og den professionelles næste to ture"), ("meaning", "24", "linje 24 i samtalen")],
)  # fmt: skip
def test_one_is_sent_to_the_line_and_its_window(keys: Path, layer: str, line: str, said: str) -> None:
    key = drawn_key(keys, layer)
    look = key.units[line].look
    assert look is not None
    assert look.da == f"{said}; {key.look.da}"


def test_a_drawn_key_scores_the_item(keys: Path) -> None:
    item, key = code_turns("uptake", 24, 26, 28, 38), drawn_key(keys)
    assert list(misfits(item, key)) == []
    result = score(item, key, {"24": "unheard", "26": "unheard", "28": "overtaken", "38": "caught"})
    assert list(outcomes(result).values()) == ["right", "wrong", "right", "not_scored"]
    assert result.points == 4
    assert "B: overtaken i 28" in said_of(result, 28)


def test_several_codes_are_drawn_as_one_reading(keys: Path) -> None:
    assert drawn_key(keys, "consideration").units["11"].answers == (("institution", "clarify"),)


def test_the_folders_own_consensus_comes_before_the_kits(keys: Path, kit: Path, tmp_path: Path) -> None:
    assert drawn_key(keys).units["24"].answers == ("unheard",)
    (tmp_path / "empty").mkdir()
    assert drawn_key(tmp_path / "empty").units["24"].answers == ("overtaken",)


def test_a_layer_the_folder_does_not_have_comes_from_the_kit(kit: Path, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "keys", Line(24, "meaning", "no", "no", "agreed"))
    assert drawn_key(folder).units["24"].answers == ("overtaken",)
    assert list(drawn_key(folder, "meaning").units) == ["24"]


def test_a_corrected_reading_corrects_the_key(keys: Path) -> None:
    assert drawn_key(keys).units["24"].answers == ("unheard",)
    write_tables(keys, Line(24, "uptake", "overtaken", "overtaken", "agreed"))
    assert drawn_key(keys).units["24"].answers == ("overtaken",)


def test_a_unit_in_the_key_itself_stands_over_the_drawn_one(keys: Path) -> None:
    found = drawn_key(keys, units='{"24": {status: open}}').units
    assert found["24"].status == "open"
    assert found["26"].status == "agreed"


def test_a_table_saved_by_a_spreadsheet_is_read(keys: Path) -> None:
    for name in ("codings.csv", "consensus.csv"):
        path = keys / name
        path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert drawn_key(keys).units["24"].answers == ("unheard",)


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("consensus.csv", "unheard,agreed", "unheard|caught,agreed", "row 1: agreed needs one reading, found 2"),
        ("consensus.csv", "caught|overtaken,", "caught,", "row 3: contested needs two readings or more"),
        ("consensus.csv", ",open,", ",aaben,", "row 5: status must be agreed, contested or open"),
        ("consensus.csv", f"{TALK},28", f"{TALK},otte", "row 3: .*otte"),
        ("consensus.csv", "status", "statut", "row 1: the column status is missing"),
        ("codings.csv", "coder,", "koder,", "row 1: the column coder is missing"),
        ("codings.csv", ",", ";", "row 1: the column conversation_id is missing"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(keys: Path, table: str, old: str, new: str, said: str) -> None:
    path = keys / table
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(BankError) as caught:
        drawn_key(keys)
    assert re.search(said, caught.value.findings[0])
    assert caught.value.path == path


def test_a_table_in_another_encoding_is_named(keys: Path) -> None:
    path = keys / "consensus.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    with pytest.raises(BankError, match="ikke gemt som UTF-8"):
        drawn_key(keys)


# --- keys that do not fit ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "layer", "said"),
    [
        (code_turns("uptake", 24, 32), "uptake", ["unit 32 has no key"]),
        (code_turns("work_perspective", 24, 26), "uptake", ["another consensus than work_perspective in no-goals"]),
        (code_turns("uptake", 2, conversation="brothers-cafe"), "uptake", ["another consensus than uptake in brothers-cafe"]),
        (code_turns("uptake", 38), "uptake", ["no unit is scored"]),
        (code_turns("meaning", 24), "meaning", ["at least one line must be agreed yes and one agreed no"]),
        (code_turns("meaning", 24, 26), "meaning", []),
        (code_turns("uptake", 24), "tone", ["unit 24 has no key", "another consensus", "no unit is scored"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_key_that_does_not_fit_is_told(
    keys: Path, kit: Path, item: Item, layer: str, said: list[str]
) -> None:
    found = [said.en for said in misfits(item, drawn_key(keys, layer))]
    assert all(any(part in finding for finding in found) for part in said), found
    assert bool(found) is bool(said)


@pytest.mark.parametrize("code", ["grebet", "caught+overtaken"])
def test_a_reading_that_is_no_code_of_the_layer_is_told(tmp_path: Path, code: str) -> None:
    folder = write_tables(tmp_path / "keys", Line(24, "uptake", code, code, "agreed"))
    (found, *_) = misfits(code_turns("uptake", 24), drawn_key(folder))
    assert f"unit 24: {code} cannot be an answer" in found.en
