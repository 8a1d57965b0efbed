"""A bank's or key's YAML with the line of each place, and what is wrong there, in words.

What pydantic says of a single value is put into words by `lises_teach.schema`; here are the line, the
item, and the field as one finds it in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from lises_teach.i18n import LANGS, Text, both
from lises_teach.schema import in_words

PART_LISTS = ("options", "categories", "snippets", "steps")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Loc = tuple[int | str, ...]


class Problem(NamedTuple):
    """One place that does not fit the model: its line, the item or key it is in, and what is wrong."""

    line: int
    entry: str
    text: Text

    @property
    def in_line(self) -> Text:
        """The whole of it: `line 12: m9-a: points must be a number`."""
        said = both("schema.entry", entry=self.entry, said=self.text) if self.entry else self.text
        return both("schema.at_line", line=self.line, said=said)


def read_yaml(source: str) -> Any:
    """What stands in a bank's file, read by the SafeLoader in C where libyaml is there."""
    return yaml.load(source, Loader=_LOADER)


def problems(source: str, refused: ValidationError) -> Iterator[Problem]:
    """What is wrong in `source`, which a model has refused, each place once."""
    data, lines = read_yaml(source), LineMap(source)
    seen: set[tuple[Loc, str]] = set()
    for error in refused.errors(include_url=False):
        loc = _in_file(data, error)
        entry = entry_name(data, loc) or ""
        said = _said(error, loc, ".".join(str(part) for part in loc[2 if entry else 0 :]))
        if not _follows_from_others(error) and (loc, said.en) not in seen:
            seen.add((loc, said.en))
            yield Problem(lines.of(loc), entry, said)


def entry_name(data: Any, loc: Loc) -> str | None:
    """The id of the item or key that `loc` points into, where it has one."""
    try:
        entry = data[loc[0]][loc[1]]
        name = entry.get("id") or entry.get("item")
        return str(name) if name else None
    except (KeyError, IndexError, TypeError, AttributeError):
        return None


def _follows_from_others(error: Any) -> bool:
    """Whether a list is only too short because pydantic leaves out what is wrong in it."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list) and bool(given)


def _in_file(data: Any, error: Any) -> Loc:
    """Where `error` is, without the names of alternatives that pydantic puts in between."""
    found: list[int | str] = []
    last = len(error["loc"]) - 1
    for place, part in enumerate(error["loc"]):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if place < last or error["type"] != "missing":
                continue
        found.append(part)
    return tuple(found)


def _said(error: Any, loc: Loc, field: str) -> Text:
    if not field:
        return in_words(error)
    if loc[-1] in LANGS and error["type"] in ("missing", "value_error"):
        return both(f"schema.no_language_{loc[-1]}", field=field.rpartition(".")[0])
    if error["type"] == "missing":
        return both("schema.missing_field", field=field)
    if error["type"] == "extra_forbidden":
        name = "sets_apart" if set(PART_LISTS) & set(loc) else "unknown_field"
        return both(f"schema.{name}", field=field)
    if error["type"] == "value_error":
        return both("schema.entry", entry=field, said=in_words(error))
    if loc[-1] != error["loc"][-1]:  # one of several kinds of value that are allowed here, and fit no better
        return both("schema.bad_field", field=field, said=both("schema.other"))
    return both("schema.bad_field", field=field, said=in_words(error))


class LineMap:
    """The line of each place in a YAML text, by the path of keys and indexes that leads to it."""

    def __init__(self, source: str) -> None:
        self._root = yaml.compose(source, Loader=_LOADER)

    def of(self, loc: Loc) -> int:
        """The line (from 1) of the deepest place on the way to `loc` that exists."""
        node, line = self._root, 1
        for part in loc:
            step = _step(node, part)
            if step is not None:  # a union's tag stands in `loc` but not in the file
                node, line = step
        return line


def _step(node: Any, part: int | str) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, child.start_mark.line + 1
    return None
