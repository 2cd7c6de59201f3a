"""`kunlun report FILE -o report.html`: a filing as one page for a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.comparing import CompareOptions, tell
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Lang, Options, environment, examples, shared
from kunlun_cli.cli.output import emit
from kunlun_cli.cli.run import STDIN, read_filing
from kunlun_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from kunlun_cli.render.report import Content


@dataclass(frozen=True, slots=True)
class ReportOptions(CompareOptions):
    """The options of `report`."""

    against: Annotated[
        str | None, typer.Option("--against", metavar="OLD", help="Also show what has changed since this report.")
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Compare flows of unlike periods, and two companies, too.")] = (
        False
    )
    lang: Annotated[Lang, typer.Option("--lang", help="Labels in Chinese, English or both.")] = Lang.BOTH
    period: Annotated[str | None, typer.Option(help="The period, where the filing does not say it.")] = None

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: the period is none.
        """
        Options(period=self.period).validate()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun report report.pdf -o report.html",
            "kunlun report 2024H1.pdf --against 2023H1.pdf --lang en -o report.html",
        )
    )(report)


@shared
def report(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report; - reads standard input.")],
    options: ReportOptions,
) -> int:
    """Write a report as one HTML page: figures, holders, lending, segments, findings, and where each is printed.

    The page needs nothing else: pictures are in it, and nothing is requested from the network.
    """
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.report import report_html

    env = environment(context)
    if file == STDIN == options.against:
        raise UsageError("standard input can be read once only", hint="Give - once")
    content = _content(env, file, options, options.against)
    emit(env, [report_html(content, Labels(options.lang))], options.output)
    tell(env, file, content.problems)
    return ExitStatus.INCOMPLETE if content.problems and not options.lenient else ExitStatus.OK


def _content(env: Environment, file: str, options: ReportOptions, against: str | None = None) -> Content:
    """All of one filing, and with `against` what has changed since another.

    Raises:
        KunlunError: one of them cannot be read.
    """
    from kunlun_cli.checks import check, second_reader
    from kunlun_cli.cli.where import pictures_of
    from kunlun_cli.compare import diff
    from kunlun_cli.render.report import Content

    filing = read_filing(env, file, Options(period=options.period, password=options.password))
    pdf = pictures_of(filing)
    found = check(filing, reader=second_reader(filing))
    old = None if against is None else _content(env, against, options)
    compared = None if against is None or old is None else diff(old, filing, force=options.force)
    parts = (filing.financials, filing.holders, filing.lending, filing.segments)
    return Content(filing.info, *parts, report=found, pictures=pdf, diff=compared, old=old)
