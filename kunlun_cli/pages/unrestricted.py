"""The table of those who hold unrestricted shares, told by its rows where a program has confused its heading.

A name, a number, the class of the shares and the same number again say what they are, whatever a program made of the
heading over two others that stands above them; cells of two columns that it set into one are parted again. Where the
numbers differ (a holder of A and of B shares), or a row has more or fewer cells, the table stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.bars import Cells, is_figure

# A heading has two rows, and one that is blank.
_HEADS = 3
# Name, number, class, number.
_CELLS = 4


def told_parts(rows: Sequence[Cells]) -> Iterator[str | list[Cells]]:
    """The rows in parts, each a table of its own: those of unrestricted holders, below their title, and all others."""
    over = _class_over(rows)
    first = next((i for i, row in enumerate(rows) if _told(row, over)), len(rows))
    body = list(takewhile(lambda row: any(map(is_figure, row[1:])) or _told(row, over), rows[first:]))
    told = [cells for row in body if (cells := _told(row, over))]
    heads = list(takewhile(_is_head, rows[max(first - _HEADS, 0) : first][::-1]))[::-1]
    if not told or len(told) < len(body) or (first and not heads):
        yield list(rows)
        return
    above = list(rows[: first - len(heads)])
    title = _title(above[-1]) if above else ""
    if title:
        above.pop()
    yield from [above] if above else []
    yield from [title] if title else []
    yield [*([_heading(heads)] if heads else []), *told, *rows[first + len(body) :]]


def _class_over(rows: Sequence[Cells]) -> str:
    """The class of shares that a heading has over the second numbers, where each row should have its own."""
    heads = (row for row in rows if not any(map(is_figure, row)) and sum(map(_is_word, row)) > 1)
    return next((cell for row in heads for cell in row if re.fullmatch(_class(), cell)), "")


def _told(row: Sequence[str], over: str) -> Cells | None:
    """A row's name, number, class and number; the class is that of the heading where the row has none."""
    cells = [part for cell in row if cell for part in _parted(cell)]
    if over and len(cells) == _CELLS - 1:
        cells.insert(2, over)
    if len(cells) != _CELLS or is_figure(cells[0]) or not is_figure(cells[1]):
        return None
    same = _number(cells[1]) == _number(cells[3]) and _number(cells[1]).isdigit()
    return cells if same and re.fullmatch(_class(), cells[2]) else None


def _parted(cell: str) -> list[str]:
    """A number and a class that one cell holds, in either order."""
    number = r"[\d,，.]+"
    found = re.fullmatch(rf"(?P<a>{number})\s*(?P<b>{_class()})", cell)
    found = found or re.fullmatch(rf"(?P<a>{_class()})\s*(?P<b>{number})", cell)
    return [found["a"].strip(), found["b"].strip()] if found else [cell]


def _class() -> str:
    return str(load("holders")["text"]["values"]["share_classes"])


def _number(cell: str) -> str:
    """A number of shares without its separators, and without decimals that are zero."""
    return re.sub(r"[,，]|\.0+$", "", cell)


def _is_head(row: Sequence[str]) -> bool:
    """Whether all that stands in a row are words of that table's heading, or a class of shares."""
    return all(_is_word(cell) or re.fullmatch(_class(), cell) for cell in row if cell)


def _is_word(cell: str) -> bool:
    return matches([load("markdown")["unrestricted"]["words"]], "".join(cell.split()))


def _heading(heads: Sequence[Cells]) -> Cells:
    """The heading's four cells: the first two as they are printed, the form's words where none is."""
    said = load("markdown")["unrestricted"]["columns"]
    cells = [cell for head in heads for cell in head if cell]
    return [next((c for c in cells if matches([column["printed"]], c)), column["says"]) for column in said]


def _title(row: Sequence[str]) -> str:
    """The text of a row that has nothing else."""
    filled = {cell for cell in row if cell}
    return filled.pop() if len(filled) == 1 else ""
