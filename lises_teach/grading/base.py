"""What all our nbgrader plug-ins share: their settings, the course they run in, and who is concerned.

An assignment is ours when its source folder has an `items.yaml`; every other one gets nbgrader's
stock treatment (`stock`).
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, List, Unicode

from lises_teach.errors import KitError
from lises_teach.grading.assignment import Assignment, load_assignment
from lises_teach.i18n import LANGS, Lang, as_language
from lises_teach.paths import ITEMS_NAME

Resources = Any
Step = tuple[NotebookNode, Resources]
_OUR_ERROR = re.compile(r"^lises_teach\.[\w.]+: (.+)\s*\Z", re.MULTILINE)


class Place(NamedTuple):
    """Which submission a preprocessor works on, and in which course."""

    coursedir: CourseDirectory
    assignment: str
    student: str
    notebook: str

    def folder(self, step: str) -> Path:
        """The folder of this submission in one of nbgrader's steps, such as `submitted` or `autograded`."""
        student = "." if step in ("source", "release") else self.student
        name = getattr(self.coursedir, f"{step}_directory")
        return Path(self.coursedir.format_path(name, student, self.assignment))

    @property
    def has_items(self) -> bool:
        """Whether this is an assignment of items."""
        return (self.folder("source") / ITEMS_NAME).is_file()


class KitPreprocessor(NbGraderPreprocessor):  # type: ignore[misc]
    """Base of our preprocessors; does nothing unless the assignment is one of items."""

    language = Enum(LANGS, default_value="da", help="The course's language, da or en").tag(config=True)
    # nbgrader's base class makes no setting of it, and its page exporter sets it for every step
    display_data_priority = List(Unicode(), ["text/html", "text/plain"]).tag(config=True)
    keys_folder = Unicode("keys", help="Where the keys are, seen from the course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Step:
        place = place_of(self, resources)
        if not place.has_items:
            return nb, resources
        try:
            return self.work(nb, resources, place)
        except KitError:
            one_line(self.log)
            raise

    def work(self, nb: NotebookNode, resources: Resources, place: Place) -> Step:
        """What this step does to a notebook of items."""
        raise NotImplementedError

    @property
    def lang(self) -> Lang:
        """The course's language."""
        return as_language(self.language)

    def load(self, place: Place) -> Assignment:
        """The items, keys and cells of the assignment at hand."""
        keys = Path(place.coursedir.root) / self.keys_folder / f"{place.assignment}.yaml"
        return load_assignment(place.folder("source"), keys, self.lang)


def place_of(plugin: Any, resources: Resources) -> Place:
    """The submission `plugin` (a preprocessor or exporter inside one of nbgrader's converters) works on."""
    facts = resources["nbgrader"]
    return Place(coursedir_of(plugin), facts["assignment"], facts["student"], facts["notebook"])


def coursedir_of(plugin: Any) -> CourseDirectory:
    """The course directory of the nearest parent that has one."""
    while plugin is not None:
        coursedir = getattr(plugin, "coursedir", None)
        if coursedir is not None:
            return coursedir
        plugin = plugin.parent
    raise RuntimeError("this plug-in runs outside nbgrader's converters")


def one_line(log: logging.Logger | logging.LoggerAdapter[Any]) -> None:
    """Let `log` say our own errors in their one sentence, where nbgrader would log the traceback."""
    logger = log.logger if isinstance(log, logging.LoggerAdapter) else log
    if _shorten not in logger.filters:
        logger.addFilter(_shorten)


def _shorten(record: logging.LogRecord) -> bool:
    said = record.getMessage()
    ours = _OUR_ERROR.search(said) if said.startswith("Traceback") else None
    if ours:
        record.msg, record.args = ours.group(1), ()
    return True
