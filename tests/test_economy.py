"""Saving or investment: the sums a learner is asked for, and what they are meant to show."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

from lises_teach import economy
from lises_teach.economy import EconomyError, break_even_month, by_month, scenario, sensitivity, total
from lises_teach.paths import kit_folder

NAMES = list(economy.read())
CARD = (kit_folder("datasets") / "cards" / "economy.md").read_text(encoding="utf-8")


def test_there_are_six_scenarios_of_five_years_in_round_amounts() -> None:
    assert len(NAMES) == 6
    for name in NAMES:
        years = scenario(name)
        assert [row.year for row in years] == [1, 2, 3, 4, 5]
        assert all(amount % 1000 == 0 for row in years for amount in row[2:5])
        assert all(0 <= row.probability < 0.5 for row in years)


def test_the_total_of_support_is_what_one_finds_by_hand() -> None:
    saving = total(scenario("saving"))
    assert saving.support == 120_000 * (0.96 + 0.94 + 0.92 + 0.90 + 0.90)
    assert saving.all == saving.measure + saving.support + saving.other


def test_a_krone_saved_on_the_measure_is_not_a_krone_gained() -> None:
    saving, investment, parked = (total(scenario(name)) for name in ("saving", "investment", "parked"))
    assert saving.measure < investment.measure
    assert saving.all > investment.all
    assert parked.measure == 0
    assert parked.all == max(total(scenario(name)).all for name in ("parked", "saving", "short_matched"))


def test_a_dear_measure_does_not_always_pay() -> None:
    saving = scenario("saving")
    assert total(scenario("investment_half")).all > total(saving).all
    assert break_even_month(scenario("investment_half"), saving) is None
    assert break_even_month(scenario("investment_delayed"), saving) is None


@pytest.mark.parametrize(("name", "month"), [("short_matched", 43), ("investment", 55)])
def test_the_month_of_break_even_is_the_first_that_is_not_dearer(name: str, month: int) -> None:
    paid, other = by_month(scenario(name)), by_month(scenario("saving"))
    assert break_even_month(scenario(name), scenario("saving")) == month
    assert paid[month - 2] > other[month - 2]
    assert all(paid[at] <= other[at] for at in range(month - 1, 60))


def test_a_lead_that_is_lost_again_is_no_break_even() -> None:
    parked, saving = scenario("parked"), scenario("saving")
    assert by_month(parked)[0] < by_month(saving)[0]
    assert break_even_month(parked, saving) is None
    assert break_even_month(saving, saving) == 1


def test_the_answer_turns_where_the_two_cost_the_same_and_half_the_success_is_on_the_line() -> None:
    investment, saving = scenario("investment"), scenario("saving")
    turns = sensitivity(investment, saving).turns_at
    assert turns == pytest.approx(0.3321, abs=0.0001)
    found = sensitivity(investment, saving, (turns, 0.2, 0.4))
    half = total(saving).all - total(scenario("investment_half")).all
    assert [gain for _, gain in found.gains] == pytest.approx([0, half, 22_400], abs=0.01)


def test_what_cannot_be_calculated_is_one_sentence() -> None:
    with pytest.raises(EconomyError) as caught:
        scenario("spare")
    assert caught.value.sentence("da").startswith(
        "Der er intet scenarie, der hedder spare. Vælg et af disse: parked,"
    )
    hopeless = [row._replace(probability=0.0) for row in scenario("parked")]
    for years in (hopeless, []):
        with pytest.raises(EconomyError) as caught:
            sensitivity(years, scenario("saving"))
        assert "ingen andel at regne videre med" in caught.value.sentence("da")


@pytest.mark.parametrize("rate", [35, -0.1, 1.01, float("nan")], ids=str)
def test_a_rate_that_is_no_share_is_one_sentence(rate: float) -> None:
    with pytest.raises(EconomyError) as caught:
        sensitivity(scenario("investment"), scenario("saving"), [0.2, rate])
    assert f"der står {rate}. Skriv 35 procent som 0.35" in caught.value.sentence("da")


def test_scenarios_of_other_lengths_are_one_sentence() -> None:
    with pytest.raises(EconomyError) as caught:
        break_even_month(scenario("investment")[:3], scenario("saving"))
    assert "ikke lige mange år: 3 og 5" in caught.value.sentence("da")


@pytest.mark.parametrize("name", NAMES)
def test_every_sum_is_right_to_the_krone(name: str) -> None:
    """Again in exact fractions, from the file."""
    with (kit_folder("datasets") / "economy.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scenario"] == name]
    support = sum((1 - Fraction(row["probability"])) * Fraction(row["support_cost"]) for row in rows)
    rest = {part: sum(Fraction(row[f"{part}_cost"]) for row in rows) for part in ("measure", "other")}
    sums = total(scenario(name))
    assert (sums.measure, sums.support, sums.other) == (rest["measure"], support, rest["other"])
    assert sums.all == support + sum(rest.values()) == by_month(scenario(name))[-1]


@pytest.mark.parametrize("name", NAMES)
def test_the_card_tells_of_every_scenario_and_keeps_the_sums_for_the_exercises(name: str) -> None:
    (danish, english) = (line for line in CARD.splitlines() if line.startswith(f"| `{name}` |"))
    sums = total(scenario(name))
    for line, lang, mark in ((danish, "da", "."), (english, "en", ",")):
        assert economy.title(name).get(lang) in line
        for amount in (sums.support, sums.all):
            assert f"{amount:,.0f}".replace(",", mark) not in CARD
