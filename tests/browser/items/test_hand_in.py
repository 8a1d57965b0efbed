"""The count of answers, and what is packed to be handed in."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.items.conftest import LAST, SAVED, sheet, status, text_field
from tests.browser.running import Axe, Pages, item


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
    page_factory: Pages, folder: Path, in_page: Callable[[Page, Path], None], axe: Axe
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
