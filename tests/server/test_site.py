"""The site over HTTP: what it answers, and what it refuses."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lises_teach.server.site import CannotListen, bind
from tests.server.lines import kernel_of, raw, upgrade
from tests.server.running import Running, Start, about, lesson, notebook, write


def test_it_says_that_it_is_well(site: Running) -> None:
    assert site.get("healthz")[:2] == (200, "ok\n")
    assert raw(site, f"HEAD / HTTP/1.1\nHost: {urlsplit(site.url).netloc}") == 200


def test_the_landing_page_lists_the_lessons_in_both_languages(site: Running) -> None:
    status, html, _ = site.get()
    assert status == 200
    for words in (
        "Prøven",
        "The trial",
        "Om Prøven",
        "On The trial",
        "konstruerede",
        "Slet mine svar i denne browser",
    ):
        assert words in html
    assert 'href="/lektion"' in html


@pytest.mark.parametrize("path", ["", "tilgaengelighed", "lektion", "findes-ikke", "umulig"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_page_says_its_language(site: Running, path: str, lang: str) -> None:
    _, html, _ = site.get(f"{path}?lang={lang}")
    assert f'<html lang="{lang}" data-lises>' in html
    title = re.search(r'<title data-da="(.+?)" data-en="(.+?)">(.+?)</title>', html)
    assert title is not None
    if path != "lektion":  # rendered for both at once: the page's own script sets it
        assert title[3] == title[1 if lang == "da" else 2]


@pytest.mark.parametrize("path", ["", "lektion", "findes-ikke", "umulig"])
def test_each_answer_has_a_policy_with_a_nonce_of_its_own(site: Running, path: str) -> None:
    nonces = set()
    for _ in range(2):
        _, html, headers = site.get(path)
        (allowed,) = re.findall(r"'nonce-([^']+)'", headers["Content-Security-Policy"])
        assert re.findall(r'<script nonce="([^"]+)"', html) == [allowed]
        nonces.add(allowed)
    assert len(nonces) == 2


COOKIELESS = (
    "",
    "lektion",
    "findes-ikke",
    "umulig",
    "voila/labextensions/anywidget/findes-ikke.js",
    "healthz",
)


@pytest.mark.parametrize("path", COOKIELESS)
def test_visitors_get_no_cookie_and_are_not_told_what_serves(site: Running, path: str) -> None:
    _, _, headers = site.get(path)
    assert headers["Set-Cookie"] is None
    assert headers["Server"] is None
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("query", ["template=lab", "theme=dark", "template=../../x"])
def test_visitors_cannot_change_the_template(site: Running, query: str) -> None:
    status, html, _ = site.get(f"lektion?{query}")
    assert status == 200
    assert "data-lises" in html
    assert "cdn" not in html


HIDDEN = """
voila/tree voila/tree/m6 voila/files/m6/items.yaml voila/files/answers.json files/lektion.ipynb answers.json
m6/items.yaml items.yaml api api/contents api/contents/lektion.ipynb voila/api/contents api/kernels
api/sessions api/terminals api/status api/kernelspecs terminals/1 login logout lab tree metrics
notebooks/lektion.ipynb voila/static/../../../../etc/passwd andet m6/andet.ipynb voila/execution/1
voila/query/1 voila/labextensions/@jupyter/nbgrader/package.json voila/templates/lab/static/x lektion/
eksempel/a/b
"""


@pytest.mark.parametrize("path", HIDDEN.split())
def test_nothing_else_can_be_reached(site: Running, path: str) -> None:
    status, html, _ = site.get(path)
    assert status in (403, 404)
    assert "secret" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["", "lektion", "api/kernels", "api/contents/x", "voila/tree"])
def test_nothing_can_be_changed(site: Running, path: str, method: str) -> None:
    request = f"{method} /{path} HTTP/1.1\nHost: x\nContent-Length: 0\nConnection: close"
    assert raw(site, request) in (403, 404, 405)


@pytest.mark.parametrize(("path", "status"), [("findes-ikke", 404), ("umulig", 500)])
def test_error_pages_are_ours(site: Running, path: str, status: int) -> None:
    found, html, headers = site.get(path)
    assert found == status
    assert "cobol" not in html
    assert html.count("<h1>") == 1
    assert headers["Content-Security-Policy"]


def test_a_failing_cell_tells_the_reader_and_gives_the_log_the_detail(site: Running) -> None:
    status, html, _ = site.get("fejl")
    assert status == 200
    assert "Her gik noget galt" in html
    assert "Something went wrong in the page here" in html
    assert "secret detail" not in html
    assert "Traceback" not in html
    assert "secret detail" in site.log()


def test_a_lesson_has_its_parts(site: Running) -> None:
    html = site.get("lektion")[1]
    assert html.count("<main") == 1
    assert '<div class="cell prose tr" lang="da">' in html
    assert '<div class="cell prose tr" lang="en">' in html
    assert "import anywidget" not in html, "no code is shown"
    assert "In&nbsp;[" not in html
    assert re.search(r"\bbrowser .*site", html), "answers stay in the browser"
    assert html.rstrip().endswith("</html>")


def test_a_notebook_in_its_own_folder_runs_there(site: Running, folder: Path) -> None:
    assert f"browser {folder / 'm6'}" in site.get("m6")[1]
    assert f"browser {folder / 'm6'}" in site.get("voila/render/m6/m6.ipynb")[1]


def test_one_language_is_shown_whatever_the_page_speaks(start_site: Start, tmp_path: Path) -> None:
    write(
        tmp_path,
        dansk=notebook("da:# Kun dansk"),
        uden=notebook("md:Uden overskrift", **about("app", "Uden", "Without")),
    )
    running = start_site(tmp_path)
    assert "data-bilingual" not in running.get("dansk?lang=en")[1]
    assert re.search(r'<h1><span class="tr " lang="da">Uden</span>', running.get("uden")[1])


def test_a_taken_port_is_an_error_and_not_another_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"(?s){port}.*{port + 1}") as error:
            bind("127.0.0.1", port)
    assert error.value.port == port


def test_a_foreign_address_is_an_error() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1"):
        bind("192.0.2.1", 0)


@pytest.mark.parametrize(("origin", "status"), [("http://elsewhere.example", 403), (None, 101)])
def test_only_our_own_pages_can_reach_a_kernel(site: Running, origin: str | None, status: int) -> None:
    kernel = kernel_of(site)
    assert upgrade(site, kernel, origin) == status


def test_an_opened_folder_is_one_page_behind_a_secret(start_site: Start, tmp_path: Path) -> None:
    write(tmp_path / "m6", m6=lesson(), andet=lesson())
    (tmp_path / "m6" / "items.yaml").write_text("secret: items")
    (tmp_path / "m6" / "answers.json").write_text('{"secret": 1}')
    running = start_site(tmp_path / "m6", "open")
    secret = urlsplit(running.url).path
    assert len(secret) > 30
    status, html, _ = running.get()
    assert status == 200
    assert f"sheet {tmp_path / 'm6'}" in html, "answers go to the folder's sheet"
    assert 'class="home"' not in html
    assert "resultatnotat-2-lises" not in html
    for path in (
        "andet",
        "items.yaml",
        "answers.json",
        "voila/tree",
        "tilgaengelighed/x",
        "files/answers.json",
    ):
        assert running.get(path)[0] == 404
    outside = Running(running.url.removesuffix(secret) + "/", running.process, running.errors)
    for path in ("", "m6", "voila/render/m6.ipynb", "voila/static/voila.js", "api/kernels", "healthz"):
        assert outside.get(path)[0] == 404


def test_examples_of_feedback_are_shown(start_site: Start, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ida" / "m6").mkdir(parents=True)
    (tmp_path / "ida" / "m6" / "m6.html").write_text("<!DOCTYPE html><title>Til Ida</title><main></main>")
    (tmp_path / "ida" / "hemmelig.txt").write_text("secret")
    running = start_site(folder, exhibits=str(tmp_path))
    assert 'href="/eksempel/ida/m6"' in running.get()[1]
    assert "Til Ida" in running.get("eksempel/ida/m6")[1]
    assert '<a href="/?lang=da">LISES i undervisningen</a>' in running.get("eksempel/ida/m6")[1]
    assert '<a href="/?lang=en">LISES in teaching</a>' in running.get("eksempel/ida/m6?lang=en")[1]
    assert running.get("eksempel/ida/hemmelig")[0] == 404
    assert running.get("eksempel/../m6")[0] == 404
