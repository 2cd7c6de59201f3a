"""Questions to a dataset, in SQL: the only importer of DuckDB.

The tables are views of the dataset's Parquet files. Before a question is put, DuckDB is shut off from
everything else: it may read the dataset's folder and nothing beside it, write nothing, load nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kunlun_cli.dataset.store import is_url
from kunlun_cli.dataset.tables import TABLES, columns
from kunlun_cli.errors import MissingFileError, UsageError

Value = str | Decimal | int | bool | None
_TYPES = {"text": "VARCHAR", "decimal": "DECIMAL(38, 10)", "integer": "BIGINT", "date": "DATE", "flag": "BOOLEAN"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer: the columns' names, and rows of plain values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def ask(dataset: Path, question: str, *, memory_mb: int = 2048) -> Answer:
    """The answer to one question in SQL.

    Args:
        dataset: the dataset's folder.
        question: one statement that reads.
        memory_mb: what DuckDB may take.

    Raises:
        MissingFileError: there is no dataset.
        UsageError: DuckDB is not installed, or it does not accept the question.
    """
    if is_url(str(dataset)) or not any((dataset / table).is_dir() for table in TABLES):
        raise MissingFileError("there is no dataset", file=str(dataset), hint="Make one with kunlun batch")
    try:
        import duckdb
    except ImportError as error:
        raise UsageError("query needs DuckDB", hint='Install "kunlun-cli[dataset]"') from error
    connection = duckdb.connect(":memory:")
    try:
        _prepare(connection, dataset.resolve(), memory_mb)
        statements = connection.extract_statements(question)
        if len(statements) != 1:
            raise UsageError("one question at a time", hint="Give one SQL statement")
        kind = statements[0].type
        if kind not in {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
            raise UsageError("a question only reads", hint="Begin with SELECT, or with WITH, DESCRIBE or SUMMARIZE")
        found = connection.execute(statements[0])
        names = tuple(str(column[0]) for column in found.description or ())
        rows = tuple(tuple(_plain(value) for value in row) for row in found.fetchall())
    except duckdb.Error as error:
        raise UsageError(_said(str(error)), hint=f"The tables are {', '.join(TABLES)}") from error
    finally:
        connection.close()
    return Answer(names, rows)


def _prepare(connection: Any, folder: Path, memory_mb: int) -> None:  # noqa: ANN401 - DuckDB's own
    """Make the views, then lock everything."""
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS {_view(table, folder)}")
    connection.execute(f"SET memory_limit = '{int(memory_mb)}MB'")
    # Views are read when they are asked, so the dataset itself stays allowed; nothing else does.
    connection.execute(f"SET allowed_directories = [{_quoted(str(folder) + '/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _view(table: str, folder: Path) -> str:
    kinds = columns(table)
    if not any((folder / table).glob("*/*.parquet")):
        fields = ", ".join(f'NULL::{_TYPES[kind]} AS "{name}"' for name, kind in kinds.items())
        return f"SELECT {fields}, NULL::VARCHAR AS period WHERE false"
    pattern = _quoted(f"{folder}/{table}/*/*.parquet")
    head = ["code", "short_name", "period"]
    ordered = ", ".join(f'"{name}"' for name in (*head, *(name for name in kinds if name not in head)))
    types = "{'period': VARCHAR}"
    return (
        f"SELECT {ordered} FROM read_parquet({pattern}, hive_partitioning = true, hive_types = {types}, "  # noqa: S608
        "union_by_name = true)"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _plain(value: object) -> Value:
    """A value as every output format knows it: a decimal without the zeros that the column adds."""
    if isinstance(value, Decimal):
        trimmed = value.normalize()
        return trimmed.quantize(Decimal(1)) if int(trimmed.as_tuple().exponent) > 0 else trimmed
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value)) if value == value and abs(value) != float("inf") else None  # noqa: PLR0124
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return ";".join(str(_plain(each)) for each in value)
    return str(value)


def _said(message: str) -> str:
    """What DuckDB says, in one line."""
    return " ".join(message.split("\n\n", maxsplit=1)[0].split())
