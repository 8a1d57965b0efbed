"""Lån et øre in a real browser: coded blind, compared by a pasted code, kept in the visitor's own browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.apps.frame import open_conversations
from lises_teach.apps.laan_et_oere import Round, code_item
from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.conversations import load_conversation
from lises_teach.i18n import number
from lises_teach.paths import kit_folder
from tests.browser.running import Pages, shown
from tests.server.running import Running, run

Axe = Callable[..., list[str]]
DATA = kit_folder("datasets")
TALK, OTHER = "hidden-hope", "no-goals"
THEME, OTHER_THEME = (load_conversation(name).theme.da for name in (TALK, OTHER))
UPTAKE = [str(line) for line in code_item(Round(load_conversation(TALK), "uptake")).lines]
NAMES = {code.id: code.name.da for code in load_codebook()["uptake"].codes}
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


def lines(where: Locator) -> list[str]:
    found = rows(where).locator("> .turn:first-child .no").all_text_contents()
    return [text.removeprefix("Linje").strip() for text in found]


# --- two colleagues ------------------------------------------------------------------------------


def test_two_colleagues_see_where_they_differ_and_nothing_before(page_factory: Pages, site: Running) -> None:
    maja, noa = coded(page_factory(), site, "1234", "Maja"), page_factory()
    show(noa, site)
    begin(noa)
    guess(noa, "40")
    expect(noa.get_by_role("heading", name="Du og de to kodere")).to_have_count(0)
    expect(noa.get_by_label("En kollegas delekode")).to_have_count(0)
    code(noa, "1")
    noa.keyboard.press("n")
    noa.keyboard.type("Ordet ”bare” vejer tungt.")
    noa.keyboard.press("Tab")
    expect(part(noa, 3).locator(".status")).to_have_text(re.compile(r"^1 af \d+ besvaret\. Gemt"))
    code(noa, "u12")
    finish(noa)
    paste(noa, f"Her er min:\n{share(maja)}\nHilsen")
    expect(noa.get_by_role("heading", name="Du og Maja")).to_be_focused()
    pair = section(noa, "Du og Maja")
    expect(pair).to_contain_text("Linjer, I begge har kodet: 3. Læst forskelligt: 2.")
    assert lines(pair) == UPTAKE[1:3]
    sides = rows(pair).first.locator(".sides > div")
    expect(sides.nth(0)).to_have_text("DuGribes · usikkerOrdet ”bare” vejer tungt.")
    expect(sides.nth(1)).to_have_text("MajaOverhøres")
    expect(pair.locator("summary")).to_have_text(["Læst ens (1)", "Kun kodet af én (1)", "Enigheden i tal"])
    assert "bare" not in share(noa)


def test_several_colleagues_stand_beside_each_other_and_can_be_removed(
    page_factory: Pages, site: Running
) -> None:
    me = coded(page_factory(), site, "11")
    paste(me, share(coded(page_factory(), site, "12", "Maja")))
    paste(me, share(coded(page_factory(), site, "22", "Bo Ib")))
    paste(me, share(coded(page_factory(), site, "11", "Maja")))
    headings = me.get_by_role("heading", name=re.compile("^Du og (Maja|Bo Ib)$"))
    expect(headings).to_have_text(["Du og Maja", "Du og Bo Ib"])
    expect(section(me, "Du og Maja")).to_contain_text("Læst forskelligt: 0.")
    me.reload()
    me.wait_for_selector("html[data-ready]", state="attached")
    expect(headings).to_have_text(["Du og Maja", "Du og Bo Ib"])
    me.get_by_role("button", name="Fjern Maja").press("Enter")
    expect(me.get_by_text("Maja er fjernet.")).to_be_visible()
    expect(me.get_by_label("En kollegas delekode")).to_be_focused()
    expect(headings).to_have_text(["Du og Bo Ib"])


def spoil(text: str) -> str:
    return text[:-1] + ("2" if text[-1] == "1" else "1")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda own: "Jeg har kodet 1 og 2", "Det er ikke en delekode. Den begynder med LISES"),
        (spoil, "Delekoden er ikke hel: Noget mangler eller er blevet ændret."),
        (lambda own: own[:-3], "Delekoden er ikke hel"),
        (lambda own: own.replace(TALK, OTHER), f"Delekoden hører til en anden samtale, ”{OTHER_THEME}”."),
        (lambda own: own.replace("uptake", "institutional"), "et andet mønster, ”Institutionel taletur”."),
        (lambda own: own, "Det er din egen delekode."),
    ],
    ids=["no code", "changed", "cut off", "another conversation", "another pattern", "one's own"],
)
def test_a_code_that_cannot_be_compared_is_refused_in_a_sentence(
    page_factory: Pages, site: Running, make: Callable[[str], str], said: str
) -> None:
    page = coded(page_factory(), site, "11")
    paste(page, make(share(page)))
    expect(part(page, 4).get_by_role("status").filter(has_text=said)).to_be_visible()
    expect(page.get_by_label("En kollegas delekode")).to_be_focused()
    expect(page.get_by_role("heading", level=5)).to_have_count(0)


def test_the_code_can_be_copied_and_saved_as_a_small_file(
    page_factory: Pages, site: Running, tmp_path: Path
) -> None:
    page = page_factory(permissions=["clipboard-read", "clipboard-write"])
    coded(page, site, "1234", "Bo Ib 22334455 @x")
    assert share(page).endswith(" Bo Ib x")
    page.get_by_role("button", name="Kopiér delekoden").press("Enter")
    expect(page.get_by_text("Delekoden er kopieret.")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == share(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Gem den som tekstfil").press("Enter")
    assert waiting.value.suggested_filename == f"laan-et-oere_{TALK}_uptake_Bo-Ib-x.txt"
    waiting.value.save_as(tmp_path / "code.txt")
    content = (tmp_path / "code.txt").read_text(encoding="utf-8")
    assert len(content) < 600
    other = coded(page_factory(), site, "12")
    paste(other, content)
    expect(other.get_by_role("heading", name="Du og Bo Ib x")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)


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


# --- the coders, the numbers, oneself, the guess -------------------------------------------------


def test_the_coders_stand_beside_oneself_with_their_reasons(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1" * len(UPTAKE))
    coders = {
        c: {str(row.line): row for row in codings_in(DATA, TALK, "uptake") if row.coder == c} for c in "AB"
    }
    alike = [
        unit for unit in UPTAKE if all(c.get(unit) and c[unit].codes == ("caught",) for c in coders.values())
    ]
    apart = [unit for unit in UPTAKE if unit not in alike]
    box = section(page, "Du og de to kodere")
    assert lines(box) == apart
    expect(box.locator("> details > summary").first).to_have_text(f"Læst ens ({len(alike)})")
    expect(box.locator("> details .coded-lines").first).to_be_hidden()
    status = {str(row.line): row for row in consensus_in(DATA, TALK, "uptake")}
    said = {
        "agreed": "Koderne blev enige.",
        "contested": "Omstridt: Begge",
        "open": "Åben: Ingen læsning ligger fast.",
    }
    for at, unit in enumerate(apart):
        row = rows(box).nth(at)
        expect(row.locator(".consensus")).to_contain_text(said[status[unit].status])
        reasons = [coders[coder][unit].reason for coder in "AB" if unit in coders[coder]]
        assert reasons
        for reason in filter(None, reasons):
            expect(row.locator(".consensus")).not_to_contain_text(reason.da)
        for place, coder in enumerate("AB", 1):
            reading = coders[coder].get(unit)
            side = row.locator(".sides > div").nth(place)
            expect(side).to_contain_text(NAMES[reading.codes[0]] if reading else "Ikke kodet")
            if reading and reading.reason:
                expect(side).to_contain_text(reading.reason.da)


def test_the_numbers_are_folded_away_and_set_no_limit(page_factory: Pages, site: Running) -> None:
    me = coded(page_factory(), site, "1112")
    paste(me, share(coded(page_factory(), site, "1122", "Maja")))
    pair = section(me, "Du og Maja")
    expect(pair.locator(".measures")).to_have_count(0)
    pair.locator("details.numbers > summary").press("Enter")
    cells = pair.locator(".measures tbody tr")
    expect(cells.nth(0)).to_have_text(re.compile(r"^Samme kode75 %\d+ % til 100 %$"))
    expect(cells.nth(1)).to_have_text(re.compile(r"^Krippendorffs alfa0,53"))
    expect(cells.nth(2)).to_have_text(re.compile(r"^Gwets AC10,53"))
    expect(pair.locator(".matrix tbody tr")).to_have_text(["Gribes21", "Overhøres01"])
    expect(pair).to_contain_text("Regnet ud af 4 linjer, som begge har kodet.")
    expect(pair).to_contain_text("Der er ingen grænse for, hvor enige man skal være.")
    # a draw of the four lines may have one code only, where alpha is not defined, but AC1 is
    drawn = (
        r"Krippendorffs alfa: Intervallet bygger på 9\d\d af 1000 tilfældige udtræk af linjerne; i de øvrige"
    )
    expect(pair.locator(".samples")).to_have_text([re.compile(drawn)])
    me.locator("button.switch:visible").press("Enter")
    drawn = (
        r"Krippendorff’s alpha: the interval rests on 9\d\d of 1000 random draws of the lines; in the others"
    )
    expect(me.locator(".samples")).to_have_text([re.compile(drawn)])


def test_a_number_that_is_not_defined_is_said(page_factory: Pages, site: Running) -> None:
    me = coded(page_factory(), site, "11", "Bo")
    paste(me, share(coded(page_factory(), site, "11", "Maja")))
    pair = section(me, "Du og Maja")
    pair.locator("details.numbers > summary").press("Enter")
    expect(pair.locator(".measures tbody tr").nth(1)).to_have_text("Krippendorffs alfakan ikke regnes ud–")
    expect(pair).to_contain_text("Alle har brugt den samme kode. Så kan tallet ikke regnes ud")


def test_one_sees_how_one_read_it_last_time(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1234")
    box = section(page, "Du nu og du sidst")
    expect(box).to_contain_text("Du har ikke kodet samtalen efter dette mønster før")
    page.get_by_role("button", name="Kod samtalen forfra").press("Enter")
    expect(part(page, 2).get_by_role("heading", level=3)).to_be_focused()
    expect(part(page, 2).get_by_label("Dit svar")).to_have_value("")
    guess(page, "50")
    expect(part(page, 3).locator("button.coded[data-coded=true]")).to_have_count(0)
    code(page, "1212")
    finish(page)
    expect(box).to_contain_text(re.compile(r"Sidst var kl\. \d\d\.\d\d\."))
    expect(box).to_contain_text("Linjer, du har kodet begge gange: 4. Læst forskelligt: 2.")
    expect(rows(box).first.locator(".sides")).to_have_text("Du nuGribesDu sidstOverhales")
    expect(part(page, 6).locator(".rows li")).to_have_count(2)
    expect(part(page, 6).locator(".rows li").first).to_have_text(
        re.compile(rf"^{re.escape(THEME)}\. Gribning, kl\. \d\d\.\d\d: 4 linjer\.$")
    )


def test_coding_on_goes_on_with_the_same_coding(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "12")
    page.get_by_role("button", name="Kod videre").press("Enter")
    expect(part(page, 4)).to_be_hidden()
    expect(part(page, 3).locator("button.coded[data-coded=true]")).to_have_count(2)
    code(page, "3")
    finish(page)
    expect(part(page, 6).locator(".rows li")).to_have_count(1)
    expect(section(page, "Du og de to kodere")).to_contain_text("Linjer, du har kodet: 3.")


def test_the_guess_is_held_against_the_counts(page_factory: Pages, site: Running) -> None:
    page = coded(page_factory(), site, "1233", pattern="Konkret arbejdsmarkedsperspektiv")
    box = section(page, "Gættet på arbejde")
    expect(box).to_contain_text("Du gættede på 25 %.")
    expect(box).to_contain_text("Efter dine egne koder er det 50 % (2 af de 4 linjer, du kodede).")
    for coder in "AB":
        codes = [row.codes[0] for row in codings_in(DATA, TALK, "work_perspective") if row.coder == coder]
        count = sum(given != "none" for given in codes)
        share_ = number(100 * count / len(codes), "da", decimals=0)
        expect(box).to_contain_text(f"Koder {coder}: {share_} % ({count} af {len(codes)} linjer).")
    expect(box).to_contain_text("intet af tallene er det rigtige")


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


# --- what one heard ------------------------------------------------------------------------------


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


# --- kept in the browser -------------------------------------------------------------------------


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


# --- everybody -----------------------------------------------------------------------------------


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
