"""What a notebook shows: an item, what is answered so far, and the hand-in.

A cell of a lesson is one call of these functions. Each gives a widget for the cell to display;
what is wrong (an item that does not exist, a bank that cannot be read) is a sentence in its place,
never a traceback. Jupyter is imported with the first call: `lises_teach.widget.static` and
`lises_teach.widget.specs` are used where there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lises_teach.i18n import as_language, begin_in

if TYPE_CHECKING:
    from lises_teach.widget.views import KitWidget

__all__ = ["hand_in", "item", "progress", "use_language"]


def item(item_id: str) -> KitWidget:
    """The exercise called `item_id`, with the saved answer.

    It is looked for in `items.yaml` beside the notebook, then in the practice banks.
    """
    from lises_teach.widget import views

    return views.item_view(item_id)


def progress(lesson: str | None = None) -> KitWidget:
    """A list of what is answered and what is missing, which follows as the person works.

    Parameters
    ----------
    lesson
        A practice lesson, such as `m0-start`. Without it: the assignment in this folder.
    """
    from lises_teach.widget import views

    return views.progress_view(lesson)


def hand_in() -> KitWidget:
    """A button that packs the notebook and the answers into one file for the learning platform."""
    from lises_teach.widget import views

    return views.hand_in_view()


def use_language(lang: str) -> None:
    """Show what follows in Danish (`da`) or English (`en`) until the reader chooses otherwise."""
    begin_in(as_language(lang))
