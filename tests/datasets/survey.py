"""The figures of the survey, as its card shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lises_teach.data import load

SIZES = ("small", "medium", "large")
ROLES = ("caseworker", "company_consultant", "team_leader")
BARRIERS = {
    "barrier_1": "decision_authority",
    "barrier_2": "predictability",
    "barrier_3": "relational_continuity",
    "barrier_4": "accessibility",
    "barrier_5": "managerial_backing",
    "barrier_6": "available_programmes",
    "barrier_7": "prior_experience",
}
REVERSED = "mastery_3"
SCALES = {name: [f"{name}_{n}" for n in range(1, 5)] for name in ("performance", "mastery")}


def survey() -> pd.DataFrame:
    """The survey with the two scales added: the mean of four answers, one of them turned round."""
    table = load("municipal_survey")
    for name in SCALES:
        table[name] = scale_items(table, name).mean(axis=1, skipna=False)
    return table


def scale_items(table: pd.DataFrame, name: str, *, turned: bool = True) -> pd.DataFrame:
    items = table[SCALES[name]].copy()
    if turned and REVERSED in items:
        items[REVERSED] = 6 - items[REVERSED]
    return items


def alpha(items: pd.DataFrame) -> float:
    """Cronbach's alpha of those who answered all items (Cronbach 1951)."""
    whole = items.dropna()
    count = whole.shape[1]
    return float(count / (count - 1) * (1 - whole.var().sum() / whole.sum(axis=1).var()))


def explained(table: pd.DataFrame, column: str, by: str) -> float:
    """The share of all variance that lies between groups (eta squared)."""
    known = table.dropna(subset=[column])
    means = known.groupby(by)[column].transform("mean")
    return float(
        ((means - known[column].mean()) ** 2).sum() / ((known[column] - known[column].mean()) ** 2).sum()
    )


def between(table: pd.DataFrame, column: str, *, beyond_size: bool) -> float:
    """The intraclass correlation of municipalities, ICC(1), beyond what size tells where asked."""
    known = table.dropna(subset=[column])
    values = known[column] - (known.groupby("size")[column].transform("mean") if beyond_size else 0)
    groups = values.groupby(known["municipality_id"])
    counts, means = groups.size(), groups.mean()
    units, people = len(counts), len(values)
    among = (counts * (means - values.mean()) ** 2).sum() / (units - 1)
    inside = ((values - groups.transform("mean")) ** 2).sum() / (people - units)
    typical = (people - (counts**2).sum() / people) / (units - 1)
    return float((among - inside) / (among + (typical - 1) * inside))


def lines(table: pd.DataFrame) -> Iterator[str]:
    """The rows of the card's tables; the same in both languages."""
    for size in SIZES:
        part = table[table["size"] == size]
        cells = [str(part["municipality_id"].nunique()), str(len(part))]
        for column in ("coordination", "programmes"):
            cells.append(f"{part[column].mean():.2f} ({part[column].std():.2f}; {part[column].count()})")
        yield f"| `{size}` | {' | '.join(cells)} |"
    for column, name in BARRIERS.items():
        cells = [f"{table[column].mean():.2f} ({table[column].std():.2f})"]
        for by, groups in (("role", ROLES), ("size", SIZES)):
            cells += [f"{table.loc[table[by] == group, column].mean():.2f}" for group in groups]
        yield f"| `{column}` | `{name}` | {' | '.join(cells)} |"
    for name in SCALES:
        items = scale_items(table, name)
        told = f"{alpha(items):.2f} | {table[name].mean():.2f} ({table[name].std():.2f})"
        yield f"| `{name}` | {told} | {table[name].corr(table['openness']):.2f} |"
