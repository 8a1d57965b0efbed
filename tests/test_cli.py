"""The `lises-teach` command as a person meets it, from a shell in which nothing is activated."""

from __future__ import annotations

import csv
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lises_teach import __version__, cli
from lises_teach import course as courses
from lises_teach.__main__ import main as start
from lises_teach.grading import release
from lises_teach.server import run
from lises_teach.server.options import SiteOptions
from tests.commands import BARE, PROGRAM, Say, free_port, in_terminal, lises, one_sentence, page, say, served
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
from tests.test_course import COURSE, bundle_with_samples, zipped

__all__ = ["say"]

ROOT = Path(__file__).resolve().parent.parent
CLASS = {"fin": EXCELLENT, "forveksler": MISCONCEPTIONS, "halv": HALF, "tom": EMPTY, "fjendtlig": HOSTILE}
INTERRUPTED = "Afbrudt. Det, der allerede var færdigt, er gemt; kør kommandoen igen for at få resten med."


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kursus") / "kursus"
    courses.init_course(folder, bundle=COURSE)
    release(folder, ASSIGNMENT)
    return folder


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "et kursus"))


# --- errors --------------------------------------------------------------------------------------

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


# --- course init ---------------------------------------------------------------------------------


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


# --- grade ---------------------------------------------------------------------------------------


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


# --- export --------------------------------------------------------------------------------------


def exported(course: Path) -> list[dict[str, str]]:
    assert cli.run(["export", ASSIGNMENT, "--format", "csv", "--course", str(course)]) == 0
    with (course / f"{ASSIGNMENT}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


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


# --- open, serve ---------------------------------------------------------------------------------


def test_serve_shows_the_site_until_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    with served("serve", "--port", port, cwd=tmp_path) as address:
        assert f":{port}/" in address
        assert '<html lang="da"' in page(address)


@pytest.mark.parametrize("path", ["https://kommune.dk/lises/", "lises?x", "a b"])
def test_serve_below_what_is_no_path_is_wrong_usage(say: Say, path: str) -> None:
    assert one_sentence(say("serve", "--base-url", path), 2).startswith(f"{path} er ikke en sti.")


def test_a_statement_that_is_no_address_on_the_web_is_wrong_usage(say: Say) -> None:
    told = one_sentence(say("serve", "--statement", "was.digst.dk/x"), 2)
    assert told.startswith("was.digst.dk/x er ikke en adresse på nettet.")


def test_the_options_that_operators_are_told_of_are_there(say: Say) -> None:
    told = (Path(__file__).parents[1] / "docs" / "operating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<!\S)`?(--[a-z-]+)", told))
    shown = say("serve", "--help").out
    assert {"--base-url", "--kernels"} <= named
    assert all(option in shown for option in named)


def test_serve_on_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = one_sentence(lises("serve", "--port", port, cwd=tmp_path), 1)
    assert sentence.startswith(f"Port {port} på 127.0.0.1 er optaget af et andet program.")


def test_open_shows_one_folder_as_a_page(course: Path) -> None:
    with served("open", course / "release" / ASSIGNMENT, "--no-browser", cwd=course) as address:
        assert "En lille opgave" in page(address)


def test_open_on_the_folder_that_is_handed_out_works_on_a_copy(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = course / "release" / ASSIGNMENT
    (folder / "answers.json").write_text("{}")
    shown: list[SiteOptions] = []
    monkeypatch.setattr(run, "_run", lambda options, browser: shown.append(options))
    run.open_folder(folder, browser=False)
    assert shown[0].folder != folder
    assert shown[0].folder.name == ASSIGNMENT
    assert not shown[0].folder.exists(), "the copy is gone when the page is"
    assert capsys.readouterr().out.startswith(f"{folder} er den mappe, de studerende får.")
    run.open_folder(Path(shutil.copytree(folder, course / ASSIGNMENT)), browser=False)
    assert shown[1].folder == course / ASSIGNMENT


def test_open_on_a_folder_that_is_none_is_one_sentence(say: Say, tmp_path: Path) -> None:
    assert one_sentence(say("open", tmp_path / "ingen"), 1).startswith(
        f"Der er ingen mappe {tmp_path / 'ingen'}."
    )
    assert one_sentence(say("open", tmp_path), 1).startswith(
        f"Mappen {tmp_path} har ingen lektion eller opgave"
    )


# --- demo ----------------------------------------------------------------------------------------


def test_demo_grades_writes_feedback_and_serves_the_site(tmp_path: Path) -> None:
    bundle, port = bundle_with_samples(tmp_path / "pakke"), free_port()
    with served("demo", "--dir", "prøve", "--from", bundle, "--port", port, cwd=tmp_path) as address:
        assert '"/eksempel/god/m1-lille"' in page(address)
        assert "22 af 34 point" in page(f"{address}eksempel/god/m1-lille")


def test_demo_without_the_site_says_where_everything_is(tmp_path: Path) -> None:
    bundle = bundle_with_samples(tmp_path / "pakke")
    words = ("demo", "--dir", "demo", "--from", bundle, "--lang", "en", "--no-serve")
    done = lises(*words, cwd=tmp_path, LISES_TEACH_LANG="en")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"│ god +│ waits for the teacher +│ 22 / 34", done.out)
    assert f'cd "{tmp_path / "demo"}" && "{PROGRAM.with_name("jupyter")}" lab' in done.out
    assert "The submissions are constructed" in done.out


def test_demo_in_a_folder_in_use_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").touch()
    done = lises("demo", "--dir", tmp_path, "--no-serve", cwd=tmp_path)
    assert one_sentence(done, 1) == f"Mappen {tmp_path} er ikke tom. Vælg en ny mappe."


# --- items check ---------------------------------------------------------------------------------


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
