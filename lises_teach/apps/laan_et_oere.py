"""Lån et øre: code a conversation for one pattern, then see where others read it differently.

The note only sketches "Lån et øre" (§ 6.2); this is the kit's own interpretation. Codes, guesses and
observations stay in the visitor's browser; here they are looked through for personal data and counted.
Nothing says how well anybody codes or talks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lises_teach.apps.frame import AppWidget, app, at_desk, desks, item_in, open_conversations, source_of
from lises_teach.coding import Coding, codings_in, consensus_in, load_codebook
from lises_teach.conversations import Conversation
from lises_teach.i18n import Text, both
from lises_teach.items import CodeTurns, Item, Number
from lises_teach.items.models import BaseItem
from lises_teach.paths import kit_folder
from lises_teach.widget.replies import Desk, Reply, problem
from lises_teach.widget.specs import Spec, transcript

PATTERNS = ("uptake", "institutional", "work_perspective")
"""The layers of the codebook that one can listen for: the three patterns of the note's sketch."""

NAME = "laan-et-oere"
_CONCEPTS = ("C084", "C085", "C092")


class Heard(BaseItem):
    """Three observations with line numbers, and one question: free text that nobody grades."""

    kind: Literal["heard"] = "heard"

    @property
    def units(self) -> tuple[str, ...]:
        return ("first", "second", "third", "question")

    @property
    def free(self) -> tuple[str, ...]:
        return self.units


class Round(NamedTuple):
    """What one listens through: a conversation, and one pattern to listen for."""

    conversation: Conversation
    layer: str

    @property
    def name(self) -> str:
        """What the ids of its items end in."""
        return f"{self.conversation.id}-{self.layer}"


class AgreementAsked(BaseModel):
    """The page wants numbers for lines that two people coded: each one's code, line by line."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["agreement"]
    codes: Annotated[tuple[tuple[str, str], ...], Field(max_length=200)]


class EarWidget(AppWidget):
    """What colleagues listen with."""

    _esm = AppWidget._esm + source_of("laan_rules.js", "laan.js", "laan_compare.js")
    _css = AppWidget._css + source_of("laan.css")
    view = "laan_et_oere"
    words = "ear_"


def view() -> AppWidget:
    """The widget. Everything but the agreement travels at once, so that a lost network stops nobody."""
    conversations = open_conversations()
    rounds = [Round(conversation, layer) for conversation in conversations for layer in PATTERNS]
    items = [*map(guess_item, conversations), *map(code_item, rounds), *map(heard_item, rounds)]
    found = desks(items)

    def answerer(message: dict[str, Any]) -> tuple[Reply, list[bytes]]:
        return answer(message, found), []

    return app(EarWidget, both("apps.ear"), _facts(conversations), answerer)


def answer(message: dict[str, Any], found: dict[str, Desk]) -> Reply:
    """The answer to a message: about agreement, or to the desk of the item that it names."""
    if message.get("kind") == "agreement":
        try:
            return agreement_json(AgreementAsked.model_validate(message).codes)
        except ValidationError:
            return problem(both("widget.failed"))
    return at_desk(message, found)


def agreement_json(codes: Sequence[tuple[str, str]]) -> Reply:
    """Agreement of two coders in numbers, with 95 % intervals and the confusion table; no threshold.

    >>> [row["value"] for row in agreement_json([("yes", "yes"), ("no", "yes")])["measures"]][0]
    0.5
    """
    from lises_teach.coding import agreement as numbers  # numpy loads when somebody asks

    ratings: list[tuple[str | None, str | None]] = [*codes] or [(None, None)]
    measures = []
    for measure in (numbers.percent_agreement, numbers.krippendorff_alpha, numbers.gwet_ac1):
        found, interval = measure(ratings), numbers.bootstrap(measure, ratings)
        why = found.why.model_dump() if found.why else None
        row = {"name": found.name, "value": found.value, "why": why}
        drawn = {"samples": interval.samples, "undefined": interval.undefined}
        measures.append({**row, "low": interval.low, "high": interval.high, **drawn})
    table = numbers.confusion(ratings)
    return {
        "measures": measures,
        "confusion": {"codes": list(table.codes), "counts": [list(row) for row in table.counts]},
    }


# --- items ---------------------------------------------------------------------------------------


def guess_item(conversation: Conversation) -> Item:
    """What share of the citizen's lines points towards work, guessed from the situation alone."""
    return Number(
        id=f"guess-{conversation.id}",
        kind="number",
        title=both("apps.ear_guess"),
        prompt=both("apps.ear_guess_ask"),
        material=_situation(conversation),
        origin="none",
        concepts=_CONCEPTS,
        points=0,
        unit=both("apps.ear_guess_unit"),
    )


def code_item(round_: Round) -> CodeTurns:
    """The lines that the two coders coded on the pattern's layer, to be coded anew."""
    found = consensus_in(kit_folder("datasets"), round_.conversation.id, round_.layer)
    return CodeTurns(
        id=f"code-{round_.name}",
        kind="code_turns",
        title=both("apps.ear_code"),
        prompt=both("apps.ear_code_ask"),
        concepts=_CONCEPTS,
        points=0,
        conversation=round_.conversation.id,
        layer=round_.layer,
        lines=tuple(sorted({row.line for row in found})),
    )


def heard_item(round_: Round) -> Item:
    """What one heard, in words."""
    item = Heard(
        id=f"heard-{round_.name}",
        title=both("apps.ear_heard"),
        prompt=both("apps.ear_heard_ask"),
        origin="none",
        concepts=_CONCEPTS,
        points=0,
    )
    return cast(Item, item)  # desks and specs ask only for what every item has


def _situation(conversation: Conversation) -> Text | None:
    parts = [text for text in (conversation.context, conversation.warning) if text]
    if not parts:
        return None
    return Text(da="\n\n".join(text.da for text in parts), en="\n\n".join(text.en for text in parts))


# --- what the page is told -----------------------------------------------------------------------


def _facts(conversations: Iterable[Conversation]) -> Spec:
    codebook = load_codebook()
    patterns = [
        {"id": layer, "name": codebook[layer].name.model_dump(), "ask": codebook[layer].question.model_dump()}
        for layer in PATTERNS
    ]
    return {"assignment": NAME, "patterns": patterns, "talks": [_talk(c) for c in conversations]}


def _talk(conversation: Conversation) -> Spec:
    rounds = {layer: _round(Round(conversation, layer)) for layer in PATTERNS}
    return {**transcript(conversation), "guess": item_in(NAME, guess_item(conversation)), "rounds": rounds}


def _round(round_: Round) -> Spec:
    where = (kit_folder("datasets"), round_.conversation.id, round_.layer)
    coders: dict[str, Spec] = {}
    for coding in codings_in(*where):
        coders.setdefault(coding.coder, {})[str(coding.line)] = _reading(coding)
    consensus = {
        str(row.line): {"status": row.status, "reason": row.reason.model_dump() if row.reason else None}
        for row in consensus_in(*where)
    }
    code, heard = item_in(NAME, code_item(round_)), item_in(NAME, heard_item(round_))
    return {"code": code, "heard": heard, "coders": coders, "consensus": consensus}


def _reading(coding: Coding) -> Spec:
    return {"code": coding.codes[0], "reason": coding.reason.model_dump() if coding.reason else None}
