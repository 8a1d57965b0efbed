"""Gribning for a room: a transcript comes line by line, stops, and goes on. Nothing is scored or kept."""

from __future__ import annotations

from typing import Any

from lises_teach.apps.frame import AppWidget, app, open_conversations, source_of
from lises_teach.conversations import Conversation, load_stops
from lises_teach.i18n import both
from lises_teach.widget.specs import transcript


class GribningWidget(AppWidget):
    """What a room is shown."""

    _esm = AppWidget._esm + source_of("gribning.js")
    view = "gribning"
    words = "room_"


def view() -> AppWidget:
    """The widget: all conversations travel at once, so that a lost network stops nobody mid-talk."""
    return app(GribningWidget, both("apps.gribning"), {"talks": [_talk(one) for one in open_conversations()]})


def _talk(conversation: Conversation) -> dict[str, Any]:
    stops = [stop.model_dump(mode="json") for stop in load_stops(conversation.id)]
    return {**transcript(conversation), "stops": stops}
