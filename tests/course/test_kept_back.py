"""Across assignments: a line that one exercise asks for is shown by no exercise that may come before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from lises_teach.conversations import Conversation, conversation_ids, load_conversation
from lises_teach.items import CodeTurns, Essay, Item, Order, Predict, load_bank
from lises_teach.paths import kit_folder
from lises_teach.tables import read_rows
from tests.course.samples import COURSE

_TELLING = 25  # characters: a shorter turn, such as "Ja.", may stand anywhere by chance


class Line(NamedTuple):
    """A line of a conversation."""

    conversation: str
    number: int


class Place(NamedTuple):
    """An item, the file it stands in and its place there."""

    file: Path
    at: int
    item: Item


ASSIGNMENTS = sorted((COURSE / "source").glob("*/items.yaml"))
PRACTICE = sorted((kit_folder("datasets") / "practice").glob("*.items.yaml"))


def _places(files: list[Path]) -> list[Place]:
    return [Place(file, at, item) for file in files for at, item in enumerate(load_bank(file).items)]


def _asked(item: Item) -> set[Line]:
    """The lines that the learner is to predict or to put in order."""
    if isinstance(item, Predict):
        talk = load_conversation(item.place.conversation)
        return {Line(talk.id, turn.line) for turn in talk.turns if turn.line > item.place.line}
    if isinstance(item, Order):
        return next((found for talk in _talks() if (found := _shuffled(item, talk))), set())
    return set()


def _shuffled(item: Order, talk: Conversation) -> set[Line]:
    """The lines of `talk` that the steps are; none unless all of them are."""
    lines = {f"{turn.speaker}: {turn.da}": Line(talk.id, turn.line) for turn in talk.turns}
    steps = [step.text.da for step in item.steps]
    return {lines[step] for step in steps} if all(step in lines for step in steps) else set()


def _shown(item: Item, asked: set[Line]) -> set[Line]:
    """Those of the lines `asked` that `item` shows, as part of a conversation or word for word in its texts."""
    talk = item.shown if isinstance(item, (CodeTurns, Essay, Predict)) else None
    turns = {Line(talk.id, turn.line) for turn in talk.turns} if talk else set()
    words = "\n".join(_texts(item.model_dump()))
    quoted = {line for line in asked if len(said := _said(line)) >= _TELLING and said in words}
    return asked & turns | quoted


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list, tuple)):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)


def _said(line: Line) -> str:
    return load_conversation(line.conversation)[line.number].da


def _talks() -> Iterator[Conversation]:
    return map(load_conversation, conversation_ids())


ASKING = [place for place in _places(ASSIGNMENTS) if _asked(place.item)]


@pytest.mark.parametrize("asking", ASKING, ids=lambda place: place.item.id)
def test_only_a_later_exercise_of_the_same_assignment_shows_what_is_asked_for(asking: Place) -> None:
    asked = _asked(asking.item)
    others = [p for p in _places([*ASSIGNMENTS, *PRACTICE]) if (p.file, p.at) != (asking.file, asking.at)]
    may_come_before = [p for p in others if p.file != asking.file or p.at < asking.at]
    shown = {p.item.id: sorted(found) for p in may_come_before if (found := _shown(p.item, asked))}
    assert shown == {}


def test_what_is_asked_for_is_found() -> None:
    asked = {place.item.id: _asked(place.item) for place in ASKING}
    assert set(asked) == {"m5-forudsig-1", "m5-forudsig-2", "m5-raekkefoelge"}
    assert min(line.number for line in asked["m5-forudsig-1"]) == 38
    assert min(line.number for line in asked["m5-forudsig-2"]) == 49
    assert asked["m5-raekkefoelge"] == {Line("before-eight-oclock", number) for number in range(1, 9)}


def test_the_data_sets_do_not_say_where_to_look_in_a_conversation_that_is_graded() -> None:
    items = [place.item for place in _places(ASSIGNMENTS)]
    graded = {item.conversation for item in items if isinstance(item, CodeTurns) and item.points}
    aims = {
        row["conversation_id"]: row["teaching_aim_da"] + row["teaching_aim_en"]
        for row in read_rows(kit_folder("datasets") / "conversations.csv")
    }
    assert graded
    assert [name for name in sorted(graded) if re.search(r"\d", aims[name])] == []
    kept = (COURSE / "keys" / "teaching_aims.md").read_text(encoding="utf-8")
    assert all(kept.count(f"(`{name}`)") == 2 for name in graded)
