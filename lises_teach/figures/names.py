"""What columns and groups are called, and the order they stand in. Never an order by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lises_teach.figures.reading import Group
from lises_teach.i18n import Text, both, phrases

Words = Text | str


def as_text(words: Words) -> Text:
    """`words` in both languages; a string is the same in both.

    >>> as_text("kr.").en
    'kr.'
    """
    return words if isinstance(words, Text) else Text(da=words, en=words)


def named(key: str, labels: Mapping[str, Words]) -> Text:
    """What a reader calls the column or group `key`: by `labels`, by the kit's own words, or as it stands.

    >>> named("team_leader", {}).da, named("team_leader", {"team_leader": "L"}).da, named("x", {}).da
    ('Teamledere', 'L', 'x')
    """
    if key in labels:
        return as_text(labels[key])
    if f"name_{key}" in phrases("figures"):
        return both(f"figures.name_{key}")
    return as_text(key if key.strip() else "?")


def in_order(groups: Sequence[Group], labels: Mapping[str, Words]) -> tuple[Group, ...]:
    """The groups as `labels` or the kit's own words have them, else as the table has them.

    >>> [group.names[0] for group in in_order([Group(("large",), ()), Group(("small",), ())], {})]
    ['small', 'large']
    """
    known = [name.removeprefix("name_") for name in phrases("figures") if name.startswith("name_")]
    wanted = {name: place for place, name in reversed(list(enumerate([*labels, *known])))}
    met: dict[str, int] = {}
    for group in groups:
        for name in group.names:
            met.setdefault(name, len(met))

    def rank(group: Group) -> tuple[tuple[int, int], ...]:
        return tuple((wanted.get(name, len(wanted) + len(labels)), met[name]) for name in group.names)

    return tuple(sorted(groups, key=rank))
