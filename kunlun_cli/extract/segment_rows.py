"""Rows of the revenue tables to records: names, parents, totals, figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from kunlun_cli.disclosures.account import account, mixed
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.extract.cells import Figures, inked
from kunlun_cli.extract.names import lost_glyph
from kunlun_cli.extract.segment_columns import AMOUNTS, Breakdown, Layout, breakdown_of, names_breakdown
from kunlun_cli.figures.numbers import holds_long_amount, is_date, last_unit
from kunlun_cli.figures.units import Unit
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Problem, SegmentRecord
from kunlun_cli.records.segments import Basis
from kunlun_cli.tables.table import Cell

HALF = Decimal("0.5")
# A cell across the table with more text than this is a remark, not the title of a breakdown.
MAX_LABEL = 24
_LINES = 2


@dataclass(slots=True)
class Context:
    """What the rows before a row say about it."""

    breakdown: Breakdown | None
    unit: Unit
    basis: Basis
    problems: list[Problem]


def read_rows(bound: Bound, layout: Layout, context: Context) -> list[SegmentRecord]:
    """The records of the rows below a heading; rows that name a breakdown change it for those below."""
    records: list[SegmentRecord] = []
    group: list[SegmentRecord] = []
    title = ""
    whole = whole_rows(bound, lambda r: names_breakdown(r.row) is not None)
    above: Cell | None = None
    for row, below in zip_longest(whole, whole[1:]):
        named = _breakdown(row, layout)
        above = inked(row.row.cells)[0] if named and below and _is_label_of(named, below, layout) else above
        if named is not None:
            if above is None:
                context.breakdown, title = named, _more_than_title(row)
                records += _with_parents(group)
                group = []
            continue
        record, above = _record(row, layout, context, above), None
        if record is not None:
            group.append(record)
            if title:
                message = f"{record.name}: a part of it may stand in the row above: {title}"
                context.problems.append(Problem("name-doubtful", message, record.source.page))
        title = ""
    records += _with_parents(group)
    names = {role for role in layout.heading.roles if role.startswith("name")}
    # A heading without a row may have the row mixed with it.
    context.problems += (
        account(bound, whole, records, several=names, apart=names | {"peers"}, first=layout.first, kept=layout.doubled)
        if records
        else mixed(bound)
    )
    return records


def _breakdown(row: BoundRow, layout: Layout) -> Breakdown | None:
    """The breakdown that a row names; a title across the table that is no known one is `other`."""
    named = names_breakdown(row.row)
    texts = inked(row.row.cells)
    if named is not None or len(texts) != 1:
        return named
    cell = texts[0]
    titles = filter(None, map(breakdown_of, cell.lines))
    if len(cell.lines) > 1 and (title := next(titles, None)):
        return title
    columns = layout.heading.columns
    # A column without a heading may be the margin that a stray line makes of the room beside a table.
    wide = min(len(columns) - 1, sum(bool(c.path) for c in columns))
    across = cell.colspan > 1 and cell in row.spanning and cell.colspan >= wide
    if across and len(cell.text) <= MAX_LABEL and not matches(load("segments")["rows"]["notes"], cell.text):
        return None if matches(load("segments")["rows"]["among"], cell.text) else Breakdown("other", cell.text)
    return None


def _is_label_of(named: Breakdown, below: BoundRow, layout: Layout) -> bool:
    """Whether what would be the title of a breakdown that no form knows is the name of the figures `below` it."""
    bare = not any(c.text for i in range(layout.first) for c in below.cells.get(i, ()))
    return named.dimension == "other" and bare and any(c.text for c in below.named(layout.fields).values())


def _more_than_title(row: BoundRow) -> str:
    """The text of a row that names a breakdown in one of its lines, and has more: what hangs from the row below."""
    cell = inked(row.row.cells)[0]
    return "" if breakdown_of(cell.text) or len(cell.lines) < _LINES else cell.text


def _name(row: BoundRow, layout: Layout, context: Context) -> Cell | None:
    """The row's name: the last cell left of the figures that has words; one before it may name the breakdown.

    So may a line of its own: a note above the title of a breakdown makes them lines of the next row in texts.
    A date beside the name (a column 统计日期) is none, nor a number.
    """
    left = [c for i in range(layout.first) for c in row.cells.get(i, ()) if c.text]
    cells = [c for c in left if not (is_date(c.text) or c.plain.isdigit())] or left
    above = [*(c.text for c in cells[:-1]), *(cells[-1].lines[:-1] if cells else ())]
    for text in above:
        context.breakdown = breakdown_of(text) or context.breakdown
    return cells[-1] if cells else None


def _record(row: BoundRow, layout: Layout, context: Context, above: Cell | None) -> SegmentRecord | None:
    """A row's record; `above` is its name where that stands in a row of its own."""
    name = _name(row, layout, context) or above
    cells = row.named(layout.fields)
    if not any(c.text for c in cells.values()) and (name is None or name in row.spanning):
        return None
    if name is None:
        _nameless(row, cells, context)
        return None
    figures = Figures(context.problems)
    for i, field in layout.fields.items():
        if field in cells:
            figures.take(field, cells[field], name.text, _unit(layout, i, field, context))
    _doubt(name, figures, layout, context)
    breakdown = context.breakdown
    rows = load("segments")["rows"]
    total = matches(rows["total"], name.text) or (breakdown is None and matches(rows["sum"], name.text))
    dimension = "total" if total else breakdown.dimension if breakdown else "other"
    label = None if total or breakdown is None else breakdown.label
    return figures.into(
        SegmentRecord(layout.kind, dimension, label, name.text, basis=context.basis, source=name.source())
    )


def _doubt(name: Cell, figures: Figures, layout: Layout, context: Context) -> None:
    """Name what shows that cells were not parted rightly."""
    if matches(load("segments")["rows"]["doubtful"], name.text):
        message = f"A row's name seems to hold other cells: {name.text!r}"
        context.problems.append(Problem("name-doubtful", message, name.page))
    if lost_glyph(name.text):
        context.problems.append(
            Problem("name-doubtful", f"{name.text}: a glyph of the name has no character", name.page)
        )
    if holds_long_amount(name.text):
        # Then each of the other figures is that of the column before, as in texts whose first column has no edge.
        shifted = "an amount stands in the name of its row"
        figures.sources = {field: replace(place, doubt=shifted) for field, place in figures.sources.items()}
    if "cost" in figures.values and "revenue" not in figures.values and "revenue" in layout.fields.values():
        message = f"{name.text}: a cost is given but no revenue"
        context.problems.append(Problem("row-incomplete", message, name.page))


def _nameless(row: BoundRow, cells: dict[str, Cell], context: Context) -> None:
    texts = ", ".join(c.text for c in cells.values() if c.text)
    context.problems.append(
        Problem("row-without-name", f"A row of the revenue tables has figures but no name: {texts}", row.row.page)
    )


def _unit(layout: Layout, index: int, field: str, context: Context) -> Unit | None:
    return layout.units.get(index, context.unit) if field in AMOUNTS else None


def _with_parents(records: Sequence[SegmentRecord]) -> list[SegmentRecord]:
    """Records of one breakdown, those under a 其中 row given the name of the row that they are part of."""
    out: list[SegmentRecord] = []
    parent: SegmentRecord | None = None
    index = 0
    for first, n in _parts(records):
        out += records[index:first]
        parent = next((r for r in reversed(out) if r.parent is None), None)
        name = parent.name if parent else None
        out += [replace(r, parent=name) for r in records[first : first + n]]
        index = first + n
    return out + list(records[index:])


def _parts(records: Sequence[SegmentRecord]) -> Iterator[tuple[int, int]]:
    """Where rows marked 其中 begin, and how many rows belong to each.

    The mark stands on the first part only. As many rows follow as add up to the whole; where none
    do, the marked row alone is a part, since the others may stand beside the whole.
    """
    end = 0
    for i, record in enumerate(records):
        if i < max(end, 1) or not matches(load("segments")["rows"]["among"], record.name):
            continue
        whole = next((r for r in reversed(records[:i]) if not matches(load("segments")["rows"]["among"], r.name)), None)
        n = _addends(whole, records[i:]) if whole else 1
        end = i + n
        yield i, n


def _addends(whole: SegmentRecord, rows: Sequence[SegmentRecord]) -> int:
    if whole.revenue is None:
        return 1
    total = Decimal(0)
    for n, row in enumerate(rows, 1):
        if row.revenue is None:
            return 1
        total += row.revenue
        # Each printed number stands for the interval of half its last digit at either side.
        if abs(total - whole.revenue) <= HALF * (n + 1) * last_unit(whole.revenue):
            return n
    return 1
