"""How many pages a site has room for, which kernels it makes ready, and that it leaves none behind."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server.lines import finished
from tests.server.running import Start, notebook, until, write


def test_the_house_is_full_and_says_when_to_come_again(start_site: Start, folder: Path) -> None:
    running = start_site(folder, max_kernels=1, away_s=1)
    assert running.get("lektion")[0] == 200
    status, html, headers = running.get("lektion")
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "Alle pladser er optaget" in html
    assert "All places are taken" in html
    assert running.get()[0] == 200, "the landing page needs no place"
    until(lambda: not running.kernels())  # nobody came to the first page
    assert running.get("lektion")[0] == 200


def test_many_at_once_get_no_more_than_the_places(start_site: Start, folder: Path) -> None:
    running = start_site(folder, max_kernels=2)

    async def ask() -> list[int]:
        calls = [asyncio.to_thread(running.get, "lektion") for _ in range(5)]
        return sorted(status for status, _, _ in await asyncio.gather(*calls))

    assert finished(ask()) == [200, 200, 503, 503, 503]
    assert len(running.kernels()) == 2


def test_a_request_that_is_broken_off_leaves_no_kernel(start_site: Start, folder: Path) -> None:
    running = start_site(folder, away_s=600)
    address = urlsplit(running.url)
    for _ in range(3):
        with socket.create_connection((address.hostname or "", address.port or 0)) as line:
            line.sendall(b"GET /lektion HTTP/1.1\r\nHost: x\r\n\r\n")
            line.recv(1)
    until(lambda: not running.kernels())


def test_a_page_that_fails_leaves_no_kernel(start_site: Start, folder: Path) -> None:
    running = start_site(folder, away_s=600)
    assert running.get("umulig")[0] == 500
    assert not running.kernels()


def test_only_listed_notebooks_are_made_ready(start_site: Start, folder: Path) -> None:
    running = start_site(folder, preheat=["lektion"], max_kernels=1, away_s=600)
    until(lambda: len(running.kernels()) == 1)
    (ready,) = running.kernels()
    status, html, headers = running.get("lektion?lang=en")
    assert status == 200
    assert '<html lang="en"' in html
    assert re.findall(r'<script nonce="([^"]+)"', html)[0] in headers["Content-Security-Policy"]
    assert f"browser {folder}" in html
    until(lambda: len(running.kernels()) == 2)
    assert ready.is_running(), "the page got the kernel that was ready, and another was made ready"
    assert running.get("lektion")[0] == 503, "a kernel in use takes a place, a ready one does not"


def test_a_spare_kernel_takes_the_page_that_comes(start_site: Start, folder: Path) -> None:
    write(folder, m7__m7=notebook("import os; print(os.environ['LISES_TEACH_STORE'], os.getcwd())"))
    running = start_site(folder, spare_kernels=1, max_kernels=1, away_s=600)
    until(lambda: len(running.kernels()) == 1)
    (spare,) = running.kernels()
    until(lambda: spare.cpu_times().user > 0.2 and not spare.cpu_percent(0.2))  # it has loaded the kit
    assert f"browser {folder / 'm7'}" in running.get("m7")[1], "it runs in the folder of the page's notebook"
    until(lambda: len(running.kernels()) == 2)
    assert spare.is_running()
    assert running.get("lektion")[0] == 503, "the spare one takes a place as soon as a page has it"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_stops_clean_and_ends_its_kernels(start_site: Start, folder: Path, how: signal.Signals) -> None:
    running = start_site(folder, preheat=["lektion"])
    running.get("m6")
    until(lambda: len(running.kernels()) == 2)
    kernels = running.kernels()
    running.process.send_signal(how)
    assert running.process.wait(timeout=20) == 0
    until(lambda: not any(kernel.is_running() for kernel in kernels))
    assert running.log() == ""
    running.stop()


def test_it_stops_clean_while_a_spare_kernel_is_still_starting(start_site: Start, folder: Path) -> None:
    running = start_site(folder, spare_kernels=1)
    running.get("lektion")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    assert running.log() == ""
    running.stop()
