"""The configuration that plugs the kit into nbgrader; a course's `nbgrader_config.py` calls it.

Lists of preprocessors are restated whole, as nbgrader wants them. Assignments without `items.yaml`
keep nbgrader's stock treatment.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader import api, dbutil
from nbgrader.preprocessors import ClearSolutions

from lises_teach.grading.errors import NotGradable
from lises_teach.i18n import LANGS, Lang, both, speak, t
from lises_teach.paths import ITEMS_NAME, checkout_course

_OURS = "lises_teach.grading"
_STOCK = f"{_OURS}.stock"
_NBGRADER = "nbgrader.preprocessors"

RELEASE = [
    f"{_NBGRADER}.IncludeHeaderFooter",
    f"{_OURS}.releasing.KeepLanguage",
    f"{_NBGRADER}.InstantiateTests",
    f"{_NBGRADER}.LockCells",
    f"{_OURS}.releasing.LockItems",
    f"{_OURS}.releasing.ClearSolutions",
    f"{_NBGRADER}.ClearOutput",
    f"{_NBGRADER}.CheckCellMetadata",
    f"{_NBGRADER}.ComputeChecksums",
    f"{_NBGRADER}.SaveCells",
    f"{_NBGRADER}.ClearHiddenTests",
    f"{_NBGRADER}.ClearMarkScheme",
    f"{_NBGRADER}.ComputeChecksums",
    f"{_NBGRADER}.CheckCellMetadata",
    f"{_OURS}.releasing.OnlyReleased",
]
AUTOGRADE = [
    f"{_OURS}.autograde.GradeAnswers",
    f"{_STOCK}.Execute",
    f"{_STOCK}.IgnorePattern",
    f"{_STOCK}.ClearMetadata",
    f"{_STOCK}.LimitOutput",
    f"{_STOCK}.SaveAutoGrades",
    f"{_OURS}.savegrades.SaveGrades",
    f"{_OURS}.savegrades.AssignLatePenalties",
    f"{_STOCK}.CheckCellMetadata",
]
FEEDBACK = [
    f"{_OURS}.feedback.GetGrades",
    f"{_OURS}.feedback.OnlyFeedback",
    f"{_STOCK}.CSSHTMLHeader",
]


def configure(c: Any, *, course_dir: Path | str, language: Lang = "da") -> None:
    """Plug the kit into the configuration `c` of the course in the folder `course_dir`.

    Parameters
    ----------
    c
        What `get_config()` gives in an `nbgrader_config.py`.
    course_dir
        The folder of that file: the course's root.
    language
        The language of releases, feedback and messages, `da` or `en`.
    """
    if language not in LANGS:
        raise NotGradable(both("grading.no_such_language", found=language))
    speak(language)
    root = Path(course_dir).absolute()
    api.get_alembic_version = _newest_gradebook
    quieten()
    c.CourseDirectory.root = str(root)
    # 60 s: grading in several processes may find the database busy
    c.CourseDirectory.db_url = f"sqlite:///{root.as_posix()}/gradebook.db?timeout=60"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".answers.json.*"]
    c.KitPreprocessor.language = language
    _configure_steps(c, root)
    _configure_stubs(c, language)
    _configure_pages(c, language)
    # so that late hand-ins can be collected too: what is there already and no older, our collector leaves
    c.ZipCollectApp.force = True
    c.ZipCollectApp.extractor_plugin = f"{_OURS}.collect.HandInExtractor"
    c.ZipCollectApp.collector_plugin = f"{_OURS}.collect.HandInCollector"
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]
    c.ExportApp.plugin_class = f"{_OURS}.export.CsvPlugin"
    for plugin in ("CsvPlugin", "GetGrades", "HandInCollector", "HandInExtractor"):
        c[plugin].language = language


def quieten() -> None:
    """Silence a warning that nbgrader's way of adding a submission draws from SQLAlchemy, harmlessly."""
    warnings.filterwarnings("ignore", message="Object of type <Submitted", category=Warning)


def _configure_steps(c: Any, root: Path) -> None:
    kits = checkout_course()
    # the kit's own course too, and its history: there the keys are
    c.HidingKernelManager.hidden = [str(root)]
    if kits:
        c.HidingKernelManager.hidden += [str(kits), str(kits.parent / ".git")]
    c.GenerateAssignment.preprocessors = RELEASE
    c.Autograde.autograde_preprocessors = AUTOGRADE
    c.Autograde.exporter_class = f"{_OURS}.autograde.SheetExporter"
    c.Autograde.pre_convert_hook = f"{_OURS}.autograde.right_names"
    c.GenerateFeedback.preprocessors = FEEDBACK
    # nbgrader sees whether a page is there, not whether points were given since
    c.GenerateFeedback.force = True
    # a teacher's own trial answers in source/ must never replace a student's
    ours = [path.parent.name for path in root.glob(f"source/*/{ITEMS_NAME}")]
    c.Autograde.exclude_overwriting = {name: ["answers.json"] for name in ours}


def _configure_stubs(c: Any, language: Lang) -> None:
    """What stands in place of a solution: nothing that raises, so that a notebook runs to its end."""
    c.ClearSolutions.code_stub = {**ClearSolutions().code_stub, "python": t("grading.code_stub", language)}
    c.ClearSolutions.text_stub = t("grading.text_stub", language)


def _configure_pages(c: Any, language: Lang) -> None:
    ours = str(Path(__file__).parent / "templates")
    nbgraders = str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates")
    c.HTMLExporter.extra_template_basedirs = [ours, nbgraders]
    c.HTMLExporter.extra_template_paths = [nbgraders]  # so that ours can extend nbgrader's
    c.HTMLExporter.language_code = language


def _newest_gradebook() -> str:
    """The version a new gradebook is written with.

    nbgrader asks the program `alembic`, which takes seconds to start and is on PATH only in an activated
    environment.
    """
    from alembic.script import ScriptDirectory  # only a new gradebook waits for it

    newest = ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()
    assert newest is not None
    return newest
