"""What the two coders saw in each turn, and what came of comparing them: three tiers.

The coders are constructed for teaching. A folder has `codings.csv` and `consensus.csv`: `datasets/`
for what may be practised on, a course's `keys/` for what is graded. Several codes of one turn are
joined by `+`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lises_teach.conversations.reading import read_rows, text_of
from lises_teach.i18n import Text

CODINGS_NAME = "codings.csv"
CONSENSUS_NAME = "consensus.csv"
Status = Literal["agreed", "contested", "open"]


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
    rows = read_rows(path) if changed else []
    return tuple(
        Coding(
            conversation=row["conversation_id"],
            line=int(row["line"]),
            layer=row["layer"],
            codes=tuple(row["code"].split("+")),
            coder=row["coder"],
            reason=text_of(row, "reason") if row["reason_da"].strip() else None,
        )
        for row in rows
    )


@cache
def _consensus(path: Path, changed: int) -> tuple[Consensus, ...]:
    rows = read_rows(path) if changed else []
    return tuple(
        Consensus(
            conversation=row["conversation_id"],
            line=int(row["line"]),
            layer=row["layer"],
            readings=tuple(tuple(reading.split("+")) for reading in row["code"].split("|") if reading),
            status=row["status"],  # type: ignore[arg-type]  # pydantic checks it
            reason=text_of(row, "reason") if row["reason_da"].strip() else None,
        )
        for row in rows
    )
