"""A conversation as HTML: escaped, with its own numbers, a translation that can be left out, a legend."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.conversations import (
    Conversation,
    Turn,
    conversation_html,
    conversation_ids,
    conversation_spec,
    load_conversation,
    read_plain,
)
from lises_teach.i18n import LANGS, Lang, Text, phrases
from tests.browser.running import Axe, Pages

TALK = Conversation(
    id="prove",
    theme=Text(da="En prøve", en="A trial"),
    context=Text(da="Tredje samtale.", en="Third meeting."),
    warning=Text(da="Handler om sygdom.", en="About illness."),
    turns=(
        Turn(line=4, speaker="B", da="Ja, [det er]", en="Yes, [it is]"),
        Turn(line=5, speaker="S", da="[Mm.] Godt.", en="[Mm.] Good."),
        Turn(line=6, speaker="–", da="((tastelyd))", en="((typing))"),
        Turn(line=8, speaker="V", da="Øh, altså.", en=None),
    ),
)


class Element:
    def __init__(self, tag: str, facts: dict[str, str | None]) -> None:
        self.tag, self.facts, self.text = tag, facts, ""

    def __getitem__(self, name: str) -> str | None:
        return self.facts.get(name)


class Page(HTMLParser):
    """The elements of an HTML text in order, each with all the text inside it."""

    VOID = ("br",)

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def of(self, name: str) -> list[Element]:
        return [e for e in self.elements if e.tag == name or name in (e["class"] or "").split()]

    def said(self, name: str) -> list[str]:
        return [element.text for element in self.of(name)]


def test_every_line_has_its_number_its_speaker_and_its_words() -> None:
    page = Page(conversation_html(TALK, "da"))
    assert page.said("no") == ["4", "5", "6", "8"]
    assert page.said("who") == ["B", "S", "–", "V"]
    assert page.said("talk") == ["Ja, [det er]", "[Mm.] Godt.", "((tastelyd))", "Øh, altså."]
    assert len(page.of("li")) == len(page.of("turn")) == 4


def test_a_line_reads_in_order_also_without_a_style_sheet() -> None:
    page = Page(conversation_html(TALK, "en"))
    assert page.said("li")[0] == "4 B Ja, [det er]Yes, [it is]"
    assert page.of("ol")[0]["style"] == "list-style: none"
    assert page.of("translation")[0].tag == "div"


@pytest.mark.parametrize(
    ("lang", "roles"),
    [
        ("da", ["borger", "sagsbehandler", "bemærkning fra udskriveren", "virksomhedskonsulent"]),
        ("en", ["citizen", "caseworker", "transcriber's remark", "company consultant"]),
    ],
)
def test_the_letter_of_a_speaker_has_its_role_in_the_readers_language(lang: Lang, roles: list[str]) -> None:
    page = Page(conversation_html(TALK, lang))
    assert [abbr["title"] for abbr in page.of("abbr")] == roles
    (section,) = page.of("section")
    assert (section["lang"], section["aria-label"]) == (lang, TALK.theme.get(lang))


def test_a_remark_is_told_apart() -> None:
    (remark,) = Page(conversation_html(TALK, "da")).of("remark")
    assert "((tastelyd))" in remark.text


def test_overlaps_stand_below_one_another() -> None:
    talk = Page(conversation_html(TALK, "da")).of("talk")
    assert [line["style"] for line in talk] == [None, "--indent: 4", None, None]


@pytest.mark.parametrize(
    ("lang", "translation", "shown"),
    [("da", None, False), ("en", None, True), ("da", True, True), ("en", False, False)],
)
def test_the_translation_is_there_when_wanted(lang: Lang, translation: bool | None, shown: bool) -> None:
    page = Page(conversation_html(TALK, lang, translation=translation))
    wanted = ["Yes, [it is]", "[Mm.] Good.", "((typing))"] if shown else []
    assert page.said("translation") == wanted
    assert all(line["lang"] == "en" for line in page.of("translation"))
    assert all(line["lang"] == "da" for line in page.of("talk"))


@pytest.mark.parametrize("lang", LANGS)
def test_situation_and_warning_come_before_the_lines(lang: Lang) -> None:
    html = conversation_html(TALK, lang)
    assert TALK.context is not None
    assert TALK.warning is not None
    before, _ = html.split("<ol")
    assert Page(f"{before}</section>").said("p") == [TALK.context.get(lang), TALK.warning.get(lang)]


def test_a_text_of_ones_own_has_neither() -> None:
    assert Page(conversation_html(read_plain("B: Ja."), "da")).of("p") == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_legend_is_open_so_that_it_is_printed_and_can_be_left_out(lang: Lang) -> None:
    words = phrases("conversation")
    page = Page(conversation_html(TALK, lang))
    assert page.said("summary") == [words["legend"][lang]]
    assert "open" in page.of("details")[0].facts
    signs = [name.removeprefix("sign_") for name in words if name.startswith("sign_")]
    assert page.said("dt") == [words[f"sign_{sign}"][lang] for sign in signs]
    assert page.said("dd") == [words[f"meaning_{sign}"][lang] for sign in signs]
    assert Page(conversation_html(TALK, lang, legend=False)).of("details") == []


def test_a_note_stands_with_its_line() -> None:
    page = Page(conversation_html(TALK, "da", notes={5: "Gribes & <b>", 99: "ingen linje"}))
    assert page.said("note") == ["Gribes & <b>"]
    assert "Gribes" in page.said("li")[1]


def test_a_turn_of_several_rows_keeps_its_break() -> None:
    assert Page(conversation_html(read_plain("B: Ja\n  nej"), "da")).said("talk") == ["Ja\n  nej"]


@given(st.text(), st.text(), st.text(), st.text(min_size=1))
def test_nothing_a_person_wrote_becomes_markup(da: str, en: str, note: str, speaker: str) -> None:
    sharp = '"><script>alert(1)</script>'
    turn = Turn(line=1, speaker=speaker + sharp, da=da + sharp, en=en + sharp)
    theme = Text(da=f"x{da}{sharp}", en=f"x{sharp}")
    talk = Conversation(id="x", theme=theme, context=theme, warning=theme, turns=(turn,))
    for lang in LANGS:
        html = conversation_html(talk, lang, translation=True, notes={1: note + sharp})
        assert "<script" not in html
        page = Page(html)
        known = {"section", "p", "ol", "li", "span", "abbr", "div", "details", "summary", "dl", "dt", "dd"}
        assert {element.tag for element in page.elements} <= known


@pytest.mark.parametrize("lang", LANGS)
def test_the_corpus_is_accessible_on_a_page(page_factory: Pages, axe: Axe, lang: Lang) -> None:
    html = "".join(conversation_html(load_conversation(name), lang) for name in conversation_ids()[:3])
    page = page_factory()
    page.set_content(
        f'<!doctype html><html lang="{lang}"><title>x</title><main><h1>x</h1>{html}</main></html>'
    )
    assert axe(page) == []


def test_what_the_front_end_is_told_is_plain_and_complete() -> None:
    spec = conversation_spec(TALK)
    assert spec["turns"][1] == {
        "line": 5, "speaker": "S", "da": "[Mm.] Godt.", "en": "[Mm.] Good.", "indent": 4, "cues": [],
    }  # fmt: skip
    assert spec["turns"][3]["cues"] == [[0, 3], [4, 10]]
    assert list(spec["speakers"]) == ["B", "S", "–", "V"]
    assert spec["speakers"]["V"] == {"da": "virksomhedskonsulent", "en": "company consultant"}
    assert conversation_spec(read_plain("Mor: Ja."))["speakers"]["Mor"] == {"da": "Mor", "en": "Mor"}
