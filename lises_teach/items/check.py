"""The lint behind `lises-teach items check`: one finding a line, with file, line and item id.

It reads banks, keys and the notebooks beside them, and never changes anything. What it looks for is
what would hurt in class: a missing text, a distractor without feedback, a key that fits no item, a
notebook whose points differ, a released field that sets one option apart.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from lises_teach.errors import BankError
from lises_teach.items.bank import LineMap, load_bank, load_keys
from lises_teach.items.keys import Key, Keys, misfits
from lises_teach.items.models import Bank, BaseItem, Choice, Choices, Classify, CodeTurns
from lises_teach.paths import kit_folder

TELLING = frozenset(
    {"right", "correct", "true", "answer", "wrong", "false", "distractor", "rigtig", "rigtigt", "forkert"}
)


class Finding(NamedTuple):
    """One thing to mend: where it is and what it is."""

    file: Path
    line: int
    item: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.item + ': ' if self.item else ''}{self.text}"


def check(paths: Iterable[Path]) -> list[Finding]:
    """All findings in the banks below `paths` (files or folders), in reading order."""
    findings: list[Finding] = []
    banks = sorted({bank for path in paths for bank in banks_below(path)})
    for path in banks:
        findings += check_bank(path, _keys_of(path))
    for path in sorted({keys for place in paths for keys in _keys_below(place)}):
        if not any(_keys_of(bank) == path for bank in banks):
            findings += _lonely_keys(path)
    return findings


def check_bank(bank_path: Path, keys_path: Path | None) -> Iterator[Finding]:
    """Findings in one bank, its keys where there are any, and the notebooks beside it."""
    try:
        bank = load_bank(bank_path)
    except BankError as problem:
        yield from _schema_findings(problem)
        return
    at = _Lines(bank_path, "items", "id")
    for item in bank.items:
        for text in _item_findings(item):
            yield Finding(bank_path, at.line(item.id), item.id, text)
    for notebook in sorted(bank_path.parent.glob("*.ipynb")) if bank_path.name == "items.yaml" else []:
        yield from _notebook_findings(notebook, bank)
    if keys_path is None:
        return
    try:
        keys = load_keys(keys_path)
    except BankError as problem:
        yield from _schema_findings(problem)
        return
    yield from _key_findings(bank_path, at, bank, keys_path, keys)


# --- which files belong together -----------------------------------------------------------------


def banks_below(path: Path) -> Iterator[Path]:
    """The item files at or below `path`, as absolute paths."""
    if path.is_file() and path.name.endswith("items.yaml"):
        yield path.resolve()
    elif path.is_dir():
        yield from (p.resolve() for p in path.rglob("*items.yaml") if ".ipynb_checkpoints" not in p.parts)


def _keys_below(path: Path) -> Iterator[Path]:
    if path.is_file() and (path.name.endswith(".keys.yaml") or path.parent.name == "keys"):
        yield path.resolve()
    elif path.is_dir():
        yield from (p.resolve() for p in path.rglob("*.keys.yaml"))
        yield from (p.resolve() for p in path.rglob("keys/*.yaml"))


def _keys_of(bank: Path) -> Path | None:
    """The key file of a bank: beside it for practice, in `course/keys/` for an assignment."""
    if bank.name != "items.yaml":
        return bank.with_name(bank.name.replace(".items.yaml", ".keys.yaml"))
    keys = bank.parent.parent.parent / "keys" / f"{bank.parent.name}.yaml"
    return keys if bank.parent.parent.name == "source" or keys.is_file() else None


def _lonely_keys(path: Path) -> Iterator[Finding]:
    try:
        keys = load_keys(path)
    except BankError as problem:
        yield from _schema_findings(problem)
        return
    yield Finding(path, 1, "", f"no items.yaml of {keys.assignment} was found for these keys")


def _schema_findings(problem: BankError) -> Iterator[Finding]:
    for said in problem.findings:
        place, _, text = said.partition(": ")
        number = place.removeprefix("line ")
        line = int(number) if number.isdigit() else 1
        yield Finding(problem.path, line, "", text if number.isdigit() else said)


class _Lines:
    """The line on which each entry of a list begins, by the entry's id."""

    def __init__(self, path: Path, list_name: str, id_name: str) -> None:
        source = path.read_text(encoding="utf-8")
        entries = yaml.safe_load(source).get(list_name, [])
        lines = LineMap(source)
        self._lines = {entry.get(id_name): lines.of((list_name, n)) for n, entry in enumerate(entries)}

    def line(self, entry_id: str) -> int:
        return self._lines.get(entry_id, 1)


# --- items ---------------------------------------------------------------------------------------


def _item_findings(item: BaseItem) -> Iterator[str]:
    for concept in item.concepts:
        if concept not in known_ids("concepts"):
            yield f"the concept {concept} is not in datasets/concepts.csv"
    for parts in item.parts:
        texts = [part.text.da.casefold() for part in parts]
        if len(set(texts)) < len(texts):
            yield "two options have the same text"
        for part in parts:
            if TELLING & set(part.id.replace("_", "-").split("-")):
                yield f"the id {part.id} tells whether the option is right"
    for name in telling_fields(item):
        yield f"{name}: one of them has a field that the others lack"


@cache
def known_ids(name: str) -> frozenset[str]:
    """The ids in the data set `concepts` or `misconceptions`."""
    with (kit_folder("datasets") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["id"] for row in csv.DictReader(file))


# --- notebooks -----------------------------------------------------------------------------------


def _notebook_findings(path: Path, bank: Bank) -> Iterator[Finding]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, OSError):
        yield Finding(path, 1, "", "the notebook cannot be read")
        return
    graded = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in cells
        if cell.get("metadata", {}).get("nbgrader", {}).get("grade")
    }
    for grade_id, cell in graded.items():
        yield from (Finding(path, 1, grade_id, text) for text in _cell_findings(grade_id, cell, bank))
    for item in bank.items:
        if item.id not in graded:
            yield Finding(path, 1, item.id, "the notebook has no graded cell for this item")


def _cell_findings(grade_id: str, cell: dict[str, Any], bank: Bank) -> Iterator[str]:
    if grade_id not in bank:
        yield "the graded cell has no item in items.yaml"
        return
    item = bank[grade_id]
    points = cell["metadata"]["nbgrader"].get("points")
    if points != item.points:
        yield f"the notebook gives {points:g} points, items.yaml {item.points:g}"
    if "".join(cell.get("source", "")).strip() != f'item("{grade_id}")':
        yield f'the cell must hold item("{grade_id}") and nothing else'
    if bool(cell["metadata"]["nbgrader"].get("solution")) != item.by_hand:
        yield "the cell of an item that a teacher reads is graded and solution; every other is graded only"


# --- keys ----------------------------------------------------------------------------------------


def _key_findings(bank_path: Path, at: _Lines, bank: Bank, keys_path: Path, keys: Keys) -> Iterator[Finding]:
    in_keys = _Lines(keys_path, "keys", "item")
    if keys.assignment != bank.assignment:
        yield Finding(
            keys_path, 1, "", f"the keys are for {keys.assignment}, the items for {bank.assignment}"
        )
    for item in bank.items:
        if item.id not in keys:
            yield Finding(bank_path, at.line(item.id), item.id, f"has no key in {keys_path.name}")
            continue
        key = keys[item.id]
        for text in (*misfits(item, key), *_distractor_findings(item, key), *_misconception_findings(key)):
            yield Finding(keys_path, in_keys.line(item.id), item.id, text)
    for key in keys.keys:
        if key.item not in bank:
            yield Finding(keys_path, in_keys.line(key.item), key.item, f"has no item in {bank_path.name}")


def _distractor_findings(item: BaseItem, key: Key) -> Iterator[str]:
    """Options and categories that somebody can choose wrongly, and that no mix-up explains."""
    match item:
        case Choice():
            right = {a for unit in key.units.values() for a in unit.answers}
            wrong = [o.id for o in item.options if o.id not in right]
        case Choices():
            wrong = [u for u, k in key.units.items() if k.status == "agreed" and k.answers == (False,)]
        case Classify() | CodeTurns():
            wrong = [c.id for c in item.categories if _ever_wrong(c.id, key)]
        case _:
            return
    for name in wrong:
        if key.mixup(name, ()) is None:
            yield f"{name} can be chosen wrongly and has no misconception and feedback"


def _ever_wrong(category: str, key: Key) -> bool:
    return any(
        unit.scored
        and not any(category == a or (isinstance(a, tuple) and category in a) for a in unit.answers)
        for unit in key.units.values()
    )


def _misconception_findings(key: Key) -> Iterator[str]:
    named = [*(m.misconception for m in key.mixups), *(s.misconception for s in key.slips)]
    named += [link.misconception for link in key.before if link.misconception]
    for misconception in dict.fromkeys(named):
        if misconception not in known_ids("misconceptions"):
            yield f"the misconception {misconception} is not in datasets/misconceptions.csv"


# --- released items ------------------------------------------------------------------------------


def telling_fields(item: BaseItem) -> Iterator[str]:
    """Fields of an item as released that set one of its options apart from the others.

    Every option is an id and a text in both languages; anything that only some have tells. The
    schema refuses it already, this looks at the released data itself.
    """
    for name in ("options", "categories", "snippets", "steps"):
        shapes = [_shape(part.model_dump()) for part in getattr(item, name, ())]
        if len(set(shapes)) > 1:
            yield name


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((k, _shape(v)) for k, v in value.items()))
    return type(value).__name__


__all__ = ["Finding", "banks_below", "check", "check_bank", "known_ids", "telling_fields"]
