"""What Barrierer looks like: to axe, on a phone, on a laptop, on a projector."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from lises_teach.apps.barrierer import extracts
from tests.browser.barrierer import SAID, show, step
from tests.browser.running import Axe, Pages
from tests.server.running import Running


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_on_a_projector_the_page_opens_at_the_app_and_the_survey_is_seen_at_once(
    page_factory: Pages, site: Running, width: int, height: int
) -> None:
    page = show(page_factory(viewport={"width": width, "height": height}), site, "?size=room")
    expect(page.locator("h1:visible")).not_to_be_in_viewport()
    expect(page.locator(".bar").first.locator("h3")).to_be_in_viewport(ratio=1)
    survey = step(page, 4)
    expect(survey.locator("svg")).to_be_in_viewport(ratio=0.98)
    show(page, site, "?size=room")
    expect(survey.locator("h3")).to_be_in_viewport(ratio=0.95)
    expect(survey.locator("svg")).to_be_in_viewport(ratio=0.98)
    expect(survey.locator("select").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("scheme", "lang"), [("light", "da"), ("dark", "en")])
def test_axe_finds_nothing_at_any_step_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, scheme: str, lang: str
) -> None:
    page = page_factory(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    show(page, site, f"?lang={lang}")
    small = """() => [...document.querySelectorAll(".bar :is(button, select, textarea, input[type=text], .ticks label)")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    levels = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.offsetParent).map((one) => +one.tagName[1])"

    def look() -> None:
        assert axe(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
        assert page.evaluate(small) == []
        found = page.evaluate(levels)
        assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False)), found
        if lang == "en":
            shown = page.locator(".bar:visible").all_inner_texts()
            assert [text for text in shown if re.search("[æøåÆØÅ]", text)] == []

    page.locator(".bar summary:visible").click()
    page.locator(".bar h4:visible").focus()
    page.keyboard.press("1")
    page.keyboard.press("7")
    look()
    step(page, 2)
    look()
    part = step(page, 3)
    page.keyboard.press("1")
    part.get_by_role("button").first.press("Enter")
    look()
    part = step(page, 4)
    part.locator("select").last.select_option("size")
    expect(part.locator("tbody tr")).to_have_count(7 + 7 * 3)
    look()
    part = step(page, 5)
    part.locator("textarea").first.fill("a@b.dk")
    expect(part.locator(".box")).to_be_visible()
    look()
    assert page_factory.foreign == []


LONGEST = {lang: max((one["text"][lang] for one in extracts()), key=len) for lang in ("da", "en")}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_on_a_projector_the_type_is_large_and_an_extract_fits_on_the_screen_with_its_choices(
    page_factory: Pages, site: Running, width: int, height: int, lang: str
) -> None:
    page = show(page_factory(viewport={"width": width, "height": height}), site, f"?size=room&lang={lang}")
    part = step(page, 1)
    size: Any = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    assert part.locator(".material p").evaluate(size) >= 27
    page.keyboard.press("ArrowRight")
    expect(part.locator("h4")).to_be_focused()
    part.locator(".material p").evaluate("(one, text) => { one.textContent = text; }", LONGEST[lang])
    expect(part.locator("h4")).to_be_in_viewport(ratio=1)
    expect(part.locator("fieldset")).to_be_in_viewport(ratio=1)
    name, about = (SAID[f"bar_{key}decision_authority"][lang] for key in ("", "about_"))
    expect(part.get_by_role("checkbox", name=f"{name} – {about}")).to_be_visible()
    part.locator(".meant summary").click()
    expect(part.locator(".meant").get_by_text(about)).to_be_visible()

    lefts = "() => [...document.querySelectorAll('h1, .bar h3, .step-row, .bar h4')].filter((one) => one.offsetParent).map((one) => Math.round(one.getBoundingClientRect().left))"
    assert len(set(page.evaluate(lefts))) == 1
    tops = page.locator(".step-row button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1


def test_the_steps_stand_in_even_columns_on_a_laptop(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(viewport={"width": 1280, "height": 720}), site)
    boxes = page.locator(".step-row button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len({round(box["left"]) for box in boxes}) == 3
    assert len({round(box["top"]) for box in boxes}) == 2
    assert len({round(box["width"]) for box in boxes}) == 1
    expect(page.locator(".meant:visible")).to_have_count(0)
