"""A weighed dilemma and a walked story as plain HTML: numbers in tables, the panel as a spread."""

from __future__ import annotations

from html import escape

from lises_teach.dilemmas import DIMENSIONS, Option, Panel, Walk
from lises_teach.i18n import Lang, t
from lises_teach.items import Allocate, Branches, is_blank
from lises_teach.items.weighing import WHOLE, points_of
from lises_teach.widget.markup import Answer, blank_html, prose, prose_answer, strange_html


def allocate_html(item: Allocate, answer: Answer, lang: Lang) -> str:
    """The dilemma with one's weights; the panel's spread and the effects once all is weighed."""
    done = item.weighed(answer)
    options = (
        _option(number, option, answer.get(option.id), item.panel if done else None, lang)
        for number, option in enumerate(item.dilemma.options, 1)
    )
    return "".join(
        [
            f"<h5>{escape(item.dilemma.title.get(lang))}</h5>{prose(item.dilemma.text.get(lang))}",
            *options,
            f"<h5>{t('widget.allocate_lost', lang)}</h5>{prose_answer(answer.get('lost'), lang)}",
            f"<p>{escape(t('widget.panel_is', lang, count=item.panel.size))}</p>" if done else "",
        ]
    )


def _option(number: int, option: Option, value: object, panel: Panel | None, lang: Lang) -> str:
    title = t("widget.option_no", lang, number=number)
    points = points_of(value)
    if is_blank(value) or (points is not None and not any(points.values())):
        given = blank_html(lang)
    elif points is None:
        given = strange_html(value, lang)
    else:
        given = _weights(option, list(points.values()), panel, lang)
    effects = _effects(option, lang) if panel else ""
    return f"<h5>{title}</h5><p>{escape(option.text.get(lang))}</p>{given}{effects}"


def _weights(option: Option, points: list[int], panel: Panel | None, lang: Lang) -> str:
    heads = ["dimension", "your_points", *(["panel_points"] if panel else [])]
    rows = []
    for dimension, given in zip(DIMENSIONS, points, strict=True):
        cells = [str(given)]
        if panel:
            spread = panel.spread(option.id, dimension)
            cells.append(f"{spread.lowest}–{spread.highest}: {', '.join(map(str, spread.values))}")
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{t(f"dilemma.{dimension}", lang)}</th>{row}</tr>')
    total = sum(points)
    key = "sum_whole" if total == WHOLE else "sum_missing" if total < WHOLE else "sum_over"
    said = t(f"widget.{key}", lang, total=total, rest=abs(WHOLE - total))
    if panel:
        said = f"{said} {t('widget.constructed_data', lang)}."
    head = "".join(f'<th scope="col">{t(f"widget.{name}", lang)}</th>' for name in heads)
    body = "".join(rows)
    return f"<table><caption>{said}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _effects(option: Option, lang: Lang) -> str:
    rows = []
    for effect in option.effects:
        said = f"{t(f'dilemma.{effect.dimension}', lang)}: {t(f'dilemma.{effect.change}', lang)}"
        rows.append(f"<li><strong>{said}</strong> – {escape(effect.text.get(lang))}</li>")
    return f"<ul>{''.join(rows)}</ul>"


def branches_html(item: Branches, answer: Answer, lang: Lang) -> str:
    """The story as far as it was walked, with the choices made and what the end gained and lost."""
    intro = prose(item.story.intro.get(lang))
    value = answer.get("path")
    if is_blank(value):
        return f"{intro}{prose(item.story.start.text.get(lang))}{blank_html(lang)}"
    walk = item.walk(value)
    return intro + (_walk(walk, lang) if walk else strange_html(value, lang))


def _walk(walk: Walk, lang: Lang) -> str:
    chose = t("widget.path_chose", lang)
    rows = [
        f"<li>{prose(step.node.text.get(lang))}"
        f"<p><strong>{chose}</strong> {escape(step.choice.text.get(lang))}</p></li>"
        for step in walk.steps
    ]
    end = prose(walk.at.text.get(lang))
    if walk.at.gained and walk.at.lost:
        for key, text in (("path_gained", walk.at.gained), ("path_lost", walk.at.lost)):
            end += f"<p><strong>{t(f'widget.{key}', lang)}</strong> {escape(text.get(lang))}</p>"
    else:
        end += f"<p>{t('widget.path_unfinished', lang)}</p>"
    return f"<ol>{''.join(rows)}<li>{end}</li></ol>"
