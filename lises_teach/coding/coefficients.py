"""The arithmetic of the coefficients: what a unit adds to some sums, and what the sums come to.

A coefficient as a function of sums over units makes a bootstrap sample one weighted sum. Nothing here
reads ratings or draws samples; `ratings` and `agreement` do. Sources: see `agreement`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lises_teach.coding.ratings import Ints, Level, Patterns, Ratings, RatingsError, counted, paired
from lises_teach.i18n import both

Floats = NDArray[np.float64]
_LEVELS = ("nominal", "ordinal", "interval", "ratio")


class Coefficient(NamedTuple):
    """A coefficient as a function of sums over units."""

    rows: Callable[[Ratings], Ints]  # what is known of each unit
    needs: int  # how many coders must have rated a unit for it to count
    adds: Callable[[Patterns], Floats]  # patterns × sums: what one such unit adds to each sum
    value: Callable[[Floats, Patterns], Floats]  # samples × sums → a value each
    level: Level = "nominal"


def coefficient_named(name: str, level: Level | None = None) -> Coefficient:
    """The coefficient of that name; raises `RatingsError` where there is none, or none with a `level`."""
    if name == "krippendorff_alpha":
        return _alpha("nominal" if level is None else level)
    if name not in _WITHOUT_LEVEL:
        raise RatingsError(
            both("coding.coefficient", names=", ".join([*_WITHOUT_LEVEL, "krippendorff_alpha"]))
        )
    if level is not None:
        raise RatingsError(both("coding.level_of_alpha", name=name, level=level))
    return _WITHOUT_LEVEL[name]


def coincidences(patterns: Patterns) -> Floats:
    """How often each code met each other, codes × codes; a unit's codes weigh as one each (Krippendorff)."""
    counts, others = _pairable(patterns)
    weighted = counts * (patterns.times / others)[:, None]
    return weighted.T @ counts - np.diag(weighted.sum(axis=0))


# --- agreement of pairs, and the shares of the codes -----------------------------------------------


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


def _percent(sums: Floats, _patterns: Patterns) -> Floats:
    return _observed(sums)[0]


def _fleiss(sums: Floats, _patterns: Patterns) -> Floats:
    observed, shares = _observed(sums)
    return _beyond(observed, (shares**2).sum(axis=1))


def _gwet(sums: Floats, patterns: Patterns) -> Floats:
    observed, shares = _observed(sums)
    codes = len(patterns.labels)
    if codes < 2:
        return np.full(len(sums), np.nan)
    return _beyond(observed, (shares * (1 - shares)).sum(axis=1) / (codes - 1))


def _pairs(patterns: Patterns) -> Floats:
    """1, whether both coders gave the same code, and which code the one and the other gave."""
    one, other = patterns.rows.T
    each = np.eye(len(patterns.labels))
    return np.hstack([np.ones((len(one), 1)), (one == other)[:, None], each[one], each[other]])


def _cohen(sums: Floats, patterns: Patterns) -> Floats:
    codes = len(patterns.labels)
    shares = sums[:, 1:] / sums[:, :1]
    one, other = shares[:, 1 : codes + 1], shares[:, codes + 1 :]
    return _beyond(shares[:, 0], (one * other).sum(axis=1))


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """Agreement beyond chance; NaN where chance alone gives all of it."""
    room = 1 - expected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(room > 1e-12, (observed - expected) / room, np.nan)


# --- Krippendorff's alpha ----------------------------------------------------------------------------


def _alpha(level: Level) -> Coefficient:
    if level not in _LEVELS:
        raise RatingsError(both("coding.level", level=level, levels=", ".join(_LEVELS)))
    if level == "ordinal":
        return Coefficient(counted, 1, _meetings, _ordinal_alpha, level)

    def adds(patterns: Patterns) -> Floats:
        counts, others = _pairable(patterns)
        apart = ((counts @ _distances(level, patterns)) * counts).sum(axis=1)
        return np.hstack([(apart / others)[:, None], counts])

    def value(sums: Floats, patterns: Patterns) -> Floats:
        margins = sums[:, 1:]
        expected = ((margins @ _distances(level, patterns)) * margins).sum(axis=1)
        return _alpha_from(sums[:, 0], expected, margins)

    return Coefficient(counted, 1, adds, value, level)


def _pairable(patterns: Patterns) -> tuple[Floats, Floats]:
    """The counts of units with a pair, none for the others, and how many other codes each code met."""
    counts = patterns.rows.astype(float)
    rated = counts.sum(axis=1)
    counts[rated < 2] = 0
    return counts, np.maximum(rated - 1, 1)


def _met(counts: Floats) -> tuple[Ints, Ints]:
    """The pairs of different codes that some unit has: of many codes, as on a fine scale, few pairs."""
    given = (counts > 0).astype(float)
    one, other = np.nonzero(np.triu(given.T @ given, 1))
    return one, other


def _meetings(patterns: Patterns) -> Floats:
    """How often two different codes met, each two once, and how often each code was given."""
    counts, others = _pairable(patterns)
    one, other = _met(counts)
    return np.hstack([counts[:, one] * counts[:, other] / others[:, None], counts])


def _ordinal_alpha(sums: Floats, patterns: Patterns) -> Floats:
    """Alpha with Krippendorff's ordinal distance, which depends on how often a sample has each code."""
    one, other = _met(_pairable(patterns)[0])
    met, margins = sums[:, : len(one)], sums[:, len(one) :]
    total = margins.sum(axis=1, keepdims=True)
    # the ranks up to a code, with half of its own; from their mean, total / 2, so that nothing cancels
    middle = np.cumsum(margins, axis=1) - margins / 2 - total / 2
    observed = (met * (middle[:, one] - middle[:, other]) ** 2).sum(axis=1)
    expected = total[:, 0] * (margins * middle**2).sum(axis=1)  # as over all pairs, without their number
    return _alpha_from(observed, expected, margins)


def _alpha_from(observed: Floats, expected: Floats, margins: Floats) -> Floats:
    """Alpha from sums of distances; NaN where chance alone has none."""
    pairs = margins.sum(axis=1) - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - pairs * observed / expected, np.nan)


def _distances(level: Level, patterns: Patterns) -> Floats:
    """The squared difference between codes where it does not depend on how common they are."""
    if level == "nominal":
        return 1 - np.eye(len(patterns.labels))
    values = np.array(patterns.labels, dtype=float)
    gap: Floats = values[:, None] - values[None, :]
    if level == "interval":
        return gap**2
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(gap == 0, 0.0, gap / (values[:, None] + values[None, :]))
    return share**2


_WITHOUT_LEVEL = {
    "percent_agreement": Coefficient(counted, 1, _shares, _percent),
    "cohen_kappa": Coefficient(paired, 2, _pairs, _cohen),
    "fleiss_kappa": Coefficient(counted, 1, _shares, _fleiss),
    "gwet_ac1": Coefficient(counted, 1, _shares, _gwet),
}

__all__ = ["Coefficient", "Floats", "coefficient_named", "coincidences"]
