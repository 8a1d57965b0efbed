"""`lises-teach serve`, `open` and `demo`: what they show in a browser, and what they refuse."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest

from lises_teach.server import run
from lises_teach.server.options import SiteOptions
from tests.commands import PROGRAM, Say, free_port, lises, one_sentence, page, served
from tests.grading.submissions import ASSIGNMENT
from tests.test_course import bundle_with_samples

ROOT = Path(__file__).resolve().parents[2]


def test_serve_shows_the_site_until_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    with served("serve", "--port", port, cwd=tmp_path) as address:
        assert f":{port}/" in address
        assert '<html lang="da"' in page(address)


@pytest.mark.parametrize("path", ["https://kommune.dk/lises/", "lises?x", "a b"])
def test_serve_below_what_is_no_path_is_wrong_usage(say: Say, path: str) -> None:
    assert one_sentence(say("serve", "--base-url", path), 2).startswith(f"{path} er ikke en sti.")


def test_a_statement_that_is_no_address_on_the_web_is_wrong_usage(say: Say) -> None:
    told = one_sentence(say("serve", "--statement", "was.digst.dk/x"), 2)
    assert told.startswith("was.digst.dk/x er ikke en adresse på nettet.")


def test_the_options_that_operators_are_told_of_are_there(say: Say) -> None:
    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<!\S)`?(--[a-z-]+)", told))
    shown = say("serve", "--help").out
    assert {"--base-url", "--kernels"} <= named
    assert all(option in shown for option in named)


def test_serve_on_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = one_sentence(lises("serve", "--port", port, cwd=tmp_path), 1)
    assert sentence.startswith(f"Port {port} på 127.0.0.1 er optaget af et andet program.")


def test_open_shows_one_folder_as_a_page(course: Path) -> None:
    with served("open", course / "release" / ASSIGNMENT, "--no-browser", cwd=course) as address:
        assert "En lille opgave" in page(address)


def test_open_on_the_folder_that_is_handed_out_works_on_a_copy(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = course / "release" / ASSIGNMENT
    (folder / "answers.json").write_text("{}")
    shown: list[SiteOptions] = []
    monkeypatch.setattr(run, "_run", lambda options, browser: shown.append(options))
    run.open_folder(folder, browser=False)
    assert shown[0].folder != folder
    assert shown[0].folder.name == ASSIGNMENT
    assert not shown[0].folder.exists(), "the copy is gone when the page is"
    assert capsys.readouterr().out.startswith(f"{folder} er den mappe, de studerende får.")
    run.open_folder(Path(shutil.copytree(folder, course / ASSIGNMENT)), browser=False)
    assert shown[1].folder == course / ASSIGNMENT


def test_open_on_a_folder_that_is_none_is_one_sentence(say: Say, tmp_path: Path) -> None:
    assert one_sentence(say("open", tmp_path / "ingen"), 1).startswith(
        f"Der er ingen mappe {tmp_path / 'ingen'}."
    )
    assert one_sentence(say("open", tmp_path), 1).startswith(
        f"Mappen {tmp_path} har ingen lektion eller opgave"
    )


def test_demo_grades_writes_feedback_and_serves_the_site(tmp_path: Path) -> None:
    bundle, port = bundle_with_samples(tmp_path / "pakke"), free_port()
    with served("demo", "--dir", "prøve", "--from", bundle, "--port", port, cwd=tmp_path) as address:
        assert '"/eksempel/god/m1-lille"' in page(address)
        assert "22 af 34 point" in page(f"{address}eksempel/god/m1-lille")


def test_demo_without_the_site_says_where_everything_is(tmp_path: Path) -> None:
    bundle = bundle_with_samples(tmp_path / "pakke")
    words = ("demo", "--dir", "demo", "--from", bundle, "--lang", "en", "--no-serve")
    done = lises(*words, cwd=tmp_path, LISES_TEACH_LANG="en")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"│ god +│ waits for the teacher +│ 22 / 34", done.out)
    assert f'cd "{tmp_path / "demo"}" && "{PROGRAM.with_name("jupyter")}" lab' in done.out
    assert "The submissions are constructed" in done.out


def test_demo_in_a_folder_in_use_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").touch()
    done = lises("demo", "--dir", tmp_path, "--no-serve", cwd=tmp_path)
    assert one_sentence(done, 1) == f"Mappen {tmp_path} er ikke tom. Vælg en ny mappe."
