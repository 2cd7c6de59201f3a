"""Where tables stand on a page without lines: runs of rows with figures, and the headings above them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import is_known, numbered, plain_label
from kunlun_cli.tables.unruled.bands import heads_labels, heads_notes
from kunlun_cli.tables.unruled.pieces import Piece, Strip

# Between two rows with figures stand no more lines without any: titles and wrapped labels.
APART = 6
# A heading has no more lines, and none of them stands further above the next, in line heights;
HEADING = 9
NEAR = 2.6
# a line that names several columns may.
FAR = 6.0
# A line that leads to a table stands so far above its heading, in line heights, as lines of a heading do not.
LED = 1.2
# Two lines of a label, with their figures on a line between.
WRAPPED = 3
# So many of the last lines that begin lines of the forms make a table a statement: one of the notes has one or two.
ENDS, KNOWN = 8, 3
# The rest of the last label stands so near below it.
CLOSE = 0.9
# Lines of other characters differ by so much in their ink, in line heights (0.08 between rows set at one distance).
INK = 0.1
# Fewer rows with figures are no table, unless times head their columns or each of so many has its name above it.
LEAST, NAMED = 2, 4
_UNIT = re.compile(
    r"^[(（]?(金额)?单位[:：为均]|(^|[(（])除.{0,8}(注明|说明)|^[(（]?(人民币)?[百千万]{0,2}元[)）]?$|币种\s*[:：为]"
)
_CLOSING = re.compile(
    r"^(法定代表人|公司负责人|企业负责人|主管会计|会计机构|注[:：\d]|后附|此财务报表|本财务报表|董事长|第\d+页)"
)
# A line of its own that names the next table: 合并利润表（续）.
_TITLE = re.compile(r"[^、，。：:\d]{2,24}表(?:[-—–]*续|[（(][^（）()]{1,12}[)）])*$")
# The title of a section, with its number: 16. 同业及其他金融机构存放款项, 42.1 基本每股收益.
_NUMBERED = re.compile(r"^\d{1,2}([.．]\d{1,2}){0,3}[.．、]?(?![\d年月日%,.])[^\W\d_]")
# The number of a line that leads to a table, in a column of its own: (ii), （1）.
_BRACKETED = re.compile(r"^[(（]([ivx]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]$")
# Its number in a column of its own: 六、 合并范围.
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,3}、?$")


class Region(NamedTuple):
    """The lines of a table: the heading from `first` to before `body`, the rows from there to before `end`."""

    first: int
    body: int
    end: int


def regions(strips: Sequence[Strip], cuts: Sequence[float], *, beside: bool = False) -> Iterable[Region]:
    """The tables among a page's lines, from top to bottom.

    Args:
        strips: the lines outside drawn tables.
        cuts: the upper sides of the drawn tables: none without lines goes over one.
        beside: whether they are of a sheet's one side: rows on the other may stand between a heading and its rows.
    """
    runs: list[list[int]] = []
    for i, strip in enumerate(strips):
        below = bool(runs) and _is_lone_figure(strip, strips[runs[-1][-1]])
        if not (strip.is_body or below) or _CLOSING.match(strip.pieces[0].text):
            continue
        if runs and _go_on(strips, runs[-1][-1], i, cuts):
            runs[-1].append(i)
        else:
            runs.append([i])
    before = 0
    for run in runs:
        run[:0] = _lone_above(strips, run[0], before)
        first = _heading(strips, run[0], before, cuts, beside=beside)
        row = strips[run[0]]
        if len(run) >= LEAST or any(_is_heading(s, row) or _names_each(s, row) for s in strips[first : run[0]]):
            region = Region(first, run[0], end_of(strips, run[-1]))
            yield region
            before = region.end


def _is_lone_figure(strip: Strip, last: Strip) -> bool:
    """Whether a line is a figure alone, below one of the row before: between the lines of its label it has no other."""
    (first, *more) = strip.pieces
    over = (p for p in last.pieces if p.is_figure)
    return not more and first.is_amount and any(p.x0 < first.x1 and first.x0 < p.x1 for p in over)


def _lone_above(strips: Sequence[Strip], body: int, before: int) -> list[int]:
    """The figures alone between the two lines of a label of the forms, where rows begin with such.

    Between two lines of the form none is of a heading.
    """
    found: list[int] = []
    for i in range(body - 2, before, -1):
        if stops(strips[i]):
            break
        around = [p for k in (i - 1, i + 1) for p in strips[k].pieces]
        (first, *more) = strips[i].pieces
        alone = first.is_amount and not more and all(p.x1 <= first.x0 for p in around)
        if alone and len(around) == WRAPPED - 1 and is_known("".join(p.text for p in around)):
            found.insert(0, i)
    return found


def parts(strip: Strip, statement: bool) -> bool:
    """Whether a line parts two tables: a title or a unit, what closes a statement, prose.

    What has a number heads a section, and is one of its lines below a `statement`: 7.其他.
    """
    return stops(strip) or (_is_numbered(strip) and not statement)


def stops(strip: Strip) -> bool:
    """Whether a line is in no table: a title, a unit, what closes a statement, prose."""
    text = "".join(p.text for p in strip.pieces)
    titled = len(strip.pieces) == 1 and bool(_TITLE.search(text))
    # 注 above the notes' numbers of a heading is no note below a table.
    closes = bool(_CLOSING.match(text)) and not (len(strip.pieces) > 2 and heads_notes(strip.pieces[0].text))
    return titled or strip.is_prose or bool(_UNIT.search(text)) or closes


def _parted(upper: Strip, lower: Strip, cuts: Sequence[float]) -> bool:
    return any(upper.top < y < lower.top for y in cuts)


def _go_on(strips: Sequence[Strip], last: int, i: int, cuts: Sequence[float]) -> bool:
    between = strips[last + 1 : i]
    parted = _parted(strips[last], strips[i], cuts) or any(
        stops(s) or _is_heading(s, strips[last]) or _is_over_all(s, strips[last]) or _is_section(s, strips[last])
        for s in between
    )
    return not parted and _bare(between) <= APART


def _is_section(strip: Strip, above: Strip) -> bool:
    """Whether a line heads a section: its number stands left of the labels above it."""
    return _is_numbered(strip) and not above.pieces[0].is_figure and strip.pieces[0].x1 < above.pieces[0].x0


def _bare(between: Sequence[Strip]) -> int:
    """How many lines are no rows: lines of the form that are left blank are."""
    count = first = 0
    while first < len(between):
        rows = line_of_form(between[first:])
        count += not rows
        first += rows or 1
    return count


def names_times(strip: Strip) -> bool:
    """Whether a line names the times of columns, and nothing else but what its labels are."""
    times = _times(strip)
    others = len(strip.pieces) - len(times)
    # Beside 项目 there may be 附注.
    few = others <= 1 or (others == 2 and heads_labels(strip.pieces[0]))
    return len(times) > 1 and times == list(strip.pieces[-len(times) :]) and few


def names_columns(strip: Strip) -> bool:
    """Whether a line is one of a heading: of times, of what the labels are and others, of group and company."""
    if len(strip.pieces) < 2:
        return False
    form = load("schedules")
    whose = [*form["scopes"]["consolidated"], *form["scopes"]["parent"]]
    headed = heads_labels(strip.pieces[0]) or all(matches(whose, p.text) for p in strip.pieces)
    return headed or names_times(strip)


def _times(strip: Strip) -> list[Piece]:
    return [p for p in strip.pieces if matches(load("schedules")["again"]["times"], p.text)]


def _is_heading(strip: Strip, above: Strip) -> bool:
    """Whether a line names the times of columns: another table begins there.

    One time alone, right of the labels above it, stands over several columns.
    """
    if len(strip.pieces) > 1:
        return names_times(strip)
    return bool(times := _times(strip)) and times[0].x0 > above.pieces[0].x1


def _is_over_all(strip: Strip, above: Strip) -> bool:
    """Whether a line of words, none of them beside the labels, has one in the column of each figure of the row above.

    Another table begins there whose columns are no times: 交易性金融资产, 其他债权投资, 合计.
    """
    figures = [p for p in above.pieces if p.is_figure]
    words = len(strip.pieces) >= max(len(figures), LEAST) and not any(p.is_figure or p.is_note for p in strip.pieces)
    if not words or above.pieces[0].is_figure or strip.pieces[0].x0 <= above.pieces[0].x1:
        return False
    return all(any(p.x0 < f.x1 and f.x0 < p.x1 for p in strip.pieces) for f in figures)


def _names_each(strip: Strip, row: Strip) -> bool:
    """Whether a line of words names all columns of the one row of a table, that of the label among them."""
    if len(strip.pieces) < max(len(row.pieces), NAMED) or any(p.is_figure or p.is_note for p in strip.pieces):
        return False
    return all(any(p.x0 < own.x1 and own.x0 < p.x1 for p in strip.pieces) for own in row.pieces)


def _heading(strips: Sequence[Strip], body: int, before: int, cuts: Sequence[float], *, beside: bool) -> int:
    """The first line of the heading above the rows that begin at `body`."""
    first = body
    while first > before and _bare(strips[first:body]) < HEADING:
        line, below = strips[first - 1], strips[first]
        near = NEAR if len(line.pieces) == 1 else FAR
        near = math.inf if beside and names_times(line) else near
        apart = below.top - line.bottom > near * line.size
        if apart or line.is_body or stops(line) or line.pieces[-1].text.endswith("。") or _parted(line, below, cuts):
            break
        first -= 1
    # Single pieces one below the other are titles above the heading, and so are numbered ones.
    while first < body and _is_title(strips[first : min(first + 2, body)], strips[body]):
        # Right above figures without a label it is their label's first line, and so is that of a line of the form.
        if line_of_form(strips[first:]) > body - first:
            break
        if first + 1 == body and (strips[body].pieces[0].is_figure or strips[body].pieces[0].is_note):
            break
        first += 1
    return first


def _is_numbered(strip: Strip) -> bool:
    text = "".join(p.text for p in strip.pieces)
    ordinal = len(strip.pieces) > 1 and bool(_ORDINAL.match(strip.pieces[0].text)) and not is_known(text)
    return len(strip.pieces) <= 2 and (ordinal or bool(_NUMBERED.match(text)))


def _is_title(lines: Sequence[Strip], row: Strip) -> bool:
    """Whether the first of one or two lines above a table's first row is a title, and none of its heading's."""
    if _is_numbered(lines[0]):
        return True
    return not _is_over_figures(lines[0], row) and (_is_lone(lines) or _leads(lines))


def _is_over_figures(strip: Strip, row: Strip) -> bool:
    """Whether a time alone stands in the middle over a row's figures, and not over the whole row as a title does."""
    if len(strip.pieces) > 1 or not _times(strip):
        return False
    figures = [p for p in row.pieces if p.is_figure]
    middle, whole = ((pieces[0].x0 + pieces[-1].x1) / 2 for pieces in (figures, row.pieces))
    return abs(strip.pieces[0].cx - middle) < abs(strip.pieces[0].cx - whole)


def _leads(lines: Sequence[Strip]) -> bool:
    """Whether a line leads to the table whose heading begins below it: it ends so, or stands further apart, as 本集团.

    It begins where the labels do, left of all headings but theirs, and may have a number before it.
    """
    *number, line = lines[0].pieces
    if len(lines) == 1 or any(not _BRACKETED.match(p.text) for p in number):
        return False
    ends = line.text.endswith((":", "："))
    first = lines[0].pieces[0].x0
    if first >= lines[1].pieces[0].x0:
        return ends and first < lines[1].pieces[0].x1 and len(lines[1].pieces) > 1
    apart = lines[1].top - line.bottom > LED * line.size
    return ends or (apart and not heads_labels(line))


def line_of_form(lines: Sequence[Strip]) -> int:
    """On how many lines of the page the line of the form stands that begins at the head of some; 0 where none does."""
    words = [[p.text for p in line.pieces if not (p.is_figure or p.is_note)] for line in lines[:WRAPPED]]
    # Beside it stands another on a sheet of two sides; other words are a heading's.
    texts = [next(iter(own), "") for own in takewhile(lambda own: all(map(is_known, own[1:])), words)]
    return next((n for n in range(len(texts), 0, -1) if texts[n - 1] and is_known("".join(texts[:n]))), 0)


def in_line_of_form(strips: Sequence[Strip], number: int) -> bool:
    """Whether one of some lines has a line of the form, or a part of it."""
    return any(line_of_form(strips[i:]) > number - i for i in range(max(number - WRAPPED + 1, 0), number + 1))


def of_form(lines: Sequence[Strip]) -> bool:
    """Whether some lines end with lines of the official statements."""
    last = lines[-ENDS:]
    return sum(bool(line_of_form(last[i:])) for i in range(len(last))) >= KNOWN


def _is_lone(lines: Sequence[Strip]) -> bool:
    """Whether two lines are single pieces, or numbered."""
    return len(lines) > 1 and all(len(line.pieces) == 1 or _is_numbered(line) for line in lines)


def end_of(strips: Sequence[Strip], last: int) -> int:
    """The end of a table by its last line with figures: the rest of its label, and lines left blank, may follow."""
    right = max(p.x0 for p in strips[last].pieces if p.is_figure)
    # The last label may go on below its figures.
    own = of_form(strips[: last + WRAPPED - 1])
    step = _step(strips, last) if own else 0.0
    end = last + 1
    while end < len(strips):
        line = strips[end]
        if len(line.pieces) > 1 or line.pieces[0].x1 > right + line.size:
            break
        apart = line.top - strips[end - 1].bottom
        blank = _blank(strips[end:]) if own and apart <= max(step, CLOSE * line.size) else 0
        if not blank and (parts(line, own) or _is_heading(line, strips[last]) or apart >= CLOSE * line.size):
            break
        end += max(blank, 1)
    return end


def _step(strips: Sequence[Strip], last: int) -> float:
    """How far apart the rows of a statement stand at most: so far above each of its last lines of the form."""
    rows = [i for i in range(max(last - ENDS, 0) + 1, last + 1) if line_of_form(strips[i:])]
    apart = (strips[i].top - strips[i - 1].bottom for i in (*rows, last) if i)
    return max(apart, default=0.0) + INK * strips[last].size


def _blank(lines: Sequence[Strip]) -> int:
    """On how many lines the row of a statement stands that is left blank: one of the form, or 9.其他 of a list."""
    text = normal("".join(p.text for p in lines[0].pieces))
    other = numbered(text) and plain_label(text) in load("statements")["list_ends"]
    return line_of_form(lines) or int(other)
