"""How soon a person can answer: the kit's page against plain ipywidgets under stock Voilà.

Both show the same exercises of M6. "Usable" is when the first radio button or checkbox, clicked, is
checked and a kernel stands behind it. Requests to other hosts are cut off at once for both, as on a
closed network.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page, Route, sync_playwright
from rich.table import Table

from lises_teach.course import init_course, nbgrader
from lises_teach.items import load_bank
from tests.find_browser import find_browser

ASSIGNMENT = "m6-inddragelse"
RUNS = 5
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip

PLAIN = """
import ipywidgets as w
from lises_teach.items import load_bank
from lises_teach.items.models import Choice, Choices, Classify, Order, Number
rows = []
for item in load_bank({bank!r}).items:
    rows.append(w.HTML(f"<h3>{{item.title.da}}</h3><p>{{item.prompt.da}}</p>"))
    if isinstance(item, Choice):
        rows.append(w.RadioButtons(options=[o.text.da for o in item.options], value=None))
    elif isinstance(item, Choices):
        rows += [w.Checkbox(description=o.text.da) for o in item.options]
    elif isinstance(item, Classify):
        for s in item.snippets:
            rows.append(w.HTML(s.text.da))
            if item.multiple:
                rows += [w.Checkbox(description=c.text.da) for c in item.categories]
            else:
                rows.append(w.RadioButtons(options=[c.text.da for c in item.categories], value=None))
    elif isinstance(item, Order):
        rows += [w.Dropdown(description=s.text.da, options=range(len(item.steps))) for s in item.steps]
    elif isinstance(item, Number):
        rows.append(w.Text())
    else:
        rows.append(w.Textarea())
w.VBox(rows)
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def server(folder: Path, *command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, up and answering, ended with its kernels."""
    env = os.environ | {"JUPYTER_PLATFORM_DIRS": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_until_up(port)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_up(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/static/none", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not come up")


def usable_after(browser: Browser, address: str) -> float:
    """Seconds from asking for the page until its first answer control works."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _stay_home)
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=120_000)
    control = page.locator("input[type=radio]:visible, input[type=checkbox]:visible").first
    control.click(timeout=120_000)
    _until_checked(page, control)
    took = time.perf_counter() - began
    context.close()
    return took


def _until_checked(page: Page, control: Any) -> None:
    while not control.is_checked():
        page.wait_for_timeout(10)


def _stay_home(route: Route) -> None:
    if "//127.0.0.1" in route.request.url or route.request.url.startswith(("blob:", "data:")):
        route.continue_()
    else:
        route.abort()


def times(
    browser: Browser, folder: Path, path: str, *command: str, preheat: tuple[str, ...]
) -> dict[str, list[float]]:
    """Cold, warm and preheated times of one way of serving."""
    found: dict[str, list[float]] = {"cold": [], "warm": [], "preheated": []}
    for _ in range(3):
        port = free_port()
        with server(folder, *command, f"--port={port}", port=port):
            found["cold"].append(usable_after(browser, f"http://127.0.0.1:{port}{path}"))
            found["warm"].append(usable_after(browser, f"http://127.0.0.1:{port}{path}"))
    port = free_port()
    with server(folder, *command, f"--port={port}", *preheat, port=port):
        usable_after(browser, f"http://127.0.0.1:{port}{path}")
        for _ in range(RUNS):
            time.sleep(6)  # the pool fills again before the next visitor, for both ways
            found["preheated"].append(usable_after(browser, f"http://127.0.0.1:{port}{path}"))
    return found


def make_folders(temporary: Path) -> tuple[Path, Path]:
    """The released assignment as a site's folder, and the plain notebook of the same exercises."""
    course = temporary / "course"
    init_course(course)
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    site, plain = temporary / "site", temporary / "plain"
    shutil.copytree(course / "release" / ASSIGNMENT, site / ASSIGNMENT)
    plain.mkdir()
    bank = site / ASSIGNMENT / "items.yaml"
    assert load_bank(bank).items
    cell = {"cell_type": "code", "id": "plain", "metadata": {}, "outputs": [], "execution_count": None,
            "source": PLAIN.format(bank=str(bank))}  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    (plain / "plain.ipynb").write_text(
        json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}),
        encoding="utf-8",
    )
    return site, plain


def memory_mb(browser: Browser, site: Path) -> float:
    """The proportional memory of one page's kernel, in megabytes."""
    port = free_port()
    with server(site, *OURS, f"--port={port}", port=port) as process:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/page/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        page.locator("input:visible").first.click(timeout=60_000)
        kernels = [
            c
            for c in psutil.Process(process.pid).children(recursive=True)
            if "ipykernel" in " ".join(c.cmdline())
        ]
        page.close()
        return max(kernel.memory_full_info().pss for kernel in kernels) / 1e6


OURS = ("tests.benchmarks.serve",)


def tables() -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site, plain = make_folders(Path(name))
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        stock = times(
            browser,
            plain,
            "/",
            "voila",
            "plain.ipynb",
            "--no-browser",
            preheat=("--preheat_kernel=True", "--pool_size=1"),
        )
        ours = times(
            browser, site, f"/voila/render/{ASSIGNMENT}/{ASSIGNMENT}.ipynb", *OURS, preheat=("--preheat",)
        )
        megabytes = memory_mb(browser, site)
        browser.close()
    table = Table(
        "state",
        "plain ipywidgets, stock Voilà, s",
        "the kit, s",
        "stock / kit",
        title="Until the first item is usable, median",
    )
    for state, measured in ours.items():
        here, there = statistics.median(measured), statistics.median(stock[state])
        table.add_row(state, f"{there:.2f}", f"{here:.2f}", f"{there / here:.1f} ×")
    yield table
    memory = Table("what", "MB", title="Memory of one page's kernel (proportional)")
    memory.add_row(ASSIGNMENT, f"{megabytes:.0f}")
    yield memory
