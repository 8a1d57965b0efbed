"""The rules of Lån et øre, asked in a blank page: the share code, percentages, line numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from lises_teach.apps.laan_et_oere import Round, code_item
from lises_teach.conversations import load_conversation

TALK = "hidden-hope"
UPTAKE = [str(line) for line in code_item(Round(load_conversation(TALK), "uptake")).lines]
CODES = ["caught", "unheard", "overtaken", "undecidable"]


OLD = "LISES1 hidden-hope uptake 9sl1i 1000000000000000000000000"
GROUND = {"talk": TALK, "layer": "uptake", "units": UPTAKE, "order": CODES}
readings = st.dictionaries(st.sampled_from(UPTAKE), st.tuples(st.sampled_from(CODES), st.booleans()))
once = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once
@given(reading=readings, name=st.text(max_size=30))
def test_a_reading_survives_being_shared(
    rules: Page, reading: dict[str, tuple[str, bool]], name: str
) -> None:
    given_ = {
        "codes": {unit: code for unit, (code, _) in reading.items()},
        "unsure": [unit for unit in UPTAKE if reading.get(unit, ("", False))[1]],
    }
    ask = "([ground, reading, name]) => { const text = rules.toShare(ground, reading, name); return [text, rules.callName(name), rules.fromShare(ground, `x\\n${text}\\ny`)]; }"
    text, called, found = rules.evaluate(ask, [GROUND, given_, name])
    assert found == {"name": called, "reading": given_}
    assert "\n" not in text
    assert len(text) < 120
    assert not re.search(r"\d|@", called)


@once
@given(reading=readings, at=st.integers(0, 200), sign=st.sampled_from("0123456789abcdefgh"))
def test_a_changed_sign_is_noticed(
    rules: Page, reading: dict[str, tuple[str, bool]], at: int, sign: str
) -> None:
    codes = {unit: code for unit, (code, _) in reading.items()}
    text = rules.evaluate("(args) => rules.toShare(...args)", [GROUND, {"codes": codes, "unsure": []}, ""])
    start = len(text) - len(UPTAKE)
    place = start + at % len(UPTAKE)
    spoilt = text[:place] + sign + text[place + 1 :]
    found = rules.evaluate("(args) => rules.fromShare(...args)", [GROUND, spoilt])
    assert found.get("wrong") == (None if spoilt == text else "damaged")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda text: text, "Bo Ib Krog"),
        (lambda text: text[:-1], None),
        (lambda text: text[:-5], None),
        (lambda text: text.replace("Bo", "Ko"), None),
        (lambda text: f"{text} hilsen Bo", "Bo Ib Krog"),
        (lambda text: f"Her: {text}. Vi ses!", "Bo Ib Krog"),
        (lambda text: text.replace(" ", "\n"), "Bo Ib Krog"),
        (lambda text: text.replace("LISES2", "LISES1"), None),
        (lambda text: text.replace("LISES2", "LISES3"), None),
    ],
    ids=[
        "whole",
        "a letter",
        "a word",
        "changed",
        "words after it",
        "a sentence",
        "broken lines",
        "older",
        "newer",
    ],
)
def test_a_name_is_sealed_too(rules: Page, change: Callable[[str], str], found: str | None) -> None:
    ask = "(args) => rules.toShare(...args)"
    text = rules.evaluate(ask, [GROUND, {"codes": {UPTAKE[0]: "caught"}, "unsure": []}, "Bo Ib Krog"])
    told = rules.evaluate("(args) => rules.fromShare(...args)", [GROUND, change(text)])
    assert told.get("name") == found
    assert told.get("wrong") == (None if found else "damaged" if "LISES" in text else "none")


def test_a_code_from_before_names_were_sealed_is_still_read(rules: Page) -> None:
    told = rules.evaluate("(args) => rules.fromShare(...args)", [GROUND, f"{OLD} Maja\nHilsen"])
    assert told == {"name": "Maja", "reading": {"codes": {UPTAKE[0]: "caught"}, "unsure": []}}


@pytest.mark.parametrize(
    ("text", "value"),
    [("30", 30), (" 12,5 % ", 12.5), ("ca. 40", 40), ("0", 0), ("100%", 100),
     ("", None), ("101", None), ("mange", None), ("30 eller 40", None), ("-5", None)],
)  # fmt: skip
def test_a_percentage_is_read_as_people_type_it(rules: Page, text: str, value: float | None) -> None:
    assert rules.evaluate("(text) => rules.percentOf(text)", text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [("I linje 14 siger B", [14]), ("linjerne 3, 5 og 9", [3, 5, 9]), ("l. 3–5", [3, 5]), ("Line 8 and 10", [8, 10]),
     ("hun siger det 2 gange", []), ("i 2014", []), ("kl. 14", [])],
)  # fmt: skip
def test_line_numbers_are_found_where_they_are_named(rules: Page, text: str, found: list[int]) -> None:
    assert rules.evaluate("(text) => rules.linesIn(text)", text) == found
