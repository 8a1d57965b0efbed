"""Legitimacy: weigh a dilemma, turn the case around, and calculate an investment against a saving.

The dilemmas are those no assignment grades. Nothing here is right or wrong: the panel is shown as a
spread, and the calculation says what it counts with. What people enter stays in their own browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lises_teach.apps.frame import AppWidget, app, at_desk, desks, item_in, source_of
from lises_teach.dilemmas import vignette_ids
from lises_teach.economy import MONTHS, Year, break_even_month, scenario, sensitivity, title, total
from lises_teach.figures import Figure, figure
from lises_teach.figures.numbers import spoken
from lises_teach.i18n import LANGS, Text, both
from lises_teach.items import Allocate, Item
from lises_teach.items.models import BaseItem
from lises_teach.widget.replies import Desk, Reply, problem
from lises_teach.widget.specs import Spec

NAME = "legitimitet"
GRADED = ("picking-her-up", "net-loft", "boat-builder", "four-point-one")
"""The dilemmas that m2-legitimitet grades: a room does not weigh them beforehand."""

TURNS = ("same", "tailored", "parked")
"""Three ways to meet the same case (§ 4.2): the same for all, tailored, parked."""

INVESTMENT = "investment_delayed"
"""The investment calculated with: m2-legitimitet grades sums of the one whose effect comes a year earlier."""

RATE, PRICE = 30, 120_000
"""Where the controls stand at first: how many in a hundred, and kroner for its measure; graded nowhere."""

ENOUGH_WORDS = 10
"""How much is written about what is lost before the page shows what each option gains and loses."""

_RATES = tuple(share / 10 for share in range(6))


class Turned(BaseItem):
    """The same case met in three ways: what each would be here, and for whom. Nobody grades it."""

    kind: Literal["turned"] = "turned"

    @property
    def units(self) -> tuple[str, ...]:
        return (*TURNS, "guard")

    @property
    def extras(self) -> tuple[str, ...]:
        return tuple(f"{turn}.option" for turn in TURNS)

    @property
    def free(self) -> tuple[str, ...]:
        return self.units


class Reckoned(BaseItem):
    """The calculation: where the two controls stand, and what the share rests on, in words."""

    kind: Literal["reckoned"] = "reckoned"

    @property
    def units(self) -> tuple[str, ...]:
        return ("basis",)

    @property
    def extras(self) -> tuple[str, ...]:
        return ("rate", "price")

    @property
    def free(self) -> tuple[str, ...]:
        return self.units


class Assumption(BaseModel):
    """What the page wants calculated. The limits are those of its controls."""

    model_config = ConfigDict(frozen=True, strict=True)

    rate: Annotated[int, Field(ge=0, le=50)] = RATE
    price: Annotated[int, Field(ge=70_000, le=220_000)] = PRICE


class LegitimacyWidget(AppWidget):
    """What a dilemma is weighed and calculated with."""

    _esm = AppWidget._esm + source_of("legitimitet.js")
    _css = AppWidget._css + source_of("legitimitet.css")
    view = "legitimitet"
    words = "legit_"


def view() -> AppWidget:
    """The widget. All but a new calculation travels at once, so that a lost network stops nobody."""
    dilemmas = [(weigh_item(name), turn_item(name)) for name in open_vignettes()]
    found = desks([*(item for pair in dilemmas for item in pair), reckon_item()])

    def answerer(message: dict[str, Any]) -> tuple[Reply, list[bytes]]:
        return answer(message, found), []

    return app(LegitimacyWidget, both("apps.legit"), _facts(), answerer)


def answer(message: dict[str, Any], found: dict[str, Desk]) -> Reply:
    """The answer to a message: the calculation, or what the desk of the item it names says."""
    if message.get("kind") != "reckon":
        return at_desk(message, found)
    try:
        return reckoning(Assumption.model_validate(message))
    except ValidationError:
        return problem(both("widget.failed"))


def open_vignettes() -> tuple[str, ...]:
    """The dilemmas that no assignment grades."""
    return tuple(name for name in vignette_ids() if name not in GRADED)


# --- items ---------------------------------------------------------------------------------------


def weigh_item(vignette: str) -> Allocate:
    """100 points on four dimensions for each option, and what is lost; then the panel's spread."""
    return Allocate(
        id=f"weigh-{vignette}",
        kind="allocate",
        title=both("apps.legit_weigh"),
        prompt=both("apps.legit_weigh_ask"),
        concepts=("C037",),
        points=0,
        min_words=ENOUGH_WORDS,
        vignette=vignette,
    )


def turn_item(vignette: str) -> Item:
    """The dilemma turned around."""
    item = Turned(
        id=f"turn-{vignette}",
        title=both("apps.legit_turn"),
        prompt=both("apps.legit_turn_ask"),
        origin="none",
        concepts=("C046", "C047", "C048"),
        points=0,
    )
    return cast(Item, item)  # desks and specs ask only for what every item has


def reckon_item() -> Item:
    """The calculation, one for all dilemmas."""
    item = Reckoned(
        id="reckon",
        title=both("apps.legit_reckon"),
        prompt=both("apps.legit_reckon_ask"),
        origin="none",
        concepts=("C041", "C042", "C043"),
        points=0,
    )
    return cast(Item, item)


@cache
def _facts() -> Spec:
    dilemmas = []
    for name in open_vignettes():
        weigh = item_in(NAME, weigh_item(name))
        about = {"id": name, "title": weigh["vignette"]["title"]}
        dilemmas.append({**about, "weigh": weigh, "turn": item_in(NAME, turn_item(name))})
    limits = Assumption.model_json_schema()["properties"]
    reckon = {**item_in(NAME, reckon_item()), "limits": limits, "first": reckoning(Assumption())}
    return {"assignment": NAME, "turns": TURNS, "dilemmas": dilemmas, "reckon": reckon}


# --- the calculation -----------------------------------------------------------------------------


def assumed(rate: int, price: int) -> tuple[Year, ...]:
    """The investment's years when `rate` in a hundred support themselves in the last one, at `price` kroner.

    The shares of the earlier years rise and fall in proportion, as in `economy.sensitivity`; the price
    is spread over the years as the scenario spreads its own.

    >>> assumed(35, 132_000) == scenario(INVESTMENT)
    True
    >>> [year.measure_cost for year in assumed(20, 66_000)][:3], assumed(20, 66_000)[-1].probability
    ([30000.0, 24000.0, 12000.0], 0.2)
    """
    years = scenario(INVESTMENT)
    last, whole = years[-1].probability, total(years).measure
    return tuple(
        year._replace(
            measure_cost=year.measure_cost * price / whole,
            probability=year.probability * rate / (100 * last),
        )
        for year in years
    )


def reckoning(asked: Assumption) -> Reply:
    """Saving and investment under an assumption: sentences, a figure and two tables, in both languages."""
    saving, investment = scenario("saving"), assumed(asked.rate, asked.price)
    found = sensitivity(assumed(RATE, asked.price), saving, _RATES)
    turns_at = spoken(100 * found.turns_at, decimals=1)
    said = {
        "with": both("apps.legit_with", rate=asked.rate, price=_kroner(asked.price)),
        "even": _even(investment, saving),
        "spent": _spent(investment, saving),
        "turning": both("apps.legit_turning", share=turns_at),
    }
    return {
        "said": {name: text.model_dump() for name, text in said.items()},
        "figure": {lang: _figure(saving, investment).html(lang) for lang in LANGS},
        "totals": _totals(saving, investment),
        "rates": _rates(found.gains),
    }


def _even(investment: Sequence[Year], saving: Sequence[Year]) -> Text:
    """From which month on the investment has cost no more, and where the five years end."""
    month = break_even_month(investment, saving)
    ahead = round(total(saving).all - total(investment).all)
    if month is None:
        return both("apps.legit_even_not", amount=_kroner(-ahead))
    if not ahead:
        return both("apps.legit_even_just", month=month)
    year = (month - 1) // MONTHS + 1
    return both("apps.legit_even", month=month, year=year, amount=_kroner(ahead))


def _spent(investment: Sequence[Year], saving: Sequence[Year]) -> Text:
    """What the saving spares on the measure beside what it costs in support (C043)."""
    cheap, dear = total(saving), total(investment)
    spared, support = round(dear.measure - cheap.measure), round(cheap.support - dear.support)
    if not support:
        return both("apps.legit_spent_same", measure=_kroner(spared))
    key = "apps.legit_spent_more" if support > 0 else "apps.legit_spent_less"
    return both(key, measure=_kroner(spared), support=_kroner(abs(support)))


def _figure(saving: Sequence[Year], investment: Sequence[Year]) -> Figure:
    """What has been paid by the end of each year; a year's costs fall evenly, so the lines are straight."""
    rows, paid = [], {"saving": 0.0, "investment": 0.0}
    for cheap, dear in zip(saving, investment, strict=True):
        paid = {"saving": paid["saving"] + cheap.cost, "investment": paid["investment"] + dear.cost}
        rows.append({"year": cheap.year, **{name: round(kroner) for name, kroner in paid.items()}})
    month = break_even_month(investment, saving)
    return figure(
        rows,
        ["saving", "investment"],
        kind="lines",
        x="year",
        title=both("apps.legit_figure"),
        unit=both("apps.legit_figure_unit"),
        labels={"saving": title("saving"), "investment": title(INVESTMENT)},
        notes={month / MONTHS: both("apps.legit_figure_even", month=month)} if month else None,
    )


def _totals(saving: Sequence[Year], investment: Sequence[Year]) -> Spec:
    cheap, dear = total(saving), total(investment)
    pairs = [
        (name, getattr(cheap, name), getattr(dear, name)) for name in ("measure", "support", "other", "all")
    ]
    rows = [[both(f"apps.legit_{name}"), spoken(one), spoken(other)] for name, one, other in pairs]
    columns = [both("apps.legit_cost"), title("saving"), title(INVESTMENT)]
    return _table("apps.legit_totals", columns, rows)


def _rates(gains: Sequence[tuple[float, float]]) -> Spec:
    rows = [[both("apps.legit_of_100", count=round(100 * rate)), _ahead(gain)] for rate, gain in gains]
    return _table("apps.legit_rates", [both("apps.legit_rates_share"), both("apps.legit_rates_ahead")], rows)


def _ahead(gain: float) -> Text:
    if not round(gain):
        return both("apps.legit_same_cost")
    return both("apps.legit_cheaper" if gain > 0 else "apps.legit_dearer", amount=_kroner(abs(gain)))


def _table(caption: str, columns: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Spec:
    return {
        "caption": both(caption).model_dump(),
        "columns": [text.model_dump() for text in columns],
        "rows": [[text.model_dump() for text in row] for row in rows],
    }


def _kroner(amount: float) -> Text:
    return both("apps.legit_kroner", amount=spoken(round(amount), decimals=0))
