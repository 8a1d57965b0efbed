"""The small course of `tests/grading`."""

from tests.grading.conftest import course, nbgrader, released_course

__all__ = ["course", "nbgrader", "released_course"]
