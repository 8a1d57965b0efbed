"""Answers in the visitor's own browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.items.conftest import LAST, messages, status, text_field
from tests.browser.running import Pages, item

BROWSER = {"LISES_TEACH_STORE": "browser"}
IN_BROWSER = re.compile(r"Gemt i denne browser kl\.")


def test_practice_answers_live_in_the_browser(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder, BROWSER)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_have_text(IN_BROWSER)
    text_field(page).fill("Mit.")
    expect(status(page, LAST)).to_have_text(IN_BROWSER)
    assert not (folder / "answers.json").exists()

    in_voila(page, folder, BROWSER)
    expect(item(page, "slags-en").get_by_label("Noget, man prøver")).to_be_checked()
    expect(page.get_by_text("2 af 7 opgaver er besvaret.")).to_be_visible()
    item(page, "slags-en").get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, "slags-en").locator(".result")).to_contain_text("Rigtigt")

    other = page_factory(context=page.context)
    in_voila(other, folder, BROWSER)
    item(other, "slags-en").get_by_label("Noget, man køber").check()
    expect(item(page, "slags-en").get_by_label("Noget, man køber")).to_be_checked()
    expect(messages(page, "slags-en").get_by_text("Der ligger et nyere svar")).to_be_visible()

    page.get_by_role("button", name="Slet mine svar i denne browser").click()
    expect(page.get_by_text("Tryk igen for at slette.")).to_be_visible()
    page.get_by_role("button", name="Slet mine svar i denne browser").click()
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    expect(item(page, "slags-en").get_by_label("Noget, man køber")).not_to_be_checked()
    expect(item(other, "slags-en").get_by_label("Noget, man køber")).not_to_be_checked()
    expect(status(page, "slags-en")).to_have_text("Ikke besvaret.")
    expect(page.get_by_text("Her øver du dig")).to_be_visible()


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("QuotaExceededError", "browseren har ikke plads til mere"),
        ("SecurityError", "browseren tillader ikke"),
    ],
)
def test_a_browser_that_keeps_nothing_is_said(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], failing: str, said: str
) -> None:
    page = page_factory()
    page.add_init_script(
        f"Storage.prototype.setItem = () => {{ throw new DOMException('nej', '{failing}'); }};"
    )
    in_voila(page, folder, BROWSER)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_contain_text(f"Ikke gemt: {said}")
