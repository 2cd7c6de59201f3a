"""The Typer application: its commands, and how it is run with an environment."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from kunlun_cli import __version__
from kunlun_cli.cli.command import examples
from kunlun_cli.cli.declared import Lang
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.help import Command, Group
from kunlun_cli.cli.reading import with_language
from kunlun_cli.errors import ExitStatus, UsageError, choice

_READ, _COMPARE, _SHOW = "Read a report", "Check and compare", "Show the place"
_MANY, _PROGRAMS = "Many reports", "For programs, and the rest"
_COMMANDS = {
    "financials": ("disclosures", _READ, "Key figures (主要会计数据和财务指标)."),
    "holders": ("disclosures", _READ, "Shareholders and their number (股东总数、前10名股东)."),
    "lending": ("disclosures", _READ, "Shares lent under refinancing (转融通业务出借股份)."),
    "segments": ("disclosures", _READ, "Business segments: revenue, outline, stated figures."),
    "statements": ("statements", _READ, "The financial statements (资产负债表、利润表、现金流量表)."),
    "tables": ("tables", _READ, "Every table of a report, with its cells."),
    "check": ("check", _COMPARE, "Check reports against their own arithmetic."),
    "rule": ("rule", _COMPARE, "Explain a rule of check."),
    "diff": ("diff", _COMPARE, "Compare two reports."),
    "series": ("series", _COMPARE, "Put many reports side by side, by period."),
    "where": ("where", _SHOW, "Show where a figure is printed."),
    "report": ("report", _SHOW, "Write a filing as one page for a colleague."),
    "fetch": ("fetch", _MANY, "Fetch newly published reports."),
    "batch": ("batch", _MANY, "Read many filings into a dataset."),
    "query": ("query", _MANY, "Ask a dataset, in SQL."),
    "mcp": ("mcp", _PROGRAMS, "Offer tools to agents."),
    "schema": ("schema", _PROGRAMS, "Print the JSON Schema of an output."),
    "cache": ("cache", _PROGRAMS, "Show or clear the results that are kept."),
}
"""Each command's module in this package, which has a function of its name, its group and its line in the help.

A module is loaded only for a command of its own, and for completion: help of the whole must be quick.
"""
_COMPLETION = "_KUNLUN_COMPLETE"
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def build(words: Sequence[str] | None = None) -> typer.Typer:
    """The application.

    Args:
        words: the command line. Only the module of the command that it names is loaded; where it names
            none, commands are there for the help only. Without it, all commands are there.
    """
    app = typer.Typer(
        name="kunlun",
        help="Read the periodic reports of China's listed companies: key figures, holders, lending, segments.",
        epilog=examples("kunlun financials report.pdf", "kunlun holders *.pdf --format csv -o holders.csv"),
        context_settings=_SETTINGS,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        cls=Group,
    )
    app.callback()(_root)
    command = _command(words or ())
    for name, (module, group, text) in _COMMANDS.items():
        if words is None or command == name:
            found = getattr(importlib.import_module(f"kunlun_cli.cli.{module}"), name)
            about, epilog = found.help_and_examples
            app.command(name, cls=Command, help=about, epilog=epilog)(found)
        elif command not in _COMMANDS:
            app.command(name, cls=Command, help=text, rich_help_panel=group)(_listed)
    return app


def _command(words: Sequence[str]) -> str | None:
    """The first word that is neither an option of the whole nor the value of one."""
    pairs = itertools.pairwise(("", *words))
    return next((word for before, word in pairs if word[:1] != "-" and before != "--lang"), None)


def _listed() -> None:
    """A command in the help of the whole."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kunlun {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    lang: Annotated[
        Lang | None,
        typer.Option("--lang", envvar="KUNLUN_LANG", show_envvar=True, help="Language of help, messages and tables."),
    ] = None,
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False,
) -> None:
    del version, lang, traceback  # the first has ended the command, the others are read by the environment


def _path(error: typer.TyperException, words: Sequence[str]) -> str:
    """The command whose help says more: that in which the error was, else that which was named, else the whole."""
    context = getattr(error, "ctx", None)
    if context is not None:
        return str(context.command_path)
    command = _command(words)
    return f"kunlun {command}" if command in _COMMANDS else "kunlun"


def _said(error: typer.TyperException) -> str:
    """What was wrong, with the nearest of the names there are."""
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    near = getattr(error, "possibilities", None)
    if near:  # of an option: Typer names them all, also those that are far
        name = str(getattr(error, "option_name", ""))
        message = message.partition(" (")[0].partition(" Did you mean")[0].rstrip(".")
        message = f"{message}. {choice([name], near, 'Choose one of')}"
    return message if message.endswith("?") else f"{message}."


def run(env: Environment, arguments: Sequence[str] | None = None) -> int:
    """Run a command; usage errors become their message and status 2.

    Raises:
        KunlunError: what the command could not do.
    """
    with contextlib.suppress(UsageError):  # settings that are wrong are told by commands; help needs none
        env = with_language(env)
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    known = None if _COMPLETION in env.variables else words
    if any(word.endswith("-completion") for word in words[:1]):
        from kunlun_cli.cli.completions import answer_the_first_tab

        answer_the_first_tab()
    command = typer.main.get_command(build(known))
    try:
        status = command.main(args=words, prog_name="kunlun", standalone_mode=False, obj=env)
    except typer.TyperException as error:
        env.say(f"kunlun: error: {_said(error)} See {_path(error, words)} --help")
        return ExitStatus.USAGE
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    if status == ExitStatus.INTERRUPTED:  # Typer has caught the interrupt
        raise KeyboardInterrupt
    return int(status or ExitStatus.OK)
