"""A site or a folder served by a real process, and notebooks for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import nbformat
import psutil

LAUNCH = """
import json, sys
from pathlib import Path
import lises_teach.__main__  # as the command does
from lises_teach.server import open_folder, serve
what, options = sys.argv[1], json.loads(sys.argv[2])
folder = Path(options.pop("folder"))
if options.get("exhibits"):
    options["exhibits"] = Path(options["exhibits"])
if what == "open":
    open_folder(folder, browser=False, **options)
else:
    serve(notebooks=folder, port=0, **options)
"""
WIDGET = """
import anywidget, traitlets
class Doubler(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      const button = document.createElement("button"), shown = document.createElement("output");
      button.type = "button"; button.textContent = "Fordobl";
      button.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
      model.on("change:twice", () => { shown.textContent = model.get("twice"); });
      el.append(button, shown); } }'''
    n = traitlets.Int(0).tag(sync=True)
    twice = traitlets.Int(0).tag(sync=True)
    @traitlets.observe("n")
    def _(self, change):
        self.twice = 2 * self.n
Doubler()
"""


def notebook(*cells: str, **metadata: Any) -> nbformat.NotebookNode:
    """A notebook of `da:…` and `en:…` markdown cells and, without such a mark, code cells."""
    made = []
    for cell in cells:
        lang, mark, text = cell.partition(":")
        if mark and lang in ("da", "en", "md"):
            tags = {} if lang == "md" else {"tags": [lang]}
            made.append(nbformat.v4.new_markdown_cell(text, metadata=tags))
        else:
            made.append(nbformat.v4.new_code_cell(cell))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel, **metadata})


def about(kind: str, da: str, en: str) -> dict[str, Any]:
    """The metadata of a page that has a card."""
    titles = {"da": da, "en": en}
    return {
        "title": da,
        "lises_teach": {kind: "x", "title": titles, "about": {"da": f"Om {da}", "en": f"On {en}"}},
    }


def lesson() -> nbformat.NotebookNode:
    """A page with text in both languages, a widget and printed text."""
    where = "import os; print(os.environ.get('LISES_TEACH_STORE'), os.getcwd())"
    cells = (
        "da:# Prøven\n\nDansk tekst.",
        "en:# The trial\n\nEnglish text.",
        WIDGET,
        "da:## Mere",
        "en:## More",
        where,
    )
    return notebook(*cells, **about("lesson", "Prøven", "The trial"))


def failing() -> nbformat.NotebookNode:
    """A page whose second code cell fails; the words are for no reader."""
    return notebook(
        "da:# Fejl", "en:# Failure", "x = 1", "raise RuntimeError('secret detail')", "print('never')"
    )


def write(folder: Path, **notebooks: nbformat.NotebookNode) -> Path:
    """`folder` with the notebooks in it; `a__b` is written as `a/b`."""
    for name, content in notebooks.items():
        path = folder / f"{name.replace('__', '/')}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(content, path)
    return folder


@dataclass
class Running:
    """A server that runs: where it is, and what it has started."""

    url: str
    process: subprocess.Popen[str]
    errors: IO[str]

    def get(self, path: str = "", **headers: str) -> tuple[int, str, Any]:
        """Status, text and headers of an answer, errors included."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode(), answer.headers

    def kernels(self) -> list[psutil.Process]:
        """The kernels' processes."""
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [child for child in children if child.is_running() and "ipykernel_launcher" in _command(child)]

    def log(self) -> str:
        """What the server has written about errors."""
        self.errors.seek(0)
        return self.errors.read()

    def stop(self) -> int:
        """Stops the server, as a service manager does; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(timeout=60)
        finally:
            self.process.kill()
            self.process.wait()
            if self.process.stdout:
                self.process.stdout.close()
            self.errors.close()


Start = Callable[..., Running]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def run(folder: Path, what: str = "serve", **options: Any) -> Running:
    """Serves `folder` on a free port, ready to be asked; a spare kernel waits only if a test asks for one."""
    if what == "serve":
        options = {"spare_kernels": 0, **options}
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by Running.stop
    arguments = [sys.executable, "-c", LAUNCH, what, json.dumps({"folder": str(folder), **options})]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    if found is None:
        process.kill()
        process.wait()
        errors.seek(0)
        raise RuntimeError(line + errors.read())
    return Running(found.group(), process, errors)


def until(holds: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Waits until a condition of another process holds, which has no event to wait for."""
    end = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"never held within {timeout_s} s")
        time.sleep(0.05)
