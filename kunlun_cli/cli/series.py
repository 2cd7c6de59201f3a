"""`kunlun series FILE...`: a company's reports side by side, sorted by period."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.command import environment, examples, shared
from kunlun_cli.cli.declared import Files
from kunlun_cli.cli.filings import read_all
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.compare.series_model import Series
    from kunlun_cli.records import Problem
    from kunlun_cli.render.document import Json
    from kunlun_cli.render.series import Choice
    from kunlun_cli.render.sheet import Sheet

_SECTIONS = ("financials", "holders", "lending")
_PICTURES = (Format.PNG, Format.SVG)


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
class Company:
    """The series of one company, and what of it is to be shown."""

    series: Series
    choice: Choice
    problems: tuple[Problem, ...]


def _shown(company: Company, options: SeriesOptions, screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render import series as render

    long = options.long and not screen
    sheets = [_flat(company, options)] if long else render.series_sheets(company.series, company.choice, screen=screen)
    return render.series_title(company.series), sheets


def _flat(company: Company, _: object) -> Sheet:
    from kunlun_cli.render.series import long_sheet

    return long_sheet([company.series], company.choice)


def _csv(companies: Sequence[Company], options: SeriesOptions) -> str:
    from kunlun_cli.render.as_csv import csv_text
    from kunlun_cli.render.series import long_sheet, wide_sheet

    found, choice = [each.series for each in companies], companies[0].choice
    return csv_text(long_sheet(found, choice) if options.long else wide_sheet(found, choice))


def _document(company: Company, _: object) -> Json:
    from kunlun_cli.render.series_json import series_json

    return series_json(company.series, company.choice, company.problems)


def _book(companies: Sequence[Company], options: SeriesOptions) -> Sequence[Sheet]:
    from kunlun_cli.render.series import long_sheet

    if options.long:
        return [long_sheet([each.series for each in companies], companies[0].choice)]
    return [sheet for each in companies for sheet in _shown(each, options, False)[1]]


SERIES: Publication[Company, SeriesOptions] = Publication(
    _shown, _flat, _document, book=_book, whole={Format.CSV: _csv}, more=_PICTURES
)


@dataclass(frozen=True, slots=True)
class SeriesOptions(AnswerOptions):
    """The options of `series` that are about its output."""

    publication = SERIES

    long: Annotated[
        bool, typer.Option("--long", help="One row a figure, with growth, formula, sources (csv, md, html, xlsx).")
    ] = False


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
    statuses: list[ExitStatus] = []
    filings, problems = read_all(env, files, options, _SECTIONS, statuses)
    if not filings:
        return worst(statuses)
    found = build(filings, basis=basis.value, comparatives=comparatives, annualise=annualise)
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
    chosen = options.chosen_format(env)
    if chosen in _PICTURES:
        _draw(found, choice, options, chosen)
    else:
        publish(env, options, [Company(each, choice, problems) for each in found], many=len(found) > 1)
    unsure = ExitStatus.INCOMPLETE if problems and not options.lenient else ExitStatus.OK
    return worst((*statuses, unsure))


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


def _draw(found: Sequence[Series], choice: Choice, options: SeriesOptions, chosen: Format) -> None:
    """Write a picture of each company."""
    from kunlun_cli.render.plot import Picture, plot

    assert options.output is not None  # the options have been validated
    kind: Picture = "svg" if chosen is Format.SVG else "png"
    for each, path in zip(found, _paths(options.output, found), strict=True):
        write_atomically(path, plot(each, choice.items, choice.spans if len(choice.spans) < len(_SPANS) else (), kind))


def _paths(path: Path, found: Sequence[Series]) -> list[Path]:
    """The path itself for one company; for several, the code goes into each name."""
    if len(found) == 1:
        return [path]
    return [path.with_name(f"{path.stem}_{each.code or number}{path.suffix}") for number, each in enumerate(found, 1)]
