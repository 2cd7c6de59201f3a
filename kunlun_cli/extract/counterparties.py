"""Top five customers and suppliers: from the Shenzhen form's tables or the Shanghai form's sentence."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kunlun_cli.disclosures.account import named, places, uncited
from kunlun_cli.disclosures.walk import headed
from kunlun_cli.extract.cells import Figures, Records
from kunlun_cli.extract.doubted import disputed, without
from kunlun_cli.figures.numbers import read_number, scaled
from kunlun_cli.figures.units import NOT_STATED, Unit, money, split_label
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.framed import framed
from kunlun_cli.pages.assemble import doubt_of, join_lines
from kunlun_cli.pages.page import Line
from kunlun_cli.records import CounterpartyConcentration, Problem, Source
from kunlun_cli.records.segments import Side
from kunlun_cli.records.source import around
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

# So many lines a sentence of the form may run over.
MAX_LINES = 5


@functools.cache
def _label_and_value() -> re.Pattern[str]:
    """A line of a label and its figure, or what stands in the figure's place."""
    nothing = "|".join(load("printed")["nothing"]["not_applicable"])
    return re.compile(rf"(.*?[^\d.,%\s-])\s*(-?\d[\d,]*(?:\.\d+)?\s*%?|-+|{nothing})")


def read_counterparties(runs: Sequence[Sequence[Block]]) -> Records[CounterpartyConcentration]:
    """The concentration of customers and of suppliers that some runs of blocks state.

    A side that is given twice with different figures is a problem that names both; neither figure is kept.
    """
    problems: list[Problem] = []
    found: dict[str, CounterpartyConcentration] = {}
    for run in runs:
        for record in (*_tables(run, problems), *_lines_of_labels(run, problems), *_sentences(run, problems)):
            first = found.setdefault(record.side, record)
            if (first.amount, first.share) != (record.amount, record.share):
                problems.append(_twice(first, record))
                found[record.side] = without(first, disputed(first, record))
    for run in runs:
        for record in _listed(run, problems):
            found.setdefault(record.side, record)
    return Records(tuple(found[s] for s in ("customers", "suppliers") if s in found), tuple(problems))


def _twice(first: CounterpartyConcentration, second: CounterpartyConcentration) -> Problem:
    message = (
        f"The five largest {first.side} are given twice: {first.amount} on page {first.source.page} and "
        f"{second.amount} on page {second.source.page}; neither was taken"
    )
    return Problem("two-candidates", message, second.source.page)


def _tables(run: Sequence[Block], problems: list[Problem]) -> Iterator[CounterpartyConcentration]:
    """Tables of a label and a value: the rows of one side make one record."""
    for block in run:
        if not isinstance(block, Table):
            continue
        labelled = [(row, *label) for row in block.rows if (label := _labelled(row)) is not None]
        records: list[CounterpartyConcentration] = []
        for side, rows in itertools.groupby(labelled, key=lambda found: found[1]):
            figures, source = Figures(problems), None
            for row, _, name in rows:
                source = source or row.cells[0].source()
                _take(figures, name, row)
            records.append(figures.into(CounterpartyConcentration(side, source=source or Source())))
        cited = places(records)
        problems += named([c for row, *_ in labelled for c in uncited(row.cells[1:], cited)])
        yield from records


def _labelled(row: Row) -> tuple[Side, str] | None:
    """The side and the field that a row's label names, where the row has just a label and a value."""
    cells = row.cells
    if len(cells) < 2 or not cells[0].text:
        return None
    form = load("counterparties")
    for side in ("customers", "suppliers"):
        for name, patterns in form["labels"][side].items():
            if matches(patterns, cells[0].text):
                return side, name
    return None


def _listed(run: Sequence[Block], problems: list[Problem]) -> Iterator[CounterpartyConcentration]:
    """The sums of tables that list each of them, as Beijing's form has it."""
    for piece in framed(run):
        unit = piece.unit or NOT_STATED
        for told, bound in headed(piece.table, "counterparties"):
            rows = [
                r for r in bound.rows if any(matches(load("counterparties")["listed"]["sum"], t) for t in r.texts())
            ]
            for row in rows[:1]:
                figures = Figures(problems)
                for name in ("amount", "share"):
                    cell = bound.cell(row, name)
                    if cell is not None:
                        figures.take(name, cell, row.texts()[0], unit if name == "amount" else None)
                side: Side = "customers" if told.table == "listed_customers" else "suppliers"
                yield figures.into(CounterpartyConcentration(side, source=row.row.cells[0].source()))


def _take(figures: Figures, name: str, row: Row) -> None:
    label, unit = split_label(row.cells[0].text)
    printed = (money(unit) if unit else None) or NOT_STATED
    figures.take(name, row.cells[1], label, printed if name.endswith("amount") else None)


def _lines_of_labels(run: Sequence[Block], problems: list[Problem]) -> Iterator[CounterpartyConcentration]:
    """The same tables in text without positions: a line with a label and the value at its end."""
    rows = [row for i, block in enumerate(run) if isinstance(block, Line) and (row := _row_of(block, i))]
    for table in (Table(tuple(rows)),) if rows else ():
        yield from _tables([table], problems)


def _row_of(line: Line, index: int) -> Row | None:
    found = _label_and_value().fullmatch(line.text)
    if not found or not matches(load("counterparties")["line"]["begins"], found[1]):
        return None
    box = (line.x0, line.top, line.x1, line.bottom)
    cells = tuple(Cell(t, index, col, 1, 1, line.page, box, (t,), line.doubt) for col, t in enumerate(found.groups()))
    return Row(index, cells, line.page, line.top, line.bottom)


def _sentences(run: Sequence[Block], problems: list[Problem]) -> Iterator[CounterpartyConcentration]:
    """The sentences that the Shanghai form prescribes, joined over their lines."""
    form = load("counterparties")
    for i, block in enumerate(run):
        if isinstance(block, Table) or not matches(form["sentence"]["begins"], block.text):
            continue
        lines = _lines(run[i : i + MAX_LINES])
        printed = join_lines([line.text for line in lines])
        for side in ("customers", "suppliers"):
            found = re.search(form["sentence"][side], normal(printed))
            if found:
                yield _stated(side, found, _source(lines, printed), problems)


def _lines(following: Sequence[Block]) -> list[Line]:
    out: list[Line] = []
    for block in following:
        if isinstance(block, Table):
            break
        out.append(block)
        if normal(block.text).endswith("。"):
            break
    return out


def _source(lines: Sequence[Line], printed: str) -> Source:
    """The lines of a sentence on the page on which it begins, and all of its text."""
    here = [line for line in lines if line.page == lines[0].page]
    box = around((x.x0, x.top, x.x1, x.bottom) for x in here)
    place = (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
    return Source(lines[0].page, place, printed, doubt_of(lines) or None)


def _stated(side: Side, found: re.Match[str], source: Source, problems: list[Problem]) -> CounterpartyConcentration:
    groups = found.groupdict()
    values: dict[str, Any] = {}
    for name in ("amount", "share", "related_amount", "related_share"):
        if groups.get(name) is None:
            continue
        reading = read_number(groups[name])
        if reading.value is None:
            problems.append(Problem("unreadable-cell", f"{name} of {side} is printed as {groups[name]!r}", source.page))
            continue
        unit = money(groups.get(f"{name}_unit") or "元") or Unit()
        values[name] = scaled(reading.value, unit.factor) if name.endswith("amount") else reading.value
    record = CounterpartyConcentration(side, **values)
    return replace(record, source=source, cells=dict.fromkeys(values, source))
