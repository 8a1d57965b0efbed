"""The sample submissions of m2-legitimitet: how the folder of each is made of what it answers.

All are constructed. `python -m tests.course.sheets_m2` writes the folders again, with the notebook as it
is released; a test holds what is committed against this.
"""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.course.answers_m2 import EXCELLENT, HALF, MISCONCEPTIONS
from tests.course.samples import released_course

ASSIGNMENT = "m2-legitimitet"
SAMPLES = Path(__file__).parents[2] / "course" / "samples" / ASSIGNMENT


HOSTILE: dict[str, Any] = {
    "m2-styring": "remains",
    "m2-argumenter-1": {
        "a01": "respect", "a02": ["effectiveness"], "a03": {"fairness": True}, "a04": "RESPONSIVENESS",
        "a05": "effectiveness", "a06": float("nan"), "a99": "fairness", "__proto__": "respect",
    },
    "m2-argumenter-2": [1, 2, 3],
    "m2-argumenter-3": "fairness",
    "m2-praktikken": {"s01": "trust", "s04": "<script>passivity</script>"},
    "m2-vej-planen": {
        "o1": {"effectiveness": 1000, "respect": -900}, "o2": {"kindness": 100}, "o3": [25, 25, 25, 25],
        "lost": "</textarea><script>document.title='x'</script>",
    },
    "m2-vej-vodbinderiet": {"o1": {"fairness": 60.5}, "o2": {"fairness": True}, "lost": 7},
    "m2-vej-maaltallet": {"o1": {"__proto__": 100}, "lost": "<img src=x onerror=alert(1)> \ud800"},
    "m2-forsoergelse": {"value": "468000; DROP TABLE grade"},
    "m2-sparet-tjent": {"value": "=17200*2"},
    "m2-tjent-hjem": {"value": float("inf")},
    "m2-vender": {"value": "33,2"},
    "m2-hvad-tallene-siger": {"o2": "true", "o4": True, "o5": 1, "o9": True},
    "m2-forbehold": {"text": ["80"]},
    "m2-lighed": {"o1": False, "o2": True, "o3": True, "o4": None},
    "m2-ens-tilpasset-1": {"f01": "same", "f03": "parked<script>alert(1)</script>", "f06": "same"},
    "m2-ens-tilpasset-2": {"f10": "parked", "f11": 10**30, "f13": -1},
    "m2-modstand-1": {"r01": "activity", "r02": "mistillid", "r09": "undecidable"},
    "m2-myndighed-service": {"path": ["c1", "c9", "<b>c1</b>"]},
    "m2-kultur": {"o2": True, "o3": "<b>true</b>"},
    "m2-tiltag": {"s01": "leadership", "s02": ["none"], "s04": "CORE"},
    "m2-essay": {"text": "§ 4.2. <script>alert(1)</script> " + "Nul point er ikke nok. " * 3},
    "m2-hemmelig": {"point": 1000},
}  # fmt: skip


HONEST = {
    "fremragende": ("2026-11-18T18:58:20+01:00", EXCELLENT),
    "misforstaaelser": ("2026-11-19T20:10:05+01:00", MISCONCEPTIONS),
    "halvvejs": ("2026-11-20T10:12:00+01:00", HALF),
    "tom": ("2026-11-20T11:00:00+01:00", {}),
}


def sheets() -> dict[str, str]:
    """The answer sheet of every sample, as its file has it."""
    honest = {student: _honest(begun, answers) for student, (begun, answers) in HONEST.items()}
    return {**honest, "fjendtligt-ark": _hostile()}


def _honest(begun: str, answers: dict[str, dict[str, Any]]) -> str:
    now = datetime.fromisoformat(begun)
    entries: dict[str, dict[str, Any]] = {}
    for item, units in answers.items():
        now += timedelta(minutes=2)
        entries[item] = {}
        for unit, value in units.items():
            # a text takes its time, about eight words a minute; a code half a minute
            now += timedelta(seconds=27 + 7 * len(value.split()) if isinstance(value, str) else 41)
            entries[item][unit] = {"value": value, "revision": 1, "saved": now.isoformat()}
    about = f"Svar i {ASSIGNMENT}, gemt af lises_teach. Answers in {ASSIGNMENT}, saved by lises_teach."
    sheet = {"about": about, "format": 1, "assignment": ASSIGNMENT, "answers": entries}
    return json.dumps(sheet, ensure_ascii=False, indent=1) + "\n"


def _hostile() -> str:
    entries = {
        item: {u: {"value": v, "revision": 1, "saved": "2026-11-20T23:59:59+01:00"} for u, v in units.items()}
        if isinstance(units, dict)
        else units
        for item, units in HOSTILE.items()
    }
    sheet = {"about": "<b>Svar</b>", "format": 1, "assignment": ASSIGNMENT, "answers": entries}
    return json.dumps(sheet) + "\n"


def main() -> None:
    """Write every sample's folder: its sheet, and the notebook as the Danish course releases it."""
    with tempfile.TemporaryDirectory() as place:
        course = released_course(Path(place), ASSIGNMENT)
        notebook = (course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    for student, sheet in sheets().items():
        folder = SAMPLES / student
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "answers.json").write_text(sheet, encoding="utf-8")
        (folder / f"{ASSIGNMENT}.ipynb").write_bytes(notebook)


if __name__ == "__main__":
    main()
