"""Barrierer: sort extracts into barriers, see two coders' reasons, ask who can change it, make a plan.

Sortings, choices and the plan stay in the visitor's browser; here the plan is looked through for personal
data, and figures of the survey are drawn. Nothing counts how many somebody sorted as the coders did, and no
figure ranks municipalities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from lises_teach.apps.frame import AppWidget, app, at_desk, desks, item_in, source_of
from lises_teach.coding import Case, CodedCase, choose_cases, coded_in
from lises_teach.coding.cases import NOTHING
from lises_teach.figures import Figure, figure
from lises_teach.figures.numbers import deviation, mean, spoken
from lises_teach.i18n import LANGS, Text, both
from lises_teach.items import Item
from lises_teach.items.models import BaseItem
from lises_teach.paths import kit_folder
from lises_teach.tables import read_rows
from lises_teach.widget.replies import Desk, Reply, problem
from lises_teach.widget.specs import Spec

NAME, TABLE = "barrierer", "barrier_snippets"
Barrier = Literal[
    "decision_authority",
    "predictability",
    "relational_continuity",
    "accessibility",
    "managerial_backing",
    "available_programmes",
    "prior_experience",
]
BARRIERS: tuple[Barrier, ...] = get_args(Barrier)
"""The seven barriers of § 7, in the order of the survey's questions."""
CATEGORIES = (*BARRIERS, "basic_condition", "none")
WHO = ("tomorrow", "budget", "law", NOTHING)
"""Who can change what is at issue; the last where nothing is in the way."""
_CONCEPTS = ("C105", "C106", "C107", "C108", "C109", "C110", "C111", "C112")


class BarrierPlan(BaseItem):
    """The group's own plan: one barrier, and who does what; free text that nobody grades."""

    kind: Literal["barrier_plan"] = "barrier_plan"

    @property
    def units(self) -> tuple[str, ...]:
        return ("barrier", *self.free)

    @property
    def free(self) -> tuple[str, ...]:
        return ("monday", "management", "law", "who", "when")


class SurveyAsked(BaseModel):
    """The page wants a figure of the survey: of all barriers or one, divided or not."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["survey"]
    barrier: Literal["all"] | Barrier
    split: Literal["none", "size", "role"]


class BarriersWidget(AppWidget):
    """What a group sorts and plans with."""

    _esm = AppWidget._esm + source_of("barrierer_rules.js", "barrierer_plan.js", "barrierer.js")
    _css = AppWidget._css + source_of("barrierer.css")
    view = "barrierer"
    words = "bar_"


def view() -> AppWidget:
    """The widget. Everything but the figures travels at once, so that a lost network stops nobody."""
    plan = plan_item()
    found = desks([plan])

    def answerer(message: dict[str, Any]) -> tuple[Reply, list[bytes]]:
        return answer(message, found), []

    facts = {"barriers": BARRIERS, "categories": CATEGORIES, "who": WHO, "extracts": extracts()}
    return app(BarriersWidget, both("apps.bar"), {**facts, "plan": item_in(NAME, plan)}, answerer)


def answer(message: dict[str, Any], found: Mapping[str, Desk]) -> Reply:
    """The answer to a message: a figure of the survey, or what the plan's desk says."""
    if message.get("kind") != "survey":
        return at_desk(message, found)
    try:
        asked = SurveyAsked.model_validate(message)
    except ValidationError:
        return problem(both("widget.failed"))
    return {"figure": survey_html(asked.barrier, asked.split)}


# --- the extracts --------------------------------------------------------------------------------


@cache
def extracts() -> tuple[Spec, ...]:
    """The extracts that no assignment grades: those whose codes every student has."""
    coded = coded_in(kit_folder("datasets"), TABLE)
    return tuple(_extract(case, coded[case.id]) for case in choose_cases(TABLE, coded))


def _extract(case: Case, coded: CodedCase) -> Spec:
    basic = coded.basic_condition
    return {
        "id": case.id,
        "text": case.text.model_dump(),
        "coders": {
            "A": _reading(coded.codes_a, coded.local_a, coded.reason_a, basic),
            "B": _reading(coded.codes_b, coded.local_b, coded.reason_b, basic),
        },
        "status": coded.status,
        "condition": None if basic == NOTHING else basic,
        "beside": basic != NOTHING and "none" not in (*coded.codes_a, *coded.codes_b),
        "contested_who": len(coded.local) > 1,
    }


def _reading(codes: Sequence[str], who: str, reason: Text | None, basic: str) -> Spec:
    """What a coder read; no barrier but a basic condition is that condition, as the group may tick it."""
    read = ["basic_condition"] if basic != NOTHING and tuple(codes) == ("none",) else list(codes)
    return {"codes": read, "who": who, "reason": reason.model_dump() if reason else None}


# --- the survey ----------------------------------------------------------------------------------


@cache
def survey_html(barrier: str, split: str) -> dict[str, str]:
    """The figure of a wish, in each language, as HTML."""
    shown = survey_figure(barrier, split)
    return {lang: shown.html(lang) for lang in LANGS}


def survey_figure(barrier: str, split: str) -> Figure:
    """How much one barrier or all stand in the way, divided by `size`, by `role` or by `none`.

    Rows stand in the order of the questions and the groups, never of their values.
    """
    columns = [f"barrier_{number}" for number, name in enumerate(BARRIERS, 1) if barrier in ("all", name)]
    by = () if split == "none" else (split,)
    what = both("apps.bar_survey_all" if barrier == "all" else f"apps.bar_{barrier}")
    title = both("figures.title_by", value=what, by=both(f"figures.name_{split}")) if by else what
    return figure(
        _answers(),
        columns,
        by=by,
        scale=(0, 4),
        title=title,
        description=_within(columns, split),
        unit=both("apps.bar_survey_unit"),
    )


def gap_and_spread(columns: Sequence[str], split: str) -> tuple[float, float]:
    """The largest difference between the means of two groups, and the smallest spread within one.

    Where nothing is divided, the groups are the answers to each question.
    """
    groups: list[list[list[float]]] = []
    for column in columns:
        found: dict[str, list[float]] = {}
        for row in _answers():
            if row[column]:
                found.setdefault(row.get(split, ""), []).append(float(row[column]))
        groups.append(list(found.values()))
    if split == "none":
        groups = [[one for each in groups for one in each]]
    means = [[mean(values) for values in each] for each in groups]
    spreads = [deviation(values) or 0.0 for each in groups for values in each]
    return max(max(each) - min(each) for each in means), min(spreads)


def _within(columns: Sequence[str], split: str) -> Text:
    gap, spread = gap_and_spread(columns, split)
    if split != "none":
        key = "apps.bar_within_groups"
    else:
        key = "apps.bar_within_barriers" if len(columns) > 1 else "apps.bar_within_one"
    return both(key, gap=spoken(gap, fixed=True), spread=spoken(spread, fixed=True))


@cache
def _answers() -> tuple[dict[str, str], ...]:
    return tuple(read_rows(kit_folder("datasets") / "municipal_survey.csv"))


# --- the plan ------------------------------------------------------------------------------------


def plan_item() -> Item:
    """What the group will do, in its own words."""
    item = BarrierPlan(
        id="plan",
        title=both("apps.bar_step_plan"),
        prompt=both("apps.bar_plan_ask"),
        origin="none",
        concepts=_CONCEPTS,
        points=0,
    )
    return cast(Item, item)  # desks and specs ask only for what every item has
