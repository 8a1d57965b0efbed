"""Where a view's answers are: the sheet on disk, or the visitor's own browser.

`LISES_TEACH_STORE` decides. In the browser store Python holds what the page tells it, so that it
can count and score, and writes nothing to disk; the page keeps the answers. In the folder that a
course hands out nothing is kept: it would reach the students.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lises_teach.answers import SHEET_NAME, AnswerSheet, Change, Entry, SaveReport
from lises_teach.errors import SheetNotWritable
from lises_teach.i18n import both
from lises_teach.paths import is_released


class Sheet(Protocol):
    """Answers by item and unit, saved unit by unit."""

    def entries(self, item_id: str) -> dict[str, Entry]: ...

    def answer(self, item_id: str) -> dict[str, Any]: ...

    def save(self, item_id: str, changes: Mapping[str, Change]) -> SaveReport: ...


class BrowserSheet:
    """The answers a page has told of, for as long as this process lives."""

    def __init__(self) -> None:
        self._items: dict[str, dict[str, Entry]] = {}

    def entries(self, item_id: str) -> dict[str, Entry]:
        """What the page told of one item, by unit."""
        return dict(self._items.get(item_id, {}))

    def answer(self, item_id: str) -> dict[str, Any]:
        """The values of one item, by unit."""
        return {unit: entry.value for unit, entry in self._items.get(item_id, {}).items()}

    def save(self, item_id: str, changes: Mapping[str, Change]) -> SaveReport:
        """Take `changes` as they come: the page itself refuses what builds on an older revision."""
        now = datetime.now().astimezone().replace(microsecond=0)
        saved = {u: Entry(value=c.value, revision=c.based_on + 1, saved=now) for u, c in changes.items()}
        self._items.setdefault(item_id, {}).update(saved)
        return SaveReport(saved=saved)

    def restore(self, item_id: str, entries: Mapping[str, Entry]) -> None:
        """Take over what the browser holds of an item; what it does not hold is gone."""
        self._items[item_id] = dict(entries)


class ReleasedSheet(AnswerSheet):
    """The sheet of a folder that is handed out: it is read and never written."""

    def save(self, item_id: str, changes: Mapping[str, Change]) -> SaveReport:
        """Raise `SheetNotWritable`: the teacher's own trial answers are for no student."""
        raise SheetNotWritable(self.path, "the folder is handed out", both("errors.sheet_in_release"))


def store_name() -> str:
    """`sheet` or `browser`."""
    return "browser" if os.environ.get("LISES_TEACH_STORE") == "browser" else "sheet"


def open_store(folder: Path, assignment: str) -> Sheet:
    """The answers to `assignment` for a notebook in `folder`."""
    if store_name() == "browser":
        return _browser_sheet(assignment)
    return _sheet(folder / SHEET_NAME, assignment)


@cache
def _sheet(path: Path, assignment: str) -> AnswerSheet:
    # one for all views, so that a file that vanished is noticed by each of them
    return ReleasedSheet(path, assignment) if is_released(path.parent) else AnswerSheet(path, assignment)


@cache
def _browser_sheet(_assignment: str) -> BrowserSheet:
    return BrowserSheet()
