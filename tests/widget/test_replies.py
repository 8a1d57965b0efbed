from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.answers import AnswerSheet
from lises_teach.items import Bank, Keys, load_bank
from lises_teach.widget.replies import Desk, reply
from lises_teach.widget.stores import BrowserSheet
from tests.widget.conftest import ALL_KINDS

WITH_PHONE = "Ring til mig på 22 33 44 55."


@pytest.fixture
def sheet(tmp_path: Path) -> AnswerSheet:
    return AnswerSheet(tmp_path / "answers.json", "alle-slags")


def save(
    desk: Desk, unit: str, value: Any, based_on: int = 0, confirmed: tuple[str, ...] = ()
) -> dict[str, Any]:
    change = {"value": value, "based_on": based_on, "confirmed": confirmed}
    return reply({"kind": "save", "changes": {unit: change}, "request": "x"}, desk)


def test_hello_gives_what_is_on_disk(bank: Bank, sheet: AnswerSheet) -> None:
    desk = Desk(bank["slags-en"], sheet)
    save(desk, "choice", "b")
    entry = reply({"kind": "hello"}, desk)["entries"]["choice"]
    assert (entry["value"], entry["revision"]) == ("b", 1)
    assert entry["saved"]


def test_a_save_is_acknowledged_once_it_is_on_disk(bank: Bank, sheet: AnswerSheet) -> None:
    answer = save(Desk(bank["slags-en"], sheet), "choice", "b")
    assert answer["saved"]["choice"]["revision"] == 1
    assert AnswerSheet(sheet.path, "alle-slags").answer("slags-en") == {"choice": "b"}


def test_a_stale_save_is_refused_with_the_newer_entry(bank: Bank, sheet: AnswerSheet) -> None:
    desk = Desk(bank["slags-en"], sheet)
    save(desk, "choice", "b")
    answer = save(desk, "choice", "c")
    assert answer["saved"] == {}
    assert answer["refused"]["choice"]["value"] == "b"


def test_a_unit_the_item_does_not_have_is_not_written(bank: Bank, sheet: AnswerSheet) -> None:
    answer = save(Desk(bank["slags-en"], sheet), "hemmeligt", "b")
    assert answer["saved"] == {}
    assert not sheet.path.exists()


@pytest.mark.parametrize(("item", "unit"), [("slags-tekst", "text"), ("slags-tal", "value")])
def test_personal_data_warns_before_anything_is_written(
    bank: Bank, sheet: AnswerSheet, item: str, unit: str
) -> None:
    answer = save(Desk(bank[item], sheet), unit, WITH_PHONE)
    assert answer["warnings"] == {unit: [{"kind": "phone", "text": "22 33 44 55"}]}
    assert answer["saved"] == {}
    assert not sheet.path.exists()


def test_a_confirmed_finding_is_saved_and_a_new_one_warns_again(bank: Bank, sheet: AnswerSheet) -> None:
    desk = Desk(bank["slags-tekst"], sheet)
    confirmed = ("22 33 44 55",)
    assert save(desk, "text", WITH_PHONE, 0, confirmed)["saved"]["text"]["revision"] == 1
    more = WITH_PHONE + " Eller skriv til bo@eksempel.dk."
    answer = save(desk, "text", more, 1, confirmed)
    assert [finding["text"] for finding in answer["warnings"]["text"]] == ["bo@eksempel.dk"]


def test_what_is_already_saved_does_not_warn_again(bank: Bank, sheet: AnswerSheet) -> None:
    desk = Desk(bank["slags-tekst"], sheet)
    save(desk, "text", WITH_PHONE, 0, ("22 33 44 55",))
    assert save(desk, "text", WITH_PHONE + " Tak.", 1)["warnings"] == {}


def test_an_unreadable_sheet_is_told_of_and_the_next_save_works(bank: Bank, sheet: AnswerSheet) -> None:
    sheet.path.write_text("{ikke json", encoding="utf-8")
    desk = Desk(bank["slags-en"], sheet)
    answer = save(desk, "choice", "b")
    assert "kunne ikke læses" in answer["notice"]["da"]
    assert "could not be read" in answer["notice"]["en"]
    assert "saved" not in answer
    assert save(desk, "choice", "b")["saved"]
    assert [path.read_text() for path in sheet.path.parent.glob("answers.unreadable-*")] == ["{ikke json"]


def test_a_sheet_that_cannot_be_written_is_a_problem_in_words(bank: Bank, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    desk = Desk(bank["slags-en"], AnswerSheet(tmp_path / "fil" / "answers.json", "x"))
    answer = save(desk, "choice", "b")
    assert "kan ikke skrives" in answer["problem"]["da"]
    assert "cannot be written" in answer["problem"]["en"]


def test_a_sheet_that_vanished_is_begun_anew_by_every_view(bank: Bank, sheet: AnswerSheet) -> None:
    desk = Desk(bank["slags-en"], sheet)
    save(desk, "choice", "b")
    sheet.path.unlink()
    answer = reply({"kind": "hello"}, desk)
    assert "var væk" in answer["notice"]["da"]
    assert "was gone" in answer["notice"]["en"]
    assert answer["begun"] is True
    assert reply({"kind": "hello"}, desk) == {"entries": {}}


def test_feedback_says_what_was_answered_and_what_one_may_have_thought(
    bank: Bank, keys: Keys, sheet: AnswerSheet
) -> None:
    desk = Desk(bank["slags-en"], sheet, keys["slags-en"])
    save(desk, "choice", "a")
    (unit,) = reply({"kind": "check"}, desk)["result"]["units"]
    assert unit["outcome"] == "wrong"
    assert unit["answered"]["da"] == "Noget, man køber"
    assert unit["misconception"]["en"] == "That involvement is asking nicely."
    assert unit["look"]["da"] == "§ 1 i prøven"


def test_feedback_on_nothing_gives_no_answer_away(bank: Bank, keys: Keys, sheet: AnswerSheet) -> None:
    for item in bank.items:
        answer = reply({"kind": "check"}, Desk(item, sheet, keys[item.id]))["result"]
        assert answer["points"] == 0
        if item.kind != "text":
            assert {unit["outcome"] for unit in answer["units"]} == {"not_answered"}
            assert all(unit["feedback"] == [] for unit in answer["units"])


def test_a_text_gets_examples_and_no_key(bank: Bank, keys: Keys, sheet: AnswerSheet) -> None:
    answer = reply({"kind": "check"}, Desk(bank["slags-tekst"], sheet, keys["slags-tekst"]))
    assert answer["result"]["manual"] is True
    assert [example["level"] for example in answer["examples"]] == [1, 3]


def test_without_a_key_there_is_no_feedback(bank: Bank, sheet: AnswerSheet) -> None:
    assert "problem" in reply({"kind": "check"}, Desk(bank["slags-en"], sheet))


def test_a_browser_tells_what_it_holds_and_python_writes_nothing(
    bank: Bank, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet = BrowserSheet()
    desk = Desk(bank["slags-en"], sheet, keys["slags-en"])
    held = {"choice": {"value": "b", "revision": 7, "saved": "2026-11-24T14:02:11+01:00"}}
    assert reply({"kind": "hello", "entries": held}, desk)["entries"]["choice"]["revision"] == 7
    assert reply({"kind": "check"}, desk)["result"]["points"] == 2
    assert save(desk, "choice", "c", 7)["saved"]["choice"]["revision"] == 8
    assert reply({"kind": "hello", "entries": {}}, desk)["entries"] == {}
    assert list(tmp_path.iterdir()) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
MESSAGES = JSON | st.fixed_dictionaries(
    {"kind": st.sampled_from(["save", "hello", "check"]), "changes": JSON}
)


@given(message=MESSAGES, at=st.integers(0, 6))
def test_no_message_raises(message: Any, at: int) -> None:
    item = load_bank(ALL_KINDS / "items.yaml").items[at]
    assert isinstance(reply(message, Desk(item, BrowserSheet())), dict)


@given(value=JSON, at=st.integers(0, 6))
def test_any_value_can_be_saved_and_scored(value: Any, at: int) -> None:
    from lises_teach.items import load_keys

    item = load_bank(ALL_KINDS / "items.yaml").items[at]
    desk = Desk(item, BrowserSheet(), load_keys(ALL_KINDS / "keys.yaml")[item.id])
    changes = {unit: {"value": value, "based_on": 0} for unit in item.units}
    reply({"kind": "save", "changes": changes}, desk)
    assert "result" in reply({"kind": "check"}, desk)
