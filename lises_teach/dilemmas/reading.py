"""Reading vignettes, the panel and branching stories from the kit's data sets."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lises_teach.dilemmas.models import (
    DIMENSIONS,
    Branch,
    Choice,
    Effect,
    Node,
    Option,
    Panel,
    Vignette,
    Weighing,
)
from lises_teach.errors import KitError
from lises_teach.i18n import both
from lises_teach.paths import kit_folder
from lises_teach.tables import Made, Row, build_rows, text_of


class UnknownVignette(KitError):
    """A vignette that the data set does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(both("dilemma.unknown_vignette", name=name, near=_nearest(name, known)))


class UnknownBranch(KitError):
    """A branching story that the data set does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(both("dilemma.unknown_branch", name=name, near=_nearest(name, known)))


def _nearest(name: str, known: Sequence[str]) -> str:
    return ", ".join(difflib.get_close_matches(name, known, n=1) or known[:1])


def vignette_ids() -> tuple[str, ...]:
    """The ids of the kit's vignettes, in the data set's order."""
    return tuple(_vignettes(kit_folder("datasets")))


def load_vignette(vignette_id: str) -> Vignette:
    """One vignette with its options; raises `UnknownVignette`."""
    found = _vignettes(kit_folder("datasets"))
    if vignette_id not in found:
        raise UnknownVignette(vignette_id, tuple(found))
    return found[vignette_id]


def load_panel(vignette_id: str) -> Panel:
    """How the simulated panel weighed a vignette's options; raises `UnknownVignette`."""
    folder = kit_folder("datasets")
    if vignette_id not in _panels(folder):
        raise UnknownVignette(vignette_id, tuple(_panels(folder)))
    return _panels(folder)[vignette_id]


def branch_ids() -> tuple[str, ...]:
    """The ids of the kit's branching stories, in the data set's order."""
    return tuple(_branches(kit_folder("datasets")))


def load_branch(branch_id: str) -> Branch:
    """One branching story; raises `UnknownBranch`."""
    found = _branches(kit_folder("datasets"))
    if branch_id not in found:
        raise UnknownBranch(branch_id, tuple(found))
    return found[branch_id]


# --- from rows to models -------------------------------------------------------------------------


@cache
def _vignettes(folder: Path) -> dict[str, Vignette]:
    options = _grouped(folder / "vignette_options.csv", "vignette_id", _option)

    def vignette(row: Row) -> Vignette:
        found = tuple(options.get(row["vignette_id"], ()))
        return Vignette(id=row["vignette_id"], title=text_of(row, "title"), text=text_of(row), options=found)

    return {made.id: made for made in build_rows(folder / "vignettes.csv", vignette)}


def _option(row: Row) -> Option:
    return Option(id=row["option"], text=text_of(row), effects=tuple(_effect(row, d) for d in DIMENSIONS))


def _effect(row: Row, dimension: Any) -> Effect:
    change: Any = row[dimension]  # pydantic checks it
    return Effect(dimension=dimension, change=change, text=text_of(row, dimension))


@cache
def _panels(folder: Path) -> dict[str, Panel]:
    grouped = _grouped(folder / "panel.csv", "vignette_id", _weighing)
    return {name: Panel(vignette=name, weighings=tuple(rows)) for name, rows in grouped.items()}


def _weighing(row: Row) -> Weighing:
    weights: Any = {dimension: int(row[dimension]) for dimension in DIMENSIONS}
    return Weighing(panellist=row["panellist_id"], role=row["role"], option=row["option"], **weights)


@cache
def _branches(folder: Path) -> dict[str, Branch]:
    choices = _grouped(folder / "branch_choices.csv", "branch_id", lambda row: (row["node_id"], _choice(row)))

    def node(row: Row) -> Node:
        here = [choice for at, choice in choices.get(row["branch_id"], ()) if at == row["node_id"]]
        told: Any = {what: text_of(row, what) for what in ("gained", "lost") if row[f"{what}_da"].strip()}
        return Node(id=row["node_id"], text=text_of(row), choices=tuple(here), **told)

    nodes = _grouped(folder / "branches.csv", "branch_id", node)

    def branch(row: Row) -> Branch:
        title, intro = text_of(row, "title"), text_of(row, "intro")
        found = tuple(nodes.get(row["branch_id"], ()))
        return Branch(id=row["branch_id"], title=title, intro=intro, nodes=found)

    return {made.id: made for made in build_rows(folder / "branch_titles.csv", branch)}


def _choice(row: Row) -> Choice:
    return Choice(id=row["choice"], text=text_of(row), goes_to=row["goes_to"])


def _grouped(path: Path, column: str, build: Callable[[Row], Made]) -> dict[str, list[Made]]:
    """What is made of the rows of `path`, by the value of one column."""
    found: dict[str, list[Made]] = {}
    for name, made in build_rows(path, lambda row: (row[column], build(row))):
        found.setdefault(name, []).append(made)
    return found
