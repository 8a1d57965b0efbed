"""Plug-ins of `nbgrader generate_assignment`: one language, item cells as they are, and no other file.

What is released of an assignment of items is its notebooks and `items.yaml`, whatever else lies in
the source folder (the teacher's own trial answers, notes, keys).
"""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbgrader import preprocessors as steps

from lises_teach.grading.base import KitPreprocessor, Place, Resources, Step, place_of
from lises_teach.grading.language import keep_language, title_of
from lises_teach.paths import ITEMS_NAME


class KeepLanguage(KitPreprocessor):
    """Keeps the cells of the course's language, and titles the notebook in it; so also for code."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        if place_of(self, resources).has_items:
            return super().preprocess(nb, resources)
        keep_language(nb, self.lang)
        title = title_of(nb)
        if title is not None:
            nb.metadata["title"] = title.get(self.lang)
            del nb.metadata["lises_teach"]
        return nb, resources

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        assignment = self.load(place)
        keep_language(nb, assignment.lang)
        nb.metadata["title"] = assignment.bank.title.get(assignment.lang)
        return nb, resources


class ClearSolutions(steps.ClearSolutions):  # type: ignore[misc]
    """nbgrader's own, but for the cells of an item: they hold no solution and stay what they are."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        if place_of(self, resources).has_items:
            return nb, resources
        cleared: Step = super().preprocess(nb, resources)
        return cleared


class LockItems(KitPreprocessor):
    """Makes the cell of a text item unchangeable too: the answer is in the sheet, not in the cell."""

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        for cell in nb.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata["editable"] = False
                cell.metadata["deletable"] = False
        return nb, resources


class OnlyReleased(KitPreprocessor):
    """Takes everything but notebooks and items out of the released folder."""

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        for path in strays(place.folder("release"), ".ipynb", keep=(ITEMS_NAME,)):
            self.log.warning("Not released: %s", path.name)
            path.unlink()
        return nb, resources


def strays(folder: Path, *suffixes: str, keep: tuple[str, ...]) -> list[Path]:
    """The files in `folder`, at any depth, with another suffix than `suffixes` and not named in `keep`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if path.suffix not in suffixes and path.name not in keep]
