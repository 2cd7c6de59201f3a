"""Tables of a text read column by column: each heading cell, then all that stands below it.

The rows are nowhere in such a text. That a column's values are as many as the others' makes them rows;
where a column has fewer, which of its cells are blank is not known, and none is given.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.labels import dealt, label_run, labels_above, paragraphs_of
from kunlun_cli.tables.text.names import Evidence, best_ways, cut
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.stream import RawLine, tokens
from kunlun_cli.tables.text.values import cost, numberlike
from kunlun_cli.tables.text.vocabulary import HeadingCell, Kind, Leaf, is_word, kind_named

CODE = "ambiguous-alignment"
# A heading cell has no more lines; a region no more than this.
MAX_HEADING = 7
MAX_REGION = 900


@dataclass
class Chunk:
    """Heading cells that follow each other, and the lines below them."""

    words: list[HeadingCell]
    at: list[RawLine]
    lines: list[RawLine] = field(default_factory=list)


@dataclass
class Scan:
    """A region taken apart: what stands before the first heading, the chunks, the other cells."""

    kind: Kind
    first: int
    end: int
    chunks: list[Chunk]
    labels: list[tuple[str, Text]]
    """Labels of counts ("count") and of notes ("note") met on the way, in order."""

    @property
    def n_words(self) -> int:
        """How many heading cells there are."""
        return sum(len(c.words) for c in self.chunks)


@functools.cache
def _stops(kind: str) -> tuple[str, ...]:
    ends = load("flow")["ends"]
    common = (*ends["titles"], *ends["ticks"], *ends["columnar"])
    return common if kind == "top10" else (*common, *ends["holders"], *ends["sentences"])


def heading_run(lines: Sequence[RawLine], at: int, kind: Kind) -> tuple[HeadingCell, int] | None:
    """The heading cell that begins at a line and how many lines it takes: the longest that is one."""
    text, best = "", None
    for n in range(1, MAX_HEADING + 1):
        if at + n > len(lines):
            break
        text += lines[at + n - 1].text
        word = is_word(text, kind)
        if word:
            best = (word, n)
    return best


def scan(lines: Sequence[RawLine], first: int, kind: Kind) -> Scan:
    """The region that begins at a line, as a table of the given sort."""
    out = Scan(kind, first, first, [], [])
    at = first
    while at < len(lines) and at - first < MAX_REGION:
        word = heading_run(lines, at, kind)
        label = label_run(lines, at) if kind.kind == "top10" else None
        if word:
            if not out.chunks or out.chunks[-1].lines:
                out.chunks.append(Chunk([], []))
            out.chunks[-1].words.append(word[0])
            out.chunks[-1].at += lines[at : at + word[1]]
            at += word[1]
        elif label:
            text = Text(
                tuple(line.raw.strip() for line in lines[at : at + label[1]]), Place.of(lines[at : at + label[1]])
            )
            out.labels.append((label[0], text))
            at += label[1]
        elif matches(_stops(kind.kind), lines[at].text):
            break
        else:
            if out.chunks:
                out.chunks[-1].lines.append(lines[at])
            at += 1
        out.end = at
    return out


@dataclass(frozen=True)
class Column:
    """A column read: its heading, its values, and the lines below it that are none."""

    leaf: Leaf
    values: tuple[Text, ...]
    rest: tuple[Text, ...]
    lines: tuple[RawLine, ...]


def _values(lines: Sequence[RawLine], type_: str) -> tuple[list[Text], list[Text]]:
    """The values of a type with which the lines begin, and what follows them."""
    found: list[Text] = []
    parts = tokens(lines)
    at = 0
    while at < len(parts):
        taken = _value_at(parts, at, type_)
        if not taken:
            break
        some = parts[at : at + taken]
        found.append(Text(tuple(t.text for t in some), Place.of([some[0].line])))
        at += taken
    left = [t.line for t in parts[at:]]
    rest = [Text((line.raw.strip(),), Place.of([line])) for line in dict.fromkeys(left)]
    return found, rest


def _value_at(parts: Sequence[object], at: int, type_: str) -> int:
    """How many tokens the value at a token takes; 0 if there is none of the type.

    A figure cut in two by a narrow cell goes on with the next token, if neither part is a figure alone.
    """
    for n in (1, 2, 3):
        some = parts[at : at + n]
        if len(some) == n and cost(type_, normal("".join(t.text for t in some))) is not None:  # type: ignore[attr-defined]
            return n
    return 0


def split_leaves(scanned: Scan) -> list[Leaf]:
    """The column of each chunk: its own heading cells, below a wide one before them if they have none."""
    out: list[Leaf] = []
    for i, chunk in enumerate(scanned.chunks):
        words = chunk.words
        above = _wide_before(out, scanned.kind.kind)
        if len(words) > 1 and words[-1].level == "sub":
            out.append(Leaf((words[-2].text, words[-1].text), _type(words), i))
        elif words[-1].level == "sub" and above is not None:
            out.append(Leaf((above.path[0], words[-1].text), words[-1].type, above.group))
        else:
            out.append(Leaf((words[-1].text,), words[-1].type))
    return out


def _wide_before(leaves: Sequence[Leaf], kind: str) -> Leaf | None:
    """The column whose wide heading a sub-heading without one shares.

    Key figures under two headings in turn give two columns before it, one of each heading row.
    """
    found = leaves[-1] if leaves and leaves[-1].group >= 0 else None
    before = leaves[-2] if len(leaves) > 1 and leaves[-2].group >= 0 else None
    if kind == "key" and found and before and ("末" in found.path[0]) != ("末" in before.path[0]):
        return before
    return found


def _type(words: Sequence[HeadingCell]) -> str:
    return "change" if words[-2].type == "change" else words[-1].type


def column_of(leaf: Leaf, chunk: Chunk) -> Column:
    """The column that a chunk is: its values by type, or the lines of its texts."""
    if leaf.type in {"name", "nature"}:
        texts, rest = _split_foreign(chunk.lines)
        return Column(leaf, (), tuple(rest), tuple(texts))
    values, left = _values(chunk.lines, leaf.type)
    return Column(leaf, tuple(values), tuple(left), ())


# --- holders and lending ----------------------------------------------------------------------


def holders_region(lines: Sequence[RawLine], first: int, known: frozenset[str]) -> Region | None:
    """The holders' or lending table whose column of names begins at a line."""
    scans = [scan(lines, first, kind_named(k)) for k in ("participation", "changes", "top10", "top10_unrestricted")]
    fitting = [s for s in scans if s.n_words >= s.kind.required and len(s.chunks) > 1 and _must(s)]
    if not fitting:
        return None
    best = max(fitting, key=lambda s: s.n_words)
    return _Holders(lines, best, known).region()


def _must(scanned: Scan) -> bool:
    text = "".join(w.text for c in scanned.chunks for w in c.words)
    return bool(scanned.kind.must.search(text)) and not scanned.kind.mustnot.search(text)


class _Holders:
    """One table of names and figures, put together from its columns."""

    def __init__(self, lines: Sequence[RawLine], scanned: Scan, known: frozenset[str]) -> None:
        self.lines = lines
        self.scanned = scanned
        self.known = known
        self.problems: list[Problem] = []
        self.page = lines[scanned.first].page
        self.columns: list[Column] = []
        for leaf, chunk in zip(split_leaves(scanned), scanned.chunks, strict=True):
            self.columns.append(column_of(leaf, chunk))
        counts = Counter(len(c.values) for c in self.columns if c.leaf.type not in {"name", "nature"} and c.values)
        # A foreign figure may stand at a column's end: the commonest number, of equals the lower.
        self.n = min(counts, key=lambda k: (-counts[k], k)) if counts else 0

    def region(self) -> Region | None:
        """The table in place of its lines, with the problems of putting it together."""
        if self.n < 1:
            return None
        surplus: list[Text] = []
        notes: list[Text] = []
        natures = self._natures()
        cells: list[list[Text]] = []
        for column in self.columns:
            if column.leaf.type == "nature":
                cells.append(natures)
            elif column.leaf.type == "name":
                cells.append(self._names(column, natures))
            else:
                cells.append(self._figures(column))
                surplus += column.values[self.n :] if len(column.values) > self.n else ()
            for text in column.rest:
                (surplus if numberlike(normal(text.text)) else notes).append(text)
        first, above, counts = self._counts(sorted(surplus, key=_order))
        entries = [Entry(tuple(c[i] for c in cells)) for i in range(self.n)]
        at = Place.of(self.scanned.chunks[0].at)
        columns = [c.leaf for c in self.columns]
        parts: list[tuple[Sequence[Leaf], Place, Sequence[Entry]]] = (
            [([], at, [*counts, *above])] if counts or above else []
        )
        parts.append((columns, at, entries))
        noted = self._notes(notes)
        if noted:
            parts.append(([], at, noted))
        titles = [line.line.text for line in self.lines[max(first - 8, 0) : first]]
        return Region(first, self.scanned.end, table(parts, titles), tuple(self.problems))

    def _problem(self, message: str) -> None:
        self.problems.append(Problem(CODE, message, self.page))

    def _figures(self, column: Column) -> list[Text]:
        """The column's values by row; all blank where it has fewer than there are rows."""
        if len(column.values) >= self.n:
            return list(column.values[: self.n])
        if column.values:
            self._problem(
                f"column {column.leaf.name}: {len(column.values)} values for {self.n} rows; "
                "the text does not show to which rows they belong"
            )
        return [Text()] * self.n

    def _natures(self) -> list[Text]:
        column = next((c for c in self.columns if c.leaf.type == "nature"), None)
        if column is None:
            return []
        texts = group_closed(column.lines, self.n, "nature")
        if texts is None:
            if column.lines:
                self._problem(
                    f"column {column.leaf.name}: its lines cannot be parted into {self.n} cells with certainty"
                )
            return [Text()] * self.n
        return texts

    def _names(self, column: Column, natures: Sequence[Text]) -> list[Text]:
        evidence = Evidence(tuple(t.text for t in natures), self.known)
        found = cut(column.lines, self.n, evidence)
        out = [
            Text(tuple(line.raw.strip() for line in lines), Place.of(lines)) if lines else Text()
            for lines in found.names
        ]
        if not found.certain:
            unsure = [str(i + 1) for i, lines in enumerate(found.names) if lines is None]
            self._problem(
                f"{len(column.lines)} lines of names cannot be parted into {self.n} names with certainty "
                f"(rows {', '.join(unsure)})"
            )
        return out

    def _counts(self, surplus: Sequence[Text]) -> tuple[int, list[Entry], list[Entry]]:
        """Where the region begins with the counts above it, its title, and the counts with their numbers."""
        if self.scanned.kind.kind != "top10":
            self._unplaced(surplus)
            return self.scanned.first, [], []
        first, labels, titles = labels_above(self.lines, self.scanned.first)
        labels += [text for sort, text in self.scanned.labels if sort == "count"]
        if len(surplus) != len(labels):
            self._unplaced(surplus)
            if labels:
                self._problem(f"{len(labels)} labels of numbers of holders, but {len(surplus)} numbers")
            entries = [Entry((label, Text())) for label in labels]
        else:
            entries = [Entry(pair) for pair in zip(labels, surplus, strict=True)]
        return first, [Entry((t,), wide=True) for t in titles], entries

    def _unplaced(self, surplus: Sequence[Text]) -> None:
        if surplus:
            shown = ", ".join(t.text for t in surplus[:5])
            self._problem(f"figures that belong to no row of the table: {shown}")

    def _notes(self, texts: Sequence[Text]) -> list[Entry]:
        """The notes below the table: each label with its text."""
        labels = [text for sort, text in self.scanned.labels if sort == "note"]
        paragraphs = paragraphs_of(sorted(texts, key=_order), self.lines)
        if not labels:
            return [Entry((p,), wide=True) for p in paragraphs]
        return [Entry(pair) for pair in zip(labels, dealt(labels, paragraphs), strict=True)]


def _order(text: Text) -> tuple[int, int]:
    return (text.place.page, text.place.top) if text.place else (0, 0)


def _split_foreign(lines: Sequence[RawLine]) -> tuple[list[RawLine], list[Text]]:
    """Lines of text, and figures among them that belong elsewhere."""
    texts = [line for line in lines if not numberlike(line.text)]
    rest = [Text((line.raw.strip(),), Place.of([line])) for line in lines if numberlike(line.text)]
    return texts, rest


def group_closed(lines: Sequence[RawLine], n: int, type_: str) -> list[Text] | None:
    """Lines grouped into `n` cells that each hold a word of a closed list; `None` if not in one way."""

    def price(first: int, end: int, index: int) -> float:
        del index
        fit = cost(type_, "".join(line.text for line in lines[first:end]))
        blanks = sum(0.1 for line in lines[first + 1 : end] if line.after_blank)
        return 100.0 if fit is None else fit + blanks

    ways = best_ways(lines, n, price, longest=6)
    if not ways or ways[0][0] >= 100 or (len(ways) > 1 and ways[1][0] <= ways[0][0]):
        return None
    ends = ways[0][1]
    spans = zip([0, *ends[:-1]], ends, strict=True)
    return [Text(tuple(line.raw.strip() for line in lines[a:b]), Place.of(lines[a:b])) for a, b in spans]
