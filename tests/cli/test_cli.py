"""The `lises-teach` command as a person meets it, from a shell in which nothing is activated."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lises_teach import __version__, cli
from lises_teach import course as courses
from lises_teach.__main__ import main as start
from tests.commands import BARE, Say, lises, one_sentence
from tests.grading.submissions import ASSIGNMENT
from tests.test_course import COURSE, zipped

ROOT = Path(__file__).resolve().parents[2]


NOT_A_COURSE = (
    "er ikke et kursus: der er ingen nbgrader_config.py. Gå til kursets mappe, eller angiv den med --course."
)


@pytest.mark.parametrize("command", ["grade", "export"])
def test_a_folder_that_is_no_course_is_one_sentence(tmp_path: Path, command: str) -> None:
    assert one_sentence(lises(command, "m1", cwd=tmp_path), 1) == f"{tmp_path} {NOT_A_COURSE}"


def test_debug_shows_where_it_failed(tmp_path: Path) -> None:
    done = lises("grade", "m1", "--debug", cwd=tmp_path)
    assert done.code == 1
    assert "Traceback (most recent call last)" in done.err
    assert "CourseError" in done.err


def test_what_nobody_foresaw_is_a_sentence_that_asks_for_debug(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(course: Path) -> Path:
        raise RuntimeError("[/oh] :boom:")

    monkeypatch.setattr(courses, "find_course", fail)
    sentence = one_sentence(say("grade", "m1"), 1)
    assert sentence.startswith("Det gik galt: RuntimeError: [/oh] :boom:. Kør kommandoen igen med --debug")
    with pytest.raises(RuntimeError):
        cli.run(["grade", "m1"], debug=True)


def test_a_console_without_danish_letters_still_gets_its_sentence(tmp_path: Path) -> None:
    done = lises("export", "x", "--format", "å→", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert one_sentence(done, 2) == "Formatet ?? findes ikke. Brug csv eller excel."


def test_the_version_is_told(tmp_path: Path) -> None:
    done = lises("--version", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, f"lises-teach {__version__}\n", "")


def test_course_init_says_a_next_step_that_works_as_written(tmp_path: Path) -> None:
    bundle = zipped(tmp_path / "pakke.zip", COURSE, "course/")
    done = lises("course", "init", tmp_path / "mit kursus", "--from", bundle, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    step = done.out.split("Næste skridt: ")[1]
    after = subprocess.run(
        ["/bin/sh", "-c", step], cwd=tmp_path, env=BARE, capture_output=True, text=True, check=False
    )
    assert after.returncode == 0, after.stderr
    assert (tmp_path / "mit kursus" / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()


def test_course_init_goes_on_where_the_readme_does(say: Say, tmp_path: Path) -> None:
    done = say("course", "init", tmp_path / "kursus")
    assert done.out.rstrip().endswith("generate_assignment m6-inddragelse")
    assert "nbgrader generate_assignment m6-inddragelse" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_course_init_from_a_climbing_zip_is_one_sentence(tmp_path: Path) -> None:
    bundle = zipped(tmp_path / "pakke.zip", COURSE, "../")
    sentence = one_sentence(lises("course", "init", "kursus", "--from", bundle, cwd=tmp_path), 1)
    assert sentence.startswith(f"{bundle} er ikke en kursuspakke: ../")
    assert [path.name for path in tmp_path.iterdir()] == ["pakke.zip"]


def test_course_init_in_a_folder_in_use_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").touch()
    assert (
        one_sentence(lises("course", "init", ".", cwd=tmp_path), 1)
        == "Mappen . er ikke tom. Vælg en ny mappe."
    )


def test_items_check_finds_nothing_in_the_checkout() -> None:
    done = lises("items", "check", "course", "datasets", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"Ingen fund i \d+ opgavefil\(er\)\.\n", done.out)


def test_items_check_prints_a_line_for_each_finding(course: Path) -> None:
    path = course / "source" / ASSIGNMENT / "items.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[C125]", "[C999]"), encoding="utf-8")
    done = lises("items", "check", ".", cwd=course)
    assert done.code == 1
    assert done.out.splitlines() == [
        f"{path}:5: lille-valg: begrebet C999 findes ikke i datasets/concepts.csv",
        f"{path}:15: lille-flere: begrebet C999 findes ikke i datasets/concepts.csv",
        "2 fund.",
    ]


def test_items_check_where_there_is_nothing_is_wrong_usage(say: Say, tmp_path: Path) -> None:
    said = f"Der er ingen items.yaml i {tmp_path}. Angiv en fil eller en mappe med opgaver."
    assert one_sentence(say("items", "check", tmp_path), 2) == said


def test_ctrl_c_while_the_command_loads_leaves_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pressed:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "lises_teach.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "lises_teach.cli", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Pressed(), *sys.meta_path])
    with pytest.raises(SystemExit) as stopped:
        start()
    assert stopped.value.code == 1
