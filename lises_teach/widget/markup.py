"""Pieces of plain HTML that the static views of items are made of; everything is escaped here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from lises_teach.i18n import Lang, Text, t
from lises_teach.items import is_blank
from lises_teach.items.models import Table

Answer = Mapping[str, Any]

LONGEST_TEXT = 100_000
LONGEST_VALUE = 200


def prose(text: str) -> str:
    r"""Paragraphs of a text; a blank line parts them, a line break stays one.

    >>> prose("One\n\ntwo & three")
    '<p>One</p><p>two &amp; three</p>'
    """
    paragraphs = [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def table_html(table: Table, lang: Lang) -> str:
    """A small table with its caption."""

    def said(cell: Text | str) -> str:
        return escape(cell.get(lang) if isinstance(cell, Text) else cell)

    head = "".join(f'<th scope="col">{said(column)}</th>' for column in table.columns)
    rows = []
    for first, *rest in table.rows:
        start = f'<th scope="row">{said(first)}</th>' if rest else f"<td>{said(first)}</td>"
        rows.append(f"<tr>{start}{''.join(f'<td>{said(cell)}</td>' for cell in rest)}</tr>")
    body = "".join(rows)
    return (
        f"<table><caption>{said(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def blank_html(lang: Lang) -> str:
    """Says that nothing was answered."""
    return f"<p>{t('widget.outcome_not_answered', lang)}</p>"


def strange_html(value: object, lang: Lang) -> str:
    """Says that `value` is no answer to the item, and shows it."""
    shown = str(value)
    return f"<p>{t('widget.static_unknown', lang)}: {escape(shown[:LONGEST_VALUE])}</p>"


def prose_answer(value: object, lang: Lang) -> str:
    """A text somebody wrote; cut, and saying so, where it is longer than anybody reads."""
    if is_blank(value):
        return blank_html(lang)
    if not isinstance(value, str):
        return strange_html(value, lang)
    cut = ""
    if len(value) > LONGEST_TEXT:
        cut = f"<p>{t('widget.static_shortened', lang, count=len(value))}</p>"
    return f'<div class="prose">{prose(value[:LONGEST_TEXT])}</div>{cut}'
