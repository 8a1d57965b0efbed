"""Whether words alone give a coding away: naive Bayes over word counts, one conversation left out at a time.

Run as `python -m tests.datasets.baseline` it prints the table of the data card.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.coding.agreement import bootstrap, gwet_ac1, krippendorff_alpha
from lises_teach.conversations import load_conversation

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "datasets", ROOT / "course" / "keys")


class Unit(NamedTuple):
    """One coded turn: where it is, its words, and what each coder took."""

    conversation: str
    words: tuple[str, ...]
    first: str
    second: str


def units_of(layer: str) -> list[Unit]:
    """The turns that both coders coded on `layer`, in all twelve conversations."""
    said: dict[tuple[str, int], dict[str, str]] = {}
    for folder in FOLDERS:
        for coding in codings_in(folder, layer=layer):
            codes = "+".join(sorted(coding.codes))
            said.setdefault((coding.conversation, coding.line), {})[coding.coder] = codes
    both = ((place, by) for place, by in said.items() if set(by) == {"A", "B"})
    return [Unit(place[0], _words(*place, layer), by["A"], by["B"]) for place, by in both]


def _words(conversation: str, line: int, layer: str) -> tuple[str, ...]:
    """The words of the turn and, where the layer looks ahead, of the turns that count."""
    talk = load_conversation(conversation)
    after = talk.next_by("SV", line, load_codebook()[layer].window)
    text = " ".join(turn.da for turn in (talk[line], *after))
    return tuple(re.findall(r"[a-zæøå]+", text.lower()))


def guesses(units: Sequence[Unit]) -> list[str]:
    """What word counts guess coder A took, each conversation guessed from the eleven others."""
    return [
        _guess(unit, [other for other in units if other.conversation != unit.conversation]) for unit in units
    ]


def _guess(unit: Unit, others: Sequence[Unit]) -> str:
    counts: dict[str, Counter[str]] = {}
    for other in others:
        counts.setdefault(other.first, Counter()).update(other.words)
    seen = Counter(other.first for other in others)
    vocabulary = len(set().union(*counts.values()))

    def likely(code: str) -> float:
        total = sum(counts[code].values()) + vocabulary
        return math.log(seen[code]) + sum(math.log((counts[code][word] + 1) / total) for word in unit.words)

    return max(sorted(counts), key=likely)


def share_alike(pairs: Iterable[tuple[str, str]]) -> float:
    """The share of pairs that are alike."""
    listed = list(pairs)
    return sum(one == other for one, other in listed) / len(listed)


class Row(NamedTuple):
    """One layer: how far the coders agree, and how far word counts get."""

    layer: str
    units: int
    alike: float
    alpha: float
    low: float
    high: float
    ac1: float
    words_alike: float
    words_alpha: float
    statuses: Counter[str]


def row(layer: str) -> Row:
    """The figures of one layer."""
    units = units_of(layer)
    ratings = [[unit.first, unit.second] for unit in units]
    guessed = [[unit.first, guess] for unit, guess in zip(units, guesses(units), strict=True)]
    interval = bootstrap(krippendorff_alpha, ratings)
    return Row(
        layer, len(units), share_alike(map(tuple, ratings)), float(krippendorff_alpha(ratings)),
        float(interval.low or 0), float(interval.high or 0), float(gwet_ac1(ratings)),
        share_alike(map(tuple, guessed)), float(krippendorff_alpha(guessed)),
        Counter(found.status for folder in FOLDERS for found in consensus_in(folder, layer=layer)),
    )  # fmt: skip


def rows() -> list[Row]:
    """The figures of every layer of the codebook."""
    return [row(layer.id) for layer in load_codebook().layers]


def lines(found: Sequence[Row]) -> list[str]:
    """The table's rows as the data card prints them."""
    return [
        f"| `{r.layer}` | {r.units} | {r.alike:.0%} | {r.alpha:.2f} ({r.low:.2f}–{r.high:.2f}) | {r.ac1:.2f} "
        f"| {r.words_alike:.0%} | {r.words_alpha:.2f} | {r.statuses['agreed']} / {r.statuses['contested']} / {r.statuses['open']} |"
        for r in found
    ]


if __name__ == "__main__":
    print("\n".join(lines(rows())))
