"""The Typer application: its commands, and how it is run with an environment."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from kunlun_cli import __version__
from kunlun_cli.cli import disclosures
from kunlun_cli.cli.environment import Environment
from kunlun_cli.errors import ExitStatus

_EPILOG = disclosures.examples("kunlun financials report.pdf", "kunlun holders *.pdf --format csv -o holders.csv")
_COMMANDS = {
    "disclosures": ("financials", "holders", "lending", "segments"),
    "check": ("check",),
    "rule": ("rule",),
    "diff": ("diff",),
    "series": ("series",),
    "schema": ("schema",),
}
"""Modules of this package, each with a function `register(app)`, and their commands, as help lists them."""
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def build(*, rich: bool = False, words: Sequence[str] = ()) -> typer.Typer:
    """The application.

    Args:
        rich: draw help with rich, which takes its time to load.
        words: the command line; where it begins with a command, only that one's module is loaded.
    """
    app = typer.Typer(
        name="kunlun",
        help="Read the periodic reports of China's listed companies: key figures, holders, lending, segments.",
        epilog=_EPILOG,
        no_args_is_help=True,
        context_settings=_SETTINGS,
        rich_markup_mode="rich" if rich else None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    first = words[0] if words else None
    only = [name for name, commands in _COMMANDS.items() if first in commands]
    for name in only or _COMMANDS:
        if importlib.util.find_spec(f"kunlun_cli.cli.{name}"):
            importlib.import_module(f"kunlun_cli.cli.{name}").register(app)
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kunlun {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False,
) -> None:
    del version, traceback  # the one has ended the command, the other is read by the error boundary


def run(env: Environment, arguments: Sequence[str] | None = None) -> int:
    """Run a command; usage errors become their message and status 2.

    Raises:
        KunlunError: what the command could not do.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(build(rich=env.terminal, words=words))
    try:
        status = command.main(args=words, prog_name="kunlun", standalone_mode=False, obj=env)
    except typer.TyperException as error:
        env.say(f"kunlun: error: {error.format_message().rstrip('.')}. See kunlun --help")
        return ExitStatus.USAGE
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    if status == ExitStatus.INTERRUPTED:  # Typer has caught the interrupt
        raise KeyboardInterrupt
    return int(status or ExitStatus.OK)
