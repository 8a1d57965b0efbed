"""nbgrader's own steps for every other assignment: each is skipped where the assignment is one of items.

Settings made for nbgrader's classes (`c.Execute.timeout`) reach these too.
"""

from __future__ import annotations

from nbconvert import preprocessors as nbconvert_steps
from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from traitlets import Bool

from lises_teach.grading.base import Resources, Step, one_line, place_of
from lises_teach.grading.errors import NotGradable
from lises_teach.grading.sandbox import HidingKernelManager, QuietKernelManager, can_hide
from lises_teach.i18n import both


class _NotForItems:
    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        if place_of(self, resources).has_items:
            return nb, resources
        done: Step = super().preprocess(nb, resources)  # type: ignore[misc]
        return done


class Execute(_NotForItems, steps.Execute):  # type: ignore[misc]
    """Runs the notebook where the keys cannot be seen; refuses where that is not possible."""

    hide_keys = Bool(True, help="Refuse to run code that could read the keys").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        if place_of(self, resources).has_items:
            return nb, resources
        if self.hide_keys and not can_hide():
            one_line(self.log)
            raise NotGradable(both("grading.cannot_hide", assignment=resources["nbgrader"]["assignment"]))
        self.kernel_manager_class = HidingKernelManager if self.hide_keys else QuietKernelManager
        done: Step = super().preprocess(nb, resources)
        return done


class IgnorePattern(_NotForItems, steps.IgnorePattern):  # type: ignore[misc]
    """Drops outputs that a pattern names."""


class ClearMetadata(_NotForItems, nbconvert_steps.ClearMetadataPreprocessor):  # type: ignore[misc]
    """Clears the metadata, where switched on."""


class LimitOutput(_NotForItems, steps.LimitOutput):  # type: ignore[misc]
    """Shortens long outputs."""


class SaveAutoGrades(_NotForItems, steps.SaveAutoGrades):  # type: ignore[misc]
    """Writes the scores to the gradebook."""


class CheckCellMetadata(_NotForItems, steps.CheckCellMetadata):  # type: ignore[misc]
    """Checks nbgrader's metadata."""


class CSSHTMLHeader(_NotForItems, nbconvert_steps.CSSHTMLHeaderPreprocessor):  # type: ignore[misc]
    """Adds the colours for code."""
