"""The app for a projector: a conversation line by line, stopped and gone on with, by keyboard or clicker."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lises_teach.paths import kit_folder
from tests.browser.running import Axe, Pages, shown
from tests.server.running import Running, run


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


SEEN = """() => {
    const [pause, bar] = [".pause", ".controls"].map((name) => document.querySelector(name).getBoundingClientRect());
    return pause.top >= -1 && pause.bottom <= bar.top + 1 && bar.bottom <= innerHeight + 1;
}"""


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_on_a_projector_every_stop_is_seen_at_once_for_a_clicker_cannot_scroll(
    page_factory: Pages, site: Running, width: int, height: int, lang: str
) -> None:
    page = show(page_factory(viewport={"width": width, "height": height}), site, f"?size=room&lang={lang}")
    talks = page.locator("select").first
    stops = 0
    for talk in talks.locator("option").evaluate_all("all => all.map((one) => one.value)"):
        talks.select_option(talk)
        page.locator(".controls button").first.focus()
        while page.locator(".controls button").first.is_enabled():
            page.keyboard.press("PageDown")
            if page.locator(".pause li").count():
                stops += 1
                assert page.evaluate(SEEN), (talk, page.locator(".controls").inner_text())
    assert stops == 2 * 16  # at each the options, and what they open up and cost


LAST = "() => [...document.querySelectorAll('.turn:not([hidden])')].at(-1).getBoundingClientRect().toJSON()"


def in_view(page: Page) -> bool:
    line, bar = page.evaluate(LAST), page.locator(".controls").bounding_box()
    assert bar is not None
    return bool(line["top"] >= 0 and line["bottom"] <= bar["y"] + 1)


def test_on_a_projector_the_line_at_hand_is_in_view_after_a_reload_and_in_the_other_language(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(viewport={"width": 1280, "height": 720}), site, "?size=room")
    expect(page.locator(".room h3")).to_be_in_viewport()
    expect(page.locator("h1:visible")).not_to_be_in_viewport()
    while not page.get_by_text("Linje 30 af 56").count():
        page.keyboard.press("PageDown")
    show(page, site, "?size=room")
    expect(page.get_by_text("Linje 30 af 56")).to_be_in_viewport()
    expect(page.locator(".turn:visible").last).to_be_in_viewport(ratio=1)
    assert in_view(page)
    page.keyboard.press("l")
    expect(page.get_by_text("Line 30 of 56")).to_be_in_viewport()
    expect(page.locator(".turn:visible").last).to_be_in_viewport(ratio=1)
    assert in_view(page)
    page.get_by_role("button", name="Dansk").last.click()
    expect(page.get_by_text("Linje 30 af 56")).to_be_in_viewport()
    expect(page.locator(".controls").get_by_role("button", name="English")).to_be_focused()
    page.locator("button.switch:visible").click()
    expect(page.get_by_text("Line 30 of 56")).to_be_in_viewport()
    expect(page.locator(".turn:visible").last).to_be_in_viewport(ratio=1)


def test_a_lost_line_is_said_in_few_words_that_cover_nothing_and_can_be_closed(page_factory: Pages) -> None:
    running = run(kit_folder("notebooks"))
    page = show(page_factory(viewport={"width": 1280, "height": 720}), running, "?size=room")
    press_until(page, "PageDown", "Det kunne også blive sagt")
    page.keyboard.press("PageDown")
    running.stop()
    notice = page.get_by_role("alert")
    expect(notice).to_have_text(re.compile("Ingen forbindelse. Du kan bare gå videre."))
    expect(page.get_by_text("er ikke gemt")).to_have_count(1)
    expect(page.get_by_text("er ikke gemt")).to_be_hidden()
    assert page.evaluate(SEEN)
    expect(page.locator(".controls")).to_contain_text("Linje 38 af 56")
    page.get_by_role("button", name="Luk").click()
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Linje 39 af 56")).to_be_visible()
    expect(notice).to_be_hidden()


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
