"""m2-legitimitet: each sample has its exact points, and every number in a table or key is the data set's."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lises_teach import economy
from lises_teach.economy import Year, break_even_month, by_month, scenario, sensitivity, total
from lises_teach.grading import GradeReport
from lises_teach.grading.view import word_count
from lises_teach.i18n import LANGS, Lang, Text
from lises_teach.items import (
    Allocate,
    Branches,
    Classify,
    Essay,
    Number,
    UnitKey,
    load_bank,
    load_keys,
    score,
)
from lises_teach.personal import find_personal_data
from tests.course import sheets_m2
from tests.course.samples import COURSE, TRICKS, Expected, copied_from_anchors, graded_course, told

ASSIGNMENT = "m2-legitimitet"
SAMPLES = COURSE / "samples" / ASSIGNMENT
BANK = load_bank(COURSE / "source" / ASSIGNMENT / "items.yaml")
KEYS = load_keys(COURSE / "keys" / f"{ASSIGNMENT}.yaml")
READ = [item for item in BANK.items if isinstance(item, (Allocate, Essay))]
CLASSIFIED = [item for item in BANK.items if isinstance(item, Classify)]
SAVING, SHORT, INVESTMENT = (scenario(name) for name in ("saving", "short_matched", "investment"))

# Worked out by hand from course/keys. Every case that counts is worth one point. Of the ticks, the share of the
# right ones that are found, less the share of the wrong ones that are ticked.
ITEMS = (
    "m2-styring", "m2-argumenter-1", "m2-argumenter-2", "m2-argumenter-3", "m2-praktikken",
    "m2-forsoergelse", "m2-sparet-tjent",
    "m2-tjent-hjem", "m2-vender", "m2-hvad-tallene-siger", "m2-lighed", "m2-ens-tilpasset-1",
    "m2-ens-tilpasset-2", "m2-modstand-1", "m2-modstand-2", "m2-myndighed-service",
    "m2-kultur", "m2-tiltag",
)  # fmt: skip
POINTS: dict[str, tuple[float, ...]] = {
    "fremragende": (6, 7, 7, 6, 6, 2, 3, 3, 3, 3, 4, 8, 6, 9, 8, 0, 3, 6),
    # 2 of 6; 3 of 7, 4 of 7, 1 of 6; 3 of 6; no number; 3 of 3 less 2 of 3; 4 of 4 less 1 of 3; 4, 2, 4 and 2 cases;
    # 2 of 3 less 1 of 3; 2 of 6
    "misforstaaelser": (2, 3, 4, 1, 3, 0, 0, 0, 0, 1, 2.67, 4, 2, 4, 2, 0, 1, 2),
    # three of four; all but a07; the first five; month 54 is one too early; f01 to f03
    "halvvejs": (3, 6, 5, 0, 0, 2, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0),
    "tom": (0,) * 18,
    # a01 and a05; s01; 33.2; one tick of three; two of four; f01 and f06; f10; r01 and r09; one tick of three; s01:
    # the rest cannot be checked
    "fjendtligt-ark": (0, 2, 0, 0, 1, 0, 0, 0, 3, 1, 2, 2, 1, 2, 0, 0, 1, 1),
}
TOTAL = {"fremragende": 90.0, "misforstaaelser": 31.67, "halvvejs": 22.0, "tom": 0.0, "fjendtligt-ark": 16.0}
UNANSWERED = {"fremragende": 0, "misforstaaelser": 0, "halvvejs": 14, "tom": 24, "fjendtligt-ark": 2}
# the level of each criterion of the rubric that a careful teacher would give each text
LEVELS = {
    "fremragende": "33 33 33 333 3 3333", "misforstaaelser": "00 10 01 010 0 1111",
    "halvvejs": "00 21 – – – –", "tom": "– – – – – –", "fjendtligt-ark": "00 00 – 000 0 0000",
}  # fmt: skip
EXPECTED = Expected(ASSIGNMENT, ITEMS, POINTS, TOTAL, UNANSWERED, LEVELS)
answers = EXPECTED.answers


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GradeReport]:
    """A course as the command makes it, with every sample handed in and graded."""
    return graded_course(tmp_path_factory.mktemp("samples-m2"), ASSIGNMENT, POINTS)


def written(student: str, item: str) -> str:
    return str(answers(student, item).get("lost" if isinstance(BANK[item], Allocate) else "text", ""))


def test_the_table_covers_every_sample_and_adds_up() -> None:
    EXPECTED.covers_every_sample_and_adds_up()


def test_every_sample_gets_its_points_and_texts_wait(graded: tuple[Path, GradeReport]) -> None:
    EXPECTED.is_what_grading_gave(graded, [item.id for item in READ])


def test_the_sheets_are_those_that_the_script_makes() -> None:
    found = {s: (SAMPLES / s / "answers.json").read_text(encoding="utf-8") for s in POINTS}
    assert found == sheets_m2.sheets()


def test_the_misconceptions_are_those_of_the_key() -> None:
    results = [score(item, KEYS[item.id], answers("misforstaaelser", item.id)) for item in BANK.items]
    held = Counter(unit.misconception for result in results for unit in result.units)
    assert {
        "MC3",
        "MC5",
        "MC5b",
        "MC6",
        "MC14",
        "MC15",
        "MX41",
        "MX42",
        "MX67",
        "MX100",
        "MX104",
        "MX111",
    } <= set(held)
    assert held["MX69"] + held["MX68"] >= 5  # fairness and responsiveness, the commonest mix-up
    assert held["MC6"] >= 4


@pytest.mark.parametrize("student", ["fremragende", "misforstaaelser"])
@pytest.mark.parametrize("item", READ, ids=lambda item: item.id)
def test_a_text_is_long_enough_the_students_own_and_names_nobody(
    student: str, item: Essay | Allocate
) -> None:
    text = written(student, item.id)
    assert word_count(text) >= item.min_words
    assert find_personal_data(text) == []
    assert copied_from_anchors(text, KEYS[item.id]) == []


def test_the_excellent_has_answered_all_of_every_item_and_taken_a_path_to_its_end() -> None:
    for item in BANK.items:
        given = answers("fremragende", item.id)
        missing = [unit for unit in item.units if not item.filled(unit, given.get(unit))]
        if not isinstance(item, Classify) and item.kind != "choices":
            assert missing == []


def test_the_hostile_sheet_is_what_its_name_says() -> None:
    hostile = (SAMPLES / "fjendtligt-ark" / "answers.json").read_text(encoding="utf-8")
    for trick in (*TRICKS, "m2-hemmelig"):
        assert trick in hostile


@pytest.mark.parametrize("language", LANGS)
def test_instructors_are_told_what_to_expect(language: str) -> None:
    expected = {student: (f"{points:g}", LEVELS[student]) for student, points in TOTAL.items()}
    assert told(ASSIGNMENT, language) == expected


# --- 2.1, 2.4 and 2.5: cases ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "size"), [("arguments", 20), ("fairness_cases", 16), ("resistance_cases", 18)]
)
def test_every_case_is_asked_about_once_and_worth_a_point_where_it_counts(table: str, size: int) -> None:
    items = [item for item in CLASSIFIED if item.cases == table]
    asked = [unit for item in items for unit in item.units]
    assert len(asked) == len(set(asked)) == size
    for item in items:
        assert item.points == sum(key.scored for key in asked_in(item).values())


@pytest.mark.parametrize("table", ["arguments", "fairness_cases", "resistance_cases"])
def test_every_category_is_somewhere_the_answer(table: str) -> None:
    items = [item for item in CLASSIFIED if item.cases == table]
    found = {answer for item in items for key in asked_in(item).values() for answer in key.answers}
    assert found == {category.id for category in items[0].categories}


@pytest.mark.parametrize("item", CLASSIFIED, ids=lambda item: item.id)
def test_one_category_throughout_does_not_pay(item: Classify) -> None:
    for category in item.categories:
        result = score(item, KEYS[item.id], dict.fromkeys(item.units, category.id))
        assert result.points < 0.6 * item.points


def test_that_the_words_cannot_settle_it_is_an_answer_that_counts() -> None:
    keys = [key for item in CLASSIFIED if item.cases == "resistance_cases" for key in asked_in(item).values()]
    assert sum(key.answers == ("undecidable",) for key in keys) >= 4


def asked_in(item: Classify) -> dict[str, UnitKey]:
    return {unit: KEYS[item.id].units[unit] for unit in item.units}


# --- 2.2 and 2.6: dilemmas and the story --------------------------------------------------------------


def test_the_four_dilemmas_are_new_to_the_student_and_unlike_in_what_they_cost() -> None:
    dilemmas = [item.dilemma for item in BANK.items if isinstance(item, Allocate)]
    assert len({dilemma.id for dilemma in dilemmas}) == 4
    assert "care-home-kitchen" not in {dilemma.id for dilemma in dilemmas}
    changes = [
        tuple(effect.change for effect in option.effects)
        for dilemma in dilemmas
        for option in dilemma.options
    ]
    assert len(set(changes)) >= 9


def test_reservations_are_read_only_at_the_last_dilemma() -> None:
    criteria = [item.criteria for item in BANK.items if isinstance(item, Allocate)]
    assert criteria == [("R2", "R4")] * 3 + [("R2", "R4", "R5")]


def test_the_story_is_not_scored() -> None:
    assert [item.points for item in BANK.items if isinstance(item, Branches)] == [0]


# --- 2.3: the numbers -------------------------------------------------------------------------------


def amount(kroner: float, lang: Lang) -> str:
    grouped = f"{kroner:,.0f}".replace("-", "−")
    return grouped.replace(",", ".") if lang == "da" else grouped


def cells(item: str, lang: Lang) -> list[list[str]]:
    table = BANK[item].table
    assert table is not None
    return [[cell.get(lang) if isinstance(cell, Text) else cell for cell in row] for row in table.rows]


@pytest.mark.parametrize("lang", LANGS)
def test_the_tables_show_the_data_set(lang: Lang) -> None:
    assert cells("m2-forsoergelse", lang) == [
        [f"{y.year}", f"{y.probability:.0%}".replace("%", " %")] for y in INVESTMENT
    ]
    saving, short = total(SAVING), total(SHORT)
    kinds = zip(saving, short, strict=True)
    assert [row[1:] for row in cells("m2-sparet-tjent", lang)] == [
        [amount(a, lang) for a in pair] for pair in kinds
    ]
    year_ends = zip(by_month(SAVING)[11::12], by_month(INVESTMENT)[11::12], strict=True)
    assert cells("m2-tjent-hjem", lang) == [
        [f"{year}", *(amount(paid, lang) for paid in pair)] for year, pair in enumerate(year_ends, 1)
    ]
    gains = sensitivity(INVESTMENT, SAVING, [step / 10 for step in range(6)]).gains
    assert cells("m2-vender", lang) == [
        [f"{rate:.0%}".replace("%", " %"), amount(gain, lang)] for rate, gain in gains
    ]
    names = ("saving", "investment", "investment_delayed", "investment_half")
    assert [row[1] for row in cells("m2-forbehold", lang)] == [
        amount(total(scenario(n)).all, lang) for n in names
    ]


def test_the_keys_are_what_the_kit_itself_computes() -> None:
    computed = {
        "m2-forsoergelse": total(INVESTMENT).support,
        "m2-sparet-tjent": total(SAVING).all - total(SHORT).all,
        "m2-tjent-hjem": break_even_month(INVESTMENT, SAVING),
        "m2-vender": round(100 * sensitivity(INVESTMENT, SAVING).turns_at, 1),
    }
    assert set(computed) == {item.id for item in BANK.items if isinstance(item, Number)}
    for item, number in computed.items():
        assert KEYS[item].units["value"].answers == (number,)


def test_the_slips_are_what_their_feedback_says() -> None:
    support = total(INVESTMENT).support
    full = sum(year.support_cost for year in INVESTMENT)
    first, last = INVESTMENT[0], INVESTMENT[-1]
    measure, benefit = (
        total(SAVING).measure - total(SHORT).measure,
        total(SAVING).support - total(SHORT).support,
    )
    turns = sensitivity(INVESTMENT, SAVING)
    month = break_even_month(INVESTMENT, SAVING) or 0
    expected = {
        "m2-forsoergelse": {
            full, full - support, support / 5, support - first.support, support - last.support, 5 * last.support,
        },
        "m2-sparet-tjent": {
            measure, -measure, -(measure + benefit), benefit, benefit - measure, (measure + benefit) / 5,
        },
        "m2-vender": {100 * turns.assumed, 30, 35, 100 * turns.turns_at - 30, turns.turns_at, 100 - 100 * turns.turns_at},
    }  # fmt: skip
    for item, values in expected.items():
        slips = {slip.value: slip.tolerance for slip in KEYS[item].slips}
        assert len(slips) == len(values)
        for value in values:
            assert any(abs(value - slip) <= slips[slip] + 1e-9 for slip in slips), (item, value)
    months = {slip.value: slip.tolerance for slip in KEYS["m2-tjent-hjem"].slips}
    behind = by_month(INVESTMENT)[47] - by_month(SAVING)[47]
    exact = 48 + behind / ((SAVING[4].cost - INVESTMENT[4].cost) / 12)
    for value in (exact, month - 1, 60, month - 48, exact - 48, month - 12, *range(25, 38)):
        assert any(abs(value - slip) <= months[slip] + 1e-9 for slip in months), value
    assert cheaper_years(INVESTMENT, SAVING)[0] == 3


def cheaper_years(years: tuple[Year, ...], against: tuple[Year, ...]) -> list[int]:
    return [one.year for one, other in zip(years, against, strict=True) if one.cost < other.cost]


@pytest.mark.parametrize("item", [i for i in BANK.items if isinstance(i, Number)], ids=lambda item: item.id)
def test_no_slip_is_taken_for_right_or_for_another(item: Number) -> None:
    key = KEYS[item.id]
    for slip in key.slips:
        result = score(item, key, {"value": f"{slip.value:g}" if slip.value < 1000 else f"{slip.value:.0f}"})
        assert result.points == 0
        assert result.units[0].misconception == slip.misconception


def test_a_krone_saved_on_the_measure_is_not_a_krone_gained() -> None:
    (given,) = (s for s in KEYS["m2-sparet-tjent"].slips if s.value == -16000)
    assert given.misconception == "MX67"
    assert total(SAVING).measure < total(SHORT).measure
    assert total(SAVING).all > total(SHORT).all


@pytest.mark.parametrize("lang", LANGS)
def test_the_amounts_in_the_prompts_are_the_data_sets(lang: Lang) -> None:
    said = BANK["m2-forsoergelse"].prompt.get(lang)
    assert amount(INVESTMENT[0].support_cost, lang) in said
    assert amount(total(SHORT).measure - total(SAVING).measure, lang) in BANK["m2-sparet-tjent"].prompt.get(
        lang
    )
    assert f"{INVESTMENT[-1].probability:.0%}".replace("%", " %") in BANK["m2-vender"].prompt.get(lang)
    assert set(economy.read()) >= {"saving", "short_matched", "investment"}


# --- 2.2, 2.3 and 2.7: the texts ----------------------------------------------------------------------


@pytest.mark.parametrize("item", READ, ids=lambda item: item.id)
def test_graders_have_two_anchors_for_each_level(item: Essay | Allocate) -> None:
    anchors = KEYS[item.id].anchors
    assert [anchor.level for anchor in anchors] == [0, 0, 1, 1, 2, 2, 3, 3]
    for anchor in anchors:
        assert anchor.note is not None
        assert anchor.note.da.startswith("Konstrueret (syntetisk) og forkortet eksempel")
        given = re.findall(r"(R\d) (\d)", anchor.note.da)
        assert given == [(criterion, str(anchor.level)) for criterion in item.criteria]
