"""Vignettes, the simulated panel and the branching stories: what makes them good to teach with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from itertools import permutations
from pathlib import Path
from statistics import mean

import pytest

from lises_teach.dilemmas import (
    DIMENSIONS,
    Panel,
    branch_ids,
    load_branch,
    load_panel,
    load_vignette,
    vignette_ids,
)
from lises_teach.i18n import LANGS

DATASETS = Path(__file__).parents[2] / "datasets"
ORDER = {"loses": 0, "unchanged": 1, "gains": 2}
HABITS = {
    "caseworker": {"responsiveness", "respect"}, "manager": {"effectiveness"},
    "councillor": {"effectiveness", "fairness"}, "citizen": {"responsiveness", "respect"},
    "employer": {"effectiveness", "responsiveness"},
}  # fmt: skip


# --- vignettes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", vignette_ids())
def test_a_vignette_has_three_options_of_which_none_is_the_better_all_round(name: str) -> None:
    vignette = load_vignette(name)
    assert 70 <= len(vignette.text.da.split()) <= 120
    assert [option.id for option in vignette.options] == ["o1", "o2", "o3"]
    for one, other in permutations(vignette.options, 2):
        pairs = zip(one.effects, other.effects, strict=True)
        assert not all(ORDER[a.change] >= ORDER[b.change] for a, b in pairs), (one.id, other.id)
    for lang in LANGS:
        lengths = [len(option.text.get(lang).split()) for option in vignette.options]
        assert max(lengths) <= 1.6 * min(lengths) + 2, (lang, lengths)


def test_there_are_16_vignettes_and_the_dimension_that_pays_varies() -> None:
    assert len(vignette_ids()) == 16
    paid = Counter(
        effect.dimension
        for name in vignette_ids()
        for option in load_vignette(name).options
        for effect in option.effects
        if effect.change == "loses"
    )
    assert max(paid.values()) <= 1.5 * min(paid.values()), paid


def test_no_effect_is_told_twice() -> None:
    told = [
        effect.text.da
        for name in vignette_ids()
        for option in load_vignette(name).options
        for effect in option.effects
    ]
    assert [text for text, count in Counter(told).items() if count > 1] == []


# --- the panel -----------------------------------------------------------------------------------

PANELS: list[Panel] = [load_panel(name) for name in vignette_ids()]
MOVED = {
    (name, option.id): {e.dimension for e in option.effects if e.change != "unchanged"}
    for name in vignette_ids()
    for option in load_vignette(name).options
}


def test_the_generator_writes_the_same_bytes_from_the_command_line(tmp_path: Path) -> None:
    shutil.copy(DATASETS / "vignette_options.csv", tmp_path)
    subprocess.run([sys.executable, DATASETS / "generators" / "panel.py", tmp_path], check=True, timeout=60)
    assert (tmp_path / "panel.csv").read_bytes() == (DATASETS / "panel.csv").read_bytes()


def test_another_vignette_leaves_the_rows_of_the_others_alone(tmp_path: Path) -> None:
    head, *options = (DATASETS / "vignette_options.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "vignette_options.csv").write_text(head + "".join(options[3:6]), encoding="utf-8")
    subprocess.run([sys.executable, DATASETS / "generators" / "panel.py", tmp_path], check=True, timeout=60)
    rows = (tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 3 * 15
    assert set(rows) <= set((DATASETS / "panel.csv").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.vignette)
def test_three_of_each_role_weigh_every_option_in_steps_of_five(panel: Panel) -> None:
    people = {(w.panellist, w.role) for w in panel.weighings}
    assert Counter(role for _, role in people) == dict.fromkeys(HABITS, 3)
    assert Counter(w.option for w in panel.weighings) == dict.fromkeys(["o1", "o2", "o3"], 15)
    assert all(w.on(dimension) % 5 == 0 for w in panel.weighings for dimension in DIMENSIONS)


def test_the_panel_disagrees_on_every_dimension_of_every_option() -> None:
    spreads = [p.spread(option, d) for p in PANELS for option in ("o1", "o2", "o3") for d in DIMENSIONS]
    widths = [spread.highest - spread.lowest for spread in spreads]
    assert (min(widths), max(widths)) == (25, 70)  # as the card says


def test_weights_lean_towards_what_moves_and_towards_the_habit_of_the_role() -> None:
    given = [(p.vignette, w, d, w.on(d)) for p in PANELS for w in p.weighings for d in DIMENSIONS]
    moved = mean(points for name, w, d, points in given if d in MOVED[name, w.option])
    still = mean(points for name, w, d, points in given if d not in MOVED[name, w.option])
    assert (round(moved), round(still)) == (28, 15)  # as the card says
    for role, habit in HABITS.items():
        own = mean(points for _, w, d, points in given if w.role == role and d in habit)
        rest = mean(points for _, w, d, points in given if w.role == role and d not in habit)
        assert own > rest, role


# --- branching stories ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", branch_ids())
def test_a_story_ends_within_six_choices_at_four_ends_or_more(name: str) -> None:
    branch = load_branch(name)
    lengths = {len(path) for path in branch.paths()}
    assert max(lengths) <= 6
    assert lengths == {4} or name != "authority-and-service"
    assert 10 <= len(branch.nodes) <= 14
    assert sum(node.is_end for node in branch.nodes) >= 4
    assert branch.start.id == "start"


@pytest.mark.parametrize("name", branch_ids())
def test_no_choice_of_a_story_sticks_out(name: str) -> None:
    for node in load_branch(name).nodes:
        assert node.is_end or 2 <= len(node.choices) <= 3
        for lang in LANGS:
            lengths = [len(choice.text.get(lang).split()) for choice in node.choices]
            assert node.is_end or max(lengths) <= 1.6 * min(lengths) + 2, (node.id, lang, lengths)
