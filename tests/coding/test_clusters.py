"""Bootstrap intervals of whole clusters, such as the lines of one conversation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.coding.agreement import (
    Interval,
    RatingsError,
    _weights,
    bootstrap,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from tests.coding.published import ALL, HAYES, KRIPPENDORFF, LEVELS, Coefficient, fitting, name_of

EVERY: list[tuple[Coefficient, dict[str, Any]]] = [
    *((coefficient, {}) for coefficient in ALL),
    *((krippendorff_alpha, {"level": level}) for level in LEVELS[1:]),
]
NAMES = [" ".join([coefficient.__name__, *options.values()]) for coefficient, options in EVERY]


def width(found: Interval) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def talks(count: int, lines: int, apart: float, seed: int = 1) -> tuple[np.ndarray[Any, Any], list[str]]:
    """Two coders' codes of `count` conversations, some missing; `apart`: how far conversations differ."""
    random = np.random.default_rng(seed)
    clear = 1 / (1 + np.exp(-(1 + apart * random.normal(size=(count, 1)))))
    there = random.integers(1, 4, (count, lines))
    codes = [
        np.where(random.random((count, lines)) < clear, there, random.integers(1, 4, (count, lines)))
        for _ in range(2)
    ]
    table = np.stack([code.ravel() for code in codes], axis=1).astype(float)
    table[random.random(table.shape) < 0.1] = np.nan
    return table, [f"talk {talk}" for talk in range(count) for _ in range(lines)]


@pytest.mark.parametrize(("coefficient", "options"), EVERY, ids=NAMES)
def test_every_sample_is_its_clusters_put_together(
    coefficient: Coefficient, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same samples as the bootstrap draws, put together and computed by hand, line for line."""
    ratings, clusters = talks(6, 12, apart=1)
    drawn: list[np.ndarray[Any, Any]] = []

    def noted(*asked: Any) -> np.ndarray[Any, Any]:
        drawn.append(_weights(*asked))
        return drawn[-1]

    monkeypatch.setattr("lises_teach.coding.agreement._weights", noted)
    found = bootstrap(coefficient, ratings, clusters=clusters, samples=60, **options)
    parts = [ratings[np.array(clusters) == name] for name in dict.fromkeys(clusters)]
    times = np.concatenate(drawn).astype(int)
    assert set(times.sum(axis=1)) == {6}
    values = [
        float(coefficient(np.concatenate([parts[at] for at in np.repeat(range(6), row)]), **options))
        for row in times
    ]
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])), abs=1e-9)


@pytest.mark.parametrize(("coefficient", "options"), EVERY, ids=NAMES)
def test_two_clusters_give_exactly_the_three_samples_there_are(
    coefficient: Coefficient, options: dict[str, Any]
) -> None:
    ratings, clusters = talks(2, 20, apart=0)
    one, other = ratings[:20], ratings[20:]
    possible = [
        float(coefficient(np.concatenate(parts), **options))
        for parts in [(one, one), (one, other), (other, other)]
    ]
    found = bootstrap(coefficient, ratings, clusters=clusters, confidence=0.999, samples=4000, **options)
    assert (found.low, found.high) == pytest.approx((min(possible), max(possible)), abs=1e-9)


@pytest.mark.parametrize(("coefficient", "options"), EVERY, ids=NAMES)
def test_where_each_unit_is_its_own_cluster_it_is_the_plain_interval(
    coefficient: Coefficient, options: dict[str, Any]
) -> None:
    ratings = np.array(HAYES, dtype=float)[:, : fitting(coefficient)]
    alone = bootstrap(coefficient, ratings, clusters=range(len(ratings)), samples=20_000, **options)
    plain = bootstrap(coefficient, ratings, samples=20_000, **options)
    assert (alone.low, alone.high) == pytest.approx((plain.low, plain.high), abs=0.02)


@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
def test_clusters_that_differ_give_a_wider_interval(coefficient: Coefficient) -> None:
    ratings, clusters = talks(12, 27, apart=1.5)
    whole, plain = (bootstrap(coefficient, ratings, **o) for o in ({"clusters": clusters}, {}))
    assert width(whole) > 1.3 * width(plain)


def test_clusters_at_random_change_little() -> None:
    ratings, clusters = talks(200, 5, apart=0)
    whole, plain = (bootstrap(krippendorff_alpha, ratings, **o) for o in ({"clusters": clusters}, {}))
    assert width(whole) == pytest.approx(width(plain), rel=0.15)


def test_many_clusters_are_drawn_one_by_one_as_units_are(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings, clusters = talks(300, 4, apart=1)
    patterns = bootstrap(krippendorff_alpha, ratings, clusters=clusters, samples=3000)
    monkeypatch.setattr("lises_teach.coding.agreement._MANY", 0)
    units = bootstrap(krippendorff_alpha, ratings, clusters=clusters, samples=3000)
    assert units != patterns
    assert (units.low, units.high) == pytest.approx((patterns.low, patterns.high), abs=0.01)


# --- missing codes, and samples without a value --------------------------------------------------


@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
def test_a_cluster_that_nobody_coded_changes_nothing(coefficient: Coefficient) -> None:
    ratings, clusters = talks(6, 10, apart=1)
    more = np.concatenate([ratings, np.full((7, 2), np.nan)])
    found = bootstrap(coefficient, more, clusters=[*clusters, *["silent"] * 7])
    assert found == bootstrap(coefficient, ratings, clusters=clusters)


def test_samples_without_a_value_are_counted_and_left_out() -> None:
    ratings = [["yes", "yes"]] * 30 + [["no", "no"], ["yes", "no"]]
    clusters = [*"abc"] * 10 + ["d", "d"]
    found = bootstrap(krippendorff_alpha, ratings, clusters=clusters, samples=1000)
    assert 240 < found.undefined < 400  # no sample has a value without `d`: 0.75 ** 4 = 0.32
    assert found.low is not None
    assert found.samples == 1000


def test_where_no_sample_has_a_value_there_is_no_interval() -> None:
    found = bootstrap(cohen_kappa, [["yes", "yes"]] * 6, clusters=[*"aabbcc"], samples=50)
    assert (found.low, found.high, found.undefined) == (None, None, 50)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "ratings", [[[None, None]] * 3, [[1, None], [None, 2], [3, None]]], ids=["nobody", "one"]
)
def test_where_no_unit_was_coded_twice_there_is_no_interval(ratings: Any, level: Any) -> None:
    found = bootstrap(krippendorff_alpha, ratings, clusters=[*"abb"], level=level, samples=20)
    assert (found.low, found.high, found.undefined) == (None, None, 20)


# --- the forms clusters come in, and what is refused ---------------------------------------------


@pytest.mark.parametrize(
    "of",
    [
        tuple,
        np.array,
        lambda names: np.array(names, dtype=object),
        pd.Series,
        lambda names: pd.Series(names, dtype="category"),
        lambda names: pd.Series(names, index=[f"line {n}" for n in range(len(names))], dtype="string"),
        pd.Index,
        lambda names: pd.MultiIndex.from_tuples([("m5", name) for name in names]),
        lambda names: [int(name.split()[1]) for name in names],
        lambda names: [float(name.split()[1]) for name in names],
    ],
    ids=[
        "tuple",
        "array",
        "objects",
        "Series",
        "category",
        "string",
        "Index",
        "MultiIndex",
        "numbers",
        "floats",
    ],
)
def test_clusters_may_come_in_any_form(of: Any) -> None:
    ratings, clusters = talks(9, 10, apart=1)
    wanted = bootstrap(gwet_ac1, ratings, clusters=clusters)
    assert bootstrap(gwet_ac1, ratings, clusters=of(clusters)) == wanted


def test_clusters_may_be_a_column_beside_the_codes() -> None:
    ratings, clusters = talks(5, 10, apart=1)
    frame = pd.DataFrame(ratings, columns=["A", "B"]).assign(conversation=clusters).set_index("conversation")
    found = bootstrap(percent_agreement, frame, clusters=frame.index)
    assert found == bootstrap(percent_agreement, ratings, clusters=clusters)


@pytest.mark.parametrize(
    ("clusters", "said"),
    [
        (["a", "b"], ("Der er 12 linjer og 2 grupper", "There are 12 lines, and 2 groups")),
        ([*"aabbccddeeffg"], ("Der er 12 linjer og 13 grupper", "13 groups")),
        ("conversation_id", ("Der er 12 linjer og 1 grupper", "1 groups")),
        ([["a"]] * 12, ("12 × 1 grupper", "12 × 1 groups")),
        ([*"aabbccddeef", None], ("linje nummer 12", "line number 12")),
        ([1, 2, np.nan, *range(9)], ("linje nummer 3", "line number 3")),
        (["a"] * 12, ("mindst to grupper", "At least two groups")),
        ([*"aaaaaaaaaaab"], ("mindst to grupper", "At least two groups")),  # the last line has one code only
        ([{"a"}, *"aabbccddeef"], ("{'a'}", "{'a'}")),
    ],
    ids=["short", "long", "name", "table", "None", "NaN", "one", "one that counts", "set"],
)
def test_clusters_that_cannot_be_used_are_refused_in_a_sentence(clusters: Any, said: tuple[str, str]) -> None:
    ratings = KRIPPENDORFF[:, :3].copy()
    ratings[-1] = [1, np.nan, np.nan]
    with pytest.raises(RatingsError) as caught:
        bootstrap(krippendorff_alpha, ratings, clusters=clusters)
    assert said[0] in caught.value.sentence("da")
    assert said[1] in caught.value.sentence("en")


# --- what holds for all ratings ------------------------------------------------------------------

CODES = st.none() | st.integers(1, 4)


# not AC1, which depends on how many codes there are and in a sample counts those of all ratings
@pytest.mark.parametrize(("coefficient", "options"), [e for e in EVERY if e[0] is not gwet_ac1])
@given(data=st.data())
def test_the_interval_lies_within_what_samples_can_give(
    coefficient: Coefficient, options: dict[str, Any], data: st.DataObject
) -> None:
    """Two clusters can only be drawn in three ways."""
    coders = fitting(coefficient) or data.draw(st.integers(2, 4))
    rows = st.lists(st.lists(CODES, min_size=coders, max_size=coders), min_size=1, max_size=8)
    one, other = data.draw(rows), data.draw(rows)
    clusters = ["one"] * len(one) + ["other"] * len(other)
    try:
        found = bootstrap(coefficient, one + other, clusters=clusters, samples=40, confidence=0.9, **options)
    except RatingsError:  # only one of the two has a unit with two codes
        return
    values = [coefficient(rows, **options).value for rows in (one + one, one + other, other + other)]
    known = [value for value in values if value is not None]
    if found.low is None or found.high is None:
        assert found.undefined == 40
        return
    assert min(known) - 1e-9 <= found.low <= found.high <= max(known) + 1e-9


@given(st.integers(2, 6), st.integers(1, 6), st.randoms())
def test_the_order_of_units_and_the_names_of_clusters_do_not_matter(
    count: int, lines: int, random: Any
) -> None:
    ratings, clusters = talks(count, lines, apart=1)
    ratings = np.nan_to_num(ratings, nan=1)
    wanted = bootstrap(percent_agreement, ratings, clusters=clusters, samples=30)
    order = random.sample(range(len(ratings)), len(ratings))
    names = [clusters[at] for at in order]
    mixed = bootstrap(percent_agreement, ratings[order], clusters=names, samples=30)
    assert (mixed.low, mixed.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)
