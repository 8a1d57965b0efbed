"""Ratings as numbers: a table of codes read, checked, and counted into units that were coded alike.

Nothing here knows a coefficient; `agreement` does.
"""

from __future__ import annotations

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
    """Units that were coded alike, with how many there are: what a bootstrap has to draw from."""

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
    if not all(_is_number(label) for label in read.labels):
        raise RatingsError(both("coding.needs_numbers"))
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
    flat = [-1 if _missing(v) else seen.setdefault(v, len(seen)) for v in table.ravel().tolist()]
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


def counted(read: Ratings) -> Patterns:
    """Units by how often each code was given to them; one rating alone counts in the shares of AC1."""
    size = max(len(read.labels), 1)
    units = len(read.codes)
    given = read.codes >= 0
    flat = (np.arange(units)[:, None] * size + read.codes)[given]
    counts = np.bincount(flat, minlength=units * size).reshape(units, size)
    return _patterns(counts[counts.any(axis=1), : len(read.labels)], read.labels)


def paired(read: Ratings) -> Patterns:
    """Units by the codes of exactly two coders, without those that only one of them coded."""
    if read.codes.shape[1] != 2:
        raise RatingsError(both("coding.two_coders", coders=read.codes.shape[1]))
    one, other = read.codes[(read.codes >= 0).all(axis=1)].T
    size = max(len(read.labels), 1)
    cells, times = np.unique(one * size + other, return_counts=True)
    return Patterns(np.stack(np.divmod(cells, size), axis=1), times, read.labels)


def _patterns(rows: Ints, labels: tuple[Any, ...]) -> Patterns:
    if not len(rows):
        return Patterns(rows, np.zeros(0, dtype=np.int64), labels)
    # lexicographic order of the columns, which is much faster than numpy's unique over rows
    order = np.lexsort(rows.T)
    ranked = rows[order]
    new = np.concatenate([[True], (ranked[1:] != ranked[:-1]).any(axis=1)])
    starts = np.flatnonzero(new)
    return Patterns(ranked[starts], np.diff(np.append(starts, len(rows))), labels)


__all__ = ["Ints", "Level", "Patterns", "Ratings", "RatingsError", "counted", "paired", "read_ratings"]
