"""What items look like: to axe, on a narrow screen, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.items.conftest import LAST, SAVED, kill_kernels, status, text_field
from tests.browser.running import Axe, Pages, Server, item


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], axe: Axe,
    voila_server: Server, theme: str,
) -> None:  # fmt: skip
    page = page_factory()
    in_voila(page, folder, query=f"?theme={theme}")
    expect(page.locator(f'body[data-jp-theme-light="{str(theme == "light").lower()}"]')).to_be_attached()
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    assert axe(page, ".lises-item") == []
    for name in ("slags-en", "slags-flere", "slags-sorter", "slags-maerker"):
        item(page, name).get_by_role("checkbox").or_(item(page, name).get_by_role("radio")).first.check()
        expect(status(page, name)).to_have_text(SAVED)
        item(page, name).get_by_role("button", name="Se tilbagemelding").click()
        expect(item(page, name).get_by_role("heading", name="Tilbagemelding")).to_be_visible()
    for step in item(page, "slags-orden").get_by_role("combobox").all():
        step.select_option("2")
    item(page, LAST).get_by_text("Det lægger underviseren vægt på").click()
    text_field(page).fill("Skriv til bo@eksempel.dk.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    page.get_by_role("button", name="Pak min aflevering").click()
    expect(page.get_by_text("Kvittering:")).to_be_visible()
    assert axe(page, ".lises-item") == []
    kill_kernels(voila_server)
    item(page, "slags-tal").get_by_label("Dit svar").fill("3")
    expect(status(page, "slags-tal")).to_contain_text("Ikke gemt: der er ingen forbindelse.", timeout=15_000)
    assert axe(page, ".lises-item") == []


@pytest.mark.parametrize("width", [320, 640])  # 640 CSS pixels: 1280 at 200 % zoom
def test_a_narrow_window_scrolls_one_way_only(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], width: int
) -> None:
    page = page_factory(viewport={"width": width, "height": 800})
    in_voila(page, folder, query="?voila-template=lab")
    item(page, "slags-sorter").get_by_role("radio").first.check()
    item(page, "slags-sorter").get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, "slags-sorter").locator(".result")).to_be_visible()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('.lises-item, .lises-item *:not(.unseen)')]"
        ".filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert wide == []
    small = page.evaluate(
        "() => [...document.querySelectorAll('.lises-item :is(button, select, textarea, .ticks label)')]"
        ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert small == []


def test_print_shows_a_long_answer_in_full(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).fill("\n".join(f"Linje {number}" for number in range(80)))
    expect(status(page, LAST)).to_have_text(SAVED)
    page.emulate_media(media="print")
    expect(text_field(page)).to_be_hidden()
    printed = item(page, LAST).locator(".print-only")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("Linje 79")
    expect(item(page, LAST).get_by_role("button", name="Se tilbagemelding")).to_be_hidden()
