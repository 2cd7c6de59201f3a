"""`kunlun query`: questions to a dataset, in SQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.files import Role
from kunlun_cli.cli.options import OutputOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.dataset.tables import TABLES
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.dataset.query import Answer, Value
    from kunlun_cli.render.sheet import Sheet

_AT_A_TIME = 500
"""Rows of CSV and JSON Lines that are made together."""
# What a row, and each value in it, take as the other formats hold them: measured, rounded up.
_ROW_BYTES = 1000
_VALUE_BYTES = 200


class _Rows(NamedTuple):
    """Rows of an answer: all of them, or the next ones."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Value, ...], ...]


def _sheet(found: _Rows, _: object) -> Sheet:
    from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

    kinds = (Kind.AMOUNT if numeric else Kind.TEXT for numeric in found.numeric)
    names = tuple(Column(name, name, kind) for name, kind in zip(found.columns, kinds, strict=True))
    rows = tuple(Row(dict(zip(found.columns, row, strict=True))) for row in found.rows)
    return Sheet("query", f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", names, rows)


def _json(answers: Sequence[_Rows], _: object) -> str:
    """An array with a row a line, whatever its length."""
    from kunlun_cli.render.as_json import dumps

    (found,) = answers
    rows = [dumps(dict(zip(found.columns, row, strict=True)), indent=False) for row in found.rows]
    return "[" + ",".join(f"\n  {row}" for row in rows) + "\n]\n"


def _shown(found: _Rows, options: object, _: bool) -> tuple[str, Sequence[Sheet]]:
    return "", [_sheet(found, options)]


ANSWER: Publication[_Rows, object] = Publication(_shown, _sheet, whole={Format.JSON: _json})


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions(OutputOptions):
    """The options of `query`."""

    publication = ANSWER

    dataset: Annotated[
        Path, typer.Option("--dataset", "-d", help="The dataset's folder.", metavar="DATASET"), Role.READS
    ]
    memory: Annotated[int, typer.Option(min=100, help="Megabytes that question and answer may take.")] = 2048
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that question and answer may take.")] = 300.0


_TABLES = (
    f"Tables: {', '.join(TABLES)}. A company's period counts once: its full report, not the summary, a revised edition "
    "first; all_financials and so on have the rows of every filing. "
    "The question can read the dataset and nothing else."
)


@command(
    "kunlun query \"SELECT code, period, value FROM financials WHERE item = 'revenue'\" --dataset dataset",
    'kunlun query "SUMMARIZE holders" --dataset dataset',
    more=_TABLES,
)
def query(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="SQL", help="One statement that reads; - from standard input.")],
    options: QueryOptions,
) -> int:
    """Ask a dataset that kunlun batch has made, in DuckDB's SQL."""
    from kunlun_cli.dataset.query import ask
    from kunlun_cli.render.clean import clean

    env = environment(context)
    text = env.stdin.read().decode("utf-8", "replace") if question == "-" else question
    answer = ask(options.dataset, text, memory_mb=options.memory, seconds=options.timeout)
    answer = replace(answer, columns=tuple(clean(name) for name in answer.columns))
    if len(set(answer.columns)) < len(answer.columns):
        raise UsageError("two columns of the answer have the same name", hint="Name one of them with AS")
    streamed = options.chosen_format(env) in {Format.CSV, Format.JSONL}
    publish(env, options, _pieces(answer) if streamed else [_whole(answer, options.memory)])
    return ExitStatus.OK


def _pieces(answer: Answer) -> Iterator[_Rows]:
    """The rows, some at a time; at least one piece, which has the columns."""
    rows = tuple(itertools.islice(answer.rows, _AT_A_TIME))
    yield _Rows(answer.columns, answer.numeric, rows)
    while rows := tuple(itertools.islice(answer.rows, _AT_A_TIME)):
        yield _Rows(answer.columns, answer.numeric, rows)


def _whole(answer: Answer, memory_mb: int) -> _Rows:
    """All rows, for a format that begins when it has the last one, if they fit the memory."""
    held, rows = 0, []
    for row in answer.rows:
        held += _ROW_BYTES + sum(_VALUE_BYTES + (len(value) if isinstance(value, str) else 0) for value in row)
        if held > memory_mb << 20:
            raise UsageError(f"the answer takes more than {memory_mb} MB", hint="Ask for less, or for csv or jsonl")
        rows.append(row)
    return _Rows(answer.columns, answer.numeric, tuple(rows))
