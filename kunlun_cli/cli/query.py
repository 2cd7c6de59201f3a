"""`kunlun query`: questions to a dataset, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Format, Options, environment, examples, shared
from kunlun_cli.cli.output import emit, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from kunlun_cli.dataset.query import Answer
    from kunlun_cli.render.sheet import Sheet


@dataclass(frozen=True, slots=True)
class QueryOptions:
    """The options of `query`."""

    dataset: Annotated[Path, typer.Option("--dataset", "-d", help="The dataset's folder.", metavar="DATASET")]
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; in a terminal table, in a pipe csv, else by -o's name."),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file, whole or not at all.", metavar="FILE"),
    ] = None
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False
    memory: Annotated[int, typer.Option(min=100, help="Megabytes that the question may take.")] = 2048
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False

    def validate(self) -> None:
        """Nothing to check beyond what Typer has."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun query \"SELECT code, period, value FROM financials WHERE item = 'revenue'\" --dataset dataset",
            'kunlun query "SUMMARIZE holders" --dataset dataset',
        )
    )(query)


@shared
def query(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="SQL", help="One statement that reads; - from standard input.")],
    options: QueryOptions,
) -> int:
    """Ask a dataset that kunlun batch has made, in DuckDB's SQL.

    Tables: financials, quarterly, non_recurring, distribution, holders, lending, segments, metrics, filings,
    findings. The question can read the dataset and nothing else.
    """
    from kunlun_cli.dataset.query import ask

    env = environment(context)
    text = env.stdin.read().decode("utf-8", "replace") if question == "-" else question
    answer = ask(options.dataset, text, memory_mb=options.memory)
    if len(set(answer.columns)) < len(answer.columns):
        raise UsageError("two columns of the answer have the same name", hint="Name one of them with AS")
    chosen = Options(format=options.format, output=options.output).chosen_format(env)
    if chosen.value == "xlsx":
        return _workbook(answer, options.output)
    emit(env, _pieces(env, answer, chosen, options), options.output, bom=options.bom and chosen is Format.CSV)
    return ExitStatus.OK


def _pieces(env: Environment, answer: Answer, chosen: Format, options: QueryOptions) -> Iterator[str]:
    match chosen:
        case Format.JSON | Format.JSONL:
            return _json(answer, lines=chosen is Format.JSONL)
        case Format.CSV:
            from kunlun_cli.render.as_csv import csv_text

            return iter([csv_text(_sheet(answer))])
        case Format.MD:
            from kunlun_cli.render.as_markdown import markdown_text

            return iter([markdown_text("", [_sheet(answer)])])
        case _:
            from kunlun_cli.render.terminal import terminal_text

            screen = env.terminal and options.output is None
            colour = env.colour and options.output is None
            return iter([terminal_text("", [_sheet(answer)], width=env.width, colour=colour, screen=screen)])


def _workbook(answer: Answer, output: Path | None) -> int:
    from kunlun_cli.render.as_xlsx import xlsx_bytes

    if output is None or str(output) == "-":
        raise UsageError("xlsx is not for a terminal or pipe", hint="Name a file with -o")
    write_atomically(output, xlsx_bytes([_sheet(answer)]))
    return ExitStatus.OK


def _json(answer: Answer, *, lines: bool) -> Iterator[str]:
    from kunlun_cli.render.as_json import dumps

    if not lines:
        yield "["
    for index, row in enumerate(answer.rows):
        text = dumps(dict(zip(answer.columns, row, strict=True)), indent=False)
        yield f"{text}\n" if lines else f"{',' if index else ''}\n  {text}"
    if not lines:
        yield "\n]\n"


def _sheet(answer: Answer) -> Sheet:
    from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

    def kind(index: int) -> Kind:
        given = [row[index] for row in answer.rows if row[index] is not None]
        numeric = bool(given) and all(isinstance(v, Decimal | int) and not isinstance(v, bool) for v in given)
        return Kind.AMOUNT if numeric else Kind.TEXT

    names = tuple(Column(name, name, kind(index)) for index, name in enumerate(answer.columns))
    rows = tuple(Row(dict(zip(answer.columns, row, strict=True))) for row in answer.rows)
    return Sheet("query", f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", names, rows)
