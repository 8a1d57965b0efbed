"""How far the two coders of a table of cases agree, and how far word counts get: the figures of the cards.

Run as `python -m tests.datasets.cases_baseline` it prints the tables of the data cards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lises_teach.coding import CodedCase, coded_in, load_cases
from lises_teach.coding.agreement import bootstrap, krippendorff_alpha, percent_agreement
from tests.datasets.baseline import FOLDERS, Unit, guesses, share_alike

SINGLE = ("arguments", "fairness_cases", "resistance_cases")
BARRIERS = "barrier_snippets"
BARRIER_CODES = (
    "decision_authority", "predictability", "relational_continuity", "accessibility",
    "managerial_backing", "available_programmes", "prior_experience", "none",
)  # fmt: skip
CODES = {
    "arguments": ("effectiveness", "fairness", "responsiveness", "respect"),
    "fairness_cases": ("same", "tailored", "parked"),
    "resistance_cases": ("distrust", "activity", "cheating", "confidence", "undecidable"),
    BARRIERS: BARRIER_CODES,
}
EARLIER = {f"b{number:02}" for number in range(1, 25)}
"""The snippets written first, which stand in the first three exercises on them."""


class Figures(NamedTuple):
    """One code or table: how far the coders agree, and how far word counts get with coder A's codes."""

    name: str
    units: int
    alike: float
    alike_low: float
    alike_high: float
    alpha: float
    low: float
    high: float
    words_alike: float
    words_alpha: float


def coded(table: str) -> dict[str, CodedCase]:
    """Every case of `table` with its codes, also those that an assignment grades."""
    return {name: case for folder in FOLDERS for name, case in coded_in(folder, table).items()}


def words(table: str, case: str) -> tuple[str, ...]:
    """The Danish words of a case."""
    return tuple(re.findall(r"[a-zæøå]+", load_cases(table)[case].text.da.lower()))


def figures(name: str, units: Sequence[Unit]) -> Figures:
    """The figures of `units`; each is guessed from all the others."""
    ratings = [[unit.first, unit.second] for unit in units]
    guessed = [[unit.first, guess] for unit, guess in zip(units, guesses(units), strict=True)]
    alike, alpha = bootstrap(percent_agreement, ratings), bootstrap(krippendorff_alpha, ratings)
    return Figures(
        name, len(units), share_alike(map(tuple, ratings)), float(alike.low or 0), float(alike.high or 0),
        float(krippendorff_alpha(ratings)), float(alpha.low or 0), float(alpha.high or 0),
        share_alike(map(tuple, guessed)), float(krippendorff_alpha(guessed)),
    )  # fmt: skip


def of_table(table: str) -> Figures:
    """The figures of a table with one code a case."""
    cases = coded(table)
    return figures(
        table, [Unit(n, words(table, n), "+".join(c.codes_a), "+".join(c.codes_b)) for n, c in cases.items()]
    )


def of_barrier(code: str) -> Figures:
    """The figures of one barrier, yes or no."""
    answer = {True: "yes", False: "no"}
    cases = coded(BARRIERS)
    return figures(
        code,
        [
            Unit(n, words(BARRIERS, n), answer[code in c.codes_a], answer[code in c.codes_b])
            for n, c in cases.items()
        ],
    )


def barrier_named() -> tuple[float, float]:
    """How often coder B's codes, and the one code word counts find likeliest, share one with coder A's."""
    cases = coded(BARRIERS)
    units = [Unit(n, words(BARRIERS, n), code, code) for n, c in cases.items() for code in c.codes_a]
    likeliest = {unit.conversation: guess for unit, guess in zip(units, guesses(units), strict=True)}
    shared = [bool(set(case.codes_a) & set(case.codes_b)) for case in cases.values()]
    hits = [likeliest[name] in case.codes_a for name, case in cases.items()]
    return sum(shared) / len(shared), sum(hits) / len(hits)


def statuses(table: str) -> Counter[str]:
    """How many cases are agreed, contested and open."""
    return Counter(case.status for case in coded(table).values())


def figures_line(found: Figures) -> str:
    """A row of a card's table on agreement."""
    return (
        f"| `{found.name}` | {found.units} | {found.alike:.0%} ({found.alike_low:.0%}–{found.alike_high:.0%}) "
        f"| {found.alpha:.2f} ({found.low:.2f}–{found.high:.2f}) "
        f"| {found.words_alike:.0%} | {found.words_alpha:.2f} |"
    )


def statuses_line(name: str, found: Counter[str]) -> str:
    """A row of a card's table on what came of comparing."""
    return f"| `{name}` | {found['agreed']} | {found['contested']} | {found['open']} |"


def count_line(code: str, table: str) -> str:
    """A row of a card's table on how often each coder took a code: alone, and beside another."""
    cells = []
    for side in ("codes_a", "codes_b"):
        taken = [getattr(case, side) for case in coded(table).values()]
        alone = sum(codes == (code,) for codes in taken)
        cells.append(str(alone) if table in SINGLE else f"{alone} + {sum(code in c for c in taken) - alone}")
    return f"| `{code}` | {cells[0]} | {cells[1]} |"


def local_statuses() -> Counter[str]:
    """How many snippets have one and two readings of who could change what is at issue."""
    return Counter("contested" if len(c.local) > 1 else "agreed" for c in coded(BARRIERS).values())


def local_agreement() -> Figures:
    """The figures of who could change what is at issue."""
    cases = coded(BARRIERS)
    return figures("local", [Unit(n, words(BARRIERS, n), c.local_a, c.local_b) for n, c in cases.items()])


def barriers_agreement() -> Figures:
    """The figures of the whole set of barriers, which must be the same in all."""
    cases = coded(BARRIERS)
    return figures(
        "code",
        [
            Unit(n, words(BARRIERS, n), "+".join(sorted(c.codes_a)), "+".join(sorted(c.codes_b)))
            for n, c in cases.items()
        ],
    )


def lines(table: str) -> list[str]:
    """Every row of figures that the card of `table` prints."""
    counts = [count_line(code, table) for code in CODES[table]]
    if table in SINGLE:
        return [figures_line(of_table(table)), statuses_line(table, statuses(table)), *counts]
    return [
        *map(figures_line, (barriers_agreement(), *map(of_barrier, BARRIER_CODES), local_agreement())),
        statuses_line("code", statuses(table)),
        statuses_line("local", local_statuses()),
        *counts,
    ]


if __name__ == "__main__":
    for name in (*SINGLE, BARRIERS):
        print(name, *lines(name), sep="\n")
    print("{:.0%} {:.0%}".format(*barrier_named()))
