"""The app for a projector: a conversation line by line, stopped and gone on with, by keyboard or clicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Pages, shown
from tests.server.running import Running

Axe = Callable[..., list[str]]


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, f"{site.url}gribning{query}")


def press_until(page: Page, key: str, heading: str) -> None:
    for _ in range(80):
        if page.get_by_role("heading", name=heading).count():
            return
        page.keyboard.press(key)
    pytest.fail(f"no {heading}")


@pytest.mark.parametrize("key", ["PageDown", "ArrowRight"])
def test_a_clicker_leads_from_line_to_stop_to_options_to_costs_and_on(
    page_factory: Pages, site: Running, key: str
) -> None:
    page = show(page_factory(), site)
    expect(page.locator(".turn:visible")).to_have_count(1)
    page.keyboard.press(key)
    expect(page.locator(".turn:visible")).to_have_count(2)
    press_until(page, key, "Stop. Hvad ville I sige nu?")
    lines = page.locator(".turn:visible").count()
    expect(page.get_by_text("Det kunne også blive sagt")).to_have_count(0)
    page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Det kunne også blive sagt")).to_be_visible()
    expect(page.get_by_text("Kan koste:")).to_have_count(0)
    page.keyboard.press(key)
    expect(page.get_by_text("Ingen af dem er den rigtige.")).to_be_visible()
    expect(page.locator(".turn:visible")).to_have_count(lines)
    page.keyboard.press(key)
    expect(page.locator(".turn:visible")).to_have_count(lines + 1)
    page.keyboard.press({"PageDown": "PageUp", "ArrowRight": "ArrowLeft"}[key])
    expect(page.get_by_text("Ingen af dem er den rigtige.")).to_be_visible()


def test_a_reload_and_another_language_keep_the_place(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    page.get_by_label("Samtale", exact=True).select_option("no-goals")
    for _ in range(4):
        page.get_by_role("button", name="Videre").press("Enter")
    expect(page.get_by_text("Linje 5 af 56")).to_be_visible()
    show(page, site, "?lang=en")
    expect(page.get_by_text("Line 5 of 56")).to_be_visible()
    expect(page.get_by_label("Conversation", exact=True)).to_have_value("no-goals")
    expect(page.locator(".turn:visible").last).to_contain_text("Fjerde gang, er det ikke det?")
    expect(page.locator(".turn:visible").last).to_contain_text("Fourth time, isn't it?")


def test_the_talk_goes_on_when_the_network_is_gone(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    page.context.set_offline(True)
    page.get_by_label("Samtale", exact=True).select_option("hidden-hope")
    page.keyboard.press("Tab")
    press_until(page, "PageDown", "Stop. Hvad ville I sige nu?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1920])
def test_axe_finds_nothing_at_any_step(
    page_factory: Pages, site: Running, axe: Axe, scheme: str, width: int
) -> None:
    page = show(page_factory(viewport={"width": width, "height": 800}, color_scheme=scheme), site)
    assert axe(page) == []
    press_until(page, "PageDown", "Det kunne også blive sagt")
    assert axe(page) == []
    page.keyboard.press("PageDown")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    if width == 1920:
        assert page.evaluate(SIZE) >= 27
    assert page_factory.foreign == []


SIZE: Any = "() => parseFloat(getComputedStyle(document.querySelector('.room .turn .talk')).fontSize)"
