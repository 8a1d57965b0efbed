"""A figure and its table say the same, in both languages, whatever the numbers are like."""

from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lises_teach.economy import scenario
from lises_teach.figures import Figure, FigureError, figure
from lises_teach.figures.numbers import Axis
from lises_teach.i18n import Lang, Text, phrases

EASE = {
    "size": ["small"] * 4 + ["large"] * 3,
    "ease": [5, 4, 4, 1, 2, 3, None],
    "yes": [1, 1, 0, 0, 1, True, False],
}
MONTHS = [
    {"month": month, "cost": cost, "plan": plan}
    for plan, costs in {"saving": (10, 30, 60), "investment": (40, 50, 55)}.items()
    for month, cost in zip((12, 24, 36), costs, strict=True)
]
LEFT, RIGHT = 10.0, 350.0


def tree(shown: Figure, lang: Lang = "da") -> ElementTree.Element:
    return ElementTree.fromstring(shown.html(lang))


def table_of(shown: Figure, lang: Lang = "da") -> list[list[str]]:
    rows = tree(shown, lang).iter("tr")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def value_at(x: float, axis: Axis, left: float = LEFT) -> float:
    return axis.low + (x - left) / (RIGHT - left) * (axis.high - axis.low)


def pens(shown: Figure, **wanted: str) -> list[list[tuple[float, float]]]:
    """The points of each drawn path whose attributes are as wanted."""
    found = []
    for path in tree(shown).iter("path"):
        if all(path.get(name.replace("_", "-")) == value for name, value in wanted.items()):
            points = re.findall(r"[ML]([\d.-]+) ([\d.-]+)", path.get("d", ""))
            found.append([(float(x), float(y)) for x, y in points])
    return found


# --- the chart and its table -----------------------------------------------------------------------


def test_bars_are_as_long_as_the_means_in_the_table_and_whiskers_as_the_spreads() -> None:
    shown = figure(EASE, "ease", by="size", scale=(0, 5))
    assert shown.chart is not None
    along = shown.chart.along
    bars = [
        value_at(float(r.get("x", 0)) + float(r.get("width", 0)), along) for r in tree(shown).iter("rect")
    ]
    whiskers = [
        float(path.get("d", "").split("H")[1].split("M")[0])
        for path in tree(shown).iter("path")
        if "H" in path.get("d", "") and "v" in path.get("d", "")
    ]
    head, small, large = table_of(shown)
    assert head == ["Gruppe", "n", "Gennemsnit", "Spredning", "Mindste", "Største"]
    assert small == ["Små kommuner", "4", "3,50", "1,73", "1", "5"]
    assert large == ["Store kommuner", "2", "2,50", "0,71", "2", "3"]
    assert bars == pytest.approx([3.5, 2.5], abs=0.01)
    assert [value_at(x, along) for x in whiskers] == pytest.approx([5.0, 2.5 + math.sqrt(0.5)], abs=0.01)


def test_smallest_and_largest_stand_only_where_they_tell_the_rows_apart() -> None:
    rows = [{"by": by, "v": v} for by in "ab" for v in (0, 1, 4)]
    shown = figure(rows, "v", by="by", scale=(0, 4))
    assert shown.chart is not None
    assert table_of(shown)[0] == ["Gruppe", "n", "Gennemsnit", "Spredning"]
    assert "I hver række går svarene fra 0 til 4." in shown.chart.how.da
    assert "In every row the answers go from 0 to 4." in shown.chart.how.en
    for other in (
        figure(rows[1:], "v", by="by", scale=(0, 4)),
        figure(rows, "v", by="by"),
        figure(rows, "v", scale=(0, 4)),
    ):
        assert table_of(other)[0][-2:] == ["Mindste", "Største"]


def test_no_number_of_the_upright_axis_stands_under_a_mark() -> None:
    costs = [{"year": year, "cost": 200_000 * year, "less": 150_000} for year in (1, 2)]
    shown = figure(costs, ["less", "cost"], kind="lines", x="year")
    ends = [float(text.get("x", 0)) for text in tree(shown).iter("text") if text.get("text-anchor") == "end"]
    marks = [path.get("d", "") for path in tree(shown).iter("path") if "m-4 -4h8v8" in path.get("d", "")]
    first = min(float(mark.split("M")[1].split()[0]) for mark in marks if not mark.startswith("M28 "))
    assert min(ends) + 5 <= first - 5


def test_shares_are_of_ones_among_ones_and_zeros_with_their_interval() -> None:
    shown = figure(EASE, "yes", by="size", kind="shares")
    assert shown.chart is not None
    bars = [
        value_at(float(r.get("x", 0)) + float(r.get("width", 0)), shown.chart.along)
        for r in tree(shown).iter("rect")
    ]
    assert bars == pytest.approx([0.5, 2 / 3], abs=0.01)
    assert table_of(shown, "en")[1:] == [
        ["Small municipalities", "4", "50\u00a0%", "15\u00a0% to 85\u00a0%"],
        ["Large municipalities", "3", "67\u00a0%", "21\u00a0% to 94\u00a0%"],
    ]  # fmt: skip


def test_there_is_a_dot_for_each_answer_nearest_to_its_number() -> None:
    shown = figure(EASE, "ease", by="size", kind="dots", scale=(1, 5))
    assert shown.chart is not None
    dots = pens(shown, stroke_linecap="round")
    counts = [[round(value_at(x, shown.chart.along)) for x, _ in group] for group in dots]
    head, *rows = table_of(shown)
    assert head == ["Gruppe", "n", "Median", "1", "2", "3", "4", "5"]
    for (_, n, _, *cells), drawn in zip(rows, counts, strict=True):
        assert [str(drawn.count(answer)) for answer in range(1, 6)] == cells
        assert str(len(drawn)) == n


def test_many_different_answers_are_counted_in_stretches_that_add_up() -> None:
    shown = figure({"x": list(range(40)) * 2}, "x", kind="dots")
    head, row = table_of(shown)
    assert head[3:] == ["0–9", "10–19", "20–29", "30–40"]
    assert list(map(int, row[3:])) == [20, 20, 20, 20]


def test_a_line_goes_through_the_numbers_of_its_column() -> None:
    shown = figure(MONTHS, "cost", by="plan", kind="lines", x="month")
    chart = shown.chart
    assert chart is not None
    assert chart.up is not None
    lines = [points for points in pens(shown, stroke_width="2", fill="none") if len(points) == 3]
    assert table_of(shown)[0] == ["Måned", "saving", "investment"]
    (bottom, top) = (min(y for line in lines for _, y in line), max(y for line in lines for _, y in line))
    columns = list(zip(*table_of(shown)[1:], strict=True))[1:]
    for line, column in zip(lines, columns, strict=True):
        numbers = [float(cell) for cell in column]
        per_unit = (top - bottom) / (60 - 10)
        assert [10 + (top - y) / per_unit for _, y in line] == pytest.approx(numbers, abs=0.5)


def test_a_range_runs_from_the_smallest_to_the_largest_and_has_no_middle() -> None:
    weights = {"dimension": ["fairness"] * 3, "weight": [10, 20, 60]}
    shown = figure(weights, "weight", by="dimension", kind="ranges", scale=(0, 100), own={"fairness": 30})
    (band,) = tree(shown).iter("rect")
    start, wide = float(band.get("x", 0)), float(band.get("width", 0))
    assert shown.chart is not None
    assert [value_at(x, shown.chart.along) for x in (start, start + wide)] == pytest.approx([10, 60], abs=0.1)
    assert table_of(shown)[1] == ["Fairness", "3", "10", "60", "30"]
    assert "10 til 60 (n = 3), dit tal 30" in shown.html("da")


def test_a_gap_in_a_line_is_a_gap_and_a_dash() -> None:
    rows = [{"x": x, "y": y} for x, y in ((0, 1), (1, math.nan), (2, 3))]
    shown = figure(rows, "y", kind="lines", x="x")
    assert table_of(shown)[2] == ["1", "–"]
    assert shown.missing == 1
    assert not any("L" in path.get("d", "") for path in tree(shown).iter("path"))


# --- words -----------------------------------------------------------------------------------------


def test_the_picture_has_a_name_and_says_that_it_is_constructed_in_both_languages() -> None:
    shown = figure(EASE, "ease", by="size", title=Text(da="Let?", en="Easy?"))
    both = shown.html()
    assert both.count('role="img"') == 2
    assert 'aria-label="Let? Konstruerede data. Tallene står i tabellen nedenfor."' in both
    for lang, words in (("da", "Konstruerede data"), ("en", "Constructed data")):
        (picture,) = tree(shown, lang).iter("svg")
        assert words in {text.text for text in picture.iter("text")}
        assert words in {caption.text for caption in tree(shown, lang).iter("caption")}
    assert "onstru" not in figure(EASE, "ease", constructed=False).html()


def test_texts_are_escaped_wherever_they_come_from() -> None:
    bad = '<script>alert("x")</script>&'
    rows = [{"g": bad, "h": bad, "x": number, "v": number} for number in (1, 2)]
    words: dict[str, Any] = {"title": bad, "description": bad, "unit": bad}
    for shown in (
        figure(rows, "v", by=["g", "h"], **words),
        figure(rows, "v", by="g", kind="lines", x="x", labels={"x": bad}, notes={1: bad}, **words),
    ):
        assert "<script" not in shown.html()
        assert 'alert("' not in shown.html()
        assert bad in "".join(tree(shown).itertext())


def test_html_has_no_script_no_id_and_nothing_from_elsewhere() -> None:
    html = figure(EASE, "ease", by="size").html()
    assert not re.search(r"<script|\bid=|https?:|\bon\w+=|@import|url\(", html)


def test_missing_answers_are_counted_and_left_out() -> None:
    shown = figure(EASE, "ease", by="size")
    assert shown.missing == 1
    assert "Svar, der mangler og ikke er regnet med: 1." in shown.html("da")


def test_rows_keep_their_order_whatever_their_values() -> None:
    municipalities = {"k": ["K02", "K01", "K03"], "v": [1, 3, 2]}
    assert [row[0] for row in table_of(figure(municipalities, "v", by="k"))[1:]] == ["K02", "K01", "K03"]
    chosen = figure(municipalities, "v", by="k", labels={"K03": "c", "K01": "a", "K02": "b"})
    assert [row[0] for row in table_of(chosen)[1:]] == ["c", "a", "b"]


def test_two_divisions_stand_as_a_heading_and_its_rows() -> None:
    rows = [{"size": s, "role": r, "v": 1} for r in ("team_leader", "caseworker") for s in ("large", "small")]
    found = table_of(figure(rows, "v", by=["size", "role"]))
    assert [row[0] for row in found[1:]] == [
        "Små kommuner", "Sagsbehandlere", "Teamledere", "Store kommuner", "Sagsbehandlere", "Teamledere",
    ]  # fmt: skip


def test_it_prints_as_text_where_there_is_no_html() -> None:
    assert repr(figure(EASE, "ease", by="size")).splitlines()[1:3] == [
        "Gruppe | n | Gennemsnit | Spredning | Mindste | Største",
        "Små kommuner | 4 | 3,50 | 1,73 | 1 | 5",
    ]


# --- data ------------------------------------------------------------------------------------------


def test_a_data_frame_a_mapping_rows_and_named_tuples_give_the_same() -> None:
    frame = pd.DataFrame(EASE)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    shown = [figure(data, "ease", by="size").html() for data in (EASE, frame, rows)]
    assert shown[0] == shown[1] == shown[2]
    years = figure(scenario("saving"), "measure_cost", kind="lines", x="year")
    assert table_of(years)[1:3] == [["1", "20.000"], ["2", "12.000"]]


def test_missing_is_missing_in_every_dress() -> None:
    given = [
        None,
        math.nan,
        math.inf,
        -math.inf,
        pd.NA,
        pd.NaT,
        "",
        " ",
        1e300,
        10**400,
        "2,0".replace(",", "."),
    ]
    shown = figure({"v": given}, "v")
    assert shown.missing == len(given) - 1
    assert table_of(shown)[1][1:3] == ["1", "2,00"]


@pytest.mark.parametrize("kind", ["means", "shares", "dots", "ranges", "lines"])
@pytest.mark.parametrize("values", [[], [None, math.nan], [math.inf]], ids=["empty", "missing", "infinite"])
def test_without_a_number_there_is_one_sentence(kind: Any, values: list[float]) -> None:
    shown = figure({"v": values, "x": list(range(len(values)))}, "v", kind=kind, x="x")
    assert "<svg" not in shown.html()
    paragraphs = ["".join(p.itertext()) for p in tree(shown).iter("p")]
    assert paragraphs == ["Her er ingen tal at vise: hvert svar mangler eller er ikke et tal."]


def test_one_answer_has_no_spread_and_a_group_without_answers_says_so() -> None:
    shown = figure({"g": ["a", "b"], "v": [3, None]}, "v", by="g")
    assert table_of(shown)[1:] == [["a", "1", "3,00", "–", "3", "3"], ["b", "0", "–", "–", "–", "–"]]
    assert "intet svar" in shown.html("da")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"value": "eas"}, "Tabellen har ingen kolonne, der hedder eas. Den har disse: size, ease, yes."),
        ({"value": "ease", "kind": "pie"}, "Der er ingen figur, der hedder pie."),
        ({"value": "size"}, "Kolonnen size har ord, hvor figuren skal bruge tal, fx small."),
        ({"value": "ease", "kind": "shares"}, "En andel regnes af ja og nej (1 og 0)."),
        ({"value": "ease", "by": ["size", "yes", "ease"]}, "En figur kan dele op på to måder"),
        ({"value": "ease", "scale": (5, 1)}, "En skala har to tal, det mindste først, fx scale=(1, 5). Her står (5, 1)."),
        ({"value": "yes", "kind": "shares", "scale": (1, 1)}, "En skala har to tal"),
        ({"value": "ease", "kind": "dots", "scale": (1, 3, 5)}, "En skala har to tal"),
        ({"value": "ease", "kind": "lines"}, "En linjefigur skal vide, hvilken kolonne"),
        ({"value": "ease", "kind": "lines", "x": "yes"}, "Linjen ease har to tal ved 1."),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_met_is_one_sentence_without_a_traceback(wish: Any, said: str) -> None:
    with pytest.raises(FigureError) as caught:
        figure(EASE, wish.pop("value"), **wish)
    assert caught.value.sentence("da").startswith(said)
    assert caught.value._render_traceback_() == [caught.value.sentence()]


@pytest.mark.parametrize(
    "data", [7, "size", [1, 2], {"a": [1], "b": [1, 2]}], ids=["number", "word", "list", "uneven"]
)
def test_what_is_no_table_is_one_sentence(data: Any) -> None:
    with pytest.raises(FigureError):
        figure(data, "a")


@given(
    values=st.lists(st.one_of(st.floats(), st.integers(), st.none(), st.booleans()), max_size=40),
    kind=st.sampled_from(["means", "dots", "ranges", "lines"]),
)
def test_no_numbers_break_a_figure(values: list[Any], kind: Any) -> None:
    data = {"v": values, "x": range(len(values)), "g": ["a" if n % 3 else "b" for n in range(len(values))]}
    shown = figure(data, "v", by="g", kind=kind, x="x")
    for lang in ("da", "en"):
        drawing = "".join(shown.html(lang).partition("<svg")[1:]).partition("</svg>")[0]
        assert not re.search(r'"[^"]*\b(nan|inf)\b', drawing.partition("viewBox")[2])
        for element in tree(shown, lang).iter("rect"):
            x, width = float(element.get("x", 0)), float(element.get("width", 0))
            assert LEFT - 0.1 <= x <= x + width <= RIGHT + 2.1


def test_every_word_of_a_figure_is_there_in_both_languages() -> None:
    assert all(
        set(wording) == {"da", "en"} and all(wording.values()) for wording in phrases("figures").values()
    )
