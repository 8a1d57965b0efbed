"""Makes `datasets/panel.csv`: how a simulated panel of 15 weighed each option of each vignette.

    python datasets/generators/panel.py [FOLDER]

FOLDER holds `vignette_options.csv`, which the weights depend on, and receives `panel.csv`. The same
seed and options give the same bytes, and a new vignette leaves the rows of the others alone: each draw
has a seed of its own, and only `Random.random` is used, whose stream Python keeps. What is planted stands
in the constants below and, in words, in `datasets/cards/panel.md`. Change both together.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from math import exp
from pathlib import Path
from random import Random

SEED = 20180611
DIMENSIONS = ("effectiveness", "fairness", "responsiveness", "respect")
EACH_ROLE = 3
HABITS = {  # what a role tends to look at first
    "caseworker": ("responsiveness", "respect"),
    "manager": ("effectiveness",),
    "councillor": ("effectiveness", "fairness"),
    "citizen": ("responsiveness", "respect"),
    "employer": ("effectiveness", "responsiveness"),
}
PLAIN = 0.5  # what every dimension has to start with
MOVED = 0.8  # and what it has more where the option gains or loses on it
HABIT = 0.7
PERSON = 1.5  # at most, of one person's own leaning; as wide as the two above together
CHANCE = 0.6  # of one person on one option, up or down, in logarithms
SHARP = 1.6  # how far what pulls most takes from the rest
STEP = 5
COLUMNS = ("panellist_id", "role", "vignette_id", "option", *DIMENSIONS)


def panel() -> Iterator[tuple[str, str]]:
    """The panellists and their roles."""
    roles = [role for role in HABITS for _ in range(EACH_ROLE)]
    return ((f"p{number:02}", role) for number, role in enumerate(roles, 1))


def weights(panellist: str, role: str, option: dict[str, str]) -> list[int]:
    """The points one panellist gives each dimension of one option: multiples of 5 that sum to 100."""
    person = Random(f"{SEED} {panellist}")
    here = Random(f"{SEED} {panellist} {option['vignette_id']} {option['option']}")
    pulls = []
    for dimension in DIMENSIONS:
        pull = PLAIN + PERSON * person.random() ** 2
        pull += MOVED * (option[dimension] != "unchanged") + HABIT * (dimension in HABITS[role])
        pulls.append(pull * exp(CHANCE * (2 * here.random() - 1)))
    sharp = [pull**SHARP for pull in pulls]
    return in_steps([pull / sum(sharp) for pull in sharp])


def in_steps(shares: list[float]) -> list[int]:
    """Shares of 1 as multiples of 5 that sum to 100: what is left goes to the largest remainders."""
    steps = 100 // STEP
    whole = [int(share * steps) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda at: whole[at] - shares[at] * steps)
    for at in by_rest[: steps - sum(whole)]:
        whole[at] += 1
    return [STEP * count for count in whole]


def rows(options: list[dict[str, str]]) -> Iterator[list[str | int]]:
    """The rows of the data set, vignette by vignette."""
    for option in options:
        for panellist, role in panel():
            place = (panellist, role, option["vignette_id"], option["option"])
            yield [*place, *weights(panellist, role, option)]


def main(folder: Path) -> None:
    """Write `panel.csv` beside `vignette_options.csv`."""
    with (folder / "vignette_options.csv").open(encoding="utf-8-sig", newline="") as file:
        options = list(csv.DictReader(file))
    with (folder / "panel.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(options))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1])
