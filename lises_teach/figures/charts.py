"""Which marks and which table each kind of figure has. Pure: knows statistics and words, not SVG.

A kind is one function of groups in `KINDS`; lines are another matter, see `lines_chart`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from lises_teach.figures.numbers import (
    Axis,
    Bin,
    axis,
    axis_of,
    bins,
    deviation,
    mean,
    median,
    percent,
    share_interval,
    spoken,
)
from lises_teach.figures.reading import Group, Line
from lises_teach.i18n import Text, both

Name = Callable[[str], Text]
Scale = tuple[float, float] | None
Cells = tuple[Text, ...]


class Mark(NamedTuple):
    """One thing drawn along a row: where it begins and ends, or all places of its dots."""

    kind: Literal["bar", "whisker", "band", "tick", "diamond", "dots"]
    places: tuple[float, ...]


class Row(NamedTuple):
    """A row of the figure: what it is called, what it says in numbers, what is drawn."""

    names: Cells
    said: Text
    marks: tuple[Mark, ...]


class Series(NamedTuple):
    """A line, with a gap where a point is None."""

    name: Text
    points: tuple[tuple[float, float | None], ...]


class Table(NamedTuple):
    """The numbers of the figure; the first `named` columns name the row."""

    head: Cells
    rows: tuple[Cells, ...]
    named: int


class Chart(NamedTuple):
    """All that is drawn and said, but for title and description."""

    how: Text
    table: Table
    along: Axis
    rows: tuple[Row, ...] = ()
    up: Axis | None = None
    lines: tuple[Series, ...] = ()
    percent: bool = False


def means_chart(groups: Sequence[Group], name: Name, scale: Scale, own: Mapping[str, float]) -> Chart:
    """Bars of means, with one standard deviation to each side.

    Where the answers of every row fill the whole scale, one sentence says so instead of two columns.
    """
    rows, cells, ends = [], [], [0.0]
    full = len(groups) > 1 and all(
        (min(one.values), max(one.values)) == scale for one in groups if one.values
    )
    for names, values in _named(groups, name):
        middle, spread = (mean(values), deviation(values)) if values else (None, None)
        marks = [Mark("bar", (middle,))] if middle is not None else []
        if middle is not None and spread is not None:
            marks.append(Mark("whisker", (middle - spread, middle + spread)))
        ends += [end for mark in marks for end in mark.places]
        rows.append(Row(names, _with_n(spoken(middle, fixed=True), values), tuple(marks)))
        low, high = (min(values), max(values)) if values else (None, None)
        exact = (spoken(middle, fixed=True), spoken(spread, fixed=True))
        least_most = () if full else (spoken(low), spoken(high))
        cells.append((*names, spoken(len(values)), *exact, *least_most))
    head = _head(groups, "n", "mean", "sd", *(() if full else ("min", "max")))
    how = both("figures.how_means")
    if full and scale is not None:
        how = _joined(how, both("figures.whole_scale", low=spoken(scale[0]), high=spoken(scale[1])))
    return Chart(how, _table(head, cells, groups), _axis(ends, scale), tuple(rows))


def shares_chart(groups: Sequence[Group], name: Name, scale: Scale, own: Mapping[str, float]) -> Chart:
    """Bars of the share of ones among ones and zeros, with a 95 % interval."""
    rows, cells = [], []
    for names, values in _named(groups, name):
        yes, count = round(sum(values)), len(values)
        if not count:
            rows.append(Row(names, _with_n(spoken(None), values), ()))
            cells.append((*names, spoken(0), spoken(None), spoken(None)))
            continue
        ends = share_interval(yes, count)
        said = both("figures.to", low=percent(ends[0]), high=percent(ends[1]))
        marks = (Mark("bar", (yes / count,)), Mark("whisker", ends))
        rows.append(Row(names, _with_n(percent(yes / count), values), marks))
        cells.append((*names, spoken(count), percent(yes / count), said))
    head = _head(groups, "n", "share", "interval")
    along = axis_of(scale or (0.0, 1.0))
    return Chart(both("figures.how_shares"), _table(head, cells, groups), along, tuple(rows), percent=True)


def dots_chart(groups: Sequence[Group], name: Name, scale: Scale, own: Mapping[str, float]) -> Chart:
    """Each answer as a dot; the table counts them."""
    every = [value for group in groups for value in group.values]
    ends = bins(every)
    rows, cells = [], []
    for names, values in _named(groups, name):
        middle = median(values) if values else None
        marks = (Mark("dots", values), Mark("tick", (middle,))) if middle is not None else ()
        rows.append(Row(names, _with_n(spoken(middle), values), marks))
        counts = [sum(map(one.holds, values)) for one in ends]
        cells.append((*names, spoken(len(values)), spoken(middle), *map(spoken, counts)))
    head = (*_head(groups, "n", "median"), *map(_stretch, ends))
    along = _with_room(axis_of(scale) if scale else axis(min(every), max(every)), len(ends) <= 7)
    return Chart(both("figures.how_dots"), _table(head, cells, groups), along, tuple(rows))


def ranges_chart(groups: Sequence[Group], name: Name, scale: Scale, own: Mapping[str, float]) -> Chart:
    """From the smallest to the largest answer, and one's own number where there is one; no middle."""
    rows, cells, ends = [], [], [0.0]
    for group, (names, values) in zip(groups, _named(groups, name), strict=True):
        low, high = (min(values), max(values)) if values else (None, None)
        mine = own.get(group.names[-1])
        marks = [Mark("band", (low, high))] if low is not None and high is not None else []
        marks += [Mark("diamond", (mine,))] if mine is not None else []
        ends += [end for mark in marks for end in mark.places]
        said = _with_n(both("figures.to", low=spoken(low), high=spoken(high)), values)
        if mine is not None:
            said = both("figures.own_is", range=said, own=spoken(mine))
        rows.append(Row(names, said, tuple(marks)))
        told = (*names, spoken(len(values)), spoken(low), spoken(high))
        cells.append((*told, spoken(mine)) if own else told)
    head = _head(groups, "n", "min", "max")
    how = both("figures.how_ranges")
    if own:
        mine_too = both("figures.how_own")
        how, head = _joined(how, mine_too), (*head, both("figures.own"))
    return Chart(how, _table(head, cells, groups), _axis(ends, scale), tuple(rows))


KINDS: dict[str, Callable[[Sequence[Group], Name, Scale, Mapping[str, float]], Chart]] = {
    "means": means_chart,
    "shares": shares_chart,
    "dots": dots_chart,
    "ranges": ranges_chart,
}


def lines_chart(lines: Sequence[Line], name: Name, x: Text, scale: Scale) -> Chart:
    """Lines from left to right; the table has a row for each place along the bottom."""
    series = tuple(Series(name(line.name), line.points) for line in lines)
    places = sorted({at for line in lines for at, _ in line.points})
    heights = [y for line in lines for _, y in line.points if y is not None]
    known = [dict(line.points) for line in lines]
    cells = [(spoken(at), *(spoken(points.get(at)) for points in known)) for at in places]
    table = Table((x, *(one.name for one in series)), tuple(cells), 1)
    along, up = axis(places[0], places[-1]), _axis([0.0, *heights], scale)
    if len(places) > 1:  # the lines reach both edges
        inside = tuple(at for at in _months(along, places) if places[0] <= at <= places[-1])
        along = Axis(places[0], places[-1], inside)
    return Chart(both("figures.how_lines"), table, along, up=up, lines=series)


def _with_room(along: Axis, wanted: bool) -> Axis:
    """Half a step more at each end, for dots that are moved to both sides of a number."""
    half = (along.ticks[1] - along.ticks[0]) / 2 if wanted and len(along.ticks) > 1 else 0.0
    return Axis(along.low - half, along.high + half, along.ticks)


def _months(along: Axis, places: Sequence[float]) -> tuple[float, ...]:
    """Numbers on the bottom: the places themselves where they are few."""
    return tuple(places) if len(places) <= 7 else along.ticks


def _named(groups: Sequence[Group], name: Name) -> list[tuple[Cells, tuple[float, ...]]]:
    return [(tuple(name(one) for one in group.names), group.values) for group in groups]


def _with_n(said: Text, values: Sequence[float]) -> Text:
    if not values:
        return both("figures.no_answer")
    return both("figures.of_n", said=said, count=len(values))


def _head(groups: Sequence[Group], *columns: str) -> Cells:
    named = ["group"] * len(groups[0].names)
    return tuple(both(f"figures.col_{column}") for column in (*named, *columns))


def _table(head: Cells, cells: Sequence[Cells], groups: Sequence[Group]) -> Table:
    return Table(head, tuple(cells), len(groups[0].names))


def _stretch(one: Bin) -> Text:
    low, high = spoken(one.low), spoken(one.high)
    return low if one.low == one.high else Text(da=f"{low.da}–{high.da}", en=f"{low.en}–{high.en}")


def _axis(ends: Sequence[float], scale: Scale) -> Axis:
    return axis_of(scale) if scale else axis(min(ends), max(ends))


def _joined(first: Text, second: Text) -> Text:
    return Text(da=f"{first.da} {second.da}", en=f"{first.en} {second.en}")
