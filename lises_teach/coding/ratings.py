"""Ratings as numbers: a table of codes read, checked, and counted into units that were coded alike.

Nothing here knows a coefficient; `agreement` does.
"""

from __future__ import annotations

from collections.abc import Hashable
from numbers import Real
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lises_teach.errors import KitError
from lises_teach.i18n import both

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Ints = NDArray[np.int64]


class RatingsError(KitError):
    """What a coefficient cannot be computed from, such as words where the level needs numbers."""


class Ratings(NamedTuple):
    """Codes as numbers (-1: missing), and what the numbers stand for, in rising order."""

    codes: Ints  # units × coders
    labels: tuple[Any, ...]


class Patterns(NamedTuple):
    """Units that were coded alike, with how many there are."""

    rows: Ints  # patterns × (codes counted, or one column a coder)
    times: Ints  # how many units each
    labels: tuple[Any, ...]


def read_ratings(ratings: Any, level: Level) -> Ratings:
    """`ratings` with each code as a number; raises `RatingsError` where `level` cannot be used on them.

    A number that is not finite counts as missing, and so does what a numpy array masks.
    """
    table = _table(ratings)
    if table.ndim != 2 or table.shape[1] < 2:
        raise RatingsError(both("coding.shape", shape=" × ".join(map(str, table.shape)) or "0"))
    read = _read_numbers(table) if table.dtype.kind in "iuf" else _read_labels(table)
    if level == "nominal":
        return read
    words = [label for label in read.labels if not _is_number(label)]
    if words:
        raise RatingsError(both("coding.needs_numbers", found=words[0]))
    if level == "ratio" and read.labels and read.labels[0] < 0:
        raise RatingsError(both("coding.negative", found=read.labels[0]))
    return read


def _table(ratings: Any) -> NDArray[Any]:
    cells = ratings.to_numpy() if hasattr(ratings, "to_numpy") else ratings
    try:
        if isinstance(cells, (list, tuple)) and any(isinstance(row, np.ma.MaskedArray) for row in cells):
            cells = np.ma.array(cells)
        table = np.asarray(cells)
    except ValueError as problem:  # rows of different lengths
        raise RatingsError(both("coding.ragged")) from problem
    if isinstance(cells, np.ma.MaskedArray):
        return _unmasked(table, np.ma.getmaskarray(cells))
    # beside words numpy would have made the word "nan" of a missing code
    return np.asarray(cells, dtype=object) if table.dtype.kind in "US" else table


def _unmasked(table: NDArray[Any], masked: NDArray[np.bool_]) -> NDArray[Any]:
    """The table with nothing where it was masked: numpy itself would show what lies under the mask."""
    numbers = table.dtype.kind in "iuf"
    shown: NDArray[Any] = table.astype(float if numbers else object)
    shown[masked] = np.nan if numbers else None
    return shown


def _read_numbers(table: NDArray[Any]) -> Ratings:
    known = np.isfinite(table)
    values, codes = np.unique(table[known], return_inverse=True)
    filled = np.full(table.shape, -1, dtype=np.int64)
    filled[known] = codes
    return Ratings(filled, tuple(values.tolist()))


def _read_labels(table: NDArray[Any]) -> Ratings:
    seen: dict[Any, int] = {}
    cells = table.ravel().tolist()
    try:
        flat = [-1 if _missing(v) else seen.setdefault(v, len(seen)) for v in cells]
    except TypeError as problem:  # a list or a set
        found = next((v for v in cells if not isinstance(v, Hashable)), "…")
        raise RatingsError(both("coding.cell", found=found)) from problem
    labels = sorted(seen, key=lambda v: (0, v, "") if _is_number(v) else (1, 0, str(v)))
    place = {seen[label]: at for at, label in enumerate(labels)} | {-1: -1}
    codes = np.array([place[code] for code in flat], dtype=np.int64).reshape(table.shape)
    return Ratings(codes, tuple(labels))


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _missing(value: Any) -> bool:
    if isinstance(value, (float, np.floating)):
        return not np.isfinite(value)
    return (
        value is None or value is np.ma.masked or type(value).__name__ in ("NAType", "NaTType")
    )  # pandas is not imported here


def read_groups(groups: Any, units: int) -> Ints:
    """Which group each of `units` units is in, as a number; raises `RatingsError` where one is in none."""
    table = _table(groups)
    if table.shape != (units,):
        found = " × ".join(map(str, table.shape)) or "1"
        raise RatingsError(both("coding.clusters_length", units=units, found=found))
    read = _read_numbers(table) if table.dtype.kind in "iuf" else _read_labels(table)
    if (read.codes < 0).any():
        raise RatingsError(both("coding.clusters_missing", row=int(np.argmax(read.codes < 0)) + 1))
    return read.codes


def counted(read: Ratings) -> Ints:
    """How often each code was given to each unit: units × codes."""
    size = max(len(read.labels), 1)
    units = len(read.codes)
    given = read.codes >= 0
    flat = (np.arange(units)[:, None] * size + read.codes)[given]
    counts = np.bincount(flat, minlength=units * size).reshape(units, size)
    return counts[:, : len(read.labels)]


def paired(read: Ratings) -> Ints:
    """Each unit's code by the one and by the other of exactly two coders."""
    if read.codes.shape[1] != 2:
        raise RatingsError(both("coding.two_coders", coders=read.codes.shape[1]))
    return read.codes


def alike(rows: Ints, labels: tuple[Any, ...]) -> Patterns:
    """Units with the same row put together."""
    base, columns = int(rows.max(initial=0)) + 1, rows.shape[1]
    if base**columns < 2**63:  # a row is one number then, ten times as fast to sort
        places = base ** np.arange(columns)
        keys, times = np.unique(rows @ places, return_counts=True)
        return Patterns(keys[:, None] // places % base, times, labels)
    # lexicographic order of the columns, which is much faster than numpy's unique over rows
    ranked = rows[np.lexsort(rows.T)]
    new = np.concatenate([[True], (ranked[1:] != ranked[:-1]).any(axis=1)])
    starts = np.flatnonzero(new)
    return Patterns(ranked[starts], np.diff(np.append(starts, len(rows))), labels)


__all__ = [
    "Ints",
    "Level",
    "Patterns",
    "Ratings",
    "RatingsError",
    "alike",
    "counted",
    "paired",
    "read_groups",
    "read_ratings",
]
