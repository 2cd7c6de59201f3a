"""Rows of the key figures' tables to records: what a label names, its unit, and its cells by column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, cast

from kunlun_cli.disclosures.account import account, nameless
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.columns import Meaning, meanings
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.extract.cells import Figures
from kunlun_cli.extract.labels import SHOWN, Item, is_whole, item_of, of_two
from kunlun_cli.figures.numbers import Printed, is_date, is_number, read_number, tells_change
from kunlun_cli.figures.units import ONE, Unit, money, split_label, unit_above, unit_alone
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.ticks import holds_box
from kunlun_cli.records import FinancialRecord, Problem, QuarterlyRecord
from kunlun_cli.records.financials import QUARTERS, ChangeUnit, Span
from kunlun_cli.tables.table import Cell

# So many rows make a blank column a lost one.
_SOME = 3
# Characters of a label that may stand in the cell beside its own: the longest line that one of two has.
_CUT = 12
_ONLY_UNIT = re.compile(r"^\([^()]{1,8}\)$")


class Group(NamedTuple):
    """A title between the rows (`每股计（人民币元）`, `盈利能力指标（%）`): the unit of the rows below it."""

    text: str = ""
    printed: str | None = None

    @property
    def money(self) -> Unit | None:
        """The unit of money that it states."""
        return money(self.printed) if self.printed else None

    @property
    def alone(self) -> Unit | None:
        """The unit that it states and says nothing else: `单位：万元`, `（单位：万元）`."""
        return unit_alone(self.text) if self.text else self.money

    @property
    def kind(self) -> str | None:
        """The kind of those rows below it that are no known item."""
        if self.printed == "%":
            return "ratio"
        return "per_share" if self.printed and load("units")["nouns"]["per_share"] in self.text else None


class _Line(NamedTuple):
    """What a row's label says: the item, its label without the unit, and how its cells are scaled."""

    item: Item
    label: str
    unit: str | None
    """`None` for a ratio that is not said to be in per cent (0.74)."""
    amount: Unit | None = None
    """The unit by which its figures are scaled; `None` where they are no amounts."""


def _line(label: str, table_unit: Unit, group: Group) -> _Line:
    plain, printed = split_label(label)
    item = item_of(plain)
    if item.item is None and item.kind == "flow" and group.kind:
        item = Item(None, group.kind)
    if item.item is None and printed == "%":
        item = Item(None, "ratio")
    own = money(printed) if printed else None
    if item.kind == "times" or printed in load("units")["nouns"]["times"]:
        return _Line(item, plain, "times")
    if item.kind == "ratio" or printed == "%" or (table_unit.code == "%" and own is None):
        stated = item.item or "%" in (group.printed, table_unit.code) or "%" in normal(label)
        return _Line(item, plain, "%" if stated else None)
    # 每股计（人民币元） is no unit of the assets that a bank prints below its figures per share.
    within = item.item is None or group.kind != "per_share"
    amount = own or (group.money if within else None) or table_unit
    if item.kind in {"per_share", "per_share_balance"}:
        base = amount.code.removesuffix("/share")
        amount = Unit(own.factor if own else ONE, f"{'CNY' if base == 'shares' else base}/share")
    elif item.item and own is None and amount.code == "shares":
        amount = Unit(doubt="a unit of shares stands above its table, which may be another's")
    return _Line(item, plain, amount.code, amount)


def _figures_from(order: Sequence[Meaning | None]) -> int:
    """The index of the first column of figures."""
    return next((i for i, m in enumerate(order) if m is not None and m.field != "label"), len(order))


def _is_word(text: str) -> bool:
    """Whether a cell holds more than a figure, or a dash in its place."""
    return not is_number(text) and read_number(text).kind is not Printed.BLANK


def _label_of(row: BoundRow, first: int) -> Cell | None:
    """The row's label: the last cell with text at the left of the first column of figures.

    A unit in a cell of its own goes with the cell before it; a date beside words (a column 基准日) is not the label.
    """
    words = [c for i in sorted(row.cells) if i < first for c in row.cells[i] if c.text and _is_word(c.text)]
    cells = [c for c in words if not is_date(c.text)] or words
    if len(cells) > 1 and _ONLY_UNIT.match(cells[-1].plain):
        before, unit = cells[-2:]
        box = (before.x0, before.bbox[1], unit.x1, unit.bbox[3])
        return before.joined(unit)._replace(rowspan=1, colspan=1, bbox=box)
    return cells[-1] if cells else None


def _without_title(label: Cell) -> Cell:
    """A label without the title of what stands below the table, which a text sets close below its last row."""
    below = load("financials")["section"]["below"]
    for n in range(1, len(label.lines)):
        first = "".join(label.lines[:n])
        if item_of(split_label(first)[0]).item and matches(below, "".join(label.lines[n:])):
            return label._replace(text=first, lines=label.lines[:n])
    return label


def _runs_on(label: Cell) -> bool:
    """Whether a label that is whole goes on with words that no such label has, and a unit: 每股（人民币元）.

    Without lines the title of the rows below stands as close to it as a line of its own.
    """
    plain, printed = split_label(label.text)
    if not printed or is_whole(plain):
        return False
    parts = (("".join(label.lines[:n]), "".join(label.lines[n:])) for n in range(1, len(label.lines)))
    return any(is_whole(first) and not split_label(rest)[0].startswith(("(", "（")) for first, rest in parts)


def _group_of(row: BoundRow) -> Group | None:
    """The group that a row opens: a lone text across the columns, or one that states a unit."""
    inked = [c for c in row.row.cells if c.text]
    if len(inked) != 1 or is_number(inked[0].text) or row.row.cells[0] is not inked[0]:
        return None
    plain, printed = split_label(inked[0].text)
    if item_of(plain).item or not (printed or len(row.row.cells) == 1):
        return None
    return Group(normal(plain), printed)


def _completes(first: BoundRow, rest: BoundRow) -> bool:
    """Whether a row is the rest of a label that the page cuts: `利润（元）` after a line that names no item alone."""
    if not rest.row.after_break or _group_of(rest) is None:
        return False
    label, more = (next((c.text for c in r.row.cells if c.text), "") for r in (first, rest))
    return not item_of(split_label(label)[0]).item and bool(item_of(split_label(label + more)[0]).item)


def key_records(bound: Bound, unit: Unit, problems: list[Problem], below: Sequence[str] = ()) -> list[FinancialRecord]:
    """The records of the rows below a heading of key figures.

    `unit` is that of the table, where neither heading, group nor label states another; `problems` gets what could not
    be read, or has no place in the records; `below` are the lines below the table.
    """
    order = meanings(bound.heading.columns)
    amounts = [i for i, meaning in enumerate(order) if meaning and meaning.field not in {"label", "passed", "change"}]
    unit = heading_unit(bound, amounts, unit) or (Unit(code="%") if _of_ratios(bound) else unit)
    group = Group()
    out: list[FinancialRecord] = []
    rests = [rest for first, rest in pairwise(bound.rows) if _completes(first, rest)]
    taken: list[BoundRow] = []
    for row in whole_rows(bound, lambda r: r not in rests and bool((g := _group_of(r)) and g.printed)):
        opened = _group_of(row)
        if opened is not None:
            group = opened
            unit = opened.alone or unit
            continue
        records = _records(order, row, unit, group, problems)
        taken += [row] if records else []
        out += records
    problems += [*_unbound(bound, order, taken, out), *_empty_current(out), *_cut_labels(bound, out, below)]
    return out


def _empty_current(records: Sequence[FinancialRecord]) -> list[Problem]:
    """A column of the period that is blank in every row beside a filled one before it: it was lost."""
    lost = [r for r in records if r.value is None and r.prior is not None]
    if len(lost) < len(records) or len(lost) < _SOME:
        return []
    message = f"no row from {records[0].label} on has a figure of the period itself, though all have that before"
    return [Problem("column-lost", message, records[0].source.page)]


def _cut_labels(bound: Bound, records: Sequence[FinancialRecord], below: Sequence[str]) -> list[Problem]:
    """Labels of no item that are one with a part of the label above or below, or of the heading: cut in two.

    Below the last is the first of the lines `below` the table: the rest of a label hangs below its last rule too.
    And those with a change in words among theirs, lines of the cells beside them, with the boxes of another line, or
    with the beginning of the next label.
    """
    known = {r.item for r in records}
    labels = [bound.heading.columns[0].path, *(r.label for r in records), "".join(below[:1])]
    odd = (r for r in records if tells_change(r.label) or holds_box(r.label) or of_two(r.label))
    mixed = {r.label: r.source.page for r in odd}
    lines = "the lines of the row {} may not all be its own"
    out = [Problem("name-doubtful", lines.format(label[:SHOWN]), page) for label, page in mixed.items()]
    for i, record in enumerate(records, 1):
        item = _of_both(labels[i - 1], record.label, labels[i + 1]) if record.item is None else None
        if item and item not in known:
            message = f"{record.label} with a part of the label beside it is that of a line that is not there ({item})"
            out.append(Problem("missing-row", message, record.source.page))
    return out


def _of_both(above: str, label: str, below: str) -> str | None:
    """The item that a label is with the end of the one above, or the beginning of the one below, and neither alone."""
    ends = [above[-n:] for n in range(2, min(len(above), _CUT) + 1)]
    begins = [below[:n] for n in range(1, min(len(below), _CUT) + 1)]
    whole = [(end, end + label) for end in ends] + [(begin, label + begin) for begin in begins]
    return next((item for part, text in whole if (item := _item_in(text)) and not _item_in(part)), None)


def _item_in(label: str) -> str | None:
    return item_of(split_label(label)[0]).item


def _unbound(
    bound: Bound, order: Sequence[Meaning | None], whole: Sequence[BoundRow], records: Sequence[FinancialRecord]
) -> list[Problem]:
    """Cells that no record can have: see `account`; columns of figures without a heading, and years too many."""
    first, parents = _figures_from(order), load("financials")["columns"]["parent"]
    kept = [i for i, meaning in enumerate(order) if meaning is None or meaning.field in {"label", "passed"}]
    out = account(bound, whole, records, kept=kept, several=("label",), apart=("label",), first=first)
    for i, (column, meaning) in enumerate(zip(bound.heading.columns, order, strict=True)):
        unnamed = i > first and meaning is not None and meaning.field == "label"
        dropped = meaning is None and column.role == "year" and not matches(parents, column.path)
        cells = [c for row in bound.rows for c in row.cells.get(i, ()) if is_number(c.text)]
        if (unnamed or dropped) and cells and column.x1 - column.x0 > 0:
            message = f"the column {column.path!r} holds figures ({cells[0].text}) that are in no record"
            out.append(Problem("unknown-column", message, cells[0].page))
    return out


def _records(
    order: Sequence[Meaning | None], row: BoundRow, unit: Unit, group: Group, problems: list[Problem]
) -> list[FinancialRecord]:
    cell = _label_of(row, _figures_from(order))
    # A line through a row may leave no more of its label beside the figures than their unit: （元/股）.
    if cell is None or not split_label(cell.text)[0]:
        problems += nameless(row, "row-without-label", "a label")
        return []
    if matches(load("financials")["notes"]["patterns"], cell.text):
        return []
    cell = _without_title(cell)
    line = _line(cell.text, unit, group)
    if line.amount is not None and _runs_on(cell):
        line = line._replace(amount=Unit(doubt="the unit of a title beside its label may have got into it"))
    groups = _by_span(order, row, line, problems)
    out = [
        _record(line, span, cells, cell, problems)
        for span, cells in groups.items()
        if line.item.item or any(c.text for c in cells.values())
    ]
    return sorted(out, key=lambda r: r.span != "quarter")


def _by_span(
    order: Sequence[Meaning | None], row: BoundRow, line: _Line, problems: list[Problem]
) -> dict[str, dict[str, Cell]]:
    """The cells of a row by the span and the field that they give; neither of two that differ and give the same."""
    groups: dict[str, dict[str, Cell]] = {}
    lost: list[tuple[str, str]] = []
    for i, meaning in enumerate(order):
        if meaning is None or meaning.field in {"label", "passed"} or not row.cells.get(i):
            continue
        span = _span(meaning, line.item)
        # Where a line is missing between two columns, their headings are one above the cells of both.
        for found in (row.cells[i][0], *filter(_has_figure, row.cells[i][1:])):
            kept = groups.setdefault(span, {}).setdefault(meaning.field, found)
            if kept is found or not found.text or kept.text == found.text:
                continue
            message = (
                f"{line.label}: two columns are {meaning.field}, {kept.text!r} and {found.text!r}; neither was taken"
            )
            problems.append(Problem("two-candidates", message, found.page))
            lost.append((span, meaning.field))
    for span, name in lost:
        groups[span].pop(name, None)
    return groups


def _has_figure(cell: Cell) -> bool:
    return is_number(cell.text)


def heading_unit(bound: Bound, amounts: Sequence[int], above: Unit) -> Unit | None:
    """The unit of money that a heading states; a doubted one where the columns of `amounts` are in several.

    A column without a unit of its own is in that stated `above` the table, where another column alone has one.
    """
    told = {i: unit for i, c in enumerate(bound.heading.columns) if c.path and (unit := _unit_in(c.path))}
    if not told:
        return None
    first = next(iter(told.values()))
    rest = first if above.doubt or not set(told) <= set(amounts) else above
    several = len({told.get(i, rest) for i in amounts}) > 1
    return Unit(doubt="its table's columns are in several units") if several else first


def unit_within(bound: Bound) -> Unit | None:
    """The unit that the heading of the labels or a row of its own states: of the table's further headings too."""
    first = next(iter(bound.heading.columns), None)
    told = [_unit_in(first.path) if first and first.role in {None, "label"} else None]
    told += [group.alone for row in bound.rows if (group := _group_of(row))]
    return next((unit for unit in reversed(told) if unit and not unit.code.endswith("/share")), None)


def _unit_in(path: str) -> Unit | None:
    return unit_above([path]) or money(split_label(path)[1] or "")


def _of_ratios(bound: Bound) -> bool:
    """Whether the heading of the labels states per cent for all rows below it: `财务指标（%）`."""
    first = next(iter(bound.heading.columns), None)
    return first is not None and first.role in {None, "label"} and split_label(first.path)[1] == "%"


def _span(column: Meaning, item: Item) -> str:
    if item.kind in {"balance", "per_share_balance"}:
        return "point_in_time"
    told = not item.item and (column.month or item.kind in {"ratio", "times"})
    if column.span == "point_in_time" and not told:
        # 报告期末 above flows: the heading serves both kinds of rows, and the item decides. Of further
        # ratios (资产负债率, 毛利率), and of all that no form knows below a date, only the heading tells.
        return "year_to_date"
    return column.span or "year_to_date"


def _record(line: _Line, span: str, cells: dict[str, Cell], label: Cell, problems: list[Problem]) -> FinancialRecord:
    unit, figures = _figures(line, cells, label, problems)
    change = read_number(cells["change"].text).unit if "change" in figures.values else None
    points = line.unit in {"%", None} or unit == "%" or change == "pp"
    of_change: ChangeUnit | None = None if "change" not in figures.values else "pp" if points else "%"
    made = FinancialRecord(line.item.item, line.label, unit, cast("Span", span), change_unit=of_change)
    return replace(figures.into(made), source=label.source())


def _figures(line: _Line, cells: dict[str, Cell], label: Cell, problems: list[Problem]) -> tuple[str | None, Figures]:
    """What the cells of a line say, and its unit: `%` where they print it though the label does not say so."""
    unit, figures = line.unit, Figures(problems)
    if unit != "%" and any(read_number(c.text).unit == "%" for name, c in cells.items() if name != "change"):
        unit = "%"
        if line.item.item:
            message = f"{line.label} is an amount, but its figures are printed in per cent"
            problems.append(Problem("unit-against-item", message, label.page))
    for name, cell in cells.items():
        figures.take(name, cell, line.label, line.amount if name != "change" and unit == line.unit else None)
    return unit, figures


def quarterly_records(bound: Bound, unit: Unit, problems: list[Problem]) -> list[QuarterlyRecord]:
    """The records of the rows below a heading of four quarters."""
    amounts = [i for i, c in enumerate(bound.heading.columns) if c.role in QUARTERS]
    unit = heading_unit(bound, amounts, unit) or unit
    first = min((i for i, c in enumerate(bound.heading.columns) if c.role in QUARTERS), default=0)
    out: list[QuarterlyRecord] = []
    whole = whole_rows(bound)
    for row in whole:
        label = _label_of(row, first)
        if label is None:
            continue
        line = _line(label.text, unit, Group())
        cells = {name: cell for name in QUARTERS if (cell := bound.cell(row, name)) is not None}
        printed, figures = _figures(line, cells, label, problems)
        if figures.values or line.item.item:
            out.append(figures.into(QuarterlyRecord(line.item.item, line.label, printed, source=label.source())))
    problems += account(bound, whole, out, several=("label",))
    return out
