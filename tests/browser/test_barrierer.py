"""Barrierer in a real browser: sorted by keys, read beside two coders and the survey, kept in the visitor's browser."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from lises_teach.apps.barrierer import extracts
from lises_teach.paths import kit_folder
from tests.browser.barrierer import SAID, SAVED, draw, extract_in, fill, show, step
from tests.browser.running import Pages
from tests.server.running import Running, run


def read_as(extract: dict[str, Any], coder: str) -> str:
    """What stands under the name of a coder."""
    codes = extract["coders"][coder]["codes"]
    said: str = (
        SAID[f"bar_condition_{extract['condition']}"]["da"] if "basic_condition" in codes else named(codes)
    )
    return said


def named(codes: list[str]) -> str:
    first, *rest = [SAID[f"bar_{code}"]["da"] for code in codes]
    return " og ".join([first, *(name[0].lower() + name[1:] for name in rest)])


def test_keys_lead_from_sorting_to_reasons_to_who_can_change_it(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    draw(page, "0", "4")
    expect(page.get_by_text("Skriv et helt tal fra 1 til 99.")).to_be_visible()
    expect(page.get_by_label("Trækning nr.")).to_be_focused()
    page.get_by_label("Trækning nr.").fill("7")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sort = page.locator(".bar").nth(1)
    expect(sort).to_contain_text("Trækning nr. 7: 4 uddrag ud af 56.")
    expect(sort.locator("h3")).to_be_focused()
    first = extract_in(sort)
    page.keyboard.press("2")
    page.keyboard.press("4")
    expect(sort.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.keyboard.press("1")
    expect(sort.get_by_text("Højst to kryds. Fjern et af dem først.")).to_be_visible()
    expect(sort.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.keyboard.press("9")
    expect(sort.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.keyboard.press("2")
    expect(sort.get_by_text("I har valgt: Forudsigelighed.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(sort.get_by_role("heading", name="Uddrag 2 af 4")).to_be_focused()
    expect(sort.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.keyboard.press("ArrowLeft")

    reasons = step(page, 2)
    assert extract_in(reasons) == first
    sides = reasons.locator(".sides > div")
    expect(sides.first).to_have_text("I selvForudsigelighed")
    for place, coder in enumerate("AB", 1):
        reason = first["coders"][coder]["reason"]["da"]
        expect(sides.nth(place)).to_have_text(f"Koder {coder}{read_as(first, coder)}{reason}")
    expect(reasons.locator(".consensus")).to_have_text(SAID[f"bar_status_{first['status']}"]["da"])
    reasons.get_by_role("button", name="Næste uddrag").press("Enter")
    expect(reasons).to_contain_text("I har ikke sorteret dette uddrag endnu.")
    expect(reasons.locator(".sides")).to_have_count(0)
    reasons.get_by_role("button", name="Sortér uddraget").press("Enter")
    expect(sort.get_by_role("heading", name="Uddrag 2 af 4")).to_be_visible()

    change = step(page, 3)
    second = extract_in(change)
    change.get_by_role("button", name="Vis kodernes læsning").press("Enter")
    expect(change.get_by_text("Vælg selv først.", exact=True)).to_be_visible()
    expect(change.locator(".sides")).to_have_count(0)
    page.keyboard.press("3")
    change.get_by_role("button", name="Vis kodernes læsning").press("Enter")
    who = {
        name: SAID[f"bar_who_{'nothing' if name == '-' else name}"]["da"]
        for name in ("tomorrow", "budget", "law", "-")
    }
    expect(change.locator(".sides > div")).to_have_text(
        [f"I selv{who['law']}"] + [f"Koder {coder}{who[second['coders'][coder]['who']]}" for coder in "AB"]
    )
    status = "contested" if second["contested_who"] else "agreed"
    expect(change.locator(".consensus")).to_have_text(SAID[f"bar_status_{status}"]["da"])
    for _ in range(2):
        change.get_by_role("button", name="Næste uddrag").press("Enter")
    change.get_by_role("button", name="Videre til ”4.").press("Enter")
    expect(page.locator(".bar").nth(4).locator("h3")).to_be_focused()


def test_a_basic_condition_is_read_as_one_and_not_as_nothing(
    page_factory: Pages, site: Running, rules: Page
) -> None:
    alone, beside = (
        next(one for one in extracts() if one["condition"] and one["beside"] is found)
        for found in (False, True)
    )
    ask = """([all, wanted]) => { for (let number = 1; number < 100; number++) {
        const at = rules.drawnExtracts(all, number, 8).findIndex(({ id }) => id === wanted);
        if (at >= 0) return [number, at];
    } }"""
    page = show(page_factory(), site)
    for extract, heading in ((alone, SAID[f"bar_condition_{alone['condition']}"]["da"]), (beside, None)):
        number, at = rules.evaluate(ask, [list(extracts()), extract["id"]])
        step(page, 1)
        draw(page, str(number), "8")
        for _ in range(at):
            page.keyboard.press("ArrowRight")
        assert extract_in(page.locator(".bar").nth(1))["id"] == extract["id"]
        page.keyboard.press("8")
        reasons = step(page, 2)
        also = reasons.get_by_text("Begge kodere ser også et grundvilkår")
        if heading:
            expect(reasons.locator(".sides b")).to_have_text(["Grundvilkår", heading, heading])
            expect(also).to_have_count(0)
        else:
            expect(also).to_have_count(1)


def test_the_right_arrow_leads_from_the_last_extract_to_the_next_step(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(), site)
    draw(page, "12", "4")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".bar").nth(2).locator("h3")).to_be_focused()
    expect(page.locator(".bar").nth(2).get_by_role("heading", name="Uddrag 1 af 4")).to_be_visible()


def test_a_reload_and_another_language_lose_nothing(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    draw(page, "12", "8")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("5")
    plan = step(page, 5)
    plan.get_by_label("Det gør vi senest på mandag").fill("Vi ringer til hinanden.")
    plan.get_by_label("Barriere", exact=True).select_option("managerial_backing")
    expect(plan.get_by_text("højst tre: 1.")).to_be_visible()
    expect(plan.locator(".status")).to_have_text(SAVED)
    change = step(page, 3)
    page.keyboard.press("1")
    before = extract_in(change)
    page.locator("button.switch:visible").press("Enter")
    expect(change.get_by_role("radio", name="We ourselves, from tomorrow")).to_be_checked()
    assert extract_in(change, "en") == before
    show(page, site)
    change = page.locator(".bar").nth(3)
    expect(change.get_by_role("heading", name="Extract 2 of 8")).to_be_visible()
    expect(change.get_by_role("radio", name="We ourselves, from tomorrow")).to_be_checked()
    assert extract_in(change, "en") == before
    expect(step(page, 1).get_by_role("checkbox", name=re.compile("^Managerial backing"))).to_be_checked()
    expect(step(page, 5).get_by_label("What we do by Monday")).to_have_value("Vi ringer til hinanden.")
    expect(page.locator(".bar").nth(5).get_by_label("Barrier", exact=True)).to_have_value(
        "managerial_backing"
    )


def test_the_survey_shows_what_is_chosen_with_spread_and_n(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    survey = step(page, 4)
    expect(survey.get_by_role("img")).to_have_accessible_name(
        re.compile(r"^Alle syv barrierer\. Konstruerede data\.")
    )
    expect(survey.locator("tbody tr")).to_have_count(7)
    survey.get_by_label("Barriere", exact=True).select_option("managerial_backing")
    survey.get_by_label("Del svarene op").select_option("role")
    expect(survey.get_by_role("img")).to_have_accessible_name(re.compile("^Ledelsesopbakning efter rolle"))
    rows = survey.locator("tbody tr")
    expect(rows).to_have_text(
        [
            re.compile("^Sagsbehandlere5252,071,16$"),
            re.compile("^Virksomhed"),
            re.compile("^Teamledere1371,071,12"),
        ]
    )
    box = "(one) => one.scrollWidth - one.clientWidth"
    survey.get_by_label("Barriere", exact=True).select_option("all")
    expect(rows).to_have_count(7 + 7 * 3)
    expect(survey.locator("table")).to_be_hidden()
    survey.locator("summary").click()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 720})
        assert survey.locator(".scroll").evaluate(box) == 0
    survey.get_by_label("Barriere", exact=True).select_option("managerial_backing")
    expect(rows).to_have_count(3)
    expect(survey).to_contain_text("Spredningen inden for en gruppe er mindst 1,12")
    page.locator("button.switch:visible").press("Enter")
    expect(survey.get_by_role("img")).to_have_accessible_name(re.compile("^Managerial backing by role"))
    expect(rows.first).to_contain_text("Caseworkers")


def test_numbers_work_where_one_has_clicked_in_the_step_but_not_outside_it_or_in_a_field(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(), site)
    sort = page.locator(".bar").nth(1)
    ticked = sort.get_by_role("checkbox", checked=True)
    page.keyboard.press("2")  # the focus is nowhere: a word said to the computer must not tick
    sort.locator(".material").click()
    page.keyboard.press("4")
    expect(ticked).to_have_count(1)
    sort.locator(".material").click()
    page.keyboard.press("ArrowRight")
    expect(sort.get_by_role("heading", name="Uddrag 2 af 6")).to_be_focused()
    sort.locator("summary", has_text="Træk andre uddrag").click()
    sort.get_by_label("Trækning nr.").fill("")
    page.keyboard.type("35")
    page.keyboard.press("ArrowLeft")
    expect(sort.get_by_label("Trækning nr.")).to_have_value("35")
    expect(ticked).to_have_count(0)
    expect(sort.get_by_role("heading", name="Uddrag 2 af 6")).to_be_visible()
    survey = step(page, 4)
    page.keyboard.press("3")
    page.keyboard.press("ArrowLeft")
    survey.get_by_role("button", name="Videre til").press("Enter")
    page.keyboard.press("3")
    step(page, 1)
    expect(sort.get_by_role("heading", name="Uddrag 2 af 6")).to_be_visible()
    expect(ticked).to_have_count(0)


def test_a_lost_network_stops_nobody(page_factory: Pages) -> None:
    own = run(kit_folder("notebooks"))
    page = show(page_factory(), own)
    own.stop()
    page.locator(".bar h4:visible").focus()
    page.keyboard.press("3")
    expect(step(page, 2).locator(".sides > div")).to_have_count(3)
    step(page, 3)
    page.keyboard.press("2")
    page.get_by_role("button", name="Vis kodernes læsning").press("Enter")
    expect(page.locator(".bar").nth(3).locator(".sides > div")).to_have_count(3)
    expect(step(page, 4)).to_contain_text(
        "Figuren kan ikke hentes, for der er ingen forbindelse.", timeout=10_000
    )
    fill(page)
    expect(page.locator(".bar").nth(5)).to_contain_text("Din tekst følger med.", timeout=10_000)
