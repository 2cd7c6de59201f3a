"""Key accounting data and financial indicators: the section's tables to records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kunlun_cli.disclosures.bind import Bound, BoundRow, Heading, bind_rows, heading_at
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.extract.columns import Meaning, meanings, rough_role
from kunlun_cli.extract.labels import Item, item_of
from kunlun_cli.extract.numbers import read_number, scaled
from kunlun_cli.extract.units import Unit, money, split_label, unit_above
from kunlun_cli.forms import load, matches, normal, role_of
from kunlun_cli.records import FinancialRecord, Financials, Problem, QuarterlyRecord, Source
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

# So many of the form's own items make a table one of key figures though no title says so.
CORE = 3


@dataclass(slots=True)
class _State:
    """What has been gathered while walking along the blocks."""

    section: str = ""
    unit: Unit | None = None
    above: list[str] = field(default_factory=list)
    records: list[FinancialRecord] = field(default_factory=list)
    untitled: list[FinancialRecord] = field(default_factory=list)
    quarterly: list[QuarterlyRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_financials(stream: Iterable[Block], known: Iterable[Problem] = ()) -> Financials:
    """The key figures that some blocks of a filing hold.

    A table belongs to the section while its heading has been seen and no heading that ends it. Tables
    that look like key figures outside any such section count only where no other is found.
    """
    state = _State(problems=list(known))
    for block in stream:
        if isinstance(block, Table):
            _table(block, state)
            state.above = []
        else:
            state.above.append(block.text)
            state.section = _section(block.text, state.section)
    records = state.records or state.untitled
    unique, problems = _without_doubles(records)
    return Financials(tuple(unique), tuple(state.quarterly), tuple(state.problems + problems))


def _section(text: str, current: str) -> str:
    """The section that a line of text opens or ends, or the current one."""
    form = load("financials")
    if len(text) > form["section"]["max_title"] or text.endswith(("。", "；", "，")):
        return current
    if matches(form["quarterly"]["titles"], text):
        return "quarterly"
    if matches(form["section"]["titles"], text) and not matches(["变动的?情况", "的说明", "发生变动"], text):
        return "key"
    if matches(form["section"]["ends"], text):
        return ""
    return current


def _table(table: Table, state: _State) -> None:
    stated = unit_above(state.above) or unit_above(table.title_lines)
    index = 0
    unit = stated or state.unit or Unit()
    if stated and state.section:
        state.unit = stated
    while index < len(table.rows):
        row = table.rows[index]
        texts = [c.text for c in row.cells if c.text]
        if len(texts) == 1:
            state.section = _section(texts[0], state.section)
            unit = unit_above(texts) or unit
        quarters = heading_at(table, index, _quarter_role)
        if quarters is not None and {"q1", "q2", "q3", "q4"} <= quarters.roles:
            bound = bind_rows(table, quarters, _is_heading_row(table), _quarter_role)
            # Further tables of quarters (prior years, restated or analysed figures) repeat its lines.
            if not state.quarterly:
                state.quarterly.extend(_quarterly(bound, unit, state.problems))
            index = quarters.end + len(bound.rows)
            continue
        heading = heading_at(table, index, rough_role)
        if heading is not None and _is_key_heading(heading):
            bound = bind_rows(table, heading, _is_heading_row(table), rough_role)
            _take(bound, unit, state)
            index = max(heading.end + len(bound.rows), index + 1)
            continue
        index += 1


def _quarter_role(path: str) -> str | None:
    return role_of(load("financials")["quarterly"]["columns"], path)


def _is_key_heading(heading: Heading) -> bool:
    roles = [c.role for c in heading.columns if c.role]
    values = [r for r in roles if r in {"year", "current", "prior"}]
    return bool(values) and (len(values) > 1 or "change" in roles)


def _is_heading_row(table: Table) -> Any:  # noqa: ANN401 - a predicate on rows
    def stop(row: Row) -> bool:
        key = heading_at(table, row.index, rough_role)
        if key is not None and _is_key_heading(key):
            return True
        quarters = heading_at(table, row.index, _quarter_role)
        return quarters is not None and len(quarters.roles) > 2

    return stop


def _take(bound: Bound, unit: Unit, state: _State) -> None:
    """The records of a bound table, if it is one of key figures."""
    if state.section == "quarterly" and state.records:
        return
    problems: list[Problem] = []
    records = [r for row in whole_rows(bound) for r in _records(bound, row, unit, problems)]
    known = {r.item for r in records if r.item}
    if state.section == "key" and known:
        state.records.extend(records)
        state.problems.extend(problems)
    elif not state.records and not state.untitled and len(known) >= CORE:
        state.untitled.extend(records)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row's label says: the item, its label without the unit, and how its cells are scaled."""

    item: Item
    label: str
    unit: str
    factor: Decimal


def _line(label: str, table_unit: Unit) -> _Line:
    plain, printed = split_label(label)
    item = item_of(plain)
    own = money(printed) if printed else None
    if item.kind == "ratio" or printed == "%":
        return _Line(item, plain, "%", Decimal(1))
    if printed in {"倍", "次", "次/年"}:
        return _Line(item, plain, "times", Decimal(1))
    if item.kind in {"per_share", "per_share_balance"}:
        base = (own or table_unit).code.removesuffix("/share")
        factor = own.factor if own else Decimal(1)
        return _Line(item, plain, f"{'CNY' if base == 'shares' else base}/share", factor)
    chosen = own or table_unit
    return _Line(item, plain, chosen.code, chosen.factor)


def _label_cell(bound: Bound, row: BoundRow, order: Sequence[Meaning | None]) -> Cell | None:
    """The row's label: the last cell with text at the left of the first column of figures."""
    first = next((i for i, m in enumerate(order) if m is not None and m.field != "label"), len(order))
    cells = [c for i in sorted(row.cells) if i < first for c in row.cells[i] if c.text]
    return cells[-1] if cells else None


def _records(bound: Bound, row: BoundRow, unit: Unit, problems: list[Problem]) -> list[FinancialRecord]:
    order = meanings(bound.heading.columns)
    cell = _label_cell(bound, row, order)
    if cell is None or matches(load("financials")["notes"]["patterns"], cell.text):
        return []
    line = _line(cell.text, _heading_unit(bound) or unit)
    groups: dict[str, dict[str, Cell]] = {}
    for i, meaning in enumerate(order):
        if meaning is None or meaning.field == "label" or not row.cells.get(i):
            continue
        span = _span(meaning.span, line.item.kind, bound)
        groups.setdefault(span, {}).setdefault(meaning.field, row.cells[i][0])
    out = []
    for span, cells in groups.items():
        if not line.item.item and not any(c.text for c in cells.values()):
            continue
        out.append(_record(line, span, cells, cell, problems))
    return sorted(out, key=lambda r: r.span != "quarter")


def _heading_unit(bound: Bound) -> Unit | None:
    units = [unit_above([c.path]) or money(split_label(c.path)[1] or "") for c in bound.heading.columns if c.path]
    return next((u for u in units if u is not None), None)


def _span(printed: str | None, kind: str, bound: Bound) -> str:
    if kind in {"balance", "per_share_balance"}:
        return "point_in_time"
    if printed == "point_in_time" and kind in {"flow", "per_share", "ratio"}:
        # 报告期末 above flows: the heading serves both kinds of rows, and the item decides.
        return "year_to_date"
    return printed or "year_to_date"


def _record(line: _Line, span: str, cells: dict[str, Cell], label: Cell, problems: list[Problem]) -> FinancialRecord:
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for name, cell in cells.items():
        reading = read_number(cell.text)
        sources[name] = cell.source()
        if not reading.readable:
            problems.append(Problem("unreadable-cell", f"{line.label}: {name} is printed as {cell.text!r}", cell.page))
        if reading.value is None:
            continue
        if name == "change":
            values["change"] = reading.value
            values["change_unit"] = "pp" if line.unit == "%" or reading.unit == "pp" else "%"
        else:
            factor = Decimal(1) if reading.unit == "%" else line.factor
            values[name] = scaled(reading.value, factor)
    return FinancialRecord(
        line.item.item,
        line.label,
        line.unit,
        span,
        source=label.source(),
        cells=sources,
        **values,  # type: ignore[arg-type]
    )


def _quarterly(bound: Bound, unit: Unit, problems: list[Problem]) -> list[QuarterlyRecord]:
    out = []
    for row in whole_rows(bound):
        first = min((i for i, c in enumerate(bound.heading.columns) if c.role and c.role != "label"), default=0)
        labels = [c for i in sorted(row.cells) if i < first for c in row.cells[i] if c.text]
        if not labels:
            continue
        line = _line(labels[-1].text, _heading_unit(bound) or unit)
        values: dict[str, Decimal] = {}
        sources: dict[str, Source] = {}
        for name in ("q1", "q2", "q3", "q4"):
            cell = bound.cell(row, name)
            if cell is None:
                continue
            sources[name] = cell.source()
            reading = read_number(cell.text)
            if not reading.readable:
                problems.append(Problem("unreadable-cell", f"{line.label}: {name} is {cell.text!r}", cell.page))
            if reading.value is not None:
                values[name] = scaled(reading.value, line.factor)
        if values or line.item.item:
            out.append(
                QuarterlyRecord(
                    line.item.item, line.label, line.unit, source=labels[-1].source(), cells=sources, **values
                )
            )
    return out


def _without_doubles(records: Sequence[FinancialRecord]) -> tuple[list[FinancialRecord], list[Problem]]:
    """Records with each item and span once; two that differ are a problem that names both."""
    out: dict[tuple[str, str], FinancialRecord] = {}
    problems = []
    for record in records:
        key = (normal(record.label), record.span)
        first = out.setdefault(key, record)
        if first is not record and (first.value, first.prior) != (record.value, record.prior):
            problems.append(
                Problem(
                    "two-candidates",
                    f"{record.label} is given twice: {first.value} on page {first.source.page} and "
                    f"{record.value} on page {record.source.page}; the first was taken",
                    record.source.page,
                )
            )
    return list(out.values()), problems
