"""The same item in two windows, or twice in one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.items.conftest import LAST, SAVED, messages, sheet, status, text_field
from tests.browser.running import Axe, Pages, item
from tests.widget.conftest import make_folder


def test_a_stale_window_shows_the_newer_answer_and_keeps_ones_own_text(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], axe: Axe
) -> None:
    first = page_factory()
    in_voila(first, folder)
    second = page_factory(context=first.context)
    in_voila(second, folder)
    first.bring_to_front()
    item(first, "slags-en").get_by_label("Noget, man køber").check()
    text_field(first).fill("Skrevet i det første vindue.")
    expect(status(first, LAST)).to_have_text(SAVED)

    # headless pages are never hidden, so the second window has not looked since it came up
    item(second, "slags-en").get_by_label("Noget, man glemmer").click()
    note = messages(second, "slags-en").get_by_text("Der ligger et nyere svar, gemt kl.")
    expect(note).to_be_visible()
    expect(note).to_contain_text("i et andet vindue. Det vises nu.")
    expect(item(second, "slags-en").get_by_label("Noget, man køber")).to_be_checked()

    text_field(second).fill("Skrevet i det andet vindue.")
    own = item(second, LAST).get_by_label("Dit eget svar, ikke gemt")
    expect(own).to_have_value("Skrevet i det andet vindue.")
    expect(text_field(second)).to_have_value("Skrevet i det første vindue.")
    assert sheet(folder)[LAST] == {"text": "Skrevet i det første vindue."}
    assert axe(second, f'[data-item="{LAST}"]') == []
    item(second, LAST).get_by_role("button", name="Brug mit eget i stedet").click()
    expect(own).to_have_count(0)
    expect(text_field(second)).to_be_focused()
    expect(status(second, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Skrevet i det andet vindue."}


def test_units_of_one_item_merge(page_factory: Pages, folder: Path, in_voila: Callable[..., None]) -> None:
    first = page_factory()
    in_voila(first, folder)
    second = page_factory(context=first.context)
    in_voila(second, folder)
    item(first, "slags-sorter").get_by_label("Borgeren").nth(0).check()
    expect(status(first, "slags-sorter")).to_have_text(SAVED)
    item(second, "slags-sorter").get_by_label("Borgeren").nth(1).check()
    expect(status(second, "slags-sorter")).to_have_text(re.compile("2 af 3 besvaret. Gemt"))
    assert sheet(folder)["slags-sorter"] == {"s1": "borger", "s2": "borger"}


def test_an_item_shown_twice_and_a_cell_run_again_agree(
    page_factory: Pages, root: Path, in_voila: Callable[..., None]
) -> None:
    folder = make_folder(root / "to-gange", also=('item("slags-en")', 'item("slags-en")'))
    page = page_factory()
    in_voila(page, folder)
    last = item(page, "slags-en").nth(2)
    expect(last).to_be_visible()
    item(page, "slags-en").nth(0).get_by_label("Noget, man prøver").check()
    expect(last.get_by_label("Noget, man prøver")).to_be_checked()
    last.get_by_label("Noget, man glemmer").check()
    expect(item(page, "slags-en").nth(0).get_by_label("Noget, man glemmer")).to_be_checked()
    expect(item(page, "slags-en").nth(0).locator(".status")).to_have_text(SAVED)
    assert sheet(folder)["slags-en"] == {"choice": "c"}
    expect(page.get_by_text("Der ligger et nyere svar")).to_have_count(0)
