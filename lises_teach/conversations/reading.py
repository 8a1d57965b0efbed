"""Reading conversations: from the data set, or from a plain transcript somebody wrote."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from lises_teach.conversations.models import COMMENT, Continuation, Conversation, Stop, Turn
from lises_teach.errors import BankError, KitError
from lises_teach.i18n import LANGS, Text, both
from lises_teach.paths import kit_folder
from lises_teach.schema import Unfit, in_words

Made = TypeVar("Made")

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


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of the kit, also as a spreadsheet saves it, with a mark at its start."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def build_rows(path: Path, build: Callable[[dict[str, str]], Made | None]) -> tuple[Made, ...]:
    """What `build` makes of each row of a CSV file of the kit, without the rows it makes nothing of.

    Raises
    ------
    BankError
        The file or a row cannot be read; the finding names the row.
    """
    try:
        rows = read_rows(path)
    except OSError as problem:
        raise BankError(path, (problem.strerror or str(problem),)) from problem
    except UnicodeDecodeError as problem:
        said = f"byte {problem.start}: the file is not UTF-8 text"
        raise BankError(path, (said,), both("errors.bank_not_utf8", path=path)) from problem
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(build(row))
        except ValidationError as problem:
            raise _bad_row(path, number, _in_column(problem)) from problem
        except KeyError as problem:
            raise _bad_row(path, number, both("schema.no_column", column=problem.args[0])) from problem
        except (ValueError, AttributeError) as problem:  # a cell that is no number; a row that ends early
            raise _bad_row(path, number, _in_cells(problem)) from problem
    return tuple(row for row in found if row is not None)


def _in_column(problem: ValidationError) -> Text:
    error = problem.errors(include_url=False)[0]
    if not error["loc"]:
        return in_words(error)
    said = both("schema.empty") if error["loc"][-1] in LANGS else in_words(error)
    return both("schema.bad_field", field=".".join(map(str, error["loc"])), said=said)


def _in_cells(problem: Exception) -> Text:
    if isinstance(problem, Unfit):
        return problem.text
    if isinstance(problem, AttributeError):
        return both("schema.too_few_cells")
    value = re.search(r"'(.*)'", str(problem))
    return both("schema.bad_cell", value=value.group(1) if value else problem)


def _bad_row(path: Path, number: int, said: Text) -> BankError:
    reason = both("schema.at_row", row=number, said=said)
    return BankError(path, (reason.en,), reason=reason)


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
        warning=both("conversation.warning", what=text_of(row, "content_warning")) if warned else None,
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
