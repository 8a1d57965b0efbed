"""Sites that stop when their test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.running import Running, failing, lesson, notebook, run, write


@pytest.fixture
def start_site() -> Iterator[Callable[..., Running]]:
    """`start_site(folder, …)`: a running site or, with what="open", a folder as a page."""
    started: list[Running] = []

    def start(*args: object, **options: object) -> Running:
        started.append(run(*args, **options))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's folder with a lesson, a page that fails and one that cannot be run."""
    place = tmp_path_factory.mktemp("site")
    write(place, lektion=lesson(), fejl=failing(), m6__m6=lesson(), m6__andet=lesson(), umulig=notebook("1"))
    broken = (
        (place / "umulig.ipynb").read_text().replace('"python3"', '"nope"').replace('"python"', '"cobol"')
    )
    (place / "umulig.ipynb").write_text(broken)
    (place / "m6" / "items.yaml").write_text("secret: items")
    (place / "answers.json").write_text("{}")
    return place


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    """One running site for all tests of a module that change nothing."""
    running = run(folder)
    yield running
    running.stop()
