"""Where the kit's own files are, what files and folders of a course are called, and which are handed out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent

ITEMS_NAME = "items.yaml"
"""The file with the items in an assignment's folder; a folder with one is an assignment of items."""

CONFIG_NAME = "nbgrader_config.py"
"""The file with the settings of a course; a folder with one is a course."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ß": "ss"})
_LONGEST_NAME = 60  # letters


def plain_name(name: str) -> str:
    r"""A person's name as part of a file's, safe on every system; empty where no letter is left.

    >>> plain_name("Søren Ærø"), plain_name("A\u030age"), plain_name("?")
    ('Soeren-Aeroe', 'Aage', '')
    """
    whole = unicodedata.normalize("NFC", name).translate(_LETTERS)  # a Mac writes å as an a and a ring
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.@]+", "-", plain).strip("-.")[:_LONGEST_NAME]


def kit_folder(name: str) -> Path:
    """The folder `datasets` or `notebooks`: the wheel's copy, else the checkout's."""
    packaged = _PACKAGE / "_kit" / name
    return packaged if packaged.is_dir() else _CHECKOUT / name


def checkout_course() -> Path | None:
    """The course with its keys, which only a checkout has; None in an installed wheel."""
    course = _CHECKOUT / "course"
    return course if (course / "keys").is_dir() else None


def is_released(folder: Path) -> bool:
    """Whether `folder` is one that an nbgrader course hands out: what is left there reaches the students."""
    release = folder.resolve().parent
    return release.name == "release" and (release.parent / CONFIG_NAME).is_file()
