"""The answer sheet: nothing that was acknowledged is lost, and nobody's answer is overwritten."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lises_teach.answers import AnswerSheet, Change, read_sheet
from lises_teach.errors import FolderGone, SheetMissing, SheetNotWritable, SheetUnreadable, SheetVanished


@pytest.fixture
def sheet(tmp_path: Path) -> AnswerSheet:
    return AnswerSheet(tmp_path / "answers.json", "m6")


def put(sheet: AnswerSheet, item: str, based_on: int = 0, **values: Any) -> Any:
    return sheet.save(item, {unit: Change(value=value, based_on=based_on) for unit, value in values.items()})


def test_a_saved_answer_is_found_by_another_program(sheet: AnswerSheet) -> None:
    report = put(sheet, "a", s1="problem", s2=["x", "æøå"])
    assert {unit: entry.revision for unit, entry in report.saved.items()} == {"s1": 1, "s2": 1}
    assert AnswerSheet(sheet.path, "m6").answer("a") == {"s1": "problem", "s2": ["x", "æøå"]}


def test_a_person_can_read_the_file(sheet: AnswerSheet) -> None:
    put(sheet, "a", text="Rød grød med fløde")
    written = sheet.path.read_text(encoding="utf-8")
    assert "Rød grød med fløde" in written
    assert json.loads(written)["format"] == 1
    assert len(written.splitlines()) > 5


def test_windows_merge_unit_by_unit_and_the_stale_one_is_shown_the_newer_answer(sheet: AnswerSheet) -> None:
    put(sheet, "a", s1="x")
    put(sheet, "a", s2="y")
    put(sheet, "a", based_on=1, s1="z")
    report = put(sheet, "a", based_on=1, s1="gammel", s2="ny")
    assert report.refused["s1"].value == "z"
    assert report.refused["s1"].revision == 2
    assert sheet.answer("a") == {"s1": "z", "s2": "ny"}


def test_saving_the_same_value_twice_is_no_conflict(sheet: AnswerSheet) -> None:
    put(sheet, "a", s1="x")
    before = sheet.fingerprint()
    assert not put(sheet, "a", s1="x").refused
    assert read_sheet(sheet.path).answers["a"]["s1"].revision == 1
    assert sheet.fingerprint() == before


@pytest.mark.parametrize(
    "content",
    [b"{broken", b"\xff\xfe\x00", b"[]", b'{"format": 1}', b'{"answers": []}', b"[" * 100_000, b'{"format": 9, "answers": {}}',
     b'{"answers": {"a": {"s1": {"value": ' + b"9" * 5000 + b"}}}}", b""],
    ids=["broken", "binary", "list", "no-answers", "answers-list", "deep", "newer", "huge-number", "empty"],
)  # fmt: skip
def test_an_unreadable_sheet_is_set_aside_with_its_content(sheet: AnswerSheet, content: bytes) -> None:
    sheet.path.write_bytes(content)
    with pytest.raises(SheetUnreadable) as caught:
        put(sheet, "a", s1="x")
    assert caught.value.kept_as is not None
    assert caught.value.kept_as.read_bytes() == content
    assert caught.value.kept_as.name in caught.value.sentence("da")
    assert put(sheet, "a", s1="x").saved
    assert sheet.answer("a") == {"s1": "x"}


def test_reading_an_unreadable_sheet_sets_it_aside_once(sheet: AnswerSheet) -> None:
    sheet.path.write_text("{")
    with pytest.raises(SheetUnreadable):
        sheet.entries("a")
    assert sheet.entries("a") == {}
    assert len(list(sheet.path.parent.glob("answers.unreadable-*.json"))) == 1


def test_entries_of_a_strange_shape_stay_readable(sheet: AnswerSheet) -> None:
    raw = {
        "answers": {
            "a": {"s1": "bare", "s2": {"value": "x", "revision": "many", "saved": 7}},
            "b": [1],
            "c": None,
        }
    }
    sheet.path.write_text(json.dumps(raw))
    data = read_sheet(sheet.path)
    assert data.answer("a")["s2"] == "x"
    assert data.answers["a"]["s2"].revision == 0
    assert data.answer("a")["s1"] == {"unreadable": True}
    put(sheet, "d", s1="y")
    assert json.loads(sheet.path.read_text())["answers"]["b"] == [1], "what is not understood is kept"


def test_nan_is_kept_as_a_word(sheet: AnswerSheet) -> None:
    sheet.path.write_text('{"answers": {"a": {"value": {"value": NaN}}}}')
    assert read_sheet(sheet.path).answer("a") == {"value": "NaN"}


def test_a_missing_sheet_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(SheetMissing):
        read_sheet(tmp_path / "answers.json")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SheetNotWritable) as caught:
        put(AnswerSheet(tmp_path / "file" / "answers.json", "m6"), "a", s1="x")
    assert "Kopiér din tekst" in caught.value.sentence("da")


@pytest.mark.parametrize(
    ("code", "da", "en"),
    [
        (errno.ENOSPC, "(disken er fuld)", "(the disk is full)"),
        (errno.EROFS, "(mappen er skrivebeskyttet, ", "(the folder is write-protected, "),
        (errno.EACCES, "(mappen er skrivebeskyttet, ", "(the folder is write-protected, "),
    ],
    ids=["full", "read-only", "no access"],
)
def test_why_nothing_can_be_saved_is_said_in_the_readers_language(
    sheet: AnswerSheet, monkeypatch: pytest.MonkeyPatch, code: int, da: str, en: str
) -> None:
    put(sheet, "a", s1="x")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(SheetNotWritable) as caught:
        put(sheet, "a", s1="y", based_on=1)
    assert da in caught.value.sentence("da")
    assert en in caught.value.sentence("en")
    assert sheet.answer("a") == {"s1": "x"}, "what was saved before is still there"


def test_a_folder_that_was_moved_is_said_and_never_made_anew(tmp_path: Path) -> None:
    (tmp_path / "m6").mkdir()
    sheet = AnswerSheet(tmp_path / "m6" / "answers.json", "m6")
    put(sheet, "a", s1="x")
    (tmp_path / "m6").rename(tmp_path / "mine")
    for attempt in (lambda: put(sheet, "a", s2="y"), lambda: sheet.entries("a")):
        with pytest.raises(FolderGone) as caught:
            attempt()
        assert caught.value.sentence("da").startswith("Mappen m6 er flyttet, omdøbt eller slettet.")
        assert caught.value.sentence("en").startswith("The folder m6 has been moved, renamed or deleted.")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    (tmp_path / "mine").rename(tmp_path / "m6")
    put(sheet, "a", s2="y")
    assert sheet.answer("a") == {"s1": "x", "s2": "y"}


@pytest.mark.parametrize("first", ["save", "look"])
def test_a_sheet_that_vanished_is_told_of_once_before_a_new_one_is_begun(
    sheet: AnswerSheet, first: str
) -> None:
    put(sheet, "a", s1="x")
    sheet.path.unlink()
    with pytest.raises(SheetVanished) as caught:
        put(sheet, "a", s2="y") if first == "save" else sheet.entries("a")
    assert "Svarfilen answers.json var væk." in caught.value.sentence("da")
    assert not sheet.path.exists()
    assert sheet.entries("a") == {}
    assert put(sheet, "a", s2="y").saved


def test_half_an_emoji_does_not_stop_the_save(sheet: AnswerSheet) -> None:
    put(sheet, "a", text="hej \ud83d")
    assert read_sheet(sheet.path).answer("a")["text"].startswith("hej ")


def test_many_writers_at_once_lose_nothing(sheet: AnswerSheet) -> None:
    def write(n: int) -> None:
        for unit in range(5):
            put(AnswerSheet(sheet.path, "m6"), f"item-{n}", **{f"u{unit}": unit})

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(sheet.answer(f"item-{n}")) == 5 for n in range(6))


WRITER = """
import sys
from lises_teach.answers import AnswerSheet, Change
sheet = AnswerSheet(sys.argv[1], "m6")
for n in range(10_000):
    sheet.save("a", {f"u{n}": Change(value="x" * 200, based_on=0)})
    print(n, flush=True)
"""


@pytest.mark.skipif(
    os.name != "posix", reason="SIGKILL is POSIX; on other systems the same code path is used"
)
def test_killing_the_writer_loses_nothing_that_was_acknowledged(sheet: AnswerSheet) -> None:
    for acknowledged_before_kill in (3, 11, 24):
        sheet.path.unlink(missing_ok=True)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(sheet.path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            acknowledged = [int(writer.stdout.readline()) for _ in range(acknowledged_before_kill)]
            writer.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in writer.stdout.read().splitlines() if line.strip()]
        assert {f"u{n}" for n in acknowledged} <= set(sheet.answer("a"))
        assert put(sheet, "a", efter="stadig skrivbar").saved


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), VALUES, max_size=5))
def test_any_answer_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    sheet = AnswerSheet(tmp_path_factory.mktemp("sheet") / "answers.json", "m6")
    put(sheet, "a", først=1)
    sheet.save("b", {unit: Change(value=value, based_on=0) for unit, value in values.items()})
    assert sheet.answer("b") == values
    assert sheet.answer("a") == {"først": 1}


def test_an_item_whose_content_is_no_object_could_not_be_checked(sheet: AnswerSheet) -> None:
    sheet.path.write_text('{"answers": {"a": [1, 2], "b": null}}')
    assert read_sheet(sheet.path).answer("a") == [1, 2]
    assert read_sheet(sheet.path).answer("b") == {}
    assert sheet.entries("a") == {}
