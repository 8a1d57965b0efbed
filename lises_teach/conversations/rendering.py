"""A conversation as accessible HTML, and as the plain JSON the front end draws it from.

The numbers are the transcript's own and stay the same however much is shown. The Danish is always
there; the English line below it can be hidden.
"""

from __future__ import annotations

from html import escape
from typing import Any

from lises_teach.conversations.models import COMMENT, Conversation, Turn
from lises_teach.conversations.notation import SYMBOLS, cues, indents
from lises_teach.i18n import Lang, Text, both, t


def conversation_html(
    conversation: Conversation,
    lang: Lang,
    *,
    translation: bool | None = None,
    legend: bool = True,
    notes: dict[int, str] | None = None,
) -> str:
    """The transcript as one HTML section, to read or to print.

    Parameters
    ----------
    translation
        Whether the English lines are shown; by default in English only.
    notes
        What to write below a line, such as the code somebody gave it; escaped here.
    """
    shown = lang == "en" if translation is None else translation
    rows = zip(conversation.turns, indents(conversation.turns, "da"), strict=True)
    lines = [
        _line(turn, indent, lang, (notes or {}).get(turn.line), translated=shown) for turn, indent in rows
    ]
    parts = [
        f"<p>{escape(conversation.context.get(lang))}</p>" if conversation.context else "",
        f"<p>{escape(conversation.warning.get(lang))}</p>" if conversation.warning else "",
        # the numbers stand in the lines: a list's own would come twice where no style sheet hides them
        f'<ol class="turns" role="list" style="list-style: none">{"".join(lines)}</ol>',
        legend_html(lang) if legend else "",
    ]
    title = escape(conversation.theme.get(lang))
    return (
        f'<section class="lises-conversation" lang="{lang}" aria-label="{title}">{"".join(parts)}</section>'
    )


def _line(turn: Turn, indent: int, lang: Lang, note: str | None, *, translated: bool) -> str:
    style = f' style="--indent: {indent}"' if indent else ""
    talk = f'<span class="talk" lang="da"{style}>{escape(turn.da)}</span>'
    if translated and turn.en:
        talk += f'<div class="translation" lang="en">{escape(turn.en)}</div>'
    if note:
        talk += f'<div class="note">{escape(note)}</div>'
    said = speaker_name(turn.speaker).get(lang)
    who = f'<abbr class="who" title="{escape(said)}">{escape(turn.speaker)}</abbr>'
    kind = "turn remark" if turn.speaker == COMMENT else "turn"
    return f'<li class="{kind}"><span class="no">{turn.line}</span> {who} {talk}</li>'


def speaker_name(speaker: str) -> Text:
    """The role behind a speaker's letter; the letter itself where it is none of ours."""
    names = {"B": "citizen", "S": "caseworker", "V": "consultant", "L": "manager", COMMENT: "comment_line"}
    if speaker in names:
        return both(f"conversation.{names[speaker]}")
    return Text(da=speaker or "?", en=speaker or "?")


def legend_html(lang: Lang) -> str:
    """The signs of the notation and what they mean; open from the start, so that it is printed."""
    pairs = (
        f"<dt>{escape(t(f'conversation.sign_{name}', lang))}</dt>"
        f"<dd>{escape(t(f'conversation.meaning_{name}', lang))}</dd>"
        for name in SYMBOLS
    )
    summary = f"<summary>{t('conversation.legend', lang)}</summary>"
    return f"<details open>{summary}<dl>{''.join(pairs)}</dl></details>"


def conversation_spec(conversation: Conversation) -> dict[str, Any]:
    """The conversation as the front end takes it: both languages, indents and cues counted out."""
    rows = zip(conversation.turns, indents(conversation.turns, "da"), strict=True)
    speakers = dict.fromkeys(turn.speaker for turn in conversation.turns)
    return {
        "id": conversation.id,
        "theme": conversation.theme.model_dump(),
        "context": conversation.context.model_dump() if conversation.context else None,
        "warning": conversation.warning.model_dump() if conversation.warning else None,
        "speakers": {speaker: speaker_name(speaker).model_dump() for speaker in speakers},
        "turns": [
            {
                "line": turn.line,
                "speaker": turn.speaker,
                "da": turn.da,
                "en": turn.en,
                "indent": indent,
                "cues": [[cue.start, cue.end] for cue in cues(turn.da)],
            }
            for turn, indent in rows
        ],
    }
