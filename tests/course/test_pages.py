"""What teacher and student see in a real browser: the formgrader's grading page and the feedback."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from lises_teach.grading import grade, write_feedback
from tests.browser.running import FORMGRADER_LISTENS, Axe, Pages, free_port, start
from tests.grading.submissions import ASSIGNMENT, EMPTY, EXCELLENT, HOSTILE, MISCONCEPTIONS, sheet, submit


@pytest.fixture(scope="module")
def graded_course(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("sider") / "kursus"
    shutil.copytree(released_course, course)
    for student, answers in (("ann", EXCELLENT), ("bo", HOSTILE), ("eva", EMPTY), ("ib", MISCONCEPTIONS)):
        submit(course, student, sheet(answers))
    grade(course, ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def formgrader(graded_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab started in the course's folder, as the instructor guide says; the formgrader's address."""
    port = free_port()
    started = "import os, sys; os.chdir(sys.argv.pop(1)); from jupyterlab.labapp import main; main()"
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    options += ["--IdentityProvider.token=", "--ServerApp.password=", "--allow-root"]
    command = [sys.executable, "-c", started, str(graded_course), *options]
    server = start(command, tmp_path_factory.mktemp("lab"), "/api/status", port, {"PATH": "/usr/bin:/bin"})
    yield f"{server.url}/formgrader"
    server.stop()


def notebook_id(course: Path, student: str) -> str:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        return str(found.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student).id)


def test_the_essay_is_graded_in_the_formgrader(
    graded_course: Path, formgrader: str, page_factory: Pages
) -> None:
    page = page_factory()
    page.goto(f"{formgrader}/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
    expect(page.get_by_text("Submission #")).to_have_count(4)
    page.goto(f"{formgrader}/submissions/{notebook_id(graded_course, 'ann')}/")
    page.wait_for_function(FORMGRADER_LISTENS)
    essay = page.locator(".nbgrader_cell", has=page.locator("#lises-lille-tekst"))
    expect(essay.get_by_text("Lederen kan åbne telefonen på mandag <b>uden</b> nyt budget.")).to_be_visible()
    expect(essay.get_by_role("columnheader", name="Kriterium")).to_be_visible()
    expect(page.get_by_text('item("lille-tekst")')).to_have_count(0)
    with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
        essay.locator("#lille-tekst").fill("9")
        essay.locator("#lille-tekst").press("Tab")
    with page.expect_response(
        lambda answer: "/api/comment/" in answer.url and answer.request.method == "PUT"
    ):
        essay.locator("#lille-tekst-comment").fill("Tydelig afvejning.")
        essay.locator("#lille-tekst-comment").press("Tab")
    row = next(row for row in grade(graded_course, ASSIGNMENT).rows if row.student == "ann")
    assert (row.score, row.needs_manual) == (31.0, False)
    assert page_factory.foreign == []


def test_points_may_be_typed_with_a_comma_and_what_is_no_number_is_not_taken(
    graded_course: Path, formgrader: str, page_factory: Pages, axe: Axe
) -> None:
    page = page_factory()
    page.goto(f"{formgrader}/submissions/{notebook_id(graded_course, 'ib')}/")
    page.wait_for_function(FORMGRADER_LISTENS)
    score = page.get_by_role("textbox", name="Score: Din overvejelse")
    extra = page.get_by_role("textbox", name="Extra credit: Din overvejelse")
    for field, typed, kept in ((score, "4,5", "4.5"), (score, "3.25", "3.25"), (extra, "0,5", "0.5")):
        field.press("Control+a")
        with page.expect_response(
            lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"
        ):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        expect(field).to_have_value(kept)
    address = page.url.split("?")[0]
    score.press("Control+a")
    page.keyboard.type("fire")
    page.keyboard.press("Control+.")
    expect(score).to_have_value("3.25")
    with Gradebook(f"sqlite:///{graded_course}/gradebook.db") as found:
        mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, "ib")
        assert (mark.manual_score, mark.extra_credit) == (3.25, 0.5)
    assert page.url.split("?")[0] == address
    assert axe(page, ".lises-answer") == []


def test_the_comment_field_promises_no_markdown(
    graded_course: Path, formgrader: str, page_factory: Pages
) -> None:
    page = page_factory()
    page.goto(f"{formgrader}/submissions/{notebook_id(graded_course, 'ib')}/")
    page.wait_for_function(FORMGRADER_LISTENS)
    comment = page.get_by_role("textbox", name="Comment: Din overvejelse")
    expect(comment).to_have_attribute("placeholder", "Comment for the student, shown as you type it")


def test_the_grader_goes_from_one_submission_to_the_next_by_keyboard(
    graded_course: Path, formgrader: str, page_factory: Pages
) -> None:
    ids = sorted(notebook_id(graded_course, student) for student in ("ann", "bo", "eva", "ib"))
    page = page_factory()
    page.goto(f"{formgrader}/submissions/{ids[0]}/")
    page.wait_for_function(FORMGRADER_LISTENS)
    first = page.locator(".tabbable").first
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".tabbable").nth(1)).to_be_focused()
    page.keyboard.press("Control+.")
    page.wait_for_url(f"**/formgrader/submissions/{ids[1]}/**")
    page.wait_for_function(FORMGRADER_LISTENS)
    page.keyboard.press("Control+,")
    page.wait_for_url(f"**/formgrader/submissions/{ids[0]}/**")


def test_a_hostile_answer_is_text_to_the_grader(
    graded_course: Path, formgrader: str, page_factory: Pages
) -> None:
    page = page_factory()
    page.goto(f"{formgrader}/submissions/{notebook_id(graded_course, 'bo')}/")
    expect(page.get_by_text("<script>document.title='x'</script>")).to_be_visible()
    assert page.title() == ASSIGNMENT
    assert page_factory.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["ann", "bo", "eva", "ib"])
def test_feedback_is_accessible_and_fits_a_phone(
    graded_course: Path, page_factory: Pages, axe: Axe, student: str, scheme: str
) -> None:
    path = graded_course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    if not path.is_file():
        write_feedback(graded_course, ASSIGNMENT)
    page = page_factory(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(path.as_uri())
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator('[tabindex="0"]')).to_have_count(0)  # nothing scrolls, so nothing needs the keyboard
    heights = page.locator("a").evaluate_all("(all) => all.map((a) => a.getBoundingClientRect().height)")
    assert min(heights) >= 43.5
    assert page_factory.foreign == []
