"""The feedback pages that `nbgrader generate_feedback` writes."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lises_teach.grading import grade, write_feedback
from tests.grading.conftest import run_nbgrader
from tests.grading.submissions import ASSIGNMENT, ESSAY, EXCELLENT, hand_in, sheet, submit


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


class Outline(HTMLParser):
    """The headings, landmarks and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.fixture(scope="module")
def feedback_course(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("feedback") / "kursus"
    shutil.copytree(released_course, course)
    hand_in(course)
    grade(course, ASSIGNMENT)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, "excellent")
        mark.manual_score, mark.needs_manual_grade = 9.5, False
        note = found.find_comment("lille-tekst", ASSIGNMENT, ASSIGNMENT, "excellent")
        note.manual_comment = "Godt belæg.\n<b>Hvem</b> bærer tabet?"
        found.db.commit()
    done = run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    return course


def test_feedback_is_one_page_with_nothing_beside_it(feedback_course: Path) -> None:
    files = [p for p in (feedback_course / "feedback").rglob("*") if p.is_file()]
    assert {p.name for p in files} == {f"{ASSIGNMENT}.html"}
    assert len(files) == 5


@pytest.mark.parametrize("student", ["excellent", "misconceptions", "half", "empty", "hostile"])
def test_feedback_is_well_formed_and_needs_no_network(feedback_course: Path, student: str) -> None:
    html = page(feedback_course, student)
    outline = Outline(html)
    assert '<html lang="da">' in html
    assert "<title>Tilbagemelding: En lille opgave</title>" in html
    assert outline.levels.count(1) == 1
    assert all(
        later - earlier <= 1 for earlier, later in zip(outline.levels, outline.levels[1:], strict=False)
    )
    assert outline.tags.count("main") == 1
    assert "script" not in outline.tags
    assert not any(name.startswith("on") for name, _ in outline.attributes)
    assert "://" not in html.replace("http-equiv", "")


def test_feedback_says_what_was_answered_and_what_comes_of_it(feedback_course: Path) -> None:
    html = page(feedback_course, "misconceptions")
    for said in (
        "Ikke rigtigt",
        "Retning er netop det, den vil give.",
        "Se efter i § 9.",
        "Tæller ikke",
        "1 af 4 point",
        "Venter på din underviser (op til 12 point)",
        "Han spørges.",
        "Han vælger.",
        "ophæver et rigtigt",
    ):
        assert said in html
    assert "Ikke besvaret: 0 af 12 point" in page(feedback_course, "half")
    assert "Kunne ikke tjekkes" in page(feedback_course, "hostile")
    assert "Indtil nu" not in page(feedback_course, "empty")


def test_feedback_carries_manual_score_comment_and_receipt(feedback_course: Path) -> None:
    html = page(feedback_course, "excellent")
    assert "I alt 31,5 af 34 point." in html
    assert "9,5 af 12 point" in html
    assert "&lt;b&gt;Hvem&lt;/b&gt; bærer tabet?" in html
    assert "24. november 2026 kl. 14.02" in html
    assert re.search(r"[0-9a-f]{64}", html)
    assert "&lt;b&gt;uden&lt;/b&gt;" in html
    assert ESSAY.split("\n")[0] in html


def test_feedback_of_an_open_unit_shows_no_reading_of_it(feedback_course: Path) -> None:
    row = re.search(
        r"<tr[^>]*><th[^>]*>Dorte nikker\..*?</tr>", page(feedback_course, "excellent"), re.DOTALL
    )
    assert row
    assert "Tæller ikke" in row.group()
    assert "Rigtigt" not in row.group()


def test_plain_feedback_is_written_anew_and_warns_of_no_setting(
    feedback_course: Path, tmp_path: Path
) -> None:
    course = Path(shutil.copytree(feedback_course, tmp_path / "kopi"))
    assert "Indtil nu" in page(course, "misconceptions")
    assert re.search(r'mangler at læse:</p>\s*<ul>\s*<li><a href="#cell-', page(course, "misconceptions"))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        for student, points in (("misconceptions", 5.0), ("excellent", 3.0)):
            mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, student)
            mark.manual_score, mark.needs_manual_grade = points, False
        found.db.commit()
    done = run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "Indtil nu" not in page(course, "misconceptions")
    assert "3 af 12 point" in page(course, "excellent")
    assert "not recognized" not in done.stderr


def test_a_regrade_takes_the_old_feedback_away(feedback_course: Path, tmp_path: Path) -> None:
    feedback_course = shutil.copytree(feedback_course, tmp_path / "kopi")
    submit(feedback_course, "half", sheet(EXCELLENT))
    grade(feedback_course, ASSIGNMENT)
    assert not (feedback_course / "feedback" / "half" / ASSIGNMENT).exists()
    assert len(write_feedback(feedback_course, ASSIGNMENT)) == 5
    assert "Rigtigt" in page(feedback_course, "half")
