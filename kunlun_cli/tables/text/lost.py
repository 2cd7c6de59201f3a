"""Rows of a text that no table has: those right below a heading or a table, named so that none is missed in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import dropwhile, takewhile

from kunlun_cli.figures.units import Unit, stated_unit, unit_above
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Row, Table
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.rowwise import MAX_TAIL
from kunlun_cli.tables.text.stream import RawLine, Token, tokens
from kunlun_cli.tables.text.values import cost, is_item, numberlike

# So many lines below a table are looked at for rows that it lost, and so many figures are a row's.
_BELOW = 12
_ROW_OF = 2
# So many lines has a name in a narrow column, mostly; so many of their characters tell the row.
_NAME = 4
_SHOWN = 40
# Digits parted by anything else, or with a sign of per cent: a figure, however it is written.
_FIGURE = re.compile(r"\d[^\w\s/:年月日-]{1,2}\d|\d[%‰]|\d{6,}")


# Digits in groups of three, parted as no filer does, at the end of a label: the figure of its first column.
_IN_LABEL = re.compile(r"[^\d.,]\d{1,3}([.'’·]\d{3})+(,\d+)?$")
# No line of key figures has a figure behind it: a page's number behind the row, or one written oddly, has pushed it
# into the label. A digit alone may be a note's mark.
_BEHIND_ITEM = re.compile(r"(.*?[^\d.,-])-?(?:\d[\d,]*[.,·'’。][\dA-Za-z]|\d{2,} ?(?:$|[-\d])).*")


# Figures alone, the rest of a row: several, or one with separators or a sign; a whole number alone is a page's.
# A figure of which a character was not understood is one by its point: 15.x13, l5.13; 75,468.39万 has its unit, 约15.21
# a word before it.
_ALONE = re.compile(
    r"[-+(]?(?:\d+[.,·'’。%]|\d+[-+(]?\d+[.%])[-+()\d.,·'’。%]*|(?=\S*\d)[^\s\u3400-\u9fff]*[.,·'’。][^\s\u3400-\u9fff]*"
    r"|[-+(]?\d[\d,]*\.\d+[\u3400-\u9fff]{1,2}|[\u3400-\u9fff]{1,3}:?[-+(]?\d[\d,]*\.\d+%?"
)
# A mark of a note may stand between a row and its rest.
_REACH = 2

# No heading of segments is longer.
_HEADING = 120

# An amount with both of its places, and with one.
_WHOLE, _ONE_PLACE = re.compile(r",\d{3}\.\d\d$"), re.compile(r",\d{3}\.\d?$")
_CUT_OFF = "its last digit may stand overleaf"
_IN_BRACKETS = re.compile(r"\([^()]+\)")
ONE_OFF = "a figure before it stands in the row's label"
MORE = "its row has more figures than the table has columns, and nothing in the text tells which stands where"
# What a space cuts off a figure behind a label, and what makes it one number again. A note's mark may be meant as well.
_DIGITS_LAST = re.compile(r"\S\s+([-+(]?\d[\d,]*[.,]?)$")
_ONE_NUMBER = re.compile(r"[-+(]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)[%)]*")


def with_lost_rows(lines: Sequence[RawLine], regions: Sequence[Region]) -> list[Region]:
    """The tables, and the places right below a heading or a table where rows stand that none of them has."""
    whole = [
        _with_change_left(lines, _with_odd_labels(_with_cut_end(lines, _with_unit_above(lines, r))))
        for r in regions
        if r.table.rows
    ]
    # Key figures are printed twice, with the reasons for their changes; two segments may have the same figures.
    figures = (r for r in whole if r.form == "financials")
    known = {normal(cell.text) for r in figures for row in r.table.rows for cell in row.cells}
    out = list(whole)
    out += [r for r in regions if not r.table.rows and not any(w.first <= r.first < w.end for w in whole)]
    for region in whole:
        after = min((r.first for r in whole if r.first >= region.end), default=len(lines))
        before = max((r.end for r in out if r.end <= region.first), default=0)
        lost = [
            _rows_above(lines, region, before, known if region.form == "financials" else set()),
            _lost_rows(lines, region, after),
        ]
        out += [r for r in lost if r]
    out += _below_unknown_headings(lines, out)
    return sorted(out, key=lambda r: r.first)


def _below_unknown_headings(lines: Sequence[RawLine], regions: Sequence[Region]) -> list[Region]:
    """The places below lines with the words of a heading of segments that no table has, where rows of figures stand."""
    words, prose = (load("segments")["doubts"][key] for key in ("heading", "prose"))
    covered = {i for region in regions for i in range(region.first, region.end)}
    out: list[Region] = []
    for i, line in enumerate(lines):
        near = dropwhile(lambda some: not matches(words, some.text), lines[max(i - _REACH, 0) : i + 1])
        said = "".join(some.text for some in near)
        headed = all(matches([word], said) for word in words) and matches(words, line.text)
        if i in covered or not headed or matches(prose, said) or len(said) > _HEADING:
            continue
        rows = list(takewhile(lambda some: not matches(_stops(), some.text), lines[i + 1 : i + 1 + _BELOW]))
        found = unread(rows, i + 1, "segments") if not covered & set(range(i + 1, i + 1 + len(rows))) else None
        out += [found] if found and not any(numberlike(t.text) for t in tokens([line])) else []
    return out


def _with_unit_above(lines: Sequence[RawLine], region: Region) -> Region:
    """A table with a problem where a heading right above its own, which went nowhere, states another unit in brackets.

    Of two tables side by side a text gives both headings, then the rows of both; only the second was read as one.
    """
    near = _above(lines, region, 0)
    stated = unit_above(line.text for line in near) or Unit()
    told = (stated_unit(bracket) for bracket in _IN_BRACKETS.findall("".join(line.text for line in near)))
    if not any(unit and unit.factor != (stated.factor if unit.code == stated.code else 1) for unit in told):
        return region
    message = "a heading above the one that was read states another unit; which of its figures are in it is not known"
    return replace(region, problems=(*region.problems, Problem("unaccounted", message, region.table.page)))


def _above(lines: Sequence[RawLine], region: Region, before: int) -> list[RawLine]:
    """The lines right above a table, up to a title."""
    above = reversed(lines[max(before, region.first - _BELOW) : region.first])
    return [*takewhile(lambda line: not matches(_stops(), line.text), above)][::-1]


def _with_cut_end(lines: Sequence[RawLine], region: Region) -> Region:
    """A table with a figure doubted that its page's end seems to cut: its last row's alone has but one place."""
    if region.end >= len(lines) or not any(line.after_break for line in lines[region.end : region.end + _REACH]):
        return region
    *above, last = region.table.rows
    if not any(_WHOLE.search(cell.text) for row in above for cell in row.cells):
        return region
    cells = [c._replace(doubt=c.doubt or _CUT_OFF) if _ONE_PLACE.search(c.text) else c for c in last.cells]
    return replace(region, table=region.table._replace(rows=(*above, replace(last, cells=tuple(cells)))))


def _with_odd_labels(region: Region) -> Region:
    """A table with the rows doubted of whose label a figure seems to be part: those after it are one column off."""
    rows = [_doubted(row, ONE_OFF) if _is_odd(row, region.form) else row for row in region.table.rows]
    odd = [row.cells[0].text for row, before in zip(rows, region.table.rows, strict=True) if row is not before]
    if not odd:
        return region
    problem = Problem("unaccounted", f"a figure stands in a label: {'; '.join(odd[:4])}", region.table.page)
    table = region.table._replace(rows=tuple(rows))
    return replace(region, table=table, problems=(*region.problems, problem))


def _is_odd(row: Row, form: str) -> bool:
    """Whether a figure, or its beginning, is part of a row's label.

    A holder's name may be cut between a number and its word: 员工持股 1 / 号资产管理计划.
    """
    begins = form in {"financials", "segments"} and bool(row.cells) and _holds_beginning(row)
    return bool(row.cells) and (begins or _holds_figure(row.cells[0].plain))


def _holds_figure(label: str) -> bool:
    behind = _BEHIND_ITEM.fullmatch(label)
    return bool(_IN_LABEL.search(label) or (behind and is_item(behind[1])))


def _holds_beginning(row: Row) -> bool:
    """Whether a row's label ends in digits that make one number with the figure behind it: 9 9,108,690.97; 0. 50."""
    ends = (_DIGITS_LAST.search(line) for line in row.cells[0].lines)
    behind = next((cell.plain for cell in row.cells[1:] if cell.text), "")
    return any(end and _ONE_NUMBER.fullmatch(end[1] + behind) for end in ends)


def _with_change_left(lines: Sequence[RawLine], region: Region) -> Region:
    """A table with its last row doubted where that is full and a change in words is left: one figure is two."""
    change = _change_in(lines[region.end : region.end + _REACH])
    *above, last = region.table.rows
    if not change or len(last.cells) <= _ROW_OF or not all(cell.text for cell in last.cells):
        return region
    problem = _no_record(tokens(change))
    table = region.table._replace(rows=(*above, _doubted(last, MORE)))
    return replace(region, table=table, problems=(*region.problems, problem))


def _doubted(row: Row, why: str) -> Row:
    label, *cells = row.cells
    return replace(row, cells=(label, *(cell._replace(doubt=cell.doubt or why) for cell in cells)))


def _stops() -> list[str]:
    ends = load("flow")["ends"]
    return [*ends["titles"], *ends["ticks"], *ends["sentences"], *ends["columnar"]]


def _rows_above(lines: Sequence[RawLine], region: Region, before: int, known: AbstractSet[str]) -> Region | None:
    """The place right above a table where rows like its own stand that have no heading, nor are `known` of another."""
    left = _above(lines, region, before)
    figures = [{text for t in tokens([line]) if numberlike(text := normal(t.text))} for line in left]
    rows = [
        line for line, printed in zip(left, figures, strict=True) if len(printed) > _ROW_OF and not known >= printed
    ]
    return unread(rows, region.first, region.form) if region.form else None


def _lost_rows(lines: Sequence[RawLine], region: Region, after: int) -> Region | None:
    """The place right below a table where figures stand that went into no table, as rows of this one."""
    left: list[RawLine] = []
    for line in lines[region.end : min(region.end + _BELOW, after)]:
        # 15.x13 begins as a title does that is numbered.
        if matches(_stops(), line.text) and not _ALONE.fullmatch(normal(line.text)):
            break
        left.append(line)
    if not region.form:
        return None
    rest = _rest_of_row(region.table, region.form, left)
    return _place(region.end, region.form, rest) if rest else unread(left, region.end, region.form)


def _rest_of_row(table: Table, form: str, below: Sequence[RawLine]) -> tuple[Problem, ...]:
    """The problem that figures alone stand right below a table whose last row lacks cells, if they do."""
    *above, last = [[cell.text for cell in row.cells] for row in table.rows]
    # Much is set as key figures are: of a table that no line tells to be theirs, no row must have all cells.
    known = form != "financials" or any(is_item(row[0]) for row in (*above, last) if row)
    full = len(last) if known else max(sum(map(bool, row)) for row in (*above, last))
    some = _change_in(below) or [line for line in below[:_REACH] if _ALONE.fullmatch(normal(line.text))]
    figures = [t for t in tokens(some) if any(map(str.isdigit, t.text))]
    if sum(map(bool, last)) in {1, full} or not figures:
        return ()
    return (_no_record(figures),)


def _change_in(below: Sequence[RawLine]) -> Sequence[RawLine]:
    """The lines that begin some and are a change in words, as the last cell of a row may be: 增加 0.47 个 / 百分点."""
    starts = [below[: n + 1] for n in range(min(_REACH, len(below)))]
    return next((some for some in starts if _is_change("".join(line.text for line in some))), ())


def _no_record(figures: Sequence[Token], lines: Sequence[RawLine] = ()) -> Problem:
    """The problem that figures went into no record, with the words above the first of them in their lines."""
    above = [line.text for line in takewhile(lambda line: line is not figures[0].line, lines)]
    beside = figures[0].line.text.split(figures[0].text)[0]
    label = normal("".join([*above[-_NAME:], beside]))[-_SHOWN:]
    shown = " ".join([*filter(None, [label]), *(t.text for t in figures[:4])])
    message = f"figures below the heading or the rows of a table went into no record: {shown}"
    return Problem("unaccounted", message, figures[0].line.page)


def _is_change(text: str) -> bool:
    """Whether a text is a change in words; a number alone is a page's."""
    return cost("change", text) is not None and not numberlike(text)


def unread(lines: Sequence[RawLine], at: int, form: str) -> Region | None:
    """The place of rows of a form that stand in lines and were not read; `None` where they hold no row."""
    problems = tuple(figures_in(lines[:_BELOW])) if form != "financials" or _begins_with_item(lines) else ()
    return _place(at, form, problems) if problems else None


def _place(at: int, form: str, problems: tuple[Problem, ...]) -> Region:
    """A place at which no table stands, with what was not read there."""
    return Region(at, at, Table((), doubts=problems, form=form), problems)


def _begins_with_item(lines: Sequence[RawLine]) -> bool:
    """Whether lines begin with the label of a known key figure: much else is set as key figures are."""
    label = ""
    for line in lines[:MAX_TAIL]:
        label += re.split(r"[-+(]?\d[\d,]*[^\w\s(]\d", line.text)[0]
        if is_item(label):
            return True
    return False


def figures_in(lines: Sequence[RawLine]) -> list[Problem]:
    """The problem that figures stand in lines right below a table's rows, if they do."""
    figures = [t for t in tokens(lines) if _FIGURE.search(normal(t.text))]
    if len(figures) < _ROW_OF:
        return []
    return [_no_record(figures, lines)]
