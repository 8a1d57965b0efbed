"""Whether words alone give a coding away: naive Bayes over word counts, one conversation left out at a time.
 Also how far the two coders agree, to hold it against.

`codings_card` writes the figures as the data card shows them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from lises_teach.coding import codings_in, consensus_in, load_codebook
from lises_teach.coding.agreement import Interval, bootstrap, confusion, gwet_ac1, krippendorff_alpha
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


class Spread(Protocol):
    """What has an interval."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


S = TypeVar("S", bound=Spread)


def wider(by_talk: S, one_by_one: S) -> S:
    """The wider of two intervals, drawn from conversations and from turns.

    Twelve conversations are few to learn from how far they differ; where they seem to differ less than
    turns by chance do, the interval of turns is the safer one (Angrist & Pischke 2009, § 8.1, of standard errors).
    """
    return max(by_talk, one_by_one, key=lambda found: (found.high or 0) - (found.low or 0))


class Apart(NamedTuple):
    """How much nearer to coder A the second coder is than word counts are, with a 95 % interval."""

    value: float
    low: float
    high: float


def apart(units: Sequence[Unit], guessed: Sequence[str], *, samples: int = 1000) -> tuple[Apart, Apart]:
    """The difference in the share alike and in alpha; guesses stay while conversations, or turns, are drawn."""
    codes = [
        code for unit, guess in zip(units, guessed, strict=True) for code in (unit.first, unit.second, guess)
    ]
    table = np.unique(codes, return_inverse=True)[1].reshape(-1, 3)
    talks = np.unique([unit.conversation for unit in units], return_inverse=True)[1]
    by_talk, one_by_one = (_spreads(table, groups, samples) for groups in (talks, np.arange(len(table))))
    alike, alpha = map(wider, by_talk, one_by_one)
    return alike, alpha


def _spreads(table: NDArray[Any], groups: NDArray[Any], samples: int) -> list[Apart]:
    count = int(groups.max()) + 1
    drawn = np.random.default_rng(2018).multinomial(count, np.full(count, 1 / count), size=samples)
    values = _apart(table, np.ones((1, len(table))))[0]
    lows, highs = np.quantile(_apart(table, drawn[:, groups]), [0.025, 0.975], axis=0)
    return [Apart(*map(float, found)) for found in zip(values, lows, highs, strict=True)]


def _apart(table: NDArray[Any], weights: NDArray[Any]) -> NDArray[np.float64]:
    """For each row of weights how much more alike, and how much higher in alpha, the coder is than the words."""
    apart: NDArray[np.float64] = _alike_and_alpha(table[:, :2], weights) - _alike_and_alpha(
        table[:, ::2], weights
    )
    return apart


def _alike_and_alpha(pair: NDArray[Any], weights: NDArray[Any]) -> NDArray[np.float64]:
    """The share alike and the nominal alpha of two columns of codes, for each row of weights of the turns."""
    turns, same = weights.sum(axis=1), weights @ (pair[:, 0] == pair[:, 1])
    margins = weights @ np.eye(pair.max() + 1)[pair].sum(axis=1)
    by_chance = (2 * turns) ** 2 - (margins**2).sum(axis=1)
    return np.stack([same / turns, 1 - (2 * turns - 1) * 2 * (turns - same) / by_chance], axis=1)


Counts = dict[tuple[str, str], int]


def met(units: Sequence[Unit]) -> Counts:
    """How many turns coder A gave the one code and coder B the other, for each two codes that met."""
    found = confusion([[unit.first, unit.second] for unit in units])
    cells = ((one, other) for one in range(len(found.codes)) for other in range(len(found.codes)))
    return {(found.codes[i], found.codes[j]): int(found.counts[i][j]) for i, j in cells if found.counts[i][j]}


class Row(NamedTuple):
    """One layer: how far the coders agree, and how far word counts get."""

    layer: str
    units: int
    conversations: int
    alike: float
    alpha: float
    interval: Interval
    by_talk: bool  # whether the interval is drawn from conversations
    ac1: float
    words_alike: float
    words_alpha: float
    alike_apart: Apart
    alpha_apart: Apart
    met: Counts
    statuses: Counter[str]
    one_coder: int  # turns that only one coder coded on the layer


def row(layer: str) -> Row:
    """The figures of one layer."""
    units = units_of(layer)
    ratings = [[unit.first, unit.second] for unit in units]
    guessed = guesses(units)
    by_words = [[unit.first, guess] for unit, guess in zip(units, guessed, strict=True)]
    talks = [unit.conversation for unit in units]
    by_talk = bootstrap(krippendorff_alpha, ratings, clusters=talks)
    interval = wider(by_talk, bootstrap(krippendorff_alpha, ratings))
    statuses = Counter(found.status for folder in FOLDERS for found in consensus_in(folder, layer=layer))
    return Row(
        layer, len(units), len(set(talks)), share_alike(map(tuple, ratings)), float(krippendorff_alpha(ratings)),
        interval, interval is by_talk, float(gwet_ac1(ratings)),
        share_alike(map(tuple, by_words)), float(krippendorff_alpha(by_words)), *apart(units, guessed), met(units),
        statuses, statuses.total() - len(units),
    )  # fmt: skip


def rows() -> list[Row]:
    """The figures of every layer of the codebook."""
    return [row(layer.id) for layer in load_codebook().layers]
