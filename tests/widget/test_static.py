from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.items import Bank, Keys, load_bank, score
from lises_teach.widget.static import item_html
from tests.widget.conftest import ALL_KINDS

ANSWERS: dict[str, dict[str, Any]] = {
    "slags-en": {"choice": "b"},
    "slags-flere": {"mandag": True, "onsdag": False},
    "slags-sorter": {"s1": "borger"},
    "slags-maerker": {"s1": ["krav", "stotte"]},
    "slags-orden": {"t1": 3, "t2": 2},
    "slags-tal": {"value": "102,5"},
    "slags-tekst": {"text": "Første afsnit.\n\nAndet <b>afsnit</b>."},
}
SHOWN = {
    "slags-en": "<strong>Noget, man prøver</strong> (valgt)",
    "slags-flere": "<strong>Mandag</strong> (afkrydset)",
    "slags-sorter": "<strong>Borgeren</strong>",
    "slags-maerker": "<strong>Krav, Støtte</strong>",
    "slags-orden": "<strong>nr. 3</strong>: Skriv referat",
    "slags-tal": "<strong>102,5 timer</strong>",
    "slags-tekst": "<p>Første afsnit.</p><p>Andet &lt;b&gt;afsnit&lt;/b&gt;.</p>",
}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert {name for name, _ in attrs} <= {"class", "lang", "data-item", "scope"}


@pytest.mark.parametrize("item_id", ANSWERS)
def test_every_kind_shows_its_answer_in_words(bank: Bank, item_id: str) -> None:
    assert SHOWN[item_id] in item_html(bank[item_id], ANSWERS[item_id], "da")


@pytest.mark.parametrize("item_id", ANSWERS)
def test_a_blank_answer_reads_not_answered(bank: Bank, item_id: str) -> None:
    assert "Ikke besvaret" in item_html(bank[item_id], {}, "da")
    assert "Not answered" in item_html(bank[item_id], {}, "en")


def test_feedback_stands_with_the_item(bank: Bank, keys: Keys) -> None:
    result = score(bank["slags-en"], keys["slags-en"], {"choice": "a"})
    html = item_html(bank["slags-en"], {"choice": "a"}, "da", result=result)
    assert "<strong>Ikke rigtigt</strong>" in html
    assert "Måske tænkte du: At inddragelse er at spørge pænt." in html


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just("<script>alert(1)</script>"),
    st.lists(st.one_of(st.text(), st.none(), st.lists(st.text()), st.just({"a": 1}))), st.just({"text": {}}),
)  # fmt: skip


@given(value=VALUES, at=st.integers(0, 6))
def test_any_value_gives_well_formed_html_without_script(value: Any, at: int) -> None:
    item = load_bank(ALL_KINDS / "items.yaml").items[at]
    tags = Tags()
    tags.feed(item_html(item, dict.fromkeys(item.units, value), "da"))
    known = {"section", "h3", "h4", "p", "div", "ul", "ol", "li", "strong", "br"}
    assert tags.seen <= known | {"table", "caption", "thead", "tbody", "tr", "th", "td"}


def test_a_million_characters_are_shortened_and_say_so(bank: Bank) -> None:
    html = item_html(bank["slags-tekst"], {"text": "x" * 1_000_000}, "da")
    assert len(html) < 150_000
    assert "1000000 tegn" in html


def test_the_phrases_are_complete_in_both_languages() -> None:
    from lises_teach.i18n import phrases

    for name, wording in phrases("widget").items():
        assert set(wording) == {"da", "en"}, name
        facts = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in wording.values()]
        assert facts[0] == facts[1], json.dumps(name)
