"""`kunlun rule`: what a rule checks, and why."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from kunlun_cli.cli.options import environment, examples
from kunlun_cli.cli.output import emit
from kunlun_cli.errors import ExitStatus, UsageError


class Format(enum.StrEnum):
    """Output formats of `rule`."""

    TEXT = "text"
    MD = "md"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("kunlun rule KL101", "kunlun rule --all --format md -o rules.md"))(rule)


def rule(
    context: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A rule's code, such as KL101.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All rules: the whole reference.")] = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="Output format.")] = Format.TEXT,  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.", metavar="FILE")] = None,
) -> int:
    """Explain a rule of kunlun check."""
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.checks.expectations.expectation import CODE, NAME

    if (code is None) == (not everything):
        raise UsageError("neither a rule nor --all was given" if code is None else "both a rule and --all were given")
    if code is not None and code.upper() == CODE:
        emit(environment(context), [f"{CODE} {NAME} (error)\n\n{reference.EXPECTATIONS}\n"], output)
        return ExitStatus.OK
    chosen = registry.rules() if code is None else (registry.rule(code),)
    if format is Format.MD:
        text = reference.as_markdown(chosen)
    elif code is None:
        text = reference.all_as_text(chosen)
    else:
        text = reference.as_text(chosen[0])
    emit(environment(context), [text], output)
    return ExitStatus.OK
