"""Tables of cases: texts in one place, codes in another, and a mistake named with its row."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from lises_teach.coding import UnknownCases, case_tables, cases, choose_cases, coded_in, load_cases
from lises_teach.errors import BankError

HEAD = ["case_id", "da", "en", "code_a", "code_b", "consensus", "status", "reason_a_da", "reason_a_en", "reason_b_da", "reason_b_en"]  # fmt: skip
WHY = ["A på dansk", "A in English", "B på dansk", "B in English"]
ROWS = (
    ["x01", "Nummer ét.", "Number one.", "rain", "rain", "rain", "agreed", *WHY],
    ["x02", "Nummer to.", "Number two.", "rain", "rain+snow", "rain|rain+snow", "contested", *WHY],
    ["x03", "Nummer tre.", "Number three.", "rain", "snow", "", "open", *WHY],
    ["x04", "Nummer fire.", "Number four.", *[""] * 8],
)


def write(folder: Path, *rows: list[str], name: str = "weather", head: list[str] = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, *ROWS)
    write(tmp_path, ["x", "y"], name="other", head=["line", "code"])
    monkeypatch.setattr(cases, "kit_folder", lambda name: tmp_path)
    return tmp_path


def test_every_text_of_a_table_is_there_in_its_order(kit: Path) -> None:
    assert [(case.id, case.text.da) for case in load_cases("weather").values()] == [
        ("x01", "Nummer ét."), ("x02", "Nummer to."), ("x03", "Nummer tre."), ("x04", "Nummer fire."),
    ]  # fmt: skip


def test_cases_come_in_the_order_they_are_chosen(kit: Path) -> None:
    assert [case.text.en for case in choose_cases("weather", ["x04", "x01"])] == [
        "Number four.",
        "Number one.",
    ]


def test_a_row_without_a_status_has_only_a_text(kit: Path) -> None:
    assert list(coded_in(kit, "weather")) == ["x01", "x02", "x03"]


def test_a_row_has_both_coders_codes_and_what_stands(kit: Path) -> None:
    found = coded_in(kit, "weather")
    assert (found["x01"].codes_a, found["x01"].readings, found["x01"].status) == (
        ("rain",),
        (("rain",),),
        "agreed",
    )
    assert found["x02"].readings == (("rain",), ("rain", "snow"))
    assert found["x02"].codes_b == ("rain", "snow")
    assert (found["x03"].readings, found["x03"].status) == ((), "open")


@pytest.mark.parametrize(
    ("codes", "said"),
    [(("rain",), "A på dansk"), (("snow", "rain"), "B på dansk"), (("snow",), None)],
    ids=str,
)
def test_a_readings_reason_is_that_of_the_coder_who_read_it_so(
    kit: Path, codes: tuple[str, ...], said: str | None
) -> None:
    reason = coded_in(kit, "weather")["x02"].reason(codes)
    assert (reason.da if reason else None) == said


def test_who_could_change_it_and_the_basic_condition_are_read_where_a_table_has_them(tmp_path: Path) -> None:
    head = [*HEAD, "basic_condition", "local_a", "local_b", "local"]
    write(tmp_path, [*ROWS[0], "not_voluntary", "budget", "law", "budget|law"], head=head)
    write(tmp_path, ROWS[0], name="bare")
    with_all, bare = (coded_in(tmp_path, name)["x01"] for name in ("weather", "bare"))
    assert (with_all.basic_condition, with_all.local_b, with_all.local) == (
        "not_voluntary",
        "law",
        ("budget", "law"),
    )
    assert (bare.basic_condition, bare.local_b, bare.local) == ("-", "-", ())


def test_a_folder_without_the_table_has_no_codes(tmp_path: Path) -> None:
    assert coded_in(tmp_path, "weather") == {}


def test_a_corrected_row_is_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS[0])
    assert coded_in(tmp_path, "weather")["x01"].status == "agreed"
    before = path.stat().st_mtime_ns
    write(tmp_path, ["x01", *ROWS[2][1:]])
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))
    assert coded_in(tmp_path, "weather")["x01"].status == "open"


def test_only_tables_of_cases_are_tables_of_cases(kit: Path) -> None:
    assert case_tables() == ("weather",)


@pytest.mark.parametrize("name", ["wether", "other", "../weather"])
def test_an_unknown_table_is_one_sentence_with_the_nearest(kit: Path, name: str) -> None:
    with pytest.raises(UnknownCases) as caught:
        load_cases(name)
    assert (
        caught.value.sentence("da")
        == f"Der er ingen tabel med korte tekster, der hedder {name}. Mente du weather?"
    )


def test_an_unknown_case_is_one_sentence_with_the_nearest(kit: Path) -> None:
    with pytest.raises(UnknownCases) as caught:
        choose_cases("weather", ["x01", "x05"])
    assert caught.value.sentence("en").startswith("The table weather has no text called x05. Did you mean x0")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["x02", "d", "e", "rain", "rain", "rain|snow", "agreed", *WHY], "row 2: agreed needs one reading, found 2"),
        (["x02", "d", "e", "rain", "snow", "rain", "contested", *WHY], "row 2: contested needs two readings or more"),
        (["x02", "d", "e", "rain", "rain", "rain", "enig", *WHY], "row 2: status must be agreed, contested or open"),
        (["x02", "d", "e", "rain", "rain", "rain", "agreed"], "row 2: the row has too few cells"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: list[str], said: str) -> None:
    path = write(tmp_path, ROWS[0], row)
    with pytest.raises(BankError) as caught:
        coded_in(tmp_path, "weather")
    assert caught.value.findings[0].startswith(said)
    assert caught.value.path == path


@pytest.mark.parametrize("column", ["code_b", "consensus", "reason_b_en", "case_id"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    write(tmp_path, *ROWS, head=[name.replace(column, "kolonne") for name in HEAD])
    with pytest.raises(BankError, match=f"række 1: kolonnen {column} mangler"):
        coded_in(tmp_path, "weather")


def test_a_table_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, *ROWS)
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    with pytest.raises(BankError, match="ikke gemt som UTF-8"):
        coded_in(tmp_path, "weather")
