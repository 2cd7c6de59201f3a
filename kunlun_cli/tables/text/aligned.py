"""Tables of a text laid out in columns: figures below each other, headings above, names beside.

Each page is taken by itself, since columns move from page to page; a table that goes on over the page
is put together by its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.blockrows import ITEM, UNBOUND, UNSURE, Rows, Span, Strip
from kunlun_cli.tables.text.build import Entry, Place, Text, table, with_nature, with_state
from kunlun_cli.tables.text.columnar import CODE
from kunlun_cli.tables.text.counted import count_alone
from kunlun_cli.tables.text.flow import assembled
from kunlun_cli.tables.text.layout import Layout, heading_from, strips_of, text_of
from kunlun_cli.tables.text.match import matched
from kunlun_cli.tables.text.names import ends_as_name, whole_name
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.segments import Segment, rivers
from kunlun_cli.tables.text.shifted import by_order
from kunlun_cli.tables.text.stacked import Headed
from kunlun_cli.tables.text.surroundings import counts_above, counts_at, notes_below, title_above
from kunlun_cli.tables.text.values import NUMERIC, cost, is_dimension, is_item
from kunlun_cli.tables.text.vocabulary import Leaf

# Figure lines further apart than this belong to different tables.
APART = 22
# A line of one piece as long as this many characters tells nothing of columns.
LONG = 26
# So much wider than the labels above is a line that is none of them: Latin letters take less room than they seem to.
ROOMY = 1.5
# A lone piece beside the labels that is wider than this is running text.
PROSE = 16
# Of so many rows one that lacks what all others have is odd.
FILLED = 4
# So many cells that cannot be of a column tell that the column is another's.
SEVERAL = 2
KEYED = frozenset({"key", "quarterly"})
"""The tables whose labels the forms know."""
MISPLACED = "a cell of its row or column cannot be of it: figures may stand under another heading"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# From this cost of a row on, the columns themselves are in doubt.
DOUBTFUL = 4.0


@dataclass(frozen=True)
class _Read:
    """Strips with the heading's columns and the rows they make."""

    strips: list[Strip]
    mapping: dict[int, int]
    types: list[str]
    spans: list[Span]

    @property
    def price(self) -> float:
        """What the dearest row costs."""
        return max((s.cost for s in self.spans if not s.cut), default=0.0)


def aligned_blocks(pages: Sequence[Page]) -> tuple[list[Line | Table], list[Problem]]:
    """The blocks of laid-out pages, and what of their tables could not be told."""
    layout = Layout(pages)
    regions = regions_of(layout)
    return assembled(layout.lines, regions), [p for r in regions for p in r.problems]


def regions_of(layout: Layout) -> list[Region]:
    """All tables with a heading that a form knows."""
    out: list[Region] = []
    at = 0
    n = len(layout.lines)
    while at < n:
        found = heading_from(layout, at)
        if found is None:
            end, counts = counts_at(layout, at)
            alone = count_alone(layout.lines, at)
            if counts:
                place = Place.of(layout.lines[at + 1 : end])
                out.append(Region(at + 1, end, table([([], place, counts)], [layout.lines[at].line.text])))
            elif alone:
                out.append(alone)
            at = max(end, at + 1)
            continue
        headed, first, end = found
        region = _Assembly(layout, headed, first, end).region()
        if region is None:
            at += 1
            continue
        out.append(region)
        at = region.end
    return out


class _Assembly:
    """One table, from its heading down to where it ends, over as many pages as it takes."""

    def __init__(self, layout: Layout, headed: Headed, first: int, end: int) -> None:
        self.layout = layout
        self.headed = headed
        self.first = first
        self.body = end
        self.problems: list[Problem] = []
        self._unended = False

    def region(self) -> Region | None:
        """The table in place of its lines; `None` if no rows stand below the heading."""
        parts: list[tuple[Sequence[Leaf], Place, Sequence[Entry]]] = []
        headed, head, at = self.headed, (self.first, self.body), self.body
        while True:
            columns, entries, end = self._rows(headed, at)
            if not entries:
                break
            parts.append((columns, Place.of(self.layout.lines[head[0] : head[1]]), entries))
            at = end
            again = heading_from(self.layout, at) if at < len(self.layout.lines) else None
            if again is None and self._titled_rest(headed, at):
                place = Place.of([self.layout.lines[at]])
                parts.append(([], place, [Entry((Text((self.layout.lines[at].raw.strip(),), place),), wide=True)]))
                at += 1
                continue
            if again is None or again[0].kind.kind != headed.kind.kind or headed.kind.kind != "key":
                break
            headed, head, at = again[0], (again[1], again[2]), again[2]
        if not parts:
            return None
        first, counts = counts_above(self.layout, self.first) if self.headed.kind.kind == "top10" else (self.first, [])
        title = (
            title_above(self.layout, self.first) if self.headed.kind.kind in {"top10", "top10_unrestricted"} else None
        )
        if title is not None:
            first = min(first, title)
            text = Text((self.layout.lines[title].raw.strip(),), Place.of([self.layout.lines[title]]))
            counts.append(Entry((text,), wide=True))
        if counts:
            parts.insert(0, ([], Place.of(self.layout.lines[first : first + 1]), counts))
        if self.headed.kind.kind in {"top10", "top10_unrestricted"}:
            at, notes = notes_below(self.layout, at)
            if notes:
                parts.append(([], Place.of(self.layout.lines[at - 1 : at]), notes))
        titles = [line.line.text for line in self.layout.lines[max(first - 8, 0) : first]]
        return Region(first, at, table(parts, titles), tuple(self.problems))

    def _titled_rest(self, headed: Headed, at: int) -> bool:
        """Whether a title inside a table of segments stands at a line, above rows that have no other heading."""
        inside = headed.kind.form == "segments" and at + 1 < len(self.layout.lines) and not self.layout.barrier[at + 1]
        return inside and is_dimension(self.layout.lines[at].text) and heading_from(self.layout, at + 1) is None

    # --- rows ---------------------------------------------------------------------------------

    def _rows(self, headed: Headed, first: int) -> tuple[list[Leaf], list[Entry], int]:
        """The rows below a heading, over page breaks, and the line at which they end."""
        leaves = list(headed.columns)
        entries: list[Entry] = []
        at = first
        opened = False
        while at < len(self.layout.lines):
            end = self._page_end(at)
            if end == at or not any(self.layout.figures(i) for i in range(at, end)):
                if opened and end > at:
                    entries, at = self._tail(entries, leaves, at, end)
                break
            goes_on = self._goes_on(end)
            self._unended = bool(entries) and not ends_as_name(entries[-1].cells[0].text)
            found = self._page_rows(headed, leaves, at, end, opened=opened, goes_on=goes_on)
            if not found:
                break
            entries = _merged(entries, found, leaves) if opened else [*entries, *found]
            kept = at + _trimmed(self.layout.pieces[at:end])
            goes_on = goes_on and kept == end
            at = kept
            if not goes_on:
                break
            opened = True
            again = heading_from(self.layout, at)
            if again and [c.path for c in again[0].columns] == [c.path for c in leaves]:
                headed, at = again[0], again[2]
            elif again:
                break
        self._cut_names(leaves, entries)
        return leaves, _doubted(entries, leaves), at

    def _cut_names(self, leaves: Sequence[Leaf], entries: Sequence[Entry]) -> None:
        """Name the rows whose names look cut: where several do, lines stand in the wrong rows."""
        if leaves[0].type != "name":
            return
        odd = [e.cells[0].text for e in entries if not e.wide and not whole_name(e.cells[0].text)]
        if len(odd) > 1:
            message = f"names that look cut: {'; '.join(name[:30] for name in odd[:4])}"
            self.problems.append(Problem(CODE, message, self.layout.lines[self.first].page))

    def _goes_on(self, end: int) -> bool:
        """Whether the lines end at a page break below which the table may go on."""
        return end < len(self.layout.lines) and self.layout.lines[end].after_break and not self.layout.barrier[end]

    def _page_end(self, first: int) -> int:
        """The end of the lines of one page that may be rows."""
        lines = self.layout.lines
        at = first
        last_figure = first - 1
        while at < len(lines) and not self.layout.barrier[at]:
            if at > first and lines[at].after_break:
                return at
            if self.layout.figures(at):
                last_figure = at
            elif at > first and heading_from(self.layout, at):
                break
            if at - max(last_figure, first) > APART:
                return last_figure + 1
            at += 1
        return at

    def _tail(self, entries: list[Entry], leaves: Sequence[Leaf], first: int, end: int) -> tuple[list[Entry], int]:
        """Lines after a page break without any figure: the rest of the last row's name."""
        pieces = [p for i in range(first, end) for p in self.layout.pieces[i]]
        if len(pieces) > 6 or end - first > 6 or not entries or leaves[0].type not in {"name", "text"}:
            return entries, first
        last = entries[-1]
        if self.headed.kind.kind in KEYED and not _cuts(last.cells[0].text, [p.text for p in pieces]):
            return entries, first
        name = Text((*last.cells[0].parts, *(p.text for p in pieces)), last.cells[0].place)
        return [*entries[:-1], Entry((name, *last.cells[1:]), last.wide, last.after_break)], end

    def _without_nature(self, entry: Entry, leaves: Sequence[Leaf], line: int) -> None:
        """Name a row whose nature, which the form never leaves blank, was not found: it may be in another cell."""
        natures = [i for i, leaf in enumerate(leaves) if leaf.type == "nature" and not entry.wide]
        blank = [i for i in natures if not entry.cells[i].parts]
        if blank and any(c.parts for c in entry.cells[1:]):
            message = f"row {entry.cells[0].text[:40]}: its nature cannot be told from its other cells"
            self.problems.append(Problem(CODE, message, self.layout.lines[line].page))

    def _unbound(self, strips: Sequence[Strip], types: Sequence[str]) -> None:
        """Name the cells that stand below no heading."""
        lost = _lost(strips, types)
        if lost:
            message = f"cells that stand below no heading: {', '.join(p.text for p in lost[:4])}"
            self.problems.append(Problem(CODE, message, lost[0].line.page))

    def _read(
        self,
        headed: Headed,
        leaves: Sequence[Leaf],
        strips: list[Strip],
        mapping: dict[int, int] | None,
        opened: bool,
        goes_on: bool,
    ) -> _Read | None:
        """The rows of some strips whose columns stand below those of the heading."""
        if mapping is None:
            return None
        cols = max([c for s in strips for c in s.cells] + list(mapping)) + 1
        types = [leaves[mapping[c]].type if c in mapping else UNBOUND for c in range(cols)]
        if headed.kind.kind in KEYED and 0 in mapping.values():
            types[next(c for c, k in mapping.items() if k == 0)] = ITEM
        spans = Rows(strips, types, opened=opened, ends=goes_on, unended=self._unended).best()
        return _Read(strips, mapping, types, spans)

    def _page_rows(
        self, headed: Headed, leaves: Sequence[Leaf], first: int, end: int, *, opened: bool, goes_on: bool
    ) -> list[Entry]:
        end = first + _trimmed(self.layout.pieces[first:end])
        pieces = self.layout.pieces[first:end]
        sides = rivers([p for p in pieces if len(p) > 1 or p[0].x1 - p[0].x0 < LONG * self.layout.wide])
        strips = strips_of(self.layout.lines[first:end], pieces, sides)
        reads = [self._read(headed, leaves, strips, matched(headed, leaves, strips, sides), opened, goes_on)]
        if reads[0] is None or reads[0].price >= DOUBTFUL or _lost(reads[0].strips, reads[0].types):
            shifted = by_order(self.layout.lines[first:end], pieces, leaves)
            if shifted is not None:
                reads.append(self._read(headed, leaves, shifted, {i: i for i in range(len(leaves))}, opened, goes_on))
        good = [r for r in reads if r is not None]
        if not good:
            return []
        read = min(good, key=lambda r: (bool(_lost(r.strips, r.types)), r.price))
        strips, mapping, spans = read.strips, read.mapping, read.spans
        self._unbound(strips, read.types)
        out = []
        for span in spans:
            entry = _entry(strips[span.first : span.end], mapping, len(leaves), break_=opened and span.first == 0)
            if not any(c.parts for c in entry.cells):
                continue
            entry = with_state(with_nature(entry, leaves), leaves)
            out.append(entry)
            self._without_nature(entry, leaves, first)
            if span.cost > UNSURE and not span.cut:
                name = entry.cells[0].text or "?"
                message = f"the lines of the row {name[:40]} may not all be its own"
                self.problems.append(Problem(CODE, message, self.layout.lines[first].page))
        return out


def _cuts(label: str, rest: Sequence[str]) -> bool:
    """Whether a label of key figures goes on in some lines overleaf, which may be titles of what follows there.

    It does where the two are a line that the forms know, and the label alone is none, or has a bracket left open.
    """
    plain = normal(label)
    return plain.count("(") > plain.count(")") or (is_item(label + "".join(rest)) and not is_item(label))


def _doubted(entries: list[Entry], leaves: Sequence[Leaf]) -> list[Entry]:
    """The rows, their figures doubted where one of them cannot be of its column, and of a column with several such.

    Of a table of holders, too, where a row has nothing in a column that all others fill: on the next page the row alone
    may stand one column off.
    """
    rows = [(i, entry) for i, entry in enumerate(entries) if not entry.wide]
    figures = [col for col, leaf in enumerate(leaves) if leaf.type in NUMERIC]
    odd = {(i, col) for i, entry in rows for col in figures if _misfits(entry.cells[col], leaves[col])}
    held = leaves[0].type == "name" and len(rows) > FILLED
    for col in [c for c, leaf in enumerate(leaves) if held and leaf.type in (*NUMERIC, "state")]:
        blank = [i for i, entry in rows if not entry.cells[col].parts]
        odd |= {(i, col) for i in blank if len(blank) == 1}
    lines = {i for i, _ in odd}
    columns = {col for col in figures if sum(at == col for _, at in odd) >= SEVERAL}

    def cell(i: int, col: int, text: Text) -> Text:
        doubted = bool(text.parts) and col in figures and (i in lines or col in columns)
        return replace(text, doubt=text.doubt or MISPLACED) if doubted else text

    return [replace(e, cells=tuple(cell(i, col, c) for col, c in enumerate(e.cells))) for i, e in enumerate(entries)]


def _misfits(cell: Text, leaf: Leaf) -> bool:
    """Whether a cell holds figures alone, and none of its column's kind: a fall where shares are counted, say."""
    text = normal(cell.text)
    return any(map(str.isdigit, text)) and not _CHINESE.search(text) and cost(leaf.type, text) is None


def _lost(strips: Sequence[Strip], types: Sequence[str]) -> list[Segment]:
    """The figures, and what shares are pledged, of some lines that stand below no heading, or across columns."""
    lost = [p for s in strips for c, some in s.cells.items() if types[c] == UNBOUND for p in some]
    lost += [p for s in strips for p in s.wide]
    states = [load("holders")["states"]["heading"] + "$"]
    return [p for p in lost if p.is_figure or matches(states, p.text)]


def _trimmed(pieces: Sequence[Sequence[Segment]]) -> int:
    """How many lines are left without those at the end that are too long for the column of labels."""
    n = len(pieces)
    figures = [i for i, some in enumerate(pieces) if any(p.is_figure for p in some)]
    if not figures:
        return n
    room = max((some[0].x1 for some in pieces[: figures[-1] + 1] if some and not some[0].is_figure), default=0)
    for i in range(figures[-1] + 1, n):
        if len(pieces[i]) != 1:
            continue
        piece = pieces[i][0]
        prose = piece.x0 >= room and piece.x1 - piece.x0 > PROSE
        if prose or (piece.x1 > ROOMY * room and piece.x0 < room):
            return i
    return n


def _entry(strips: Sequence[Strip], mapping: dict[int, int], n: int, *, break_: bool) -> Entry:
    """The row that some strips are, its cells by the heading's columns."""
    pieces: dict[int, list[Segment]] = {}
    for strip in strips:
        for col, some in strip.cells.items():
            if col in mapping:
                pieces.setdefault(mapping[col], []).extend(some)
    single = [p for s in strips for some in s.cells.values() for p in some]
    if not break_ and len(strips) == 1 and len(single) == 1 and not single[0].is_figure:
        return Entry((text_of(single),), wide=True, after_break=break_)
    cells = tuple(text_of(pieces.get(i, [])) for i in range(n))
    return Entry(cells, after_break=break_)


def _merged(before: list[Entry], found: list[Entry], leaves: Sequence[Leaf]) -> list[Entry]:
    """The rows of two pages: the first below the break is the rest of the last above it if it is partial."""
    if not before or found[0].wide or before[-1].wide or not _completes(before[-1], found[0], leaves):
        return [*before, *found]
    last, first = before[-1], found[0]
    cells = tuple(Text((*a.parts, *b.parts), a.place or b.place) for a, b in zip(last.cells, first.cells, strict=True))
    return [*before[:-1], Entry(cells, after_break=last.after_break), *found[1:]]


def _completes(last: Entry, first: Entry, leaves: Sequence[Leaf]) -> bool:
    """Whether the first row of a page is a rest: no figures of its own, or only those that the row above lacks."""
    numeric = [i for i, leaf in enumerate(leaves) if leaf.type in NUMERIC]
    told = [i for i in numeric if first.cells[i].parts]
    if not told:
        return True
    return not any(last.cells[i].parts for i in numeric)
