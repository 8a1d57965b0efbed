"""The two ways to show pages: the whole site, or one folder on this machine."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lises_teach.i18n import reader_language, t
from lises_teach.paths import is_released, kit_folder
from lises_teach.server.options import SiteOptions, check_preheat, notebook_in
from lises_teach.server.site import Site, make_site


def serve(
    host: str = "127.0.0.1",
    port: int = 8866,
    notebooks: Path | None = None,
    *,
    base_url: str = "/",
    exhibits: Path | None = None,
    preheat: Sequence[str] = (),
    max_kernels: int = 40,
    spare_kernels: int = 1,
    statement: str | None = None,
    idle_minutes: float = 120.0,
    away_s: float = 120.0,
) -> None:
    """Serves the landing page and the notebooks as pages until Ctrl-C or SIGTERM.

    Answers stay in the visitors' browsers. Anybody who can reach `host` may use the site: there is no
    log-in. `notebooks` is a folder, by default the kit's own. See `SiteOptions` for the other parameters.

    Raises
    ------
    CannotListen
        If the port is taken; another one is never used instead.
    UnknownPreheat
        If `preheat` names a notebook that is not in the folder.
    """
    folder = (notebooks or kit_folder("notebooks")).resolve()
    options = SiteOptions(
        folder=folder,
        host=host,
        port=port,
        base_url=base_url,
        exhibits=exhibits,
        preheat=tuple(preheat),
        max_kernels=max_kernels,
        spare_kernels=spare_kernels,
        statement=statement,
        idle_minutes=idle_minutes,
        away_s=away_s,
    )
    check_preheat(options)
    _run(options, browser=False)


def open_folder(folder: Path, port: int = 0, *, browser: bool = True) -> None:
    """Shows one assignment or lesson as a page, to this machine only, until Ctrl-C or SIGTERM.

    Answers go to `answers.json` in the folder, as in JupyterLab. A folder that a course hands out is shown
    from a copy, which is gone afterwards: answers in it would reach the students. The address holds a
    secret, so that no other page in the browser, and no other user of the machine who does not know it,
    can use the kernel.

    Raises
    ------
    NoNotebook
        If it cannot be told which notebook is meant.
    """
    notebook = notebook_in(folder).resolve()
    if is_released(notebook.parent):
        with _copy_of(notebook.parent) as copy:
            _say("released_copy", folder=notebook.parent)
            _open(copy / notebook.name, port, browser=browser)
    else:
        _open(notebook, port, browser=browser)


@contextmanager
def _copy_of(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lises-", ignore_cleanup_errors=True) as place:
        ignore = shutil.ignore_patterns("answers.json", ".*")
        yield Path(shutil.copytree(folder, Path(place).resolve() / folder.name, ignore=ignore))


def _open(notebook: Path, port: int, *, browser: bool) -> None:
    options = SiteOptions(
        folder=notebook.parent,
        port=port,
        base_url=f"/{secrets.token_urlsafe(24)}/",
        only=notebook.name,
        store="sheet",
        idle_minutes=12 * 60,
    )
    _run(options, browser=browser)


def _run(options: SiteOptions, *, browser: bool) -> None:
    def announce(address: str) -> None:
        _say("serving", url=address)
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        make_site(options, announce).start()
    finally:
        Site.clear_instance()


def _say(key: str, **facts: object) -> None:
    print(t(f"server.{key}", reader_language(), **facts), flush=True)  # noqa: T201 - the line a person waits for
