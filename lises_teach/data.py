"""The kit's data sets as tables to compute with; pandas is loaded on first use.

For the code of a data strand. Conversations and codings as the kit itself reads them: `conversations`
and `coding`.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from lises_teach.errors import KitError
from lises_teach.i18n import both
from lises_teach.paths import kit_folder

if TYPE_CHECKING:
    from pandas import DataFrame


class UnknownDataSet(KitError):
    """A name that is none of the kit's data sets; `near` is the name most like it."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        self.name = name
        self.near = get_close_matches(str(name), names, n=1, cutoff=0)[0]
        super().__init__(both("errors.unknown_data", name=name, near=self.near, names=", ".join(names)))


def load(name: str) -> DataFrame:
    """The kit's data set `name`, such as `codings`, a row for each row of its file.

    Raises
    ------
    UnknownDataSet
        There is none of that name.
    """
    names = tuple(sorted(path.stem for path in kit_folder("datasets").glob("*.csv")))
    if name not in names:
        raise UnknownDataSet(name, names)
    import pandas as pd

    return pd.read_csv(kit_folder("datasets") / f"{name}.csv")


__all__ = ["UnknownDataSet", "load"]
