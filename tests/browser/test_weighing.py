"""Weighing a dilemma and walking through a story: by keyboard, on a phone, in both languages, reloaded."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from lises_teach.dilemmas import load_branch, load_panel, load_vignette
from tests.browser.running import Axe, Pages, Server, item, shown
from tests.server.running import Running, run
from tests.widget.conftest import IMPORTS, notebook

DATA = Path(__file__).parents[1] / "data" / "dilemmaer"
VIGNETTE, PANEL, STORY = (
    load_vignette("care-home-kitchen"),
    load_panel("care-home-kitchen"),
    load_branch("no-goals"),
)
WEIGHTS = ((40, 20, 25, 15), (10, 30, 40, 20), (5, 90, 0, 5))
LOST = "Den aftale, køkkenet regnede med. " + "De to på listen venter længere, og ingen har spurgt dem. " * 2
PATH = list(next(iter(STORY.paths())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dilemmaer") / "dilemmaer"
    shutil.copytree(DATA, place)
    cells = notebook([IMPORTS, 'item("vej")', 'item("veje")', "progress()"])
    (place / "dilemmaer.ipynb").write_text(json.dumps(cells), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Running]:
    running = run(folder, what="open")
    yield running
    running.stop()


@pytest.fixture
def fresh(folder: Path) -> Path:
    """The folder without answers: one server serves every test of this module."""
    (folder / "answers.json").unlink(missing_ok=True)
    return folder


def show(page: Page, site: Running, query: str = "") -> Page:
    return shown(page, site.url + query)


def status(page: Page, name: str) -> Locator:
    return item(page, name).locator("> .status")


def option(page: Page, number: int) -> Locator:
    return item(page, "vej").get_by_role("group", name=re.compile(rf"^(Mulighed|Option) {number}$"))


def on_disk(folder: Path, name: str) -> dict[str, Any]:
    content = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return {unit: entry["value"] for unit, entry in content["answers"].get(name, {}).items()}


def weigh_by_keyboard(page: Page) -> None:
    """Give every option 100 points with the number fields alone, tabbing over the sliders."""
    for number, weights in enumerate(WEIGHTS, 1):
        option(page, number).get_by_label("Effektivitet", exact=True).focus()
        for points in weights:
            page.keyboard.type(str(points))  # what stands there is selected
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
        expect(option(page, number).locator(".sum")).to_have_text("Fordelt 100 af 100.")


def walk_by_keyboard(page: Page, path: list[str]) -> None:
    """Choose the way `path` from where the focus is: each step's heading has it, the choices come next."""
    for choice in path:
        for _ in range(int(choice[1:])):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(item(page, "veje").locator(".scene h4")).to_be_focused()


def test_a_dilemma_is_weighed_by_keyboard_then_compared_and_found_again(
    page_factory: Pages, fresh: Path, site: Running
) -> None:
    page = show(page_factory(), site)
    box = item(page, "vej")
    expect(status(page, "vej")).to_have_text("Ikke besvaret.")

    first = option(page, 1)
    slider = first.get_by_label("Effektivitet, skyder")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    number = first.get_by_label("Effektivitet", exact=True)
    expect(number).to_have_value("3")
    number.fill("250")
    expect(slider).to_have_value("100")
    number.press("Tab")
    expect(number).to_have_value("100")
    first.get_by_label("Respekt", exact=True).fill("7")
    expect(first.locator(".sum")).to_have_text("Fordelt 107 af 100 – 7 for meget.")
    number.fill("40")
    expect(first.locator(".sum")).to_have_text("Fordelt 47 af 100 – 53 mangler.")
    expect(status(page, "vej")).to_have_text(re.compile(r"^Begyndt, ikke færdig\. Gemt kl\."))
    assert on_disk(fresh, "vej")["o1"] == {
        "effectiveness": 40,
        "fairness": 0,
        "responsiveness": 0,
        "respect": 7,
    }
    expect(page.locator(".lises-item .rows li").first).to_contain_text("begyndt")

    see = box.get_by_role("button", name="Se panelets spænd")
    see.press("Enter")
    ask = "Fordel 100 point på hver af mulighederne 1, 2 og 3. Skriv med mindst 20 ord, hvad der går tabt. Så kan du se resten."
    expect(box.get_by_text(ask, exact=True)).to_be_visible()
    weigh_by_keyboard(page)
    expect(status(page, "vej")).to_have_text(re.compile(r"^3 af 4 besvaret\. Gemt"))
    see.press("Enter")
    expect(box.locator("figure")).to_have_count(0)
    box.get_by_label("Hvad går tabt").fill("x")
    see.press("Enter")
    expect(box.locator("figure")).to_have_count(0)
    expect(box.get_by_text("Skriv med mindst 20 ord, hvad der går tabt. Så kan", exact=False)).to_be_visible()
    expect(box.get_by_text(VIGNETTE.options[0].effects[0].text.da)).to_have_count(0)
    box.get_by_label("Hvad går tabt").fill(LOST)
    expect(box.get_by_text("Så kan du se resten.")).to_have_count(0)
    see.press("Enter")
    expect(box.get_by_role("heading", name="Dine vægte og panelets spænd")).to_be_focused()
    expect_compared(page)
    expect(status(page, "vej")).to_have_text(re.compile(r"^4 af 4 besvaret\. Gemt"))

    show(page, site, "?lang=en")
    expect(option(page, 2).get_by_label("Respect", exact=True)).to_have_value("20")
    expect(
        box.get_by_role("img", name="Option 1: your weight and the simulated panel's spread")
    ).to_be_visible()
    box.locator("figure").nth(1).locator("summary").press("Enter")
    earlier = "You have changed your weights. What stands here belongs to the earlier ones."
    expect(box.get_by_text(earlier)).to_be_hidden()
    height = page.evaluate("() => document.documentElement.scrollHeight")
    option(page, 2).get_by_label("Respect", exact=True).fill("19")
    expect(box.get_by_text(earlier)).to_be_visible()
    expect(box.locator("figure")).to_have_count(3)
    own = box.locator("figure").nth(1).get_by_role("row", name="Respect").get_by_role("cell").first
    expect(own).to_have_text("20")
    assert abs(page.evaluate("() => document.documentElement.scrollHeight") - height) < 150
    expect(status(page, "vej")).to_have_text(re.compile(r"^3 of 4 answered\. Saved"))
    option(page, 2).get_by_label("Fairness", exact=True).fill("31")
    expect(box.get_by_text(earlier)).to_be_hidden()
    expect(own).to_have_text("19")
    option(page, 2).get_by_label("Fairness", exact=True).fill("30")
    expect(box.get_by_text(earlier)).to_be_visible()
    page.locator("button.switch:visible").click()
    expect(option(page, 2).locator(".sum")).to_have_text("Fordelt 99 af 100 – 1 mangler.")
    expect(option(page, 2).get_by_label("Respekt", exact=True)).to_have_value("19")


def expect_compared(page: Page) -> None:
    """One's own profile beside the panel's spread for each option, as chart and table, and what each costs."""
    box = item(page, "vej")
    expect(box.get_by_text("Panelet er simuleret: 15 opdigtede personer")).to_be_visible()
    charts = box.get_by_role("img", name=re.compile("din vægt og det simulerede panels spænd"))
    expect(charts).to_have_count(3)
    spread = PANEL.spread("o1", "effectiveness")
    expect(charts.first).to_have_accessible_description(
        re.compile(rf"^Effektivitet: din vægt 40, panelet fra {spread.lowest} til {spread.highest}\.")
    )
    expect(charts.first.locator("circle")).to_have_count(15 * 4)
    values = ", ".join(map(str, spread.values))
    expect(box.locator("figure table:visible")).to_have_count(0)
    expect(charts.first).to_have_accessible_name(re.compile(r"Konstruerede data\.$"))
    expect(charts.first.locator("text", has_text="Konstruerede data")).to_be_visible()
    box.locator("figure").first.get_by_text("Tallene bag figuren").press("Enter")
    expect(box.locator("figure").first.locator("caption")).to_have_text("Konstruerede data")
    row = box.locator("figure").first.get_by_role("row", name="Effektivitet")
    expect(row.get_by_role("cell")).to_have_text(["40", f"{spread.lowest}–{spread.highest}: {values}"])
    for effect in (effect for one in VIGNETTE.options for effect in one.effects):
        expect(box.get_by_text(effect.text.da)).to_be_visible()
    expect(box.get_by_text(re.compile("gennemsnit|median|afstand", re.IGNORECASE))).to_have_count(0)


def test_a_slider_that_is_dragged_stops_at_every_fifth(
    page_factory: Pages, fresh: Path, site: Running
) -> None:
    page = show(page_factory(), site)
    slider = option(page, 1).get_by_label("Fairness, skyder")
    slider.scroll_into_view_if_needed()
    place = slider.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 8, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.37, place["y"] + place["height"] / 2, steps=5)
    page.mouse.up()
    value = int(slider.input_value())
    assert value % 5 == 0
    assert 20 <= value <= 50
    expect(option(page, 1).get_by_label("Fairness", exact=True)).to_have_value(str(value))


def test_a_story_is_walked_by_keyboard_taken_back_and_found_again(
    page_factory: Pages, fresh: Path, site: Running
) -> None:
    page = show(page_factory(), site)
    story = item(page, "veje")
    expect(story.get_by_text("Den vej, du står på, er dit svar")).to_be_visible()
    story.get_by_role("group", name="Hvad siger eller gør du nu?").get_by_role("button").first.focus()
    page.keyboard.press("Shift+Tab")
    walk_by_keyboard(page, PATH[:2])
    second = STORY.walk(PATH[:2]).at
    heading = story.locator(".scene h4")
    expect(heading).to_have_text("Trin 3")
    expect(heading).to_have_accessible_description(" ".join(second.text.da.split()))
    expect(status(page, "veje")).to_have_text(re.compile(r"^Begyndt, ikke færdig\. Gemt"))
    assert on_disk(fresh, "veje") == {"path": PATH[:2]}

    walk_by_keyboard(page, PATH[2:])
    end = STORY.walk(PATH).at
    assert end.gained is not None
    assert end.lost is not None
    expect(heading).to_have_text("Her slutter historien")
    expect(story.locator(".scene")).to_contain_text(f"Vundet: {end.gained.da}")
    expect(story.locator(".scene")).to_contain_text(f"Tabt: {end.lost.da}")
    expect(status(page, "veje")).to_have_text(re.compile(r"^Besvaret\. Gemt"))

    show(page, site, "?lang=en")
    expect(story.locator(".scene")).to_contain_text(f"Lost: {end.lost.en}")
    expect(story.locator(".trace li")).to_have_count(len(PATH))
    story.get_by_role("button", name="Go back to here (Step 2)").press("Enter")
    expect(heading).to_be_focused()
    expect(heading).to_have_text("Step 2")
    expect(status(page, "veje")).to_have_text(re.compile(r"^Begun, not finished\. Saved"))
    assert on_disk(fresh, "veje") == {"path": PATH[:1]}
    page.locator("button.switch:visible").click()
    walk_by_keyboard_from_here(page)
    expect(status(page, "veje")).to_have_text(re.compile(r"^Besvaret\. Gemt"))
    story.get_by_role("button", name="Prøv en anden vej").press("Enter")
    expect(heading).to_have_text("Trin 1")
    expect(status(page, "veje")).to_have_text(re.compile(r"^Ikke besvaret\. Gemt"))
    assert on_disk(fresh, "veje") == {"path": None}


def walk_by_keyboard_from_here(page: Page) -> None:
    """The last choice each time, until the story ends."""
    story = item(page, "veje")
    while story.locator(".choices button").count():
        before = story.locator(".trace li").count()
        story.locator(".choices button").last.press("Enter")
        expect(story.locator(".trace li")).to_have_count(before + 1)


def strange(folder: Path) -> None:
    """A sheet that holds what no page has written."""
    values = {
        "vej": {"o1": "halvtreds", "o2": {"respect": 1e9, "kindness": 3}, "o3": [1], "lost": {"x": 1}},
        "veje": {"path": ["c1", "c9", 4]},
    }
    answers = {
        name: {unit: {"value": value, "revision": 1, "saved": None} for unit, value in units.items()}
        for name, units in values.items()
    }
    sheet = {"format": 1, "assignment": "dilemmaer", "answers": answers}
    (folder / "answers.json").write_text(json.dumps(sheet), encoding="utf-8")


def test_what_no_page_has_saved_breaks_no_page(page_factory: Pages, fresh: Path, site: Running) -> None:
    strange(fresh)
    page = page_factory()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    show(page, site)
    expect(option(page, 1).locator(".sum")).to_have_text("Fordelt 0 af 100 – 100 mangler.")
    expect(item(page, "veje").locator(".scene h4")).to_have_text("Trin 2")
    option(page, 1).get_by_label("Respekt", exact=True).fill("100")
    expect(status(page, "vej")).to_have_text(re.compile("Gemt"))
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_scrolls_one_way_only(
    page_factory: Pages, fresh: Path, site: Running, axe: Axe, scheme: str
) -> None:
    page = show(page_factory(viewport={"width": 320, "height": 640}, color_scheme=scheme), site)
    for details in page.locator(".lises-item summary:visible").all():
        details.click()
    assert axe(page) == []
    weigh_by_keyboard(page)
    item(page, "vej").get_by_label("Hvad går tabt").fill(LOST)
    item(page, "vej").get_by_role("button", name="Se panelets spænd").click()
    for details in item(page, "vej").locator("figure summary").all():
        details.click()
    walk_by_keyboard_from_here(page)
    assert axe(page) == []
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll(".lises-item :is(button, input, select)")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    assert page.evaluate(small) == []
    page.emulate_media(media="print")
    expect(item(page, "vej").get_by_text(LOST.strip(), exact=True)).to_be_visible()
    expect(item(page, "vej").locator("figure svg").first).to_be_visible()
    expect(item(page, "veje").get_by_text("Vundet:")).to_be_visible()
    assert page_factory.foreign == []


def test_it_works_in_a_notebook_too(
    page_factory: Pages, tmp_path: Path, fresh: Path, lab: Callable[..., Server]
) -> None:
    place = tmp_path / "lab"
    shutil.copytree(fresh, place)
    page = page_factory()
    page.goto(lab(place).notebook("dilemmaer.ipynb"))
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(item(page, "vej")).to_be_attached(timeout=60_000)
    weigh_by_keyboard(page)
    item(page, "vej").get_by_label("Hvad går tabt").fill(LOST)
    item(page, "vej").get_by_role("button", name="Se panelets spænd").press("Enter")
    expect_compared(page)
    item(page, "veje").locator(".choices button").first.focus()
    page.keyboard.press("Enter")
    expect(item(page, "veje").locator(".scene h4")).to_be_focused()
    expect(status(page, "veje")).to_have_text(re.compile(r"^Begyndt, ikke færdig\. Gemt"))
    assert on_disk(place, "vej")["o3"] == dict(
        zip(("effectiveness", "fairness", "responsiveness", "respect"), WEIGHTS[2], strict=True)
    )
