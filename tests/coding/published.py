"""Ratings with published coefficients, and what the tests of agreement share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lises_teach.coding.agreement import (
    Agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

Coefficient = Callable[..., Agreement]
BEYOND_CHANCE = [cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha]
ALL = [percent_agreement, *BEYOND_CHANCE]
LEVELS = ["nominal", "ordinal", "interval", "ratio"]

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C; a row a coder, `.` missing
KRIPPENDORFF_2011 = "123321412... 1233224125.3 .3332342251. 12332441251."
# Hayes & Krippendorff (2007), "Answering the call for a standard reliability measure for coding data",
# table 1: the tone of 40 articles by five observers; a row a unit
HAYES_2007 = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2
1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222.
222.2 223.2 222.2 22.12 2222. 111.1
"""
# Fleiss (1971), "Measuring nominal scale agreement among many raters", table 1: 30 patients, how many of
# six psychiatrists gave each of five diagnoses
FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Cohen (1960), "A coefficient of agreement for nominal scales", table 1, as counts of 200
COHEN_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# Gwet (2014), "Handbook of inter-rater reliability": 100 records by two abstractors
GWET_ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def digits(rows: str) -> list[list[float | None]]:
    return [[None if char == "." else float(char) for char in row] for row in rows.split()]


KRIPPENDORFF = np.array(digits(KRIPPENDORFF_2011), dtype=float).T
HAYES = digits(HAYES_2007)
FLEISS = [[code for code, times in enumerate(row) for _ in range(int(times))] for row in FLEISS_1971.split()]


def name_of(value: object) -> str | None:
    return getattr(value, "__name__", None)


def fitting(coefficient: Coefficient) -> int | None:
    """How many coders the coefficient takes, where it takes no other number."""
    return 2 if coefficient is cohen_kappa else None


def from_table(table: list[list[int]]) -> list[tuple[int, int]]:
    """Ratings of two coders that have this confusion table."""
    return [(i, j) for i, row in enumerate(table) for j, times in enumerate(row) for _ in range(times)]
