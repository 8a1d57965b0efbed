"""One browser for all tests that need one: Playwright keeps a single event loop for a thread."""

from tests.browser.running import axe, browser, lab, page_factory, stock_voila

__all__ = ["axe", "browser", "lab", "page_factory", "stock_voila"]
