"""The apps behind the notebooks a broker shows: each is one module here, whose `view()` makes its widget.

An app keeps nothing on the server. What people enter stays in their own browser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lises_teach.widget.views import KitWidget

__all__ = ["show"]


def show(app: Literal["barrierer", "gribning", "laan_et_oere", "legitimitet"]) -> KitWidget:
    """The widget of one app.

    `barrierer`: sort extracts into barriers, see two coders' reasons, make a plan. `gribning`: a conversation
    line by line for a room. `laan_et_oere`: code a conversation blind, then compare. `legitimitet`: weigh a
    dilemma on four dimensions, turn it around, and calculate.
    """
    widget: KitWidget = import_module(f"lises_teach.apps.{app}").view()
    return widget
