"""Making courses: a new one from the checkout or a bundle, and the demo course that shows it all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lises_teach.errors import KitError
from lises_teach.i18n import Lang, Text, both
from lises_teach.paths import checkout_course, kit_folder

CONFIG_NAME = "nbgrader_config.py"
DEMO_MARK = ".lises-demo"
_PARTS = ("source", "keys", "samples")

CONFIG = '''"""nbgrader's settings for this course: everything stands in `lises_teach.grading.config`."""

from pathlib import Path

from lises_teach.grading.config import configure

c = get_config()  # noqa: F821 (nbgrader defines it)
configure(c, course_dir=Path(__file__).resolve().parent, language="{language}")
'''


class CourseError(KitError):
    """A course that cannot be made or found; the sentence says what to do."""


class NbgraderFailed(KitError):
    """One of nbgrader's own commands failed; `said` is its last line."""

    def __init__(self, command: str, said: str) -> None:
        self.command, self.said = command, said
        super().__init__(both("cli.nbgrader_failed", command=command, said=said))


def init_course(target: Path, *, bundle: Path | None = None, language: Lang = "da") -> list[str]:
    """Make a course in the new or empty folder `target`; the names of its assignments.

    Parameters
    ----------
    bundle
        A zip made by `make course-bundle`, or a folder with a course; without it the checkout's.

    Raises
    ------
    CourseError
        `target` is not empty, or there is no course to copy from.
    """
    if target.exists() and any(target.iterdir()):
        raise CourseError(both("cli.not_empty", place=target))
    with _course_to_copy(bundle) as origin:
        target.mkdir(parents=True, exist_ok=True)
        for part in _PARTS:
            if (origin / part).is_dir():
                shutil.copytree(
                    origin / part, target / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
                )
        for guide in origin.glob("*.md"):
            shutil.copy(guide, target / guide.name)
    (target / CONFIG_NAME).write_text(CONFIG.format(language=language), encoding="utf-8")
    return assignments(target)


def assignments(course: Path) -> list[str]:
    """The names of the course's assignments."""
    return sorted(folder.name for folder in (course / "source").iterdir() if folder.is_dir())


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
    with tempfile.TemporaryDirectory() as unpacked:
        if origin.is_file():
            try:
                with zipfile.ZipFile(origin) as archive:
                    archive.extractall(unpacked)
            except zipfile.BadZipFile as problem:
                raise CourseError(both("cli.bad_bundle", place=origin)) from problem
            origin = Path(unpacked)
        course = next((c for c in (origin, origin / "course") if _is_whole(c)), None)
        if course is None:
            raise CourseError(both("cli.bad_bundle", place=bundle))
        yield course


def _is_whole(course: Path) -> bool:
    return (course / "source").is_dir() and (course / "keys").is_dir()


def nbgrader(course: Path, *arguments: str) -> None:
    """Run one of nbgrader's own commands in `course`, with this Python's programs on the path.

    nbgrader calls `alembic` by name, which an environment that is not activated does not find.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise NbgraderFailed(arguments[0], lines[-1].strip() if lines else "-")


def prepare_demo(
    target: Path, *, bundle: Path | None, language: Lang, say: Callable[[Text], None]
) -> list[str]:
    """Make (or take up again) the demo course in `target`, with submissions, and release it.

    A demo course that is there already is kept, grades given by hand included; sample submissions
    that are missing are put back.
    """
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
        nbgrader(target, "generate_assignment", name, "--force")
        say(both("cli.step_release", assignment=name))
    return names


def write_feedback(course: Path, assignment: str) -> None:
    """Write the feedback of every graded submission with nbgrader's own command."""
    nbgrader(course, "generate_feedback", assignment, "--force")


def demo_site(course: Path) -> Path:
    """A folder with the kit's notebooks and the released assignments, to serve as one site."""
    site = course / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(kit_folder("notebooks"), site, ignore=shutil.ignore_patterns(".*", "answers*"))
    for name in assignments(course):
        shutil.copytree(course / "release" / name, site / name)
    return site
