"""The rows of a table as figures: rows cut by a page break made whole, labels told from what they begin with."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kunlun_cli.figures.numbers import Printed, decimals, read_number
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import known_labels, numbered, plain_label
from kunlun_cli.records.statements import StatementPart
from kunlun_cli.schedules.matrix import MatrixRow, Placed
from kunlun_cli.schedules.schedule import NO_FIGURE, ScheduleCell, ScheduleColumn, ScheduleRow
from kunlun_cli.tables.table import Cell

# A line with room for less than this, in half characters, was broken for want of it.
_ROOM = 2
# The smallest size in which tables are set makes a half character so wide, in points.
_HALF = 4.2
# The rest of a row that a page cuts has texts in so few of its cells at most: a subject, and what is said of it.
BARE = 2
# A row of so few cells has no ends of most of them.
ENOUGH = 3
# In lines so long, in half characters, three characters more or less are a matter of commas and digits.
_LONG = 40
# Pairs in which texts are set; of quotes that are the same at both ends nothing says which they are.
_BRACKETS = (("(", ")"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕"))
# What ends a part of a sentence, as `normal` has it: a text with none is a name or a word.
_ENDS = ("。", ";", ":")
# A date, and one that is cut: before 年, 月 or 日, or after one of them.
_DATE = re.compile(r"\d{4}年\d{1,2}月(\d{1,2}日)?")
_CUT_DATE = re.compile(r"\d{4}(年(\d{1,2}(月(\d{1,2})?)?)?)?$")
_REST_OF_DATE = re.compile(r"^(年|月|日|\d{1,2}[月日])")
# No amount has so many digits before its point, in yuan: the largest balance sheet has fourteen. Such a one is several.
LONGEST = 18
_EMPTY = ScheduleCell()
_LEAD = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.])")


def whole_rows(rows: Sequence[MatrixRow], columns: Sequence[ScheduleColumn]) -> list[MatrixRow]:
    """The rows, each that a page break cuts in two made one."""
    if not any(row.row.after_break for row in rows):
        return list(rows)
    out: list[MatrixRow] = []
    widest = _widest(rows)
    wholes = _wholes(rows)
    label = _label_column(columns)
    bare = any(_is_bare(row, label, columns) for row in rows if not row.row.after_break)
    for row in rows:
        cut = row.row.after_break and bool(out)
        alone = cut and not bare and _is_bare(row, label, columns) and _ends_all(out[-1], row, wholes)
        if alone or (cut and _is_rest(out[-1], row, columns, widest, wholes)):
            out[-1] = joined(out[-1], row)
        else:
            out.append(row)
    return out


def _label_column(columns: Sequence[ScheduleColumn]) -> int:
    return next((i for i, c in enumerate(columns) if c.kind == "label"), 0)


def _is_bare(row: MatrixRow, label: int, columns: Sequence[ScheduleColumn]) -> bool:
    """Whether a row has texts in few of its cells, and no label: what a page cuts off is so, if no other row is."""
    few = len(row.cells) <= min(BARE, len(columns) - BARE)
    return few and all(p.first != label and columns[p.first].kind == "text" for p in row.cells)


def _ends_all(above: MatrixRow, row: MatrixRow, wholes: frozenset[tuple[int, str]]) -> bool:
    """Whether each text of a row has one above it whose end it can be: no figure, no date, no whole cell of others."""
    texts = {p.first: p.cell for p in above.cells}
    return all(
        p.first in texts
        and (p.first, p.cell.text) not in wholes
        and not any(_stands_alone(cell) for cell in (texts[p.first], p.cell))
        for p in row.cells
    )


def _stands_alone(cell: Cell) -> bool:
    return read_number(cell.text).kind is not Printed.UNREADABLE or bool(_DATE.fullmatch(cell.plain))


def _wholes(rows: Iterable[MatrixRow]) -> frozenset[tuple[int, str]]:
    """The texts of a table's columns that no page break cuts off above: what is one of them is no end of a text."""
    return frozenset((p.first, p.cell.text) for row in rows if not row.row.after_break for p in row.cells)


def _widest(rows: Iterable[MatrixRow]) -> int:
    """The widest line of the first column's cells, in half characters."""
    lines = (line for row in rows for p in row.cells if p.first == 0 and p.end == 1 for line in p.cell.lines)
    return max(map(width, lines), default=0)


def width(text: str) -> int:
    """How wide a text is, in half characters."""
    return len(text) if text.isascii() else sum(map(_width, text))


@functools.lru_cache(maxsize=8192)
def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _is_rest(
    first: MatrixRow,
    rest: MatrixRow,
    columns: Sequence[ScheduleColumn],
    widest: int,
    wholes: frozenset[tuple[int, str]],
) -> bool:
    """Whether a row after a page break is the rest of the one before it; `wholes` are cells that are none."""
    label = _label_column(columns)
    above = {p.first: p.cell for p in first.cells}
    below = {p.first: p.cell for p in rest.cells}
    figures = set(below) - {label}
    shared = figures & set(above)
    whole = any((i, cell.text) in wholes for i, cell in below.items())
    two = _are_labels(above.get(label), below.get(label))
    if any(_is_cut_date(above[i].plain, below[i].plain) for i in set(above) & set(below)):
        return True
    if shared and all(columns[i].kind == "text" for i in figures):
        open_ = not two and any(_left_open(above[i].text, below[i].text) for i in set(above) & set(below))
        prose = label not in below and any(_is_cut_prose(above[i], below[i], alone=len(below) == 1) for i in shared)
        return open_ or prose or (label in above and not whole and _are_ends(above, below))
    if shared:
        words = any((i, cell.text) in wholes for i, cell in below.items() if not re.search(r"\d", cell.text))
        cut = any(_cut_figure(above[i], below[i].text, two=two or words) for i in shared)
        return (cut or (not whole and _is_cut_at_minus(above, below, label))) and not any(
            _both_whole(above[i].text, below[i].text) for i in shared
        )
    if label not in below:
        return label in above
    if label not in above:
        return False
    return _continues(above[label], below[label].text, widest)


def _are_labels(above: Cell | None, below: Cell | None) -> bool:
    """Whether labels on both pages are two: the upper one is of one line with room behind it."""
    if above is None or below is None:
        return False
    return len(above.lines) == 1 and not _is_full(above) and not _left_open(above.text, below.text)


def _are_ends(above: Mapping[int, Cell], below: Mapping[int, Cell]) -> bool:
    """Whether a row has only the ends of some cells of the one above, each of which had filled its line."""
    few = len(above) > ENOUGH and 2 * len(below) <= len(above) and set(below) <= set(above)
    return few and all(_is_full(above[i]) and not numbered(cell.text) for i, cell in below.items())


def _is_cut_date(above: str, below: str) -> bool:
    """Whether two texts are the halves of a date: 2024年7月18 above 日, 2024年 above 7月18日."""
    whole = bool(_DATE.search(above + below))
    return whole and not _DATE.search(below) and bool(_CUT_DATE.search(above)) and bool(_REST_OF_DATE.match(below))


def _is_cut_prose(above: Cell, below: Cell, *, alone: bool) -> bool:
    """Whether a text breaks off within a sentence where its line is full; names and lists are no sentences.

    Below a long text on several lines one `alone` in its row is its rest though no sentence of it ends before.
    """
    a = normal(above.text)
    whole = a.endswith(_ENDS) or numbered(below.text)
    if alone and len(above.lines) >= ENOUGH and width(above.text) >= _LONG and normal(below.text).endswith("。"):
        # Its widest line says how much one holds, whatever the size of its type.
        return not whole and width(above.lines[-1]) >= max(map(width, above.lines)) - _ROOM
    return not whole and any(end in a for end in _ENDS) and _is_full(above)


def _is_cut_at_minus(above: Mapping[int, Cell], below: Mapping[int, Cell], label: int) -> bool:
    """Whether a row has the end of a label that filled its line, and figures below dashes that are then their minus."""
    if label not in above or label not in below or numbered(below[label].text) or not _is_full(above[label]):
        return False
    rest = [i for i in below if i != label]
    few = len(above) > ENOUGH and 2 * len(below) <= len(above) and set(below) <= set(above)
    return few and all(
        read_number(above[i].text).kind is Printed.BLANK and read_number(below[i].text).kind is Printed.NUMBER
        for i in rest
    )


def _left_open(above: str, below: str) -> bool:
    """Whether a text goes on in the other: in a list, or in a bracket that is closed there."""
    a, b = normal(above), normal(below)
    return a.endswith(("、", ",")) or any(
        a.count(opens) == a.count(closes) + 1 and b.count(closes) == b.count(opens) + 1 for opens, closes in _BRACKETS
    )


def _both_whole(above: str, below: str) -> bool:
    """Whether two texts are figures with decimals each: neither is half of one."""
    return all(read_number(t).kind is Printed.NUMBER and "." in t for t in (above, below))


def _cut_figure(above: Cell, below: str, *, two: bool) -> bool:
    """Whether two texts are the halves of one figure: together they are one, and not both alone.

    Two figures for which the line had room are two: 1 above 2 is not 12; so they are where the rest of their rows
    says that these are `two`, 100 above 100 in a column as narrow as that. A dash alone is a blank, and no minus.
    """
    if read_number(above.text).kind is Printed.BLANK:
        return False
    whole = read_number(above.text + below).kind is Printed.NUMBER
    alone = all(read_number(t).kind is Printed.NUMBER for t in (above.text, below))
    return whole and (not alone or (_is_full(above) and not two)) and not _both_whole(above.text, below)


def _is_full(cell: Cell) -> bool:
    """Whether the last line of a cell reaches its right edge, as that of one that goes on does."""
    widths = [width(line) for line in cell.lines] or [0]
    last = widths[-1]
    # A long text of several lines says how much a line holds, whatever its size; a short one may be a list.
    if len(widths) >= ENOUGH and max(widths) >= _LONG:
        return last >= max(widths) - _ROOM
    return last * _HALF >= cell.x1 - cell.x0 - 4 * _HALF - 10


def _continues(above: Cell, below: str, widest: int) -> bool:
    """Whether a label goes on from the page before: by the forms' vocabulary, else by how full its line is."""
    a, b = plain_label(above.text), plain_label(below)
    known = known_labels()
    if numbered(below) or above.plain.endswith(":"):
        return False
    if plain_label(above.text + below) in known and b not in known:
        return True
    if a in known or b in known or normal(below).endswith(":"):
        return False
    # Labels of one list begin alike, 按信用风险特征… and 按组合…; the end of one hardly begins as it does itself.
    if a[:1] == b[:1]:
        return False
    last = width(above.lines[-1]) if above.lines else 0
    room = 3 * _ROOM if widest >= _LONG else _ROOM
    return last >= widest - room and _is_full(above)


def joined(first: MatrixRow, rest: MatrixRow) -> MatrixRow:
    """A row with its rest, each cell with the one below it, at the place of the first."""
    cells = {p.first: p for p in first.cells}
    for p in rest.cells:
        cells[p.first] = cells[p.first]._replace(cell=cells[p.first].cell.joined(p.cell)) if p.first in cells else p
    return MatrixRow(tuple(cells[i] for i in sorted(cells)), first.row)


def schedule_row(row: MatrixRow, columns: Sequence[ScheduleColumn]) -> ScheduleRow:
    """A row with a cell for each column; the label is that of the first label column with one."""
    cells = [_EMPTY] * len(columns)
    for p in row.cells:
        i = min(p.first, len(columns) - 1)
        cells[i] = _cell(p, columns[i], cells[i])
    label = next((cells[i].text for i, c in enumerate(columns) if c.kind == "label" and cells[i].text), "")
    label = label or next((cells[i].text for i, c in enumerate(columns) if c.kind == "text" and cells[i].text), "")
    bare = bool(label) and len(row.cells) == 1
    heading = bare and (normal(label).endswith(":") or row.cells[0].end - row.cells[0].first > 1)
    return ScheduleRow(label, tuple(cells), row.row.page, level_of(label), part_of(label), heading)


def _cell(p: Placed, column: ScheduleColumn, before: ScheduleCell) -> ScheduleCell:
    text, source = p.cell.text, p.cell.source()
    if before.text:
        return ScheduleCell(before.text + text, doubt="two cells are drawn in one column", source=source)
    if column.kind in {"label", "note"}:
        return ScheduleCell(text, doubt=p.cell.doubt or None, source=source)
    reading, doubt = read_number(text), p.cell.doubt or None
    if reading.value is not None and reading.value.adjusted() >= LONGEST:
        return ScheduleCell(text, doubt="it is longer than any amount", source=source)
    if reading.value is not None:
        return ScheduleCell(text, reading.value, max(0, decimals(reading.value)), doubt, source)
    odd = column.kind in {"amount", "count", "per_cent"} and not reading.readable and any(map(str.isdigit, text))
    return ScheduleCell(text, doubt=NO_FIGURE if odd else doubt, source=source)


def part_of(label: str) -> StatementPart | None:
    """What part a row is, by its label."""
    target = normal(label)
    bare = _LEAD.sub("", target)
    parts = load("schedules")["parts"]
    return next((part for part in ("of_which", "less", "add") if matches(parts[part], bare)), None) or next(
        (part for part in ("total", "subtotal") if matches(parts[part], plain_label(label))), None
    )


def level_of(label: str) -> int:
    """How deep a row stands, by its number; parts of another row stand one deeper than those without a number."""
    target = normal(label)
    found = next((entry["level"] for entry in load("schedules")["levels"] if re.match(entry["pattern"], target)), None)
    if found is not None:
        return int(found)
    return 2 if matches(load("schedules")["parts"]["of_which"], target) else 1
