"""The site most pages are tried on, which a module may define anew, and the apps' own functions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from lises_teach.apps.frame import AppWidget
from lises_teach.paths import kit_folder
from tests.server.running import Running, run


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    """The kit's own apps and lessons."""
    running = run(kit_folder("notebooks"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    """A blank page with the apps' own functions as `rules`."""
    page = browser.new_page()
    page.evaluate(
        """async (source) => {
            const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            window.rules = await import(url);
        }""",
        str(AppWidget._esm),
    )
    yield page
    page.close()
