"""What the front end is told of a view: plain JSON, both languages, nothing of a key."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from lises_teach.conversations import Conversation, conversation_spec
from lises_teach.conversations.notation import SYMBOLS
from lises_teach.dilemmas import DIMENSIONS, Option, Panel, Vignette
from lises_teach.i18n import Text, both, first_language, phrases
from lises_teach.items import Allocate, Bank, Branches, Choices, CodeTurns, Essay, Item, Predict, load_rubric

Spec = dict[str, Any]

_EVERYWHERE = ("other_language", "when_", "lost", "no_contact", "advice_", "failed")
_OF_VIEW = {"progress": ("progress", "row_", "refresh", "forg"), "hand_in": ("hand_in",), "notice": ()}
_ALSO_OF_VIEW = {"hand_in": ("personal_", "and")}
_FEEDBACK = ("check", "feedback", "example", "again", "you_answered", "you_thought", "look", "outcome_")
_NOT_IN_ITEM = (*_OF_VIEW["progress"], *_OF_VIEW["hand_in"], "static_", "export_")


def item_spec(item: Item, bank: Bank, folder: Path, store: str, *, practice: bool) -> Spec:
    """The spec of one item. `practice` items have a key at hand and give feedback."""
    shown = item.model_dump(mode="json", exclude={"concepts"})
    if isinstance(item, (Essay, Predict, Allocate)):
        shown["criteria"] = [_criterion(name) for name in item.criteria]
    if isinstance(item, (CodeTurns, Predict, Essay)) and item.shown:
        shown["conversation"] = transcript(item.shown)
    if isinstance(item, CodeTurns):
        shown |= _coding(item)
    if isinstance(item, Predict):
        shown["options"] = [option.model_dump(mode="json") for option in item.place.options]
    if isinstance(item, Allocate):
        shown |= dilemma(item.dilemma, item.panel)
    if isinstance(item, Branches):
        shown["branch"] = item.story.model_dump(mode="json")
    return {
        **_common("item", folder, store, practice=practice),
        **shown,
        "assignment": bank.assignment,
        "units": list(item.units),
        "saved": [*item.units, *item.extras],
        "free": list(item.free),
        "practice": practice,
    }


def dilemma(vignette: Vignette, panel: Panel) -> Spec:
    """A dilemma as the front end weighs it: options with their effects, and the panel's points."""
    dimensions = [
        {
            "id": name,
            "text": both(f"dilemma.{name}").model_dump(),
            "about": both(f"dilemma.about_{name}").model_dump(),
        }
        for name in DIMENSIONS
    ]
    told = vignette.model_dump(mode="json", exclude={"options"})
    options = [_weighable(option, panel) for option in vignette.options]
    return {"vignette": {**told, "options": options}, "dimensions": dimensions, "panel_size": panel.size}


def _weighable(option: Option, panel: Panel) -> Spec:
    spreads = {name: list(panel.spread(option.id, name).values) for name in DIMENSIONS}
    effects = [
        {
            "dimension": e.dimension,
            "change": both(f"dilemma.{e.change}").model_dump(),
            "text": e.text.model_dump(),
        }
        for e in option.effects
    ]
    return {"id": option.id, "text": option.text.model_dump(), "effects": effects, "panel": spreads}


def transcript(conversation: Conversation) -> Spec:
    """A conversation with the words its transcript is shown with."""
    signs = [
        [both(f"conversation.{what}_{sign}").model_dump() for what in ("sign", "meaning")] for sign in SYMBOLS
    ]
    return {**conversation_spec(conversation), "legend": signs}


def _coding(item: CodeTurns) -> Spec:
    layer = item.coded_layer
    codes = [
        {"id": c.id, "text": c.name.model_dump(), "about": c.definition.model_dump(), "alone": c.alone}
        for c in layer.codes
    ]
    return {
        "layer": layer.id,
        "question": layer.question.model_dump(),
        "codes": codes,
        "multiple": item.multiple,
        "window": layer.window,
    }


def progress_spec(bank: Bank, folder: Path, store: str) -> Spec:
    """The spec of the list of answers."""
    items = [{"id": item.id, "title": item.title.model_dump()} for item in bank.items]
    title = both("widget.progress").model_dump()
    return {
        **_common("progress", folder, store),
        "title": title,
        "assignment": bank.assignment,
        "items": items,
    }


def hand_in_spec(folder: Path, store: str, student: str, refusal: str | None) -> Spec:
    """The spec of the hand-in; `refusal` names the phrase that says why it has none here."""
    title = both("widget.hand_in").model_dump()
    return {**_common("hand_in", folder, store), "title": title, "student": student, "refusal": refusal}


def notice_spec(title: Text, text: Text) -> Spec:
    """The spec of one sentence that stands where a view should be."""
    return {**_common("notice", Path(), "none"), "title": title.model_dump(), "text": text.model_dump()}


def answered(item: Item, answer: dict[str, Any]) -> tuple[int, int]:
    """How many of how many questions of an item are answered; several ticks are one question.

    What counts is decided by `BaseItem.filled`, as the front end decides it.
    """
    filled = sum(item.filled(unit, answer.get(unit)) for unit in item.units)
    return (min(filled, 1), 1) if isinstance(item, Choices) else (filled, len(item.units))


def begun(item: Item, answer: dict[str, Any]) -> bool:
    """Whether anything is entered, though none of it may count as answered yet."""
    return any(item.begun(unit, answer.get(unit)) for unit in item.units)


def _common(view: str, folder: Path, store: str, *, practice: bool = False) -> Spec:
    # the folder tells drafts of two copies of an assignment apart, and need not be readable
    place = hashlib.sha256(f"{folder}:{store}".encode()).hexdigest()[:12]
    said = {name: wording for name, wording in phrases("widget").items() if _is_of(name, view, practice)}
    return {"view": view, "lang": first_language(), "store": store, "place": place, "phrases": said}


def _is_of(name: str, view: str, practice: bool) -> bool:
    if view == "item":
        return not name.startswith(_NOT_IN_ITEM) and (practice or not name.startswith(_FEEDBACK))
    return name.startswith((*_EVERYWHERE, *_OF_VIEW[view], *_ALSO_OF_VIEW.get(view, ())))


def _criterion(name: str) -> Spec:
    criterion = load_rubric()[name]
    return {"name": criterion.name.model_dump(), "levels": [level.model_dump() for level in criterion.levels]}
