"""What a site is to be like, and which notebook a folder or an address means. Starts nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lises_teach.errors import KitError
from lises_teach.i18n import both

Store = Literal["sheet", "browser"]


class NoNotebook(KitError):
    """A folder that is to be opened as a page, but holds no notebook, or none that is meant for sure."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ()) -> None:
        self.folder, self.names = folder, names
        if not folder.is_dir():
            text = both("server.no_folder", folder=folder)
        elif names:
            text = both("server.many_notebooks", folder=folder, names=", ".join(names))
        else:
            text = both("server.no_notebook", folder=folder)
        super().__init__(text)


class UnknownPreheat(KitError):
    """A notebook that is to be made ready in advance, but is not on the site."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        super().__init__(both("server.preheat_unknown", name=name, folder=folder))


@dataclass(frozen=True)
class SiteOptions:
    """Everything that tells one site from another.

    Parameters
    ----------
    folder
        The notebooks' folder. Only what `pages_of` finds in it is shown; nothing else of it is served.
    host, port
        Where to listen; port 0 takes any free one.
    base_url
        The path below which everything lies: see `base_of`. `open_folder` puts a secret into it.
    only
        The one notebook of the site, as a file name, shown at `base_url` itself; None for a site with a
        landing page.
    store
        Where the answers go: the visitor's browser, or `answers.json` in `folder`.
    exhibits
        A folder of written feedback (`<student>/<assignment>/<assignment>.html`) to show as examples.
    max_kernels
        How many pages may have a kernel at the same time.
    preheat, preheat_each
        Names (without `.ipynb`) of notebooks to have ready in advance, and how many of each.
    spare_kernels
        How many kernels have the kit loaded and wait for whatever page comes next.
    statement
        The address of the accessibility statement of whoever runs the site: see `web_address`.
    idle_minutes
        A page on which nothing has happened for this long loses its kernel.
    away_s
        A kernel that no page is connected to is ended after this many seconds, in case the page could
        not say that it was left (a phone's browser that was closed, a lost network).
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8866
    base_url: str = "/"
    only: str | None = None
    store: Store = "browser"
    exhibits: Path | None = None
    max_kernels: int = 40
    preheat: tuple[str, ...] = ()
    preheat_each: int = 1
    spare_kernels: int = 0
    statement: str | None = None
    idle_minutes: float = 120.0
    away_s: float = 120.0


def base_of(path: str) -> str | None:
    """A path as the site's addresses begin with it; None if it is no path of plain letters.

    >>> base_of("/"), base_of("lises"), base_of("/kurser/lises/"), base_of("https://kommune.dk/lises")
    ('/', '/lises/', '/kurser/lises/', None)
    """
    inner = path.strip("/")
    if inner and not re.fullmatch(r"[\w.~-]+(/[\w.~-]+)*", inner, re.ASCII):
        return None
    return f"/{inner}/" if inner else "/"


def web_address(text: str) -> str | None:
    """`text` if it is an address on the web, which a page may link to, else None.

    >>> web_address("https://www.was.digst.dk/kommune-dk"), web_address("was.digst.dk/kommune-dk")
    ('https://www.was.digst.dk/kommune-dk', None)
    """
    return text if re.fullmatch(r"https?://[^\s/]+(/\S*)?", text) else None


def notebook_in(folder: Path) -> Path:
    """The notebook a folder is about: the one named like the folder, else the only one in it.

    A path to a notebook is taken as it is. Raises `NoNotebook` when it cannot be told.
    """
    if folder.is_file() and folder.suffix == ".ipynb":
        return folder
    found = tuple(sorted(path.name for path in _notebooks(folder)))
    own = f"{folder.resolve().name}.ipynb"
    if own in found:
        return folder / own
    if len(found) != 1:
        raise NoNotebook(folder, found)
    return folder / found[0]


def pages_of(folder: Path) -> dict[str, str]:
    """The address of each page of a site, with its notebook's path below `folder`, by address.

    A page is a notebook that stands in `folder`, or in a folder of its own name there, as an assignment
    does beside its items. Nothing else of the folder can be reached.
    """
    top = {path.stem: path.name for path in _notebooks(folder)}
    own = {
        path.stem: f"{path.stem}/{path.name}"
        for path in _notebooks(folder, "*/*.ipynb")
        if path.parent.name == path.stem
    }
    return dict(sorted({**own, **top}.items()))


def _notebooks(folder: Path, pattern: str = "*.ipynb") -> list[Path]:
    found = folder.glob(pattern) if folder.is_dir() else ()
    return [
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def notebook_for(options: SiteOptions, address: str) -> str | None:
    """The notebook an address means, as a path below the site's folder, or None if it is none of its.

    Voilà's own spelling of an address, with folder and `.ipynb`, is understood. Addresses are only
    compared with what is there, never joined to a path.
    """
    name = address.removesuffix(".ipynb").rpartition("/")[2]
    if options.only is not None:
        return options.only if name in ("", Path(options.only).stem) else None
    return pages_of(options.folder).get(name)


def check_preheat(options: SiteOptions) -> None:
    """Raises `UnknownPreheat` for the first listed notebook that is not on the site."""
    for name in options.preheat:
        if notebook_for(options, name) is None:
            raise UnknownPreheat(name, options.folder)
