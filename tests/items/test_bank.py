"""Reading banks: a mistake is named with file, line and item, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from lises_teach.errors import BankError, UnknownItem
from lises_teach.items import find_bank, load_bank, load_keys, practice_banks, practice_keys

GOOD = """format: 1
assignment: m9
title: {da: T, en: T}
items:
- id: m9-a
  kind: choice
  title: {da: T, en: T}
  prompt: {da: P, en: P}
  concepts: [C094]
  points: 1
  options:
  - id: a
    text: {da: A, en: A}
  - id: b
    text: {da: B, en: B}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    text: {da: B, en: B}", "    text: {da: B}", 15, "in English"),
        ("points: 1", "points: many", 10, "points"),
        ("  kind: choice", "  kind: guess", 5, "kind"),
        ("{da: B, en: B}", "{da: B, en: B}\n    right: true", 16, "right"),
        ("- id: b", "- id: a", 5, "used twice"),
        ("concepts: [C094]", "concepts: []", 9, "concepts"),
        ("en: B}", 'en: "  "}', 15, "missing in English"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_item(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(BankError) as caught:
        load_bank(path)
    (finding, *_) = caught.value.findings
    assert finding.startswith(f"line {line}: m9-a: ")
    assert said in finding
    assert str(path) in caught.value.sentence("da")


@pytest.mark.parametrize("content", ["a: [", "\tx", "- 1", "", "format: 1"], ids=repr)
def test_a_file_that_is_no_bank_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(content)
    with pytest.raises(BankError):
        load_bank(path)


def test_a_misspelt_item_suggests_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "items.yaml").write_text(GOOD)
    with pytest.raises(UnknownItem) as caught:
        find_bank("m9-aa", tmp_path)
    assert "m9-a?" in caught.value.sentence("da")


def test_the_folders_own_bank_comes_before_practice(tmp_path: Path) -> None:
    (tmp_path / "items.yaml").write_text(GOOD)
    assert find_bank("m9-a", tmp_path).assignment == "m9"


def test_every_practice_bank_has_its_keys_and_is_found_from_anywhere(tmp_path: Path) -> None:
    assert practice_banks()
    for path in practice_banks():
        bank = load_bank(path)
        assert practice_keys(bank) is not None
        assert find_bank(bank.items[0].id, tmp_path) == bank


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("{status: agreed, answers: [a, b], reasons: [{da: x, en: x}, {da: x, en: x}]}", "exactly one"),
        ("{status: contested, answers: [a], reasons: [{da: x, en: x}]}", "two answers"),
        ("{status: open, answers: [a], reasons: [{da: x, en: x}]}", "no answer"),
        ("{status: agreed, answers: [a]}", "reasons"),
    ],
)
def test_a_keys_status_and_answers_must_agree(tmp_path: Path, unit: str, said: str) -> None:
    path = tmp_path / "m9.yaml"
    path.write_text(
        "format: 1\nassignment: m9\nkeys:\n- item: m9-a\n  look: {da: x, en: x}\n"
        f"  units:\n    choice: {unit}\n"
    )
    with pytest.raises(BankError) as caught:
        load_keys(path)
    assert said in caught.value.findings[0]
