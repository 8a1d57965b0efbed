"""Figures where people meet them: on our pages, in an export, in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from lises_teach.widget.export import LisesExporter
from tests.browser.running import Axe, Pages, Server
from tests.server.running import Running, notebook, run, write

LOAD = """
from lises_teach import use_language
use_language("da")
from lises_teach.data import load
from lises_teach.figures import figure
from lises_teach.i18n import Text
table = load("municipal_survey")
table["often"] = (table["barrier_6"] >= 3).where(table["barrier_6"].notna())
costs = [{"month": m, "cost": m * k, "plan": p} for p, k in (("A", 2), ("B", 3)) for m in (0, 12, 24)]
weights = [{"on": on, "weight": w} for on in ("fairness", "respect") for w in (10, 40)]
"""
EASE = (
    "figure(table, 'coordination', by='size', scale=(1, 5), title=Text(da='Er det let?', en='Is it easy?'))"
)
FIGURES = (
    EASE,
    "figure(table, 'programmes', by='role', kind='dots')",
    "figure(table, 'often', by=['size', 'role'], kind='shares', title='Tilbud')",
    "figure(costs, 'cost', by='plan', kind='lines', x='month', notes={12: 'Her'}, title='Udgift')",
    "figure(weights, 'weight', by='on', kind='ranges', own={'respect': 20}, title='Vægt')",
)
DANISH = "Er det let? Konstruerede data. Tallene står i tabellen nedenfor."
ENGLISH = "Is it easy? Constructed data. The numbers stand in the table below."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cells = ("da:# Figurer", "en:# Figures", LOAD, *FIGURES)
    return write(tmp_path_factory.mktemp("figurer"), figurer=notebook(*cells))


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    running = run(folder, what="open")
    yield running
    running.stop()


def open_page(page: Page, site: Running) -> list[str]:
    """The page with its figures; what the browser complains of, such as a breach of the policy."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(site.url)
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.get_by_role("img")).to_have_count(len(FIGURES))
    return complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_page_axe_and_the_policy_find_nothing_and_a_phone_scrolls_one_way_only(
    site: Running, page_factory: Pages, axe: Axe, scheme: str
) -> None:
    page = page_factory(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    assert open_page(page, site) == []
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page_factory.foreign == []


def test_on_a_page_the_numbers_are_reached_by_keyboard_and_follow_the_language(
    site: Running, page_factory: Pages
) -> None:
    page = page_factory()
    open_page(page, site)
    first = page.locator(".lises-figure").first
    expect(first.get_by_role("img", name=DANISH, exact=True)).to_be_visible()
    page.get_by_role("button", name="English").press("Enter")
    page.keyboard.press("Tab")
    summary = first.locator("figure[lang=en] summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(first.get_by_role("region", name="Is it easy?")).to_be_focused()
    expect(first.get_by_role("rowheader", name="Small municipalities")).to_be_visible()
    expect(first.get_by_role("img")).to_have_count(1)
    expect(first.get_by_role("img", name=ENGLISH, exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names: dict[str, object] = {}
    exec(LOAD, names)
    cells = []
    for source in FIGURES:
        html = eval(source, names)._repr_html_()
        output = nbformat.v4.new_output("execute_result", {"text/html": html, "text/plain": "…"})
        cells.append(nbformat.v4.new_code_cell(source, outputs=[output]))
    page, _ = LisesExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    path = tmp_path_factory.mktemp("export") / "figurer.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_an_export_axe_finds_nothing_and_the_print_has_every_number(
    export: Path, page_factory: Pages, axe: Axe, scheme: str
) -> None:
    page = page_factory(color_scheme=scheme)
    page.goto(export.as_uri())
    assert axe(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("img")).to_have_count(len(FIGURES))
    expect(page.locator("figure[lang=en]").first).to_be_hidden()
    expect(page.get_by_role("table")).to_have_count(len(FIGURES))
    wide = page.locator("figure[lang=da] .scroll").evaluate_all("all => all.map(it => it.scrollWidth)")
    assert max(wide) <= page.viewport_size["width"]  # type: ignore[index]
    assert page_factory.foreign == []


def test_in_jupyterlab_a_figure_is_named_and_its_letters_are_no_shortcuts(
    folder: Path, lab: Callable[..., Server], page_factory: Pages, axe: Axe
) -> None:
    page = page_factory(color_scheme="light")
    page.goto(lab(folder).notebook("figurer.ipynb"))
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    last = page.locator(".lises-figure").last
    expect(last).to_be_attached(timeout=60_000)
    first = page.locator(".lises-figure").first
    first.scroll_into_view_if_needed()
    expect(first.get_by_role("img", name=DANISH, exact=True)).to_be_visible()
    expect(first.get_by_role("img")).to_have_count(1)
    assert axe(page, ".lises-figure") == []
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    first.get_by_role("region").press("b")  # would insert a cell below
    first.locator("figure[lang=da] summary").press("b")
    first.locator("figure[lang=da] summary").press("Enter")
    expect(first.get_by_role("table")).to_be_hidden()
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert page_factory.foreign == []
