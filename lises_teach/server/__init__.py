"""The site: the kit's notebooks as pages, served by one process on one port.

`serve` is what a broker or an institution runs; `open_folder` shows one assignment or lesson on this
machine only. Both load Voilà on their first call, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lises_teach.server.run import open_folder, serve

__all__ = ["open_folder", "serve"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from lises_teach.server import run

        return getattr(run, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
