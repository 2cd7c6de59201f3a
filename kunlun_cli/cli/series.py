"""`kunlun series FILE...`: a company's reports side by side, sorted by period."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import CodeOption, Files, Scope, ScopeOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.filings import read_all
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format, require_for
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.compare.series import Extent
    from kunlun_cli.compare.series_model import Series
    from kunlun_cli.records import Problem
    from kunlun_cli.render.series_choice import Choice
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet

_SECTIONS = ("financials", "holders", "lending")
_PICTURES = (Format.PNG, Format.SVG)


class Span(enum.StrEnum):
    """Spans of time that rows cover."""

    YTD = "ytd"
    QUARTER = "quarter"
    TTM = "ttm"
    POINT = "point"


_SPANS = dict(zip(Span, ("year_to_date", "quarter", "ttm", "point_in_time"), strict=True))
_SCALES = {"yuan": "元", "thousand": "千元", "wan": "万元", "million": "百万元", "yi": "亿元"}


class Of(enum.StrEnum):
    """The statements that can be asked for as a whole."""

    BALANCE = "balance_sheet"
    INCOME = "income_statement"
    CASH = "cash_flow"


class By(enum.StrEnum):
    """What stands side by side."""

    COMPANY = "company"


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
    beside: tuple[Series, ...] = ()
    """Those of other companies, for tables in which they stand side by side."""


def _shown(company: Company, options: SeriesOptions, screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render import series as render

    if company.beside:
        every = (company.series, *company.beside)
        names = " · ".join(render.series_title(each) for each in every)
        return names, render.company_sheets(every, company.choice, screen=screen)
    sheets = (
        [_flat(company, options)]
        if options.long
        else render.series_sheets(company.series, company.choice, screen=screen)
    )
    return render.series_title(company.series), sheets


def _flat(company: Company, _: object) -> Sheet:
    from kunlun_cli.render.series_flat import long_sheet

    return long_sheet([company.series], company.choice)


def _csv(companies: Sequence[Company], options: SeriesOptions) -> str:
    from kunlun_cli.render.as_csv import csv_text
    from kunlun_cli.render.series_flat import long_sheet, wide_sheet

    found, choice = [each.series for each in companies], companies[0].choice
    return csv_text(long_sheet(found, choice) if options.long else wide_sheet(found, choice))


def _document(company: Company, _: object) -> Json:
    from kunlun_cli.render.series_json import series_json

    return series_json(company.series, company.choice, company.problems)


def _book(companies: Sequence[Company], options: SeriesOptions) -> Sequence[Sheet]:
    from kunlun_cli.render.series_flat import long_sheet

    if options.long:
        return [long_sheet([each.series for each in companies], companies[0].choice)]
    return [sheet for each in companies for sheet in _shown(each, options, False)[1]]


SERIES: Publication[Company, SeriesOptions] = Publication(
    _shown, _flat, _document, book=_book, whole={Format.CSV: _csv}, more=_PICTURES
)


@dataclass(frozen=True, slots=True)
class SeriesOptions(AnswerOptions):
    """The options of `series`: what of the reports is wanted, and what of that is shown."""

    publication = SERIES

    item: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM",
            help="Only these rows: codes (revenue) or labels as printed (存货).",
            autocompletion=completions.rows,
        ),
    ] = None
    statement: Annotated[list[Of] | None, typer.Option(help="All lines of this statement.")] = None
    scope: ScopeOption = Scope.GROUP
    of: Annotated[
        str | None,
        typer.Option(
            metavar="ITEM", help="In per cent of this item: revenue, total_assets.", autocompletion=completions.rows
        ),
    ] = None
    ratios: Annotated[bool, typer.Option("--ratios", help="All ratios.")] = False
    segments: Annotated[bool, typer.Option("--segments", help="Revenue and margin by segment.")] = False
    everything: Annotated[bool, typer.Option("--all", help="Everything that the reports say.")] = False
    by: Annotated[By | None, typer.Option(help="Several companies side by side.")] = None
    span: Annotated[list[Span] | None, typer.Option(help="Only these spans; may be repeated.")] = None
    growth: Annotated[bool, typer.Option("--growth", help="Show growth on the year and on the quarter.")] = False
    holders: Annotated[bool, typer.Option("--holders", help="Show each holder's stakes over time.")] = False
    basis: Annotated[Basis, typer.Option(help="Where filings differ: the figure first printed, or the latest.")] = (
        Basis.FIRST
    )
    scale: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="UNIT",
            help="Unit of money in tables and pictures: yuan, thousand, wan (万元), million, yi (亿元).",
        ),
    ] = None
    annualise: Annotated[
        bool, typer.Option("--annualise", help="Returns of part of a year times 12 over its months.")
    ] = False
    comparatives: Annotated[
        bool, typer.Option("--comparatives", help="Add periods known from comparison columns only.")
    ] = False
    long: Annotated[
        bool, typer.Option("--long", help="One row a figure, with growth, formula, sources (csv, md, html, xlsx).")
    ] = False
    code: CodeOption = None

    @property
    def choice(self) -> Choice:
        """What is shown.

        Raises:
            UsageError: there is no such unit.
        """
        from kunlun_cli.render.series_choice import SPANS, Choice

        more = [name for name in ("ratios", "segments") if getattr(self, name)]
        return Choice(
            spans=tuple(_SPANS[span] for span in self.span) if self.span else tuple(SPANS),
            items=tuple(map(_normal, self.item or ())),
            sections=(*(each.value for each in self.statement or ()), *more),
            of=self.of,
            everything=self.everything,
            growth=self.growth,
            holders=self.holders,
            scale=None if self.scale is None else _scale(self.scale),
        )

    @property
    def extent(self) -> Extent:
        """What is read: the statements only where something of them is shown.

        Raises:
            UsageError: both scopes are asked for; the figures of one stand side by side.
        """
        from kunlun_cli.compare.series import Extent

        if self.scope is Scope.ALL:
            raise UsageError("a series is of one scope", hint="Choose consolidated or parent")
        asked = self.scope is Scope.PARENT or self.everything or self.ratios or bool(self.statement or self.of)
        needed = asked or _beyond(self.choice.items)
        return Extent(
            self.scope.scopes[0] if needed else None, needed, self.segments or self.everything, self.of,
            self.comparatives, self.annualise,
        )  # fmt: skip


@command(
    "kunlun series 300418_*.pdf",
    "kunlun series *.pdf --span quarter --item revenue --item 存货 --growth",
    "kunlun series *.pdf --statement income_statement --of revenue",
    "kunlun series a_*.pdf b_*.pdf --item roe_average --by company",
    "kunlun series *.pdf -o figures.svg",
)
def series(context: typer.Context, files: Files, options: SeriesOptions) -> int:
    """Figures of many reports side by side: year to date, single quarters, twelve months, ratios, shares.

    Single quarters that no report prints are derived from year-to-date figures, exactly, and marked.
    """
    from kunlun_cli.compare import series as build

    env = environment(context)
    choice, extent, form = options.choice, options.extent, options.chosen_format(env)
    if form in _PICTURES:
        require_for(Format.SVG)
    _refuse_idle(options, choice, form)
    statuses: list[ExitStatus] = []
    sections = (*_SECTIONS, *(["statements"] if extent.scope else []), *(["segments"] if extent.segments else []))
    filings, problems = read_all(env, files, options, sections, statuses)
    if not filings:
        return worst(statuses)
    found = build(filings, basis=options.basis.value, extent=extent)
    _check_items(found, choice)
    if options.by and len(found) < 2:
        raise UsageError("the reports are of one company", hint="Leave out --by company, or give another's reports")
    _tell(env, found)
    problems = (*problems, *(p for each in found for p in each.problems))
    if form in _PICTURES:
        _draw(env, found, choice, options, form)
    elif options.by:
        publish(env, options, [Company(found[0], choice, problems, tuple(found[1:]))])
    else:
        publish(env, options, [Company(each, choice, problems) for each in found], many=len(found) > 1)
    unsure = ExitStatus.INCOMPLETE if problems and not options.lenient else ExitStatus.OK
    return worst((*statuses, unsure))


def _tell(env: Environment, found: Sequence[Series]) -> None:
    for each in found:
        for note in each.notes:
            env.say(f"kunlun: note: {note}")
        for problem in each.problems:
            env.say(f"kunlun: problem: {problem.message} [{problem.code}]")


def _normal(text: str) -> str:
    from kunlun_cli.forms import normal

    return normal(text)


def _beyond(items: Sequence[str]) -> bool:
    """Whether items are asked for that are no key figures, counts or ratios of these: lines of the statements."""
    from kunlun_cli.compare.ratios import definitions
    from kunlun_cli.compare.ratios_holders import CODES
    from kunlun_cli.forms import load

    known = {each["item"] for each in load("financials")["items"]}
    known |= {code for code, each in definitions().items() if each.get("home", "key_figures") == "key_figures"}
    known |= {"holders", "preferred_holders", "special_voting_holders", "lent_shares", *CODES}
    return bool(set(items) - known)


def _refuse_idle(options: SeriesOptions, choice: Choice, form: Format) -> None:
    """Refuse options that would change nothing.

    Raises:
        UsageError: one of them would not.
    """
    json, picture, long = form in (Format.JSON, Format.JSONL), form in _PICTURES, options.long
    exact = json or form is Format.CSV
    idle = {
        "--in": (choice.scale is not None and (exact or long), f"{form.value} gives every digit in yuan"),
        "--growth": (
            choice.growth and not picture and (json or (exact and not long)),
            "json has growth always, csv with --long",
        ),
        "--long": (long and (json or picture), f"{form.value} has one form only"),
        "--holders": (choice.holders and (json or picture), "json has the holders always, pictures never"),
        "--annualise": (options.annualise and not _annualisable(choice), "none of the rows is a return on a balance"),
        "--by": (options.by is not None and (exact or long), f"{form.value} gives each row its company already"),
        "--scope": (options.scope is Scope.PARENT and choice.usual, "the key figures are the group's"),
    }
    for name, (refused, why) in idle.items():
        if refused:
            raise UsageError(f"{name} would change nothing here: {why}", hint="Leave it out")


def _annualisable(choice: Choice) -> bool:
    """Whether any of the rows is one that grows with the months of its period."""
    from kunlun_cli.compare.ratios import definitions

    returns = {code for code, each in definitions().items() if each.get("annualisable")}
    return choice.everything or "ratios" in choice.sections or bool(returns & set(choice.items))


def _scale(given: str) -> str:
    """The unit as it is printed, from either of its names."""
    unit = _SCALES.get(given, given)
    if unit not in _SCALES.values():
        raise UsageError(f"there is no unit {given}", hint=f"Choose one of {', '.join(_SCALES)}")
    return unit


def _check_items(found: Sequence[Series], choice: Choice) -> None:
    rows = [row for each in found for row in each.rows]
    known = list(dict.fromkeys(row.item for row in rows if "/" not in row.item))
    labels = {_normal(row.label) for row in rows}
    unknown = [item for item in (*choice.items, *filter(None, [choice.of])) if item not in known and item not in labels]
    if unknown:
        near = difflib.get_close_matches(unknown[0], known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"Items are {', '.join(known[:60])}"
        raise UsageError(f"no filing has an item {', '.join(unknown)}", hint=hint)
    if choice.of and not any(map(choice.has, rows)):
        raise UsageError(
            f"none of the rows is a part of {choice.of}", hint="Amounts of one span can be shares of another"
        )


def _draw(env: Environment, found: Sequence[Series], choice: Choice, options: SeriesOptions, chosen: Format) -> None:
    """Write a picture of each company, or one of all; which files these are is said where they are several."""
    from kunlun_cli.render.plot import Picture, plot

    assert options.output is not None  # the options have been validated
    kind: Picture = "svg" if chosen is Format.SVG else "png"
    groups = [tuple(found)] if options.by else [(each,) for each in found]
    paths = [options.output] if options.by else _paths(options.output, found)
    pictures = [plot(group, choice, kind, options.lang) for group in groups]
    for path, picture in zip(paths, pictures, strict=True):
        write_atomically(path, picture)
    if len(paths) > 1:
        env.say(f"kunlun: note: one picture a company: {', '.join(map(str, paths))}; --by company draws one of all")


def _paths(path: Path, found: Sequence[Series]) -> list[Path]:
    """The path itself for one company; for several, the code goes into each name."""
    if len(found) == 1:
        return [path]
    return [path.with_name(f"{path.stem}_{each.code or number}{path.suffix}") for number, each in enumerate(found, 1)]
