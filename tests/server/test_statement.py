"""Whoever runs the site links to the accessibility statement that the law asks of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lises_teach.server.options import web_address
from tests.server.running import lesson, run, write

STATEMENT = "https://www.was.digst.dk/kommune-dk?a=1&b=2"
LINK = f'<a href="{STATEMENT.replace("&", "&amp;")}">'


def test_every_page_links_to_the_statement_and_to_what_the_kit_says_itself(tmp_path: Path) -> None:
    running = run(write(tmp_path, lektion=lesson()), statement=STATEMENT)
    try:
        for path in ("", "lektion", "findes-ikke", "tilgaengelighed"):
            page = running.get(path)[1]
            assert LINK in page, path
            assert 'href="/tilgaengelighed"' in page, path
        assert page.count(LINK) == 3  # in the text of both languages, and below it
    finally:
        running.stop()


@pytest.mark.parametrize(
    "text", ["was.digst.dk/x", "javascript:alert(1)", "https://a b.dk", "https:///x", ""]
)
def test_only_an_address_on_the_web_is_linked_to(text: str) -> None:
    assert web_address(text) is None
