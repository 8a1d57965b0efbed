"""What a page's own scripts ask for: files, and the page's kernel. No reader sees these answers."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.log import app_log
from tornado.websocket import WebSocketClosedError
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from lises_teach.i18n import reader_language, t
from lises_teach.server.frames import FRAMES, is_message

_SESSION = re.compile(r"[\w-]{1,64}")
_NO_FILE = re.compile(r"[\0\\:]")  # what no file here has in its name, and what leads elsewhere on Windows
_HOST = re.compile(r"[\w.:\[\]-]{1,200}", re.ASCII)
_NO_MESSAGE = 1007  # the code with which a line is closed that is spoken on in another way


class Discreet(web.RequestHandler):
    """Tells the log what went wrong but not who asked, and whoever asks nothing of what serves."""

    def set_default_headers(self) -> None:
        """Headers of every answer."""
        super().set_default_headers()
        self.clear_header("Server")

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Tornado's own lines hold the visitor's address."""
        if isinstance(value, web.HTTPError):
            if value.status_code >= 500 and value.log_message:
                app_log.error("%s", value.get_message())
        elif typ is not None and value is not None:
            app_log.error("An answer failed.", exc_info=(typ, value, tb))


class Bare(Discreet):
    """An answer that is a status and no page when it cannot be given."""

    def set_default_headers(self) -> None:
        """Headers of every answer."""
        super().set_default_headers()
        self.set_header("X-Content-Type-Options", "nosniff")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Nobody reads a page here."""
        self.finish()


class HealthHandler(Bare):
    """For whatever watches the server: it answers."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n")

    head = get


class FileHandler(Bare, web.StaticFileHandler):
    """A file below a folder."""

    def parse_url_path(self, url_path: str) -> str:
        if _NO_FILE.search(url_path):
            raise web.HTTPError(404)
        return super().parse_url_path(url_path)


class StaticHandler(FileHandler, MultiStaticFileHandler):  # type: ignore[misc]
    """Voilà's own scripts and styles."""


class ExtensionHandler(FileHandler, FileFindHandler):  # type: ignore[misc]
    """The scripts of the allowed JupyterLab extensions."""


class KernelStateHandler(Bare, KernelHandler):  # type: ignore[misc]
    """Whether a page's kernel is still there."""

    SUPPORTED_METHODS = ("GET",)


class EndHandler(Bare, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Ends a kernel when its page is left."""

    SUPPORTED_METHODS = ("POST",)

    def check_xsrf_cookie(self) -> None:
        """Nobody but a kernel's own page knows its id: that it is named is proof enough, without a cookie."""


class ChannelsHandler(Bare, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """A page's line to its kernel. Which messages pass is decided by `allowed_message_types`.

    Only Jupyter's newer way of framing messages is spoken, and only whole messages are passed on: what reads
    them, on the way in as on the way out, counts offsets for minutes, while it fills the memory, where
    there are none.
    """

    async def pre_get(self) -> None:
        spoken = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if FRAMES not in spoken or not _SESSION.fullmatch(self.get_argument("session_id", "")):
            raise web.HTTPError(400)
        await super().pre_get()

    def check_origin(self, origin: str | None = None) -> bool:
        """Whether it is a page of ours that asks; says once what an operator may have to change."""
        ours: bool = super().check_origin(origin)
        if not ours and not self.settings.get("other_host_told"):
            self.settings["other_host_told"] = True
            asking = urlsplit(self.get_origin() or "").netloc
            if _HOST.fullmatch(asking) and _HOST.fullmatch(self.request.host):
                told = t("server.other_host", reader_language(), origin=asking, host=self.request.host)
                app_log.error("%s", told)
        return ours

    async def open(self, kernel_id: str) -> None:
        self.kernel_manager.on_end(kernel_id, self.close)
        await super().open(kernel_id)

    def on_message(self, message: str | bytes) -> None:
        """Passes a message on; a line that is spoken on in any other way is closed."""
        if is_message(message):
            super().on_message(message)
        else:
            self.close(_NO_MESSAGE)

    def write_message(self, message: Any, binary: bool = False) -> asyncio.Future[None]:
        """Sends a message, if the page is still there to hear it."""
        with suppress(WebSocketClosedError):
            sent: asyncio.Future[None] = super().write_message(message, binary)
            if sent is not None:
                return sent
        nothing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        nothing.set_result(None)
        return nothing
