"""What the two coders saw in each turn, and what came of comparing them: three tiers.

The coders are constructed for teaching. A folder has `codings.csv` and `consensus.csv`: `datasets/`
for what may be practised on, a course's `keys/` for what is graded. Several codes of one turn are
joined by `+`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from lises_teach.conversations.reading import read_rows, text_of
from lises_teach.errors import BankError
from lises_teach.i18n import Text

CODINGS_NAME = "codings.csv"
CONSENSUS_NAME = "consensus.csv"
Status = Literal["agreed", "contested", "open"]
Row = TypeVar("Row", bound=BaseModel)


class Coding(BaseModel):
    """One coder's reading of one turn on one layer, with the reason where it is not obvious."""

    model_config = ConfigDict(frozen=True)

    conversation: str
    line: int
    layer: str
    codes: tuple[str, ...]
    coder: str
    reason: Text | None = None


class Consensus(BaseModel):
    """What stands after the comparison: `agreed` has one reading, `contested` several, `open` any number."""

    model_config = ConfigDict(frozen=True)

    conversation: str
    line: int
    layer: str
    readings: tuple[tuple[str, ...], ...]
    status: Status
    reason: Text | None = None

    @model_validator(mode="after")
    def _readings_fit(self) -> Consensus:
        found = len(self.readings)
        if self.status == "agreed" and found != 1:
            raise ValueError(f"agreed needs one reading, found {found}")
        if self.status == "contested" and found < 2:
            raise ValueError(f"contested needs two readings or more, joined by |, found {found}")
        return self


def codings_in(folder: Path, conversation: str | None = None, layer: str | None = None) -> tuple[Coding, ...]:
    """The codings in `folder`, of one conversation or layer where named; none where the file is missing."""
    return tuple(c for c in _codings(*_stamp(folder / CODINGS_NAME)) if _fits(c, conversation, layer))


def consensus_in(
    folder: Path, conversation: str | None = None, layer: str | None = None
) -> tuple[Consensus, ...]:
    """The consensus in `folder`, selected like `codings_in`."""
    return tuple(c for c in _consensus(*_stamp(folder / CONSENSUS_NAME)) if _fits(c, conversation, layer))


def _fits(found: Coding | Consensus, conversation: str | None, layer: str | None) -> bool:
    return conversation in (None, found.conversation) and layer in (None, found.layer)


def _stamp(path: Path) -> tuple[Path, int]:
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@cache
def _codings(path: Path, changed: int) -> tuple[Coding, ...]:
    return _read(path, _coding) if changed else ()


@cache
def _consensus(path: Path, changed: int) -> tuple[Consensus, ...]:
    return _read(path, _agreed_on) if changed else ()


def _coding(row: dict[str, str]) -> Coding:
    return Coding(
        conversation=row["conversation_id"],
        line=int(row["line"]),
        layer=row["layer"],
        codes=tuple(row["code"].split("+")),
        coder=row["coder"],
        reason=_reason(row),
    )


def _agreed_on(row: dict[str, str]) -> Consensus:
    return Consensus(
        conversation=row["conversation_id"],
        line=int(row["line"]),
        layer=row["layer"],
        readings=tuple(tuple(reading.split("+")) for reading in row["code"].split("|") if reading),
        status=row["status"],  # type: ignore[arg-type]  # pydantic checks it
        reason=_reason(row),
    )


def _reason(row: dict[str, str]) -> Text | None:
    return text_of(row, "reason") if row["reason_da"].strip() else None


def _read(path: Path, build: Callable[[dict[str, str]], Row]) -> tuple[Row, ...]:
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
    return tuple(found)
