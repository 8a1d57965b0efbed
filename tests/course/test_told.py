"""What students and instructors are told of an assignment is what its items and keys hold."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from typing import Any

import pytest

from lises_teach.coding import load_codebook
from lises_teach.i18n import LANGS, Lang
from lises_teach.items import Bank, load_bank, load_keys
from lises_teach.items.base import ReadItem
from tests.course.samples import COURSE

GUIDE = (COURSE / "instructor-guide.md").read_text(encoding="utf-8").split("\n---\n")
HOURS: dict[str, dict[Lang, str]] = {
    "m2-legitimitet": {"da": "fem timer", "en": "five hours"},
    "m4-samtalen": {"da": "halvanden time", "en": "an hour and a half"},
    "m5-gribning": {"da": "fire timer", "en": "four hours"},
    "m6-inddragelse": {"da": "tre en halv time", "en": "three and a half hours"},
}
NUMBERS: dict[Lang, list[str]] = {
    "da": ["", "én", "to", "tre", "fire", "fem", "seks"],
    "en": ["", "one", "two", "three", "four", "five", "six"],
}
ABOUT: dict[Lang, str] = {"da": "Regn med omkring", "en": "Allow about"}


@cache
def bank_of(assignment: str) -> Bank:
    return load_bank(COURSE / "source" / assignment / "items.yaml")


@cache
def notebook_of(assignment: str) -> dict[str, Any]:
    path = COURSE / "source" / assignment / f"{assignment}.ipynb"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def start_of(assignment: str, lang: Lang) -> str:
    cells = {cell["id"]: cell for cell in notebook_of(assignment)["cells"]}
    return "".join(cells[f"start-{lang}"]["source"])


def guide_row(assignment: str, lang: Lang) -> list[str]:
    (row,) = re.findall(rf"^\| `{assignment}` \| (.+) \|$", GUIDE[LANGS.index(lang)], re.M)
    return str(row).split(" | ")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("assignment", HOURS)
def test_the_time_is_the_same_wherever_it_is_told(assignment: str, lang: Lang) -> None:
    told = f"{ABOUT[lang]} {HOURS[assignment][lang]}"
    assert f"{told}, " in start_of(assignment, lang)
    assert notebook_of(assignment)["metadata"]["lises_teach"]["about"][lang].endswith(f" {told}.")
    assert guide_row(assignment, lang)[-1] == HOURS[assignment][lang]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("assignment", HOURS)
def test_the_guide_has_the_points_of_the_items(assignment: str, lang: Lang) -> None:
    items = bank_of(assignment).items
    read = [item.points for item in items if getattr(item, "criteria", ())]
    points = sum(item.points for item in items)
    word = {"da": "tekster", "en": "texts"}[lang]
    by_hand = f"{sum(read):g}, {NUMBERS[lang][len(read)]} {word}" if read else "–"
    expected = [f"{len(items)}", f"{points:g}", f"{points - sum(read):g}", by_hand]
    assert guide_row(assignment, lang)[:-1] == expected


@pytest.mark.parametrize("lang", LANGS)
def test_the_guide_names_the_cases_of_m2_that_are_open_or_contested(lang: Lang) -> None:
    (line,) = [row for row in GUIDE[LANGS.index(lang)].splitlines() if row.startswith("- **2.1, 2.4 ")]
    found: dict[str, set[str]] = {"open": set(), "contested": set()}
    for table in ("arguments", "fairness_cases", "resistance_cases"):
        with (COURSE / "keys" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.get(row["status"], set()).add(row["case_id"])
    open_cases, *contested = (set(re.findall(r"\w+", group)) for group in re.findall(r"\((.+?)\)", line))
    assert {"open": open_cases, "contested": set().union(*contested)} == found


@pytest.mark.parametrize("lang", LANGS)
def test_m2_says_at_the_top_every_section_that_a_key_sends_one_to(lang: Lang) -> None:
    keys = load_keys(COURSE / "keys" / "m2-legitimitet.yaml")
    looks = " ".join(keys[item.id].look.get(lang) for item in bank_of("m2-legitimitet").items)
    needed = {section.split(".")[0] for section in re.findall(r"§§? (\d[.\d]*)", looks)}
    (asked,) = [part for part in start_of("m2-legitimitet", lang).split("\n\n") if "resultatnotat" in part]
    assert needed == set(re.findall(r"§ (\d)(?![.\d])", asked))


@pytest.mark.parametrize("lang", LANGS)
def test_m5_asks_what_the_codebook_asks(lang: Lang) -> None:
    whose = {"da": "den professionelles to næste ture", "en": "professional's next two turns"}[lang]
    (layer,) = [layer for layer in load_codebook().layers if layer.id == "uptake"]
    assert whose in layer.question.get(lang)
    prompts = [
        i.prompt.get(lang) for i in bank_of("m5-gribning").items if getattr(i, "layer", "") == "uptake"
    ]
    assert len(prompts) == 3
    assert all(whose in prompt.replace("’", "'") for prompt in prompts)


def test_the_rule_for_passing_fits_every_text() -> None:
    texts = [item for name in HOURS for item in bank_of(name).items if isinstance(item, ReadItem)]
    used = [item.criteria for item in texts if item.criteria]
    assert used
    assert all({"R4", "R5"} & set(criteria) for criteria in used)
    assert {min(map(len, used)), max(map(len, used))} == {1, 4}
    said = {
        "da": ("et til fire af kriterierne", "det ene af de to"),
        "en": ("one to four of the criteria", "only one of them"),
    }
    for lang, page in zip(LANGS, GUIDE, strict=True):
        assert all(part in page for part in said[lang])


@pytest.mark.parametrize(
    "words",
    [
        "`assignment:`",
        "LISES_TEACH_LANG",
        "items check .",
        "--format excel",
        "owners.json",
        "Exception while loading config file",
    ],
)
def test_the_guide_says_in_both_languages_what_an_instructor_met(words: str) -> None:
    assert all(words in page for page in GUIDE)
