"""The codebook: its layers and codes, both languages, and examples that are in the data set."""

from __future__ import annotations

import re

import pytest

from lises_teach.coding import Code, Layer, load_codebook
from lises_teach.coding.codebook import Place
from lises_teach.conversations import load_conversation
from lises_teach.i18n import LANGS, Lang
from lises_teach.paths import kit_folder
from lises_teach.tables import read_rows

CODES = {
    "meaning": ["yes", "no"],
    "uptake": ["caught", "unheard", "overtaken", "undecidable"],
    "institutional": ["yes", "no"],
    "work_perspective": ["explicit", "implicit", "none"],
    "consideration": ["institution", "clarify", "involve", "none"],
}
SPEAKERS = {layer: "SV" if layer in ("institutional", "consideration") else "B" for layer in CODES}
GRADED = {"papers-for-the-team", "brothers-cafe", "not-someone-like-me", "before-eight-oclock"}
QUOTES: dict[Lang, re.Pattern[str]] = {"da": re.compile("”([^”]+)”"), "en": re.compile("“([^”]+)”")}

LAYERS = load_codebook().layers
PLACES = [
    pytest.param(layer, code, place, id=f"{layer.id}-{code.id}-{name}")
    for layer in LAYERS
    for code in layer.codes
    for name, place in (("example", code.example), ("counter-example", code.counter_example))
]


def test_layers_and_codes_are_those_the_codings_use() -> None:
    assert {layer.id: [code.id for code in layer.codes] for layer in LAYERS} == CODES
    assert {layer.id: layer.speakers for layer in LAYERS} == SPEAKERS


def test_only_uptake_looks_ahead_and_only_considerations_combine() -> None:
    assert {layer.id: layer.window for layer in LAYERS if layer.window} == {"uptake": 2}
    assert [layer.id for layer in LAYERS if layer.multiple] == ["consideration"]


def test_a_code_that_stands_alone_says_so_and_is_marked() -> None:
    marked = [(layer.id, code.id) for layer in LAYERS for code in layer.codes if code.alone]
    assert marked == [("consideration", "none")]
    said = {code.id for layer in LAYERS for code in layer.codes if "står altid alene" in code.definition.da}
    assert said == {"none"}
    assert all(load_codebook()[layer].multiple for layer, _ in marked)


def test_a_layer_is_found_by_its_id() -> None:
    book = load_codebook()
    assert book["uptake"].id == "uptake"
    assert "uptake" in book
    assert "tone" not in book
    with pytest.raises(KeyError, match="tone"):
        book["tone"]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)
def test_a_layer_names_concepts_of_the_note_and_what_is_the_kits_own(layer: Layer) -> None:
    known = {row["id"] for row in read_rows(kit_folder("datasets") / "concepts.csv")}
    assert layer.concepts
    assert set(layer.concepts) <= known
    assert layer.own is not None


def test_codes_that_the_note_does_not_have_say_so() -> None:
    own = {(layer.id, code.id) for layer in LAYERS for code in layer.codes if code.own}
    assert own == {("uptake", "undecidable"), ("consideration", "none")}


@pytest.mark.parametrize("lang", LANGS)
def test_names_within_a_layer_differ_in_both_languages(lang: Lang) -> None:
    for layer in LAYERS:
        assert len({code.name.get(lang) for code in layer.codes}) == len(layer.codes), layer.id


@pytest.mark.parametrize(("layer", "code", "place"), PLACES)
def test_an_example_is_a_line_by_the_layers_speakers(layer: Layer, code: Code, place: Place) -> None:
    assert place.conversation not in GRADED
    assert load_conversation(place.conversation)[place.line].speaker in layer.speakers


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("layer", "code", "place"), PLACES)
def test_words_quoted_in_a_reason_stand_in_the_line_or_its_window(
    layer: Layer, code: Code, place: Place, lang: Lang
) -> None:
    talk = load_conversation(place.conversation)
    seen = (talk[place.line], *talk.next_by("SV", place.line, layer.window))
    quotes = QUOTES[lang].findall(place.why.get(lang))
    assert quotes
    for quote in quotes:
        assert any(quote in turn.text(lang) for turn in seen), quote


@pytest.mark.parametrize(("layer", "code", "place"), PLACES)
def test_lines_named_in_a_reason_are_the_line_or_its_window(layer: Layer, code: Code, place: Place) -> None:
    talk = load_conversation(place.conversation)
    seen = {place.line, *(turn.line for turn in talk.next_by("SV", place.line, layer.window))}
    numbers = {lang: set(re.findall(r"\d+", place.why.get(lang))) for lang in LANGS}
    assert numbers["da"] == numbers["en"]
    assert {int(number) for number in numbers["da"]} <= seen


def test_no_line_serves_twice_and_examples_are_spread() -> None:
    places = [
        place for layer in LAYERS for code in layer.codes for place in (code.example, code.counter_example)
    ]
    assert len({(place.conversation, place.line) for place in places}) == len(places)
    assert len({place.conversation for place in places}) == 8
