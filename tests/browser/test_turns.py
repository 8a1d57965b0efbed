"""Coding a conversation and stopping to predict: by keyboard, on a phone, in both languages, reloaded."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Axe, Pages, Server, item, shown
from tests.server.running import Running, run
from tests.widget.conftest import IMPORTS, notebook

DATA = Path(__file__).parents[1] / "data" / "samtale"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d\.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "samtale"
    shutil.copytree(DATA, place)
    items = [f'item("{name}")' for name in ("kod-gribning", "kod-hensyn", "stop-og-forudsig")]
    (place / "samtale.ipynb").write_text(
        json.dumps(notebook([IMPORTS, *items, "progress()"])), encoding="utf-8"
    )
    return place


@pytest.fixture
def page_of(folder: Path) -> Iterator[Running]:
    running = run(folder, what="open")
    yield running
    running.stop()


@pytest.fixture(params=["lab", "page"])
def opened(request: pytest.FixtureRequest, folder: Path) -> Callable[[Page], None]:
    if request.param == "page":
        site: Running = request.getfixturevalue("page_of")
        return lambda page: show(page, site)
    server: Server = request.getfixturevalue("lab")(folder)

    def in_lab(page: Page) -> None:
        page.goto(server.notebook("samtale.ipynb"))
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
        expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        expect(item(page, "kod-gribning")).to_be_attached(timeout=60_000)

    return in_lab


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, site.url + query)


def status(page: Page, name: str) -> Locator:
    return item(page, name).locator("> .status")


def panel(page: Page, name: str) -> Locator:
    return item(page, name).locator("fieldset.coder")


def on_disk(folder: Path, name: str) -> dict[str, Any]:
    content = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return {unit: entry["value"] for unit, entry in content["answers"].get(name, {}).items()}


def code_by_keyboard(page: Page) -> None:
    """Code the first item with one key a code, change one's mind, doubt, and write a note."""
    panel(page, "kod-gribning").get_by_role("button", name="Gribes").focus()
    page.keyboard.press("1")
    expect(panel(page, "kod-gribning").locator("legend")).to_contain_text("Linje 28:")
    page.keyboard.press("2")
    page.keyboard.press("z")
    expect(panel(page, "kod-gribning").locator("legend")).to_contain_text("Linje 28:")
    page.keyboard.press("u")
    page.keyboard.press("3")
    page.keyboard.press("4")
    page.keyboard.press("n")
    page.keyboard.type("Det 2. ord")
    page.keyboard.press("Tab")


CODED = {"26": "caught", "28": "overtaken", "28.unsure": True, "32": "undecidable", "38.note": "Det 2. ord"}


def test_lines_are_coded_with_one_key_each_and_found_again(
    page_factory: Pages, folder: Path, opened: Callable[[Page], None]
) -> None:
    page = page_factory()
    opened(page)
    expect(status(page, "kod-gribning")).to_have_text("Ikke besvaret.")
    code_by_keyboard(page)
    expect(status(page, "kod-gribning")).to_have_text(re.compile(r"^3 af 4 besvaret\. Gemt"))
    assert on_disk(folder, "kod-gribning") == CODED

    opened(page)
    coded = item(page, "kod-gribning").locator("button.coded")
    expect(coded).to_have_text([
        re.compile("Linje 26: Gribes$"), re.compile("Linje 28: Overhales · usikker$"),
        re.compile("Linje 32: Kan ikke afgøres$"), re.compile("Linje 38: Ikke kodet · note$"),
    ])  # fmt: skip
    expect(panel(page, "kod-gribning").locator("legend")).to_contain_text("Linje 38:")
    expect(panel(page, "kod-gribning").get_by_label("Note til linjen")).to_have_value("Det 2. ord")


def test_the_keys_still_code_where_a_button_has_nothing_more_to_do(
    page_factory: Pages, folder: Path, opened: Callable[[Page], None]
) -> None:
    page = page_factory()
    opened(page)
    box = panel(page, "kod-gribning")
    code = box.get_by_role("button", name="Gribes")
    for name, times in (("Næste", 3), ("Forrige", 3)):
        for _ in range(times):
            box.get_by_role("button", name=name).click()
        expect(box.get_by_role("button", name=name)).to_be_disabled()
        expect(code).to_be_focused()
    page.keyboard.press("2")
    expect(box.locator("legend")).to_contain_text("Linje 28:")
    box.get_by_role("button", name="Fortryd").press("Enter")
    expect(box.locator("legend")).to_contain_text("Linje 26:")
    expect(code).to_be_focused()
    page.keyboard.press("3")
    expect(status(page, "kod-gribning")).to_have_text(re.compile(r"^1 af 4 besvaret\. Gemt"))
    assert on_disk(folder, "kod-gribning") == {"26": "overtaken"}


def test_the_codes_doubts_and_notes_are_printed(page_factory: Pages, page_of: Running) -> None:
    page = show(page_factory(), page_of)
    code_by_keyboard(page)
    expect(item(page, "kod-gribning").locator(".print-only:visible")).to_have_count(0)
    page.emulate_media(media="print")
    printed = item(page, "kod-gribning").locator(".slot .print-only:visible")
    expect(printed).to_have_text(
        ["Gribes", "Overhales · usikker", "Kan ikke afgøres", "Ikke kodet · Det 2. ord"]
    )
    expect(item(page, "kod-hensyn").locator(".slot .print-only:visible")).to_have_text(["Ikke kodet"] * 3)
    expect(page.locator(".lises-item .turn button:visible")).to_have_count(0)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="English").first.click()
    page.emulate_media(media="print")
    expect(printed).to_have_text(
        ["Caught", "Overtaken · unsure", "Cannot be decided", "Not coded · Det 2. ord"]
    )


def test_the_turns_that_count_are_pointed_out(page_factory: Pages, page_of: Running) -> None:
    page = show(page_factory(), page_of)
    expect(panel(page, "kod-gribning").locator("legend")).to_contain_text("Se på linje 27, 29.")
    expect(item(page, "kod-gribning").locator(".turn.window .no")).to_have_text(["Linje 27", "Linje 29"])


def test_several_codes_fit_one_line(page_factory: Pages, folder: Path, page_of: Running) -> None:
    page = show(page_factory(), page_of)
    box = panel(page, "kod-hensyn")
    box.get_by_role("button", name="Institutionelle krav").focus()
    page.keyboard.press("3")
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("2")
    page.keyboard.press("ArrowDown")
    expect(box.locator("legend")).to_contain_text("Linje 15:")
    page.keyboard.press("4")
    expect(status(page, "kod-hensyn")).to_have_text(re.compile(r"^2 af 3 besvaret\. Gemt"))
    assert on_disk(folder, "kod-hensyn") == {"11": ["institution", "clarify"], "15": ["none"]}
    for width in (320, 800, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name in ("kod-hensyn", "kod-gribning"):
            talks = item(page, name).locator(".turn .talk").all()
            assert min(talk.bounding_box()["width"] for talk in talks) > 180, (name, width)


def test_a_code_that_stands_alone_takes_the_others_away_and_they_take_it(
    page_factory: Pages, folder: Path, page_of: Running
) -> None:
    page = show(page_factory(), page_of)
    box = panel(page, "kod-hensyn")
    pressed = box.locator(".codes [aria-pressed=true]")
    involve, none = "3 Informering, inddragelse, støtte og motivation", "4 Ingen"
    box.get_by_role("button", name="Institutionelle krav").focus()
    page.keyboard.press("3")
    page.keyboard.press("4")
    expect(pressed).to_have_text([none])
    expect(box.get_by_role("status")).to_have_text("Linje 11: Ingen")
    page.keyboard.press("z")
    expect(pressed).to_have_text([involve])
    page.keyboard.press("4")
    page.keyboard.press("3")
    expect(pressed).to_have_text([involve])
    page.keyboard.press("z")
    expect(pressed).to_have_text([none])
    page.keyboard.press("4")
    expect(pressed).to_have_count(0)
    page.keyboard.press("z")
    expect(status(page, "kod-hensyn")).to_have_text(re.compile(r"^1 af 3 besvaret\. Gemt"))
    assert on_disk(folder, "kod-hensyn") == {"11": ["none"]}


REASON = "Fordi kasserne står i linje 38, og dem har ingen spurgt til før nu."


def predict_by_keyboard(page: Page) -> None:
    box = item(page, "stop-og-forudsig")
    expect(box.get_by_label("Hvad ville du selv sige nu?")).to_be_hidden()
    box.get_by_role("button", name="Næste linje").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(box.locator(".turn:visible")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    own = box.get_by_label("Hvad ville du selv sige nu?")
    expect(own).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box.get_by_text("Skriv først, hvad du selv ville sige.")).to_be_visible()
    expect(box.get_by_role("radio").first).to_be_hidden()
    page.keyboard.type("Hvad lavede du med kasserne?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(box.get_by_text("Åbner for:").first).to_be_hidden()


def test_ones_own_turn_comes_before_the_options_and_the_options_before_what_they_cost(
    page_factory: Pages, folder: Path, opened: Callable[[Page], None]
) -> None:
    page = page_factory()
    opened(page)
    predict_by_keyboard(page)
    box = item(page, "stop-og-forudsig")
    expect(box.get_by_label("Hvad ville du selv sige nu?")).not_to_be_editable()
    see = box.get_by_role("button", name="Se, hvad de åbner for")
    why = box.get_by_label("Hvorfor den?")
    ask = box.get_by_text("Begrund dit valg med mindst 10 ord. Så kan du se, hvad de åbner for.", exact=True)
    for short in ("", "x", "Fordi kasserne står i linje 38."):
        why.fill(short)
        see.press("Enter")
        expect(ask).to_be_visible()
        expect(box.get_by_text("Kan koste:")).to_have_count(0)
    why.fill(REASON)
    expect(ask).to_have_count(0)
    see.press("Enter")
    expect(box.get_by_role("heading", name="Hvad hver mulighed åbner for")).to_be_focused()
    expect(box.get_by_text("Kan koste:")).to_have_count(4)
    expect(box.get_by_text("Ingen af dem er den rigtige.")).to_be_visible()
    expect(status(page, "stop-og-forudsig")).to_have_text(SAVED)
    saved = on_disk(folder, "stop-og-forudsig")
    assert saved["own"] == "Hvad lavede du med kasserne?"
    assert saved["choice"] == "o2"

    opened(page)
    expect(box.get_by_text("Kan koste:")).to_have_count(4)
    why.fill("Derfor.")  # what has been opened stays open
    expect(status(page, "stop-og-forudsig")).to_have_text(SAVED)
    box.get_by_role("radio").first.check()
    see.press("Enter")
    expect(box.get_by_text("Kan koste:")).to_have_count(4)
    expect(box.get_by_role("listitem").filter(has_text="(din)")).to_contain_text("Når kasserne kom?")
    expect(box.get_by_label("Hvad ville du selv sige nu?")).to_have_value("Hvad lavede du med kasserne?")


def test_what_is_missing_before_the_outcome_is_said_in_words(
    page_factory: Pages, folder: Path, page_of: Running
) -> None:
    bank = (folder / "items.yaml").read_text(encoding="utf-8")
    (folder / "items.yaml").write_text(bank.replace("min_words: 10", "min_words: 0"), encoding="utf-8")
    page = show(page_factory(), page_of, "?lang=en")
    box = item(page, "stop-og-forudsig")
    box.get_by_role("button", name="Show all up to the stop").click()
    box.get_by_label("What would you say now?").fill("And the boxes?")
    box.get_by_role("button", name="Show the options").click()
    see = box.get_by_role("button", name="See what they open up")
    said = box.locator(".predict > [role=status]")
    see.click()
    expect(said).to_have_text(
        "Choose an option. Write why you choose it. Then you can see what they open up."
    )
    box.get_by_role("radio").first.check()
    expect(said).to_have_text("Write why you choose it. Then you can see what they open up.")
    box.get_by_label("Why that one?").fill("Because.")
    expect(said).to_be_empty()
    see.click()
    expect(box.get_by_text("May cost:")).to_have_count(4)


def test_ones_own_turn_the_choice_and_the_reason_are_printed(page_factory: Pages, page_of: Running) -> None:
    page = show(page_factory(), page_of)
    predict_by_keyboard(page)
    box = item(page, "stop-og-forudsig")
    reason = "\n".join(f"Grund {number}" for number in range(40))
    box.get_by_label("Hvorfor den?").fill(reason)
    page.emulate_media(media="print")
    expect(box.locator(".print-only:visible")).to_have_text(["Hvad lavede du med kasserne?", reason])
    expect(box.locator("input:checked")).to_be_visible()
    expect(box.get_by_role("textbox")).to_have_count(0)


def test_the_original_stays_and_the_translation_comes_with_the_language(
    page_factory: Pages, page_of: Running
) -> None:
    page = show(page_factory(), page_of, "?lang=en")
    line = item(page, "kod-gribning").locator(".turn").first
    expect(line).to_contain_text("Men sådan en helt almindelig dag.")
    expect(line).to_contain_text("But a perfectly ordinary day")
    item(page, "kod-gribning").get_by_role("button", name="English below the lines").click()
    expect(line.locator(".translation")).to_be_hidden()
    page.locator("button.switch:visible").click()
    expect(panel(page, "kod-gribning").locator("legend")).to_contain_text("Linje 26:")
    item(page, "kod-gribning").get_by_role("button", name="Fremhæv tøven").click()
    expect(item(page, "kod-gribning").locator("mark").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, page_of: Running, axe: Axe, scheme: str
) -> None:
    pages = page_factory
    page = show(pages(viewport={"width": 320, "height": 640}, color_scheme=scheme), page_of)
    assert axe(page) == []
    code_by_keyboard(page)
    for details in page.locator(".lises-item summary:visible").all():
        details.click()
    predict_by_keyboard(page)
    item(page, "stop-og-forudsig").get_by_label("Hvorfor den?").fill(REASON)
    item(page, "stop-og-forudsig").get_by_role("button", name="Se, hvad de åbner for").click()
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    small = """() => [...document.querySelectorAll(".lises-item button, .lises-item select")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    assert page.evaluate(small) == []
    assert pages.foreign == []


def test_a_lost_kernel_is_said_where_one_codes(page_factory: Pages, folder: Path, page_of: Running) -> None:
    page = show(page_factory(), page_of)
    panel(page, "kod-gribning").get_by_role("button", name="Gribes").focus()
    page.keyboard.press("1")
    expect(status(page, "kod-gribning")).to_have_text(re.compile("Gemt"))
    page.context.set_offline(True)
    page_of.process.kill()
    page.keyboard.press("2")
    expect(status(page, "kod-gribning")).to_contain_text("Ikke gemt: der er ingen forbindelse.")
    assert on_disk(folder, "kod-gribning") == {"26": "caught"}
