"""Reading banks and keys from YAML, with the line of every finding; finding an item by its id."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from lises_teach.errors import BankError, UnknownItem
from lises_teach.i18n import both
from lises_teach.items.drawing import with_drawn_units
from lises_teach.items.keys import Keys
from lises_teach.items.lines import problems, read_yaml
from lises_teach.items.models import Bank, Frozen
from lises_teach.paths import ITEMS_NAME, kit_folder

Model = TypeVar("Model", bound=Frozen)


def load_bank(path: Path | str) -> Bank:
    """The items in the file `path`.

    Raises
    ------
    BankError
        With one finding for each place, `line N: item-id: what is wrong`.
    """
    return _load(Path(path), Bank)


def load_keys(path: Path | str) -> Keys:
    """The keys in the file `path`, with the units that are drawn from the coders; raises like `load_bank`.

    Their tables are those beside the keys (a course's), else those of the kit's data sets.
    """
    path = Path(path)
    return with_drawn_units(_load(path, Keys), path.parent)


def bank_in(folder: Path) -> Bank | None:
    """The bank of the assignment in `folder`, None where it has no items; raises like `load_bank`."""
    path = folder / ITEMS_NAME
    return load_bank(path) if path.is_file() else None


def find_bank(item_id: str, folder: Path | None = None) -> Bank:
    """The bank that has `item_id`: `items.yaml` in `folder` (default: here), else a practice bank."""
    place = (folder or Path.cwd()) / ITEMS_NAME
    names: list[str] = []
    for path in (place, *practice_banks()):
        if not path.is_file():
            continue
        bank = load_bank(path)
        if item_id in bank:
            return bank
        names += [item.id for item in bank.items]
    raise UnknownItem(item_id, place, tuple(difflib.get_close_matches(item_id, names, n=1)))


def practice_banks() -> tuple[Path, ...]:
    """The item files of the practice lessons that come with the kit."""
    return tuple(sorted((kit_folder("datasets") / "practice").glob("*.items.yaml")))


def practice_bank(lesson: str) -> Bank:
    """The bank of one practice lesson, by its name."""
    path = kit_folder("datasets") / "practice" / f"{lesson}.items.yaml"
    if not path.is_file():
        raise UnknownItem(lesson, path.parent)
    return load_bank(path)


def practice_keys(bank: Bank) -> Keys | None:
    """The keys that ship with a practice bank; None for an assignment's bank."""
    path = kit_folder("datasets") / "practice" / f"{bank.assignment}.keys.yaml"
    return load_keys(path) if path.is_file() else None


def _load(path: Path, model: type[Model]) -> Model:
    try:
        stat = path.stat()
    except FileNotFoundError as problem:
        raise BankError(path, (f"{problem.strerror}",), both("errors.bank_missing", path=path)) from problem
    except OSError as problem:
        raise BankError(path, (f"{problem.strerror or problem}",)) from problem
    loaded: Model = _load_cached(path, model, stat.st_mtime_ns, stat.st_size)
    return loaded


@lru_cache(maxsize=64)
def _load_cached(path: Path, model: type[Model], _mtime_ns: int, _size: int) -> Model:
    try:
        source = path.read_text(encoding="utf-8")
        data = read_yaml(source)
    except UnicodeDecodeError as problem:
        said = both("errors.bank_not_utf8", path=path)
        raise BankError(path, (f"byte {problem.start}: the file is not UTF-8 text",), said) from problem
    except yaml.YAMLError as problem:
        line, reason = _place_in_yaml(source, problem)
        said = both("errors.bank_yaml", path=path, line=line)
        raise BankError(path, (f"line {line}: {reason}",), said) from problem
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        found = tuple(one.in_line for one in problems(source, problem))
        raise BankError(path, tuple(said.en for said in found), reason=found[0]) from problem


def _place_in_yaml(source: str, problem: yaml.YAMLError) -> tuple[int, str]:
    """The line of what is no YAML, and libyaml's reason."""
    if isinstance(problem, yaml.MarkedYAMLError):
        mark = problem.problem_mark
        return mark.line + 1 if mark else 1, problem.problem or "not valid YAML"
    position = getattr(problem, "position", 0)  # a character that YAML does not allow
    return source.count("\n", 0, position) + 1, f"not valid YAML ({problem})"
