"""Business segments: the revenue tables, the tables beside them, and the narrative."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.disclosures.account import holds_amount, named
from kunlun_cli.disclosures.bind import Bound
from kunlun_cli.disclosures.walk import walk
from kunlun_cli.extract.counterparties import read_counterparties
from kunlun_cli.extract.doubted import disputed, without
from kunlun_cli.extract.narrative import narrative, narrative_pages
from kunlun_cli.extract.places import with_segment_places
from kunlun_cli.extract.research import read_research
from kunlun_cli.extract.segment_columns import (
    AMOUNTS,
    Breakdown,
    Layout,
    breakdown_of,
    layout_at,
    names_breakdown,
)
from kunlun_cli.extract.segment_rows import Context, read_rows
from kunlun_cli.extract.volumes import read_volumes
from kunlun_cli.figures.numbers import is_number
from kunlun_cli.figures.units import NOT_STATED, Unit, unit_above
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.framed import MAX_TITLE, Framed, framed
from kunlun_cli.outline.stream import Stream
from kunlun_cli.records import FilingInfo, Metric, OutlineEntry, Problem, SegmentRecord, Segments
from kunlun_cli.records.segments import Basis
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Row, Table

HUNDRED = Decimal(100)
# A printed ratio off by more than this many points, in every row of a table, shows columns misread.
DOUBTFUL = Decimal(1)


def with_narrative(tables: Segments, stream: Stream, info: FilingInfo) -> Segments:
    """The tables with the outline and the stated figures of the narrative, and their problems."""
    outline, metrics, problems = read_narrative(stream, info)
    return replace(tables, outline=outline, metrics=metrics, problems=(*tables.problems, *problems))


def read_segment_tables(stream: Stream) -> Segments:
    """The tables alone; `outline` and `metrics` are empty. Much faster than all of it."""
    found = segment_tables(stream.located("segments"))
    return found if found.records else replace(found, problems=(*found.problems, *_of_own_segments(stream)))


def _of_own_segments(stream: Stream) -> Iterator[Problem]:
    """The first table of revenue by the segments of a bank: its columns are those of no form, and it is not read."""
    for number, text in enumerate(stream.searched(), 1):
        if said := re.search(load("segments")["own"]["pattern"], normal(text)):
            message = f"a table of revenue by segments of the company's own is announced ({said[0]}) and was not read"
            yield Problem("table-not-read", message, number)
            return


def read_narrative(
    stream: Stream, info: FilingInfo
) -> tuple[tuple[OutlineEntry, ...], tuple[Metric, ...], tuple[Problem, ...]]:
    """The outline of the business narrative, the figures stated in it, and what is missing."""
    numbers = narrative_pages(stream.searched()) or narrative_pages(stream.texts())
    outline, metrics, problems = narrative(stream.prose(numbers), info)
    return outline, tuple(replace(m, forecast=m.forecast or _to_come(m, info)) for m in metrics), problems


def _to_come(metric: Metric, info: FilingInfo) -> bool:
    """Whether a figure is of a year that was not over when the report's period ended."""
    year = re.fullmatch(load("narrative")["metrics"]["year"], metric.period or "")
    if year is None or info.period_end is None:
        return False
    ended = info.period_end.year if info.period_end.month == 12 else info.period_end.year - 1
    return int(year[1]) > ended


@dataclass(slots=True)
class _State:
    """What has been gathered while walking along the tables."""

    records: list[SegmentRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unit: Unit | None = None
    kind: str = ""
    last: tuple[int, int] | None = None
    """Where the last table of revenue ends, if it was the last table of all: its page, its columns."""


def segment_tables(runs: Iterable[Sequence[Block]]) -> Segments:
    """The tables of some runs of blocks, each run in reading order."""
    state = _State()
    kept = [list(run) for run in runs]
    for run in kept:
        state.kind, state.unit, state.last = "", None, None
        for piece in framed(run):
            _revenue(piece, state)
    flat = [block for run in kept for block in run]
    state.problems += _unread_titles(flat, state.records) + _same_names(state.records)
    counterparties, volumes, research = read_counterparties(kept), read_volumes(kept), read_research(kept)
    return Segments(
        tuple(state.records),
        counterparties=counterparties.records,
        volumes=volumes.records,
        research=research.records,
        problems=(*state.problems, *counterparties.problems, *volumes.problems, *research.problems),
    )


def _kind(piece: Framed) -> str:
    """What the last title above a table announces."""
    titles = {name: piece.titled(entry["titles"]) for name, entry in load("segments")["tables"].items()}
    name, position = max(titles.items(), key=lambda item: item[1])
    return name if position >= 0 else ""


def _revenue(piece: Framed, state: _State) -> None:
    """Take the records of a table, if it is one of revenue."""
    if any(_opens_part(line) for line in piece.above):
        state.kind, state.unit = "", None
    titled = state.kind = _kind(piece) or state.kind
    breakdown = _announced(piece)
    unit = state.unit = piece.unit or state.unit
    before, state.last = state.last, None
    headless: list[Cell] = []
    for part in walk(piece.table, functools.partial(layout_at, titled=titled)) if titled != "restated" else ():
        if isinstance(part, tuple):
            layout, bound = part
            context = Context(
                layout.breakdown or breakdown, _unit(unit, layout, piece, state), _basis(piece, layout), state.problems
            )
            _part(bound, layout, context, state)
            breakdown = context.breakdown
            state.problems += named(headless)
            headless = []
        else:
            headless += _figures_of(part) if titled and not state.last else []
            breakdown = names_breakdown(part) or breakdown
            unit = unit_above([c.text for c in part.cells if len(part.cells) == 1]) or unit
    if before and not state.last:
        state.problems += _loose_end(piece, before)
    if not state.last and (_half_headed(piece.table) or (_kind(piece) == "major" and _announced(piece))):
        state.problems += named(headless)


def _half_headed(table: Table) -> bool:
    """Whether a row has the heading's words for costs and margins, though no heading was found."""
    words = load("segments")["doubts"]["heading"]
    texts = ("".join(c.plain for c in row.cells) for row in table.rows)
    return any(all(matches([word], text) for word in words) for text in texts)


def _part(bound: Bound, layout: Layout, context: Context, state: _State) -> None:
    """Take the records of the rows below one heading of revenue."""
    records = read_rows(bound, layout, context)
    if records:
        state.problems += [_doubled(f, bound.page) for f in dict.fromkeys(layout.doubled.values())]
    impossible = [r for r in records if r.gross_margin is not None and r.gross_margin > HUNDRED]
    state.problems += [_impossible(r) for r in impossible]
    records = [replace(r, gross_margin=None) if r in impossible else r for r in records]
    state.records += with_segment_places(records)
    state.problems += [*_doubts(records, layout, bound.page), *_loose_rows(records, bound.page)]
    state.last = (bound.table.rows[-1].page, len(layout.heading.columns))


def _figures_of(row: Row) -> list[Cell]:
    """The figures of a row that has several: above all headings of its table they belong to none.

    Those among words, too: no line parts a heading from the row below it.
    """
    found = [c for c in row.cells if is_number(c.text) or holds_amount(c.text)]
    return found if len(found) > 1 else []


def _impossible(record: SegmentRecord) -> Problem:
    message = f"{record.name}: a gross margin of {record.gross_margin} % cannot be, and was not taken"
    return Problem("columns-doubtful", message, record.source.page)


def _loose_end(piece: Framed, before: tuple[int, int]) -> list[Problem]:
    """A problem where a table without a heading may be the rest of one of revenue on the page before."""
    page, columns = before
    first = piece.table.rows[0] if piece.table.rows else None
    titled = any(breakdown_of(line) is None for line in piece.above)
    if first is None or titled or first.page != page + 1 or len(first.cells) != columns:
        return []
    return [Problem("rest-not-read", "A table may go on here from the page before; its rows were not read", first.page)]


def _opens_part(line: str) -> bool:
    """Whether a line is a numbered title other than one of a breakdown."""
    return matches(load("segments")["heading"]["patterns"], line) and breakdown_of(line) is None


def _announced(piece: Framed) -> Breakdown | None:
    """The breakdown that a title above the table names."""
    named = [breakdown_of(t) for t in piece.lines if len(t) <= MAX_TITLE]
    return next((b for b in reversed(named) if b is not None and b.dimension != "other"), None)


def _doubled(name: str, page: int) -> Problem:
    message = f"Two columns of a table of revenue both say that they give {name}; neither was taken"
    return Problem("two-candidates", message, page)


def _unit(stated: Unit | None, layout: Layout, piece: Framed, state: _State) -> Unit:
    """The unit of a table's amounts; a doubted one, with a problem, where none is stated."""
    amounts = [i for i, f in layout.fields.items() if f in AMOUNTS]
    if stated is None and any(i not in layout.units for i in amounts):
        message = "No unit is stated for a table of revenue; its amounts are withheld"
        state.problems.append(Problem("unit-not-stated", message, piece.table.page))
    return stated or NOT_STATED


def _basis(piece: Framed, layout: Layout) -> Basis:
    """Whether a table breaks down the revenue of the main business or all of it."""
    words = load("segments")["basis"]["main"]
    headings = [layout.heading.columns[i].path for i, f in layout.fields.items() if f in {"revenue", "revenue_share"}]
    titles = [r.cells[0].text for r in piece.table.rows[: layout.heading.first] if len(r.cells) == 1]
    above = [t for t in piece.lines if len(t) <= MAX_TITLE and breakdown_title(t)]
    return "main" if any(matches(words, t) for t in (*headings, *titles, *above[-1:])) else "revenue"


def breakdown_title(text: str) -> bool:
    """Whether a line is the title of one of the revenue tables."""
    return any(matches(entry["titles"], text) for entry in load("segments")["tables"].values())


def _doubts(records: Sequence[SegmentRecord], layout: Layout, page: int) -> list[Problem]:
    """A problem where the ratios of all rows contradict their amounts: then columns were misread."""
    ratios = [r for r in map(_ratio, records) if r is not None]
    if len(ratios) < 2 or any(abs(printed - computed) <= DOUBTFUL for printed, computed in ratios):
        return []
    message = f"In the table of revenue ({layout.kind}) no row's ratio agrees with its amounts"
    return [Problem("columns-doubtful", message, page)]


def _loose_rows(records: Sequence[SegmentRecord], page: int) -> list[Problem]:
    """Rows below no title of a breakdown, though every form has one: it was not found, or is not known as one."""
    loose = [r.name for r in records if r.dimension == "other" and r.dimension_label is None]
    if not loose:
        return []
    return [Problem("missing-row", f"no breakdown is told for the rows of revenue from {loose[0]!r} on", page)]


def _ratio(record: SegmentRecord) -> tuple[Decimal, Decimal] | None:
    """The gross margin as printed and as computed."""
    if record.revenue and record.cost is not None and record.gross_margin is not None:
        return record.gross_margin, (record.revenue - record.cost) / record.revenue * HUNDRED
    return None


def _same_names(records: list[SegmentRecord]) -> list[Problem]:
    """A problem for each name that one breakdown has twice: a title between the two may have been missed.

    The figures in which the two differ are taken out of both.
    """
    first: dict[tuple[str | None, ...], int] = {}
    out = []
    printed = tuple(records)
    for i, record in enumerate(printed):
        key = (record.table, record.dimension, record.dimension_label, record.parent, normal(record.name))
        before = printed[at := first.setdefault(key, i)]
        if before is not record:
            records[at], records[i] = (without(records[n], disputed(before, record)) for n in (at, i))
            label = record.dimension_label or record.dimension
            message = f"{record.name} stands twice under {label}, with {before.revenue} and with {record.revenue}"
            out.append(Problem("two-candidates", message, record.source.page))
    return out


def _unread_titles(stream: Sequence[Block], records: Sequence[SegmentRecord]) -> list[Problem]:
    """A problem for each kind of table that a title announces and none was read of."""
    form = load("segments")
    out = []
    for kind in ("composition", "major"):
        if any(r.table == kind for r in records):
            continue
        for i, block in enumerate(stream):
            if isinstance(block, Table) or len(block.text) > MAX_TITLE:
                continue
            if matches(form["tables"][kind]["titles"], block.text) and not _ticked_off(stream[i : i + 4]):
                message = f"A table is announced ({block.text}) but none could be read below the title"
                out.append(Problem("table-not-read", message, block.page))
                break
    return out


def _ticked_off(following: Sequence[Block]) -> bool:
    """Whether 不适用 is ticked in a title's line or those below it."""
    texts = [b.text for b in following if not isinstance(b, Table)]
    return any(matches(load("segments")["not_applicable"]["patterns"], t) for t in texts)
