from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lises_teach import hand_in, item, progress, use_language
from lises_teach.answers import AnswerSheet, Change
from lises_teach.items import Bank, Keys
from lises_teach.widget.views import KitWidget
from tests.widget.conftest import make_folder


class Line:
    """Stands in for the comm: remembers what is sent."""

    def __init__(self, widget: KitWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[dict[str, Any], list[bytes]]] = []
        monkeypatch.setattr(
            widget, "send", lambda content, buffers=None: self.sent.append((content, buffers))
        )
        self.widget = widget

    def ask(self, **message: Any) -> dict[str, Any]:
        self.widget._handle_custom_msg({"request": "r1", **message}, [])
        return self.sent[-1][0]


@pytest.fixture(autouse=True)
def danish() -> None:
    use_language("da")


def test_an_item_shows_the_saved_answer(in_assignment: Path) -> None:
    AnswerSheet("answers.json", "alle-slags").save("slags-en", {"choice": Change(value="b", based_on=0)})
    assert item("slags-en").entries["choice"]["value"] == "b"


def test_showing_an_item_writes_nothing(in_assignment: Path) -> None:
    before = sorted(in_assignment.iterdir())
    item("slags-en")
    progress()
    hand_in()
    assert sorted(in_assignment.iterdir()) == before


def test_no_spec_holds_anything_of_a_key(in_assignment: Path, bank: Bank, keys: Keys) -> None:
    for one in bank.items:
        spec = item(one.id).spec
        assert spec["practice"] is False
        for part in (*spec.get("options", ()), *spec.get("categories", ()), *spec.get("snippets", ())):
            assert set(part) == {"id", "text"}
        said = json.dumps(spec, ensure_ascii=False)
        for unit in keys[one.id].units.values():
            assert not any(reason.da in said for reason in unit.reasons)
        assert "feedback" not in spec["phrases"]


def test_an_answer_is_carried_to_the_page(in_assignment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(item("slags-en"), monkeypatch)
    answer = line.ask(kind="save", changes={"choice": {"value": "c", "based_on": 0}})
    assert answer["request"] == "r1"
    assert answer["saved"]["choice"]["value"] == "c"
    assert json.loads(Path("answers.json").read_text())["answers"]["slags-en"]["choice"]["value"] == "c"


def test_whatever_goes_wrong_is_a_sentence_in_the_view(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    line = Line(item("slags-en"), monkeypatch)
    monkeypatch.setattr("lises_teach.widget.replies.reply", lambda *_: 1 / 0)
    answer = line.ask(kind="hello")
    assert "noget gik galt" in answer["problem"]["da"]
    assert answer["request"] == "r1"
    assert "ZeroDivisionError" in caplog.text


def test_a_wrong_id_is_a_sentence_and_a_suggestion(in_assignment: Path) -> None:
    spec = item("slags-enn").spec
    assert spec["view"] == "notice"
    assert "Mente du slags-en?" in spec["text"]["da"]
    assert "Did you mean slags-en?" in spec["text"]["en"]


def test_a_broken_bank_is_a_sentence(in_assignment: Path) -> None:
    Path("items.yaml").write_text("format: 1\nitems: 3\n", encoding="utf-8")
    assert "items.yaml kan ikke bruges" in item("slags-en").spec["text"]["da"]
    assert "items.yaml kan ikke bruges" in progress().spec["text"]["da"]
    assert "items.yaml kan ikke bruges" in hand_in().spec["text"]["da"]


def test_a_sheet_set_aside_is_told_of_once(in_assignment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("answers.json").write_text("[]", encoding="utf-8")
    line = Line(item("slags-en"), monkeypatch)
    assert "lagt til side" in line.ask(kind="hello")["notice"]["da"]
    assert "notice" not in line.ask(kind="hello")


def test_progress_counts_questions_not_ticks(in_assignment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = AnswerSheet("answers.json", "alle-slags")
    ticks = {unit: Change(value=unit != "onsdag", based_on=0) for unit in ("mandag", "onsdag", "fredag")}
    sheet.save("slags-flere", ticks)
    sheet.save(
        "slags-sorter", {"s1": Change(value="borger", based_on=0), "s2": Change(value=None, based_on=0)}
    )
    counts = Line(progress(), monkeypatch).ask(kind="progress")["counts"]
    assert counts["slags-flere"] == {"count": 1, "total": 1}
    assert counts["slags-sorter"] == {"count": 1, "total": 3}
    assert counts["slags-en"] == {"count": 0, "total": 1}


def test_progress_of_a_lesson_and_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert progress("m0-start").spec["assignment"] == "m0-start"
    assert progress("m0-stat").spec["view"] == "notice"
    assert "navnet på lektionen" in progress().spec["text"]["da"]


def test_in_the_browser_store_the_page_tells_and_nothing_is_written(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISES_TEACH_STORE", "browser")
    told = {"slags-tal": {"value": {"value": "102", "revision": 1, "saved": None}}}
    assert (
        Line(progress(), monkeypatch).ask(kind="progress", entries=told)["counts"]["slags-tal"]["count"] == 1
    )
    line = Line(item("slags-tal"), monkeypatch)
    assert (
        line.ask(kind="save", changes={"value": {"value": "51", "based_on": 1}})["saved"]["value"]["revision"]
        == 2
    )
    assert not Path("answers.json").exists()
    assert hand_in().spec["refusal"] == "hand_in_browser"


def test_hand_in_sends_the_zip_and_says_what_is_missing(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    AnswerSheet("answers.json", "alle-slags").save("slags-en", {"choice": Change(value="b", based_on=0)})
    monkeypatch.setenv("JUPYTERHUB_USER", "abc123")
    widget = hand_in()
    assert widget.spec["student"] == "abc123"
    line = Line(widget, monkeypatch)
    answer = line.ask(kind="pack", student="Søren Ærø")
    assert answer["file"] == "Soeren-Aeroe_alle-slags.zip"
    assert answer["contents"] == ["alle-slags.ipynb", "answers.json", "receipt.json"]
    assert [item["id"] for item in answer["missing"]][:2] == ["slags-flere", "slags-sorter"]
    assert [item["title"]["da"] for item in answer["missing"]][:2] == ["Flere svar", "Sortér"]
    assert line.sent[-1][1] == [Path(answer["file"]).read_bytes()]


def test_hand_in_warns_of_personal_data_but_not_of_the_hubs_own_name(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "bo@eksempel.dk")
    line = Line(hand_in(), monkeypatch)
    answer = line.ask(kind="pack", student="010190-1234")
    assert answer["personal"] == [{"kind": "cpr", "text": "010190-1234"}]
    assert answer["missing"]
    assert list(Path.cwd().glob("*.zip")) == []
    for message in ({"student": "010190-1234", "confirmed": ["010190-1234"]}, {"student": "bo@eksempel.dk"}):
        assert line.ask(kind="pack", **message)["file"].endswith("_alle-slags.zip")


def test_a_sheet_that_vanished_is_noticed_by_views_that_read_nothing_of_it(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice, number = (Line(item(name), monkeypatch) for name in ("slags-en", "slags-tal"))
    choice.ask(kind="save", changes={"choice": {"value": "b", "based_on": 0}})
    Path("answers.json").unlink()
    answer = number.ask(kind="save", changes={"value": {"value": "102", "based_on": 0}})
    assert "var væk" in answer["notice"]["da"]
    assert answer["begun"] is True
    assert not Path("answers.json").exists()


def test_hand_in_packs_no_empty_sheet_in_place_of_one_that_vanished(
    in_assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice, box = Line(item("slags-en"), monkeypatch), Line(hand_in(), monkeypatch)
    choice.ask(kind="save", changes={"choice": {"value": "b", "based_on": 0}})
    Path("answers.json").unlink()
    answer = box.ask(kind="pack", student="")
    assert "var væk" in answer["problem"]["da"]
    assert answer["begun"] is True
    assert not list(in_assignment.glob("*.zip"))


def test_nothing_is_kept_in_the_folder_a_course_hands_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nbgrader_config.py").touch()
    folder = make_folder(tmp_path / "release" / "alle-slags")
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    answer = Line(item("slags-en"), monkeypatch).ask(
        kind="save", changes={"choice": {"value": "b", "based_on": 0}}
    )
    assert "Prøv opgaven i en kopi af mappen." in answer["problem"]["da"]
    assert "Try the assignment in a copy of the folder." in answer["problem"]["en"]
    assert hand_in().spec["refusal"] == "hand_in_release"
    assert sorted(folder.iterdir()) == before


def test_hand_in_without_an_assignment_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert hand_in().spec["refusal"] == "hand_in_no_bank"


def test_the_notebook_s_language_comes_first(in_assignment: Path) -> None:
    use_language("en")
    assert item("slags-en").spec["lang"] == "en"
    use_language("dansk")
    assert item("slags-en").spec["lang"] == "da"


def test_asking_for_the_functions_loads_nothing_heavy() -> None:
    code = "import sys, lises_teach.widget.static; from lises_teach import item; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"pandas", "anywidget", "IPython", "nbconvert", "nbgrader", "voila", "tornado", "nbformat"}
    assert not heavy & set(loaded)


def test_showing_an_item_loads_no_pandas_nbgrader_or_voila() -> None:
    code = "import sys, lises_teach.widget.views; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "nbgrader", "voila", "nbconvert"} & set(loaded)
