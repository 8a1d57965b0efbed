"""What the tables of coded turns and of coded cases have in common: rows, readings and statuses.

Several codes of one reading are joined by `+`, several readings of one unit by `|`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from lises_teach.conversations.reading import read_rows, text_of
from lises_teach.errors import BankError
from lises_teach.i18n import Text

Status = Literal["agreed", "contested", "open"]
Codes = tuple[str, ...]
Row = TypeVar("Row", bound=BaseModel)


def codes_of(cell: str) -> Codes:
    """The codes of one reading."""
    return tuple(cell.split("+")) if cell else ()


def readings_of(cell: str) -> tuple[Codes, ...]:
    """The readings of one unit."""
    return tuple(codes_of(reading) for reading in cell.split("|") if reading)


def reason_of(row: dict[str, str], name: str) -> Text | None:
    """The columns `<name>_da` and `<name>_en`; None where they are empty."""
    return text_of(row, name) if row[f"{name}_da"].strip() else None


def refuse_misfit(status: Status, readings: tuple[Codes, ...]) -> None:
    """Raise where `status` and the number of readings do not go together."""
    found = len(readings)
    if status == "agreed" and found != 1:
        raise ValueError(f"agreed needs one reading, found {found}")
    if status == "contested" and found < 2:
        raise ValueError(f"contested needs two readings or more, joined by |, found {found}")


def stamp(path: Path) -> tuple[Path, int]:
    """`path` and when it was changed, to remember what was read by; 0 where there is no file."""
    return path, path.stat().st_mtime_ns if path.is_file() else 0


def read_all(path: Path, build: Callable[[dict[str, str]], Row | None]) -> tuple[Row, ...]:
    """What `build` makes of each row of the file, without the rows it makes nothing of.

    Raises
    ------
    BankError
        The file or a row cannot be read; the finding names the row.
    """
    try:
        rows = read_rows(path)
    except UnicodeDecodeError as problem:
        raise BankError(path, (f"byte {problem.start}: the file is not UTF-8 text",)) from problem
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(build(row))
        except ValidationError as problem:
            said = problem.errors()[0]["msg"].removeprefix("Value error, ")
            raise BankError(path, (f"row {number}: {said}",)) from problem
        except KeyError as problem:
            raise BankError(path, (f"row {number}: the column {problem.args[0]} is missing",)) from problem
        except (ValueError, AttributeError) as problem:  # a line that is no number; a row that ends early
            raise BankError(path, (f"row {number}: {problem}",)) from problem
    return tuple(row for row in found if row is not None)
