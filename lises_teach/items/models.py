"""The exercises as data: one model for each kind of item, read from `items.yaml`.

An item holds only what a learner may see. What gives the answer away stands in the key
(`items.keys`). Every option, category, snippet and step is a `Part`: an id and a text, so that no
released field can set one of them apart.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lises_teach.coding import Layer, load_codebook
from lises_teach.conversations import Conversation, Stop, load_conversation, load_stop
from lises_teach.errors import KitError
from lises_teach.i18n import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
ConceptId = Annotated[str, StringConstraints(pattern=r"^C\d{3}$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^R[1-6]$")]
Parts = Annotated[tuple["Part", ...], Field(min_length=2)]


class Frozen(BaseModel):
    """Base of everything read from a bank: immutable, and no field beyond those named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Frozen):
    """An option, category, snippet or step: an id and a text, nothing more."""

    id: Slug
    text: Text


class Table(Frozen):
    """A small table to read: a caption, column headings and rows of equal length."""

    caption: Text
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    rows: Annotated[tuple[tuple[Text | str, ...], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_fit(self) -> Table:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, the table {len(self.columns)} columns")
        return self


class BaseItem(Frozen):
    """What every kind of item has."""

    id: Slug
    title: Text
    prompt: Text
    material: Text | None = None
    table: Table | None = None
    origin: Literal["constructed", "note", "none"] = "constructed"
    concepts: Annotated[tuple[ConceptId, ...], Field(min_length=1)]
    points: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    must_pass: bool = False

    by_hand: ClassVar[bool] = False
    """Whether a teacher reads the answer, so that its cell waits for a manual grade."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units of an answer, in reading order."""
        raise NotImplementedError

    @property
    def extras(self) -> tuple[str, ...]:
        """What is saved besides the units and never counted or scored, such as a note on a line."""
        return ()

    @property
    def free(self) -> tuple[str, ...]:
        """The units and extras that hold free text, which is looked through for personal data."""
        return ()

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        """The lists of parts whose ids must differ within each list."""
        return ()

    @model_validator(mode="after")
    def _ids_differ(self) -> BaseItem:
        for parts in self.parts:
            ids = [part.id for part in parts]
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f"the id {twice[0]} is used twice")
        return self


class Choice(BaseItem):
    """One of several options."""

    kind: Literal["choice"]
    options: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return ("choice",)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.options,)


class Choices(BaseItem):
    """Several of several options; each option is a unit, ticked or not."""

    kind: Literal["choices"]
    options: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.options,)


class Classify(BaseItem):
    """Each snippet gets one category, or several where `multiple` is set."""

    kind: Literal["classify"]
    multiple: bool = False
    categories: Parts
    snippets: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(snippet.id for snippet in self.snippets)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.categories, self.snippets)


class Order(BaseItem):
    """Steps that get a position each; the key may leave some pairs free."""

    kind: Literal["order"]
    steps: Parts

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    @property
    def parts(self) -> tuple[tuple[Part, ...], ...]:
        return (self.steps,)


class Number(BaseItem):
    """A number with a unit, as typed by the learner."""

    kind: Literal["number"]
    unit: Text

    @property
    def units(self) -> tuple[str, ...]:
        return ("value",)

    @property
    def free(self) -> tuple[str, ...]:
        return ("value",)


def _part(conversation: str, first: int | None, last: int | None) -> Conversation:
    whole = load_conversation(conversation)
    return whole.between(first or 1, last or whole.turns[-1].line)


class _Read(BaseItem):
    """What an item has that a teacher reads: a wanted length, and the rubric's criteria."""

    by_hand: ClassVar[bool] = True

    min_words: Annotated[int, Field(ge=0, le=5000)] = 0
    criteria: tuple[CriterionId, ...] = ()

    @model_validator(mode="after")
    def _points_fit(self) -> _Read:
        if self.criteria and self.points != 3 * len(self.criteria):
            raise ValueError(f"points must be 3 for each criterion: {3 * len(self.criteria)}")
        return self


class Essay(_Read):
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
        whole = load_conversation(self.conversation)
        return whole.between(self.first, self.last or whole.turns[-1].line)

    @model_validator(mode="after")
    def _lines_are_there(self) -> CodeTurns:
        if self.layer not in load_codebook():
            raise ValueError(f"the layer {self.layer} is not in the codebook")
        try:
            shown = self.shown
        except KitError as problem:
            raise ValueError(problem.text.en) from problem
        if list(self.lines) != sorted(set(self.lines)):
            raise ValueError("the lines must be in rising order, each once")
        for line in self.lines:
            if line not in shown:
                raise ValueError(f"line {line} is not among the lines shown")
            if shown[line].speaker not in self.coded_layer.speakers:
                raise ValueError(f"line {line} is by {shown[line].speaker}, which {self.layer} does not code")
        return self


class Predict(_Read):
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
            raise ValueError(f"the stop is after line {self.place.line}, the lines shown begin later")
        return self


Item = Annotated[
    Choice | Choices | Classify | Order | Number | Essay | CodeTurns | Predict, Field(discriminator="kind")
]


class Bank(Frozen):
    """The items of one assignment or practice lesson, in reading order."""

    format: Literal[1]
    assignment: Slug
    title: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _items_differ(self) -> Bank:
        ids = [item.id for item in self.items]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"the item id {twice[0]} is used twice")
        return self

    def __getitem__(self, item_id: str) -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def __contains__(self, item_id: object) -> bool:
        return any(item.id == item_id for item in self.items)


__all__ = [
    "Bank",
    "BaseItem",
    "Choice",
    "Choices",
    "Classify",
    "CodeTurns",
    "Essay",
    "Item",
    "Number",
    "Order",
    "Part",
    "Predict",
    "Slug",
    "Table",
]
