"""How a lesson looks while it is answered, on the site: calm, and saying near the hand what is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Axe, Pages
from tests.server.running import Running

LONG = "m0-kilde"


def practice(page: Page, site: Running, lang: str = "da") -> Locator:
    """The long exercise of the practice lesson, ready to be answered."""
    page.goto(f"{site.url}m0-start?lang={lang}")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page.locator(f'.lises-item[data-item="{LONG}"]')


def test_saved_is_in_sight_where_a_long_exercise_is_answered(site: Running, page_factory: Pages) -> None:
    page = page_factory(viewport={"width": 900, "height": 500})
    exercise = practice(page, site)
    first = exercise.get_by_role("radio").first
    first.evaluate("it => it.scrollIntoView()")
    expect(exercise.locator(".status")).not_to_be_in_viewport()
    first.press("Space")
    expect(exercise.locator(".status")).to_contain_text("1 af 6 besvaret. Gemt")
    expect(exercise.locator(".status")).to_be_in_viewport(ratio=1)
    expect(first).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_nothing_jumps_when_something_is_saved(site: Running, page_factory: Pages, lang: str) -> None:
    page = page_factory(viewport={"width": 360, "height": 740})
    exercise = practice(page, site, lang)
    before = exercise.bounding_box()
    exercise.get_by_role("radio").first.check()
    expect(exercise.locator(".status")).to_contain_text("Gemt" if lang == "da" else "Saved")
    after = exercise.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] == before["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answered_lesson(
    site: Running, page_factory: Pages, axe: Axe, scheme: str
) -> None:
    page = page_factory(color_scheme=scheme)
    exercise = practice(page, site)
    for group in exercise.get_by_role("group").all():
        group.get_by_role("radio").first.check()
    exercise.get_by_role("button", name="Se tilbagemelding").press("Enter")
    expect(exercise.get_by_role("heading", name="Tilbagemelding")).to_be_focused()
    assert axe(page) == []
    assert page_factory.foreign == []
