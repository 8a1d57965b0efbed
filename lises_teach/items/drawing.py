"""Filling in the units of a key that is drawn from the coders' consensus on a conversation.

So that a graded conversation has one truth, in two tables, and a corrected reading corrects the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lises_teach.coding import Coding, Consensus, codings_in, consensus_in, load_codebook
from lises_teach.i18n import Text, both
from lises_teach.items.keys import Accepted, Drawn, Key, Keys, UnitKey
from lises_teach.paths import kit_folder


def with_drawn_units(keys: Keys, folder: Path) -> Keys:
    """`keys` with the units of every key that names a consensus."""
    if all(key.consensus is None for key in keys.keys):
        return keys
    return keys.model_copy(update={"keys": tuple(_drawn(key, folder) for key in keys.keys)})


def _drawn(key: Key, folder: Path) -> Key:
    if key.consensus is None:
        return key
    units = draw(key.consensus, folder, key.look) or draw(key.consensus, kit_folder("datasets"), key.look)
    return key.model_copy(update={"units": units | key.units})


def draw(drawn: Drawn, folder: Path, look: Text) -> dict[str, UnitKey]:
    """The units of one layer of one conversation, by line; empty where `folder` has none.

    Where to look is the line, and `look`.

    Raises
    ------
    BankError
        One of the two tables cannot be read; the finding names its row.
    """
    if drawn.layer not in load_codebook():
        return {}
    said: dict[int, list[Coding]] = {}
    for coding in codings_in(folder, drawn.conversation, drawn.layer):
        said.setdefault(coding.line, []).append(coding)
    found = consensus_in(folder, drawn.conversation, drawn.layer)
    return {str(row.line): _unit(row, said.get(row.line, []), look) for row in found}


def _unit(row: Consensus, codings: Sequence[Coding], note: Text) -> UnitKey:
    if row.status == "open":
        return UnitKey(status="open")
    layer = load_codebook()[row.layer]
    # several codes on a layer that takes one are kept in sight: `misfits` names what is no code
    answers: list[Accepted] = [codes if layer.multiple else "+".join(codes) for codes in row.readings]
    reasons = [_reason(row, codes, codings) for codes in row.readings]
    look = both("feedback.look_window" if layer.window else "feedback.look_line", line=row.line, look=note)
    return UnitKey(status=row.status, answers=tuple(answers), reasons=tuple(reasons), look=look)


def _reason(row: Consensus, codes: tuple[str, ...], codings: Sequence[Coding]) -> Text:
    """Why a reading is accepted: what the coder who read it so said, else what the comparison said."""
    own = next((c.reason for c in codings if set(c.codes) == set(codes) and c.reason), None)
    if row.status == "agreed":
        return row.reason or own or both("feedback.both_coders")
    return own or row.reason or both("feedback.one_coder")
