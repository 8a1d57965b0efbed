"""Code of a data strand runs where the keys cannot be seen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde

from lises_teach.grading import sandbox
from lises_teach.grading.session import open_course
from tests.grading.conftest import Nbgrader

ATTACK = """
import glob, os, subprocess
keys = {keys!r}
found = os.listdir(keys)
subprocess.run(["umount", keys])
subprocess.run(["unshare", "-Ur", "-m", "umount", keys])
found += os.listdir(keys)
found += [path for path in glob.glob(f"/proc/*/root{{keys}}/*")]
found += [path for path in glob.glob(f"/proc/*/cwd/**/{{os.path.basename(keys)}}/*", recursive=True)]
try:
    open(os.path.join(keys, "planted"), "w")
    found.append("written")
except OSError:
    pass
x = 2
"""


def cell(name: str, source: str, *, solution: bool) -> nbformat.NotebookNode:
    facts = {"grade": not solution, "solution": solution, "locked": not solution, "grade_id": name}
    facts |= {"schema_version": 3, "task": False} | ({} if solution else {"points": 3})
    return new_code_cell(source, metadata={"nbgrader": facts})


def data_strand(course: Path) -> None:
    cells = [
        cell("svar", "### BEGIN SOLUTION\nx = 2\n### END SOLUTION", solution=True),
        cell("test", "assert x == 2", solution=False),
        cell("fundet", "assert found == [], found", solution=False),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    folder = course / "source" / "m1-data"
    folder.mkdir()
    nbformat.write(new_notebook(cells=cells, metadata=kernel), folder / "m1-data.ipynb")


def hand_in(course: Path, student: str, source: str) -> None:
    released = (course / "release" / "m1-data" / "m1-data.ipynb").read_text(encoding="utf-8")
    nb = nbformat.reads(released, as_version=4)
    nb.cells[0].source = source
    place = course / "submitted" / student / "m1-data"
    place.mkdir(parents=True)
    nbformat.write(nb, place / "m1-data.ipynb")


@pytest.mark.skipif(not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own")
def test_code_runs_and_finds_no_key(course: Path, nbgrader: Nbgrader) -> None:
    data_strand(course)
    assert nbgrader("generate_assignment", "m1-data").returncode == 0
    keys = course / "keys"
    before = {path: path.read_bytes() for path in keys.iterdir()}
    hand_in(course, "ann", ATTACK.format(keys=str(keys)))
    hand_in(course, "bo", "x = 3\nfound = []")
    done = nbgrader("autograde", "m1-data")
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as graded:
        assert graded.find_submission("m1-data", "ann").score == 6
        assert graded.find_submission("m1-data", "bo").score == 3
    assert {path: path.read_bytes() for path in keys.iterdir()} == before


def test_where_nothing_can_be_hidden_the_code_is_not_run(
    course: Path, nbgrader: Nbgrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_strand(course)
    assert nbgrader("generate_assignment", "m1-data").returncode == 0
    trace = course / "trace"
    hand_in(course, "ann", f"open({str(trace)!r}, 'w').close()\nx = 2\nfound = []")
    monkeypatch.setenv("PATH", str(course))  # a machine without unshare
    sandbox.can_hide.cache_clear()
    problem = open_course(course).run(Autograde, "m1-data", "ann")
    sandbox.can_hide.cache_clear()
    assert problem is not None
    assert "m1-data er ikke bedømt: Koden i den bliver kun kørt, hvor nøglerne kan skjules" in problem
    assert not trace.exists()


def test_a_folder_that_is_not_there_needs_no_hiding(tmp_path: Path) -> None:
    command = sandbox.hiding(["true"], [tmp_path / "nothing"])
    assert str(tmp_path / "nothing") not in command


@pytest.mark.skipif(not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own")
def test_several_folders_are_hidden_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("med mellemrum", "b")]
    for folder in folders:
        folder.mkdir()
        (folder / "key.yaml").write_text("secret")
    seen = subprocess.run(
        sandbox.hiding(["ls", *map(str, folders)], folders), capture_output=True, text=True, check=True
    )
    assert "key.yaml" not in seen.stdout
