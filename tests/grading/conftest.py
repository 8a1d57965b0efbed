"""A small course of its own, released once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grading.submissions import ASSIGNMENT

COURSE = Path(__file__).parents[1] / "data" / "course"
Nbgrader = Callable[..., subprocess.CompletedProcess[str]]


def run_nbgrader(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in `course`, in an environment that is not activated."""
    program = Path(sysconfig.get_path("scripts")) / "nbgrader"
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "LISES_TEACH_LANG": "da"}
    call = [sys.executable, str(program), *words]
    return subprocess.run(call, cwd=course, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("course") / "kursus"
    shutil.copytree(COURSE, course)
    (course / "source" / ASSIGNMENT / "answers.json").write_text("{}", encoding="utf-8")
    (course / "source" / ASSIGNMENT / "noter.txt").write_text("til mig selv", encoding="utf-8")
    done = run_nbgrader(course, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "kursus"
    shutil.copytree(released_course, copy)
    return copy


@pytest.fixture
def nbgrader(course: Path) -> Nbgrader:
    return lambda *words: run_nbgrader(course, *words)
