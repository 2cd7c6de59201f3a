"""How a command's declared options become checked ones before it runs."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from typing import Annotated, Any, get_type_hints

import typer

from kunlun_cli.cli import declared as declarations
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import Role, by_role, expanded, keep_inputs, roles_of
from kunlun_cli.cli.options import OutputOptions
from kunlun_cli.cli.reading import with_language, with_reading
from kunlun_cli.errors import UsageError
from kunlun_cli.render.format import Format


def examples(*lines: str) -> str:
    """Examples for the end of a command's help, one a line, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def command(*lines: str, more: str = "") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Make a function a command of `kunlun`, whose docstring is its help.

    `lines` are examples of its use, `more` a further paragraph of its help.
    """

    def made(function: Callable[..., int]) -> Callable[..., int]:
        wrapped = _shared(function)
        wrapped.help_and_examples = f"{inspect.getdoc(function)}\n\n{more}", examples(*lines)  # type: ignore[attr-defined]
        return wrapped

    return made


def _format_option(kind: type[OutputOptions]) -> object:
    """The declaration of `--format` with the formats that a command has."""
    formats = kind.publication.formats

    def parsed(text: str) -> Format:
        if text not in formats:
            raise UsageError(f"there is no format {text} here", hint=f"Choose one of {', '.join(formats)}")
        return Format(text)

    first, second = kind.usual
    usual = f"in a terminal {first}, in a pipe {second}" if first != second else f"by default {first}"
    return Annotated[
        Format | None,
        declarations.output_option(
            "--format",
            "-f",
            parser=parsed,
            metavar="|".join(formats),
            autocompletion=lambda: list(formats),
            help=f"Output format; {usual}, else by -o's name.",
        ),
    ]


def _shared(command: Callable[..., int]) -> Callable[..., int]:
    """Replace a command's parameter of a type of options by the options themselves.

    Before the command runs, its options are checked, patterns become names of files, and it is made sure
    that nothing which is read is written to.
    """
    signature = inspect.signature(command, eval_str=True)
    kinds = {n: p.annotation for n, p in signature.parameters.items() if hasattr(p.annotation, "validate")}
    if not kinds:
        return command
    ((holder, kind),) = kinds.items()
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, OutputOptions):
        hints["format"] = _format_option(kind)
    declared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]
    own = [given for name, given in signature.parameters.items() if name != holder]
    keyword = [given.replace(kind=inspect.Parameter.KEYWORD_ONLY) for given in own]
    roles = dict(roles_of({each.name: each.annotation for each in (*own, *declared)}))

    @functools.wraps(command)
    def wrapper(**given: Any) -> int:  # noqa: ANN401 - Typer's own parameters, of any type
        given |= {name: expanded(given[name]) for name, role in roles.items() if role is Role.FILING}
        names = by_role(roles, given)
        options = kind(**{each.name: given.pop(each.name) for each in declared})
        env = with_language(environment(given["context"]))
        keep_inputs(names, env.stdin)
        options.validate()
        if isinstance(options, OutputOptions):
            pager = () if options.no_pager else env.pager
            env = replace(env, quiet=options.quiet, verbose=options.verbose, pager=pager)
        if hasattr(options, "no_cache"):
            env = with_reading(env, options.engine, options.no_cache, options.isolate, options.jobs)
        given["context"].obj = env
        return command(**given, **{holder: options})

    wrapper.__signature__ = signature.replace(parameters=[*keyword, *declared])  # type: ignore[attr-defined]
    return wrapper


def environment(context: typer.Context) -> Environment:
    """The environment that was passed to the command, or that of the process."""
    given = context.obj
    return given if isinstance(given, Environment) else Environment.of_process()
