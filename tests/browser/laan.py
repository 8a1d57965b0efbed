"""Lån et øre in a real browser: its steps, gone through as a student does, and a code to share at the end."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.laan_et_oere import Round, code_item
from lises_teach.conversations import load_conversation
from tests.browser.running import shown
from tests.server.running import Running

TALK, OTHER = "hidden-hope", "no-goals"
THEME, OTHER_THEME = (load_conversation(name).theme.da for name in (TALK, OTHER))
UPTAKE = [str(line) for line in code_item(Round(load_conversation(TALK), "uptake")).lines]
SAVED = re.compile(r"Gemt i denne browser kl\. \d\d\.\d\d\.")


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, f"{site.url}laan-et-oere{query}")


def part(page: Page, number: int) -> Locator:
    """The step of that number; the sixth is what is kept in the browser."""
    return page.locator(".ear").nth(number - 1)


def begin(page: Page, pattern: str = "Gribning", talk: str = TALK) -> None:
    change = page.get_by_role("button", name="Vælg noget andet")
    if change.is_visible():
        change.press("Enter")
    page.get_by_label("Samtale").select_option(talk)
    page.get_by_role("radio", name=re.compile(f"^{pattern}:")).press("Space")
    page.get_by_role("button", name="Begynd").press("Enter")


def guess(page: Page, text: str) -> None:
    field = part(page, 2).get_by_label("Dit svar")
    field.press_sequentially(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(part(page, 3).get_by_role("heading", name="3. Kod for dig selv")).to_be_focused()


def code(page: Page, keys: str) -> None:
    """Give codes from the line at hand on, one key a code."""
    part(page, 3).locator(".coder .code").first.focus()
    for key in keys:
        page.keyboard.press(key)


def finish(page: Page) -> None:
    page.get_by_role("button", name="Jeg er færdig med at kode").press("Enter")
    expect(part(page, 4).get_by_role("heading", name="4. Se, hvor I læser forskelligt")).to_be_focused()


def coded(page: Page, site: Running, keys: str, name: str = "", *, pattern: str = "Gribning") -> Page:
    """A colleague who has coded the first lines and is done."""
    show(page, site)
    begin(page, pattern)
    guess(page, "25")
    code(page, keys)
    finish(page)
    if name:
        page.get_by_label("Dit kaldenavn").fill(name)
    return page


def share(page: Page) -> str:
    return page.get_by_label("Din delekode").input_value()


def paste(page: Page, text: str) -> None:
    page.get_by_label("En kollegas delekode").fill(text)
    page.get_by_role("button", name="Sammenlign").press("Enter")


def section(page: Page, heading: str) -> Locator:
    return page.locator("section section", has=page.get_by_role("heading", name=heading, exact=True)).last


def rows(where: Locator) -> Locator:
    """The differences, which stand unfolded."""
    return where.locator("> .coded-lines > li")
