"""The conversations, their codings and the consensus: what makes them good to teach with."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.coding.agreement import bootstrap, krippendorff_alpha
from lises_teach.conversations import conversation_ids, load_conversation, load_stops
from lises_teach.i18n import LANGS, Lang
from lises_teach.items import CodeTurns, Predict, load_bank
from tests.datasets import codings_card
from tests.datasets.baseline import FOLDERS, ROOT, Apart, Row, rows, units_of

OPEN, GRADED = FOLDERS
CARD = codings_card.PATH.read_text(encoding="utf-8")
LAYERS = [layer.id for layer in load_codebook().layers]
SIGNS = {
    "pauses": r"\(\d+\.\d\)", "short pauses": r"\(\.\)", "overlaps": r"[\[\]]", "latching": "=", "comments": r"\(\(",
}  # fmt: skip


@pytest.mark.parametrize("name", conversation_ids())
def test_a_conversation_has_its_length_its_own_lines_and_the_same_signs_in_both_languages(name: str) -> None:
    turns = load_conversation(name).turns
    assert 40 <= len(turns) <= 60
    assert [turn.line for turn in turns] == list(range(1, len(turns) + 1))
    spoken = [turn.da for turn in turns if len(turn.da.split()) > 3]
    assert len(spoken) == len(set(spoken))
    for turn in turns:
        for sign, pattern in SIGNS.items():
            found = [re.findall(pattern, turn.text(lang)) for lang in ("da", "en")]
            assert sorted(found[0]) == sorted(found[1]), (turn.line, sign)


def test_no_line_is_said_twice_in_the_corpus() -> None:
    long = [
        t.da for name in conversation_ids() for t in load_conversation(name).turns if len(t.da.split()) > 5
    ]
    assert [line for line, count in Counter(long).items() if count > 1] == []


def test_there_are_24_stops_none_with_an_option_that_sticks_out() -> None:
    stops = load_stops()
    assert len(stops) == 24
    places = Counter()
    for stop in stops:
        talk = load_conversation(stop.conversation)
        assert talk[stop.line].speaker == "B"
        assert 3 <= len(stop.options) <= 4
        for lang in ("da", "en"):
            lengths = [len(option.text.get(lang).split()) for option in stop.options]
            assert max(lengths) <= 1.6 * min(lengths) + 2, (stop.id, lang, lengths)
        after = next(turn for turn in talk.turns if turn.line > stop.line and turn.speaker in "SV")
        words = set(re.findall(r"\w+", after.da.lower()))
        alike = [len(words & set(re.findall(r"\w+", option.text.da.lower()))) for option in stop.options]
        places[alike.index(max(alike))] += 1
    assert max(places.values()) <= 12, "what is really said stands in the same place too often"


def test_the_graded_conversations_codings_are_out_of_the_students_reach() -> None:
    graded = {row.conversation for row in consensus_in(GRADED)}
    practised = {row.conversation for row in consensus_in(OPEN)}
    assert len(graded) == 4
    assert graded | practised == set(conversation_ids())
    assert not graded & practised
    assert {row.conversation for row in codings_in(OPEN)} == practised
    for path in (ROOT / "course" / "source").rglob("items.yaml"):
        for item in load_bank(path).items:
            if isinstance(item, CodeTurns):
                assert item.conversation in graded, item.id
            if isinstance(item, Predict):
                assert item.place.conversation in graded, item.id


@pytest.mark.parametrize("folder", FOLDERS, ids=["open", "graded"])
def test_every_code_is_in_the_codebook_and_has_its_reason(folder: Path) -> None:
    book = load_codebook()
    for coding in codings_in(folder):
        place = (coding.conversation, coding.line, coding.layer, coding.coder)
        layer = book[coding.layer]
        assert set(coding.codes) <= {code.id for code in layer.codes}, place
        assert len(coding.codes) == 1 or (layer.multiple and "none" not in coding.codes), place
        assert load_conversation(coding.conversation)[coding.line].speaker in layer.speakers, place
        if coding.reason:
            assert max(len(coding.reason.get(lang).split()) for lang in ("da", "en")) <= 20, place
        if coding.layer == "uptake" or coding.codes[0] in ("explicit", "implicit"):
            assert coding.reason, place


@pytest.mark.parametrize("folder", FOLDERS, ids=["open", "graded"])
def test_the_consensus_follows_from_the_codings(folder: Path) -> None:
    said: dict[tuple[str, int, str], dict[str, tuple[str, ...]]] = {}
    reasons = set()
    for coding in codings_in(folder):
        place = (coding.conversation, coding.line, coding.layer)
        said.setdefault(place, {})[coding.coder] = coding.codes
        if coding.reason:
            reasons.add((*place, coding.coder))
    for row in consensus_in(folder):
        place = (row.conversation, row.line, row.layer)
        readings = said[place]
        if row.status == "agreed":
            assert readings["A"] == readings["B"] == row.readings[0], place
        elif row.status == "contested":
            assert row.readings == (readings["A"], readings["B"]), place
            assert {(*place, "A"), (*place, "B")} <= reasons, f"{place}: both reasons are shown to learners"
        else:
            assert row.reason, place


def test_about_two_thirds_are_agreed_and_some_nobody_can_tell() -> None:
    statuses = Counter(row.status for folder in FOLDERS for row in consensus_in(folder))
    share = {name: count / statuses.total() for name, count in statuses.items()}
    assert 0.60 <= share["agreed"] <= 0.75, share
    assert 0.15 <= share["contested"] <= 0.30, share
    assert share["open"] >= 0.05, share


def test_what_happens_to_a_meningsytring_varies() -> None:
    taken = Counter(c.codes[0] for folder in FOLDERS for c in codings_in(folder, layer="uptake"))
    assert min(taken[code] for code in ("caught", "unheard", "overtaken")) >= 0.1 * taken.total()
    assert taken["undecidable"] >= 5


@pytest.fixture(scope="module")
def found() -> list[Row]:
    return rows()


@pytest.mark.parametrize("lang", LANGS)
def test_the_card_shows_the_figures_and_the_confusion_tables(found: list[Row], lang: Lang) -> None:
    parts = CARD.split(codings_card.BETWEEN)[LANGS.index(lang)].split("\n\n")
    wanted = codings_card.blocks(found, lang)
    missing = [block for block in wanted if block not in parts]
    assert missing == [], "python -m tests.datasets.codings_card puts the figures of today into the card"
    tables = [codings_card.confusion_table(row, lang) for row in found]
    assert len(tables) == len(LAYERS)
    assert set(tables) <= set(wanted)


def test_the_figures_of_yesterday_are_replaced_where_they_stand(found: list[Row]) -> None:
    other = [row._replace(units=row.units + 1, met={}) for row in found]
    spoilt = codings_card.rewritten(CARD, other)
    assert spoilt != CARD
    assert codings_card.rewritten(spoilt, found) == CARD


def test_the_confusion_tables_hold_the_turns_that_the_agreement_is_of(found: list[Row]) -> None:
    for row in found:
        assert sum(row.met.values()) == row.units
        alike = sum(times for (one, other), times in row.met.items() if one == other)
        assert alike / row.units == pytest.approx(row.alike)


def test_an_interval_is_never_narrower_than_that_of_conversations_or_that_of_turns(found: list[Row]) -> None:
    assert {row.conversations for row in found} == {12}
    for row in found:
        units = units_of(row.layer)
        ratings = [[unit.first, unit.second] for unit in units]
        talks = [unit.conversation for unit in units]
        both = [bootstrap(krippendorff_alpha, ratings, **o) for o in ({"clusters": talks}, {})]  # type: ignore[arg-type]
        widths = [float(spread.high or 0) - float(spread.low or 0) for spread in both]
        assert row.interval == both[widths.index(max(widths))], row.layer
        assert row.by_talk == (widths[0] > widths[1]), row.layer


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "da",
            (
                "kun 12 samtaler",
                "alfa på `meaning` og `uptake` er det samtalernes",
                "alfa på `institutional`, `work_perspective` og `consideration` er det turenes",
            ),
        ),
        (
            "en",
            (
                "only 12 conversations",
                "alpha on `meaning` and `uptake` that of conversations",
                "alpha on `institutional`, `work_perspective` and `consideration` it is that of turns",
            ),
        ),
    ],
)
def test_the_card_says_how_few_conversations_there_are_and_which_interval_it_shows(
    found: list[Row], lang: Lang, said: tuple[str, ...]
) -> None:
    some = [row._replace(by_talk=row.layer in ("meaning", "uptake")) for row in found]
    part = codings_card.blocks(some, lang)[1]
    assert [words for words in said if words not in part] == []


def test_a_code_of_several_is_counted_code_by_code() -> None:
    layer = load_codebook()["consideration"]
    met = {("clarify+involve", "clarify"): 3, ("institution", "institution+involve"): 2, ("none", "none"): 1}
    row = Row("consideration", 6, *[0] * 8, None, None, met, Counter(), 0)  # type: ignore[arg-type]
    assert layer.multiple
    assert codings_card.confusion_table(row, "en").splitlines() == [
        "| `consideration` | Both | A only | B only | Neither |",
        "|---|---|---|---|---|",
        "| Institutional demands and frames (`institution`) | 2 | 0 | 0 | 4 |",
        "| Clarifying needs and abilities (`clarify`) | 3 | 0 | 0 | 3 |",
        "| Informing, involving, supporting and motivating (`involve`) | 0 | 3 | 2 | 1 |",
        "| None (`none`) | 1 | 0 | 0 | 5 |",
    ]


def test_what_the_card_says_of_open_turns_is_so(found: list[Row]) -> None:
    """Only B heard the turns without a code by A, and they are the ones of the layer before."""
    by = {row.layer: row for row in found}
    assert [row.layer for row in found if row.one_coder] == ["uptake"]
    assert by["uptake"].one_coder == by["meaning"].met["no", "yes"]
    said: dict[tuple[str, int], set[str]] = {}
    for folder in FOLDERS:
        for coding in codings_in(folder, layer="uptake"):
            said.setdefault((coding.conversation, coding.line), set()).add(coding.coder)
    alone = [coders for coders in said.values() if len(coders) == 1]
    assert alone == [{"B"}] * by["uptake"].one_coder
    settled = by["uptake"].statuses["agreed"] + by["uptake"].statuses["contested"]
    unsettled = sum(times for codes, times in by["uptake"].met.items() if "undecidable" in codes)
    assert settled + unsettled == by["uptake"].units


def test_words_alone_do_worse_than_a_coder_on_every_layer_but_perhaps_meaning(found: list[Row]) -> None:
    """Where alpha's interval includes 0 the card says so; on a further layer words would tell the code."""
    unsure = {row.layer for row in found if row.alpha_apart.low <= 0}
    assert unsure <= {"meaning"}
    for row in found:
        assert row.alike_apart.low > 0, row
        assert row.alike_apart.value == pytest.approx(row.alike - row.words_alike)
        assert row.alpha_apart.value == pytest.approx(row.alpha - row.words_alpha)
        for spread in (row.alike_apart, row.alpha_apart):
            assert spread.low < spread.value < spread.high, row


@pytest.mark.parametrize("lang", LANGS)
def test_a_layer_whose_interval_includes_0_is_said_to_be_unsure(found: list[Row], lang: Lang) -> None:
    sure, unsure = (
        row._replace(alpha_apart=Apart(0.1, low, 0.3))
        for row, low in zip(found[:2], (0.01, -0.01), strict=True)
    )
    said = codings_card.blocks([sure, unsure, *found[2:]], lang)[3]
    beyond, _, open_ = said.partition("På `uptake`" if lang == "da" else "On `uptake`")
    assert "`meaning`" in beyond
    assert "hen over 0" in open_ if lang == "da" else "runs across 0" in open_
