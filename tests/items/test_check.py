"""`items check`: each thing that would hurt in class is one finding with file, line and item."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lises_teach.i18n import Text
from lises_teach.items.check import check, telling_fields
from lises_teach.items.keys import Keys
from lises_teach.items.models import Bank, Choice, Part
from lises_teach.items.pairs import Pair, pairs_below
from lises_teach.schema import in_words

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "tests" / "data" / "course"
ITEMS = "source/m1-lille/items.yaml"
KEYS = "keys/m1-lille.yaml"
NOTEBOOK = "source/m1-lille/m1-lille.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(COURSE, tmp_path / "kursus")
    return (tmp_path / "kursus").resolve()


def found(place: Path) -> list[str]:
    return [finding.in_words("da") for finding in check(pairs_below([place]))]


def line_of(path: Path, text: str) -> int:
    return 1 + path.read_text(encoding="utf-8").split(text)[0].count("\n")


class Case(NamedTuple):
    """`old` becomes `new` in `file`; the finding stands on the first line of `at` with `mark`."""

    file: str
    old: str
    new: str
    at: str
    mark: str
    item: str
    said: str


ONE_CELL = '     "grade_id": "lille-tal",\n     "locked": true,\n     "points": 2'
CASES = {
    "a field of the wrong type": Case(
        ITEMS, "origin: none\n  concepts: [C125]\n  points: 4", "origin: none\n  concepts: [C125]\n  points: many",
        ITEMS, "points: many", "lille-valg", "points",
    ),
    "a missing field": Case(
        ITEMS, "  unit: ", "  enhed: ", ITEMS, "- id: lille-tal", "lille-tal", "unit mangler"
    ),
    "an unknown kind": Case(
        ITEMS, "kind: order", "kind: orden", ITEMS, "- id: lille-orden", "lille-orden", "kind"
    ),
    "a text missing in English": Case(
        ITEMS, '{da: "En opskrift", en: "A recipe"}', '{da: "En opskrift"}',
        ITEMS, "- {id: opskrift", "lille-valg", "teksten mangler på engelsk",
    ),
    "a text missing in Danish": Case(
        ITEMS, '{da: "En opskrift", en: "A recipe"}', '{en: "A recipe"}',
        ITEMS, "- {id: opskrift", "lille-valg", "teksten mangler på dansk",
    ),
    "a blank text": Case(
        ITEMS, 'en: "A direction"', 'en: " "',
        ITEMS, "- {id: retning", "lille-valg", "teksten mangler på engelsk",
    ),
    "a text missing in the key": Case(
        KEYS, 'en: "The note gives direction."', 'en: ""',
        KEYS, "choice: {status", "lille-valg", "teksten mangler på engelsk",
    ),
    "an item without concepts": Case(
        ITEMS, "origin: none\n  concepts: [C125]", "origin: none\n  concepts: []",
        ITEMS, "concepts: []", "lille-valg", "concepts",
    ),
    "an unknown concept": Case(
        ITEMS, "origin: none\n  concepts: [C125]", "origin: none\n  concepts: [C125, C999]",
        ITEMS, "- id: lille-valg", "lille-valg", "begrebet C999",
    ),
    "an option with a field of its own": Case(
        ITEMS, 'en: "A recipe"}}', 'en: "A recipe"}, right: true}',
        ITEMS, "right: true", "lille-valg", "skiller én mulighed ud",
    ),
    "an item with an unknown field": Case(
        ITEMS, "origin: none\n", "origin: none\n  hint: a\n",
        ITEMS, "hint: a", "lille-valg", "er ikke et felt her",
    ),
    "an id that tells": Case(
        ITEMS, "{id: d, ", "{id: d-forkert, ", ITEMS, "- id: lille-flere", "lille-flere", "d-forkert røber"
    ),
    "two options alike": Case(
        ITEMS, 'da: "Det fjerde"', 'da: "Det tredje"',
        ITEMS, "- id: lille-flere", "lille-flere", "to muligheder har samme tekst",
    ),
    "a distractor without misconception and feedback": Case(
        KEYS, "{chosen: retning, ", "{chosen: opskrift, ",
        KEYS, "- item: lille-valg", "lille-valg", "retning kan vælges forkert",
    ),
    "a tick without misconception and feedback": Case(
        KEYS, "{chosen: d, ", "{chosen: a, ", KEYS, "- item: lille-flere", "lille-flere", "d kan vælges forkert"
    ),
    "a category without misconception and feedback": Case(
        KEYS, "{chosen: ingen, ", "{chosen: problem, ",
        KEYS, "- item: lille-sorter", "lille-sorter", "ingen kan vælges forkert",
    ),
    "a distractor without feedback": Case(
        KEYS, ', feedback: {da: "C ligner, men hører ikke til.", en: "C looks alike but does not belong."}', "",
        KEYS, "- {chosen: c", "lille-flere", "feedback mangler",
    ),
    "an unknown misconception": Case(
        KEYS, "misconception: MC2,", "misconception: MC99,",
        KEYS, "- item: lille-valg", "lille-valg", "misforståelsen MC99",
    ),
    "a key that does not fit": Case(
        KEYS, "    s4: {status: open}", "    s5: {status: open}",
        KEYS, "- item: lille-sorter", "lille-sorter", "unit s4 mangler i nøglen",
    ),
    "a status without its answers": Case(
        KEYS, "s4: {status: open}", "s4: {status: agreed}", KEYS, "s4: {", "lille-sorter", "agreed skal have netop ét svar, her er 0"
    ),
    "an item without its key": Case(
        KEYS, '- item: lille-tekst\n  look: {da: "§ 7", en: "§ 7"}\n  anchors: []\n', "",
        ITEMS, "- id: lille-tekst", "lille-tekst", "opgaven har ingen nøgle i m1-lille.yaml",
    ),
    "a key without its item": Case(
        KEYS, "- item: lille-tekst", '- item: lille-mere\n  look: {da: "a", en: "a"}\n- item: lille-tekst',
        KEYS, "- item: lille-mere", "lille-mere", "nøglen har ingen opgave i items.yaml",
    ),
    "keys of another assignment": Case(
        KEYS, "assignment: m1-lille", "assignment: m2-stor", KEYS, "assignment: m2-stor", "",
        "filen siger assignment: m2-stor, men navnet er m1-lille",
    ),
    "items of another assignment": Case(
        ITEMS, "assignment: m1-lille", "assignment: m2-stor", ITEMS, "assignment: m2-stor", "",
        "filen siger assignment: m2-stor, men navnet er m1-lille",
    ),
    "points that differ from the notebook's": Case(
        NOTEBOOK, ONE_CELL, ONE_CELL.replace("2", "3"),
        NOTEBOOK, '"grade_id": "lille-tal"', "lille-tal", "notesbogen giver 3 point, items.yaml giver 2",
    ),
    "a graded cell without points": Case(
        NOTEBOOK, ONE_CELL, ONE_CELL.replace('"points"', '"point"'),
        NOTEBOOK, '"grade_id": "lille-tal"', "lille-tal", "items.yaml giver 2",
    ),
    "a graded cell without an item": Case(
        NOTEBOOK, ONE_CELL, ONE_CELL.replace("lille-tal", "lille-tale"),
        NOTEBOOK, '"grade_id": "lille-tale"', "lille-tale", "den bedømte celle har ingen opgave i items.yaml",
    ),
    "an item without a graded cell": Case(
        NOTEBOOK, '     "grade": true,\n' + ONE_CELL, '     "grade": false,\n' + ONE_CELL,
        ITEMS, "- id: lille-tal", "lille-tal", "opgaven har ingen bedømt celle",
    ),
    "a cell with other code": Case(
        NOTEBOOK, 'item(\\"lille-tal\\")', 'item(\\"lille-tal\\"); 2',
        NOTEBOOK, '"grade_id": "lille-tal"', "lille-tal", 'cellen skal rumme item("lille-tal")',
    ),
    "a cell that waits for a teacher in vain": Case(
        NOTEBOOK, ONE_CELL + ',\n     "schema_version": 3,\n     "solution": false',
        ONE_CELL + ',\n     "schema_version": 3,\n     "solution": true',
        NOTEBOOK, '"grade_id": "lille-tal"', "lille-tal", "ingen underviser læser svaret",
    ),
    "a notebook that cannot be read": Case(
        NOTEBOOK, '{\n "cells"', '{\n "celler"', NOTEBOOK, "{", "", "notesbogen kan ikke læses"
    ),
    "items that are not YAML": Case(
        ITEMS, "- id: lille-orden", "- id: [lille-orden", ITEMS, "kind: order", "", "kan ikke læses som YAML: se efter"
    ),
    "keys that are not YAML": Case(
        KEYS, "  tolerance: 0.5", "  tolerance: [0.5", KEYS, "spellings", "", "kan ikke læses som YAML: se efter"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_mistake_is_one_finding_with_file_line_and_item(course: Path, case: Case) -> None:
    changed = course / case.file
    source = changed.read_text(encoding="utf-8")
    assert source.count(case.old) == 1
    changed.write_text(source.replace(case.old, case.new), encoding="utf-8")
    place = course / case.at
    item = f"{case.item}: " if case.item else ""
    (finding, *_) = [line for line in found(course) if case.said in line]
    assert finding.startswith(f"{place}:{line_of(place, case.mark)}: {item}")


WORDS = {
    "an origin": (ITEMS, "origin: none", "origin: selv", "origin skal være constructed, note eller none", "origin must be constructed, note or none"),
    "a concept": (ITEMS, "origin: none\n  concepts: [C125]", "origin: none\n  concepts: [125]", "concepts.0 skal være tekst; sæt", "concepts.0 must be text; put"),
    "a concept's look": (ITEMS, "origin: none\n  concepts: [C125]", "origin: none\n  concepts: [c125]", "concepts.0 skal være et begreb som C094", "concepts.0 must be a concept such as C094"),
    "an id": (ITEMS, "{id: opskrift,", "{id: Én opskrift,", "options.0.id må kun have små bogstaver", "options.0.id may only have small letters"),
    "a number": (ITEMS, "  points: 12", "  points: tolv", "points skal være et tal", "points must be a number"),
    "points of a text": (ITEMS, "  points: 12", "  points: 11", "points skal være 3 for hvert kriterium: 12", "points must be 3 for each criterion: 12"),
    "a small number": (ITEMS, "  points: 12", "  points: -1", "points skal være mindst 0", "points must be at least 0"),
    "a kind": (ITEMS, "kind: order", "kind: orden", "kind skal være choice, choices,", "kind must be choice, choices,"),
    "a list": (ITEMS, "concepts: [C094]\n  points: 12", "concepts: C094\n  points: 12", "concepts skal være en liste", "concepts must be a list"),
    "a status": (KEYS, "s4: {status: open}", "s4: {status: aaben}", "units.s4.status skal være agreed, contested eller open", "units.s4.status must be agreed, contested or open"),
    "an answer": (KEYS, "answers: [opskrift]", "answers: [importent]", "unit choice: importent kan ikke være svar i denne opgave", "unit choice: importent cannot be an answer to this item"),
    "an answer of no kind": (KEYS, "answers: [opskrift]", "answers: [{a: 1}]", "units.choice.answers.0 har en værdi, der ikke kan stå her", "units.choice.answers.0 has a value that cannot stand here"),
    "a tick": (KEYS, "a: {status: agreed, answers: [true]", "a: {status: agreed, answers: [sand]", "unit a: sand kan ikke være svar", "unit a: sand cannot be an answer"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "da", "en"), WORDS.values(), ids=WORDS.keys())
def test_what_does_not_fit_is_said_in_the_readers_own_language(
    course: Path, file: str, old: str, new: str, da: str, en: str
) -> None:
    path = course / file
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    (finding, *_) = [one for one in check(pairs_below([course])) if da in one.text.da]
    assert en in finding.text.en
    assert not re.search(r"should|Value error|must|cannot", finding.text.da)


def test_every_pattern_of_a_bank_has_words_of_its_own() -> None:
    schemas = json.dumps([Bank.model_json_schema(), Keys.model_json_schema()])
    patterns = {json.loads(f'"{found}"') for found in re.findall(r'"pattern": "(.*?)"[,}]', schemas)}
    assert patterns
    for pattern in patterns:
        said = in_words({"type": "string_pattern_mismatch", "ctx": {"pattern": pattern}})
        assert pattern not in said.da


def test_mistakes_in_every_item_are_not_told_as_a_bank_without_items(tmp_path: Path) -> None:
    items = "- {id: a, kind: guess}\n- {id: b, kind: guess}\n"
    (tmp_path / "m9.items.yaml").write_text(
        f"format: 1\nassignment: m9\ntitle: {{da: T, en: T}}\nitems:\n{items}"
    )
    assert [finding.item for finding in check(pairs_below([tmp_path]))] == ["a", "b"]
    (tmp_path / "m9.items.yaml").write_text("format: 1\nassignment: m9\ntitle: {da: T, en: T}\nitems: []\n")
    assert [finding.text.da for finding in check(pairs_below([tmp_path]))] == ["items skal have mindst 1"]


def test_a_table_beside_the_keys_is_named_itself(course: Path) -> None:
    table = course / "keys" / "consensus.csv"
    head = "conversation_id,line,layer,code,status,reason_da,reason_en"
    table.write_text(f"{head}\nno-goals,24,uptake,caught,aaben,,\n", encoding="utf-8")
    key = course / KEYS
    drawn = "- item: lille-tekst\n  consensus: {conversation: no-goals, layer: uptake}"
    key.write_text(key.read_text(encoding="utf-8").replace("- item: lille-tekst", drawn), encoding="utf-8")
    (finding,) = check(pairs_below([course]))
    assert finding.file == table
    assert finding.text.da == "række 1: status skal være agreed, contested eller open"


def test_a_finding_is_in_the_readers_language(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = course / ITEMS
    path.write_text(path.read_text(encoding="utf-8").replace("[C125]", "[C999]", 1), encoding="utf-8")
    (finding,) = check(pairs_below([course]))
    monkeypatch.setenv("LISES_TEACH_LANG", "en")
    assert str(finding) == f"{path}:5: lille-valg: the concept C999 is not in datasets/concepts.csv"


@pytest.mark.parametrize(
    ("gone", "at", "said"),
    [(KEYS, ITEMS, "m1-lille.yaml mangler"), (ITEMS, KEYS, "nøglen har ingen opgaver")],
    ids=["keys", "items"],
)
def test_a_whole_file_that_is_missing_is_named(course: Path, gone: str, at: str, said: str) -> None:
    (course / gone).unlink()
    (finding,) = found(course)
    assert finding.startswith(f"{course / at}:1: ")
    assert said in finding


def test_a_copy_under_a_new_name_must_say_so_in_both_files(course: Path) -> None:
    shutil.copytree(course / "source/m1-lille", course / "source/mit-emne")
    shutil.copy(course / KEYS, course / "keys/mit-emne.yaml")
    said = "filen siger assignment: m1-lille, men navnet er mit-emne. Skriv assignment: mit-emne"
    files = [course / "source/mit-emne/items.yaml", course / "keys/mit-emne.yaml"]
    assert [line.partition(", ellers")[0] for line in found(course)] == [f"{f}:2: {said}" for f in files]


def test_several_notebooks_share_the_items(course: Path) -> None:
    path = course / NOTEBOOK
    whole = json.loads(path.read_text(encoding="utf-8"))
    half = len(whole["cells"]) // 2
    for name, cells in (("m1-a.ipynb", whole["cells"][:half]), ("m1-b.ipynb", whole["cells"][half:])):
        path.with_name(name).write_text(json.dumps({**whole, "cells": cells}, indent=1), encoding="utf-8")
    path.unlink()
    assert found(course) == []


def test_an_assignment_without_a_notebook_has_a_finding_for_each_item(course: Path) -> None:
    (course / NOTEBOOK).unlink()
    assert len(found(course)) == 7


def test_nothing_is_found_in_what_the_checkout_teaches_with() -> None:
    places = [ROOT / "course", ROOT / "datasets"]
    pairs = pairs_below(places)
    assert {pair.bank.name for pair in pairs} >= {"items.yaml", "m0-start.items.yaml"}
    assert [str(finding) for finding in check(pairs)] == []


@pytest.mark.parametrize(
    ("kind", "said_da", "said_en"),
    [
        ("kind: allocate\n  vignette: care-home", "intet dilemma, der hedder care-home. Mente du care-home-kitchen?", "no dilemma called care-home. Did you mean care-home-kitchen?"),
        ("kind: branches\n  branch: no-goal", "ingen historie med valg, der hedder no-goal. Mente du no-goals?", "no branching story called no-goal. Did you mean no-goals?"),
    ],
    ids=["allocate", "branches"],
)  # fmt: skip
def test_a_name_that_no_data_set_has_is_found_in_both_languages(
    tmp_path: Path, kind: str, said_da: str, said_en: str
) -> None:
    head = "format: 1\nassignment: m9\ntitle: {da: T, en: T}\nitems:\n- id: m9-a\n"
    rest = "  title: {da: T, en: T}\n  prompt: {da: P, en: P}\n  concepts: [C037]\n  points: 0\n"
    (tmp_path / "m9.items.yaml").write_text(f"{head}  {kind}\n{rest}", encoding="utf-8")
    (finding,) = [one for one in check(pairs_below([tmp_path])) if one.item == "m9-a"]
    assert said_da in finding.in_words("da")
    assert said_en in finding.in_words("en")


# --- which files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["", "source", "keys", ITEMS, KEYS], ids=["course", "source", "keys", "item file", "key file"]
)
def test_items_and_keys_are_found_from_each_other(course: Path, place: str) -> None:
    assert pairs_below([course / place]) == [Pair(course / ITEMS, course / KEYS)]


@pytest.mark.parametrize("name", ["m0.items.yaml", "m0.keys.yaml"])
def test_practice_has_its_keys_beside_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    expected = [Pair(tmp_path / "m0.items.yaml", tmp_path / "m0.keys.yaml")]
    assert pairs_below([tmp_path]) == pairs_below([tmp_path / name]) == expected


@pytest.mark.parametrize(
    "copy", ["release/m1-lille", "submitted/ann/m1-lille", "autograded/ann/m1-lille", ".lises-teach/x"]
)
def test_copies_and_hidden_folders_are_passed_over(course: Path, copy: str) -> None:
    shutil.copytree(course / "source" / "m1-lille", course / copy)
    assert pairs_below([course]) == [Pair(course / ITEMS, course / KEYS)]


# --- released items ------------------------------------------------------------------------------


class Marked(Part):
    """A part that a careless model would let have a hint."""

    hint: str | None = None


@pytest.mark.parametrize(
    ("make", "telling"), [(Part, []), (Marked, ["options"])], ids=["alike", "one with a hint"]
)
def test_a_released_field_that_only_one_option_has_is_telling(
    make: Callable[..., Part], telling: list[str]
) -> None:
    words = Text(da="A", en="A")
    item = Choice.model_construct(options=(Part(id="a", text=words), make(id="b", text=words)))
    assert list(telling_fields(item)) == telling


def test_a_flow_of_words_that_one_yaml_reader_refuses_is_read_by_both(course: Path) -> None:
    path = course / ITEMS
    path.write_text(
        path.read_text(encoding="utf-8").replace("points: 4", "points: many", 1)
        + "x: {da: Hvad?, en: What?}\n"
    )
    assert any("points" in said for said in found(course))
