from __future__ import annotations

import pytest

from lises_teach.server.kernels import PageKernels, overdue


@pytest.mark.parametrize(
    ("idle_s", "away_s", "ends"),
    [(0, None, False), (99, None, False), (101, None, True), (0, 9, False), (0, 11, True), (101, 9, False)],
    ids=["new", "connected", "idle", "just left", "left", "left but back soon"],
)
def test_a_kernel_ends_when_its_page_is_gone_or_idle(idle_s: float, away_s: float | None, ends: bool) -> None:
    assert overdue(idle_s, away_s, idle_limit_s=100, away_limit_s=10) is ends


def test_places_are_counted_by_page_and_come_back() -> None:
    kernels = PageKernels(max_kernels=2)
    assert kernels.take_place("a")
    assert kernels.take_place("b")
    assert kernels.take_place("a"), "a page keeps the place it has"
    assert not kernels.take_place("c")
    kernels.leave_place("a")
    assert kernels.take_place("c")
