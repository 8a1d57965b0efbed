"""What a dilemma, a panel and a story must be: gains and costs everywhere, no dead end, no circle."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from lises_teach.dilemmas import DIMENSIONS, Branch, Option, Panel, Weighing


def both(word: str) -> dict[str, str]:
    return {"da": word, "en": f"{word} (en)"}


def option(*changes: str) -> Option:
    effects = [
        {"dimension": dimension, "change": change, "text": both(change)}
        for dimension, change in zip(DIMENSIONS, changes, strict=False)
    ]
    return Option.model_validate({"id": "o1", "text": both("Mulighed"), "effects": effects})


def weighing(panellist: str, *points: int) -> Weighing:
    given: dict[str, Any] = dict(zip(DIMENSIONS, points, strict=True))
    return Weighing(panellist=panellist, role="citizen", option="o1", **given)


def node(name: str, *targets: str, **told: Any) -> dict[str, Any]:
    choices = [{"id": f"c{n}", "text": both(f"{name} {n}"), "goes_to": to} for n, to in enumerate(targets, 1)]
    ends = {} if targets else {"gained": both("vundet"), "lost": both("tabt")}
    return {"id": name, "text": both(name), "choices": choices, **ends, **told}


def story(*nodes: dict[str, Any]) -> Branch:
    return Branch.model_validate({"id": "x", "title": both("Titel"), "intro": both("Om"), "nodes": nodes})


MEETING = story(node("start", "left", "right"), node("left", "end", "other"), node("right", "end"), node("end"), node("other"))  # fmt: skip


# --- options and the panel -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("gains", "gains", "unchanged", "unchanged"), "o1 loses on no dimension"),
        (("loses", "loses", "unchanged", "unchanged"), "o1 gains on no dimension"),
        (("gains", "loses", "unchanged"), "needs one effect on each dimension"),
        (("gains", "loses", "better", "unchanged"), "Input should be 'gains', 'loses' or 'unchanged'"),
    ],
    ids=str,
)
def test_an_option_that_costs_or_gives_nothing_is_refused(changes: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        option(*changes)


def test_an_option_tells_its_effects_in_the_dimensions_order() -> None:
    assert [effect.change for effect in option("gains", "loses", "loses", "unchanged").effects] == [
        "gains", "loses", "loses", "unchanged",
    ]  # fmt: skip


@pytest.mark.parametrize("points", [(25, 25, 25, 20), (100, 5, 0, 0), (130, -30, 0, 0)], ids=str)
def test_a_panellist_gives_100_points(points: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        weighing("p01", *points)


def test_a_spread_is_the_lowest_the_highest_and_each_one_and_nothing_between() -> None:
    rows = (weighing("p01", 50, 20, 20, 10), weighing("p02", 5, 45, 45, 5), weighing("p03", 30, 30, 40, 0))
    panel = Panel(vignette="v", weighings=rows)
    spread = panel.spread("o1", "effectiveness")
    assert (spread.lowest, spread.highest, spread.values) == (5, 50, (5, 30, 50))
    assert panel.size == 3
    assert not {"mean", "median", "distance"} & set(dir(spread))


# --- stories -------------------------------------------------------------------------------------


def test_a_walk_tells_what_was_chosen_where_and_where_it_leads() -> None:
    walk = MEETING.walk(["c1", "c2"])
    assert [(step.node.id, step.choice.text.da) for step in walk.steps] == [
        ("start", "start 1"), ("left", "left 2"),
    ]  # fmt: skip
    assert (walk.at.id, walk.at.is_end) == ("other", True)
    assert MEETING.walk([]).at is MEETING.start


@pytest.mark.parametrize("path", [["c3"], ["c1", "c1", "c1"], ["c2", "c2"], [""]], ids=str)
def test_a_path_that_is_not_there_is_a_key_error(path: list[str]) -> None:
    with pytest.raises(KeyError):
        MEETING.walk(path)


def test_paths_may_meet_again_and_all_of_them_are_found() -> None:
    assert set(MEETING.paths()) == {("c1", "c1"), ("c1", "c2"), ("c2", "c1")}


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([node("start", "away")], "at least 2"),
        ([node("start", "away"), node("end")], "choice c1 at start goes to away, which is no node"),
        ([node("start", "end"), node("end"), node("lost-way")], "no path leads to lost-way"),
        ([node("start", "n"), node("n", "start")], "comes back to start and need not end"),
        ([node("start", "end"), node("end"), node("end")], "two nodes are called end"),
        ([node("start", "end"), node("end", lost=None)], "node end: an end needs gained and lost"),
        (
            [node("start", "end", gained=both("x")), node("end")],
            "node start: only an end has gained and lost",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_story_that_goes_astray_is_refused(nodes: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        story(*nodes)


def test_two_choices_of_a_node_are_told_apart() -> None:
    twin = node("start", "end", "end")
    twin["choices"][1]["id"] = "c1"
    with pytest.raises(ValidationError, match="two choices have the same id"):
        story(twin, node("end"))
