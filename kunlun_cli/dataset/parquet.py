"""Rows as Parquet: the only importer of pyarrow."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping, Sequence
from typing import Any

from kunlun_cli import errors
from kunlun_cli.dataset.tables import DIGITS, SCALE, columns


def require() -> None:
    """See that pyarrow is there.

    Raises:
        UsageError: it is not installed.
    """
    errors.require("pyarrow", "a dataset needs pyarrow", "pyarrow", "duckdb")


def parquet(table: str, rows: Sequence[Mapping[str, object]]) -> bytes:
    """The rows of one table as a Parquet file; numbers are exact decimals."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(table)
    ordered = [{name: row.get(name) for name in schema.names} for row in rows]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ordered, schema=schema), sink, compression="zstd", version="2.6")
    return sink.getvalue()


def arrow(table: str, files: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    """The rows of one table's files, read when they are asked for; the period is what the files' folders say."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    period = pa.field("period", pa.string())
    head = [period if name == "period" else _schema(table).field(name) for name in ("code", "short_name", "period")]
    schema = pa.schema([*head, *(field for field in _schema(table) if field not in head)])
    if not files:
        return schema.empty_table()
    folders = ds.partitioning(pa.schema([period]), flavor="hive")
    return ds.dataset(list(files), schema=schema, format="parquet", partitioning=folders)


def without(rows: Any, filings: Sequence[str]) -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    """The rows, in their order, without those of some filings, which their hashes name."""
    import pyarrow.compute as pc

    return rows.filter(~pc.field("sha256").isin(filings)) if filings else rows


@functools.cache
def _schema(table: str) -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "decimal": pa.decimal128(DIGITS, SCALE),
        "integer": pa.int64(),
        "date": pa.date32(),
        "flag": pa.bool_(),
    }
    return pa.schema([(name, types[kind]) for name, kind in columns(table).items()])
