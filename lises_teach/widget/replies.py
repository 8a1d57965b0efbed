"""What Python answers when a page asks: entries, a saved change, a warning, feedback.

`reply` decides, from the message and the desk alone; `views` only carries its answer. What cannot
be done is a `problem`, a sentence in both languages that the page shows beside the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from lises_teach.answers import Change, Entry
from lises_teach.errors import KitError, SheetNotWritable, SheetUnreadable, SheetVanished
from lises_teach.i18n import Text, both
from lises_teach.items import Item, Key, Result, score
from lises_teach.personal import Finding, find_personal_data
from lises_teach.widget.misconceptions import misconception
from lises_teach.widget.stores import BrowserSheet, Sheet

Reply = dict[str, Any]
BEGUN_ANEW: tuple[type[KitError], ...] = (SheetUnreadable, SheetVanished)
"""What makes every view of the page save again what it shows."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hello(_Message):
    """A view has come up, or wonders what is saved. A browser store tells what it holds."""

    kind: Literal["hello"]
    entries: dict[str, Entry] | None = None


class SentChange(Change):
    """A change, with the findings of personal data that the person says are none."""

    confirmed: tuple[str, ...] = ()


class Save(_Message):
    """Units to save."""

    kind: Literal["save"]
    changes: dict[str, SentChange]


class Check(_Message):
    """The person wants feedback on what is saved."""

    kind: Literal["check"]


_MESSAGE: TypeAdapter[Hello | Save | Check] = TypeAdapter(Hello | Save | Check)


@dataclass(frozen=True)
class Desk:
    """One item, the sheet its answer is in, and the key where it may be shown (practice)."""

    item: Item
    sheet: Sheet
    key: Key | None = None


def reply(message: object, desk: Desk) -> Reply:
    """The answer to `message`; never raises on what a page may send or a disk may do."""
    try:
        asked = _MESSAGE.validate_python(message)
    except ValidationError:
        return problem(both("widget.failed"))
    try:
        match asked:
            case Hello():
                return _hello(asked, desk)
            case Save():
                return _save(asked, desk)
            case Check():
                return _check(desk)
    except BEGUN_ANEW as trouble:
        return begun_anew(trouble.text)
    except SheetNotWritable as trouble:
        return problem(trouble.text)


def problem(text: Text) -> Reply:
    """What could not be done, as a sentence."""
    return {"problem": text.model_dump()}


def begun_anew(text: Text) -> Reply:
    """The sheet was set aside or is gone and is begun anew: every view saves again what it shows."""
    return {"notice": text.model_dump(), "entries": {}, "begun": True}


def entries_json(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """Entries as the page takes them."""
    return {unit: entry.model_dump(mode="json") for unit, entry in entries.items()}


def findings_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """What looks like personal data as the page warns of it."""
    return [{"kind": f.kind, "text": f.text} for f in findings]


def _hello(asked: Hello, desk: Desk) -> Reply:
    if asked.entries is not None and isinstance(desk.sheet, BrowserSheet):
        desk.sheet.restore(desk.item.id, asked.entries)
    return {"entries": entries_json(desk.sheet.entries(desk.item.id))}


def _save(asked: Save, desk: Desk) -> Reply:
    known = {*desk.item.units, *desk.item.extras}
    changes = {unit: change for unit, change in asked.changes.items() if unit in known}
    warnings = _warnings(changes, desk)
    clear = {u: Change(value=c.value, based_on=c.based_on) for u, c in changes.items() if u not in warnings}
    report = desk.sheet.save(desk.item.id, clear)
    said = {u: findings_json(found) for u, found in warnings.items()}
    return {
        "saved": entries_json(report.saved),
        "refused": entries_json(report.refused),
        "warnings": said,
        "entries": entries_json(desk.sheet.entries(desk.item.id)),
    }


def _warnings(changes: Mapping[str, SentChange], desk: Desk) -> dict[str, list[Finding]]:
    """Personal data found in free text, except what the person confirmed or has already saved."""
    warnings = {}
    for unit, change in changes.items():
        if unit not in desk.item.free:
            continue
        saved = desk.sheet.answer(desk.item.id).get(unit)
        known = {*change.confirmed, *(finding.text for finding in _personal(saved))}
        found = {f.text: f for f in _personal(change.value) if f.text not in known}
        if found:
            warnings[unit] = list(found.values())
    return warnings


def _personal(value: object) -> list[Finding]:
    return find_personal_data(value) if isinstance(value, str) else []


def _check(desk: Desk) -> Reply:
    if desk.key is None:
        return problem(both("widget.failed"))
    result = score(desk.item, desk.key, desk.sheet.answer(desk.item.id))
    examples = [anchor.model_dump(mode="json") for anchor in desk.key.anchors]
    return {"result": result_json(result), "examples": examples}


def result_json(result: Result) -> Reply:
    """A result as the page shows it: misconceptions in words instead of ids."""
    data = result.model_dump(mode="json")
    for unit, shown in zip(result.units, data["units"], strict=True):
        text = misconception(unit.misconception)
        shown["misconception"] = text.model_dump() if text else None
    return data


__all__ = [
    "BEGUN_ANEW",
    "Desk",
    "Reply",
    "begun_anew",
    "entries_json",
    "findings_json",
    "problem",
    "reply",
    "result_json",
]
