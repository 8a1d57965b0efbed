"""The structure that keeps the kit simple: imports point one way, and a bare import is light."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lises_teach"
HEAVY = (
    "pandas",
    "tornado",
    "sqlalchemy",
    "nbgrader",
    "voila",
    "anywidget",
    "ipywidgets",
    "IPython",
    "typer",
)
# A folder or module may import those on its own line or further up, never further down.
ORDER = [
    "i18n",
    "paths",
    "errors",
    "schema",
    "tables",
    "data",
    "economy",
    "conversations",
    "dilemmas",
    "coding",
    "items",
    "personal",
    "answers",
    "figures",
    "widget",
    "apps",
    "grading",
    "server",
    "course",
    "usage",
    "cli",
    "__main__",
]


def part_of(module: str) -> str:
    names = module.split(".")
    return names[1] if len(names) > 1 else ""


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("lises_teach"):
            named = (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "lises_teach"
                else []
            )
            found |= {part_of(name) for name in (named or [node.module])}
        elif isinstance(node, ast.Import):
            found |= {part_of(alias.name) for alias in node.names if alias.name.startswith("lises_teach.")}
    return found


@pytest.mark.parametrize(
    "path", sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" or p.parent != PACKAGE),
    ids=lambda path: str(path.relative_to(PACKAGE)),
)  # fmt: skip
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in ORDER, f"{own} has no place in the order of imports"
    for other in imports_of(path) - {own, ""}:
        assert ORDER.index(other) < ORDER.index(own), f"{path.name} imports {other}"


@pytest.mark.parametrize(
    "module",
    [
        "lises_teach",
        "lises_teach.items",
        "lises_teach.answers",
        "lises_teach.data",
        "lises_teach.economy",
        "lises_teach.figures",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import {module}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_command_waits_for_the_grammar_of_an_iri() -> None:
    code = "import lises_teach.__main__, nbformat, sys; print('jsonschema' in sys.modules, 'lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_conda_and_pip_ask_for_the_same_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = {line for line in environment["dependencies"] if isinstance(line, str) and line != "pip"}
    assert conda == {f"python{project['requires-python']}", *project["dependencies"]}


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for folder in (PACKAGE, ROOT / "tests")
        for path in folder.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
