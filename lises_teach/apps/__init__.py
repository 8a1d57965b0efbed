"""The apps behind the notebooks a broker shows: each is one module here and one view in `apps.js`.

An app keeps nothing on the server. What people enter stays in their own browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lises_teach.widget.views import KitWidget

__all__ = ["barrierer", "gribning", "laan_et_oere", "legitimitet"]


def barrierer() -> KitWidget:
    """Sort extracts into barriers, see two coders' reasons, ask who can change it, make a plan."""
    from lises_teach.apps.barrierer import view

    return view()


def gribning() -> KitWidget:
    """A conversation line by line for a room: stop, what would you say, what could be said, and on."""
    from lises_teach.apps.gribning import view

    return view()


def laan_et_oere() -> KitWidget:
    """Code a conversation blind, then see where colleagues, two coders and oneself read it differently."""
    from lises_teach.apps.laan_et_oere import view

    return view()


def legitimitet() -> KitWidget:
    """Weigh a dilemma on four dimensions, turn it around, and calculate an investment against a saving."""
    from lises_teach.apps.legitimitet import view

    return view()
