"""`kunlun rule`: what a rule checks, and why; what the code of a problem means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import Lang
from kunlun_cli.cli.options import OutputOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.records.problems import PROBLEMS
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication
from kunlun_cli.render.wrap import hanging

if TYPE_CHECKING:
    from kunlun_cli.checks.reference import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """The code of a rule or of a problem, or `None` for all of them: of rules, or of problems.

    `width` is that of the screen, where somebody looks at it.
    """

    code: str | None
    problems: bool
    width: int | None = None


def _text(asked: Sequence[Asked], options: RuleOptions) -> str:
    (one,) = asked
    text = _told(one, options)
    return text if one.width is None else "".join(f"{hanging(line, one.width)}\n" for line in text.splitlines())


def _told(one: Asked, options: RuleOptions) -> str:
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.checks.expectations.expectation import CODE

    if one.problems:
        return reference.problems_as_text(one.code, _known(options).get("problems", {}))
    if one.code == CODE:
        return reference.expectation_as_text(_language(options))
    if one.code is None:
        return reference.listed(registry.rules(), _language(options))
    return reference.as_text(registry.rule(one.code), _language(options))


def _known(options: RuleOptions) -> Mapping[str, Any]:
    from kunlun_cli.forms import load

    return load("messages") if options.lang == Lang.ZH else {}


def _language(options: RuleOptions) -> Language:
    from kunlun_cli.checks.reference import ENGLISH, Language
    from kunlun_cli.forms import load

    return Language(load("rules"), _known(options)["rules"]) if options.lang == Lang.ZH else ENGLISH


def _json(asked: Sequence[Asked], _: object) -> str:
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.render.as_json import dumps

    (one,) = asked
    if one.problems:
        found = reference.problems_as_documents(one.code)
    else:
        every = registry.rules() if one.code is None else (registry.rule(one.code),)
        found = reference.as_documents(every)
    return dumps([dict(each) for each in found]) + "\n"


def _markdown(asked: Sequence[Asked], options: RuleOptions) -> str:
    from kunlun_cli.checks import reference, registry
    from kunlun_cli.checks.expectations.expectation import CODE

    (one,) = asked
    if one.problems:
        return reference.problems_as_markdown(one.code)
    if one.code == CODE:
        return _text(asked, options)
    rules = registry.rules() if one.code is None else (registry.rule(one.code),)
    return reference.as_markdown(rules, _language(options))


@dataclass(frozen=True, slots=True)
class RuleOptions(OutputOptions):
    """The options of `rule`."""

    publication = Publication[Asked, "RuleOptions"](
        whole={Format.TEXT: _text, Format.MD: _markdown, Format.JSON: _json}
    )
    usual = (Format.TEXT, Format.TEXT)


@command("kunlun rule KL101", "kunlun rule unreadable-cell", "kunlun rule --all --format md -o rules.md")
def rule(
    context: typer.Context,
    options: RuleOptions,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE", help="The code of a rule, such as KL101, or of a problem.", autocompletion=completions.codes
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All rules, a line each; with --format md or json the whole reference.")
    ] = False,
    problems: Annotated[bool, typer.Option("--problems", help="All codes of problems.")] = False,
) -> int:
    """Explain a rule of kunlun check, or the code of a problem."""
    if [code is not None, everything, problems].count(True) != 1:
        raise UsageError("one code, --all or --problems is to be given", hint="kunlun rule KL101, for example")
    known = code is not None and code.lower() in PROBLEMS
    env = environment(context)
    width = env.width if env.terminal and options.to_stdout else None
    asked = Asked(code and (code.lower() if known else code.upper()), problems or known, width)
    publish(env, replace(options, lang=options.lang or (Lang(env.lang) if env.lang else None)), [asked])
    return ExitStatus.OK
