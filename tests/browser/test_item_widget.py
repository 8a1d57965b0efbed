"""Items in JupyterLab, under stock Voila and on our page: answered, saved, found again, in plain words."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Pages, Server, item, shown
from tests.server.running import Running, run
from tests.widget.conftest import make_folder

SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d\.")
LAST = "slags-tekst"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lektioner")


@pytest.fixture
def folder(root: Path, request: pytest.FixtureRequest) -> Path:
    name = re.sub(r"\W+", "-", request.node.name)
    return make_folder(root / name, practice=True)


@pytest.fixture
def in_lab(root: Path, lab: Callable[..., Server]) -> Callable[[Page, Path], None]:
    server = lab(root)

    def open_(page: Page, folder: Path) -> None:
        page.goto(server.notebook(f"{folder.name}/alle-slags.ipynb"))
        run_all(page)

    return open_


def run_all(page: Page) -> None:
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(item(page, LAST)).to_be_attached(timeout=60_000)


@pytest.fixture
def in_voila(root: Path, stock_voila: Callable[..., Server]) -> Callable[..., None]:
    def open_(page: Page, folder: Path, env: dict[str, str] | None = None, query: str = "") -> None:
        server = stock_voila(root, env)
        page.goto(f"{server.url}/voila/render/{folder.name}/alle-slags.ipynb{query}")
        expect(item(page, LAST)).to_be_visible(timeout=60_000)

    return open_


@pytest.fixture
def voila_server(root: Path, stock_voila: Callable[..., Server]) -> Server:
    return stock_voila(root, None)


@pytest.fixture
def in_page() -> Iterator[Callable[[Page, Path], None]]:
    """As `lises-teach open` shows a folder to a student."""
    running: dict[Path, Running] = {}

    def open_(page: Page, folder: Path) -> None:
        if folder not in running:
            running[folder] = run(folder, what="open")
        shown(page, running[folder].url)

    yield open_
    for site in running.values():
        site.stop()


@pytest.fixture(params=["lab", "voila", "page"])
def opened(request: pytest.FixtureRequest) -> Callable[[Page, Path], None]:
    opener: Callable[[Page, Path], None] = request.getfixturevalue(f"in_{request.param}")
    return opener


def status(page: Page, name: str) -> Locator:
    return item(page, name).locator(".status")


def messages(page: Page, name: str) -> Locator:
    return item(page, name).locator(".messages")


def text_field(page: Page) -> Locator:
    return item(page, LAST).get_by_role("textbox", name="Dit svar")


def sheet(folder: Path) -> dict[str, dict[str, Any]]:
    """What is on disk: item → unit → value."""
    content = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return {
        name: {u: entry["value"] for u, entry in units.items()} for name, units in content["answers"].items()
    }


def kill_kernels(server: Server) -> None:
    for process in psutil.Process(server.process.pid).children(recursive=True):
        if any("ipykernel" in part for part in process.cmdline()):
            os.kill(process.pid, signal.SIGKILL)


# --- answering -----------------------------------------------------------------------------------

ALL_ANSWERED = {
    "slags-en": {"choice": "b"},
    "slags-flere": {"mandag": True, "fredag": True},
    "slags-sorter": {"s1": "sagsbehandler"},
    "slags-maerker": {"s1": ["krav", "behov"]},
    "slags-orden": {"t1": 3},
    "slags-tal": {"value": "102,5 timer"},
    "slags-tekst": {"text": "Æbler og\nøl."},
}
KEYS = {
    "slags-en": ["Tab", "ArrowDown", "ArrowDown", "ArrowUp"],
    "slags-flere": ["Tab", "Space", "Tab", "Tab", "Space"],
    "slags-sorter": ["Tab", "ArrowRight", "ArrowRight", "ArrowLeft"],
    "slags-maerker": ["Tab", "Space", "Tab", "Space"],
    "slags-orden": ["Tab", "3"],
    "slags-tal": ["Tab", "type:102,5 timer"],
    "slags-tekst": ["Tab", "Tab", "type:Æbler og", "Enter", "type:øl."],
}


def test_every_kind_by_keyboard_alone_is_on_disk_and_found_after_a_reload(
    page_factory: Pages, folder: Path, opened: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    opened(page, folder)
    expect(status(page, "slags-en")).to_have_text("Ikke besvaret.")
    for name, keys in KEYS.items():
        item(page, name).locator("h3").focus()
        if not page.locator("html[data-lises]").count():
            page.keyboard.press("Tab")  # the language button, which our pages have at the top
        for key in keys:
            _, typing, text = key.partition("type:")
            page.keyboard.type(text) if typing else page.keyboard.press(key)
        page.keyboard.press("Tab")
        expect(status(page, name)).to_have_text(SAVED)
    assert sheet(folder) == ALL_ANSWERED
    expect(status(page, "slags-sorter")).to_have_text(re.compile(r"^1 af 3 besvaret\. Gemt"))

    opened(page, folder)
    expect(item(page, "slags-en").get_by_label("Noget, man prøver")).to_be_checked()
    expect(item(page, "slags-flere").get_by_label("Fredag")).to_be_checked()
    expect(item(page, "slags-sorter").get_by_label("Sagsbehandleren").first).to_be_checked()
    expect(item(page, "slags-maerker").get_by_label("Behov").first).to_be_checked()
    expect(item(page, "slags-orden").get_by_label("Skriv referat")).to_have_value("3")
    expect(item(page, "slags-tal").get_by_label("Dit svar")).to_have_value("102,5 timer")
    expect(text_field(page)).to_have_value("Æbler og\nøl.")
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder) == ALL_ANSWERED
    others = [url for url in page_factory.foreign if "fontawesome" not in url]  # stock Voila's template
    assert others == []


def test_a_kernel_restart_loses_nothing(
    page_factory: Pages,
    folder: Path,
    in_lab: Callable[[Page, Path], None],
) -> None:
    page = page_factory()
    in_lab(page, folder)
    text_field(page).fill("Før genstart.")
    expect(status(page, LAST)).to_have_text(SAVED)
    page.get_by_role("button", name="Restart the kernel", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(status(page, LAST)).to_contain_text("Der er ingen forbindelse. Kør alle celler igen")
    text_field(page).press_sequentially(" Og efter.")
    expect(status(page, LAST)).to_have_text(
        "Ikke gemt: der er ingen forbindelse. Kør alle celler igen (menuen Kør, på engelsk Run). "
        "Din tekst følger med.",
        timeout=15_000,
    )
    assert sheet(folder)[LAST] == {"text": "Før genstart."}
    run_all(page)
    expect(text_field(page)).to_have_value("Før genstart. Og efter.")
    expect(status(page, LAST)).to_have_text(SAVED, timeout=30_000)
    assert sheet(folder)[LAST] == {"text": "Før genstart. Og efter."}
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('lises-unsaved'))") == []


def test_a_killed_kernel_is_said_and_the_answer_comes_along(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], voila_server: Server
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).press_sequentially("Midt i en ")
    kill_kernels(voila_server)
    text_field(page).press_sequentially("sætning.")
    message = "Ikke gemt: der er ingen forbindelse. Genindlæs siden. Din tekst følger med."
    expect(status(page, LAST)).to_have_text(message, timeout=15_000)
    expect(text_field(page)).to_have_value("Midt i en sætning.")
    item(page, LAST).get_by_role("button", name="Genindlæs siden").click()
    expect(text_field(page)).to_have_value("Midt i en sætning.", timeout=60_000)
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Midt i en sætning."}


def test_leaving_with_something_unsaved_asks(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], voila_server: Server
) -> None:
    page = page_factory()
    in_voila(page, folder)
    kill_kernels(voila_server)
    text_field(page).press_sequentially("Ikke gemt.")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]


# --- two windows ---------------------------------------------------------------------------------


def test_a_stale_window_shows_the_newer_answer_and_keeps_ones_own_text(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], axe: Callable[..., list[str]]
) -> None:
    first = page_factory()
    in_voila(first, folder)
    second = page_factory(context=first.context)
    in_voila(second, folder)
    first.bring_to_front()
    item(first, "slags-en").get_by_label("Noget, man køber").check()
    text_field(first).fill("Skrevet i det første vindue.")
    expect(status(first, LAST)).to_have_text(SAVED)

    # headless pages are never hidden, so the second window has not looked since it came up
    item(second, "slags-en").get_by_label("Noget, man glemmer").click()
    note = messages(second, "slags-en").get_by_text("Der ligger et nyere svar, gemt kl.")
    expect(note).to_be_visible()
    expect(note).to_contain_text("i et andet vindue. Det vises nu.")
    expect(item(second, "slags-en").get_by_label("Noget, man køber")).to_be_checked()

    text_field(second).fill("Skrevet i det andet vindue.")
    own = item(second, LAST).get_by_label("Dit eget svar, ikke gemt")
    expect(own).to_have_value("Skrevet i det andet vindue.")
    expect(text_field(second)).to_have_value("Skrevet i det første vindue.")
    assert sheet(folder)[LAST] == {"text": "Skrevet i det første vindue."}
    assert axe(second, f'[data-item="{LAST}"]') == []
    item(second, LAST).get_by_role("button", name="Brug mit eget i stedet").click()
    expect(own).to_have_count(0)
    expect(text_field(second)).to_be_focused()
    expect(status(second, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Skrevet i det andet vindue."}


def test_units_of_one_item_merge(page_factory: Pages, folder: Path, in_voila: Callable[..., None]) -> None:
    first = page_factory()
    in_voila(first, folder)
    second = page_factory(context=first.context)
    in_voila(second, folder)
    item(first, "slags-sorter").get_by_label("Borgeren").nth(0).check()
    expect(status(first, "slags-sorter")).to_have_text(SAVED)
    item(second, "slags-sorter").get_by_label("Borgeren").nth(1).check()
    expect(status(second, "slags-sorter")).to_have_text(re.compile("2 af 3 besvaret. Gemt"))
    assert sheet(folder)["slags-sorter"] == {"s1": "borger", "s2": "borger"}


# --- language, personal data, feedback -----------------------------------------------------------


def test_the_language_switches_in_mid_text(
    page_factory: Pages, folder: Path, in_lab: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    in_lab(page, folder)
    field = text_field(page)
    field.fill("En halv sætning")
    field.evaluate("(area) => { area.focus(); area.setSelectionRange(3, 7); }")
    page.evaluate("() => window.dispatchEvent(new CustomEvent('lises-lang', {detail: 'en'}))")
    expect(item(page, LAST)).to_have_attribute("lang", "en")
    english = item(page, LAST).get_by_role("textbox", name="Your answer")
    expect(english).to_have_value("En halv sætning")
    expect(english).to_be_focused()
    assert english.evaluate("(area) => [area.selectionStart, area.selectionEnd]") == [3, 7]
    expect(status(page, LAST)).to_have_text(re.compile(r"Answered\. Saved at \d\d:\d\d\."))
    item(page, "slags-en").get_by_role("button", name="Dansk").click()
    expect(item(page, LAST).get_by_role("heading", name="Dine egne ord")).to_be_attached()
    item(page, "slags-en").get_by_role("button", name="English").click()
    in_lab(page, folder)
    expect(item(page, "slags-en").get_by_role("heading", name="One answer")).to_be_attached()


def test_personal_data_warns_before_it_is_saved(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).fill("Ring 22 33 44 55.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    warning = messages(page, LAST).get_by_text(
        "Teksten ser ud til at indeholde et telefonnummer (22 33 44 55)."
    )
    expect(warning).to_be_visible()
    assert not (folder / "answers.json").exists()
    assert "22 33 44 55" not in page.evaluate("JSON.stringify(sessionStorage)")
    item(page, LAST).get_by_role("button", name="Det er ikke personoplysninger: gem alligevel").click()
    expect(status(page, LAST)).to_have_text(SAVED)
    assert sheet(folder)[LAST] == {"text": "Ring 22 33 44 55."}
    text_field(page).press_sequentially(" Mere.")
    expect(status(page, LAST)).to_have_text(SAVED)
    expect(warning).to_have_count(0)
    assert sheet(folder)[LAST] == {"text": "Ring 22 33 44 55. Mere."}


def test_feedback_comes_in_words_and_can_be_tried_again(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    one = item(page, "slags-en")
    ask = one.get_by_role("button", name="Se tilbagemelding")
    ask.click()
    expect(one.get_by_text("Svar først, så kommer tilbagemeldingen her.")).to_be_visible()
    one.get_by_label("Noget, man køber").check()
    ask.click()
    expect(one.get_by_role("heading", name="Tilbagemelding")).to_be_focused()
    for said in (
        "Ikke rigtigt",
        "Du svarede: Noget, man køber",
        "At inddragelse er at spørge pænt.",
        "§ 1 i prøven",
    ):
        expect(one.locator(".result")).to_contain_text(said)
    old = one.get_by_text("Tilbagemeldingen hører til det tidligere svar.")
    expect(old).to_be_hidden()
    one.get_by_label("Noget, man prøver").check()
    expect(old).to_be_visible()
    one.get_by_role("button", name="Prøv igen").click()
    expect(one.locator(".result")).to_be_hidden()
    expect(one.get_by_label("Noget, man prøver")).to_be_focused()
    ask.click()
    expect(one.locator(".result")).to_contain_text("Rigtigt")
    expect(old).to_be_hidden()
    item(page, LAST).get_by_role("textbox").fill("Noget om det hele.")
    item(page, LAST).get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, LAST).locator(".result")).to_contain_text("Der er intet facit")
    expect(item(page, LAST).locator(".result")).to_contain_text("Det vejer to hensyn mod hinanden.")


# --- what it looks like --------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], axe: Callable[..., list[str]],
    voila_server: Server, theme: str,
) -> None:  # fmt: skip
    page = page_factory()
    in_voila(page, folder, query=f"?theme={theme}")
    expect(page.locator(f'body[data-jp-theme-light="{str(theme == "light").lower()}"]')).to_be_attached()
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    assert axe(page, ".lises-item") == []
    for name in ("slags-en", "slags-flere", "slags-sorter", "slags-maerker"):
        item(page, name).get_by_role("checkbox").or_(item(page, name).get_by_role("radio")).first.check()
        expect(status(page, name)).to_have_text(SAVED)
        item(page, name).get_by_role("button", name="Se tilbagemelding").click()
        expect(item(page, name).get_by_role("heading", name="Tilbagemelding")).to_be_visible()
    for step in item(page, "slags-orden").get_by_role("combobox").all():
        step.select_option("2")
    item(page, LAST).get_by_text("Det lægger underviseren vægt på").click()
    text_field(page).fill("Skriv til bo@eksempel.dk.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    page.get_by_role("button", name="Pak min aflevering").click()
    expect(page.get_by_text("Kvittering:")).to_be_visible()
    assert axe(page, ".lises-item") == []
    kill_kernels(voila_server)
    item(page, "slags-tal").get_by_label("Dit svar").fill("3")
    expect(status(page, "slags-tal")).to_contain_text("Ikke gemt: der er ingen forbindelse.", timeout=15_000)
    assert axe(page, ".lises-item") == []


@pytest.mark.parametrize("width", [320, 640])  # 640 CSS pixels: 1280 at 200 % zoom
def test_a_narrow_window_scrolls_one_way_only(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], width: int
) -> None:
    page = page_factory(viewport={"width": width, "height": 800})
    in_voila(page, folder, query="?voila-template=lab")
    item(page, "slags-sorter").get_by_role("radio").first.check()
    item(page, "slags-sorter").get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, "slags-sorter").locator(".result")).to_be_visible()
    wide = page.evaluate(
        "() => [...document.querySelectorAll('.lises-item, .lises-item *:not(.unseen)')]"
        ".filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert wide == []
    small = page.evaluate(
        "() => [...document.querySelectorAll('.lises-item :is(button, select, textarea, .ticks label)')]"
        ".filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert small == []


def test_print_shows_a_long_answer_in_full(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    text_field(page).fill("\n".join(f"Linje {number}" for number in range(80)))
    expect(status(page, LAST)).to_have_text(SAVED)
    page.emulate_media(media="print")
    expect(text_field(page)).to_be_hidden()
    printed = item(page, LAST).locator(".print-only")
    expect(printed).to_be_visible()
    expect(printed).to_contain_text("Linje 79")
    expect(item(page, LAST).get_by_role("button", name="Se tilbagemelding")).to_be_hidden()


# --- the sheet, progress, hand-in ----------------------------------------------------------------


def test_an_unreadable_sheet_is_told_of_and_what_is_shown_is_saved_again(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_have_text(SAVED)
    expect(page.get_by_text("1 af 7 opgaver er besvaret.")).to_be_visible()
    (folder / "answers.json").write_text("{ødelagt", encoding="utf-8")
    item(page, "slags-tal").get_by_label("Dit svar").fill("102")
    notice = messages(page, "slags-tal").get_by_text("Svarfilen answers.json kunne ikke læses")
    expect(notice).to_contain_text("lagt til side som answers.unreadable-")
    expect(status(page, "slags-tal")).to_have_text(SAVED)
    expect(page.get_by_text("2 af 7 opgaver er besvaret.")).to_be_visible()
    expect(status(page, "slags-en")).to_have_text(SAVED)
    assert sheet(folder) == {"slags-tal": {"value": "102"}, "slags-en": {"choice": "b"}}
    assert [path.read_text(encoding="utf-8") for path in folder.glob("answers.unreadable-*")] == ["{ødelagt"]


def test_a_sheet_that_cannot_be_written_is_said(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder)
    (folder / ".answers.json.new").mkdir()  # where the new sheet would be written first
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_contain_text("Ikke gemt: Svarfilen answers.json kan ikke skrives")
    (folder / ".answers.json.new").rmdir()
    item(page, "slags-en").get_by_label("Noget, man glemmer").check()
    expect(status(page, "slags-en")).to_have_text(SAVED)


def test_progress_follows_and_hand_in_packs(
    page_factory: Pages, folder: Path, opened: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    opened(page, folder)
    progress = page.locator(".lises-item", has=page.get_by_role("heading", name="Dine svar"))
    expect(progress.get_by_text("0 af 7 opgaver er besvaret.")).to_be_attached()
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    item(page, "slags-sorter").get_by_label("Borgeren").first.check()
    expect(progress.get_by_text("1 af 7 opgaver er besvaret.")).to_be_attached()
    expect(progress.get_by_role("listitem").nth(2)).to_have_text("Sortér – 1 af 3 besvaret")
    progress.get_by_role("link", name="Sortér").click()
    expect(item(page, "slags-sorter").locator("h3")).to_be_focused()

    hand_in = page.locator(".lises-item", has=page.get_by_role("heading", name="Aflever"))
    expect(hand_in.get_by_role("listitem")).to_contain_text(["Flere svar", "Sortér"])
    text_field(page).fill("Skriv til bo@eksempel.dk.")
    expect(status(page, LAST)).to_have_text("Ikke gemt endnu.")
    hand_in.get_by_label("Navn eller studienummer").fill("Søren Ærø")
    hand_in.get_by_role("button", name="Pak min aflevering").click()
    expect(hand_in).to_contain_text("Her er noget, der ikke er gemt og derfor ikke er med.")
    expect(hand_in.locator(".result").get_by_role("listitem")).to_have_text(["Dine egne ord"])
    expect(hand_in).to_contain_text(
        f"Filen hedder Soeren-Aeroe_alle-slags.zip og ligger i mappen {folder.name}."
    )
    with page.expect_download() as download:
        hand_in.get_by_role("link", name="Hent Soeren-Aeroe_alle-slags.zip").click()
    content = Path(download.value.path()).read_bytes()
    assert content == (folder / "Soeren-Aeroe_alle-slags.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        receipt = json.loads(archive.read("receipt.json"))
    expect(hand_in).to_contain_text(f"Kvittering: {receipt['sha256'][:8]}.")


def test_an_answer_saved_after_packing_is_said_not_to_be_in_the_zip(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None]
) -> None:
    page = page_factory()
    in_page(page, folder)
    hand_in = page.locator(".lises-item", has=page.get_by_role("heading", name="Aflever"))
    pack = hand_in.get_by_role("button", name="Pak min aflevering")
    old = "Du har gemt noget, siden du pakkede. Det er ikke med i aflevering_alle-slags.zip. Pak igen, og læg den nye fil op."
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_have_text(SAVED)
    pack.click()
    expect(hand_in).to_contain_text("Afleveringen er pakket kl.")
    expect(hand_in.locator(".old")).to_be_empty()
    item(page, "slags-en").get_by_label("Noget, man glemmer").check()
    expect(hand_in.get_by_role("status").filter(has_text=old)).to_have_text(old)
    page.get_by_role("button", name="English").click()
    expect(page.locator(".lises-item > .old")).to_have_text(
        re.compile("^You have saved something since you packed")
    )
    page.get_by_role("button", name="Dansk").click()
    pack.click()
    expect(hand_in.locator(".old")).to_be_empty()
    expect(hand_in).to_contain_text("Afleveringen er pakket kl.")
    with zipfile.ZipFile(folder / "aflevering_alle-slags.zip") as archive:
        packed = json.loads(archive.read("answers.json"))
    assert packed["answers"]["slags-en"]["choice"]["value"] == sheet(folder)["slags-en"]["choice"] == "c"


def test_a_cpr_number_is_warned_of_before_it_stands_in_a_files_name(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None], axe: Callable[..., list[str]]
) -> None:
    page = page_factory(viewport={"width": 360, "height": 740})
    in_page(page, folder)
    hand_in = page.locator(".lises-item", has=page.get_by_role("heading", name="Aflever"))
    field = hand_in.get_by_label("Navn eller studienummer")
    pack = hand_in.get_by_role("button", name="Pak min aflevering")
    keep = hand_in.get_by_role("button", name="Det er ikke personoplysninger: pak alligevel")
    field.fill("Bo 010190-1234, bo@eksempel.dk")
    pack.click()
    expect(hand_in.get_by_role("status")).to_contain_text([
        "Feltet ser ud til at indeholde et CPR-nummer (010190-1234) og en e-mailadresse (bo@eksempel.dk), "
        "og det kommer til at stå i filens navn."
    ])  # fmt: skip
    assert axe(page) == []
    assert list(folder.glob("*.zip")) == []
    field.fill("Bo")
    pack.click()
    expect(hand_in).to_contain_text("Filen hedder Bo_alle-slags.zip")
    expect(keep).to_have_count(0)
    field.fill("bo@eksempel.dk")
    pack.click()
    keep.press("Enter")
    expect(hand_in).to_contain_text("Filen hedder bo@eksempel.dk_alle-slags.zip")
    expect(pack).to_be_focused()


def test_the_list_of_what_is_missing_keeps_inside_the_margin(
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None]
) -> None:
    page = page_factory(viewport={"width": 360, "height": 740})
    in_page(page, folder)
    hand_in = page.locator(".lises-item", has=page.get_by_role("heading", name="Aflever"))
    left = "(element) => element.getBoundingClientRect().left"
    inside = hand_in.get_by_role("listitem").first.evaluate(left) - hand_in.evaluate(left)
    assert 16 <= inside <= 32  # where the text begins; the bullet stands before it


def test_an_item_shown_twice_and_a_cell_run_again_agree(
    page_factory: Pages, root: Path, in_voila: Callable[..., None]
) -> None:
    folder = make_folder(root / "to-gange", also=('item("slags-en")', 'item("slags-en")'))
    page = page_factory()
    in_voila(page, folder)
    last = item(page, "slags-en").nth(2)
    expect(last).to_be_visible()
    item(page, "slags-en").nth(0).get_by_label("Noget, man prøver").check()
    expect(last.get_by_label("Noget, man prøver")).to_be_checked()
    last.get_by_label("Noget, man glemmer").check()
    expect(item(page, "slags-en").nth(0).get_by_label("Noget, man glemmer")).to_be_checked()
    expect(item(page, "slags-en").nth(0).locator(".status")).to_have_text(SAVED)
    assert sheet(folder)["slags-en"] == {"choice": "c"}
    expect(page.get_by_text("Der ligger et nyere svar")).to_have_count(0)


def test_a_wrong_id_is_a_sentence_not_a_traceback(
    page_factory: Pages, root: Path, in_lab: Callable[[Page, Path], None], axe: Callable[..., list[str]]
) -> None:
    folder = make_folder(root / "forkert", also=('item("slags-enn")',))
    page = page_factory()
    in_lab(page, folder)
    notice = page.locator(".lises-item", has=page.get_by_role("heading", name="Opgaven kan ikke vises"))
    expect(notice).to_contain_text("Mente du slags-en?")
    expect(page.get_by_text("Traceback")).to_have_count(0)


# --- answers in the visitor's own browser --------------------------------------------------------

BROWSER = {"LISES_TEACH_STORE": "browser"}
IN_BROWSER = re.compile(r"Gemt i denne browser kl\.")


def test_practice_answers_live_in_the_browser(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None]
) -> None:
    page = page_factory()
    in_voila(page, folder, BROWSER)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_have_text(IN_BROWSER)
    text_field(page).fill("Mit.")
    expect(status(page, LAST)).to_have_text(IN_BROWSER)
    assert not (folder / "answers.json").exists()

    in_voila(page, folder, BROWSER)
    expect(item(page, "slags-en").get_by_label("Noget, man prøver")).to_be_checked()
    expect(page.get_by_text("2 af 7 opgaver er besvaret.")).to_be_visible()
    item(page, "slags-en").get_by_role("button", name="Se tilbagemelding").click()
    expect(item(page, "slags-en").locator(".result")).to_contain_text("Rigtigt")

    other = page_factory(context=page.context)
    in_voila(other, folder, BROWSER)
    item(other, "slags-en").get_by_label("Noget, man køber").check()
    expect(item(page, "slags-en").get_by_label("Noget, man køber")).to_be_checked()
    expect(messages(page, "slags-en").get_by_text("Der ligger et nyere svar")).to_be_visible()

    page.get_by_role("button", name="Slet mine svar i denne browser").click()
    expect(page.get_by_text("Tryk igen for at slette.")).to_be_visible()
    page.get_by_role("button", name="Slet mine svar i denne browser").click()
    expect(page.get_by_text("0 af 7 opgaver er besvaret.")).to_be_visible()
    expect(item(page, "slags-en").get_by_label("Noget, man køber")).not_to_be_checked()
    expect(item(other, "slags-en").get_by_label("Noget, man køber")).not_to_be_checked()
    expect(status(page, "slags-en")).to_have_text("Ikke besvaret.")
    expect(page.get_by_text("Her øver du dig")).to_be_visible()


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ("QuotaExceededError", "browseren har ikke plads til mere"),
        ("SecurityError", "browseren tillader ikke"),
    ],
)
def test_a_browser_that_keeps_nothing_is_said(
    page_factory: Pages, folder: Path, in_voila: Callable[..., None], failing: str, said: str
) -> None:
    page = page_factory()
    page.add_init_script(
        f"Storage.prototype.setItem = () => {{ throw new DOMException('nej', '{failing}'); }};"
    )
    in_voila(page, folder, BROWSER)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_contain_text(f"Ikke gemt: {said}")


# --- export from JupyterLab ----------------------------------------------------------------------


def test_jupyterlab_s_own_html_export_shows_the_answers(
    folder: Path, tmp_path: Path, lab: Callable[..., Server], root: Path
) -> None:
    from lises_teach.answers import AnswerSheet, Change
    from lises_teach.widget import export

    AnswerSheet(folder / "answers.json", "alle-slags").save(
        "slags-en", {"choice": Change(value="b", based_on=0)}
    )
    shipped = Path(export.__file__).parent / "etc" / "lises_teach_export.json"
    (tmp_path / "jupyter_server_config.d").mkdir()
    (tmp_path / "jupyter_server_config.d" / shipped.name).write_bytes(shipped.read_bytes())
    server = lab(folder, {"JUPYTER_CONFIG_PATH": str(tmp_path)})
    with urllib.request.urlopen(f"{server.url}/nbconvert/html/alle-slags.ipynb", timeout=60) as answer:
        html = answer.read().decode()
    assert "<strong>Noget, man prøver</strong> (valgt)" in html
