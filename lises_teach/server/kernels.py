"""The kernels behind the pages: how many there may be, and when one ends. Renders nothing."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Float, Integer, Unicode


def overdue(idle_s: float, away_s: float | None, *, idle_limit_s: float, away_limit_s: float) -> bool:
    """Whether a kernel has outlived its page.

    Parameters
    ----------
    idle_s
        Seconds since the kernel last did anything.
    away_s
        Seconds since the last page went away, or None while one is connected.

    >>> overdue(600, None, idle_limit_s=3600, away_limit_s=60)
    False
    >>> overdue(600, 90, idle_limit_s=3600, away_limit_s=60)
    True
    """
    if away_s is not None:
        return away_s > away_limit_s
    return idle_s > idle_limit_s


_LOAD_KIT = "import lises_teach.widget.views, lises_teach.items"


class PageKernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """Jupyter's kernel manager with a number of places, and kernels that end with their page.

    A place is taken when a page is asked for, before its kernel runs, and is free again when the kernel
    is gone. Kernels made ready in advance take no place until a page gets them: those Voilà has for one
    notebook, and spare ones, which have loaded the kit and wait for whatever page comes.
    """

    max_kernels = Integer(40, config=True, help="How many pages may have a kernel at the same time.")
    idle_limit_s = Float(7200.0, config=True, help="A kernel that has done nothing for this long is ended.")
    away_limit_s = Float(120.0, config=True, help="A kernel without a page is ended after this long.")
    spare_kernels = Integer(0, config=True, help="How many kernels wait for whatever page comes next.")
    store = Unicode("browser", config=True, help="Where a page's answers go: browser or sheet.")

    def __init__(self, **kwargs: Any) -> None:
        self._places: set[str] = set()
        self._left: dict[str, float] = {}
        self._lines: dict[str, set[Callable[[], None]]] = {}
        self._spares: list[str] = []
        self._filling: asyncio.Future[None] | None = None
        self._over = False
        super().__init__(**kwargs)

    def take_place(self, kernel_id: str) -> bool:
        """Gives the page of `kernel_id` a place; False if the house is full."""
        if kernel_id not in self._places and len(self._places) >= self.max_kernels:
            return False
        self._places.add(kernel_id)
        return True

    def leave_place(self, kernel_id: str) -> None:
        """Frees a place whose kernel is gone or never came."""
        self._places.discard(kernel_id)
        self._left.pop(kernel_id, None)

    def page_sent(self, kernel_id: str) -> None:
        """From now on the page is expected to connect; one that never does has left."""
        self._left.setdefault(kernel_id, time.monotonic())

    def on_end(self, kernel_id: str, hang_up: Callable[[], None]) -> None:
        """Has a page's line hung up when its kernel ends; Jupyter's own would stay open and dead."""
        self._lines.setdefault(kernel_id, set()).add(hang_up)

    async def start_kernel(self, **kwargs: Any) -> str:
        """Starts a kernel that knows where answers are stored."""
        env = {**(kwargs.pop("env", None) or os.environ), "LISES_TEACH_STORE": self.store}
        started: str = await super().start_kernel(env=env, **kwargs)
        return started

    def keep_spares(self) -> asyncio.Future[None]:
        """Sees to it that the spare kernels are there again; done when they are, or cannot be."""
        if self._filling is None or self._filling.done():
            self._filling = asyncio.ensure_future(self._fill())
        return self._filling

    async def _fill(self) -> None:
        try:
            while len(self._spares) < self.spare_kernels and not self._over:
                self._spares.append(await self._spare())
        except Exception:
            if self._over:  # it was ended under our hands
                return
            self.log.exception("No spare kernel could be started; pages start their own.")

    async def _spare(self) -> str:
        """A kernel that has loaded the kit; one that does not get so far takes no memory either."""
        kernel_id = await self.start_kernel(kernel_name="python3")
        try:
            await self.run(kernel_id, _LOAD_KIT)
        except Exception:
            await self.end_kernel(kernel_id)
            raise
        return kernel_id

    async def run(self, kernel_id: str, code: str) -> None:
        """Runs the kit's own `code` in a kernel, and waits until it is done."""
        client = self.get_kernel(kernel_id).client()
        client.start_channels(iopub=False, stdin=False, hb=False)
        try:
            await client.execute(code, silent=True, reply=True, timeout=60)
        finally:
            client.stop_channels()

    def take_spare(self) -> str | None:
        """A spare kernel for a page, or None where none is ready."""
        while self._spares:
            kernel_id = self._spares.pop(0)
            if kernel_id in self:
                return kernel_id
        return None

    async def end_kernel(self, kernel_id: str) -> None:
        """Ends a kernel that may already be gone, and frees its place."""
        self.leave_place(kernel_id)
        if kernel_id in self:
            await ensure_async(self.shutdown_kernel(kernel_id, now=True))

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> Any:
        """Ends a kernel; its place is free at once."""
        self.leave_place(kernel_id)
        return await super().shutdown_kernel(kernel_id, *args, **kwargs)

    async def shutdown_all(self, now: bool = False) -> None:
        """Ends all kernels, those that are still starting too.

        Jupyter's own knows nothing of these and fails, as an error for whoever stops the site.
        """
        self._over = True
        await asyncio.gather(*self._pending_kernels.values(), return_exceptions=True)
        await super().shutdown_all(now=now)
        if self._filling is not None:
            self._filling.cancel()  # else it waits for the answer of a kernel that is gone

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forgets a kernel that has ended, with its place and its lines."""
        self.leave_place(kernel_id)
        for hang_up in self._lines.pop(kernel_id, ()):
            hang_up()
        return super().remove_kernel(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Called by the web socket when a page is no longer connected."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self:
            self._left[kernel_id] = time.monotonic()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Called at intervals: Jupyter's own rule knows one limit for kernels with and without a page."""
        kernel = self._kernels[kernel_id]
        started = kernel.trait_has_value("last_activity")
        if kernel_id in self._spares or not started:
            return
        idle_s = time.time() - kernel.last_activity.timestamp()
        left = None if self._kernel_connections.get(kernel_id) else self._left.get(kernel_id)
        away_s = None if left is None else time.monotonic() - left
        if overdue(idle_s, away_s, idle_limit_s=self.idle_limit_s, away_limit_s=self.away_limit_s):
            self.log.info("Ending kernel %s: its page is gone or idle.", kernel_id)
            await self.end_kernel(kernel_id)
