"""The rows of the kit's CSV files, and what a model makes of them; a row that does not fit is named.

What stands in which table is known where it is read: conversations, dilemmas, codings. As tables to
compute with: `data`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from lises_teach.errors import BankError
from lises_teach.i18n import LANGS, Text, both
from lises_teach.schema import Unfit, in_words

Made = TypeVar("Made")
Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file of the kit, also as a spreadsheet saves it, with a mark at its start."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def build_rows(path: Path, build: Callable[[Row], Made | None]) -> tuple[Made, ...]:
    """What `build` makes of each row of a CSV file of the kit, without the rows it makes nothing of.

    Raises
    ------
    BankError
        The file or a row cannot be read; the finding names the row.
    """
    try:
        rows = read_rows(path)
    except OSError as problem:
        raise BankError(path, (problem.strerror or str(problem),)) from problem
    except UnicodeDecodeError as problem:
        said = f"byte {problem.start}: the file is not UTF-8 text"
        raise BankError(path, (said,), both("errors.bank_not_utf8", path=path)) from problem
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(build(row))
        except ValidationError as problem:
            raise _bad_row(path, number, _in_column(problem)) from problem
        except KeyError as problem:
            raise _bad_row(path, number, both("schema.no_column", column=problem.args[0])) from problem
        except (ValueError, AttributeError) as problem:  # a cell that is no number; a row that ends early
            raise _bad_row(path, number, _in_cells(problem)) from problem
    return tuple(row for row in found if row is not None)


def text_of(row: Row, name: str = "") -> Text:
    """The columns `<name>_da` and `<name>_en` as one text; without a name the columns `da` and `en`.

    >>> text_of({"da": "ja", "en": "yes"}).en
    'yes'
    """
    of = f"{name}_" if name else ""
    return Text(da=row[f"{of}da"], en=row[f"{of}en"])


def _in_column(problem: ValidationError) -> Text:
    error = problem.errors(include_url=False)[0]
    if not error["loc"]:
        return in_words(error)
    said = both("schema.empty") if error["loc"][-1] in LANGS else in_words(error)
    return both("schema.bad_field", field=".".join(map(str, error["loc"])), said=said)


def _in_cells(problem: Exception) -> Text:
    if isinstance(problem, Unfit):
        return problem.text
    if isinstance(problem, AttributeError):
        return both("schema.too_few_cells")
    value = re.search(r"'(.*)'", str(problem))
    return both("schema.bad_cell", value=value.group(1) if value else problem)


def _bad_row(path: Path, number: int, said: Text) -> BankError:
    reason = both("schema.at_row", row=number, said=said)
    return BankError(path, (reason.en,), reason=reason)
