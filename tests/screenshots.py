"""The pictures of the README, taken from the running kit: `make screenshots` writes them to `docs/`.

Everything is started with the commands a user types, on a demo course in a temporary folder. The
browser's clock stands still, so that two runs on one machine give the same pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect, sync_playwright

from tests.browser.running import FLAGS, FORMGRADER_LISTENS, free_port, start
from tests.find_browser import find_browser

TARGET = Path(__file__).resolve().parent.parent / "docs"
MAX_BYTES = 150_000
ASSIGNMENT = "m6-inddragelse"
STUDENT = "misforstaaelser"
LAPTOP, WINDOW, TALL, PHONE, ROOM = (1280, 960), (900, 700), (900, 900), (360, 740), (1280, 760)
PANEL: FloatRect = {"x": 100, "y": 118, "width": 1080, "height": 640}  # without the bar, whose numbers change
GREY_TEXT = "--disable-lcd-text"  # coloured edges would double the size of a picture
CLOCK = "Date.prototype.getHours = () => 14; Date.prototype.getMinutes = () => 2;"
WEIGHTS = ("40", "20", "25", "15")
LOST = "Den aftale, køkkenet regnede med, og roen for de to, der venter."
LAB = "import os, sys; os.chdir(sys.argv.pop(1)); from jupyterlab.labapp import main; main()"


@contextmanager
def kit(*arguments: str) -> Iterator[str]:
    """The address that a `lises-teach` command serves, until it is no longer needed."""
    command = [sys.executable, "-m", "lises_teach", *arguments]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "LISES_TEACH_LANG": "da"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            address = next(
                (m.group() for line in process.stdout or () if (m := re.search(r"http://\S+", line))), None
            )
            if address is None:
                raise SystemExit(f"`lises-teach {' '.join(arguments)}` did not come up")
            yield address
        finally:
            process.terminate()


@contextmanager
def formgrader(course: Path, home: Path) -> Iterator[str]:
    """The formgrader's address, in a JupyterLab started in the course's folder."""
    port = free_port()
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    options += ["--IdentityProvider.token=", "--ServerApp.password=", "--allow-root"]
    server = start([sys.executable, "-c", LAB, str(course), *options], home, "/api/status", port)
    try:
        yield f"{server.url}/formgrader"
    finally:
        server.stop()


@contextmanager
def shown(
    browser: Browser, address: str, size: tuple[int, int] = WINDOW, scheme: str = "light"
) -> Iterator[Page]:
    """`address` in a new visitor's window, complete, with a clock that stands still."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="da-DK",
    )
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.goto(address)
    if page.locator("#cells").count():
        page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    context.close()


def take(
    page: Page, name: str, top: Locator | None = None, *, above_px: int = 24, clip: FloatRect | None = None
) -> None:
    """Save what the window shows, with `top` a little below its upper edge."""
    if top:
        scroll = "(it, above) => scrollTo(0, Math.round(scrollY + it.getBoundingClientRect().top) - above)"
        top.evaluate(scroll, above_px)
    place = TARGET / f"{name}.png"
    page.screenshot(path=place, animations="disabled", clip=clip)
    if place.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{place} has {place.stat().st_size} bytes; at most {MAX_BYTES} are wanted")
    print(f"{place.relative_to(TARGET.parent)}  {place.stat().st_size / 1000:.0f} kB")


def answer(page: Page, name: str, *choices: int) -> Locator:
    """Choose the option of that number in each of the first groups of radio buttons, until that is saved."""
    exercise = page.locator(f'.lises-item[data-item="{name}"]')
    for group, choice in enumerate(choices):
        exercise.locator("fieldset").nth(group).locator("input").nth(choice).check()
    expect(exercise.locator(".status")).to_contain_text(re.compile("14[.:]02"))
    return exercise


def landing(browser: Browser, site: str) -> None:
    with shown(browser, site, LAPTOP) as page:
        take(page, "landing")


def answering(browser: Browser, assignment: str) -> None:
    """A student answers the assignment from the folder that was handed out."""
    with shown(browser, assignment) as page:
        take(page, "answering", answer(page, "m6-indflydelse", 0))


def phone(browser: Browser, site: str) -> None:
    """A member of staff practises."""
    with shown(browser, f"{site}m0-start", PHONE) as page:
        exercise = answer(page, "m0-kilde", 0, 2)
        take(page, "phone", exercise.locator("fieldset").first)


def english_dark(browser: Browser, site: str) -> None:
    with shown(browser, f"{site}m0-start?lang=en", scheme="dark") as page:
        exercise = answer(page, "m0-ikke", 0)
        exercise.get_by_role("button", name="See feedback").press("Enter")
        expect(exercise.get_by_role("heading", name="Feedback")).to_be_focused()
        take(page, "english-dark", exercise.locator(".answer"))


def coding(browser: Browser, site: str) -> None:
    """Lines of a conversation are coded with one key each."""
    with shown(browser, f"{site}m0-start", TALL) as page:
        exercise = page.locator('.lises-item[data-item="m0-gribning"]')
        exercise.get_by_role("button", name="Gribes").focus()
        for key in "332":
            page.keyboard.press(key)
        expect(exercise.locator(".status")).to_contain_text(re.compile("14[.:]02"))
        take(page, "coding", exercise.locator(".turn").nth(7), above_px=8)


def room(browser: Browser, site: str) -> None:
    """A broker has stopped a conversation before a room."""
    with shown(browser, f"{site}gribning", ROOM) as page:
        page.get_by_label("Samtale", exact=True).select_option("no-goals")
        page.get_by_role("button", name="Videre").focus()
        while not page.get_by_role("heading", name="Det kunne også blive sagt").count():
            page.keyboard.press("PageDown")
        take(page, "room", page.locator(".turn:visible").nth(-4))


def weighing(browser: Browser, site: str) -> None:
    """A group has weighed a dilemma and sees the panel's spread."""
    with shown(browser, f"{site}legitimitet", TALL) as page:
        for group in page.get_by_role("group", name=re.compile(r"^Mulighed \d$")).all():
            for field, points in zip(group.get_by_role("spinbutton").all(), WEIGHTS, strict=True):
                field.fill(points)
        page.get_by_label("Hvad går tabt").fill(LOST)
        page.get_by_role("button", name="Se panelets spænd").press("Enter")
        chart = page.get_by_role("img", name=re.compile("det simulerede panels spænd")).first
        expect(chart).to_be_visible()
        take(page, "weighing", page.get_by_role("heading", name="Mulighed 1", exact=True))


def survey(browser: Browser, site: str) -> None:
    """How far each barrier stands in the way, in the constructed survey."""
    with shown(browser, f"{site}barrierer", TALL) as page:
        page.get_by_role("button", name=re.compile("^4")).press("Enter")
        take(page, "survey", page.get_by_role("img").locator("xpath=ancestor::figure"))


def feedback(browser: Browser, site: str) -> None:
    with shown(browser, f"{site}eksempel/{STUDENT}/{ASSIGNMENT}") as page:
        take(page, "feedback", page.locator("#cell-m6-indflydelse table"))


def grading(browser: Browser, address: str, course: Path) -> None:
    """An essay with its rubric, as the instructor reads it."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        submission = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, STUDENT).id
    with shown(browser, f"{address}/submissions/{submission}/", LAPTOP) as page:
        page.wait_for_function(FORMGRADER_LISTENS)
        page.evaluate("() => jQuery('body, html').finish()")  # it was on its way to the first field
        essay = page.locator(".nbgrader_cell", has=page.locator(".lises-essay")).last
        take(page, "formgrader", essay, above_px=130, clip=PANEL)


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        course, folder = Path(name, "course"), Path(name, ASSIGNMENT)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS, GREY_TEXT])
        with kit("demo", "--dir", str(course), "--port", str(free_port())) as site:
            landing(browser, site)
            phone(browser, site)
            english_dark(browser, site)
            coding(browser, site)
            room(browser, site)
            weighing(browser, site)
            survey(browser, site)
            feedback(browser, site)
        shutil.copytree(course / "release" / ASSIGNMENT, folder)
        with kit("open", str(folder), "--no-browser") as assignment:
            answering(browser, assignment)
        with formgrader(course, Path(name)) as address:
            grading(browser, address, course)
        browser.close()


if __name__ == "__main__":
    main()
