"""Agreement: published values to six digits, what is not defined, and the same coefficient elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from lises_teach.coding.agreement import (
    Agreement,
    bootstrap,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from tests.coding.published import (
    ALL,
    BEYOND_CHANCE,
    COHEN_1960,
    FLEISS,
    GWET_ABSTRACTORS,
    HAYES,
    KRIPPENDORFF,
    Coefficient,
    from_table,
    name_of,
)

# --- published values ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_krippendorffs_data_at_every_level(level: Any, published: float) -> None:
    found = krippendorff_alpha(KRIPPENDORFF, level)
    assert found.value == pytest.approx(published, abs=5e-7)
    assert (found.units, found.coders) == (11, 4)


@pytest.mark.parametrize(
    ("level", "published", "accuracy"),
    [("ordinal", 0.7598, 5e-5), ("nominal", 0.477, 5e-4), ("interval", 0.757, 5e-4)],
)
def test_alpha_of_hayes_and_krippendorffs_articles(level: Any, published: float, accuracy: float) -> None:
    assert krippendorff_alpha(HAYES, level).value == pytest.approx(published, abs=accuracy)


def test_kappa_of_fleiss_psychiatrists() -> None:
    found = fleiss_kappa(FLEISS)
    assert found.value == pytest.approx(0.430245, abs=5e-7)
    assert (found.units, found.coders) == (30, 6)


def test_kappa_of_cohens_judges() -> None:
    found = cohen_kappa(from_table(COHEN_1960))
    assert found.value == pytest.approx(0.29 / 0.59, abs=1e-12)
    assert round(found.value or 0, 3) == 0.492


@pytest.mark.parametrize(
    ("coefficient", "published"),
    [(percent_agreement, 0.8181818), (fleiss_kappa, 0.76117), (gwet_ac1, 0.77544)],
    ids=name_of,
)
def test_missing_ratings_are_treated_as_gwet_does(coefficient: Coefficient, published: float) -> None:
    """The same ratings as Krippendorff's, with the values that Gwet's own package irrCAC prints."""
    assert coefficient(KRIPPENDORFF).value == pytest.approx(published, abs=5e-6)


@pytest.mark.parametrize(
    ("coefficient", "published"),
    [
        (percent_agreement, 0.89),
        (cohen_kappa, 0.7964094),
        (gwet_ac1, 0.8493305),
        (krippendorff_alpha, 0.7972585),
    ],
    ids=name_of,
)
def test_two_abstractors_as_in_gwets_handbook(coefficient: Coefficient, published: float) -> None:
    assert coefficient(from_table(GWET_ABSTRACTORS)).value == pytest.approx(published, abs=5e-8)


# --- not defined, or nearly so -------------------------------------------------------------------


@pytest.mark.parametrize("coefficient", BEYOND_CHANCE, ids=name_of)
def test_one_code_only_has_no_value_and_says_so(coefficient: Coefficient) -> None:
    found = coefficient([["caught", "caught"]] * 9)
    assert found.value is None
    assert np.isnan(float(found))
    assert found.why is not None
    assert "samme kode" in found.why.da
    assert "same code" in found.why.en


def test_one_code_only_is_full_percent_agreement() -> None:
    assert percent_agreement([["caught", "caught"]] * 9) == Agreement("percent_agreement", 1.0, 9, 2)


def test_one_single_disagreement_gives_alpha_zero() -> None:
    assert krippendorff_alpha([["yes", "yes"]] * 40 + [["yes", "no"]]).value == 0


@pytest.mark.parametrize(
    "ratings",
    [[["a", None], [None, "b"]], [[None, None]], np.full((3, 2), np.nan), np.empty((0, 2))],
    ids=["no unit by two", "nothing", "only NaN", "no unit"],
)
@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
def test_no_common_unit_has_no_value_and_says_so(coefficient: Coefficient, ratings: Any) -> None:
    found = coefficient(ratings)
    assert (found.value, found.units) == (None, 0)
    assert found.why is not None
    assert "Ingen linje" in found.why.da
    assert bootstrap(coefficient, ratings, samples=5).undefined == 5


# --- confusion tables ----------------------------------------------------------------------------


def test_the_confusion_table_of_two_coders_has_the_first_in_its_rows() -> None:
    found = confusion([["b", "a"], ["b", "a"], ["a", "a"], ["c", None]])
    assert found.codes == ("a", "b", "c")
    assert found.counts == ((1, 0, 0), (2, 0, 0), (0, 0, 0))
    assert found.coders == 2


def test_the_confusion_table_is_the_one_it_was_made_from() -> None:
    assert confusion(from_table(COHEN_1960)).counts == tuple(map(tuple, COHEN_1960))


def test_several_coders_have_krippendorffs_coincidence_matrix() -> None:
    """The matrix that Krippendorff (2011) prints for the data, with 40 pairable values in all."""
    found = confusion(KRIPPENDORFF)
    assert found.codes == (1, 2, 3, 4, 5)
    assert np.array(found.counts) == pytest.approx(
        np.array(
            [
                [7, 4 / 3, 1 / 3, 1 / 3, 0],
                [4 / 3, 10, 4 / 3, 1 / 3, 0],
                [1 / 3, 4 / 3, 8, 1 / 3, 0],
                [1 / 3, 1 / 3, 1 / 3, 4, 0],
                [0, 0, 0, 0, 3],
            ]
        )
    )
    assert np.sum(found.counts) == pytest.approx(40)


@pytest.mark.parametrize("coders", [2, 3])
def test_the_confusion_table_of_nothing_is_empty(coders: int) -> None:
    assert confusion([[None] * coders] * 4).counts == ()


# --- the same coefficient elsewhere --------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=2, max_size=40))
def test_cohens_kappa_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    found = cohen_kappa(pairs).value
    assume(found is not None)  # where it is not defined, scikit-learn warns and gives NaN
    one, other = zip(*pairs, strict=True)
    assert found == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)


@given(
    st.integers(2, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=2)
    )
)
def test_fleiss_kappa_is_statsmodels(ratings: list[list[int]]) -> None:
    found = fleiss_kappa(ratings).value
    assume(found is not None)
    counts, _ = inter_rater.aggregate_raters(np.array(ratings))
    assert found == pytest.approx(inter_rater.fleiss_kappa(counts), abs=1e-9)
