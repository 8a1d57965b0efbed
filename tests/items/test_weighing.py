"""Weighing a dilemma and walking through a story: what counts as answered, and that nothing is scored."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lises_teach.dilemmas import branch_ids, load_branch, load_vignette, vignette_ids
from lises_teach.items import Allocate, Branches, Result, score
from lises_teach.items.keys import misfits
from tests.items.test_scoring import make_item, make_key, unit

VIGNETTE, STORY = vignette_ids()[0], branch_ids()[0]
PATHS = sorted(load_branch(STORY).paths())
WHOLE = {"effectiveness": 40, "fairness": 30, "responsiveness": 20, "respect": 10}


def allocate(points: float = 9, **fields: Any) -> Allocate:
    made = make_item("allocate", points, **{"criteria": ["R2", "R4", "R5"], "vignette": VIGNETTE, **fields})
    assert isinstance(made, Allocate)
    return made


def branches(**fields: Any) -> Branches:
    made = make_item("branches", **{"points": 0, "branch": STORY, **fields})
    assert isinstance(made, Branches)
    return made


WEIGH = allocate()
OWN = allocate(points=0, criteria=[])
WALK = branches()
FULL: dict[str, Any] = {"o1": WHOLE, "o2": WHOLE, "o3": WHOLE, "lost": "Tilliden til det, der blev aftalt."}


def outcomes(result: Result) -> dict[str, str]:
    return {found.unit: found.outcome for found in result.units}


# --- weighing ------------------------------------------------------------------------------------


def test_weights_are_never_scored_and_wait_for_a_teacher() -> None:
    result = score(WEIGH, make_key(), FULL)
    assert (result.points, result.max_points, result.manual) == (0, 9, True)
    assert set(outcomes(result).values()) == {"not_scored"}
    assert result.units[0].answered.da == "Effektivitet 40, Fairness 30, Responsivitet 20, Respekt 10"
    assert result.units[0].answered.en == "Effectiveness 40, Fairness 30, Responsiveness 20, Respect 10"
    option = load_vignette(VIGNETTE).options[0]
    assert result.units[0].label.en == f"Option 1: {option.text.en}"
    assert result.units[-1].answered.da == FULL["lost"]
    assert result.units[0].feedback[0].da == "Læses af din underviser."


def test_without_points_the_weights_are_the_learners_own() -> None:
    result = score(OWN, make_key(), FULL)
    assert not result.manual
    assert "dit eget" in result.units[0].feedback[0].da


@pytest.mark.parametrize(
    ("points", "said"),
    [({**WHOLE, "respect": 0}, "fordelt 90 af 100"), ({**WHOLE, "respect": 35}, "fordelt 125 af 100"), ({"respect": 5}, "fordelt 5 af 100")],
    ids=str,
)  # fmt: skip
def test_unfinished_weights_are_shown_and_do_not_count_as_answered(points: dict[str, int], said: str) -> None:
    result = score(WEIGH, make_key(), {"o1": points})
    assert outcomes(result)["o1"] == "not_scored"
    assert said in result.units[0].answered.da
    assert not WEIGH.filled("o1", points)
    assert WEIGH.begun("o1", points)


@pytest.mark.parametrize(
    ("changed", "words", "there"),
    [({}, 6, True), ({}, 7, False), ({"o2": {**WHOLE, "respect": 9}}, 0, False), ({"lost": " "}, 0, False), ({"lost": {"x": 1}}, 1, False)],
    ids=str,
)  # fmt: skip
def test_it_is_weighed_with_every_point_given_and_enough_written(
    changed: dict[str, Any], words: int, *, there: bool
) -> None:
    assert allocate(min_words=words).weighed(FULL | changed) is there


@pytest.mark.parametrize("blank", [None, "", [], {}, dict.fromkeys(WHOLE, 0)], ids=repr)
def test_nothing_given_is_not_answered(blank: Any) -> None:
    result = score(WEIGH, make_key(), FULL | {"o2": blank})
    assert outcomes(result) == dict.fromkeys(FULL, "not_scored") | {"o2": "not_answered"}
    assert not WEIGH.filled("o2", blank)
    assert not WEIGH.begun("o2", blank)


@pytest.mark.parametrize(
    "broken",
    [
        "40", 40, True, [40, 30, 20, 10], {**WHOLE, "kindness": 0}, {**WHOLE, "respect": 10.0}, {**WHOLE, "respect": "10"},
        {**WHOLE, "respect": True}, {**WHOLE, "respect": None}, {**WHOLE, "effectiveness": 60, "respect": -10},
        {"respect": float("nan")}, {"respect": float("inf")}, {"respect": 10**400}, {"respect": {}}, {3: 100},
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_what_is_no_weights_could_not_be_checked_and_leaves_the_others_alone(broken: Any) -> None:
    result = score(WEIGH, make_key(), FULL | {"o1": broken})
    assert outcomes(result) == dict.fromkeys(FULL, "not_scored") | {"o1": "unchecked"}
    assert not WEIGH.filled("o1", broken)


@pytest.mark.parametrize("broken", [3, True, ["tabt"], {"tabt": 1}], ids=repr)
def test_a_text_that_is_none_could_not_be_checked(broken: Any) -> None:
    assert outcomes(score(WEIGH, make_key(), {"lost": broken}))["lost"] == "unchecked"


@given(st.fixed_dictionaries(dict.fromkeys(WHOLE, st.integers(0, 100))))
def test_an_option_counts_as_answered_exactly_when_it_sums_to_100(points: dict[str, int]) -> None:
    assert WEIGH.filled("o1", points) is (sum(points.values()) == 100)
    assert outcomes(score(WEIGH, make_key(), {"o1": points}))["o1"] == (
        "not_scored" if any(points.values()) else "not_answered"
    )


def test_the_options_and_what_is_lost_are_the_units_and_only_the_text_is_free() -> None:
    assert WEIGH.units == ("o1", "o2", "o3", "lost")
    assert WEIGH.free == ("lost",)
    assert WEIGH.by_hand


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"vignette": f"{VIGNETTE}x"}, f"There is no dilemma called {VIGNETTE}x. Did you mean {VIGNETTE}?"),
        ({"points": 5}, "points must be 3 for each criterion: 9"),
    ],
    ids=str,
)
def test_a_dilemma_that_cannot_be_weighed_is_refused_in_a_sentence(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        allocate(**changed)


# --- walking through a story ---------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS[::7], ids="-".join)
def test_a_path_to_an_end_is_told_with_what_was_gained_and_lost(path: tuple[str, ...]) -> None:
    result = score(WALK, make_key(), {"path": list(path)})
    walk = load_branch(STORY).walk(path)
    (judged,) = result.units
    assert (result.points, result.max_points, result.manual, judged.outcome) == (0, 0, False, "not_scored")
    assert judged.answered.da == f"{len(path)} valg, læst til en slutning"
    assert walk.at.gained is not None
    assert walk.at.lost is not None
    assert [text.da for text in judged.feedback] == [
        *(f"{n}. {step.choice.text.da}" for n, step in enumerate(walk.steps, 1)),
        f"Vundet: {walk.at.gained.da}",
        f"Tabt: {walk.at.lost.da}",
    ]
    assert WALK.filled("path", list(path))


@given(st.sampled_from(PATHS), st.data())
def test_only_a_whole_path_counts_as_answered_and_every_beginning_as_begun(
    path: tuple[str, ...], data: st.DataObject
) -> None:
    start = list(path[: data.draw(st.integers(0, len(path)))])
    assert WALK.filled("path", start) is (len(start) == len(path))
    assert WALK.begun("path", start) is bool(start)
    judged = score(WALK, make_key(), {"path": start}).units[0]
    assert judged.outcome == ("not_scored" if start else "not_answered")
    assert ("ikke læst til en slutning" in judged.answered.da) is (0 < len(start) < len(path))


@pytest.mark.parametrize(
    "strange",
    ["c1", 3, True, {"c1": 1}, ["c9"], [1], [None], [["c1"]], [*PATHS[0], "c1"], ["c1"] * 50_000, ["\ud800"], float("nan")],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_what_is_no_path_could_not_be_checked(strange: Any) -> None:
    result = score(WALK, make_key(), {"path": strange})
    assert (outcomes(result)["path"], result.points) == ("unchecked", 0)
    assert not WALK.filled("path", strange)
    assert "ikke en vej gennem historien" in result.units[0].feedback[0].da


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"branch": f"{STORY}x"}, f"There is no branching story called {STORY}x. Did you mean {STORY}?"),
        ({"points": 2}, "points must be 0: no path of a story is scored"),
    ],
    ids=str,
)
def test_a_story_that_is_not_there_or_is_to_be_scored_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        branches(**changed)


# --- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", [WEIGH, WALK], ids=["allocate", "branches"])
def test_a_key_with_units_does_not_fit(item: Allocate | Branches) -> None:
    assert list(misfits(item, make_key())) == []
    (said,) = misfits(item, make_key(units={item.units[0]: unit("agreed", "c1")}))
    assert "no units in its key" in said.en
