"""No option can be told from its modality, its absolutes or its length: the reader has to know the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

import pytest

from lises_teach.i18n import LANGS, Lang
from lises_teach.items import Bank, Choice, Choices, Keys, load_bank, load_keys

ROOT = Path(__file__).parents[2]
BANKS = {
    **{path.parent.name: path for path in sorted((ROOT / "course" / "source").glob("*/items.yaml"))},
    "m0-start": ROOT / "datasets" / "practice" / "m0-start.items.yaml",
}
WORDS: dict[Lang, dict[str, str]] = {
    "da": {
        "can": "kan kunne måske muligvis formentlig tyder risikerer risiko",
        "must": "må skal bør burde",
        "hedge": "ofte tit nogle noget mange mindre delvis typisk normalt regel blandt",
        "absolute": "altid aldrig kun ingen intet alle alt enhver hver helt netop udelukkende",
    },
    "en": {
        "can": "can cannot could may might perhaps possibly probably suggest suggests risk",
        "must": "must should have ought",
        "hedge": "often some something many partly typically normally usually rule among",
        "absolute": "always never only none nobody nothing all every everything each entirely just",
    },
}
Sides = tuple[list[str], list[str]]


def sides(item: Choice | Choices, keys: Keys, lang: Lang) -> Sides:
    """The texts of the true options and of the false ones."""
    units = keys[item.id].units

    def is_true(option: str) -> bool:
        return (
            units[option].answers == (True,) if item.kind == "choices" else option in units["choice"].answers
        )

    texts = [(is_true(option.id), option.text.get(lang)) for option in item.options]
    return [text for true, text in texts if true], [text for true, text in texts if not true]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def share_with(family: str, texts: Sequence[str]) -> float:
    return mean(bool(words_of(family) & words_of(text)) for text in texts)


def tells(true: Sequence[str], false: Sequence[str], lang: Lang) -> Iterator[str]:
    """Words that stand in most options of one kind and in few of the other, and words that part them."""
    for name, family in WORDS[lang].items():
        apart = share_with(family, true) - share_with(family, false)
        if abs(apart) > 0.5:
            yield f"{name}: {apart:+.2f}"
    listed = words_of(" ".join(WORDS[lang].values()))
    for word in sorted(w for w in words_of(" ".join((*true, *false))) if w in listed or len(w) > 4):
        if abs(share_with(word, true) - share_with(word, false)) == 1:
            yield f"{word}: in all of one kind and in none of the other"


def asked(kind: type[Choice] | type[Choices]) -> list[tuple[Choice | Choices, Keys]]:
    found: list[tuple[Choice | Choices, Keys]] = []
    for bank_file in BANKS.values():
        bank: Bank = load_bank(bank_file)
        name = bank.assignment
        practice = bank_file.with_name(f"{name}.keys.yaml")
        keys = load_keys(practice if practice.is_file() else ROOT / "course" / "keys" / f"{name}.yaml")
        found += [(item, keys) for item in bank.items if isinstance(item, kind)]
    return found


SEVERAL = [pair for pair in asked(Choices) if all(len(side) >= 2 for side in sides(*pair, "da"))]
ONE = asked(Choice)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("pair", SEVERAL, ids=lambda pair: pair[0].id)
def test_no_family_of_words_tells_true_options_from_false(
    pair: tuple[Choice | Choices, Keys], lang: Lang
) -> None:
    assert list(tells(*sides(*pair, lang), lang)) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("pair", SEVERAL, ids=lambda pair: pair[0].id)
def test_the_true_options_are_about_as_long_as_the_false(
    pair: tuple[Choice | Choices, Keys], lang: Lang
) -> None:
    true, false = (mean(map(len, side)) for side in sides(*pair, lang))
    assert 0.75 < true / false < 1.33


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("pair", ONE, ids=lambda pair: pair[0].id)
def test_the_one_true_option_does_not_stand_out_by_its_length(
    pair: tuple[Choice | Choices, Keys], lang: Lang
) -> None:
    (true,), false = sides(*pair, lang)
    assert 0.75 * min(map(len, false)) < len(true) < 1.33 * max(map(len, false))


def test_the_words_that_once_gave_the_answers_away_are_found() -> None:
    true = ["Svaret kan vende.", "Det kan godt høre med.", "Den kan blive billigst."]
    false = ["Den er billigst.", "Det viser tabellen.", "Svaret er 40 %."]
    assert list(tells(true, false, "da")) == [
        "can: +1.00",
        "kan: in all of one kind and in none of the other",
    ]
    assert list(tells([*true, "Chancen gælder gruppen."], false, "da")) == ["can: +0.75"]
