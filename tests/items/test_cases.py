"""Snippets and keys that are drawn from a table of cases."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from lises_teach.coding import cases
from lises_teach.items import Classify, Item, Key, drawing, load_keys, score
from lises_teach.items.check import check_pair
from lises_teach.items.keys import misfits
from lises_teach.items.pairs import Pair
from tests.coding.test_cases import ROWS, WHY, write
from tests.items.test_scoring import ITEM, make_item, make_key, parts, unit

CATEGORIES = parts("rain", "snow", "none")
IDS = ["x01", "x02", "x03"]
AS_KEY = (  # what a course's table has: no texts, a case more, and another reading of x01
    ["x01", "snow", "snow", "snow", "agreed", *WHY],
    ["x04", "none", "rain", "none|rain", "contested", "", "", *WHY[2:]],
)
KEY_HEAD = ["case_id", "code_a", "code_b", "consensus", "status", "reason_a_da", "reason_a_en", "reason_b_da", "reason_b_en"]  # fmt: skip


@pytest.fixture(autouse=True)
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kit"
    write(folder, *ROWS)
    for module in (cases, drawing):
        monkeypatch.setattr(module, "kit_folder", lambda name: folder)
    return folder


def drawn_item(*ids: str, several: bool = True, **fields: Any) -> Classify:
    common = {"multiple": several, "categories": CATEGORIES, "cases": "weather", "chosen": list(ids or IDS)}
    item = make_item("classify", **{**common, **fields})
    assert isinstance(item, Classify)
    return item


def drawn_key(folder: Path, units: str = "{}") -> Key:
    folder.mkdir(exist_ok=True)
    path = folder / "m9.keys.yaml"
    path.write_text(
        "format: 1\nassignment: m9\nkeys:\n- item: x\n  look: {da: § 7, en: § 7}\n"
        f"  cases: weather\n  units: {units}\n",
        encoding="utf-8",
    )
    return load_keys(path)["x"]


# --- items ---------------------------------------------------------------------------------------


def test_an_item_shows_the_cases_it_chooses_in_their_order() -> None:
    item = drawn_item("x04", "x01")
    assert item.units == ("x04", "x01")
    assert [snippet.text.da for snippet in item.snippets] == ["Nummer fire.", "Nummer ét."]


def test_a_drawn_item_is_the_same_as_one_with_its_own_snippets() -> None:
    drawn = drawn_item("x04", "x01").model_dump()
    assert "cases" not in drawn
    assert "chosen" not in drawn
    assert ITEM.validate_python(drawn).model_dump() == drawn


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"snippets": parts("a", "b")}, "either snippets or cases and chosen, not both"),
        ({"cases": "wether"}, "There is no table of short texts called wether. Did you mean weather?"),
        ({"chosen": ["x01", "y01"]}, "The table weather has no text called y01. Did you mean x01?"),
        ({"chosen": ["x01"]}, "two of its cases or more"),
        ({"chosen": []}, "two of its cases or more"),
        ({"chosen": "x01"}, "two of its cases or more"),
        ({"chosen": ["x01", "x01"]}, "the id x01 is used twice"),
        ({"cases": None}, "cases names a table"),
        ({"cases": ["weather"]}, "cases names a table"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_a_sentence(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        drawn_item(**fields)
    assert said in str(caught.value)


# --- keys ----------------------------------------------------------------------------------------


def test_the_key_is_drawn_with_its_statuses_and_reasons(tmp_path: Path) -> None:
    found = drawn_key(tmp_path / "keys").units
    assert {name: (unit.status, unit.answers) for name, unit in found.items()} == {
        "x01": ("agreed", (("rain",),)),
        "x02": ("contested", (("rain",), ("rain", "snow"))),
        "x03": ("open", ()),
    }
    assert [reason.da for reason in found["x02"].reasons] == ["A på dansk", "B på dansk"]
    assert [reason.da for reason in found["x01"].reasons] == ["A på dansk"]


def test_the_courses_codes_come_before_the_kits(tmp_path: Path) -> None:
    write(tmp_path / "keys", *AS_KEY, head=KEY_HEAD)
    found = drawn_key(tmp_path / "keys").units
    assert found["x01"].answers == (("snow",),)
    assert found["x02"].status == "contested"
    assert found["x04"].answers == (("none",), ("rain",))
    assert found["x04"].reasons[0].da == "Sådan læste den ene koder det."


def test_a_unit_in_the_key_itself_stands_over_the_drawn_one(tmp_path: Path) -> None:
    found = drawn_key(tmp_path / "keys", units="{x01: {status: open}}").units
    assert [unit.status for unit in found.values()] == ["open", "contested", "open"]


def test_a_table_without_doubles_is_one_of_single_codes(kit: Path, tmp_path: Path) -> None:
    write(kit, ROWS[0], ROWS[2])
    os.utime(kit / "weather.csv", ns=(1, 1))
    assert drawn_key(tmp_path / "keys").units["x01"].answers == ("rain",)
    item = drawn_item("x01", "x03", several=False)
    result = score(item, drawn_key(tmp_path / "keys"), {"x01": "rain", "x03": "snow"})
    assert ([u.outcome for u in result.units], result.points) == (["right", "not_scored"], 4)


def test_a_corrected_table_corrects_the_key(kit: Path, tmp_path: Path) -> None:
    assert drawn_key(tmp_path / "keys").units["x01"].answers == (("rain",),)
    write(kit, ["x01", "d", "e", "snow", "snow", "snow", "agreed", *WHY], *ROWS[1:])
    os.utime(kit / "weather.csv", ns=(1, 1))
    assert drawn_key(tmp_path / "keys").units["x01"].answers == (("snow",),)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ({"x01": ["rain"], "x02": ["rain"]}, 4),
        ({"x01": ["rain"], "x02": ["snow", "rain"]}, 4),
        ({"x01": ["rain"]}, 2),
        ({"x03": ["rain"]}, 0),
        ({name: ["rain", "snow", "none"] for name in IDS}, 0),
        ({}, 0),
    ],
    ids=str,
)
def test_points_are_spread_over_the_cases_that_are_asked_and_scored(
    tmp_path: Path, answer: dict[str, list[str]], points: float
) -> None:
    write(tmp_path / "keys", AS_KEY[1], head=KEY_HEAD)  # x04 is coded, but not asked here
    result = score(drawn_item(), drawn_key(tmp_path / "keys"), answer)
    assert (result.points, result.max_points) == (points, 4)


@pytest.mark.parametrize("chosen", [["rain"], ["snow", "rain"], ["none"]], ids=str)
def test_a_contested_case_shows_what_both_coders_saw(tmp_path: Path, chosen: list[str]) -> None:
    result = score(drawn_item(), drawn_key(tmp_path / "keys"), {"x02": chosen})
    said = " ".join(text.da for text in result.units[1].feedback)
    assert "A på dansk" in said
    assert "B på dansk" in said


# --- keys that do not fit ------------------------------------------------------------------------

OWN = make_item("classify", multiple=True, categories=CATEGORIES, snippets=parts("x01", "x02"))


@pytest.mark.parametrize(
    ("item", "key", "said"),
    [
        (lambda: drawn_item(), {}, None),
        (lambda: OWN, {}, None),
        (lambda: drawn_item("x01", "x04"), {}, "unit x04 has no key"),
        (lambda: drawn_item(several=False), {}, "[rain] cannot be an answer to this item"),
        (lambda: drawn_item(categories=parts("snow", "none")), {}, "cannot be an answer to this item"),
        (lambda: drawn_item(), {"cases": "climate"}, "drawn from the cases climate, the item from weather"),
        (lambda: make_item("choice", options=parts("x01", "x02")), {}, "only snippets to classify draw their key from a table"),
        (lambda: drawn_item(), {"cases": None, "consensus": {"conversation": "no-goals", "layer": "uptake"}}, "only the lines of a conversation"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_is_told(
    tmp_path: Path, item: Any, key: dict[str, Any], said: str | None
) -> None:
    drawn = drawn_key(tmp_path / "keys")
    fitted = make_key(**{**drawn.model_dump(), **key})
    found = [finding.en for finding in misfits(item(), fitted)]
    assert (found == []) if said is None else any(said in finding for finding in found), found


def test_a_key_without_drawing_has_no_other_units_than_the_item() -> None:
    key = make_key(units={name: unit("agreed", ["rain"]) for name in ("x01", "x02", "x09")})
    assert [said.en for said in misfits(OWN, key)] == ["unit x09 is not in the item"]


BANK = """\
format: 1
assignment: m9
title: {da: M9, en: M9}
items:
- id: x
  kind: classify
  title: {da: Vejr, en: Weather}
  prompt: {da: Vælg., en: Choose.}
  concepts: [C105]
  points: 4
  multiple: true
  categories:
  - {id: rain, text: {da: Regn, en: Rain}}
  - {id: snow, text: {da: Sne, en: Snow}}
  cases: TABLE
  chosen: CHOSEN
"""


@pytest.mark.parametrize(
    ("table", "chosen", "line", "said"),
    [
        ("wether", "[x01, x02]", 5, "Der er ingen tabel med korte tekster, der hedder wether. Mente du weather?"),
        ("weather", "[x01, y02]", 5, "Tabellen weather har ingen tekst, der hedder y02."),
        ("weather", "[x01, x04]", 4, "unit x04 mangler i nøglen"),
    ],
)  # fmt: skip
def test_items_check_names_the_place(tmp_path: Path, table: str, chosen: str, line: int, said: str) -> None:
    bank, keys = tmp_path / "m9.items.yaml", tmp_path / "m9.keys.yaml"
    bank.write_text(BANK.replace("TABLE", table).replace("CHOSEN", chosen), encoding="utf-8")
    drawn_key(tmp_path)
    found = [finding for finding in check_pair(Pair(bank, keys)) if said in finding.in_words("da")]
    assert [(finding.line, finding.item) for finding in found] == [(line, "x")]


def test_the_drawn_key_is_not_in_the_item_that_is_released() -> None:
    item: Item = drawn_item()
    assert "på dansk" not in item.model_dump_json()
