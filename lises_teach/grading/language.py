"""One language out of a bilingual notebook: a release keeps one, and so does the graded copy."""

from __future__ import annotations

import re

from nbformat import NotebookNode
from pydantic import ValidationError

from lises_teach.i18n import LANGS, Lang, Text

_USE_LANGUAGE = re.compile(r"""\buse_language\(\s*["'][a-z]{2}["']\s*\)""")


def keep_language(nb: NotebookNode, lang: Lang) -> None:
    """Drop the cells tagged with the other language only, and let the set-up cell choose `lang`."""
    nb.cells = [cell for cell in nb.cells if _speaks(cell, lang)]
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.source = _USE_LANGUAGE.sub(f'use_language("{lang}")', cell.source)


def title_of(nb: NotebookNode) -> Text | None:
    """What the notebook calls itself in its own metadata, where it does so in both languages."""
    try:
        return Text.model_validate(nb.metadata["lises_teach"]["title"])
    except (KeyError, TypeError, ValidationError):
        return None


def _speaks(cell: NotebookNode, lang: Lang) -> bool:
    tagged = set(cell.metadata.get("tags", ())) & set(LANGS)
    return not tagged or lang in tagged
