"""The assignment m2-legitimitet from release to feedback: on a phone, by keyboard, found again, graded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lises_teach.grading import grade, write_feedback
from tests.browser.running import Axe, Pages, handed_out, item, opened, shown
from tests.server.running import Running, run

ASSIGNMENT = "m2-legitimitet"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = opened(ASSIGNMENT, tmp_path_factory.mktemp("m2"))
    yield running
    running.stop()


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, site.url + query)


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, query: str
) -> None:
    page = show(page_factory(viewport={"width": 320, "height": 640}), site, query)
    assert page.locator(".lises-item[data-item]").count() == 24
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


def test_what_is_weighed_and_walked_is_found_again_graded_and_explained(
    page_factory: Pages, axe: Axe, tmp_path: Path
) -> None:
    course = tmp_path / "kursus"
    running = run(handed_out(course, ASSIGNMENT), what="open")
    try:
        answer_some(show(page_factory(), running))
        page = show(page_factory(), running)
        expect(item(page, "m2-vej-planen").get_by_role("spinbutton").first).to_have_value("70")
        expect(item(page, "m2-forsoergelse").get_by_role("textbox")).to_have_value("468.000")
    finally:
        running.stop()
    row = grade(course, ASSIGNMENT).rows[0]
    assert (row.score, row.needs_manual) == (2, True)
    write_feedback(course, ASSIGNMENT)
    page = page_factory(viewport={"width": 320, "height": 640})
    page.goto((course / "feedback" / "s1" / ASSIGNMENT / f"{ASSIGNMENT}.html").as_uri())
    expect(page.get_by_text("Han mister pladsen.")).to_be_visible()
    expect(page.get_by_text("4 valg, læst til en slutning")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page_factory.foreign == []


def answer_some(page: Page) -> None:
    """One dilemma, one sum and one story, by keyboard."""
    dilemma = item(page, "m2-vej-planen")
    for at in range(12):
        dilemma.get_by_role("spinbutton").nth(at).focus()
        page.keyboard.type("70" if at % 4 == 0 else "10")
    dilemma.get_by_role("textbox").fill("Han mister pladsen.")
    number = item(page, "m2-forsoergelse")
    number.get_by_role("textbox").press_sequentially("468.000")
    story = item(page, "m2-myndighed-service")
    for step in range(4):
        expect(story.get_by_role("heading", name=f"Trin {step + 1}")).to_be_visible()
        story.get_by_role("button").filter(has_not_text="Gå tilbage").first.press("Enter")
    for box in (dilemma, number, story):
        expect(box.locator("> .status")).to_contain_text("Gemt kl.")
