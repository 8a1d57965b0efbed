"""How the command line explains itself: help and wrong usage, in the reader's language.

typer writes both in English, in boxes that a screen reader spells out line by line. What a command
does stands in `cli`; here is only how it is called.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from lises_teach.errors import KitError
from lises_teach.i18n import Lang, Text, both, reader_language, t

PROGRAM = "lises-teach"
UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""The base of everything typer says about wrong usage; typer names it in no public module."""


class WrongUsage(KitError):
    """A command that cannot be understood as it was written; the exit code is 2."""


class Interrupted(KitError):
    """A command that the reader stopped with Ctrl-C."""


class Command(TyperCommand):
    """A command with help in the reader's language and quotes asked for where a name has a space."""

    allow_extra_args = True  # so that `parse_args` can name them

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; raises `WrongUsage` for those that are too many."""
        rest = super().parse_args(ctx, args)
        if rest:
            facts = {"command": ctx.command_path, "extra": " ".join(rest), "usage": usage_line(ctx)}
            raise WrongUsage(both("cli.too_much", **facts))
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C becomes a sentence, which typer would swallow."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise Interrupted(both("cli.interrupted")) from stop

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(ctx, formatter)


class Group(TyperGroup):
    """A command that has commands of its own; called alone, it shows its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; without any, the help is shown and the exit code is 2."""
        if not args:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; raises `WrongUsage` where there is none of that name."""
        if args[0] not in self.commands:
            raise WrongUsage(_unknown("command", args[0], ctx.command_path, self.commands))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        _write_help(ctx, formatter)


def usage_line(ctx: Any) -> str:
    """How the command is called, as in `lises-teach grade OPGAVE [TILVALG]`."""
    return f"{ctx.command_path} {' '.join(_pieces(ctx.command))}"


def explain(problem: Any) -> Text:
    """The sentence for one of typer's usage errors."""
    ctx = problem.ctx
    command = ctx.command_path if ctx else PROGRAM
    param, option = getattr(problem, "param", None), getattr(problem, "option_name", None)
    if param is not None:
        facts = {"command": command, "name": _spelled(param), "help": param.help}
        if hasattr(problem, "param_type"):
            return both("cli.missing", usage=usage_line(ctx), **facts)
        return both("cli.bad_value", **facts)
    if option and hasattr(problem, "possibilities"):
        known = (name for p in ctx.command.params for name in p.opts) if ctx else ()
        return _unknown("option", option, command, known)
    return both("cli.bad_option", option=option or "--", command=command)


def _unknown(what: str, name: str, command: str, known: Iterable[str]) -> Text:
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return both(f"cli.unknown_{what}_near", name=name, command=command, near=near[0])
    return both(f"cli.unknown_{what}", name=name, command=command)


def _pieces(command: Any) -> list[str]:
    """What follows the command's name in its usage line."""
    lang = reader_language()
    if isinstance(command, Group):
        return [t("cli.var_command", lang)]
    wanted = [_spelled(param) for param in command.params if _is_argument(param)]
    return [*wanted, *([t("cli.var_options", lang)] if len(wanted) < len(command.params) else [])]


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _spelled(param: Any) -> str:
    """A parameter as one writes it: `OPGAVE`, `STI …` or `--port`."""
    if not _is_argument(param):
        return ", ".join(param.opts)
    return param.metavar if param.nargs == 1 else f"{param.metavar} …"


def _write_help(ctx: Any, formatter: Any) -> None:
    lang = reader_language()
    formatter.write_usage(
        ctx.command_path, " ".join(_pieces(ctx.command)), prefix=f"{t('cli.usage', lang)}: "
    )
    formatter.write_paragraph()
    formatter.write_text(ctx.command.help)
    sections = {
        "commands": _command_rows(ctx),
        "arguments": _argument_rows(ctx),
        "options": _option_rows(ctx),
    }
    for name, rows in sections.items():
        if rows:
            with formatter.section(t(f"cli.{name}", lang)):
                formatter.write_dl(rows)


def _command_rows(ctx: Any) -> list[tuple[str, str]]:
    commands = getattr(ctx.command, "commands", {})
    return [(name, command.help) for name, command in commands.items()]


def _argument_rows(ctx: Any) -> list[tuple[str, str]]:
    return [(_spelled(param), param.help) for param in ctx.command.params if _is_argument(param)]


def _option_rows(ctx: Any) -> list[tuple[str, str]]:
    lang = reader_language()
    options = [param for param in ctx.command.params if not _is_argument(param)]
    rows = [(_with_value(param), " ".join([param.help, *_default(param, lang)])) for param in options]
    return [*rows, ("--debug", t("cli.opt_debug", lang)), ("--help", t("cli.opt_help", lang))]


def _with_value(param: Any) -> str:
    return _spelled(param) if param.is_flag else f"{_spelled(param)} {param.metavar}"


def _default(param: Any, lang: Lang) -> list[str]:
    told = param.show_default and param.default not in (None, False)
    return [t("cli.otherwise", lang, value=param.default)] if told else []
