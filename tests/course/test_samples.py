"""The sample submissions of the real assignment: each has its exact points, and none stops another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from lises_teach.answers import SheetData, read_sheet
from lises_teach.grading import GradeReport, grade
from lises_teach.grading.sheets import find_sheet
from lises_teach.grading.view import word_count
from lises_teach.items import Essay, load_bank, load_keys, load_rubric, score
from lises_teach.personal import find_personal_data
from tests.course.samples import TRICKS, released_course
from tests.grading.conftest import run_nbgrader

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "m6-inddragelse"
SAMPLES = ROOT / "course" / "samples" / ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"

# Points of each item but the two texts, worked out by hand from course/keys. Most units are worth one point; two
# ticks of which one is missing are worth half; a tick too many takes away a right one. The stories give none.
ITEMS = (
    "m6-definition", "m6-vigtig", "m6-indflydelse", "m6-styrker-vilkaar", "m6-spillerum", "m6-styrker-belaeg",
    "m6-barrierer-1", "m6-barrierer-2", "m6-barrierer-3", "m6-barrierer-4", "m6-barrierer-5",
    "m6-barriere-eller-vilkaar", "m6-lokalt",
    "m6-tilbud-forskel", "m6-tilbud-alle", "m6-tilbud-andre", "m6-tabel-saetning",
    "m6-ingen-maal", "m6-maal-mod-arbejde",
)  # fmt: skip
POINTS: dict[str, tuple[float, ...]] = {
    "fremragende": (4, 7, 15, 12, 3, 1, 8, 8, 7, 8, 8, 12, 1, 2, 2, 2, 1, 0, 0),
    # 3 of 4 right ticks less a third for MC10: 4 × 5/12; then 3 of 7, 8 of 15, 7 of 12, 2 right ticks of 3 less one;
    # b31, b34 and b37 are half; 104 per cent for 25 percentage points, and the mean of three shares
    "misforstaaelser": (1.67, 3, 8, 7, 1, 0, 3.5, 4, 2.5, 3.5, 3, 7, 0, 0, 0, 2, 0, 0, 0),
    # 3 of 4 ticks; three of four; 11 of 12 answered but s10, where s07 is open; 5 of 6; 2 of 3 ticks; three extracts
    "halvvejs": (3, 3, 10, 5, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "tom": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "fjendtlig-kode": (4, 0, 0, 12, 3, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    "omdoebt": (4, 7, 15, 12, 3, 1, 8, 8, 0, 8, 8, 12, 1, 2, 2, 2, 1, 0, 0),
    # b14 is half, s04 is wrong
    "toemt": (0, 0, 0, 0, 0, 0, 8, 7.5, 7, 8, 8, 11, 1, 0, 0, 0, 0, 0, 0),
    "oedelagt-notesbog": (0, 0, 15, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "uden-notesbog": (4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    # two true ticks of four; s03; s01, s05 and s13; b02, b03 and b06; b26; s01 and s02: the rest cannot be checked
    "fjendtligt-ark": (2, 1, 3, 0, 0, 0, 3, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0),
    "kaempetekst": (4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
}
TOTAL = {
    "fremragende": 101.0, "misforstaaelser": 46.17, "halvvejs": 26.0, "tom": 0.0, "fjendtlig-kode": 21.0,
    "omdoebt": 94.0, "toemt": 50.5, "oedelagt-notesbog": 27.0, "uden-notesbog": 6.0, "fjendtligt-ark": 12.0,
    "kaempetekst": 5.0,
}  # fmt: skip
UNANSWERED = {
    "fremragende": 0, "misforstaaelser": 0, "halvvejs": 15, "tom": 21, "fjendtlig-kode": 15, "omdoebt": 1,
    "toemt": 14, "oedelagt-notesbog": 19, "uden-notesbog": 18, "fjendtligt-ark": 1, "kaempetekst": 18,
}  # fmt: skip
COULD_NOT = {
    "forkert-opgave": "svarfilen kan ikke læses: filen hører til m0-start",
    "uden-ark": "der er ingen svarfil (answers.json) i afleveringen",
    "ulaeseligt-ark": "svarfilen kan ikke læses: linje 87 er ikke gyldig JSON",
}
# the level of each criterion of the rubric that a careful teacher would give the sentence of 6.5 and the essay
LEVELS: dict[str, dict[str, tuple[int, ...]]] = {
    "m6-tabel-forbehold": {"fremragende": (3,), "misforstaaelser": (0,), "omdoebt": (2,), "fjendtligt-ark": (0,)},
    "m6-essay": {
        "fremragende": (3, 3, 3, 3), "misforstaaelser": (1, 1, 1, 1), "omdoebt": (2, 2, 2, 2),
        "fjendtlig-kode": (1, 0, 0, 1), "fjendtligt-ark": (0, 0, 0, 0), "kaempetekst": (0, 0, 0, 0),
    },
}  # fmt: skip
WRITTEN = [(item, student) for item, levels in LEVELS.items() for student in levels]
TOO_SHORT = [
    ("m6-tabel-forbehold", "fjendtligt-ark"),
    ("m6-essay", "fjendtlig-kode"),
    ("m6-essay", "fjendtligt-ark"),
]
WITHOUT_NOTEBOOK = ("kaempetekst", "uden-notesbog")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course as the command makes it, released, with every sample handed in."""
    course = released_course(tmp_path_factory.mktemp("samples"), ASSIGNMENT)
    for folder in sample_folders(course / "samples" / ASSIGNMENT):
        shutil.copytree(folder, course / "submitted" / folder.name / ASSIGNMENT)
    return course


@pytest.fixture
def untouched(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of that course which a test may change."""
    return Path(shutil.copytree(handed_in, tmp_path / "kursus"))


@pytest.fixture(scope="module")
def graded(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GradeReport]:
    """A copy of that course, graded in one process, and what grading reported."""
    course = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("graded") / "kursus"))
    return course, grade(course, ASSIGNMENT)


def sample_folders(place: Path = SAMPLES) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir())


def points_in_gradebook(course: Path) -> dict[str, dict[str, float]]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        notebooks = book.notebook_submissions(ASSIGNMENT, ASSIGNMENT)
        return {n.student.id: {g.name: g.score for g in n.grades} for n in notebooks}


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def readable_sheet(student: str, unpacked: Path) -> SheetData:
    return read_sheet(find_sheet(SAMPLES / student, ASSIGNMENT, unpacked))


def written(item: str, student: str, unpacked: Path) -> str:
    return str(readable_sheet(student, unpacked).answer(item)["text"])


def assert_as_expected(course: Path, report: GradeReport) -> None:
    rows = {row.student: row for row in report.rows}
    assert {student: row.score for student, row in rows.items() if row.state == "graded"} == TOTAL
    assert {student: row.unanswered for student, row in rows.items() if row.state == "graded"} == UNANSWERED
    assert {row.student for row in report.waiting} == {student for _, student in WRITTEN}
    assert points_in_gradebook(course) == {
        student: {**dict(zip(ITEMS, points, strict=True)), **dict.fromkeys(LEVELS, 0.0)}
        for student, points in POINTS.items()
    }


def test_the_table_covers_every_sample_and_adds_up() -> None:
    assert {folder.name for folder in sample_folders()} == set(POINTS) | set(COULD_NOT)
    assert {student: round(sum(points), 2) for student, points in POINTS.items()} == TOTAL


def test_every_sample_gets_its_points(graded: tuple[Path, GradeReport]) -> None:
    assert_as_expected(*graded)


def test_two_processes_give_the_same(untouched: Path) -> None:
    report = grade(untouched, ASSIGNMENT, 2)
    assert_as_expected(untouched, report)
    assert {row.student for row in report.failed} == set(COULD_NOT)


def test_those_that_cannot_be_graded_are_named_with_the_reason(graded: tuple[Path, GradeReport]) -> None:
    _, report = graded
    assert not report.ok
    assert {row.student for row in report.failed} == set(COULD_NOT)
    assert all(row.score is None for row in report.failed)
    for student, reason in COULD_NOT.items():
        assert f"{student} kunne ikke bedømmes: {reason}" in report.summary.da


@pytest.mark.parametrize("item", LEVELS)
def test_a_text_waits_for_a_teacher_and_a_missing_one_is_zero(
    graded: tuple[Path, GradeReport], item: str
) -> None:
    course, _ = graded
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        marks = {student: book.find_grade(item, ASSIGNMENT, ASSIGNMENT, student) for student in POINTS}
        waits = {
            student: (m.auto_score, m.manual_score, m.needs_manual_grade) for student, m in marks.items()
        }
    assert waits == {
        student: (None, None, True) if student in LEVELS[item] else (0.0, None, False) for student in POINTS
    }


# --- nothing is executed --------------------------------------------------------------------------


def test_grading_runs_nothing_and_changes_nothing(untouched: Path) -> None:
    before = {part: files(untouched / part) for part in ("submitted", "keys", "source", "samples")}
    grade(untouched, ASSIGNMENT)
    assert {part: files(untouched / part) for part in before} == before
    assert list(untouched.rglob("spor-*")) == []


def test_the_hostile_cells_would_leave_a_trace_if_they_were_run(untouched: Path) -> None:
    folder = untouched / "submitted" / "fjendtlig-kode" / ASSIGNMENT
    cells = nbformat.read(folder / NOTEBOOK, as_version=4).cells
    hostile = [cell.source for cell in cells if cell.id.startswith("fjendtlig-")]
    assert len(hostile) == 5
    done = subprocess.run(
        [sys.executable, "-c", "\n\n".join(hostile)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "1000 point" in done.stderr
    assert "m6-essay" in (folder / "spor-noegler.txt").read_text(encoding="utf-8")
    assert (untouched / "spor-kursus.txt").is_file()
    assert not (folder / "answers.json").exists()
    assert not (untouched / "submitted" / "fremragende").exists()


def test_the_feedback_of_hostile_samples_is_plain_text(graded: tuple[Path, GradeReport]) -> None:
    course, _ = graded
    done = run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    pages = {s: (course / "feedback" / s / ASSIGNMENT / f"{ASSIGNMENT}.html") for s in POINTS}
    texts = {student: page.read_text(encoding="utf-8") for student, page in pages.items()}
    for text in texts.values():
        assert "<script" not in text
        assert "<img" not in text
        assert len(text) < 200_000
    for trick in ("document.title", "alert('R5')", "alert(1)"):
        assert f"&lt;script&gt;{trick}" in texts["fjendtligt-ark"]
    assert "1000" not in re.sub(r"<style.*?</style>", "", texts["fjendtlig-kode"], flags=re.DOTALL)


def test_nbgraders_own_autograde_gives_the_same_and_stops_at_nobody(untouched: Path) -> None:
    done = run_nbgrader(untouched, "autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for student, reason in COULD_NOT.items():
        assert f"{student} kunne ikke bedømmes: {reason}" in done.stderr
    found = {student: round(sum(p.values()), 2) for student, p in points_in_gradebook(untouched).items()}
    # nbgrader itself passes over a folder without a notebook; `lises-teach grade` does not
    assert found == {student: score for student, score in TOTAL.items() if student not in WITHOUT_NOTEBOOK}
    assert list(untouched.rglob("spor-*")) == []


# --- what the samples say -------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "student"), WRITTEN)
def test_a_text_stands_beside_the_rubric_it_is_read_by(
    graded: tuple[Path, GradeReport], name: str, student: str, tmp_path: Path
) -> None:
    course, _ = graded
    nb = nbformat.read(course / "autograded" / student / ASSIGNMENT / NOTEBOOK, as_version=4)
    page = next(c.outputs[0].data["text/html"] for c in nb.cells if c.id == name)
    item = load_bank(SAMPLES.parents[1] / "source" / ASSIGNMENT / "items.yaml")[name]
    assert isinstance(item, Essay)
    assert escape(written(name, student, tmp_path)[:24]) in page
    for criterion, level in zip(item.criteria, LEVELS[name][student], strict=True):
        assert load_rubric()[criterion].name.da in page
        assert load_rubric()[criterion].levels[level].da in page


@pytest.mark.parametrize(("name", "student"), WRITTEN)
def test_a_text_is_the_students_own_and_names_nobody(name: str, student: str, tmp_path: Path) -> None:
    text = written(name, student, tmp_path)
    item = load_bank(SAMPLES.parents[1] / "source" / ASSIGNMENT / "items.yaml")[name]
    assert isinstance(item, Essay)
    assert find_personal_data(text) == []
    assert (word_count(text) < item.min_words) == ((name, student) in TOO_SHORT)
    anchors = load_keys(SAMPLES.parents[1] / "keys" / f"{ASSIGNMENT}.yaml")[name].anchors
    sentences = {sentence for anchor in anchors for sentence in re.split(r"(?<=[.!?]) ", anchor.text.da)}
    assert [sentence for sentence in sentences if len(sentence) > 30 and sentence in text] == []


def test_the_excellent_reads_contested_units_both_ways() -> None:
    def codes(answer: Any) -> set[str]:
        return {answer} if isinstance(answer, str) else set(answer)

    bank = load_bank(SAMPLES.parents[1] / "source" / ASSIGNMENT / "items.yaml")
    keys = load_keys(SAMPLES.parents[1] / "keys" / f"{ASSIGNMENT}.yaml")
    sheet = read_sheet(SAMPLES / "fremragende" / "answers.json")
    chosen = set()
    for item in bank.items:
        for unit in item.units:
            key = keys[item.id].units.get(unit)
            if key and key.status == "contested":
                readings = [codes(accepted) for accepted in key.answers]
                chosen.add(readings.index(codes(sheet.answer(item.id)[unit])))
    assert chosen == {0, 1}


def test_the_misconceptions_are_those_of_the_key() -> None:
    bank = load_bank(SAMPLES.parents[1] / "source" / ASSIGNMENT / "items.yaml")
    keys = load_keys(SAMPLES.parents[1] / "keys" / f"{ASSIGNMENT}.yaml")
    sheet = read_sheet(SAMPLES / "misforstaaelser" / "answers.json")
    results = [score(item, keys[item.id], sheet.answer(item.id)) for item in bank.items]
    held = [unit.misconception for result in results for unit in result.units if unit.misconception]
    assert {
        "MC2",
        "MC7",
        "MC8",
        "MC10",
        "MC11",
        "MX22",
        "MX27",
        "MX31",
        "MX32",
        "MX36",
        "MX37",
        "MX50",
        "MX108",
        "MX109",
    } <= set(held)
    assert held.count("MC11") >= 5
    assert held.count("MC10") >= 4


def readme_rows(language: str) -> Iterator[tuple[str, str, str]]:
    """Student, points and text levels of each row of one of the two tables for instructors."""
    danish, english = (SAMPLES / "README.md").read_text(encoding="utf-8").split("\n---\n")
    rows = re.findall(r"^\| `(.+?)` \|.*\| (.+?) \| (.+?) \|$", {"da": danish, "en": english}[language], re.M)
    yield from rows


@pytest.mark.parametrize("language", ["da", "en"])
def test_instructors_are_told_what_to_expect(language: str) -> None:
    def levels_of(student: str) -> str:
        return " ".join("".join(map(str, levels.get(student, "–"))) for levels in LEVELS.values())

    ungraded = {"da": "kan ikke bedømmes", "en": "cannot be graded"}[language]
    told = {student: (points.replace(",", "."), levels) for student, points, levels in readme_rows(language)}
    assert told == {
        **{student: (f"{total:g}", levels_of(student)) for student, total in TOTAL.items()},
        **dict.fromkeys(COULD_NOT, (ungraded, "–")),
    }


def test_the_samples_are_what_their_names_say(tmp_path: Path) -> None:
    assert not list((SAMPLES / "uden-notesbog").glob("*.ipynb"))
    assert [p.name for p in (SAMPLES / "omdoebt").glob("*.ipynb")] != [NOTEBOOK]
    emptied = json.loads((SAMPLES / "toemt" / NOTEBOOK).read_text(encoding="utf-8"))
    assert not any(cell["source"] or cell["metadata"] for cell in emptied["cells"])
    with pytest.raises(json.JSONDecodeError):
        json.loads((SAMPLES / "oedelagt-notesbog" / NOTEBOOK).read_text(encoding="utf-8"))
    assert len(written("m6-essay", "kaempetekst", tmp_path)) > 1_000_000
    hostile = (SAMPLES / "fjendtligt-ark" / "answers.json").read_text(encoding="utf-8")
    for trick in (*TRICKS, "m6-hemmelig"):
        assert trick in hostile


def test_the_samples_are_small_and_their_zip_holds_a_hand_in() -> None:
    assert sum(map(len, files(SAMPLES).values())) < 300_000
    (archive,) = SAMPLES.rglob("*.zip")
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.namelist() == [NOTEBOOK, "answers.json"]


def test_the_demo_shows_every_sample_and_succeeds_a_second_time(tmp_path: Path) -> None:
    command: list[Any] = [
        sys.executable,
        "-m",
        "lises_teach",
        "demo",
        "--no-serve",
        "--dir",
        tmp_path / "demo",
    ]
    for state in ("11 bedømt nu, 0 uændret", "0 bedømt nu, 11 uændret"):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert f"14 afleveringer: {state}, 3 kunne ikke bedømmes. 6 venter på underviseren." in done.stdout
        for student in (*TOTAL, *COULD_NOT):
            assert student in done.stdout
        assert "46,17 / 116" in done.stdout
