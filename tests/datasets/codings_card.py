"""The figures of the codings' data card, in both languages.

Run as `python -m tests.datasets.codings_card` it puts them into the card, each in the place of the last ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from lises_teach.coding import Layer, load_codebook
from lises_teach.coding.agreement import Interval
from lises_teach.i18n import LANGS, Lang
from tests.datasets.baseline import ROOT, Apart, Row, rows

PATH = ROOT / "datasets" / "cards" / "codings.md"
BETWEEN = "\n\n---\n\n"  # the Danish and the English half
MINUS = "−"

AGREEMENT = {
    "da": "Lag | Ture | Ens | Krippendorffs alfa (95 %) | Gwets AC1 | Ordtælling ens | Ordtælling alfa | Enig / omstridt / åben",
    "en": "Layer | Turns | Alike | Krippendorff's alpha (95 %) | Gwet's AC1 | Word count alike | Word count alpha | Agreed / contested / open",
}
DRAWN = {
    "da": "**Intervallerne** er regnet af 1.000 tilfældige udtræk på to måder: af hele samtaler, fordi ture fra samme samtale hænger sammen, og af ture en for en. Det bredeste står her. "
    "Der er kun {conversations} samtaler, så intervallerne er selv usikre, og snarere for smalle end for brede.",
    "en": "**The intervals** are worked out from 1,000 random draws in two ways: of whole conversations, because turns of the same conversation hang together, and of turns one by one. The wider one stands here. "
    "There are only {conversations} conversations, so the intervals are uncertain themselves, and too narrow rather than too wide.",
}
BY_TALK = {
    "da": "For alfa på {layers} er det samtalernes, der er bredest.",
    "en": "For alpha on {layers} that of conversations is the wider.",
}
BY_TURN = {
    "da": "For alfa på {layers} er det turenes: Dér er samtalerne mere ens, end man skulle vente af tilfældige ture; de er skrevet til samme brug.",
    "en": "For alpha on {layers} it is that of turns: there the conversations are more alike than one would expect of turns at random; they were written for the same purpose.",
}
OPEN_TURNS = {
    "da": "**Ture og statusser.** På `uptake` har {statuses} ture en status, men enigheden er regnet ud af {units}. "
    "De {one_coder} andre er det kun B, der har hørt som meningsytringer (se `meaning` nedenfor), så A har ikke kodet, hvad der sker med dem. "
    "De står som åbne sammen med {undecidable} ture, hvor mindst én af koderne fandt, at ordene ikke kan afgøre det.",
    "en": "**Turns and statuses.** On `uptake`, {statuses} turns have a status, but the agreement is worked out from {units}. "
    "Only B heard the other {one_coder} as meaningful utterances (see `meaning` below), so A did not code what becomes of them. "
    "They are open, along with {undecidable} turns where at least one coder found that the words cannot settle it.",
}
APART = {
    "da": "Den anden koder minus ordtællingen (95 %) | Ens, procentpoint | Krippendorffs alfa",
    "en": "Other coder minus word count (95 %) | Alike, percentage points | Krippendorff's alpha",
}
VERDICT = {
    "da": "**Den anden koder og ordtællingen.** Tabellen viser, hvor meget tættere på A den anden koder er end ordtællingen, med intervaller regnet på samme måde; ordtællingens gæt ligger fast.",
    "en": "**The other coder and the word count.** The table shows how much nearer to A the other coder is than the word count, with intervals worked out in the same way; the word count's guesses stay as they are.",
}
BEYOND = {
    "da": "På {layers} ligger begge intervaller over 0: Dér er den anden koder tættere på A end ordtællingen.",
    "en": "On {layers} both intervals lie above 0: there the other coder is nearer to A than the word count is.",
}
UNSURE = {
    "da": "På {layers} er de to kodere oftere ens, men intervallet for alfa går hen over 0: Når man tager højde for, at noget er ens ved et tilfælde, kan tallene ikke vise, at den anden koder er tættere på A end ordtællingen.",
    "en": "On {layers} the two coders are alike more often, but the interval for alpha runs across 0: allowing for what is alike by chance, the figures cannot show that the other coder is nearer to A than the word count is.",
}
MEETINGS = {
    "da": "**Hvor mange ture fik hvilke koder.** A's koder står i rækkerne, B's i kolonnerne. På {layers} går al uenighed én vej: Det er altid B, der finder mest. "
    "På `consideration` kan en tur have flere koder, så tabellen tager dem en ad gangen; tallene øverst er regnet af hele sæt af koder.",
    "en": "**How many turns got which codes.** A's codes stand in the rows, B's in the columns. On {layers} all disagreement goes one way: it is always B who finds more. "
    "On `consideration` a turn can have several codes, so the table takes them one at a time; the figures at the top are worked out from whole sets of codes.",
}
AND = {"da": "og", "en": "and"}
BY_CODE = {"da": "Begge | Kun A | Kun B | Ingen af dem", "en": "Both | A only | B only | Neither"}


def blocks(found: Sequence[Row], lang: Lang) -> list[str]:
    """The parts of the card that have figures in them, each a table or a paragraph."""
    return [
        _table(AGREEMENT[lang], [_agreement(row) for row in found]),
        _drawn(found, lang),
        _open_turns(found, lang),
        _verdict(found, lang),
        _table(
            APART[lang], [f"`{r.layer}` | {_points(r.alike_apart)} | {_number(r.alpha_apart)}" for r in found]
        ),
        MEETINGS[lang].format(layers=_listed([row.layer for row in found if one_way(row)], lang)),
        *(confusion_table(row, lang) for row in found),
    ]


def rewritten(card: str, found: Sequence[Row]) -> str:
    """The card with every part that has figures in it as it should be."""
    halves = card.split(BETWEEN)
    return BETWEEN.join(
        _rewritten(half, blocks(found, lang)) for half, lang in zip(halves, LANGS, strict=True)
    )


def _rewritten(half: str, parts: Sequence[str]) -> str:
    known = {_opening(part): part for part in parts}
    return "\n\n".join(known.get(_opening(old), old) for old in half.split("\n\n"))


def _opening(part: str) -> str:
    """What a part begins with, whatever the figures are: its bold words, or the head of a table."""
    return part.split("**")[1] if part.startswith("**") else part.split("\n", 1)[0]


# --- one part each -------------------------------------------------------------------------------


def _agreement(r: Row) -> str:
    return (
        f"`{r.layer}` | {r.units} | {r.alike:.0%} | {r.alpha:.2f} ({_ends(r.interval)}) | {r.ac1:.2f} "
        f"| {r.words_alike:.0%} | {r.words_alpha:.2f} | {r.statuses['agreed']} / {r.statuses['contested']} / {r.statuses['open']}"
    )


def _drawn(found: Sequence[Row], lang: Lang) -> str:
    talks = "–".join(map(str, sorted({row.conversations for row in found})))
    by = [
        (BY_TALK, [r.layer for r in found if r.by_talk]),
        (BY_TURN, [r.layer for r in found if not r.by_talk]),
    ]
    said = [text[lang].format(layers=_listed(layers, lang)) for text, layers in by if layers]
    return " ".join([DRAWN[lang].format(conversations=talks), *said])


def _ends(found: Interval) -> str:
    return f"{found.low:.2f}–{found.high:.2f}"


def _open_turns(found: Sequence[Row], lang: Lang) -> str:
    row = next(row for row in found if row.layer == "uptake")
    facts = {"statuses": row.statuses.total(), "units": row.units, "one_coder": row.one_coder}
    return OPEN_TURNS[lang].format(**facts, undecidable=row.statuses["open"] - row.one_coder)


def _verdict(found: Sequence[Row], lang: Lang) -> str:
    unsure = [row.layer for row in found if row.alpha_apart.low <= 0]
    beyond = [row.layer for row in found if row.alpha_apart.low > 0]
    parts = ((BEYOND, beyond), (UNSURE, unsure))
    said = [text[lang].format(layers=_listed(layers, lang)) for text, layers in parts if layers]
    return " ".join([VERDICT[lang], *said])


def _listed(layers: Sequence[str], lang: Lang) -> str:
    *first, last = [f"`{layer}`" for layer in layers]
    return f"{', '.join(first)} {AND[lang]} {last}" if first else last


def _points(found: Apart) -> str:
    return _spread(*(f"{100 * number:.1f}" for number in found))


def _number(found: Apart) -> str:
    return _spread(*(f"{number:.2f}" for number in found))


def _spread(value: str, low: str, high: str) -> str:
    return f"{value} ({low} … {high})".replace("-", MINUS)


def one_way(row: Row) -> bool:
    """Whether coder A never has a code that the codebook names before coder B's."""
    layer = load_codebook()[row.layer]
    order = [code.id for code in layer.codes]
    return not layer.multiple and all(order.index(one) >= order.index(other) for one, other in row.met)


def confusion_table(row: Row, lang: Lang) -> str:
    """How often each code of A met each of B; where a turn can have several codes, a row for each code."""
    layer = load_codebook()[row.layer]
    return _by_code(layer, row, lang) if layer.multiple else _square(layer, row, lang)


def _square(layer: Layer, row: Row, lang: Lang) -> str:
    codes = [code.id for code in layer.codes]
    counts = [[row.met.get((one, other), 0) for other in codes] for one in codes]
    return _counts(layer, " | ".join(code.name.get(lang) for code in layer.codes), counts, lang)


def _by_code(layer: Layer, row: Row, lang: Lang) -> str:
    counts = []
    for code in layer.codes:
        cells = dict.fromkeys([(True, True), (True, False), (False, True), (False, False)], 0)
        for (one, other), times in row.met.items():
            cells[code.id in one.split("+"), code.id in other.split("+")] += times
        counts.append(list(cells.values()))
    return _counts(layer, BY_CODE[lang], counts, lang)


def _counts(layer: Layer, columns: str, counts: Sequence[Sequence[int]], lang: Lang) -> str:
    body = [
        f"{code.name.get(lang)} (`{code.id}`) | {' | '.join(map(str, cells))}"
        for code, cells in zip(layer.codes, counts, strict=True)
    ]
    return _table(f"`{layer.id}` | {columns}", body)


def _table(head: str, body: Sequence[str]) -> str:
    rule = f"|{'---|' * (head.count('|') + 1)}"
    first, *rest = (f"| {cells} |" for cells in (head, *body))
    return "\n".join([first, rule, *rest])


if __name__ == "__main__":
    PATH.write_text(rewritten(PATH.read_text(encoding="utf-8"), rows()), encoding="utf-8")
