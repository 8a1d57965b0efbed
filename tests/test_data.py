"""The kit's data sets as tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lises_teach.data import UnknownDataSet, load
from lises_teach.paths import kit_folder

NAMES = [path.stem for path in sorted(kit_folder("datasets").glob("*.csv"))]


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_is_loaded_row_for_row(name: str) -> None:
    with (kit_folder("datasets") / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    table = load(name)
    assert (list(table.columns), len(table)) == (header, len(rows))


def test_a_code_that_says_none_is_a_code_and_not_missing() -> None:
    codings = load("codings")
    assert "none" in set(codings["code"])
    assert codings["code"].notna().all()


@pytest.mark.parametrize(
    ("asked", "near"),
    [("coding", "codings"), ("Turns", "turns"), (str(Path("..") / "secret"), None), (3, None), (None, None)],
    ids=["misspelt", "capital", "path", "number", "nothing"],
)
def test_an_unknown_name_is_one_sentence_with_the_nearest(asked: str, near: str | None) -> None:
    with pytest.raises(UnknownDataSet) as caught:
        load(asked)
    said = caught.value.sentence("da")
    assert said.startswith(f"Der er intet datasæt, der hedder {asked}; det nærmeste er ")
    assert said.count("\n") == 0
    assert caught.value.near in NAMES
    assert near in (None, caught.value.near)
