"""A disclosure whose tables are drawn without lines: its pages read once more by alignment alone."""

from __future__ import annotations

from kunlun_cli.forms import load
from kunlun_cli.outline.stream import Stream, runs
from kunlun_cli.records import Problem
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.borderless import borderless_blocks
from kunlun_cli.tables.table import Table


def unruled(stream: Stream, form: str) -> tuple[list[Block], list[Problem]]:
    """The blocks of the pages on which a form's disclosure may stand, and what is unsure in them.

    Where a cell's text runs over several lines, nothing drawn says which lines are one row; each table
    with such cells is named.
    """
    document = stream.document
    numbers = stream.pages_with(load(form)["find"])
    wanted = sorted({m for n in numbers for m in (n, n + 1) if m <= document.n_pages})
    out: list[Block] = []
    problems: list[Problem] = []
    for first, last in runs(wanted):
        blocks, unsure = borderless_blocks([document.page(n) for n in range(first, last + 1)])
        out += blocks
        problems += unsure
        problems += [
            Problem("unruled-table", "the table has no ruling lines; lines that wrap may be joined wrongly", b.page)
            for b in blocks
            if isinstance(b, Table) and any(len(c.lines) > 1 for row in b.rows for c in row.cells)
        ]
    return out, problems
