"""Who a student's name in the course belongs to, remembered from one collection to the next.

Students type a name of their own into the hand-in, and two may type the same. Whoever the learning
platform says used it first keeps it; points given by hand are kept under that name.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

from lises_teach.grading.state import HIDDEN

NAME = "owners.json"


class Person(NamedTuple):
    """The platform's name and number for somebody; it need not have a number."""

    name: str
    number: str = ""

    def is_same(self, other: Person, *, numbers_count: bool) -> bool:
        """Whether both are one person: the same words in any order, and the same number where it counts.

        Moodle gives a person another number in each assignment.

        >>> Person("Ann-Berg", "12").is_same(Person("Berg-Ann"), numbers_count=True)
        True
        """
        if sorted(self.name.casefold().split("-")) != sorted(other.name.casefold().split("-")):
            return False
        return not numbers_count or not (self.number and other.number) or self.number == other.number

    def __str__(self) -> str:
        return "-".join(filter(None, self))


class Owners:
    """The owners of the names in the course `root`, seen from `assignment`."""

    def __init__(self, root: Path, assignment: str) -> None:
        self._path, self._assignment = root / HIDDEN / NAME, assignment
        self._known = _read(self._path)

    def belongs(self, name: str, person: Person) -> bool:
        """Whether `name` is `person`'s; a name that nobody has yet becomes theirs."""
        uses = self._known.setdefault(name, {})
        if self._assignment in uses:
            return uses[self._assignment].is_same(person, numbers_count=True)
        if uses and not any(owner.is_same(person, numbers_count=False) for owner in uses.values()):
            return False
        uses[self._assignment] = person
        self._write()
        return True

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(json.dumps({"format": 1, "owners": self._known}, indent=1), encoding="utf-8")
        os.replace(beside, self._path)


def _read(path: Path) -> dict[str, dict[str, Person]]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["owners"]
        return {name: {used: Person(*who) for used, who in uses.items()} for name, uses in stored.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
