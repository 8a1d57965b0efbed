"""Finding the answer sheet of a submission: beside the notebook, in a folder below, or in a hand-in zip."""

from __future__ import annotations

import zipfile
import zlib
from datetime import datetime
from pathlib import Path

from lises_teach.answers import LARGEST_BYTES, SHEET_NAME, SheetData, read_sheet
from lises_teach.errors import SheetMissing, SheetUnreadable
from lises_teach.i18n import both

# RuntimeError: a zip with a password; NotImplementedError: a compression Python does not know
ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError)


def find_sheet(folder: Path, assignment: str, unpacked: Path) -> Path:
    """The answer sheet of the submission in `folder`.

    Beside the notebook first; else the one with the latest answer among the folders below and the
    zips, of which a sheet is unpacked into `unpacked`.

    Raises
    ------
    SheetMissing
    SheetUnreadable
        There is no sheet but one in a zip that is damaged or too large.
    """
    beside = folder / SHEET_NAME
    if beside.is_file():
        return beside
    below = sorted(path for path in folder.rglob(SHEET_NAME) if path.is_file())
    found = below or _sheets_in_zips(folder, unpacked)
    if not found:
        raise SheetMissing(beside)
    return max(found, key=lambda path: _rank(path, assignment))


def read_submitted(path: Path, assignment: str) -> SheetData:
    """The sheet at `path`; a link, and a sheet of another assignment, count as unreadable."""
    if path.is_symlink():  # whatever it points to, the student did not write it
        raise SheetUnreadable(path, both("grading.linked_sheet"))
    sheet = read_sheet(path)
    if sheet.assignment and sheet.assignment != assignment:
        raise SheetUnreadable(path, both("errors.other_assignment", assignment=sheet.assignment[:60]))
    return sheet


def latest_answer(sheet: SheetData) -> datetime | None:
    """When the last answer was saved, by the student's own clock; None where the sheet does not say."""
    entries = (entry for units in sheet.answers.values() for entry in units.values())
    saved = [entry.saved for entry in entries if entry.saved is not None]
    return max(saved, key=_seconds, default=None)


def _seconds(moment: datetime | None) -> float:
    try:
        return moment.timestamp() if moment else 0.0
    except (OverflowError, ValueError, OSError):  # a year that no clock has
        return 0.0


def _rank(path: Path, assignment: str) -> tuple[bool, float, str]:
    try:
        return True, _seconds(latest_answer(read_submitted(path, assignment))), str(path)
    except (SheetMissing, SheetUnreadable):
        return False, 0.0, str(path)


def _sheets_in_zips(folder: Path, unpacked: Path) -> list[Path]:
    found, damaged = [], []
    for archive in sorted(folder.rglob("*.zip")):
        try:
            found += _unzip(archive, unpacked)
        except SheetUnreadable as problem:
            damaged.append(problem)
    if damaged and not found:
        raise damaged[0]
    return found


def _unzip(archive: Path, unpacked: Path) -> list[Path]:
    """The sheet in `archive`, written below `unpacked`; nothing where it holds none."""
    if archive.is_symlink():
        raise SheetUnreadable(archive, both("grading.linked_sheet"))
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = [info for info in zipped.infolist() if Path(info.filename).name == SHEET_NAME]
            if not members:
                return []
            if members[0].file_size > LARGEST_BYTES:
                megabytes = members[0].file_size // 1_000_000
                raise SheetUnreadable(archive, both("errors.too_large", megabytes=megabytes))
            with zipped.open(members[0]) as member:
                content = member.read(LARGEST_BYTES + 1)
    except ZIP_TROUBLE as problem:
        raise SheetUnreadable(archive, both("grading.bad_zip")) from problem
    target = unpacked / f"{archive.stem}.answers.json"
    unpacked.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return [target]
