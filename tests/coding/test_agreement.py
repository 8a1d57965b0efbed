"""Agreement: published values to six digits, what holds for all ratings, and what is not defined."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from lises_teach.coding.agreement import (
    Agreement,
    RatingsError,
    _weights,
    bootstrap,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

Coefficient = Callable[..., Agreement]
BEYOND_CHANCE = [cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha]
ALL = [percent_agreement, *BEYOND_CHANCE]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]


def name_of(value: object) -> str | None:
    return getattr(value, "__name__", None)


def from_table(table: list[list[int]]) -> list[tuple[int, int]]:
    """Ratings of two coders that have this confusion table."""
    return [(i, j) for i, row in enumerate(table) for j, times in enumerate(row) for _ in range(times)]


# --- published values ----------------------------------------------------------------------------

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C; a row a coder, `.` missing
KRIPPENDORFF_2011 = "123321412... 1233224125.3 .3332342251. 12332441251."
# Hayes & Krippendorff (2007), "Answering the call for a standard reliability measure for coding data",
# table 1: the tone of 40 articles by five observers; a row a unit
HAYES_2007 = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2
1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222.
222.2 223.2 222.2 22.12 2222. 111.1
"""
# Fleiss (1971), "Measuring nominal scale agreement among many raters", table 1: 30 patients, how many of
# six psychiatrists gave each of five diagnoses
FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Cohen (1960), "A coefficient of agreement for nominal scales", table 1, as counts of 200
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# Gwet (2014), "Handbook of inter-rater reliability": 100 records by two abstractors
GWET_ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def digits(rows: str) -> list[list[float | None]]:
    return [[None if char == "." else float(char) for char in row] for row in rows.split()]


KRIPPENDORFF = np.array(digits(KRIPPENDORFF_2011), dtype=float).T
HAYES = digits(HAYES_2007)
FLEISS = [[code for code, times in enumerate(row) for _ in range(int(times))] for row in FLEISS_1971.split()]


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


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        (["a", "b"], "formen 2"),
        ([], "formen 0"),
        ("a", "formen 0"),
        ([["a"], ["b"]], "formen 2 × 1"),
        (np.zeros((2, 2, 2)), "formen 2 × 2 × 2"),
        ([["a", "b"], ["a"]], "ikke lige lange"),
    ],
    ids=["list", "empty", "word", "one coder", "three dimensions", "ragged"],
)
@pytest.mark.parametrize("measure", [*ALL, confusion], ids=name_of)
def test_what_is_no_table_is_refused_in_a_sentence(
    measure: Callable[..., object], ratings: Any, said: str
) -> None:
    with pytest.raises(RatingsError) as caught:
        measure(ratings)
    assert said in caught.value.sentence("da")


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
@pytest.mark.parametrize("code", ["low", True], ids=["word", "bool"])
def test_a_numeric_level_refuses_what_is_no_number(level: Any, code: object) -> None:
    with pytest.raises(RatingsError) as caught:
        krippendorff_alpha([[1, code], [2, 2]] if code == "low" else [[code, code], [False, None]], level)
    assert 'level="nominal"' in caught.value.sentence("da")


def test_ratio_refuses_numbers_below_zero() -> None:
    with pytest.raises(RatingsError) as caught:
        krippendorff_alpha([[-1, 1], [2, 2]], "ratio")
    assert "-1" in caught.value.sentence("en")
    assert krippendorff_alpha([[-1, 1], [2, 2]], "interval").value is not None


def test_an_unknown_level_names_those_there_are() -> None:
    level: Any = "ordinel"
    with pytest.raises(RatingsError) as caught:
        krippendorff_alpha([[1, 2], [2, 2]], level)
    assert "nominal, ordinal, interval, ratio" in caught.value.sentence("da")


def test_cohen_refuses_three_coders_and_says_what_to_use() -> None:
    with pytest.raises(RatingsError) as caught:
        cohen_kappa([["a", "b", "a"]])
    assert "her er 3" in caught.value.sentence("da")
    assert "Fleiss" in caught.value.sentence("en")
    with pytest.raises(RatingsError):
        bootstrap(cohen_kappa, [["a", "b", "a"]])


# --- the forms ratings come in -------------------------------------------------------------------

ROWS: list[list[Any]] = [
    ["a", "a", "b"],
    ["b", "b", "b"],
    ["a", None, "a"],
    [None, None, "b"],
    ["b", "a", None],
]
FORMS: dict[str, Any] = {
    "rows with NaN": [[np.nan if code is None else code for code in row] for row in ROWS],
    "object array": np.array(ROWS, dtype=object),
    "DataFrame": pd.DataFrame(ROWS),
    "DataFrame with NA": pd.DataFrame(ROWS).astype("string"),
    "DataFrame of objects with NA": pd.DataFrame(ROWS, dtype=object).map(lambda c: pd.NA if c is None else c),
    "DataFrame of categories": pd.DataFrame(ROWS).astype("category"),
}


@pytest.mark.parametrize("form", FORMS)
def test_words_may_come_in_any_form(form: str) -> None:
    for coefficient in (percent_agreement, fleiss_kappa, gwet_ac1, krippendorff_alpha):
        assert coefficient(FORMS[form]) == coefficient(ROWS)
    assert confusion(FORMS[form]) == confusion(ROWS)


NUMBERS: list[list[Any]] = [[1, 2], [2, 2], [3, None], [5, 5], [None, 1], [5, 3]]
NUMBER_FORMS: dict[str, Any] = {
    "floats with NaN": np.array(NUMBERS, dtype=float),
    "numpy's own numbers": [[None if n is None else np.int64(n) for n in row] for row in NUMBERS],
    "numpy's small floats": [[np.float32(np.nan if n is None else n) for n in row] for row in NUMBERS],
    "DataFrame": pd.DataFrame(NUMBERS),
    "DataFrame of Int64": pd.DataFrame(NUMBERS).astype("Int64"),
    "DataFrame of mixed columns": pd.DataFrame(NUMBERS).astype({0: "Int64", 1: "object"}),
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", NUMBER_FORMS)
def test_numbers_may_come_in_any_form(form: str, level: Any) -> None:
    wanted = krippendorff_alpha(NUMBERS, level)
    assert wanted.units == 4
    assert krippendorff_alpha(NUMBER_FORMS[form], level) == wanted


@pytest.mark.parametrize("kind", ["int64", "uint8", "float64", "object"])
def test_integers_are_codes_too(kind: Any) -> None:
    ratings = np.array([[1, 1], [10, 2], [2, 2]]).astype(kind)
    assert krippendorff_alpha(ratings, "interval").value == pytest.approx(1 - 5 * 128 / 720)
    assert confusion(ratings).codes == (1, 2, 10)


def test_ten_comes_after_two_on_an_ordinal_scale() -> None:
    close, far = [[1, 1], [2, 2], [2, 10], [10, 10]], [[1, 1], [2, 2], [1, 10], [10, 10]]
    alphas = [krippendorff_alpha(ratings, "ordinal").value for ratings in (close, far)]
    assert (alphas[0] or 0) > (alphas[1] or 0)


def test_importing_coding_loads_neither_numpy_nor_pandas() -> None:
    code = "import lises_teach.coding, sys; print([m for m in ('numpy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_agreement_itself_needs_no_pandas() -> None:
    code = "import lises_teach.coding.agreement, sys; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


MASKED: dict[str, Any] = {
    "whole numbers": np.ma.array([[1, 2], [2, 2], [3, 9], [5, 5], [9, 1], [5, 3]]),
    "numbers": np.ma.array([[1.0, 2], [2, 2], [3, 9], [5, 5], [9, 1], [5, 3]]),
    "words": np.ma.array([["a", "b"], ["b", "b"], ["c", "x"], ["d", "d"], ["x", "a"], ["d", "c"]]),
    "objects": np.ma.array(
        [["a", "b"], ["b", "b"], ["c", 9], ["d", "d"], [9, "a"], ["d", "c"]], dtype=object
    ),
}
for _masked in MASKED.values():
    _masked[2, 1] = _masked[4, 0] = np.ma.masked


@pytest.mark.parametrize(
    "of", [lambda table: table, list, lambda table: table.tolist()], ids=["array", "rows", "lists"]
)
@pytest.mark.parametrize("kind", MASKED)
def test_what_is_masked_is_missing(kind: str, of: Callable[[Any], Any]) -> None:
    ratings = of(MASKED[kind])
    assert krippendorff_alpha(ratings) == krippendorff_alpha(NUMBERS)
    assert gwet_ac1(ratings) == gwet_ac1(NUMBERS)
    assert len(confusion(ratings).codes) == 4


def test_a_masked_cell_among_words_is_missing() -> None:
    ratings = [[np.ma.masked if code is None else code for code in row] for row in ROWS]
    assert krippendorff_alpha(ratings) == krippendorff_alpha(ROWS)


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


# --- bootstrap -----------------------------------------------------------------------------------

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


# --- what holds for all ratings ------------------------------------------------------------------

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


def fitting(coefficient: Coefficient) -> int | None:
    return 2 if coefficient is cohen_kappa else None


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


# --- the same coefficient elsewhere --------------------------------------------------------------


@given(st.lists(st.tuples(CODES, CODES), min_size=2, max_size=40))
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
