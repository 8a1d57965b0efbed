"""Legitimitet in a real browser: weighed, turned around, calculated, printed; kept in the visitor's own browser.

One server, and few page loads: each test walks a long way.
"""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.legitimitet import PRICE, RATE, Assumption, open_vignettes, reckoning
from lises_teach.dilemmas import load_panel, load_vignette
from tests.browser.running import Axe, Pages, shown
from tests.server.running import Running

FIRST, OTHER = (load_vignette(name) for name in open_vignettes()[:2])
LOST = "Den aftale, køkkenet regnede med, og roen for de to, der venter."
LONG = "Hun får en dato, og de to på listen får at vide, hvor længe de kommer til at vente. "
FORGET = "Slet mine svar i denne browser"


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, f"{site.url}legitimitet{query}")


def go(page: Page, step: str, heading: str) -> None:
    page.get_by_role("button", name=step, exact=True).press("Enter")
    expect(page.get_by_role("heading", name=heading)).to_be_focused()
    expect(page.locator(".step-row [aria-current=step]")).to_have_text(step)


def weigh(page: Page) -> None:
    """Give every option 100 points with the number fields alone, tabbing over the sliders."""
    for number in (1, 2, 3):
        option = page.get_by_role("group", name=f"Mulighed {number}", exact=True)
        option.get_by_label("Effektivitet", exact=True).focus()
        for points in (40, 20, 25, 15):
            page.keyboard.type(str(points))  # what stands there is selected
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
        expect(option.locator(".sum")).to_have_text("Fordelt 100 af 100.")


def turned(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def even(page: Page) -> Locator:
    return page.locator(".reckoned .even")


def said(rate: int, price: int, lang: str = "da") -> str:
    text: str = reckoning(Assumption(rate=rate, price=price))["said"]["even"][lang]
    return text


def test_a_dilemma_is_led_from_weights_to_a_printed_page_and_found_again(
    page_factory: Pages, site: Running
) -> None:
    page = show(page_factory(), site)
    expect(page.get_by_text("i JupyterLab vælger I først")).to_be_hidden()
    expect(page.get_by_label("Dilemma", exact=True).locator("option")).to_have_text(
        [load_vignette(name).title.da for name in open_vignettes()]
    )
    go(page, "4. Tag med", "4. Tag det med")
    page.get_by_role("button", name="Udskriv eller gem siden").press("Enter")
    expect(page.get_by_text("Afvej eller vend dilemmaet først.")).to_be_visible()

    go(page, "1. Afvej", "1. Afvej dilemmaet")
    weigh(page)
    page.get_by_label("Hvad går tabt").fill("x")
    page.get_by_role("button", name="Se panelets spænd").press("Enter")
    expect(
        page.get_by_text("Skriv med mindst 10 ord, hvad der går tabt. Så kan du se resten.")
    ).to_be_visible()
    page.get_by_label("Hvad går tabt").fill(LOST)
    expect(page.locator("figure:visible")).to_have_count(0)
    page.get_by_role("button", name="Se panelets spænd").press("Enter")
    spread = load_panel(FIRST.id).spread("o1", "effectiveness")
    charts = page.get_by_role("img", name=re.compile("det simulerede panels spænd"))
    expect(charts).to_have_count(3)
    expect(charts.first).to_have_accessible_description(
        re.compile(f"^Effektivitet: din vægt 40, panelet fra {spread.lowest} til {spread.highest}")
    )
    for effect in FIRST.options[0].effects:
        expect(page.get_by_text(effect.text.da)).to_be_visible()

    page.get_by_role("button", name="Videre: 2. Vend sagen").press("Enter")
    expect(page.get_by_role("heading", name="2. Vend sagen")).to_be_focused()
    for name in ("Ens for alle", "Skræddersyet", "Parkeret"):
        turned(page, name).get_by_label("Hvad ville det betyde").fill(f"{name}: {LONG * 3}")
    turned(page, "Parkeret").get_by_label("Kommer en af mulighederne").select_option("o3")
    turned(page, "Et værn mod varig parkering").get_by_label("Hvem ser på sagen").fill(LONG * 3)
    expect(page.locator('.lises-item[data-kind="turned"] > .status')).to_have_text(
        re.compile("^4 af 4 besvaret. Gemt")
    )

    go(page, "4. Tag med", "4. Tag det med")
    page.get_by_role("button", name="Udskriv eller gem siden").press("Enter")
    expect(page.locator(".print-sheet .foot")).to_have_count(1)
    expect(page.locator(".print-sheet h2", has_text="Besparelse eller investering")).to_have_count(0)
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    go(page, "2. Vend sagen", "2. Vend sagen")

    page.get_by_role("button", name="Videre: 3. Regn").press("Enter")
    expect(even(page)).to_have_text(said(RATE, PRICE))
    share = page.get_by_label("Hvor mange ud af 100 forsørger sig selv i år 5 med investeringen?", exact=True)
    slider = page.get_by_label("Hvor mange ud af 100 forsørger sig selv i år 5 med investeringen?, skyder")
    slider.press("ArrowLeft")
    expect(share).to_have_value(str(RATE - 1))
    expect(even(page)).to_have_text(said(RATE - 1, PRICE))
    share.fill("20")
    expect(slider).to_have_value("20")
    expect(even(page)).to_have_text(said(20, PRICE))
    page.get_by_label("i kroner pr. borger?", exact=False).last.fill("9000000")
    page.keyboard.press("Tab")
    expect(even(page)).to_have_text(said(20, 220_000))
    price = page.get_by_label("Hvad koster investeringens indsats i alt, i kroner pr. borger?", exact=True)
    expect(price).to_have_value("220000")
    price.fill("80000")
    expect(even(page)).to_have_text(said(20, 80_000))
    box = page.locator(".reckoned .result")
    expect(box).to_contain_text("Én krone sparet på indsatsen er altså ikke én krone tjent.")
    expect(box.locator(".drawn:visible")).to_have_count(1)
    expect(box.get_by_role("img", name=re.compile("Konstruerede data"))).to_be_visible()
    box.locator("summary", has_text="fem år i alt").click()
    expect(box.get_by_role("row", name="Indsats")).to_contain_text("80.000")
    page.get_by_label("Hvad bygger andelen på?").fill("Et skøn fra teammødet.")
    expect(page.locator('.lises-item[data-kind="reckoned"] > .status')).to_have_text(
        re.compile("^Besvaret. Gemt")
    )

    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.get_by_role("heading", name="3. Regn på det")).to_be_visible()
    expect(even(page)).to_have_text(said(20, 80_000))
    page.locator("button.switch:visible").click()
    expect(even(page)).to_have_text(said(20, 80_000, "en"))
    expect(page.locator(".reckoned .drawn:visible")).to_have_attribute("lang", "en")
    page.locator("button.switch:visible").click()
    expect(page.get_by_label("Hvad bygger andelen på?")).to_have_value("Et skøn fra teammødet.")

    go(page, "4. Tag med", "4. Tag det med")
    page.get_by_role("button", name="Udskriv eller gem siden").press("Enter")
    page.emulate_media(media="print")
    sheet = page.locator(".print-sheet")
    expect(sheet.get_by_role("heading", level=1)).to_have_text(FIRST.title.da)
    expect(sheet.get_by_role("heading", name="Besparelse eller investering")).to_have_count(1)
    for words in (FIRST.text.da, LOST, said(20, 80_000), "Et skøn fra teammødet.", "(tættest på mulighed 3)"):
        expect(sheet).to_contain_text(words)
    expect(sheet.get_by_role("row", name=f"2. {FIRST.options[1].text.da}").get_by_role("cell")).to_have_text(
        ["40", "20", "25", "15"]
    )
    expect(page.locator("main")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(sheet).to_have_count(0)

    page.get_by_label("Dilemma", exact=True).select_option(OTHER.id)
    go(page, "1. Afvej", "1. Afvej dilemmaet")
    expect(page.locator(".dilemma > .material")).to_contain_text(OTHER.text.da)
    expect(page.get_by_label("Hvad går tabt")).to_have_value("")
    page.get_by_label("Dilemma", exact=True).select_option(FIRST.id)
    expect(page.get_by_label("Hvad går tabt")).to_have_value(LOST)
    for _ in range(2):
        page.get_by_role("button", name=FORGET).press("Enter")
    expect(page.get_by_label("Hvad går tabt")).to_have_value("")
    assert (
        page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('lises:legitimitet'))")
        == []
    )
    assert page_factory.foreign == []


def test_personal_data_is_warned_of_and_a_lost_line_is_said(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(), site)
    go(page, "2. Vend sagen", "2. Vend sagen")
    turned(page, "Parkeret").get_by_label("Hvad ville det betyde").fill("Ring til hende på 22 33 44 55.")
    expect(
        page.get_by_text("Teksten ser ud til at indeholde et telefonnummer (22 33 44 55).")
    ).to_be_visible()
    assert "22 33 44 55" not in page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    go(page, "4. Tag med", "4. Tag det med")
    page.get_by_role("button", name="Udskriv eller gem siden").press("Enter")
    expect(page.get_by_text("Se på advarslen om personoplysninger først.")).to_be_visible()
    expect(page.locator(".print-sheet")).to_have_count(0)

    go(page, "3. Regn", "3. Regn på det: besparelse eller investering")
    page.evaluate("() => { WebSocket.prototype.send = () => {}; }")
    page.get_by_label("i kroner pr. borger?", exact=False).last.fill("90000")
    expect(page.get_by_text("Tallene herunder følger ikke med")).to_be_visible()
    expect(page.locator(".reckoned .result")).to_contain_text("investeringens indsats koster 120.000 kr.")
    page.get_by_label("Hvad bygger andelen på?").fill("Ring til hende på 22 33 44 55.")
    go(page, "2. Vend sagen", "2. Vend sagen")
    turned(page, "Parkeret").get_by_label("Hvad ville det betyde").fill("Ring til hende.")
    go(page, "4. Tag med", "4. Tag det med")
    page.get_by_role("button", name="Udskriv eller gem siden").press("Enter")
    expect(page.get_by_text("kan ikke ses igennem for personoplysninger lige nu")).to_be_visible()
    expect(page.locator(".print-sheet")).to_have_count(0)


def test_a_room_guesses_where_the_answer_tips_before_it_is_shown(page_factory: Pages, site: Running) -> None:
    page = show(page_factory(viewport={"width": 1280, "height": 720}), site, "?size=room")
    expect(page.locator("h1:visible")).not_to_be_in_viewport()
    expect(page.locator(".legit h3").first).to_be_in_viewport(ratio=1)
    go(page, "3. Regn", "3. Regn på det: besparelse eller investering")
    shown_at = page.locator(".reckoned").get_by_text("vender svaret ved")
    rates = page.locator(".reckoned summary", has_text="hvis færre eller flere forsørger sig selv")
    expect(shown_at).to_have_count(0)
    expect(rates).to_have_count(0)
    expect(page.locator(".reckoned table:visible")).to_have_count(0)
    slider = page.get_by_label("Hvor mange ud af 100 forsørger sig selv i år 5 med investeringen?, skyder")
    slider.press("ArrowLeft")
    expect(shown_at).to_have_count(1)
    expect(rates).to_be_visible()
    expect(even(page)).to_have_text(said(RATE - 1, PRICE))
    expect(even(page)).to_be_in_viewport(ratio=1)
    expect(slider).to_be_in_viewport(ratio=1)
    rates.click()
    expect(page.locator(".reckoned table:visible")).to_have_count(1)
    slider.press("ArrowLeft")
    expect(even(page)).to_have_text(said(RATE - 2, PRICE))
    expect(page.locator(".reckoned table:visible")).to_have_count(1)
    expect(page.locator('.lises-item[data-kind="reckoned"] > .status')).to_contain_text("Gemt")
    show(page, site, "?size=room")
    expect(page.get_by_role("heading", name="3. Regn på det")).to_be_in_viewport(ratio=0.95)
    expect(even(page)).to_have_text(said(RATE - 2, PRICE))
    expect(shown_at).to_have_count(0)
    page.get_by_role("button", name="Vis, hvor svaret vender").press("Enter")
    expect(shown_at).to_be_focused()


@pytest.mark.parametrize(("lang", "scheme"), [("da", "dark"), ("en", "light")])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, site: Running, axe: Axe, lang: str, scheme: str
) -> None:
    page = page_factory(viewport={"width": 320, "height": 740}, color_scheme=scheme)
    show(page, site, f"?lang={lang}")
    small = """() => [...document.querySelectorAll(".legit :is(button, select, textarea, input)")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    levels = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.offsetParent).map((one) => +one.tagName[1])"
    other = re.compile(r"\b(the|and|of)\b" if lang == "da" else r"[æøåÆØÅ]|\b(og|ikke|der)\b")
    for group in page.locator(".legit .weights").all():
        group.get_by_role("spinbutton").first.fill("100")
    page.locator(".dilemma textarea").fill(LOST)
    page.locator(".dilemma .buttons button").click()
    expect(page.locator(".dilemma figure")).to_have_count(3)
    for details in page.locator(".dilemma figure summary").all():
        details.click()
    page.locator(".dilemma textarea").fill("")
    for step in page.locator(".step-row button").all():
        step.click()
        assert axe(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
        assert page.evaluate(small) == []
        found = page.evaluate(levels)
        assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False)), found
        lines = "\n".join(page.locator(".legit:visible").all_inner_texts()).splitlines()
        assert [line for line in lines if other.search(line)] == []
    kept = page.evaluate("() => ({...localStorage})")
    assert json.loads(kept["lises:legitimitet:kept"])["step"] == "page"
    assert page_factory.foreign == []
