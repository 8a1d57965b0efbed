"""Items answered with the keyboard, saved, found again; and what is said when they are not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.items.conftest import LAST, SAVED, kill_kernels, run_all, sheet, status, text_field
from tests.browser.running import Pages, Server, item

ALL_ANSWERED = {
    "slags-en": {"choice": "b"},
    "slags-flere": {"mandag": True, "fredag": True},
    "slags-sorter": {"s1": "sagsbehandler"},
    "slags-maerker": {"s1": ["krav", "behov"]},
    "slags-orden": {"t1": 3},
    "slags-tal": {"value": "102,5 timer"},
    "slags-tekst": {"text": "Æbler og\nøl."},
}
KEYS = {
    "slags-en": ["Tab", "ArrowDown", "ArrowDown", "ArrowUp"],
    "slags-flere": ["Tab", "Space", "Tab", "Tab", "Space"],
    "slags-sorter": ["Tab", "ArrowRight", "ArrowRight", "ArrowLeft"],
    "slags-maerker": ["Tab", "Space", "Tab", "Space"],
    "slags-orden": ["Tab", "3"],
    "slags-tal": ["Tab", "type:102,5 timer"],
    "slags-tekst": ["Tab", "Tab", "type:Æbler og", "Enter", "type:øl."],
}


def test_every_kind_by_keyboard_alone_is_on_disk_and_found_after_a_reload(
    page_factory: Pages, folder: Path, opened: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    opened(page, folder)
    expect(status(page, "slags-en")).to_have_text("Ikke besvaret.")
    for name, keys in KEYS.items():
        item(page, name).locator("h3").focus()
        if not page.locator("html[data-lises]").count():
            page.keyboard.press("Tab")  # the language button, which our pages have at the top
        for key in keys:
            _, typing, text = key.partition("type:")
            page.keyboard.type(text) if typing else page.keyboard.press(key)
        page.keyboard.press("Tab")
        expect(status(page, name)).to_have_text(SAVED)
    assert sheet(folder) == ALL_ANSWERED
    expect(status(page, "slags-sorter")).to_have_text(re.compile(r"^1 af 3 besvaret\. Gemt"))

    opened(page, folder)
    expect(item(page, "slags-en").get_by_label("Noget, man prøver")).to_be_checked()
    expect(item(page, "slags-flere").get_by_label("Fredag")).to_be_checked()
    expect(item(page, "slags-sorter").get_by_label("Sagsbehandleren").first).to_be_checked()
    expect(item(page, "slags-maerker").get_by_label("Behov").first).to_be_checked()
    expect(item(page, "slags-orden").get_by_label("Skriv referat")).to_have_value("3")
    expect(item(page, "slags-tal").get_by_label("Dit svar")).to_have_value("102,5 timer")
    expect(text_field(page)).to_have_value("Æbler og\nøl.")
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder) == ALL_ANSWERED
    others = [url for url in page_factory.foreign if "fontawesome" not in url]  # stock Voila's template
    assert others == []


def test_a_kernel_restart_loses_nothing(
    page_factory: Pages,
    folder: Path,
    in_lab: Callable[[Page, Path], None],
) -> None:
    page = page_factory()
    in_lab(page, folder)
    text_field(page).fill("Før genstart.")
    expect(status(page, LAST)).to_have_text(SAVED)
    page.get_by_role("button", name="Restart the kernel", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(status(page, LAST)).to_contain_text("Der er ingen forbindelse. Kør alle celler igen")
    text_field(page).press_sequentially(" Og efter.")
    expect(status(page, LAST)).to_have_text(
        "Ikke gemt: der er ingen forbindelse. Kør alle celler igen (menuen Kør, på engelsk Run). "
        "Din tekst følger med.",
        timeout=15_000,
    )
    assert sheet(folder)[LAST] == {"text": "Før genstart."}
    run_all(page)
    expect(text_field(page)).to_have_value("Før genstart. Og efter.")
    expect(status(page, LAST)).to_have_text(SAVED, timeout=30_000)
    assert sheet(folder)[LAST] == {"text": "Før genstart. Og efter."}
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('lises-unsaved'))") == []


def test_a_killed_kernel_is_said_and_the_answer_comes_along(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], voila_server: Server
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).press_sequentially("Midt i en ")
    kill_kernels(voila_server)
    text_field(page).press_sequentially("sætning.")
    message = "Ikke gemt: der er ingen forbindelse. Genindlæs siden. Din tekst følger med."
    expect(status(page, LAST)).to_have_text(message, timeout=15_000)
    expect(text_field(page)).to_have_value("Midt i en sætning.")
    item(page, LAST).get_by_role("button", name="Genindlæs siden").click()
    expect(text_field(page)).to_have_value("Midt i en sætning.", timeout=60_000)
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Midt i en sætning."}


def test_leaving_with_something_unsaved_asks(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], voila_server: Server
) -> None:
    page = page_factory()
    in_voila(page, folder)
    kill_kernels(voila_server)
    text_field(page).press_sequentially("Ikke gemt.")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]
