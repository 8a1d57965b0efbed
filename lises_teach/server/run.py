"""The two ways to show pages: the whole site, or one folder on this machine."""

from __future__ import annotations

import secrets
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from lises_teach.i18n import reader_language, t
from lises_teach.paths import kit_folder
from lises_teach.server.options import SiteOptions, check_preheat, notebook_in
from lises_teach.server.site import Site, make_site


def serve(
    host: str = "127.0.0.1",
    port: int = 8866,
    notebooks: Path | None = None,
    *,
    exhibits: Path | None = None,
    preheat: Sequence[str] = (),
    max_kernels: int = 40,
    spare_kernels: int = 1,
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
        exhibits=exhibits,
        preheat=tuple(preheat),
        max_kernels=max_kernels,
        spare_kernels=spare_kernels,
        idle_minutes=idle_minutes,
        away_s=away_s,
    )
    check_preheat(options)
    _run(options, browser=False)


def open_folder(folder: Path, port: int = 0, *, browser: bool = True) -> None:
    """Shows one assignment or lesson as a page, to this machine only, until Ctrl-C or SIGTERM.

    Answers go to `answers.json` in the folder, as in JupyterLab. The address holds a secret, so that no
    other page in the browser, and no other user of the machine who does not know it, can use the kernel.

    Raises
    ------
    NoNotebook
        If it cannot be told which notebook is meant.
    """
    notebook = notebook_in(folder).resolve()
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
        print(t("server.serving", reader_language(), url=address), flush=True)  # noqa: T201 - the one line a person waits for
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        make_site(options, announce).start()
    finally:
        Site.clear_instance()
