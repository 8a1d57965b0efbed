"""The pages' request handlers: thin, they ask `options`, `policy` and `kernels` and answer."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado import web
from tornado.iostream import StreamClosedError
from voila.handler import BaseVoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from lises_teach.i18n import Lang, as_language
from lises_teach.server.catalogue import KINDS, exhibit_file, exhibit_titles, read_cards, read_exhibits
from lises_teach.server.options import notebook_for
from lises_teach.server.parts import Discreet
from lises_teach.server.policy import new_nonce, page_headers

if TYPE_CHECKING:
    from lises_teach.server.site import Site


class PageHandler(Discreet, BaseVoilaHandler):  # type: ignore[misc]
    """What all pages share: the headers, the language, and error pages in both languages."""

    site: Site

    def initialize(self, site: Site) -> None:
        """Tornado's constructor."""
        super().initialize(voila_configuration=site.voila_configuration)
        self.site = site

    def set_default_headers(self) -> None:
        """Headers of every answer, errors included."""
        super().set_default_headers()
        self.nonce = new_nonce()
        for name, value in page_headers(self.nonce, self.request.host).items():
            self.set_header(name, value)

    @property
    def lang(self) -> Lang:
        """The language this visitor asks for."""
        asked = self.request.query_arguments.get("lang", [b""])[-1]
        return as_language(asked.decode("ascii", "replace"))

    def render_template(self, name: str, **facts: Any) -> str:
        """A page from our templates. Jupyter's own namespace stays out: it wants a cookie on every page."""
        statement = self.site.options.statement
        place = {"lang": self.lang, "nonce": self.nonce, "home": self.site.home, "statement": statement}
        html: str = self.get_template(name).render(site=place, base_url=self.base_url, **facts)
        return html


class LandingHandler(PageHandler):
    """The front page, read afresh each time: a new lesson needs no restart."""

    async def get(self) -> None:
        options = self.site.options
        cards = read_cards(options.folder)
        shown = {kind: [card for card in cards if card.kind == kind] for kind in KINDS}
        exhibits, titles = read_exhibits(options.exhibits), exhibit_titles(options.exhibits)
        facts = {"cards": shown, "exhibits": exhibits, "titles": titles}
        self.finish(self.render_template("landing.html", front=True, **facts))

    async def head(self) -> None:
        """As `get`, without the page: for whatever checks links."""
        await self.get()


class ExhibitHandler(PageHandler):
    """One constructed student's feedback, as the student gets it, below a way back to the front page."""

    async def get(self, student: str, assignment: str) -> None:
        path = exhibit_file(self.site.options.exhibits, student, assignment)
        if path is None:
            raise web.HTTPError(404)
        home = self.render_template("example.html")
        self.finish(path.read_text(encoding="utf-8").replace("<main>", f"<main>\n{home}", 1))


class AccessibilityHandler(PageHandler):
    """What is known about how well everybody can use the pages."""

    async def get(self) -> None:
        self.finish(self.render_template("accessibility.html"))


class NotFoundHandler(PageHandler):
    """Every address that is nothing else, whatever the method."""

    async def prepare(self) -> None:
        raise web.HTTPError(404)


class LessonHandler(PageHandler):
    """A notebook as a page, with a kernel that lives as long as the page does.

    Voilà's own handler starts the kernel before it sends anything, has no way to refuse, and hangs when
    the kernel does not start; the rendering itself is Voilà's.
    """

    async def get(self, address: str = "") -> None:
        notebook = notebook_for(self.site.options, address)
        if notebook is None:
            raise web.HTTPError(404)
        if not (self.site.options.folder / notebook).is_file():
            self.tell_moved(notebook)
            return
        kernel_id = str(uuid.uuid4())
        if not self.kernel_manager.take_place(kernel_id):
            self.refuse()
            return
        await self.send_page(notebook, kernel_id)

    def tell_moved(self, notebook: str) -> None:
        """What is shown was moved while its page was open: says what to do, for the address is right."""
        folder = self.site.options.folder
        what = notebook if folder.is_dir() else folder.name
        self.set_status(404)
        self.finish(self.render_template("moved.html", what=what, is_file=folder.is_dir()))

    def refuse(self) -> None:
        """The house is full: says so, and when to come again."""
        self.set_status(503)
        self.set_header("Retry-After", "60")
        self.finish(self.render_template("full.html"))

    async def send_page(self, notebook: str, kernel_id: str) -> None:
        """Sends the page piece by piece; a kernel whose page never arrived is ended."""
        kernels, marks = self.kernel_manager, self.site.marks
        self.set_header("X-Accel-Buffering", "no")  # nginx would hold the text back until the kernel is done
        chunks: AsyncGenerator[str] | None = None
        arrived = False
        try:
            if kernels.get_pool_size(notebook):
                kernel_id, chunks = await self.take_preheated(notebook, kernel_id)
            if chunks is None and (spare := kernels.take_spare()):
                kernel_id = self.change_place(kernel_id, spare)
            async with aclosing(chunks or self.render_notebook(notebook, kernel_id)) as pieces:
                async for html in pieces:
                    self.write(marks.fill(html, self.nonce, self.lang))
                    await self.flush()
            kernels.page_sent(kernel_id)
            arrived = True
        except StreamClosedError:
            self.log.debug("The visitor left %s before it was there", notebook)
        except Exception:
            if not self._headers_written:
                raise
            self.log.exception("The page %s could not be finished", notebook)
            self.write(self.render_template("failed.html.j2"))
            self.finish()
        finally:
            if not arrived:
                await kernels.end_kernel(kernel_id)
            kernels.keep_spares()

    async def render_notebook(self, notebook: str, kernel_id: str) -> AsyncGenerator[str]:
        """The page in pieces, while its kernel starts and runs cell after cell."""
        renderer = self.renderer(notebook)
        await renderer.initialize()
        kernel_name = renderer.notebook.metadata.kernelspec.name
        starting = asyncio.ensure_future(self.start(kernel_name, kernel_id, str(Path(notebook).parent)))
        try:
            async for html, _ in renderer.generate_content_generator(kernel_id, starting):
                yield html
        finally:
            await asyncio.wait({starting})  # a kernel that is still starting cannot be ended

    async def start(self, kernel_name: str, kernel_id: str, path: str) -> Any:
        """The manager of a kernel, new or spare, in the notebook's folder; its id is known beforehand."""
        kernels = self.kernel_manager
        if kernel_id in kernels:
            folder = kernels.cwd_for_path(path)
            await kernels.run(kernel_id, f"import os; os.chdir({folder!r})")
        else:
            await kernels.start_kernel(kernel_name=kernel_name, kernel_id=kernel_id, path=path)
        return kernels.get_kernel(kernel_id)

    def change_place(self, place: str, kernel_id: str) -> str:
        """Gives the place kept for a new kernel to one that runs already; its id."""
        self.kernel_manager.leave_place(place)
        self.kernel_manager.take_place(kernel_id)
        return kernel_id

    async def take_preheated(self, notebook: str, place: str) -> tuple[str, AsyncGenerator[str] | None]:
        """A page that was rendered in advance, with its kernel; without pieces if it is not usable."""
        kernels = self.kernel_manager
        task, _, kernel_id = await kernels.get_rendered_notebook(notebook)
        if kernel_id not in kernels:
            return place, None
        self.change_place(place, kernel_id)

        async def chunks() -> AsyncGenerator[str]:
            rendered, rest = await task
            yield "".join(rendered)
            async for html, _ in rest:
                yield html

        return kernel_id, chunks()

    def renderer(self, notebook: str) -> NotebookRenderer:
        """Voilà's renderer for one notebook of the site."""
        site = self.site
        config = get_page_config(
            base_url=self.base_url,
            settings=self.settings,
            log=self.log,
            voila_configuration=site.voila_configuration,
        )
        return NotebookRenderer(
            request_handler=self,
            voila_configuration=site.voila_configuration,
            traitlet_config=site.config,
            notebook_path=notebook,
            template_paths=site.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=config,
        )
