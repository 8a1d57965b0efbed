"""The rules of Barrierer, asked in a blank page: what is drawn, and how many ticks an extract may have."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from lises_teach.apps.barrierer import CATEGORIES, extracts


def test_every_draw_has_its_number_of_extracts_and_a_mixed_lot_of_kinds(rules: Page) -> None:
    ask = """(all) => [4, 6, 8].map((count) => Array.from({ length: 99 }, (_, at) =>
        rules.drawnExtracts(all, at + 1, count).map(({ id }) => id)))"""
    found = rules.evaluate(ask, list(extracts()))
    assert found == rules.evaluate(ask, list(extracts()))
    by_id = {one["id"]: one for one in extracts()}
    for count, draws in zip((4, 6, 8), found, strict=True):
        for ids in draws:
            assert len(set(ids)) == count
            kinds = ["+".join(by_id[name]["coders"]["A"]["codes"]) for name in ids]
            assert all(kinds.count(kind) <= 2 for kind in kinds)
            assert any(by_id[n]["condition"] or by_id[n]["coders"]["A"]["codes"] == ["none"] for n in ids)
        assert len({tuple(ids) for ids in draws}) == 99
    assert {name for ids in found[1] for name in ids} == set(by_id)  # each comes up some time


@pytest.mark.parametrize(
    ("before", "tick", "after"),
    [
        ([], "predictability", ["predictability"]),
        (["predictability"], "predictability", []),
        (["predictability"], "decision_authority", ["decision_authority", "predictability"]),
        (["decision_authority", "predictability"], "accessibility", None),
        (["decision_authority", "predictability"], "none", ["none"]),
        (["none"], "basic_condition", ["basic_condition"]),
        (["accessibility"], "basic_condition", ["accessibility", "basic_condition"]),
    ],
)
def test_one_tick_or_two_and_none_stands_alone(
    rules: Page, before: list[str], tick: str, after: list[str] | None
) -> None:
    ask = "([all, before, tick]) => rules.tickedCodes(all, before, tick)"
    assert rules.evaluate(ask, [list(CATEGORIES), before, tick]) == after
