"""Plans of profit distribution (利润分配预案): from the table of the plan, and from sentences about it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kunlun_cli.disclosures.account import named, places, uncited
from kunlun_cli.extract.cells import Figures, Records
from kunlun_cli.extract.paragraphs import Paragraph, paragraphs
from kunlun_cli.figures.numbers import read_number, read_share, scaled
from kunlun_cli.figures.units import Unit, factor_of, money
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.framed import Framed, framed
from kunlun_cli.outline.ticks import ticked
from kunlun_cli.records import DistributionRecord, Problem, Source
from kunlun_cli.records.catalogue import part_of
from kunlun_cli.records.part import Holds
from kunlun_cli.records.source import Box
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

_SENTENCE = re.compile(r"[^。；;]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_TEN = Decimal(10)


def read_distribution(runs: Iterable[Sequence[Block]], *, tables: bool = True) -> Records[DistributionRecord]:
    """The plans that some runs of blocks tell, each once, and what could not be read.

    Without `tables` sentences are read only.
    """
    problems: list[Problem] = []
    out: list[DistributionRecord] = []
    for run in runs:
        pieces = list(framed(run)) if tables else []
        of_tables = [r for piece in pieces for r in (*_of_table(piece, problems), *_of_columns(piece.table, problems))]
        here = [record for paragraph in paragraphs(run) for record in _of_paragraph(paragraph)]
        # A sentence may stand in a cell of the table.
        here += [record for piece in framed(run) for row in piece.table.rows for record in _of_cells(row)]
        interim = _tells_of_interim(run)
        out += [replace(record, interim=interim) for record in (*of_tables, *here)]
        problems += [] if of_tables or here else _announced(run)
    return Records(tuple({_key(r): r for r in reversed(out)}.values())[::-1], tuple(problems))


def _tells_of_interim(run: Sequence[Block]) -> bool:
    """Whether a run of blocks, its tables' cells included, speaks of an interim dividend."""
    words = load("distribution")["interim"]["words"]
    lines = (block.text for block in run if not isinstance(block, Table))
    cells = (c.text for block in run if isinstance(block, Table) for row in block.rows for c in row.cells)
    return any(matches(words, text) for text in (*lines, *cells))


def _key(record: DistributionRecord) -> tuple[Any, ...]:
    return (record.form, record.cash_per_ten, record.base_shares, record.cash, record.total_cash)


def _of_table(piece: Framed, problems: list[Problem]) -> Iterator[DistributionRecord]:
    """The plan of a table of labels and values."""
    figures, asked = Figures([]), list[Cell]()
    first: Source | None = None
    for row in piece.table.rows:
        cells = [c for c in row.cells if c.text]
        field = _field(cells[0].text) if cells else None
        if field is None or not cells[1:] or _in_words(field, cells[1].text):
            continue
        asked += cells[1:]
        if field in figures.sources or len(cells) > 2:
            continue
        held = _holds(field)
        summed = held is Holds.MONEY and field != "cash_per_ten"
        stated = _unit(cells[0].text) or (piece.unit if summed else None)
        if stated is None and summed:
            continue  # of yuan or of ten thousand: nothing says so
        if held is Holds.PERCENT:
            figures.keep(field, cells[1], cells[0].text, read_share(cells[1].text))
        else:
            figures.take(field, cells[1], cells[0].text, stated)
        first = first or cells[0].source()
    if first is None or not {"cash_per_ten", "cash", "base_shares"} & figures.values.keys():
        return
    record = figures.into(DistributionRecord("table", source=first))
    problems += [*figures.problems, *named(uncited(asked, places([record])))]
    yield record


def _of_columns(table: Table, problems: list[Problem]) -> Iterator[DistributionRecord]:
    """The plan in Beijing's form: a column for cash, bonus and transfer each, and the plan's row below them."""
    fields: dict[int, str] = {}
    for row in table.rows:
        heads = {c.col: field for c in row.cells[1:] if (field := _field(c.text))}
        fields = heads if len(heads) > 1 else fields
        if not fields or heads or not matches(load("distribution")["plan"]["rows"], row.cells[0].text):
            continue
        figures = Figures(problems)
        for cell in row.cells:
            if cell.text and cell.col in fields:
                figures.take(fields[cell.col], cell, row.cells[0].text)
        record = figures.into(DistributionRecord("table", source=row.cells[0].source()))
        problems += named(uncited(row.cells[1:], places([record])))
        if figures.values:
            yield record


def _announced(run: Sequence[Block]) -> Iterator[Problem]:
    """The title of a plan that is ticked as applicable, of which nothing was read."""
    lines = [block for block in run if not isinstance(block, Table)]
    for i, line in enumerate(lines):
        if matches(load("distribution")["plan"]["titles"], line.text) and any(ticked(b.text) for b in lines[i : i + 3]):
            message = "the title of the plan of distribution is printed, but its table could not be read"
            yield Problem("missing-table", message, line.page)


def _holds(field: str) -> Holds:
    return next(each.holds for each in part_of("financials", "distribution").fields if each.name == field)


def _in_words(field: str, text: str) -> bool:
    """Whether the base is said in words, as the shares on a day to come: there is no figure to read."""
    words = load("distribution")["base"]["words"]
    return field == "base_shares" and not any(c.isdigit() for c in text) and matches(words, text)


def _unit(label: str) -> Unit | None:
    """The unit of money in one of a label's brackets: 现金分红金额（元）（含税）."""
    return next((unit for inner in _BRACKETS.findall(normal(label)) if (unit := money(inner))), None)


def _field(label: str) -> str | None:
    return next((e["field"] for e in load("distribution")["rows"] if matches(e["patterns"], label)), None)


def _of_cells(row: Row) -> Iterator[DistributionRecord]:
    for cell in row.cells:
        if len(cell.text) > 20:
            for record in _of_text(cell.text):
                yield _placed(record, cell.page, cell.source().bbox, cell.doubt)


def _of_paragraph(paragraph: Paragraph) -> Iterator[DistributionRecord]:
    for found in _SENTENCE.finditer(paragraph.text):
        for record in _of_text(found.group()):
            yield _placed(record, paragraph.page_at(found.start()), None, paragraph.doubt)


def _placed(record: DistributionRecord, page: int, bbox: Box | None, doubt: str) -> DistributionRecord:
    sources = {name: replace(s, page=page, bbox=bbox, doubt=doubt or None) for name, s in record.cells.items()}
    return replace(record, source=replace(record.source, page=page, bbox=bbox, doubt=doubt or None), cells=sources)


@functools.cache
def _patterns(field: str) -> tuple[re.Pattern[str], ...]:
    form = load("distribution")["sentence"]
    return tuple(re.compile(pattern.replace("{number}", form["number"])) for pattern in form[field])


def _of_text(text: str) -> Iterator[DistributionRecord]:
    """The plan in each sentence with one base, one amount on ten shares of it, and one total, in this order."""
    for found in _SENTENCE.finditer(normal(text)):
        sentence = found.group()
        each = {f: _only(f, sentence) for f in ("base", "per_ten", "cash")}
        base, per_ten, cash = each["base"], each["per_ten"], each["cash"]
        if base is None or per_ten is None or not base.start() < per_ten.start():
            continue
        if matches(load("distribution")["sentence"]["unclear"], sentence):
            continue
        if cash is not None and cash.start() < per_ten.end():
            cash = None
        on_ten = per_ten["shares"] in {"10", "十"}
        values = {
            "base_shares": _number(base),
            "cash_per_ten": _number(per_ten, Decimal(1) if on_ten else _TEN),
            "cash": _number(cash) if cash else None,
        }
        if values["base_shares"] is None or values["cash_per_ten"] is None:
            continue
        kept = {name: value for name, value in values.items() if value is not None}
        printed = {"base_shares": base, "cash_per_ten": per_ten, "cash": cash}
        cells = {name: Source(text=match[0]) for name in kept if (match := printed[name])}
        quote = Source(text=sentence[base.start() : (cash or per_ten).end()])
        yield replace(DistributionRecord("sentence", source=quote, cells=cells), **kept)  # type: ignore[arg-type]


def _only(field: str, sentence: str) -> re.Match[str] | None:
    """The only place where a sentence has a field; `None` where it has none or several."""
    found = [m for pattern in _patterns(field) for m in pattern.finditer(sentence)]
    return found[0] if len(found) == 1 else None


def _number(found: re.Match[str], factor: Decimal = Decimal(1)) -> Decimal | None:
    """The number of a match in the base unit; `None` where it cannot be read, as 12,34."""
    value = read_number(found["number"]).value
    return None if value is None else scaled(value, factor_of(found.groupdict().get("scale")) * factor)
