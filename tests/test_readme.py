"""The README shows the kit to everybody: its pictures are there, small and told in words, and no link is dead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.screenshots import MAX_BYTES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"<img ([^>]*)>", README)
LINKS = re.findall(r"\]\((?!https?://)([^)#]+)", README)


def attribute(picture: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', picture)
    return found.group(1) if found else ""


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: attribute(picture, "src"))
def test_a_picture_is_there_small_and_told_in_words(picture: str) -> None:
    place = ROOT / attribute(picture, "src")
    assert place.is_file()
    assert place.stat().st_size <= MAX_BYTES
    assert len(attribute(picture, "alt").split()) >= 10


def test_every_picture_taken_is_shown() -> None:
    assert sorted(attribute(picture, "src") for picture in PICTURES) == sorted(
        path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.png")
    )


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
