"""One language out of a bilingual notebook: a release keeps one, and so does the graded copy."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from lises_teach.i18n import LANGS, Lang

_USE_LANGUAGE = re.compile(r"""\buse_language\(\s*["'][a-z]{2}["']\s*\)""")


def keep_language(nb: NotebookNode, lang: Lang) -> None:
    """Drop the cells tagged with the other language only, and let the set-up cell choose `lang`."""
    nb.cells = [cell for cell in nb.cells if _speaks(cell, lang)]
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.source = _USE_LANGUAGE.sub(f'use_language("{lang}")', cell.source)


def _speaks(cell: NotebookNode, lang: Lang) -> bool:
    tagged = set(cell.metadata.get("tags", ())) & set(LANGS)
    return not tagged or lang in tagged
