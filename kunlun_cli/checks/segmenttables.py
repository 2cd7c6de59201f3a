"""Finding one's way in the tables of segments: rows that add up, rows of totals, rows within rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kunlun_cli.checks.facts import Facts
from kunlun_cli.forms import normal
from kunlun_cli.records import SegmentRecord
from kunlun_cli.records.segments import Dimension

_TOTAL = re.compile(r"^(营业(总)?收入|主营业务(收入)?)?(合计|小计|总计|总额)(数)?$")

_MOST_ROWS = 200
"""No filing has more; each odd row takes time to explain."""


def rows_of(facts: Facts, table: str) -> list[SegmentRecord]:
    """The rows of `composition` or `major`, in printed order."""
    return [row for row in facts.segments.records if row.table == table][:_MOST_ROWS]


def is_total(row: SegmentRecord) -> bool:
    """Whether a row is a sum of others."""
    return row.dimension == "total" or bool(_TOTAL.match(normal(row.name)))


def parts(rows: list[SegmentRecord]) -> Iterator[tuple[tuple[Dimension, str | None], list[SegmentRecord]]]:
    """The rows of each dimension that add up: without totals and without rows that stand under another one."""
    groups: dict[tuple[Dimension, str | None], list[SegmentRecord]] = {}
    for row in rows:
        if not is_total(row) and row.parent is None and not normal(row.name).startswith("其中"):
            groups.setdefault((row.dimension, row.dimension_label), []).append(row)
    yield from groups.items()


def total_row(rows: list[SegmentRecord]) -> SegmentRecord | None:
    """The only row of the total, or `None`."""
    totals = [row for row in rows if row.dimension == "total"]
    return totals[0] if len(totals) == 1 else None
