"""A notebook as a page within JupyterLab as a JupyterHub runs it: below a path, with a token, and strict."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from lises_teach.server.site import HERE
from tests.browser.running import Pages, Server, free_port, shown, start
from tests.server.running import lesson, until, write

BASE, TOKEN = "/user/anna/", "hemmelig"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """JupyterLab below a path, on a folder with the lesson `kurser/m6/m6.ipynb`."""
    folder = write(tmp_path_factory.mktemp("hjem"), kurser__m6__m6=lesson())
    port = free_port()
    options = [
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--allow-root",
    ]
    options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.base_url={BASE}"]
    options += [f"--ServerApp.root_dir={folder}"]
    env = {"JUPYTER_PATH": str(HERE / "template"), "JUPYTER_CONFIG_PATH": str(HERE / "etc")}
    command = [sys.executable, "-m", "jupyter", "lab", *options]
    answering = f"{BASE}api/status?token={TOKEN}"
    server = start(command, tmp_path_factory.mktemp("lab"), answering, port, env)
    yield server
    server.stop()


def kernels(hub: Server) -> list[Any]:
    address = f"{hub.url}{BASE}api/kernels?token={TOKEN}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        found: list[Any] = json.load(answer)
    return found


def test_a_page_opened_from_a_link_ends_its_kernel(hub: Server, page_factory: Pages) -> None:
    page = page_factory()
    shown(page, f"{hub.url}{BASE}voila/render/kurser/m6/m6.ipynb?token={TOKEN}")
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")
    (first,) = kernels(hub)
    page.wait_for_function("() => document.cookie.includes('_xsrf=')")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    until(lambda: len(kernels(hub)) == 1)
    assert kernels(hub)[0]["id"] != first["id"]
    page.goto("about:blank")
    until(lambda: not kernels(hub))
    assert page_factory.foreign == []
