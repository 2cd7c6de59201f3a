"""The Typer application: its commands, and how it is run with an environment."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from kunlun_cli import __version__
from kunlun_cli.cli.command import examples
from kunlun_cli.cli.environment import Environment
from kunlun_cli.errors import ExitStatus

_COMMANDS = {
    "financials": ("disclosures", "Key figures (主要会计数据和财务指标)."),
    "holders": ("disclosures", "Shareholders and their number (股东总数、前10名股东)."),
    "lending": ("disclosures", "Shares lent under refinancing (转融通业务出借股份)."),
    "segments": ("disclosures", "Business segments: revenue, outline, stated figures."),
    "statements": ("statements", "The financial statements (资产负债表、利润表、现金流量表)."),
    "tables": ("tables", "Every table of a report, with its cells."),
    "check": ("check", "Check reports against their own arithmetic."),
    "fetch": ("fetch", "Fetch newly published reports."),
    "mcp": ("mcp", "Offer tools to agents."),
    "rule": ("rule", "Explain a rule of check."),
    "diff": ("diff", "Compare two reports."),
    "series": ("series", "Put many reports side by side, by period."),
    "batch": ("batch", "Read many filings into a dataset."),
    "query": ("query", "Ask a dataset, in SQL."),
    "cache": ("cache", "Show or clear the results that are kept."),
    "where": ("where", "Show where a figure is printed."),
    "report": ("report", "Write a filing as one page for a colleague."),
    "schema": ("schema", "Print the JSON Schema of an output."),
}
"""Each command's module in this package, which has a function `register(app)`, and its line in the help.

A module is loaded only for a command of its own, and for completion: help of the whole must be quick.
"""
_COMPLETION = "_KUNLUN_COMPLETE"
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def build(*, rich: bool = False, words: Sequence[str] | None = None) -> typer.Typer:
    """The application.

    Args:
        rich: draw help with rich, which takes its time to load.
        words: the command line. Only the module of the command that it names is loaded; where it names
            none, commands are there for the help only. Without it, all commands are there.
    """
    app = typer.Typer(
        name="kunlun",
        help="Read the periodic reports of China's listed companies: key figures, holders, lending, segments.",
        epilog=examples("kunlun financials report.pdf", "kunlun holders *.pdf --format csv -o holders.csv"),
        context_settings=_SETTINGS,
        rich_markup_mode="rich" if rich else None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    command = next((word for word in words or () if not word.startswith("-")), None)
    if words is None:
        modules = list(dict.fromkeys(module for module, _ in _COMMANDS.values()))
    elif command in _COMMANDS:
        modules = [_COMMANDS[command][0]]
    else:
        modules = []
        for name, (_, text) in _COMMANDS.items():
            app.command(name, help=text)(_listed)
    for module in modules:
        importlib.import_module(f"kunlun_cli.cli.{module}").register(app)
    return app


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
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False,
) -> None:
    del version, traceback  # the one has ended the command, the other is read by the error boundary


def _path(error: typer.TyperException) -> str:
    """The command whose help says more: that in which the error was, else the whole."""
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context is not None else "kunlun"


def run(env: Environment, arguments: Sequence[str] | None = None) -> int:
    """Run a command; usage errors become their message and status 2.

    Raises:
        KunlunError: what the command could not do.
    """
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    known = None if _COMPLETION in env.variables else words
    command = typer.main.get_command(build(rich=env.terminal, words=known))
    try:
        status = command.main(args=words, prog_name="kunlun", standalone_mode=False, obj=env)
    except typer.TyperException as error:
        message = error.format_message().replace("Value error, ", "").rstrip(".")
        env.say(f"kunlun: error: {message}. See {_path(error)} --help")
        return ExitStatus.USAGE
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    if status == ExitStatus.INTERRUPTED:  # Typer has caught the interrupt
        raise KeyboardInterrupt
    return int(status or ExitStatus.OK)
