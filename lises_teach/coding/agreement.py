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
from typing import Any

import numpy as np

from lises_teach.coding.coefficients import Coefficient, Floats, coefficient_named, coincidences
from lises_teach.coding.ratings import (
    Ints,
    Level,
    Patterns,
    Ratings,
    RatingsError,
    alike,
    counted,
    paired,
    read_groups,
    read_ratings,
)
from lises_teach.i18n import Text, both

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
    clusters: Any = None,
    level: Level | None = None,
    samples: int = 1000,
    confidence: float = 0.95,
    seed: int = 2018,
) -> Interval:
    """A percentile interval of `coefficient`, from units or clusters of them drawn with replacement.

    Lines of one conversation hang together. Drawn one by one they usually give an interval that is too
    narrow to hold for other conversations, so draw whole ones. Few clusters are a small sample, though:
    with a dozen the interval holds the value some 90 times of 100, not 95 (Cameron, Gelbach & Miller
    2008, "Bootstrap-based improvements for inference with clustered errors", on such intervals).

    Parameters
    ----------
    coefficient
        One of this module's coefficients.
    clusters
        For each unit the name of its cluster, such as its conversation; without it each unit stands alone.
    level
        The level of `krippendorff_alpha`.
    samples
        How many samples, a whole number from 1 up.
    confidence
        The share of the samples that the interval holds, between 0 and 1.
    seed
        The same seed gives the same interval.

    Raises
    ------
    RatingsError
        Where the ratings or one of the other arguments cannot be used, such as a single cluster.

    Examples
    --------
    >>> lines, talks = [["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]], ["x", "x", "y", "y"]
    >>> found = bootstrap(percent_agreement, lines, clusters=talks)
    >>> found.low, found.high
    (0.5, 1.0)
    """
    _refuse_unusable(samples, confidence)
    parts = coefficient_named(getattr(coefficient, "__name__", ""), level)
    read = read_ratings(ratings, parts.level)
    random = _generator(seed)
    drawn = _resample(parts, *_drawn_from(parts, read, clusters), samples, random)
    known = drawn[np.isfinite(drawn)]
    undefined = samples - len(known)
    if not len(known):
        return Interval(None, None, confidence, samples, undefined)
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high), confidence, samples, undefined)


def confusion(ratings: Any) -> Confusion:
    """The confusion table of two coders, or the coincidence matrix of more."""
    read = read_ratings(ratings, "nominal")
    rated, coders, size = _rated(read), read.codes.shape[1], len(read.labels)
    if coders == 2:
        pairs = alike(paired(read)[rated == 2], read.labels)
        counts = np.zeros((size, size))
        counts[pairs.rows[:, 0], pairs.rows[:, 1]] = pairs.times
    else:
        counts = coincidences(alike(counted(read)[rated >= 2], read.labels))
    return Confusion(read.labels, tuple(tuple(row) for row in counts.tolist()), coders)


# --- one value, or one for each sample -----------------------------------------------------------


def _agreement(name: str, ratings: Any, level: Level | None = None) -> Agreement:
    parts = coefficient_named(name, level)
    read = read_ratings(ratings, parts.level)
    patterns = alike(_rows(parts, read), read.labels)
    coders, usable = read.codes.shape[1], int((_rated(read) >= 2).sum())
    if not usable:
        return Agreement(name, None, usable, coders, both("coding.no_units"))
    value = float(parts.value(patterns.times[None, :] @ parts.adds(patterns), patterns)[0])
    if not np.isfinite(value):
        return Agreement(name, None, usable, coders, both("coding.one_code"))
    return Agreement(name, value, usable, coders)


def _rated(read: Ratings) -> Ints:
    """How many coders rated each unit."""
    rated: Ints = (read.codes >= 0).sum(axis=1)
    return rated


def _rows(parts: Coefficient, read: Ratings) -> Ints:
    """What is known of each unit that counts."""
    return parts.rows(read)[_rated(read) >= parts.needs]


def _refuse_unusable(samples: Any, confidence: Any) -> None:
    if not isinstance(samples, Integral) or isinstance(samples, bool) or samples < 1:
        raise RatingsError(both("coding.samples", found=samples))
    if not isinstance(confidence, Real) or not 0 < float(confidence) < 1:
        raise RatingsError(both("coding.confidence", found=confidence))


def _generator(seed: Any) -> np.random.Generator:
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError) as problem:
        raise RatingsError(both("coding.seed", found=seed)) from problem


def _drawn_from(parts: Coefficient, read: Ratings, clusters: Any) -> tuple[Patterns, Floats, Ints]:
    """The patterns, what each of the things that are drawn adds to the sums, and how many there are of it."""
    rows = _rows(parts, read)
    groups = None if clusters is None else _groups(parts, read, clusters)
    if groups is None or not len(rows):
        patterns = alike(rows, read.labels)
        return patterns, parts.adds(patterns), patterns.times
    units = Patterns(rows, np.ones(len(rows), dtype=np.int64), read.labels)
    sums: Floats = np.stack([np.bincount(groups, column) for column in parts.adds(units).T], axis=1)
    return units, sums, np.ones(len(sums), dtype=np.int64)


def _groups(parts: Coefficient, read: Ratings, clusters: Any) -> Ints:
    """The cluster of each unit that counts, numbered from 0 up; the others fall away with theirs."""
    rated = _rated(read)
    groups = read_groups(clusters, len(rated))
    if len(np.unique(groups[rated >= 2])) == 1:
        raise RatingsError(both("coding.clusters_one"))
    return np.unique(groups[rated >= parts.needs], return_inverse=True)[1]


def _resample(
    parts: Coefficient,
    patterns: Patterns,
    adds: Floats,
    times: Ints,
    samples: int,
    random: np.random.Generator,
) -> Floats:
    if not len(times):
        return np.full(samples, np.nan)
    block = max(1, _BLOCK // max(adds.shape))
    sizes = [min(block, samples - start) for start in range(0, samples, block)]
    drawn = (_weights(times, size, random) for size in sizes)
    return np.concatenate([parts.value(weights @ adds, patterns) for weights in drawn])


def _weights(times: Ints, samples: int, random: np.random.Generator) -> Floats:
    """How often every sample has each of the things drawn from: samples × things.

    A multinomial draw takes time for each thing, a draw of units for each unit, but much less of it.
    """
    units = int(times.sum())
    if len(times) < _MANY or units > _UNITS_A_PATTERN * len(times):
        return random.multinomial(units, times / units, size=samples).astype(float)
    starts = np.cumsum(times) - times
    drawn = np.empty((samples, len(times)))
    for row in drawn:  # sample by sample, so that only one sample of units is held
        row[:] = np.add.reduceat(np.bincount(random.integers(0, units, units), minlength=units), starts)
    return drawn


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
