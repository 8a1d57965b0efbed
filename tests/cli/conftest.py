"""A course to run the commands in, and the command itself in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lises_teach import course as courses
from lises_teach.grading import release
from tests.commands import say
from tests.grading.submissions import ASSIGNMENT
from tests.test_course import COURSE

__all__ = ["say"]


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kursus") / "kursus"
    courses.init_course(folder, bundle=COURSE)
    release(folder, ASSIGNMENT)
    return folder


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "et kursus"))
