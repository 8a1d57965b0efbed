"""Saving or investment: what five years cost the public purse for one person, by scenario.

All amounts are kroner per person and invented for teaching (`datasets/economy.csv`). A year costs the
measure, the support of those who are still on it, and other public costs::

    measure_cost + (1 - probability) * support_cost + other_cost

A krone saved on the measure is therefore not a krone gained: what counts is what the measure does to
support (§ 4.1 of the note, C043). Not here: interest and prices, taxes, who pays which part, and what
a job is worth to the person. Loads no pandas, so that an app can calculate while somebody watches.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from lises_teach.errors import KitError
from lises_teach.i18n import Text, both
from lises_teach.paths import kit_folder

MONTHS = 12
RATES = tuple(step / 20 for step in range(11))
"""Success rates from 0 to 50 % that a sensitivity is shown for."""


class EconomyError(KitError):
    """A scenario that is none, or one that a calculation cannot be made from."""


class Year(NamedTuple):
    """One row: a year of a scenario, in kroner per person."""

    scenario: str
    year: int
    measure_cost: float
    support_cost: float  # what a whole year on support costs
    other_cost: float
    probability: float  # the share of people who support themselves that year

    @property
    def support(self) -> float:
        """What support is expected to cost: for those who are still on it."""
        return (1 - self.probability) * self.support_cost

    @property
    def cost(self) -> float:
        """All that the year is expected to cost."""
        return self.measure_cost + self.support + self.other_cost


class Total(NamedTuple):
    """What the years of a scenario are expected to cost in all, in kroner per person."""

    measure: float
    support: float
    other: float

    @property
    def all(self) -> float:
        """The three together."""
        return _kroner(self.measure + self.support + self.other)


class Sensitivity(NamedTuple):
    """How much cheaper a scenario is than another, by the share who support themselves in its last year."""

    gains: tuple[tuple[float, float], ...]  # (share, kroner gained per person; negative: lost)
    turns_at: float  # the share at which the two cost the same; above 1: they never do
    assumed: float  # the share the scenario itself counts on


def read() -> dict[str, tuple[Year, ...]]:
    """Every scenario with its years, in the order of the file.

    >>> list(read())[:3], len(read()["saving"])
    (['parked', 'saving', 'short_matched'], 5)
    """
    found: dict[str, list[Year]] = {}
    with (kit_folder("datasets") / "economy.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = (float(row[column]) for column in Year._fields[2:])
            year = Year(row["scenario"], int(row["year"]), *numbers)
            found.setdefault(year.scenario, []).append(year)
    return {name: tuple(years) for name, years in found.items()}


def scenario(name: str) -> tuple[Year, ...]:
    """The years of one scenario; raises `EconomyError` where there is none of that name."""
    known = read()
    if name not in known:
        raise EconomyError(both("economy.unknown", name=name, names=", ".join(known)))
    return known[name]


def title(name: str) -> Text:
    """What a reader calls a scenario.

    >>> title("saving").da
    'Besparelse'
    """
    return both(f"economy.{name}")


def total(years: Iterable[Year]) -> Total:
    """What the years cost in all. The saving is 64,000 kr. cheaper to carry out, and not to pay for.

    >>> saving, investment = total(scenario("saving")), total(scenario("investment"))
    >>> saving.support, investment.support
    (554400.0, 468000.0)
    >>> investment.measure - saving.measure, investment.all - saving.all
    (64000.0, -22400.0)
    """
    rows = tuple(years)
    return Total(
        _kroner(sum(row.measure_cost for row in rows)),
        _kroner(sum(row.support for row in rows)),
        _kroner(sum(row.other_cost for row in rows)),
    )


def by_month(years: Iterable[Year]) -> tuple[float, ...]:
    """What has been paid by the end of each month; a year is spread evenly over its twelve.

    >>> by_month(scenario("saving"))[11]
    155200.0
    """
    return tuple(
        _kroner(paid) for paid in accumulate(row.cost / MONTHS for row in years for _ in range(MONTHS))
    )


def break_even_month(years: Iterable[Year], against: Iterable[Year]) -> int | None:
    """The first month (1 …) from whose end on the scenario has cost no more than `against`.

    From then on to the last month: a lead that is lost again does not count. None where the scenario
    is behind at the end. Raises `EconomyError` where the two have not the same number of years.

    >>> break_even_month(scenario("investment"), scenario("saving"))
    55
    >>> break_even_month(scenario("investment_delayed"), scenario("saving")) is None
    True
    """
    ours, theirs = by_month(years), by_month(against)
    if len(ours) != len(theirs):
        raise EconomyError(both("economy.other_length", one=len(ours) // MONTHS, other=len(theirs) // MONTHS))
    pairs = list(zip(ours, theirs, strict=True))
    behind = [month for month, (paid, other) in enumerate(pairs, start=1) if paid > other]
    first = behind[-1] + 1 if behind else 1
    return first if first <= len(pairs) else None


def sensitivity(
    years: Sequence[Year], against: Iterable[Year], rates: Sequence[float] = RATES
) -> Sensitivity:
    """What the scenario gains over `against` when more or fewer succeed, and where the answer turns.

    The success rate is the share who support themselves in the last year. The shares of the earlier
    years rise and fall with it in proportion; measure and other costs stay as they are. Raises
    `EconomyError` where nobody succeeds in the last year, or a rate is no share.

    >>> found = sensitivity(scenario("investment"), scenario("saving"))
    >>> round(100 * found.turns_at, 1), found.assumed
    (33.2, 0.4)
    >>> [gain for rate, gain in found.gains if rate in (0.2, 0.4)]
    [-43600.0, 22400.0]
    """
    assumed = years[-1].probability if years else 0.0
    if not assumed:
        name = title(years[0].scenario) if years else "–"
        raise EconomyError(both("economy.no_success", name=name))
    for rate in rates:
        if not 0 <= rate <= 1:  # 35 for 35 % would give eleven million kroner
            raise EconomyError(both("economy.no_share", found=rate))
    per_rate = sum(row.probability / assumed * row.support_cost for row in years)
    without = sum(row.measure_cost + row.support_cost + row.other_cost for row in years)
    other = total(against).all
    gains = tuple((rate, _kroner(other - without + per_rate * rate)) for rate in rates)
    return Sensitivity(gains, (without - other) / per_rate, assumed)


def _kroner(amount: float) -> float:
    """Rounded to whole øre, so that equal amounts are equal."""
    return round(amount, 2)
