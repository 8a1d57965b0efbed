"""The kinds that show a conversation: a text about it, coding its lines, stopping to predict."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from lises_teach.coding import Layer, load_codebook
from lises_teach.conversations import Conversation, Stop, load_conversation, load_stop
from lises_teach.errors import KitError
from lises_teach.items.base import BaseItem, Part, ReadItem, Slug
from lises_teach.schema import Unfit


def _part(conversation: str, first: int | None, last: int | None) -> Conversation:
    whole = load_conversation(conversation)
    return whole.between(first or 1, last or whole.turns[-1].line)


class Essay(ReadItem):
    """A reflection in the learner's own words, read by a teacher with a rubric.

    Parameters
    ----------
    line_refs
        How many references to a transcript's lines the text should have; the page counts them.
    no_verdicts
        Whether the page points out words that sound like a verdict on somebody.
    conversation, first, last
        A conversation to read and write about, or the part of it from `first` to `last`.
    """

    kind: Literal["text"]
    line_refs: Annotated[int, Field(ge=0, le=50)] = 0
    no_verdicts: bool = False
    conversation: Slug | None = None
    first: int | None = None
    last: int | None = None

    @property
    def units(self) -> tuple[str, ...]:
        return ("text",)

    @property
    def free(self) -> tuple[str, ...]:
        return ("text",)

    @cached_property
    def shown(self) -> Conversation | None:
        """The part of the conversation that is shown, where there is one."""
        return _part(self.conversation, self.first, self.last) if self.conversation else None

    @model_validator(mode="after")
    def _conversation_is_there(self) -> Essay:
        try:
            _ = self.shown
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        return self


class CodeTurns(BaseItem):
    """Chosen lines of a conversation get a code each on one layer of the codebook.

    Parameters
    ----------
    lines
        The lines to code; each is a unit. The lines around them are shown.
    first, last
        The part of the conversation that is shown; all of it unless said.
    """

    kind: Literal["code_turns"]
    conversation: Slug
    layer: Slug
    lines: Annotated[tuple[int, ...], Field(min_length=1)]
    first: Annotated[int, Field(ge=1)] = 1
    last: Annotated[int, Field(ge=1)] | None = None

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(str(line) for line in self.lines)

    @property
    def extras(self) -> tuple[str, ...]:
        return tuple(f"{line}.{what}" for line in self.lines for what in ("unsure", "note"))

    @property
    def free(self) -> tuple[str, ...]:
        return tuple(f"{line}.note" for line in self.lines)

    @cached_property
    def coded_layer(self) -> Layer:
        """The codebook's layer."""
        return load_codebook()[self.layer]

    @cached_property
    def categories(self) -> tuple[Part, ...]:
        """The layer's codes, as the parts one chooses among."""
        return tuple(Part(id=code.id, text=code.name) for code in self.coded_layer.codes)

    @property
    def multiple(self) -> bool:
        """Whether a line may have several codes."""
        return self.coded_layer.multiple

    @property
    def marking(self) -> bool:
        """Whether the layer only asks yes or no, so that lines are marked among others."""
        return [code.id for code in self.coded_layer.codes] == ["yes", "no"]

    @cached_property
    def shown(self) -> Conversation:
        """The part of the conversation that is shown."""
        return _part(self.conversation, self.first, self.last)

    @model_validator(mode="after")
    def _lines_are_there(self) -> CodeTurns:
        if self.layer not in load_codebook():
            raise Unfit("no_layer", layer=self.layer)
        try:
            shown = self.shown
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        if list(self.lines) != sorted(set(self.lines)):
            raise Unfit("line_order")
        for line in self.lines:
            if line not in shown:
                raise Unfit("line_not_shown", line=line)
            if shown[line].speaker not in self.coded_layer.speakers:
                raise Unfit("line_by", line=line, speaker=shown[line].speaker, layer=self.layer)
        return self


class Predict(ReadItem):
    """Stop and predict: one's own next turn first, then what could also be said; none is right.

    Parameters
    ----------
    stop
        A stop of the data set `continuations`: it says where the conversation stops.
    first
        The line the conversation is shown from.
    """

    kind: Literal["predict"]
    stop: Slug
    first: Annotated[int, Field(ge=1)] = 1

    @property
    def units(self) -> tuple[str, ...]:
        return ("own", "choice", "why")

    @property
    def free(self) -> tuple[str, ...]:
        return ("own", "why")

    @cached_property
    def place(self) -> Stop:
        """The stop with its continuations."""
        return load_stop(self.stop)

    @cached_property
    def shown(self) -> Conversation:
        """The conversation up to the stop."""
        return load_conversation(self.place.conversation).between(self.first, self.place.line)

    @cached_property
    def options(self) -> tuple[Part, ...]:
        """The continuations, as the parts one chooses among."""
        return tuple(Part(id=option.id, text=option.text) for option in self.place.options)

    @model_validator(mode="after")
    def _stop_is_there(self) -> Predict:
        try:
            shown = self.shown
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        if self.place.line not in shown:
            raise Unfit("stop_before", line=self.place.line)
        return self
