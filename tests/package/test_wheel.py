"""What students install: it works without the checkout, and it holds no graded key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lises_teach.i18n import phrases
from lises_teach.items import load_bank, load_keys
from lises_teach.items.check import telling_fields
from tests.course_bundle import make_bundle

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = sorted((ROOT / "course" / "keys").glob("*.yaml"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    target = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", target, ROOT], check=True, capture_output=True)
    return target


def members(built: Path) -> Iterator[tuple[str, bytes]]:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        yield from ((f"wheel:{name}", archive.read(name)) for name in archive.namelist())
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        for member in archive:
            if (file := archive.extractfile(member)) is not None:
                yield f"sdist:{member.name}", file.read()


def keyed_texts() -> dict[str, str]:
    """Every text of every graded key that tells something, with where it comes from."""
    found = {}
    for path in KEYS:
        items = load_bank(ROOT / "course" / "source" / path.stem / "items.yaml")
        for key in load_keys(path).keys:
            asked = [unit for name, unit in key.units.items() if name in items[key.item].units]
            texts = [text for unit in asked for text in unit.reasons]
            texts += [mixup.feedback for mixup in key.mixups] + [slip.feedback for slip in key.slips]
            texts += [link.reason for link in key.before] + [anchor.text for anchor in key.anchors]
            found |= {spoken: key.item for text in texts for spoken in (text.da, text.en)}
    ours = {said for wording in phrases("feedback").values() for said in wording.values()}
    return {spoken: item for spoken, item in found.items() if spoken not in ours}  # a phrase tells no key


def test_the_wheel_and_the_sdist_hold_no_graded_key(built: Path) -> None:
    secrets = keyed_texts()
    assert len(secrets) > 50
    for name, content in members(built):
        assert "/course/" not in name, name
        spoken = " ".join(content.decode("utf-8", "replace").split())
        for secret, item in secrets.items():
            assert " ".join(secret.split()) not in spoken, f"{name} holds the key of {item}"


def test_the_wheel_holds_what_it_needs(built: Path) -> None:
    names = {name for name, _ in members(built) if name.startswith("wheel:")}
    for wanted in ("datasets/concepts.csv", "datasets/practice/m0-start.items.yaml", "notebooks/m0-start.ipynb",
                   "widget/item.js", "widget/item.css", "py.typed", "phrases/widget.json"):  # fmt: skip
        assert any(name.endswith(wanted) for name in names), wanted
    assert any("share/jupyter/voila/templates/lises" in name for name in names)
    assert any(name.endswith("etc/jupyter/voila.json") for name in names)


def test_the_wheel_names_the_licence_of_the_code_and_of_the_texts(built: Path) -> None:
    (metadata,) = (text for name, text in members(built) if name.endswith(".dist-info/METADATA"))
    assert b"\nLicense-Expression: BSD-3-Clause AND CC-BY-4.0\n" in metadata
    names = {Path(name).name for name, _ in members(built) if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "LICENSE-CONTENT"}


def test_released_items_set_no_option_apart() -> None:
    for path in (ROOT / "course" / "source").glob("*/items.yaml"):
        for item in load_bank(path).items:
            assert list(telling_fields(item)) == []


TRY = """
import json, os, sys
import lises_teach
from lises_teach.items import practice_banks, load_bank, practice_keys, score
from lises_teach.widget import item
bank = load_bank(practice_banks()[0])
keys = practice_keys(bank)
widget = item(bank.items[0].id)
print(json.dumps({"where": lises_teach.__file__, "items": len(bank.items), "keys": len(keys.keys)}))
"""


@pytest.fixture(scope="session")
def elsewhere(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel installed; the folder of its programs."""
    place = tmp_path_factory.mktemp("empty-environment")
    venv.create(place, with_pip=True)
    bin_ = place / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = built.glob("*.whl")
    pip = [bin_ / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    subprocess.run([*pip, wheel], check=True, capture_output=True, cwd=place)
    return bin_


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


def test_the_wheel_works_without_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    done = run(elsewhere / "python", "-c", TRY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert str(ROOT) not in told["where"]
    assert told["items"] == told["keys"] > 5


def test_without_the_course_the_wheel_says_where_to_get_it(elsewhere: Path, tmp_path: Path) -> None:
    done = run(elsewhere / "lises-teach", "course", "init", tmp_path / "kursus", cwd=tmp_path)
    assert done.returncode == 1
    assert "make course-bundle" in done.stderr
    assert "Traceback" not in done.stderr


def with_samples_of(assignment: str, bundle: Path, target: Path) -> Path:
    """The bundle without the other assignments' samples: what is handed in is soon graded."""
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(target, "w") as part:
        for name in whole.namelist():
            if f"/{assignment}/" in name or "/samples/" not in name:
                part.writestr(name, whole.read(name))
    return target


def test_the_wheel_makes_a_graded_demo_from_the_bundle(elsewhere: Path, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "lises-course.zip")
    bundle = with_samples_of("m6-inddragelse", bundle, tmp_path / "m6.zip")
    done = run(
        elsewhere / "lises-teach",
        "demo",
        "--from",
        bundle,
        "--dir",
        tmp_path / "demo",
        "--no-serve",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert "m6-inddragelse" in done.stdout
    assert list((tmp_path / "demo" / "feedback").rglob("*.html"))
