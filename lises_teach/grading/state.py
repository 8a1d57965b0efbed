"""What a submission was last graded from: hashes only, in the course's `.lises-teach` folder.

With it a second run skips what has not changed, and a manual score stands as long as the text it
was given for does.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

HIDDEN = ".lises-teach"


class Graded(BaseModel):
    """The hashes of the sheet, source and key that the last grading used, and of each answer."""

    model_config = ConfigDict(frozen=True)

    format: int = 1
    sheet: str = ""
    source: str = ""
    key: str = ""
    timestamp: str = ""
    answers: dict[str, str] = {}

    def same_run(self, other: Graded) -> bool:
        """Whether grading again would give the same."""
        return self.model_copy(update={"answers": {}}) == other.model_copy(update={"answers": {}})


def load_state(root: Path, assignment: str, student: str) -> Graded:
    """The last grading of one submission; blank where there was none or it cannot be read."""
    try:
        return Graded.model_validate_json(_path(root, assignment, student).read_bytes())
    except (OSError, ValidationError):
        return Graded()


def save_state(root: Path, assignment: str, student: str, state: Graded) -> None:
    """Record a grading, in one step, so that a stopped run leaves the old record or the new."""
    path = _path(root, assignment, student)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_text(state.model_dump_json(), encoding="utf-8")
    os.replace(beside, path)


def forget_state(root: Path, assignment: str, student: str) -> None:
    """Drop the record, so that the next run grades again."""
    _path(root, assignment, student).unlink(missing_ok=True)


def _path(root: Path, assignment: str, student: str) -> Path:
    return root / HIDDEN / "graded" / assignment / f"{student}.json"
