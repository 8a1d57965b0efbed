"""A conversation, its turns, and the places where one can stop and ask what comes next."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from lises_teach.i18n import Lang, Text

COMMENT = "–"
SPEAKERS = ("B", "S", "V", "L", COMMENT)


class Turn(BaseModel):
    """One line: who speaks, and the text as transcribed, byte for byte.

    A line is a turn at talk or, with the speaker `–`, a comment such as `((tastelyd))`. `en` is None
    where there is no translation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    speaker: str
    da: str
    en: str | None = None

    def text(self, lang: Lang) -> str:
        """The line in `lang`; the Danish where it has no translation."""
        return self.en if lang == "en" and self.en is not None else self.da


class Conversation(BaseModel):
    """A transcript with its situation; `turns` in the order of their line numbers.

    Parameters
    ----------
    origin
        `constructed` for the kit's own; None where the reader brought the text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    theme: Text
    context: Text | None = None
    benefit: str = ""
    warning: Text | None = None
    origin: str | None = None
    turns: tuple[Turn, ...]

    def __getitem__(self, line: int) -> Turn:
        for turn in self.turns:
            if turn.line == line:
                return turn
        raise KeyError(line)

    def __contains__(self, line: object) -> bool:
        return any(turn.line == line for turn in self.turns)

    def between(self, first: int, last: int) -> Conversation:
        """The same conversation with only the lines `first` … `last`, both included."""
        return self.model_copy(update={"turns": tuple(t for t in self.turns if first <= t.line <= last)})

    def next_by(self, speakers: str, line: int, count: int) -> tuple[Turn, ...]:
        """The next `count` turns after `line` by one of `speakers`, such as the window of an uptake."""
        found = (turn for turn in self.turns if turn.line > line and turn.speaker in speakers)
        return tuple(turn for turn, _ in zip(found, range(count), strict=False))


class Continuation(BaseModel):
    """One thing the professional could say next, what it makes relevant, and what it may cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: Text
    makes_relevant: Text
    possible_cost: Text


class Stop(BaseModel):
    """A place to stop after `line`: several next turns are possible, and none is the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    conversation: str
    line: int
    options: tuple[Continuation, ...]
