"""`kunlun diff OLD NEW`: what changed between two filings."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import CodeOption, Scope, ScopeOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import Role
from kunlun_cli.cli.filings import read_all
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.compare.model import Diff
    from kunlun_cli.records import FilingInfo, Problem
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and the problems of what was compared."""

    diff: Diff
    problems: tuple[Problem, ...]


def _shown(answer: Compared, _options: object, _screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render import compare as render

    return render.title(answer.diff), render.diff_sheets(answer.diff)


def _flat(answer: Compared, _: object) -> Sheet:
    from kunlun_cli.render.compare_flat import flat_diff

    return flat_diff(answer.diff)


def _document(answer: Compared, _: object) -> Json:
    from kunlun_cli.render.compare_json import diff_json

    return diff_json(answer.diff, answer.problems)


def _book(answers: Sequence[Compared], _: object) -> Sequence[Sheet]:
    from kunlun_cli.render.workbook import diff_workbook

    return [sheet for answer in answers for sheet in diff_workbook(answer.diff, answer.problems)]


class Only(enum.StrEnum):
    """The disclosures that can be compared alone."""

    FINANCIALS = "financials"
    STATEMENTS = "statements"
    HOLDERS = "holders"
    LENDING = "lending"
    SEGMENTS = "segments"


@dataclass(frozen=True, slots=True)
class DiffOptions(AnswerOptions):
    """The options of `diff`."""

    publication = Publication[Compared, object](_shown, _flat, _document, book=_book)

    code: CodeOption = None


@command(
    "kunlun diff 2023H1.pdf 2024H1.pdf",
    "kunlun diff old.pdf new.pdf --only holders --format csv",
    "kunlun diff summary.pdf full.pdf && echo consistent",
)
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier report; - reads standard input."), Role.FILING],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later report."), Role.FILING],
    options: DiffOptions,
    only: Annotated[list[Only] | None, typer.Option("--only", help="Only this disclosure; may be repeated.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also compare flows of unlike periods, and two companies.")
    ] = False,
    scope: ScopeOption = Scope.GROUP,
    everything: Annotated[bool, typer.Option("--all", help="Also show what is equal.")] = False,
    as_given: Annotated[bool, typer.Option("--as-given", help="Keep the order given; never turn it round.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although there are differences.")] = False,
) -> int:
    """Compare two reports: key figures, statements, restatements, holders, lending, segments.

    Exit status: 0 no differences, 1 differences, like diff.
    """
    from kunlun_cli.compare import SECTIONS
    from kunlun_cli.compare import diff as compare

    env = environment(context)
    sections = tuple(s for s in SECTIONS if only is None or not only or s in {str(o) for o in only})
    statuses: list[ExitStatus] = []
    filings, problems = read_all(env, [old, new], options, sections, statuses)
    if len(filings) < 2:
        return worst(statuses)
    first, second = filings if as_given else _ordered(env, filings)
    result = compare(first, second, only=sections, force=force, keep_equal=everything, scopes=scope.scopes)
    _remark(env, result)
    publish(env, options, [Compared(result, problems)])
    return _status(result, exit_zero=exit_zero, unsure=bool(problems) and not options.lenient)


def _status(result: Diff, *, exit_zero: bool, unsure: bool) -> ExitStatus:
    """Differences were found; or none were, which can be said only where all could be read."""
    if result.differs:
        return ExitStatus.OK if exit_zero else ExitStatus.FINDINGS
    return ExitStatus.INCOMPLETE if unsure else ExitStatus.OK


def _ordered(env: Environment, filings: Sequence[FilingLike]) -> tuple[FilingLike, FilingLike]:
    """The older filing first; a change of the order is said."""
    from kunlun_cli.compare import in_order

    turned = in_order(filings[0], filings[1])[2]
    if not turned:
        return filings[0], filings[1]
    first, second = filings[1], filings[0]
    env.say(
        f"kunlun: note: {_called(first.info)} is the earlier one; compared as the older (--as-given keeps the order)"
    )
    return first, second


def _called(info: FilingInfo) -> str:
    kind = f", {info.form}" if info.form == "summary" else ""
    return f"{info.source} ({info.period or 'period not known'}{kind})"


def _remark(env: Environment, result: Diff) -> None:
    from kunlun_cli.compare.company import same_company

    if result.old.sha256 == result.new.sha256:
        env.say("kunlun: note: the same file twice")
    elif result.mode == "consistency":
        env.say(f"kunlun: note: both are of {result.new.period}; checked whether they print the same")
    if same_company(result.old, result.new) is False:
        env.say(f"kunlun: warning: two companies: {_called(result.old)}, {_called(result.new)}")
