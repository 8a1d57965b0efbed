"""Scoring of each kind: what a learner would miss if it were otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from lises_teach.i18n import Text
from lises_teach.items import Item, Key, score

ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def both(word: str) -> dict[str, str]:
    return {"da": word, "en": f"{word} (en)"}


def parts(*ids: str) -> list[dict[str, Any]]:
    return [{"id": i, "text": both(f"tekst {i}")} for i in ids]


def make_item(kind: str, points: float = 4, **fields: Any) -> Item:
    common = {"id": "x", "title": both("Titel"), "prompt": both("Gør noget"), "concepts": ["C094"]}
    return ITEM.validate_python({**common, "kind": kind, "points": points, **fields})


def make_key(**fields: Any) -> Key:
    return Key.model_validate({"item": "x", "look": both("§ 7"), **fields})


def unit(status: str, *answers: Any) -> dict[str, Any]:
    return {
        "status": status,
        "answers": list(answers),
        "reasons": [both(f"fordi {n}") for n, _ in enumerate(answers)],
    }


CHOICE = make_item("choice", options=parts("a", "b", "c"))
CHOICE_KEY = make_key(
    units={"choice": unit("agreed", "a")},
    mixups=[{"chosen": "b", "misconception": "MC10", "feedback": both("b er at spørge pænt")}],
)


def test_a_right_choice_gets_all_points_and_the_reason() -> None:
    result = score(CHOICE, CHOICE_KEY, {"choice": "a"})
    assert (result.points, result.max_points) == (4, 4)
    assert result.units[0].outcome == "right"
    assert result.units[0].feedback == (Text(da="fordi 0", en="fordi 0 (en)"),)


def test_a_wrong_choice_says_what_was_answered_where_to_look_and_which_misconception() -> None:
    (judged,) = score(CHOICE, CHOICE_KEY, {"choice": "b"}).units
    assert judged.outcome == "wrong"
    assert judged.answered.da == "tekst b"
    assert judged.look is not None
    assert judged.look.da == "§ 7"
    assert judged.misconception == "MC10"
    assert judged.feedback[0].da == "b er at spørge pænt"


def test_a_wrong_choice_does_not_give_the_right_one_away() -> None:
    (judged,) = score(CHOICE, CHOICE_KEY, {"choice": "c"}).units
    assert "tekst a" not in judged.model_dump_json()
    assert "fordi" not in judged.model_dump_json()


@pytest.mark.parametrize("blank", [None, {}, {"choice": None}, {"choice": ""}, {"choice": "  "}], ids=repr)
def test_blank_is_not_answered_rather_than_wrong(blank: object) -> None:
    result = score(CHOICE, CHOICE_KEY, blank)
    assert result.points == 0
    assert result.units[0].outcome == "not_answered"
    assert result.units[0].answered.da == "Ikke besvaret"
    assert not result.answered


@pytest.mark.parametrize(
    "strange", [{"choice": "zz"}, {"choice": 3}, {"choice": ["a"]}, [1], "a", 7], ids=repr
)
def test_what_is_no_answer_could_not_be_checked(strange: object) -> None:
    (judged,) = score(CHOICE, CHOICE_KEY, strange).units
    assert judged.outcome == "unchecked"
    assert judged.points == 0


CHOICES = make_item("choices", points=6, options=parts("a", "b", "c", "d", "e"))
CHOICES_KEY = make_key(
    units={
        "a": unit("agreed", True),
        "b": unit("agreed", True),
        "c": unit("agreed", False),
        "d": unit("contested", True, False),
        "e": unit("open"),
    },
    mixups=[{"chosen": "c", "misconception": "MC2", "feedback": both("c siger notatet ikke")}],
)


@pytest.mark.parametrize(
    ("ticked", "points"),
    [("ab", 6), ("abd", 6), ("abde", 6), ("a", 3), ("ac", 0), ("c", 0), ("abcde", 0), ("", 0), ("de", 0)],
)
def test_a_wrong_tick_takes_a_right_one_away(ticked: str, points: float) -> None:
    assert score(CHOICES, CHOICES_KEY, {o: o in ticked for o in "abcde"}).points == points


def test_each_option_has_its_own_outcome() -> None:
    result = score(CHOICES, CHOICES_KEY, {"a": True, "c": True, "b": "ja"})
    outcomes = {u.unit: u.outcome for u in result.units}
    assert outcomes == {"a": "right", "b": "unchecked", "c": "wrong", "d": "right", "e": "not_scored"}


MULTI = make_item(
    "classify",
    points=4,
    multiple=True,
    categories=parts("p", "q", "r", "s"),
    snippets=parts("s1", "s2", "s3"),
)
MULTI_KEY = make_key(
    units={"s1": unit("agreed", ["p", "q"]), "s2": unit("contested", ["p"], ["r"]), "s3": unit("open")},
    mixups=[{"chosen": "s", "misconception": "MC11", "feedback": both("s ligger ikke hos borgeren")}],
)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ({"s1": ["q", "p"]}, 2),
        ({"s1": ["p"]}, 1),
        ({"s1": ["p", "r"]}, 0),
        ({"s1": ["p", "q", "r", "s"]}, 0),
        ({"s2": ["p"]}, 2),
        ({"s2": ["r"]}, 2),
        ({"s2": ["p", "r"]}, 2),
        ({"s2": ["q"]}, 0),
        ({"s3": ["p"]}, 0),
        ({s: ["p", "q", "r", "s"] for s in ("s1", "s2", "s3")}, 0),
    ],
    ids=repr,
)
def test_several_labels(answer: dict[str, list[str]], points: float) -> None:
    assert score(MULTI, MULTI_KEY, answer).points == points


def test_a_contested_unit_shows_what_both_coders_saw() -> None:
    judged = score(MULTI, MULTI_KEY, {"s2": ["q"]}).units[1]
    said = " ".join(text.da for text in judged.feedback)
    assert "tekst p: fordi 0" in said
    assert "tekst r: fordi 1" in said


def test_an_open_unit_is_not_scored_and_shows_no_key() -> None:
    judged = score(MULTI, MULTI_KEY, {"s3": ["q"]}).units[2]
    assert judged.outcome == "not_scored"
    assert judged.max_points == 0
    assert judged.misconception is None


ORDER = make_item("order", points=6, steps=parts("a", "b", "c", "d"))
ORDER_KEY = make_key(
    before=[
        {"first": "a", "then": "b", "reason": both("først")},
        {"first": "a", "then": "c", "reason": both("først")},
        {"first": "c", "then": "d", "reason": both("sidst")},
    ]
)


@pytest.mark.parametrize(
    ("order", "points"),
    [("abcd", 6), ("acbd", 6), ("acdb", 6), ("bacd", 2), ("dcba", 0)],
)
def test_every_order_the_key_leaves_free_gets_full_points(order: str, points: float) -> None:
    assert score(ORDER, ORDER_KEY, {step: order.index(step) + 1 for step in "abcd"}).points == points


def test_the_same_place_for_all_steps_pays_nothing() -> None:
    assert score(ORDER, ORDER_KEY, dict.fromkeys("abcd", 1)).points == 0


def test_a_pair_the_wrong_way_round_is_named() -> None:
    result = score(ORDER, ORDER_KEY, {"a": 2, "b": 1, "c": 3, "d": 9})
    assert [u.outcome for u in result.units] == ["wrong", "right", "unchecked"]
    assert "”tekst a” kommer før ”tekst b”" in result.units[0].feedback[0].da


NUMBER = make_item("number", points=2, unit={"da": "timer", "en": "hours"})
NUMBER_KEY = make_key(
    units={"value": unit("agreed", 1234.5)},
    tolerance=0.5,
    spellings=["t"],
    slips=[{"value": 51, "misconception": "MX01", "feedback": both("51 er antal forløb")}],
)


@pytest.mark.parametrize(
    "typed",
    [
        "1234,5",
        "1.234,5",
        "1,234.5",
        "1 234,5 timer",
        "1234.5 t",
        "ca. 1.235 Timer i alt",
        "1234 hours",
        1234.5,
        "1234,5 t.",
    ],
)
def test_a_number_is_read_as_danes_and_english_readers_write_it(typed: object) -> None:
    assert score(NUMBER, NUMBER_KEY, {"value": typed}).points == 2


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [("51", "wrong"), ("1234 uger", "unchecked"), ("mange", "unchecked"), ("51 x 4", "unchecked"),
     ("9" * 400, "unchecked"), (float("nan"), "unchecked"), (True, "unchecked"), (10**5000, "unchecked"), ("-1234,5", "wrong")],
    ids=lambda value: str(value)[:12] if not isinstance(value, int) else "int",
)  # fmt: skip
def test_other_numbers(typed: object, outcome: str) -> None:
    result = score(NUMBER, NUMBER_KEY, {"value": typed})
    assert (result.units[0].outcome, result.points) == (outcome, 0)


def test_a_known_slip_gets_its_own_feedback() -> None:
    (judged,) = score(NUMBER, NUMBER_KEY, {"value": "51"}).units
    assert judged.misconception == "MX01"
    assert judged.feedback[0].da == "51 er antal forløb"


def test_a_text_waits_for_the_teacher() -> None:
    essay = make_item("text", points=6, min_words=10, criteria=["R1", "R4"])
    result = score(essay, make_key(), {"text": "<script>alert(1)</script>"})
    assert (result.points, result.max_points, result.manual) == (0, 6, True)
    assert result.units[0].answered.da == "<script>alert(1)</script>"


def test_a_text_without_points_is_the_learners_own() -> None:
    result = score(make_item("text", points=0, min_words=10), make_key(), {"text": "Mine forventninger"})
    assert not result.manual
    assert "dit eget" in result.units[0].feedback[0].da


def test_a_blank_pair_does_not_tell_which_step_comes_first() -> None:
    key = make_key(before=[{"first": "d", "then": "b", "reason": both("x")}])
    (pair,) = score(ORDER, key, {"a": 1}).units
    assert pair.label.da == "”tekst b” og ”tekst d”"
