"""What Lån et øre looks like: to axe, on a phone, on a projector, in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.laan import (
    UPTAKE,
    begin,
    code,
    coded,
    finish,
    guess,
    part,
    paste,
    rows,
    section,
    share,
    show,
)
from tests.browser.running import Axe, Pages
from tests.server.running import Running

SEEN = """() => {
    const status = [...document.querySelectorAll('[data-kind="code_turns"] > .status')].find((one) => one.offsetParent);
    const sticks = getComputedStyle(status).position === "sticky";
    const low = sticks ? Math.min(innerHeight, status.getBoundingClientRect().top) : innerHeight;
    const line = document.querySelector(".turn.current .talk").getBoundingClientRect();
    const codes = [...document.querySelectorAll(".coder .code")].filter((one) => one.offsetParent);
    const last = Math.max(...codes.map((one) => one.getBoundingClientRect().bottom));
    return { line: line.top >= -1 && line.bottom <= low, codes: last <= low + 1, fits: last - line.top < low - 12 };
}"""


@pytest.mark.parametrize(
    ("width", "height", "query", "share"), [(360, 740, "", 0.75), (1280, 720, "?size=room", 1)]
)
def test_the_line_at_hand_and_its_codes_are_seen_together_wherever_they_fit(
    page_factory: Pages, site: Running, width: int, height: int, query: str, share: float
) -> None:
    page = show(page_factory(viewport={"width": width, "height": height}), site, query)
    begin(page)
    guess(page, "25")
    page.locator("button.switch[value=en]").evaluate("(one) => one.click()")
    expect(page.locator(".coder legend")).to_contain_text(re.compile(r"Look at lines \d+, \d+\.$"))
    page.locator("button.switch[value=da]").evaluate("(one) => one.click()")
    found = []
    for _ in UPTAKE[:-1]:
        code(page, "1")
        found.append(page.evaluate(SEEN))
    assert all(one["line"] for one in found)
    assert all(one["codes"] for one in found if one["fits"])
    assert sum(one["codes"] for one in found) >= share * len(found)


def test_english_is_complete_and_can_be_switched_to_at_any_time(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "12")
    page.locator("button.switch:visible").press("Enter")
    expect(page.get_by_role("heading", name="4. See where you read differently")).to_be_visible()
    expect(section(page, "You and the two coders")).to_contain_text("Lines you have coded: 2.")
    expect(rows(section(page, "You and the two coders")).first.locator(".translation").first).to_be_visible()
    danish = re.compile(r"[æøåÆØÅ]")
    texts = page.evaluate("""() => [...document.querySelectorAll(".ear :not([lang=da]):not([lang=da] *)")]
        .flatMap((one) => [...one.childNodes]).filter((node) => node.nodeType === 3 && node.parentElement.closest("[lang]").lang === "en"
          && !node.parentElement.closest(".ear[hidden], [hidden]"))
        .map((node) => node.textContent)""")
    named = ("Lån et øre", "meningsytring", "gribning")
    assert [text for text in texts if danish.search(text) and not any(name in text for name in named)] == []


@pytest.mark.parametrize(("lang", "scheme"), [("da", "dark"), ("en", "light")])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, lang: str, scheme: str
) -> None:
    page = page_factory(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    small = """() => [...document.querySelectorAll(".ear :is(button, select, summary, textarea, a, input[type=text], .ticks label)")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    levels = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.offsetParent).map((one) => +one.tagName[1])"

    def look() -> None:
        if lang == "en":
            page.locator("button.switch:visible").click()
        assert axe(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
        assert page.evaluate(small) == []
        found = page.evaluate(levels)
        assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False)), found
        if lang == "en":
            page.locator("button.switch:visible").click()

    show(page, site)
    look()
    begin(page)
    guess(page, "25")
    look()
    code(page, "1234")
    finish(page)
    other = share(coded(page_factory(), site, "1122", "Maja"))
    paste(page, other)
    part(page, 5).get_by_label("Første iagttagelse").fill("Det burde S ikke. Ring 22 33 44 55.")
    expect(part(page, 5).locator(".box")).to_be_visible()
    for summary in page.locator(".ear summary:visible").all():
        summary.click()
    expect(page.locator(".measures")).to_have_count(4)
    look()
    assert page_factory.foreign == []
