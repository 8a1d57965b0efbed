"""The application: Voilà's, with our pages, our kernels and a short list of addresses."""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import shutil
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.log import access_log
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths, collect_template_paths

from lises_teach.errors import KitError
from lises_teach.i18n import both
from lises_teach.server import handlers, parts
from lises_teach.server.kernels import PageKernels
from lises_teach.server.options import SiteOptions, notebook_for
from lises_teach.server.policy import EXTENSIONS, Marks, is_local

HERE = Path(__file__).resolve().parent
TEMPLATE_ROOT = HERE / "template"
TEMPLATE = TEMPLATE_ROOT / "voila" / "templates" / "lises"
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_LOOK_ROUND_S = 15  # how often kernels without a page are looked for
_LARGEST_MESSAGE = (
    2_000_000  # bytes on the line to a kernel: all answers of a long assignment are 0.1 million
)
_LIMITS: dict[str, Any] = {
    "max_body_size": 64_000,  # a page that is left names its kernel; nothing else is ever posted
    "idle_connection_timeout": 60,  # a visitor that says nothing, or never comes to an end, holds a line
    "body_timeout": 20,
}


class CannotListen(KitError):
    """An address or port that the site cannot have; another one is never taken instead."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        self.host, self.port = host, port
        key = {errno.EADDRINUSE: "port_taken", errno.EACCES: "port_forbidden"}.get(
            error.errno or 0, "no_such_host"
        )
        super().__init__(both(f"server.{key}", host=host, port=port, next=port + 1))


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port`; raises `CannotListen`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise CannotListen(host, port, error) from error
    listening.setblocking(False)
    return listening


class Visitor(IdentityProvider):  # type: ignore[misc]
    """Everybody is the same nobody: no log-in, and no cookie that tells visitors apart."""

    def get_user(self, handler: web.RequestHandler) -> User:
        """The one user there is."""
        return User("visitor")


def voila_config(options: SiteOptions, marks: Marks) -> Config:
    """What `options` means in Voilà's own settings."""
    return Config(
        {
            "Application": {"log_level": "ERROR"},
            "Voila": {
                "root_dir": str(options.folder),
                "base_url": options.base_url,
                "ip": options.host,
                "port": options.port,
                "open_browser": False,
                "config_file_paths": [],  # a stray voila.json in the working folder must not change the site
                "identity_provider_class": Visitor,
            },
            "VoilaConfiguration": {
                "template": "lises",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "show_tracebacks": False,
                "extension_allowlist": list(EXTENSIONS),
                "multi_kernel_manager_class": PageKernels,
                "preheat_kernel": bool(options.preheat),
                "resources": {
                    "lises": {
                        "nonce": marks.nonce,
                        "lang": marks.lang,
                        "home": home_of(options),
                        "statement": options.statement,
                    }
                },
            },
            "PageKernels": {
                "max_kernels": options.max_kernels,
                "spare_kernels": options.spare_kernels,
                "idle_limit_s": options.idle_minutes * 60,
                "away_limit_s": options.away_s,
                "store": options.store,
                "transport_encryption": "auto",
                "cull_interval": max(1, min(_LOOK_ROUND_S, int(options.away_s))),
                "cull_idle_timeout": 1,  # any number above 0 makes Jupyter ask PageKernels at each interval
            },
            "VoilaKernelManager": {"kernel_pools_config": pools(options)},
            "KernelRestarter": {"restart_limit": 0},  # a restarted kernel looks alive and knows no widget
        }
    )


def pools(options: SiteOptions) -> dict[str, dict[str, int]]:
    """How many kernels Voilà keeps ready for each notebook: none that is not listed."""
    listed = {
        path: {"pool_size": options.preheat_each}
        for name in options.preheat
        if (path := notebook_for(options, name))
    }
    return {"default": {"pool_size": 0}, **listed}


def home_of(options: SiteOptions) -> str:
    """The address of the landing page; empty where there is none."""
    return options.base_url if options.only is None else ""


class Site(Voila):  # type: ignore[misc]
    """Voilà's application for `options`. Make it with `make_site`."""

    name = "lises-teach"
    options: SiteOptions
    marks: Marks
    announce: Callable[[str], None]

    @property
    def home(self) -> str:
        """The address of the landing page; empty where there is none."""
        return home_of(self.options)

    def setup_template_dirs(self) -> None:
        """Our template from the package, whether or not an installed copy is there."""
        roots = [str(TEMPLATE_ROOT), *jupyter_path()]
        apps = ["voila", "nbconvert"]
        found = collect_template_paths(apps, "lises", prune=True, root_dirs=roots)
        self.template_paths = [str(HERE / "pages"), *found]
        self.static_paths = collect_static_paths(apps, "lises", prune=True, root_dirs=roots)

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings, quieter, and compressed where a network lies between."""
        settings: dict[str, Any] = super().init_settings()
        settings["log_function"] = log_failures
        settings["websocket_max_message_size"] = _LARGEST_MESSAGE
        settings["compress_response"] = not is_local(self.options.host)
        return settings

    def init_handlers(self) -> list[Any]:
        """Every address of the site. Voilà's tree, files, contents and log-in are not among them."""
        here = {"site": self}
        static = {"paths": self.static_paths}
        extensions = "|".join(map(re.escape, EXTENSIONS))
        routes = [
            (rf"api/kernels/{_KERNEL}", parts.KernelStateHandler, {}),
            (rf"api/kernels/{_KERNEL}/channels", parts.ChannelsHandler, {}),
            (r"voila/api/shutdown/([\w-]+)", parts.EndHandler, {}),
            (r"voila/templates/lises/static/(.*)", parts.FileHandler, {"path": TEMPLATE / "static"}),
            (r"voila/static/(.*)", parts.StaticHandler, static),
            (
                rf"voila/labextensions/((?:{extensions})/.*)",
                parts.ExtensionHandler,
                {"path": self.labextensions_path, "no_cache_paths": ["/"]},
            ),
            (r"healthz", parts.HealthHandler, {}),
            (r"tilgaengelighed", handlers.AccessibilityHandler, here),
            (r"eksempel/([^/]+)/([^/]+)", handlers.ExhibitHandler, here),
            (r"voila/render/(.+)", handlers.LessonHandler, here),
            (r"", handlers.LessonHandler if self.options.only else handlers.LandingHandler, here),
            (r"([^/]+)", handlers.LessonHandler, here),
        ]
        below = [(re.escape(self.base_url) + path, handler, extra) for path, handler, extra in routes]
        home = {"url": self.base_url, "permanent": False}
        unslashed = (re.escape(self.base_url.rstrip("/")), web.RedirectHandler, home)
        return [*below, unslashed, (r".*", handlers.NotFoundHandler, here)]

    def start(self) -> None:
        """Serves until it is told to stop. The port comes first: no kernel starts for a site that cannot."""
        asyncio.set_event_loop(asyncio.new_event_loop())
        self._socket = bind(self.options.host, self.options.port)
        self.port = self._socket.getsockname()[1]
        super().start()

    def listen(self) -> None:
        """Called by Voilà's `start` when everything is ready."""
        HTTPServer(self.app, **_LIMITS).add_socket(self._socket)
        self.ioloop = IOLoop.current()
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, self._handle_signal_stop)
        self.ioloop.add_callback(self.welcome)
        try:
            self.ioloop.start()
        finally:
            for stop in (signal.SIGINT, signal.SIGTERM):  # asked twice, it stops at once
                signal.signal(stop, signal.SIG_DFL)
            self.stop()

    async def welcome(self) -> None:
        """Tells the address when the first visitor would be served at once."""
        await self.kernel_manager.keep_spares()
        self.announce(self.address)

    def stop(self) -> None:
        """Ends the kernels at once: what a page was told is saved is on disk already."""
        # in the loop they were started in: elsewhere nobody can wait for a kernel that is still starting
        self.ioloop.run_sync(partial(self.kernel_manager.shutdown_all, now=True))
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        host = self.options.host
        if host in ("", "0.0.0.0", "::"):
            host = socket.gethostname()
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{self.base_url}"


def log_failures(handler: web.RequestHandler) -> None:
    """One line for an answer that is the server's own fault; who visits what is nobody's business."""
    if handler.get_status() >= 500 and handler.get_status() != 503:
        access_log.error("%d %s", handler.get_status(), handler.request.path)


def make_site(options: SiteOptions, announce: Callable[[str], None]) -> Site:
    """The site for `options`, ready to start."""
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    marks = Marks()
    site: Site = Site.instance(config=voila_config(options, marks))
    site.options, site.marks, site.announce = options, marks, announce
    site.initialize([])
    return site
