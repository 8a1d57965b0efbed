"""Legitimitet: which dilemmas are offered, what is calculated, and what a page is answered."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
import yaml

from lises_teach.apps import show
from lises_teach.apps.legitimitet import (
    GRADED,
    INVESTMENT,
    PRICE,
    RATE,
    TURNS,
    Assumption,
    answer,
    assumed,
    open_vignettes,
    reckon_item,
    reckoning,
    turn_item,
    weigh_item,
)
from lises_teach.dilemmas import vignette_ids
from lises_teach.economy import break_even_month, scenario, sensitivity, total
from lises_teach.i18n import phrases
from lises_teach.paths import checkout_course
from lises_teach.widget.replies import Desk
from lises_teach.widget.stores import BrowserSheet

FIRST = "care-home-kitchen"


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return dict(show("legitimitet").spec)


@pytest.fixture
def desks() -> dict[str, Desk]:
    sheet = BrowserSheet()
    items = (weigh_item(FIRST), turn_item(FIRST), reckon_item())
    return {item.id: Desk(item, sheet) for item in items}


def save(desks: dict[str, Desk], item: str, unit: str, value: object) -> dict[str, Any]:
    changes = {unit: {"value": value, "based_on": 0}}
    return answer({"kind": "save", "item": item, "request": "r", "changes": changes}, desks)


# --- what is offered -----------------------------------------------------------------------------


def test_no_dilemma_that_an_assignment_grades_is_offered(spec: dict[str, Any]) -> None:
    course = checkout_course()
    assert course is not None
    graded = set()
    for path in (course / "source").glob("*/items.yaml"):
        items = yaml.safe_load(path.read_text(encoding="utf-8"))["items"]
        graded |= {item["vignette"] for item in items if "vignette" in item}
    assert graded == set(GRADED)
    assert [dilemma["id"] for dilemma in spec["dilemmas"]] == list(open_vignettes())
    assert set(open_vignettes()) == set(vignette_ids()) - graded


def test_no_item_gives_feedback_or_points(spec: dict[str, Any]) -> None:
    items = [one[part] for one in spec["dilemmas"] for part in ("weigh", "turn")] + [spec["reckon"]]
    assert {(item["practice"], item["points"]) for item in items} == {(False, 0)}
    assert {item["assignment"] for item in items} == {"legitimitet"}


def test_every_option_comes_with_the_panels_spread_and_no_middle(spec: dict[str, Any]) -> None:
    for dilemma in spec["dilemmas"]:
        for option in dilemma["weigh"]["vignette"]["options"]:
            assert {len(values) for values in option["panel"].values()} == {dilemma["weigh"]["panel_size"]}
    assert not re.search(r"\b(mean|median|gennemsnit)\b", str(spec["dilemmas"][0]["weigh"]["vignette"]))


# --- the calculation -----------------------------------------------------------------------------


def test_the_first_calculation_is_where_the_controls_stand(spec: dict[str, Any]) -> None:
    assert assumed(35, 132_000) == scenario(INVESTMENT)
    assert spec["reckon"]["first"] == reckoning(Assumption())
    said = spec["reckon"]["first"]["said"]
    assert "stadig kostet 25.600\xa0kr. mere" in said["even"]["da"]
    assert "52,000\xa0kr. on the measure but costs 26,400\xa0kr. more" in said["spent"]["en"]
    assert "40,7 ud af 100" in said["turning"]["da"]


@functools.cache
def graded_numbers() -> list[tuple[str, float, float]]:
    """Every number that an assignment grades: its item, the answer, how far off still counts."""
    course = checkout_course()
    assert course is not None
    found = []
    for path in sorted((course / "keys").glob("*.yaml")):
        for key in yaml.safe_load(path.read_text(encoding="utf-8"))["keys"]:
            answers = key.get("units", {}).get("value", {}).get("answers", [])
            found += [(key["item"], float(answer), float(key.get("tolerance", 0))) for answer in answers]
    return found


def numbers_shown(told: dict[str, Any]) -> set[float]:
    """Every number a reader sees of a calculation: in sentences, figure and tables."""
    said = [text["en"] for text in told["said"].values()]
    cells = [cell["en"] for name in ("totals", "rates") for row in told[name]["rows"] for cell in row]
    drawn = re.sub(r"<style>.*?</style>|<[^>]+>", " ", told["figure"]["en"])
    text = " ".join([*said, *cells, drawn])
    return {float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def given_away(rate: int, price: int) -> list[str]:
    """The items whose answer is shown; what the reader has set oneself is no answer of ours."""
    shown = numbers_shown(reckoning(Assumption(rate=rate, price=price))) - {rate, price}
    return [
        item
        for item, answer, within in graded_numbers()
        if any(abs(number - answer) <= within for number in shown)
    ]


def test_neither_the_defaults_nor_moving_one_control_prints_an_answer_that_is_graded() -> None:
    graded = graded_numbers()
    assert {"m2-forsoergelse", "m2-sparet-tjent", "m2-tjent-hjem", "m2-vender"} <= {one for one, *_ in graded}
    assert given_away(RATE, PRICE) == []
    assert [rate for rate in range(51) if given_away(rate, PRICE)] == []
    assert [price for price in range(70_000, 220_001, 5_000) if given_away(RATE, price)] == []


def test_nor_do_the_assumptions_of_the_exercise_itself() -> None:
    shown = numbers_shown(reckoning(Assumption(rate=40, price=132_000)))
    assert shown.isdisjoint({55, 33.2, 468_000, 86_400, 34_400})


@pytest.mark.parametrize("rate", [0, 13, 20, 33, 34, 50])
@pytest.mark.parametrize("price", [72_000, 88_400, 132_000, 220_000])
def test_a_calculation_agrees_with_the_sensitivity_and_the_break_even_month(rate: int, price: int) -> None:
    saving, years = scenario("saving"), assumed(rate, price)
    found = sensitivity(assumed(RATE, price), saving, (rate / 100,))
    ahead = total(saving).all - total(years).all
    assert total(years).measure == price
    assert found.gains[0][1] == pytest.approx(ahead, abs=0.02)
    said = reckoning(Assumption(rate=rate, price=price))["said"]["even"]
    month = break_even_month(years, saving)
    if month is None:
        assert ahead < 0
        assert said["da"].startswith("Efter fem år har investeringen stadig kostet")
    else:
        assert f"måned {month} " in said["da"]
        assert f"month {month} " in said["en"]


@pytest.mark.parametrize(
    ("rate", "price", "words"),
    [
        (40, 118_400, "Først ved udgangen af måned 60 har de to kostet lige meget."),
        (0, 220_000, "Efter fem år har investeringen stadig kostet 197.600\xa0kr. mere pr. borger"),
        (50, 72_000, "70.400\xa0kr. billigere pr. borger."),
    ],
    ids=["the same", "never", "early"],
)
def test_where_it_breaks_even_is_said_in_words(rate: int, price: int, words: str) -> None:
    assert words in reckoning(Assumption(rate=rate, price=price))["said"]["even"]["da"]


@pytest.mark.parametrize("rate", [0, 18, 20, 50])
def test_a_krone_saved_is_not_said_to_be_a_krone_gained(rate: int) -> None:
    spent = reckoning(Assumption(rate=rate))["said"]["spent"]
    assert "én krone tjent" in spent["da"]
    assert "not one krone gained" in spent["en"]
    assert ("mindre i forsørgelse" in spent["da"]) == (rate < 19)


def test_only_where_support_costs_the_same_is_a_krone_saved_a_krone_gained() -> None:
    spent = reckoning(Assumption(rate=19))["said"]["spent"]
    assert "det samme i forsørgelse" in spent["da"]
    assert "Only for that reason" in spent["en"]


def test_figure_and_tables_show_the_same_years_and_say_that_they_are_constructed() -> None:
    told = reckoning(Assumption(rate=30, price=100_000))
    dear = total(assumed(30, 100_000))
    assert "Konstruerede data" in told["figure"]["da"]
    assert "Constructed data" in told["figure"]["en"]
    assert f"{dear.all:,.0f}".replace(",", ".") in told["figure"]["da"]
    assert told["totals"]["rows"][-1][2]["en"] == f"{dear.all:,.0f}"
    assert told["rates"]["rows"][3][1] == {"da": "5.600\xa0kr. dyrere", "en": "5,600\xa0kr. more expensive"}
    assert told["totals"]["caption"]["da"].startswith("Konstruerede data")
    assert told["rates"]["caption"]["da"].startswith("Konstruerede data")


# --- what a page is answered ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "reckon", "rate": 51},
        {"kind": "reckon", "rate": "40"},
        {"kind": "reckon", "price": 1e9},
        {"kind": "reckon", "rate": None},
        {"kind": "hello", "item": "nothing-of-ours"},
        {"kind": "check", "item": f"weigh-{FIRST}"},
        {},
    ],
)
def test_what_cannot_be_answered_is_a_sentence(message: dict[str, Any], desks: dict[str, Desk]) -> None:
    assert set(answer(message, desks)) == {"problem"}


def test_a_calculation_is_answered_and_an_answer_is_kept(desks: dict[str, Desk]) -> None:
    asked = {"kind": "reckon", "request": "r", "rate": 20, "price": PRICE}
    assert answer(asked, desks) == reckoning(Assumption(rate=20))
    assert save(desks, "reckon", "rate", 20)["saved"]["rate"]["value"] == 20
    assert save(desks, f"turn-{FIRST}", "parked.option", "o2")["saved"]["parked.option"]["value"] == "o2"


@pytest.mark.parametrize(
    ("item", "unit"),
    [
        (f"weigh-{FIRST}", "lost"),
        *((f"turn-{FIRST}", unit) for unit in (*TURNS, "guard")),
        ("reckon", "basis"),
    ],
)
def test_free_text_is_looked_through_for_personal_data(desks: dict[str, Desk], item: str, unit: str) -> None:
    told = save(desks, item, unit, "Ring til hende på 22 33 44 55.")
    assert told["saved"] == {}
    assert told["warnings"][unit] == [{"kind": "phone", "text": "22 33 44 55"}]


def test_no_word_of_the_app_grades_anybody() -> None:
    grading = re.compile(r"\b(score|rank|rang|bedst|bedste|best|karakter|korrekt|correct)\b", re.I)
    said = {name: text for name, text in phrases("apps").items() if name.startswith("legit")}
    assert [name for name, text in said.items() if grading.search(f"{text['da']} {text['en']}")] == []


def test_a_cell_that_is_run_again_shows_the_app_again() -> None:
    assert show("legitimitet").spec["view"] == show("legitimitet").spec["view"]
