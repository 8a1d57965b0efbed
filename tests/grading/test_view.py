from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.grading.view import LONGEST_SHOWN, answer_html
from lises_teach.i18n import LANGS, Lang
from lises_teach.items import Essay, load_bank, load_keys, score
from tests.grading.submissions import ASSIGNMENT, EXCELLENT
from tests.items.test_turns import UPTAKE, UPTAKE_KEY

COURSE = Path(__file__).parents[1] / "data" / "course"
BANK = load_bank(COURSE / "source" / ASSIGNMENT / "items.yaml")
KEYS = load_keys(COURSE / "keys" / f"{ASSIGNMENT}.yaml")
ALLOWED = {
    "section", "h2", "h3", "div", "p", "br", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(item_id: str, answer: object, lang: Lang = "da") -> Tags:
    item = BANK[item_id]
    return Tags(answer_html(item, score(item, KEYS[item_id], answer), lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("item", [item.id for item in BANK.items])
def test_every_kind_is_shown_in_both_languages(item: str, lang: Lang) -> None:
    page = shown(item, EXCELLENT[item], lang)
    assert page.tags <= ALLOWED
    assert BANK[item].title.get(lang) in page.text


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_text_never_becomes_markup(text: str) -> None:
    assert shown("lille-tekst", {"text": text}).tags <= ALLOWED


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_answer_of_any_shape_breaks_the_page(value: object) -> None:
    for item in BANK.items:
        answer = dict.fromkeys(item.units, value)
        page = answer_html(item, score(item, KEYS[item.id], answer), "da")
        page.encode("utf-8")
        assert Tags(page).tags <= ALLOWED


def test_a_very_long_text_is_cut_and_says_so() -> None:
    page = shown("lille-tekst", {"text": "ord " * 499_999 + "slut"})
    assert len(page.text) < LONGEST_SHOWN + 5_000
    assert f"de sidste {2_000_000 - LONGEST_SHOWN} tegn" in page.text


def test_an_open_unit_shows_neither_answer_nor_reason() -> None:
    said = shown("lille-sorter", {"s4": "problem"}).text
    assert "Tæller ikke" in said
    assert "forhandling" not in said


def test_a_text_of_an_unusable_shape_reads_could_not_be_checked() -> None:
    item = BANK["lille-tekst"]
    assert isinstance(item, Essay)
    assert "Kunne ikke tjekkes" in shown("lille-tekst", {"text": ["a"]}).text


def test_a_note_beside_a_line_keeps_its_line_breaks() -> None:
    answer = {"24": "unheard", "24.note": "Først <b>det</b>.\r\nSå det.\n\nOg nyt.", "26": "caught"}
    page = answer_html(UPTAKE, score(UPTAKE, UPTAKE_KEY, answer), "da")
    assert '<p class="lises-words">Din note: Først &lt;b&gt;det&lt;/b&gt;.<br>Så det.</p>' in page
    assert '<p class="lises-words">Og nyt.</p>' in page
