"""Every phrase of the templates has both languages, and nothing comes from another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lises_teach.server.site import HERE

TEMPLATES = [*HERE.glob("pages/*"), *(path for path in HERE.glob("template/**/*") if path.is_file())]
PAIR = re.compile(r'tr\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"')


def ids(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.suffix in (".html", ".j2")], ids=ids)
def test_phrases_come_in_pairs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for da, en in PAIR.findall(text):
        assert da
        assert en
        assert da != en or da.istitle()
    spoken = re.findall(r'class="tr" lang="(da|en)"', text)
    assert spoken.count("da") == spoken.count("en")
    assert text.count("block title_da") == text.count("block title_en")


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    loaded = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?(https?://[^"\')\s]+)', text)
    links = re.findall(r'<a [^>]*href="(https?://[^"]+)"', text)
    assert sorted(loaded) == sorted(links)


def test_scripts_hold_no_phrase() -> None:
    for path in TEMPLATES:
        if path.suffix == ".js":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"textContent = [\"'`][A-Za-zÆØÅæøå]", text)
            assert "innerHTML" not in text
