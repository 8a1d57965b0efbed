"""One folder with every kind of item, opened in JupyterLab, under stock Voila and on our page."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.running import Server, item, shown
from tests.server.running import Running, run
from tests.widget.conftest import make_folder

SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d\.")
LAST = "slags-tekst"


@pytest.fixture(scope="session")
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
