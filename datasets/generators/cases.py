"""Lays two coders' files side by side: what they read alike, what differently, and what nobody can tell.

    python datasets/generators/cases.py TEXTS A B > TABLE

TEXTS has `case_id`, `da`, `en`; A and B, the two coders' files, have `case_id`, `code`, `reason_da`,
`reason_en`, and B also `unsure` (`yes`, where the words let two readings stand). Several codes of one case
are joined by `+`. Where both files have `basic_condition` and `local`, as for `barrier_snippets`, the table
has them too. A case that somebody has not coded has only its text.

The rows of cases that an assignment grades belong in a course's `keys/`, without `da` and `en`; in
`datasets/` such a row keeps `case_id`, `da` and `en` alone.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

Row = dict[str, str]
TEXTS = ["case_id", "da", "en"]
CODES = [
    "code_a",
    "code_b",
    "consensus",
    "status",
    "reason_a_da",
    "reason_a_en",
    "reason_b_da",
    "reason_b_en",
]
BARRIERS = ["basic_condition", "local_a", "local_b", "local"]


def status_of(first: str, second: str, *, unsure: bool) -> str:
    """Agreed: the same codes. Contested: others, but one in common or both sure. Open: neither."""
    one, other = set(first.split("+")), set(second.split("+"))
    if one == other:
        return "agreed"
    return "open" if unsure and not one & other else "contested"


def together(first: str, second: str) -> str:
    """One reading where they are the same, else both."""
    return first if set(first.split("+")) == set(second.split("+")) else f"{first}|{second}"


def merged(one: Row, other: Row) -> Row:
    """What both coders saw in one case, and what comes of it."""
    first, second = one["code"], other["code"]
    status = status_of(first, second, unsure=other.get("unsure") == "yes")
    row = {
        "code_a": first,
        "code_b": second,
        "consensus": "" if status == "open" else together(first, second),
        "status": status,
    }
    for coder, said in (("a", one), ("b", other)):
        row |= {f"reason_{coder}_{lang}": said[f"reason_{lang}"] for lang in ("da", "en")}
    if "local" in one:
        conditions = {one["basic_condition"], other["basic_condition"]}
        row["basic_condition"] = conditions.pop() if len(conditions) == 1 else "-"
        row |= {"local_a": one["local"], "local_b": other["local"]}
        row["local"] = together(one["local"], other["local"])
    return row


def read(path: Path) -> dict[str, Row]:
    """The rows of a file, by case."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["case_id"]: row for row in csv.DictReader(file)}


def table(texts: Path, first: Path, second: Path) -> list[Row]:
    """The whole table, in the order of the texts."""
    one, other = read(first), read(second)
    return [
        row | (merged(one[case], other[case]) if case in one and case in other else {})
        for case, row in read(texts).items()
    ]


def main() -> None:
    """Writes the table."""
    found = table(*map(Path, sys.argv[1:4]))
    columns = TEXTS + CODES + (BARRIERS if any("local" in row for row in found) else [])
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    out = csv.DictWriter(sys.stdout, columns, restval="", lineterminator="\n", extrasaction="ignore")
    out.writeheader()
    out.writerows(found)


if __name__ == "__main__":
    main()
