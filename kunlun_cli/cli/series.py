"""`kunlun series FILE...`: a company's reports side by side, sorted by period."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.comparing import STDIN, CompareOptions, Reading, read_all
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Files, environment, examples, shared
from kunlun_cli.cli.output import emit, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from kunlun_cli.compare.series_model import Series
    from kunlun_cli.render.series import Choice

_SECTIONS = ("financials", "holders", "lending")


class Format(enum.StrEnum):
    """Output formats of `series`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    PNG = "png"
    SVG = "svg"


_BINARY = (Format.XLSX, Format.PNG, Format.SVG)


class Span(enum.StrEnum):
    """Spans of time that rows cover."""

    YTD = "ytd"
    QUARTER = "quarter"
    TTM = "ttm"
    POINT = "point"


_SPANS = {
    Span.YTD: "year_to_date",
    Span.QUARTER: "quarter",
    Span.TTM: "ttm",
    Span.POINT: "point_in_time",
}


_SCALES = {"yuan": "元", "thousand": "千元", "wan": "万元", "million": "百万元", "yi": "亿元"}


class Basis(enum.StrEnum):
    """Which figure to take where filings differ."""

    FIRST = "first"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class SeriesOptions(CompareOptions):
    """The options of `series` that are about its output."""

    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; in a terminal table, in a pipe csv, else by -o's name."),
    ] = None
    long: Annotated[
        bool, typer.Option("--long", help="One row a figure, with growth, formula, sources (csv, md, xlsx).")
    ] = False

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else table in a terminal and CSV in a pipe."""
        return self.format or self.by_suffix(Format) or (Format.TABLE if env.terminal else Format.CSV)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun series 300418_*.pdf",
            "kunlun series *.pdf --span quarter --item revenue --growth",
            "kunlun series *.pdf --holders --format xlsx -o holders.xlsx",
            "kunlun series *.pdf -o figures.svg",
        )
    )(series)


@shared
def series(
    context: typer.Context,
    files: Files,
    options: SeriesOptions,
    span: Annotated[list[Span] | None, typer.Option("--span", help="Only these spans; may be repeated.")] = None,
    item: Annotated[
        list[str] | None, typer.Option("--item", metavar="ITEM", help="Only these items, such as revenue.")
    ] = None,
    growth: Annotated[bool, typer.Option("--growth", help="Show growth on the year and on the quarter.")] = False,
    holders: Annotated[bool, typer.Option("--holders", help="Show each holder's stakes over time.")] = False,
    basis: Annotated[
        Basis, typer.Option("--basis", help="Where filings differ: the figure first printed, or the latest.")
    ] = Basis.FIRST,
    scale: Annotated[
        str,
        typer.Option(
            "--in",
            metavar="UNIT",
            help="Unit of money in tables: wan (万元), yi (亿元), thousand, million; csv and json stay in yuan.",
        ),
    ] = "yuan",
    annualise: Annotated[
        bool, typer.Option("--annualise", help="Returns of part of a year times 12 over its months.")
    ] = False,
    comparatives: Annotated[
        bool, typer.Option("--comparatives", help="Add periods known from comparison columns only.")
    ] = False,
) -> int:
    """Key figures, holders and shares lent of many reports: year to date, single quarters, twelve months.

    Single quarters that no report prints are derived from year-to-date figures, exactly, and marked.
    """
    from kunlun_cli.compare import series as build
    from kunlun_cli.render.series import SPANS, Choice

    env = environment(context)
    reading = read_all(env, files, options, _SECTIONS)
    if not reading.filings:
        return worst(reading.statuses)
    found = build(reading.filings, basis=basis.value, comparatives=comparatives, annualise=annualise)
    choice = Choice(
        spans=tuple(_SPANS[s] for s in span) if span else tuple(SPANS),
        items=tuple(item or ()),
        growth=growth,
        holders=holders,
        scale=_scale(scale),
    )
    _check_items(found, choice)
    for each in found:
        for note in each.notes:
            env.say(f"kunlun: note: {note}")
    _write(env, found, choice, options, reading)
    unsure = ExitStatus.INCOMPLETE if reading.problems and not options.lenient else ExitStatus.OK
    return worst((*reading.statuses, unsure))


def _scale(given: str) -> str:
    """The unit as it is printed, from either of its names."""
    unit = _SCALES.get(given, given)
    if unit not in _SCALES.values():
        raise UsageError(f"there is no unit {given}", hint=f"Choose one of {', '.join(_SCALES)}")
    return unit


def _check_items(found: Sequence[Series], choice: Choice) -> None:
    known = list(dict.fromkeys(row.item for each in found for row in each.rows))
    unknown = [item for item in choice.items if item not in known]
    if unknown:
        raise UsageError(f"no filing has an item {', '.join(unknown)}", hint=f"Items are {', '.join(known)}")


def _write(env: Environment, found: Sequence[Series], choice: Choice, options: SeriesOptions, reading: Reading) -> None:
    chosen = options.chosen_format(env)
    if chosen in _BINARY:
        _write_bytes(found, choice, options, chosen)
        return
    bom = options.bom and chosen is Format.CSV
    emit(env, [_text(env, found, choice, options, reading)], options.output, bom=bom)


def _write_bytes(found: Sequence[Series], choice: Choice, options: SeriesOptions, chosen: Format) -> None:
    if options.output is None or str(options.output) == STDIN:
        raise UsageError(f"{chosen} is not for a terminal or pipe", hint="Name a file with -o")
    if chosen is Format.XLSX:
        from kunlun_cli.render.as_xlsx import xlsx_bytes
        from kunlun_cli.render.labels import Labels
        from kunlun_cli.render.series import long_sheet, series_sheets

        sheets = [s for each in found for s in series_sheets(each, choice, screen=False)]
        chosen_sheets = [long_sheet(found, choice)] if options.long else sheets
        write_atomically(options.output, xlsx_bytes([Labels(options.lang).sheet(s) for s in chosen_sheets]))
        return
    from kunlun_cli.render.plot import Picture, plot

    kind: Picture = "svg" if chosen is Format.SVG else "png"
    for each, path in zip(found, _paths(options.output, found), strict=True):
        write_atomically(path, plot(each, choice.items, choice.spans if len(choice.spans) < len(_SPANS) else (), kind))


def _paths(path: Path, found: Sequence[Series]) -> list[Path]:
    """The path itself for one company; for several, the code goes into each name."""
    if len(found) == 1:
        return [path]
    return [path.with_name(f"{path.stem}_{each.code or number}{path.suffix}") for number, each in enumerate(found, 1)]


def _text(env: Environment, found: Sequence[Series], choice: Choice, options: SeriesOptions, reading: Reading) -> str:
    from kunlun_cli.render import series as render

    chosen = options.chosen_format(env)
    if chosen is Format.JSON:
        from kunlun_cli.render.as_json import dumps
        from kunlun_cli.render.series_json import series_json

        documents = [series_json(each, choice, reading.problems) for each in found]
        return dumps(documents[0] if len(documents) == 1 else documents) + "\n"
    if chosen is Format.CSV:
        from kunlun_cli.render.as_csv import csv_text

        return csv_text(render.long_sheet(found, choice) if options.long else render.wide_sheet(found, choice))
    if chosen in (Format.MD, Format.HTML):
        return "\n".join(_document(each, choice, chosen, options) for each in found)
    return "\n".join(_table(env, each, choice, options) for each in found)


def _document(each: Series, choice: Choice, chosen: Format, options: SeriesOptions) -> str:
    from kunlun_cli.render import series as render
    from kunlun_cli.render.labels import Labels

    plain = [render.long_sheet([each], choice)] if options.long else render.series_sheets(each, choice, screen=False)
    sheets = [Labels(options.lang).sheet(sheet) for sheet in plain]
    if chosen is Format.HTML:
        from kunlun_cli.render.as_html import html_text

        return html_text(render.series_title(each), sheets)
    from kunlun_cli.render.as_markdown import markdown_text

    return markdown_text(render.series_title(each), sheets)


def _table(env: Environment, each: Series, choice: Choice, options: SeriesOptions) -> str:
    from kunlun_cli.render import series as render
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.terminal import terminal_text

    screen = env.terminal and options.output is None
    return terminal_text(
        render.series_title(each),
        [Labels(options.lang).sheet(sheet) for sheet in render.series_sheets(each, choice, screen=screen)],
        width=env.width,
        colour=env.colour and options.output is None,
        screen=screen,
    )
