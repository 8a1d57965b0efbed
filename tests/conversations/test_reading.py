"""Reading conversations: the data set, and a transcript somebody wrote, kept as it was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from lises_teach.conversations import (
    Turn,
    conversation_ids,
    load_conversation,
    load_stop,
    load_stops,
    read_plain,
)
from lises_teach.conversations.models import COMMENT, SPEAKERS
from lises_teach.conversations.reading import UnknownConversation
from lises_teach.i18n import LANGS

# --- the data set --------------------------------------------------------------------------------

NAMES = conversation_ids()


def test_there_are_twelve_conversations_each_with_its_own_theme() -> None:
    assert len(NAMES) == 12
    for lang in LANGS:
        assert len({load_conversation(name).theme.get(lang) for name in NAMES}) == 12


@pytest.mark.parametrize("name", NAMES)
def test_a_conversation_has_forty_to_sixty_lines_in_both_languages(name: str) -> None:
    talk = load_conversation(name)
    assert talk.id == name
    assert talk.origin == "constructed"
    assert talk.context is not None
    assert 40 <= len(talk.turns) <= 60
    assert [turn.line for turn in talk.turns] == list(range(1, len(talk.turns) + 1))
    assert {turn.speaker for turn in talk.turns} <= set(SPEAKERS)
    assert {"B", "S"} <= {turn.speaker for turn in talk.turns}
    assert all(turn.da.strip() and (turn.en or "").strip() for turn in talk.turns)


@pytest.mark.parametrize("sign", [r"\(\d+\.\d\)", r"\(\.\)", r"\[", r"\]"], ids=["pause", "short", "[", "]"])
@pytest.mark.parametrize("name", NAMES)
def test_pauses_and_overlaps_stand_on_the_same_lines_in_both_languages(name: str, sign: str) -> None:
    for turn in load_conversation(name).turns:
        assert re.findall(sign, turn.da) == re.findall(sign, turn.text("en")), turn.line


def test_no_longer_line_is_said_twice() -> None:
    lines = [turn.da for name in NAMES for turn in load_conversation(name).turns if len(turn.da) > 40]
    assert len(lines) == len(set(lines))


def test_every_stop_is_after_a_line_of_its_conversation_and_has_other_ways_on() -> None:
    assert load_stops()
    for stop in load_stops():
        assert stop.line in load_conversation(stop.conversation)
        assert len({option.id for option in stop.options}) == len(stop.options) >= 3
        assert load_stop(stop.id) == stop
        assert stop in load_stops(stop.conversation)
    assert sum(len(load_stops(name)) for name in NAMES) == len(load_stops())


@pytest.mark.parametrize("load", [load_conversation, load_stop], ids=["conversation", "stop"])
def test_a_misspelt_name_suggests_the_right_one(load: object) -> None:
    right = NAMES[0] if load is load_conversation else f"{NAMES[0]}-1"
    with pytest.raises(UnknownConversation) as caught:
        load(right.replace("hurts", "hurt"))  # type: ignore[operator]
    assert f"Mente du {right}?" in caught.value.sentence("da")
    assert f"Did you mean {right}?" in caught.value.sentence("en")


# --- one conversation ----------------------------------------------------------------------------


def talk_of(*said: str) -> tuple[Turn, ...]:
    return read_plain("\n".join(said)).turns


def test_a_line_is_found_by_its_number() -> None:
    talk = read_plain("3 S: Ja.\n5 B: Nej.")
    assert talk[5].da == "Nej."
    assert 3 in talk
    assert 4 not in talk
    with pytest.raises(KeyError):
        talk[4]


def test_a_part_keeps_its_own_numbers() -> None:
    part = load_conversation(NAMES[0]).between(7, 9)
    assert [turn.line for turn in part.turns] == [7, 8, 9]
    assert part.theme == load_conversation(NAMES[0]).theme


def test_the_window_is_the_professionals_next_turns_whoever_they_are() -> None:
    talk = read_plain("B: Jeg tænkte\nS: Mm.\nB: på kanalen.\n((tastelyd))\nV: Ja.\nS: Godt.\nL: Hej.")
    assert [turn.line for turn in talk.next_by("SV", 1, 2)] == [2, 5]
    assert [turn.line for turn in talk.next_by("SV", 5, 2)] == [6]
    assert talk.next_by("SV", 1, 0) == ()


def test_a_turn_without_translation_is_read_in_danish() -> None:
    assert Turn(line=1, speaker="B", da="Ja.").text("en") == "Ja."
    assert Turn(line=1, speaker="B", da="Ja.", en="Yes.").text("en") == "Yes."


def test_a_turn_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        load_conversation(NAMES[0]).turns[0].da = "Noget andet"  # type: ignore[misc]


# --- plain text ----------------------------------------------------------------------------------

SIGNS = st.text(st.sampled_from("abcæøå ÅÉ:;()[]=-–.,?!hH01234\t\x0b\x0c\x1c\x85\u2028↑»«<>&\"'🙂"))
LINE = SIGNS | st.text(st.characters(exclude_characters="\r\n"))


@given(
    st.lists(st.tuples(st.sampled_from([*SPEAKERS, "Mor", "S2", "Per Åen"]), LINE)),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
@example([("B", " (0.8) e\x0ch\u2028 ")], "\n", True)
def test_what_stands_after_the_speaker_is_kept_byte_for_byte(
    said: list[tuple[str, str]], end: str, numbered: bool
) -> None:
    rows = [
        f"{at}. {who}: {text}" if numbered else f"{who}: {text}" for at, (who, text) in enumerate(said, 1)
    ]
    found = read_plain(end.join(rows)).turns
    assert [(turn.speaker, turn.da) for turn in found] == said
    assert [turn.line for turn in found] == list(range(1, len(said) + 1))


@given(
    st.text(st.sampled_from("BS:–1 2.()[]\n\r\tøh"))
    | st.text()
    | st.text(st.characters(exclude_categories=()))
)
@example("9" * 5000 + " S: Ja")
def test_nothing_is_ever_refused_and_no_row_is_lost(source: str) -> None:
    turns = read_plain(source).turns
    rows = [row for row in re.split(r"\r\n?|\n", source) if row.strip()]
    kept = [piece for turn in turns for piece in turn.da.split("\n")]
    assert len(kept) == len(rows)
    assert all(row.rstrip().endswith(piece.rstrip()) for row, piece in zip(rows, kept, strict=True))


def test_a_row_without_speaker_goes_on_with_the_turn_before() -> None:
    (turn,) = talk_of("B: Jeg ville jo gerne (1.2)", "   bare lige op til kanalen.")
    assert turn.da == "Jeg ville jo gerne (1.2)\n   bare lige op til kanalen."


def test_a_remark_on_its_own_row_is_nobodys() -> None:
    assert [(turn.speaker, turn.da) for turn in talk_of("S: Ja.", "  ((tastelyd))  ", "B: ((griner)) Nå.")] == [
        ("S", "Ja."), (COMMENT, "((tastelyd))"), ("B", "((griner)) Nå."),
    ]  # fmt: skip


def test_words_before_anybody_speaks_have_no_speaker() -> None:
    assert [(turn.speaker, turn.da) for turn in talk_of("(0.8) øh", "B: Ja.")] == [
        ("?", "(0.8) øh"),
        ("B", "Ja."),
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("12 S: Ja.\n13 ((tastelyd))\n15: B: Nej.", [12, 13, 15]),
        ("12 S: Ja.\nB: Nej.", [1, 2]),
        ("12 S: Ja.\n12 B: Nej.", [1, 2]),
        ("12 S: Ja.\n3 B: Nej.", [1, 2]),
        ("S: Ja.\n\n\nB: Nej.", [1, 2]),
        ("", []),
    ],
    ids=["its own", "not all", "twice", "falling", "none", "nothing"],
)
def test_a_transcripts_own_numbers_are_kept_where_they_rise(source: str, lines: list[int]) -> None:
    assert [turn.line for turn in read_plain(source).turns] == lines
