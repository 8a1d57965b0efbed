"""The misconceptions a wrong answer may come from, by their id."""

from __future__ import annotations

from functools import cache

from lises_teach.i18n import Text
from lises_teach.paths import kit_folder
from lises_teach.tables import read_rows, text_of


def misconception(name: str | None) -> Text | None:
    """What somebody may have thought; None for no id or one that is not in the list.

    >>> misconception("MC10").en
    'That involvement is asking nicely.'
    """
    return _all().get(name) if name else None


@cache
def _all() -> dict[str, Text]:
    return {row["id"]: text_of(row) for row in read_rows(kit_folder("datasets") / "misconceptions.csv")}
