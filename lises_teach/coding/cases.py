"""Short cases, such as snippets and arguments, and what two constructed coders saw in each: three tiers.

A table is a file of the same name in two places. `datasets/<table>.csv` has every case's text, and the
codes of those that may be practised on; a course's `keys/<table>.csv` has the codes of those that are
graded, without texts. A row without a status is not coded there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from difflib import get_close_matches
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
from lises_teach.errors import KitError
from lises_teach.i18n import Text, both
from lises_teach.paths import kit_folder
from lises_teach.tables import build_rows, text_of

NOTHING = "-"


class UnknownCases(KitError):
    """A table of cases, or a case of a table, that the kit's data sets do not have."""

    def __init__(self, name: str, known: Iterable[str], table: str | None = None) -> None:
        self.name = name
        listed = tuple(known)
        near = ", ".join(get_close_matches(name, listed, n=1) or listed[:1]) or NOTHING
        key = "coding.unknown_case" if table else "coding.unknown_table"
        super().__init__(both(key, name=name, table=table or "", near=near))


class Case(BaseModel):
    """One short text that gets a code, constructed for teaching."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: Text


class CodedCase(BaseModel):
    """What two coders saw in one case, and what came of comparing them.

    Parameters
    ----------
    codes_a, codes_b
        Each coder's codes. None where they are not known, as with an open case coded long ago.
    basic_condition
        The basic condition that both coders name; `-` where there is none. Only for barriers.
    local_a, local_b, local
        Who could change what is at issue: each coder's reading, and the one or two that stand.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    codes_a: Codes
    codes_b: Codes
    readings: tuple[Codes, ...]
    status: Status
    reason_a: Text | None = None
    reason_b: Text | None = None
    basic_condition: str = NOTHING
    local_a: str = NOTHING
    local_b: str = NOTHING
    local: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _readings_fit(self) -> CodedCase:
        refuse_misfit(self.status, self.readings)
        return self

    def reason(self, codes: Codes) -> Text | None:
        """Why a reading stands: what the first coder who read it so said."""
        said = ((self.codes_a, self.reason_a), (self.codes_b, self.reason_b))
        return next((why for read, why in said if set(read) == set(codes) and why), None)


def case_tables() -> tuple[str, ...]:
    """The names of the kit's tables of cases."""
    return tuple(sorted(p.stem for p in kit_folder("datasets").glob("*.csv") if "case_id" in _header(p)))


def load_cases(table: str) -> dict[str, Case]:
    """The texts of the kit's `table`, by the ids of the cases, in the table's order.

    Raises
    ------
    UnknownCases
        There is no such table.
    BankError
        A row cannot be read.
    """
    path = kit_folder("datasets") / f"{table}.csv"
    if not path.is_file() or "case_id" not in _header(path):
        raise UnknownCases(table, case_tables())
    return {case.id: case for case in _cases(*stamp(path))}


def choose_cases(table: str, ids: Iterable[str]) -> tuple[Case, ...]:
    """The cases of `table` with these ids, in their order; raises like `load_cases`."""
    found = load_cases(table)
    chosen = tuple(ids)
    for name in chosen:
        if name not in found:
            raise UnknownCases(name, found, table)
    return tuple(found[name] for name in chosen)


def coded_in(folder: Path, table: str) -> dict[str, CodedCase]:
    """The cases that are coded in `folder`'s `table`, by id; none where the file is missing."""
    return {case.id: case for case in _coded(*stamp(folder / f"{table}.csv"))}


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


@cache
def _cases(path: Path, _changed: int) -> tuple[Case, ...]:
    return build_rows(path, lambda row: Case(id=row["case_id"], text=text_of(row)))


@cache
def _coded(path: Path, changed: int) -> tuple[CodedCase, ...]:
    return build_rows(path, _judged) if changed else ()


def _judged(row: dict[str, str]) -> CodedCase | None:
    if not row.get("status"):  # only a text here, its codes are elsewhere
        return None
    return CodedCase(
        id=row["case_id"],
        codes_a=codes_of(row["code_a"]),
        codes_b=codes_of(row["code_b"]),
        readings=readings_of(row["consensus"]),
        status=row["status"],  # type: ignore[arg-type]  # pydantic checks it
        reason_a=reason_of(row, "reason_a"),
        reason_b=reason_of(row, "reason_b"),
        basic_condition=row.get("basic_condition") or NOTHING,
        local_a=row.get("local_a") or NOTHING,
        local_b=row.get("local_b") or NOTHING,
        local=tuple(filter(None, (row.get("local") or "").split("|"))),
    )
