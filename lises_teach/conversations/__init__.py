"""Conversations line by line: read, checked, shown. Nothing here codes, scores or judges a turn."""

from lises_teach.conversations.models import Continuation, Conversation, Stop, Turn
from lises_teach.conversations.notation import Cue, Warn, cues, warnings_of
from lises_teach.conversations.reading import (
    conversation_ids,
    load_conversation,
    load_stop,
    load_stops,
    read_plain,
)
from lises_teach.conversations.rendering import conversation_html, conversation_spec

__all__ = [
    "Continuation",
    "Conversation",
    "Cue",
    "Stop",
    "Turn",
    "Warn",
    "conversation_html",
    "conversation_ids",
    "conversation_spec",
    "cues",
    "load_conversation",
    "load_stop",
    "load_stops",
    "read_plain",
    "warnings_of",
]
