"""Barrierer in a real browser: sorted by keys, read beside two coders, planned, kept in the visitor's browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.barrierer import CATEGORIES, extracts
from lises_teach.i18n import phrases
from lises_teach.paths import kit_folder
from tests.browser.running import Pages, shown
from tests.server.running import Running, run

Axe = Callable[..., list[str]]
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


# --- the rules -----------------------------------------------------------------------------------


def test_every_draw_has_its_number_of_extracts_and_a_mixed_lot_of_kinds(rules: Page) -> None:
    ask = """(all) => [4, 6, 8].map((count) => Array.from({ length: 99 }, (_, at) =>
        rules.drawnExtracts(all, at + 1, count).map(({ id }) => id)))"""
    found = rules.evaluate(ask, list(extracts()))
    assert found == rules.evaluate(ask, list(extracts()))
    by_id = {one["id"]: one for one in extracts()}
    for count, draws in zip((4, 6, 8), found, strict=True):
        for ids in draws:
            assert len(set(ids)) == count
            kinds = ["+".join(by_id[name]["coders"]["A"]["codes"]) for name in ids]
            assert all(kinds.count(kind) <= 2 for kind in kinds)
            assert any(by_id[n]["condition"] or by_id[n]["coders"]["A"]["codes"] == ["none"] for n in ids)
        assert len({tuple(ids) for ids in draws}) == 99
    assert {name for ids in found[1] for name in ids} == set(by_id)  # each comes up some time


@pytest.mark.parametrize(
    ("before", "tick", "after"),
    [
        ([], "predictability", ["predictability"]),
        (["predictability"], "predictability", []),
        (["predictability"], "decision_authority", ["decision_authority", "predictability"]),
        (["decision_authority", "predictability"], "accessibility", None),
        (["decision_authority", "predictability"], "none", ["none"]),
        (["none"], "basic_condition", ["basic_condition"]),
        (["accessibility"], "basic_condition", ["accessibility", "basic_condition"]),
    ],
)
def test_one_tick_or_two_and_none_stands_alone(
    rules: Page, before: list[str], tick: str, after: list[str] | None
) -> None:
    ask = "([all, before, tick]) => rules.tickedCodes(all, before, tick)"
    assert rules.evaluate(ask, [list(CATEGORIES), before, tick]) == after


# --- the page ------------------------------------------------------------------------------------


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


def fill(page: Page, size: int = 1) -> Locator:
    plan = step(page, 5)
    plan.get_by_label("Barriere", exact=True).select_option("predictability")
    for label in ("Det gør vi senest på mandag", "Det tager vi med til ledelsen", "Det kan kun loven ændre"):
        plan.get_by_label(label).fill((f"{label} på torsdagsmødet. " * size)[:400])
    plan.get_by_label("Hvem (roller, ikke navne)").fill("Teamlederen og to rådgivere")
    plan.get_by_label("Hvornår vi ser på det igen").fill("Om tre uger")
    return plan


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
