"""Key figures of a text read column by column: all labels, then each period's figures below its heading.

A table of two headings (flows, then balances, or the other way round) gives two runs of figures a
column. The runs' lengths say how many labels belong to each.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kunlun_cli.forms import load, matches
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.columnar import CODE, Chunk, Column, column_of, scan, split_leaves
from kunlun_cli.tables.text.names import best_ways
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.stream import RawLine
from kunlun_cli.tables.text.values import cost, is_item, numberlike
from kunlun_cli.tables.text.vocabulary import Leaf, kind_named

# The second best way must be so much dearer: half of what one odd cell costs.
MARGIN = 0.5


@dataclass(frozen=True)
class _Group:
    """Rows that share a heading: its columns, and how many rows they have."""

    columns: tuple[Column, ...]
    rows: int


def key_region(lines: Sequence[RawLine], first: int, kind: str) -> Region | None:
    """The table whose first heading of figures begins at a line, its labels standing above."""
    scanned = scan(lines, first, kind_named(kind))
    if scanned.n_words < 2 or not scanned.chunks[0].lines:
        return None
    columns = [column_of(leaf, chunk) for leaf, chunk in zip(split_leaves(scanned), scanned.chunks, strict=True)]
    start = _labels_start(lines, first)
    labels = lines[start:first]
    if not labels or not any(c.values for c in columns):
        return None
    groups = _groups(columns)
    problems: list[Problem] = []
    parts = _parts(labels, groups, problems, Place.of(lines[first : first + 1]))
    if parts is None:
        message = f"{len(labels)} lines of labels cannot be given to {sum(g.rows for g in groups)} rows with certainty"
        return Region(
            start, scanned.end, table([([], Place.of(labels), [])]), (Problem(CODE, message, lines[start].page),)
        )
    titles = [line.line.text for line in lines[max(start - 8, 0) : start]]
    end = _end(lines, scanned.chunks[-1], columns[-1], scanned.end)
    return Region(start, end, table(parts, titles), tuple(problems))


def _end(lines: Sequence[RawLine], chunk: Chunk, column: Column, end: int) -> int:
    """Where the last column's figures end: what follows them is text again."""
    left = {(t.place.page, t.place.top) for t in column.rest if t.place}
    while chunk.lines and end > 0 and (lines[end - 1].page, lines[end - 1].number) in left:
        end -= 1
    return end


def _labels_start(lines: Sequence[RawLine], first: int) -> int:
    """The first of the lines of labels above a heading."""
    ends = load("flow")["ends"]
    stops = [*ends["titles"], *ends["ticks"], *ends["columnar"], *ends["sentences"], "(会计数据|财务指标|原因|情况)$"]
    start = first
    while start > 0 and first - start < 60:
        text = lines[start - 1].text
        if matches(stops, text) or numberlike(text):
            break
        start -= 1
    return start


def _is_balance(leaf: Leaf) -> bool:
    return "末" in leaf.path[0]


def _groups(columns: Sequence[Column]) -> list[_Group]:
    """The columns by the heading row they belong to, in the order in which the rows stand."""
    keys = list(dict.fromkeys(_is_balance(c.leaf) for c in columns))
    # 年初至报告期末 is a flow beside 本报告期; there, one heading row holds both.
    if not _alternates(columns, keys):
        keys = keys[:1]
        chosen = {keys[0]: list(columns)}
    else:
        chosen = {k: [c for c in columns if _is_balance(c.leaf) is k] for k in keys}
    out = []
    for key in keys:
        counts = Counter(len(c.values) for c in chosen[key] if c.values)
        rows = max(counts, key=lambda n: (counts[n], n)) if counts else 0
        out.append(_Group(tuple(chosen[key]), rows))
    return out


def _alternates(columns: Sequence[Column], keys: Sequence[bool]) -> bool:
    """Whether the two sorts of heading follow each other in turn, as two heading rows do."""
    kinds = [_is_balance(c.leaf) for c in columns]
    if len(keys) < 2 or len(kinds) % 2:
        return False
    return all(kind == keys[i % 2] for i, kind in enumerate(kinds))


def _parts(
    labels: Sequence[RawLine], groups: Sequence[_Group], problems: list[Problem], at: Place
) -> list[tuple[Sequence[Leaf], Place, Sequence[Entry]]] | None:
    texts = _cut_labels(labels, sum(g.rows for g in groups))
    if texts is None:
        return None
    parts: list[tuple[Sequence[Leaf], Place, Sequence[Entry]]] = []
    done = 0
    for group in groups:
        cells = [_figures(column, group.rows, problems, at.page) for column in group.columns]
        here = texts[done : done + group.rows]
        done += group.rows
        entries = [Entry((label, *(c[i] for c in cells))) for i, label in enumerate(here)]
        parts.append(([Leaf(("",), "text"), *(c.leaf for c in group.columns)], at, entries))
    return parts


def _figures(column: Column, n: int, problems: list[Problem], page: int) -> list[Text]:
    if len(column.values) == n:
        return list(column.values)
    if column.values:
        name = column.leaf.name
        message = f"column {name}: {len(column.values)} values for {n} rows; the text does not show which are blank"
        problems.append(Problem(CODE, message, page))
    return [Text()] * n


def _cut_labels(lines: Sequence[RawLine], n: int) -> list[Text] | None:
    """The lines cut into `n` labels of which as many as can be are known items."""

    @functools.cache
    def price(first: int, end: int, index: int) -> float:
        del index
        text = "".join(line.text for line in lines[first:end])
        known = is_item(text)
        blanks = sum(0.2 for line in lines[first + 1 : end] if line.after_blank)
        return blanks + (0.0 if known else 2.0 + 0.5 * (end - first - 1))

    ways = best_ways(lines, n, price, longest=7)
    if not ways or (len(ways) > 1 and ways[1][0] < ways[0][0] + MARGIN):
        return None
    ends = ways[0][1]
    spans = zip([0, *ends[:-1]], ends, strict=True)
    return [Text(tuple(line.raw.strip() for line in lines[a:b]), Place.of(lines[a:b])) for a, b in spans]


def is_figure(text: str) -> bool:
    """Whether a line is a figure of a table of key figures."""
    return cost("amount", text) is not None or cost("change", text) is not None
