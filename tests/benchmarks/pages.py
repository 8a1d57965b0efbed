"""How soon a person can answer: the kit's page against plain ipywidgets under stock Voilà.

Two pairs of pages: the exercises of M6, and coding 60 lines of a conversation with five codes, which
plain ipywidgets make with ToggleButtons. "Usable" is when the first control, clicked, shows it and a
kernel stands behind it. Requests to other hosts are cut off at once for both, as on a closed network.
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

from playwright.sync_api import Browser, Locator, Route, sync_playwright
from rich.table import Table

from lises_teach.course import init_course
from lises_teach.grading import release
from lises_teach.items import load_bank
from tests.browser.running import FLAGS, free_port
from tests.find_browser import find_browser
from tests.server.running import notebook, run, write

ASSIGNMENT = "m6-inddragelse"
RUNS, COLD_RUNS = 5, 3

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
w.VBox(rows)
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
w.VBox(rows)
"""


@dataclass(frozen=True)
class Contest:
    """One exercise made both ways: two folders of notebooks, and how to tell that a page is usable."""

    title: str
    ours: Path
    page: str
    plain: Path
    answer: Callable[[Browser, str], float]


@contextlib.contextmanager
def kit(folder: Path, *, preheat: bool) -> Iterator[str]:
    """The kit's own site of `folder`; its address."""
    names = [path.stem for path in (*folder.glob("*.ipynb"), *folder.glob("*/*.ipynb"))]
    running = run(folder, preheat=names if preheat else [])
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


def first_tick(browser: Browser, address: str) -> float:
    """Seconds from asking for the page until its first radio button or checkbox is checked."""
    return _usable_after(
        browser,
        address,
        "input[type=radio]:visible, input[type=checkbox]:visible",
        lambda control: control.is_checked(),
    )


def first_code(browser: Browser, address: str) -> float:
    """Seconds from asking for the page until the first line has a code."""
    return _usable_after(
        browser,
        address,
        ".coder .code:visible, .widget-toggle-button:visible",
        lambda control: (
            control.page.locator(".coded[data-coded=true], .widget-toggle-button.mod-active").count() > 0
        ),
    )


def _usable_after(browser: Browser, address: str, selector: str, holds: Callable[[Locator], bool]) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", _stay_home)
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=120_000)
    control = page.locator(selector).first
    control.click(timeout=120_000)
    while not holds(control):
        page.wait_for_timeout(10)
    took = time.perf_counter() - began
    context.close()
    return took


def _stay_home(route: Route) -> None:
    if "//127.0.0.1" in route.request.url or route.request.url.startswith(("blob:", "data:")):
        route.continue_()
    else:
        route.abort()


def times(
    served: Callable[..., contextlib.AbstractContextManager[str]], visit: Callable[[str], float]
) -> dict[str, list[float]]:
    """Cold, warm and preheated times of one way of serving a page."""
    found: dict[str, list[float]] = {"cold": [], "warm": [], "preheated": []}
    for _ in range(COLD_RUNS):
        with served(preheat=False) as address:
            found["cold"].append(visit(address))
            found["warm"].append(visit(address))
    with served(preheat=True) as address:
        visit(address)
        for _ in range(RUNS):
            time.sleep(6)  # the pool fills again before the next visitor, for both ways
            found["preheated"].append(visit(address))
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
    plain = write(temporary / "plain", plain=notebook(PLAIN.format(bank=str(bank))))
    coding = write(temporary / "coding", kod=notebook(CODING))
    plain_coding = write(temporary / "plain-coding", plain=notebook(PLAIN_CODING))
    return (
        Contest(f"The exercises of {ASSIGNMENT}", exercises, ASSIGNMENT, plain, first_tick),
        Contest(f"Coding {LINES} lines with {CODES} codes", coding, "kod", plain_coding, first_code),
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
        lambda **how: stock(contest.plain, **how), lambda address: contest.answer(browser, address)
    )
    ours = times(
        lambda **how: kit(contest.ours, **how),
        lambda address: contest.answer(browser, address + contest.page),
    )
    table = Table(
        "state",
        "plain ipywidgets, stock Voilà, s",
        "the kit, s",
        "stock / kit",
        title=f"{contest.title}: until the first is usable, median",
    )
    for state, measured in ours.items():
        here, there = statistics.median(measured), statistics.median(theirs[state])
        table.add_row(state, f"{there:.2f}", f"{here:.2f}", f"{there / here:.1f} ×")
    return table
