"""`kunlun diff OLD NEW`: what changed between two filings."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.comparing import CompareOptions, read_all
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import environment, examples, shared
from kunlun_cli.cli.output import emit, output_of_binary, write_atomically
from kunlun_cli.errors import ExitStatus
from kunlun_cli.records.reading import FilingLike

if TYPE_CHECKING:
    from kunlun_cli.compare.model import Diff
    from kunlun_cli.records import FilingInfo, Problem


class Format(enum.StrEnum):
    """Output formats of `diff`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"


class Only(enum.StrEnum):
    """The disclosures that can be compared alone."""

    FINANCIALS = "financials"
    HOLDERS = "holders"
    LENDING = "lending"
    SEGMENTS = "segments"


@dataclass(frozen=True, slots=True)
class DiffOptions(CompareOptions):
    """The options of `diff` that are about its output."""

    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; in a terminal table, in a pipe csv, else by -o's name."),
    ] = None

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else table in a terminal and CSV in a pipe."""
        return self.format or self.by_suffix(Format) or (Format.TABLE if env.terminal else Format.CSV)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun diff 2023H1.pdf 2024H1.pdf",
            "kunlun diff old.pdf new.pdf --only holders --format csv",
            "kunlun diff summary.pdf full.pdf && echo consistent",
        )
    )(diff)


@shared
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier report; - reads standard input.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later report.")],
    options: DiffOptions,
    only: Annotated[list[Only] | None, typer.Option("--only", help="Only this disclosure; may be repeated.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also compare flows of unlike periods, and two companies.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also show what is equal.")] = False,
    as_given: Annotated[bool, typer.Option("--as-given", help="Keep the order given; never turn it round.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 although there are differences.")] = False,
) -> int:
    """Compare two reports: key figures, restatements, holders, lending, segments.

    Exit status: 0 no differences, 1 differences, like diff.
    """
    from kunlun_cli.compare import SECTIONS
    from kunlun_cli.compare import diff as compare

    env = environment(context)
    sections = tuple(s for s in SECTIONS if only is None or not only or s in {str(o) for o in only})
    reading = read_all(env, [old, new], options, sections)
    if len(reading.filings) < 2:
        return worst(reading.statuses)
    first, second = reading.filings if as_given else _ordered(env, reading.filings)
    result = compare(first, second, only=sections, force=force, keep_equal=everything)
    _remark(env, result)
    _write(env, result, options, reading.problems)
    return _status(result, exit_zero=exit_zero, unsure=bool(reading.problems) and not options.lenient)


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


def _write(env: Environment, result: Diff, options: DiffOptions, problems: tuple[Problem, ...]) -> None:
    from kunlun_cli.render.labels import Labels

    chosen = options.chosen_format(env)
    if chosen is Format.XLSX:
        from kunlun_cli.render.as_xlsx import xlsx_bytes
        from kunlun_cli.render.workbook import diff_workbook

        path = output_of_binary(chosen, options.output)
        write_atomically(path, xlsx_bytes(diff_workbook(result, problems, Labels(options.lang))))
        return
    bom = options.bom and chosen is Format.CSV
    emit(env, [_text(env, result, chosen, options, problems)], options.output, bom=bom)


def _text(env: Environment, result: Diff, chosen: Format, options: DiffOptions, problems: tuple[Problem, ...]) -> str:
    from kunlun_cli.render import compare as render
    from kunlun_cli.render.labels import Labels

    if chosen is Format.JSON:
        from kunlun_cli.render.as_json import dumps
        from kunlun_cli.render.compare_json import diff_json

        return dumps(diff_json(result, problems)) + "\n"
    if chosen is Format.CSV:
        from kunlun_cli.render.as_csv import csv_text
        from kunlun_cli.render.compare_flat import flat_diff

        return csv_text(flat_diff(result))
    sheets = [Labels(options.lang).sheet(sheet) for sheet in render.diff_sheets(result)]
    if chosen is Format.MD:
        from kunlun_cli.render.as_markdown import markdown_text

        return markdown_text(render.title(result), sheets)
    if chosen is Format.HTML:
        from kunlun_cli.render.as_html import html_text

        return html_text(render.title(result), sheets)
    from kunlun_cli.render.terminal import terminal_text

    return terminal_text(
        render.title(result),
        sheets,
        width=env.width,
        colour=env.colour and options.output is None,
        screen=env.terminal and options.output is None,
    )
