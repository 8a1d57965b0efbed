"""Plug-ins of `nbgrader autograde`: the answer sheet is graded, nothing is executed.

The notebook the student sent does not count, so it is not even read: `SheetExporter` takes the
source's, `GradeAnswers` writes score and feedback as its cells' outputs. Writing to the gradebook is
`savegrades`.
"""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from lises_teach.answers import SheetData
from lises_teach.errors import KitError
from lises_teach.grading.assignment import Assignment, is_graded
from lises_teach.grading.base import KitPreprocessor, Place, Resources, Step, one_line, place_of
from lises_teach.grading.savegrades import forget_ungraded
from lises_teach.grading.sheets import latest_answer
from lises_teach.grading.stage import read_submission
from lises_teach.grading.view import answer_html
from lises_teach.i18n import t
from lises_teach.items import Result, score
from lises_teach.paths import ITEMS_NAME


def right_names(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """Replace the submitted notebooks' names by the source's: nbgrader's hook before converting.

    It runs in the course's folder and may change the list; a renamed notebook is then graded.
    """
    source = Path("source") / assignment
    if notebooks and (source / ITEMS_NAME).is_file():
        folder = Path(notebooks[0]).parent
        notebooks[:] = [str(folder / path.name) for path in sorted(source.glob("*.ipynb"))]


class SheetExporter(NotebookExporter):  # type: ignore[misc]
    """nbgrader's notebook exporter, which for items does not read what the student sent.

    nbgrader converts twice. The first pass gives the source's notebook, or refuses a submission whose
    answer sheet cannot be read; the second runs the configured preprocessors on it, and leaves out
    the copying and validating after each that a notebook from a stranger needs.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        place = place_of(self, resources)
        if not place.has_items:
            stock: tuple[str, Any] = super().from_filename(filename, resources, **kw)
            return stock
        resources = self._init_resources(resources)
        resources["metadata"] = {"name": place.notebook, "path": str(Path(filename).parent)}
        assignment = self._checked(place)
        if Path(filename).parent != place.folder("autograded"):
            return assignment.texts[place.notebook], resources
        nb = copy.deepcopy(assignment.notebooks[place.notebook])
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        return f"{nbformat.writes(nb)}\n", resources

    def _checked(self, place: Place) -> Assignment:
        try:
            assignment = KitPreprocessor(parent=self).load(place)
            submitted_sheet(place)
        except KitError:
            one_line(self.log)
            forget_ungraded(place)
            raise
        return assignment


class GradeAnswers(KitPreprocessor):
    """Scores the answer to each item, and writes feedback and score as the cell's outputs."""

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        assignment = self.load(place)
        sheet = submitted_sheet(place)
        for cell in nb.cells:
            if is_graded(cell):
                _grade(cell, assignment, sheet)
        nb.metadata["lises_teach"] = _receipt(assignment, sheet)
        return nb, resources


def submitted_sheet(place: Place) -> SheetData:
    """The answer sheet of the submission at hand; raises `CouldNotGrade` where there is none."""
    return read_submission(place.folder("submitted"), place.assignment, place.student).sheet


def _grade(cell: NotebookNode, assignment: Assignment, sheet: SheetData) -> None:
    item_id = cell.metadata.nbgrader.grade_id
    item, answer = assignment.bank[item_id], sheet.answer(item_id)
    result = score(item, assignment.keys[item_id], answer)
    page = answer_html(item, result, assignment.lang)
    title, state = item.title.get(assignment.lang), answer_state(result)
    spoken = f"{title}: {t(f'grading.item_{state}', assignment.lang)}"
    cell.outputs = [_output("display_data", {"text/html": page, "text/plain": spoken})]
    facts = {"item": item_id, "title": title, "state": state, "hash": _hash(answer, sheet)}
    cell.metadata["lises_teach"] = facts
    if item.by_hand:
        _mark(cell, result, assignment)
    else:
        points = min(max(result.points, 0.0), float(cell.metadata.nbgrader.points))
        cell.outputs.append(_output("execute_result", {"text/plain": repr(float(points))}, execution_count=1))


def _output(kind: str, data: dict[str, str], **more: Any) -> NotebookNode:
    # not nbformat's new_output, which validates each against the schema: the exporter does that once
    return nbformat.from_dict({"output_type": kind, "data": data, "metadata": {}, **more})


def _mark(cell: NotebookNode, result: Result, assignment: Assignment) -> None:
    # nbgrader asks for a manual grade where the source differs, and gives 0 where it does not
    if result.answered:
        marker = t("grading.marker", assignment.lang, hash=cell.metadata["lises_teach"]["hash"][:12])
        cell.source = f"{cell.source}\n{marker}"


def answer_state(result: Result) -> str:
    """Whether the item was answered: `blank`, `partly` or `answered`."""
    if not result.answered:
        return "blank"
    return "answered" if result.complete else "partly"


def _hash(answer: dict[str, Any], sheet: SheetData) -> str:
    try:
        content = json.dumps(answer, sort_keys=True)
    except RecursionError:  # nested as deep as the reader allows: any change of the sheet counts
        content = sheet.fingerprint
    return hashlib.sha256(content.encode()).hexdigest()


def _receipt(assignment: Assignment, sheet: SheetData) -> dict[str, Any]:
    saved = latest_answer(sheet)
    return {
        "assignment": assignment.name,
        "title": assignment.bank.title.get(assignment.lang),
        "language": assignment.lang,
        "saved": saved.isoformat() if saved else None,
        "sha256": sheet.fingerprint,
        "source": assignment.source_hash,
        "key": assignment.key_hash,
    }


__all__ = ["GradeAnswers", "SheetExporter", "right_names", "submitted_sheet"]
