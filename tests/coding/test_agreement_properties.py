"""What holds for all ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lises_teach.coding.agreement import Agreement, krippendorff_alpha
from tests.coding.published import ALL, LEVELS, Coefficient, fitting, name_of

CODES = st.sampled_from("abcd")


@st.composite
def tables(
    draw: st.DrawFn, codes: st.SearchStrategy[Any] = CODES, coders: int | None = None
) -> list[list[Any]]:
    count = coders or draw(st.integers(2, 5))
    return draw(
        st.lists(st.lists(codes | st.none(), min_size=count, max_size=count), min_size=1, max_size=30)
    )


def close(one: Agreement, other: Agreement) -> bool:
    assert (one.units, one.why) == (other.units, other.why)
    return one.value == pytest.approx(other.value, abs=1e-12)


@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
@given(data=st.data())
def test_the_order_of_units_and_coders_and_the_names_of_codes_do_not_matter(
    coefficient: Coefficient, data: st.DataObject
) -> None:
    ratings = data.draw(tables(coders=fitting(coefficient)))
    wanted = coefficient(ratings)
    assert close(coefficient(data.draw(st.permutations(ratings))), wanted)
    order = data.draw(st.permutations(range(len(ratings[0]))))
    assert close(coefficient([[row[at] for at in order] for row in ratings]), wanted)
    names = dict(zip("abcd", data.draw(st.permutations(["d", 7, "å", (1, 2)])), strict=True)) | {None: None}
    renamed = np.empty((len(ratings), len(ratings[0])), dtype=object)
    for at, row in enumerate(ratings):
        renamed[at] = [names[code] for code in row]
    assert close(coefficient(renamed), wanted)


@pytest.mark.parametrize("level", LEVELS)
@given(tables(st.integers(0, 9)), st.randoms())
def test_the_order_of_units_and_coders_does_not_matter_at_any_level(
    level: Any, ratings: list[list[Any]], random: Any
) -> None:
    wanted = krippendorff_alpha(ratings, level)
    mixed = random.sample(ratings, len(ratings))
    order = random.sample(range(len(ratings[0])), len(ratings[0]))
    assert close(krippendorff_alpha([[row[at] for at in order] for row in mixed], level), wanted)


@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
@given(codes=st.lists(CODES, min_size=2, max_size=30), coders=st.integers(2, 5))
def test_perfect_agreement_with_two_codes_or_more_is_one(
    coefficient: Coefficient, codes: list[str], coders: int
) -> None:
    assume(len(set(codes)) > 1)
    assert coefficient([[code] * (fitting(coefficient) or coders) for code in codes]).value == 1


@pytest.mark.parametrize("level", LEVELS)
@given(codes=st.lists(st.integers(0, 9), min_size=2, max_size=30), coders=st.integers(2, 5))
def test_perfect_agreement_on_numbers_is_one(level: Any, codes: list[int], coders: int) -> None:
    assume(len(set(codes)) > 1)
    assert krippendorff_alpha([[code] * coders for code in codes], level).value == 1


@pytest.mark.parametrize("coefficient", ALL, ids=name_of)
@given(data=st.data())
def test_no_value_is_above_one_and_a_missing_one_has_its_reason(
    coefficient: Coefficient, data: st.DataObject
) -> None:
    found = coefficient(data.draw(tables(coders=fitting(coefficient))))
    assert (found.value is None) is (found.why is not None)
    assert found.value is None or found.value <= 1


@pytest.mark.parametrize("level", LEVELS)
@given(tables(st.integers(0, 9)))
def test_no_alpha_is_above_one_at_any_level(level: Any, ratings: list[list[Any]]) -> None:
    found = krippendorff_alpha(ratings, level)
    assert (found.value is None) is (found.why is not None)
    assert found.value is None or found.value <= 1


@given(tables(st.integers(0, 9)), st.integers(1, 5), st.integers(-20, 20))
def test_an_interval_scale_may_be_stretched_and_moved(
    ratings: list[list[Any]], factor: int, shift: int
) -> None:
    moved = [[None if n is None else n * factor + shift for n in row] for row in ratings]
    assert close(krippendorff_alpha(moved, "interval"), krippendorff_alpha(ratings, "interval"))
