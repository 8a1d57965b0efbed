"""One browser for all tests that need one: Playwright keeps a single event loop for a thread."""

from hypothesis import settings

from tests.browser.running import axe, browser, lab, page_factory, stock_voila

# how long an example takes says more of the machine than of the code
settings.register_profile("kit", deadline=None)
settings.load_profile("kit")

__all__ = ["axe", "browser", "lab", "page_factory", "stock_voila"]
