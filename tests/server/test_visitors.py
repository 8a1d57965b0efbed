"""What a visitor with bad intentions, or a bad program, gets: nothing, and no room in the log."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.websocket import websocket_connect

from lises_teach.server.frames import FRAMES
from tests.server.lines import finished, kernel_of, raw, upgrade
from tests.server.running import Running, Start, until
from tests.server.test_frames import HEADER, STRANGE, frame


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
    kernel = kernel_of(site)
    kinds = finished(_ask_to_run(site.url, kernel, tmp_path / "written"))
    assert kinds <= {"kernel_info_reply", "status"}
    assert not (tmp_path / "written").exists()


def test_a_line_that_frames_otherwise_or_to_no_kernel_is_refused_without_a_word(
    start_site: Start, folder: Path
) -> None:
    running = start_site(folder)
    kernel = kernel_of(running)
    assert upgrade(running, kernel, frames="older") == 400
    assert upgrade(running, str(uuid.uuid4())) == 404
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=20) == 0
    assert running.log() == ""
    running.stop()


async def _closed_after(running: Running, kernel: str, message: str | bytes) -> int | None:
    """The code with which a line to `kernel` is closed after `message`."""
    address = f"{running.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id={uuid.uuid4()}"
    line = await websocket_connect(address, subprotocols=[FRAMES])
    await line.write_message(message, binary=isinstance(message, bytes))
    while await line.read_message() is not None:
        pass
    line.close()
    return line.close_code


def test_what_is_no_message_ends_the_line_and_nothing_else(site: Running) -> None:
    kernel = kernel_of(site)
    for told, message in STRANGE.items():
        assert finished(_closed_after(site, kernel, message)) == 1007, told
    assert site.get("healthz")[0] == 200
    assert site.log() == ""


def test_nobody_can_say_much_at_once(site: Running) -> None:
    assert finished(_closed_after(site, kernel_of(site), frame(HEADER, "shell", bytes(3_000_000)))) == 1009


ODD = {
    "voila/templates/lises/static/%00": 404,
    "voila/templates/lises/static/%5c%5cevil%5cx": 404,
    "voila/static/%5c%5cevil%5cx": 404,
    "voila/static/C:%5cx": 404,
    "voila/static/%2e%2e/%2e%2e/etc/passwd": 403,
    "voila/static/%252e%252e/x": 403,
    "voila/labextensions/anywidget/%00": 404,
    "voila/labextensions/anywidget/..%2f..%2fetc%2fpasswd": 404,
    "voila/render/..%2f..%2fx.ipynb": 404,
    "%ff": 400,
    "?lang=%ff": 200,
    "?lang=%0d%0aX-Evil:1": 200,
    "?lang=da&lang=%3Cscript%3E": 200,
}


@pytest.mark.parametrize("path", ODD)
def test_an_odd_address_is_no_failure(site: Running, path: str) -> None:
    status, html, headers = site.get(path)
    assert status == ODD[path]
    assert headers["X-Evil"] is None
    assert "root:" not in html
    assert site.log() == ""


def test_a_line_needs_a_plain_name(site: Running) -> None:
    kernel = kernel_of(site)
    for name in ("", "x" * 300, "%00", "a%20b"):
        assert upgrade(site, kernel, session=name) == 400
    assert upgrade(site, kernel) == 101
    assert site.log() == ""


def test_a_page_can_end_its_kernel_and_nobody_elses(start_site: Start, folder: Path) -> None:
    running = start_site(folder, away_s=600)
    kernel = kernel_of(running)
    until(lambda: len(running.kernels()) == 1)
    post = "HTTP/1.1\nHost: x\nContent-Length: 0\nConnection: close"
    assert raw(running, f"POST /voila/api/shutdown/00000000-0000-0000-0000-000000000000 {post}") == 404
    assert len(running.kernels()) == 1
    assert raw(running, f"POST /voila/api/shutdown/{kernel} {post}") == 204
    until(lambda: not running.kernels())


def test_nobody_can_post_much(site: Running) -> None:
    request = "POST /voila/api/shutdown/x HTTP/1.1\nHost: x\nContent-Length: 100000"
    assert raw(site, request) == 400


def test_a_failure_is_in_the_log_and_who_met_it_is_not(start_site: Start, folder: Path) -> None:
    running = start_site(folder)
    address = urlsplit(running.url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as line:
        line.sendall(
            b"GET /umulig?hvem=Ida HTTP/1.1\r\nHost: x\r\nUser-Agent: Ida\r\nConnection: close\r\n\r\n"
        )
        assert b" 500 " in line.recv(100)
    until(lambda: "500 /umulig" in running.log())
    log = running.log()
    assert "cobol" in log
    assert "127.0.0.1" not in log
    assert "Ida" not in log


def test_a_proxy_that_changes_the_host_is_told_of_once(start_site: Start, folder: Path) -> None:
    running = start_site(folder)
    kernel = kernel_of(running)
    for _ in range(3):
        assert upgrade(running, kernel, origin="https://kursus.example") == 403
    assert running.log().count("kursus.example") == 1
    assert "Host" in running.log()


def test_a_site_lies_below_its_path(start_site: Start, folder: Path) -> None:
    running = start_site(folder, base_url="/kurser/lises/")
    assert urlsplit(running.url).path == "/kurser/lises/"
    _, html, _ = running.get()
    assert 'href="/kurser/lises/lektion"' in html
    assert running.get("lektion")[0] == 200
    outside = Running(running.url.removesuffix("kurser/lises/"), running.process, running.errors)
    assert outside.get("lektion")[0] == outside.get("")[0] == 404
    assert "Om Prøven" in outside.get("kurser/lises?lang=en")[1]
