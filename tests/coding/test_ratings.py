"""The forms ratings come in, and what is refused in a sentence."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lises_teach.coding.agreement import (
    RatingsError,
    bootstrap,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from tests.coding.published import ALL, LEVELS, name_of


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


def test_a_numeric_level_says_what_is_no_number_and_what_to_do() -> None:
    with pytest.raises(RatingsError) as caught:
        krippendorff_alpha([[1, "high"], [2, 2]], "ordinal")
    assert "men der står high" in caught.value.sentence("da")
    assert "give each step of the scale a number" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "cell", [["clarify", "involve"], {"clarify"}, (["clarify"],)], ids=["list", "set", "tuple"]
)
@pytest.mark.parametrize("measure", [*ALL, confusion], ids=name_of)
def test_a_cell_with_several_codes_is_refused_in_a_sentence(
    measure: Callable[..., object], cell: object
) -> None:
    table = np.full((2, 2), "involve", dtype=object)
    table[0, 1] = cell
    with pytest.raises(RatingsError) as caught:
        measure(pd.DataFrame(table))
    assert "clarify+involve" in caught.value.sentence("da")
    assert "Each cell must hold one code" in caught.value.sentence("en")


@pytest.mark.parametrize("level", LEVELS)
def test_a_scale_so_fine_that_no_two_values_are_alike_takes_little_memory(level: Any) -> None:
    """All pairs of values, for each unit, would soon be gigabytes; only those that met are kept."""
    ratings = np.random.default_rng(1).random((150, 3))
    tracemalloc.start()
    krippendorff_alpha(ratings, level)
    confusion(ratings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


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
