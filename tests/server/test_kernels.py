from __future__ import annotations

import asyncio

import pytest
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from lises_teach.server.kernels import PageKernels, overdue
from tests.server.lines import finished


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


def test_a_kernel_that_is_still_starting_ends_with_the_others() -> None:
    async def stop_while_one_starts() -> tuple[list[str], bool]:
        kernels = PageKernels(spare_kernels=1)
        filling = kernels.keep_spares()
        while not kernels._pending_kernels:
            await asyncio.sleep(0)
        (starting,) = kernels._pending_kernels
        await kernels.shutdown_all(now=True)
        await asyncio.wait({filling})
        await kernels.keep_spares()
        return [starting], starting in kernels or bool(kernels.list_kernel_ids())

    started, left = finished(stop_while_one_starts())
    assert len(started) == 1
    assert not left


def test_a_spare_kernel_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    async def start(*_: object, **__: object) -> str:
        return "slow"

    async def hang(*_: object) -> None:
        raise TimeoutError

    async def end(_: PageKernels, kernel_id: str) -> None:
        ended.append(kernel_id)

    monkeypatch.setattr(PageKernels, "start_kernel", start)
    monkeypatch.setattr(PageKernels, "run", hang)
    monkeypatch.setattr(PageKernels, "end_kernel", end)
    kernels = PageKernels(spare_kernels=1)
    kernels.log.disabled = True

    async def fill() -> None:
        await kernels.keep_spares()

    finished(fill())
    assert ended == ["slow"]
    assert kernels.take_spare() is None


def test_a_kernel_that_is_still_starting_is_left_alone() -> None:
    kernels = PageKernels(away_limit_s=0, idle_limit_s=0)
    kernels._kernels["slow"] = ServerKernelManager()
    finished(kernels.cull_kernel_if_idle("slow"))
    assert "slow" in kernels
