"""Agreement of ten coders on 100,000 units: with a bootstrap, and against the stock coefficients.

Codes that are many, or seldom the same, make more different units, which is what a bootstrap draws from.
Of clusters it draws from their sums, however many units they have.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from rich.table import Table
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from lises_teach.coding.agreement import (
    bootstrap,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

CODERS, UNITS, CODES, MANY_CODES, SAMPLES, RUNS = 10, 100_000, 5, 10, 1000, 3
CLUSTER = 50  # units
KEPT, LITTLE_KEPT, MISSING = 0.7, 0.3, 0.05  # how often a coder sees what is there, and how often none codes
WORDS = np.array(["caught", "unheard", "overtaken", "undecidable", "none"])


class Timed(NamedTuple):
    """The median seconds of `RUNS` runs, and what the last one gave."""

    seconds: float
    result: Any


def timed(act: Callable[[], Any]) -> Timed:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        result = act()
        times.append(time.perf_counter() - began)
    return Timed(statistics.median(times), result)


def ratings(codes: int = CODES, kept: float = KEPT) -> np.ndarray[Any, Any]:
    """Units × coders, the codes from 0 up, none missing; the same every time."""
    random = np.random.default_rng(2018)
    there = random.integers(0, codes, (UNITS, 1))
    seen = random.random((UNITS, CODERS)) < kept
    return np.where(seen, there, random.integers(0, codes, (UNITS, CODERS)))


def with_missing(full: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    holes = np.random.default_rng(2018).random(full.shape) < MISSING
    return np.where(holes, np.nan, full)


def tables() -> Iterator[Table]:
    full = ratings()
    yield bootstrapped(full)
    yield compared(full)


def bootstrapped(full: np.ndarray[Any, Any]) -> Table:
    table = Table(
        "coefficient", "coders", "codes", "value", "interval", "value s", f"{SAMPLES} samples s", f"of clusters of {CLUSTER} s",
        title=f"Agreement, {UNITS} units, {MISSING:.0%} missing, median of {RUNS} runs",
    )  # fmt: skip
    some = with_missing(full)
    levels: list[dict[str, Any]] = [{"level": level} for level in ("nominal", "ordinal", "interval", "ratio")]
    rows: list[tuple[Callable[..., Any], np.ndarray[Any, Any], dict[str, Any]]] = [
        (percent_agreement, some, {}),
        (cohen_kappa, some[:, :2], {}),
        (fleiss_kappa, some, {}),
        (gwet_ac1, some, {}),
        *((krippendorff_alpha, some, level) for level in levels),
    ]
    for kept in (KEPT, LITTLE_KEPT):
        many = with_missing(ratings(MANY_CODES, kept))
        rows += [(gwet_ac1, many, {}), (krippendorff_alpha, many, {"level": "ordinal"})]
    clusters = np.arange(UNITS) // CLUSTER
    for coefficient, data, options in rows:
        value = timed(lambda c=coefficient, d=data, o=options: c(d, **o))
        spread, whole = (
            timed(lambda c=coefficient, d=data, o=o: bootstrap(c, d, samples=SAMPLES, **o))
            for o in (options, options | {"clusters": clusters})
        )
        name = " ".join([coefficient.__name__, *options.values()])
        interval = f"{spread.result.low:.4f} – {spread.result.high:.4f}"
        shown = f"{value.result.value:.4f}"
        table.add_row(
            name, str(data.shape[1]), str(int(np.nanmax(data)) + 1), shown, interval,
            f"{value.seconds:.3f}", f"{spread.seconds:.3f}", f"{whole.seconds:.3f}",
        )  # fmt: skip
    return table


def compared(full: np.ndarray[Any, Any]) -> Table:
    table = Table(
        "coefficient", "units × coders", "codes are", "here s", "there s", "there", "difference",
        title=f"The same coefficient elsewhere, one value without missing ratings, median of {RUNS} runs",
    )  # fmt: skip
    two, words = full[:, :2], WORDS[full[:, :2]].astype(object)
    pairs = [
        ("cohen_kappa", two, "numbers", cohen_kappa, lambda r: cohen_kappa_score(r[:, 0], r[:, 1]), "scikit-learn"),
        ("cohen_kappa", words, "words", cohen_kappa, lambda r: cohen_kappa_score(r[:, 0], r[:, 1]), "scikit-learn"),
        ("cohen_kappa", two, "numbers", cohen_kappa, _statsmodels_cohen, "statsmodels"),
        ("fleiss_kappa", full, "numbers", fleiss_kappa, _statsmodels_fleiss, "statsmodels"),
    ]  # fmt: skip
    for name, data, what, here, there, whose in pairs:
        ours, theirs = timed(lambda h=here, d=data: h(d).value), timed(lambda t=there, d=data: float(t(d)))
        table.add_row(
            name, f"{len(data)} × {data.shape[1]}", what, f"{ours.seconds:.3f}", f"{theirs.seconds:.3f}",
            whose, f"{abs(ours.result - theirs.result):.0e}",
        )  # fmt: skip
    return table


def _statsmodels_cohen(some: np.ndarray[Any, Any]) -> float:
    counts, _ = inter_rater.to_table(some, bins=CODES)
    kappa: float = inter_rater.cohens_kappa(counts, return_results=False)
    return kappa


def _statsmodels_fleiss(some: np.ndarray[Any, Any]) -> float:
    counts, _ = inter_rater.aggregate_raters(some, n_cat=CODES)
    kappa: float = inter_rater.fleiss_kappa(counts)
    return kappa
