"""The optional data strands: their tests, their samples and their exact points, by command."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbgrader.api import Gradebook

from lises_teach.economy import RATES, scenario, sensitivity
from lises_teach.grading import release, sandbox, write_feedback
from tests.browser.running import Axe, Pages
from tests.commands import Done, lises
from tests.course.strands import COURSE, M2, M5, M6, STRANDS, STUDENTS, Strand
from tests.grading.conftest import run_nbgrader

Run = tuple[Path, Done, dict[str, dict[str, bytes]]]

needs_hiding = pytest.mark.skipif(
    not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own"
)


@pytest.fixture(scope="module", params=STRANDS, ids=str)
def strand(request: pytest.FixtureRequest) -> Strand:
    """One strand after the other."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def handed_in(strand: Strand, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course as the command makes it, the strand released, with every sample handed in."""
    place = tmp_path_factory.mktemp(strand.name)
    course = place / "kursus"
    assert lises("course", "init", course, cwd=place).code == 0
    done = run_nbgrader(course, "generate_assignment", strand.name)
    assert done.returncode == 0, done.stderr
    for student in STUDENTS:
        shutil.copytree(strand.samples / student, course / "submitted" / student / strand.name)
    return course


@pytest.fixture(scope="module")
def graded(strand: Strand, handed_in: Path) -> Run:
    """That course, graded; what the command said, and what stood in the course's folders before."""
    before = {part: files(handed_in / part) for part in ("keys", "source", "submitted", "release")}
    return handed_in, lises("grade", strand.name, cwd=handed_in), before


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the samples ----------------------------------------------------------------------------------


def test_the_table_covers_every_sample(strand: Strand) -> None:
    there = {path.name for path in strand.samples.iterdir() if path.is_dir()}
    assert there == set(STUDENTS) == set(strand.facts.points) == set(strand.facts.unanswered)


def test_the_samples_were_filled_in_on_what_is_released_today(strand: Strand, handed_in: Path) -> None:
    released = nbformat.read(handed_in / "release" / strand.name / f"{strand.name}.ipynb", as_version=4)
    handed_out = {cell.id: cell.source for cell in released.cells}
    theirs = {cell.id for cell in released.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    for student in set(STUDENTS) - {"fjendtlig-kode"}:
        held = {cell.id: cell.source for cell in strand.sample(student).cells}
        assert {name for name in held if held[name] != handed_out[name]} <= theirs
        assert held.keys() == handed_out.keys()
        assert student != "tom" or held == handed_out


@needs_hiding
def test_every_sample_gets_its_points(strand: Strand, graded: Run) -> None:
    course, done, _ = graded
    assert (done.code, done.err) == (0, "")
    assert "5 afleveringer: 5 bedømt nu, 0 uændret, 0 kunne ikke bedømmes. 3 venter" in done.out
    facts = strand.facts
    for student, points in facts.points.items():
        said = re.search(rf"│ {student} .*?│ +(\S+) / {strand.most} │ (\d+) +│", done.out)
        assert said, student
        assert (float(said[1]), int(said[2])) == (sum(points), facts.unanswered[student])
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        notebooks = book.notebook_submissions(strand.name, strand.name)
        marks = {n.student.id: {g.name: g.score for g in n.grades} for n in notebooks}
        waits = {n.student.id for n in notebooks if n.needs_manual_grade}
    assert marks == {
        student: {**dict(zip(facts.checks, points, strict=True)), facts.text: 0.0}
        for student, points in facts.points.items()
    }
    assert waits == set(facts.waiting)


@needs_hiding
def test_hostile_code_found_nothing_and_changed_nothing(strand: Strand, graded: Run) -> None:
    course, _, before = graded
    assert {part: files(course / part) for part in before} == before
    assert list(course.rglob("spor*")) == []
    assert not (course / "late.py").exists()
    assert not Path("~/spor-hjem.txt").expanduser().exists()
    path = course / "autograded" / "fjendtlig-kode" / strand.name / f"{strand.name}.ipynb"
    outputs = {cell.id: cell.get("outputs", []) for cell in nbformat.read(path, as_version=4).cells}
    printed = outputs[strand.facts.printing][0].text
    told = dict(line.split(": ", 1) for line in printed.strip().splitlines())
    found_nothing = ("nøgle", "kilde", "de andre", "afmontér", "karakterbog", "en andens svar", "hjem")
    assert all(told[name].endswith("Error") for name in found_nothing), told


def test_the_hostile_code_would_leave_a_trace_elsewhere(
    strand: Strand, handed_in: Path, tmp_path: Path
) -> None:
    course = tmp_path / "kursus"
    shutil.copytree(handed_in, course)
    folder = course / "autograded" / "fjendtlig-kode" / strand.name
    folder.mkdir(parents=True, exist_ok=True)
    nb = strand.sample("fjendtlig-kode")
    code = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    code = code.split("1000.0")[0].replace('subprocess.run(["umount"', 'print(["umount"')
    code = re.sub(r"^assert [^(]*\(.*?^\)$", "", code, flags=re.DOTALL | re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = dict(line.split(": ", 1) for line in done.stdout.strip().splitlines() if ": " in line)
    assert told["kilde"] == "True"
    assert "fremragende" in told["de andre"]
    assert not told["nøgle"].endswith("Error")
    assert not told["karakterbog"].endswith("Error")
    assert not (course / "submitted" / "fremragende").exists()
    assert {path.name for path in tmp_path.rglob("spor*")} == {"spor.txt", "spor-kursus.txt", "spor-hjem.txt"}


@needs_hiding
def test_grading_again_runs_nothing_and_the_list_tells_blank_from_wrong(strand: Strand, graded: Run) -> None:
    course, _, _ = graded
    facts = strand.facts
    assert "0 bedømt nu, 5 uændret" in lises("grade", strand.name, cwd=course).out
    assert lises("export", strand.name, "--format", "csv", "-o", "ud.csv", cwd=course).code == 0
    rows = list(csv.DictReader(io.StringIO((course / "ud.csv").read_text("utf-8-sig"))))
    told = {row["Studerende"]: row for row in rows}
    assert {student: row["Point"] for student, row in told.items()} == {
        s: f"{sum(p)}" for s, p in facts.points.items()
    }
    assert told["fejl"]["Status"] == "bedømt"
    wrong = next(check for check, p in zip(facts.checks, facts.points["fejl"], strict=True) if not p)
    assert (told["fejl"][f"{wrong}: point"], told["fejl"][f"{wrong}: svar"]) == ("0", "besvaret")
    assert (told["tom"][f"{wrong}: point"], told["tom"][f"{wrong}: svar"]) == ("0", "ikke besvaret")


@needs_hiding
def test_feedback_uses_the_tests_own_words(strand: Strand, graded: Run) -> None:
    course, _, _ = graded
    done = run_nbgrader(course, "generate_feedback", strand.name)
    assert done.returncode == 0, done.stderr
    pages = {
        s: (course / "feedback" / s / strand.name / f"{strand.name}.html").read_text("utf-8")
        for s in STUDENTS
    }
    for student, said in strand.facts.said.items():
        for words in said:
            assert words in pages[student]
    assert pages["tom"].count("Ikke besvaret: 0 af") == 2 * strand.facts.unanswered["tom"]
    assert f"I alt 0 af {strand.most} point." in pages["tom"]
    for page in pages.values():
        assert f"<title>Tilbagemelding: {strand.facts.titles[0]}</title>" in page
        assert "<script" not in page
        assert "://" not in page
        assert "course/keys" not in page


@needs_hiding
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["fejl", "halvvejs"])
def test_feedback_on_code_is_accessible_and_fits_a_phone(
    strand: Strand,
    graded: Run,
    page_factory: Pages,
    axe: Axe,
    student: str,
    scheme: str,
) -> None:
    course, _, _ = graded
    path = course / "feedback" / student / strand.name / f"{strand.name}.html"
    if not path.is_file():
        write_feedback(course, strand.name)
    page = page_factory(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(path.as_uri())
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert page_factory.foreign == []


@needs_hiding
@pytest.mark.parametrize("strand", [M5], ids=str, indirect=True, scope="module")
def test_a_zip_as_the_notebook_asks_for_is_collected_and_graded(
    strand: Strand, handed_in: Path, tmp_path: Path
) -> None:
    course, name = tmp_path / "kursus", strand.name
    shutil.copytree(handed_in, course)
    shutil.rmtree(course / "submitted")
    archive = course / "downloaded" / name / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / f"Ann Ny_12_assignsubmission_file_ann_{name}.zip", "w") as zipped:
        zipped.write(strand.samples / "halvvejs" / f"{name}.ipynb", f"{name}.ipynb")
    done = run_nbgrader(course, "zip_collect", name)
    assert done.returncode == 0, done.stderr
    points = sum(strand.facts.points["halvvejs"])
    assert re.search(rf"│ ann .*{points} / {strand.most}", lises("grade", name, cwd=course).out)


# --- what the student is handed --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_release_holds_no_solution_and_one_language(
    strand: Strand, handed_in: Path, tmp_path: Path, lang: str
) -> None:
    course = tmp_path / "kursus"
    shutil.copytree(handed_in, course)
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace('language="da"', f'language="{lang}"'), encoding="utf-8")
    folder = release(course, strand.name)
    assert [path.name for path in folder.iterdir()] == [f"{strand.name}.ipynb"]
    nb = nbformat.read(folder / f"{strand.name}.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in nb.cells}
    text = "\n".join(sources.values())
    given_away = ("SOLUTION", "HIDDEN", "A possible answer", "course/keys", *strand.facts.secret)
    assert [words for words in given_away if words in text] == []
    assert {tag for cell in nb.cells for tag in cell.metadata.get("tags", [])} == {lang}
    stub, answer = {"da": ("# Skriv din linje her", "Skriv dit svar her."),
                    "en": ("# Write your line here", "Write your answer here.")}[lang]  # fmt: skip
    solutions = [source for name, source in sources.items() if name in strand.solutions]
    assert len(solutions) == len(strand.solutions)
    assert [source.splitlines().count(stub) for source in solutions] == [1] * len(solutions)
    assert sources[strand.facts.text] == answer
    assert nb.metadata.title == dict(zip(("da", "en"), strand.facts.titles, strict=True))[lang]


def test_text_stands_in_both_languages_and_says_what_is_constructed(strand: Strand) -> None:
    tagged = [cell for cell in strand.source.cells if cell.metadata.get("tags")]
    names = [(cell.id.rsplit("-", 1)[0], cell.metadata.tags) for cell in tagged]
    assert names[::2] == [(name, ["da"]) for name, _ in names[1::2]]
    assert names[1::2] == [(name, ["en"]) for name, _ in names[::2]]
    danish, english = strand.facts.constructed
    assert danish in strand.cells["start-da"]
    assert english in strand.cells["start-en"]


def test_a_check_gives_two_points_and_the_text_three(strand: Strand) -> None:
    cells = [cell.metadata.nbgrader for cell in strand.source.cells if "nbgrader" in cell.metadata]
    named = {facts.grade_id: facts for facts in cells}
    points = {name: facts.points for name, facts in named.items() if facts.grade}
    assert points == {**dict.fromkeys(strand.facts.checks, 2), strand.facts.text: 3}
    assert all(named[name].locked for name in (*strand.facts.checks, strand.facts.given))


# --- the tests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strand", "check", "answer"), [(s, *answer) for s in STRANDS for answer in s.facts.right], ids=str
)
def test_a_right_answer_counts_however_it_was_come_by(strand: Strand, check: str, answer: str) -> None:
    with pd.option_context("display.max_colwidth", 50):
        assert strand.tried(check, answer) == ""


@pytest.mark.parametrize(
    ("strand", "check", "answer", "said"),
    [(s, *answer) for s in STRANDS for answer in s.facts.wrong],
    ids=str,
)
def test_a_wrong_answer_is_told_kindly_in_both_languages(
    strand: Strand, check: str, answer: str, said: str
) -> None:
    with pd.option_context("display.max_colwidth", 50):
        told = strand.tried(check, answer)
    assert said in told
    danish, english = told.split("\n")
    assert danish
    assert english


def test_every_check_is_tried_with_right_and_wrong_answers(strand: Strand) -> None:
    assert {check for check, _ in strand.facts.right} == set(strand.facts.checks)
    assert {check for check, *_ in strand.facts.wrong} == set(strand.facts.checks)


@pytest.mark.parametrize(
    ("strand", "check", "answer", "danish", "english"),
    [
        (M2, "andel", "rate = 0.35", "viser ikke, hvad der virker", "does not show what works"),
        (M6, "konklusion", "conclusion = 'c'", "”Fordi” og ”fører til”", "“Because” and “leads to”"),
    ],
    ids=str,
)
def test_a_right_answer_too_is_followed_by_a_word_against_causes(
    strand: Strand, check: str, answer: str, danish: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert strand.tried(check, answer) == ""
    said = capsys.readouterr().out
    assert danish in said
    assert english in said


def test_the_least_agreed_layer_is_the_same_by_share_and_by_alpha() -> None:
    names: dict[str, Any] = {}
    with pd.option_context("display.max_colwidth", 50):
        exec(M5.cells["kodninger"], names)
    layers = names["codes"].groupby("layer")
    alphas = {layer: names["krippendorff_alpha"](rows).value for layer, rows in layers}
    assert min(alphas, key=alphas.__getitem__) == "consideration"


def test_the_amounts_that_the_texts_name_are_those_of_the_data() -> None:
    names: dict[str, Any] = {}
    exec(M2.cells["regnestykket"], names)
    costs = names["economy"].groupby("scenario")["measure_cost"].sum()
    assert (costs["investment"], costs["saving"]) == (132000, 68000)
    assert "64.000 kr. dyrere" in M2.cells["less-da"]
    assert sensitivity(scenario("investment"), scenario("saving")).assumed == 0.4
    assert [f"{rate:g}" for rate in RATES] == [f"{step / 20:g}" for step in range(11)]
    dearer = names["paid"]["investment"] > names["paid"]["saving"]
    assert not dearer[dearer.sum() :].any()  # one run of months, as the text says
    exec(M6.cells["svarene"], names)
    shares = names["often"].groupby("size")["barrier_6"].mean()
    assert round(shares["large"], 2) == 0.24
    assert 0.45 < shares["small"] < 0.5


# --- what instructors read -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["da", "en"])
def test_instructors_are_told_what_to_expect(strand: Strand, language: str) -> None:
    danish, english = (strand.samples / "README.md").read_text(encoding="utf-8").split("\n---\n")
    rows = re.findall(r"^\| `(.+?)` \|.*\| (.+?) \| (.+?) \|$", {"da": danish, "en": english}[language], re.M)
    assert {student: (points, text) for student, points, text in rows} == {
        student: (f"{sum(points)}", strand.facts.waiting.get(student, "–"))
        for student, points in strand.facts.points.items()
    }


def test_the_guide_names_every_strand() -> None:
    danish, english = (COURSE / "instructor-guide.md").read_text(encoding="utf-8").split("\n---\n")
    assert [name for name in map(str, STRANDS) if name not in danish or name not in english] == []
