"""How the command explains itself: one Danish sentence for wrong usage, plain Danish help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import Say, lises, one_sentence, say

__all__ = ["say"]

# --- wrong usage ---------------------------------------------------------------------------------

WRONG = {
    "no argument": (
        ["grade"],
        "lises-teach grade mangler OPGAVE: Opgavens navn, fx m6-inddragelse. Skriv lises-teach grade OPGAVE [TILVALG]",
    ),
    "no paths": (
        ["items", "check"],
        "lises-teach items check mangler STI …: Filer eller mapper med opgaver. Skriv lises-teach items check STI …",
    ),
    "a name with a space": (
        ["open", "min", "mappe"],
        "lises-teach open kan ikke bruge mappe. Sæt anførselstegn om et navn med mellemrum, og skriv lises-teach open MAPPE [TILVALG]",
    ),
    "an unknown option": (
        ["grade", "m1", "--hej"],
        "lises-teach grade har intet tilvalg --hej. Se tilvalgene med lises-teach grade --help.",
    ),
    "a misspelt option": (["grade", "m1", "--jbos", "2"], "lises-teach grade har intet tilvalg --jbos. Mente du --jobs?"),
    "an unknown option first": (
        ["--hej"],
        "lises-teach har intet tilvalg --hej. Se tilvalgene med lises-teach --help.",
    ),
    "an unknown command": (
        ["fjong"],
        "lises-teach har ingen kommando fjong. Se kommandoerne med lises-teach --help.",
    ),
    "a misspelt command": (["items", "chek"], "lises-teach items har ingen kommando chek. Mente du check?"),
    "no number": (
        ["serve", "--port", "abe"],
        "--port kan ikke have den værdi: Porten, siden vises på: et tal fra 1 til 65535. Ret den, eller se lises-teach serve --help.",
    ),
    "a number out of bounds": (
        ["grade", "m1", "--jobs", "0"],
        "--jobs kan ikke have den værdi: Hvor mange afleveringer der rettes ad gangen: 1 eller flere. Ret den, eller se lises-teach grade --help.",
    ),
    "an unknown language": (
        ["demo", "--lang", "fr"],
        "--lang kan ikke have den værdi: Kursets sprog: da eller en. Ret den, eller se lises-teach demo --help.",
    ),
    "an option without its value": (
        ["serve", "--port"],
        "Tilvalget --port er ikke skrevet, som det skal. Se lises-teach --help.",
    ),
    "an unknown format": (["export", "m1", "--format", "moodel"], "Formatet moodel findes ikke. Brug csv eller excel."),
    "a bundle that is not there": (["course", "init", "x", "--from", "/ingen"], "/ingen findes ikke. Ret stien."),
    "items that are not there": (["items", "check", "/ingen"], "/ingen findes ikke. Ret stien."),
}  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_one_danish_sentence(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert one_sentence(say(*words), 2) == sentence
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_reads_the_same_from_a_shell(tmp_path: Path) -> None:
    assert one_sentence(lises("fjong", cwd=tmp_path), 2) == WRONG["an unknown command"][1]


def test_wrong_usage_is_english_where_that_is_asked_for(tmp_path: Path) -> None:
    done = lises("grade", cwd=tmp_path, LISES_TEACH_LANG="en")
    assert one_sentence(done, 2) == (
        "lises-teach grade lacks ASSIGNMENT: The assignment's name, e.g. m6-inddragelse. "
        "Write lises-teach grade ASSIGNMENT [OPTIONS]"
    )


# --- help ----------------------------------------------------------------------------------------

COMMANDS = ["", "demo", "serve", "open", "course", "course init", "grade", "export", "items", "items check"]
TYPERS_ENGLISH = re.compile(
    r"usage|options|arguments|show this|default|required|<\w+>|\[x|╭|│", re.IGNORECASE
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_danish_and_plain(say: Say, command: str) -> None:
    code, out, err = say(*command.split(), "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Sådan skrives det: lises-teach {command}".rstrip())
    assert TYPERS_ENGLISH.search(out) is None
    assert "--debug" in out


def test_help_names_what_is_needed_and_what_may_be_added(say: Say) -> None:
    out = say("grade", "--help").out
    assert re.search(r"Skal med:\n +OPGAVE +Opgavens navn", out)
    assert re.search(r"Tilvalg:\n +--course MAPPE +Kursets mappe", out)
    assert "[ellers 1]" in out


def test_help_is_english_where_that_is_asked_for(tmp_path: Path) -> None:
    done = lises("grade", "--help", cwd=tmp_path, LISES_TEACH_LANG="en")
    assert done.code == 0
    assert done.out.startswith("Usage: lises-teach grade ASSIGNMENT [OPTIONS]\n")
    assert "Grade all submissions" in done.out


@pytest.mark.parametrize("group", ["", "course", "items"])
def test_a_command_that_is_only_begun_shows_its_help(say: Say, group: str) -> None:
    code, out, err = say(*group.split())
    assert (code, out) == (2, "")
    assert "Kommandoer:" in err
