"""A weighed dilemma and a walked story without a script: tables and sentences, in a page and in feedback."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.dilemmas import load_branch, load_panel, load_vignette
from lises_teach.grading.view import answer_html
from lises_teach.i18n import LANGS, Lang
from lises_teach.items import Bank, load_bank, score
from lises_teach.widget.specs import item_spec
from lises_teach.widget.static import item_html
from lises_teach.widget.views import counts
from tests.items.test_scoring import make_key
from tests.items.test_weighing import FULL, WALK, WEIGH

BANK = load_bank(Path(__file__).parents[1] / "data" / "dilemmaer" / "items.yaml")
VEJ, VEJE = BANK.items
WHOLE = [40, 30, 20, 10]
LAST = dict(zip(("effectiveness", "fairness", "responsiveness", "respect"), WHOLE, strict=True))
LOST = "Noget <b>bestemt</b>."
DONE: dict[str, Any] = {"o1": LAST, "o2": LAST, "o3": LAST, "lost": LOST + " Og lidt til." * 7}
STORY = load_branch("no-goals")
PATH = list(next(iter(STORY.paths())))


class Tags(HTMLParser):
    """The elements, and the cells of every table row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


# --- weights -------------------------------------------------------------------------------------


def test_while_something_is_missing_ones_own_weights_stand_alone() -> None:
    page = Tags(item_html(VEJ, DONE | {"o3": {"respect": 85}}, "da"))
    assert page.rows[1][:2] == ["Effektivitet", "40"]
    assert all(len(row) == 2 for row in page.rows)
    assert "Fordelt 85 af 100 – 15 mangler." in page.text
    assert "Konstruerede data" not in page.text
    assert "simuleret" not in page.text.lower()
    effect = load_vignette("care-home-kitchen").options[0].effects[0]
    assert effect.text.da not in page.text


def test_a_word_or_two_about_what_is_lost_open_nothing() -> None:
    page = Tags(item_html(VEJ, DONE | {"lost": LOST}, "da"))
    assert all(len(row) == 2 for row in page.rows)
    assert load_vignette("care-home-kitchen").options[0].effects[0].text.da not in page.text


def test_when_all_is_weighed_the_panels_spread_and_every_effect_stand_beside() -> None:
    page = Tags(item_html(VEJ, DONE, "da"))
    spread = load_panel("care-home-kitchen").spread("o1", "effectiveness")
    values = ", ".join(map(str, spread.values))
    assert page.rows[1] == ["Effektivitet", "40", f"{spread.lowest}–{spread.highest}: {values}"]
    assert page.text.count("Fordelt 100 af 100. Konstruerede data.") == 3
    assert Tags(item_html(VEJ, DONE, "en")).text.count("Constructed data.") == 3
    assert "Panelet er simuleret: 15 opdigtede personer" in page.text
    for option in load_vignette("care-home-kitchen").options:
        assert all(effect.text.da in page.text for effect in option.effects)
    assert "Noget <b>bestemt</b>." in page.text
    assert not re.search("gennemsnit|median|afstand|score", page.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Ikke besvaret"), ({}, "Ikke besvaret"), ({"respect": 0}, "Ikke besvaret"),
        ({"respect": 130}, "ukendt svar"), ("<script>", "ukendt svar: <script>"), ({"respect": 90, "fairness": 20}, "Fordelt 110 af 100 – 10 for meget."),
    ],
    ids=repr,
)  # fmt: skip
def test_an_option_says_where_it_stands(value: Any, said: str) -> None:
    assert said in Tags(item_html(VEJ, {"o1": value}, "da")).text


# --- the story -----------------------------------------------------------------------------------


def test_a_walked_story_tells_every_step_and_what_the_end_gained_and_lost() -> None:
    page = Tags(item_html(VEJE, {"path": PATH}, "en"))
    walk = STORY.walk(PATH)
    assert page.text.count("You chose:") == len(PATH)
    for step in walk.steps:
        assert step.choice.text.en in page.text
    assert walk.at.gained is not None
    assert f"Gained: {walk.at.gained.en}" in page.text


def test_a_story_that_is_not_read_to_an_end_says_so() -> None:
    assert "Historien er ikke læst til en slutning." in Tags(item_html(VEJE, {"path": PATH[:1]}, "da")).text


@pytest.mark.parametrize("strange", ["c1", ["c9"], {"c1": 1}, [["c1"]]], ids=repr)
def test_what_is_no_path_is_shown_as_unknown(strange: Any) -> None:
    assert "ukendt svar" in Tags(item_html(VEJE, {"path": strange}, "da")).text


# --- any answer ----------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["c1", "<script>", 100]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text() | st.sampled_from(sorted(LAST)), inner, max_size=4),
    max_leaves=5,
)  # fmt: skip
KNOWN = {"section", "h3", "h4", "h5", "p", "div", "ul", "ol", "li", "strong", "br"}
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("item", BANK.items, ids=lambda item: item.id)
@given(data=st.data())
def test_any_value_is_shown_without_becoming_markup(item: Any, data: st.DataObject) -> None:
    answer = data.draw(st.dictionaries(st.sampled_from(item.units), VALUES))
    for lang in LANGS:
        assert Tags(item_html(item, answer, lang)).tags <= KNOWN | TABLE


@pytest.mark.parametrize(("lang", "said"), [("da", "Ikke besvaret"), ("en", "Not answered")])
@pytest.mark.parametrize("item", BANK.items, ids=lambda item: item.id)
def test_without_an_answer_it_says_so(item: Any, lang: Lang, said: str) -> None:
    assert said in item_html(item, {}, lang)


# --- what the front end is told, and what is counted ---------------------------------------------


def spec_of(item: Any) -> dict[str, Any]:
    return item_spec(item, BANK, Path(), "sheet", practice=False)


def test_the_front_end_gets_options_effects_and_the_panels_points_but_no_mean() -> None:
    spec = spec_of(VEJ)
    option = spec["vignette"]["options"][0]
    assert option["panel"]["respect"] == list(load_panel("care-home-kitchen").spread("o1", "respect").values)
    assert [effect["change"]["da"] for effect in option["effects"]] == [
        "taber",
        "vinder",
        "uændret",
        "vinder",
    ]
    assert spec["dimensions"][0]["text"]["da"] == "Effektivitet"
    assert (spec["panel_size"], spec["units"], spec["free"]) == (15, ["o1", "o2", "o3", "lost"], ["lost"])
    assert [criterion["name"]["da"] for criterion in spec["criteria"]]
    assert set(option["panel"]) == set(LAST)


def test_the_front_end_gets_the_whole_story() -> None:
    nodes = spec_of(VEJE)["branch"]["nodes"]
    assert [node["id"] for node in nodes] == [node.id for node in STORY.nodes]
    assert nodes[0]["choices"][0]["goes_to"] == STORY.start.choices[0].goes_to


class Sheet:
    """A sheet that holds what a test says."""

    def __init__(self, **answers: dict[str, Any]) -> None:
        self.answers = answers

    def answer(self, item: str) -> dict[str, Any]:
        return self.answers.get(item, {})


@pytest.mark.parametrize(
    ("answers", "vej", "veje"),
    [
        ({}, {"count": 0, "total": 4}, {"count": 0, "total": 1}),
        (
            {"vej": {"o1": {"respect": 85}}, "veje": {"path": PATH[:2]}},
            {"count": 0, "total": 4, "begun": 1},
            {"count": 0, "total": 1, "begun": 1},
        ),
        ({"vej": {"o1": {"respect": 85}, "o2": LAST}}, {"count": 1, "total": 4}, {"count": 0, "total": 1}),
        ({"vej": DONE, "veje": {"path": PATH}}, {"count": 4, "total": 4}, {"count": 1, "total": 1}),
    ],
    ids=["nothing", "begun", "partly", "done"],
)
def test_progress_counts_what_is_finished_and_tells_what_is_begun(
    answers: dict[str, Any], vej: dict[str, int], veje: dict[str, int]
) -> None:
    bank: Bank = BANK
    assert counts(bank, Sheet(**answers)) == {"vej": vej, "veje": veje}  # type: ignore[arg-type]


# --- the teacher's and the feedback's view -------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_teacher_reads_the_weights_and_what_is_lost_beside_the_rubric(lang: Lang) -> None:
    page = answer_html(WEIGH, score(WEIGH, make_key(), FULL | {"o2": {"respect": 85}}), lang)
    assert ("Effektivitet 40" if lang == "da" else "Effectiveness 40") in page
    assert ("fordelt 85 af 100" if lang == "da" else "85 of 100 given") in page
    assert FULL["lost"] in page
    assert "R5 " in page


def test_the_feedback_on_a_story_traces_the_path() -> None:
    path = list(next(iter(WALK.story.paths())))
    page = Tags(answer_html(WALK, score(WALK, make_key(), {"path": path}), "da")).text
    walk = WALK.story.walk(path)
    assert f"1. {walk.steps[0].choice.text.da}" in page
    assert walk.at.lost is not None
    assert f"Tabt: {walk.at.lost.da}" in page
