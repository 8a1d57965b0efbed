"""The kit's own pages to whoever listens, uses the keyboard alone, or sees few colours."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hearing import heard, listen
from tests.browser.running import Pages, item, shown
from tests.server.running import Running

LOOK: Any = "(one) => { const { borderLeftColor: line, backgroundColor: ground } = getComputedStyle(one); return [line, ground]; }"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_line_at_hand_and_the_code_it_has_are_seen_with_few_colours(
    page_factory: Pages, site: Running, scheme: str
) -> None:
    page = page_factory(forced_colors="active", color_scheme=scheme)
    shown(page, f"{site.url}m0-start")
    coding = item(page, "m0-gribning")
    coding.locator(".codes button").first.press("1")
    coding.get_by_role("button", name="Forrige").click()
    pressed = coding.locator(".codes [aria-pressed=true]")
    expect(pressed).to_have_count(1)
    other = coding.locator(".codes [aria-pressed=false]").first
    assert pressed.evaluate(LOOK)[1] != other.evaluate(LOOK)[1]
    current = coding.locator(".turn.current").evaluate(LOOK)[0]
    plain = coding.locator(".turn:not(.current, .window)").first.evaluate(LOOK)[0]
    assert current != plain
    assert plain == page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")


def test_a_line_is_heard_in_its_own_language_with_the_translation(page_factory: Pages, site: Running) -> None:
    page = page_factory()
    shown(page, f"{site.url}gribning?lang=en")
    page.get_by_role("button", name="Next").press("Enter")
    said = page.locator(".room > .unseen")
    expect(said).to_contain_text("citizen: ")
    line = page.locator(".turn:visible").last
    assert said.locator("[lang=da]").text_content() == line.locator(".talk").text_content()
    assert said.locator("[lang=en]").text_content() == line.locator(".translation").text_content()
    expect(line.locator(".who")).to_contain_text("citizen")
    english = page.get_by_role("button", name="English below the lines", pressed=True)
    expect(english).to_have_accessible_name("English below the lines")  # without the tick that is seen


def test_the_focus_is_not_lost_at_either_end_of_a_conversation(page_factory: Pages, site: Running) -> None:
    page = shown(page_factory(), f"{site.url}gribning")
    back, on = (page.get_by_role("button", name=name) for name in ("Tilbage", "Videre"))
    on.press("Enter")
    expect(on).to_be_focused()
    back.press("Enter")
    expect(back).to_be_disabled()
    expect(on).to_be_focused()


def test_a_letter_does_nothing_before_one_is_in_the_exercise(page_factory: Pages, site: Running) -> None:
    page = page_factory()
    shown(page, f"{site.url}gribning?size=room")
    expect(page.locator(".room")).to_be_focused()  # for whoever shows it: the keys work at once
    page.locator("header.site .home").focus()
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    page.locator(".room .turns").click()
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_slider_is_heard_with_its_result_when_the_hand_rests(page_factory: Pages, site: Running) -> None:
    page = listen(page_factory())
    shown(page, f"{site.url}legitimitet")
    page.get_by_role("button", name="3. Regn").press("Enter")
    even = page.locator(".reckoned .even")
    before = even.inner_text()
    page.get_by_role("slider").first.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(even).not_to_have_text(before)
    page.wait_for_function("() => heard.some((text) => text.startsWith('Efter fem år'))")
    told = [text for text in heard(page) if text.startswith("Efter fem år")]
    assert told[-1] == " ".join(even.inner_text().split())
    assert len(told) < 6


def test_the_title_tells_which_step_is_at_hand(page_factory: Pages, site: Running) -> None:
    page = shown(page_factory(), f"{site.url}barrierer")
    expect(page).to_have_title("1. Sortér uddragene – Barrierer")
    page.get_by_role("button", name="3. Hvem kan ændre det?").press("Enter")
    expect(page).to_have_title("3. Hvem kan ændre det? – Barrierer")
    page.locator("button.switch:visible").click()
    expect(page).to_have_title("3. Who can change it? – Barriers")


def test_what_is_wrong_is_said_at_its_field_until_it_is_changed(page_factory: Pages, site: Running) -> None:
    page = shown(page_factory(), f"{site.url}m0-start")
    box = item(page, "m0-stop")
    box.get_by_role("button", name="Vis alt til stoppet").press("Enter")
    box.get_by_role("button", name="Vis mulighederne").press("Enter")
    own = box.get_by_label("Hvad ville du selv sige nu?")
    expect(own).to_be_focused()
    expect(own).to_have_accessible_description("Skriv først, hvad du selv ville sige.")
    expect(own).to_have_attribute("aria-invalid", "true")
    own.press_sequentially("Ja")
    expect(own).not_to_have_attribute("aria-invalid", "true")
    expect(own).to_have_accessible_description("")
