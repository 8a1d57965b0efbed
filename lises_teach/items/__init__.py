"""Exercises, keys and scoring. Nothing here knows of Jupyter, files of answers, or pages."""

from lises_teach.items.bank import (
    bank_in,
    find_bank,
    load_bank,
    load_keys,
    practice_bank,
    practice_banks,
    practice_keys,
)
from lises_teach.items.keys import Key, Keys, UnitKey
from lises_teach.items.models import (
    Allocate,
    Bank,
    Branches,
    Choice,
    Choices,
    Classify,
    CodeTurns,
    Essay,
    Item,
    Number,
    Order,
    Part,
    Predict,
)
from lises_teach.items.results import Outcome, Result, UnitResult
from lises_teach.items.rubric import Criterion, Rubric, load_rubric
from lises_teach.items.scoring import is_blank, score

__all__ = [
    "Allocate",
    "Bank",
    "Branches",
    "Choice",
    "Choices",
    "Classify",
    "CodeTurns",
    "Criterion",
    "Essay",
    "Item",
    "Key",
    "Keys",
    "Number",
    "Order",
    "Outcome",
    "Part",
    "Predict",
    "Result",
    "Rubric",
    "UnitKey",
    "UnitResult",
    "bank_in",
    "find_bank",
    "is_blank",
    "load_bank",
    "load_keys",
    "load_rubric",
    "practice_bank",
    "practice_banks",
    "practice_keys",
    "score",
]
