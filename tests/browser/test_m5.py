"""The assignment m5-gribning as a student opens it: a text beside the conversation it is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Axe, Pages, item, opened, shown
from tests.server.running import Running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = opened("m5-gribning", tmp_path_factory.mktemp("m5"))
    yield running
    running.stop()


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, site.url + query)


def test_a_text_stands_below_the_conversation_it_is_about(page_factory: Pages, site: Running) -> None:
    ear = item(show(page_factory(), site), "m5-laan-et-oere")
    expect(ear.locator("ol.turns > li")).to_have_count(58)
    expect(ear.get_by_text("2 af mindst 3 linjer nævnt.")).to_have_count(0)
    ear.locator("textarea").fill("I linje 3 og l. 13 bliver fristerne sagt, og i linje 13 læst op.")
    expect(ear.get_by_text("2 af mindst 3 linjer nævnt.")).to_be_visible()


def test_words_that_sound_like_a_verdict_are_pointed_out_and_saved_all_the_same(
    page_factory: Pages, site: Running
) -> None:
    ear = item(show(page_factory(), site), "m5-laan-et-oere")
    ear.locator("textarea").fill("Hun burde have spurgt. Det var dygtigt.")
    expect(ear.get_by_text("”burde”, ”dygtigt” kan lyde som en dom eller et råd.")).to_be_visible()
    expect(ear.locator("> .status")).to_contain_text("Gemt kl.")
    critique = item(ear.page, "m5-kritik")
    critique.locator("textarea").fill("Man burde kunne se det i linje 22.")
    expect(critique.locator("> .status")).to_contain_text("Gemt kl.")
    expect(critique.get_by_text("kan lyde som en dom")).to_have_count(0)
    expect(critique.get_by_text("Skal være bestået.")).to_be_visible()


def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe
) -> None:
    page = show(page_factory(viewport={"width": 320, "height": 640}), site)
    assert page.locator(".lises-item[data-item]").count() == 14
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page_factory.foreign == []
