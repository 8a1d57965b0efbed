"""The conversations, their codings and the consensus: what makes them good to teach with."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.conversations import conversation_ids, load_conversation, load_stops
from lises_teach.items import CodeTurns, Predict, load_bank
from tests.datasets.baseline import FOLDERS, ROOT, lines, rows

OPEN, GRADED = FOLDERS
CARD = (ROOT / "datasets" / "cards" / "codings.md").read_text(encoding="utf-8")
LAYERS = [layer.id for layer in load_codebook().layers]
SIGNS = {
    "pauses": r"\(\d+\.\d\)", "short pauses": r"\(\.\)", "overlaps": r"[\[\]]", "latching": "=", "comments": r"\(\(",
}  # fmt: skip


@pytest.mark.parametrize("name", conversation_ids())
def test_a_conversation_has_its_length_its_own_lines_and_the_same_signs_in_both_languages(name: str) -> None:
    turns = load_conversation(name).turns
    assert 40 <= len(turns) <= 60
    assert [turn.line for turn in turns] == list(range(1, len(turns) + 1))
    spoken = [turn.da for turn in turns if len(turn.da.split()) > 3]
    assert len(spoken) == len(set(spoken))
    for turn in turns:
        for sign, pattern in SIGNS.items():
            found = [re.findall(pattern, turn.text(lang)) for lang in ("da", "en")]
            assert sorted(found[0]) == sorted(found[1]), (turn.line, sign)


def test_no_line_is_said_twice_in_the_corpus() -> None:
    long = [
        t.da for name in conversation_ids() for t in load_conversation(name).turns if len(t.da.split()) > 5
    ]
    assert [line for line, count in Counter(long).items() if count > 1] == []


def test_there_are_24_stops_none_with_an_option_that_sticks_out() -> None:
    stops = load_stops()
    assert len(stops) == 24
    places = Counter()
    for stop in stops:
        talk = load_conversation(stop.conversation)
        assert talk[stop.line].speaker == "B"
        assert 3 <= len(stop.options) <= 4
        for lang in ("da", "en"):
            lengths = [len(option.text.get(lang).split()) for option in stop.options]
            assert max(lengths) <= 1.6 * min(lengths) + 2, (stop.id, lang, lengths)
        after = next(turn for turn in talk.turns if turn.line > stop.line and turn.speaker in "SV")
        words = set(re.findall(r"\w+", after.da.lower()))
        alike = [len(words & set(re.findall(r"\w+", option.text.da.lower()))) for option in stop.options]
        places[alike.index(max(alike))] += 1
    assert max(places.values()) <= 12, "what is really said stands in the same place too often"


def test_the_graded_conversations_codings_are_out_of_the_students_reach() -> None:
    graded = {row.conversation for row in consensus_in(GRADED)}
    practised = {row.conversation for row in consensus_in(OPEN)}
    assert len(graded) == 4
    assert graded | practised == set(conversation_ids())
    assert not graded & practised
    assert {row.conversation for row in codings_in(OPEN)} == practised
    for path in (ROOT / "course" / "source").rglob("items.yaml"):
        for item in load_bank(path).items:
            if isinstance(item, CodeTurns):
                assert item.conversation in graded, item.id
            if isinstance(item, Predict):
                assert item.place.conversation in graded, item.id


@pytest.mark.parametrize("folder", FOLDERS, ids=["open", "graded"])
def test_every_code_is_in_the_codebook_and_has_its_reason(folder: Path) -> None:
    book = load_codebook()
    for coding in codings_in(folder):
        place = (coding.conversation, coding.line, coding.layer, coding.coder)
        layer = book[coding.layer]
        assert set(coding.codes) <= {code.id for code in layer.codes}, place
        assert len(coding.codes) == 1 or (layer.multiple and "none" not in coding.codes), place
        assert load_conversation(coding.conversation)[coding.line].speaker in layer.speakers, place
        if coding.reason:
            assert max(len(coding.reason.get(lang).split()) for lang in ("da", "en")) <= 20, place
        if coding.layer == "uptake" or coding.codes[0] in ("explicit", "implicit"):
            assert coding.reason, place


@pytest.mark.parametrize("folder", FOLDERS, ids=["open", "graded"])
def test_the_consensus_follows_from_the_codings(folder: Path) -> None:
    said: dict[tuple[str, int, str], dict[str, tuple[str, ...]]] = {}
    reasons = set()
    for coding in codings_in(folder):
        place = (coding.conversation, coding.line, coding.layer)
        said.setdefault(place, {})[coding.coder] = coding.codes
        if coding.reason:
            reasons.add((*place, coding.coder))
    for row in consensus_in(folder):
        place = (row.conversation, row.line, row.layer)
        readings = said[place]
        if row.status == "agreed":
            assert readings["A"] == readings["B"] == row.readings[0], place
        elif row.status == "contested":
            assert row.readings == (readings["A"], readings["B"]), place
            assert {(*place, "A"), (*place, "B")} <= reasons, f"{place}: both reasons are shown to learners"
        else:
            assert row.reason, place


def test_about_two_thirds_are_agreed_and_some_nobody_can_tell() -> None:
    statuses = Counter(row.status for folder in FOLDERS for row in consensus_in(folder))
    share = {name: count / statuses.total() for name, count in statuses.items()}
    assert 0.60 <= share["agreed"] <= 0.75, share
    assert 0.15 <= share["contested"] <= 0.30, share
    assert share["open"] >= 0.05, share


def test_what_happens_to_a_meningsytring_varies() -> None:
    taken = Counter(c.codes[0] for folder in FOLDERS for c in codings_in(folder, layer="uptake"))
    assert min(taken[code] for code in ("caught", "unheard", "overtaken")) >= 0.1 * taken.total()
    assert taken["undecidable"] >= 5


def test_the_card_shows_the_figures_and_words_alone_do_clearly_worse_than_a_coder() -> None:
    found = rows()
    for line in lines(found):
        assert CARD.count(line) == 2, line
    for layer in found:
        assert layer.words_alpha < layer.alpha - 0.1, layer
        assert layer.words_alike < layer.alike - 0.05, layer
