"""What the page of each app carries: its own front end and words, and nothing of another app's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import lises_teach.apps
from lises_teach.apps import show
from lises_teach.i18n import phrases

FILES = {
    "barrierer": ("barrierer_rules.js", "barrierer_plan.js", "barrierer.js"),
    "gribning": ("gribning.js",),
    "laan_et_oere": ("laan_rules.js", "laan.js", "laan_compare.js"),
    "legitimitet": ("legitimitet.js",),
}
FOLDER = Path(lises_teach.apps.__file__).parent
WORDS = {*phrases("apps"), *phrases("widget")}


def source_of(app: str) -> str:
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in FILES[app])


@pytest.fixture(params=FILES)
def app(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_every_file_of_a_front_end_belongs_to_one_app_or_to_all() -> None:
    named = {"apps.js", *(name for names in FILES.values() for name in names)}
    assert {path.name for path in FOLDER.glob("*.js")} == named


def test_a_page_carries_its_own_app_and_no_other(app: Any) -> None:
    front = str(show(app)._esm)
    assert source_of(app) in front
    assert re.findall(r"^VIEWS\.(\w+) =", front, re.MULTILINE) == [app]


def test_a_page_has_every_phrase_that_its_app_names_and_none_of_anothers(app: Any) -> None:
    widget = show(app)
    named = set(re.findall(r"""["`.](\w+)\b""", source_of(app))) & WORDS
    sent = set(widget.spec["phrases"])
    assert named <= sent
    own = {name.partition("_")[0] for name in sent if re.match("(bar|ear|legit|room)_", name)}
    assert len(own) == 1
    assert own <= {name.partition("_")[0] for name in named}
