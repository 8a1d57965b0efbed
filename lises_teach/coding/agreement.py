"""How far coders agree: coefficients, bootstrap intervals and the confusion table behind them.

Ratings are units × coders: an array, a list of rows or a DataFrame, with None or NaN for a unit that
a coder did not code. A coefficient that is not defined for the ratings at hand has no value and says
why; it is never shown as 0 or 1. numpy only, and nothing here says how much agreement is enough.

Sources: Cohen (1960), "A coefficient of agreement for nominal scales"; Fleiss (1971), "Measuring
nominal scale agreement among many raters"; Krippendorff (2011), "Computing Krippendorff's
alpha-reliability"; Gwet (2008), "Computing inter-rater reliability and its variance in the presence of
high agreement", whose treatment of missing ratings is used throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lises_teach.errors import KitError
from lises_teach.i18n import Text, both

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LEVELS = ("nominal", "ordinal", "interval", "ratio")
_BLOCK = 2_000_000  # numbers held at a time while samples are computed


class RatingsError(KitError):
    """Ratings that no coefficient can be computed from: the wrong shape, or words on a numeric scale."""


@dataclass(frozen=True)
class Agreement:
    """A coefficient over `units` units that at least two coders rated.

    `value` is None where the coefficient is not defined, and `why` says so in words.
    """

    name: str
    value: float | None
    units: int
    coders: int
    why: Text | None = None

    def __float__(self) -> float:
        return float("nan") if self.value is None else self.value


@dataclass(frozen=True)
class Interval:
    """A bootstrap percentile interval; `undefined` of `samples` samples gave no coefficient."""

    low: float | None
    high: float | None
    confidence: float
    samples: int
    undefined: int


@dataclass(frozen=True)
class Confusion:
    """How often each code of one coder met each code of another.

    With two coders `counts[i][j]` is the number of units that the first gave code `i` and the second
    code `j`. With more it is Krippendorff's coincidence matrix, symmetric, with fractions.
    """

    codes: tuple[Any, ...]
    counts: tuple[tuple[float, ...], ...]
    coders: int


class _Ratings(NamedTuple):
    """Codes as numbers (-1: missing), and what the numbers stand for, in rising order."""

    codes: Ints  # units × coders
    labels: tuple[Any, ...]


class _Patterns(NamedTuple):
    """Units that were coded alike, with how many there are: what a bootstrap has to draw from."""

    rows: Ints  # patterns × (codes counted, or one column a coder)
    times: Ints  # how many units each
    labels: tuple[Any, ...]


_Statistic = Callable[[_Patterns, Floats], Floats]  # weights: samples × patterns → one value a sample


def percent_agreement(ratings: Any) -> Agreement:
    """The share of pairs of coders that agree, from 0 to 1, averaged over units.

    >>> percent_agreement([["a", "a"], ["a", "b"], ["b", "b"], ["b", None]]).value
    0.6666666666666666
    """
    return _coefficient("percent_agreement", ratings, _counted, _percent)


def cohen_kappa(ratings: Any) -> Agreement:
    """Cohen's kappa of exactly two coders, over the units that both rated."""
    return _coefficient("cohen_kappa", ratings, _paired, _cohen)


def fleiss_kappa(ratings: Any) -> Agreement:
    """Fleiss' kappa of two coders or more."""
    return _coefficient("fleiss_kappa", ratings, _counted, _fleiss)


def gwet_ac1(ratings: Any) -> Agreement:
    """Gwet's AC1, which stays meaningful where one code is much more common than the others."""
    return _coefficient("gwet_ac1", ratings, _counted, _gwet)


def krippendorff_alpha(ratings: Any, level: Level = "nominal") -> Agreement:
    """Krippendorff's alpha for codes (`nominal`) or numbers (`ordinal`, `interval`, `ratio`).

    Meant for codes and scales: time and memory grow with the square of the number of different values.
    """
    return _coefficient("krippendorff_alpha", ratings, _counted, _alpha(level), numeric=level != "nominal")


def bootstrap(
    coefficient: Callable[..., Agreement],
    ratings: Any,
    *,
    samples: int = 1000,
    confidence: float = 0.95,
    seed: int = 2018,
    **options: Any,
) -> Interval:
    """A percentile interval of `coefficient`, from units drawn with replacement.

    Parameters
    ----------
    coefficient
        One of this module's coefficients; `options` are passed on to it (`level="ordinal"`).
    seed
        The same seed gives the same interval.
    """
    patterns_of, statistic, numeric = _PARTS[coefficient.__name__](**options)
    patterns = patterns_of(_read(ratings, numeric=numeric))
    drawn = _resample(patterns, statistic, samples, np.random.default_rng(seed))
    known = drawn[np.isfinite(drawn)]
    undefined = samples - len(known)
    if not len(known):
        return Interval(None, None, confidence, samples, undefined)
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high), confidence, samples, undefined)


def confusion(ratings: Any) -> Confusion:
    """The confusion table of two coders, or the coincidence matrix of more."""
    read = _read(ratings, numeric=False)
    size = len(read.labels)
    if read.codes.shape[1] == 2:
        both_coded = read.codes[(read.codes >= 0).all(axis=1)]
        flat = np.bincount(both_coded[:, 0] * size + both_coded[:, 1], minlength=size * size)
        counts = flat.reshape(size, size).astype(float)
    else:
        patterns = _counted(read)
        counts = (patterns.times @ _coincidences(patterns)).reshape(size, size)
    return Confusion(read.labels, tuple(tuple(row) for row in counts.tolist()), read.codes.shape[1])


# --- reading ratings -----------------------------------------------------------------------------


def _read(ratings: Any, *, numeric: bool) -> _Ratings:
    table = np.asarray(ratings.to_numpy() if hasattr(ratings, "to_numpy") else ratings)
    if table.ndim != 2 or table.shape[1] < 2:
        raise RatingsError(both("coding.shape", shape=" × ".join(map(str, table.shape)) or "0"))
    if table.dtype.kind in "if":
        return _read_numbers(table.astype(float))
    return _read_labels(np.asarray(ratings, dtype=object) if table.dtype.kind in "US" else table, numeric)


def _read_numbers(table: Floats) -> _Ratings:
    known = np.isfinite(table)
    values, codes = np.unique(table[known], return_inverse=True)
    filled = np.full(table.shape, -1, dtype=np.int64)
    filled[known] = codes
    return _Ratings(filled, tuple(values.tolist()))


def _read_labels(table: NDArray[Any], numeric: bool) -> _Ratings:
    seen: dict[Any, int] = {}
    flat = [-1 if _missing(v) else seen.setdefault(v, len(seen)) for v in table.ravel().tolist()]
    labels = sorted(
        seen, key=lambda v: (not isinstance(v, (int, float)), v if isinstance(v, (int, float)) else 0, str(v))
    )
    if numeric and any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in labels):
        raise RatingsError(both("coding.needs_numbers"))
    place = {seen[label]: at for at, label in enumerate(labels)} | {-1: -1}
    codes = np.array([place[code] for code in flat], dtype=np.int64).reshape(table.shape)
    return _Ratings(codes, tuple(labels))


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and value != value)


def _counted(read: _Ratings) -> _Patterns:
    """Units by how often each code was given to them; one rating alone counts in the shares of AC1."""
    size = max(len(read.labels), 1)
    units = len(read.codes)
    given = read.codes >= 0
    flat = (np.arange(units)[:, None] * size + read.codes)[given]
    counts = np.bincount(flat, minlength=units * size).reshape(units, size)
    return _patterns(counts[counts.any(axis=1)], read.labels)


def _paired(read: _Ratings) -> _Patterns:
    if read.codes.shape[1] != 2:
        raise RatingsError(both("coding.two_coders", coders=read.codes.shape[1]))
    return _patterns(read.codes[(read.codes >= 0).all(axis=1)], read.labels)


def _patterns(rows: Ints, labels: tuple[Any, ...]) -> _Patterns:
    if not len(rows):
        return _Patterns(rows, np.zeros(0, dtype=np.int64), labels)
    # lexicographic order of the columns, which is much faster than numpy's unique over rows
    order = np.lexsort(rows.T)
    ranked = rows[order]
    new = np.concatenate([[True], (ranked[1:] != ranked[:-1]).any(axis=1)])
    starts = np.flatnonzero(new)
    return _Patterns(ranked[starts], np.diff(np.append(starts, len(rows))), labels)


# --- one value, or one for each sample -----------------------------------------------------------


def _coefficient(
    name: str,
    ratings: Any,
    patterns_of: Callable[[_Ratings], _Patterns],
    statistic: _Statistic,
    *,
    numeric: bool = False,
) -> Agreement:
    read = _read(ratings, numeric=numeric)
    patterns = patterns_of(read)
    usable = int(((read.codes >= 0).sum(axis=1) >= 2).sum())
    value = float(statistic(patterns, patterns.times[None, :].astype(float))[0]) if usable else float("nan")
    if np.isfinite(value):
        return Agreement(name, value, usable, read.codes.shape[1])
    why = "coding.no_units" if not usable else "coding.one_code"
    return Agreement(name, None, usable, read.codes.shape[1], both(why))


def _resample(
    patterns: _Patterns, statistic: _Statistic, samples: int, random: np.random.Generator
) -> Floats:
    units = int(patterns.times.sum())
    if not units:
        return np.full(samples, np.nan)
    share = patterns.times / units
    block = max(1, _BLOCK // len(share))
    sizes = [min(block, samples - start) for start in range(0, samples, block)]
    return np.concatenate(
        [statistic(patterns, random.multinomial(units, share, size=size).astype(float)) for size in sizes]
    )


def _observed(patterns: _Patterns, weights: Floats) -> tuple[Floats, Floats]:
    """For each sample the mean agreement of pairs, and the mean share of each code (Gwet 2008)."""
    counts = patterns.rows.astype(float)
    rated = counts.sum(axis=1)
    pairs = np.maximum(rated * (rated - 1), 1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / pairs
    several = (rated >= 2).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = weights @ (agreeing * several) / (weights @ several)
        shares = weights @ (counts / rated[:, None]) / weights.sum(axis=1, keepdims=True)
    return observed, shares


def _percent(patterns: _Patterns, weights: Floats) -> Floats:
    return _observed(patterns, weights)[0]


def _fleiss(patterns: _Patterns, weights: Floats) -> Floats:
    observed, shares = _observed(patterns, weights)
    return _beyond(observed, (shares**2).sum(axis=1))


def _gwet(patterns: _Patterns, weights: Floats) -> Floats:
    observed, shares = _observed(patterns, weights)
    size = len(patterns.labels)
    if size < 2:
        return np.full(len(weights), np.nan)
    return _beyond(observed, (shares * (1 - shares)).sum(axis=1) / (size - 1))


def _cohen(patterns: _Patterns, weights: Floats) -> Floats:
    size = len(patterns.labels)
    first, second = (np.eye(size)[patterns.rows[:, column]] for column in (0, 1))
    total = weights.sum(axis=1, keepdims=True)
    same = (patterns.rows[:, 0] == patterns.rows[:, 1]).astype(float)
    expected = ((weights @ first / total) * (weights @ second / total)).sum(axis=1)
    return _beyond(weights @ same / total[:, 0], expected)


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """Agreement beyond chance; NaN where chance alone gives all of it."""
    room = 1 - expected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(room > 1e-12, (observed - expected) / room, np.nan)


def _coincidences(patterns: _Patterns) -> Floats:
    """What one unit of each pattern adds to the coincidence matrix: patterns × (codes · codes)."""
    counts = patterns.rows.astype(float)
    rated = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    size = counts.shape[1]
    pairs[:, range(size), range(size)] -= counts
    pairs[rated < 2] = 0
    shared: Floats = pairs / np.maximum(rated - 1, 1)[:, None, None]
    return shared.reshape(len(counts), size * size)


def _alpha(level: Level) -> _Statistic:
    if level not in _LEVELS:
        raise RatingsError(both("coding.level", level=level, levels=", ".join(_LEVELS)))

    def statistic(patterns: _Patterns, weights: Floats) -> Floats:
        size = len(patterns.labels)
        together = (weights @ _coincidences(patterns)).reshape(-1, size, size)
        margins = together.sum(axis=2)
        distance = _distances(level, patterns.labels, margins)
        total = margins.sum(axis=1)
        expected = (margins[:, :, None] * margins[:, None, :] * distance).sum(axis=(1, 2))
        observed = (together * distance).sum(axis=(1, 2))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(expected > 0, 1 - (total - 1) * observed / expected, np.nan)

    return statistic


def _distances(level: Level, labels: tuple[Any, ...], margins: Floats) -> Floats:
    """The squared difference between codes: one matrix, or one a sample where it depends on the margins."""
    size = len(labels)
    if level == "nominal":
        return (1 - np.eye(size))[None]
    if level == "ordinal":
        up_to = np.cumsum(margins, axis=1)
        middle = up_to - margins / 2  # the ranks between two codes, with half of each end
        apart: Floats = middle[:, :, None] - middle[:, None, :]
        return apart**2
    values = np.array(labels, dtype=float)
    gap = values[:, None] - values[None, :]
    if level == "interval":
        return (gap**2)[None]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = gap / (values[:, None] + values[None, :])
    return (np.where(gap == 0, 0.0, share) ** 2)[None]


_Parts = tuple[Callable[[_Ratings], _Patterns], _Statistic, bool]
_PARTS: dict[str, Callable[..., _Parts]] = {
    "percent_agreement": lambda: (_counted, _percent, False),
    "cohen_kappa": lambda: (_paired, _cohen, False),
    "fleiss_kappa": lambda: (_counted, _fleiss, False),
    "gwet_ac1": lambda: (_counted, _gwet, False),
    "krippendorff_alpha": lambda level="nominal": (_counted, _alpha(level), level != "nominal"),
}

__all__ = [
    "Agreement",
    "Confusion",
    "Interval",
    "RatingsError",
    "bootstrap",
    "cohen_kappa",
    "confusion",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "percent_agreement",
]
