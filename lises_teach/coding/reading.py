"""What the tables of coded turns and of coded cases have in common: rows, readings and statuses.

Several codes of one reading are joined by `+`, several readings of one unit by `|`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from lises_teach.i18n import Text
from lises_teach.schema import Unfit
from lises_teach.tables import text_of

Status = Literal["agreed", "contested", "open"]
Codes = tuple[str, ...]


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
        raise Unfit("agreed_readings", found=found)
    if status == "contested" and found < 2:
        raise Unfit("contested_readings", found=found)


def stamp(path: Path) -> tuple[Path, int]:
    """`path` and when it was changed, to remember what was read by; 0 where there is no file."""
    return path, path.stat().st_mtime_ns if path.is_file() else 0
