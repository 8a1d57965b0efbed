"""A notebook as a page that needs no kernel: each item stands there with its answer.

`StaticItems` puts the static view in place of an item cell's output, made from the answer sheet
beside the notebook (an output saved in the notebook would be stale). `LisesExporter` is "LISES (HTML)"
in JupyterLab's export menu, with a template of our own. The configuration in `etc/` gives nbconvert
the preprocessor for its stock HTML too; `_load_jupyter_server_extension` does so in JupyterLab.
It keeps out of pages that are alive (Voila) and of nbgrader's.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters.html import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from traitlets import default

from lises_teach.answers import SHEET_NAME, SheetData, read_sheet
from lises_teach.errors import KitError, SheetMissing
from lises_teach.i18n import Lang, as_language, t
from lises_teach.items import Bank, bank_in, find_bank
from lises_teach.widget.static import item_html

NAME = f"{__name__}.StaticItems"
_TRANSCRIPT_CSS = Path(__file__).parent / "turns.css"
_ITEM = re.compile(r"""^\s*item\(\s*["']([\w-]+)["']\s*\)\s*;?\s*$""")
_VIEW = re.compile(r"^\s*(progress|hand_in)\(.*\)\s*;?\s*$|^\s*from lises_teach import")
_LANGUAGE = re.compile(r"""use_language\(\s*["'](da|en)["']""")
_NBGRADER_TEMPLATES = ("feedback", "formgrade")


class StaticItems(Preprocessor):  # type: ignore[misc]
    """Puts each item's static view where its widget would be, and leaves the kit's own code out."""

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Apply it to an export, not to a live page or to what nbgrader makes."""
        exporter = self.parent
        if isinstance(exporter, HTMLExporter) and not _is_export(exporter):
            return nb, resources
        done: tuple[Any, Any] = super().__call__(nb, resources)
        return done

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Show the answers of the sheet beside the notebook; without a place on disk change nothing."""
        metadata = resources.get("metadata") or {}
        if "path" not in metadata:
            return nb, resources
        folder = Path(metadata["path"] or ".")
        lang = notebook_language(nb)
        resources["lises_lang"] = lang
        resources["lises_transcript_css"] = _TRANSCRIPT_CSS.read_text(encoding="utf-8")
        sheet, trouble = _sheet(folder, lang)
        for cell in nb.cells:
            if cell.cell_type == "code":
                _show(cell, folder, sheet, lang)
        if trouble:
            nb.cells.insert(0, _notice_cell(trouble))
        return nb, resources


def notebook_language(nb: Any) -> Lang:
    """The language the notebook's set-up cell chooses; Danish where it chooses none."""
    for cell in nb.cells:
        found = _LANGUAGE.search(cell.source) if cell.cell_type == "code" else None
        if found:
            return as_language(found.group(1))
    return "da"


def item_of(cell: Any, folder: Path) -> str | None:
    """The id of the item a code cell shows: by its source, or by its grade id where the bank has it."""
    found = _ITEM.match(cell.source)
    if found:
        return found.group(1)
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    bank = _bank_here(folder)
    return grade_id if bank is not None and grade_id in bank else None


def _is_export(exporter: HTMLExporter) -> bool:
    stock = type(exporter).__module__.startswith("nbconvert.")
    return (stock and exporter.template_name not in _NBGRADER_TEMPLATES) or isinstance(
        exporter, LisesExporter
    )


def _show(cell: Any, folder: Path, sheet: SheetData | None, lang: Lang) -> None:
    name = item_of(cell, folder)
    if name is None and not _VIEW.match(cell.source):
        return
    cell.metadata.setdefault("transient", {})["remove_source"] = True
    cell.outputs = [] if name is None else [_html_output(_view(name, folder, sheet, lang))]


def _view(name: str, folder: Path, sheet: SheetData | None, lang: Lang) -> str:
    try:
        item = find_bank(name, folder)[name]
    except KitError as trouble:
        return _notice(trouble.sentence(lang))
    return item_html(item, sheet.answer(name) if sheet else {}, lang)


def _sheet(folder: Path, lang: Lang) -> tuple[SheetData | None, str | None]:
    """The sheet, and the sentence that says why it cannot be shown; an export sets nothing aside."""
    try:
        return read_sheet(folder / SHEET_NAME), None
    except SheetMissing:
        return None, None
    except KitError as trouble:
        return None, trouble.sentence(lang)


def _bank_here(folder: Path) -> Bank | None:
    try:
        return bank_in(folder)
    except KitError:
        return None


def _notice(sentence: str) -> str:
    return f'<p class="lises-notice"><strong>{escape(sentence)}</strong></p>'


def _html_output(html: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("display_data", data={"text/html": html})


def _notice_cell(sentence: str) -> Any:
    from nbformat.v4 import new_code_cell

    return new_code_cell(
        "", outputs=[_html_output(_notice(sentence))], metadata={"transient": {"remove_source": True}}
    )


class LisesExporter(HTMLExporter):  # type: ignore[misc]
    """A page of prose and answered exercises: accessible, without script, without network."""

    export_from_notebook = t("widget.export_name", "da")

    @default("template_name")  # type: ignore[untyped-decorator]
    def _template_name_default(self) -> str:
        return "lises"

    @default("extra_template_basedirs")  # type: ignore[untyped-decorator]
    def _extra_template_basedirs_default(self) -> list[str]:
        return [*super()._default_extra_template_basedirs(), str(Path(__file__).parent / "templates")]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.register_preprocessor(StaticItems, enabled=True)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Give JupyterLab's "Save and Export Notebook As, HTML" the static view."""
    listed = list(app.config.HTMLExporter.get("preprocessors", []))
    if NAME not in listed:
        app.config.HTMLExporter.preprocessors = [*listed, NAME]
