"""An assignment of code is released, graded, exported and given feedback like one of items."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from lises_teach.grading import GradeReport, export_csv, grade, release, sandbox, write_feedback
from tests.grading.strands import STRAND, check, data_strand, fill, hand_in, released

needs_hiding = pytest.mark.skipif(
    not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own"
)


@pytest.fixture
def strand(course: Path) -> Path:
    data_strand(course)
    release(course, STRAND)
    return course


def configure(course: Path, line: str) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nget_config().{line}\n")


def said(report: GradeReport) -> dict[str, str]:
    return {row.student: row.reason.da for row in report.failed if row.reason}


def in_gradebook(course: Path) -> set[str]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {submission.student.id for submission in book.assignment_submissions(STRAND)}


# --- release --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "kept", "stub", "title"),
    [
        ("da", "Regn x ud.", "one = 1\n# Skriv din linje her", "Regn selv"),
        ("en", "Compute x.", "one = 1\n# Write your line here", "Compute"),
    ],
)
def test_a_release_of_code_keeps_one_language(
    course: Path, lang: str, kept: str, stub: str, title: str
) -> None:
    data_strand(course)
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace('language="da"', f'language="{lang}"'), encoding="utf-8")
    release(course, STRAND)
    nb = released(course)
    assert [cell.source for cell in nb.cells[:2]] == [kept, stub]
    assert len(nb.cells) == 6
    assert nb.metadata.title == title
    assert "Et muligt svar" not in nbformat.writes(nb)


# --- grade ----------------------------------------------------------------------------------------


@needs_hiding
def test_a_class_is_graded_whatever_became_of_its_notebooks(strand: Path) -> None:
    right = {"svar": "x = 2", "svar_igen": "found = []"}
    hand_in(strand, "right", fill(released(strand), **right, tekst="Min tekst"))
    hand_in(strand, "renamed", fill(released(strand), **right), "under/min aflevering.ipynb")
    hand_in(strand, "empty", released(strand))
    without = fill(released(strand), **right)
    del without.cells[2]
    hand_in(strand, "without-test", without)
    more = fill(released(strand), svar="x = 3", svar_igen="found = []", test="1000.0")
    more.cells.append(check("ekstra", "1000.0"))
    more.cells.append(new_code_cell("raise SystemExit"))
    hand_in(strand, "more", more)
    place = hand_in(
        strand, "shadow", fill(released(strand), svar="from statistics import x", svar_igen="found = []")
    )
    (place / "statistics.py").write_text("x = 2", encoding="utf-8")
    (hand_in(strand, "broken", released(strand)) / f"{STRAND}.ipynb").write_text("{", encoding="utf-8")
    (strand / "submitted" / "none" / STRAND).mkdir(parents=True)

    seen: list[tuple[int, int]] = []
    report = grade(strand, STRAND, jobs=2, on_progress=lambda *step: seen.append(step))
    scores = {
        row.student: (row.score, row.unanswered, row.needs_manual) for row in report.rows if not row.reason
    }
    assert scores == {
        "right": (6.0, 0, True), "renamed": (6.0, 1, False), "empty": (0.0, 3, False),
        "more": (3.0, 1, False), "shadow": (3.0, 1, False),
    }  # fmt: skip
    assert said(report) == {
        "broken": "notesbogen m1-data.ipynb kan ikke læses. Bed om den igen",
        "none": "der er ingen notesbog (m1-data.ipynb) i afleveringen. Bed om den igen",
        "without-test": "notesbogen mangler cellerne test. Bed om den igen, lavet fra den udleverede",
    }
    assert (report.title.da, report.max_score, report.items) == ("Regn selv", 9.0, 3)
    assert (seen[0], seen[-1]) == ((0, 8), (8, 8))
    assert in_gradebook(strand) == set(scores)
    assert not (strand / ".lises-teach" / "staged").exists()

    rows = list(
        csv.DictReader(io.StringIO(export_csv(strand, STRAND, strand / "ud.csv").read_text("utf-8-sig")))
    )
    told = {
        row["Studerende"]: (row["Point"], row["Status"], row["test: svar"], row["tekst: svar"])
        for row in rows
    }
    assert told["right"] == ("6", "venter på underviseren", "besvaret", "venter på underviseren")
    assert told["empty"] == ("0", "bedømt", "ikke besvaret", "ikke besvaret")
    assert told["none"] == ("", "kunne ikke bedømmes", "", "")


@needs_hiding
def test_only_code_that_changed_is_run_again_and_manual_scores_stand(strand: Path) -> None:
    hand_in(strand, "ann", fill(released(strand), svar="x = 2", tekst="Min tekst"))
    hand_in(strand, "bo", fill(released(strand), svar="x = 2"))
    grade(strand, STRAND)
    with Gradebook(f"sqlite:///{strand}/gradebook.db") as book:
        mark = book.find_grade("tekst", STRAND, STRAND, "ann")
        mark.manual_score, mark.needs_manual_grade = 2.0, False
        book.db.commit()
    hand_in(strand, "bo", fill(released(strand), svar="x = 2", svar_igen="found = []"))
    rows = {row.student: (row.state, row.score, row.needs_manual) for row in grade(strand, STRAND).rows}
    assert rows == {"ann": ("unchanged", 5.0, False), "bo": ("graded", 6.0, False)}


@needs_hiding
def test_code_without_end_is_stopped_and_costs_its_own_test_only(strand: Path) -> None:
    configure(strand, "Execute.timeout = 2")
    hand_in(strand, "ann", fill(released(strand), svar="while True: pass", svar_igen="found = []"))
    row = grade(strand, STRAND).rows[0]
    assert (row.state, row.score) == ("graded", 3.0)


@needs_hiding
def test_code_that_ends_its_kernel_could_not_be_graded_and_the_next_one_can(strand: Path) -> None:
    hand_in(strand, "ann", fill(released(strand), svar="import os; os._exit(1)"))
    hand_in(strand, "bo", fill(released(strand), svar="x = 2"))
    report = grade(strand, STRAND)
    assert said(report) == {
        "ann": "koden kunne ikke køres til ende (DeadKernelError: Kernel died). Læs den, før du kører den igen"
    }
    assert {row.student: row.score for row in report.rows} == {"ann": None, "bo": 3.0}
    assert in_gradebook(strand) == {"bo"}


def test_where_nothing_can_be_hidden_everybody_could_not_be_graded(
    strand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = strand / "trace"
    for student in ("ann", "bo"):
        hand_in(strand, student, fill(released(strand), svar=f"open({str(trace)!r}, 'w').close()"))
    monkeypatch.setattr("lises_teach.grading.strand.can_hide", lambda: False)
    report = grade(strand, STRAND)
    assert {row.student for row in report.failed} == {"ann", "bo"}
    (line,) = set(said(report).values())
    assert line.startswith("koden bliver kun kørt, hvor kurset kan skjules for den")
    assert "\n" not in line
    assert not trace.exists()
    assert in_gradebook(strand) == set()


def test_hiding_can_be_switched_off_in_the_configuration(
    strand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("strand", "stock"):
        monkeypatch.setattr(f"lises_teach.grading.{module}.can_hide", lambda: False)
    configure(strand, "Execute.hide_keys = False")
    hand_in(strand, "ann", fill(released(strand), svar="x = 2"))
    assert grade(strand, STRAND).rows[0].score == 3.0


# --- feedback -------------------------------------------------------------------------------------


@needs_hiding
def test_feedback_on_code_is_kind_and_whole(strand: Path) -> None:
    hostile = "<script>alert(1)</script> Min tekst"
    sent = fill(released(strand), svar="x = 3", tekst=hostile)
    sent.metadata |= {"lises_teach": {"title": "1000 point"}, "title": "1000 point"}
    for cell in sent.cells:
        cell.metadata["lises_teach"] = {"item": "x", "title": "1000 point"}
    hand_in(strand, "ann", sent)
    grade(strand, STRAND)
    with Gradebook(f"sqlite:///{strand}/gradebook.db") as book:
        mark = book.find_grade("tekst", STRAND, STRAND, "ann")
        mark.manual_score, mark.needs_manual_grade = 2.0, False
        book.find_comment("tekst", STRAND, STRAND, "ann").manual_comment = "Godt set.\nHvilken linje?"
        book.db.commit()
    (page,) = write_feedback(strand, STRAND)
    html = page.read_text(encoding="utf-8")
    assert "<title>Tilbagemelding: Regn selv</title>" in html
    section = re.search(r'<section[^>]*id="cell-test".*?</section>', html, re.DOTALL)
    assert section
    assert "<p>x skal være 2.</p>" in section.group()
    assert "Traceback" not in section.group()
    assert "Ikke besvaret: 0 af 3 point" in html  # the second test, whose solution is as handed out
    assert "2 af 3 point" in html
    assert "<p>Hvilken linje?</p>" in html
    assert "<script" not in html
    assert "1000" not in re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Min tekst" in html
    targets = set(re.findall(r'href="#(.*?)"', html))
    assert len(targets) == 3
    assert targets <= set(re.findall(r'id="(.*?)"', html))
