"""How soon a person can answer: the kit's page against plain ipywidgets under stock Voilà.

Two pairs of pages: the exercises of M6, and coding 60 lines of a conversation with five codes, which
plain ipywidgets make with ToggleButtons. "Usable" is when the first control, clicked, shows that it was;
"acknowledged" is when the page shows that the kernel has heard of that click: the kit's "Gemt", and for
plain ipywidgets a line of text that an observer in the kernel fills. Cold is the first page of a server
that has said it is there, warm the next page, preheated a notebook for which a kernel was made ready.
Requests to other hosts are cut off at once for both, as on a closed network.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright
from rich.table import Table

from lises_teach.course import init_course
from lises_teach.grading import release
from lises_teach.items import load_bank
from tests.browser.running import FLAGS, free_port
from tests.find_browser import find_browser
from tests.server.running import notebook, run, write

ASSIGNMENT = "m6-inddragelse"
RUNS, COLD_RUNS = 5, 3
PAUSE_S = 6  # between two visitors: what either way makes ready in advance is ready again
TICK = "input[type=radio]:visible, input[type=checkbox]:visible"
TICKED = "input:checked"
CODE = ".coder .code:visible, .widget-toggle-button:visible"
CODED = ".coded[data-coded=true], .widget-toggle-button.mod-active"
HEARD_OF = ".heard, .lises-item .status:has-text('Gemt')"

PLAIN = """
import ipywidgets as w
from lises_teach.items import load_bank
from lises_teach.items.models import Choice, Choices, Classify, Order, Number
rows = []
for item in load_bank({bank!r}).items:
    rows.append(w.HTML(f"<h3>{{item.title.da}}</h3><p>{{item.prompt.da}}</p>"))
    if isinstance(item, Choice):
        rows.append(w.RadioButtons(options=[o.text.da for o in item.options], value=None))
    elif isinstance(item, Choices):
        rows += [w.Checkbox(description=o.text.da) for o in item.options]
    elif isinstance(item, Classify):
        for s in item.snippets:
            rows.append(w.HTML(s.text.da))
            if item.multiple:
                rows += [w.Checkbox(description=c.text.da) for c in item.categories]
            else:
                rows.append(w.RadioButtons(options=[c.text.da for c in item.categories], value=None))
    elif isinstance(item, Order):
        rows += [w.Dropdown(description=s.text.da, options=range(len(item.steps))) for s in item.steps]
    elif isinstance(item, Number):
        rows.append(w.Text())
    else:
        rows.append(w.Textarea())
{heard}
w.VBox(rows)
"""
HEARD = """
heard = w.HTML("–")
for row in rows:
    row.observe(lambda change: setattr(heard, "value", "<b class='heard'>heard</b>"), "value")
rows.insert(0, heard)
"""

LINES, CODES = 60, 5
CODING = f"""
from lises_teach.coding import Layer, load_codebook
from lises_teach.conversations import Conversation, Turn
from lises_teach.i18n import Text
from lises_teach.items import Bank, CodeTurns
from lises_teach.widget import replies, specs, views
from lises_teach.widget.stores import open_store
from pathlib import Path
say = lambda text: Text(da=text, en=text)
turns = tuple(Turn(line=n, speaker="B", da=f"Det er linje {{n}}, altså. (0.8) Øhm, ja.") for n in range(1, {LINES + 1}))
code = load_codebook()["uptake"].codes[0]
codes = tuple(code.model_copy(update={{"id": f"c{{n}}", "name": say(f"Kode {{n}}")}}) for n in range({CODES}))
layer = load_codebook()["uptake"].model_copy(update={{"codes": codes, "window": 0}})
item = CodeTurns.model_construct(
    id="kod", kind="code_turns", title=say("Kod"), prompt=say("Kod linjerne."), concepts=("C089",), points=1.0,
    conversation="x", layer="uptake", lines=tuple(range(1, {LINES + 1})))
item.__dict__ |= {{"shown": Conversation(id="x", theme=say("x"), turns=turns), "coded_layer": layer}}
bank = Bank.model_construct(assignment="kod", title=say("Kod"), items=(item,))
desk = replies.Desk(item=item, sheet=open_store(Path.cwd(), "kod"))
views.show_item(desk, specs.item_spec(item, bank, Path.cwd(), "browser", practice=False))
"""
PLAIN_CODING = f"""
import ipywidgets as w
codes = [f"Kode {{n}}" for n in range({CODES})]
rows = []
for n in range(1, {LINES + 1}):
    rows += [w.HTML(f"{{n}} B Det er linje {{n}}, altså. (0.8) Øhm, ja."), w.ToggleButtons(options=codes, value=None)]
{HEARD}
w.VBox(rows)
"""


@dataclass(frozen=True)
class Contest:
    """One exercise made both ways: two folders of notebooks, and what a visitor does first."""

    title: str
    ours: Path
    page: str
    plain: Path
    control: str
    shows: str


@dataclass(frozen=True)
class Visit:
    """Seconds from asking for a page: until its first control shows a click, until the kernel's answer."""

    usable: float
    acknowledged: float


@contextlib.contextmanager
def kit(folder: Path, *, preheat: bool) -> Iterator[str]:
    """The kit's own site of `folder`; its address."""
    names = [path.stem for path in (*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb"))]
    running = run(folder, preheat=names if preheat else [], spare_kernels=1)
    try:
        yield running.url
    finally:
        running.stop()


@contextlib.contextmanager
def stock(folder: Path, *, preheat: bool) -> Iterator[str]:
    """Stock Voilà on the only notebook of `folder`; its address."""
    port = free_port()
    more = ["--preheat_kernel=True", "--pool_size=1"] if preheat else []
    command = [sys.executable, "-m", "voila", "plain.ipynb", "--no-browser", f"--port={port}", *more]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_until_up(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_up(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/static/none", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not come up")


def visit(browser: Browser, address: str, contest: Contest) -> Visit:
    """Asks for a page, clicks its first control, and waits for what shows."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _stay_home)
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=120_000)
    page.locator(contest.control).first.click(timeout=120_000)
    page.locator(contest.shows).first.wait_for(state="attached", timeout=120_000)
    usable = time.perf_counter() - began
    page.locator(HEARD_OF).first.wait_for(timeout=120_000)
    acknowledged = time.perf_counter() - began
    context.close()
    return Visit(usable, acknowledged)


def _stay_home(route: Route) -> None:
    if "//127.0.0.1" in route.request.url or route.request.url.startswith(("blob:", "data:")):
        route.continue_()
    else:
        route.abort()


def times(
    served: Callable[..., contextlib.AbstractContextManager[str]], ask: Callable[[str], Visit]
) -> dict[str, list[Visit]]:
    """Cold, warm and preheated visits of one way of serving a page."""
    found: dict[str, list[Visit]] = {"cold": [], "warm": [], "preheated": []}
    for _ in range(COLD_RUNS):
        with served(preheat=False) as address:
            found["cold"].append(ask(address))
            time.sleep(PAUSE_S)
            found["warm"].append(ask(address))
    with served(preheat=True) as address:
        for _ in range(RUNS):
            time.sleep(PAUSE_S)
            found["preheated"].append(ask(address))
    return found


def contests(temporary: Path) -> tuple[Contest, Contest]:
    """The folders of both pairs of pages, below `temporary`."""
    course = temporary / "course"
    init_course(course)
    release(course, ASSIGNMENT)
    exercises = temporary / "exercises"
    shutil.copytree(course / "release" / ASSIGNMENT, exercises / ASSIGNMENT)
    bank = exercises / ASSIGNMENT / "items.yaml"
    if not load_bank(bank).items:
        raise SystemExit("the released assignment is empty")
    plain = write(temporary / "plain", plain=notebook(PLAIN.format(bank=str(bank), heard=HEARD)))
    coding = write(temporary / "coding", kod=notebook(CODING))
    plain_coding = write(temporary / "plain-coding", plain=notebook(PLAIN_CODING))
    return (
        Contest(f"The exercises of {ASSIGNMENT}", exercises, ASSIGNMENT, plain, TICK, TICKED),
        Contest(f"Coding {LINES} lines with {CODES} codes", coding, "kod", plain_coding, CODE, CODED),
    )


def memory_mb(browser: Browser, contest: Contest) -> float:
    """The proportional memory of one page's kernel, in megabytes."""
    running = run(contest.ours)
    try:
        page = browser.new_page()
        page.goto(running.url + contest.page)
        page.locator("input:visible").first.click(timeout=60_000)
        found = max(kernel.memory_full_info().pss for kernel in running.kernels()) / 1e6
        page.close()
        return float(found)
    finally:
        running.stop()


def tables() -> Iterator[Table]:
    """One table for each pair of pages, and one for the memory of a kernel."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        both = contests(Path(name))
        for contest in both:
            yield _table(browser, contest)
        megabytes = memory_mb(browser, both[0])
        browser.close()
    memory = Table("what", "MB", title="Memory of one page's kernel (proportional)")
    memory.add_row(ASSIGNMENT, f"{megabytes:.0f}")
    yield memory


def _table(browser: Browser, contest: Contest) -> Table:
    theirs = times(
        lambda **how: stock(contest.plain, **how), lambda address: visit(browser, address, contest)
    )
    ours = times(
        lambda **how: kit(contest.ours, **how),
        lambda address: visit(browser, address + contest.page, contest),
    )
    table = Table(
        "state",
        "until",
        "plain ipywidgets, stock Voilà, s",
        "the kit, s",
        "stock / kit",
        title=f"{contest.title}: median of {COLD_RUNS} visits, {RUNS} where preheated",
    )
    for state in ours:
        for what in ("usable", "acknowledged"):
            here, there = (statistics.median(getattr(v, what) for v in way[state]) for way in (ours, theirs))
            table.add_row(state, what, f"{there:.2f}", f"{here:.2f}", f"{there / here:.1f} ×")
    return table
