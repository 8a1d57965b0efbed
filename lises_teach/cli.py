"""The `lises-teach` command: parse, call, answer. What it does is done elsewhere.

Errors are one sentence on standard error; exit 0, 1 (the work failed) or 2 (wrong usage). The words
are in the course's language, else Danish, unless LISES_TEACH_LANG says da or en.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from lises_teach import course as courses
from lises_teach.errors import KitError
from lises_teach.i18n import Text, both, number, reader_language, speak, t
from lises_teach.usage import PROGRAM, Command, Group, UsageError, WrongUsage, explain

if TYPE_CHECKING:
    from lises_teach.grading import GradeReport


class Language(StrEnum):
    """The languages a course can be made in."""

    da = "da"
    en = "en"


FIRST = "m6-inddragelse"
"""The assignment that the README and the instructor guide begin with."""

# no markup and no emoji codes: what is shown may hold brackets and colons of somebody's own
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def _t(name: str, /, **facts: object) -> str:
    return t(f"cli.{name}", reader_language(), **facts)


def _option(name: str, *more: str, words: str = "", var: str = "", **limits: Any) -> Any:
    words = _t(words or f"opt_{name}")
    return typer.Option(f"--{name}", *more, help=words, metavar=_t(f"var_{var}") if var else None, **limits)


def _argument(words: str, var: str) -> Any:
    return typer.Argument(help=_t(words), metavar=_t(f"var_{var}"))


app = typer.Typer(cls=Group, help=_t("help"), pretty_exceptions_enable=False, add_completion=False)
course_app = typer.Typer(cls=Group, help=_t("help_course"))
items_app = typer.Typer(cls=Group, help=_t("help_items"))
app.add_typer(course_app, name="course")
app.add_typer(items_app, name="items")

CourseOption = Annotated[Path, _option("course", var="folder", show_default=False)]
PortOption = Annotated[int, _option("port", var="number", min=1, max=65535)]
LangOption = Annotated[Language, _option("lang", var="language")]
FromOption = Annotated[Path | None, _option("from", var="path")]
AssignmentArgument = Annotated[str, _argument("arg_assignment", "assignment")]


def _tell_version(asked: bool) -> None:
    if asked:
        out.print(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


@app.callback()
def _program_itself(
    asked: Annotated[
        bool, _option("version", words="opt_version", callback=_tell_version, is_eager=True)
    ] = False,
) -> None: ...


@app.command(cls=Command, help=_t("help_demo"))
def demo(
    folder: Annotated[Path, _option("dir", var="folder")] = Path("demo-course"),
    port: PortOption = 8866,
    lang: LangOption = Language.da,
    bundle: FromOption = None,
    no_serve: Annotated[bool, _option("no-serve", words="opt_no_serve")] = False,
) -> None:
    from lises_teach.grading import write_feedback

    folder = folder.resolve()
    speak(courses.language_of(folder) or lang.value)
    names = courses.prepare_demo(folder, bundle=_there(bundle), language=lang.value, say=_say)
    for name in names:
        report = _grade(folder, name, jobs=1)
        _show(report, folder)
        if len(report.failed) < len(report.rows):
            write_feedback(folder, name)
    out.print(_t("constructed"))
    out.print(_t("step_feedback"))
    out.print(_t("step_formgrader", place=folder, jupyter=_program("jupyter")))
    if not no_serve:
        from lises_teach.server import serve as serve_site

        serve_site(
            host="127.0.0.1", port=port, notebooks=courses.demo_site(folder), exhibits=folder / "feedback"
        )


@app.command(cls=Command, help=_t("help_serve"))
def serve(
    host: Annotated[str, _option("host", var="address")] = "127.0.0.1",
    port: PortOption = 8866,
    kernels: Annotated[int, _option("kernels", var="number", min=1)] = 40,
    base_url: Annotated[str, _option("base-url", words="opt_base_url", var="path")] = "/",
    statement: Annotated[str | None, _option("statement", var="address")] = None,
) -> None:
    from lises_teach.server import serve as serve_site
    from lises_teach.server.options import base_of, web_address

    base = base_of(base_url)
    if base is None:
        raise WrongUsage(both("cli.bad_base_url", path=base_url))
    if statement is not None and web_address(statement) is None:
        raise WrongUsage(both("cli.bad_statement", address=statement))
    serve_site(host=host, port=port, max_kernels=kernels, base_url=base, statement=statement)


@app.command("open", cls=Command, help=_t("help_open"))
def open_(
    folder: Annotated[Path, _argument("arg_folder", "folder")],
    port: Annotated[int, _option("port", words="opt_free_port", var="number", min=0, max=65535)] = 0,
    no_browser: Annotated[bool, _option("no-browser", words="opt_no_browser")] = False,
) -> None:
    from lises_teach.server import open_folder

    open_folder(folder, port=port, browser=not no_browser)


@course_app.command("init", cls=Command, help=_t("help_course_init"))
def course_init(
    folder: Annotated[Path, _argument("arg_course_dir", "folder")],
    bundle: FromOption = None,
    lang: LangOption = Language.da,
) -> None:
    speak(lang.value)
    names = courses.init_course(folder, bundle=_there(bundle), language=lang.value)
    first = FIRST if FIRST in names else names[0]
    out.print(_t("made_course", place=folder, assignment=first, nbgrader=_program("nbgrader")))


@app.command(cls=Command, help=_t("help_grade"))
def grade(
    assignment: AssignmentArgument,
    course: CourseOption = Path("."),
    jobs: Annotated[int, _option("jobs", var="number", min=1)] = 1,
) -> None:
    place = _course(course)
    report = _grade(place, _named(assignment), jobs)
    _show(report, place)
    if not report.ok:
        raise typer.Exit(1)


@app.command(cls=Command, help=_t("help_export"))
def export(
    assignment: AssignmentArgument,
    format_: Annotated[str, _option("format", var="format")] = "csv",
    course: CourseOption = Path("."),
    output: Annotated[Path | None, _option("output", "-o", var="file")] = None,
) -> None:
    from lises_teach.grading import export_csv

    if format_ not in ("csv", "excel"):
        raise WrongUsage(both("cli.unknown_format", name=format_))
    place, assignment = _course(course), _named(assignment)
    target = output or place / f"{assignment}{'-excel' if format_ == 'excel' else ''}.csv"
    export_csv(place, assignment, target, excel=format_ == "excel")
    out.print(_t("exported", place=target))


@items_app.command("check", cls=Command, help=_t("help_items_check"))
def items_check(paths: Annotated[list[Path], _argument("arg_paths", "path")]) -> None:
    from lises_teach.items.check import check, pairs_below

    pairs = pairs_below(place for place in paths if _there(place))
    if not pairs:
        raise WrongUsage(both("cli.no_banks", place=", ".join(map(str, paths))))
    findings = check(pairs)
    for finding in findings:
        out.print(finding.in_words(reader_language()))
    out.print(_t("findings", count=len(findings)) if findings else _t("no_findings", count=len(pairs)))
    if findings:
        raise typer.Exit(1)


def _grade(place: Path, assignment: str, jobs: int) -> GradeReport:
    from lises_teach.grading import grade as grade_assignment

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(_t("grading", assignment=assignment), total=None)

        def on_progress(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return grade_assignment(place, assignment, jobs=jobs, on_progress=on_progress)


def _show(report: GradeReport, place: Path) -> None:
    if not report.rows:
        out.print(_t("no_submissions", assignment=report.assignment, place=place / "submitted"))
        return
    lang = reader_language()
    table = Table(title=report.assignment, title_justify="left")
    for column in ("col_student", "col_state", "col_score", "col_unanswered"):
        table.add_column(_t(column), overflow="fold", justify="right" if column == "col_score" else "left")
    for row in report.rows:
        score = f"{number(row.score, lang)} / {number(row.max_score, lang)}" if row.score is not None else "–"
        unanswered = "–" if row.unanswered is None else str(row.unanswered)
        table.add_row(row.student, row.state_text.get(lang), score, unanswered)
    out.print(table)
    out.print(report.summary.get(lang))


def _say(text: Text) -> None:
    out.print(text.get(reader_language()))


def _course(folder: Path) -> Path:
    """The course in `folder`, whose language is spoken from here on."""
    place = courses.find_course(folder)
    speak(courses.language_of(place))
    return place


def _named(assignment: str) -> str:
    """The assignment's name, also where a shell completed it to a folder: `source/m6-inddragelse/`."""
    return PurePath(assignment).name or assignment


def _there(path: Path | None) -> Path | None:
    """`path`, which must exist where there is one."""
    if path is not None and not path.exists():
        raise WrongUsage(both("cli.no_such_path", place=path))
    return path


def _program(name: str) -> str:
    """How to call a program that was installed with the kit: with its folder unless it is on the path."""
    full = Path(sysconfig.get_path("scripts")) / name
    return name if shutil.which(name) else f'"{full}"'


def run(arguments: Sequence[str], *, debug: bool = False) -> int:
    """Run the command; its exit code. No exception leaves it unless `debug` asks for that."""
    try:
        code = app(list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except UsageError as problem:
        _complain(explain(problem))
        return 2
    except KitError as problem:
        if debug:
            raise
        _complain(problem.text)
        return 2 if isinstance(problem, WrongUsage) else 1
    except KeyboardInterrupt:
        _complain(both("cli.interrupted"))
        return 1
    except Exception as problem:  # the border: a user never meets a traceback
        if debug:
            raise
        _complain(_unforeseen(problem))
        return 1
    return code if isinstance(code, int) else 0  # typer.Exit(1) comes back as 1


def _unforeseen(problem: Exception) -> Text:
    if isinstance(problem, OSError) and problem.filename and problem.strerror:
        return both("cli.file_trouble", place=problem.filename, reason=problem.strerror)
    return both("cli.unexpected", problem=f"{type(problem).__name__}: {problem}")


def _complain(text: Text) -> None:
    err.print(text.get(reader_language()))


def main() -> None:
    """Run the command as the shell calls it; `--debug` may stand anywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console without æ, ø and å shows a ? instead
            stream.reconfigure(errors="replace")
    debug = "--debug" in sys.argv or bool(os.environ.get("LISES_TEACH_DEBUG"))
    sys.exit(run([word for word in sys.argv[1:] if word != "--debug"], debug=debug))
