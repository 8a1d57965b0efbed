"""The sample submissions of m4-samtalen: each has its exact points, and contested lines count either way."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from lises_teach.answers import read_sheet
from lises_teach.grading import GradeReport
from lises_teach.items import CodeTurns, load_bank, load_keys, score
from tests.course.samples import COURSE, TRICKS, graded_course, marks, told

ASSIGNMENT = "m4-samtalen"
SAMPLES = COURSE / "samples" / ASSIGNMENT
BANK = load_bank(COURSE / "source" / ASSIGNMENT / "items.yaml")
KEYS = load_keys(COURSE / "keys" / f"{ASSIGNMENT}.yaml")
CODED = [item for item in BANK.items if isinstance(item, CodeTurns)]

# Worked out by hand from course/keys. A line of 4.1 is worth half a point, a statement and a pair one point.
# Of two codes one alone is half a line; a code too many takes away as much as a right one brings.
ITEMS = ("m4-hensyn-1", "m4-hensyn-2", "m4-hvem-siger", "m4-spor-opfoelgning", "m4-spor-mening")
POINTS: dict[str, tuple[float, ...]] = {
    "fremragende": (10, 10, 12, 4, 5),
    # 5 lines whole and 5 half; 4 whole and 9 half; s04 and s11; more pairs wrong than right
    "misforstaaelser": (3.75, 4.25, 2, 0, 0),
    # 7 lines whole, 2 half, two codes of three; all but s07; the pair with the caseload is not answered
    "halvvejs": (4.33, 0, 7, 3, 0),
    "tom": (0, 0, 0, 0, 0),
    # lines 14 and 18; s01 and s05; e before c and c before a: the rest cannot be checked
    "fjendtligt-ark": (1, 0, 2, 0, 2),
}
TOTAL = {"fremragende": 41.0, "misforstaaelser": 10.0, "halvvejs": 14.33, "tom": 0.0, "fjendtligt-ark": 5.0}
UNANSWERED = {"fremragende": 0, "misforstaaelser": 0, "halvvejs": 2, "tom": 5, "fjendtligt-ark": 0}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GradeReport]:
    """A course as the command makes it, with every sample handed in and graded."""
    return graded_course(tmp_path_factory.mktemp("samples-m4"), ASSIGNMENT, POINTS)


def test_the_table_covers_every_sample_and_adds_up() -> None:
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == set(POINTS)
    assert {student: round(sum(points), 2) for student, points in POINTS.items()} == TOTAL


def test_every_sample_gets_its_points(graded: tuple[Path, GradeReport]) -> None:
    course, report = graded
    assert report.ok
    assert list(report.waiting) == []
    assert {row.student: row.score for row in report.rows} == TOTAL
    assert {row.student: row.unanswered for row in report.rows} == UNANSWERED
    found = {
        s: {name: mark.score for name, mark in got.items()} for s, got in marks(course, ASSIGNMENT).items()
    }
    assert found == {student: dict(zip(ITEMS, points, strict=True)) for student, points in POINTS.items()}


def test_the_excellent_reads_contested_units_both_ways() -> None:
    sheet = read_sheet(SAMPLES / "fremragende" / "answers.json")
    chosen = Counter(
        answers.index(tuple(given) if isinstance(given, list) else given)
        for item in ITEMS[:3]
        for unit, given in sheet.answer(item).items()
        if unit in BANK[item].units and len(answers := KEYS[item].units[unit].answers) > 1
    )
    assert chosen[0] >= 4
    assert chosen[1] >= 4


def test_the_misconceptions_are_those_of_the_key() -> None:
    sheet = read_sheet(SAMPLES / "misforstaaelser" / "answers.json")
    results = [score(item, KEYS[item.id], sheet.answer(item.id)) for item in BANK.items]
    held = Counter(unit.misconception for result in results for unit in result.units)
    assert {"MC1", "MC9", "MC9b", "MC10", "MC17", "MX07", "MX08", "MX70", "MX73", "MX77"} <= set(held)
    assert held["MC9"] == held["MC9b"] == held["MC17"] == 2


# --- 4.1: what the lines are chosen for ----------------------------------------------------------


def test_forty_lines_are_coded_and_none_of_them_is_open() -> None:
    statuses = Counter(KEYS[item.id].units[line].status for item in CODED for line in item.units)
    assert sum(statuses.values()) == 40
    assert statuses["open"] == 0
    assert statuses["contested"] >= 5


def _first_readings(item: CodeTurns) -> Counter[str]:
    readings = [KEYS[item.id].units[line].answers[0] for line in item.units]
    return Counter(code for codes in readings if isinstance(codes, tuple) for code in codes)


@pytest.mark.parametrize("item", CODED, ids=lambda item: item.id)
def test_every_consideration_occurs_and_most_lines_leave_one_out(item: CodeTurns) -> None:
    found = _first_readings(item)
    assert set(found) >= {"institution", "clarify", "involve"}
    assert max(found.values()) < len(item.lines)


def test_none_occurs_though_not_in_both_items() -> None:
    # the lines of before-eight-oclock where none is right are among those that m5-raekkefoelge shuffles
    assert sum(_first_readings(item)["none"] for item in CODED) >= 1


def test_every_mixup_is_met_by_some_wrong_code() -> None:
    wrong = [(item, line, code.id) for item in CODED for line in item.units for code in item.categories]
    units = [
        unit
        for item, line, code in wrong
        for unit in score(item, KEYS[item.id], {line: [code]}).units
        if unit.unit == line and unit.outcome == "wrong"
    ]
    said = {text for unit in units for text in unit.feedback}
    assert {mixup.feedback for item in CODED for mixup in KEYS[item.id].mixups} <= said


@pytest.mark.parametrize("item", CODED, ids=lambda item: item.id)
@pytest.mark.parametrize(
    "codes",
    [["institution"], ["institution", "involve"], ["institution", "clarify", "involve"]],
    ids="+".join,
)
def test_the_same_codes_on_every_line_do_not_pay(item: CodeTurns, codes: list[str]) -> None:
    result = score(item, KEYS[item.id], dict.fromkeys(item.units, codes))
    assert result.points < 0.6 * item.points


# --- 4.3: partial orders -------------------------------------------------------------------------


@pytest.mark.parametrize(("item", "orders"), [(ITEMS[3], {"bcda", "bdca", "cbda"}), (ITEMS[4], {
    "becad", "becda", "ebcad", "ebcda", "ecbad", "ecbda",
})])  # fmt: skip
def test_the_caseload_may_stand_beside_either_strand(item: str, orders: set[str]) -> None:
    steps = BANK[item].units
    full = {
        "".join(order)
        for order in permutations(steps)
        if score(BANK[item], KEYS[item], {step: n for n, step in enumerate(order, 1)}).points
        == BANK[item].points
    }
    assert full == orders


# --- what instructors read ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["da", "en"])
def test_instructors_are_told_what_to_expect(language: str) -> None:
    assert told(ASSIGNMENT, language) == {student: (f"{total:g}",) for student, total in TOTAL.items()}


def test_the_hostile_sheet_is_what_its_name_says() -> None:
    hostile = (SAMPLES / "fjendtligt-ark" / "answers.json").read_text(encoding="utf-8")
    for trick in (*TRICKS, "m4-hemmelig"):
        assert trick in hostile
