"""The site in a real browser: accessible, offline, in both languages, and honest about its connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.running import Axe
from tests.server.running import Running, failing, lesson, notebook, run, until, write

LOST = "Forbindelsen er afbrudt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    write(place, lektion=lesson(), fejl=failing(), umulig=notebook("1"))
    broken = (
        (place / "umulig.ipynb").read_text().replace('"python3"', '"nope"').replace('"python"', '"cobol"')
    )
    (place / "umulig.ipynb").write_text(broken)
    return place


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    running = run(folder, away_s=15)
    yield running
    running.stop()


@pytest.fixture
def own_site(folder: Path) -> Iterator[Callable[..., Running]]:
    """A site that the test may break: `own_site(…)`."""
    started: list[Running] = []

    def start(**options: object) -> Running:
        started.append(run(folder, **options))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.stop()


def said(page: Page) -> list[str]:
    """What the console will have said about the page that went wrong; JupyterLab's own warnings aside."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def every_look(page: Page, axe: Axe) -> list[str]:
    """What axe finds in both languages and with light and dark colours."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for _ in range(2):
            page.locator("button.switch:visible").click()
            lang = page.evaluate("() => document.documentElement.lang")
            found += [f"{scheme} {lang} {line}" for line in axe(page)]
    return found


@pytest.mark.parametrize("path", ["", "tilgaengelighed", "lektion", "fejl", "findes-ikke", "umulig"])
def test_axe_finds_nothing(site: Running, page_factory: Any, axe: Axe, path: str) -> None:
    page = page_factory()
    page.goto(site.url + path)
    if path in ("lektion", "fejl"):
        ready(page)
    assert every_look(page, axe) == []


def test_axe_finds_nothing_when_the_house_is_full(
    own_site: Callable[..., Running], page_factory: Any, axe: Axe
) -> None:
    running = own_site(max_kernels=1)
    first = page_factory()
    first.goto(running.url + "lektion")
    second = page_factory()
    second.goto(running.url + "lektion")
    expect(second.get_by_role("heading", level=1)).to_have_text(
        "Alle pladser er optaget", use_inner_text=True
    )
    assert every_look(second, axe) == []
    first.close(run_before_unload=True)
    until(lambda: not running.kernels())
    second.get_by_role("button", name="Prøv igen").click()
    ready(second)
    expect(second.get_by_role("heading", level=1)).to_contain_text("Prøven")


def test_a_reload_in_a_full_house_keeps_ones_place(
    own_site: Callable[..., Running], page_factory: Any
) -> None:
    running = own_site(max_kernels=1)
    page = page_factory()
    page.goto(running.url + "lektion")
    ready(page)
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prøven")


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", ["", "tilgaengelighed", "lektion"])
def test_nothing_foreign_and_nothing_forbidden(
    site: Running, page_factory: Any, path: str, lang: str
) -> None:
    page = page_factory()
    errors = said(page)
    page.goto(f"{site.url}{path}?lang={lang}")
    if path == "lektion":
        ready(page)
        page.get_by_role("button", name="Fordobl").click()
        expect(page.locator("output")).to_have_text("2")
    assert page_factory.foreign == []
    assert errors == []


def test_text_is_there_before_the_kernel_is(site: Running, page_factory: Any) -> None:
    page = page_factory()
    page.goto(site.url + "lektion", wait_until="commit")
    expect(page.get_by_role("status").filter(has_text="Siden gøres klar")).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("af 6", use_inner_text=True)
    before = page.locator("h1:visible").bounding_box()
    ready(page)
    expect(page.locator("#progress")).to_be_hidden()
    assert page.locator("h1:visible").bounding_box() == before


@pytest.mark.parametrize("path", ["", "lektion", "findes-ikke", "tilgaengelighed"])
def test_english_is_asked_for_in_the_address(site: Running, page_factory: Any, path: str) -> None:
    page = page_factory()
    page.goto(f"{site.url}{path}?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator(".tr[lang=da]:visible").count() == 0
    assert page.locator("h1:visible").count() == 1
    assert page.title() == page.locator("title").get_attribute("data-en")


def test_the_language_switches_without_a_reload(site: Running, page_factory: Any) -> None:
    page = page_factory()
    ready_page = page
    ready_page.goto(site.url + "lektion")
    ready(page)
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")
    page.evaluate(
        "() => { window.heard = []; window.addEventListener('lises-lang', (e) => heard.push(e.detail)); }"
    )
    switch = page.get_by_role("button", name="English")
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1:visible")).to_contain_text("The trial")
    expect(page).to_have_title("The trial")
    expect(page.get_by_role("button", name="Dansk")).to_be_focused()
    assert page.evaluate("() => heard") == ["en"]
    assert page.url.endswith("?lang=en")
    expect(page.locator("output")).to_have_text("2")
    page.get_by_role("link", name="LISES in teaching").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LISES in teaching", use_inner_text=True)
    assert page.url.endswith("?lang=en")


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("path", ["", "tilgaengelighed", "lektion", "fejl", "findes-ikke"])
def test_nothing_is_wider_than_a_phone(site: Running, page_factory: Any, path: str, width: int) -> None:
    page = page_factory(viewport={"width": width, "height": 640})
    page.goto(site.url + path)
    if path in ("lektion", "fejl"):
        ready(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "() => [...document.querySelectorAll('button[data-do], a[href]')].filter((e) => e.offsetHeight)"
        ".filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML)"
    )
    assert small == []


def test_type_is_large_on_a_projector(site: Running, page_factory: Any) -> None:
    page = page_factory()
    size = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    page.goto(site.url)
    assert page.evaluate(size) >= 17
    page.goto(f"{site.url}?size=room")
    assert page.evaluate(size) >= 28
    page.get_by_role("link", name="Prøven").click()
    expect(page.locator("h1:visible")).to_contain_text("Prøven")
    assert "size=room" in page.url
    assert page.evaluate(size) >= 28


def test_the_keyboard_reaches_everything_in_order(site: Running, page_factory: Any) -> None:
    page = page_factory()
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Prøven")).to_be_focused()


def test_a_visitors_answers_can_be_deleted(site: Running, page_factory: Any) -> None:
    page = page_factory()
    page.goto(site.url)
    page.evaluate(
        "() => { localStorage['lises:m0:x'] = '1'; localStorage['lises:y'] = '2'; localStorage.other = '3'; }"
    )
    delete = page.get_by_role("button", name="Slet mine svar i denne browser")
    delete.click()
    expect(page.get_by_text("Tryk igen for at slette. Det kan ikke fortrydes.")).to_be_visible()
    assert len(page.evaluate("() => Object.keys(localStorage)")) == 3
    delete.click()
    expect(page.get_by_text("Dine svar er slettet i denne browser.")).to_be_visible()
    expect(page.get_by_text("Tryk igen for at slette.")).to_be_hidden()
    assert page.evaluate("() => Object.keys(localStorage)") == ["other"]


def test_the_page_prints_without_its_controls(site: Running, page_factory: Any) -> None:
    page = page_factory()
    page.goto(site.url)
    page.emulate_media(media="print")
    expect(page.locator("header.site")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_ten_reloads_leave_one_kernel(own_site: Callable[..., Running], page_factory: Any) -> None:
    running = own_site(away_s=600)
    page = page_factory()
    page.goto(running.url + "lektion")
    for number in range(10):
        if number % 2:
            ready(page)
        page.reload(wait_until="commit")
        page.locator("#cells").wait_for(state="attached")  # Chromium reloads no page that is being swapped
    ready(page)
    until(lambda: len(running.kernels()) == 1)
    page.get_by_role("link", name="LISES i undervisningen").click()
    until(lambda: not running.kernels())


def test_a_dead_kernel_is_told_in_words(
    own_site: Callable[..., Running], page_factory: Any, axe: Axe
) -> None:
    running = own_site()
    page = page_factory()
    page.goto(running.url + "lektion")
    ready(page)
    expect(page.get_by_text(LOST)).to_be_hidden()
    (kernel,) = running.kernels()
    kernel.kill()
    expect(page.get_by_role("alert")).to_contain_text(LOST)
    expect(page.get_by_role("alert")).to_contain_text("Dine gemte svar er der stadig.")
    assert every_look(page, axe) == []
    page.get_by_role("button", name="Genindlæs siden").click()
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload'")
    ready(page)
    expect(page.get_by_text(LOST)).to_be_hidden()
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")
    assert "Traceback" not in running.log()


def test_on_a_phone_on_its_side_a_lost_line_is_short_and_hides_nothing_one_moves_to(
    own_site: Callable[..., Running], page_factory: Any
) -> None:
    running = own_site()
    page = page_factory(viewport={"width": 640, "height": 320})
    page.goto(running.url + "lektion")
    ready(page)
    (kernel,) = running.kernels()
    kernel.kill()
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text(LOST)
    box = notice.bounding_box()
    assert box["height"] < 100
    page.get_by_role("button", name="Fordobl").focus()
    shown = page.get_by_role("button", name="Fordobl").bounding_box()
    assert shown["y"] >= 0
    assert shown["y"] + shown["height"] <= notice.bounding_box()["y"]


def test_a_dead_server_is_told_in_words(own_site: Callable[..., Running], page_factory: Any) -> None:
    running = own_site()
    page = page_factory()
    page.goto(running.url + "lektion?lang=en")
    ready(page)
    running.stop()
    expect(page.get_by_role("alert")).to_contain_text("The connection is lost")
    expect(page.get_by_text("The exercise says whether it is kept when you reload the page.")).to_be_visible()
    expect(page.get_by_role("button", name="Close")).to_be_hidden()


def test_a_kernel_that_was_ended_for_being_idle_is_told_in_words(
    own_site: Callable[..., Running], page_factory: Any
) -> None:
    running = own_site(idle_minutes=0.05, away_s=2)
    page = page_factory()
    page.goto(running.url + "lektion")
    ready(page)
    until(lambda: not running.kernels())
    expect(page.get_by_role("alert")).to_contain_text(LOST)


OWN_LINE = "async () => (await import('/voila/templates/lises/static/lesson.js')).line.socket.close()"
FOREIGN_LINE = "() => window.jupyterapp.widgetManager.kernel._ws.close()"


@pytest.mark.parametrize("cut", [OWN_LINE, FOREIGN_LINE], ids=["the page's line", "Voilà's line"])
def test_a_network_that_comes_back_takes_the_message_away(
    own_site: Callable[..., Running], page_factory: Any, cut: str
) -> None:
    running = own_site()
    page = page_factory()
    page.goto(running.url + "lektion")
    ready(page)
    page.context.set_offline(True)
    page.evaluate(cut)
    expect(page.get_by_role("alert")).to_contain_text(LOST)
    page.context.set_offline(False)
    expect(page.get_by_text(LOST)).to_be_hidden(timeout=30_000)
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")


def test_a_visitor_cannot_run_code(site: Running, page_factory: Any, tmp_path: Path) -> None:
    page = page_factory()
    page.goto(site.url + "lektion")
    ready(page)
    code = f"open({str(tmp_path / 'written')!r}, 'w').close()"
    page.evaluate("(code) => { window.jupyterapp.widgetManager.kernel.requestExecute({ code }); }", code)
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")
    assert not (tmp_path / "written").exists()


def test_inline_script_of_a_notebook_is_not_run(
    own_site: Callable[..., Running], page_factory: Any, folder: Path
) -> None:
    shown = '<p>her</p><img src="x" onerror="window.evil=1"><script>window.evil=1</script>'
    evil = f"from IPython.display import HTML; HTML({shown!r})"
    write(folder, ond=notebook("md:# Ond\n\n<script>window.evil=1</script>", evil))
    page = page_factory()
    page.goto(own_site().url + "ond")
    ready(page)
    expect(page.get_by_text("her", exact=True)).to_be_visible()
    assert page.evaluate("() => window.evil") is None


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_notebook_opened_from_jupyterlab_has_the_same_look(
    lab: Callable[..., Any], page_factory: Any, axe: Axe, tmp_path_factory: pytest.TempPathFactory, lang: str
) -> None:
    place = tmp_path_factory.mktemp("course") / "m6"
    write(place, m6=lesson())
    from lises_teach.server.site import HERE

    env = {"JUPYTER_PATH": str(HERE / "template"), "JUPYTER_CONFIG_PATH": str(HERE / "etc")}
    server = lab(place.parent, env)
    page = page_factory()
    errors = said(page)
    page.goto(f"{server.url}/voila/render/m6/m6.ipynb?lang={lang}")
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("h1:visible")).to_contain_text("Prøven" if lang == "da" else "The trial")
    expect(page.locator(".stream")).to_contain_text(f"{place}")
    page.get_by_role("button", name="Fordobl").click()
    expect(page.locator("output")).to_have_text("2")
    assert page.locator("a.home").count() == 0
    assert axe(page) == []
    assert page_factory.foreign == []
    assert errors == []
    (kernel,) = server.kernels()
    server.rest("DELETE", f"kernels/{kernel}")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("alert")).to_contain_text(LOST if lang == "da" else "The connection is lost")
