"""Gribning for a room: a transcript comes line by line, stops, and goes on. Nothing is scored or kept."""

from __future__ import annotations

from typing import Any

from lises_teach.apps.frame import AppWidget, app, open_conversations
from lises_teach.conversations import Conversation, load_stops
from lises_teach.i18n import both
from lises_teach.widget.specs import transcript


def view() -> AppWidget:
    """The widget: all conversations travel at once, so that a lost network stops nobody mid-talk."""
    talks = [_talk(conversation) for conversation in sorted(open_conversations(), key=_words_to_the_end)]
    return app("gribning", both("apps.gribning"), {"talks": talks})


def _words_to_the_end(conversation: Conversation) -> int:
    """How much is read aloud before the last stop: what fits in ten minutes comes first."""
    last = max((stop.line for stop in load_stops(conversation.id)), default=0)
    return sum(len(turn.da.split()) for turn in conversation.turns if turn.line <= last)


def _talk(conversation: Conversation) -> dict[str, Any]:
    stops = [stop.model_dump(mode="json") for stop in load_stops(conversation.id)]
    return {**transcript(conversation), "stops": stops}
