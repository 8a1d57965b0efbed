"""The site over HTTP: what it answers, what it refuses, and what becomes of its kernels."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.websocket import websocket_connect

from lises_teach.server.frames import FRAMES
from lises_teach.server.site import CannotListen, bind
from tests.server.running import Running, about, lesson, notebook, until, write

Start = Callable[..., Running]


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of `work`, in a thread of its own: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_it_says_that_it_is_well(site: Running) -> None:
    assert site.get("healthz")[:2] == (200, "ok\n")
    assert raw(site, f"HEAD / HTTP/1.1\nHost: {urlsplit(site.url).netloc}") == 200


def test_the_landing_page_lists_the_lessons_in_both_languages(site: Running) -> None:
    status, html, _ = site.get()
    assert status == 200
    for words in (
        "Prøven",
        "The trial",
        "Om Prøven",
        "On The trial",
        "konstruerede",
        "Slet mine svar i denne browser",
    ):
        assert words in html
    assert 'href="/lektion"' in html


@pytest.mark.parametrize("path", ["", "tilgaengelighed", "lektion", "findes-ikke", "umulig"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_page_says_its_language(site: Running, path: str, lang: str) -> None:
    _, html, _ = site.get(f"{path}?lang={lang}")
    assert f'<html lang="{lang}" data-lises>' in html
    title = re.search(r'<title data-da="(.+?)" data-en="(.+?)">(.+?)</title>', html)
    assert title is not None
    if path != "lektion":  # rendered for both at once: the page's own script sets it
        assert title[3] == title[1 if lang == "da" else 2]


@pytest.mark.parametrize("path", ["", "lektion", "findes-ikke", "umulig"])
def test_each_answer_has_a_policy_with_a_nonce_of_its_own(site: Running, path: str) -> None:
    nonces = set()
    for _ in range(2):
        _, html, headers = site.get(path)
        (allowed,) = re.findall(r"'nonce-([^']+)'", headers["Content-Security-Policy"])
        assert re.findall(r'<script nonce="([^"]+)"', html) == [allowed]
        nonces.add(allowed)
    assert len(nonces) == 2


COOKIELESS = (
    "",
    "lektion",
    "findes-ikke",
    "umulig",
    "voila/labextensions/anywidget/findes-ikke.js",
    "healthz",
)


@pytest.mark.parametrize("path", COOKIELESS)
def test_visitors_get_no_cookie_and_are_not_told_what_serves(site: Running, path: str) -> None:
    _, _, headers = site.get(path)
    assert headers["Set-Cookie"] is None
    assert headers["Server"] is None
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("query", ["template=lab", "theme=dark", "template=../../x"])
def test_visitors_cannot_change_the_template(site: Running, query: str) -> None:
    status, html, _ = site.get(f"lektion?{query}")
    assert status == 200
    assert "data-lises" in html
    assert "cdn" not in html


HIDDEN = """
voila/tree voila/tree/m6 voila/files/m6/items.yaml voila/files/answers.json files/lektion.ipynb answers.json
m6/items.yaml items.yaml api api/contents api/contents/lektion.ipynb voila/api/contents api/kernels
api/sessions api/terminals api/status api/kernelspecs terminals/1 login logout lab tree metrics
notebooks/lektion.ipynb voila/static/../../../../etc/passwd andet m6/andet.ipynb voila/execution/1
voila/query/1 voila/labextensions/@jupyter/nbgrader/package.json voila/templates/lab/static/x lektion/
eksempel/a/b
"""


@pytest.mark.parametrize("path", HIDDEN.split())
def test_nothing_else_can_be_reached(site: Running, path: str) -> None:
    status, html, _ = site.get(path)
    assert status in (403, 404)
    assert "secret" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["", "lektion", "api/kernels", "api/contents/x", "voila/tree"])
def test_nothing_can_be_changed(site: Running, path: str, method: str) -> None:
    request = f"{method} /{path} HTTP/1.1\nHost: x\nContent-Length: 0\nConnection: close"
    assert raw(site, request) in (403, 404, 405)


@pytest.mark.parametrize(("path", "status"), [("findes-ikke", 404), ("umulig", 500)])
def test_error_pages_are_ours(site: Running, path: str, status: int) -> None:
    found, html, headers = site.get(path)
    assert found == status
    assert "cobol" not in html
    assert html.count("<h1>") == 1
    assert headers["Content-Security-Policy"]


def test_a_failing_cell_tells_the_reader_and_gives_the_log_the_detail(site: Running) -> None:
    status, html, _ = site.get("fejl")
    assert status == 200
    assert "Her gik noget galt" in html
    assert "Something went wrong in the page here" in html
    assert "secret detail" not in html
    assert "Traceback" not in html
    assert "secret detail" in site.log()


def test_a_lesson_has_its_parts(site: Running) -> None:
    html = site.get("lektion")[1]
    assert html.count("<main") == 1
    assert '<div class="cell prose tr" lang="da">' in html
    assert '<div class="cell prose tr" lang="en">' in html
    assert "import anywidget" not in html, "no code is shown"
    assert "In&nbsp;[" not in html
    assert re.search(r"\bbrowser .*site", html), "answers stay in the browser"
    assert html.rstrip().endswith("</html>")


def test_a_notebook_in_its_own_folder_runs_there(site: Running, folder: Path) -> None:
    assert f"browser {folder / 'm6'}" in site.get("m6")[1]
    assert f"browser {folder / 'm6'}" in site.get("voila/render/m6/m6.ipynb")[1]


def test_one_language_is_shown_whatever_the_page_speaks(start_site: Start, tmp_path: Path) -> None:
    write(
        tmp_path,
        dansk=notebook("da:# Kun dansk"),
        uden=notebook("md:Uden overskrift", **about("app", "Uden", "Without")),
    )
    running = start_site(tmp_path)
    assert "data-bilingual" not in running.get("dansk?lang=en")[1]
    assert re.search(r'<h1><span class="tr " lang="da">Uden</span>', running.get("uden")[1])


def test_a_taken_port_is_an_error_and_not_another_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"(?s){port}.*{port + 1}") as error:
            bind("127.0.0.1", port)
    assert error.value.port == port


def test_a_foreign_address_is_an_error() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1"):
        bind("192.0.2.1", 0)


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


async def _ask_to_run(url: str, kernel: str, secret: Path) -> set[str]:
    """Sends a kernel everything that could run code; the kinds of message it answers with."""
    address = f"{url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id=x"
    line = await websocket_connect(address, subprotocols=[FRAMES])
    code = f"open({str(secret)!r}, 'w').close()"
    asked = {
        "execute_request": {
            "code": code,
            "silent": False,
            "user_expressions": {"x": code},
            "allow_stdin": False,
        },
        "complete_request": {"code": code, "cursor_pos": 3},
        "inspect_request": {"code": code, "cursor_pos": 3, "detail_level": 0},
        "debug_request": {
            "type": "request",
            "seq": 1,
            "command": "evaluate",
            "arguments": {"expression": code},
        },
        "kernel_info_request": {},
    }
    for kind, content in asked.items():
        header = {
            "msg_id": kind,
            "msg_type": kind,
            "session": "x",
            "username": "",
            "version": "5.3",
            "date": "",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        await line.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)
    kinds = set()
    while "kernel_info_reply" not in kinds:
        frame = await asyncio.wait_for(line.read_message(), 20)
        _, (head, parent, *_) = deserialize_msg_from_ws_v1(frame)
        if json.loads(parent).get("session") == "x":
            kinds.add(json.loads(head)["msg_type"])
    line.close()
    while await line.read_message() is not None:
        pass
    return kinds


def test_a_visitor_cannot_run_code(site: Running, tmp_path: Path) -> None:
    (kernel,) = re.findall(r'"kernelId": "([^"]+)"', site.get("lektion")[1])
    kinds = finished(_ask_to_run(site.url, kernel, tmp_path / "written"))
    assert kinds <= {"kernel_info_reply", "status"}
    assert not (tmp_path / "written").exists()


def raw(running: Running, request: str) -> int:
    """The status of an answer to a request written out by hand; paths are below the root."""
    address = urlsplit(running.url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as line:
        line.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        return int(line.recv(200).split()[1])


def upgrade(
    site: Running, kernel: str, origin: str | None = None, frames: str = FRAMES, session: str = "x"
) -> int:
    """The status of a request for a line to `kernel`."""
    host = urlsplit(site.url).netloc
    facts = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13"
    facts += f"\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\nSec-WebSocket-Protocol: {frames}"
    request = f"GET /api/kernels/{kernel}/channels?session_id={session} HTTP/1.1\nHost: {host}\n{facts}"
    return raw(site, f"{request}\nOrigin: {origin or f'http://{host}'}")


@pytest.mark.parametrize(("origin", "status"), [("http://elsewhere.example", 403), (None, 101)])
def test_only_our_own_pages_can_reach_a_kernel(site: Running, origin: str | None, status: int) -> None:
    (kernel,) = re.findall(r'"kernelId": "([^"]+)"', site.get("lektion")[1])
    assert upgrade(site, kernel, origin) == status


def test_a_line_that_frames_otherwise_or_to_no_kernel_is_refused_without_a_word(
    start_site: Start, folder: Path
) -> None:
    running = start_site(folder)
    (kernel,) = re.findall(r'"kernelId": "([^"]+)"', running.get("lektion")[1])
    assert upgrade(running, kernel, frames="older") == 400
    assert upgrade(running, str(uuid.uuid4())) == 404
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    assert running.log() == ""
    running.stop()


def test_an_opened_folder_is_one_page_behind_a_secret(start_site: Start, tmp_path: Path) -> None:
    write(tmp_path / "m6", m6=lesson(), andet=lesson())
    (tmp_path / "m6" / "items.yaml").write_text("secret: items")
    (tmp_path / "m6" / "answers.json").write_text('{"secret": 1}')
    running = start_site(tmp_path / "m6", "open")
    secret = urlsplit(running.url).path
    assert len(secret) > 30
    status, html, _ = running.get()
    assert status == 200
    assert f"sheet {tmp_path / 'm6'}" in html, "answers go to the folder's sheet"
    assert 'class="home"' not in html
    assert "resultatnotat-2-lises" not in html
    for path in (
        "andet",
        "items.yaml",
        "answers.json",
        "voila/tree",
        "tilgaengelighed/x",
        "files/answers.json",
    ):
        assert running.get(path)[0] == 404
    outside = Running(running.url.removesuffix(secret) + "/", running.process, running.errors)
    for path in ("", "m6", "voila/render/m6.ipynb", "voila/static/voila.js", "api/kernels", "healthz"):
        assert outside.get(path)[0] == 404


def test_examples_of_feedback_are_shown(start_site: Start, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ida" / "m6").mkdir(parents=True)
    (tmp_path / "ida" / "m6" / "m6.html").write_text("<!DOCTYPE html><title>Til Ida</title><main></main>")
    (tmp_path / "ida" / "hemmelig.txt").write_text("secret")
    running = start_site(folder, exhibits=str(tmp_path))
    assert 'href="/eksempel/ida/m6"' in running.get()[1]
    assert "Til Ida" in running.get("eksempel/ida/m6")[1]
    assert '<a href="/?lang=da">LISES i undervisningen</a>' in running.get("eksempel/ida/m6")[1]
    assert '<a href="/?lang=en">LISES in teaching</a>' in running.get("eksempel/ida/m6?lang=en")[1]
    assert running.get("eksempel/ida/hemmelig")[0] == 404
    assert running.get("eksempel/../m6")[0] == 404
