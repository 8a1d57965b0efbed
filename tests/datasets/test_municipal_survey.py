"""The survey: what is planted is there, and nothing in it can rank municipalities."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.datasets.survey import (
    BARRIERS,
    REVERSED,
    SCALES,
    SIZES,
    alpha,
    between,
    explained,
    lines,
    scale_items,
    survey,
)

DATASETS = Path(__file__).parents[2] / "datasets"
CARD = (DATASETS / "cards" / "municipal_survey.md").read_text(encoding="utf-8")
ASKED = ("coordination", "programmes", "performance", "mastery", "openness", *BARRIERS, "autonomy")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return survey()


def test_the_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    generator = DATASETS / "generators" / "municipal_survey.py"
    subprocess.run([sys.executable, str(generator), str(again)], check=True)
    assert again.read_bytes() == (DATASETS / "municipal_survey.csv").read_bytes()


def test_900_people_answer_unevenly_in_30_municipalities_of_one_size_each(table: pd.DataFrame) -> None:
    counts = table["municipality_id"].value_counts()
    assert set(counts.index) == {f"K{number:02}" for number in range(1, 31)}
    assert counts.mean() == 30
    assert counts.std() > 5
    assert (table.groupby("municipality_id")["size"].nunique() == 1).all()
    assert table["respondent_id"].is_unique


def test_an_id_does_not_tell_the_size(table: pd.DataFrame) -> None:
    rank = table.drop_duplicates("municipality_id")["size"].map({s: n for n, s in enumerate(SIZES)})
    assert abs(np.corrcoef(rank, np.arange(30))[0, 1]) < 0.35


def test_a_twentieth_of_the_answers_is_missing_and_never_who_answered(table: pd.DataFrame) -> None:
    missing = table.drop(columns=list(SCALES)).isna().mean()
    assert (missing[:4] == 0).all()
    assert missing[4:].between(0.04, 0.06).all(), missing


def test_both_scales_hold_together_once_the_reversed_item_is_turned_round(table: pd.DataFrame) -> None:
    for name in SCALES:
        assert 0.7 <= alpha(scale_items(table, name)) <= 0.85, name
    assert alpha(scale_items(table, "mastery", turned=False)) < 0.1, f"{REVERSED} forgotten must show"


@pytest.mark.parametrize(("column", "rising"), [("coordination", False), ("programmes", True)])
def test_small_coordinate_with_more_ease_and_have_less_to_offer_but_people_differ_more(
    table: pd.DataFrame, column: str, rising: bool
) -> None:
    groups = table.groupby("size")[column]
    means = [groups.mean()[size] for size in SIZES]
    assert means == sorted(means, reverse=not rising)
    assert abs(means[2] - means[0]) < groups.std().min()
    assert 0.05 < explained(table, column, "size") < 0.15


def test_openness_goes_with_mastery_and_against_performance_and_trust_is_another_cause(
    table: pd.DataFrame,
) -> None:
    found = table[["mastery", "performance", "openness", "trust_culture"]].corr()
    assert 0.3 < found.loc["mastery", "openness"] < 0.6
    assert -0.4 < found.loc["performance", "openness"] < -0.15
    assert found.loc["trust_culture", "openness"] > 0.15
    assert found.loc["trust_culture", "mastery"] > 0.15


def test_barriers_differ_by_role_and_a_little_by_size(table: pd.DataFrame) -> None:
    role, size = (table.groupby(by)[list(BARRIERS)].mean() for by in ("role", "size"))
    assert role.loc["caseworker", "barrier_1"] > role.drop("caseworker")["barrier_1"].max() + 0.3
    assert role.loc["team_leader", "barrier_5"] < role.drop("team_leader")["barrier_5"].min() - 0.3
    assert role["barrier_6"].idxmax() == "company_consultant"
    assert list(size.loc[list(SIZES), "barrier_6"].rank()) == [3, 2, 1]
    for column in ("barrier_1", "barrier_3"):
        assert list(size.loc[list(SIZES), column].rank()) == [1, 2, 3]
    for column in BARRIERS:
        assert explained(table, column, "size") < 0.06, column
        assert explained(table, column, "role") < 0.12, column
        groups = size[column]
        assert groups.max() - groups.min() < table.groupby("size")[column].std().min(), column


def test_more_say_goes_with_less_of_the_first_barrier(table: pd.DataFrame) -> None:
    assert table["autonomy"].corr(table["barrier_1"]) < -0.3


@pytest.mark.parametrize("column", ASKED)
def test_nothing_can_rank_municipalities(table: pd.DataFrame, column: str) -> None:
    """Beyond size, a municipality tells less than 5 % of an answer; two halves of its people disagree."""
    assert between(table, column, beyond_size=True) < 0.05
    known = table.dropna(subset=[column])
    known = known.assign(left=known[column] - known.groupby("size")[column].transform("mean"))
    halves = [
        known[known.index % 2 == half].groupby("municipality_id")["left"].mean() for half in (0, 1)
    ]  # fmt: skip
    assert halves[0].rank().corr(halves[1].rank()) < 0.7, (
        "half of the respondents would rank as the others do"
    )


def test_the_card_shows_the_figures_in_both_languages(table: pd.DataFrame) -> None:
    for line in lines(table):
        assert CARD.count(line) == 2, line
