"""`kunlun rule`: what a rule checks, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from kunlun_cli.cli.options import OutputOptions, environment, examples, shared
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication


def _text(codes: Sequence[str | None], _: object) -> str:
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.checks.expectations.expectation import CODE, NAME

    code = codes[0]
    if code == CODE:
        return f"{CODE} {NAME} (error)\n\n{reference.EXPECTATIONS}\n"
    return reference.all_as_text(registry.rules()) if code is None else reference.as_text(registry.rule(code))


def _markdown(codes: Sequence[str | None], options: object) -> str:
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.checks.expectations.expectation import CODE

    code = codes[0]
    if code == CODE:
        return _text(codes, options)
    return reference.as_markdown(registry.rules() if code is None else (registry.rule(code),))


@dataclass(frozen=True, slots=True)
class RuleOptions(OutputOptions):
    """The options of `rule`."""

    publication = Publication[str | None, object](whole={Format.TEXT: _text, Format.MD: _markdown})
    usual = (Format.TEXT, Format.TEXT)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("kunlun rule KL101", "kunlun rule --all --format md -o rules.md"))(rule)


@shared
def rule(
    context: typer.Context,
    options: RuleOptions,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A rule's code, such as KL101.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All rules: the whole reference.")] = False,
) -> int:
    """Explain a rule of kunlun check."""
    if (code is None) == (not everything):
        raise UsageError("neither a rule nor --all was given" if code is None else "both a rule and --all were given")
    publish(environment(context), options, [None if code is None else code.upper()])
    return ExitStatus.OK
