"""Grading with nbgrader, through its configuration only: `config.configure` says what is plugged in.

The public names come on first use: importing this package loads no nbgrader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lises_teach.grading.commands import release, write_feedback
    from lises_teach.grading.export import export_csv
    from lises_teach.grading.report import GradeReport, GradeRow
    from lises_teach.grading.run import grade

__all__ = ["GradeReport", "GradeRow", "export_csv", "grade", "release", "write_feedback"]

_HOME = {
    "GradeReport": "report",
    "GradeRow": "report",
    "export_csv": "export",
    "grade": "run",
    "release": "commands",
    "write_feedback": "commands",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
