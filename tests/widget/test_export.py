from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from lises_teach.answers import AnswerSheet, Change
from lises_teach.widget import export
from lises_teach.widget.export import LisesExporter, StaticItems

ETC = Path(export.__file__).parent / "etc"


@pytest.fixture
def answered(assignment: Path) -> Path:
    sheet = AnswerSheet(assignment / "answers.json", "alle-slags")
    sheet.save("slags-en", {"choice": Change(value="b", based_on=0)})
    sheet.save("slags-tekst", {"text": Change(value="Mine <i>egne</i> ord.", based_on=0)})
    return assignment


def ours(folder: Path) -> str:
    html, _ = LisesExporter().from_filename(str(folder / "alle-slags.ipynb"))
    return str(html)


def test_our_export_shows_the_answers_and_asks_no_network(answered: Path) -> None:
    html = ours(answered)
    assert html.count('class="lises-static"') == 7
    assert "<strong>Noget, man prøver</strong> (valgt)" in html
    assert "Mine &lt;i&gt;egne&lt;/i&gt; ord." in html
    assert '<html lang="da">' in html
    assert "<main>" in html
    assert "<script" not in html
    assert "http" not in html
    assert "use_language" not in html


def test_our_export_keeps_the_notebook_s_language(answered: Path) -> None:
    path = answered / "alle-slags.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = 'from lises_teach import item, use_language\nuse_language("en")'
    for lang, text in (("da", "Dansk tekst"), ("en", "English text")):
        cell = {"cell_type": "markdown", "id": lang, "metadata": {"tags": [lang]}, "source": text}
        notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook))
    html = ours(answered)
    assert '<html lang="en">' in html
    assert "Something one tries" in html
    assert "English text" in html
    assert "Dansk tekst" not in html


def test_ordinary_cells_and_their_outputs_are_kept_but_not_a_widget_s(answered: Path) -> None:
    path = answered / "alle-slags.ipynb"
    notebook = json.loads(path.read_text())
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "KitWidget()"}
    stale = {"output_type": "execute_result", "data": widget, "metadata": {}, "execution_count": 1}
    notebook["cells"][1]["outputs"] = [stale]
    stream = {"output_type": "stream", "name": "stdout", "text": "a < b"}
    notebook["cells"].append(
        {
            "cell_type": "code",
            "id": "x",
            "metadata": {},
            "source": "print(1)",
            "outputs": [stream],
            "execution_count": 1,
        }
    )
    path.write_text(json.dumps(notebook))
    html = ours(answered)
    assert "KitWidget" not in html
    assert "print(1)" in html
    assert "a &lt; b" in html


def test_an_unreadable_sheet_is_told_of_and_left_alone(answered: Path) -> None:
    (answered / "answers.json").write_text("{")
    assert "kan ikke læses" in ours(answered)
    assert (answered / "answers.json").read_text() == "{"


def test_an_item_that_is_gone_is_a_sentence(answered: Path) -> None:
    path = answered / "alle-slags.ipynb"
    path.write_text(path.read_text().replace("slags-en", "slags-vaek"))
    assert "Der er ingen opgave med navnet slags-vaek" in ours(answered)


def test_a_renamed_cell_is_known_by_its_grade_id(answered: Path) -> None:
    path = answered / "alle-slags.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][1] |= {"source": "# min celle"}
    notebook["cells"][1]["metadata"]["nbgrader"] = {"grade_id": "slags-en"}
    path.write_text(json.dumps(notebook))
    assert ours(answered).count('class="lises-static"') == 7


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": str(ETC)}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_stock_nbconvert_shows_the_answers_too(answered: Path) -> None:
    run(answered, "nbconvert", "--to", "html", "alle-slags.ipynb")
    html = (answered / "alle-slags.html").read_text(encoding="utf-8")
    assert html.count('class="lises-static"') == 7
    assert "<strong>Noget, man prøver</strong> (valgt)" in html


def converted(folder: Path, **exporter: Any) -> str:
    from nbconvert.exporters.exporter import ResourcesDict
    from nbconvert.exporters.html import HTMLExporter

    html_exporter = exporter.pop("kind", HTMLExporter)(**exporter)
    html_exporter.register_preprocessor(StaticItems, enabled=True)
    notebook = nbformat.read(folder / "alle-slags.ipynb", 4)
    found, _ = html_exporter._preprocess(notebook, ResourcesDict(metadata={"path": str(folder)}))
    return json.dumps(found)


def test_a_live_page_and_nbgrader_s_pages_are_left_alone(answered: Path) -> None:
    from nbconvert.exporters.html import HTMLExporter
    from voila.exporter import VoilaExporter

    assert "lises-static" in converted(answered)
    assert "lises-static" not in converted(answered, kind=VoilaExporter)
    assert "lises-static" in converted(answered, kind=HTMLExporter)
    exporter = HTMLExporter()
    exporter.template_name = "basic"
    assert export._is_export(exporter)
    for name in ("feedback", "formgrade"):
        stand_in = HTMLExporter()
        stand_in._trait_values["template_name"] = name
        assert not export._is_export(stand_in)


def test_the_server_extension_adds_the_preprocessor_once() -> None:
    from traitlets.config import Config

    class App:
        config = Config()

    export._load_jupyter_server_extension(App)
    export._load_jupyter_server_extension(App)
    assert App.config.HTMLExporter.preprocessors == [export.NAME]
    assert export._jupyter_server_extension_points() == [{"module": "lises_teach.widget.export"}]


def test_the_shipped_configuration_names_what_exists() -> None:
    stock = json.loads((ETC / "jupyter_nbconvert_config.json").read_text())
    assert stock["HTMLExporter"]["preprocessors"] == [export.NAME]
    lab = json.loads((ETC / "lises_teach_export.json").read_text())
    assert lab["ServerApp"]["jpserver_extensions"] == {export.__name__: True}
