"""The site most pages are tried on; a module that needs another one defines its own `site`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lises_teach.paths import kit_folder
from tests.server.running import Running, run


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    """The kit's own apps and lessons."""
    running = run(kit_folder("notebooks"))
    yield running
    running.stop()
