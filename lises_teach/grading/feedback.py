"""Plug-ins of `nbgrader generate_feedback`: what the page needs to say, and no file beside it.

The page itself is `templates/feedback/index.html.j2`.
"""

from __future__ import annotations

from datetime import datetime

from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from nbgrader import utils
from traitlets import Enum

from lises_teach.grading.base import KitPreprocessor, Place, Resources, Step
from lises_teach.grading.releasing import strays
from lises_teach.i18n import LANGS, Lang, as_language, number, t


class GetGrades(steps.GetGrades):  # type: ignore[misc]
    """nbgrader's own, and what our page says besides: what waits for the teacher, the words, the receipt."""

    language = Enum(LANGS, default_value="da", help="The language of the page").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        nb, resources = super().preprocess(nb, resources)
        lang = as_language(self.language)
        facts = nb.metadata.setdefault("lises_teach", {})
        for cell in nb.cells:  # the template may then ask every cell
            cell.metadata.setdefault("lises_teach", {})
            cell.metadata.setdefault("nbgrader", {})
        _pass_on_blanks(nb)
        resources["lises"] = {
            "lang": lang,
            "title": facts.get("title") or nb.metadata.get("title") or resources["nbgrader"]["assignment"],
            "sha256": facts.get("sha256"),
            "when": moment(facts.get("saved"), lang),
            "say": lambda key, **more: t(f"grading.{key}", lang, **more),
            "number": lambda value: number(float(value), lang),
        }
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: Resources) -> None:
        super()._get_score(cell, resources)
        names = (self.notebook_id, self.assignment_id, self.student_id)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, *names)
        waits = grade.manual_score is None and grade.auto_score is None
        cell.metadata["lises_teach"] = dict(cell.metadata.get("lises_teach", {})) | {"waits": waits}

    def _get_comment(self, cell: NotebookNode, resources: Resources) -> None:
        super()._get_comment(cell, resources)
        if utils.is_solution(cell) and cell.metadata.nbgrader.comment == "No response.":
            cell.metadata.nbgrader["comment"] = None  # the page says it in its own language
            cell.metadata["lises_teach"] = dict(cell.metadata.get("lises_teach", {})) | {"state": "blank"}


def _pass_on_blanks(nb: NotebookNode) -> None:
    """Let the tests of a solution that was left as handed out say so too."""
    state = None
    for cell in nb.cells:
        if utils.is_solution(cell):
            state = cell.metadata.lises_teach.get("state")
        elif utils.is_grade(cell) and "item" not in cell.metadata.lises_teach:
            cell.metadata.lises_teach["state"] = state


class OnlyFeedback(KitPreprocessor):
    """Takes the items and the answer sheet, which nbgrader copies along, out of the feedback folder."""

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        for path in strays(place.folder("feedback"), ".html", keep=("timestamp.txt",)):
            path.unlink()
        return nb, resources


def moment(iso: str | None, lang: Lang) -> str | None:
    """A point in time in words, by the clock that wrote it; None where there is none.

    >>> moment("2026-11-24T14:02:11+01:00", "da")
    '24. november 2026 kl. 14.02'
    """
    if not iso:
        return None
    when = datetime.fromisoformat(iso)
    facts = {"day": when.day, "year": when.year, "hour": f"{when:%H}", "minute": f"{when:%M}"}
    return t("grading.moment", lang, month=t("grading.months", lang).split()[when.month - 1], **facts)
