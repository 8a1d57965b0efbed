"""Where a view's answers are: the sheet on disk, or the visitor's own browser.

`LISES_TEACH_STORE` decides. In the browser store Python holds what the page tells it, so that it
can count and score, and writes nothing to disk; the page keeps the answers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lises_teach.answers import SHEET_NAME, AnswerSheet, Change, Entry, SaveReport


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


def store_name() -> str:
    """`sheet` or `browser`."""
    return "browser" if os.environ.get("LISES_TEACH_STORE") == "browser" else "sheet"


def open_store(folder: Path, assignment: str) -> Sheet:
    """The answers to `assignment` for a notebook in `folder`."""
    if store_name() == "browser":
        return _browser_sheet(assignment)
    return AnswerSheet(folder / SHEET_NAME, assignment)


@cache
def _browser_sheet(_assignment: str) -> BrowserSheet:
    return BrowserSheet()
