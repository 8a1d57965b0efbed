"""A figure as HTML: title, how to read it, the drawing, and a table of the same numbers.

It is one piece of HTML without script or id, so that it stands as it is in JupyterLab, on our own
pages under their content-security policy, and in an export or a print.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from lises_teach.figures.charts import Chart, Table
from lises_teach.figures.drawing import draw
from lises_teach.i18n import LANGS, Lang, Text, first_language, t

_NAME = ' class="name"'
# Without this JupyterLab takes a letter typed here for one of its shortcuts. It looks at the focused element
# itself before it looks at the host.
_OURS = ' data-lm-suppress-shortcuts="true"'
_STYLE = " ".join((Path(__file__).parent / "figure.css").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Figure:
    """A chart with its words. A notebook shows it; `html` gives it to a page.

    Parameters
    ----------
    chart
        None where there is not a single number: a sentence stands in its place.
    notes
        Upright lines of a figure of lines: where, and what happens there.
    missing
        How many answers are left out.
    constructed
        Whether the data are invented; the picture says so itself, wherever it is copied to.
    """

    title: Text
    chart: Chart | None
    description: Text | None = None
    unit: Text | None = None
    notes: tuple[tuple[float, Text], ...] = ()
    missing: int = 0
    constructed: bool = True

    def html(self, lang: Lang | None = None) -> str:
        """The figure in one language; without `lang` in both, of which the reader sees one."""
        if lang is not None:
            return _wrapped(self._in(lang), "lises-figure")
        first = first_language()
        parts = [self._in(one, other=one != first) for one in LANGS]
        return _wrapped("".join(parts), "lises-figure two")

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        lang = first_language()
        rows = [self.chart.table.head, *self.chart.table.rows] if self.chart else []
        lines = [" | ".join(cell.get(lang) for cell in row) for row in rows]
        return "\n".join([self.title.get(lang), *(lines or [t("figures.nothing", lang)])])

    def _in(self, lang: Lang, *, other: bool = False) -> str:
        said = [f"<p>{escape(self.description.get(lang))}</p>"] if self.description else []
        body = self._drawn(lang) if self.chart else f"<p>{t('figures.nothing', lang)}</p>"
        if self.chart:
            said.append(f"<p>{escape(self.chart.how.get(lang))}</p>")
        caption = f"<strong{_NAME}>{escape(self.title.get(lang))}</strong>{''.join(said)}"
        hidden = ' class="other"' if other else ""
        return f'<figure lang="{lang}"{hidden}><figcaption>{caption}</figcaption>{body}</figure>'

    def _drawn(self, lang: Lang) -> str:
        if self.chart is None:
            return ""
        corner = t("figures.constructed", lang) if self.constructed else ""
        title = self.title.get(lang)
        named = title if title.endswith((".", "?", "!")) else f"{title}."
        label = " ".join([named, *([f"{corner}."] if corner else []), t("figures.look", lang)])
        left_out = t("figures.missing", lang, count=self.missing)
        parts = [
            draw(self.chart, lang, label=label, unit=self.unit, notes=self.notes, corner=corner),
            f"<p>{left_out}</p>" if self.missing else "",
            f'<details open=""><summary{_OURS}>{t("figures.numbers", lang)}</summary>',
            f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(title)}"{_OURS}>',
            _table(self.chart.table, lang, caption=corner),
            "</div></details>",
        ]
        return "".join(parts)


def _table(table: Table, lang: Lang, *, caption: str) -> str:
    """The table; the outer of two names is a line of its own, so that a phone has room for the rest."""
    outer = table.named - 1
    head = "".join(
        f'<th scope="col"{_NAME if place == 0 else ""}>{escape(cell.get(lang))}</th>'
        for place, cell in enumerate(table.head[outer:])
    )
    bodies = []
    for above, rows in groupby(table.rows, key=lambda row: row[:outer]):
        wide = len(table.head) - outer
        first = "".join(
            f'<tr><th{_NAME} scope="rowgroup" colspan="{wide}">{escape(cell.get(lang))}</th></tr>'
            for cell in above
        )
        bodies.append(f"<tbody>{first}{''.join(_row(row[outer:], lang) for row in rows)}</tbody>")
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{head}</tr></thead>{''.join(bodies)}</table>"


def _row(cells: tuple[Text, ...], lang: Lang) -> str:
    name, *numbers = (escape(cell.get(lang)) for cell in cells)
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{number}</td>" for number in numbers)}</tr>'


def _wrapped(html: str, kind: str) -> str:
    return f'<div class="{kind}"{_OURS}><style>{_STYLE}</style>{html}</div>'
