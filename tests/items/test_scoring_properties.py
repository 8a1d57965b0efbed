"""What holds for every answer, however strange."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lises_teach.items import Item, Key, score
from tests.items.test_scoring import (
    CHOICE,
    CHOICE_KEY,
    CHOICES,
    CHOICES_KEY,
    MULTI,
    MULTI_KEY,
    NUMBER,
    NUMBER_KEY,
    ORDER,
    ORDER_KEY,
    make_item,
    make_key,
)  # fmt: skip
from tests.items.test_turns import (
    MARKS,
    MARKS_KEY,
    PREDICT,
    SEVERAL,
    SEVERAL_KEY,
    UPTAKE,
    UPTAKE_KEY,
)  # fmt: skip
from tests.items.test_weighing import WALK, WEIGH

PAIRS = [
    pytest.param(CHOICE, CHOICE_KEY, id="choice"),
    pytest.param(CHOICES, CHOICES_KEY, id="choices"),
    pytest.param(MULTI, MULTI_KEY, id="classify"),
    pytest.param(ORDER, ORDER_KEY, id="order"),
    pytest.param(NUMBER, NUMBER_KEY, id="number"),
    pytest.param(make_item("text", points=3, min_words=0, criteria=["R1"]), make_key(), id="text"),
    pytest.param(UPTAKE, UPTAKE_KEY, id="code_turns"),
    pytest.param(SEVERAL, SEVERAL_KEY, id="code_turns, several"),
    pytest.param(MARKS, MARKS_KEY, id="code_turns, marks"),
    pytest.param(PREDICT, make_key(), id="predict"),
    pytest.param(WEIGH, make_key(), id="allocate"),
    pytest.param(WALK, make_key(), id="branches"),
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text(st.characters(categories=["Cs"]), max_size=2)
    | st.sampled_from(["a", "p", "s1", "1,5 timer", "caught", "yes", "no", "institution", "o1", "c1", 100]),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["fairness", "respect"]), inner)
    ),
    max_leaves=8,
)


def answers(item: Item) -> st.SearchStrategy[Any]:
    return JSON | st.dictionaries(st.sampled_from([*item.units, *item.extras, "?"]), JSON)


@pytest.mark.parametrize(("item", "key"), PAIRS)
def test_no_answer_raises_or_leaves_the_range(item: Item, key: Key) -> None:
    @settings(max_examples=300)
    @given(answers(item))
    def holds(answer: Any) -> None:
        result = score(item, key, answer)
        assert 0 <= result.points <= item.points
        assert type(result.points) is float
        assert result.max_points == item.points
        assert all(0 <= unit.points <= item.points for unit in result.units)
        result.model_dump_json()

    holds()


@pytest.mark.parametrize(("item", "key"), PAIRS)
def test_blank_never_scores(item: Item, key: Key) -> None:
    for blank in (None, "", []):
        assert score(item, key, dict.fromkeys(item.units, blank)).points == 0


@given(
    st.sets(st.sampled_from("abc"), min_size=1, max_size=2), st.sampled_from(["agreed", "contested", "open"])
)
def test_ticking_everything_never_scores_in_choices(right: set[str], status_of_d: str) -> None:
    answers_of_d = {"agreed": [True], "contested": [True, False], "open": []}[status_of_d]
    reason = {"da": "x", "en": "x"}
    units: dict[str, Any] = {
        o: {"status": "agreed", "answers": [o in right], "reasons": [reason]} for o in "abc"
    }
    units["d"] = {"status": status_of_d, "answers": answers_of_d, "reasons": [reason] * len(answers_of_d)}
    units["e"] = {"status": "open"}
    assert score(CHOICES, make_key(units=units), dict.fromkeys("abcde", True)).points == 0


@given(st.lists(st.sets(st.sampled_from("pqrs"), min_size=1, max_size=3), min_size=1, max_size=3))
def test_ticking_everything_never_scores_with_several_labels(readings: list[set[str]]) -> None:
    reason = {"da": "x", "en": "x"}
    status = "agreed" if len(readings) == 1 else "contested"
    unit = {"status": status, "answers": [sorted(r) for r in readings], "reasons": [reason] * len(readings)}
    key = make_key(units={"s1": unit, "s2": unit, "s3": {"status": "open"}})
    assert score(MULTI, key, {s: list("pqrs") for s in ("s1", "s2", "s3")}).points == 0


@given(st.permutations("abcd"))
def test_order_pays_fully_exactly_for_the_orders_the_key_allows(order: list[str]) -> None:
    place = {step: order.index(step) + 1 for step in order}
    allowed = all(place[link.first] < place[link.then] for link in ORDER_KEY.before)
    assert (score(ORDER, ORDER_KEY, place).points == ORDER.points) is allowed
