"""Reading conversations: from the data set, or from a plain transcript somebody wrote."""

from __future__ import annotations

import csv
import difflib
import re
from functools import cache
from pathlib import Path
from typing import Any

from lises_teach.conversations.models import COMMENT, Continuation, Conversation, Stop, Turn
from lises_teach.errors import KitError
from lises_teach.i18n import Text, both
from lises_teach.paths import kit_folder

_PLAIN = re.compile(r"^\s*(?:(?P<number>\d+)[.:]?\s+)?(?P<speaker>[^\W\d_][\w ]{0,20}|–):[ \t]?(?P<text>.*)$")
_COMMENT = re.compile(r"^\s*(?:\d+[.:]?\s+)?(?P<text>\(\(.*\)\))\s*$")


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
    `warnings_of` what looks odd.

    >>> [turn.speaker for turn in read_plain("1 S: Godt.\n2 B: Ja.\n  (0.8) Øhm.\n((tastelyd))").turns]
    ['S', 'B', '–']
    """
    turns: list[Turn] = []
    for row in source.splitlines():
        comment, said = _COMMENT.match(row), _PLAIN.match(row)
        if comment:
            turns.append(Turn(line=len(turns) + 1, speaker=COMMENT, da=comment["text"]))
        elif said:
            turns.append(Turn(line=len(turns) + 1, speaker=said["speaker"].strip(), da=said["text"]))
        elif turns and row.strip():
            last = turns[-1]
            turns[-1] = last.model_copy(update={"da": f"{last.da}\n{row}"})
        elif row.strip():
            turns.append(Turn(line=1, speaker="?", da=row))
    return Conversation(id=name, theme=Text(da=name, en=name), turns=tuple(turns))


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of the kit."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(row: dict[str, str], name: str) -> Text:
    """The columns `<name>_da` and `<name>_en` as one text."""
    return Text(da=row[f"{name}_da"], en=row[f"{name}_en"])


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
        warning=text_of(row, "content_warning") if warned else None,
        turns=tuple(turns),
    )


@cache
def _stops() -> dict[str, Stop]:
    found: dict[str, Stop] = {}
    for row in read_rows(kit_folder("datasets") / "continuations.csv"):
        option = Continuation(
            id=row["option"],
            text=Text(da=row["da"], en=row["en"]),
            makes_relevant=text_of(row, "makes_relevant"),
            possible_cost=text_of(row, "possible_cost"),
        )
        stop = found.get(row["stop_id"])
        options = (*stop.options, option) if stop else (option,)
        found[row["stop_id"]] = Stop(
            id=row["stop_id"], conversation=row["conversation_id"], line=int(row["line"]), options=options
        )
    return found
