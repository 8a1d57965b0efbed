"""Which item file and which key file belong together, and which of them lie below a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lises_teach.paths import ITEMS_NAME

COPIES = frozenset({"release", "submitted", "autograded", "feedback", "site"})
"""Folders in which nbgrader and the demo keep copies of what stands in `source/`."""


class Pair(NamedTuple):
    """An item file and its keys, where they should be; `keys` is None where none are expected."""

    bank: Path
    keys: Path | None


def pairs_below(places: Iterable[Path]) -> list[Pair]:
    """The pairs of which a file is at or below one of `places`, each once, as absolute paths.

    Copies and hidden folders below a place are passed over.
    """
    found = {pair for place in places for path in _yaml_files(place.resolve()) for pair in _pair_of(path)}
    return sorted(found, key=lambda pair: pair.bank)


def _yaml_files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in place.rglob("*.yaml"):
        inside = path.relative_to(place).parts
        if path.is_file() and not COPIES & set(inside) and not any(part.startswith(".") for part in inside):
            yield path


def _pair_of(path: Path) -> Iterator[Pair]:
    """The pair the file `path` is part of, if it is an item file or a key file.

    Practice has both side by side; an assignment has its keys in the course's folder `keys`.
    """
    if path.name.endswith(".items.yaml"):
        yield Pair(path, path.with_name(path.name.replace(".items.yaml", ".keys.yaml")))
    elif path.name.endswith(".keys.yaml"):
        yield Pair(path.with_name(path.name.replace(".keys.yaml", ".items.yaml")), path)
    elif path.name == ITEMS_NAME:
        keys = path.parent.parent.parent / "keys" / f"{path.parent.name}.yaml"
        yield Pair(path, keys if path.parent.parent.name == "source" or keys.is_file() else None)
    elif path.parent.name == "keys" and path.suffix == ".yaml":
        yield Pair(path.parent.parent / "source" / path.stem / ITEMS_NAME, path)


def name_in(pair: Pair) -> str | None:
    """The assignment's or lesson's name, as its folder or file has it; None where that is just a copy."""
    if pair.bank.name != ITEMS_NAME:
        return pair.bank.name.removesuffix(".items.yaml")
    return pair.bank.parent.name if pair.keys is not None else None
