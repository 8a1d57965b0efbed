"""Packing a submission: the notebook without its outputs, the answers, and a receipt, in one zip."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from lises_teach.answers import SHEET_NAME, AnswerSheet
from lises_teach.items import Bank
from lises_teach.paths import plain_name
from lises_teach.personal import Finding, find_personal_data
from lises_teach.widget.specs import answered

_NUMBER = re.compile(r"(19|20)\d{6}")


class Package(BaseModel):
    """A packed submission: the zip's name and bytes, what is in it, and the receipt's code."""

    model_config = ConfigDict(frozen=True)

    file: str
    content: bytes
    contents: tuple[str, ...]
    receipt: str
    packed: datetime


def pack(folder: Path, bank: Bank, student: str, now: datetime) -> Package:
    """Pack what stands in `folder` and write the zip there; nothing is refused for being unanswered.

    A notebook that is missing is left out, because the answers alone are graded; without a sheet
    an empty one is packed.

    Raises
    ------
    SheetUnreadable
        The sheet was set aside; calling again packs what is left.
    OSError
        The folder cannot be read or written.
    """
    sheet = AnswerSheet(folder / SHEET_NAME, bank.assignment)
    counts = {item.id: answered(item, sheet.answer(item.id)) for item in bank.items}
    answers = _sheet_bytes(sheet)
    digest = hashlib.sha256(answers).hexdigest()
    receipt = {
        "format": 1,
        "assignment": bank.assignment,
        "packed": now.isoformat(timespec="seconds"),
        "sha256": digest,
        "answered": {name: {"answered": count, "of": total} for name, (count, total) in counts.items()},
    }
    files = _notebook(folder, bank.assignment)
    files |= {SHEET_NAME: answers, "receipt.json": json.dumps(receipt, indent=1).encode()}
    package = Package(
        file=zip_name(student, bank.assignment), content=_zip(files), contents=tuple(files),
        receipt=digest[:8], packed=now,
    )  # fmt: skip
    _write(folder / package.file, package.content)
    return package


def zip_name(student: str, assignment: str) -> str:
    """The zip's name, safe on every system; the last underscore parts the student from the assignment.

    >>> zip_name("Søren Ærø", "m6-inddragelse"), zip_name("", "m6-inddragelse")
    ('Soeren-Aeroe_m6-inddragelse.zip', 'aflevering_m6-inddragelse.zip')
    """
    return f"{plain_name(student) or 'aflevering'}_{assignment}.zip"


def personal_in_name(student: str, known: Collection[str] = ()) -> list[Finding]:
    """What in a student's name or number looks like personal data that belongs in no file's name.

    A student number may be eight digits that begin with a year, as a phone number may; it is let
    pass where it is written in one. So are the texts in `known`.

    >>> [f.kind for f in personal_in_name("Bo, 010190-1234")], personal_in_name("20184567")
    (['cpr'], [])
    """
    return [f for f in find_personal_data(student) if f.text not in known and not _NUMBER.fullmatch(f.text)]


def _sheet_bytes(sheet: AnswerSheet) -> bytes:
    if sheet.path.exists():
        return sheet.path.read_bytes()
    blank = {"format": 1, "assignment": sheet.assignment, "answers": {}}
    return json.dumps(blank, indent=1).encode()


def _notebook(folder: Path, assignment: str) -> dict[str, bytes]:
    """The assignment's notebook, or the only one there is, under the assignment's name."""
    named = folder / f"{assignment}.ipynb"
    found = [named] if named.is_file() else sorted(folder.glob("*.ipynb"))
    if len(found) != 1:
        return {}
    content = found[0].read_bytes()
    # a broken notebook is handed in as it is; the answers are what counts
    with suppress(ValueError, TypeError, AttributeError, KeyError):
        content = json.dumps(without_outputs(json.loads(content)), ensure_ascii=False, indent=1).encode()
    return {named.name: content}


def without_outputs(notebook: dict[str, Any]) -> dict[str, Any]:
    """`notebook` without outputs and widget state, which would be stale where it is opened next."""
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell.get("metadata", {}).pop("execution", None)
    notebook.get("metadata", {}).pop("widgets", None)
    return notebook


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)
