"""Notation: each doubt is a warning in words, overlaps stand below one another, cues have their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.conversations import (
    Turn,
    conversation_ids,
    cues,
    load_conversation,
    read_plain,
    warnings_of,
)
from lises_teach.conversations.notation import SYMBOLS, indents
from lises_teach.i18n import LANGS, Lang, phrases

# --- warnings ------------------------------------------------------------------------------------


def warned(source: str) -> list[tuple[int, str]]:
    return [(warn.line, warn.text.da) for warn in warnings_of(read_plain(source).turns)]


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("B: Ja.\nX: Nej.", 2, "taleren X er ikke en af B, S, V, L"),
        ("(0.8) øh", 1, "taleren ? er ikke"),
        ("B: Ja.\nS:", 2, "linjen er tom"),
        ("B: Ja, [det er\nS: [Mm.]", 1, "[ og ] går ikke op"),
        ("B: Ja, ]det[ er\nS: [Mm.]", 1, "[ og ] går ikke op"),
        ("B: Øh (0.8 ja.", 1, "( og ) går ikke op"),
        ("B: ((griner) ja.", 1, "( og ) går ikke op"),
        ("B: Ja (0,8) nej.", 1, "(0,8) ligner en pause"),
        ("B: Ja (2) nej.", 1, "(2) ligner en pause"),
        ("B: Ja (.8) nej.", 1, "(.8) ligner en pause"),
        ("B: Ja (1.25) nej.", 1, "(1.25) ligner en pause"),
        ("B: Ja ( 2 sek.) nej.", 1, "( 2 sek.) ligner en pause"),
        ("B: Ja, [det er.]\nS: Mm.", 1, "overlappet har intet modstykke"),
        ("–: Nogen banker på.", 1, "ingen bemærkning i ((…))"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_doubt_about_the_notation_is_a_warning_with_its_line(source: str, line: int, said: str) -> None:
    (found,) = [warn for warn in warned(source) if said in warn[1]]
    assert found[0] == line


@pytest.mark.parametrize(
    "source",
    [
        "1 S: Godt. (.) Ja:, det- (0.8) det er ↑fint.=\n2 B: =.hh Mm.\n3 ((tastelyd, (lav)))",
        "B: Ja, [det er]\nS: [Mm.] Godt.",
        "B: Jeg har ((2 sekunder, ser op)) kigget (fem kroner) (3 kroner).",
        "L: Goddag.\nV: Hej.",
        "",
    ],
    ids=["signs", "overlap", "brackets that are no pause", "speakers", "nothing"],
)
def test_notation_that_adds_up_has_no_warning(source: str) -> None:
    assert warned(source) == []


def test_a_line_may_have_several_warnings_and_keeps_its_text() -> None:
    turns = read_plain("X: Ja [det (0,5").turns
    assert len(warnings_of(turns)) == 4
    assert turns[0].da == "Ja [det (0,5"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", conversation_ids())
def test_the_kits_own_conversations_have_none(name: str, lang: Lang) -> None:
    assert warnings_of(load_conversation(name).turns, lang) == ()


def test_a_warning_is_about_the_language_that_is_read() -> None:
    turns = [
        Turn(line=1, speaker="B", da="Ja, [det]", en="Yes, it"),
        Turn(line=2, speaker="S", da="[Mm.]", en="[Mm.]"),
    ]
    assert warnings_of(turns) == ()
    (warn,) = warnings_of(turns, "en")
    assert (warn.line, "no counterpart" in warn.text.en) == (2, True)


@given(st.text(st.sampled_from("BSX:–[]()0.,8 øh\n")))
def test_warning_of_any_text_raises_nothing_and_names_a_line_there_is(source: str) -> None:
    talk = read_plain(source)
    assert all(warn.line in talk for warn in warnings_of(talk.turns))


# --- overlaps ------------------------------------------------------------------------------------


def lined_up(*said: str) -> list[str]:
    turns = [Turn(line=at, speaker="B", da=text) for at, text in enumerate(said, 1)]
    return [" " * indent + turn.da for indent, turn in zip(indents(turns, "da"), turns, strict=True)]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["Ja, [det er]", "[Mm.] Godt."], ["Ja, [det er]", "    [Mm.] Godt."]),
        (["Ja, [det er]", "Godt. [Mm.]"], ["Ja, [det er]", "Godt. [Mm.]"]),
        (["Ja, det er", "[Mm.] Godt."], ["Ja, det er", "[Mm.] Godt."]),
        (["[Ja]", "[Mm.] Godt."], ["[Ja]", "[Mm.] Godt."]),
        (["Ja [du] og [så]", "[Mm.]"], ["Ja [du] og [så]", "           [Mm.]"]),
        (["Ja [du] og [så]", "[Mm.] nå [ja]"], ["Ja [du] og [så]", "   [Mm.] nå [ja]"]),
        (["Ja [du]", "[Mm.] så [skal]", "[Nej]"], ["Ja [du]", "   [Mm.] så [skal]", "            [Nej]"]),
        (["Ja [du]", "[Mm.] så", "[Nej]"], ["Ja [du]", "   [Mm.] så", "[Nej]"]),
    ],
    ids=["at its start", "inside", "no partner", "both at start", "the last", "both", "a chain", "taken"],
)
def test_a_line_moves_below_the_overlap_it_joins(said: list[str], shown: list[str]) -> None:
    assert lined_up(*said) == shown


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", conversation_ids())
def test_every_overlap_of_the_corpus_is_aligned(name: str, lang: Lang) -> None:
    turns = load_conversation(name).turns
    moved = indents(turns, lang)
    pairs = [at for at, turn in enumerate(turns) if at and turn.text(lang).startswith("[")]
    assert pairs
    for at in pairs:
        before = turns[at - 1].text(lang)
        assert moved[at] == moved[at - 1] + before.index("["), turns[at].line
    assert all(moved[at] == 0 for at in range(len(turns)) if at not in pairs)


# --- cues ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "kinds", "words"),
    [
        ("Øhm, jeg, øh: ved det.", "da", ["filler", "filler"], ["Øhm,", "øh:"]),
        ("Altså, det (0.5) går.", "da", ["filler", "pause"], ["Altså,", "(0.5)"]),
        ("Det (0.4) går (.) nu (12.0).", "da", ["pause"], ["(12.0)"]),
        ("Det- det [ska-] du", "da", ["cut_off", "cut_off"], ["Det-", "ska-"]),
        ("A-kassen og fem-seks", "da", [], []),
        ("Det er bare lige måske", "da", ["softener", "softener"], ["bare lige", "måske"]),
        ("Ikke sådan sådan lidt.", "da", ["softener", "softener"], ["Ikke sådan", "sådan lidt"]),
        ("Barerne er måskeløse.", "da", [], []),
        ("Erm, it’s- you know just.", "en", ["filler", "cut_off", "filler", "softener"], ["Erm", "it’s-", "you know", "just"]),
        ("", "da", [], []),
    ],
)  # fmt: skip
def test_cues_of_hesitation_are_found_where_they_stand(
    text: str, lang: Lang, kinds: list[str], words: list[str]
) -> None:
    found = cues(text, lang)
    assert [cue.kind for cue in found] == kinds
    assert [text[cue.start : cue.end] for cue in found] == words


@given(st.text() | st.text(st.sampled_from("øhm bare-(0.5)[]")))
def test_cues_come_in_reading_order_inside_the_text(text: str) -> None:
    for lang in LANGS:
        found = cues(text, lang)
        assert [cue.start for cue in found] == sorted(cue.start for cue in found)
        assert all(0 <= cue.start < cue.end <= len(text) for cue in found)


@pytest.mark.parametrize("lang", LANGS)
def test_every_sign_has_a_meaning_in_both_languages(lang: Lang) -> None:
    words = phrases("conversation")
    meanings = [words[f"meaning_{sign}"][lang] for sign in SYMBOLS]
    assert len(set(meanings)) == len(SYMBOLS)
    assert all(words[f"sign_{sign}"][lang] for sign in SYMBOLS)
