"""Ctrl-C during a grading waits until the submission at hand is done, whichever thread gets the signal."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from lises_teach.grading.run import _interrupts_held


@pytest.fixture(autouse=True)
def _as_in_a_terminal() -> Iterator[None]:
    """A run in the background begins with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt_and_go_on(done: list[str]) -> None:
    with _interrupts_held():
        os.kill(os.getpid(), signal.SIGINT)
        end = time.monotonic() + 0.2
        while time.monotonic() < end:  # time for Python to run a handler, if it would
            pass
        done.append("the submission at hand")


def test_ctrl_c_waits_even_when_another_thread_takes_the_signal() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)  # does not block the signal, as a progress bar's does not
    other.start()
    done: list[str] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupt_and_go_on(done)
    finally:
        over.set()
        other.join()
    assert done == ["the submission at hand"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
