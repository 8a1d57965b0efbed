"""Makes `datasets/municipal_survey.csv`: 900 invented answers from 30 invented municipalities.

    python datasets/generators/municipal_survey.py [FILE]

The same seed gives the same bytes: `RandomState` promises its stream for good, which numpy's newer
generators do not (NEP 19). What is planted stands in the constants below and, in words and with the
figures it comes to, in `datasets/cards/municipal_survey.md`. Change both together.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SEED = 20180611
RESPONDENTS = 900
SIZES = {"small": 11, "medium": 11, "large": 8}  # municipalities of each size
WEIGHTS = {"small": 0.8, "medium": 1.0, "large": 1.3}  # how many respondents each has, before chance
ROLES = {"caseworker": 0.62, "company_consultant": 0.22, "team_leader": 0.16}
MISSING = (0.042, 0.058)  # the share of each question's answers that are missing, between these

# In standard deviations of one person's answers, as everything below unless it says otherwise.
MUNICIPALITY = (
    0.15  # what a municipality has in common beyond its size: less than chance makes of 30 answers (0.18)
)
COORDINATION = {"small": 0.40, "medium": 0.0, "large": -0.40}
PROGRAMMES = {"small": 8.0, "medium": 9.5, "large": 11.0}  # a number of programmes
PROGRAMMES_SPREAD = 3.6
CASELOAD = {"caseworker": (48.0, 11.0), "company_consultant": (34.0, 9.0), "team_leader": (8.0, 5.0)}

LOADING = 0.72  # of each item on its scale: four such items give an alpha of about 0.8
OPENNESS = {"mastery": 0.40, "performance": -0.25, "trust": 0.25}
MASTERY_FROM_TRUST = 0.40  # trust raises both mastery and openness: the other cause to name
REVERSED = 3  # the item of mastery that is worded the other way round

STYLE = 0.45  # how much a person tends to answer high or low on all barriers
HARDNESS = (0.10, -0.05, 0.05, -0.15, 0.0, 0.05, -0.10)  # how high each barrier lies for everybody
BY_ROLE = {
    "caseworker": (0.45, 0.05, 0.15, 0.0, 0.20, 0.0, 0.0),
    "company_consultant": (-0.20, 0.10, -0.10, -0.20, 0.0, 0.30, 0.15),
    "team_leader": (-0.35, 0.10, 0.0, 0.10, -0.60, 0.10, 0.10),
}
BY_SIZE = {
    "small": (-0.10, 0.0, -0.20, -0.05, 0.0, 0.35, 0.0),
    "medium": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    "large": (0.20, 0.05, 0.30, 0.10, 0.0, -0.20, 0.0),
}

FIVE = (-1.4, -0.5, 0.4, 1.3)  # where an answer 1–5 goes up by one
BARRIER = (-1.0, -0.2, 0.6, 1.4)  # and an answer 0–4
COLUMNS = (
    *("respondent_id", "municipality_id", "size", "role", "caseload", "coordination", "programmes"),
    *(f"performance_{n}" for n in range(1, 5)),
    *(f"mastery_{n}" for n in range(1, 5)),
    *("openness", "trust_culture"),
    *(f"barrier_{n}" for n in range(1, 8)),
    "autonomy",
)
NEVER_MISSING = 4  # the first columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Survey:
    """The draws that make one survey, each a column or several for all respondents."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.RandomState(seed)
        self.sizes = self._sizes()
        self.municipality = self._municipalities()
        self.size = self.sizes[self.municipality]
        self.role = self.random.choice(list(ROLES), RESPONDENTS, p=list(ROLES.values()))

    def _sizes(self) -> NDArray[np.str_]:
        """The size of each municipality, shuffled so that an id tells nothing."""
        return self.random.permutation([size for size, count in SIZES.items() for _ in range(count)])

    def _municipalities(self) -> Ints:
        """Whom each respondent works for, sorted; uneven, as people answer surveys."""
        weights = np.array([WEIGHTS[size] for size in self.sizes])
        weights = weights * self.random.uniform(0.7, 1.3, len(weights))
        return np.sort(self.random.choice(len(weights), RESPONDENTS, p=weights / weights.sum()))

    def noise(self, spread: float = 1.0) -> Floats:
        """What one person has alone."""
        return self.random.normal(0.0, spread, RESPONDENTS)

    def place(self) -> Floats:
        """What a municipality's people have in common beyond its size, anew for each question."""
        return self.random.normal(0.0, MUNICIPALITY, len(self.sizes))[self.municipality]

    def of(self, table: dict[str, float], keys: NDArray[np.str_]) -> Floats:
        """Each respondent's entry of `table`."""
        return np.array([table[key] for key in keys])

    def items(self, scale: Floats, count: int) -> list[Floats]:
        """`count` answers that have the scale in common."""
        unique = np.sqrt(1 - LOADING**2)
        return [LOADING * scale + self.noise(unique) for _ in range(count)]

    def columns(self) -> list[Ints]:
        """The answers, in the order of `COLUMNS` after the first four."""
        columns = [self._caseload(), self._coordination(), self._programmes()]
        columns += self._climate()
        barriers = [self._barrier(number) for number in range(len(HARDNESS))]
        style = self.noise(STYLE)
        columns += [cut(barrier + style, BARRIER) - 1 for barrier in barriers]
        autonomy = -0.45 * barriers[0] + 0.3 * (self.role == "team_leader") + self.noise(0.85) + self.place()
        return [*columns, cut(autonomy, FIVE)]

    def _caseload(self) -> Ints:
        means = self.of({role: mean for role, (mean, _) in CASELOAD.items()}, self.role)
        spreads = self.of({role: spread for role, (_, spread) in CASELOAD.items()}, self.role)
        return whole(means + spreads * (self.noise() + self.place()), 0, 90)

    def _coordination(self) -> Ints:
        return cut(self.of(COORDINATION, self.size) + self.place() + self.noise(), FIVE)

    def _programmes(self) -> Ints:
        means = self.of(PROGRAMMES, self.size)
        return whole(means + PROGRAMMES_SPREAD * (self.noise() + self.place()), 1, 25)

    def _climate(self) -> list[Ints]:
        trust = self.noise() + self.place()
        rest = np.sqrt(1 - MASTERY_FROM_TRUST**2)
        mastery = MASTERY_FROM_TRUST * trust + self.noise(rest) + self.place()
        performance = -0.15 * mastery + self.noise() + self.place()
        causes = {"mastery": mastery, "performance": performance, "trust": trust}
        openness = sum(weight * causes[name] for name, weight in OPENNESS.items()) + self.noise(0.75)
        asked = [cut(item, FIVE) for item in [*self.items(performance, 4), *self.items(mastery, 4)]]
        asked[4 + REVERSED - 1] = 6 - asked[4 + REVERSED - 1]
        return [*asked, cut(openness, FIVE), cut(0.8 * trust + self.noise(0.6), FIVE)]

    def _barrier(self, number: int) -> Floats:
        role = self.of({name: shifts[number] for name, shifts in BY_ROLE.items()}, self.role)
        size = self.of({name: shifts[number] for name, shifts in BY_SIZE.items()}, self.size)
        return HARDNESS[number] + role + size + self.place() + self.noise(0.9)

    def _missing(self) -> NDArray[np.bool_]:
        """Which respondents gave no answer to a question: at random, as no real survey has it."""
        count = int(np.rint(RESPONDENTS * self.random.uniform(*MISSING)))
        return self.random.permutation(RESPONDENTS) < count

    def rows(self) -> list[list[str]]:
        """Every respondent as the file has it; an answer nobody gave is empty."""
        answers = np.array(self.columns()).T
        missing = np.array([self._missing() for _ in answers.T]).T
        rows = []
        for number, (place, given, gone) in enumerate(zip(self.municipality, answers, missing, strict=True)):
            who = [f"R{number + 1:03}", f"K{place + 1:02}", str(self.size[number]), str(self.role[number])]
            rows.append(who + ["" if no else str(value) for value, no in zip(given, gone, strict=True)])
        return rows


def cut(latent: Floats, borders: tuple[float, ...]) -> Ints:
    """Answers 1, 2, … : one more for each border that is passed."""
    return 1 + np.digitize(latent, borders).astype(np.int64)


def whole(values: Floats, low: int, high: int) -> Ints:
    """Whole numbers between `low` and `high`."""
    return np.clip(np.rint(values), low, high).astype(np.int64)


def write(path: Path, seed: int = SEED) -> None:
    """Write the survey to `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(Survey(seed).rows())


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "municipal_survey.csv")
