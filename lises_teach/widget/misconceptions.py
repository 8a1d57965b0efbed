"""The misconceptions a wrong answer may come from, by their id."""

from __future__ import annotations

import csv
from functools import cache

from lises_teach.i18n import Text
from lises_teach.paths import kit_folder


def misconception(name: str | None) -> Text | None:
    """What somebody may have thought; None for no id or one that is not in the list.

    >>> misconception("MC10").en
    'That involvement is asking nicely.'
    """
    return _all().get(name) if name else None


@cache
def _all() -> dict[str, Text]:
    with (kit_folder("datasets") / "misconceptions.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: Text(da=row["da"], en=row["en"]) for row in csv.DictReader(file)}
