"""The `lises-teach` command: parse, call, answer. What it does is done elsewhere.

Errors are one sentence on standard error; exit 0, 1 (the work failed) or 2 (wrong usage). The words
are Danish unless LISES_TEACH_LANG=en.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from lises_teach import course as courses
from lises_teach.errors import KitError
from lises_teach.i18n import Lang, Text, number, reader_language, t

if TYPE_CHECKING:
    from lises_teach.grading import GradeReport


class Language(StrEnum):
    """The languages a course can be made in."""

    da = "da"
    en = "en"


LANG: Lang = reader_language()
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def _t(name: str, /, **facts: object) -> str:
    return t(f"cli.{name}", LANG, **facts)


app = typer.Typer(help=_t("help"), no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
course_app = typer.Typer(help=_t("help_course"), no_args_is_help=True)
items_app = typer.Typer(help=_t("help_items"), no_args_is_help=True)
app.add_typer(course_app, name="course")
app.add_typer(items_app, name="items")

CourseOption = Annotated[Path, typer.Option("--course", help=_t("opt_course"))]
PortOption = Annotated[int, typer.Option("--port", help=_t("opt_port"), min=1, max=65535)]
LangOption = Annotated[Language, typer.Option("--lang", help=_t("opt_lang"))]
FromOption = Annotated[Path | None, typer.Option("--from", help=_t("opt_from"), exists=True)]
AssignmentArgument = Annotated[str, typer.Argument(help=_t("arg_assignment"))]


@app.command(help=_t("help_demo"))
def demo(
    folder: Annotated[Path, typer.Option("--dir", help=_t("opt_dir"))] = Path("demo-course"),
    port: PortOption = 8866,
    lang: LangOption = Language.da,
    bundle: FromOption = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help=_t("opt_no_serve"))] = False,
) -> None:
    from lises_teach.grading import grade as grade_assignment

    folder = folder.resolve()
    names = courses.prepare_demo(folder, bundle=bundle, language=lang.value, say=_say)
    for name in names:
        _show(grade_assignment(folder, name), name)
        courses.write_feedback(folder, name)
    out.print(_t("constructed"))
    out.print(_t("step_feedback"))
    out.print(_t("step_formgrader", place=folder))
    if not no_serve:
        from lises_teach.server import serve as serve_site

        serve_site(
            host="127.0.0.1", port=port, notebooks=courses.demo_site(folder), exhibits=folder / "feedback"
        )


@app.command(help=_t("help_serve"))
def serve(
    host: Annotated[str, typer.Option("--host", help=_t("opt_host"))] = "127.0.0.1",
    port: PortOption = 8866,
    kernels: Annotated[int, typer.Option("--kernels", help=_t("opt_kernels"), min=1)] = 40,
) -> None:
    from lises_teach.server import serve as serve_site

    serve_site(host=host, port=port, max_kernels=kernels)


@app.command("open", help=_t("help_open"))
def open_(
    folder: Annotated[Path, typer.Argument(help=_t("arg_folder"))],
    port: Annotated[int, typer.Option("--port", help=_t("opt_port"), min=0, max=65535)] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_t("opt_no_browser"))] = False,
) -> None:
    from lises_teach.server import open_folder

    open_folder(folder, port=port, browser=not no_browser)


@course_app.command("init", help=_t("help_course_init"))
def course_init(
    folder: Annotated[Path, typer.Argument(help=_t("arg_course_dir"))],
    bundle: FromOption = None,
    lang: LangOption = Language.da,
) -> None:
    names = courses.init_course(folder, bundle=bundle, language=lang.value)
    out.print(_t("made_course", place=folder, assignment=names[0] if names else "…"))


@app.command(help=_t("help_grade"))
def grade(
    assignment: AssignmentArgument,
    course: CourseOption = Path("."),
    jobs: Annotated[int, typer.Option("--jobs", help=_t("opt_jobs"), min=1)] = 1,
) -> None:
    from lises_teach.grading import grade as grade_assignment

    place = courses.find_course(course)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(_t("grading", assignment=assignment), total=None)

        def on_progress(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        report = grade_assignment(place, assignment, jobs=jobs, on_progress=on_progress)
    _show(report, assignment)
    if not report.ok:
        raise typer.Exit(1)


@app.command(help=_t("help_export"))
def export(
    assignment: AssignmentArgument,
    format_: Annotated[str, typer.Option("--format", help=_t("opt_format"))] = "csv",
    course: CourseOption = Path("."),
    output: Annotated[Path | None, typer.Option("--output", "-o", help=_t("opt_output"))] = None,
) -> None:
    from lises_teach.grading import export_csv

    if format_ != "csv":
        err.print(_t("unknown_format", name=format_))
        raise typer.Exit(2)
    place = courses.find_course(course)
    target = output or place / f"{assignment}.csv"
    export_csv(place, assignment, target)
    out.print(_t("exported", place=target))


@items_app.command("check", help=_t("help_items_check"))
def items_check(paths: Annotated[list[Path], typer.Argument(help=_t("arg_paths"), exists=True)]) -> None:
    from lises_teach.items.check import banks_below, check

    banks = [bank for path in paths for bank in banks_below(path)]
    if not banks:
        err.print(_t("no_banks", place=", ".join(map(str, paths))))
        raise typer.Exit(2)
    findings = check(paths)
    for finding in findings:
        out.print(str(finding), markup=False)
    out.print(_t("findings", count=len(findings)) if findings else _t("no_findings", count=len(banks)))
    if findings:
        raise typer.Exit(1)


def _say(text: Text) -> None:
    out.print(text.get(LANG))


def _show(report: GradeReport, assignment: str) -> None:
    table = Table(title=assignment, title_justify="left")
    for column in ("col_student", "col_state", "col_score", "col_unanswered"):
        table.add_column(_t(column), overflow="fold", justify="right" if column == "col_score" else "left")
    for row in report.rows:
        score = (
            "–" if row.score is None else f"{number(row.score, LANG)} / {number(row.max_score or 0, LANG)}"
        )
        table.add_row(
            row.student,
            row.state_text.get(LANG),
            score,
            "–" if row.unanswered is None else str(row.unanswered),
        )
    out.print(table)
    out.print(report.summary.get(LANG), markup=False)


def main() -> None:
    """Run the command; no traceback reaches a user unless `--debug` asks for it."""
    debug = "--debug" in sys.argv or bool(os.environ.get("LISES_TEACH_DEBUG"))
    sys.argv = [argument for argument in sys.argv if argument != "--debug"]
    try:
        app()
    except KitError as problem:
        if debug:
            raise
        err.print(problem.sentence(LANG), markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        err.print(_t("interrupted"))
        sys.exit(1)
    except Exception as problem:  # the border: a user never meets a traceback
        if debug:
            raise
        err.print(_t("unexpected", problem=f"{type(problem).__name__}: {problem}"), markup=False)
        sys.exit(1)
