"""Barrierer in a real browser: its steps, an extract drawn and read, and a plan filled in."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.barrierer import extracts
from lises_teach.i18n import phrases
from tests.browser.running import shown
from tests.server.running import Running

SAID = phrases("apps")
SAVED = re.compile(r"Gemt i denne browser kl\. \d\d\.\d\d\.")


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, f"{site.url}barrierer{query}")


def step(page: Page, number: int) -> Locator:
    """Go to a step; the part of the page it stands in."""
    page.locator(".step-row button").nth(number - 1).press("Enter")
    part = page.locator(".bar").nth(number)
    expect(part.locator("h3")).to_be_focused()
    return part


def draw(page: Page, number: str, count: str) -> None:
    page.locator("summary", has_text="Træk andre uddrag").press("Enter")
    page.get_by_label("Antal uddrag").select_option(count)
    page.get_by_label("Trækning nr.").fill(number)
    page.get_by_role("button", name="Træk", exact=True).press("Enter")


def extract_in(part: Locator, lang: str = "da") -> dict[str, Any]:
    """The extract that stands in a step."""
    text = part.locator(".material").inner_text().strip()
    return next(one for one in extracts() if one["text"][lang] == text)


def fill(page: Page, size: int = 1) -> Locator:
    plan = step(page, 5)
    plan.get_by_label("Barriere", exact=True).select_option("predictability")
    for label in ("Det gør vi senest på mandag", "Det tager vi med til ledelsen", "Det kan kun loven ændre"):
        plan.get_by_label(label).fill((f"{label} på torsdagsmødet. " * size)[:400])
    plan.get_by_label("Hvem (roller, ikke navne)").fill("Teamlederen og to rådgivere")
    plan.get_by_label("Hvornår vi ser på det igen").fill("Om tre uger")
    return plan
