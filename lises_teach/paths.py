"""Where the kit's own files are (in the checkout or the package), and which folders are handed out."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


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
    return release.name == "release" and (release.parent / "nbgrader_config.py").is_file()
