"""Reading a number as a Dane or an English reader types it, with or without a unit."""

from __future__ import annotations

import math
import re
from collections.abc import Sized
from typing import NamedTuple, SupportsFloat

_SHAPE = re.compile(
    r"^(?:ca\.?|cirka|about|approx\.?)?\s*([+\-−–]?)\s*(\d[\d.,\s'’]*)(.*)$", re.DOTALL | re.IGNORECASE
)
_DOT_GROUPS = re.compile(r"^\d{1,3}(\.\d{3})+$")
_COMMA_GROUPS = re.compile(r"^\d{1,3}(,\d{3})+$")
_LONGEST = 200


class TypedNumber(NamedTuple):
    """The values a typed number can mean, and the unit that followed it (perhaps empty)."""

    values: tuple[float, ...]
    unit: str


def parse_number(typed: object) -> TypedNumber | None:
    """What `typed` can mean as a number, or None where it is none.

    A point or comma before exactly three digits can part thousands or decimals; both readings are
    returned, and the key decides.

    >>> parse_number("102,5 timer")
    TypedNumber(values=(102.5,), unit='timer')
    >>> parse_number("1.234").values
    (1234.0, 1.234)
    >>> parse_number("mange") is None
    True
    """
    if isinstance(typed, bool) or not isinstance(typed, (int, float, str)):
        return None
    if not isinstance(typed, str):
        return _of_number(typed)
    match = _SHAPE.match(typed.strip()[: _LONGEST + 1]) if len(typed) <= _LONGEST else None
    if match is None:
        return None
    sign, digits, unit = match.groups()
    minus = "-" if sign in ("-", "−", "–") else ""
    digits = re.sub(r"[\s'’]", "", digits)
    cut = digits.rstrip(".,")
    return _finite(tuple(minus + reading for reading in _readings(cut)), unit.strip())


def _of_number(typed: int | float) -> TypedNumber | None:
    try:
        value = float(typed)
    except OverflowError:  # an integer of hundreds of digits
        return None
    return TypedNumber((value,), "") if math.isfinite(value) else None


def _readings(digits: str) -> tuple[str, ...]:
    if "," in digits and "." in digits:
        decimal = max(",", ".", key=digits.rfind)
        thousands = "." if decimal == "," else ","
        return (digits.replace(thousands, "").replace(decimal, "."),)
    plain = digits.replace(",", ".")
    if _DOT_GROUPS.match(digits):
        return (digits.replace(".", ""), plain)
    if _COMMA_GROUPS.match(digits):
        return (plain, digits.replace(",", ""))
    return (plain,)


def _finite(readings: tuple[str, ...], unit: str) -> TypedNumber | None:
    values = []
    for reading in readings:
        try:
            value = float(reading)
        except (ValueError, OverflowError):
            continue
        if math.isfinite(value):
            values.append(value)
    return TypedNumber(tuple(values), unit) if values else None


def readings(held: object) -> tuple[float, ...]:
    """What a name in a student's code can mean as one number; nothing where it is none.

    A decimal comma makes a pair in Python, and words in quotes are read as they are typed elsewhere.

    >>> readings(0.35), readings((0, 35)), readings("35 %"), readings("1.234")
    ((0.35,), (0.35,), (35.0,), (1234.0, 1.234))
    >>> readings([1, 2]), readings(True)
    ((), ())
    """
    match held:
        case tuple((int() as whole, int() as decimals)) if decimals >= 0:
            held = f"{whole},{decimals}"
        case SupportsFloat() if not isinstance(held, (bool, Sized)):
            held = _float(held)
    number = parse_number(held)
    return number.values if number else ()


def _float(held: SupportsFloat) -> float | None:
    try:
        return float(held)
    except (TypeError, ValueError, OverflowError):
        return None


def unit_fits(typed: str, spellings: tuple[str, ...]) -> bool:
    """Whether a typed unit is one of `spellings`; none typed is fine, and words after it too.

    >>> unit_fits("Timer i alt", ("timer", "t")), unit_fits("", ("timer",)), unit_fits("uger", ("timer",))
    (True, True, False)
    """
    said = typed.casefold().strip(" .")
    known = [spelling.casefold().strip(" .") for spelling in spellings]
    return not said or any(re.match(rf"{re.escape(k)}(?!\w)", said) for k in known if k)
