"""Perturbations of what a page says: words, rows and columns. They work on PDF, HTML and text alike.

Each takes the filing's work and a source of decisions, and keeps the truth true: what a person would read there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.property.work import (
    Cell,
    Choice,
    Line,
    NotHere,
    Table,
    Work,
    can_show,
    figure,
    first_figures,
    label_of,
    of,
    slots,
)

# Wordings that forms/ does not have, of characters that the samples' font shows.
HEADINGS = {
    "本报告期": ("本期", "报告期内", "本期数", "今年"),
    "上年同期": ("去年同期", "上期", "比较期间", "前一年"),
    "上年度末": ("上期末", "去年末", "年初"),
    "本报告期末": ("期末", "报告期终了", "末期"),
    "持股比例": ("持股占比", "股份比例", "所占比例", "比例"),
    "持股数量": ("所持股份", "股数", "持有股份", "数量合计"),
    "股东性质": ("性质", "股东的性质", "股东类别"),
    "股东名称": ("名称", "股东", "持有人名称"),
    "期末普通账户、信用账户持股": ("期末持股", "期末账户持股"),
    "期初普通账户、信用账户持股": ("期初持股", "期初账户持股"),
    "数量合计": ("合计数量", "数量", "股数"),
    "占总股本的比例": ("比例", "占股本比例"),
}
UNITS = {
    "千元": Decimal(1000), "仟元": Decimal(1000), "人民币千元": Decimal(1000), "人民币万元": Decimal(10_000),
    "万元": Decimal(10_000), "百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000),
}  # fmt: skip
NOTES = ("注：以上数字来自公司的报告。", "其中的数字以公司公告为准", "说明：见下文")


def _tables(work: Work, choice: Choice) -> tuple[int, Table]:
    tables = work.tables()
    if not tables:
        raise NotHere
    return of(choice, tables)


def _with_cell(table: Table, row: int, place: int, cell: Cell) -> Table:
    cells = (*table.rows[row][:place], cell, *table.rows[row][place + 1 :])
    return replace(table, rows=(*table.rows[:row], cells, *table.rows[row + 1 :]))


def _printed(table: Table) -> list[tuple[int, int, Cell]]:
    """The cells with figures below the heading."""
    out = [(r, p, c) for r, _, p, c in slots(table) if r >= first_figures(table) and figure(c.text) is not None]
    if not out:
        raise NotHere
    return out


def heading_reworded(work: Work, choice: Choice) -> None:
    """A heading in other words than the forms'."""
    place, table = _tables(work, choice)
    found = [(r, p, c) for r, _, p, c in slots(table) if r < first_figures(table) and c.text in HEADINGS]
    if not found:
        raise NotHere
    row, at, cell = of(choice, found)
    word = of(choice, HEADINGS[cell.text])
    if not can_show(word):
        raise NotHere
    work.put(place, _with_cell(table, row, at, replace(cell, text=word)))


def unit_reworded(work: Work, choice: Choice) -> None:
    """Key figures in another unit, told in one of many ways; the figures stand for so much more."""
    unit = of(choice, list(UNITS))
    frame = of(choice, ("单位：{}", "单位：{} 币种：人民币", "（单位：{}）", "金额：{}", "金额单位：{}", "单位 {}"))
    lines = [(i, b) for i, b in enumerate(work.document.blocks) if isinstance(b, Line) and _is_unit(b.text)]
    text = frame.format(unit)
    first = next((i for i, t in work.tables() if any("营业收入" in c.text for r in t.rows for c in r)), None)
    beside = [(i, b) for i, b in lines if first is not None and i == first - 1]
    if not beside or not can_show(text):
        raise NotHere
    work.put(beside[0][0], replace(beside[0][1], text=text))
    for record in work.truth["financials"]["records"]:
        if record["unit"] == "CNY":
            _scale(record, UNITS[unit])


def unit_in_labels_reworded(work: Work, choice: Choice) -> None:
    """The unit in the labels of Shenzhen's form, （元）, is another."""
    unit = of(choice, list(UNITS))
    tables = [(i, t) for i, t in work.tables() if any("（元）" in c.text for r in t.rows for c in r)]
    if not tables or not can_show(unit):
        raise NotHere
    place, table = tables[0]
    rows = tuple(tuple(replace(c, text=c.text.replace("（元）", f"（{unit}）")) for c in r) for r in table.rows)
    work.put(place, replace(table, rows=rows))
    labels = {label_of(table, i).split("（元）")[0] for i in range(len(table.rows)) if "（元）" in label_of(table, i)}
    for record in work.truth["financials"]["records"]:
        if record["unit"] == "CNY" and record["label"] in labels:
            _scale(record, UNITS[unit])


def _is_unit(text: str) -> bool:
    return "单位" in text and "元" in text


def _scale(record: dict[str, Any], factor: Decimal) -> None:
    for name, value in record.items():
        if isinstance(value, Decimal) and name != "change":
            record[name] = value * factor


def extra_column(work: Work, choice: Choice) -> None:
    """A column more, under a heading that the form does not have."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    boundary = choice.integer(1, len(table.widths))
    heading = of(choice, ("备注", "序号", "其他数", "上上年同期", "编号", "合计"))
    texts = of(choice, (("见下文", "无"), ("1", "2", "3"), ("123,456.78", "9,012.00"), ("-",), ("",)))
    if not can_show(heading):
        raise NotHere
    work.put(place, _inserted(table, boundary, head, heading, texts))


def _inserted(table: Table, boundary: int, head: int, heading: str, texts: tuple[str, ...]) -> Table:
    rows: list[list[Cell]] = [list(r) for r in table.rows]
    covered = set()
    added = [0] * len(rows)
    for number, column, at, cell in slots(table):
        if column < boundary < column + cell.span:
            rows[number][at + added[number]] = replace(cell, span=cell.span + 1)
            covered |= set(range(number, number + cell.rows))
    begun = False
    for number, cells in enumerate(table.rows):
        if number in covered:
            continue
        at = sum(1 for r, c, _, _ in slots(table) if r == number and c < boundary)
        if number < head:
            if not begun:
                deep = sum(1 for r in range(number, head) if r not in covered)
                rows[number].insert(at, Cell(heading, rows=deep, align="center", shade=True))
                begun = True
        else:
            rows[number].insert(at, Cell(texts[number % len(texts)], align="right"))
        del cells
    wide = max(table.widths)
    widths = (*table.widths[:boundary], wide * 0.7, *table.widths[boundary:])
    return replace(table, widths=widths, rows=tuple(map(tuple, rows)))


def columns_swapped(work: Work, choice: Choice) -> None:
    """Two neighbouring columns, headings and all, in the other order."""
    place, table = _tables(work, choice)
    free = [c for c in range(1, len(table.widths) - 1) if _may_swap(table, c)]
    if not free:
        raise NotHere
    at = of(choice, free)
    grid = {(r, c): cell for r, c, _, cell in slots(table)}
    rows = []
    for number in range(len(table.rows)):
        order = sorted((_other(c, at), cell) for (r, c), cell in grid.items() if r == number)
        rows.append(tuple(cell for _, cell in order))
    widths = list(table.widths)
    widths[at], widths[at + 1] = widths[at + 1], widths[at]
    work.put(place, replace(table, widths=tuple(widths), rows=tuple(rows)))


def _other(column: int, at: int) -> int:
    return at + 1 if column == at else at if column == at + 1 else column


def _may_swap(table: Table, at: int) -> bool:
    for _, column, _, cell in slots(table):
        last = column + cell.span
        touches = column < at + 2 and last > at
        if touches and cell.span > 1 and not (column <= at and last >= at + 2):
            return False
    return True


def blank_cell(work: Work, choice: Choice) -> None:
    """A figure that is not printed."""
    place, table = _tables(work, choice)
    row, at, cell = of(choice, _printed(table))
    _forget(work, table, row, cell.text)
    work.put(place, _with_cell(table, row, at, replace(cell, text=of(choice, ("", "-", "—", "不适用")))))


def column_left_out(work: Work, choice: Choice) -> None:
    """A column that the filer does not print."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    columns = range(1, len(table.widths))
    at = of(choice, list(columns))
    under = [(r, c) for r, col, _, c in slots(table) if col <= at < col + c.span and r >= head]
    if len(table.widths) < 4 or any(figure(c.text) is None for _, c in under) or not under:
        raise NotHere
    for row, cell in under:
        _forget(work, table, row, cell.text)
    rows: list[list[Cell]] = [[] for _ in table.rows]
    for number, column, _, cell in slots(table):
        if column <= at < column + cell.span:
            if cell.span > 1:
                rows[number].append(replace(cell, span=cell.span - 1))
        else:
            rows[number].append(cell)
    if not all(rows):
        raise NotHere
    widths = (*table.widths[:at], *table.widths[at + 1 :])
    work.put(place, replace(table, widths=widths, rows=tuple(map(tuple, rows))))


def _forget(work: Work, table: Table, row: int, printed: str) -> None:
    """Make the one value of a row that is printed so null; `NotHere` where several could be meant."""
    label = label_of(table, row)
    if sum(figure(cell.text) == figure(printed) for cell in table.rows[row]) > 1:
        raise NotHere  # no record has the number beside a pledge of none
    found = [(r, n) for r in _records(work) if _called(r, label) for n, v in r.items() if _is(v, figure(printed))]
    if len(found) != 1:
        raise NotHere
    record, name = found[0]
    record[name] = None
    if name == "change":
        record["change_unit"] = None


def _is(value: object, printed: Decimal | None) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool) and Decimal(value) == printed


def _records(work: Work) -> Iterator[dict[str, Any]]:
    for disclosure in ("financials", "holders", "lending", "segments"):
        yield from work.truth[disclosure]["records"]
    yield from work.truth["financials"]["quarterly"]


def _called(record: dict[str, Any], label: str) -> bool:
    name = str(record.get("name") or record.get("label") or "")
    return bool(name) and label.lstrip("#").split("（元")[0].split("（%")[0].startswith(name)


def note_inside(work: Work, choice: Choice) -> None:
    """A row of text across a table, between its rows."""
    place, table = _tables(work, choice)
    row = choice.integer(first_figures(table) + 1, len(table.rows))
    if any(r < row < r + c.rows for r, _, _, c in slots(table)):
        raise NotHere
    text = of(choice, [n for n in NOTES if can_show(n)] or [""])
    across = (Cell(text, span=len(table.widths)),)
    work.put(place, replace(table, rows=(*table.rows[:row], across, *table.rows[row:])))


def second_table(work: Work, choice: Choice) -> None:
    """A table like one of the form's, with other figures, before or after it under a title of its own."""
    place, table = _tables(work, choice)
    title = of(choice, ("上年同期的数字", "母公司", "以前年度", "其他公司的数字", "前一报告期"))
    if not can_show(title):
        raise NotHere
    other = tuple(tuple(replace(c, text=_changed(c.text)) for c in r) for r in table.rows)
    copy = (Line(title, before=6), replace(table, rows=other))
    after = choice.integer(0, 1)
    work.put(place, *((table, *copy) if after else (*copy, table)))


def _changed(text: str) -> str:
    value = figure(text)
    return text if value is None else text.translate(str.maketrans("123456789", "234567891"))


def title_left_out(work: Work, choice: Choice) -> None:
    """The line above a table, or the row that is its title, is not there."""
    place, table = _tables(work, choice)
    blocks = work.document.blocks
    if len(table.rows[0]) == 1 and first_figures(table) > 1:
        work.put(place, replace(table, rows=table.rows[1:]))
    elif place and isinstance(blocks[place - 1], Line) and not _is_unit(blocks[place - 1].text):
        work.put(place - 1)
    else:
        raise NotHere


def heading_left_out(work: Work, choice: Choice) -> None:
    """A table without the rows of its heading."""
    place, table = _tables(work, choice)
    head = first_figures(table)
    if not head or any(r < head < r + c.rows for r, _, _, c in slots(table)):
        raise NotHere
    work.put(place, replace(table, rows=table.rows[head:]))


def words_spaced(work: Work, choice: Choice) -> None:
    """A label or a name set with spaces between its characters."""
    place, table = _tables(work, choice)
    found = [
        (r, p, c) for r, _, p, c in slots(table) if 2 <= len(c.text) <= 12 and c.text.isalpha() and not c.text.isascii()
    ]
    if not found:
        raise NotHere
    row, at, cell = of(choice, found)
    work.put(place, _with_cell(table, row, at, replace(cell, text=" ".join(cell.text))))


def figure_written_otherwise(work: Work, choice: Choice) -> None:
    """A figure in full-width digits, without separators, with spaces, or in brackets for a minus."""
    place, table = _tables(work, choice)
    row, at, cell = of(choice, _printed(table))
    text = of(choice, (_wide, lambda t: t.replace(",", ""), lambda t: t.replace(",", "，"), _bracketed))(cell.text)
    if not can_show(text):
        raise NotHere
    work.put(place, _with_cell(table, row, at, replace(cell, text=text)))


def _wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _bracketed(text: str) -> str:
    return f"({text[1:]})" if text.startswith("-") else text


def mark_behind(work: Work, choice: Choice) -> None:
    """A mark of a note behind a figure, in its line."""
    place, table = _tables(work, choice)
    row, at, cell = of(choice, _printed(table))
    mark = of(choice, ("*", "注", "（注）", "[1]", "(1)", "#"))
    if not can_show(mark):
        raise NotHere
    work.put(place, _with_cell(table, row, at, replace(cell, text=cell.text + mark)))


def row_of_total(work: Work, choice: Choice) -> None:
    """A row of the sum, or of the others, below the last row of a table."""
    place, table = _tables(work, choice)
    if any(
        r + c.rows > len(table.rows) or (c.rows > 1 and r + c.rows == len(table.rows)) for r, _, _, c in slots(table)
    ):
        raise NotHere
    last = [(c, cell) for r, c, _, cell in slots(table) if r == len(table.rows) - 1]
    # Others than shareholders are an item of its own: a product, a region.
    of_others = "其他股东" if any("股东" in c.text for r in table.rows for c in r) else "合计"
    cells = [
        replace(cell, text=of(choice, ("合计", of_others, "总计")) if c == 0 else _changed(cell.text))
        for c, cell in last
    ]
    if not all(can_show(c.text) for c in cells):
        raise NotHere
    work.put(place, replace(table, rows=(*table.rows, tuple(cells))))


def narrow_columns(work: Work, choice: Choice) -> None:
    """Columns so narrow that figures and words wrap in their cells."""
    place, table = _tables(work, choice)
    at = choice.integer(0, len(table.widths) - 1)
    squeeze = choice.integer(30, 80) / 100
    widths = tuple(w * squeeze if i == at else w for i, w in enumerate(table.widths))
    work.put(place, replace(table, widths=widths))


def pages_break_elsewhere(work: Work, choice: Choice) -> None:
    """Shorter pages: tables, rows and labels break in other places, with or without headings repeated."""
    work.style(bottom=float(choice.integer(240, 760)))
    split, repeat = choice.integer(0, 1), choice.integer(0, 1)
    for place, table in work.tables():
        work.put(place, replace(table, split=bool(split), repeat=_heading(table) if repeat else 0))


def _heading(table: Table) -> int:
    """The rows that may be printed again overleaf: those of the only heading that a table has."""
    head = first_figures(table)
    closed = not any(r < head < r + c.rows for r, _, _, c in slots(table))
    only = not any(len(cells) == 1 for cells in table.rows[head:])
    return head if closed and only and head < 4 else 0


def running_header(work: Work, choice: Choice) -> None:
    """Other running headers and page numbers."""
    work.style(header_align=of(choice, ("center", "right", "none")), numbering=of(choice, ("n", "n / N", "none")))


def equal_cells_merged(work: Work, choice: Choice) -> None:
    """Two equal cells, one below the other, are one."""
    place, table = _tables(work, choice)
    grid = {(r, c): (p, cell) for r, c, p, cell in slots(table)}
    found = [
        (r, c)
        for (r, c), (_, cell) in grid.items()
        if (r + 1, c) in grid and cell.text and cell.text == grid[r + 1, c][1].text and cell.rows == 1 == cell.span
        and r >= first_figures(table) and grid[r + 1, c][1].rows == 1 == grid[r + 1, c][1].span
    ]  # fmt: skip
    if not found:
        raise NotHere
    row, column = of(choice, found)
    at, cell = grid[row, column]
    table = _with_cell(table, row, at, replace(cell, rows=2))
    below = grid[row + 1, column][0]
    rows = list(table.rows)
    rows[row + 1] = (*rows[row + 1][:below], *rows[row + 1][below + 1 :])
    if not rows[row + 1]:
        raise NotHere
    work.put(place, replace(table, rows=tuple(rows)))


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    heading_reworded,
    unit_reworded,
    unit_in_labels_reworded,
    extra_column,
    columns_swapped,
    blank_cell,
    column_left_out,
    note_inside,
    second_table,
    title_left_out,
    heading_left_out,
    words_spaced,
    figure_written_otherwise,
    mark_behind,
    row_of_total,
    narrow_columns,
    pages_break_elsewhere,
    running_header,
    equal_cells_merged,
)
