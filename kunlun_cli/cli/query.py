"""`kunlun query`: questions to a dataset, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.files import Role
from kunlun_cli.cli.options import OutputOptions, environment, examples, shared
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.dataset.query import Answer
    from kunlun_cli.render.sheet import Sheet


def _sheet(answer: Answer, _: object) -> Sheet:
    from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

    def kind(index: int) -> Kind:
        given = [row[index] for row in answer.rows if row[index] is not None]
        numeric = bool(given) and all(isinstance(v, Decimal | int) and not isinstance(v, bool) for v in given)
        return Kind.AMOUNT if numeric else Kind.TEXT

    names = tuple(Column(name, name, kind(index)) for index, name in enumerate(answer.columns))
    rows = tuple(Row(dict(zip(answer.columns, row, strict=True))) for row in answer.rows)
    return Sheet("query", f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", names, rows)


def _json(answers: Sequence[Answer], _: object) -> str:
    """An array with a row a line, whatever its length."""
    from kunlun_cli.render.as_json import dumps

    (answer,) = answers
    rows = [dumps(dict(zip(answer.columns, row, strict=True)), indent=False) for row in answer.rows]
    return "[" + ",".join(f"\n  {row}" for row in rows) + "\n]\n"


def _shown(answer: Answer, options: object, _: bool) -> tuple[str, Sequence[Sheet]]:
    return "", [_sheet(answer, options)]


ANSWER: Publication[Answer, object] = Publication(_shown, _sheet, whole={Format.JSON: _json})


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions(OutputOptions):
    """The options of `query`."""

    publication = ANSWER

    dataset: Annotated[
        Path, typer.Option("--dataset", "-d", help="The dataset's folder.", metavar="DATASET"), Role.READS
    ]
    memory: Annotated[int, typer.Option(min=100, help="Megabytes that the question may take.")] = 2048


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
    publish(env, options, [answer])
    return ExitStatus.OK
