"""The short cases and their two coders: what makes them good to teach with, and where the codes are."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from lises_teach.coding import coded_in, load_cases
from lises_teach.items import Classify, load_bank, load_keys
from tests.datasets import cases_baseline as figures
from tests.datasets.baseline import FOLDERS, ROOT
from tests.datasets.cases_baseline import BARRIERS, CODES, EARLIER, SINGLE, coded

OPEN, GRADED = FOLDERS
TABLES = {"arguments": 20, "fairness_cases": 16, "resistance_cases": 18, BARRIERS: 96}
GIVE_AWAY = {  # words that name a code, with what they begin
    "arguments": {"da": r"effektiv|fair|retfærdig|responsiv|legitim|ligebehandl|værdig", "en": r"effectiv|fair|responsiv|legitim|dignit"},
    "fairness_cases": {"da": r"ens\b|skrædder|tilpass|parkeret|parkering", "en": r"identical|tailor|parked|parking"},
    "resistance_cases": {"da": r"modstand|mistillid|selvtillid|mistro", "en": r"resist|distrust|mistrust|confiden"},
    BARRIERS: {
        "da": r"barriere|inddrag|kontinuitet|forudsig|tilgængelig|beslutningsmynd|ledelsesopbak|mistillid|frivillig",
        "en": r"barrier|continuity|predict|accessib|backing|distrust|voluntary",
    },
}  # fmt: skip


@pytest.mark.parametrize(("table", "size"), TABLES.items())
def test_every_text_is_there_once_in_both_languages(table: str, size: int) -> None:
    cases = load_cases(table)
    assert len(cases) == size
    for lang in ("da", "en"):
        texts = [case.text.get(lang) for case in cases.values()]
        assert len({text.casefold() for text in texts}) == size
        assert all(20 <= len(text.split()) <= 75 for text in texts)
        openings = Counter(" ".join(re.findall(r"\w+", text.casefold())[:3]) for text in texts)
        assert openings.most_common(1)[0][1] <= 2, openings.most_common(3)


@pytest.mark.parametrize("table", TABLES)
def test_no_text_names_a_code(table: str) -> None:
    for case in load_cases(table).values():
        for lang, words in GIVE_AWAY[table].items():
            found = re.search(rf"\b({words})", case.text.get("en" if lang == "en" else "da"), re.IGNORECASE)
            assert found is None, (case.id, found)


def test_the_snippets_of_the_first_three_exercises_are_those_of_the_table() -> None:
    bank = load_bank(ROOT / "course" / "source" / "m6-inddragelse" / "items.yaml")
    keys = load_keys(ROOT / "course" / "keys" / "m6-inddragelse.yaml")
    cases, codes = load_cases(BARRIERS), coded(BARRIERS)
    seen = set()
    for name in ("m6-barrierer-1", "m6-barrierer-2", "m6-barrierer-3"):
        item = bank[name]
        assert isinstance(item, Classify)
        for snippet in item.snippets:
            assert snippet.text == cases[snippet.id].text, snippet.id
            unit, case = keys[name].units[snippet.id], codes[snippet.id]
            assert unit.status == case.status, snippet.id
            answers = [set(answer) for answer in unit.answers if isinstance(answer, tuple)]
            assert answers == [set(codes) for codes in case.readings], snippet.id
            assert unit.reasons == tuple(filter(None, map(case.reason, case.readings))), snippet.id
        seen |= set(item.units)
    assert seen == EARLIER


@pytest.mark.parametrize("table", TABLES)
def test_the_codes_of_graded_cases_are_out_of_the_students_reach(table: str) -> None:
    open_, graded = (set(coded_in(folder, table)) for folder in FOLDERS)
    assert not open_ & graded
    assert open_ | graded == set(load_cases(table))
    asked = set(EARLIER) if table == BARRIERS else set()
    for path in (ROOT / "course" / "source").rglob("items.yaml"):
        for item in load_bank(path).items:
            if isinstance(item, Classify) and item.cases == table:
                asked |= set(item.chosen)
    assert asked <= graded
    with (OPEN / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            written = {column for column, cell in row.items() if cell}
            assert row["case_id"] in open_ or written == {"case_id", "da", "en"}, row["case_id"]


def test_40_snippets_are_graded_and_every_other_case() -> None:
    graded = {table: len(coded_in(GRADED, table)) for table in TABLES}
    assert graded == TABLES | {BARRIERS: 40}


@pytest.mark.parametrize("table", TABLES)
def test_what_stands_follows_from_the_two_coders(table: str) -> None:
    for name, case in coded(table).items():
        one, other = set(case.codes_a), set(case.codes_b)
        assert one | other <= set(CODES[table]), name
        for codes in (case.codes_a, case.codes_b):
            assert 1 <= len(codes) <= (1 if table in SINGLE else 2), name
            assert codes == tuple(sorted(codes, key=CODES[table].index)), name
            assert len(codes) == 1 or "none" not in codes, name
        assert (case.status == "agreed") == (one == other), name
        wanted = {"agreed": (case.codes_a,), "contested": (case.codes_a, case.codes_b), "open": ()}
        assert case.readings == wanted[case.status], name
        if case.status == "open":
            assert not one & other, name


@pytest.mark.parametrize("table", TABLES)
def test_both_coders_give_a_short_reason_for_every_case_and_none_serves_two(table: str) -> None:
    said: dict[str, str] = {}
    for name, case in coded(table).items():
        for reason in (case.reason_a, case.reason_b):
            assert reason is not None, name
            assert max(len(reason.get(lang).split()) for lang in ("da", "en")) <= 25, (name, reason)
            assert said.setdefault(reason.da, name) == name, "a reason cites its own text"


def test_a_snippet_says_who_could_change_it_where_something_stands_in_the_way() -> None:
    for name, case in coded(BARRIERS).items():
        assert {case.local_a, case.local_b} <= {"tomorrow", "budget", "law", "-"}, name
        assert set(case.local) == {case.local_a, case.local_b}, name
        assert case.basic_condition in {"not_voluntary", "preset_problem_and_goal", "no_formal_power", "-"}, (
            name
        )
        for codes, local in ((case.codes_a, case.local_a), (case.codes_b, case.local_b)):
            assert local != "-" or codes == ("none",), name


def test_every_barrier_is_shown_alone_ten_times_and_18_snippets_show_two() -> None:
    taken = Counter(case.codes_a for case in coded(BARRIERS).values())
    assert {codes[0]: n for codes, n in taken.items() if len(codes) == 1} == dict.fromkeys(
        CODES[BARRIERS], 10
    ) | {"none": 8}
    assert sum(n for codes, n in taken.items() if len(codes) == 2) == 18


def test_three_quarters_of_the_snippets_are_agreed_and_a_fifth_contested() -> None:
    for found in (figures.statuses(BARRIERS), figures.local_statuses()):
        assert 0.60 <= found["agreed"] / 96 <= 0.80, found
        assert 0.15 <= found["contested"] / 96 <= 0.30, found
    assert figures.statuses(BARRIERS)["open"] == 2


def test_the_card_says_what_came_of_the_snippets_written_first() -> None:
    found = Counter(case.status for name, case in coded(BARRIERS).items() if name in EARLIER)
    card = (OPEN / "cards" / f"{BARRIERS}.md").read_text(encoding="utf-8")
    assert found == {"agreed": 20, "contested": 3, "open": 1}
    assert "20 ens, tre omstridte, ét åbent" in card
    assert "20 alike, three contested, one open" in card


@pytest.mark.parametrize("table", TABLES)
def test_the_card_shows_the_figures(table: str) -> None:
    card = (OPEN / "cards" / f"{table}.md").read_text(encoding="utf-8")
    for line in figures.lines(table):
        assert card.count(line) == 2, line


@pytest.mark.parametrize("table", SINGLE)
def test_a_card_does_not_say_which_case_has_which_code(table: str) -> None:
    card = (OPEN / "cards" / f"{table}.md").read_text(encoding="utf-8")
    assert [name for name in load_cases(table) if name in card] == []


def test_words_alone_do_clearly_worse_than_a_coder() -> None:
    rows = [*map(figures.of_table, SINGLE), *map(figures.of_barrier, CODES[BARRIERS])]
    for row in (*rows, figures.barriers_agreement(), figures.local_agreement()):
        assert row.words_alpha < row.alpha - 0.3, row
    shared, hit = figures.barrier_named()
    assert hit < shared - 0.5
    card = (OPEN / "cards" / f"{BARRIERS}.md").read_text(encoding="utf-8")
    assert f"i {shared:.0%} af uddragene; den kode, ordene peger mest på, er en af A's i {hit:.0%}." in card
    assert (
        f"in {shared:.0%} of the extracts; the code that the words point to most is one of A's in {hit:.0%}."
        in card
    )


# --- the generator -------------------------------------------------------------------------------

TEXTS = "case_id,da,en\n" + "".join(f"x{n},Tekst {n},Text {n}\n" for n in range(1, 8))
CODERS = [  # case, A, B, whether B was unsure; what comes of it
    ("x1", "rain", "rain", "", "agreed", "rain"),
    ("x2", "rain+snow", "snow+rain", "yes", "agreed", "rain+snow"),
    ("x3", "rain", "rain+snow", "", "contested", "rain|rain+snow"),
    ("x4", "rain", "rain+snow", "yes", "contested", "rain|rain+snow"),
    ("x5", "rain", "snow", "", "contested", "rain|snow"),
    ("x6", "rain", "snow", "yes", "open", ""),
]  # fmt: skip


@pytest.mark.parametrize("barriers", [False, True], ids=["plain", "barriers"])
def test_two_coders_files_become_a_table_that_can_be_read(tmp_path: Path, barriers: bool) -> None:
    more = ",basic_condition,local" if barriers else ""
    for name, place in (("a", 1), ("b", 2)):
        lines = [f"case_id,code,unsure,reason_da,reason_en{more}"]
        for case in CODERS:
            local = f",-,{'budget' if place == 1 or case[4] == 'agreed' else 'law'}" if barriers else ""
            lines.append(f"{case[0]},{case[place]},{case[3]},{name} da {case[0]},{name} en {case[0]}{local}")
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "texts.csv").write_text(TEXTS, encoding="utf-8")
    files = [tmp_path / name for name in ("texts.csv", "a.csv", "b.csv")]
    done = subprocess.run(
        [sys.executable, OPEN / "generators" / "cases.py", *files],
        capture_output=True,
        check=True,
        timeout=60,
    )
    written = done.stdout.decode("utf-8")
    (tmp_path / "weather.csv").write_text(written, encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [(row["case_id"], row["status"], row["consensus"]) for row in rows[:-1]] == [
        (case, status, stands) for case, _, _, _, status, stands in CODERS
    ]
    assert {column for column, cell in rows[-1].items() if cell} == {"case_id", "da", "en"}
    found = coded_in(tmp_path, "weather")
    assert list(found) == [case[0] for case in CODERS]
    assert found["x5"].reason(("snow",)) is not None
    assert found["x3"].local == (("budget", "law") if barriers else ())
    assert found["x1"].local == (("budget",) if barriers else ())
