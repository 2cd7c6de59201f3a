"""`kunlun financials`, `holders`, `lending` and `segments`: one filing in, one answer out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.options import Files, environment, examples, shared
from kunlun_cli.cli.run import DisclosureOptions, Request, run
from kunlun_cli.errors import NotInFilingError, UsageError

if TYPE_CHECKING:  # none of it is needed for help
    from collections.abc import Callable

    from kunlun_cli.frames import Result


def register(app: typer.Typer) -> None:
    """Add the four commands."""
    app.command(epilog=examples("kunlun financials report.pdf", "kunlun financials *.pdf --format csv -o figures.csv"))(
        financials
    )
    app.command(epilog=examples("kunlun holders report.pdf", "kunlun holders report.pdf --format json | jq .counts"))(
        holders
    )
    app.command(epilog=examples("kunlun lending report.pdf", "kunlun lending a.pdf b.pdf --format md"))(lending)
    app.command(epilog=examples("kunlun segments report.pdf", "kunlun segments report.pdf --metrics --format csv"))(
        segments
    )


@shared
def financials(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    quarterly: Annotated[bool, typer.Option("--quarterly", help="The annual report's table of quarters only.")] = False,
    non_recurring: Annotated[
        bool, typer.Option("--non-recurring", help="The table of non-recurring items (非经常性损益) only.")
    ] = False,
    distribution: Annotated[
        bool, typer.Option("--distribution", help="Plans of profit distribution (利润分配) only.")
    ] = False,
    ratios: Annotated[
        bool, typer.Option("--ratios", help="Ratios of the figures, holders, lending and segments instead.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="With --ratios: formulas and inputs.")] = False,
    annualise: Annotated[
        bool, typer.Option("--annualise", help="With --ratios: returns of part of a year times 12 over its months.")
    ] = False,
) -> int:
    """Key accounting data and financial indicators (主要会计数据和财务指标)."""
    if (explain or annualise) and not ratios:
        raise UsageError("--explain and --annualise are about ratios", hint="Give --ratios with them")
    part = _one(quarterly=quarterly, non_recurring=non_recurring, distribution=distribution, ratios=ratios)
    if part == "ratios":
        from kunlun_cli.cli.ratios import run_ratios

        return run_ratios(environment(context), files, options, explain=explain, annualise=annualise)
    return _run(context, "financials", files, options, part)


@shared
def holders(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    counts: Annotated[bool, typer.Option("--counts", help="The numbers of shareholders only.")] = False,
) -> int:
    """Number of shareholders and the top ten (股东总数、前10名股东持股情况)."""
    return _run(context, "holders", files, options, "counts" if counts else None)


@shared
def lending(context: typer.Context, files: Files, options: DisclosureOptions) -> int:
    """Shares that the top ten lent under refinancing (转融通业务出借股份)."""
    return _run(context, "lending", files, options)


@shared
def segments(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    tables: Annotated[bool, typer.Option("--tables", help="The tables of revenue only.")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="The figures stated in the text only.")] = False,
    outline: Annotated[bool, typer.Option("--outline", help="The headings of the narrative only.")] = False,
    dimension: Annotated[
        str | None,
        typer.Option(help="Only this breakdown: total, industry, product, region, sales_model or other."),
    ] = None,
    section: Annotated[str | None, typer.Option(help="Only this section of the narrative, such as 1.4.")] = None,
) -> int:
    """Business segments: tables of revenue, the narrative's outline and the figures stated in it."""
    if dimension is not None and dimension not in _DIMENSIONS:
        raise UsageError(f"there is no dimension {dimension}", hint=f"Choose one of {', '.join(_DIMENSIONS)}")
    part = _one(tables=tables or dimension is not None, metrics=metrics, outline=outline)
    if part == "tables":
        if section is not None:
            raise UsageError("--section is about the narrative, which has no tables", hint="Leave one of them out")
        part = "records"
    return _run(context, "segments", files, options, part, lambda result: _narrowed(result, dimension, section))


def _one(**parts: bool) -> str | None:
    """The one part that was asked for; `None` where none was.

    Raises:
        UsageError: several were.
    """
    chosen = [name for name, given in parts.items() if given]
    if len(chosen) > 1:
        names = " and ".join(f"--{name.replace('_', '-')}" for name in chosen)
        raise UsageError(f"{names} ask for different tables", hint="Give one of them")
    return chosen[0] if chosen else None


def _run(
    context: typer.Context,
    name: str,
    files: list[str],
    options: DisclosureOptions,
    part: str | None = None,
    narrow: Callable[[Result], Result] | None = None,
) -> int:
    return run(environment(context), Request(name, files, options, part, narrow))


_DIMENSIONS = ("total", "industry", "product", "region", "sales_model", "other")


def _narrowed(result: Result, dimension: str | None, section: str | None) -> Result:
    """The segments of one dimension, and the narrative of one section with its subsections."""
    from dataclasses import replace

    from kunlun_cli.records import Segments

    assert isinstance(result, Segments)
    if dimension:
        result = replace(result, records=tuple(r for r in result.records if r.dimension == dimension))
    if section:
        outline = tuple(entry for entry in result.outline if _within(entry.number, section))
        metrics = tuple(metric for metric in result.metrics if _within(metric.section or "", section))
        if not outline and not metrics:
            raise NotInFilingError(f"there is no section {section}", hint="kunlun segments --outline lists them")
        result = replace(result, outline=outline, metrics=metrics)
    return result


def _within(number: str, section: str) -> bool:
    wanted = section.rstrip(".、")
    return number.rstrip(".、") == wanted or number.startswith((f"{wanted}.", f"{wanted}/"))
