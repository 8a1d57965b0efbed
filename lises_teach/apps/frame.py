"""What the apps share: the widget that draws them, and which conversations they may show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from lises_teach.coding import consensus_in
from lises_teach.conversations import Conversation, conversation_ids, load_conversation, load_stops
from lises_teach.i18n import Text, both, first_language, phrases
from lises_teach.items import Bank, Item
from lises_teach.paths import kit_folder
from lises_teach.widget import specs
from lises_teach.widget.replies import Desk, Reply, problem, reply
from lises_teach.widget.stores import BrowserSheet
from lises_teach.widget.views import Answerer, KitWidget

_HERE = Path(__file__).parent
_ONCE = ("phrases", "conversation")  # every item's spec would carry them; the page puts them in again
_OF_ONE_APP = ("bar_", "ear_", "legit_", "room_")  # how phrases begin that one app alone has


def source_of(*names: str) -> str:
    """The text of files of the apps' front end."""
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class AppWidget(KitWidget):
    """The front end that the apps share; each app appends its own files, and no page has another's."""

    _esm = KitWidget._esm + source_of("apps.js")
    _css = KitWidget._css + source_of("apps.css")
    view: ClassVar[str]
    """The app's function in `VIEWS`."""
    words: ClassVar[str]
    """How the names of the app's own phrases begin."""


def app(
    front: type[AppWidget], title: Text, facts: dict[str, Any], answerer: Answerer | None = None
) -> AppWidget:
    """The widget of the app whose front end is `front`, with its words in both languages."""
    others = tuple(beginning for beginning in _OF_ONE_APP if beginning != front.words)
    own = {name: said for name, said in phrases("apps").items() if not name.startswith(others)}
    words = {**phrases("widget"), **own}
    spec = {"view": front.view, "lang": first_language(), "store": "browser", "place": front.view}
    return front({**spec, "phrases": words, "title": title.model_dump(), **facts}, answerer)


def item_in(app_name: str, item: Item) -> specs.Spec:
    """The spec of an item whose answer an app keeps in the visitor's browser."""
    bank = Bank.model_construct(assignment=app_name)
    spec = specs.item_spec(item, bank, kit_folder("notebooks"), "browser", practice=False)
    return {name: value for name, value in spec.items() if name not in _ONCE}


def desks(items: Iterable[Item]) -> dict[str, Desk]:
    """A desk for each item of an app, which holds what the page tells it and writes nothing down."""
    sheet = BrowserSheet()
    return {item.id: Desk(item, sheet) for item in items}


def at_desk(message: Mapping[str, Any], found: Mapping[str, Desk]) -> Reply:
    """The answer to a message by the desk of the item that it names."""
    desk = found.get(str(message.get("item")))
    return reply(message, desk) if desk else problem(both("widget.failed"))


def open_conversations() -> tuple[Conversation, ...]:
    """The conversations that no assignment grades: those whose codings every student has.

    What fits in ten minutes comes first: they stand by how much is said before the last stop.
    """
    practised = {row.conversation for row in consensus_in(kit_folder("datasets"))}
    found = [load_conversation(name) for name in conversation_ids() if name in practised]
    return tuple(sorted(found, key=_words_to_the_end))


def _words_to_the_end(conversation: Conversation) -> int:
    last = max((stop.line for stop in load_stops(conversation.id)), default=0)
    return sum(len(turn.da.split()) for turn in conversation.turns if turn.line <= last)
