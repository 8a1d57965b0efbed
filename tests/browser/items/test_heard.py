"""What whoever cannot see the page is told: once, in the right words, and at the field it is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hearing import heard, listen
from tests.browser.items.conftest import LAST, SAVED, status, text_field
from tests.browser.running import Pages, item, shown
from tests.server.running import run

LOST = "Der er ingen forbindelse. Genindlæs siden."


def test_a_switch_of_language_is_no_news(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None]
) -> None:
    page = listen(page_factory())
    in_page(page, folder)
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    page.wait_for_function("() => heard.length")
    assert heard(page) == ["Siden er klar."]
    page.locator("button.switch:visible").click()
    expect(status(page, "slags-en")).to_have_text("Not answered.")
    item(page, "slags-en").get_by_label("Something one tries").check()
    page.wait_for_function("() => heard.some((text) => text.startsWith('Answered. Saved'))")
    (told,) = heard(page)
    assert told == status(page, "slags-en").inner_text()


def test_a_lost_connection_is_heard_once_and_then_what_is_unsaved(page_factory: Pages, folder: Path) -> None:
    running = run(folder, what="open")
    page = listen(page_factory())
    shown(page, running.url)
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    page.wait_for_function("() => heard.length")
    heard(page)
    for kernel in running.kernels():
        kernel.kill()
    expect(page.locator('.lises-item[data-item] > .status[data-state="trouble"]')).to_have_count(7)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    page.wait_for_function("() => heard.some((text) => text.startsWith('Ikke gemt'))")
    alert, unsaved = heard(page)
    assert alert.startswith("Forbindelsen er afbrudt")
    assert unsaved.startswith("Ikke gemt: der er ingen forbindelse. Genindlæs siden.")
    running.stop()


def test_what_is_asked_is_heard_with_the_field(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    in_page(page, folder)
    for name in ("slags-en", "slags-flere", "slags-orden"):
        asked = item(page, name).locator(".prompt").inner_text()
        expect(item(page, name).get_by_role("group")).to_have_accessible_description(asked)
    number = item(page, "slags-tal").get_by_role("textbox")
    expect(number).to_have_accessible_name("Dit svar Et tal")
    asked = item(page, "slags-tal").locator(".prompt").inner_text()
    expect(number).to_have_accessible_description(f"{asked} timer")
    expect(text_field(page)).to_have_accessible_name("Dit svar Dine egne ord")
    ask = item(page, "slags-en").locator(".buttons button")
    if ask.count():
        expect(ask).to_have_accessible_name("Se tilbagemelding Ét svar")
    steps = item(page, "slags-orden").get_by_role("combobox")
    steps.nth(0).select_option("2")
    steps.nth(2).select_option("2")
    twice = "Nummer 2 er brugt mere end én gang."
    expect(steps.nth(0)).to_have_accessible_description(twice)
    expect(steps.nth(1)).to_have_accessible_description("")
    expect(steps.nth(2)).to_have_accessible_description(twice)


def test_personal_data_is_told_of_at_the_field_and_the_focus_stays_in_the_exercise(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    in_page(page, folder)
    field = text_field(page)
    field.fill("Ring 22 33 44 55.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    expect(field).to_have_attribute("aria-invalid", "true")
    warning = item(page, LAST).locator(".box p").inner_text()
    assert warning in field.evaluate("(one) => one.ariaDescribedByElements.map((e) => e.textContent).join()")
    item(page, LAST).get_by_role("button", name="Det er ikke personoplysninger").press("Enter")
    expect(status(page, LAST)).to_have_text(SAVED)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
