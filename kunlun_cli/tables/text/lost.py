"""Rows of a text that no table has: those right below a heading or a table, named so that none is missed in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.rowwise import MAX_TAIL
from kunlun_cli.tables.text.stream import RawLine, tokens
from kunlun_cli.tables.text.values import is_item

# So many lines below a table are looked at for rows that it lost, and so many figures are a row's.
_BELOW = 12
_ROW_OF = 2
# Digits parted by anything else, or with a sign of per cent: a figure, however it is written.
_FIGURE = re.compile(r"\d[^\w\s/:年月日-]{1,2}\d|\d[%‰]|\d{6,}")


def with_lost_rows(lines: Sequence[RawLine], regions: Sequence[Region]) -> list[Region]:
    """The tables, and the places right below a heading or a table where rows stand that none of them has."""
    whole = [r for r in regions if r.table.rows]
    out = list(whole)
    for region in regions:
        if not region.table.rows:
            out += [] if any(r.first <= region.first < r.end for r in whole) else [region]
            continue
        after = min((r.first for r in whole if r.first >= region.end), default=len(lines))
        below = _lost_rows(lines, region, after)
        out += [below] if below else []
    return sorted(out, key=lambda r: r.first)


def _lost_rows(lines: Sequence[RawLine], region: Region, after: int) -> Region | None:
    """The place right below a table where figures stand that went into no table, as rows of this one."""
    ends = load("flow")["ends"]
    stops = [*ends["titles"], *ends["ticks"], *ends["sentences"], *ends["columnar"]]
    left: list[RawLine] = []
    for line in lines[region.end : min(region.end + _BELOW, after)]:
        if matches(stops, line.text):
            break
        left.append(line)
    return unread(left, region.end, region.form) if region.form else None


def unread(lines: Sequence[RawLine], at: int, form: str) -> Region | None:
    """The place of rows of a form that stand in lines and were not read; `None` where they hold no row."""
    problems = tuple(figures_in(lines[:_BELOW])) if form != "financials" or _begins_with_item(lines) else ()
    return Region(at, at, Table((), doubts=problems, form=form), problems) if problems else None


def _begins_with_item(lines: Sequence[RawLine]) -> bool:
    """Whether lines begin with the label of a known key figure: much else is set as key figures are."""
    label = ""
    for line in lines[:MAX_TAIL]:
        label += re.split(r"[-+(]?\d[\d,]*[^\w\s(]\d", line.text)[0]
        if is_item(label):
            return True
    return False


def figures_in(lines: Sequence[RawLine]) -> list[Problem]:
    """The problem that figures stand in lines right below a table's rows, if they do."""
    figures = [t for t in tokens(lines) if _FIGURE.search(normal(t.text))]
    if len(figures) < _ROW_OF:
        return []
    shown = " ".join(t.text for t in figures[:4])
    return [
        Problem(
            "unaccounted",
            f"figures below the heading or the rows of a table went into no record: {shown}",
            figures[0].line.page,
        )
    ]
