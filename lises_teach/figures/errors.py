"""What a figure cannot be made from."""

from __future__ import annotations

from lises_teach.errors import KitError


class FigureError(KitError):
    """A table or a wish that no figure can be made from; one sentence says why."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback; IPython asks for this name."""
        return [self.sentence()]
