"""A folder opened as a page: a release in one language, and a folder or sheet that goes away meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.items.conftest import SAVED, messages, sheet, status
from tests.browser.running import Axe, Pages, item, shown
from tests.server.running import notebook, run, until, write
from tests.widget.conftest import make_folder

Opened = Callable[[Page, Path], None]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """`lises-teach open` on a folder, in a page."""
    running = []

    def open_(page: Page, folder: Path) -> None:
        running.append(run(folder, what="open"))
        shown(page, running[-1].url)

    yield open_
    for server in running:
        server.stop()


def view(page: Page, heading: str) -> Locator:
    return page.locator(".lises-item", has=page.get_by_role("heading", name=heading))


@pytest.mark.parametrize(
    ("lang", "other", "said"),
    [
        ("da", "en", "The text around the exercises is in Danish only; the exercises are in English too."),
        ("en", "da", "Teksten omkring opgaverne er kun på engelsk; opgaverne er også på dansk."),
    ],
)
def test_a_release_in_one_language_says_so_to_who_reads_the_other(
    page_factory: Pages, tmp_path: Path, opened: Opened, axe: Axe,
    lang: str, other: str, said: str,
) -> None:  # fmt: skip
    folder = make_folder(tmp_path / "alle-slags")
    first = "from lises_teach import item"
    write(folder, **{"alle-slags": notebook(f"{lang}:# En opgave", first, 'item("slags-en")')})
    page = page_factory()
    opened(page, folder)
    line = page.locator(".one-language")
    if lang == "en":
        expect(line).to_be_visible()
        page.get_by_role("button", name="English").click()
    expect(line).to_be_hidden()
    heading = page.locator("#cells h1")
    expect(heading).to_be_visible()
    page.locator(f".switch[value={other}]").click()
    expect(line).to_have_text(said)
    expect(line).to_have_attribute("lang", other)
    expect(line).to_be_visible()
    expect(heading).to_be_visible()
    expect(item(page, "slags-en").locator("h3")).to_have_text("One answer" if other == "en" else "Ét svar")
    assert axe(page) == []


def test_a_page_without_exercises_promises_none(page_factory: Pages, tmp_path: Path, opened: Opened) -> None:
    write(tmp_path / "data", data=notebook("da:# Data", "x = 1"))
    page = page_factory()
    opened(page, tmp_path / "data")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".one-language")).to_have_text("The text is in Danish only.")


def begun(place: Path, page: Page, opened: Opened) -> tuple[Path, Page]:
    """A folder below `place`, open with one answer saved."""
    folder = make_folder(place / "alle-slags")
    opened(page, folder)
    item(page, "slags-en").get_by_label("Noget, man prøver").check()
    expect(status(page, "slags-en")).to_have_text(SAVED)
    return folder, page


def test_a_folder_moved_while_its_page_is_open_is_said_and_nothing_is_made(
    page_factory: Pages, tmp_path: Path, opened: Opened
) -> None:
    folder, page = begun(tmp_path, page_factory(), opened)
    folder.rename(tmp_path / "min-opgave")
    item(page, "slags-tal").get_by_label("Dit svar").fill("102")
    said = "Ikke gemt: Mappen alle-slags er flyttet, omdøbt eller slettet."
    expect(status(page, "slags-tal")).to_contain_text(said)
    view(page, "Aflever").get_by_role("button", name="Pak min aflevering").click()
    expect(view(page, "Aflever")).to_contain_text(
        "Afleveringen blev ikke pakket: Mappen alle-slags er flyttet"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["min-opgave"]

    (tmp_path / "min-opgave").rename(folder)
    item(page, "slags-tal").get_by_label("Dit svar").fill("103")
    expect(status(page, "slags-tal")).to_have_text(SAVED)
    assert sheet(folder) == {"slags-en": {"choice": "b"}, "slags-tal": {"value": "103"}}


def test_a_page_reloaded_while_its_folder_is_moved_says_so(
    page_factory: Pages, tmp_path: Path, opened: Opened, axe: Axe
) -> None:
    folder, page = begun(tmp_path, page_factory(), opened)
    (folder / "alle-slags.ipynb").rename(folder / "min.ipynb")
    page.reload()
    expect(page.get_by_text("Filen alle-slags.ipynb er flyttet, omdøbt eller slettet")).to_be_visible()
    (folder / "min.ipynb").rename(folder / "alle-slags.ipynb")
    folder.rename(tmp_path / "min-opgave")
    page.reload()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Mappen alle-slags er flyttet, omdøbt eller slettet, siden du åbnede den.")
    expect(page).to_have_title(re.compile("^alle-slags er her ikke mere"))
    expect(page.get_by_text("Siden findes ikke")).to_have_count(0)
    assert axe(page) == []
    page.get_by_role("button", name="English").click()
    expect(main).to_contain_text("The folder alle-slags has been moved, renamed or deleted since you opened")
    (tmp_path / "min-opgave").rename(folder)
    page.get_by_role("button", name="Reload the page").click()
    expect(item(page, "slags-en").get_by_role("radio", checked=True)).to_have_count(1)


def test_a_sheet_that_vanished_is_told_of_and_what_is_shown_is_saved_again(
    page_factory: Pages, tmp_path: Path, opened: Opened
) -> None:
    folder, page = begun(tmp_path, page_factory(), opened)
    expect(page.get_by_text("1 af 7 opgaver er besvaret.")).to_be_visible()
    (folder / "answers.json").unlink()
    item(page, "slags-tal").get_by_label("Dit svar").fill("102")
    expect(messages(page, "slags-tal")).to_contain_text("Svarfilen answers.json var væk.")
    expect(status(page, "slags-tal")).to_have_text(SAVED)
    expect(page.get_by_text("2 af 7 opgaver er besvaret.")).to_be_visible()
    answers = {"slags-tal": {"value": "102"}, "slags-en": {"choice": "b"}}
    assert sheet(folder) == answers

    (folder / "answers.json").unlink()
    view(page, "Dine svar").get_by_role("button", name="Opdater").click()
    expect(view(page, "Dine svar")).to_contain_text("Svarfilen answers.json var væk.")
    expect(page.locator("p:not(.unseen)", has_text="2 af 7 opgaver er besvaret.")).to_be_visible()
    until((folder / "answers.json").is_file)
    until(lambda: sheet(folder) == answers)


def test_what_is_missing_is_a_way_to_the_exercise(
    page_factory: Pages, tmp_path: Path, opened: Opened
) -> None:
    page = page_factory()
    opened(page, make_folder(tmp_path / "alle-slags"))
    view(page, "Aflever").get_by_role("link", name="Sortér").click()
    expect(item(page, "slags-sorter").locator("h3")).to_be_focused()


def test_a_page_that_lost_its_kernel_is_told_of_no_menu(
    page_factory: Pages, tmp_path: Path, opened: Opened
) -> None:
    page = page_factory()
    page.route_web_socket(re.compile("/channels"), lambda socket: None)  # nobody answers
    page.clock.install()
    opened(page, make_folder(tmp_path / "alle-slags"))
    page.clock.fast_forward("01:00")
    expect(view(page, "Dine svar")).to_contain_text("Der er ingen forbindelse. Genindlæs siden.")
    expect(page.get_by_text("menuen Kør")).to_have_count(0)
