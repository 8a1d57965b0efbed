"""Barrierer: which extracts a page is given, what the survey's figures say, and what is looked through."""

from __future__ import annotations

import csv
import re
from itertools import product
from typing import Any

import pytest

from lises_teach.apps.barrierer import (
    BARRIERS,
    CATEGORIES,
    WHO,
    answer,
    extracts,
    gap_and_spread,
    plan_item,
    survey_figure,
    view,
)
from lises_teach.apps.frame import desks
from lises_teach.i18n import phrases
from lises_teach.paths import checkout_course
from lises_teach.widget.replies import Desk

COLUMNS = {name: f"barrier_{number}" for number, name in enumerate(BARRIERS, 1)}
SPLITS = ("size", "role")
GROUPS = {"size": ["small", "medium", "large"], "role": ["caseworker", "company_consultant", "team_leader"]}
COURSE = checkout_course()


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    return dict(view().spec)


@pytest.fixture
def plan() -> dict[str, Desk]:
    return desks([plan_item()])


def means(title_of: str, split: str) -> dict[str, tuple[str, ...]]:
    """The rows of a figure's table, by the last of their names."""
    chart = survey_figure(title_of, split).chart
    assert chart is not None
    return {
        row[chart.table.named - 1].en: tuple(cell.en for cell in row[chart.table.named :])
        for row in chart.table.rows
    }


# --- the extracts --------------------------------------------------------------------------------


@pytest.mark.skipif(COURSE is None, reason="the graded codes are in the checkout only")
def test_no_extract_that_an_assignment_grades_is_among_them(spec: dict[str, Any]) -> None:
    assert COURSE is not None
    with (COURSE / "keys" / "barrier_snippets.csv").open(encoding="utf-8", newline="") as file:
        graded = {row["case_id"] for row in csv.DictReader(file)}
    shown = {extract["id"] for extract in spec["extracts"]}
    assert graded
    assert len(shown) == 96 - len(graded)
    assert shown.isdisjoint(graded)


def test_both_coders_stand_with_codes_reasons_and_who_can_change_it() -> None:
    for extract in extracts():
        assert set(extract["coders"]) == {"A", "B"}
        for reading in extract["coders"].values():
            assert set(reading["codes"]) <= set(CATEGORIES)
            assert reading["who"] in WHO
            assert reading["reason"]["da"]
            assert reading["reason"]["en"]


def test_the_status_says_whether_the_coders_agree() -> None:
    seen = set()
    for extract in extracts():
        codes = [reading["codes"] for reading in extract["coders"].values()]
        assert (extract["status"] == "agreed") == (codes[0] == codes[1]), extract["id"]
        who = [reading["who"] for reading in extract["coders"].values()]
        assert extract["contested_who"] == (who[0] != who[1]), extract["id"]
        seen.add(extract["status"])
    assert seen == {"agreed", "contested", "open"}


def test_every_barrier_is_among_the_extracts_and_so_are_none_and_a_basic_condition() -> None:
    codes = {
        code for extract in extracts() for reading in extract["coders"].values() for code in reading["codes"]
    }
    assert codes == {*BARRIERS, "basic_condition", "none"}
    assert any(extract["condition"] for extract in extracts())


def test_no_coder_reads_nothing_where_a_basic_condition_is_named() -> None:
    for extract in extracts():
        readings = [set(reading["codes"]) for reading in extract["coders"].values()]
        if extract["condition"]:
            assert {"none"} not in readings, extract["id"]
        if any("basic_condition" in codes for codes in readings):
            assert extract["condition"], extract["id"]
            assert not extract["beside"], extract["id"]


def test_every_code_and_reading_has_its_words() -> None:
    said = phrases("apps")
    needed = {f"bar_{code}" for code in CATEGORIES} | {f"bar_about_{code}" for code in CATEGORIES}
    needed |= {
        f"bar_{kind}_{one['condition']}"
        for one in extracts()
        if one["condition"]
        for kind in ("has", "condition")
    }
    needed |= {f"bar_who_{'nothing' if who == '-' else who}" for who in WHO}
    needed |= {f"bar_plan_{unit}" for unit in plan_item().units}
    assert needed <= set(said)


def test_no_word_of_the_app_grades_anybody() -> None:
    grading = re.compile(
        r"\b(score|rank|rang|bedst|best|karakter|rigtig|rigtigt|correct|forkert|wrong)\b", re.I
    )
    said = {name: text for name, text in phrases("apps").items() if name.startswith("bar_")}
    found = [name for name, text in said.items() if grading.search(f"{text['da']} {text['en']}")]
    assert found == ["bar_survey_ask"]  # which says that the answers rank no municipality


# --- the survey ----------------------------------------------------------------------------------


@pytest.mark.parametrize("split", SPLITS)
def test_a_figure_has_the_means_spreads_and_counts_of_the_data_card(split: str) -> None:
    rows = means("decision_authority", split)
    assert list(rows) == [phrases("figures")[f"name_{group}"]["en"] for group in GROUPS[split]]
    card = {"size": ["1.87", "2.23", "2.42"], "role": ["2.49", "1.78", "1.54"]}[split]
    assert [mean for _, mean, *_ in rows.values()] == card
    assert all(int(n) > 100 and 1 < float(spread) < 1.3 for n, _, spread, *_ in rows.values())


@pytest.mark.parametrize("split", ["none", *SPLITS])
@pytest.mark.parametrize("barrier", ["all", *BARRIERS])
def test_every_wish_has_a_figure_that_says_its_data_are_constructed_and_names_no_municipality(
    barrier: str, split: str
) -> None:
    html = survey_figure(barrier, split).html("da")
    assert "Konstruerede data" in html
    assert re.search(r"\bK\d\d\b", html) is None
    assert "Spredning" in html


@pytest.mark.parametrize(("barrier", "split"), list(product(["all", *BARRIERS], ["none", *SPLITS])))
def test_no_figure_shows_a_group_so_small_that_its_people_could_be_recognised(
    barrier: str, split: str
) -> None:
    """Fewer than five answers are not shown in a Danish workplace survey; here is nothing near it."""
    chart = survey_figure(barrier, split).chart
    assert chart is not None
    assert chart.table.rows
    assert all(int(row[chart.table.named].en) >= 5 for row in chart.table.rows)


@pytest.mark.parametrize(("barrier", "split"), list(product(["all", *BARRIERS], SPLITS)))
def test_the_spread_within_a_group_is_larger_than_the_difference_between_groups(
    barrier: str, split: str
) -> None:
    columns = list(COLUMNS.values()) if barrier == "all" else [COLUMNS[barrier]]
    gap, spread = gap_and_spread(columns, split)
    assert 0 < gap < spread
    said = survey_figure(barrier, split).description
    assert said is not None
    assert f"at least {spread:.2f}" in said.en
    assert f"at most {gap:.2f}" in said.en


def test_people_differ_more_on_a_barrier_than_the_barriers_do() -> None:
    gap, spread = gap_and_spread(list(COLUMNS.values()), "none")
    assert 0 < gap < spread


def test_rows_stand_in_the_order_of_the_questions_and_not_of_the_numbers() -> None:
    rows = means("all", "none")
    assert list(rows) == [phrases("figures")[f"name_{column}"]["en"] for column in COLUMNS.values()]
    numbers = [float(mean) for _, mean, *_ in rows.values()]
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))


def test_a_figure_is_answered_in_both_languages(plan: dict[str, Desk]) -> None:
    told = answer({"kind": "survey", "barrier": "accessibility", "split": "role"}, plan)
    assert set(told["figure"]) == {"da", "en"}
    assert "Tilgængelighed efter rolle" in told["figure"]["da"]
    assert "Accessibility by role" in told["figure"]["en"]


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "survey"},
        {"kind": "survey", "barrier": "all", "split": "municipality_id"},
        {"kind": "survey", "barrier": "openness", "split": "size"},
        {"kind": "hello", "item": "another"},
        {"kind": "check", "item": "plan"},
        {},
    ],
)
def test_what_cannot_be_answered_is_a_sentence(message: dict[str, Any], plan: dict[str, Desk]) -> None:
    assert set(answer(message, plan)) == {"problem"}


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["monday", "management", "law", "who", "when"])
def test_the_plan_is_looked_through_for_personal_data(plan: dict[str, Desk], unit: str) -> None:
    change = {unit: {"value": "Ring 22 33 44 55.", "based_on": 0}}
    told = answer({"kind": "save", "item": "plan", "changes": change}, plan)
    assert told["saved"] == {}
    assert told["warnings"][unit] == [{"kind": "phone", "text": "22 33 44 55"}]


def test_a_plan_is_taken_and_gets_no_points(plan: dict[str, Desk], spec: dict[str, Any]) -> None:
    changes = {"barrier": {"value": "predictability", "based_on": 0}}
    told = answer({"kind": "save", "item": "plan", "changes": changes}, plan)
    assert told["saved"]["barrier"]["value"] == "predictability"
    assert (spec["plan"]["points"], spec["plan"]["practice"]) == (0, False)
