"""Both languages are complete, key by key and row by row."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from string import Formatter

import pytest

from lises_teach.i18n import Text, both, number

ROOT = Path(__file__).resolve().parent.parent
PHRASES = sorted((ROOT / "lises_teach" / "phrases").glob("*.json"))
TABLES = sorted((ROOT / "datasets").glob("*.csv"))
NOTEBOOKS = sorted([*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "course" / "source").rglob("*.ipynb")])


@pytest.mark.parametrize("path", PHRASES, ids=lambda path: path.stem)
def test_every_phrase_stands_in_both_languages_with_the_same_facts(path: Path) -> None:
    for name, wording in json.loads(path.read_text(encoding="utf-8")).items():
        assert set(wording) == {"da", "en"}, name
        facts = {lang: {f for _, f, _, _ in Formatter().parse(text) if f} for lang, text in wording.items()}
        assert facts["da"] == facts["en"], name
        assert all(text.strip() for text in wording.values()), name


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_of_a_data_set_stands_in_both_languages(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column, text in row.items():
                if column == "da" or column.endswith("_da"):
                    english = row[column[:-2] + "en"]
                    assert bool(text.strip()) == bool(english.strip()), (path.name, row)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_danish_cell_has_its_english_twin(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    written = (cell["metadata"] for cell in cells if cell["cell_type"] == "markdown")
    # a cell that the student writes in is one for both languages
    tags = [meta.get("tags", []) for meta in written if not meta.get("nbgrader", {}).get("solution")]
    assert all(len({"da", "en"} & set(tag)) == 1 for tag in tags), "every text cell has one language"
    assert [t[0] for t in tags] == ["da", "en"] * (len(tags) // 2), "Danish first, English second"


def test_every_phrase_that_code_names_exists() -> None:
    named = set()
    for path in (ROOT / "lises_teach").rglob("*.py"):
        named |= set(re.findall(r'(?:both|\bt)\("([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    known = {f"{p.stem}.{name}" for p in PHRASES for name in json.loads(p.read_text(encoding="utf-8"))}
    assert named <= known


def test_a_text_as_a_fact_is_filled_in_its_own_language() -> None:
    unit = Text(da="timer", en="hours")
    assert both("feedback.other_unit", found="uger", unit=unit).en.endswith("counts in hours.")


@pytest.mark.parametrize(
    ("value", "da", "en"), [(0.0, "0", "0"), (12.25, "12,25", "12.25"), (10.0, "10", "10")]
)
def test_numbers_are_written_as_the_language_does(value: float, da: str, en: str) -> None:
    assert (number(value, "da"), number(value, "en")) == (da, en)
