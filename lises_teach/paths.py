"""Where the kit's own files are, what those of a course are called, and which folders are handed out."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent

ITEMS_NAME = "items.yaml"
"""The file with the items in an assignment's folder; a folder with one is an assignment of items."""

CONFIG_NAME = "nbgrader_config.py"
"""The file with the settings of a course; a folder with one is a course."""


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
