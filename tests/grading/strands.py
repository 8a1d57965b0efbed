"""A small assignment of code, and submissions of it."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

STRAND = "m1-data"
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_TITLE = {"da": "Regn selv", "en": "Compute"}


def _facts(name: str, *, grade: bool, solution: bool) -> dict[str, object]:
    facts = {"grade": grade, "solution": solution, "locked": not solution, "grade_id": name}
    facts |= {"schema_version": 3, "task": False} | ({"points": 3} if grade else {})
    return {"nbgrader": facts}


def solution(name: str, source: str) -> NotebookNode:
    source = f"{source}\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    return new_code_cell(source.strip(), metadata=_facts(name, grade=False, solution=True))


def check(name: str, source: str) -> NotebookNode:
    return new_code_cell(source, metadata=_facts(name, grade=True, solution=False))


def text(name: str) -> NotebookNode:
    return new_markdown_cell("Et muligt svar", metadata=_facts(name, grade=True, solution=True))


def data_strand(course: Path) -> None:
    """Put the assignment into `course`: two solutions with a test each, and a text."""
    cells = [
        new_markdown_cell("Regn x ud.", metadata={"tags": ["da"]}),
        new_markdown_cell("Compute x.", metadata={"tags": ["en"]}),
        solution("svar", "one = 1"),
        check("test", "assert x == 2, 'x skal være 2.\\nx must be 2.'"),
        solution("svar-igen", "two = 2"),
        check("fundet", "assert found == [], found"),
        text("tekst"),
    ]
    folder = course / "source" / STRAND
    folder.mkdir()
    metadata = {"kernelspec": _KERNEL, "lises_teach": {"assignment": STRAND, "title": _TITLE}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / f"{STRAND}.ipynb")


def released(course: Path) -> NotebookNode:
    return nbformat.read(course / "release" / STRAND / f"{STRAND}.ipynb", as_version=4)


def fill(nb: NotebookNode, **sources: str) -> NotebookNode:
    """`nb` with each named cell (`_` for `-`) holding that source."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace("-", "_")
        cell.source = sources.get(name, cell.source)
    return nb


def hand_in(course: Path, student: str, nb: NotebookNode, name: str = f"{STRAND}.ipynb") -> Path:
    place = course / "submitted" / student / STRAND
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, place / name)
    return place
