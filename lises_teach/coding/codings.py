"""What the two coders saw in each turn, and what came of comparing them: three tiers.

The coders are constructed for teaching. A folder has `codings.csv` and `consensus.csv`: `datasets/`
for what may be practised on, a course's `keys/` for what is graded. Several codes of one turn are
joined by `+`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from lises_teach.coding.reading import (
    Codes,
    Status,
    codes_of,
    readings_of,
    reason_of,
    refuse_misfit,
    stamp,
)
from lises_teach.i18n import Text
from lises_teach.tables import build_rows

CODINGS_NAME = "codings.csv"
CONSENSUS_NAME = "consensus.csv"


class Coding(BaseModel):
    """One coder's reading of one turn on one layer, with the reason where it is not obvious."""

    model_config = ConfigDict(frozen=True)

    conversation: str
    line: int
    layer: str
    codes: Codes
    coder: str
    reason: Text | None = None


class Consensus(BaseModel):
    """What stands after the comparison: `agreed` has one reading, `contested` several, `open` any number."""

    model_config = ConfigDict(frozen=True)

    conversation: str
    line: int
    layer: str
    readings: tuple[Codes, ...]
    status: Status
    reason: Text | None = None

    @model_validator(mode="after")
    def _readings_fit(self) -> Consensus:
        refuse_misfit(self.status, self.readings)
        return self


def codings_in(folder: Path, conversation: str | None = None, layer: str | None = None) -> tuple[Coding, ...]:
    """The codings in `folder`, of one conversation or layer where named; none where the file is missing."""
    return tuple(c for c in _codings(*stamp(folder / CODINGS_NAME)) if _fits(c, conversation, layer))


def consensus_in(
    folder: Path, conversation: str | None = None, layer: str | None = None
) -> tuple[Consensus, ...]:
    """The consensus in `folder`, selected like `codings_in`."""
    return tuple(c for c in _consensus(*stamp(folder / CONSENSUS_NAME)) if _fits(c, conversation, layer))


def _fits(found: Coding | Consensus, conversation: str | None, layer: str | None) -> bool:
    return conversation in (None, found.conversation) and layer in (None, found.layer)


@cache
def _codings(path: Path, changed: int) -> tuple[Coding, ...]:
    return build_rows(path, _coding) if changed else ()


@cache
def _consensus(path: Path, changed: int) -> tuple[Consensus, ...]:
    return build_rows(path, _agreed_on) if changed else ()


def _coding(row: dict[str, str]) -> Coding:
    return Coding(
        conversation=row["conversation_id"],
        line=int(row["line"]),
        layer=row["layer"],
        codes=codes_of(row["code"]),
        coder=row["coder"],
        reason=reason_of(row, "reason"),
    )


def _agreed_on(row: dict[str, str]) -> Consensus:
    return Consensus(
        conversation=row["conversation_id"],
        line=int(row["line"]),
        layer=row["layer"],
        readings=readings_of(row["code"]),
        status=row["status"],  # type: ignore[arg-type]  # pydantic checks it
        reason=reason_of(row, "reason"),
    )
