"""What a coder's reason or a note on a continuation quotes, the conversation says, in that language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from lises_teach.coding import Coding, Consensus, codings_in, consensus_in
from lises_teach.conversations import load_conversation, load_stops
from lises_teach.i18n import LANGS, Lang, Text
from tests.datasets.baseline import FOLDERS

QUOTED: dict[Lang, str] = {"da": "”([^”]*)”", "en": "“([^”]*)”"}
LOOSE_MARK = r"[\"“”«»„]|(?<!\w)['’‘](?=\w)"
UNSPOKEN = r"\(\(.*?\)\)|\(\.\)|\(\d+\.\d\)|[\[\]:'’‘]"  # comments, pauses, overlaps, drawls, apostrophes
ELIDED = r"…|\.\.\."
BEFORE, AFTER = 2, 3


class Note(NamedTuple):
    """A text on one line of a conversation, and what else than the lines it may quote."""

    place: str
    conversation: str
    line: int
    text: Text
    option: Text | None = None


def reasons() -> Iterator[Note]:
    for folder in FOLDERS:
        rows: list[Coding | Consensus] = [*codings_in(folder), *consensus_in(folder)]
        for row in rows:
            if row.reason:
                place = f"{folder.name}, {type(row).__name__} {row.conversation} {row.line} {row.layer}"
                yield Note(place, row.conversation, row.line, row.reason)


def notes_on_continuations() -> Iterator[Note]:
    for stop in load_stops():
        for option in stop.options:
            for text in (option.makes_relevant, option.possible_cost):
                yield Note(f"{stop.id} {option.id}", stop.conversation, stop.line, text, option.text)


NOTES = [*reasons(), *notes_on_continuations()]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(UNSPOKEN, "", text.lower())))


def says(line: str, quote: str) -> bool:
    """Whether the quote is in the line; the parts round an elision stand in the order of the line."""
    parts = [re.escape(words(part)) for part in re.split(ELIDED, quote)]
    return re.search(r"\b" + r"\b.*\b".join(filter(None, parts)) + r"\b", words(line)) is not None


def near(note: Note, lang: Lang) -> list[str]:
    """The line, the ones about it, those the note names by number, and the option it is about."""
    talk = load_conversation(note.conversation)
    named = {int(number) for number in re.findall(r"\d+", re.sub(QUOTED[lang], "", note.text.get(lang)))}
    close = named | set(range(note.line - BEFORE, note.line + AFTER + 1))
    lines = [turn.text(lang) for turn in talk.turns if turn.line in close]
    return [*lines, note.option.get(lang)] if note.option else lines


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_quoted_is_said_in_the_conversation(lang: Lang) -> None:
    invented = [
        (note.place, quote)
        for note in NOTES
        for quote in re.findall(QUOTED[lang], note.text.get(lang))
        if not any(says(line, quote) for line in near(note, lang))
    ]
    assert invented == []


@pytest.mark.parametrize("lang", LANGS)
def test_quotation_marks_are_those_of_the_language(lang: Lang) -> None:
    loose = [
        (note.place, note.text.get(lang))
        for note in NOTES
        if re.search(LOOSE_MARK, re.sub(QUOTED[lang], "", note.text.get(lang)))
    ]
    assert loose == []


@pytest.mark.parametrize("folder", FOLDERS, ids=["open", "graded"])
def test_the_consensus_gives_a_coders_reason_or_says_that_one_coder_was_alone(folder: Path) -> None:
    given: dict[tuple[str, int, str], list[Text | None]] = {}
    for row in codings_in(folder):
        given.setdefault((row.conversation, row.line, row.layer), []).append(row.reason)
    for agreed in consensus_in(folder):
        coders = given[agreed.conversation, agreed.line, agreed.layer]
        if agreed.reason and len(coders) > 1:
            assert agreed.reason in coders, agreed


@pytest.mark.parametrize(
    ("line", "quote", "said"),
    [
        ("What, they call you- [well that won't do]", "they call you- well that won’t do", True),
        ("Day, yeah. (0.8) From eight.", "Day, yeah. From eight", True),
        ("Day, yeah. (0.8) From eight.", "Day … eight", True),
        ("Day, yeah. (0.8) From eight.", "eight … Day", False),
        ("Day, yeah. (0.8) From eight.", "Day, yes", False),
        ("It's a notebook.", "note", False),
    ],
)
def test_pauses_overlaps_and_elisions_do_not_hide_a_quote(line: str, quote: str, said: bool) -> None:
    assert says(line, quote) is said
