"""Two languages: the `Text` that carries both, and the kit's own phrases.

What a person reads stands either in a bank (`Text` fields) or in `phrases/<area>.json`, never in
code. Callers pass the language; what messages are in, and what views begin in, a process keeps here.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

Lang = Literal["da", "en"]
LANGS: tuple[Lang, Lang] = ("da", "en")


class Text(BaseModel):
    """A text in Danish and in English; both are required and neither is blank."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str
    en: str

    @field_validator("da", "en")
    @classmethod
    def _not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the text is empty in this language")
        return value.strip()

    def get(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.en if lang == "en" else self.da


@cache
def phrases(area: str) -> dict[str, dict[Lang, str]]:
    """All phrases of one area (`widget`, `feedback`, …), each with its Danish and English wording."""
    source = files("lises_teach").joinpath("phrases", f"{area}.json").read_text(encoding="utf-8")
    found: dict[str, dict[Lang, str]] = json.loads(source)
    return found


def both(key: str, **facts: Any) -> Text:
    """The phrase `area.name` in both languages, with `facts` filled in.

    A fact that is a `Text` is filled in with the wording of the language at hand.

    >>> both("feedback.blank").da
    'Ikke besvaret'
    """
    return Text(da=t(key, "da", **facts), en=t(key, "en", **facts))


def t(key: str, lang: Lang, **facts: Any) -> str:
    """The phrase `area.name` in `lang`, with `facts` filled in.

    >>> t("feedback.blank", "en")
    'Not answered'
    """
    area, name = key.split(".", 1)
    wording = phrases(area)[name][lang]
    spoken = {k: v.get(lang) if isinstance(v, Text) else v for k, v in facts.items()}
    return wording.format(**spoken) if spoken else wording


def number(value: float, lang: Lang, *, decimals: int = 2) -> str:
    """A number as the language writes it: at most `decimals` decimals, no trailing zeros.

    >>> number(2.5, "da"), number(2.5, "en"), number(3.0, "da")
    ('2,5', '2.5', '3')
    """
    shown = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
    return shown.replace(".", ",") if lang == "da" else shown


def as_language(asked: object) -> Lang:
    """The language that is asked for: English by a word that begins with `en`, else Danish.

    >>> as_language("en"), as_language("English"), as_language("de"), as_language(None)
    ('en', 'en', 'da', 'da')
    """
    return "en" if str(asked).strip().lower().startswith("en") else "da"


_chosen: dict[Literal["messages", "views"], Lang] = {}


def speak(lang: Lang | None) -> None:
    """Let the messages of this process be in `lang`, the language of the course at hand; None forgets it."""
    _chosen.pop("messages", None)
    if lang is not None:
        _chosen["messages"] = lang


def reader_language() -> Lang:
    """The language of messages: what `LISES_TEACH_LANG` says, else the course's, else Danish."""
    asked = os.environ.get("LISES_TEACH_LANG", "").strip()
    return as_language(asked) if asked else _chosen.get("messages", "da")


def begin_in(lang: Lang) -> None:
    """Let the views of this process begin in `lang`; their reader may choose otherwise."""
    _chosen["views"] = lang


def first_language() -> Lang:
    """The language that views begin in: Danish unless `begin_in` was told otherwise."""
    return _chosen.get("views", "da")
