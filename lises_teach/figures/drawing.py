"""A chart as inline SVG of our own: marks in the colour of the text around it, told apart by shape.

Drawn for a column of 360 units, so that text stays readable on a phone; a wider page enlarges it.
Nothing here has a colour, a style sheet, a script or an id: the figure follows light, dark, grey and
print, and two figures never disturb one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from textwrap import wrap

from lises_teach.figures.charts import Chart, Mark, Row, Series
from lises_teach.figures.numbers import Axis, percent, spoken
from lises_teach.i18n import Lang, Text

WIDTH, EDGE, LINE = 360.0, 10.0, 17.0
LETTERS = 50  # that fit in a line
BAR, DOTS, HIGH = 14.0, 44.0, 210.0
MARK = 7.0  # half as wide as the widest mark, and its pen
DASHES = ("", "7 4", "2 4", "9 3 2 3", "14 4", "4 2 1 2 1 2")
# Two numbers whose multiples fill a square evenly (the plastic number's; Roberts 2018, the R2 sequence).
_ALONG, _DOWN = 0.7548776662, 0.5698402910


def draw(
    chart: Chart,
    lang: Lang,
    *,
    label: str,
    unit: Text | None,
    notes: Sequence[tuple[float, Text]],
    corner: str,
) -> str:
    """The SVG of a chart.

    Parameters
    ----------
    label
        What a screen reader calls the picture.
    unit
        What stands below the axis, such as what 1 and 5 mean.
    notes
        Upright lines in a figure of lines: where, and what happens there.
    corner
        Words that belong to the picture wherever it is copied to; may be empty.
    """
    said = wrap(unit.get(lang), LETTERS) if unit else []
    if chart.up is not None:
        sheet = _Sheet(lang, left=EDGE + MARK + 8 * max(len(spoken(at).get(lang)) for at in chart.up.ticks))
        for line in said:
            sheet.write(line)
        _lines(sheet, chart, chart.up, notes)
    else:
        sheet = _Sheet(lang)
        _rows(sheet, chart)
        for line in said:
            sheet.write(line)
    if corner:
        sheet.write(corner, bold=True)
    height = _n(sheet.y + 4)
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 360 {height}" width="100%" '
        f'font-size="13" fill="currentColor" stroke="none">{"".join(sheet.parts)}</svg>'
    )


class _Sheet:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self, lang: Lang, left: float = EDGE) -> None:
        self.lang, self.left, self.y = lang, left, 0.0
        self.parts: list[str] = []

    def x(self, along: Axis, value: float) -> float:
        """Where a value of the axis lies."""
        return self.left + (WIDTH - EDGE - self.left) * along.part(value)

    def write(self, text: str, *, bold: bool = False, right: str = "") -> None:
        """A line of text from the left edge, and another at the right one."""
        self.y += LINE
        self.parts.append(_text(EDGE, self.y - 4, text, bold=bold))
        if right:
            self.parts.append(_text(WIDTH - EDGE, self.y - 4, right, anchor="end"))


# --- rows ----------------------------------------------------------------------------------------


def _rows(sheet: _Sheet, chart: Chart) -> None:
    above: str | None = None
    for row in chart.rows:
        if len(row.names) > 1 and row.names[0].get(sheet.lang) != above:
            above = row.names[0].get(sheet.lang)
            sheet.y += 6
            for line in wrap(above, LETTERS):
                sheet.write(line, bold=True)
        _label(sheet, row)
        high = DOTS if any(mark.kind == "dots" for mark in row.marks) else BAR
        grid = "".join(
            f"M{_n(sheet.x(chart.along, at))} {_n(sheet.y)}v{_n(high + 4)}" for at in chart.along.ticks
        )
        sheet.parts.append(_path(grid, 1, faint=True))
        sheet.parts += [_mark(sheet, mark, chart.along, high) for mark in row.marks]
        sheet.y += high + 8
    _bottom(sheet, chart.along, chart.percent)


def _label(sheet: _Sheet, row: Row) -> None:
    said = row.said.get(sheet.lang)
    lines = wrap(row.names[-1].get(sheet.lang), max(12, LETTERS - len(said) - 3)) or [""]
    for line in lines[:-1]:
        sheet.write(line)
    sheet.write(lines[-1], right=said)


def _mark(sheet: _Sheet, mark: Mark, along: Axis, high: float) -> str:
    xs = [sheet.x(along, at) for at in mark.places]
    y = sheet.y + 2
    middle = y + high / 2
    if mark.kind == "bar":
        zero = sheet.x(along, max(along.low, min(along.high, 0.0)))
        return _box(min(zero, xs[0]), y, abs(xs[0] - zero), high)
    if mark.kind == "band":
        return _box(xs[0], y + 2, max(2.0, xs[1] - xs[0]), high - 4)
    if mark.kind == "whisker":
        ends = f"M{_n(xs[0])} {_n(y + 3)}v{_n(high - 6)}M{_n(xs[1])} {_n(y + 3)}v{_n(high - 6)}"
        return _path(f"M{_n(xs[0])} {_n(middle)}H{_n(xs[1])}{ends}", 2)
    if mark.kind == "tick":
        return _path(f"M{_n(xs[0])} {_n(y)}v{_n(high)}", 3)
    if mark.kind == "diamond":
        return f'<path d="M{_n(xs[0])} {_n(middle - 8)}l6 8l-6 8l-6 -8z"/>'
    return _dots(xs, y, high)


def _dots(xs: Sequence[float], y: float, high: float) -> str:
    """All dots as one path: a stroke of no length with a round end is a dot.

    They are moved apart, the same way each time, so that equal answers do not hide one another.
    """
    apart = sorted(set(xs))
    spread = 0.6 * min((after - before for before, after in pairwise(apart)), default=40.0)
    places = (
        (x + spread * ((number * _ALONG) % 1 - 0.5), y + 3 + (high - 6) * ((number * _DOWN) % 1))
        for number, x in enumerate(xs, start=1)
    )
    path = "".join(f"M{_n(x)} {_n(at)}h0" for x, at in places)
    pen = 'stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-opacity=".7"'
    return f'<path d="{path}" {pen}/>'


# --- lines ---------------------------------------------------------------------------------------


def _lines(sheet: _Sheet, chart: Chart, up: Axis, notes: Sequence[tuple[float, Text]]) -> None:
    top = sheet.y + (LINE if notes else 0) + 10

    def down(value: float) -> float:
        return top + HIGH * (1 - up.part(value))

    for at in up.ticks:
        sheet.parts.append(_path(f"M{_n(sheet.left)} {_n(down(at))}H{_n(WIDTH - EDGE)}", 1, faint=True))
        said = spoken(at).get(sheet.lang)
        sheet.parts.append(_text(sheet.left - 5 - MARK, down(at) + 4, said, anchor="end"))
    for number, (at, _) in enumerate(notes, start=1):
        x = sheet.x(chart.along, at)
        sheet.parts.append(_path(f"M{_n(x)} {_n(top - 6)}V{_n(top + HIGH)}", 1.5, dash="3 3"))
        sheet.parts.append(_text(x, top - 9, f"({number})", anchor="middle"))
    for number, series in enumerate(chart.lines):
        sheet.parts.append(_curve(series, lambda at: sheet.x(chart.along, at), down, number))
    sheet.y = top + HIGH
    _bottom(sheet, chart.along, in_percent=False, title=chart.table.head[0].get(sheet.lang))
    _legend(sheet, chart.lines, notes)


def _curve(
    series: Series, across: Callable[[float], float], down: Callable[[float], float], number: int
) -> str:
    pieces, pen_up = [], True
    for at, height in series.points:
        if height is None:
            pen_up = True
            continue
        pieces.append(f"{'M' if pen_up else 'L'}{_n(across(at))} {_n(down(height))}")
        pen_up = False
    known = [(across(at), down(height)) for at, height in series.points if height is not None]
    every = max(1, len(known) // 6)
    marks = "".join(_shape(x, y, number) for x, y in known[number % every :: every])
    return _path("".join(pieces), 2, dash=DASHES[number % len(DASHES)]) + marks


def _legend(sheet: _Sheet, lines: Sequence[Series], notes: Sequence[tuple[float, Text]]) -> None:
    for number, series in enumerate(lines):
        y = sheet.y + LINE - 8
        sheet.parts.append(_path(f"M{_n(EDGE)} {_n(y)}h36", 2, dash=DASHES[number % len(DASHES)]))
        sheet.parts.append(_shape(EDGE + 18, y, number))
        _beside(sheet, series.name.get(sheet.lang))
    for number, (_, text) in enumerate(notes, start=1):
        sheet.parts.append(_text(EDGE, sheet.y + LINE - 4, f"({number})"))
        _beside(sheet, text.get(sheet.lang))


def _beside(sheet: _Sheet, text: str) -> None:
    for line in wrap(text, LETTERS - 8) or [""]:
        sheet.y += LINE
        sheet.parts.append(_text(EDGE + 46, sheet.y - 4, line))


def _shape(x: float, y: float, number: int) -> str:
    """One of six marks; full and empty ones take turns."""
    outlines = (
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        "m-4 -4h8v8h-8z",
        "m0 -5l5 9h-10z",
        "m0 -6l5 6l-5 6l-5 -6z",
        "m-4 -4l8 8m0 -8l-8 8",
        "m0 -5v10m-5 -5h10",
    )
    return _path(f"M{_n(x)} {_n(y)}{outlines[number % 6]}", 2, full=number % 6 < 4)


# --- what both have ------------------------------------------------------------------------------


def _bottom(sheet: _Sheet, along: Axis, in_percent: bool, title: str = "") -> None:
    sheet.parts.append(_path(f"M{_n(sheet.left)} {_n(sheet.y)}H{_n(WIDTH - EDGE)}", 1))
    sheet.y += LINE
    for at in along.ticks:
        said = (percent(at) if in_percent else spoken(at)).get(sheet.lang)
        x = sheet.x(along, at)
        anchor = "start" if x < EDGE + 8 else "end" if x > WIDTH - EDGE - 8 else "middle"
        sheet.parts.append(_text(x, sheet.y - 3, said, anchor=anchor))
    if title:
        sheet.y += LINE
        sheet.parts.append(_text(sheet.left, sheet.y - 4, title))
    sheet.y += 4


def _path(d: str, width: float, *, dash: str = "", faint: bool = False, full: bool = False) -> str:
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    extra += ' stroke-opacity=".25"' if faint else ""
    fill = "" if full else ' fill="none"'
    return f'<path d="{d}" stroke="currentColor" stroke-width="{_n(width)}"{fill}{extra}/>'


def _box(x: float, y: float, wide: float, high: float) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" '
        'fill-opacity=".3" stroke="currentColor"/>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> str:
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    weight = ' font-weight="650"' if bold else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{where}{weight}>{escape(text)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
