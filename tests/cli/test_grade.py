"""`lises-teach grade` and `export`: the class, a broken course, Ctrl-C, and the list of grades."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lises_teach import cli
from lises_teach import course as courses
from lises_teach.grading import release
from tests.commands import BARE, PROGRAM, Say, in_terminal, lises, one_sentence
from tests.grading.submissions import (
    ASSIGNMENT,
    EMPTY,
    EXCELLENT,
    HALF,
    HOSTILE,
    MISCONCEPTIONS,
    sheet,
    submit,
)
from tests.test_course import COURSE

CLASS = {"fin": EXCELLENT, "forveksler": MISCONCEPTIONS, "halv": HALF, "tom": EMPTY, "fjendtlig": HOSTILE}
INTERRUPTED = "Afbrudt. Det, der allerede var færdigt, er gemt; kør kommandoen igen for at få resten med."


def exported(course: Path) -> list[dict[str, str]]:
    assert cli.run(["export", ASSIGNMENT, "--format", "csv", "--course", str(course)]) == 0
    with (course / f"{ASSIGNMENT}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("jobs", [1, 2])
def test_grade_shows_how_far_it_is_and_a_table(course: Path, jobs: int) -> None:
    for student, answers in CLASS.items():
        submit(course, student, sheet(answers))
    done = in_terminal("grade", ASSIGNMENT, "--jobs", jobs, cwd=course)
    assert done.code == 0
    assert "Retter m1-lille" in done.err
    assert "5/5" in done.err
    rows = {
        line.split("│")[1].strip(): line.split("│")[3].strip()
        for line in done.out.splitlines()
        if "│" in line
    }
    assert rows == {
        "fin": "22 / 34", "forveksler": "1 / 34", "halv": "6 / 34", "tom": "0 / 34", "fjendtlig": "0 / 34",
    }  # fmt: skip
    assert "5 afleveringer: 5 bedømt nu, 0 uændret, 0 kunne ikke bedømmes." in done.out


def test_grade_names_who_could_not_be_graded_and_why(course: Path) -> None:
    submit(course, "fin", sheet(EXCELLENT))
    submit(course, "[bold]uden", None)
    submit(course, "ødelagt", "{")
    done = lises("grade", ASSIGNMENT, "--course", course, cwd=course.parent)
    assert (done.code, done.err) == (1, "")
    assert "[bold]uden kunne ikke bedømmes: der er ingen svarfil (answers.json)" in done.out
    assert "ødelagt kunne ikke bedømmes: svarfilen kan ikke læses: linje 1 er ikke gyldig JSON" in done.out
    assert re.search(r"│ fin +│ venter på underviseren", done.out)
    assert re.search(r"│ \[bold\]uden +│ kunne ikke bedømmes +│ +– ", done.out)
    assert "Traceback" not in done.out


UNGRADABLE = {
    "an unknown assignment": ("m9-ukendt", "Der er ingen opgave m9-ukendt i "),
    "an assignment not released": (ASSIGNMENT, "m1-lille er ikke udgivet. Kør først nbgrader generate_assignment m1-lille."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "said"), UNGRADABLE.values(), ids=UNGRADABLE.keys())
def test_grade_says_in_one_sentence_what_is_in_the_way(
    say: Say, tmp_path: Path, name: str, said: str
) -> None:
    courses.init_course(tmp_path / "kursus", bundle=COURSE)
    assert said in one_sentence(say("grade", name, "--course", tmp_path / "kursus"), 1)


@pytest.mark.parametrize("name", [f"{ASSIGNMENT}/", f"source/{ASSIGNMENT}/"])
def test_a_name_that_the_shell_completed_is_understood(say: Say, course: Path, name: str) -> None:
    assert "Der er ingen afleveringer af m1-lille i" in say("grade", name, "--course", course).out
    assert say("export", name, "--course", course).code == 0
    assert (course / "m1-lille.csv").is_file()


def _after(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


BROKEN_COURSES = {
    "no key": (
        lambda course: (course / "keys" / "m1-lille.yaml").unlink(),
        "Nøglen til m1-lille mangler: {course}/keys/m1-lille.yaml. Tag den fra kursuspakken",
    ),
    "a key that is no YAML": (
        lambda course: (course / "keys" / "m1-lille.yaml").write_text("format: 1\na: b: c\n"),
        "{course}/keys/m1-lille.yaml kan ikke læses som YAML ved linje 2. Se efter indrykning, kolon",
    ),
    "items that are no text": (
        lambda course: (course / "source" / "m1-lille" / "items.yaml").write_bytes(b"\xff\xfe"),
        "{course}/source/m1-lille/items.yaml kan ikke læses: filen er ikke gemt som UTF-8.",
    ),
    "settings that are no Python": (
        lambda course: _after(course / "nbgrader_config.py", "c.X = = 3"),
        "Kursets indstillinger kan ikke læses: {course}/nbgrader_config.py, linje 9 (invalid syntax). Ret linjen",
    ),
    "settings that fail": (
        lambda course: _after(course / "nbgrader_config.py", "c.X = y"),
        "Kursets indstillinger kan ikke læses: {course}/nbgrader_config.py, linje 9 (NameError: ",
    ),
    "a language that the kit does not have": (
        lambda course: _after(course / "nbgrader_config.py", "configure(c, course_dir='.', language='dk')"),
        "Kursets indstillinger kan ikke læses: {course}/nbgrader_config.py, linje 9 (language skal være da eller en, ikke dk). Ret linjen",
    ),
    "a broken gradebook": (
        lambda course: (course / "gradebook.db").write_bytes(b"no database" * 100),
        "Karakterbogen {course}/gradebook.db kan ikke læses. Læg en sikkerhedskopi i stedet.",
    ),
    "a gradebook that cannot be opened": (
        lambda course: ((course / "gradebook.db").unlink(), (course / "gradebook.db").mkdir()),
        "Karakterbogen {course}/gradebook.db kan ikke bruges lige nu (unable to open database file).",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), BROKEN_COURSES.values(), ids=BROKEN_COURSES.keys())
def test_a_broken_course_is_one_sentence_with_the_next_step(
    say: Say, course: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(course)
    sentence = one_sentence(say("grade", ASSIGNMENT, "--course", course), 1)
    assert sentence.startswith(said.format(course=course))
    assert "kittets forfattere" not in sentence
    assert "sqlalche" not in sentence


def test_commands_speak_the_language_of_the_course(tmp_path: Path) -> None:
    course = tmp_path / "course"
    made = lises("course", "init", course, "--from", COURSE, "--lang", "en", cwd=tmp_path)
    assert made.out.startswith(f"The course is in {course}")
    refused = lises("grade", ASSIGNMENT, "--course", course, cwd=tmp_path)
    assert one_sentence(refused, 1).startswith("m1-lille has not been released.")
    assert lises("grade", "--help", cwd=course).out.startswith("Usage: ")
    assert one_sentence(lises("grad", cwd=course), 2).endswith("Did you mean grade?")
    release(course, ASSIGNMENT)
    submit(course, "fin", sheet(EXCELLENT))
    assert "1 submissions: 1 graded now" in lises("grade", ASSIGNMENT, cwd=course).out
    asked = lises("grade", ASSIGNMENT, cwd=course, LISES_TEACH_LANG="da").out
    assert "1 afleveringer: 0 bedømt nu" in asked


def test_nbgraders_own_commands_say_our_sentences_in_the_courses_language(tmp_path: Path) -> None:
    course = tmp_path / "course"
    courses.init_course(course, bundle=COURSE, language="en")
    (course / "keys" / f"{ASSIGNMENT}.yaml").unlink()
    words = [PROGRAM.with_name("nbgrader"), "generate_assignment", ASSIGNMENT]
    done = subprocess.run(words, cwd=course, env=BARE, capture_output=True, text=True, check=False)
    assert f"The key of {ASSIGNMENT} is missing" in done.stderr


def test_a_course_whose_settings_are_broken_is_told_so_in_its_language(tmp_path: Path) -> None:
    course = tmp_path / "course"
    courses.init_course(course, bundle=COURSE, language="en")
    _after(course / "nbgrader_config.py", "c.X = = 3")
    sentence = one_sentence(lises("grade", ASSIGNMENT, cwd=course), 1)
    assert sentence.startswith("The course's settings cannot be read: ")
    assert sentence.endswith("if you have run any of them meanwhile, run them again with --force.")


def test_grade_without_submissions_says_where_they_belong(say: Say, course: Path) -> None:
    done = say("grade", ASSIGNMENT, "--course", course)
    assert done.code == 0
    assert f"Der er ingen afleveringer af m1-lille i {course / 'submitted'}." in done.out


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_what_is_done_and_a_second_run_does_the_rest(course: Path, jobs: int) -> None:
    everybody = [f"s{number:02}" for number in range(10)]
    for student in everybody:
        submit(course, student, sheet(HALF))
    stopped = in_terminal("grade", ASSIGNMENT, "--jobs", jobs, cwd=course, interrupt_at=r" [1-9]/10")
    assert (stopped.code, stopped.out) == (1, "")
    assert INTERRUPTED in stopped.err
    assert "Traceback" not in stopped.err
    assert not (course / ".lises-teach" / "staged").exists()
    states = {row["Studerende"]: (row["Status"], row["Point"]) for row in exported(course)}
    assert set(states.values()) == {("bedømt", "6"), ("ikke bedømt endnu", "")}

    again = lises("grade", ASSIGNMENT, cwd=course)
    assert again.code == 0, again
    now, unchanged = map(int, re.findall(r"(\d+) (?:bedømt nu|uændret)", again.out))
    assert now + unchanged == len(everybody)
    assert unchanged >= 1
    assert {(row["Status"], row["Point"]) for row in exported(course)} == {("bedømt", "6")}


def test_export_writes_each_students_points_and_state(course: Path) -> None:
    submit(course, "fin", sheet(EXCELLENT))
    submit(course, "uden", None)
    assert lises("grade", ASSIGNMENT, cwd=course).code == 1
    done = lises("export", ASSIGNMENT, "--format", "csv", cwd=course)
    assert done == (0, f"Karakterlisten ligger i {course / ASSIGNMENT}.csv.\n", "")
    rows = {row["Studerende"]: row for row in exported(course)}
    assert (rows["fin"]["Point"], rows["fin"]["Status"]) == ("22", "venter på underviseren")
    assert (rows["uden"]["Point"], rows["uden"]["Status"]) == ("", "kunne ikke bedømmes")
    assert rows["fin"]["Ét valg: point"] == "4"


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own way draws it
def test_a_grading_that_was_cut_short_is_no_zero_in_the_export(course: Path) -> None:
    submit(course, "fin", sheet(EXCELLENT))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("fin")
        gradebook.update_or_create_submission(ASSIGNMENT, "fin")
    (row,) = exported(course)
    assert (row["Status"], row["Point"]) == ("ikke bedømt endnu", "")


def test_export_for_a_danish_excel_has_semicolons_and_decimal_commas(say: Say, course: Path) -> None:
    submit(course, "fin", sheet(EXCELLENT))
    assert say("grade", ASSIGNMENT, "--course", course).code == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        mark = gradebook.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, "fin")
        mark.manual_score, mark.needs_manual_grade = 9.5, False
        gradebook.db.commit()
    done = say("export", ASSIGNMENT, "--format", "excel", "--course", course)
    target = course / f"{ASSIGNMENT}-excel.csv"
    assert done.out == f"Karakterlisten ligger i {target}.\n"
    with target.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert (row["Point"], row["Højest mulige point"], row["Din overvejelse: point"]) == ("31,5", "34", "9,5")
    assert exported(course)[0]["Point"] == "31.5"


def test_export_to_a_folder_that_is_not_there_is_one_sentence(say: Say, course: Path) -> None:
    target = course / "ingen" / "karakterer.csv"
    done = say("export", ASSIGNMENT, "--course", course, "-o", target)
    assert one_sentence(done, 1).startswith(f"{target} kan ikke læses eller skrives (")
