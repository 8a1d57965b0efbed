"""How far coders agree: coefficients, bootstrap intervals and the confusion table behind them.

Ratings are units × coders: an array, a list of rows or a DataFrame, with None, NA or NaN where a coder
did not code a unit, or a numpy array that masks it. A coefficient that is not defined for the ratings
at hand has no value and says why; it is never shown as 0 or 1. numpy only, and nothing here says how
much agreement is enough.

Sources: Cohen (1960), "A coefficient of agreement for nominal scales"; Fleiss (1971), "Measuring
nominal scale agreement among many raters"; Krippendorff (2011), "Computing Krippendorff's
alpha-reliability"; Gwet (2008), "Computing inter-rater reliability and its variance in the presence of
high agreement", whose treatment of missing ratings is used throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lises_teach.coding.ratings import (
    Ints,
    Level,
    Patterns,
    Ratings,
    RatingsError,
    counted,
    paired,
    read_ratings,
)
from lises_teach.i18n import Text, both

Floats = NDArray[np.float64]
_LEVELS = ("nominal", "ordinal", "interval", "ratio")
_BLOCK = 2_000_000  # numbers held at a time while samples are computed
_MANY, _UNITS_A_PATTERN = 4_000, 50  # from so many patterns, up to so many units in each, units are drawn


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


class _Coefficient(NamedTuple):
    """A coefficient as a function of sums over units, so that a bootstrap sample is one weighted sum."""

    patterns: Callable[[Ratings], Patterns]
    adds: Callable[[Patterns], Floats]  # patterns × sums: what one such unit adds to each sum
    value: Callable[[Floats, tuple[Any, ...]], Floats]  # samples × sums, and the codes → a value each
    level: Level = "nominal"


def percent_agreement(ratings: Any) -> Agreement:
    """The share of pairs of coders that agree, from 0 to 1, averaged over units.

    >>> percent_agreement([["a", "a"], ["a", "b"], ["b", "b"], ["b", None]]).value
    0.6666666666666666
    """
    return _agreement("percent_agreement", ratings)


def cohen_kappa(ratings: Any) -> Agreement:
    """Cohen's kappa of exactly two coders, over the units that both rated."""
    return _agreement("cohen_kappa", ratings)


def fleiss_kappa(ratings: Any) -> Agreement:
    """Fleiss' kappa of two coders or more."""
    return _agreement("fleiss_kappa", ratings)


def gwet_ac1(ratings: Any) -> Agreement:
    """Gwet's AC1, which stays meaningful where one code is much more common than the others."""
    return _agreement("gwet_ac1", ratings)


def krippendorff_alpha(ratings: Any, level: Level = "nominal") -> Agreement:
    """Krippendorff's alpha for codes (`nominal`) or numbers (`ordinal`, `interval`, `ratio`).

    Meant for codes and scales: time and memory grow with the square of the number of different values.
    """
    return _agreement("krippendorff_alpha", ratings, level=level)


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
    samples
        How many samples, a whole number from 1 up.
    confidence
        The share of the samples that the interval holds, between 0 and 1.
    seed
        The same seed gives the same interval.

    Raises
    ------
    RatingsError
        Where the ratings, the coefficient, `samples` or `confidence` cannot be used.
    """
    if not isinstance(samples, Integral) or isinstance(samples, bool) or samples < 1:
        raise RatingsError(both("coding.samples", found=samples))
    if not isinstance(confidence, Real) or not 0 < confidence < 1:
        raise RatingsError(both("coding.confidence", found=confidence))
    parts = _parts(getattr(coefficient, "__name__", ""), **options)
    patterns = parts.patterns(read_ratings(ratings, parts.level))
    drawn = _resample(parts, patterns, samples, np.random.default_rng(seed))
    known = drawn[np.isfinite(drawn)]
    undefined = samples - len(known)
    if not len(known):
        return Interval(None, None, confidence, samples, undefined)
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high), confidence, samples, undefined)


def confusion(ratings: Any) -> Confusion:
    """The confusion table of two coders, or the coincidence matrix of more."""
    read = read_ratings(ratings, "nominal")
    coders, size = read.codes.shape[1], len(read.labels)
    counts = np.zeros((size, size))
    if coders == 2:
        pairs = paired(read)
        counts[pairs.rows[:, 0], pairs.rows[:, 1]] = pairs.times
    else:
        patterns = counted(read)
        counts = (patterns.times @ _coincidences(patterns)).reshape(size, size)
    return Confusion(read.labels, tuple(tuple(row) for row in counts.tolist()), coders)


# --- one value, or one for each sample -----------------------------------------------------------


def _agreement(name: str, ratings: Any, **options: Any) -> Agreement:
    parts = _parts(name, **options)
    read = read_ratings(ratings, parts.level)
    patterns = parts.patterns(read)
    coders, usable = read.codes.shape[1], int(((read.codes >= 0).sum(axis=1) >= 2).sum())
    if not usable:
        return Agreement(name, None, usable, coders, both("coding.no_units"))
    value = float(parts.value(patterns.times[None, :] @ parts.adds(patterns), patterns.labels)[0])
    if not np.isfinite(value):
        return Agreement(name, None, usable, coders, both("coding.one_code"))
    return Agreement(name, value, usable, coders)


def _resample(parts: _Coefficient, patterns: Patterns, samples: int, random: np.random.Generator) -> Floats:
    units = int(patterns.times.sum())
    if not units:
        return np.full(samples, np.nan)
    adds = parts.adds(patterns)
    block = max(1, _BLOCK // max(adds.shape))
    sizes = [min(block, samples - start) for start in range(0, samples, block)]
    drawn = (_weights(patterns.times, size, random) for size in sizes)
    return np.concatenate([parts.value(weights @ adds, patterns.labels) for weights in drawn])


def _weights(times: Ints, samples: int, random: np.random.Generator) -> Floats:
    """How many units of each pattern every sample has: samples × patterns.

    A multinomial draw takes time for each pattern, a draw of units for each unit, but much less of it.
    """
    units = int(times.sum())
    if len(times) < _MANY or units > _UNITS_A_PATTERN * len(times):
        return random.multinomial(units, times / units, size=samples).astype(float)
    starts = np.cumsum(times) - times
    drawn = np.empty((samples, len(times)))
    for row in drawn:  # sample by sample, so that only one sample of units is held
        row[:] = np.add.reduceat(np.bincount(random.integers(0, units, units), minlength=units), starts)
    return drawn


def _shares(patterns: Patterns) -> Floats:
    """Agreement of pairs, whether there is a pair, 1, and the share of each code (Gwet 2008)."""
    counts = patterns.rows.astype(float)
    rated = counts.sum(axis=1, keepdims=True)
    agreeing = (counts * (counts - 1)).sum(axis=1, keepdims=True) / np.maximum(rated * (rated - 1), 1)
    return np.hstack([agreeing, rated >= 2, np.ones_like(rated), counts / rated])


def _observed(sums: Floats) -> tuple[Floats, Floats]:
    """For each sample the mean agreement of pairs, and the mean share of each code."""
    with np.errstate(invalid="ignore"):  # a sample may have no unit with a pair
        return sums[:, 0] / sums[:, 1], sums[:, 3:] / sums[:, 2:3]


def _percent(sums: Floats, _labels: tuple[Any, ...]) -> Floats:
    return _observed(sums)[0]


def _fleiss(sums: Floats, _labels: tuple[Any, ...]) -> Floats:
    observed, shares = _observed(sums)
    return _beyond(observed, (shares**2).sum(axis=1))


def _gwet(sums: Floats, labels: tuple[Any, ...]) -> Floats:
    observed, shares = _observed(sums)
    if len(labels) < 2:
        return np.full(len(sums), np.nan)
    return _beyond(observed, (shares * (1 - shares)).sum(axis=1) / (len(labels) - 1))


def _pairs(patterns: Patterns) -> Floats:
    """1, whether both coders gave the same code, and which code the one and the other gave."""
    one, other = patterns.rows.T
    each = np.eye(len(patterns.labels))
    return np.hstack([np.ones((len(one), 1)), (one == other)[:, None], each[one], each[other]])


def _cohen(sums: Floats, labels: tuple[Any, ...]) -> Floats:
    shares = sums[:, 1:] / sums[:, :1]
    one, other = shares[:, 1 : len(labels) + 1], shares[:, len(labels) + 1 :]
    return _beyond(shares[:, 0], (one * other).sum(axis=1))


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """Agreement beyond chance; NaN where chance alone gives all of it."""
    room = 1 - expected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(room > 1e-12, (observed - expected) / room, np.nan)


def _coincidences(patterns: Patterns) -> Floats:
    """What a unit of each pattern adds to the coincidence matrix: patterns × (codes · codes)."""
    counts, others = _pairable(patterns)
    pairs = counts[:, :, None] * counts[:, None, :]
    size = counts.shape[1]
    pairs[:, range(size), range(size)] -= counts
    shared: Floats = pairs / others[:, None, None]
    return shared.reshape(len(counts), size * size)


def _alpha(level: Level) -> _Coefficient:
    if level not in _LEVELS:
        raise RatingsError(both("coding.level", level=level, levels=", ".join(_LEVELS)))
    if level == "ordinal":
        return _Coefficient(counted, _meetings, _ordinal_alpha, level)

    def adds(patterns: Patterns) -> Floats:
        counts, others = _pairable(patterns)
        apart = ((counts @ _distances(level, patterns.labels)) * counts).sum(axis=1)
        return np.hstack([(apart / others)[:, None], counts])

    def value(sums: Floats, labels: tuple[Any, ...]) -> Floats:
        margins = sums[:, 1:]
        expected = ((margins @ _distances(level, labels)) * margins).sum(axis=1)
        return _alpha_from(sums[:, 0], expected, margins)

    return _Coefficient(counted, adds, value, level)


def _pairable(patterns: Patterns) -> tuple[Floats, Floats]:
    """The counts of units with a pair, none for the others, and how many other codes each code met."""
    counts = patterns.rows.astype(float)
    rated = counts.sum(axis=1)
    counts[rated < 2] = 0
    return counts, np.maximum(rated - 1, 1)


def _meetings(patterns: Patterns) -> Floats:
    """How often two different codes met, each two once, and how often each code was given."""
    counts, others = _pairable(patterns)
    one, other = np.triu_indices(counts.shape[1], 1)
    return np.hstack([counts[:, one] * counts[:, other] / others[:, None], counts])


def _ordinal_alpha(sums: Floats, labels: tuple[Any, ...]) -> Floats:
    """Alpha with Krippendorff's ordinal distance, which depends on how often a sample has each code."""
    one, other = np.triu_indices(len(labels), 1)
    met, margins = sums[:, : len(one)], sums[:, len(one) :]
    middle = np.cumsum(margins, axis=1) - margins / 2  # the ranks up to a code, with half of its own
    distance = (middle[:, one] - middle[:, other]) ** 2
    expected = (margins[:, one] * margins[:, other] * distance).sum(axis=1)
    return _alpha_from((met * distance).sum(axis=1), expected, margins)


def _alpha_from(observed: Floats, expected: Floats, margins: Floats) -> Floats:
    """Alpha from sums of distances; NaN where chance alone has none."""
    pairs = margins.sum(axis=1) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - pairs * observed / expected, np.nan)


def _distances(level: Level, labels: tuple[Any, ...]) -> Floats:
    """The squared difference between codes where it does not depend on how common they are."""
    if level == "nominal":
        return 1 - np.eye(len(labels))
    values = np.array(labels, dtype=float)
    gap: Floats = values[:, None] - values[None, :]
    if level == "interval":
        return gap**2
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(gap == 0, 0.0, gap / (values[:, None] + values[None, :]))
    return share**2


_COEFFICIENTS: dict[str, Callable[..., _Coefficient]] = {
    "percent_agreement": lambda: _Coefficient(counted, _shares, _percent),
    "cohen_kappa": lambda: _Coefficient(paired, _pairs, _cohen),
    "fleiss_kappa": lambda: _Coefficient(counted, _shares, _fleiss),
    "gwet_ac1": lambda: _Coefficient(counted, _shares, _gwet),
    "krippendorff_alpha": lambda level="nominal": _alpha(level),
}


def _parts(name: str, **options: Any) -> _Coefficient:
    if name not in _COEFFICIENTS:
        raise RatingsError(both("coding.coefficient", names=", ".join(_COEFFICIENTS)))
    return _COEFFICIENTS[name](**options)


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
