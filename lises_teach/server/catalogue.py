"""What the landing page lists: a card for each page, and examples of feedback. Renders nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from lises_teach.i18n import Text
from lises_teach.server.options import pages_of

Kind = Literal["app", "lesson", "assignment"]
KINDS: tuple[Kind, ...] = ("app", "lesson", "assignment")


class Card(BaseModel):
    """One page as the landing page shows it; `name` is its address."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Kind
    title: Text
    about: Text | None = None


class Exhibit(BaseModel):
    """One constructed student's feedback on one assignment."""

    model_config = ConfigDict(frozen=True)

    student: str
    assignment: str


def read_cards(folder: Path) -> tuple[Card, ...]:
    """A card for each page in `folder` whose notebook says in its metadata what it is, by name."""
    cards = (_card(name, folder / path) for name, path in pages_of(folder).items())
    return tuple(card for card in cards if card is not None)


def _card(name: str, path: Path) -> Card | None:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))["metadata"]["lises_teach"]
        return card_from(name, meta)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # says nothing of itself, or cannot be read: it gets no card


def card_from(name: str, meta: dict[str, Any]) -> Card | None:
    """The card that a notebook's `lises_teach` metadata describes.

    >>> card_from("m0", {"lesson": "m0", "title": {"da": "Start", "en": "Start"}}).kind
    'lesson'
    """
    kind = next((known for known in KINDS if known in meta), None)
    try:
        return Card.model_validate({**meta, "name": name, "kind": kind})
    except ValidationError:
        return None


def read_exhibits(folder: Path | None) -> tuple[Exhibit, ...]:
    """The feedback that can be shown from `folder`, by assignment and student."""
    if folder is None or not folder.is_dir():
        return ()
    found = (path for path in folder.glob("*/*/*.html") if path.stem == path.parent.name)
    exhibits = (Exhibit(student=path.parts[-3], assignment=path.stem) for path in found)
    return tuple(sorted(exhibits, key=lambda exhibit: (exhibit.assignment, exhibit.student)))


def exhibit_titles(folder: Path | None) -> dict[str, Text]:
    """What the assignments in the course of the feedback `folder` are called, by name."""
    if folder is None:
        return {}
    found = (_card(path.stem, path) for path in (folder.parent / "source").glob("*/*.ipynb"))
    return {card.name: card.title for card in found if card is not None}


def exhibit_file(folder: Path | None, student: str, assignment: str) -> Path | None:
    """The file of one exhibit, if it is among those that can be shown."""
    if folder is None or Exhibit(student=student, assignment=assignment) not in read_exhibits(folder):
        return None
    return folder / student / assignment / f"{assignment}.html"
