"""The site most pages are tried on, which a module may define anew, and the apps' own functions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from lises_teach.apps.barrierer import BarriersWidget
from lises_teach.apps.laan_et_oere import EarWidget
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
    for app in (BarriersWidget, EarWidget):
        page.evaluate(
            """async (source) => {
                const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
                window.rules = { ...window.rules, ...(await import(url)) };
            }""",
            str(app._esm),
        )
    yield page
    page.close()
