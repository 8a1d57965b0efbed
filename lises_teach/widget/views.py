"""The widgets behind `item`, `progress` and `hand_in`: thin, they carry `replies` to the page."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from lises_teach.answers import Entry
from lises_teach.errors import KitError
from lises_teach.i18n import Text, both
from lises_teach.items import Bank, Item, bank_in, find_bank, practice_bank, practice_keys
from lises_teach.paths import is_released
from lises_teach.widget import replies, specs
from lises_teach.widget.packing import pack, personal_in_name
from lises_teach.widget.stores import BrowserSheet, Sheet, open_store, store_name

_HERE = Path(__file__).parent
FRONT = (
    "tools.js",
    "heard.js",
    "kinds.js",
    "item.js",
    "feedback.js",
    "stores.js",
    "pages.js",
    "turns.js",
    "weighing.js",
)
"""The files of the front end, which the page gets as one module."""

PAGE_VIEW = "application/vnd.lises-teach.view+json"
"""What the page's template draws a view from; a notebook in JupyterLab has the widget alone."""

_sent: set[str] = set()  # the front ends this process's page has: a kernel has one page
_log = logging.getLogger(__name__)

Answerer = Callable[[dict[str, Any]], tuple[replies.Reply, list[bytes]]]


def _joined(*names: str) -> str:
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in names)


class KitWidget(anywidget.AnyWidget):
    """One view of the kit: its spec, the entries as last known, and a function that answers the page."""

    _esm = _joined(*FRONT)
    _css = _joined("item.css", "turns.css", "weighing.css")
    spec = traitlets.Dict().tag(sync=True)
    entries = traitlets.Dict().tag(sync=True)

    def __init__(self, spec: specs.Spec, answerer: Answerer | None = None, **traits: Any) -> None:
        super().__init__(spec=spec, **traits)
        self._answerer = answerer
        if answerer is not None:
            self.on_msg(self._on_message)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """As every widget, and on a page of its own what the page draws it from without a widget library."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None and "VOILA_KERNEL_ID" in os.environ:
            bundle[0][PAGE_VIEW] = {"model": self.model_id, **self._front(), "state": self._state()}
        return bundle

    def _state(self) -> dict[str, Any]:
        return {"spec": self.spec, "entries": self.entries}

    def _front(self) -> dict[str, str]:
        """The front end's name, and the front end itself for the first view of a page."""
        name = type(self).__name__
        if name in _sent:
            return {"module": name}
        _sent.add(name)
        return {"module": name, "esm": str(self._esm), "css": str(self._css)}

    def _on_message(self, _widget: object, message: Any, _buffers: object) -> None:
        """Answer one question; whatever goes wrong is said in the view, where the person looks."""
        request = message.get("request") if isinstance(message, dict) else None
        try:
            content, buffers = self._answerer(message)  # type: ignore[misc]
        except replies.BEGUN_ANEW as trouble:
            content, buffers = {**replies.problem(trouble.text), "begun": True}, []
        except KitError as trouble:
            content, buffers = replies.problem(trouble.text), []
        except Exception:
            _log.exception("a view could not answer its page")
            content, buffers = replies.problem(both("widget.failed")), []
        self.send({**content, "request": request}, buffers)


def item_view(item_id: str) -> KitWidget:
    """The widget of one item, or of the sentence that says why there is none."""
    folder = Path.cwd()
    try:
        bank = find_bank(item_id, folder)
        keys = practice_keys(bank)
        key = keys[item_id] if keys is not None and item_id in keys else None
    except KitError as trouble:
        return _notice(trouble.text)
    desk = replies.Desk(item=bank[item_id], sheet=open_store(folder, bank.assignment), key=key)
    spec = specs.item_spec(desk.item, bank, folder, store_name(), practice=key is not None)
    return show_item(desk, spec)


def show_item(desk: replies.Desk, spec: specs.Spec) -> KitWidget:
    """The widget of the item on `desk`, shown as `spec` says."""
    entries, notices = _first_entries(desk)

    def answerer(message: dict[str, Any]) -> tuple[replies.Reply, list[bytes]]:
        content = replies.reply(message, desk)
        if notices and message.get("kind") == "hello":
            content = {**content, "notice": notices.pop().model_dump(), "begun": True}
        return content, []

    return KitWidget(spec, answerer, entries=replies.entries_json(entries))


def _first_entries(desk: replies.Desk) -> tuple[dict[str, Entry], list[Text]]:
    """What is saved now; a sheet that had to be begun anew is told of when the page says hello."""
    try:
        return desk.sheet.entries(desk.item.id), []
    except replies.BEGUN_ANEW as trouble:
        return {}, [trouble.text]
    except KitError:
        return {}, []  # the page's hello meets the same trouble, and says it


def progress_view(lesson: str | None = None) -> KitWidget:
    """The widget that lists what is answered."""
    folder = Path.cwd()
    try:
        bank = practice_bank(lesson) if lesson else bank_in(folder)
    except KitError as trouble:
        return _notice(trouble.text)
    if bank is None:
        return _notice(both("widget.progress_which"))
    sheet = open_store(folder, bank.assignment)

    def answerer(message: dict[str, Any]) -> tuple[replies.Reply, list[bytes]]:
        _restore(sheet, bank, message.get("entries"))
        return {"counts": counts(bank, sheet)}, []

    return KitWidget(specs.progress_spec(bank, folder, store_name()), answerer)


def _restore(sheet: Sheet, bank: Bank, told: object) -> None:
    if not isinstance(told, dict) or not isinstance(sheet, BrowserSheet):
        return
    for item in bank.items:
        replies.reply({"kind": "hello", "entries": told.get(item.id)}, replies.Desk(item, sheet))


def counts(bank: Bank, sheet: Sheet) -> dict[str, dict[str, int]]:
    """For each item how many of how many questions are answered."""
    return {item.id: _count(item, sheet.answer(item.id)) for item in bank.items}


def _count(item: Item, answer: dict[str, Any]) -> dict[str, int]:
    count, total = specs.answered(item, answer)
    begun = {"begun": 1} if not count and specs.begun(item, answer) else {}
    return {"count": count, "total": total, **begun}


def hand_in_view() -> KitWidget:
    """The widget that packs the submission."""
    folder = Path.cwd()
    try:
        bank = bank_in(folder)
    except KitError as trouble:
        return _notice(trouble.text)
    refusal = _refusal(folder, bank)
    spec = specs.hand_in_spec(folder, store_name(), os.environ.get("JUPYTERHUB_USER", ""), refusal)
    if refusal or bank is None:
        return KitWidget(spec)

    def answerer(message: dict[str, Any]) -> tuple[replies.Reply, list[bytes]]:
        missing = _missing(bank, open_store(folder, bank.assignment))
        if message.get("kind") != "pack":
            return {"missing": missing}, []
        student = str(message.get("student", ""))
        found = personal_in_name(student, [spec["student"], *message.get("confirmed", ())])
        if found:
            return {"personal": replies.findings_json(found), "missing": missing}, []
        return _pack(folder, bank, student, missing)

    return KitWidget(spec, answerer)


def _refusal(folder: Path, bank: Bank | None) -> str | None:
    """The phrase that says why nothing can be handed in here."""
    if store_name() == "browser":
        return "hand_in_browser"
    if bank is None:
        return "hand_in_no_bank"
    return "hand_in_release" if is_released(folder) else None


def _pack(
    folder: Path, bank: Bank, student: str, missing: list[dict[str, Any]]
) -> tuple[replies.Reply, list[bytes]]:
    try:
        package = pack(folder, bank, student, datetime.now().astimezone())
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        return replies.problem(both("widget.hand_in_not_written", reason=reason)), []
    said = package.model_dump(mode="json", exclude={"content"})
    return {**said, "folder": folder.name, "missing": missing}, [package.content]


def _missing(bank: Bank, sheet: Sheet) -> list[dict[str, Any]]:
    found = counts(bank, sheet)
    missing = (i for i in bank.items if found[i.id]["count"] < found[i.id]["total"])
    return [{"id": item.id, "title": item.title.model_dump()} for item in missing]


def _notice(text: Text) -> KitWidget:
    return KitWidget(specs.notice_spec(both("widget.notice"), text))
