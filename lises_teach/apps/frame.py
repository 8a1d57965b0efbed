"""What the apps share: the widget that draws them, and which conversations they may show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lises_teach.coding import consensus_in
from lises_teach.conversations import Conversation, conversation_ids, load_conversation
from lises_teach.i18n import Text, phrases
from lises_teach.paths import kit_folder
from lises_teach.widget import specs
from lises_teach.widget.views import Answerer, KitWidget

_HERE = Path(__file__).parent


def _text_of(*names: str) -> str:
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class AppWidget(KitWidget):
    """A view of `apps.js` or `laan.js`, appended to the exercises' front end, whose tools they use."""

    _esm = KitWidget._esm + _text_of("apps.js", "laan_rules.js", "laan.js", "laan_compare.js")
    _css = KitWidget._css + _text_of("apps.css", "laan.css")


def app(view: str, title: Text, facts: dict[str, Any], answerer: Answerer | None = None) -> AppWidget:
    """The widget of the app `view`, with its words in both languages."""
    words = {**phrases("widget"), **phrases("apps")}
    spec = {"view": view, "lang": specs.first_language, "store": "browser", "place": view, "phrases": words}
    return AppWidget({**spec, "title": title.model_dump(), **facts}, answerer)


def open_conversations() -> tuple[Conversation, ...]:
    """The conversations that no assignment grades: those whose codings every student has."""
    practised = {row.conversation for row in consensus_in(kit_folder("datasets"))}
    return tuple(load_conversation(name) for name in conversation_ids() if name in practised)
