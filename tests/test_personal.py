"""What looks like personal data, and what only looks a little like it."""

from __future__ import annotations

import pytest

from lises_teach.personal import find_personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hendes cpr er 010203-1234.", "cpr"),
        ("0102031234 står der", "cpr"),
        ("290200 1234", "cpr"),
        ("Ring på 23 45 67 89", "phone"),
        ("+45 23456789", "phone"),
        ("tlf. 2345 6789", "phone"),
        ("skriv til navn.efternavn@kommune.example", "email"),
    ],
)
def test_personal_data_is_found(text: str, kind: str) -> None:
    assert [finding.kind for finding in find_personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    ["310299-XXXX", "310299-1234", "Fra 2013-2018", "2013 2018", "den 20181231", "25.000.000 kr.", "51 forløb à 2-4 timer",
     "§ 7, linje 12-14", "@jobcenter", "12345678"],
)  # fmt: skip
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


def test_findings_say_where() -> None:
    text = "A a@b.dk og 010203-1234"
    assert [text[f.start : f.end] for f in find_personal_data(text)] == ["a@b.dk", "010203-1234"]
