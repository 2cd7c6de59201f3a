"""`kunlun report FILE -o report.html`: a filing as one page for a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import CodeOption, File, Lang, PeriodOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import Role
from kunlun_cli.cli.filings import read_filing, tell
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.render.report import Content


def _page(contents: Sequence[Content], options: ReportOptions) -> str:
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.report import report_html

    return "".join(report_html(content, Labels(options.lang)) for content in contents)


REPORT: Publication[Content, ReportOptions] = Publication(whole={Format.HTML: _page})


@dataclass(frozen=True, slots=True)
class ReportOptions(AnswerOptions):
    """The options of `report`."""

    publication = REPORT
    usual = (Format.HTML, Format.HTML)

    against: Annotated[
        str | None,
        typer.Option("--against", metavar="OLD", help="Also show what has changed since this report."),
        Role.FILING,
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Compare flows of unlike periods, and two companies, too.")] = (
        False
    )
    lang: Annotated[Lang, typer.Option("--lang", help="Labels in Chinese, English or both.")] = Lang.BOTH
    code: CodeOption = None
    period: PeriodOption = None


@command(
    "kunlun report report.pdf -o report.html", "kunlun report 2024H1.pdf --against 2023H1.pdf --lang en -o report.html"
)
def report(
    context: typer.Context,
    file: File,
    options: ReportOptions,
) -> int:
    """Write a report as one HTML page: figures, holders, lending, segments, findings, and where each is printed.

    The page needs nothing else: pictures are in it, and nothing is requested from the network.
    """
    env = environment(context)
    if env.terminal and options.to_stdout:
        raise UsageError("a page of HTML is not for a terminal", hint="Name a file with -o report.html")
    content = _content(env, file, options, options.against)
    publish(env, options, [content])
    return tell(env, file, content.problems, options)


def _content(env: Environment, file: str, options: ReportOptions, against: str | None = None) -> Content:
    """All of one filing, and with `against` what has changed since another.

    Raises:
        KunlunError: one of them cannot be read.
    """
    from kunlun_cli.checks import check, second_reader
    from kunlun_cli.cli.where import pictures_of
    from kunlun_cli.compare import diff
    from kunlun_cli.render.report import Content

    filing = read_filing(env, file, options)
    pdf = pictures_of(filing)
    found = check(filing, reader=second_reader(filing))
    old = None if against is None else _content(env, against, replace(options, period=None))
    compared = None if against is None or old is None else diff(old, filing, force=options.force)
    parts = (filing.financials, filing.holders, filing.lending, filing.segments)
    return Content(
        filing.info, *parts, report=found, pictures=pdf, diff=compared, old=old, statements=filing.statements
    )
