"""The codebook: five layers, their codes, and an example and a counter-example of each.

The three outcomes of an uptake and the patterns are the note's (§ 6.2–6.3); what this project adds
stands in `own` and is said to be so.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from lises_teach.i18n import Text
from lises_teach.paths import kit_folder


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Frozen):
    """A line of a conversation that shows a code, or only seems to, and why."""

    conversation: str
    line: int
    why: Text


class Code(_Frozen):
    """One code of a layer. `own` says what is this project's own and not the note's.

    Parameters
    ----------
    alone
        Whether a turn with this code has no other, though its layer gives several.
    """

    id: str
    name: Text
    definition: Text
    example: Place
    counter_example: Place
    alone: bool = False
    own: Text | None = None


class Layer(_Frozen):
    """One question asked of a turn, and the codes that answer it.

    Parameters
    ----------
    speakers
        Whose turns are coded: `B`, or `SV`.
    window
        How many of the professional's next turns count; 0 where only the turn itself does.
    multiple
        Whether a turn may have several codes.
    """

    id: str
    name: Text
    question: Text
    definition: Text
    unit: Text
    speakers: Literal["B", "SV"]
    window: Annotated[int, Field(ge=0)] = 0
    multiple: bool = False
    section: str
    concepts: tuple[str, ...]
    own: Text | None = None
    codes: Annotated[tuple[Code, ...], Field(min_length=2)]


class Codebook(_Frozen):
    """All layers, and the rules that hold for every one of them."""

    format: Literal[1]
    title: Text
    rules: tuple[Text, ...]
    layers: tuple[Layer, ...]

    def __getitem__(self, layer_id: str) -> Layer:
        for layer in self.layers:
            if layer.id == layer_id:
                return layer
        raise KeyError(layer_id)

    def __contains__(self, layer_id: object) -> bool:
        return any(layer.id == layer_id for layer in self.layers)


@cache
def load_codebook() -> Codebook:
    """The codebook that comes with the kit."""
    source = (kit_folder("datasets") / "codebook.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Codebook.model_validate(yaml.load(source, Loader=loader))
