"""Answers to the small test assignment, and submission folders made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ASSIGNMENT = "m1-lille"
ESSAY = "Jeg vælger ”tilgængelighed”.\n\nLederen kan åbne telefonen på mandag <b>uden</b> nyt budget."

EXCELLENT: dict[str, dict[str, Any]] = {
    "lille-valg": {"choice": "opskrift"},
    "lille-flere": {"a": True, "b": True, "c": False, "d": False},
    "lille-sorter": {"s1": "problem", "s2": "indsats", "s3": "indsats", "s4": "ingen"},
    "lille-barrierer": {"b1": ["adgang", "kontinuitet"], "b2": ["none"]},
    "lille-orden": {"foerst": 1, "midt": 2, "sidst": 3},
    "lille-tal": {"value": "102 timer"},
    "lille-tekst": {"text": ESSAY},
}
MISCONCEPTIONS: dict[str, dict[str, Any]] = {
    "lille-valg": {"choice": "retning"},
    "lille-flere": {"a": True, "b": True, "c": True, "d": True},
    "lille-sorter": {"s1": "indsats", "s2": "problem", "s3": "ingen", "s4": "ingen"},
    "lille-barrierer": {"b1": ["adgang"], "b2": ["kontinuitet"]},
    "lille-orden": {"foerst": 3, "midt": 2, "sidst": 1},
    "lille-tal": {"value": "51"},
    "lille-tekst": {"text": "Kort."},
}
HALF: dict[str, dict[str, Any]] = {
    "lille-valg": {"choice": "opskrift"},
    "lille-sorter": {"s1": "problem"},
}
EMPTY: dict[str, dict[str, Any]] = {}
HOSTILE: dict[str, Any] = {
    "lille-valg": {"choice": ["opskrift"]},
    "lille-flere": {"a": "<script>alert(1)</script>", "zz": 4},
    "lille-sorter": {"s1": {"a": 1}, "s2": None, "s3": "<img src=x onerror=alert(1)>", "unknown": 7},
    "lille-barrierer": [1, 2],
    "lille-orden": {"foerst": 10**30, "midt": -1, "sidst": True},
    "lille-tal": {"value": "9" * 1_000_000},
    "lille-tekst": {"text": "<script>document.title='x'</script> \ud800 \x00 " + "a" * 1_000_000},
    "no-such-item": {"x": "y"},
}

# what the automatic part of each is worth: every item but the essay
AUTOMATIC = {"excellent": 22.0, "misconceptions": 1.0, "half": 6.0, "empty": 0.0, "hostile": 0.0}


SAVED = "2026-11-24T14:02:11+01:00"


def sheet(answers: dict[str, Any], *, saved: str = SAVED, assignment: str = ASSIGNMENT) -> str:
    """An answer sheet with `answers`, as text."""
    entries = {
        item: {unit: {"value": value, "revision": 1, "saved": saved} for unit, value in units.items()}
        if isinstance(units, dict)
        else units
        for item, units in answers.items()
    }
    return json.dumps({"about": "Svar", "format": 1, "assignment": assignment, "answers": entries})


def submit(
    course: Path, student: str, content: str | bytes | None, *, notebook: str | None = "released"
) -> Path:
    """Put a submission of `student` into `course`, with `content` as its answer sheet."""
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    if content is not None:
        raw = content.encode() if isinstance(content, str) else content
        (folder / "answers.json").write_bytes(raw)
    if notebook == "released":
        released = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        (folder / released.name).write_bytes(released.read_bytes())
    elif notebook is not None:
        (folder / f"{ASSIGNMENT}.ipynb").write_text(notebook, encoding="utf-8")
    return folder


def hand_in(course: Path) -> None:
    """Let five students hand in, one for each kind of answers."""
    everybody = {"excellent": EXCELLENT, "misconceptions": MISCONCEPTIONS, "half": HALF, "empty": EMPTY}
    everybody["hostile"] = HOSTILE
    for student, answers in everybody.items():
        submit(course, student, sheet(answers))
