"""Coding and predicting without a script: the transcript with the codes beside its lines, in words."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.grading.view import answer_html
from lises_teach.i18n import LANGS, Lang
from lises_teach.items import load_bank, score
from lises_teach.widget.export import LisesExporter
from lises_teach.widget.static import item_html
from tests.browser.running import Pages
from tests.items.test_turns import MARKS, MARKS_KEY, OWN, UPTAKE, UPTAKE_KEY, make_key
from tests.widget.conftest import IMPORTS, notebook

DATA = Path(__file__).parents[1] / "data" / "samtale"
BANK = load_bank(DATA / "items.yaml")
CODE, SEVERAL, PREDICT = BANK.items


class Notes(HTMLParser):
    """What stands below each line of a transcript, and every element there is."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.notes: dict[str, str] = {}
        self._at, self._line = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._at = dict(attrs).get("class") or ""

    def handle_endtag(self, tag: str) -> None:
        self._at = ""

    def handle_data(self, data: str) -> None:
        if self._at == "no":
            self._line = data
        if self._at == "note":
            self.notes[self._line] = self.notes.get(self._line, "") + data


def notes(item: Any, answer: dict[str, Any], lang: Lang = "da") -> dict[str, str]:
    return Notes(item_html(item, answer, lang)).notes


def test_the_code_of_a_line_stands_with_it_and_with_doubt_and_note() -> None:
    answer = {"26": "caught", "26.unsure": True, "26.note": " Hun <b>spørger ", "28": "overtaken"}
    assert notes(CODE, answer) == {
        "26": "Gribes · usikker · Hun <b>spørger", "28": "Overhales", "32": "ikke kodet", "38": "ikke kodet",
    }  # fmt: skip
    assert notes(CODE, answer, "en")["28"] == "Overtaken"
    assert notes(CODE, answer, "en")["32"] == "not coded"


def test_several_codes_stand_together() -> None:
    found = notes(SEVERAL, {"11": ["institution", "clarify"], "15": []})
    assert found["11"].count(",") == 1
    assert found["15"] == found["45"] == "ikke kodet"


@pytest.mark.parametrize("strange", ["grebet", 3, {"caught": True}, ["grebet"], True], ids=repr)
def test_a_strange_code_is_shown_as_unknown(strange: Any) -> None:
    assert notes(CODE, {"26": strange})["26"].startswith("ukendt svar: ")


@pytest.mark.parametrize(("lang", "said"), [("da", "Ikke besvaret"), ("en", "Not answered")])
@pytest.mark.parametrize("item", BANK.items, ids=lambda item: item.id)
def test_without_a_code_or_a_word_it_says_so(item: Any, lang: Lang, said: str) -> None:
    assert said in item_html(item, {}, lang)


def test_only_the_lines_of_the_exercise_are_shown() -> None:
    html = item_html(SEVERAL, {}, "da")
    assert '<span class="no">45</span>' in html
    assert '<span class="no">46</span>' not in html


def test_a_prediction_shows_ones_own_turn_the_choice_and_the_reasons() -> None:
    answer = {"own": "Hvad <i>er</i> det?", "choice": "o2", "why": "Første.\n\nAndet."}
    html = item_html(PREDICT, answer, "da")
    assert "<p>Hvad &lt;i&gt;er&lt;/i&gt; det?</p>" in html
    assert "<p>Første.</p><p>Andet.</p>" in html
    assert html.count("(valgt)") == 1
    assert '<span class="no">38</span>' in html
    assert '<span class="no">39</span>' not in html


def test_what_no_continuation_is_called_is_unknown() -> None:
    assert "ukendt svar: o9" in item_html(PREDICT, {"choice": "o9"}, "da")


BRACKETS = """(lines) => lines.map((line) => {
  const range = document.createRange();
  range.setStart(line.firstChild, line.textContent.indexOf("["));
  range.setEnd(line.firstChild, line.textContent.indexOf("[") + 1);
  return Math.round(range.getBoundingClientRect().left);
})"""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_an_exported_transcript_lines_overlaps_up_and_keeps_its_legend(
    tmp_path: Path, page_factory: Pages, media: Literal["screen", "print"]
) -> None:
    shutil.copy(DATA / "items.yaml", tmp_path)
    (tmp_path / "samtale.ipynb").write_text(json.dumps(notebook([IMPORTS, f'item("{PREDICT.id}")'])))
    html, _ = LisesExporter().from_filename(str(tmp_path / "samtale.ipynb"))
    (tmp_path / "samtale.html").write_text(html, encoding="utf-8")
    page = page_factory(viewport={"width": 900, "height": 900})
    page.goto((tmp_path / "samtale.html").as_uri())
    page.emulate_media(media=media)
    first, second = page.locator(".talk", has_text="[").evaluate_all(BRACKETS)
    assert first == pytest.approx(second, abs=1)
    assert page.get_by_text("de taler i munden på hinanden").is_visible()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["caught", "o1", "<script>"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@pytest.mark.parametrize("item", BANK.items, ids=lambda item: item.id)
@given(data=st.data())
def test_any_value_is_shown_without_becoming_markup(item: Any, data: st.DataObject) -> None:
    answer = data.draw(st.dictionaries(st.sampled_from([*item.units, *item.extras]), VALUES))
    for lang in LANGS:
        known = {"section", "h3", "h4", "h5", "p", "div", "ul", "ol", "li", "strong", "br"}
        transcript = {"section", "span", "abbr", "details", "summary", "dl", "dt", "dd"}
        assert Notes(item_html(item, answer, lang)).tags <= known | transcript


# --- the teacher's and the feedback's view -------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_feedback_names_the_line_its_code_and_both_readings(lang: Lang) -> None:
    page = answer_html(UPTAKE, score(UPTAKE, UPTAKE_KEY, {"28": "caught"}), lang)
    assert UPTAKE.shown[28].text(lang).split(" (")[0] in page
    assert ("Linje 28" if lang == "da" else "Line 28") in page
    assert "fordi 1" in page


@pytest.mark.parametrize(
    ("answer", "ruled"), [({"2": "yes"}, True), ({"22": "yes", "26": "yes"}, False)], ids=["extra", "right"]
)
def test_the_rule_of_marks_is_explained_where_something_was_wrong(
    answer: dict[str, str], ruled: bool
) -> None:
    page = answer_html(MARKS, score(MARKS, MARKS_KEY, answer), "da")
    assert ("Andelen af de øvrige linjer" in page) is ruled


def test_a_teacher_reads_the_three_parts_of_a_prediction_beside_the_rubric() -> None:
    answer = {"own": "Hvad er det?", "choice": "o1", "why": "<b>Fordi</b>"}
    page = answer_html(PREDICT, score(PREDICT, make_key(), answer), "da")
    for said in ("Din egen næste tur", "Den fortsættelse, du valgte", "Din begrundelse", "Hvad er det?"):
        assert said in page
    assert "&lt;b&gt;Fordi&lt;/b&gt;" in page
    assert "R4 " in page


def test_a_part_that_is_missing_or_broken_is_told_from_one_that_was_written() -> None:
    page = answer_html(OWN, score(OWN, make_key(), {"own": "Hvad?", "choice": 3}), "da")
    assert page.count("Kunne ikke tjekkes") == 1
    assert page.count("Ikke besvaret") == 1
