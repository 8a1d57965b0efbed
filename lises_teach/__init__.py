"""Exercises as data: show an item in a notebook, keep its answer, hand it in.

A notebook needs four names::

    from lises_teach import hand_in, item, progress, use_language

Everything else is reached through its module. Importing this package loads neither pandas nor
Jupyter; both come with the first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lises_teach.widget import hand_in, item, progress, use_language

__all__ = ["__version__", "hand_in", "item", "progress", "use_language"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("lises-teach")
    if name in __all__:
        from lises_teach import widget

        return getattr(widget, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
