"""`kunlun financials`, `holders`, `lending` and `segments`: one filing in, one answer out."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import Files
from kunlun_cli.cli.run import DisclosureOptions, Request, run
from kunlun_cli.errors import NotInFilingError, UsageError, choice
from kunlun_cli.records.catalogue import DISCLOSURES, part_of
from kunlun_cli.records.segments import Dimension

if TYPE_CHECKING:  # none of it is needed for help
    from kunlun_cli.records.catalogue import Result


_DIMENSIONS: tuple[str, ...] = get_args(Dimension)
TableOption = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="TABLE",
        help="Only this table, as top10 or participation.",
        autocompletion=completions.tables,
    ),
]


def _with_parts(command: Callable[..., int]) -> Callable[..., int]:
    """Replace a command's parameter `part` by an option for each part that the catalogue gives one."""
    options = {part.name: part.asked for part in DISCLOSURES[command.__name__].parts if part.asked}
    signature = inspect.signature(command, eval_str=True)
    declared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, typer.Option(option, help=said)],
        )
        for name, (option, said) in options.items()
    ]

    @functools.wraps(command)
    def wrapper(**given: Any) -> int:  # noqa: ANN401 - the command's own parameters, of any type
        chosen = [name for name in options if given.pop(name)]
        _refuse_several([options[name][0] for name in chosen])
        return command(**given, part=chosen[0] if chosen else None)

    kept = [each for name, each in signature.parameters.items() if name != "part"]
    wrapper.__signature__ = signature.replace(parameters=[*kept, *declared])  # type: ignore[attr-defined]
    return wrapper


def _refuse_several(options: Sequence[str]) -> None:
    """Refuse several options that each ask for one table.

    Raises:
        UsageError: there are several.
    """
    if len(options) > 1:
        raise UsageError(f"{' and '.join(options)} ask for different tables", hint="Give one of them")


@command("kunlun financials report.pdf", "kunlun financials *.pdf --format csv -o figures.csv")
@_with_parts
def financials(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    part: str | None,
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
    if not ratios:
        return _run(context, "financials", files, options, part)
    from kunlun_cli.cli.ratios import run_ratios

    if part:
        _refuse_several(["--ratios", f"--{part.replace('_', '-')}"])
    return run_ratios(environment(context), files, options, explain=explain, annualise=annualise)


@command("kunlun holders report.pdf", "kunlun holders report.pdf --table top10 -f csv")
@_with_parts
def holders(
    context: typer.Context, files: Files, options: DisclosureOptions, part: str | None, table: TableOption = None
) -> int:
    """Number of shareholders and the top ten (股东总数、前10名股东持股情况)."""
    return _of_table(context, "holders", files, options, part, table)


@command("kunlun lending report.pdf", "kunlun lending a.pdf b.pdf --format md")
@_with_parts
def lending(
    context: typer.Context, files: Files, options: DisclosureOptions, part: str | None, table: TableOption = None
) -> int:
    """Shares that the top ten lent under refinancing (转融通业务出借股份)."""
    return _of_table(context, "lending", files, options, part, table)


@command("kunlun segments report.pdf", "kunlun segments report.pdf --metrics --format csv")
@_with_parts
def segments(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    part: str | None,
    dimension: Annotated[
        str | None,
        typer.Option(
            help="Only this breakdown: total, industry, product, region, sales_model or other.",
            autocompletion=completions.among(*_DIMENSIONS),
        ),
    ] = None,
    section: Annotated[str | None, typer.Option(help="Only this section of the narrative, such as 1.4.")] = None,
) -> int:
    """Business segments: tables of revenue, the narrative's outline and the figures stated in it."""
    if dimension is not None:
        if dimension not in _DIMENSIONS:
            raise UsageError(f"there is no dimension {dimension}", hint=f"Choose one of {', '.join(_DIMENSIONS)}")
        if part not in {None, "records"}:
            _refuse_several(["--dimension", f"--{str(part).replace('_', '-')}"])
        part = "records"
    if section is not None and part not in {None, "metrics", "outline"}:
        raise UsageError("--section is about the narrative, which has no tables", hint="Leave one of them out")
    return _run(context, "segments", files, options, part, lambda result: _narrowed(result, dimension, section))


def _of_table(
    context: typer.Context, name: str, files: list[str], options: DisclosureOptions, part: str | None, table: str | None
) -> int:
    """The records of one of a disclosure's tables, or of all."""
    if table is None:
        return _run(context, name, files, options, part)
    tables = sorted(part_of(name).variants)
    if table not in tables:
        raise UsageError(f"there is no table {table}", hint=choice([table], tables))
    if part not in {None, "records"}:
        _refuse_several(["--table", f"--{str(part).replace('_', '-')}"])
    return _run(context, name, files, options, "records", lambda result: _only(result, table))


def _only(result: Result, table: str) -> Result:
    from dataclasses import replace

    from kunlun_cli.records import Holders, Lending

    assert isinstance(result, Holders | Lending)
    return replace(result, records=tuple(r for r in result.records if r.table == table))  # type: ignore[arg-type]


def _run(
    context: typer.Context,
    name: str,
    files: list[str],
    options: DisclosureOptions,
    part: str | None = None,
    narrow: Callable[[Result], Result] | None = None,
) -> int:
    return run(environment(context), Request(name, files, options, part, narrow))


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
