"""The assignment m2-legitimitet as a student opens it: whole, on a phone, and found again after a reload."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Pages
from tests.server.running import Running, run

SOURCE = Path(__file__).parents[2] / "course" / "source" / "m2-legitimitet"
Axe = Callable[..., list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    place = tmp_path_factory.mktemp("m2") / "m2-legitimitet"
    shutil.copytree(SOURCE, place, ignore=shutil.ignore_patterns(".*", "answers*"))
    running = run(place, what="open")
    yield running
    running.stop()


def show(page: Page, site: Running, query: str = "") -> Page:
    page.goto(site.url + query)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def item(page: Page, name: str) -> Locator:
    return page.locator(f'.lises-item[data-item="{name}"]')


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, query: str
) -> None:
    page = show(page_factory(viewport={"width": 320, "height": 640}), site, query)
    assert page.locator(".lises-item[data-item]").count() == 20
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page_factory.foreign == []


def test_a_number_and_a_text_beside_their_tables_are_found_again(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    number, text = item(page, "m2-tjent-hjem"), item(page, "m2-forbehold")
    expect(number.get_by_role("cell", name="582.400")).to_be_visible()
    expect(text.get_by_role("cell", name="766.000")).to_be_visible()
    number.get_by_role("textbox").fill("55")
    expect(number.locator("> .status")).to_contain_text("Gemt kl.")
    text.locator("textarea").fill("Det hænger på 40 %.")
    expect(text.locator("> .status")).to_contain_text("Gemt kl.")
    show(page, site)
    expect(item(page, "m2-tjent-hjem").get_by_role("textbox")).to_have_value("55")
    expect(item(page, "m2-forbehold").locator("textarea")).to_have_value("Det hænger på 40 %.")


def test_cases_come_with_the_categories_and_without_codes(page_factory: Pages, site: Running) -> None:
    box = item(show(page_factory(), site), "m2-modstand-1")
    expect(box.get_by_text("Kassen har jeg styr på")).to_be_visible()
    expect(box.get_by_text("Kan ikke afgøres", exact=True)).to_have_count(9)
