"""The answer to an item as HTML for teacher and student: what was asked, answered, and said about it.

Everything is escaped by the template; nothing here shows a key that scoring has not put into the
feedback. The same HTML stands in the formgrader and in the feedback page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from lises_teach.i18n import Lang, Text, number, t
from lises_teach.items import (
    Allocate,
    Choices,
    Classify,
    CodeTurns,
    Essay,
    Item,
    Order,
    Predict,
    Result,
    UnitResult,
    load_rubric,
)

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_SHOWN = 50_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def answer_html(item: Item, result: Result, lang: Lang) -> str:
    """`result` as an HTML section with headings from level 2 on, in `lang`."""
    return _template().render(
        item=item,
        result=result,
        lang=lang,
        essay=_written(item, result, lang) if isinstance(item, (Essay, Predict, Allocate)) else None,
        note=_note(item, result),
        say=lambda key, **facts: t(f"grading.{key}", lang, **facts),
        text=lambda value: shown(value.get(lang) if isinstance(value, Text) else value),
        paragraphs=lambda value: paragraphs(shown(value.get(lang))),
        outcome=lambda unit: outcome_word(unit, lang),
    )


def outcome_word(unit: UnitResult, lang: Lang) -> str:
    """The outcome of a unit in words."""
    return t(f"grading.outcome_{unit.outcome}", lang)


def shown(text: str) -> str:
    r"""`text` fit for a page: no control characters, and cut where it is longer than anybody reads.

    >>> shown("a\x00b") == "a\ufffdb"
    True
    """
    kept = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + " …"
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", kept)


def paragraphs(text: str) -> list[list[str]]:
    r"""The paragraphs of `text`, each as its lines; a blank line parts two paragraphs.

    >>> paragraphs("a\nb\n\nc")
    [['a', 'b'], ['c']]
    """
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip("\n").split("\n") for part in parts if part.strip()]


def word_count(text: str) -> int:
    """How many words `text` has: runs of characters with a letter or digit in them.

    >>> word_count("Ja – det er 3 ord mere.")
    6
    """
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _note(item: Item, result: Result) -> str | None:
    """The rule that explains why a right part may have earned nothing, where one was wrong."""
    if all(unit.outcome != "wrong" for unit in result.units):
        return None
    if isinstance(item, CodeTurns) and item.marking:
        return "rule_marks"
    if isinstance(item, Choices) or (isinstance(item, (Classify, CodeTurns)) and item.multiple):
        return "rule_ticks"
    return "rule_order" if isinstance(item, Order) else None


def _written(item: Essay | Predict | Allocate, result: Result, lang: Lang) -> dict[str, Any]:
    """What a teacher reads: each part of the answer as prose, and the rubric beside it."""
    alone = len(result.units) == 1
    return {
        "parts": [_part(unit, None if alone else unit.label.get(lang), lang) for unit in result.units],
        "levels": [level.get(lang) for level in load_rubric().levels],
        "criteria": [load_rubric()[criterion] for criterion in item.criteria],
    }


def _part(unit: UnitResult, label: str | None, lang: Lang) -> dict[str, Any]:
    written = unit.answered.get(lang) if unit.outcome == "not_scored" else ""
    return {
        "unit": unit,
        "label": label,
        "written": paragraphs(shown(written)),
        "words": word_count(written),
        "cut": max(len(written) - LONGEST_SHOWN, 0),
    }


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES / "answer")
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = number
    return environment.get_template("item.html.j2")
