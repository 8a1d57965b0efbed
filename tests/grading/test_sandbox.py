"""Code of a data strand runs where the keys cannot be seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde

from lises_teach.grading import sandbox
from lises_teach.grading.session import open_course
from tests.grading.conftest import Nbgrader
from tests.grading.strands import STRAND, data_strand, fill, hand_in, released

# What a hostile cell may try. `found` names everything that worked.
ATTACK = """
import glob, os, sqlite3, subprocess
course, home, found = {course!r}, {home!r}, []
def attempt(name, work):
    try:
        if work():
            found.append(name)
    except (OSError, sqlite3.Error):
        pass
def write(*place):
    return open(os.path.join(*place), "w").write("x")
def write_in_gradebook():
    with sqlite3.connect(f"file:{{course}}/gradebook.db?mode=rw", uri=True) as book:
        return book.execute("create table planted (x int)").rowcount
def look():
    for part in ("keys", "source", "submitted", "gradebook.db"):
        attempt(part, lambda: glob.glob(os.path.join(course, part)))
    attempt("above", lambda: glob.glob("../../../keys/*"))
    attempt("other processes", lambda: glob.glob("/proc/*/root" + course + "/keys/*"))
look()
for words in (["umount", "-l", course], ["unshare", "-Ur", "-m", "umount", course], ["mount", "-o", "remount,rw", "/"]):
    subprocess.run(words, capture_output=True)
look()
attempt("gradebook", write_in_gradebook)
attempt("home", lambda: write(home, "planted"))
attempt("beside", lambda: write(course, "..", "planted"))
write("planted")
write(course, "late.py")
x = 2
"""

needs_hiding = pytest.mark.skipif(
    not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own"
)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_attack_would_succeed_elsewhere(course: Path, tmp_path: Path) -> None:
    folder = course / "autograded" / "ann" / STRAND
    folder.mkdir(parents=True)
    (course / "submitted").mkdir()
    # without its tries to unmount, which are for another process than the tests'
    harmless = ATTACK.format(course=str(course), home=str(tmp_path)).replace(
        "subprocess.run(words", "str(words"
    )
    harmless = harmless.replace(", capture_output=True)", ")")
    done = subprocess.run(
        [sys.executable, "-c", f"{harmless}print(*sorted(set(found)), sep=', ')"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == (
        "above, beside, gradebook, gradebook.db, home, keys, other processes, source, submitted"
    )


@needs_hiding
def test_code_finds_no_key_and_changes_nothing(course: Path, nbgrader: Nbgrader, tmp_path: Path) -> None:
    data_strand(course)
    assert nbgrader("generate_assignment", STRAND).returncode == 0
    home = tmp_path / "hjem"
    home.mkdir()
    hand_in(course, "ann", fill(released(course), svar=ATTACK.format(course=str(course), home=str(home))))
    hand_in(course, "bo", fill(released(course), svar="x = 3\nfound = []"))
    before = {part: files(course / part) for part in ("keys", "source", "submitted", "release")}
    done = nbgrader("autograde", STRAND)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as graded:
        assert graded.find_submission(STRAND, "ann").score == 6
        assert graded.find_submission(STRAND, "bo").score == 3
    assert {part: files(course / part) for part in before} == before
    assert list(tmp_path.rglob("planted")) == []
    assert not (course / "late.py").exists()


def test_where_nothing_can_be_hidden_the_code_is_not_run(
    course: Path, nbgrader: Nbgrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_strand(course)
    assert nbgrader("generate_assignment", STRAND).returncode == 0
    trace = course / "trace"
    hand_in(course, "ann", fill(released(course), svar=f"open({str(trace)!r}, 'w').close()"))
    monkeypatch.setattr("lises_teach.grading.stock.can_hide", lambda: False)
    problem = open_course(course).run(Autograde, STRAND, "ann")
    assert problem is not None
    assert "m1-data er ikke bedømt: Koden i den bliver kun kørt, hvor nøglerne kan skjules" in problem
    assert not trace.exists()


@pytest.mark.parametrize("program", ["unshare", "setpriv", "findmnt"])
def test_a_machine_without_the_programs_cannot_hide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    for other in {"unshare", "setpriv", "findmnt"} - {program}:
        (tmp_path / other).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / other).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.can_hide.cache_clear()
    try:
        assert not sandbox.can_hide()
    finally:
        sandbox.can_hide.cache_clear()


def test_a_folder_that_is_not_there_needs_no_hiding(tmp_path: Path) -> None:
    command = sandbox.hiding(["true"], [tmp_path / "nothing"])
    assert str(tmp_path / "nothing") not in command


def run(command: str, folders: list[Path], cwd: Path) -> str:
    words = sandbox.hiding(["sh", "-c", command], folders)
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=True).stdout


@needs_hiding
def test_folders_are_hidden_whatever_their_names_and_how_they_lie(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("med mellemrum", "b[1]", "b[1]/inde", "-r")]
    for folder in folders:
        folder.mkdir()
        (folder / "key.yaml").write_text("secret")
    assert run('find . -name "key.yaml"', folders, tmp_path) == ""
    assert run(f'cd "{tmp_path}"; ls', folders, tmp_path).split("\n")[:-1] == ["-r", "b[1]", "med mellemrum"]


@needs_hiding
def test_the_working_folder_is_a_copy_that_is_gone_afterwards(tmp_path: Path) -> None:
    work = tmp_path / "kursus [2]" / "a b" / "opgave"
    work.mkdir(parents=True)
    (work / "opgave.ipynb").write_text("{}")
    (work.parent / "key.yaml").write_text("secret")
    assert run("echo x > y; ls . ..; ls ../..", [tmp_path / "kursus [2]"], work).split("\n") == [
        ".:", "opgave.ipynb", "y", "", "..:", "opgave", "a b", "",
    ]  # fmt: skip
    assert [path.name for path in work.iterdir()] == ["opgave.ipynb"]


@needs_hiding
def test_code_gets_room_for_what_it_writes_by_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "kursus"
    folder.mkdir()
    command = 'touch "$TMPDIR/x" && mkdir -p "$IPYTHONDIR" && touch "$IPYTHONDIR/x" && echo fine'
    assert run(command, [folder], folder) == "fine\n"
    assert list(folder.iterdir()) == []
