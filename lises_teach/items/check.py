"""The lint behind `lises-teach items check`: one finding a line, with file, line and item id.

It reads banks, keys and the notebooks beside them, and never changes anything. What it looks for is
what would hurt in class: a missing text, a distractor without feedback, a key that fits no item, a
notebook whose points differ, a released field that sets one option apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from lises_teach.errors import BankError, KitError
from lises_teach.i18n import Lang, Text, both, reader_language
from lises_teach.items.bank import load_bank, load_keys
from lises_teach.items.keys import Key, Keys, misfits
from lises_teach.items.lines import PART_LISTS, LineMap, problems, read_yaml
from lises_teach.items.models import Bank, BaseItem, Choice, Choices, Classify, CodeTurns
from lises_teach.items.pairs import Pair, name_in, pairs_below
from lises_teach.paths import ITEMS_NAME, kit_folder
from lises_teach.tables import read_rows

TELLING = frozenset(
    {"right", "correct", "true", "answer", "wrong", "false", "distractor", "rigtig", "rigtigt", "forkert"}
)


class Finding(NamedTuple):
    """One thing to mend: where it is and what it is."""

    file: Path
    line: int
    item: str
    text: Text

    def in_words(self, lang: Lang) -> str:
        """The finding on one line, as editors understand it: file, line, item and text."""
        item = f"{self.item}: " if self.item else ""
        return f"{self.file}:{self.line}: {item}{self.text.get(lang)}"

    def __str__(self) -> str:
        return self.in_words(reader_language())


def check(pairs: Iterable[Pair]) -> list[Finding]:
    """All findings in the item files and keys of `pairs`, and in the notebooks beside them."""
    return [finding for pair in pairs for finding in check_pair(pair)]


def check_pair(pair: Pair) -> Iterator[Finding]:
    """Findings in one item file, the notebooks beside it, and its keys."""
    if not pair.bank.is_file() and pair.keys is not None:
        yield Finding(pair.keys, 1, "", both("check.no_item_file", bank=pair.bank))
        return
    try:
        bank = load_bank(pair.bank)
    except KitError as problem:
        yield from _schema_findings(pair.bank, problem)
        return
    yield from _name_findings(pair.bank, bank.assignment, name_in(pair))
    at = _Lines(pair.bank, "items", "id")
    for item in bank.items:
        yield from (Finding(pair.bank, at.line(item.id), item.id, text) for text in _item_findings(item))
    yield from _notebooks_findings(pair.bank, at, bank)
    if pair.keys is None:
        return
    if not pair.keys.is_file():
        yield Finding(pair.bank, 1, "", both("check.no_key_file", keys=pair.keys))
        return
    try:
        keys = load_keys(pair.keys)
    except KitError as problem:
        yield from _schema_findings(pair.keys, problem)
        return
    yield from _name_findings(pair.keys, keys.assignment, pair.keys.name.partition(".")[0])
    yield from _key_findings(pair.bank, at, bank, pair.keys, keys)


def _name_findings(path: Path, said: str, wanted: str | None) -> Iterator[Finding]:
    """Hand-ins and grading go by what a file says that it is for, so it must be what the file is called."""
    if wanted is not None and said != wanted:
        source = path.read_text(encoding="utf-8")
        text = both("check.other_name", said=said, wanted=wanted)
        yield Finding(path, LineMap(source).of(("assignment",)), "", text)


# --- the schema ----------------------------------------------------------------------------------


def _schema_findings(path: Path, problem: KitError) -> Iterator[Finding]:
    if not isinstance(problem, BankError):
        yield Finding(path, 1, "", problem.text)
    elif problem.path != path:  # a table that the key is drawn from
        yield Finding(problem.path, 1, "", problem.reason)
    elif isinstance(problem.__cause__, ValidationError):
        for found in problems(path.read_text(encoding="utf-8"), problem.__cause__):
            yield Finding(path, found.line, found.entry, found.text)
    else:
        number = problem.findings[0].partition(": ")[0].removeprefix("line ")
        yaml_trouble = isinstance(problem.__cause__, yaml.YAMLError)
        text = both("check.not_yaml") if yaml_trouble else problem.text
        yield Finding(path, int(number) if number.isdigit() else 1, "", text)


class _Lines:
    """The line on which each entry of a list begins, by the entry's id."""

    def __init__(self, path: Path, list_name: str, id_name: str) -> None:
        source = path.read_text(encoding="utf-8")
        entries = read_yaml(source).get(list_name, [])
        lines = LineMap(source)
        self._lines = {entry.get(id_name): lines.of((list_name, n)) for n, entry in enumerate(entries)}

    def line(self, entry_id: str) -> int:
        return self._lines.get(entry_id, 1)


# --- items ---------------------------------------------------------------------------------------


def _item_findings(item: BaseItem) -> Iterator[Text]:
    for concept in item.concepts:
        if concept not in known_ids("concepts"):
            yield both("check.unknown_concept", concept=concept)
    for parts in item.parts:
        texts = [part.text.da.casefold() for part in parts]
        if len(set(texts)) < len(texts):
            yield both("check.same_text")
        for part in parts:
            if TELLING & set(part.id.replace("_", "-").split("-")):
                yield both("check.telling_id", part=part.id)
    for name in telling_fields(item):
        yield both("check.fields_differ", field=name)


@cache
def known_ids(name: str) -> frozenset[str]:
    """The ids in the data set `concepts` or `misconceptions`."""
    return frozenset(row["id"] for row in read_rows(kit_folder("datasets") / f"{name}.csv"))


# --- notebooks -----------------------------------------------------------------------------------


def _notebooks_findings(bank_path: Path, at: _Lines, bank: Bank) -> Iterator[Finding]:
    """Findings in an assignment's notebooks, which together have one graded cell for each item."""
    notebooks = sorted(bank_path.parent.glob("*.ipynb")) if bank_path.name == ITEMS_NAME else []
    if not notebooks and bank_path.parent.parent.name != "source":
        return
    seen: set[str] = set()
    for path in notebooks:
        cells = _graded_cells(path)
        if cells is None:
            yield Finding(path, 1, "", both("check.notebook_unreadable"))
            return
        source = path.read_text(encoding="utf-8").splitlines()
        for grade_id, cell in cells.items():
            line = next((n for n, text in enumerate(source, 1) if f'"grade_id": "{grade_id}"' in text), 1)
            for text in _cell_findings(grade_id, cell, bank):
                yield Finding(path, line, grade_id, text)
        seen |= cells.keys()
    for item in bank.items:
        if item.id not in seen:
            text = both("check.item_without_cell", folder=bank_path.parent.name)
            yield Finding(bank_path, at.line(item.id), item.id, text)


def _graded_cells(path: Path) -> dict[str, Any] | None:
    """The graded cells of a notebook by their ids; None where it cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
        return {str(cell["metadata"]["nbgrader"].get("grade_id", "")): cell for cell in graded}
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return None


def _cell_findings(grade_id: str, cell: dict[str, Any], bank: Bank) -> Iterator[Text]:
    if grade_id not in bank:
        yield both("check.cell_without_item", bank=ITEMS_NAME)
        return
    item, settings = bank[grade_id], cell["metadata"]["nbgrader"]
    points, expected = settings.get("points"), f'item("{grade_id}")'
    if points != item.points:
        facts = {"found": points if points is None else f"{points:g}", "expected": f"{item.points:g}"}
        yield both("check.other_points", bank=ITEMS_NAME, **facts)
    if "".join(cell.get("source", "")).strip() != expected:
        yield both("check.other_source", expected=expected)
    if bool(settings.get("solution")) != item.by_hand:
        yield both(f"check.read_by_{'hand' if item.by_hand else 'machine'}")


# --- keys ----------------------------------------------------------------------------------------


def _key_findings(bank_path: Path, at: _Lines, bank: Bank, keys_path: Path, keys: Keys) -> Iterator[Finding]:
    in_keys = _Lines(keys_path, "keys", "item")
    for item in bank.items:
        if item.id not in keys:
            text = both("check.no_key", keys=keys_path.name)
            yield Finding(bank_path, at.line(item.id), item.id, text)
            continue
        key = keys[item.id]
        misfitting = (both("check.misfit", said=said) for said in misfits(item, key))
        for text in (*misfitting, *_distractor_findings(item, key), *_misconception_findings(key)):
            yield Finding(keys_path, in_keys.line(item.id), item.id, text)
    for key in keys.keys:
        if key.item not in bank:
            text = both("check.no_item", bank=bank_path.name)
            yield Finding(keys_path, in_keys.line(key.item), key.item, text)


def _distractor_findings(item: BaseItem, key: Key) -> Iterator[Text]:
    """Options and categories that somebody can choose wrongly, and that no mix-up explains."""
    match item:
        case Choice():
            right = {a for unit in key.units.values() for a in unit.answers}
            wrong = [o.id for o in item.options if o.id not in right]
        case Choices():
            wrong = [u for u, k in key.units.items() if k.status == "agreed" and k.answers == (False,)]
        case Classify() | CodeTurns():
            wrong = [c.id for c in item.categories if _ever_wrong(c.id, item, key)]
        case _:
            return
    for name in wrong:
        if key.mixup(name, ()) is None:
            yield both("check.bare_distractor", part=name)


def _ever_wrong(category: str, item: BaseItem, key: Key) -> bool:
    asked = (key.units[unit] for unit in item.units if unit in key.units)
    return any(
        unit.scored
        and not any(category == a or (isinstance(a, tuple) and category in a) for a in unit.answers)
        for unit in asked
    )


def _misconception_findings(key: Key) -> Iterator[Text]:
    named = [*(m.misconception for m in key.mixups), *(s.misconception for s in key.slips)]
    named += [link.misconception for link in key.before if link.misconception]
    for misconception in dict.fromkeys(named):
        if misconception not in known_ids("misconceptions"):
            yield both("check.unknown_misconception", misconception=misconception)


# --- released items ------------------------------------------------------------------------------


def telling_fields(item: BaseItem) -> Iterator[str]:
    """Fields of an item as released that set one of its options apart from the others.

    Every option is an id and a text in both languages; anything that only some have tells. The
    schema refuses it already, this looks at the released data itself.
    """
    for name in PART_LISTS:
        shapes = [_shape(part.model_dump()) for part in getattr(item, name, ())]
        if len(set(shapes)) > 1:
            yield name


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((k, _shape(v)) for k, v in value.items()))
    return type(value).__name__


__all__ = ["Finding", "check", "check_pair", "known_ids", "pairs_below", "telling_fields"]
