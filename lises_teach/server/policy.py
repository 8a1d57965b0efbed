"""Decisions about a response: its headers, its language, its marks. Pure; knows no web server."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address

from lises_teach.i18n import Lang

EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
"""The only JupyterLab extensions a page loads; without the second no widget appears."""

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


def new_nonce() -> str:
    """What allows this response's own inline script, and no other."""
    return secrets.token_urlsafe(16)


def content_policy(nonce: str, host: str) -> str:
    """The content-security policy of a page.

    Scripts come from this server, or inline with the response's nonce; `blob:` is how anywidget loads a
    widget's module. Styles must allow inline ones: anywidget and JupyterLab put `<style>` elements into
    the page from scripts, and neither can be told a nonce. A `host` that is none is left out.

    >>> "unsafe" in content_policy("n", "localhost:8866").split("style-src")[0]
    False
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def page_headers(nonce: str, host: str) -> dict[str, str]:
    """The headers every page of the site carries."""
    return {
        "Content-Security-Policy": content_policy(nonce, host),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def is_local(host: str) -> bool:
    """Whether only this machine can reach `host`.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Marks:
    """Stand-ins in a rendered lesson for what only the response knows: its nonce and its language.

    A lesson may be rendered before anybody asks for it. The nonce's mark is secret, so that nothing a
    notebook shows can be taken for it.
    """

    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    lang: str = field(default_factory=lambda: secrets.token_hex(16))

    def fill(self, html: str, nonce: str, lang: Lang) -> str:
        """`html` with the marks replaced."""
        return html.replace(self.nonce, nonce).replace(self.lang, lang)
