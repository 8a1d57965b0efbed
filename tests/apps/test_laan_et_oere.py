"""Lån et øre: which lines are coded, what a page is told, and what it is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lises_teach.apps import show
from lises_teach.apps.frame import open_conversations
from lises_teach.apps.laan_et_oere import PATTERNS, Round, answer, code_item, guess_item, heard_item
from lises_teach.coding import codings_in, consensus_in
from lises_teach.coding.agreement import bootstrap, gwet_ac1, krippendorff_alpha, percent_agreement
from lises_teach.conversations import load_conversation
from lises_teach.i18n import phrases
from lises_teach.paths import kit_folder
from lises_teach.widget.replies import Desk
from lises_teach.widget.stores import BrowserSheet

DATA = kit_folder("datasets")
ROUND = Round(load_conversation("hidden-hope"), "uptake")
GRADED = {"papers-for-the-team", "brothers-cafe", "not-someone-like-me", "before-eight-oclock"}


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return dict(show("laan_et_oere").spec)


@pytest.fixture
def desks() -> dict[str, Desk]:
    sheet = BrowserSheet()
    items = (code_item(ROUND), guess_item(ROUND.conversation), heard_item(ROUND))
    return {item.id: Desk(item, sheet) for item in items}


def save(desks: dict[str, Desk], item: str, unit: str, value: object) -> dict[str, Any]:
    changes = {unit: {"value": value, "based_on": 0}}
    return answer({"kind": "save", "item": item, "request": "r", "changes": changes}, desks)


@pytest.mark.parametrize("layer", PATTERNS)
@pytest.mark.parametrize("name", [conversation.id for conversation in open_conversations()])
def test_the_lines_to_code_are_those_of_the_consensus(name: str, layer: str) -> None:
    item = code_item(Round(load_conversation(name), layer))
    assert set(item.lines) == {row.line for row in consensus_in(DATA, name, layer)}


def test_no_conversation_that_an_assignment_grades_is_offered(spec: dict[str, Any]) -> None:
    assert {talk["id"] for talk in spec["talks"]}.isdisjoint(GRADED)
    assert [pattern["id"] for pattern in spec["patterns"]] == list(PATTERNS)


def test_a_page_knows_both_coders_and_what_came_of_comparing_them(spec: dict[str, Any]) -> None:
    talk = next(talk for talk in spec["talks"] if talk["id"] == "hidden-hope")
    told = talk["rounds"]["uptake"]
    codings = codings_in(DATA, "hidden-hope", "uptake")
    assert {(c.coder, str(c.line), c.codes[0]) for c in codings} == {
        (coder, line, reading["code"])
        for coder, readings in told["coders"].items()
        for line, reading in readings.items()
    }
    assert set(told["consensus"]) == set(told["code"]["units"])
    assert {row["status"] for row in told["consensus"].values()} == {"agreed", "contested", "open"}


def test_no_item_gives_feedback_or_points(spec: dict[str, Any]) -> None:
    for talk in spec["talks"]:
        items = [talk["guess"]] + [r[part] for r in talk["rounds"].values() for part in ("code", "heard")]
        assert {(item["practice"], item["points"]) for item in items} == {(False, 0)}
        assert {item["assignment"] for item in items} == {"laan-et-oere"}


def test_agreement_is_what_the_kit_computes_elsewhere() -> None:
    codes = [("caught", "caught"), ("caught", "unheard"), ("unheard", "unheard"), ("overtaken", "caught")]
    told = answer({"kind": "agreement", "codes": codes}, {})
    for row, measure in zip(told["measures"], (percent_agreement, krippendorff_alpha, gwet_ac1), strict=True):
        interval = bootstrap(measure, codes)
        assert row == {
            "name": measure.__name__,
            "value": measure(codes).value,
            "why": None,
            "low": interval.low,
            "high": interval.high,
            "samples": 1000,
            "undefined": interval.undefined,
        }
    assert told["confusion"] == {
        "codes": ["caught", "overtaken", "unheard"],
        "counts": [[1, 0, 1], [1, 0, 0], [0, 0, 1]],
    }


@pytest.mark.parametrize(
    ("codes", "said"),
    [([], "Ingen linje er kodet af to kodere"), ([("no", "no")] * 3, "Alle har brugt den samme kode")],
    ids=["no line in common", "one code only"],
)
def test_a_number_that_is_not_defined_is_said_and_not_shown(codes: list[tuple[str, str]], said: str) -> None:
    told = answer({"kind": "agreement", "codes": codes}, {})
    alpha = next(row for row in told["measures"] if row["name"] == "krippendorff_alpha")
    assert (alpha["value"], alpha["low"], alpha["high"]) == (None, None, None)
    assert alpha["why"]["da"].startswith(said)


def test_the_page_is_told_how_many_samples_gave_no_number() -> None:
    codes = [("no", "no")] * 6 + [("yes", "yes")]
    rows = {row["name"]: row for row in answer({"kind": "agreement", "codes": codes}, {})["measures"]}
    assert 250 < rows["krippendorff_alpha"]["undefined"] < 450  # a sample misses the `yes`: (6 / 7) ** 7
    assert rows["percent_agreement"]["undefined"] == rows["gwet_ac1"]["undefined"] == 0


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "agreement"},
        {"kind": "agreement", "codes": [["a"]]},
        {"kind": "agreement", "codes": [["a", "b"]] * 201},
        {"kind": "hello", "item": "nothing-of-ours"},
        {"kind": "hello"},
        {"kind": "check", "item": f"code-{ROUND.name}"},
        {},
    ],
)
def test_what_cannot_be_answered_is_a_sentence(message: dict[str, Any], desks: dict[str, Desk]) -> None:
    assert set(answer(message, desks)) == {"problem"}


def test_a_message_reaches_the_desk_of_its_item_and_no_other(desks: dict[str, Desk]) -> None:
    item = desks[f"code-{ROUND.name}"].item
    unit = item.units[0]
    assert save(desks, item.id, unit, "caught")["saved"][unit]["value"] == "caught"
    assert answer({"kind": "hello", "item": f"heard-{ROUND.name}"}, desks) == {"entries": {}}
    assert save(desks, f"guess-{ROUND.conversation.id}", "value", "30")["saved"]["value"]["value"] == "30"


@pytest.mark.parametrize("unit", ["first", "second", "third", "question"])
def test_what_one_heard_is_looked_through_for_personal_data(desks: dict[str, Desk], unit: str) -> None:
    told = save(desks, f"heard-{ROUND.name}", unit, "I linje 4: Ring 22 33 44 55.")
    assert told["saved"] == {}
    assert told["warnings"][unit] == [{"kind": "phone", "text": "22 33 44 55"}]


def test_a_note_on_a_line_is_looked_through_too(desks: dict[str, Desk]) -> None:
    item = desks[f"code-{ROUND.name}"].item
    told = save(desks, item.id, f"{item.units[0]}.note", "Skriv til b@example.dk")
    assert list(told["warnings"]) == [f"{item.units[0]}.note"]


def test_no_word_of_the_app_grades_anybody() -> None:
    grading = re.compile(
        r"\b(score|rank|rang|bedst|best|karakter|moderate|substantial|strong|weak|høj|lav)\b", re.I
    )
    said = {name: text for name, text in phrases("apps").items() if name.startswith("ear_")}
    assert [name for name, text in said.items() if grading.search(f"{text['da']} {text['en']}")] == []
