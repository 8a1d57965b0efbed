"""Coding lines of a conversation and stopping to predict: what is scored, what never is, and by which key."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lises_teach.conversations import load_conversation, load_stop
from lises_teach.grading.view import answer_html
from lises_teach.items import CodeTurns, Result, score
from lises_teach.items.keys import misfits
from tests.items.test_scoring import make_item, make_key, unit

TALK = "no-goals"
STOP = "no-goals-1"
OPEN: dict[str, Any] = {"status": "open"}


def code_turns(layer: str, *lines: int, points: float = 6, **fields: Any) -> CodeTurns:
    item = make_item(
        "code_turns", points=points, **{"conversation": TALK, "layer": layer, "lines": lines, **fields}
    )
    assert isinstance(item, CodeTurns)
    return item


def said_of(result: Result, line: int) -> str:
    (judged,) = [found for found in result.units if found.unit == str(line)]
    return " ".join(text.da for text in judged.feedback)


def outcomes(result: Result) -> dict[str, str]:
    return {found.unit: found.outcome for found in result.units}


# --- one code a line -----------------------------------------------------------------------------

UPTAKE = code_turns("uptake", 24, 26, 28, 38)
UPTAKE_KEY = make_key(
    units={
        "24": unit("agreed", "unheard"),
        "26": unit("agreed", "caught"),
        "28": unit("contested", "caught", "overtaken"),
        "30": unit("agreed", "caught"),  # on the layer, but not asked here
        "38": OPEN,
    },
    mixups=[{"chosen": "caught", "instead_of": "unheard", "misconception": "MC4", "feedback": {"da": "Et »mm« er ikke nok.", "en": "An “mm” is not enough."}}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ({"24": "unheard", "26": "caught", "28": "caught", "38": "caught"}, 6),
        ({"24": "unheard", "26": "caught", "28": "overtaken"}, 6),
        ({"24": "unheard"}, 2),
        ({"28": "unheard"}, 0),
        ({"38": "caught"}, 0),
        ({"30": "caught"}, 0),
        (dict.fromkeys(["24", "26", "28", "38"], "undecidable"), 0),
        ({}, 0),
    ],
    ids=repr,
)
def test_points_are_spread_over_the_lines_that_are_asked_and_scored(
    answer: dict[str, str], points: float
) -> None:
    assert score(UPTAKE, UPTAKE_KEY, answer).points == points


@pytest.mark.parametrize("chosen", ["caught", "overtaken", "unheard"])
def test_a_contested_line_shows_what_both_coders_saw(chosen: str) -> None:
    result = score(UPTAKE, UPTAKE_KEY, {"28": chosen})
    assert outcomes(result)["28"] == ("wrong" if chosen == "unheard" else "right")
    said = said_of(result, 28)
    assert "Begge svar tæller." in said
    assert "Gribes: fordi 0" in said
    assert "Overhales: fordi 1" in said


def test_an_open_line_counts_neither_way_and_shows_no_reading() -> None:
    (judged,) = [u for u in score(UPTAKE, UPTAKE_KEY, {"38": "caught"}).units if u.unit == "38"]
    assert (judged.outcome, judged.points, judged.max_points) == ("not_scored", 0, 0)
    assert judged.answered.da == "Gribes"
    assert [text.da for text in judged.feedback] == [
        "Her kan teksten alene ikke afgøre det. Svaret tæller hverken for eller imod."
    ]


def test_a_wrong_code_names_the_thought_behind_it_but_not_the_right_one() -> None:
    judged = score(UPTAKE, UPTAKE_KEY, {"24": "caught"}).units[0]
    assert (judged.outcome, judged.misconception) == ("wrong", "MC4")
    assert [text.en for text in judged.feedback] == ["An “mm” is not enough."]
    assert "Overhøres" not in judged.model_dump_json()


def test_a_line_is_named_with_number_speaker_and_words_in_both_languages() -> None:
    label = score(UPTAKE, UPTAKE_KEY, {}).units[1].label
    turn = load_conversation(TALK)[26]
    assert label.da == f"Linje 26 – B: {turn.da}"
    assert label.en == f"Line 26 – B: {turn.en}"


@pytest.mark.parametrize(
    "strange", [["caught"], "grebet", 3, True, {"caught": True}, "\ud800"], ids=ascii
)  # fmt: skip
def test_a_strange_code_could_not_be_checked_and_leaves_the_others_alone(strange: Any) -> None:
    result = score(UPTAKE, UPTAKE_KEY, {"24": strange, "26": "caught"})
    assert (outcomes(result)["24"], result.points) == ("unchecked", 2)


EXTRAS = st.dictionaries(
    st.sampled_from(UPTAKE.extras), st.none() | st.booleans() | st.text() | st.lists(st.none())
)


@given(EXTRAS)
def test_unsure_and_notes_are_never_scored(extras: dict[str, Any]) -> None:
    answer = {"24": "unheard", "26": "unheard", "28": "caught"}
    with_extras = score(UPTAKE, UPTAKE_KEY, answer | extras)
    bare = tuple(found.model_copy(update={"beside": ()}) for found in with_extras.units)
    assert with_extras.model_copy(update={"units": bare}) == score(UPTAKE, UPTAKE_KEY, answer)
    assert not score(UPTAKE, UPTAKE_KEY, extras).answered


def test_doubt_and_a_note_stand_beside_the_line_for_the_teacher() -> None:
    result = score(
        UPTAKE, UPTAKE_KEY, {"24": "unheard", "24.unsure": True, "24.note": " Hvem <b>spørger</b>? "}
    )
    first, second, *_ = result.units
    assert [text.da for text in first.beside] == ["Du var usikker.", "Din note: Hvem <b>spørger</b>?"]
    assert second.beside == ()
    page = answer_html(UPTAKE, result, "da")
    assert "Du var usikker." in page
    assert "Din note: Hvem &lt;b&gt;spørger&lt;/b&gt;?" in page


def test_unsure_and_notes_are_saved_with_each_line_and_notes_looked_through() -> None:
    assert UPTAKE.extras[:2] == ("24.unsure", "24.note")
    assert UPTAKE.free == ("24.note", "26.note", "28.note", "38.note")


# --- several codes a line ------------------------------------------------------------------------

SEVERAL = code_turns("consideration", 11, 13, 15, 33)
SEVERAL_KEY = make_key(
    units={
        "11": unit("agreed", ["institution"]),
        "13": unit("agreed", ["institution", "clarify"]),
        "15": unit("contested", ["institution"], ["involve"]),
        "33": OPEN,
    }
)
EVERY = ["institution", "clarify", "involve", "none"]


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ({"11": ["institution"], "13": ["clarify", "institution"], "15": ["involve"]}, 6),
        ({"15": ["institution"]}, 2),
        ({"15": ["institution", "involve"]}, 2),
        ({"13": ["clarify"]}, 1),
        ({"13": ["clarify", "involve"]}, 0),
        ({"11": ["none"]}, 0),
        ({"33": EVERY}, 0),
        (dict.fromkeys(["11", "13", "15", "33"], EVERY), 0),
        ({"11": [], "13": [], "15": [], "33": []}, 0),
    ],
    ids=repr,
)
def test_several_codes_pay_by_overlap_and_all_of_them_pay_nothing(
    answer: dict[str, list[str]], points: float
) -> None:
    assert score(SEVERAL, SEVERAL_KEY, answer).points == points


def test_a_contested_line_with_several_codes_shows_both_readings() -> None:
    said = said_of(score(SEVERAL, SEVERAL_KEY, {"15": ["clarify"]}), 15)
    assert "fordi 0" in said
    assert "fordi 1" in said


@pytest.mark.parametrize("strange", ["institution", [["institution"]], ["institution", 3], ["andet"], {}])
def test_a_strange_set_of_codes_could_not_be_checked(strange: Any) -> None:
    result = score(SEVERAL, SEVERAL_KEY, {"11": strange})
    assert (outcomes(result)["11"], result.points) == ("unchecked", 0)


# --- lines to mark -------------------------------------------------------------------------------

LINES = (2, 6, 10, 14, 18, 20, 22, 24, 26, 30)
MARKS = code_turns("meaning", *LINES, points=8)
HITS = ("22", "26")
MARKS_KEY = make_key(
    units={str(line): unit("agreed", "no") for line in LINES}
    | {line: unit("agreed", "yes") for line in HITS}
    | {"14": unit("contested", "yes", "no"), "18": OPEN}
)


def marked(*lines: int, rest: str | None = "no") -> dict[str, str | None]:
    return {str(line): "yes" if line in lines else rest for line in LINES}


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (marked(22, 26), 8),
        (marked(22, 26, rest=None), 8),
        (marked(22), 4),
        (marked(*LINES), 0),
        (marked(), 0),
        ({}, 0),
        (marked(22, 26, 14, 18), 8),  # contested and open lines take nothing
        (marked(22, 26, 20, 24), 8),  # close to what was found
        (marked(22, 26, 2), 6),  # one of four that nobody could call close
        (marked(22, 2, 6, 10), 0),
        (marked(2, 6, 10, 30), 0),
    ],
    ids=str,
)
def test_the_share_marked_beside_is_taken_from_the_share_found(answer: dict[str, Any], points: float) -> None:
    result = score(MARKS, MARKS_KEY, answer)
    assert result.points == points
    assert all((found.points, found.max_points) == (0, 0) for found in result.units)


def test_an_extra_mark_close_to_a_hit_is_for_discussion() -> None:
    result = score(MARKS, MARKS_KEY, marked(22, 20, 2))
    assert [outcomes(result)[line] for line in ("22", "20", "2", "26", "6")] == [
        "right", "not_scored", "wrong", "wrong", "right",
    ]  # fmt: skip
    assert "Det kan diskuteres, og det trækker ikke fra." in said_of(result, 20)


def test_close_means_close_in_the_conversation_not_in_the_list_of_lines() -> None:
    item = code_turns("meaning", 2, 6, 22)
    key = make_key(units={"2": unit("agreed", "no"), "6": unit("agreed", "no"), "22": unit("agreed", "yes")})
    assert outcomes(score(item, key, {"6": "yes"}))["6"] == "wrong"


def test_where_every_other_line_is_close_each_takes_its_share() -> None:
    item = code_turns("meaning", 20, 22, 24)
    key = make_key(
        units={"20": unit("agreed", "no"), "22": unit("agreed", "yes"), "24": unit("agreed", "no")}
    )
    assert score(item, key, {"20": "yes", "22": "yes", "24": "no"}).points == 3
    assert score(item, key, dict.fromkeys(["20", "22", "24"], "yes")).points == 0


@pytest.mark.parametrize("code", ["yes", "no"])
def test_a_contested_mark_accepts_either_and_shows_both_reasons(code: str) -> None:
    result = score(MARKS, MARKS_KEY, {"14": code})
    assert outcomes(result)["14"] == "right"
    assert "fordi 0" in said_of(result, 14)
    assert "fordi 1" in said_of(result, 14)


READING = st.sampled_from(["yes", "no", "both", "open"])
UNITS: dict[str, dict[str, Any]] = {
    "yes": unit("agreed", "yes"), "no": unit("agreed", "no"), "both": unit("contested", "yes", "no"), "open": OPEN,
}  # fmt: skip


@given(st.lists(READING, min_size=len(LINES), max_size=len(LINES)))
def test_marking_everything_or_nothing_pays_nothing_and_the_consensus_pays_all(readings: list[str]) -> None:
    truth = dict(zip(map(str, LINES), readings, strict=True))
    key = make_key(units={line: UNITS[reading] for line, reading in truth.items()})
    for code in ("yes", "no"):
        assert score(MARKS, key, dict.fromkeys(truth, code)).points == 0
    best = {line: reading if reading in ("yes", "no") else "yes" for line, reading in truth.items()}
    assert score(MARKS, key, best).points == (MARKS.points if {"yes", "no"} <= set(readings) else 0)


@given(st.sets(st.sampled_from(LINES)), st.sampled_from(LINES))
def test_one_more_mark_helps_on_a_hit_and_never_elsewhere(before: set[int], more: int) -> None:
    one, other = (score(MARKS, MARKS_KEY, marked(*lines)).points for lines in (before, before | {more}))
    assert other >= one if str(more) in HITS else other <= one


# --- stop and predict ----------------------------------------------------------------------------

PREDICT = make_item("predict", points=6, criteria=["R1", "R4"], stop=STOP, first=30)
OWN = make_item("predict", points=0, stop=STOP)
FULL: dict[str, Any] = {"own": "Hvad er det ved foderet?", "choice": "o2", "why": "Det giver plads."}


def test_a_prediction_is_never_scored_and_waits_for_a_teacher() -> None:
    result = score(PREDICT, make_key(), FULL)
    assert (result.points, result.max_points, result.manual) == (0, 6, True)
    assert set(outcomes(result).values()) == {"not_scored"}
    assert [found.answered.en for found in result.units] == [
        FULL["own"], load_stop(STOP).options[1].text.en, FULL["why"],
    ]  # fmt: skip
    assert result.units[0].label.da == "Din egen næste tur"
    assert result.units[0].feedback[0].da == "Læses af din underviser."


def test_no_continuation_is_right() -> None:
    results = [score(PREDICT, make_key(), FULL | {"choice": o.id}) for o in load_stop(STOP).options]
    assert {(r.points, outcomes(r)["choice"]) for r in results} == {(0.0, "not_scored")}


def test_a_prediction_without_points_is_the_learners_own() -> None:
    result = score(OWN, make_key(), FULL)
    assert not result.manual
    assert "dit eget" in result.units[0].feedback[0].da


@pytest.mark.parametrize("part", ["own", "choice", "why"])
@pytest.mark.parametrize("blank", [None, "", "  ", []], ids=repr)
def test_each_part_may_be_left_out(part: str, blank: Any) -> None:
    result = score(PREDICT, make_key(), FULL | {part: blank})
    assert outcomes(result) == dict.fromkeys(FULL, "not_scored") | {part: "not_answered"}
    assert result.answered
    assert not result.complete


@pytest.mark.parametrize("part", ["own", "choice", "why"])
@pytest.mark.parametrize("broken", [3, True, ["o1"], {"o1": 1}, 1.5], ids=repr)
def test_each_part_may_be_broken(part: str, broken: Any) -> None:
    result = score(PREDICT, make_key(), FULL | {part: broken})
    assert outcomes(result) == dict.fromkeys(FULL, "not_scored") | {part: "unchecked"}


def test_a_continuation_there_is_not_could_not_be_checked() -> None:
    result = score(PREDICT, make_key(), FULL | {"choice": "o9"})
    assert outcomes(result)["choice"] == "unchecked"
    assert "o9 er ikke en af mulighederne" in result.units[1].feedback[0].da


def test_the_conversation_is_shown_up_to_the_stop() -> None:
    assert PREDICT.kind == "predict"
    assert [turn.line for turn in PREDICT.shown.turns] == list(range(30, load_stop(STOP).line + 1))
    assert [option.id for option in PREDICT.options] == [o.id for o in load_stop(STOP).options]


def test_a_prediction_has_no_units_in_its_key() -> None:
    key = make_key(units={"own": unit("agreed", "Ja")})
    assert "no units" in next(misfits(PREDICT, key)).en
    assert list(misfits(PREDICT, make_key())) == []


# --- what the models refuse ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lines": [26, 99]}, "line 99 is not among the lines shown"),
        ({"lines": [2], "first": 10}, "line 2 is not among the lines shown"),
        ({"lines": [26], "last": 20}, "line 26 is not among the lines shown"),
        ({"lines": [25]}, "line 25 is by S, which uptake does not code"),
        ({"layer": "institutional"}, "line 26 is by B, which institutional does not code"),
        ({"lines": [28, 26]}, "rising order, each once"),
        ({"lines": [26, 26]}, "rising order, each once"),
        ({"lines": []}, "at least 1 item"),
        ({"first": 0}, "greater than or equal to 1"),
        (
            {"conversation": "no-gaols"},
            "There is no conversation or stop called no-gaols. Did you mean no-goals?",
        ),
        ({"layer": "tone"}, "the layer tone is not in the codebook"),
    ],
    ids=str,
)
def test_lines_that_cannot_be_coded_are_refused_in_a_sentence(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        code_turns(**{"layer": "uptake", "lines": [26], **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"stop": "no-goals-9"},
            "There is no conversation or stop called no-goals-9. Did you mean no-goals-[12]?",
        ),
        ({"first": 39}, "the stop is after line 38, the lines shown begin later"),
        ({"first": 0}, "greater than or equal to 1"),
        ({"points": 5}, "points must be 3 for each criterion: 6"),
    ],
    ids=str,
)
def test_a_stop_that_is_not_there_is_refused_in_a_sentence(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        make_item("predict", **{"points": 6, "criteria": ["R1", "R4"], "stop": STOP, "first": 1, **changed})
