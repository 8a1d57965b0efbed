"""What pydantic has against a value, in both languages; and the kit's own reasons against one.

Every model that reads what a person has written uses these: banks and keys in YAML, tables in CSV.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lises_teach.errors import KitError
from lises_teach.i18n import Text, both

_LOOKS = {
    r"^[a-z0-9]+([-_][a-z0-9]+)*$": "schema.slug",
    r"^C\d{3}$": "schema.concept_id",
    r"^R[1-6]$": "schema.criterion_id",
    r"^(MC\d{1,2}b?|MX\d{2,3})$": "schema.misconception_id",
}
_NAMES = {
    "greater_than_equal": ("schema.at_least", "ge"),
    "greater_than": ("schema.more_than", "gt"),
    "less_than_equal": ("schema.at_most", "le"),
    "less_than": ("schema.less_than", "lt"),
    "string_too_long": ("schema.text_too_long", "max_length"),
    "too_short": ("schema.too_few", "min_length"),
    "too_long": ("schema.too_many", "max_length"),
}
_KINDS = {
    "int": "schema.whole_number",
    "float": "schema.number",
    "finite": "schema.number",
    "bool": "schema.yes_or_no",
    "string": "schema.words",
    "tuple": "schema.list",
    "list": "schema.list",
    "dict": "schema.fields",
    "model": "schema.fields",
}


class Unfit(ValueError):
    """What a model of the kit raises against a value: the phrase `schema.<name>` with its facts."""

    def __init__(self, name: str, /, **facts: Any) -> None:
        self.text = both(f"schema.{name}", **facts)
        super().__init__(self.text.en)


def in_words(error: Mapping[str, Any]) -> Text:
    """What one of pydantic's errors says, so that it can follow the name of a field.

    >>> in_words({"type": "float_parsing", "msg": "…", "input": "many"}).en
    'must be a number'
    """
    kind, facts = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        return _own_reason(facts.get("error"))
    if kind == "literal_error":
        return _one_of(facts["expected"])
    if kind.startswith("union_tag"):
        field = facts["discriminator"].strip("'")
        if kind == "union_tag_not_found":
            return both("schema.missing_field", field=field)
        return both("schema.bad_field", field=field, said=_one_of(facts["expected_tags"]))
    if kind == "string_pattern_mismatch":
        return both(_LOOKS.get(facts["pattern"], "schema.pattern"), pattern=facts["pattern"])
    if kind in _NAMES:
        name, fact = _NAMES[kind]
        return both(name, count=f"{facts[fact]:g}")
    known = _KINDS.get(kind.partition("_")[0])
    return both(known) if known else both("schema.other")


def _own_reason(problem: Any) -> Text:
    if isinstance(problem, Unfit):
        return problem.text
    reason = getattr(problem, "__cause__", None)
    return reason.text if isinstance(reason, KitError) else Text(da=str(problem), en=str(problem))


def _one_of(expected: str) -> Text:
    names = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if len(names) == 1:
        return both("schema.only", name=names[0])
    return both("schema.one_of", names=", ".join(names[:-1]), last=names[-1])
