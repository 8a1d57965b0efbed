"""The light Jeffersonian notation: what its signs are, where they do not add up, cues of hesitation.

Nothing is ever refused or changed: a doubt about the notation is a `Warn`, the text stays as it is.
After Jefferson (2004), "Glossary of transcript symbols with an introduction".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from lises_teach.conversations.models import COMMENT, SPEAKERS, Turn
from lises_teach.i18n import Lang, Text, both

SYMBOLS = (
    "pause",
    "micropause",
    "overlap",
    "latching",
    "lengthening",
    "cut_off",
    "pitch",
    "breath",
    "comment",
)

CueKind = Literal["filler", "pause", "cut_off", "softener"]
_CUES: dict[CueKind, dict[Lang, re.Pattern[str]]] = {
    "filler": {
        "da": re.compile(r"\b(?:øhm?|ehm?|hm|altså)\b[:.,]*", re.IGNORECASE),
        "en": re.compile(r"\b(?:erm?|uhm?|um|hm|you know|I mean)\b", re.IGNORECASE),
    },
    "pause": dict.fromkeys(("da", "en"), re.compile(r"\((?:0\.[5-9]|[1-9]\d*\.\d)\)")),
    "cut_off": dict.fromkeys(("da", "en"), re.compile(r"\b[\w'’]+-(?=[\s\]]|$)")),
    "softener": {
        "da": re.compile(r"\b(?:bare(?: lige)?|måske|sådan lidt|en slags|ikke sådan)\b", re.IGNORECASE),
        "en": re.compile(r"\b(?:just|only|maybe|perhaps|sort of|kind of|not really)\b", re.IGNORECASE),
    },
}
_PAUSE_LIKE = re.compile(r"(?<!\()\(\s*[.,]?\d[\d.,]*\s*(?:s|se[ck]\w*)?\.?\s*\)")
_PAUSE = re.compile(r"\(\d+\.\d\)")


class Cue(NamedTuple):
    """A place where a speaker hesitates or makes little of what is said: something to look at, no code."""

    kind: CueKind
    start: int
    end: int


class Warn(NamedTuple):
    """A place where the notation does not add up, in words."""

    line: int
    text: Text


def cues(text: str, lang: Lang = "da") -> tuple[Cue, ...]:
    """Cues of hesitation in one line, in reading order; a word list and patterns, nothing cleverer.

    >>> [cue.kind for cue in cues("Øhm, (0.8) det- det var bare lige en time.")]
    ['filler', 'pause', 'cut_off', 'softener']
    """
    found = (Cue(kind, *match.span()) for kind, by in _CUES.items() for match in by[lang].finditer(text))
    return tuple(sorted(found, key=lambda cue: cue.start))


def warnings_of(turns: Sequence[Turn], lang: Lang = "da") -> tuple[Warn, ...]:
    """Everything in `turns` that a careful transcriber would look at once more."""
    return tuple(warn for at in range(len(turns)) for warn in _warnings(turns, at, lang))


def _warnings(turns: Sequence[Turn], at: int, lang: Lang) -> Iterator[Warn]:
    turn, text = turns[at], turns[at].text(lang)
    if turn.speaker not in SPEAKERS:
        yield Warn(turn.line, both("conversation.warn_speaker", speaker=turn.speaker))
    if not text.strip():
        yield Warn(turn.line, both("conversation.warn_empty"))
    for pair in ("[]", "()"):
        if not _balanced(text, *pair):
            yield Warn(turn.line, both("conversation.warn_brackets", open=pair[0], close=pair[1]))
    for match in _PAUSE_LIKE.finditer(text):
        if not _PAUSE.fullmatch(match.group()):
            yield Warn(turn.line, both("conversation.warn_pause", found=match.group()))
    beside = (*turns[max(at - 1, 0) : at], *turns[at + 1 : at + 2])
    if "[" in text and not any("[" in other.text(lang) for other in beside):
        yield Warn(turn.line, both("conversation.warn_overlap"))
    if turn.speaker == COMMENT and not text.strip().startswith("(("):
        yield Warn(turn.line, both("conversation.warn_comment"))


def _balanced(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == opening) - (char == closing)
        if depth < 0:
            return False
    return depth == 0


def indents(turns: Sequence[Turn], lang: Lang) -> tuple[int, ...]:
    """How many characters to move each line in, so that overlapping brackets stand below one another.

    A line moves when it begins with an overlap of the line before it, which may have moved itself.

    >>> turns = [Turn(line=1, speaker="B", da="Ja, [det]"), Turn(line=2, speaker="S", da="[Mm.] Godt.")]
    >>> indents(turns, "da")
    (0, 4)
    """
    moved: list[int] = []
    free: list[int] = []  # where the line before has overlaps that nobody has joined yet
    for turn in turns:
        text = turn.text(lang)
        own = [at for at, char in enumerate(text) if char == "["]
        joins = bool(free) and text.startswith("[")
        moved.append(free[-min(len(own), len(free))] if joins else 0)
        free = [moved[-1] + at for at in own[joins:]]
    return tuple(moved)
