"""nbgrader inside this process: a course's configuration loaded once, its converters run quietly."""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGrader
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from lises_teach.errors import KitError
from lises_teach.grading.config import quieten
from lises_teach.grading.errors import NotGradable
from lises_teach.i18n import Lang, Text, as_language, both
from lises_teach.paths import CONFIG_NAME

_SQLALCHEMYS_ADDITIONS = ("[SQL:", "[parameters:", "(Background on this error")
_LAST_LINE = re.compile(r"^(?:[\w.]+\.)?(\w+(?:: .*)?)$")


class Session:
    """The course in the folder `root`, open for nbgrader's converters."""

    def __init__(self, root: Path, app: NbGrader, said: list[str]) -> None:
        self.root, self.app, self._said = root, app, said

    @property
    def coursedir(self) -> CourseDirectory:
        """Where things are, as nbgrader sees it."""
        return self.app.coursedir

    @property
    def language(self) -> Lang:
        """The course's language."""
        return as_language(self.app.config.KitPreprocessor.get("language"))

    def source(self, assignment: str) -> Path:
        """The source folder of `assignment`; raises `NotGradable` where the course has none."""
        source = self.folder("source", assignment)
        if not source.is_dir():
            raise NotGradable(both("grading.no_assignment", assignment=assignment, path=source.parent))
        return source

    def keys(self, assignment: str) -> Path:
        """Where the keys of `assignment` are, if it is one of items."""
        folder: str = self.app.config.KitPreprocessor.get("keys_folder", "keys")
        return self.root / folder / f"{assignment}.yaml"

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """The folder of a submission (or of the assignment) in one of nbgrader's steps."""
        directory = getattr(self.coursedir, f"{step}_directory")
        return Path(self.coursedir.format_path(directory, student, assignment))

    def submissions(self, assignment: str) -> dict[str, Path]:
        """Where each student's submission lies, by student."""
        directory = self.coursedir.submitted_directory
        name = r"(?P<student>[^/\\]+)"
        pattern = re.compile(self.coursedir.format_path(directory, name, assignment, escape=True))
        inside = Path(self.coursedir.format_path(directory, "*", assignment)).relative_to(self.root)
        found = (
            (pattern.fullmatch(str(path)), path) for path in self.root.glob(str(inside)) if path.is_dir()
        )
        return dict(sorted((match["student"], path) for match, path in found if match))

    def run(self, converter: type[BaseConverter], assignment: str, student: str, **dirs: str) -> str | None:
        """Run one of nbgrader's converters by force; None, or what went wrong in one line."""
        self._said.clear()
        with _set(self.coursedir, assignment_id=assignment, student_id=student, **dirs):
            work = converter(coursedir=self.coursedir, parent=self.app)
            work.force = True
            try:
                with warnings.catch_warnings():
                    quieten()
                    work.start()
            except NbGraderException:
                return _reason(self._said)
            except OSError as problem:  # what it wrote before cannot be removed
                return f"{type(problem).__name__}: {problem}"
        return None


def open_course(course: Path | str) -> Session:
    """Load the configuration of the course in the folder `course`.

    Raises
    ------
    NotGradable
        The folder is no course, or its settings cannot be read.
    """
    root = Path(course).absolute()
    if not (root / CONFIG_NAME).is_file():
        raise NotGradable(both("grading.no_course", path=root))
    if str(root) not in sys.path:  # a plug-in of the course's own, such as a late penalty
        sys.path.append(str(root))
    app = NbGrader()
    said = _listen(app.log)
    app.load_cwd_config = False
    app.raise_config_file_errors = True
    try:
        app.initialize([], root=str(root))
    except Exception as problem:  # the teacher's own file may raise anything
        raise _config_trouble(root / CONFIG_NAME, problem) or problem from problem
    app.log.setLevel(logging.ERROR)
    return Session(root, app, said)


def _config_trouble(path: Path, problem: Exception) -> NotGradable | None:
    """What is said of a problem in the course's own settings; None where it lies elsewhere."""
    reason: str | Text = f"{type(problem).__name__}: {problem}"
    if isinstance(problem, KitError):
        reason = problem.text
    if isinstance(problem, SyntaxError):
        place, line, reason = problem.filename, problem.lineno or 1, problem.msg
    else:
        frames = traceback.extract_tb(problem.__traceback__)
        place, line = next(((f.filename, f.lineno or 1) for f in frames if Path(f.filename) == path), ("", 1))
    if not place or Path(place) != path:
        return None
    return NotGradable(both("grading.bad_config", path=path, line=line, problem=reason))


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _listen(log: Any) -> list[str]:
    """Let errors be collected instead of printed."""
    logger = log.logger if isinstance(log, logging.LoggerAdapter) else log
    said: list[str] = []
    logger.handlers = [_Listener(said)]
    logger.propagate = False
    return said


def _reason(said: list[str]) -> str:
    """The sentence or exception among what was logged; nbgrader frames it with lines of its own."""
    for line in said:
        if line.startswith("Traceback"):
            own = (part for part in line.strip().splitlines() if not part.startswith(_SQLALCHEMYS_ADDITIONS))
            last = list(own)[-1]
            found = _LAST_LINE.match(last)
            return found.group(1) if found else last
    plain = [line for line in said if not line.startswith(("There was an error processing", "Please see"))]
    return plain[0] if plain else "?"


def unwritable(problem: str, folder: Path) -> Path | None:
    """The folder that could not be written where `run` gave `problem` instead of `folder`, else None."""
    if not problem.startswith("PermissionError"):
        return None
    there = (place for place in (folder, folder.parent) if place.exists())  # it is made anew: both matter
    return next((place for place in there if _is_locked(place)), nearest_locked(folder))


def nearest_locked(folder: Path) -> Path | None:
    """`folder`, or the nearest folder above it that exists, where it cannot be written; else None."""
    while not folder.exists():
        folder = folder.parent
    return folder if _is_locked(folder) else None


def _is_locked(folder: Path) -> bool:
    return not os.access(folder, os.W_OK)


@contextmanager
def _set(coursedir: CourseDirectory, **values: str) -> Iterator[None]:
    before = {name: getattr(coursedir, name) for name in values}
    try:
        for name, value in values.items():
            setattr(coursedir, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(coursedir, name, value)
