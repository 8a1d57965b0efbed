"""The language that is switched, personal data that is warned of, and feedback in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.items.conftest import LAST, SAVED, messages, sheet, status, text_field
from tests.browser.running import Pages, item


def test_the_language_switches_in_mid_text(
    page_factory: Pages, folder: Path, in_lab: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    in_lab(page, folder)
    field = text_field(page)
    field.fill("En halv sætning")
    field.evaluate("(area) => { area.focus(); area.setSelectionRange(3, 7); }")
    page.evaluate("() => window.dispatchEvent(new CustomEvent('lises-lang', {detail: 'en'}))")
    expect(item(page, LAST)).to_have_attribute("lang", "en")
    english = item(page, LAST).get_by_role("textbox", name="Your answer")
    expect(english).to_have_value("En halv sætning")
    expect(english).to_be_focused()
    assert english.evaluate("(area) => [area.selectionStart, area.selectionEnd]") == [3, 7]
    expect(status(page, LAST)).to_have_text(re.compile(r"Answered\. Saved at \d\d:\d\d\."))
    item(page, "slags-en").get_by_role("button", name="Dansk").click()
    expect(item(page, LAST).get_by_role("heading", name="Dine egne ord")).to_be_attached()
    item(page, "slags-en").get_by_role("button", name="English").click()
    in_lab(page, folder)
    expect(item(page, "slags-en").get_by_role("heading", name="One answer")).to_be_attached()


def test_personal_data_warns_before_it_is_saved(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).fill("Ring 22 33 44 55.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    warning = messages(page, LAST).get_by_text(
        "Teksten ser ud til at indeholde et telefonnummer (22 33 44 55)."
    )
    expect(warning).to_be_visible()
    assert not (folder / "answers.json").exists()
    assert "22 33 44 55" not in page.evaluate("JSON.stringify(sessionStorage)")
    item(page, LAST).get_by_role("button", name="Det er ikke personoplysninger: gem alligevel").click()
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Ring 22 33 44 55."}
    text_field(page).press_sequentially(" Mere.")
    expect(status(page, LAST)).to_have_text(SAVED)
    expect(warning).to_have_count(0)
    assert sheet(folder)[LAST] == {"text": "Ring 22 33 44 55. Mere."}


def test_feedback_comes_in_words_and_can_be_tried_again(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    one = item(page, "slags-en")
    ask = one.get_by_role("button", name="Se tilbagemelding")
    ask.click()
    expect(one.get_by_text("Svar først, så kommer tilbagemeldingen her.")).to_be_visible()
    one.get_by_label("Noget, man køber").check()
    ask.click()
    expect(one.get_by_role("heading", name="Tilbagemelding")).to_be_focused()
    for said in (
        "Ikke rigtigt",
        "Du svarede: Noget, man køber",
        "At inddragelse er at spørge pænt.",
        "§ 1 i prøven",
    ):
        expect(one.locator(".result")).to_contain_text(said)
    old = one.get_by_text("Tilbagemeldingen hører til det tidligere svar.")
    expect(old).to_be_hidden()
    one.get_by_label("Noget, man prøver").check()
    expect(old).to_be_visible()
    one.get_by_role("button", name="Prøv igen").click()
    expect(one.locator(".result")).to_be_hidden()
    expect(one.get_by_label("Noget, man prøver")).to_be_focused()
    ask.click()
    expect(one.locator(".result")).to_contain_text("Rigtigt")
    expect(old).to_be_hidden()
    item(page, LAST).get_by_role("textbox").fill("Noget om det hele.")
    item(page, LAST).get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, LAST).locator(".result")).to_contain_text("Der er intet facit")
    expect(item(page, LAST).locator(".result")).to_contain_text("Det vejer to hensyn mod hinanden.")
