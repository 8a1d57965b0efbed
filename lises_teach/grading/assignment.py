"""An assignment of items as the grader needs it: its items, its keys, and the cells of its notebooks.

Loading is cached by the files' times, so that a class is graded with one reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum

from lises_teach.grading.errors import NotGradable
from lises_teach.grading.language import keep_language
from lises_teach.i18n import Lang, Text, both
from lises_teach.items import Bank, Keys, load_bank, load_keys
from lises_teach.items.keys import misfits
from lises_teach.paths import ITEMS_NAME


class Assignment(NamedTuple):
    """One assignment of items, in one language, ready to grade with; `texts` are its notebooks' files."""

    name: str
    bank: Bank
    keys: Keys
    notebooks: dict[str, NotebookNode]
    texts: dict[str, str]
    lang: Lang
    source_hash: str
    key_hash: str

    @property
    def graded(self) -> dict[str, float]:
        """The points of each graded cell, by its grade id, in reading order."""
        return points_in(self.notebooks.values())

    @property
    def title(self) -> Text:
        """What the assignment is called."""
        return self.bank.title

    def title_of(self, grade_id: str) -> Text:
        """What the item in a graded cell is called."""
        return self.bank[grade_id].title


def is_graded(cell: NotebookNode) -> bool:
    """Whether nbgrader gives points for this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def points_in(notebooks: Iterable[NotebookNode]) -> dict[str, float]:
    """The points of each graded cell, by its grade id, in reading order."""
    cells = (cell for nb in notebooks for cell in nb.cells if is_graded(cell))
    return {cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points) for cell in cells}


def load_assignment(source: Path, keys: Path, lang: Lang) -> Assignment:
    """The assignment in the folder `source`, whose keys are in the file `keys`.

    Raises
    ------
    BankError
        The items or keys cannot be read.
    NotGradable
        A notebook cannot be read, the key file is missing, a graded cell has no item, or its key does not
        fit it.
    """
    if not keys.is_file():
        raise NotGradable(both("grading.no_keys", assignment=source.name, path=keys))
    tables = keys.parent.glob("*.csv")  # a key may be drawn from the coders' consensus
    files = (source / ITEMS_NAME, keys, *sorted(source.glob("*.ipynb")), *sorted(tables))
    stamps = tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.is_file())
    return _load(source, keys, lang, stamps)


@lru_cache(maxsize=32)
def _load(source: Path, keys_path: Path, lang: Lang, stamps: tuple[Any, ...]) -> Assignment:
    bank = load_bank(source / ITEMS_NAME)
    keys = load_keys(keys_path)
    paths = [path for path, _, _ in stamps if path.suffix == ".ipynb"]
    notebooks = {path.stem: read_source(path, lang) for path in paths}
    loaded = Assignment(
        name=source.name,
        bank=bank,
        keys=keys,
        notebooks=notebooks,
        texts={name: nbformat.writes(nb) for name, nb in notebooks.items()},
        lang=lang,
        source_hash=hash_of(*paths, source / ITEMS_NAME, salt=lang),
        key_hash=hashlib.sha256(keys.model_dump_json().encode()).hexdigest(),
    )
    _refuse_strays(loaded, source)
    _refuse_misfits(loaded, source / ITEMS_NAME, keys_path)
    return loaded


def read_source(path: Path, lang: Lang) -> NotebookNode:
    """A notebook of the source in `lang`, without outputs; raises `NotGradable` where it cannot be read."""
    try:
        nb = nbformat.read(path, as_version=4)
    except Exception as problem:  # nbformat lets errors of its JSON and schema libraries through
        facts = {"path": path, "problem": type(problem).__name__}
        raise NotGradable(both("grading.source_unreadable", **facts)) from problem
    keep_language(nb, lang)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return nb


def _refuse_strays(loaded: Assignment, source: Path) -> None:
    if not loaded.notebooks:
        raise NotGradable(both("grading.no_notebook", path=source))
    for grade_id in loaded.graded:
        if grade_id not in loaded.bank:
            raise NotGradable(both("grading.cell_without_item", item=grade_id, path=source / ITEMS_NAME))


def _refuse_misfits(loaded: Assignment, items_path: Path, keys_path: Path) -> None:
    """Raise where points would be wrong without a word, which `items check` would tell of."""
    for path, name in ((items_path, loaded.bank.assignment), (keys_path, loaded.keys.assignment)):
        if name != loaded.name:
            raise NotGradable(both("grading.other_name", path=path, said=name, wanted=loaded.name))
    for item in loaded.graded:
        if item not in loaded.keys:
            raise NotGradable(both("grading.item_without_key", item=item, path=keys_path))
        said = next(misfits(loaded.bank[item], loaded.keys[item]), None)
        if said is not None:
            raise NotGradable(both("grading.misfit", item=item, path=keys_path, said=said))


def hash_of(*paths: Path, salt: str) -> str:
    """One hash of what stands in all these files."""
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
