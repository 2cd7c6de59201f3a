"""Perturbations of where a table says what its figures are: its unit's place, rows of parts, labels apart.

They work on PDF, HTML and text alike, and keep the truth true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.property.content import UNITS, _is_unit, _scale
from tests.property.rows import _neighbours, _plain_rows, _table, _with_rows
from tests.property.work import Cell, Choice, Line, NotHere, Table, Work, can_show, figure, first_figures, of

# The blocks of the cover, before what is said of the report as a whole.
_FRONT = 6


def _key_figures(work: Work) -> tuple[int, int, Table]:
    """The places of the key figures' unit and of their table, and the table."""
    found = next(((i, t) for i, t in work.tables() if any("营业收入" in c.text for r in t.rows for c in r)), None)
    if found is None or found[0] == 0:
        raise NotHere
    above = work.document.blocks[found[0] - 1]
    if not isinstance(above, Line) or not _is_unit(above.text):
        raise NotHere
    return found[0] - 1, *found


def _moved(work: Work, choice: Choice, put: Callable[[int, int, Table, str], None], frames: tuple[str, ...]) -> None:
    """Say the unit of the key figures elsewhere than in the line above them."""
    place, at, table = _key_figures(work)
    unit, frame = of(choice, list(UNITS)), of(choice, frames)
    if not can_show(frame.format(unit)):
        raise NotHere
    put(place, at, table, frame.format(unit))
    for record in work.truth["financials"]["records"]:
        if record["unit"] == "CNY":
            _scale(record, UNITS[unit])


def unit_in_the_corner(work: Work, choice: Choice) -> None:
    """The unit stands in the heading's first cell."""

    def put(place: int, at: int, table: Table, text: str) -> None:
        first = replace(table.rows[0][0], text=table.rows[0][0].text + text)
        work.put(at, _with_rows(table, 0, 1, (first, *table.rows[0][1:])))
        work.put(place)

    _moved(work, choice, put, ("（{}）", "（单位：{}）", "单位：{}", "（金额单位：{}）"))


def unit_in_a_row(work: Work, choice: Choice) -> None:
    """The unit stands in a row of its own in the table, above its heading or right below it."""
    below = choice.integer(0, 1)

    def put(place: int, at: int, table: Table, text: str) -> None:
        row = first_figures(table) if below else 0
        work.put(at, _with_rows(table, row, row, (Cell(text, span=len(table.widths), align="right"),)))
        work.put(place)

    _moved(work, choice, put, ("单位：{}", "（单位：{}）", "金额单位：{}"))


def unit_below(work: Work, choice: Choice) -> None:
    """The unit stands in a note below the table."""

    def put(place: int, at: int, table: Table, text: str) -> None:
        work.put(at, table, Line(text))
        work.put(place)

    _moved(work, choice, put, ("注：上表金额单位为{}。", "注：单位：{}", "以上金额以{}为单位"))


def unit_in_the_title(work: Work, choice: Choice) -> None:
    """The unit stands behind the title above the table."""

    def put(place: int, at: int, table: Table, text: str) -> None:
        title = work.document.blocks[place - 1]
        if not isinstance(title, Line):
            raise NotHere
        work.put(at, table)
        work.put(place)
        work.put(place - 1, replace(title, text=title.text + text))

    _moved(work, choice, put, ("（{}）", "（单位：{}）", "（以{}列示）"))


def unit_for_the_report(work: Work, choice: Choice) -> None:
    """One sentence at the report's head states the unit of all amounts in it; none stands above the table."""

    def put(place: int, at: int, table: Table, text: str) -> None:
        work.put(at, table)
        work.put(place)
        head = of(choice, (place - 1, min(_FRONT, place - 1)))
        work.put(head, work.document.blocks[head], Line(text))

    _moved(work, choice, put, ("除特别注明外，本报告中的金额均以{}为单位。", "本报告除特别说明外，金额单位为{}。"))


def unit_in_one_label(work: Work, choice: Choice) -> None:
    """One row's label states another unit than that above the table."""
    _, at, table = _key_figures(work)
    records = [r for r in work.truth["financials"]["records"] if r["unit"] == "CNY"]
    found = [(i, r) for i in _plain_rows(table) for r in records if table.rows[i][0].text == r["label"]]
    if not found:
        raise NotHere
    unit = of(choice, list(UNITS))
    row, record = of(choice, found)
    text = record["label"] + of(choice, ("（{}）", "（单位：{}）", "({})")).format(unit)
    if not can_show(text) or sum(r is record for _, r in found) > 1:
        raise NotHere
    first = replace(table.rows[row][0], text=text)
    work.put(at, _with_rows(table, row, row + 1, (first, *table.rows[row][1:])))
    _scale(record, UNITS[unit])


def row_of_which(work: Work, choice: Choice) -> None:
    """A row below another of the key figures that tells a part of it."""
    _, at, table = _key_figures(work)
    rows = [i for i in _plain_rows(table) if "," in table.rows[i][1].text]
    labels = ("其中：主营业务收入", "其中：关联方", "其中：境内", "减：其他", "扣除后的金额", "其中：利息收入")
    label = of(choice, labels)
    if not rows or not can_show(label):
        raise NotHere
    row = of(choice, rows)
    parts = tuple(replace(c, text=_half(c.text)) for c in table.rows[row][1:])
    work.put(at, _with_rows(table, row + 1, row + 1, (replace(table.rows[row][0], text=label), *parts)))


def _half(text: str) -> str:
    value = figure(text)
    return f"{value / 2:,.2f}" if value is not None and "," in text else text


def label_above_figures(work: Work, choice: Choice) -> None:
    """A row's label stands in a row of its own, its figures in the next, which has no label."""
    place, table = _table(work, choice)
    rows = [i for i in _neighbours(table) if figure(table.rows[i][0].text) is None]
    if not rows:
        raise NotHere
    row = of(choice, rows)
    label, *figures = table.rows[row]
    blank, wide = replace(label, text=""), replace(label, span=len(table.widths))
    above = of(choice, ((wide,), (label, *(replace(c, text="") for c in figures))))
    work.put(place, _with_rows(table, row, row + 1, above, (blank, *figures)))


def shares_in_ten_thousands(work: Work, choice: Choice) -> None:
    """The numbers of shares lent are in ten thousands, as the line above the table says, or a row or note of it."""
    blocks = work.document.blocks
    found = [
        (i - 1, i, t)
        for i, t in work.tables()
        if i and isinstance(line := blocks[i - 1], Line) and line.text.endswith("单位：股")
        and any("尚未归还" in c.text for row in t.rows[: first_figures(t)] for c in row)
    ]  # fmt: skip
    if not found:
        raise NotHere
    place, at, table = of(choice, found)
    unit = Line(of(choice, ("单位：万股", "（单位：万股）", "数量单位：万股", "单位：（万股）")), align="right")
    where = choice.integer(0, 3)
    head = first_figures(table) if where == 1 else 0
    row = (Cell(unit.text, span=len(table.widths), align="right"),)
    work.put(at, *((table, Line("注：" + unit.text)) if where == 0 else (table,)))
    if where in {1, 2}:
        work.put(at, _with_rows(table, head, head, row))
    work.put(place, *((unit,) if where == 3 else ()))
    names = {c.text for cells in table.rows for c in cells}
    which = (
        "changes"
        if any("新增" in c.text or "退出" in c.text for cells in table.rows for c in cells)
        else "participation"
    )
    for record in work.truth["lending"]["records"]:
        if record["table"] == which and record["name"] in names:
            for name, value in record.items():
                if name.endswith("_shares") and value is not None:
                    record[name] = value * 10_000


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    unit_in_the_corner,
    unit_in_a_row,
    unit_below,
    unit_in_the_title,
    unit_for_the_report,
    unit_in_one_label,
    row_of_which,
    label_above_figures,
    shares_in_ten_thousands,
)
