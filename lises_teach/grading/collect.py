"""Plug-ins of `nbgrader zip_collect`: hand-in zips as the learning platforms deliver them.

Put what was downloaded into `downloaded/<assignment>/archive/`, unpacked or not. The student is read
from the hand-in's own name, `<student>_<assignment>.zip`, whatever the platform put before or after
it; a hand-in without a name is filed under the platform's name for the person.

Collecting again takes what is new and leaves the rest, also what was put into `submitted/` by hand;
with `--force` everything in the archive is taken again.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import shutil
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import parse_utc
from traitlets import Enum

from lises_teach.answers import LARGEST_BYTES, SHEET_NAME
from lises_teach.errors import SheetMissing, SheetUnreadable
from lises_teach.grading.owners import Owners, Person
from lises_teach.grading.sheets import ZIP_TROUBLE, latest_answer, read_submitted
from lises_teach.grading.stage import read_timestamp
from lises_teach.i18n import LANGS, as_language, t
from lises_teach.paths import plain_name

RECEIPT_NAME = "receipt.json"
ANONYMOUS = "aflevering"
_DEEPEST = 4
_PLATFORMS = (
    re.compile(r"^(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_"),  # Moodle
    re.compile(r"^(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_\d+_"),  # Canvas
    re.compile(r"^(?P<number>\d+)-\d+ - (?P<name>.+?) - "),  # Brightspace
)


class HandInExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks the notebooks, answers and receipts of zips, also of zips in zips; a damaged one is named."""

    language = Enum(LANGS, default_value="da", help="The language of messages").tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack or copy every file below `archive_path` into `extracted_path`."""
        archive, extracted = Path(archive_path), Path(extracted_path)
        for path in sorted(path for path in archive.rglob("*") if path.is_file()):
            target = extracted / path.relative_to(archive)
            if path.suffix.lower() == ".zip":
                self._unpack(path.read_bytes(), target.with_suffix(""), path.name, _DEEPEST)
            elif _wanted(path.name):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)

    def _unpack(self, content: bytes, folder: Path, name: str, depth: int) -> None:
        lang = as_language(self.language)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as zipped:
                for info in zipped.infolist():
                    self._unpack_member(zipped, info, folder, depth)
        except ZIP_TROUBLE:
            self.log.error(t("grading.collect_bad_zip", lang, path=name))

    def _unpack_member(
        self, zipped: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, depth: int
    ) -> None:
        inside = PurePosixPath(info.filename.replace("\\", "/"))
        parts = inside.parts
        nested = inside.suffix.lower() == ".zip" and depth > 1
        usable = bool(parts) and not info.is_dir() and info.file_size <= LARGEST_BYTES
        if not usable or not (nested or _wanted(inside.name)):
            return
        target = folder.joinpath(*parts)
        if nested:
            self._unpack(zipped.read(info), target.with_suffix(""), inside.name, depth - 1)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(zipped.read(info))
        _keep_time(target, info)


class HandInCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Says of each unpacked file whose it is and when it was handed in."""

    language = Enum(LANGS, default_value="da", help="The language of messages").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        coursedir = self.parent.coursedir
        self._owners = Owners(Path(coursedir.root), coursedir.assignment_id)
        self._before: dict[str, datetime | None] = {}
        logger = self.log.logger if isinstance(self.log, logging.LoggerAdapter) else self.log
        if _says_more not in logger.filters:
            logger.addFilter(_says_more)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """The student, the file's name without folder, and the time; None for files that do not count."""
        path, assignment = Path(submitted_file), self.parent.coursedir.assignment_id
        if not _wanted(path.name):
            return None
        parts = _below(path, self.parent.extracted_directory, assignment)
        student = self._student(parts, assignment)
        if student is None:
            lang = as_language(self.language)
            self.log.error(t("grading.collect_no_student", lang, path="/".join(parts), assignment=assignment))
            return None
        handed_in = _handed_in(path, assignment)
        if self._has(student, handed_in):
            return None
        return {
            "student_id": student,
            "file_id": _plain_stem(path, assignment),
            "timestamp": handed_in.isoformat(),
        }

    def _student(self, parts: tuple[str, ...], assignment: str) -> str | None:
        platform = platform_person(parts)
        named = named_student(parts, assignment)
        if platform is None and named is None and len(parts) == 2 and self._is_folder(parts[0]):
            platform = Person(_name(parts[0]))
        if named is None or named == ANONYMOUS:
            return str(platform) if platform else None
        if not self._owners.belongs(named, platform or Person(named)) and platform is not None:
            return f"{named}-{platform}"  # two people typed the same name
        return named

    def _is_folder(self, name: str) -> bool:
        """Whether there is a folder of that name in the archive, and no zip that was unpacked."""
        archive: str = self.parent._format_collect_path(self.parent.archive_directory)
        return (Path(archive) / name).is_dir()

    def _has(self, student: str, handed_in: datetime) -> bool:
        """Whether `submitted/` has that hand-in of the student, or a newer one; no with `--force`."""
        if self.parent.extractor_plugin_inst.force:  # ours alone is set in the course's configuration
            return False
        if student not in self._before:
            coursedir = self.parent.coursedir
            folder = Path(
                coursedir.format_path(coursedir.submitted_directory, student, coursedir.assignment_id)
            )
            self._before[student] = _last_in(folder, coursedir.assignment_id)
        before = self._before[student]
        return before is not None and handed_in <= before


def named_student(parts: tuple[str, ...], assignment: str) -> str | None:
    """The student in a hand-in's own name, anywhere in a path.

    >>> named_student(("bergann_12_34_ann7_m6-x (1)", "answers.json"), "m6-x")
    'ann7'
    >>> named_student(("Søren Bak_m6-x", "m6-x.ipynb"), "m6-x")
    'Soeren-Bak'
    """
    own = re.compile(rf"^(?P<before>.+)_{re.escape(assignment)}(?:[ _-]?\(?\d+\)?)?$")
    found = (own.match(part) for part in reversed(parts[:-1]))
    names = (re.split(r"_| - ", match["before"])[-1] for match in found if match)
    return next((_name(name) for name in names if name.strip()), None)


def platform_person(parts: tuple[str, ...]) -> Person | None:
    """The learning platform's name and number for a person, fit for a folder's name.

    >>> str(platform_person(("Søren Ærø_123_assignsubmission_file_", "answers.json")))
    'Soeren-Aeroe-123'
    """
    for part in parts:
        for platform in _PLATFORMS:
            match = platform.match(part)
            if match:
                return Person(_name(match["name"]), match["number"])
    # itslearning: a folder for each person
    folders = [part for part in parts[:-1] if ", " in part] or list(parts[:-2])
    return Person(_name(folders[0])) if folders else None


def _name(text: str) -> str:
    return plain_name(text) or "x"  # a folder needs a name, whatever letters a person's has


def _plain_stem(path: Path, assignment: str) -> str:
    """A file's name without what a platform put around the assignment's, so that the newest one counts."""
    around = re.search(rf"(?:^|_){re.escape(assignment)}(?:[ _-]?\(?\d+\)?)?$", path.stem)
    return assignment if around and path.suffix == ".ipynb" else path.stem


def _wanted(name: str) -> bool:
    return name in (SHEET_NAME, RECEIPT_NAME) or (name.endswith(".ipynb") and not name.startswith("."))


def _below(path: Path, extracted: str, assignment: str) -> tuple[str, ...]:
    parts = path.parts
    for place in range(1, len(parts)):
        if parts[place] == extracted and parts[place - 1] == assignment:
            return parts[place + 1 :]
    return parts[-3:]


def _says_more(record: logging.LogRecord) -> bool:
    """Leave out nbgrader's word for what `collect` passes over: where one need know, it has said why."""
    return not record.getMessage().startswith("Skipped submission with no match information")


def _keep_time(path: Path, info: zipfile.ZipInfo) -> None:
    """Let an unpacked file be as old as the zip says, so that it is no newer when collected again."""
    with suppress(ValueError, OverflowError, OSError):  # a date that does not exist
        seconds = datetime(*info.date_time).timestamp()
        os.utime(path, (seconds, seconds))


def _last_in(folder: Path, assignment: str) -> datetime | None:
    """When what lies in a student's submission folder was handed in; None where there is nothing."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _wanted(path.name)]
    times = [_handed_in(path, assignment) for path in files]
    noted = read_timestamp(folder)
    if noted:
        with suppress(ValueError):
            times = [parse_utc(noted).replace(tzinfo=UTC)]
    return max(times, default=None) if files else None


def _handed_in(path: Path, assignment: str) -> datetime:
    """When the hand-in was packed, else when its last answer was saved, else the file's own time."""
    try:
        packed = json.loads((path.parent / RECEIPT_NAME).read_text(encoding="utf-8"))["packed"]
        return datetime.fromisoformat(packed).astimezone(UTC)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        pass
    try:
        saved = latest_answer(read_submitted(path.parent / SHEET_NAME, assignment))
        return saved.astimezone(UTC) if saved else _written(path)
    except (SheetMissing, SheetUnreadable, OverflowError):
        return _written(path)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
