"""m5-gribning: each sample has its exact points, and nothing in the assignment tells what another part asks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from lises_teach.coding import load_codebook
from lises_teach.conversations import load_conversation
from lises_teach.grading import GradeReport
from lises_teach.grading.view import word_count
from lises_teach.i18n import Text
from lises_teach.items import CodeTurns, Essay, Number, Order, Predict, load_bank, load_keys, score
from lises_teach.personal import find_personal_data
from tests.course.samples import COURSE, TRICKS, Expected, copied_from_anchors, graded_course, told

ASSIGNMENT = "m5-gribning"
SAMPLES = COURSE / "samples" / ASSIGNMENT
BANK = load_bank(COURSE / "source" / ASSIGNMENT / "items.yaml")
KEYS = load_keys(COURSE / "keys" / f"{ASSIGNMENT}.yaml")
CODED = [item for item in BANK.items if isinstance(item, CodeTurns)]
READ = [item for item in BANK.items if isinstance(item, (Essay, Predict))]
UPTAKE = [item for item in CODED if item.layer == "uptake"]
PERSPECTIVE = [item for item in CODED if item.layer == "work_perspective"]

# Worked out by hand from course/keys. 5.1 gives 9 × (found of 15 less marked of the 4 that both read as no);
# every other line that counts, and every pair of 5.5, is worth one point.
ITEMS = (
    "m5-meningsytringer", "m5-gribning-1", "m5-gribning-2", "m5-gribning-3", "m5-perspektiv-1",
    "m5-perspektiv-2", "m5-raekkefoelge", "m5-enighed-procent", "m5-enighed-kappa",
)  # fmt: skip
POINTS: dict[str, tuple[float, ...]] = {
    "fremragende": (9, 9, 9, 10, 12, 12, 7, 2, 3),
    # 8 of 15 less 1 of 4; then 3 of 9, 4 of 9, 4 of 10, 4 of 12, 2 of 12; 6 pairs right and 1 wrong; 30 and 0.70
    "misforstaaelser": (2.55, 3, 4, 4, 4, 2, 5, 0, 0),
    # 6 of 15; all but line 10; five of the lines; all but 33 and 37; 0.30 instead of 0.50
    "halvvejs": (3.6, 8, 5, 0, 10, 0, 0, 2, 0),
    "tom": (0, 0, 0, 0, 0, 0, 0, 0, 0),
    # lines 4, 14 and 22; 6 and 22; 10 and 42; 28 and 44; two pairs: the rest cannot be checked
    "fjendtligt-ark": (1.8, 2, 0, 2, 0, 2, 2, 0, 0),
}
TOTAL = {"fremragende": 73.0, "misforstaaelser": 24.55, "halvvejs": 28.6, "tom": 0.0, "fjendtligt-ark": 9.8}
UNANSWERED = {"fremragende": 0, "misforstaaelser": 0, "halvvejs": 7, "tom": 14, "fjendtligt-ark": 1}
# the level of each criterion of the rubric that a careful teacher would give each text
LEVELS = {
    "fremragende": "333 333 3 333 33", "misforstaaelser": "101 101 0 101 11", "halvvejs": "000 – – – –",
    "tom": "– – – – –", "fjendtligt-ark": "000 000 0 000 –",
}  # fmt: skip
EXPECTED = Expected(ASSIGNMENT, ITEMS, POINTS, TOTAL, UNANSWERED, LEVELS)
answers = EXPECTED.answers


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GradeReport]:
    """A course as the command makes it, with every sample handed in and graded."""
    return graded_course(tmp_path_factory.mktemp("samples-m5"), ASSIGNMENT, POINTS)


def written(student: str, item: str) -> str:
    part = "why" if isinstance(BANK[item], Predict) else "text"
    return str(answers(student, item).get(part, ""))


def test_the_table_covers_every_sample_and_adds_up() -> None:
    EXPECTED.covers_every_sample_and_adds_up()


def test_every_sample_gets_its_points_and_texts_wait(graded: tuple[Path, GradeReport]) -> None:
    EXPECTED.is_what_grading_gave(graded, [item.id for item in READ])


def test_the_excellent_reads_contested_units_both_ways() -> None:
    chosen = Counter(
        accepted.index(given)
        for item in CODED
        for unit, given in answers("fremragende", item.id).items()
        if unit in item.units and len(accepted := KEYS[item.id].units[unit].answers) > 1
    )
    assert chosen[0] >= 8
    assert chosen[1] >= 8


def test_the_misconceptions_are_those_of_the_key() -> None:
    results = [score(item, KEYS[item.id], answers("misforstaaelser", item.id)) for item in BANK.items]
    held = {unit.misconception for result in results for unit in result.units}
    assert {"MC1", "MC4", "MC16", "MX80", "MX81", "MX85", "MX87", "MX88", "MX90", "MX94"} <= held


@pytest.mark.parametrize("student", ["fremragende", "misforstaaelser"])
@pytest.mark.parametrize("item", READ, ids=lambda item: item.id)
def test_a_text_is_long_enough_the_students_own_and_names_nobody(student: str, item: Essay | Predict) -> None:
    text = written(student, item.id)
    assert word_count(text) >= item.min_words
    assert find_personal_data(text) == []
    assert copied_from_anchors(text, KEYS[item.id]) == []


def test_the_hostile_sheet_is_what_its_name_says() -> None:
    hostile = (SAMPLES / "fjendtligt-ark" / "answers.json").read_text(encoding="utf-8")
    for trick in (*TRICKS, "m5-hemmelig"):
        assert trick in hostile


@pytest.mark.parametrize("language", ["da", "en"])
def test_instructors_are_told_what_to_expect(language: str) -> None:
    expected = {student: (f"{total:g}", LEVELS[student]) for student, total in TOTAL.items()}
    assert told(ASSIGNMENT, language) == expected


# --- 5.1 to 5.3: lines and codes ------------------------------------------------------------------


def test_the_spot_asks_about_every_coded_line_of_one_talk() -> None:
    (item,) = (item for item in CODED if item.layer == "meaning")
    assert set(item.units) == set(KEYS[item.id].units)
    assert score(item, KEYS[item.id], dict.fromkeys(item.units, "yes")).points == 0


@pytest.mark.parametrize(("items", "least"), [(UPTAKE, 30), (PERSPECTIVE, 24)], ids=["uptake", "perspective"])
def test_the_lines_are_as_many_as_planned_and_every_code_occurs(items: list[CodeTurns], least: int) -> None:
    keys = [KEYS[item.id].units[line] for item in items for line in item.units]
    agreed = Counter(key.answers[0] for key in keys if key.status == "agreed")
    assert len(keys) in range(least, least + 3)
    assert set(agreed) == {c.id for c in load_codebook()[items[0].layer].codes} - {"undecidable"}
    assert min(agreed.values()) >= 4
    assert sum(key.status == "contested" for key in keys) >= 4


@pytest.mark.parametrize("item", CODED, ids=lambda item: item.id)
def test_an_item_gives_all_its_points_and_few_for_one_code_throughout(item: CodeTurns) -> None:
    units = {line: KEYS[item.id].units[line] for line in item.units}
    best = {line: unit.answers[0] for line, unit in units.items() if unit.scored}
    assert score(item, KEYS[item.id], best).points == item.points
    for code in item.categories:
        assert score(item, KEYS[item.id], dict.fromkeys(item.units, code.id)).points < 0.6 * item.points


@pytest.mark.parametrize("item", UPTAKE, ids=lambda item: item.id)
def test_the_two_turns_that_decide_are_among_the_lines_shown(item: CodeTurns) -> None:
    whole = load_conversation(item.conversation)
    for line in item.lines:
        after = [turn.line for turn in whole.turns if turn.line > line and turn.speaker in "SV"]
        assert all(number in item.shown for number in after[:2])


# --- 5.4 and 5.5: what comes next is not shown before -----------------------------------------------


@pytest.mark.parametrize("item", [i for i in READ if isinstance(i, Predict)], ids=lambda item: item.id)
def test_what_follows_a_stop_is_not_shown_before_it(item: Predict) -> None:
    earlier = BANK.items[: BANK.items.index(item)]
    shown = [e.shown for e in earlier if isinstance(e, (CodeTurns, Predict))]
    of_talk = [talk for talk in shown if talk.id == item.place.conversation]
    assert not any(turn.line > item.place.line for talk in of_talk for turn in talk.turns)
    said = item.place.options
    assert any(
        option.text.da == load_conversation(item.place.conversation)[item.place.line + 1].da
        for option in said
    )


def test_the_shuffled_turns_are_the_first_eight_and_have_one_order() -> None:
    (item,) = (item for item in BANK.items if isinstance(item, Order))
    talk = load_conversation("before-eight-oclock")
    spoken = {(f"{t.speaker}: {t.da}", f"{t.speaker}: {t.text('en')}"): t.line for t in talk.turns[:8]}
    lines = {step.id: spoken[step.text.da, step.text.en] for step in item.steps}
    assert score(item, KEYS[item.id], lines).points == item.points
    full = [
        order
        for order in permutations(item.units)
        if all(order.index(link.first) < order.index(link.then) for link in KEYS[item.id].before)
    ]
    assert full == [tuple(sorted(lines, key=lines.__getitem__))]
    assert not any(
        turn.line in range(1, 9)
        for other in BANK.items
        if isinstance(other, (CodeTurns, Predict)) and other.shown.id == talk.id
        for turn in other.shown.turns
    )


# --- 5.6: the numbers -----------------------------------------------------------------------------


def test_the_two_numbers_are_what_the_kit_itself_computes() -> None:
    from lises_teach.coding.agreement import cohen_kappa, percent_agreement

    percent, kappa = (item for item in BANK.items if isinstance(item, Number))
    assert percent.table is not None
    assert percent.table == kappa.table
    codes = [[cell.da for cell in row if isinstance(cell, Text)] for row in percent.table.rows]
    computed = {percent.id: 100 * float(percent_agreement(codes)), kappa.id: float(cohen_kappa(codes))}
    for item, number in computed.items():
        assert list(KEYS[item].units["value"].answers) == [pytest.approx(number)]
    extracts = BANK["m5-uenighed"].material
    assert extracts is not None
    table = zip(percent.table.rows, codes, strict=True)
    differing = [(str(row[0]), one, other) for row, (one, other) in table if one != other]
    assert re.findall(
        r"^Sted (\d+)\n(?:[BS].*\n)+Koder 1, (\w+): .*\nKoder 2, (\w+): ", extracts.da, re.M
    ) == [(place, one, other) for place, one, other in differing]


# --- 5.4 and 5.6 to 5.8: the texts ------------------------------------------------------------------


@pytest.mark.parametrize("item", READ, ids=lambda item: item.id)
def test_graders_have_two_anchors_for_each_level(item: Essay | Predict) -> None:
    anchors = KEYS[item.id].anchors
    assert [anchor.level for anchor in anchors] == [0, 0, 1, 1, 2, 2, 3, 3]
    for anchor in anchors:
        assert anchor.note is not None
        assert anchor.note.da.startswith("Konstrueret (syntetisk) og forkortet eksempel")
        given = re.findall(r"(R\d) (\d)", anchor.note.da)
        assert given == [(criterion, str(anchor.level)) for criterion in item.criteria]


def test_exactly_the_critique_must_be_passed() -> None:
    assert [item.id for item in BANK.items if item.must_pass] == ["m5-kritik"]


def test_no_text_copies_an_example_of_the_codebook() -> None:
    examples = {
        load_conversation(place.conversation)[place.line].da
        for layer in load_codebook().layers
        for code in layer.codes
        for place in (code.example, code.counter_example)
    }
    texts = (COURSE / "source" / ASSIGNMENT / "items.yaml").read_text(encoding="utf-8")
    texts += (COURSE / "keys" / f"{ASSIGNMENT}.yaml").read_text(encoding="utf-8")
    flat = re.sub(r"\s+", " ", texts)
    assert [line for line in examples if len(line) > 25 and line in flat] == []
