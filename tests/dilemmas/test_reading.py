"""Reading the data sets: a wrong name or a wrong row is one sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lises_teach.dilemmas import (
    UnknownBranch,
    UnknownVignette,
    branch_ids,
    load_branch,
    load_panel,
    load_vignette,
    reading,
    vignette_ids,
)
from lises_teach.errors import BankError

DATASETS = Path(__file__).parents[2] / "datasets"
NAMES = ("vignettes", "vignette_options", "panel", "branches", "branch_choices", "branch_titles")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NAMES:
        shutil.copy(DATASETS / f"{name}.csv", tmp_path)
    monkeypatch.setattr(reading, "kit_folder", lambda name: tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("load", [load_vignette, load_panel], ids=["vignette", "panel"])
def test_a_dilemma_that_is_not_there_suggests_the_nearest(load: object) -> None:
    name = vignette_ids()[0]
    with pytest.raises(UnknownVignette) as caught:
        load(name[:-1])  # type: ignore[operator]
    assert caught.value.sentence("da") == f"Der er intet dilemma, der hedder {name[:-1]}. Mente du {name}?"
    assert caught.value.sentence("en") == f"There is no dilemma called {name[:-1]}. Did you mean {name}?"


def test_a_story_that_is_not_there_suggests_the_nearest() -> None:
    name = branch_ids()[0]
    with pytest.raises(UnknownBranch) as caught:
        load_branch(f"{name}s")
    assert f"Mente du {name}?" in caught.value.sentence("da")


def test_a_panel_has_weighed_every_option_and_the_values_are_sorted() -> None:
    for name in vignette_ids():
        options = [option.id for option in load_vignette(name).options]
        assert {w.option for w in load_panel(name).weighings} == set(options)
        values = load_panel(name).spread(options[0], "respect").values
        assert list(values) == sorted(values)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("vignette_options", ",gains,", ",better,", "row 1: change must be gains"),
        ("vignette_options", ",fairness,", ",lighed,", "row 1: the column fairness is missing"),
        ("panel", "p01,caseworker,", "p01,caseworker,x,", "row 1: "),
        ("branch_choices", ",goes_to", ",next", "row 1: the column goes_to is missing"),
        ("branch_titles", "authority-and-service", "authority", "row 1: nodes must have at least 2"),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(folder: Path, file: str, old: str, new: str, said: str) -> None:
    change(folder / f"{file}.csv", old, new)
    load = {"b": branch_ids, "v": vignette_ids, "p": lambda: load_panel(vignette_ids()[0])}[file[0]]
    with pytest.raises(BankError) as caught:
        load()
    assert caught.value.findings[0].startswith(said)


@pytest.mark.parametrize("file", ["vignettes", "panel", "branches"])
def test_a_file_that_is_missing_or_no_text_is_one_sentence(folder: Path, file: str) -> None:
    path = folder / f"{file}.csv"
    load = {"b": branch_ids, "v": vignette_ids, "p": lambda: load_panel(vignette_ids()[0])}[file[0]]
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BankError, match="ikke gemt som UTF-8"):
        load()
    path.unlink()
    with pytest.raises(BankError, match="No such file"):
        load()
