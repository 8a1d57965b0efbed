"""Filling in the units of a key that is drawn from what two coders saw: in a conversation, or in cases.

So that what is graded has one truth, in a table, and a corrected reading corrects the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lises_teach.coding import (
    CodedCase,
    Coding,
    Consensus,
    coded_in,
    codings_in,
    consensus_in,
    load_codebook,
)
from lises_teach.i18n import Text, both
from lises_teach.items.keys import Accepted, Drawn, Key, Keys, UnitKey
from lises_teach.paths import kit_folder


def with_drawn_units(keys: Keys, folder: Path) -> Keys:
    """`keys` with the units of every key that names a consensus or a table of cases."""
    if not any(key.drawn for key in keys.keys):
        return keys
    return keys.model_copy(update={"keys": tuple(_drawn(key, folder) for key in keys.keys)})


def _drawn(key: Key, folder: Path) -> Key:
    kit = kit_folder("datasets")
    units: dict[str, UnitKey] = {}
    if key.consensus is not None:
        units = draw(key.consensus, folder, key.look) or draw(key.consensus, kit, key.look)
    if key.cases is not None:
        units = draw_cases(key.cases, kit, folder)
    return key.model_copy(update={"units": units | key.units}) if key.drawn else key


def draw_cases(table: str, *folders: Path) -> dict[str, UnitKey]:
    """The units of the cases of `table` that are coded in `folders`, a later folder before an earlier.

    Readings are sets of codes where any case of the table has several codes, else single codes.

    Raises
    ------
    BankError
        The table cannot be read; the finding names its row.
    """
    coded = {name: case for folder in folders for name, case in coded_in(folder, table).items()}
    several = any(len(codes) > 1 for case in coded.values() for codes in case.readings)
    return {name: _case_unit(case, several=several) for name, case in coded.items()}


def _case_unit(case: CodedCase, *, several: bool) -> UnitKey:
    if case.status == "open":
        return UnitKey(status="open")
    answers: list[Accepted] = [codes if several else codes[0] for codes in case.readings]
    unsaid = both("feedback.both_coders" if case.status == "agreed" else "feedback.one_coder")
    reasons = tuple(case.reason(codes) or unsaid for codes in case.readings)
    return UnitKey(status=case.status, answers=tuple(answers), reasons=reasons)


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
