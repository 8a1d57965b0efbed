"""The test bank with an item of every kind, and notebooks made of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lises_teach.items import Bank, Keys, load_bank, load_keys

ALL_KINDS = Path(__file__).parents[1] / "data" / "alle-slags"
IMPORTS = 'from lises_teach import hand_in, item, progress, use_language\nuse_language("da")'
PRACTICE = """import lises_teach.items.bank as _bank
from pathlib import Path
_bank.kit_folder = lambda name: Path("kit")
"""


def code_cell(number: int, source: str, **metadata: Any) -> dict[str, Any]:
    hidden = {"jupyter": {"source_hidden": True}, **metadata}
    return {
        "cell_type": "code", "id": f"c{number}", "metadata": hidden,
        "source": source, "outputs": [], "execution_count": None,
    }  # fmt: skip


def notebook(sources: Iterable[str]) -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [code_cell(number, source) for number, source in enumerate(sources)]
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def make_folder(folder: Path, *, practice: bool = False, also: tuple[str, ...] = ()) -> Path:
    """An assignment's folder with every kind of item; `practice` gives it keys that may be shown."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ALL_KINDS / "items.yaml", folder)
    if practice:
        (folder / "kit" / "practice").mkdir(parents=True)
        shutil.copy(ALL_KINDS / "keys.yaml", folder / "kit" / "practice" / "alle-slags.keys.yaml")
    items = [f'item("{item.id}")' for item in load_bank(ALL_KINDS / "items.yaml").items]
    sources = [PRACTICE * practice + IMPORTS, *items, "progress()", "hand_in()", *also]
    (folder / "alle-slags.ipynb").write_text(json.dumps(notebook(sources)), encoding="utf-8")
    return folder


@pytest.fixture
def bank() -> Bank:
    return load_bank(ALL_KINDS / "items.yaml")


@pytest.fixture
def keys() -> Keys:
    return load_keys(ALL_KINDS / "keys.yaml")


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "alle-slags")


@pytest.fixture
def in_assignment(assignment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(assignment)
    monkeypatch.delenv("LISES_TEACH_STORE", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    return assignment
