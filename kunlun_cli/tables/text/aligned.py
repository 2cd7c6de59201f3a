"""Tables of a text laid out in columns: figures below each other, headings above, names beside.

Each page is taken by itself, since columns move from page to page; a table that goes on over the page
is put together by its heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.blockrows import ITEM, UNBOUND, UNSURE, Rows, Span, Strip
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.columnar import CODE
from kunlun_cli.tables.text.flow import assembled
from kunlun_cli.tables.text.match import matched
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.segments import Segment, placed, rivers, segments, width_of_wide
from kunlun_cli.tables.text.stacked import Headed, understood
from kunlun_cli.tables.text.stream import RawLine, stream
from kunlun_cli.tables.text.values import NUMERIC, cost
from kunlun_cli.tables.text.vocabulary import Leaf, kinds, words

# Figure lines further apart than this belong to different tables.
APART = 22
# No heading of the forms has more lines.
HEADING = 16
# A line of one piece as long as this many characters tells nothing of columns.
LONG = 26


@dataclass
class Body:
    """A heading and the strips below it on one page."""

    headed: Headed
    head: tuple[int, int]
    first: int
    end: int
    spans: list[Span] = field(default_factory=list)


class Layout:
    """The lines of a laid-out text with their pieces."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Cut all lines of the pages."""
        self.lines = stream(pages)
        self.wide = width_of_wide(self.lines)
        self.pieces = [segments(line, self.wide) for line in self.lines]
        ends = load("flow")["ends"]
        self._stops = [*ends["titles"], *ends["ticks"], *ends["laid_out"]]
        self.barrier = [self._is_barrier(i) for i in range(len(self.lines))]

    def figures(self, i: int) -> int:
        """How many figures a line holds."""
        return sum(p.is_figure for p in self.pieces[i])

    def _is_barrier(self, i: int) -> bool:
        """Whether a line parts tables: a title, a tick, a unit, running text."""
        text = self.lines[i].text
        if self.figures(i) > 1:
            return False
        if matches(self._stops, text):
            return True
        if len(self.pieces[i]) == 1 and len(text) > 34 and not self.pieces[i][0].is_figure:
            return True
        return bool(re.search("。$|；$", text)) and len(self.pieces[i]) == 1


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
        found = _heading_from(layout, at)
        if found is None:
            at += 1
            continue
        headed, first, end = found
        region = _Assembly(layout, headed, first, end).region()
        if region is None:
            at += 1
            continue
        out.append(region)
        at = region.end
    return out


def _starts_heading(layout: Layout, i: int) -> bool:
    """Whether a heading may begin at a line: text without figures that begins or ends a heading word."""
    if layout.barrier[i] or layout.figures(i):
        return False
    return True


def _heading_from(layout: Layout, first: int) -> tuple[Headed, int, int] | None:
    """The heading that begins at a line: the run of lines that a form's words cover best."""
    if not _starts_heading(layout, first):
        return None
    if not any(_begins_word(p.text) for p in layout.pieces[first]):
        return None
    best: tuple[Headed, int] | None = None
    for end in range(first + 1, min(first + HEADING, len(layout.lines)) + 1):
        i = end - 1
        if layout.barrier[i] or layout.figures(i):
            break
        headed = understood(layout.pieces[first:end])
        if headed and (best is None or (-headed.unknown, headed.known) >= (-best[0].unknown, best[0].known)):
            best = (headed, end)
    return (best[0], first, best[1]) if best else None


def _begins_word(text: str) -> bool:
    """Whether a piece may be a heading cell's first line."""
    return matches(load("flow")["heading_pieces"]["patterns"], text)


class _Assembly:
    """One table, from its heading down to where it ends, over as many pages as it takes."""

    def __init__(self, layout: Layout, headed: Headed, first: int, end: int) -> None:
        self.layout = layout
        self.headed = headed
        self.first = first
        self.body = end
        self.problems: list[Problem] = []

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
            again = _heading_from(self.layout, at) if at < len(self.layout.lines) else None
            if again is None or again[0].kind.kind != headed.kind.kind or headed.kind.kind not in {"key"}:
                break
            headed, head, at = again[0], (again[1], again[2]), again[2]
        if not parts:
            return None
        first, counts = _counts_above(self.layout, self.first) if self.headed.kind.kind == "top10" else (self.first, [])
        title = _title_above(self.layout, self.first) if self.headed.kind.kind in {"top10", "unrestricted"} else None
        if title is not None:
            first = min(first, title)
            text = Text((self.layout.lines[title].raw.strip(),), Place.of([self.layout.lines[title]]))
            counts.append(Entry((text,), wide=True))
        if counts:
            parts.insert(0, ([], Place.of(self.layout.lines[first : first + 1]), counts))
        if self.headed.kind.kind in {"top10", "unrestricted"}:
            at, notes = _notes_below(self.layout, at)
            if notes:
                parts.append(([], Place.of(self.layout.lines[at - 1 : at]), notes))
        titles = [line.line.text for line in self.layout.lines[max(first - 8, 0) : first]]
        return Region(first, at, table(parts, titles), tuple(self.problems))

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
            again = _heading_from(self.layout, at)
            if again and [c.path for c in again[0].columns] == [c.path for c in leaves]:
                headed, at = again[0], again[2]
            elif again:
                break
        return leaves, entries, at

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
            elif at > first and _heading_from(self.layout, at):
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
        name = Text((*last.cells[0].parts, *(p.text for p in pieces)), last.cells[0].place)
        return [*entries[:-1], Entry((name, *last.cells[1:]), last.wide, last.after_break)], end

    def _unbound(self, strips: Sequence[Strip], types: Sequence[str]) -> None:
        """Name the figures that stand below no heading."""
        lost = [p for s in strips for c, some in s.cells.items() if types[c] == UNBOUND for p in some]
        lost += [p for s in strips for p in s.wide]
        figures = [p.text for p in lost if p.is_figure]
        if figures:
            message = f"figures that stand below no heading: {', '.join(figures[:4])}"
            self.problems.append(Problem(CODE, message, lost[0].line.page))

    def _page_rows(
        self, headed: Headed, leaves: Sequence[Leaf], first: int, end: int, *, opened: bool, goes_on: bool
    ) -> list[Entry]:
        end = first + _trimmed(self.layout.pieces[first:end])
        pieces = self.layout.pieces[first:end]
        sides = rivers([p for p in pieces if len(p) > 1 or p[0].x1 - p[0].x0 < LONG * self.layout.wide])
        strips = _strips(self.layout.lines[first:end], pieces, sides)
        mapping = matched(headed, leaves, strips, sides)
        if mapping is None:
            return []
        types = [leaves[mapping[c]].type if c in mapping else UNBOUND for c in range(len(sides))]
        if headed.kind.kind in {"key", "quarterly"} and 0 in mapping.values():
            types[next(c for c, k in mapping.items() if k == 0)] = ITEM
        self._unbound(strips, types)
        spans = Rows(strips, types, opened=opened, ends=goes_on).best()
        out = []
        for span in spans:
            entry = _entry(strips[span.first : span.end], mapping, len(leaves), break_=opened and span.first == 0)
            if not any(c.parts for c in entry.cells):
                continue
            out.append(entry)
            if span.cost > UNSURE and not span.cut:
                name = entry.cells[0].text or "?"
                message = f"the lines of the row {name[:40]} may not all be its own"
                self.problems.append(Problem(CODE, message, self.layout.lines[first].page))
        return out


def _trimmed(pieces: Sequence[Sequence[Segment]]) -> int:
    """How many lines are left without those at the end that are too long for the column of labels."""
    n = len(pieces)
    figures = [i for i, some in enumerate(pieces) if any(p.is_figure for p in some)]
    if not figures:
        return n
    room = max((some[0].x1 for some in pieces[: figures[-1] + 1] if some and not some[0].is_figure), default=0)
    for i in range(figures[-1] + 1, n):
        if len(pieces[i]) == 1 and pieces[i][0].x1 > room + 1 and pieces[i][0].x0 < room:
            return i
    return n


def _strips(
    lines: Sequence[RawLine], pieces: Sequence[Sequence[Segment]], sides: Sequence[tuple[int, int]]
) -> list[Strip]:
    out = []
    for line, some in zip(lines, pieces, strict=True):
        cells: dict[int, list[Segment]] = {}
        wide: list[Segment] = []
        for piece, col in zip(some, placed(some, sides), strict=True):
            if col is None:
                wide.append(piece)
            else:
                cells.setdefault(col, []).append(piece)
        out.append(Strip(line.number, {c: tuple(p) for c, p in cells.items()}, tuple(wide)))
    return out


def _entry(strips: Sequence[Strip], mapping: dict[int, int], n: int, *, break_: bool) -> Entry:
    """The row that some strips are, its cells by the heading's columns."""
    pieces: dict[int, list[Segment]] = {}
    for strip in strips:
        for col, some in strip.cells.items():
            if col in mapping:
                pieces.setdefault(mapping[col], []).extend(some)
    single = [p for s in strips for some in s.cells.values() for p in some]
    if len(strips) == 1 and len(single) == 1 and not single[0].is_figure:
        return Entry((_text(single),), wide=True, after_break=break_)
    cells = tuple(_text(pieces.get(i, [])) for i in range(n))
    return Entry(cells, after_break=break_)


def _text(pieces: Sequence[Segment]) -> Text:
    lines = list(dict.fromkeys(p.line for p in pieces))
    parts = tuple(" ".join(p.text for p in pieces if p.line is line) for line in lines)
    return Text(parts, Place.of(lines)) if parts else Text()


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


# --- what stands above and below a holders' table -------------------------------------------------


def _title_above(layout: Layout, heading: int) -> int | None:
    """The line of a table's own title right above its heading."""
    for i in range(heading - 1, max(heading - 3, -1), -1):
        if matches(load("flow")["counts"]["below"], layout.lines[i].text):
            return i
    return None


def _counts_above(layout: Layout, heading: int) -> tuple[int, list[Entry]]:
    """The counts of holders above a holders' table, and the line with which they begin."""
    data = load("flow")["counts"]
    start = None
    for i in range(heading - 1, max(heading - 40, -1), -1):
        if matches(data["above"], layout.lines[i].text):
            start = i + 1
            break
    if start is None:
        return heading, []
    end = next(
        (i for i in range(start, heading) if matches(load("flow")["counts"]["below"], layout.lines[i].text)), heading
    )
    pieces = layout.pieces[start:end]
    label = re.compile(data["label"])
    best: list[Entry] = []
    for some in ([p for p in pieces if len(p) > 1], pieces):
        entries = _counted(layout.lines[start:end], pieces, rivers(some)) if some else []
        good = [e for e in entries if len(label.findall(normal(e.cells[0].text))) == 1]
        if len(good) == len(entries) and len(good) > len(best):
            best = entries
    return (start, best) if best else (heading, [])


def _counted(
    lines: Sequence[RawLine], pieces: Sequence[Sequence[Segment]], sides: Sequence[tuple[int, int]]
) -> list[Entry]:
    strips = _strips(lines, pieces, sides)
    types = []
    for col in range(len(sides)):
        some = [p for s in strips for p in s.cells.get(col, ())]
        types.append("count" if some and all(p.is_figure for p in some) else "text")
    if "count" not in types:
        return []
    out: list[Entry] = []
    for span in Rows(strips, types, opened=False, ends=False).best():
        cells = {
            c: _text(p) for c, p in Rows(strips, types, opened=False, ends=False).lines_of(span.first, span.end).items()
        }
        ordered = [cells[c] for c in sorted(cells)]
        out += [
            Entry((label, number))
            for label, number in zip(ordered, ordered[1:], strict=False)
            if not re.fullmatch(r"[\d,]+户?", normal(label.text)) and re.fullmatch(r"[\d,]+户?", normal(number.text))
        ]
    return out


def _notes_below(layout: Layout, first: int) -> tuple[int, list[Entry]]:
    """The notes below a holders' table: labels on the left, their texts on the right."""
    labels = [re.compile(e["pattern"]) for e in load("flow")["notes"]["labels"]]
    ends = load("flow")["ends"]
    end = first
    while end < len(layout.lines) and end - first < 70:
        text = layout.lines[end].text
        if matches([*ends["titles"], *ends["ticks"], *ends["after_notes"]], text):
            break
        if _heading_from(layout, end):
            break
        end += 1
    pieces = layout.pieces[first:end]
    two = [p for p in pieces if len(p) > 1]
    if not two:
        return first, []
    side = Counter(p[1].x0 for p in two).most_common(1)[0][0]
    left: list[tuple[int, Segment]] = []
    right: list[tuple[int, Segment]] = []
    for i, some in enumerate(pieces):
        for piece in some:
            (left if piece.x1 <= side else right).append((i, piece))
    return _paired(layout, first, left, right, labels)


def _paired(
    layout: Layout,
    first: int,
    left: Sequence[tuple[int, Segment]],
    right: Sequence[tuple[int, Segment]],
    labels: Sequence[re.Pattern[str]],
) -> tuple[int, list[Entry]]:
    found: list[tuple[list[tuple[int, Segment]], float]] = []
    held: list[tuple[int, Segment]] = []
    for item in left:
        held.append(item)
        text = "".join(normal(p.text) for _, p in held)
        if any(p.fullmatch(text) for p in labels):
            found.append((held, sum(i for i, _ in held) / len(held)))
            held = []
    if not found:
        return first, []
    texts = _dealt([m for _, m in found], right)
    entries = [Entry((_text([p for _, p in some]), _text(t))) for (some, _), t in zip(found, texts, strict=True)]
    used = max([i for some, _ in found for i, _ in some] + [i for i, _ in right])
    return first + used + 1, entries


def _dealt(middles: Sequence[float], right: Sequence[tuple[int, Segment]]) -> list[list[Segment]]:
    """The lines of text by label: runs of lines whose middles are nearest to their labels' middles."""
    n = len(right)
    best: list[tuple[float, list[int]]] = [(0.0, [])] + [(float("inf"), []) for _ in range(n)]
    for middle in middles:
        following: list[tuple[float, list[int]]] = [(price + 3.0, [*cuts, i]) for i, (price, cuts) in enumerate(best)]
        for begun in range(n):
            for end in range(begun + 1, n + 1):
                place = (right[begun][0] + right[end - 1][0]) / 2
                price = best[begun][0] + abs(place - middle)
                if price < following[end][0]:
                    following[end] = (price, [*best[begun][1], end])
        best = following
    cuts = [0, *best[n][1]]
    return [[p for _, p in right[a:b]] for a, b in zip(cuts, cuts[1:], strict=False)]
