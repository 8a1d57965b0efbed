"""The optional data strand m5-gribning-data: its tests, its samples and their exact points, by command."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from lises_teach.grading import release, sandbox, write_feedback
from tests.browser.running import Pages
from tests.commands import Done, lises
from tests.grading.conftest import run_nbgrader

COURSE = Path(__file__).parents[2] / "course"
ASSIGNMENT = "m5-gribning-data"
SAMPLES = COURSE / "samples" / ASSIGNMENT
SOURCE: NotebookNode = nbformat.read(COURSE / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
CELLS = {cell.id: cell.source for cell in SOURCE.cells}

CHECKS = ("andel-ens", "krydstabel", "alfa", "ac1", "interval", "mindst-enige")
POINTS: dict[str, tuple[float, ...]] = {
    "fremragende": (2, 2, 2, 2, 2, 2),
    "halvvejs": (2, 0, 2, 0, 0, 0),
    "fejl": (0, 2, 0, 0, 2, 0),
    "fjendtlig-kode": (2, 0, 0, 0, 0, 0),
    "tom": (0, 0, 0, 0, 0, 0),
}
UNANSWERED = {"fremragende": 0, "halvvejs": 1, "fejl": 1, "fjendtlig-kode": 4, "tom": 7}
WAITING = {"fremragende": "3", "halvvejs": "0", "fjendtlig-kode": "0"}  # and what a teacher would give

needs_hiding = pytest.mark.skipif(
    not sandbox.can_hide(), reason="this machine lets no process have namespaces of its own"
)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course as the command makes it, released, with every sample handed in."""
    place = tmp_path_factory.mktemp("data-strand")
    course = place / "kursus"
    assert lises("course", "init", course, cwd=place).code == 0
    done = run_nbgrader(course, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    for student in POINTS:
        shutil.copytree(SAMPLES / student, course / "submitted" / student / ASSIGNMENT)
    return course


@pytest.fixture(scope="module")
def graded(handed_in: Path) -> tuple[Path, Done, dict[str, dict[str, bytes]]]:
    """That course, graded; what the command said, and what stood in the course's folders before."""
    before = {part: files(handed_in / part) for part in ("keys", "source", "submitted", "release")}
    return handed_in, lises("grade", ASSIGNMENT, cwd=handed_in), before


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the samples ----------------------------------------------------------------------------------


def test_the_table_covers_every_sample() -> None:
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == set(POINTS)


@needs_hiding
def test_every_sample_gets_its_points(graded: tuple[Path, Done, Any]) -> None:
    course, done, _ = graded
    assert (done.code, done.err) == (0, "")
    assert "5 afleveringer: 5 bedømt nu, 0 uændret, 0 kunne ikke bedømmes. 3 venter" in done.out
    for student, points in POINTS.items():
        said = re.search(rf"│ {student} .*?│ +(\S+) / 15 │ (\d+) +│", done.out)
        assert said, student
        assert (float(said[1]), int(said[2])) == (sum(points), UNANSWERED[student])
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        notebooks = book.notebook_submissions(ASSIGNMENT, ASSIGNMENT)
        marks = {n.student.id: {g.name: g.score for g in n.grades} for n in notebooks}
        waits = {n.student.id for n in notebooks if n.needs_manual_grade}
    assert marks == {
        student: {**dict(zip(CHECKS, points, strict=True)), "to-aarsager": 0.0}
        for student, points in POINTS.items()
    }
    assert waits == set(WAITING)


@needs_hiding
def test_hostile_code_found_nothing_and_changed_nothing(graded: tuple[Path, Done, Any]) -> None:
    course, _, before = graded
    assert {part: files(course / part) for part in before} == before
    assert list(course.rglob("spor*")) == []
    assert not (course / "late.py").exists()
    assert not Path("~/spor-hjem.txt").expanduser().exists()
    path = course / "autograded" / "fjendtlig-kode" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    outputs = {cell.id: cell.get("outputs", []) for cell in nbformat.read(path, as_version=4).cells}
    told = dict(line.split(": ", 1) for line in outputs["svar-krydstabel"][0].text.strip().splitlines())
    found_nothing = ("nøgle", "kilde", "de andre", "afmontér", "karakterbog", "en andens svar", "hjem")
    assert all(told[name].endswith("Error") for name in found_nothing), told


def test_the_hostile_code_would_leave_a_trace_elsewhere(handed_in: Path, tmp_path: Path) -> None:
    course = tmp_path / "kursus"
    shutil.copytree(handed_in, course)
    folder = course / "autograded" / "fjendtlig-kode" / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    nb = nbformat.read(SAMPLES / "fjendtlig-kode" / f"{ASSIGNMENT}.ipynb", as_version=4)
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
def test_grading_again_runs_nothing_and_the_list_tells_blank_from_wrong(
    graded: tuple[Path, Done, Any],
) -> None:
    course, _, _ = graded
    assert "0 bedømt nu, 5 uændret" in lises("grade", ASSIGNMENT, cwd=course).out
    assert lises("export", ASSIGNMENT, "--format", "csv", "-o", "ud.csv", cwd=course).code == 0
    rows = list(csv.DictReader(io.StringIO((course / "ud.csv").read_text("utf-8-sig"))))
    told = {row["Studerende"]: row for row in rows}
    assert {student: row["Point"] for student, row in told.items()} == {
        s: f"{sum(p)}" for s, p in POINTS.items()
    }
    assert told["fejl"]["Status"] == "bedømt"
    assert (told["fejl"]["alfa: point"], told["fejl"]["alfa: svar"]) == ("0", "besvaret")
    assert (told["tom"]["alfa: point"], told["tom"]["alfa: svar"]) == ("0", "ikke besvaret")


@needs_hiding
def test_feedback_uses_the_tests_own_words(graded: tuple[Path, Done, Any]) -> None:
    course, _, _ = graded
    done = run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    pages = {
        s: (course / "feedback" / s / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text("utf-8") for s in POINTS
    }
    assert "<p>Tabellen tæller noget andet. Står A i rækkerne og B i kolonnerne?</p>" in pages["halvvejs"]
    assert "<p>The table counts something else." in pages["halvvejs"]
    assert "AttributeError" in pages["fejl"]
    assert pages["tom"].count("Ikke besvaret: 0 af") == 2 * 7
    assert "I alt 0 af 15 point." in pages["tom"]
    for page in pages.values():
        assert "<title>Tilbagemelding: Hvor enige er to kodere?</title>" in page
        assert "<script" not in page
        assert "://" not in page
        assert "course/keys" not in page


@needs_hiding
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["fejl", "halvvejs"])
def test_feedback_on_code_is_accessible_and_fits_a_phone(
    graded: tuple[Path, Done, Any],
    page_factory: Pages,
    axe: Callable[..., list[str]],
    student: str,
    scheme: str,
) -> None:
    course, _, _ = graded
    path = course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
    if not path.is_file():
        write_feedback(course, ASSIGNMENT)
    page = page_factory(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(path.as_uri())
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert page_factory.foreign == []


@needs_hiding
def test_a_zip_as_the_notebook_asks_for_is_collected_and_graded(handed_in: Path, tmp_path: Path) -> None:
    course = tmp_path / "kursus"
    shutil.copytree(handed_in, course)
    shutil.rmtree(course / "submitted")
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / f"Ann Ny_12_assignsubmission_file_ann_{ASSIGNMENT}.zip", "w") as zipped:
        zipped.write(SAMPLES / "halvvejs" / f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.ipynb")
    done = run_nbgrader(course, "zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert re.search(r"│ ann .*4 / 15", lises("grade", ASSIGNMENT, cwd=course).out)


# --- what the student is handed --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_release_holds_no_solution_and_one_language(handed_in: Path, tmp_path: Path, lang: str) -> None:
    course = tmp_path / "kursus"
    shutil.copytree(handed_in, course)
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace('language="da"', f'language="{lang}"'), encoding="utf-8")
    folder = release(course, ASSIGNMENT)
    assert [path.name for path in folder.iterdir()] == [f"{ASSIGNMENT}.ipynb"]
    nb = nbformat.read(folder / f"{ASSIGNMENT}.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in nb.cells}
    text = "\n".join(sources.values())
    for given_away in ("SOLUTION", "HIDDEN", "percent_agreement", "A possible answer", "course/keys"):
        assert given_away not in text
    assert {tag for cell in nb.cells for tag in cell.metadata.get("tags", [])} == {lang}
    stub, answer = {"da": ("# Skriv din linje her", "Skriv dit svar her."),
                    "en": ("# Write your line here", "Write your answer here.")}[lang]  # fmt: skip
    solutions = [source for name, source in sources.items() if name.startswith("svar-")]
    assert len(solutions) == 5
    assert all(source.count("\n") == 1 and source.endswith(f"\n{stub}") for source in solutions)
    assert sources["to-aarsager"] == answer
    assert nb.metadata.title == {"da": "Hvor enige er to kodere?", "en": "How far do two coders agree?"}[lang]


def test_text_stands_in_both_languages_and_says_what_is_constructed() -> None:
    tagged = [cell for cell in SOURCE.cells if cell.metadata.get("tags")]
    names = [(cell.id.rsplit("-", 1)[0], cell.metadata.tags) for cell in tagged]
    assert names[::2] == [(name, ["da"]) for name, _ in names[1::2]]
    assert names[1::2] == [(name, ["en"]) for name, _ in names[::2]]
    assert "**Koderne er konstrueret.**" in CELLS["start-da"]
    assert "**The coders are constructed.**" in CELLS["start-en"]


def test_the_points_are_twelve_and_three() -> None:
    graded = {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader for c in SOURCE.cells if "nbgrader" in c.metadata
    }
    points = {name: facts.points for name, facts in graded.items() if facts.grade}
    assert points == {**dict.fromkeys(CHECKS, 2), "to-aarsager": 3}
    assert all(graded[name].locked for name in (*CHECKS, "kodninger"))


# --- the tests -------------------------------------------------------------------------------------


def tried(check: str, answer: str) -> str:
    """What the test `check` says to a student who wrote `answer`; nothing where it is right."""
    names: dict[str, Any] = {}
    above = list(CELLS)[: list(CELLS).index(check)]
    solution = next(name for name in reversed(above) if name.startswith("svar-"))
    given = CELLS[solution].split("\n### BEGIN SOLUTION")[0]
    with pd.option_context("display.max_colwidth", 50):
        exec(CELLS["kodninger"], names)
        names["pair"] = names["uptake"][["A", "B"]]
        exec(f"{given}\n{answer}", names)
        try:
            exec(CELLS[check], names)
        except AssertionError as said:
            return str(said)
    return ""


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        ("andel-ens", "share = round(float(alike.mean()), 2)"),
        ("andel-ens", "share = (uptake['A'] == uptake['B']).sum() / len(uptake)"),
        ("krydstabel", "table = pd.crosstab(uptake.A, uptake.B)"),
        ("alfa", "alpha = krippendorff_alpha(pair).value"),
        ("alfa", "alpha = krippendorff_alpha(uptake)"),
        ("ac1", "ac1 = round(gwet_ac1(pair).value, 2)"),
        ("interval", "interval = bootstrap(krippendorff_alpha, pair)"),
        ("interval", "interval = bootstrap(krippendorff_alpha, uptake, samples=500, seed=7)"),
        ("mindst-enige", "least = same.groupby('layer').mean().sort_values().index[0]"),
    ],
)
def test_a_right_answer_counts_however_it_was_come_by(check: str, answer: str) -> None:
    assert tried(check, answer) == ""


@pytest.mark.parametrize(
    ("check", "answer", "said"),
    [
        ("andel-ens", "", "findes ikke endnu"),
        ("andel-ens", "share = alike", "Tag gennemsnittet"),
        ("andel-ens", "share = 100 * alike.mean()", "50 procent er 0.5"),
        ("andel-ens", "share = 1 - alike.mean()", "et andet end andelen"),
        ("krydstabel", "table = 12", "skal være en tabel"),
        ("krydstabel", "table = pd.crosstab(a, b, margins=True)", "uden summer i kanten"),
        ("krydstabel", "table = pd.crosstab(b, a)", "Står A i rækkerne"),
        ("alfa", "alpha = pair", "skal være ét tal"),
        ("alfa", "alpha = 50.4", "mellem -1 og 1"),
        ("alfa", "alpha = gwet_ac1(pair)", "andet end Krippendorffs alfa"),
        ("ac1", "ac1 = krippendorff_alpha(pair)", "andet end Gwets AC1"),
        ("interval", "interval = (0.1, 0.8)", "det, bootstrap giver"),
        ("interval", "interval = bootstrap(gwet_ac1, pair, samples=times)", "andet end det, alfa får"),
        ("mindst-enige", "least = 0.5", "consideration, institutional, meaning, uptake, work_perspective"),
        ("mindst-enige", "least = 'meaning'", "Et andet lag"),
    ],
)
def test_a_wrong_answer_is_told_kindly_in_both_languages(check: str, answer: str, said: str) -> None:
    told = tried(check, answer)
    assert said in told
    danish, english = told.split("\n")
    assert danish
    assert english


def test_the_least_agreed_layer_is_the_same_by_share_and_by_alpha() -> None:
    names: dict[str, Any] = {}
    with pd.option_context("display.max_colwidth", 50):
        exec(CELLS["kodninger"], names)
    layers = names["codes"].groupby("layer")
    alphas = {layer: names["krippendorff_alpha"](rows).value for layer, rows in layers}
    assert min(alphas, key=alphas.__getitem__) == "consideration"


# --- what instructors read -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["da", "en"])
def test_instructors_are_told_what_to_expect(language: str) -> None:
    danish, english = (SAMPLES / "README.md").read_text(encoding="utf-8").split("\n---\n")
    rows = re.findall(r"^\| `(.+?)` \|.*\| (.+?) \| (.+?) \|$", {"da": danish, "en": english}[language], re.M)
    assert {student: (points, text) for student, points, text in rows} == {
        student: (f"{sum(points)}", WAITING.get(student, "–")) for student, points in POINTS.items()
    }
