"""The plan that Barrierer ends in: printed, saved as a file, deleted, and looked through for personal data."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.barrierer import SAVED, draw, extract_in, fill, show, step
from tests.browser.running import Pages
from tests.server.running import Running


def test_the_browsers_own_print_has_all_of_the_plan(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    plan = fill(page, 12)
    who = ("Teamlederen, to rådgivere og virksomhedskonsulenten " * 3)[:120]
    plan.get_by_label("Hvem (roller, ikke navne)").fill(who)
    texts = [plan.get_by_label(label).input_value() for label in (
        "Det gør vi senest på mandag", "Det tager vi med til ledelsen", "Det kan kun loven ændre",
        "Hvem (roller, ikke navne)", "Hvornår vi ser på det igen",
    )]  # fmt: skip
    expect(plan.locator(".print-only:visible")).to_have_count(0)
    page.emulate_media(media="print")
    expect(plan.locator(".print-only:visible")).to_have_text(["Forudsigelighed", *texts])
    expect(plan.locator(":is(select, input, textarea):visible")).to_have_count(0)
    page.emulate_media(media="screen")
    show(page, site)
    page.emulate_media(media="print")
    expect(page.locator(".bar:visible .print-only")).to_have_text(["Forudsigelighed", *texts])


def test_the_plan_prints_on_one_page_with_its_extracts_and_is_saved_as_a_file(
    page_factory: Pages, site: Running, tmp_path: Path
) -> None:
    page = show(page_factory(), site)
    draw(page, "7", "8")
    texts = []
    for _ in range(4):
        page.keyboard.press("2")
        texts.append(extract_in(page.locator(".bar").nth(1))["text"]["da"])
        page.keyboard.press("ArrowRight")
    plan = step(page, 5)
    plan.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(plan.get_by_text("Skriv noget først.")).to_be_visible()
    plan = fill(page, 40)
    plan.get_by_label("Det kan kun loven ændre").fill("Ring 22 33 44 55.")
    plan.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(plan.get_by_text("Se på advarslen om personoplysninger først.")).to_be_visible()
    expect(plan).to_contain_text("Teksten ser ud til at indeholde et telefonnummer (22 33 44 55).")
    assert "22 33 44 55" not in page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    expect(page.locator(".print-sheet")).to_have_count(0)
    fill(page, 40)
    plan.get_by_role("button", name="Udskriv på én side").press("Enter")
    sheet = page.locator(".print-sheet")
    expect(sheet).to_have_count(1)
    page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    for text in texts[:3]:
        expect(sheet).to_contain_text(text)
    expect(sheet).not_to_contain_text(texts[3])
    expect(page.locator("main")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    with page.expect_download() as waiting:
        plan.get_by_role("button", name="Gem som tekstfil").press("Enter")
    assert waiting.value.suggested_filename == "barrierer-plan.txt"
    waiting.value.save_as(tmp_path / "plan.txt")
    said = (tmp_path / "plan.txt").read_text(encoding="utf-8")
    for part in ("Barriere\nForudsigelighed", "Hvem (roller, ikke navne)\nTeamlederen", texts[0]):
        assert part in said
    page.get_by_role("button", name="Slet mine svar i denne browser").press("Enter")
    page.get_by_role("button", name="Slet mine svar i denne browser").press("Enter")
    expect(page.get_by_text("Dine svar i denne browser er slettet.")).to_be_visible()
    keys = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => /barrierer/.test(key))"
    assert page.evaluate(keys) == []
    expect(step(page, 5).get_by_label("Hvornår vi ser på det igen")).to_have_value("")
    expect(step(page, 1).get_by_role("checkbox", checked=True)).to_have_count(0)


def test_a_plan_that_cannot_be_looked_through_now_is_neither_printed_nor_saved(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(), site)
    plan = fill(page)
    expect(plan.locator(".status")).to_have_text(SAVED)
    page.evaluate("() => { WebSocket.prototype.send = () => {}; }")
    plan.get_by_label("Hvem (roller, ikke navne)").fill("Ring 22 33 44 55")
    for name in ("Udskriv på én side", "Gem som tekstfil"):
        plan.get_by_role("button", name=name).press("Enter")
        expect(plan.get_by_text("kan ikke ses igennem for personoplysninger lige nu")).to_be_visible()
        expect(page.locator(".print-sheet")).to_have_count(0)


def test_a_full_browser_does_not_let_personal_data_through(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    page.evaluate(
        """() => { Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    plan = fill(page)
    plan.get_by_label("Hvem (roller, ikke navne)").fill("Ring 22 33 44 55")
    plan.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(plan.get_by_text("Se på advarslen om personoplysninger først.")).to_be_visible()
    plan.get_by_label("Hvem (roller, ikke navne)").fill("Teamlederen")
    plan.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(page.locator(".print-sheet")).to_have_count(1)
