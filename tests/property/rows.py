"""Perturbations of what a table's rows hold: order, repetition, cells run together, figures with more or less in them.

They work on PDF, HTML and text alike, and keep the truth true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.property.work import Cell, Choice, Line, NotHere, Table, Work, can_show, figure, first_figures, of, slots


def _table(work: Work, choice: Choice) -> tuple[int, Table]:
    tables = work.tables()
    if not tables:
        raise NotHere
    return of(choice, tables)


def _plain_rows(table: Table) -> list[int]:
    """The rows of figures that no cell from above reaches into, and none of whose cells reaches out."""
    crossed = {n for r, _, _, c in slots(table) if c.rows > 1 for n in range(r, r + c.rows)}
    inked = [i for i, row in enumerate(table.rows) if sum(figure(c.text) is not None for c in row) > 1]
    return [i for i in inked if i not in crossed and i >= first_figures(table)]


def _neighbours(table: Table) -> list[int]:
    """The plain rows with a plain one of as many cells below them."""
    plain = _plain_rows(table)
    return [i for i in plain if i + 1 in plain and len(table.rows[i]) == len(table.rows[i + 1])]


def _with_rows(table: Table, first: int, end: int, *rows: tuple[Cell, ...]) -> Table:
    return replace(table, rows=(*table.rows[:first], *rows, *table.rows[end:]))


def _one(work: Work, choice: Choice, write: Callable[[str], str], fits: Callable[[str], bool]) -> None:
    """Write one figure otherwise."""
    place, table = _table(work, choice)
    found = [(r, p, c) for r, _, p, c in slots(table) if figure(c.text) is not None and fits(c.text)]
    if not found:
        raise NotHere
    row, at, cell = of(choice, found)
    text = write(cell.text)
    if not can_show(text) or text == cell.text:
        raise NotHere
    cells = table.rows[row]
    work.put(place, _with_rows(table, row, row + 1, (*cells[:at], replace(cell, text=text), *cells[at + 1 :])))


def rows_swapped(work: Work, choice: Choice) -> None:
    """Two neighbouring rows in the other order."""
    place, table = _table(work, choice)
    rows = _neighbours(table)
    if not rows:
        raise NotHere
    at = of(choice, rows)
    work.put(place, _with_rows(table, at, at + 2, table.rows[at + 1], table.rows[at]))


def row_twice(work: Work, choice: Choice) -> None:
    """A row printed twice, one below the other."""
    place, table = _table(work, choice)
    rows = _plain_rows(table)
    if not rows:
        raise NotHere
    at = of(choice, rows)
    work.put(place, _with_rows(table, at, at, table.rows[at]))


def rows_in_one(work: Work, choice: Choice) -> None:
    """Two neighbouring rows with no rule between them: each cell has two lines."""
    place, table = _table(work, choice)
    rows = _neighbours(table)
    if not rows:
        raise NotHere
    at = of(choice, rows)
    pairs = zip(table.rows[at], table.rows[at + 1], strict=True)
    both = tuple(replace(a, text=f"{a.text}\n{b.text}") for a, b in pairs)
    work.put(place, _with_rows(table, at, at + 2, both))


def figures_in_one(work: Work, choice: Choice) -> None:
    """Two figures beside each other with no rule between them."""
    place, table = _table(work, choice)
    found = [
        (i, n)
        for i in _plain_rows(table)
        for n in range(1, len(table.rows[i]) - 1)
        if figure(table.rows[i][n].text) is not None and figure(table.rows[i][n + 1].text) is not None
    ]
    if not found:
        raise NotHere
    at, n = of(choice, found)
    cells = table.rows[at]
    gap = of(choice, (" ", "  ", ""))
    both = replace(cells[n], text=cells[n].text + gap + cells[n + 1].text, span=cells[n].span + cells[n + 1].span)
    work.put(place, _with_rows(table, at, at + 1, (*cells[:n], both, *cells[n + 2 :])))


def heading_inside(work: Work, choice: Choice) -> None:
    """The heading printed again between two rows."""
    place, table = _table(work, choice)
    head, rows = first_figures(table), _neighbours(table)
    # Titles between the rows: what stands below them has a heading of its own.
    parts = any(len(cells) == 1 for cells in table.rows[head:])
    if not rows or parts or any(r < head < r + c.rows for r, _, _, c in slots(table)):
        raise NotHere
    at = of(choice, rows) + 1
    work.put(place, _with_rows(table, at, at, *table.rows[:head]))


def table_cut(work: Work, choice: Choice) -> None:
    """A table in two, with a line between them, the heading printed again or not."""
    place, table = _table(work, choice)
    head, rows = first_figures(table), _neighbours(table)
    # Titles between the rows: what stands below them has a heading of its own.
    parts = any(len(cells) == 1 for cells in table.rows[head:])
    if not rows or parts or any(r < head < r + c.rows for r, _, _, c in slots(table)):
        raise NotHere
    at = of(choice, rows) + 1
    again = table.rows[:head] if choice.integer(0, 1) else ()
    text = of(choice, [t for t in ("续表", "（续）", "接上表", "续上表：") if can_show(t)] or [""])
    rest = replace(table, rows=(*again, *table.rows[at:]))
    work.put(place, replace(table, rows=table.rows[:at]), Line(text), rest)


def labels_numbered(work: Work, choice: Choice) -> None:
    """A number in front of each holder's name, or each label of the key figures."""
    place, table = _table(work, choice)
    # Of segments and single rows a number may be part of the name.
    if len(_plain_rows(table)) < 2 or any("毛利" in c.text or "比重" in c.text for row in table.rows for c in row):
        raise NotHere
    frame = of(choice, ("{}、", "{}. ", "({})", "{} "))
    rows, number = list(table.rows), 0
    for at in _plain_rows(table):
        if rows[at][0].text and figure(rows[at][0].text) is None:
            number += 1
            first = replace(rows[at][0], text=frame.format(number) + rows[at][0].text)
            rows[at] = (first, *rows[at][1:])
    if not number:
        raise NotHere
    work.put(place, replace(table, rows=tuple(rows)))


def digits_behind(work: Work, choice: Choice) -> None:
    """Two more digits behind a figure's last place."""
    more = of(choice, ("12", "37", "05"))
    _one(work, choice, lambda t: t.removesuffix("%") + more + "%" * t.endswith("%"), lambda t: "." in t)


def without_sign_of_per_cent(work: Work, choice: Choice) -> None:
    """A share without the sign of per cent that the others have."""
    _one(work, choice, lambda t: t.removesuffix("%"), lambda t: t.endswith("%"))


def letters_for_digits(work: Work, choice: Choice) -> None:
    """Letters that look like digits, as a scan that was read has them."""
    digit, letter = of(choice, (("0", "O"), ("1", "l"), ("1", "I"), ("5", "S"), ("8", "B"), ("0", "o"), ("2", "Z")))
    _one(work, choice, lambda t: t.replace(digit, letter, 1), lambda t: digit in t)


def grouped_otherwise(work: Work, choice: Choice) -> None:
    """A separator at another place, one digit aside."""

    def moved(text: str) -> str:
        at = text.index(",")
        before = text[: at - 1] + "," + text[at - 1] + text[at + 1 :]
        return of(choice, (text[:at] + text[at + 1] + "," + text[at + 2 :], before))

    _one(work, choice, moved, lambda t: "," in t and not t.startswith("-"))


def word_before(work: Work, choice: Choice) -> None:
    """A word in a figure's cell before it; not 合计, which in a text is the end of the label before."""
    word = of(choice, ("约", "人民币", "共计", "其中：", "超过", "不超过", "近"))
    _one(work, choice, lambda t: word + t, lambda t: len(t) > 1)


def own_unit(work: Work, choice: Choice) -> None:
    """An amount in ten thousands, with its unit in its cell, among others in yuan."""
    _one(work, choice, _in_ten_thousands, lambda t: "," in t and "." in t and not t.endswith("%"))


def _in_ten_thousands(text: str) -> str:
    value = figure(text)
    assert value is not None
    return f"{value / 10_000:,f}万元"


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    rows_swapped,
    row_twice,
    rows_in_one,
    figures_in_one,
    heading_inside,
    table_cut,
    labels_numbered,
    digits_behind,
    without_sign_of_per_cent,
    letters_for_digits,
    grouped_otherwise,
    word_before,
    own_unit,
)
