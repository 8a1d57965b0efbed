"""One browser for all tests that need one: Playwright keeps a single event loop for a thread."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from lises_teach.i18n import speak
from tests.browser.running import axe, browser, lab, page_factory, stock_voila

# how long an example takes says more of the machine than of the code
settings.register_profile("kit", deadline=None)
settings.load_profile("kit")

__all__ = ["axe", "browser", "lab", "page_factory", "stock_voila"]


@pytest.fixture(autouse=True)
def no_course_at_hand() -> Iterator[None]:
    """Messages are Danish again after a test that had an English course."""
    yield
    speak(None)
