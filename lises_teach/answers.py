"""The answer sheet: one JSON file beside the notebook, never half written, never overwritten blindly.

A save is acknowledged only when it is on disk. Every unit of an answer has a revision; a change
that builds on an older one is refused, so that two windows or programs merge unit by unit. A file
that cannot be understood is set aside with its content; one that vanished is never begun anew without
a word, and no folder is ever made. Nothing here knows of items or keys.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field

from lises_teach.errors import (
    FolderGone,
    SheetMissing,
    SheetNotWritable,
    SheetTooNew,
    SheetUnreadable,
    SheetVanished,
)
from lises_teach.i18n import Text, both

FORMAT = 1
SHEET_NAME = "answers.json"
LARGEST_BYTES = 20_000_000
LOCK_TIMEOUT_S = 10.0

Json = Any


class Entry(BaseModel):
    """One unit as it stands on disk: its value, how often it was changed, and when last."""

    model_config = ConfigDict(frozen=True)

    value: Json = None
    revision: int = Field(default=0, ge=0)
    saved: datetime | None = None


class Change(BaseModel):
    """A new value for a unit, and the revision it builds on (0: nothing saved before)."""

    model_config = ConfigDict(frozen=True)

    value: Json
    based_on: int = Field(ge=0)


class SaveReport(BaseModel):
    """What a save did: `saved` is on disk; `refused` built on an older revision and shows the newer."""

    model_config = ConfigDict(frozen=True)

    saved: dict[str, Entry] = {}
    refused: dict[str, Entry] = {}


class SheetData(BaseModel):
    """A sheet as read: whose it is, the answers by item and unit, and the file's SHA-256."""

    model_config = ConfigDict(frozen=True)

    assignment: str
    answers: dict[str, dict[str, Entry]]
    fingerprint: str
    strange: dict[str, Json] = {}

    def answer(self, item_id: str) -> Json:
        """The values of one item, by unit; empty where nothing was answered.

        An item whose content is no object (`strange`) comes back as it stands, so that scoring says
        "could not be checked" and not "not answered".
        """
        if item_id in self.strange:
            return self.strange[item_id]
        return {unit: entry.value for unit, entry in self.answers.get(item_id, {}).items()}


class AnswerSheet:
    """The answers of one person to one assignment, in the file `path`.

    Parameters
    ----------
    path
        The JSON file; it need not exist yet.
    assignment
        The assignment's name, written into a new file.
    """

    def __init__(self, path: Path | str, assignment: str) -> None:
        self.path = Path(path)
        self.assignment = assignment
        self._seen = False  # whether the file was there when we last looked

    def entries(self, item_id: str) -> dict[str, Entry]:
        """What is saved of one item, by unit.

        Raises
        ------
        SheetUnreadable
            The file was set aside (`kept_as`); the next call finds an empty sheet.
        SheetVanished
            The file is gone; the next call finds an empty sheet.
        FolderGone
            The whole folder is.
        """
        if not self._is_there():
            return {}
        try:
            return read_sheet(self.path).answers.get(item_id, {})
        except SheetMissing:
            return {}
        except SheetUnreadable:
            with self._locked():
                self._raise_if_unreadable()
            return self.entries(item_id)

    def answer(self, item_id: str) -> dict[str, Json]:
        """The saved values of one item, by unit."""
        return {unit: entry.value for unit, entry in self.entries(item_id).items()}

    def save(self, item_id: str, changes: Mapping[str, Change]) -> SaveReport:
        """Write `changes` to disk, unit by unit, and say which were saved and which refused.

        Raises
        ------
        SheetUnreadable
            The file on disk was set aside; nothing of `changes` is saved, a second call will.
        SheetVanished
            The file is gone; nothing of `changes` is saved, a second call begins a new one.
        SheetNotWritable
            The disk, the folder or another program does not let us write; nothing is saved.
        """
        with self._locked():
            self._raise_if_unreadable()
            raw = _parse(self.path) if self._is_there() else self._blank()
            report = _merge(raw, item_id, changes)
            if report.saved:
                _replace(self.path, raw)
                self._seen = True
        return report

    def fingerprint(self) -> str:
        """The SHA-256 of the file's bytes in hex; of no bytes where there is no file."""
        return hashlib.sha256(self.path.read_bytes() if self.path.exists() else b"").hexdigest()

    def _is_there(self) -> bool:
        """Whether there is a file; raises once where there no longer is one, and where its folder is gone."""
        if not self.path.parent.exists():
            raise FolderGone(self.path)
        seen, self._seen = self._seen, self.path.exists()
        if seen and not self._seen:
            raise SheetVanished(self.path)
        return self._seen

    def _blank(self) -> dict[str, Json]:
        name = self.assignment
        about = f"Svar i {name}, gemt af lises_teach. Answers in {name}, saved by lises_teach."
        return {"about": about, "format": FORMAT, "assignment": self.assignment, "answers": {}}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.path.parent.exists():  # which the lock would make anew
            raise FolderGone(self.path)
        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=LOCK_TIMEOUT_S)
        try:
            with lock:
                yield
        except Timeout as problem:
            raise _not_writable(self.path, both("errors.why_held")) from problem
        except OSError as problem:
            raise _not_writable(self.path, _why(problem)) from problem

    def _raise_if_unreadable(self) -> None:
        """Set an unreadable file aside, then raise; call under the lock."""
        if not self.path.exists():
            return
        try:
            _parse(self.path)
        except SheetUnreadable as problem:
            kept_as = _free_name(self.path)
            os.replace(self.path, kept_as)
            self._seen = False
            raise SheetUnreadable(self.path, problem.reason, kept_as) from problem


def read_sheet(path: Path | str) -> SheetData:
    """The sheet in the file `path`, with whatever can be understood of each entry.

    An entry of a strange shape keeps its raw content as value, so that scoring can say "could not
    be checked"; only a file that is no sheet at all is refused.

    Raises
    ------
    SheetMissing, SheetUnreadable
    """
    path = Path(path)
    if not path.is_file():
        raise SheetMissing(path)
    raw = _parse(path)
    content = path.read_bytes()
    items = raw["answers"]
    return SheetData(
        assignment=str(raw.get("assignment", "")),
        answers={
            item: {unit: _entry(found) for unit, found in units.items()}
            for item, units in items.items()
            if isinstance(units, dict)
        },
        strange={i: units for i, units in items.items() if units is not None and not isinstance(units, dict)},
        fingerprint=hashlib.sha256(content).hexdigest(),
    )


def _entry(raw: Json) -> Entry:
    if not isinstance(raw, dict) or "value" not in raw:
        return Entry(value={"unreadable": True})
    revision = raw.get("revision")
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 0:
        revision = 0
    return Entry(value=raw["value"], revision=revision, saved=_moment(raw.get("saved")))


def _moment(raw: Json) -> datetime | None:
    try:
        return datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        return None


def _parse(path: Path) -> dict[str, Json]:
    """The file's JSON object with an `answers` object; raises `SheetUnreadable` for anything else."""
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        raise SheetUnreadable(path, both("errors.too_large", megabytes=size // 1_000_000))
    try:
        # NaN and infinity are no JSON; as words they are answers that cannot be checked
        data = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=str)
    except UnicodeDecodeError as problem:
        raise SheetUnreadable(path, both("errors.not_text")) from problem
    except json.JSONDecodeError as problem:
        raise SheetUnreadable(path, both("errors.not_json", line=problem.lineno)) from problem
    except (RecursionError, ValueError) as problem:  # nested too deep; a number of thousands of digits
        raise SheetUnreadable(path, both("errors.not_a_sheet")) from problem
    version = data.get("format") if isinstance(data, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise SheetTooNew(path, both("errors.newer_format"))
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        raise SheetUnreadable(path, both("errors.not_a_sheet"))
    return data


def _merge(raw: dict[str, Json], item_id: str, changes: Mapping[str, Change]) -> SaveReport:
    saved: dict[str, Entry] = {}
    refused: dict[str, Entry] = {}
    units = raw["answers"].get(item_id)
    if not isinstance(units, dict):
        units = {}
    now = datetime.now().astimezone().replace(microsecond=0)
    for unit, change in changes.items():
        current = _entry(units[unit]) if unit in units else Entry()
        if change.value == current.value and current.revision:
            saved[unit] = current
        elif change.based_on != current.revision:
            refused[unit] = current
        else:
            saved[unit] = Entry(value=change.value, revision=current.revision + 1, saved=now)
            units[unit] = saved[unit].model_dump(mode="json") | {"saved": now.isoformat()}
    if units:
        raw["answers"][item_id] = units
    return SaveReport(saved=saved, refused=refused)


def _replace(path: Path, raw: dict[str, Json]) -> None:
    """Write to a file beside, flush it to the disk, and put it in the sheet's place in one step."""
    content = json.dumps(raw, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    if os.name == "posix":  # the new name itself must survive a power cut; Windows cannot open a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


_FULL = {errno.ENOSPC, errno.EDQUOT}
_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}


def _why(problem: OSError) -> Text:
    """What keeps a file from being written, in the reader's words where they are known."""
    if problem.errno in _FULL:
        return both("errors.why_full")
    if problem.errno in _PROTECTED:
        return both("errors.why_protected")
    reason = problem.strerror or str(problem)
    return Text(da=reason, en=reason)


def _not_writable(path: Path, why: Text) -> SheetNotWritable:
    return SheetNotWritable(path, why.en, both("errors.sheet_not_writable", path=path.name, reason=why))


def _free_name(path: Path) -> Path:
    stem = f"{path.stem}.unreadable-{datetime.now():%Y%m%d-%H%M%S}"
    candidate, count = path.with_name(f"{stem}{path.suffix}"), 1
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{stem}-{count}{path.suffix}")
    return candidate


def reason_of(problem: SheetMissing | SheetUnreadable) -> Text:
    """Why a sheet could not be used, as a short clause or sentence."""
    return problem.reason if isinstance(problem, SheetUnreadable) else problem.text


__all__ = [
    "SHEET_NAME",
    "AnswerSheet",
    "Change",
    "Entry",
    "SaveReport",
    "SheetData",
    "read_sheet",
    "reason_of",
]
