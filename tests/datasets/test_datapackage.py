"""The data sets are what their package and their cards say."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from frictionless import Package, system

from lises_teach.data import load

DATASETS = Path(__file__).parents[2] / "datasets"
PACKAGE = json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))
NAMES = [resource["name"] for resource in PACKAGE["resources"]]


def test_every_row_fits_the_package() -> None:
    with system.use_context(trusted=True):
        report = Package(str(DATASETS / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []


def test_every_data_set_is_in_the_package() -> None:
    assert {path.stem for path in DATASETS.glob("*.csv")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_has_a_card_in_both_languages_that_says_where_it_comes_from(name: str) -> None:
    danish, _, english = (DATASETS / "cards" / f"{name}.md").read_text(encoding="utf-8").partition("\n---\n")
    for said, words in ((danish, ("Hvad det er", "ikke kan vise")), (english, ("What it is", "cannot show"))):
        assert all(word in said for word in words), name
    origin = next(r["origin"] for r in PACKAGE["resources"] if r["name"] == name)
    if origin == "constructed":
        assert "onstruer" in danish, name
        assert "onstructed" in english, name


@pytest.mark.parametrize("name", NAMES)
def test_a_card_counts_the_rows_and_columns_there_are(name: str) -> None:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    card = (DATASETS / "cards" / f"{name}.md").read_text(encoding="utf-8")
    assert set(map(int, re.findall(r"(\d+) (?:kolonner|columns)", card))) <= {len(header)}
    if name != "misconceptions":  # its card counts a part of the rows
        assert set(map(int, re.findall(r"(\d+) (?:rækker|rows)", card))) <= {len(rows)}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_plain_utf_8_with_commas_and_no_cell_that_pandas_takes_for_missing(name: str) -> None:
    raw = (DATASETS / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        empty = sum(cell == "" for row in csv.reader(file) for cell in row)
    assert empty == load(name).isna().sum().sum()
