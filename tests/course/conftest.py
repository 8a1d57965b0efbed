"""The small course of `tests/grading`, and the servers and browser of `tests/browser`."""

from tests.browser.conftest import axe, browser, page_factory
from tests.grading.conftest import course, nbgrader, released_course

__all__ = ["axe", "browser", "course", "nbgrader", "page_factory", "released_course"]
