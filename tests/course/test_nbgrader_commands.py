"""nbgrader's own commands in a course, from an environment that is not activated."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lises_teach.grading import export_csv, grade, release, write_feedback
from lises_teach.grading.owners import Owners, Person
from tests.grading.conftest import Nbgrader, run_nbgrader
from tests.grading.submissions import (
    ASSIGNMENT,
    AUTOMATIC,
    EMPTY,
    ESSAY,
    EXCELLENT,
    HALF,
    HOSTILE,
    MISCONCEPTIONS,
    sheet,
    submit,
)


def hand_in(course: Path) -> None:
    everybody = {"excellent": EXCELLENT, "misconceptions": MISCONCEPTIONS, "half": HALF, "empty": EMPTY}
    everybody["hostile"] = HOSTILE
    for student, answers in everybody.items():
        submit(course, student, sheet(answers))


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


def auto_scores(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        return {s.student.id: s.score for s in found.assignment_submissions(ASSIGNMENT)}


# --- release ------------------------------------------------------------------------------------------


def test_a_release_is_the_notebook_in_one_language_and_the_items(released_course: Path) -> None:
    folder = released_course / "release" / ASSIGNMENT
    assert sorted(p.name for p in folder.rglob("*")) == ["items.yaml", f"{ASSIGNMENT}.ipynb"]
    nb = json.loads((folder / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8"))
    tags = {tag for cell in nb["cells"] for tag in cell["metadata"].get("tags", [])}
    assert tags == {"da"}
    sources = ["".join(cell["source"]) for cell in nb["cells"]]
    assert 'item("lille-tekst")' in sources
    assert not any("YOUR CODE HERE" in source for source in sources)


def test_an_english_course_releases_english(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8").replace('language="da"', 'language="en"'), encoding="utf-8"
    )
    text = (release(course, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    assert 'use_language(\\"en\\")' in text
    assert "A small assignment" in text
    assert "En lille opgave" not in text


def test_releasing_again_with_submissions_keeps_them(course: Path, nbgrader: Nbgrader) -> None:
    submit(course, "ann", sheet(EXCELLENT))
    grade(course, ASSIGNMENT)
    assert nbgrader("generate_assignment", ASSIGNMENT, "--force").returncode == 0
    assert grade(course, ASSIGNMENT).rows[0].state == "unchanged"


# --- autograde ----------------------------------------------------------------------------------------


def test_plain_autograde_gives_the_same_scores(course: Path, nbgrader: Nbgrader) -> None:
    hand_in(course)
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert auto_scores(course) == AUTOMATIC
    assert "Traceback" not in done.stderr
    assert "SAWarning" not in done.stderr


def test_plain_autograde_names_a_bad_sheet_in_one_line_and_goes_on(course: Path, nbgrader: Nbgrader) -> None:
    submit(course, "a-broken", "{")
    submit(course, "b-none", None)
    submit(course, "c-unreadable", sheet(EXCELLENT), notebook="{")
    renamed = submit(course, "d-renamed", sheet(HALF))
    (renamed / f"{ASSIGNMENT}.ipynb").rename(renamed / "min.ipynb")
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "a-broken kunne ikke bedømmes" in done.stderr
    assert "b-none kunne ikke bedømmes" in done.stderr
    assert auto_scores(course) == {"c-unreadable": AUTOMATIC["excellent"], "d-renamed": AUTOMATIC["half"]}


def test_plain_autograde_without_a_key_says_so_and_asks_nobody_to_grade(
    course: Path, nbgrader: Nbgrader
) -> None:
    (course / "keys" / f"{ASSIGNMENT}.yaml").unlink()
    submit(course, "ann", sheet(EXCELLENT))
    done = nbgrader("autograde", ASSIGNMENT)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"Nøglen til {ASSIGNMENT} mangler" in done.stderr
    assert auto_scores(course) == {}


def test_a_late_submission_gets_the_courses_penalty(course: Path, nbgrader: Nbgrader) -> None:
    plugin = "from nbgrader.plugins import BasePlugin\n\n\nclass Late(BasePlugin):\n"
    plugin += "    def late_submission_penalty(self, student_id, score, seconds):\n        return 2.0\n"
    (course / "late.py").write_text(plugin, encoding="utf-8")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nget_config().AssignLatePenalties.plugin_class = 'late.Late'\n")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        found.update_or_create_assignment(ASSIGNMENT, duedate="2026-11-24 12:00:00 UTC")
    for student, day in (("late", 25), ("timely", 23)):
        folder = submit(course, student, sheet(HALF))
        (folder / "timestamp.txt").write_text(f"2026-11-{day} 12:00:00 UTC", encoding="utf-8")
    assert nbgrader("autograde", ASSIGNMENT).returncode == 0
    rows = table(export_csv(course, ASSIGNMENT, course / "ud.csv").read_text(encoding="utf-8"))
    assert {name: row["Point"] for name, row in rows.items()} == {"late": "4", "timely": "6"}
    (course / "submitted" / "late" / ASSIGNMENT / "timestamp.txt").write_text(
        "2026-11-22 12:00:00 UTC", encoding="utf-8"
    )
    assert {row.student: row.score for row in grade(course, ASSIGNMENT).rows} == {"late": 6.0, "timely": 6.0}


def test_the_teachers_own_trial_answers_never_replace_a_students(course: Path, nbgrader: Nbgrader) -> None:
    (course / "source" / ASSIGNMENT / "answers.json").write_text(sheet(EXCELLENT), encoding="utf-8")
    submit(course, "ann", sheet(HALF))
    assert nbgrader("autograde", ASSIGNMENT).returncode == 0
    assert auto_scores(course) == {"ann": AUTOMATIC["half"]}


def test_an_assignment_of_code_keeps_the_stock_treatment(course: Path, nbgrader: Nbgrader) -> None:
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    def graded(name: str, source: str, *, solution: bool) -> object:
        facts = {"grade": not solution, "solution": solution, "locked": not solution, "grade_id": name}
        facts |= {"schema_version": 3, "task": False} | ({} if solution else {"points": 3})
        return new_code_cell(source, metadata={"nbgrader": facts})

    nb = new_notebook(
        cells=[
            graded("svar", "### BEGIN SOLUTION\nx = 2\n### END SOLUTION", solution=True),
            graded("test", "assert x == 2", solution=False),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    folder = course / "source" / "m1-data"
    folder.mkdir()
    nbformat.write(nb, folder / "m1-data.ipynb")
    assert nbgrader("generate_assignment", "m1-data").returncode == 0
    released = (course / "release" / "m1-data" / "m1-data.ipynb").read_text(encoding="utf-8")
    assert "x = 2" not in released
    handed_in = course / "submitted" / "ann" / "m1-data"
    handed_in.mkdir(parents=True)
    (handed_in / "m1-data.ipynb").write_text(
        released.replace("# Skriv din linje her", "x = 2"), encoding="utf-8"
    )
    done = nbgrader("autograde", "m1-data")
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        assert found.find_submission("m1-data", "ann").score == 3
    assert nbgrader("generate_feedback", "m1-data").returncode == 0
    html = (course / "feedback" / "ann" / "m1-data" / "m1-data.html").read_text(encoding="utf-8")
    assert "3 af 3 point" in html
    assert "://" not in re.sub(r"<!--.*?-->", "", html)


# --- feedback -----------------------------------------------------------------------------------------


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


# --- export -------------------------------------------------------------------------------------------


def table(text: str) -> dict[str, dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    return {row["Studerende"]: row for row in rows}


def test_the_csv_tells_blank_missing_and_ungradable_from_zero(course: Path) -> None:
    hand_in(course)
    submit(course, "broken", "{")
    grade(course, ASSIGNMENT)
    submit(course, "new", sheet(EXCELLENT))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        found.update_or_create_student("gone", last_name='=Ærlig, "Ø"', first_name="+1", email="a@b.dk")
    rows = table(export_csv(course, ASSIGNMENT, course / "ud.csv").read_text(encoding="utf-8"))
    assert {name: (row["Point"], row["Status"]) for name, row in rows.items()} == {
        "excellent": ("22", "venter på underviseren"),
        "misconceptions": ("1", "venter på underviseren"),
        "half": ("6", "bedømt"),
        "empty": ("0", "bedømt"),
        "hostile": ("0", "venter på underviseren"),
        "broken": ("", "kunne ikke bedømmes"),
        "new": ("", "ikke bedømt endnu"),
        "gone": ("", "ikke afleveret"),
    }
    assert rows["gone"]["Efternavn"] == '\'=Ærlig, "Ø"'
    assert rows["gone"]["Fornavn"] == "'+1"
    assert (rows["half"]["Flere valg: point"], rows["half"]["Flere valg: svar"]) == ("0", "ikke besvaret")
    assert rows["misconceptions"]["Flere valg: point"] == "0"
    assert rows["misconceptions"]["Flere valg: svar"] == "besvaret"
    assert "answers.json" in rows["broken"]["Årsag"] or "svarfilen" in rows["broken"]["Årsag"]


def test_nbgrader_export_writes_the_same_table(course: Path, nbgrader: Nbgrader) -> None:
    hand_in(course)
    grade(course, ASSIGNMENT)
    done = nbgrader("export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    rows = table((course / "grades.csv").read_text(encoding="utf-8"))
    assert rows["half"]["Point"] == "6"
    assert rows["half"]["Opgave"] == ASSIGNMENT


# --- zip_collect --------------------------------------------------------------------------------------


def hand_in_zip(answers: str, packed: str = "2026-11-24T14:02:11+01:00") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("answers.json", answers)
        zipped.writestr(f"{ASSIGNMENT}.ipynb", "{}")
        zipped.writestr("receipt.json", json.dumps({"format": 1, "packed": packed}))
        zipped.writestr("../../evil.ipynb", "{}")
        zipped.writestr("virus.exe", "x")
    return buffer.getvalue()


PLATFORM_NAMES = {
    "a1_m1-lille.zip": "a1",
    "Ann Berg_12345_assignsubmission_file_/a2_m1-lille.zip": "a2",
    "Ann Berg_12345_assignsubmission_file_a3_m1-lille.zip": "a3",
    "bergann_123_456_a4_m1-lille-1.zip": "a4",
    "bergann_LATE_123_456_a5_m1-lille.zip": "a5",
    "12-34 - Ann Berg - 24 november, 2026 1402 - a6_m1-lille.zip": "a6",
    "Berg, Ann/a7_m1-lille (2).zip": "a7",
    "Bo Dal_12_assignsubmission_file_/aflevering_m1-lille.zip": "Bo-Dal-12",
    "Æg, Søren/aflevering_m1-lille.zip": "Aeg-Soeren",
}


def test_hand_ins_are_collected_as_the_platforms_name_them(course: Path, nbgrader: Nbgrader) -> None:
    for name in PLATFORM_NAMES:
        path = course / "downloaded" / ASSIGNMENT / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hand_in_zip(sheet(EXCELLENT)))
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (course / "submitted").iterdir()} == set(PLATFORM_NAMES.values())
    for student in PLATFORM_NAMES.values():
        folder = course / "submitted" / student / ASSIGNMENT
        assert {p.name for p in folder.iterdir()} == {
            "answers.json", "receipt.json", "timestamp.txt", f"{ASSIGNMENT}.ipynb",
        }  # fmt: skip
        assert (folder / "timestamp.txt").read_text(encoding="utf-8").startswith("2026-11-24 13:02:11")


def test_collecting_survives_a_damaged_zip_a_second_try_and_a_download_of_all(
    course: Path, nbgrader: Nbgrader
) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    (archive / "bad_m1-lille.zip").write_bytes(b"PK nonsense")
    (archive / "ann_m1-lille.zip").write_bytes(hand_in_zip(sheet(HALF), "2026-11-24T10:00:00+01:00"))
    (archive / "ann_m1-lille (1).zip").write_bytes(hand_in_zip(sheet(EXCELLENT), "2026-11-24T12:00:00+01:00"))
    with zipfile.ZipFile(archive / "alle.zip", "w") as everybody:
        everybody.writestr("Bo_1_assignsubmission_file_/bo_m1-lille.zip", hand_in_zip(sheet(HALF)))
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "bad_m1-lille.zip" in done.stderr
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"ann": AUTOMATIC["excellent"], "bo": AUTOMATIC["half"]}


def test_two_people_with_the_same_name_are_kept_apart(course: Path, nbgrader: Nbgrader) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    for number, answers in ((1, HALF), (2, EXCELLENT)):
        name = f"Mette Ny_{number}_assignsubmission_file_mette_m1-lille.zip"
        (archive / name).write_bytes(hand_in_zip(sheet(answers)))
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"mette": AUTOMATIC["half"], "mette-Mette-Ny-2": AUTOMATIC["excellent"]}


def put(course: Path, **hand_ins: bytes) -> None:
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    for name, content in hand_ins.items():
        (archive / name).write_bytes(content)


HANSEN = "hansenanna_123_456_anna_m1-lille.zip"
MIA = "aamia_99_100_anna_m1-lille.zip"  # before the other in the alphabet


@pytest.mark.parametrize("words", [(), ("--force",)], ids=["plain", "--force"])
def test_a_name_stays_with_whoever_had_it_when_another_hands_in_late(
    course: Path, nbgrader: Nbgrader, words: tuple[str, ...]
) -> None:
    put(course, **{HANSEN: hand_in_zip(sheet(EXCELLENT))})
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    grade(course, ASSIGNMENT)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as found:
        mark = found.find_grade("lille-tekst", ASSIGNMENT, ASSIGNMENT, "anna")
        mark.manual_score, mark.needs_manual_grade = 9.0, False
        found.db.commit()
    put(course, **{MIA: hand_in_zip(sheet(HALF), "2026-11-26T10:00:00+01:00")})
    done = nbgrader("zip_collect", ASSIGNMENT, *words)
    assert done.returncode == 0, done.stderr
    assert "Directory not empty" not in done.stderr
    rows = {row.student: row.score for row in grade(course, ASSIGNMENT).rows}
    assert rows == {"anna": AUTOMATIC["excellent"] + 9, "anna-aamia-99": AUTOMATIC["half"]}


def test_collecting_again_takes_what_is_new_and_leaves_the_rest(course: Path, nbgrader: Nbgrader) -> None:
    put(course, **{"ann_m1-lille.zip": hand_in_zip(sheet(HALF)), "bo_m1-lille.zip": hand_in_zip(sheet(HALF))})
    put(course, **{"ida_m1-lille.zip": hand_in_zip("{")})
    assert nbgrader("zip_collect", ASSIGNMENT).returncode == 0
    grade(course, ASSIGNMENT)
    submit(course, "ida", sheet(EXCELLENT))  # sent by mail, and put there by hand
    put(course, **{"ann_m1-lille (1).zip": hand_in_zip(sheet(EXCELLENT), "2026-11-25T10:00:00+01:00")})
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert "Skipped submission with no match" not in done.stderr
    rows = {row.student: (row.state, row.score) for row in grade(course, ASSIGNMENT).rows}
    assert rows == {
        "ann": ("graded", AUTOMATIC["excellent"]),
        "bo": ("unchanged", AUTOMATIC["half"]),
        "ida": ("graded", AUTOMATIC["excellent"]),
    }
    assert nbgrader("zip_collect", ASSIGNMENT, "--force").returncode == 0
    assert grade(course, ASSIGNMENT).failed[0].student == "ida"


@pytest.mark.parametrize("archive", ["folder", "a zip of all"])
def test_a_bare_notebook_in_a_persons_folder_is_collected(
    course: Path, nbgrader: Nbgrader, archive: str
) -> None:
    place = course / "downloaded" / ASSIGNMENT / "archive"
    name = f"{ASSIGNMENT} (1).ipynb"
    if archive == "folder":
        for person in ("Lund, Karen", "Per Holm"):
            (place / person).mkdir(parents=True)
            (place / person / name).write_text("{}")
    else:
        place.mkdir(parents=True)
        with zipfile.ZipFile(place / "afleveringer.zip", "w") as everybody:
            everybody.writestr(f"Lund, Karen/{name}", "{}")
            everybody.writestr(f"Holm, Per/{name}", "{}")
    done = nbgrader("zip_collect", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    second = "Per-Holm" if archive == "folder" else "Holm-Per"
    for student in ("Lund-Karen", second):
        folder = course / "submitted" / student / ASSIGNMENT
        assert {path.name for path in folder.iterdir()} == {f"{ASSIGNMENT}.ipynb", "timestamp.txt"}


def test_a_person_keeps_the_name_in_the_next_assignment(tmp_path: Path) -> None:
    ann, mia = Person("Ann-Berg", "12"), Person("Mia-Dal", "13")
    assert Owners(tmp_path, "m1").belongs("anna", ann)
    assert not Owners(tmp_path, "m1").belongs("anna", mia)
    assert not Owners(tmp_path, "m1").belongs("anna", Person("Ann-Berg", "14"))
    assert not Owners(tmp_path, "m2").belongs("anna", mia)
    assert Owners(tmp_path, "m2").belongs("anna", Person("Berg-Ann", "77"))
    assert not Owners(tmp_path, "m2").belongs("anna", mia)
