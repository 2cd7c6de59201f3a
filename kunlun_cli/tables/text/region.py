"""Where a table stands in a stream of lines."""

from __future__ import annotations

from dataclasses import dataclass

from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table


@dataclass(frozen=True)
class Region:
    """Lines `[first, end)` of a stream that a table takes the place of, and the problems with it."""

    first: int
    end: int
    table: Table
    problems: tuple[Problem, ...] = ()
    form: str = ""
    """The form whose heading told it, where one did."""
