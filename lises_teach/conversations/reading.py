"""Reading conversations: from the data set, or from a plain transcript somebody wrote."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from lises_teach.conversations.models import COMMENT, Continuation, Conversation, Stop, Turn
from lises_teach.errors import KitError
from lises_teach.i18n import Text, both
from lises_teach.paths import kit_folder
from lises_teach.tables import read_rows, text_of

_NUMBER = r"\s*(?:(?P<number>\d{1,6})[.:]?\s+)?"
_SAID = re.compile(_NUMBER + r"(?P<speaker>[^\W\d_][\w ]{0,20}|–):[ \t]?(?P<text>.*)", re.DOTALL)
_COMMENT = re.compile(_NUMBER + r"(?P<text>\(\(.*\)\))\s*", re.DOTALL)
_BREAK = re.compile(r"\r\n?|\n")


class UnknownConversation(KitError):
    """A conversation or stop that the data set does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        near = difflib.get_close_matches(name, known, n=1) or list(known[:1])
        super().__init__(both("conversation.unknown", name=name, near=", ".join(near)))


def conversation_ids() -> tuple[str, ...]:
    """The ids of the kit's conversations, in the data set's order."""
    return tuple(_conversations())


def load_conversation(conversation_id: str) -> Conversation:
    """One of the kit's constructed conversations; raises `UnknownConversation`."""
    found = _conversations().get(conversation_id)
    if found is None:
        raise UnknownConversation(conversation_id, conversation_ids())
    return found


def load_stops(conversation_id: str | None = None) -> tuple[Stop, ...]:
    """The stops of one conversation, or all of them, in reading order."""
    return tuple(s for s in _stops().values() if conversation_id in (None, s.conversation))


def load_stop(stop_id: str) -> Stop:
    """One stop; raises `UnknownConversation`."""
    found = _stops().get(stop_id)
    if found is None:
        raise UnknownConversation(stop_id, tuple(_stops()))
    return found


def read_plain(source: str, name: str = "udskrift") -> Conversation:
    r"""A conversation from plain text: `S: Godt. (.) Ja.` a line, numbered or not.

    A line without a speaker goes on with the turn before it; `((…))` on its own is a comment. What
    stands after the speaker's colon is kept byte for byte, and nothing is refused: ask
    `warnings_of` what looks odd. The transcript's own numbers are kept where every turn has one and
    they rise; else the turns are counted.

    >>> [turn.speaker for turn in read_plain("1 S: Godt.\n2 B: Ja.\n  (0.8) Øhm.\n((tastelyd))").turns]
    ['S', 'B', '–']
    """
    found: list[_Row] = []
    for row in filter(str.strip, _BREAK.split(source)):
        comment, said = _COMMENT.fullmatch(row), _SAID.fullmatch(row)
        if comment:
            found.append(_Row(comment["number"], COMMENT, comment["text"]))
        elif said:
            found.append(_Row(said["number"], said["speaker"].strip(), said["text"]))
        elif found:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{row}")
        else:
            found.append(_Row(None, "?", row))
    turns = (
        Turn(line=line, speaker=row.speaker, da=row.text)
        for line, row in zip(_numbers(found), found, strict=True)
    )
    return Conversation(id=name, theme=Text(da=name, en=name), turns=tuple(turns))


class _Row(NamedTuple):
    number: str | None
    speaker: str
    text: str


def _numbers(rows: Sequence[_Row]) -> Sequence[int]:
    own = [int(row.number) for row in rows if row.number]
    rising = all(one < other for one, other in pairwise(own))
    return own if len(own) == len(rows) and rising else range(1, len(rows) + 1)


@cache
def _conversations() -> dict[str, Conversation]:
    folder = kit_folder("datasets")
    turns: dict[str, list[Turn]] = {}
    for row in read_rows(folder / "turns.csv"):
        turn = Turn(line=int(row["line"]), speaker=row["speaker"], da=row["da"], en=row["en"])
        turns.setdefault(row["conversation_id"], []).append(turn)
    return {
        row["conversation_id"]: _conversation(row, turns.get(row["conversation_id"], []))
        for row in read_rows(folder / "conversations.csv")
    }


def _conversation(row: dict[str, str], turns: list[Turn]) -> Conversation:
    facts: dict[str, Any] = {"id": row["conversation_id"], "benefit": row["benefit"], "origin": row["origin"]}
    warned = bool(row["content_warning_da"].strip())
    return Conversation(
        **facts,
        theme=text_of(row, "theme"),
        context=text_of(row, "context"),
        warning=both("conversation.warning", what=text_of(row, "content_warning")) if warned else None,
        turns=tuple(turns),
    )


@cache
def _stops() -> dict[str, Stop]:
    found: dict[str, Stop] = {}
    for row in read_rows(kit_folder("datasets") / "continuations.csv"):
        option = Continuation(
            id=row["option"],
            text=text_of(row),
            makes_relevant=text_of(row, "makes_relevant"),
            possible_cost=text_of(row, "possible_cost"),
        )
        stop = found.get(row["stop_id"])
        options = (*stop.options, option) if stop else (option,)
        found[row["stop_id"]] = Stop(
            id=row["stop_id"], conversation=row["conversation_id"], line=int(row["line"]), options=options
        )
    return found
