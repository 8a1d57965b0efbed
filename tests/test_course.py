"""Making courses: whole or not at all, and nothing outside the folder."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest

from lises_teach import course as courses
from lises_teach.course import CourseError, assignments, climbs, find_course, init_course, prepare_demo
from lises_teach.grading import grade
from lises_teach.i18n import Text
from lises_teach.paths import CONFIG_NAME
from tests.grading.submissions import ASSIGNMENT, AUTOMATIC, EXCELLENT, HALF, sheet

COURSE = Path(__file__).resolve().parent / "data" / "course"


def bundle_with_samples(folder: Path) -> Path:
    """A small course with the sample submissions `god` and `halv`, to make a demo of."""
    shutil.copytree(COURSE, folder)
    for student, answers in {"god": EXCELLENT, "halv": HALF}.items():
        sample = folder / "samples" / ASSIGNMENT / student
        sample.mkdir(parents=True)
        (sample / "answers.json").write_text(sheet(answers), encoding="utf-8")
    return folder


def zipped(target: Path, folder: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, f"{prefix}{path.relative_to(folder)}")
    return target


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# --- a new course --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["folder", "folder above", "zip", "zip with folder"])
def test_a_course_is_made_from_a_folder_or_a_bundle(tmp_path: Path, kind: str) -> None:
    if kind.startswith("zip"):
        prefix = "course/" if kind == "zip with folder" else ""
        origin = zipped(tmp_path / "pakke.zip", COURSE, prefix)
    elif kind == "folder above":
        origin = tmp_path / "kopi"
        shutil.copytree(COURSE, origin / "course")
    else:
        origin = COURSE
    target = tmp_path / "ny" / "kursus"
    assert init_course(target, bundle=origin, language="en") == [ASSIGNMENT]
    assert files(target) == files(COURSE)
    assert 'language="en"' in (target / CONFIG_NAME).read_text(encoding="utf-8")
    assert find_course(target) == target


def test_an_empty_folder_may_become_a_course(tmp_path: Path) -> None:
    init_course(tmp_path, bundle=COURSE)
    assert assignments(tmp_path) == [ASSIGNMENT]


def test_the_checkout_is_what_a_course_is_made_from_unless_told(tmp_path: Path) -> None:
    assert "m6-inddragelse" in init_course(tmp_path / "kursus")


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        init_course(tmp_path, bundle=COURSE)
    assert "er ikke tom" in caught.value.sentence("da")
    assert files(tmp_path) == {"noter.txt"}


def test_a_file_cannot_become_a_course(tmp_path: Path) -> None:
    (tmp_path / "kursus").write_text("x", encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        init_course(tmp_path / "kursus", bundle=COURSE)
    assert "er en fil" in caught.value.sentence("da")


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError("disk full")], ids=["Ctrl-C", "full disk"])
def test_a_stopped_run_leaves_nothing_in_the_way_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    class Stopping:
        """The last file of a course, whose writing is stopped."""

        def format(self, language: str) -> str:
            raise stop

    target = tmp_path / "kursus"
    with monkeypatch.context() as patched:
        patched.setattr(courses, "CONFIG", Stopping())
        with pytest.raises(type(stop)):
            init_course(target, bundle=COURSE)
    assert list(target.iterdir()) == []
    assert init_course(target, bundle=COURSE) == [ASSIGNMENT]


# --- bad bundles ---------------------------------------------------------------------------------


def truncated(path: Path) -> Path:
    whole = zipped(path, COURSE).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def damaged(path: Path) -> Path:
    """A zip whose list of members is whole, and the members are not."""
    raw = bytearray(zipped(path, COURSE).read_bytes())
    place = raw.index(b"assignment: m1-lille")
    raw[place : place + 4] = b"xxxx"
    path.write_bytes(bytes(raw))
    return path


def locked(path: Path) -> Path:
    """A zip whose members say that they have a password."""
    raw = bytearray(zipped(path, COURSE).read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    path.write_bytes(bytes(raw))
    return path


def text(path: Path) -> Path:
    path.write_text("ingen zip", encoding="utf-8")
    return path


def without_keys(path: Path) -> Path:
    return zipped(path, COURSE / "source")


@pytest.mark.parametrize(
    "make", [truncated, damaged, locked, text, without_keys], ids=lambda make: make.__name__
)
def test_a_bad_bundle_is_named_and_nothing_is_made(tmp_path: Path, make: object) -> None:
    bundle = make(tmp_path / "pakke.zip")  # type: ignore[operator]
    with pytest.raises(CourseError) as caught:
        init_course(tmp_path / "kursus", bundle=bundle)
    assert caught.value.sentence("da") == (
        f"{bundle} er ikke en kursuspakke: den skal indeholde source/ og keys/. Lav den med make course-bundle."
    )
    assert not (tmp_path / "kursus").exists()


def test_a_bundle_without_an_assignment_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pakke" / "source" / "m9-tom").mkdir(parents=True)
    (tmp_path / "pakke" / "keys").mkdir()
    with pytest.raises(CourseError) as caught:
        init_course(tmp_path / "kursus", bundle=tmp_path / "pakke")
    assert caught.value.sentence("da").startswith(f"{tmp_path / 'pakke'} har ingen opgave: ")
    assert not (tmp_path / "kursus").exists()


CLIMBING = ["../ude.txt", "source/../../ude.txt", "/ude.txt", "C:/ude.txt", "C:\\ude.txt", "..\\ude.txt"]


@pytest.mark.parametrize("member", CLIMBING)
def test_a_bundle_that_climbs_out_is_refused(tmp_path: Path, member: str) -> None:
    bundle = zipped(tmp_path / "pakke.zip", COURSE)
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(member, "klatret ud")
    with pytest.raises(CourseError) as caught:
        init_course(tmp_path / "kursus", bundle=bundle)
    assert f"{member} i den ville lægge sig uden for kursets mappe" in caught.value.sentence("da")
    assert files(tmp_path) == {"pakke.zip"}


@pytest.mark.parametrize("member", ["course/keys/m6.yaml", "source/a..b/items.yaml", "notes...md"])
def test_ordinary_names_do_not_climb(member: str) -> None:
    assert not climbs(member)


# --- the demo ------------------------------------------------------------------------------------


def test_a_demo_is_taken_up_again(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    said: list[Text] = []
    origin = bundle_with_samples(tmp_path / "pakke")
    assert prepare_demo(target, bundle=origin, language="da", say=said.append) == [ASSIGNMENT]
    assert [text.da for text in said] == [
        f"Kurset er lagt i {target}", f"Opgaven {ASSIGNMENT} er klargjort til de studerende",
    ]  # fmt: skip
    grade(target, ASSIGNMENT)
    shutil.rmtree(target / "submitted" / "halv")
    prepare_demo(target, bundle=None, language="da", say=said.append)
    rows = {row.student: (row.state, row.score) for row in grade(target, ASSIGNMENT).rows}
    assert rows == {"god": ("unchanged", AUTOMATIC["excellent"]), "halv": ("unchanged", AUTOMATIC["half"])}


def test_a_demo_does_not_move_into_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        prepare_demo(tmp_path, bundle=COURSE, language="da", say=lambda text: None)
    assert "er ikke tom" in caught.value.sentence("da")
    assert files(tmp_path) == {"noter.txt"}


def test_the_demos_site_has_the_lessons_and_what_was_released(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    origin = bundle_with_samples(tmp_path / "pakke")
    prepare_demo(target, bundle=origin, language="da", say=lambda text: None)
    site = courses.demo_site(target)
    assert (site / "m0-start.ipynb").is_file()
    assert files(site / ASSIGNMENT) == {f"{ASSIGNMENT}.ipynb", "items.yaml"}
    assert courses.demo_site(target) == site, "a second time as well"


def test_the_demos_site_does_not_tell_of_a_button_it_does_not_have(tmp_path: Path) -> None:
    origin = Path(shutil.copytree(COURSE, tmp_path / "pakke"))
    path = origin / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    nb = nbformat.read(path, as_version=4)
    words = ["## Aflever", "Knappen pakker dine svar.", "The button packs your answers."]
    nb.cells = [
        nb.cells[0],
        *map(nbformat.v4.new_markdown_cell, words),
        nbformat.v4.new_code_cell("hand_in()"),
    ]
    nbformat.write(nb, path)
    init_course(tmp_path / "kursus", bundle=origin)
    shown = nbformat.read(
        courses.demo_site(tmp_path / "kursus") / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4
    )
    assert [cell.source for cell in shown.cells[1:]] == ["## Aflever", "hand_in()"]


def test_what_is_no_course_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        find_course(tmp_path)
    assert caught.value.sentence("da").startswith(f"{tmp_path} er ikke et kursus")
