"""Lån et øre in a real browser, by keys from the guess to what one heard, and what is kept in the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.frame import open_conversations
from lises_teach.conversations import load_conversation
from lises_teach.paths import kit_folder
from tests.browser.laan import (
    OTHER,
    SAVED,
    TALK,
    THEME,
    UPTAKE,
    begin,
    code,
    coded,
    finish,
    guess,
    part,
    paste,
    section,
    share,
    show,
)
from tests.browser.running import Pages
from tests.server.running import Running, run


def tab_to(page: Page, aim: Locator) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if aim.evaluate("(one) => one === document.activeElement"):
            return
    pytest.fail("the keyboard does not get there")


def test_the_keyboard_alone_leads_through_everything(page_factory: Pages, site: Running) -> None:
    colleague = share(coded(page_factory(), site, "21", "Maja"))
    page = show(page_factory(), site)
    page.get_by_label("Samtale").select_option(TALK)
    page.get_by_label("Samtale").focus()
    for key in ("Tab", "Space", "Tab", "Enter", "Tab", "2", "5", "Tab", "Enter"):
        page.keyboard.press(key)
    tab_to(page, part(page, 3).locator(".coder .code").first)
    page.keyboard.press("1")
    page.keyboard.press("1")
    tab_to(page, page.get_by_role("button", name="Jeg er færdig med at kode"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("En kollegas delekode"))
    page.keyboard.insert_text(colleague)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Du og Maja")).to_be_focused()
    tab_to(page, section(page, "Du og Maja").locator("summary").first)
    page.keyboard.press("Enter")
    expect(section(page, "Du og Maja").locator("details .coded-lines").first).to_be_visible()
    tab_to(page, part(page, 5).get_by_label("Første iagttagelse"))
    page.keyboard.type("Linje 8.")
    tab_to(page, page.get_by_role("button", name="Slet mine svar i denne browser"))


def test_the_shortest_conversation_stands_first_and_a_warning_comes_before_one_begins(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(), site)
    talks = page.get_by_label("Samtale")
    assert talks.locator("option").evaluate_all("all => all.map((one) => one.value)") == [
        one.id for one in open_conversations()
    ]
    warnings = {one.id: one.warning for one in open_conversations()}
    assert any(warnings.values())
    for talk, warning in warnings.items():
        talks.select_option(talk)
        if warning:
            expect(part(page, 1).locator(".warned")).to_have_text(warning.da)
        else:
            expect(part(page, 1).locator(".warned")).to_be_hidden()


def test_a_guess_comes_first_and_stands_as_it_was(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    page.get_by_role("button", name="Begynd").press("Enter")
    expect(page.get_by_text("Vælg et mønster først.")).to_be_visible()
    begin(page)
    onward = page.get_by_role("button", name="Gå til samtalen")
    for text in ("", "mange", "130"):
        part(page, 2).get_by_label("Dit svar").fill(text)
        onward.press("Enter")
        expect(part(page, 2).get_by_text("Skriv et tal fra 0 til 100 først.")).to_be_visible()
        expect(part(page, 3)).to_be_hidden()
    part(page, 2).get_by_label("Dit svar").fill("ca. 12,5 %")
    onward.press("Enter")
    expect(part(page, 2).get_by_label("Dit svar")).not_to_be_editable()
    page.get_by_role("button", name="Jeg er færdig med at kode").press("Enter")
    expect(page.get_by_text("Giv mindst én linje en kode først.")).to_be_visible()
    code(page, "1")
    finish(page)
    expect(section(page, "Gættet på arbejde")).to_contain_text("Du gættede på 12,5 %.")


def test_what_one_heard_is_checked_for_its_form_only(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1")
    field = part(page, 5).get_by_label("Første iagttagelse")
    last = load_conversation(TALK).turns[-1].line
    for text, said in (
        ("B nævner posten.", "Skriv, hvor du hørte det, fx ”linje 14”."),
        ("I linje 24 og 27 nævnes posten.", "Linje 24, 27."),
        ("I linje 99 sker der noget.", f"Linje 99 findes ikke her. Samtalen går fra linje 1 til {last}."),
        (
            "I l. 24 burde S spørge, godt klaret.",
            "Linje 24. ”burde”, ”godt klaret”: Det lyder som en dom eller et råd;",
        ),
        ("In line 25 S should have asked.", "Linje 25. ”should”: Det lyder som en dom eller et råd;"),
    ):
        field.fill(text)
        expect(field.locator("xpath=..").get_by_role("status")).to_contain_text(said)
        assert field.get_attribute("aria-describedby")
    question = part(page, 5).get_by_label("Dit spørgsmål")
    question.fill("Hvad hører du i linje 30")
    form = question.locator("xpath=..").get_by_role("status")
    expect(form).to_contain_text("Skriv det som et spørgsmål, med spørgsmålstegn.")
    question.fill("Hvad hører du her?")
    expect(form).to_have_text("")
    expect(part(page, 5).locator("> div > section > .status")).to_have_text(SAVED)


def test_personal_data_is_warned_of_as_elsewhere(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1")
    part(page, 5).get_by_label("Anden iagttagelse").fill("Linje 3: Ring 22 33 44 55.")
    expect(part(page, 5)).to_contain_text("Teksten ser ud til at indeholde et telefonnummer (22 33 44 55).")
    assert "22 33 44 55" not in page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    page.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(page.get_by_text("Se på advarslen om personoplysninger først.")).to_be_visible()
    expect(page.locator(".ear-sheet")).to_have_count(0)


def test_what_one_heard_prints_on_one_page(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1")
    page.get_by_role("button", name="Udskriv på én side").press("Enter")
    expect(page.get_by_text("Skriv noget først.")).to_be_visible()
    for label in ("Første iagttagelse", "Anden iagttagelse", "Tredje iagttagelse", "Dit spørgsmål"):
        part(page, 5).get_by_label(label).fill(f"{label} i linje 12. " + "Ord " * 40)
    page.get_by_role("button", name="Udskriv på én side").press("Enter")
    page.emulate_media(media="print")
    expect(page.locator(".ear-sheet")).to_be_visible()
    expect(page.locator(".ear-sheet")).to_contain_text(THEME)
    expect(page.locator(".ear-sheet h2")).to_have_count(4)
    expect(page.locator("main")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) == 1
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".ear-sheet")).to_have_count(0)
    expect(part(page, 5)).to_be_visible()


def test_a_reload_in_the_middle_finds_everything(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    begin(page)
    guess(page, "25")
    code(page, "12")
    expect(part(page, 3).locator(".status")).to_have_text(SAVED)
    show(page, site)
    marks = part(page, 3).locator("button.coded[data-coded=true]")
    expect(marks).to_have_text([re.compile("Gribes$"), re.compile("Overhøres$")])
    expect(part(page, 3).locator(".coder legend")).to_contain_text(f"Linje {UPTAKE[2]}:")
    expect(part(page, 2).get_by_label("Dit svar")).to_have_value("25")
    code(page, "3")
    finish(page)
    page.get_by_label("Dit kaldenavn").fill("Noa")
    part(page, 5).get_by_label("Tredje iagttagelse").fill("Linje 8 begynder forfra.")
    expect(part(page, 5).locator("> div > section > .status")).to_have_text(SAVED)
    before = share(page)
    show(page, site)
    expect(page.get_by_label("Din delekode")).to_have_value(before)
    expect(part(page, 5).get_by_label("Tredje iagttagelse")).to_have_value("Linje 8 begynder forfra.")
    begin(page, "Institutionel taletur", OTHER)
    expect(part(page, 2).get_by_role("heading", level=3)).to_be_focused()
    expect(part(page, 4)).to_be_hidden()
    begin(page)
    expect(part(page, 4).get_by_role("heading", level=3)).to_be_focused()
    expect(page.get_by_label("Din delekode")).to_have_value(before)


def test_everything_can_be_deleted(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "12", "Noa")
    part(page, 5).get_by_label("Første iagttagelse").fill("Linje 8.")
    expect(part(page, 5).locator("> div > section > .status")).to_have_text(SAVED)
    forget = page.get_by_role("button", name="Slet mine svar i denne browser")
    forget.press("Enter")
    expect(page.get_by_text("Tryk igen for at slette.")).to_be_visible()
    forget.press("Enter")
    expect(page.get_by_text("Dine svar i denne browser er slettet.")).to_be_visible()
    expect(part(page, 4)).to_be_hidden()
    keys = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => /laan/.test(key))"
    assert page.evaluate(keys) == []
    begin(page)
    expect(part(page, 2).get_by_label("Dit svar")).to_have_value("")
    guess(page, "30")
    expect(part(page, 3).locator("button.coded").first).to_have_text(re.compile("Ikke kodet$"))
    expect(part(page, 3).locator("button.coded[data-coded=true]")).to_have_count(0)


def test_a_lost_network_stops_nobody_in_mid_exercise(page_factory: Pages) -> None:
    own = run(kit_folder("notebooks"))
    colleague = share(coded(page_factory(), own, "11", "Maja"))
    page = show(page_factory(), own)
    begin(page)
    guess(page, "25")
    own.stop()
    code(page, "12")
    expect(part(page, 3).locator(".status")).to_contain_text(
        "Ikke gemt: der er ingen forbindelse.", timeout=10_000
    )
    finish(page)
    paste(page, colleague)
    pair = section(page, "Du og Maja")
    expect(pair).to_contain_text("Læst forskelligt: 1.")
    pair.locator("details.numbers > summary").press("Enter")
    expect(pair).to_contain_text("Tallene kan ikke regnes ud, for der er ingen forbindelse.", timeout=10_000)
    part(page, 5).get_by_label("Første iagttagelse").fill("Linje 8.")
    expect(part(page, 5)).to_contain_text("Din tekst følger med.", timeout=10_000)
