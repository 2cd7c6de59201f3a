"""Production, sales and stock of products: one row an item (Shenzhen), or one column an item (Shanghai)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from kunlun_cli.disclosures.account import account
from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.disclosures.columns import figure_columns
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.disclosures.walk import headed
from kunlun_cli.extract.cells import Figures, Records
from kunlun_cli.figures.units import split_label
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Problem, VolumeRecord
from kunlun_cli.records.segments import VolumeItem
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Table

# Columns of words.
_WORDS = ("name", "item", "unit", "label", "passed")


def read_volumes(runs: Sequence[Sequence[Block]]) -> Records[VolumeRecord]:
    """What some runs of blocks say of quantities produced, sold and in stock."""
    problems: list[Problem] = []
    records: list[VolumeRecord] = []
    for run in runs:
        for block in run:
            for found, bound in headed(block, "volumes") if isinstance(block, Table) else ():
                whole = whole_rows(bound)
                read = (_by_row if found.table == "rows" else _by_column)(bound, whole, problems)
                records += read
                problems += account(bound, whole, read, kept=_WORDS, several=_WORDS, apart=_WORDS) if read else []
    return Records(tuple(records), tuple(problems))


def _by_row(bound: Bound, rows: Sequence[BoundRow], problems: list[Problem]) -> list[VolumeRecord]:
    """The Shenzhen form: 行业分类, 项目, 单位, this year, last year, change."""
    fields = figure_columns(bound.heading.columns)
    out = []
    name = ""
    for row in rows:
        name = _text(bound, row, "name") or name
        label = bound.cell(row, "item")
        if label is None or not label.text:
            continue
        figures = Figures(problems)
        for field, cell in row.named(fields).items():
            if field in {"value", "prior", "two_years_ago", "change"}:
                figures.take(field, cell, f"{name} {label.text}")
        out.append(_record(name, label, _text(bound, row, "unit"), figures))
    return out


def _record(name: str, label: Cell, unit: str | None, figures: Figures) -> VolumeRecord:
    plain, printed = split_label(label.text)
    return figures.into(VolumeRecord(name, _item(plain), plain, unit or printed, source=label.source()))


def _item(label: str) -> VolumeItem:
    for entry in load("volumes")["items"]:
        if matches(entry["patterns"], label):
            return cast("VolumeItem", entry["item"])
    return "other"


def _text(bound: Bound, row: BoundRow, role: str) -> str | None:
    texts = [c.text for c in bound.cells(row, role) if c.text]
    return texts[-1] if texts else None


def _by_column(bound: Bound, rows: Sequence[BoundRow], problems: list[Problem]) -> list[VolumeRecord]:
    """The Shanghai form: 主要产品, 单位, then a column for each item and for its change."""
    return [r for row in rows for r in _items(bound, row, problems)]


def _items(bound: Bound, row: BoundRow, problems: list[Problem]) -> Iterator[VolumeRecord]:
    names = [c for c in bound.cells(row, "name") if c.text]
    if not names or row.spanning:
        return
    unit = _text(bound, row, "unit")
    for item in (entry["item"] for entry in load("volumes")["items"]):
        column = bound.heading.column(item)
        if column is None:
            continue
        figures = Figures(problems)
        for field, role in (("value", item), ("change", f"{item}_change")):
            cell = bound.cell(row, role)
            if cell is not None:
                figures.take(field, cell, f"{names[-1].text} {column.path}")
        yield figures.into(VolumeRecord(names[-1].text, item, column.path, unit, source=names[-1].source()))
