"""Perturbations of what filers add to a form's tables: a second language, the sum at the head, dates, row numbers.

They work on PDF, HTML and text alike, and keep the truth true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.property.content import _changed, _inserted
from tests.property.rows import _plain_rows, _table, _with_rows
from tests.property.stated import _key_figures
from tests.property.work import Cell, Choice, NotHere, Table, Work, can_show, figure, first_figures, of

ENGLISH = {
    "营业收入": "Operating revenue",
    "总资产": "Total assets",
    "归属于上市公司股东的净利润": "Net profit attributable to shareholders",
    "归属于上市公司股东的净资产": "Net assets attributable to shareholders",
    "经营活动产生的现金流量净额": "Net cash flow from operating activities",
    "基本每股收益": "Basic earnings per share",
    "稀释每股收益": "Diluted earnings per share",
    "加权平均净资产收益率": "Weighted average ROE",
}


def labels_in_two_languages(work: Work, choice: Choice) -> None:
    """The labels of key figures are followed by their English, as companies with foreign shares print them."""
    _, place, table = _key_figures(work)
    mark = of(choice, (" ", " / ", "\n"))
    rows = []
    for cells in table.rows:
        known = next((name for name in ENGLISH if cells and cells[0].text.startswith(name)), None)
        said = f"{cells[0].text}{mark}{ENGLISH[known]}" if known else ""
        rows.append((replace(cells[0], text=said), *cells[1:]) if said else cells)
    if tuple(rows) == table.rows or not can_show("".join(ENGLISH.values())):
        raise NotHere
    work.put(place, replace(table, rows=tuple(rows)))


def total_first(work: Work, choice: Choice) -> None:
    """A row of the sum above the first row of a table."""
    place, table = _table(work, choice)
    plain = _plain_rows(table)
    if not plain:
        raise NotHere
    row = plain[0]
    label = of(choice, ("合计", "总计"))
    cells = [replace(c, text=label if at == 0 else _changed(c.text)) for at, c in enumerate(table.rows[row])]
    if figure(table.rows[row][0].text) is not None or not can_show(label):
        raise NotHere
    work.put(place, _with_rows(table, row, row, tuple(cells)))


def column_of_dates(work: Work, choice: Choice) -> None:
    """A column of dates among those of figures, under a heading that no form has."""
    place, table = _table(work, choice)
    heading = of(choice, ("统计日期", "登记日期", "基准日"))
    dates = of(choice, (("2024-06-30", "2024-05-31"), ("2024年6月30日",), ("2024.6.30", "2024.12.31"), ("20240630",)))
    if not can_show(heading + "".join(dates)):
        raise NotHere
    boundary = choice.integer(1, len(table.widths))
    work.put(place, _inserted(table, boundary, first_figures(table), heading, dates))


def column_of_numbers(work: Work, choice: Choice) -> None:
    """A column left of the names that counts the rows."""
    heading = of(choice, ("序号", "No.", "排名"))
    place, table = _table(work, choice)
    plain = _plain_rows(table)
    if not plain or not can_show(heading):
        raise NotHere
    frame = of(choice, ("{}", "{}.", "({})"))
    work.put(place, _beside(table, heading, {at: Cell(frame.format(n)) for n, at in enumerate(plain, 1)}))


def groups_at_the_left(work: Work, choice: Choice) -> None:
    """A column left of the labels of key figures with words that each stand for several rows."""
    _, place, table = _key_figures(work)
    plain = _plain_rows(table)
    words = of(choice, (("经营", "财务"), ("规模指标", "效益指标"), ("本公司", "本公司")))
    if not plain or plain != list(range(plain[0], len(table.rows))) or not can_show("".join(words)):
        raise NotHere
    cut = choice.integer(1, len(plain))
    groups = {plain[0]: Cell(words[0], rows=cut)}
    if cut < len(plain):
        groups[plain[cut]] = Cell(words[1], rows=len(plain) - cut)
    work.put(place, _beside(table, of(choice, ("类别", "项目类别", "")), groups))


def _beside(table: Table, heading: str, cells: Mapping[int, Cell]) -> Table:
    """A table with a column more at its left; a cell of several rows keeps its place free in them."""
    head = first_figures(table)
    begins = next((i for i, row in enumerate(table.rows[:head]) if len(row) > 1), head)
    first = {begins: Cell(heading, rows=head - begins, align="center", shade=True)} if begins < head else {}
    held = {n for at, cell in (first | dict(cells)).items() for n in range(at + 1, at + cell.rows)}
    rows = []
    for at, row in enumerate(table.rows):
        if len(row) == 1 and row[0].span > 1:
            rows.append((replace(row[0], span=row[0].span + 1),))
        else:
            own = (first | dict(cells)).get(at, Cell(""))
            rows.append(row if at in held else (own, *row))
    return replace(table, widths=(max(table.widths) * 0.4, *table.widths), rows=tuple(rows))


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    labels_in_two_languages,
    total_first,
    column_of_dates,
    column_of_numbers,
    groups_at_the_left,
)
