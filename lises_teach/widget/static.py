"""An item and its answer as plain HTML: for print, for export, wherever no script runs.

Everything from a bank or a learner is escaped. What was answered is said in words, not by colour.
A kind of item is one function in `_ANSWERS`; an answer may be any JSON and never raises.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from lises_teach.conversations import conversation_html
from lises_teach.i18n import Lang, number, t
from lises_teach.items import (
    Allocate,
    Branches,
    Choice,
    Choices,
    Classify,
    CodeTurns,
    Essay,
    Item,
    Number,
    Order,
    Part,
    Predict,
    Result,
    is_blank,
)
from lises_teach.widget.markup import (
    LONGEST_TEXT,
    LONGEST_VALUE,
    Answer,
    blank_html,
    prose,
    prose_answer,
    strange_html,
    table_html,
)
from lises_teach.widget.misconceptions import misconception
from lises_teach.widget.static_dilemma import allocate_html, branches_html


def item_html(item: Item, answer: Answer, lang: Lang, *, result: Result | None = None) -> str:
    """The item with its answer, and its feedback where there is a `result`.

    >>> from lises_teach.i18n import Text
    >>> item = Number(id="n", kind="number", title=Text(da="Et tal", en="A number"), concepts=("C001",),
    ...     prompt=Text(da="Hvor mange?", en="How many?"), points=1, unit=Text(da="timer", en="hours"))
    >>> "<strong>3 &lt; 4 hours</strong>" in item_html(item, {"value": "3 < 4"}, "en")
    True
    """
    said = t("widget.static_answer", lang)
    parts = [
        f"<h3>{escape(item.title.get(lang))}</h3>",
        _meta(item, lang),
        prose(item.prompt.get(lang)),
        _material(item, lang),
        table_html(item.table, lang) if item.table else "",
        f'<div class="answer"><h4>{said}</h4>{answer_html(item, answer, lang)}</div>',
        result_html(result, lang) if result else "",
        _origin(item, lang),
    ]
    inside = "\n".join(part for part in parts if part)
    return f'<section class="lises-static" lang="{lang}" data-item="{escape(item.id)}">\n{inside}\n</section>'


def answer_html(item: Item, answer: Answer, lang: Lang) -> str:
    """The answer alone."""
    return _ANSWERS[type(item)](item, answer, lang)


def result_html(result: Result, lang: Lang) -> str:
    """What came of each unit, with the feedback."""
    rows = []
    for unit in result.units:
        lines = [
            f"<strong>{t(f'widget.outcome_{unit.outcome}', lang)}</strong> – {escape(unit.label.get(lang))}"
        ]
        thought = misconception(unit.misconception)
        if thought:
            lines.append(f"{t('widget.you_thought', lang)} {escape(thought.get(lang))}")
        lines += [escape(text.get(lang)) for text in unit.feedback]
        if unit.look:
            lines.append(f"{t('widget.look', lang)} {escape(unit.look.get(lang))}")
        rows.append("<li>" + "".join(f"<p>{line}</p>" for line in lines) + "</li>")
    return f'<div class="result"><h4>{t("widget.feedback", lang)}</h4><ol>{"".join(rows)}</ol></div>'


def _meta(item: Item, lang: Lang) -> str:
    said = []
    if item.points:
        name = "widget.point" if item.points == 1 else "widget.points"
        said.append(t(name, lang, points=number(item.points, lang)))
    if item.must_pass:
        said.append(t("widget.must_pass_read" if item.by_hand else "widget.must_pass", lang))
    return f'<p class="meta">{". ".join(said)}</p>' if said else ""


def _material(item: Item, lang: Lang) -> str:
    if item.material is None:
        return ""
    return (
        f'<div class="material"><h4>{t("widget.material", lang)}</h4>{prose(item.material.get(lang))}</div>'
    )


def _origin(item: Item, lang: Lang) -> str:
    return "" if item.origin == "none" else f'<p class="origin">{t(f"widget.origin_{item.origin}", lang)}</p>'


# --- one function for each kind ------------------------------------------------------------------


def _marked(text: str, mark: str) -> str:
    return f"<li><strong>{escape(text)}</strong> ({mark})</li>"


def _choice(item: Choice, answer: Answer, lang: Lang) -> str:
    value = answer.get("choice")
    mark = t("widget.static_chosen", lang)
    rows = [
        _marked(o.text.get(lang), mark) if o.id == value else f"<li>{escape(o.text.get(lang))}</li>"
        for o in item.options
    ]
    before = (
        blank_html(lang)
        if is_blank(value)
        else ""
        if _is_of(item.options, value)
        else strange_html(value, lang)
    )
    return f"{before}<ul>{''.join(rows)}</ul>"


def _choices(item: Choices, answer: Answer, lang: Lang) -> str:
    ticked, not_ticked = t("widget.static_ticked", lang), t("widget.static_not_ticked", lang)
    rows = [
        _marked(o.text.get(lang), ticked)
        if answer.get(o.id) is True
        else f"<li>{escape(o.text.get(lang))} ({not_ticked})</li>"
        for o in item.options
    ]
    nothing = not any(answer.get(option.id) is True for option in item.options)
    return f"{blank_html(lang) if nothing else ''}<ul>{''.join(rows)}</ul>"


def _classify(item: Classify, answer: Answer, lang: Lang) -> str:
    rows = []
    for snippet in item.snippets:
        value = answer.get(snippet.id)
        labels = value if isinstance(value, list) else [value]
        names = [c.text.get(lang) for c in item.categories if c.id in labels]
        strange = [label for label in labels if not is_blank(label) and not _is_of(item.categories, label)]
        said = f"<p><strong>{escape(', '.join(names))}</strong></p>" if names else ""
        said += "".join(strange_html(label, lang) for label in strange[:1])
        rows.append(f"<li><p>{escape(snippet.text.get(lang))}</p>{said or blank_html(lang)}</li>")
    return f"<ol>{''.join(rows)}</ol>"


def _order(item: Order, answer: Answer, lang: Lang) -> str:
    rows = []
    for step in item.steps:
        value = answer.get(step.id)
        text = escape(step.text.get(lang))
        if isinstance(value, int) and not isinstance(value, bool):
            said = t("widget.static_position", lang, position=str(value)[:9])
            rows.append(f"<li><strong>{escape(said)}</strong>: {text}</li>")
        else:
            rows.append(
                f"<li>{text}{blank_html(lang) if is_blank(value) else strange_html(value, lang)}</li>"
            )
    return f"<ul>{''.join(rows)}</ul>"


def _number(item: Number, answer: Answer, lang: Lang) -> str:
    value = answer.get("value")
    if is_blank(value):
        return blank_html(lang)
    if not isinstance(value, (str, int, float)):
        return strange_html(value, lang)
    typed = str(value)[:LONGEST_VALUE].strip()
    unit = item.unit.get(lang)
    shown = (
        typed
        if typed.casefold().endswith((item.unit.da.casefold(), item.unit.en.casefold()))
        else f"{typed} {unit}"
    )
    return f"<p><strong>{escape(shown)}</strong></p>"


def _text(item: Essay, answer: Answer, lang: Lang) -> str:
    read = conversation_html(item.shown, lang) if item.shown else ""
    return read + prose_answer(answer.get("text"), lang)


def _code_turns(item: CodeTurns, answer: Answer, lang: Lang) -> str:
    notes = {line: _code_note(item, line, answer, lang) for line in item.lines}
    before = blank_html(lang) if all(is_blank(answer.get(unit)) for unit in item.units) else ""
    return before + conversation_html(item.shown, lang, notes=notes)


def _code_note(item: CodeTurns, line: int, answer: Answer, lang: Lang) -> str:
    value = answer.get(str(line))
    chosen = value if isinstance(value, list) else [value]
    names = [c.text.get(lang) for c in item.categories if c.id in chosen]
    said = [", ".join(names)]
    if not names:
        unknown = "" if is_blank(value) else str(value)[:LONGEST_VALUE]
        said = [
            f"{t('widget.static_unknown', lang)}: {unknown}"
            if unknown
            else t("widget.static_not_coded", lang)
        ]
    if answer.get(f"{line}.unsure") is True:
        said.append(t("widget.unsure", lang))
    note = answer.get(f"{line}.note")
    if isinstance(note, str) and note.strip():
        said.append(note.strip()[:LONGEST_TEXT])
    return " · ".join(said)


def _predict(item: Predict, answer: Answer, lang: Lang) -> str:
    choice = answer.get("choice")
    mark = t("widget.static_chosen", lang)
    rows = [
        _marked(option.text.get(lang), mark)
        if option.id == choice
        else f"<li>{escape(option.text.get(lang))}</li>"
        for option in item.options
    ]
    strange = "" if is_blank(choice) or _is_of(item.options, choice) else strange_html(choice, lang)
    return "".join(
        [
            conversation_html(item.shown, lang),
            f"<h5>{t('widget.predict_own', lang)}</h5>{prose_answer(answer.get('own'), lang)}",
            f"<h5>{t('widget.predict_options', lang)}</h5>{strange}<ul>{''.join(rows)}</ul>",
            f"<h5>{t('widget.predict_why', lang)}</h5>{prose_answer(answer.get('why'), lang)}",
        ]
    )


def _is_of(parts: Sequence[Part], value: object) -> bool:
    return any(part.id == value for part in parts)


_ANSWERS: dict[type, Callable[[Any, Answer, Lang], str]] = {
    Choice: _choice,
    Choices: _choices,
    Classify: _classify,
    Order: _order,
    Number: _number,
    Essay: _text,
    CodeTurns: _code_turns,
    Predict: _predict,
    Allocate: allocate_html,
    Branches: branches_html,
}
