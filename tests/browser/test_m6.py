"""The assignment m6-inddragelse from release to feedback: on a phone, by keyboard, found again, graded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.grading import grade, write_feedback
from tests.browser.running import Axe, Pages, handed_out, item, shown
from tests.server.running import Running, run

ASSIGNMENT = "m6-inddragelse"
TO_EIGHT = ["c2", "c1", "c2"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course as the command makes it, released in Danish, with one student's folder."""
    place = tmp_path_factory.mktemp("m6") / "kursus"
    handed_out(place, ASSIGNMENT)
    return place


@pytest.fixture(scope="module")
def site(course: Path) -> Iterator[Running]:
    running = run(course / "submitted" / "s1" / ASSIGNMENT, what="open")
    yield running
    running.stop()


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, site.url + query)


def saved(box: Locator) -> None:
    expect(box.locator("> .status")).to_contain_text("Gemt kl.")


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, query: str
) -> None:
    page = show(page_factory(viewport={"width": 320, "height": 640}), site, query)
    assert page.locator(".lises-item[data-item]").count() == 21
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page_factory.foreign == []


def test_what_is_answered_by_keyboard_is_found_again_graded_and_explained(
    page_factory: Pages, site: Running, course: Path
) -> None:
    page = show(page_factory(), site)
    for name, typed in (("m6-tilbud-forskel", "25"), ("m6-tilbud-alle", "37"), ("m6-tilbud-andre", "131")):
        item(page, name).get_by_role("textbox").press_sequentially(typed)
        saved(item(page, name))
    draft = item(page, "m6-tabel-saetning")
    draft.get_by_role("radio").first.press("Space")
    saved(draft)
    sentence = item(page, "m6-tabel-forbehold")
    sentence.get_by_role("textbox").fill("Tilgængelighed: 29 procent af 300 mod 17 procent af 254.")
    saved(sentence)
    story = item(page, "m6-ingen-maal")
    for step in range(3):
        expect(story.get_by_role("heading", name=f"Trin {step + 1}")).to_be_visible()
        choice = story.get_by_role("button").filter(has_not_text="Gå tilbage")
        choice.nth(int(TO_EIGHT[step][1]) - 1).press("Enter")
    expect(story.get_by_text("Planen er på en halv side")).to_be_visible()
    saved(story)

    show(page, site)
    expect(item(page, "m6-tilbud-alle").get_by_role("textbox")).to_have_value("37")
    expect(item(page, "m6-tabel-saetning").get_by_role("radio").first).to_be_checked()
    expect(item(page, "m6-ingen-maal").get_by_text("Planen er på en halv side")).to_be_visible()

    assert grade(course, ASSIGNMENT).rows[0].score == 4
    write_feedback(course, ASSIGNMENT)
    page.goto((course / "feedback" / "s1" / ASSIGNMENT / f"{ASSIGNMENT}.html").as_uri())
    expect(page.get_by_text("49 − 24 = 25 procentpoint.")).to_be_visible()
    expect(page.get_by_text("Det ligner gennemsnittet af de tre andele.")).to_be_visible()
    expect(page.get_by_text("tabellen viser kun, at andelen følger størrelsen.")).to_be_visible()
    expect(page.get_by_text("3 valg, læst til en slutning")).to_be_visible()
    assert page_factory.foreign == []
