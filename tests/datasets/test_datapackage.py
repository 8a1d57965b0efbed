"""The data sets are what their package and their cards say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package, system

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
