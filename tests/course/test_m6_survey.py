"""The figures of exercise 6.5: what the tables show and the keys accept is counted from the survey."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lises_teach.i18n import LANGS, Lang, Text
from lises_teach.items import Key, Number, load_bank, load_keys, score
from lises_teach.items.base import Table
from tests.datasets.survey import BARRIERS, SIZES, survey

COURSE = Path(__file__).parents[2] / "course"
ASSIGNMENT = "m6-inddragelse"
BANK = load_bank(COURSE / "source" / ASSIGNMENT / "items.yaml")
KEYS = load_keys(COURSE / "keys" / f"{ASSIGNMENT}.yaml")
PROGRAMMES = "barrier_6"
HIGH = 3


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return survey()


def counts(answers: pd.DataFrame, barrier: str) -> pd.DataFrame:
    """How many filled in the form, answered the question and answered 3 or 4, in each size."""
    groups = answers.groupby("size")[barrier]
    high = answers[barrier].ge(HIGH).groupby(answers["size"]).sum()
    return pd.DataFrame({"form": groups.size(), "asked": groups.count(), "high": high}).loc[list(SIZES)]


def shown(table: Table | None, lang: Lang) -> list[list[str]]:
    assert table is not None
    return [[cell.get(lang) if isinstance(cell, Text) else cell for cell in row] for row in table.rows]


def per_cent(part: float, lang: Lang) -> str:
    return f"{100 * part:.0f}\N{NO-BREAK SPACE}%" if lang == "da" else f"{100 * part:.0f}%"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["m6-tilbud-forskel", "m6-tabel-saetning", "m6-tabel-forbehold"])
def test_the_table_of_barriers_is_the_surveys(answers: pd.DataFrame, name: str, lang: Lang) -> None:
    cells = [
        [
            f"{per_cent(row.high / row.asked, lang)} ({row.asked})"
            for row in counts(answers, column).itertuples()
        ]
        for column in BARRIERS
    ]
    assert [row[1:] for row in shown(BANK[name].table, lang)] == cells


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["m6-tilbud-alle", "m6-tilbud-andre"])
def test_the_table_of_programmes_is_the_surveys(answers: pd.DataFrame, name: str, lang: Lang) -> None:
    cells = [
        [str(row.form), str(row.asked), per_cent(row.high / row.asked, lang)]
        for row in counts(answers, PROGRAMMES).itertuples()
    ]
    assert [row[1:] for row in shown(BANK[name].table, lang)] == cells


def test_the_barriers_stand_in_the_order_of_the_columns() -> None:
    names = {category.id: category.text.en for category in BANK["m6-barrierer-1"].parts[0]}
    rows = shown(BANK["m6-tilbud-forskel"].table, "en")
    told = [row[0].replace("\N{SOFT HYPHEN}", "") for row in rows]
    assert [names[code].partition(" – ")[0] for code in BARRIERS.values()] == told


def outcome(name: str, value: float) -> tuple[str, str | None]:
    item = BANK[name]
    assert isinstance(item, Number)
    (unit,) = score(item, KEYS[name], {"value": f"{value:.4f}"}).units
    return unit.outcome, unit.misconception


def rounded(found: pd.DataFrame) -> pd.Series[float]:
    """The shares as a student reads them, in whole per cent."""
    return (100 * found.high / found.asked).round()


def test_counted_exactly_and_from_the_rounded_table_an_answer_is_right(answers: pd.DataFrame) -> None:
    found = counts(answers, PROGRAMMES)
    exact, read = 100 * found.high / found.asked, rounded(found)
    right = {
        "m6-tilbud-forskel": (exact["small"] - exact["large"], read["small"] - read["large"]),
        "m6-tilbud-alle": (
            100 * found.high.sum() / found.asked.sum(),
            (read * found.asked).sum() / found.asked.sum(),
        ),
        "m6-tilbud-andre": (
            found.asked["small"] - found.high["small"],
            found.asked["small"] * (1 - read["small"] / 100),
        ),
    }
    for name, values in right.items():
        for value in (*values, round(values[0])):
            assert outcome(name, value) == ("right", None), (name, value)


def test_typical_slips_are_told_what_they_are(answers: pd.DataFrame) -> None:
    found = counts(answers, PROGRAMMES)
    small, large = (
        100 * found.high["small"] / found.asked["small"],
        100 * found.high["large"] / found.asked["large"],
    )
    reached = rounded(counts(answers, "barrier_4"))
    slips = [
        ("m6-tilbud-forskel", 100 * (small - large) / large, "MX36"),
        ("m6-tilbud-forskel", 100 * (small - large) / small, "MX36"),
        ("m6-tilbud-forskel", small / large, "MX36"),
        ("m6-tilbud-forskel", reached["small"] - reached["large"], "MX50"),
        ("m6-tilbud-forskel", found.asked["small"] - found.asked["large"], "MX93"),
        ("m6-tilbud-alle", (100 * found.high / found.asked).mean(), "MX37"),
        ("m6-tilbud-alle", rounded(found).mean(), "MX37"),
        ("m6-tilbud-alle", rounded(found).sum(), "MX37"),
        ("m6-tilbud-alle", 100 * found.high.sum() / found.form.sum(), "MX38"),
        ("m6-tilbud-alle", found.high.sum(), "MX93"),
        ("m6-tilbud-andre", found.high["small"], "MX95"),
        ("m6-tilbud-andre", found.form["small"] - found.high["small"], "MX38"),
        ("m6-tilbud-andre", found.form["small"] * (1 - small / 100), "MX38"),
        ("m6-tilbud-andre", 100 - small, "MX93"),
    ]
    for name, value, misconception in slips:
        assert outcome(name, value) == ("wrong", misconception), (name, value)


def test_the_drafts_about_the_table_count_right(answers: pd.DataFrame) -> None:
    """The tempting drafts are wrong in what they conclude, never in a figure."""
    shares = pd.DataFrame({c: rounded(counts(answers, c)) for c in BARRIERS})
    assert (shares.loc["small"] < shares.loc["large"]).sum() == 5
    assert list(shares.loc[["large", "small"], "barrier_3"]) == [39, 26]
    assert list(shares.loc[["small", "large"], PROGRAMMES]) == [49, 24]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_told_about_the_form_is_the_surveys(answers: pd.DataFrame, lang: Lang) -> None:
    material = BANK["m6-tabel-forbehold"].material
    assert material is not None
    roles = answers["role"].value_counts()
    sizes = answers.drop_duplicates("municipality_id")["size"].value_counts()
    leaders = answers["role"].eq("team_leader").groupby(answers["size"]).mean()
    told = (
        *roles[["caseworker", "company_consultant", "team_leader"]],
        *sizes[list(SIZES)],
        *(f"{100 * leaders[size]:.0f}" for size in ("small", "large")),
        "4–6",
    )
    assert answers[list(BARRIERS)].isna().mean().between(0.04, 0.06).all()
    text, at = material.get(lang), 0
    for fact in map(str, told):
        at = text.index(fact, at) + len(fact)


def test_every_level_of_the_sentence_has_two_anchors() -> None:
    key: Key = KEYS["m6-tabel-forbehold"]
    assert [anchor.level for anchor in key.anchors] == [0, 0, 1, 1, 2, 2, 3, 3]
