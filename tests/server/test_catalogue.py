from __future__ import annotations

from pathlib import Path

from lises_teach.server.catalogue import Exhibit, exhibit_file, exhibit_titles, read_cards, read_exhibits
from tests.server.running import about, lesson, notebook, write


def test_cards_are_read_from_the_notebooks(tmp_path: Path) -> None:
    app = notebook(**about("app", "Vis", "Show"))
    write(
        tmp_path,
        lektion=lesson(),
        vis=app,
        stum=notebook(),
        m6__m6=notebook(**about("assignment", "M6", "M6")),
    )
    cards = read_cards(tmp_path)
    assert [(card.name, card.kind) for card in cards] == [
        ("lektion", "lesson"),
        ("m6", "assignment"),
        ("vis", "app"),
    ]
    assert cards[2].about is not None
    assert cards[2].about.en == "On Show"


def test_a_notebook_that_cannot_be_read_gets_no_card_and_stops_nobody(tmp_path: Path) -> None:
    write(tmp_path, god=lesson())
    (tmp_path / "ituslaaet.ipynb").write_text("{")
    (tmp_path / "liste.ipynb").write_text("[]")
    half = notebook(lises_teach={"lesson": "x", "title": {"da": "Kun dansk"}})
    write(tmp_path, halv=half)
    assert [card.name for card in read_cards(tmp_path)] == ["god"]


def test_exhibits_are_only_what_feedback_writes(tmp_path: Path) -> None:
    for path in ("ida/m6/m6.html", "ida/m6/other.html", "bo/m6/m6.html", "m6.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    assert read_exhibits(tmp_path) == tuple(Exhibit(student=name, assignment="m6") for name in ("bo", "ida"))
    assert exhibit_file(tmp_path, "ida", "m6") == tmp_path / "ida/m6/m6.html"
    assert exhibit_file(tmp_path, "..", "m6") is None
    assert exhibit_file(None, "ida", "m6") is None
    assert read_exhibits(None) == ()


def test_examples_stand_under_the_assignments_title(tmp_path: Path) -> None:
    write(tmp_path / "source", m6__m6=notebook("da:# Prøven", **about("assignment", "Prøven", "The trial")))
    assert exhibit_titles(tmp_path / "feedback")["m6"].en == "The trial"
    assert exhibit_titles(None) == {}
