"""The twelve conversations beside one another: no sentence comes back, and no citizen is given a sex."""

from __future__ import annotations

import re

import pytest

from lises_teach.conversations import conversation_ids, load_conversation, load_stops
from lises_teach.i18n import Lang

HE_OR_SHE: dict[Lang, str] = {
    "da": r"\b(han|ham|hans|hun|hende|hendes)\b",
    "en": r"\b(he|him|his|himself|she|her|hers|herself)\b",
}
SAID_IN_THE_TALK = {"before-eight-oclock", "offer-at-the-bus-stop"}
SOMEBODY_ELSE = {("third-caseworker-1", "o2"), ("brothers-cafe-2", "o1")}  # the mentor, the engineer


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_sentence_of_five_words_or_more_is_said_in_two_conversations(lang: Lang) -> None:
    said: dict[str, set[str]] = {}
    for name in conversation_ids():
        for turn in load_conversation(name).turns:
            for sentence in re.split(r"[.?!,\[\]]|\(\S+\)", turn.text(lang).lower()):
                words = re.findall(r"\w+", sentence)
                if len(words) >= 5:
                    said.setdefault(" ".join(words), set()).add(name)
    assert {words: names for words, names in said.items() if len(names) > 1} == {}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_notes_on_a_continuation_give_no_citizen_a_sex_the_talk_does_not_give(lang: Lang) -> None:
    for stop in load_stops():
        for option in stop.options:
            if stop.conversation in SAID_IN_THE_TALK or (stop.id, option.id) in SOMEBODY_ELSE:
                continue
            notes = f"{option.makes_relevant.get(lang)} {option.possible_cost.get(lang)}"
            assert re.search(HE_OR_SHE[lang], notes, re.IGNORECASE) is None, (stop.id, option.id, notes)
