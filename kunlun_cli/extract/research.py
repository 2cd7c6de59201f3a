"""Research and development: amounts, shares and staff, from the tables of the official forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from kunlun_cli.disclosures.account import account
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.columns import figure_columns
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.disclosures.walk import headed
from kunlun_cli.extract.cells import Figures, Records, inked
from kunlun_cli.figures.units import NOT_STATED, Unit, money, split_label
from kunlun_cli.forms import load, matches
from kunlun_cli.outline.framed import Framed, framed
from kunlun_cli.records import Problem, ResearchRecord
from kunlun_cli.records.financials import ChangeUnit
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row

Kind = Literal["amount", "ratio", "count"]
_VALUES = ("value", "prior", "two_years_ago")


@dataclass(slots=True)
class _State:
    records: list[ResearchRecord] = field(default_factory=list)
    overview: list[ResearchRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Line(NamedTuple):
    """What a row's label says."""

    item: str | None
    kind: Kind
    label: str
    unit: str | None
    amount: Unit | None = None
    """The unit by which its amounts are scaled; `None` where its figures are none."""


def read_research(runs: Sequence[Sequence[Block]]) -> Records[ResearchRecord]:
    """What some runs of blocks say of research and development.

    The amount in the half-year form's table of changes counts where no table of its own gives one.
    """
    state = _State()
    for run in runs:
        for piece in framed(run):
            _table(piece, state)
    if not any(r.item == "amount" for r in state.records):
        state.records = state.overview[:1] + state.records
    return Records(tuple(state.records), tuple(state.problems))


def _table(piece: Framed, state: _State) -> None:
    rows = piece.table.rows
    if not _begins_with_research(rows):
        _overview(piece, state)
        return
    unit = piece.unit or NOT_STATED
    bounds = _bounds(piece)
    for bound in bounds:
        _bound(bound, unit, state)
    if not bounds:
        _pairs(rows, unit, state)


def _bounds(piece: Framed) -> list[Bound]:
    """The headings in a table with years or the period beside each other, and their rows."""
    return [bound for _, bound in headed(piece.table, "research")]


def _begins_with_research(rows: Sequence[Row]) -> bool:
    """Whether the first labelled row, or a title above it, is one of the forms' on research.

    Tables of key figures have such a line too, but among others.
    """
    form = load("research")
    for row in rows:
        if not row.cells or not row.cells[0].text or matches(form["skip"]["patterns"], row.cells[0].text):
            continue
        label = split_label(row.cells[0].text)[0]
        return _item(label)[0] is not None or matches(form["titles"]["patterns"], label)
    return False


def _item(label: str) -> tuple[str | None, Kind]:
    form = load("research")
    for entry in form["items"]:
        if matches(entry["patterns"], label):
            return entry["item"], entry["kind"]
    for entry in form["other"]:
        if matches(entry["patterns"], label):
            return None, entry["kind"]
    return None, "count"


def _line(printed: str, unit: Unit) -> _Line:
    label, stated = split_label(printed)
    item, kind = _item(label)
    if kind == "ratio" or stated == "%":
        return _Line(item, "ratio", label, "%")
    if kind == "amount":
        own = (money(stated) if stated else None) or unit
        return _Line(item, kind, label, own.code, own)
    return _Line(item, kind, label, None)


def _bound(bound: Bound, unit: Unit, state: _State) -> None:
    fields = figure_columns(bound.heading.columns)
    first = min(fields, default=1)
    group: str | None = None
    whole, records = whole_rows(bound, _is_title), list[ResearchRecord]()
    for row in whole:
        if _is_title(row):
            group = inked(row.row.cells)[0].text
            continue
        labels = [c for i in range(first) for c in row.cells.get(i, ()) if c.text]
        if not labels or matches(load("research")["skip"]["patterns"], labels[-1].text):
            continue
        line = _line(labels[-1].text, unit)
        records.append(_record(line, labels[-1], row.named(fields), group, state.problems))
    state.records += records
    state.problems += account(bound, whole, records, kept=("label", "passed"), first=first)


def _is_title(row: BoundRow) -> bool:
    """A title inside the table: one cell with text, across the columns."""
    texts = inked(row.row.cells)
    return len(texts) == 1 and texts[0] in row.spanning


def _pairs(rows: Sequence[Row], unit: Unit, state: _State) -> None:
    """Tables of a label and a value."""
    group: str | None = None
    for row in rows:
        if len(row.cells) == 1:
            group = row.cells[0].text
            continue
        label, value = row.cells[0], row.cells[-1]
        if not label.text or matches(load("research")["skip"]["patterns"], label.text):
            continue
        state.records.append(_record(_line(label.text, unit), label, {"value": value}, group, state.problems))


def _record(
    line: _Line, label: Cell, cells: dict[str, Cell], group: str | None, problems: list[Problem]
) -> ResearchRecord:
    figures = Figures(problems)
    printed = {figures.take(name, cells[name], line.label, line.amount).unit for name in _VALUES if name in cells}
    if line.item is None and printed == {"%"}:
        # The form's other rows are told by their labels, which in a text may have the line below them too.
        line = line._replace(kind="ratio", unit="%")
    change_unit: ChangeUnit | None = None
    if "change" in cells:
        reading = figures.take("change", cells["change"], line.label)
        if reading.value is not None:
            change_unit = "pp" if line.kind == "ratio" or reading.unit == "pp" else "%"
    record = ResearchRecord(line.item, line.label, line.unit, change_unit=change_unit, source=label.source())
    return figures.into(record if line.item else replace(record, group=group))


def _overview(piece: Framed, state: _State) -> None:
    """The line 研发投入 of the table of changes that opens the half-year form's section."""
    form = load("research")["overview"]
    if piece.titled(form["titles"]) < 0:
        return
    unit = piece.unit or NOT_STATED
    for bound in _bounds(piece):
        fields = figure_columns(bound.heading.columns)
        for row in whole_rows(bound):
            label = row.cells.get(0, [None])[0]
            if label is not None and matches(form["label"], label.text):
                line = _Line("amount", "amount", label.text, unit.code, unit)
                state.overview.append(_record(line, label, row.named(fields), None, state.problems))
