"""Finding what looks like personal data in a text, on this machine and before it is saved.

Patterns only: CPR numbers, Danish phone numbers, e-mail addresses. They warn, they do not decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

_CPR = re.compile(r"(?<![\d-])(\d{2})(\d{2})(\d{2})[-–\s]?(\d{4})(?!\d)")
_PHONE = re.compile(
    r"(?<![\d,.+-])(?:(?:\+|00)45[\s-]?)?"
    r"(?P<digits>[2-9]\d(?:[\s-]?\d{2}){3}|[2-9]\d{3}\s\d{4}|[2-9]\d{2}\s\d{2}\s\d{3}|[2-9]\d{2}\s\d{3}\s\d{2})(?![\d,]|\.\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Finding(NamedTuple):
    """A place in a text that looks like personal data."""

    kind: Literal["cpr", "phone", "email"]
    text: str
    start: int
    end: int


def find_personal_data(text: str) -> list[Finding]:
    """Places that look like a CPR number, a phone number or an e-mail address, in reading order.

    >>> [f.kind for f in find_personal_data("Ring 22 33 44 55 eller skriv til x@y.dk")]
    ['phone', 'email']
    >>> find_personal_data("Fra 2013 til 2018 kom der 51 forløb, se § 2.")
    []
    """
    found = [*_cprs(text), *_emails(text)]
    taken = [(f.start, f.end) for f in found]
    found += [f for f in _phones(text) if not any(start < f.end and f.start < end for start, end in taken)]
    return sorted(found, key=lambda finding: finding.start)


def _cprs(text: str) -> Iterator[Finding]:
    for match in _CPR.finditer(text):
        day, month, year, _serial = (int(part) for part in match.groups())
        if any(_is_date(century + year, month, day) for century in (1800, 1900, 2000)):
            yield Finding("cpr", match.group(), *match.span())


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding("email", match.group(), *match.span())


def _phones(text: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group("digits"))
        if not _looks_like_years(match.group("digits"), digits):
            yield Finding("phone", match.group(), *match.span())


def _looks_like_years(written: str, digits: str) -> bool:
    """Whether eight digits are rather a date (20181231) or two years (2013 2018)."""
    if re.fullmatch(r"(19|20)\d{2}[\s-]?(19|20)\d{2}", written):
        return True
    return written == digits and _is_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
