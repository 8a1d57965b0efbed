"""The statistics of a figure, and numbers as its languages write them. Pure; needs no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lises_teach.i18n import Lang, Text, number

Z = 1.959964  # the normal distribution's 97.5 % point


class Axis(NamedTuple):
    """Where an axis begins and ends, and where it has its numbers."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """How far along the axis a value lies, 0 to 1; what lies beyond an end stands at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def axis(low: float, high: float, *, wanted: int = 5) -> Axis:
    """An axis over `low` … `high` with round numbers on it.

    >>> axis(0, 7)
    Axis(low=0.0, high=8.0, ticks=(0.0, 2.0, 4.0, 6.0, 8.0))
    """
    size = max(abs(low), abs(high))
    if high - low <= max(1e-12, 1e-6 * size):  # all the same, as far as a figure can tell
        low, high = low - max(1.0, size / 10), high + max(1.0, size / 10)
    step = _round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(float(f"{at * step:.12g}") for at in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def axis_of(scale: tuple[float, float]) -> Axis:
    """The axis of an answer scale: it begins and ends where the scale does.

    >>> axis_of((1, 5)).ticks
    (1.0, 2.0, 3.0, 4.0, 5.0)
    """
    around = axis(*scale)
    inside = tuple(at for at in around.ticks if scale[0] <= at <= scale[1])
    return Axis(float(scale[0]), float(scale[1]), inside)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * (1 - 1e-9))


def mean(values: Sequence[float]) -> float:
    """The mean of at least one value."""
    return math.fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float | None:
    """The standard deviation (n - 1); one value has none.

    >>> deviation([1, 2, 3]), deviation([1])
    (1.0, None)
    """
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def median(values: Sequence[float]) -> float:
    """The middle value; between the two middle ones where there are two."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def share_interval(yes: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which also holds for few answers.

    >>> tuple(round(end, 3) for end in share_interval(5, 10))
    (0.237, 0.763)
    """
    share, turn = yes / count, Z**2 / count
    middle = (share + turn / 2) / (1 + turn)
    half = Z * math.sqrt(share * (1 - share) / count + turn / (4 * count)) / (1 + turn)
    return max(0.0, middle - half), min(1.0, middle + half)


class Bin(NamedTuple):
    """What answers are counted under: from `low` to `high`, with the high end or without."""

    low: float
    high: float
    closed: bool = True

    def holds(self, value: float) -> bool:
        """Whether a value is counted here."""
        return self.low <= value < self.high or (self.closed and value == self.high)


def bins(values: Sequence[float], *, most: int = 7) -> tuple[Bin, ...]:
    """Each value by itself, or stretches where there are many values.

    >>> [(one.low, one.high) for one in bins([1, 2, 2, 5])]
    [(1, 1), (2, 2), (5, 5)]
    >>> [(one.low, one.high) for one in bins(range(20))]
    [(0.0, 4.0), (5.0, 9.0), (10.0, 14.0), (15.0, 20.0)]
    """
    apart = sorted(set(values))
    if len(apart) <= most:
        return tuple(Bin(value, value) for value in apart)
    ends = axis(apart[0], apart[-1]).ticks
    whole = all(value == int(value) for value in (*apart, *ends))
    found = [Bin(low, high - 1 if whole else high, closed=whole) for low, high in pairwise(ends)]
    return (*found[:-1], Bin(found[-1].low, ends[-1]))


def spoken(value: float | None, *, decimals: int = 2, fixed: bool = False) -> Text:
    """A number as each language writes it; large ones with their thousands apart; a dash for none.

    >>> spoken(704000).da, spoken(3.456).en, spoken(-0.5).da, spoken(2, fixed=True).da
    ('704.000', '3.46', '−0,5', '2,00')
    """
    if value is None:
        return Text(da="–", en="–")
    return Text(da=_written(value, "da", decimals, fixed), en=_written(value, "en", decimals, fixed))


def percent(share: float | None) -> Text:
    r"""A share in whole per cent.

    >>> percent(0.333).da
    '33\xa0%'
    """
    if share is None:
        return spoken(None)
    said = spoken(100 * share, decimals=0)
    return Text(da=f"{said.da}\u00a0%", en=f"{said.en}\u00a0%")


def _written(value: float, lang: Lang, decimals: int, fixed: bool) -> str:
    minus, size = "−" if value < 0 and float(f"{value:.{decimals}f}") else "", abs(value)
    if 0 < size < 0.005 and decimals:
        return f"{minus}{size:.1g}".replace(".", "," if lang == "da" else ".")
    if size < 1000:
        plain = f"{size:.{decimals}f}".replace(".", "," if lang == "da" else ".")
        return minus + (plain if fixed else number(size, lang, decimals=decimals))
    thousands = f"{size:,.0f}"
    return minus + (thousands.replace(",", ".") if lang == "da" else thousands)
