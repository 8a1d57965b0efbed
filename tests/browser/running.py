"""Real servers and a real Chromium. Requests to other hosts are aborted and recorded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe as AxeCore
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from lises_teach.course import init_course
from lises_teach.grading import release
from tests.find_browser import find_browser
from tests.server.running import Running, run

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=30_000)  # a condition may take longer on a busy machine; no test waits for nothing
HERE = ("127.0.0.1", "localhost", "")
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # the rest is counted, not described: twice as fast
}


FORMGRADER_LISTENS = "() => formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded"
"""nbgrader fetches grades and comments after the page stands, and only then minds what is written in them."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


Axe = Callable[..., list[str]]
"""What the fixture `axe` gives."""


@dataclass
class Pages:
    """Makes pages; `foreign` holds every request to another host, all aborted."""

    browser: Browser
    foreign: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, context: BrowserContext | None = None, **options: Any) -> Page:
        """Open a page, in `context` (a second tab) or a context of its own (a new visitor)."""
        if context is None:
            context = self.browser.new_context(**{"locale": "da-DK", **options})
            context.route("**/*", self._route)
            context.add_init_script("window.print = () => {}")  # it would run into `page.pdf`
            self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        return page

    def _route(self, route: Any) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in HERE:
            self.foreign.append(route.request.url)
            route.abort()
        else:
            route.continue_()


@pytest.fixture
def page_factory(browser: Browser) -> Iterator[Pages]:
    pages = Pages(browser)
    yield pages
    for context in pages.contexts:
        context.close()


@dataclass
class Server:
    """A running server: its address, its process, and JupyterLab's REST where it has it."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def notebook(self, path: str) -> str:
        """The address of a notebook in JupyterLab."""
        return f"{self.url}/lab/tree/{quote(path)}?reset"

    def rest(self, method: str, path: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/{path}", method=method, data=b"" if method == "POST" else None
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def kernels(self) -> list[str]:
        return [kernel["id"] for kernel in self.rest("GET", "kernels")]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start(
    command: list[str], home: Path, answering: str, port: int, env: dict[str, str] | None = None
) -> Server:
    """Run `command` with Jupyter folders of its own under `home`, until `answering` is served."""
    folders = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "RUNTIME", "DATA")}
    labs = {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    news = home / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.parent.mkdir(parents=True, exist_ok=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    log = home / "server.log"
    with log.open("wb") as sink:
        environment = {**os.environ, **folders, **labs, "IPYTHONDIR": str(home / "ipython"), **(env or {})}
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, env=environment)
    server = Server(f"http://127.0.0.1:{port}", process, log)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(server.url + answering, timeout=5).close()
            return server
        except OSError:
            time.sleep(0.2)  # a server's start has no event to wait for
    server.stop()
    raise RuntimeError(log.read_text(errors="replace")[-2000:])


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """`lab(folder)`: JupyterLab on `folder`, one server for each folder and session."""
    servers: dict[Path, Server] = {}

    def on(folder: Path, env: dict[str, str] | None = None) -> Server:
        if folder not in servers:
            port = free_port()
            options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
            options += ["--IdentityProvider.token=", "--ServerApp.password=", "--allow-root"]
            options += ["--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={folder}"]
            home = tmp_path_factory.mktemp("lab")
            command = [sys.executable, "-m", "jupyter", "lab", *options]
            servers[folder] = start(command, home, "/api/status", port, env)
        return servers[folder]

    yield on
    for server in servers.values():
        server.stop()


@pytest.fixture(scope="session")
def stock_voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """`stock_voila(folder)`: Voila with its own template, one server for each folder and environment."""
    servers: dict[tuple[Path, str], Server] = {}

    def on(folder: Path, env: dict[str, str] | None = None) -> Server:
        key = (folder, json.dumps(env, sort_keys=True))
        if key not in servers:
            port = free_port()
            options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", "--template=lab"]
            options += ["--VoilaConfiguration.allow_theme_override=YES"]
            home = tmp_path_factory.mktemp("voila")
            command = [sys.executable, "-m", "voila", str(folder), *options]
            servers[key] = start(command, home, "/", port, env)
        return servers[key]

    yield on
    for server in servers.values():
        server.stop()


@pytest.fixture
def axe() -> Axe:
    """`axe(page, selector=None)`: what axe finds against WCAG 2.1 A and AA, one line a finding."""

    def run(page: Page, selector: str | None = None) -> list[str]:
        context = {"include": [[selector]]} if selector else None
        found = AxeCore().run(page, context=context, options=WCAG).response["violations"]
        return [
            f"{v['id']}: {node['html'][:160]} {node['failureSummary']}" for v in found for node in v["nodes"]
        ]

    return run


def shown(page: Page, address: str) -> Page:
    """`page` with what stands at `address`, complete and connected to its kernel."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def item(page: Page, name: str) -> Locator:
    """The exercise of that name."""
    return page.locator(f'.lises-item[data-item="{name}"]')


def opened(assignment: str, place: Path) -> Running:
    """`lises-teach open` on a copy, below `place`, of the course's own assignment in both languages."""
    source = Path(__file__).parents[2] / "course" / "source" / assignment
    shutil.copytree(source, place / assignment, ignore=shutil.ignore_patterns(".*", "answers*"))
    return run(place / assignment, what="open")


def handed_out(course: Path, assignment: str) -> Path:
    """A new course with `assignment` released in Danish; the folder of one student, s1."""
    student = course / "submitted" / "s1" / assignment
    init_course(course)
    release(course, assignment)
    shutil.copytree(course / "release" / assignment, student)
    return student
