from __future__ import annotations

from pathlib import Path

import pytest

from lises_teach.server.options import (
    NoNotebook,
    SiteOptions,
    UnknownPreheat,
    check_preheat,
    notebook_for,
    notebook_in,
    pages_of,
)


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    return folder


def test_pages_are_notebooks_at_the_top_or_in_a_folder_of_their_own_name(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "m0.ipynb",
        "m6/m6.ipynb",
        "m6/notes.ipynb",
        ".hidden.ipynb",
        ".x/x.ipynb",
        "a/b/b.ipynb",
        "t.txt",
    )
    assert pages_of(tmp_path) == {"m0": "m0.ipynb", "m6": "m6/m6.ipynb"}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("m0", "m0.ipynb"),
        ("m0.ipynb", "m0.ipynb"),
        ("m6", "m6/m6.ipynb"),
        ("m6/m6.ipynb", "m6/m6.ipynb"),
        ("", None),
        ("notes", None),
        ("../secret", None),
        ("m6/items.yaml", None),
    ],
)
def test_an_address_means_a_page_or_nothing(tmp_path: Path, address: str, path: str | None) -> None:
    touch(tmp_path, "m0.ipynb", "m6/m6.ipynb", "m6/notes.ipynb", "m6/items.yaml")
    touch(tmp_path.parent, "secret.ipynb")
    assert notebook_for(SiteOptions(tmp_path), address) == path


def test_a_single_page_is_its_only_address(tmp_path: Path) -> None:
    options = SiteOptions(touch(tmp_path, "m6.ipynb", "m0.ipynb"), only="m6.ipynb")
    assert [notebook_for(options, name) for name in ("", "m6", "m0")] == ["m6.ipynb", "m6.ipynb", None]


def test_the_notebook_named_like_the_folder_is_opened(tmp_path: Path) -> None:
    folder = touch(tmp_path / "m6", "m6.ipynb", "other.ipynb")
    assert notebook_in(folder).name == "m6.ipynb"


def test_the_only_notebook_is_opened_whatever_the_unpacked_folder_is_called(tmp_path: Path) -> None:
    folder = touch(tmp_path / "m6 (1)", "m6.ipynb", ".ipynb_checkpoints/m6.ipynb")
    assert notebook_in(folder).name == "m6.ipynb"
    assert notebook_in(folder / "m6.ipynb") == folder / "m6.ipynb"


def test_a_folder_without_a_clear_notebook_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoNotebook) as several:
        notebook_in(touch(tmp_path / "x", "a.ipynb", "b.ipynb"))
    assert several.value.names == ("a.ipynb", "b.ipynb")
    (tmp_path / "none").mkdir()
    with pytest.raises(NoNotebook) as none:
        notebook_in(tmp_path / "none")
    with pytest.raises(NoNotebook) as gone:
        notebook_in(tmp_path / "gone")
    sentences = {str(error.value.sentence("da")) for error in (several, none, gone)}
    assert len(sentences) == 3


def test_only_pages_of_the_site_can_be_made_ready_in_advance(tmp_path: Path) -> None:
    check_preheat(SiteOptions(touch(tmp_path, "m0.ipynb"), preheat=("m0",)))
    with pytest.raises(UnknownPreheat, match="m7"):
        check_preheat(SiteOptions(tmp_path, preheat=("m0", "m7")))
