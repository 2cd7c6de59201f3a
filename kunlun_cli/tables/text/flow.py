"""Tables of a text of which only the order is known, read row by row or column by column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kunlun_cli.figures.units import stated_unit
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.pages.page import Line, Page
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.blanks import cut_figures, settled
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.columnar import CODE, heading_run, holders_region
from kunlun_cli.tables.text.counted import count_alone, counted_in
from kunlun_cli.tables.text.heading import Heading, heading_at
from kunlun_cli.tables.text.keyfigures import is_figure, key_region
from kunlun_cli.tables.text.lost import figures_in, unread, with_lost_rows
from kunlun_cli.tables.text.names import ends_as_name
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.rowwise import Parsed, Parser, terminated
from kunlun_cli.tables.text.stream import RawLine, stream
from kunlun_cli.tables.text.values import is_bare
from kunlun_cli.tables.text.vocabulary import kind_named

# No table of the forms that are read here is longer.
MAX_LINES = 170
# The counts of holders below a title of their own take no more lines.
MAX_COUNTS = 16
# No name has more lines overleaf.
_OVERLEAF = 4
# How many lines above a table are its title, unit and ticks.
TITLES = 8
# A line of a label that has no word: a figure, also with a letter for one of its digits (9.2S), a page's number.
_FIGURE_ALONE = re.compile(r"[-+(]?\d(?:[^A-Za-z\u3400-\u9fff]*|[\d,]*[.·'’。][^\s\u3400-\u9fff]{1,3})")
# A figure with separators, a word before it (约) and a mark of a note behind it: no year and no number of a title.
_AMOUNT_ALONE = re.compile(
    r"\D{0,4}?[-+(]?\d[\d,]*[.,·'’。]\d(?:[^A-Za-z\u3400-\u9fff]*|[^\s\u3400-\u9fff]{1,3})(\([^()]{1,3}\))?"
)
# What no name has: the figures of a row that went into it.
_FIGURE_WITHIN = re.compile(r"\d%|\d,\d{3}(?!\d)")
# （数量单位：万股） is the longest line of a unit of shares.
_UNIT = 11
_SETTLED = frozenset({"top10", "top10_unrestricted", "key", "quarterly", "major", "composition"})
_HOLDER_KINDS = frozenset({"top10", "top10_unrestricted", "participation", "changes"})


def rowwise_regions(lines: Sequence[RawLine]) -> list[Region]:
    """All tables that the text gives row by row."""
    ends_marked = terminated(lines)
    out: list[Region] = []
    at = 0
    while at < len(lines):
        heading = heading_at(lines, at)
        counts = None if heading else _titled_counts(lines, at) or count_alone(lines, at)
        region = _region(lines, heading, ends_marked=ends_marked) if heading else counts
        if region is None:
            below = _unread(lines, heading) if heading else None
            out += [below] if below and (not out or out[-1].end < below.end) else []
            at += 1
            continue
        out.append(region)
        at = region.end
    return out


def _body(lines: Sequence[RawLine], heading: Heading) -> tuple[list[RawLine], list[int]]:
    """The lines below a heading that may be rows, and their places; the heading printed again overleaf is none."""
    ends = load("flow")["ends"]
    stops = [*ends["titles"], *ends["ticks"]]
    # What a unit stands above has its own heading; of holders it is printed again overleaf.
    stops += ends["holders"] if heading.kind.kind in _HOLDER_KINDS else ends["units"]
    found: list[RawLine] = []
    places: list[int] = []
    at, overleaf = heading.end, False
    while at < len(lines) and at - heading.end < MAX_LINES and not matches(stops, lines[at].text):
        again = heading_at(lines, at) if found else None
        if again and not (lines[at].after_break and again.columns == heading.columns):
            break
        if again:
            at, overleaf = again.end, True
            continue
        found.append(replace(lines[at], after_break=True) if overleaf else lines[at])
        places.append(at)
        at, overleaf = at + 1, False
    return found, places


def _unread(lines: Sequence[RawLine], heading: Heading) -> Region | None:
    """The place of a table whose heading alone was read, if figures stand below it."""
    return unread(_body(lines, heading)[0], heading.end, heading.kind.form)


def _region(lines: Sequence[RawLine], heading: Heading, *, ends_marked: bool) -> Region | None:
    parts: list[tuple[Sequence[object], Place, Sequence[Entry]]] = []
    first, end = heading.first, heading.end
    kind = heading.kind.kind
    problems: list[Problem] = []
    current: Heading | None = heading
    while current is not None and current.kind.kind == kind:
        body, places = _body(lines, current)
        # The unit of shares may stand in a row of its own below the heading: it is no part of the first name.
        if kind in _HOLDER_KINDS and body and _is_unit(body[0].text):
            parts.insert(0, ([], Place.of(body[:1]), [_across(body[0])]))
            body, places = body[1:], places[1:]
        parsed = Parser(body, current.columns, ends_marked=ends_marked).parse()
        if parsed is None:
            break
        parts.append((current.columns, Place.of(lines[current.first : current.end]), _settled(parsed, current)))
        problems += _cut_labels(parsed, lines[current.first].page) if kind == "key" else []
        problems += _odd_labels(parsed, kind, lines[current.first].page)
        end = places[parsed.lines_used - 1] + 1
        current = heading_at(lines, end) if end < len(lines) and kind == "key" else None
    if not parts:
        return None
    if kind == "top10":
        counts_first, counts, odd = _counts(lines, first)
        problems += odd
        parts = [([], Place.of(lines[counts_first : counts_first + 1]), counts), *parts] if counts else parts
        first = counts_first
    problems += _cut_overleaf(lines, end) if kind in _HOLDER_KINDS else []
    if kind in {"top10", "top10_unrestricted"}:
        rows_end, (end, notes) = end, _notes(lines, end)
        label = next((i for i in range(rows_end, end) if notes and _labels_at(lines, i)), rows_end)
        problems += figures_in(lines[rows_end:label])
        # A note that states the unit of the rows above it stands between them and those with a label.
        units = [_across(line) for line in lines[rows_end:label] if stated_unit(line.text)]
        parts = [*parts, ([], Place.of(lines[end - 1 : end]), [*units, *notes])] if notes else parts
    titles = [line.line.text for line in lines[max(first - TITLES, 0) : first]]
    return Region(first, end, table(parts, titles), tuple(problems), heading.kind.form)  # type: ignore[arg-type]


def _settled(parsed: Parsed, heading: Heading) -> tuple[Entry, ...]:
    """The rows; of holders and key figures, those with blank cells that nothing shows are settled, or doubted."""
    if heading.kind.kind not in _SETTLED:
        return parsed.entries
    return tuple(map(cut_figures, settled(parsed.entries, parsed.unseen, heading.columns)))


def _cut_labels(parsed: Parsed, page: int) -> list[Problem]:
    """Labels of key figures whose bracket does not close: their rest stands in another row, or nowhere."""
    labels = [entry.cells[0].text for entry in parsed.entries if not entry.wide]
    odd = [label for label in labels if normal(label).count("(") != normal(label).count(")")]
    return [Problem(CODE, f"labels that look cut: {'; '.join(odd[:4])}", page)] if odd else []


def _cut_overleaf(lines: Sequence[RawLine], end: int) -> list[Problem]:
    """A name of which the end seems to stand overleaf: lines below the break that end as names do and went nowhere."""
    if end == len(lines) or not lines[end].after_break:
        return []
    ends = load("flow")["ends"]
    stops = [*ends["titles"], *ends["ticks"], *ends["holders"], *ends["columnar"], *ends["sentences"]]
    for i, line in enumerate(lines[end : end + _OVERLEAF], end):
        if matches(stops, line.text) or is_figure(line.text) or heading_at(lines, i) or _labels_at(lines, i):
            return []
        shown = "".join(some.text for some in lines[end : i + 1])
        if ends_as_name(shown):
            return [Problem(CODE, f"the last name of a table seems to go on overleaf: {shown}", line.page)]
    return []


def _odd_labels(parsed: Parsed, kind: str, page: int) -> list[Problem]:
    """Labels and names in front of which something else stands, a note, a page's number, the figure of a row above."""
    named = kind in _HOLDER_KINDS
    cells = [entry.cells[0] for entry in parsed.entries if not entry.wide and entry.cells[0].parts]
    # A figure whose row went on without it is a line between two rows.
    odd = [e.cells[0] for e in parsed.entries if e.wide and _AMOUNT_ALONE.fullmatch(normal(e.cells[0].text))]
    odd += [c for c in cells if any(map(_FIGURE_ALONE.fullmatch, c.parts[:1] if named else c.parts))]
    odd += [c for c in cells if len(c.parts) > 1 and is_bare(c.parts[0])]
    remarks = load("flow")["remarks"]
    odd += [c for c in cells if matches([*remarks["patterns"], *(remarks["names"] if named else ())], c.text)]
    odd += [c for c in cells if kind in (*_HOLDER_KINDS, "major") and _FIGURE_WITHIN.search(normal(c.text))]
    shown = "; ".join(c.text for c in odd[:4])
    return [Problem(CODE, f"what stands in front of a label or a name is none of it: {shown}", page)] if odd else []


def _counts(lines: Sequence[RawLine], heading: int) -> tuple[int, list[Entry], list[Problem]]:
    """The counts of holders above a holders' table, the line with which they begin, and what is odd in them."""
    data = load("holders")["text"]["counts"]
    start = heading
    for i in range(heading - 1, max(heading - 60, -1), -1):
        if matches(data["above"], lines[i].text):
            start = i + 1
            break
    entries, odd = counted_in(lines[start:heading])
    return (start, entries, odd) if entries else (heading, [], [])


def _titled_counts(lines: Sequence[RawLine], title: int) -> Region | None:
    """The counts of holders below a title of their own, as Shanghai's full reports have them."""
    data = load("holders")["text"]["counts"]
    if not matches(data["titled"], lines[title].text):
        return None
    ends = load("flow")["ends"]
    stops = [*ends["titles"], *ends["ticks"], *ends["sentences"], *data["below"]]
    first = end = title + 1
    while end < len(lines) and end - first < MAX_COUNTS and not matches(stops, lines[end].text):
        end += 1
    entries, odd = counted_in(lines[first:end])
    if not entries:
        return None
    found = table([([], Place.of(lines[first:end]), entries)], [lines[title].line.text])
    return Region(first, end, found, tuple(odd))


def _is_unit(text: str) -> bool:
    """Whether a line says no more than the unit of shares."""
    unit = stated_unit(text) if "单位" in text and len(normal(text)) <= _UNIT else None
    return unit is not None and unit.code == "shares"


def _across(line: RawLine) -> Entry:
    """A line as a row of its own."""
    return Entry((Text((line.raw.strip(),), Place.of([line])),), wide=True)


def _notes(lines: Sequence[RawLine], first: int) -> tuple[int, list[Entry]]:
    """The notes below a holders' table as rows of label and text, and where they end."""
    ends = load("flow")["ends"]
    found: list[tuple[int, int]] = []
    at, stop = first, first
    while at < len(lines) and at - first < 60:
        if heading_at(lines, at) or matches([*ends["titles"], *ends["ticks"]], lines[at].text):
            break
        taken = _labels_at(lines, at)
        # The first line of a label may look like the title of the next table: 前10名股东参与融资融券业务情况 / 说明.
        if not taken and matches(
            ["^\\d{0,3}前(10|十)名.*股东.*情况$", "^公司.*是否", "^持股5%.*情况$"], lines[at].text
        ):
            break
        if taken:
            found.append((at, at + taken))
        at += max(taken, 1)
        stop = at
    if not found:
        return first, []
    entries = []
    for (a, b), following in zip(found, [*found[1:], (stop, stop)], strict=True):
        label = Text(tuple(line.raw.strip() for line in lines[a:b]), Place.of(lines[a:b]))
        text = Text(tuple(line.raw.strip() for line in lines[b : following[0]]), Place.of(lines[b : following[0]]))
        entries.append(Entry((label, text)))
    return stop, entries


def _labels_at(lines: Sequence[RawLine], at: int) -> int:
    """How many lines the label of a note takes that begins at a line; 0 if there is none."""
    labels = [re.compile(entry["pattern"]) for entry in load("holders")["text"]["notes"]["labels"]]
    text = ""
    best = 0
    for n in range(1, 6):
        if at + n > len(lines):
            break
        text += lines[at + n - 1].text
        if any(p.fullmatch(text) for p in labels):
            best = n
    return best


def columnar_regions(lines: Sequence[RawLine], taken: Sequence[Region]) -> list[Region]:
    """All tables that the text gives column by column, outside of those taken already.

    Names read with certainty in one table help to part those of another, so it is gone over twice.
    """
    known: frozenset[str] = frozenset()
    for _ in range(2):
        found = _columnar(lines, taken, known)
        again = frozenset(name for region in found for name in _names(region.table))
        if again == known or not any(r.problems for r in found):
            break
        known = again
    return found


def _columnar(lines: Sequence[RawLine], taken: Sequence[Region], known: frozenset[str]) -> list[Region]:
    covered = {i for region in taken for i in range(region.first, region.end)}
    out: list[Region] = []
    at = 0
    while at < len(lines):
        region = None if at in covered else _columnar_at(lines, at, known)
        if region is None or (out and region.first < out[-1].end) or covered & set(range(region.first, region.end)):
            at += 1
            continue
        out.append(region)
        at = region.end
    return out


def _columnar_at(lines: Sequence[RawLine], at: int, known: frozenset[str]) -> Region | None:
    name = heading_run(lines, at, kind_named("top10"))
    if name and name[0].type == "name":
        return holders_region(lines, at, known)
    for kind in ("key", "quarterly"):
        word = heading_run(lines, at, kind_named(kind))
        if word and word[0].type == "amount" and at + word[1] < len(lines) and is_figure(lines[at + word[1]].text):
            return key_region(lines, at, kind)
        if word and word[0].level == "wide" and heading_run(lines, at + word[1], kind_named(kind)):
            return key_region(lines, at, kind)
    return None


def _names(table_: Table) -> set[str]:
    """The names that a table of holders gives, without the mark of a margin account."""
    column = next((c for r in table_.rows for c in r.cells if c.plain.startswith("股东名称")), None)
    if column is None:
        return set()
    cells = [c for r in table_.rows for c in r.cells if c.col == 0 and c.colspan == 1 and r.index > column.row]
    return {c.plain.lstrip("#") for c in cells if c.text}


def flow_blocks(pages: Sequence[Page]) -> tuple[list[Line | Table], list[Problem]]:
    """The blocks of pages of which only the order of lines is known, and what could not be told."""
    lines = stream(pages)
    regions = rowwise_regions(lines)
    regions += columnar_regions(lines, regions)
    regions = with_lost_rows(lines, sorted(regions, key=lambda r: r.first))
    return assembled(lines, regions), [p for r in regions for p in r.problems]


def assembled(lines: Sequence[RawLine], regions: Sequence[Region]) -> list[Line | Table]:
    """The stream's lines with each region's lines replaced by its table."""
    out: list[Line | Table] = []
    at = 0
    for region in sorted(regions, key=lambda r: r.first):
        out += [line.line for line in lines[at : region.first]]
        out.append(region.table._replace(doubts=region.problems))
        at = max(region.end, at)
    return [*out, *(line.line for line in lines[at:])]
