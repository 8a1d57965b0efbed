"""The answer sheet when it cannot be read or written, a wrong id, and the notebook's own export."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.items.conftest import SAVED, messages, sheet, status
from tests.browser.running import Axe, Pages, Server, item
from tests.widget.conftest import make_folder


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


def test_a_wrong_id_is_a_sentence_not_a_traceback(
    page_factory: Pages, root: Path, in_lab: Callable[[Page, Path], None], axe: Axe
) -> None:
    folder = make_folder(root / "forkert", also=('item("slags-enn")',))
    page = page_factory()
    in_lab(page, folder)
    notice = page.locator(".lises-item", has=page.get_by_role("heading", name="Opgaven kan ikke vises"))
    expect(notice).to_contain_text("Mente du slags-en?")
    expect(page.get_by_text("Traceback")).to_have_count(0)


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
