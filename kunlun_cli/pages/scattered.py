"""Tables of bars whose cells a program set into more columns than they have, put back into those of the heading.

A program that draws a table from a page's ink may see two columns where there is one, and set some rows' cells
into the first and some into the second; or it sets two cells into one. Where every row of figures has as many
filled cells as the heading has, their order tells their columns; where one has more or fewer, nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.bars import Cells, is_figure
from kunlun_cli.pages.narrower import STATE, narrower

BREAK = "<br>"
# A row of figures has a label and two cells at least.
_ROW = 3
# How Shanghai's labels of such numbers end.
_COUNTED = ("户)", "户）")
# Label and number of shareholders, over and over, from so many filled cells on.
_PAIR = 2


def gathered(rows: Sequence[Cells]) -> list[Cells]:
    """The rows with as many cells as their heading has; as they are where that is not told."""
    top, heads, body = _parts(_without_empty(rows))
    scattered = bool(heads) and _is_scattered(heads, body)
    if heads and not scattered and all(map(_is_count, top)):
        return [*_counts(top), *heads, *body]
    for leaves in (_beside(heads), _below(heads)) if scattered else ():
        laid = _in_order(body, len(leaves[-1]))
        if laid is not None:
            return [*_counts(top), *leaves, *laid]
    return [list(row) for row in rows]


def going_on(above: Sequence[Cells], rows: Sequence[Cells]) -> list[Cells]:
    """The rows of a table's rest below a page break in that table's columns, where their order tells them."""
    width = len(above[-1]) if above else 0
    whole = [cells for cells in above if _is_row(cells) and not _is_count(cells)]
    if len(rows[0]) == width or not whole or any(len(cells) != width for cells in whole):
        return [list(row) for row in rows]
    inked = [i for i in range(width) if any(cells[i] for cells in whole)]
    bare = _without_empty(rows)
    if {len(row) for row in bare} == {len(inked)} and len(inked) < width:
        places = dict(zip(inked, range(len(inked)), strict=True))
        return [[row[places[i]] if i in places else "" for i in range(width)] for row in bare]
    laid = _in_order(bare, width) if all(len(filled_cells(cells)) == width for cells in whole) else None
    if laid is not None and _alike(whole, [cells for cells in laid if _is_row(cells)]):
        return laid
    # Below the rest of this table another may stand without a line between the two.
    end = next((i for i, row in enumerate(bare) if len(row) != len(bare[0]) or not _is_row(row)), len(bare))
    rest = narrower([_without_over(cells) for cells in above if _is_head(cells)], whole, bare[:end])
    return [*rest, *bare[end:]] if rest else [list(row) for row in rows]


def _without_over(head: Sequence[str]) -> Cells:
    """A heading's row without a cell over two others that stands beside them."""
    over, under = load("markdown")["group"]["over"], load("markdown")["group"]["under"]
    for i in range(len(head) - 2):
        below = zip(under, head[i + 1 : i + 3], strict=True)
        if matches([over], _text(head[i])) and all(matches([word], _text(cell)) for word, cell in below):
            return [*head[:i], *head[i + 1 :]]
    return list(head)


def _without_empty(rows: Sequence[Cells]) -> list[Cells]:
    """The rows without the columns in which nothing stands."""
    width = max(map(len, rows), default=0)
    if any(len(row) != width for row in rows):
        return [list(row) for row in rows]
    kept = [i for i in range(width) if any(row[i] for row in rows)]
    return [[row[i] for i in kept] for row in rows]


def _parts(rows: Sequence[Cells]) -> tuple[list[Cells], list[Cells], list[Cells]]:
    """What stands above the heading, the heading's rows, and those below it."""
    first = next((i for i in range(1, len(rows)) if _is_row(rows[i]) and _is_head(rows[i - 1])), 0)
    start = first
    while start > 0 and _is_head(rows[start - 1]):
        start -= 1
    return list(map(list, rows[:start])), list(map(list, rows[start:first])), list(map(list, rows[first:]))


def _is_row(cells: Sequence[str]) -> bool:
    """Whether a row is one of figures."""
    return len(filled_cells(cells)) >= _ROW and any(map(is_figure, filled_cells(cells)[1:]))


def _is_count(cells: Sequence[str]) -> bool:
    """Whether a row holds labels each beside its number, or one text."""
    filled = [cell for cell in cells if cell]
    numbers = all(is_figure(cell) or STATE.match(cell) for cell in filled[1::2])
    return len(filled) < _PAIR or (len(filled) % 2 == 0 and numbers and not any(map(is_figure, filled[::2])))


def _is_head(cells: Sequence[str]) -> bool:
    """Whether a row may be one of a heading."""
    return sum(map(bool, cells)) > 1 and not any(map(is_figure, cells)) and not STATE.match(cells[-1])


def filled_cells(cells: Sequence[str]) -> list[str]:
    """A row's cells that are not empty; one in which two stand is two."""
    out: list[str] = []
    for cell in cells:
        parts = cell.split(BREAK)
        told = len(parts) > 1 and all(is_figure(part) or STATE.match(part) for part in parts)
        out += parts if told else [cell] if cell else []
    return out


def _is_scattered(heads: Sequence[Cells], body: Sequence[Cells]) -> bool:
    """Whether rows of figures have cells below no heading, or a heading has none below it."""
    whole = [row for row in body if _is_row(row)]
    headed = {i for head in heads for i, cell in enumerate(head) if cell}
    # Further headings would have columns of their own; full rows leave nothing to tell.
    if any(_is_head(row) and len(filled_cells(row)) >= _ROW for row in body) or all(all(row) for row in whole):
        return False
    return any(cell and i and i not in headed for row in whole for i, cell in enumerate(row))


def _in_order(rows: Sequence[Cells], width: int) -> list[Cells] | None:
    """The rows with as many cells each; `None` where a row of figures has more or fewer, or a column holds both."""
    whole = [filled_cells(row) for row in rows if _is_row(row)]
    if not width or not whole or any(len(row) != width for row in whole) or not _alike(whole, whole):
        return None
    return [filled_cells(row) if _is_row(row) else _note(row, width) for row in rows]


def _note(row: Sequence[str], width: int) -> Cells:
    """A row without figures: the rest of a name above, or a label with its text."""
    filled = [cell for cell in row if cell]
    return [*row[:1], *[""] * (width - 1)] if row[0] and len(filled) == 1 else filled


def _alike(some: Sequence[Cells], others: Sequence[Cells]) -> bool:
    """Whether each column holds figures, or words, in all rows."""
    for column in zip(*some, *others, strict=True):
        told = [cell for cell in column if not STATE.match(cell)]
        if len({is_figure(cell) for cell in told}) > 1 or len({cell.endswith("%") for cell in told}) > 1:
            return False
    return True


def _beside(heads: Sequence[Cells]) -> list[Cells]:
    """The heading's cells by the columns in which any of its rows has one."""
    columns = [i for i in range(len(heads[0])) if any(head[i] for head in heads)]
    return _grouped([[head[i] for i in columns] for head in heads])


def _below(heads: Sequence[Cells]) -> list[Cells]:
    """The cells of the heading's last row, each with what stands above it or nearest to its left."""
    lower = heads[-1]
    columns = [i for i, cell in enumerate(lower) if cell]
    upper = dict.fromkeys(columns, "")
    for head in heads[:-1]:
        for at, cell in enumerate(head):
            right = [i for i in columns if i >= at]
            if cell and right:
                upper[right[0]] += cell
    group = load("markdown")["group"]
    apart = {i for i in columns if matches([group["over"]], _text(upper[i]))}
    over = [upper[i] if i in apart else "" for i in columns]
    under = [lower[i] if i in apart else upper[i] + lower[i] for i in columns]
    return _grouped([over, under])


def _grouped(heads: list[Cells]) -> list[Cells]:
    """The heading with one over two others set above both."""
    group = load("markdown")["group"]
    for upper, lower in pairwise(heads):
        for i in range(len(upper) - 1):
            both = matches(group["under"][:1], _text(lower[i])) and matches(group["under"][1:], _text(lower[i + 1]))
            if both and not upper[i + 1] and matches([group["over"]], _text(upper[i])):
                upper[i + 1] = upper[i]
    return heads


def _text(cell: str) -> str:
    return "".join(cell.replace(BREAK, "").split())


def _counts(top: Sequence[Cells]) -> list[Cells]:
    """The rows above the heading, each label beside its number; labels that one cell holds with those below."""
    out: list[Cells] = []
    for row in top:
        if not _is_count(row):
            out.append(list(row))
            continue
        filled = [cell for cell in row if cell]
        above = out[-1] if out else []
        labels = above[0].split(BREAK) if len(above) == _PAIR else []
        several = len(labels) > 1 and all(label.endswith(_COUNTED) for label in labels)
        if not row[0] and len(filled) == 1 and several:
            out[-1] = [labels[0], above[1]]
            out.append([BREAK.join(labels[1:]), filled[0]])
        else:
            out.append(filled)
    return out
