"""Making courses: a new one from the checkout or a bundle, and the demo course that shows it all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from lises_teach.errors import KitError
from lises_teach.i18n import Lang, Text, as_language, both
from lises_teach.paths import CONFIG_NAME, ITEMS_NAME, checkout_course, kit_folder

DEMO_MARK = ".lises-demo"
_PARTS = ("source", "keys", "samples")
# RuntimeError: a zip with a password, or a compression Python does not know
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError)

CONFIG = '''"""nbgrader's settings for this course: everything stands in `lises_teach.grading.config`."""

from pathlib import Path

from lises_teach.grading.config import configure

c = get_config()  # noqa: F821 (nbgrader defines it)
configure(c, course_dir=Path(__file__).resolve().parent, language="{language}")
'''


class CourseError(KitError):
    """A course that cannot be made or found; the sentence says what to do."""


def init_course(target: Path, *, bundle: Path | None = None, language: Lang = "da") -> list[str]:
    """Make a course in the new or empty folder `target`; the names of its assignments.

    A run that fails or is stopped leaves the folder empty, so that the next one can begin.

    Parameters
    ----------
    bundle
        A zip made by `make course-bundle`, or a folder with a course; without it the checkout's.

    Raises
    ------
    CourseError
        `target` is not empty, or there is no course to copy from.
    """
    if target.exists() and not target.is_dir():
        raise CourseError(both("cli.not_a_folder", place=target))
    if target.exists() and any(target.iterdir()):
        raise CourseError(both("cli.not_empty", place=target))
    with _course_to_copy(bundle) as origin, _all_or_nothing(target):
        for part in _PARTS:
            if (origin / part).is_dir():
                shutil.copytree(
                    origin / part, target / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
                )
        for guide in origin.glob("*.md"):
            shutil.copy(guide, target / guide.name)
        (target / CONFIG_NAME).write_text(CONFIG.format(language=language), encoding="utf-8")
    return assignments(target)


@contextmanager
def _all_or_nothing(target: Path) -> Iterator[None]:
    target.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for made in target.iterdir():
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise


def assignments(course: Path) -> list[str]:
    """The names of the course's assignments."""
    folders = (folder for folder in (course / "source").iterdir() if folder.is_dir())
    return sorted(folder.name for folder in folders if not folder.name.startswith("."))


def language_of(course: Path) -> Lang | None:
    """The language that the settings of the course in the folder `course` name; None where there are none.

    The file is not run: it may be broken, and the command line must be able to say so in this language.
    """
    try:
        settings = (course / CONFIG_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    named = re.findall(r"""^[^#\n]*\blanguage\s*=\s*["'](da|en)["']""", settings, re.MULTILINE)
    return as_language(named[-1]) if named else None


def find_course(course: Path) -> Path:
    """The folder `course` if it is a course; raises `CourseError` otherwise."""
    if not (course / CONFIG_NAME).is_file():
        raise CourseError(both("cli.not_a_course", place=course.resolve()))
    return course.resolve()


@contextmanager
def _course_to_copy(bundle: Path | None) -> Iterator[Path]:
    origin = bundle or checkout_course()
    if origin is None:
        raise CourseError(both("cli.no_bundle"))
    with tempfile.TemporaryDirectory(prefix="lises-") as unpacked:
        if origin.is_file():
            _unpack(origin, Path(unpacked))
            origin = Path(unpacked)
        course = next((c for c in (origin, origin / "course") if _is_whole(c)), None)
        if course is None:
            raise CourseError(both("cli.bad_bundle", place=bundle))
        if not any(course.glob("source/[!.]*/*.ipynb")):
            raise CourseError(both("cli.empty_bundle", place=bundle or origin))
        yield course


def _unpack(bundle: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(bundle) as archive:
            for member in archive.namelist():
                if climbs(member):
                    raise CourseError(both("cli.climbing_bundle", place=bundle, member=member))
            archive.extractall(target)
    except _ZIP_TROUBLE as problem:
        raise CourseError(both("cli.bad_bundle", place=bundle)) from problem


def climbs(member: str) -> bool:
    """Whether a zip's member of that name would land outside the folder it is unpacked into.

    >>> climbs("course/keys/m6.yaml"), climbs("course/../../x"), climbs("C:/x")
    (False, True, True)
    """
    kinds = (PurePosixPath(member), PureWindowsPath(member))
    return any(path.anchor or ".." in path.parts for path in kinds)


def _is_whole(course: Path) -> bool:
    return (course / "source").is_dir() and (course / "keys").is_dir()


def prepare_demo(
    target: Path, *, bundle: Path | None, language: Lang, say: Callable[[Text], None]
) -> list[str]:
    """Make (or take up again) the demo course in `target`, with submissions, and release it.

    A demo course that is there already is kept, grades given by hand included; sample submissions
    that are missing are put back.
    """
    from lises_teach.grading import release

    if (target / DEMO_MARK).is_file():
        names = assignments(target)
    else:
        names = init_course(target, bundle=bundle, language=language)
        (target / DEMO_MARK).write_text(
            "Konstrueret prøvekursus. Constructed demo course.\n", encoding="utf-8"
        )
    say(both("cli.step_course", place=target))
    for name in names:
        for sample in sorted((target / "samples" / name).glob("*/")):
            place = target / "submitted" / sample.name / name
            if not place.exists():
                shutil.copytree(sample, place)
        release(target, name)
        say(both("cli.step_release", assignment=name))
    return names


def demo_site(course: Path) -> Path:
    """A folder with the kit's notebooks and the assignments of items, in both languages: one site."""
    site = course / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(kit_folder("notebooks"), site, ignore=shutil.ignore_patterns(".*", "answers*"))
    for bank in (course / "source").glob(f"*/{ITEMS_NAME}"):  # what is released, in both languages
        shutil.copytree(bank.parent, site / bank.parent.name, ignore=shutil.ignore_patterns(".*", "answers*"))
        for notebook in (site / bank.parent.name).glob("*.ipynb"):
            _drop_hand_in_words(notebook)
    return site


def _drop_hand_in_words(path: Path) -> None:
    """Take out what stands right above `hand_in()`: it tells of a button that the site does not have."""
    nb = json.loads(path.read_text(encoding="utf-8"))
    kept: list[dict[str, Any]] = []
    for cell in nb["cells"]:
        if cell["cell_type"] == "code" and "".join(cell["source"]).strip() == "hand_in()":
            while kept and _is_plain_text(kept[-1]):
                kept.pop()
        kept.append(cell)
    nb["cells"] = kept
    path.write_text(json.dumps(nb, ensure_ascii=False, indent=1), encoding="utf-8")


def _is_plain_text(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "markdown" and not "".join(cell["source"]).lstrip().startswith("#")
