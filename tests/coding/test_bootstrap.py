"""Bootstrap intervals: of units drawn one by one, and the arguments that are refused in a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lises_teach.coding.agreement import (
    RatingsError,
    _weights,
    bootstrap,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from tests.coding.published import (
    COHEN_1960,
    FLEISS,
    HAYES,
    KRIPPENDORFF,
    LEVELS,
    Coefficient,
    from_table,
    name_of,
)

ORDINARY = np.array(HAYES, dtype=float)


@pytest.mark.parametrize(
    ("coefficient", "ratings", "options"),
    [
        (percent_agreement, ORDINARY, {}),
        (cohen_kappa, from_table(COHEN_1960), {}),
        (fleiss_kappa, FLEISS, {}),
        (gwet_ac1, FLEISS, {}),
        *((krippendorff_alpha, ORDINARY, {"level": level}) for level in LEVELS),
    ],
    ids=lambda value: name_of(value) or (value.get("level", "") if isinstance(value, dict) else "ratings"),
)
def test_the_interval_holds_the_value_and_the_same_seed_repeats_it(
    coefficient: Coefficient, ratings: Any, options: dict[str, Any]
) -> None:
    value = coefficient(ratings, **options).value
    found = bootstrap(coefficient, ratings, **options)
    assert value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < value < found.high
    assert (found.samples, found.undefined, found.confidence) == (1000, 0, 0.95)
    assert bootstrap(coefficient, ratings, **options) == found
    assert bootstrap(coefficient, ratings, seed=7, **options) != found


def test_a_higher_confidence_is_a_wider_interval() -> None:
    narrow, wide = (bootstrap(fleiss_kappa, FLEISS, confidence=c) for c in (0.5, 0.99))
    assert (wide.low or 0) < (narrow.low or 0) < (narrow.high or 0) < (wide.high or 0)


def test_the_interval_is_that_of_resampled_units() -> None:
    """Drawing patterns of units is drawing units: the spread is that of samples drawn one by one."""
    random = np.random.default_rng(1)
    drawn = [krippendorff_alpha(KRIPPENDORFF[random.integers(0, 12, 12)]).value for _ in range(2000)]
    low, high = np.quantile([value for value in drawn if value is not None], [0.25, 0.75])
    found = bootstrap(krippendorff_alpha, KRIPPENDORFF, samples=2000, confidence=0.5)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.02)


def test_samples_without_a_value_are_counted_and_left_out() -> None:
    ratings = [["yes", "yes"]] * 9 + [["no", "no"]]
    found = bootstrap(krippendorff_alpha, ratings, samples=400)
    assert 80 < found.undefined < 200  # a sample misses the one `no` with probability 0.9 ** 10 = 0.35
    assert (found.low, found.high) == (1, 1)


def test_where_no_sample_has_a_value_there_is_no_interval() -> None:
    found = bootstrap(cohen_kappa, [["yes", "yes"]] * 5, samples=50)
    assert (found.low, found.high, found.undefined) == (None, None, 50)


def test_samples_computed_in_blocks_are_the_same_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = bootstrap(krippendorff_alpha, HAYES, level="ordinal", samples=50)
    monkeypatch.setattr("lises_teach.coding.agreement._BLOCK", 100)
    in_blocks = bootstrap(krippendorff_alpha, HAYES, level="ordinal", samples=50)
    assert (in_blocks.low, in_blocks.high) == pytest.approx((at_once.low, at_once.high))


def test_units_drawn_one_by_one_are_the_same_samples_as_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are many patterns it is the units that are drawn; how often each comes is the same."""
    random = np.random.default_rng(1)
    there = random.integers(0, 10, (3000, 1))
    ratings = np.where(random.random((3000, 4)) < 0.6, there, random.integers(0, 10, (3000, 4)))
    patterns = bootstrap(krippendorff_alpha, ratings, level="ordinal", samples=2000)
    monkeypatch.setattr("lises_teach.coding.agreement._MANY", 0)
    units = bootstrap(krippendorff_alpha, ratings, level="ordinal", samples=2000)
    assert units != patterns
    assert (units.low, units.high) == pytest.approx((patterns.low, patterns.high), abs=0.003)


def test_a_drawn_sample_has_as_many_units_as_there_are() -> None:
    times = np.array([1, 2, 3, 4] * 1000)
    drawn = _weights(times, 300, np.random.default_rng(1))
    assert drawn.shape == (300, 4000)
    assert set(drawn.sum(axis=1)) == {times.sum()}
    for many in (1, 2, 3, 4):
        column = drawn[:, times == many]
        assert column.mean() == pytest.approx(many, rel=0.01)
        assert column.var() == pytest.approx(many, rel=0.02)


@pytest.mark.parametrize("samples", [0, -1, 10.5, True, "100", None], ids=str)
def test_bootstrap_needs_a_whole_number_of_samples(samples: Any) -> None:
    with pytest.raises(RatingsError) as caught:
        bootstrap(fleiss_kappa, FLEISS, samples=samples)
    assert f"Her står {samples}" in caught.value.sentence("da")
    assert "whole number of at least 1" in caught.value.sentence("en")


@pytest.mark.parametrize("confidence", [95, 1, 0, -0.5, 1.5, float("nan"), "0.95", None], ids=str)
def test_bootstrap_needs_a_share_as_confidence(confidence: Any) -> None:
    with pytest.raises(RatingsError) as caught:
        bootstrap(fleiss_kappa, FLEISS, confidence=confidence)
    assert f"Her står {confidence}; skriv 0.95 for 95 %" in caught.value.sentence("da")
    assert "between 0 and 1" in caught.value.sentence("en")


def test_numpys_own_numbers_are_numbers_to_bootstrap() -> None:
    options: dict[str, Any] = {"samples": np.int64(50), "confidence": np.float64(0.9)}
    found = bootstrap(fleiss_kappa, FLEISS, **options)
    assert found == bootstrap(fleiss_kappa, FLEISS, samples=50, confidence=0.9)


def test_bootstrap_names_the_coefficients_it_takes() -> None:
    with pytest.raises(RatingsError) as caught:
        bootstrap(lambda ratings: fleiss_kappa(ratings), FLEISS)
    assert "krippendorff_alpha" in caught.value.sentence("da")


@pytest.mark.parametrize("seed", [-1, 1.5, "2018"], ids=str)
def test_bootstrap_needs_a_whole_number_as_seed(seed: Any) -> None:
    with pytest.raises(RatingsError) as caught:
        bootstrap(fleiss_kappa, FLEISS, seed=seed)
    assert f"Her står {seed}" in caught.value.sentence("da")


def test_only_alpha_has_a_level() -> None:
    with pytest.raises(RatingsError) as caught:
        bootstrap(gwet_ac1, FLEISS, level="ordinal")
    assert "gwet_ac1 kan ikke bruge level=ordinal" in caught.value.sentence("da")
