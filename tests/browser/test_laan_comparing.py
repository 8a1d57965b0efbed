"""What a reading in Lån et øre is held against: colleagues by a pasted code, two coders, oneself, the guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.i18n import number
from lises_teach.paths import kit_folder
from tests.browser.laan import (
    OTHER,
    OTHER_THEME,
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
    rows,
    section,
    share,
    show,
)
from tests.browser.running import Pages
from tests.server.running import Running

DATA = kit_folder("datasets")
NAMES = {code.id: code.name.da for code in load_codebook()["uptake"].codes}


def lines(where: Locator) -> list[str]:
    found = rows(where).locator("> .turn:first-child .no").all_text_contents()
    return [text.removeprefix("Linje").strip() for text in found]


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
