"""Data in: from a table of any common shape to groups of finite numbers. Draws and words nothing.

A number that is missing, not finite or too large to draw is left out and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from lises_teach.figures.errors import FigureError
from lises_teach.i18n import both

LARGEST = 1e15
Columns = dict[str, list[Any]]


class Group(NamedTuple):
    """The numbers of one row of the figure, and the names it goes by, from the outside in."""

    names: tuple[str, ...]
    values: tuple[float, ...]


class Groups(NamedTuple):
    """All groups, in the order of the table, and how many answers are left out."""

    groups: tuple[Group, ...]
    missing: int


class Line(NamedTuple):
    """A series along the bottom; None where there is no number."""

    name: str
    points: tuple[tuple[float, float | None], ...]


def columns_of(data: Any) -> Columns:
    """The columns of a data frame, of a mapping of columns, or of rows (mappings or named tuples).

    >>> columns_of([{"a": 1}, {"a": 2}])
    {'a': [1, 2]}
    """
    if hasattr(data, "columns") and hasattr(data, "__getitem__"):
        return {str(name): list(data[name]) for name in data.columns}
    if isinstance(data, Mapping):
        columns = {str(name): list(values) for name, values in data.items()}
        if len({len(values) for values in columns.values()}) > 1:
            raise FigureError(both("figures.uneven"))
        return columns
    if not isinstance(data, Iterable) or isinstance(data, (str, bytes)):
        raise FigureError(both("figures.not_a_table"))
    rows = [row._asdict() if hasattr(row, "_asdict") else row for row in data]
    if not all(isinstance(row, Mapping) for row in rows):
        raise FigureError(both("figures.not_a_table"))
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def read_groups(columns: Columns, values: Sequence[str], by: Sequence[str]) -> Groups:
    """The numbers of the columns `values`, divided by the columns `by`.

    Several `values` are a division of their own, the outer one.
    """
    levels = [*(["…"] if len(values) > 1 else []), *by]
    if len(levels) > 2:
        raise FigureError(
            both("figures.too_many_levels", count=len(levels), columns=", ".join([*values, *by]))
        )
    found: dict[tuple[str, ...], list[float]] = {}
    missing = 0
    keys = [_column(columns, name) for name in by]
    for column in values:
        outer = (column,) if len(values) > 1 or not by else ()
        for place, given in enumerate(_column(columns, column)):
            inner = tuple(key[place] for key in keys)
            number = as_number(given, column)
            if any(_is_missing(name) for name in inner):
                missing += 1
                continue
            numbers = found.setdefault((*outer, *map(str, inner)), [])
            missing += number is None
            numbers += [] if number is None else [number]
    return Groups(tuple(Group(names, tuple(numbers)) for names, numbers in found.items()), missing)


def read_lines(columns: Columns, x: str, values: Sequence[str], by: str | None) -> tuple[Line, ...]:
    """A line for each group of `by` and each of the columns `values`, from left to right."""
    found: dict[str, dict[float, float | None]] = {}
    along = [as_number(given, x) for given in _column(columns, x)]
    series = _column(columns, by) if by else None
    for column in values:
        for place, given in enumerate(_column(columns, column)):
            name = str(series[place]) if series else column
            at = along[place]
            if at is None or (series and _is_missing(series[place])):
                continue
            points = found.setdefault(name, {})
            if at in points:
                raise FigureError(both("figures.twice", series=name, x=f"{at:g}"))
            points[at] = as_number(given, column)
    return tuple(Line(name, tuple(sorted(points.items()))) for name, points in found.items())


def as_number(given: Any, column: str) -> float | None:
    """A finite number, or None where it is missing; raises `FigureError` on words.

    >>> as_number("2.5", "x"), as_number(float("inf"), "x"), as_number("", "x")
    (2.5, None, None)
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    try:
        number = float(given)
    except ValueError as not_a_number:
        raise FigureError(both("figures.not_numbers", column=column, found=str(given)[:40])) from not_a_number
    except (TypeError, OverflowError):  # pandas' NA, a date, an integer of a thousand digits
        return None
    return number if math.isfinite(number) and abs(number) <= LARGEST else None


def _is_missing(name: Any) -> bool:
    return name is None or name != name or str(name) in ("", "<NA>", "NaT")


def _column(columns: Columns, name: str) -> list[Any]:
    if name not in columns:
        raise FigureError(both("figures.unknown_column", column=name, columns=", ".join(columns)))
    return columns[name]
