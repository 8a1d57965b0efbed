"""Requests written out by hand, and the lines on which a page talks with its kernel."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from lises_teach.server.frames import FRAMES
from tests.server.running import Running


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of `work`, in a thread of its own: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def raw(running: Running, request: str) -> int:
    """The status of an answer to a request written out by hand; paths are below the root."""
    address = urlsplit(running.url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as line:
        line.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
        return int(line.recv(200).split()[1])


def kernel_of(running: Running, path: str = "lektion") -> str:
    """The kernel of a page asked for just now."""
    (kernel,) = re.findall(r'"kernelId": "([^"]+)"', running.get(path)[1])
    return str(kernel)


def upgrade(
    site: Running, kernel: str, origin: str | None = None, frames: str = FRAMES, session: str = "x"
) -> int:
    """The status of a request for a line to `kernel`."""
    host = urlsplit(site.url).netloc
    facts = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13"
    facts += f"\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\nSec-WebSocket-Protocol: {frames}"
    request = f"GET /api/kernels/{kernel}/channels?session_id={session} HTTP/1.1\nHost: {host}\n{facts}"
    return raw(site, f"{request}\nOrigin: {origin or f'http://{host}'}")
