"""Rows of cells parted by bars, as the table in HTML that they stand for.

Such a row cannot say that a cell spans others, and often comes from a program that guessed: a heading over
two others stands before them, alone, or twice; pairs of a label and a figure stand above the rows of a wider
table; a row lacks a cell, so that nobody can tell the columns of the others.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kunlun_cli.forms import load, matches
from kunlun_cli.pages.short_rows import below_group, sure_cells

Cells = list[str]

_FIGURE = re.compile(r"^[-－+＋(（]?[\d,，]+(?:\.\d+)?[)）]?\s*[%％]?$")
UNTOLD = "its row has {have} cells where the table has {wanted}, so that their columns cannot be told"
# A label, its text, and one cell more: from so many filled cells on a row without figures is a heading.
_HEADING = 3
# Longer than the longest names of holders, which a page's end never cuts to their rest alone.
_SENTENCE = 60


@dataclass(slots=True)
class _Cell:
    text: str
    span: int = 1
    rows: int = 1
    doubt: str = ""


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]
    doubt: str = ""


def is_figure(cell: str) -> bool:
    """Whether a cell holds a figure and nothing else."""
    return bool(_FIGURE.match(cell))


def is_body(cells: Sequence[str]) -> bool:
    """Whether a row holds figures behind its label, so that it is no heading."""
    return any(map(is_figure, cells[1:])) and not _is_pairs(cells)


def width_of(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; a label with its text tells nothing where others are wider."""
    wider = [len(row) for row in rows if len(row) > 2 and not _is_pairs(row)]
    counts = Counter(wider or map(len, rows))
    return max(counts, key=lambda n: (counts[n], n), default=0)


def table_of(rows: Sequence[Sequence[str]], inline: Callable[[str], str]) -> str:
    """The table in HTML.

    Args:
        rows: the cells of each row.
        inline: a cell's text as HTML.
    """
    laid = list(_laid(_whole_natures(rows)))
    return "<table>" + "".join(_html(row, inline) for row in _spanned_down(laid)) + "</table>"


def whole_heads(rows: Sequence[Sequence[str]]) -> list[Cells]:
    """The rows, a heading's line that stands in a row of its own put back before what it goes on with (增 / 减)."""
    out: list[Cells] = []
    for row in map(list, rows):
        above = out[-1] if out else []
        cut = [i for i, cell in enumerate(above) if cell]
        alone = 0 < len(cut) < _HEADING and 0 not in cut and len(above) == len(row) and _is_heading(row)
        if alone and all(0 < len(row[i]) < _HEADING and not _is_under([row[i]]) for i in cut):
            out[-1] = [a + b for a, b in zip(above, row, strict=True)]
        else:
            out.append(row)
    return out


def _whole_natures(rows: Sequence[Sequence[str]]) -> Iterator[Cells]:
    """The rows; the rest of a holder's nature that is all one has (境内非国有法, then 人) put back."""
    known = load("holders")["text"]["values"]["natures"]
    held: Cells = []
    for row in map(list, rows):
        filled = [c for c in row if c]
        rest = filled[0] if len(filled) == 1 and not row[0] else ""
        cut = [i for i, c in enumerate(held) if rest and c and c not in known and c + rest in known]
        if len(cut) == 1:
            held[cut[0]] += rest
            continue
        yield from [held] if held else []
        held = row
    yield from [held] if held else []


def _share_class() -> str:
    """The classes of shares, which stand between two figures and are no label of the second."""
    return f"^{load('holders')['text']['values']['share_classes']}$"


def _is_pairs(cells: Sequence[str]) -> bool:
    """Whether labels and figures alternate, as the numbers of shareholders stand above the largest ones."""
    labels, figures = cells[::2], cells[1::2]
    filled = [f for f in figures if f]
    if len(labels) != len(figures) or not filled or any(matches([_share_class()], cell) for cell in labels[1:]):
        return False
    return all(map(is_figure, filled)) and not any(map(is_figure, labels))


def _is_heading(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) >= _HEADING and not any(map(is_figure, cells))


def _is_under(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but what stands under a heading over two others."""
    filled = [c for c in cells if c]
    return bool(filled) and all(matches(load("markdown")["group"]["under"], c) for c in filled)


def _laid(rows: Iterable[Sequence[str]]) -> Iterator[_Row]:
    """The rows, each heading with its own: what stands under a heading of another width is doubted."""
    todo = [list(row) for row in rows]
    wanted, untold = width_of(todo), ""
    while todo:
        heads = list(takewhile(_is_heading, todo))
        if heads and len(todo) > len(heads) and _is_under(todo[len(heads)]):
            heads.append(todo[len(heads)])
        below = list(takewhile(lambda row: not _is_heading(row), todo[len(heads) :]))
        del todo[: len(heads) + len(below)]
        heads, below = _one_state(heads, below)
        if heads:
            wanted = width_of(below) if any(map(is_body, below)) else max(map(len, heads))
            heads = below_group([_as_wide(head, wanted) for head in _over(heads, wanted)], wanted)
            told = any(len(head) == wanted for head in heads)
            untold = "" if told else UNTOLD.format(have=wanted, wanted=max(map(len, heads)))
            yield from _headings(heads)
        whole = [row for row in below if len(row) == wanted and is_body(row)]
        yield from (_body(row, wanted, untold, whole, headed=bool(heads)) for row in below)


def _as_wide(head: Cells, wanted: int) -> Cells:
    """A heading made as wide as the rows below it, where one over two others stands beside them or alone."""
    group = load("markdown")["group"]
    for i, cell in enumerate(head):
        if not matches([group["over"]], cell):
            continue
        beside = [matches([p], c) for p, c in zip(group["under"], head[i + 1 : i + 3], strict=False)]
        if len(head) == wanted + 1 and beside == [True, True]:
            return [*head[:i], *(f"{cell}-{c}" for c in head[i + 1 : i + 3]), *head[i + 3 :]]
        if len(head) == wanted - 1 and not any(beside):
            return [*head[: i + 1], *head[i:]]
        if len(head) == wanted and head[i + 1 : i + 2] == [""]:
            return [*head[: i + 1], *head[i : i + 1], *head[i + 2 :]]
        if len(head) == wanted and matches(group["under"][1:], "".join(head[i + 1 : i + 2])):
            return [*head[: i + 1], *head[i : i + 1], *head[i + 2 :]]
    return head


def _one_state(heads: list[Cells], below: list[Cells]) -> tuple[list[Cells], list[Cells]]:
    """A heading's only row and the rows, three columns for a state and its number made two.

    Programs write the heading thrice, or beside the two that it spans; what the state has of the two columns left of
    the number is then one cell, given twice or beside a blank one, or the rows have two cells as the page has.
    """
    if len(heads) != 1:
        return heads, below
    head, group = heads[0], load("markdown")["group"]
    for i in range(len(head) - 2):
        beside = [matches([p], c) for p, c in zip(group["under"], head[i + 1 : i + 3], strict=True)]
        if not matches([group["over"]], head[i]) or not (all(beside) or head[i : i + 3] == head[i : i + 1] * 3):
            continue
        joined = [_joined(row, i, len(head)) for row in below]
        if None not in joined and any(map(is_body, below)):
            return [[*head[: i + 1], *head[i : i + 1], *head[i + 3 :]]], [row for row in joined if row is not None]
    return heads, below


def _joined(row: Cells, i: int, width: int) -> Cells | None:
    """A row with what stands in two columns in one; as it is where it has fewer, `None` where both hold something."""
    if len(row) < width or not is_body(row):
        return row
    a, b = row[i : i + 2]
    if len(row) > width or (a and b and a != b) or is_figure(a) or is_figure(b):
        return None
    return [*row[:i], a or b, *row[i + 2 :]]


def _over(heads: list[Cells], wanted: int) -> list[Cells]:
    """Two heading rows that list only what is printed, made as wide as the rows: groups are told by their number."""
    if len(heads) != 2 or len(heads[0]) >= wanted or not heads[1]:
        return heads
    over, under = heads
    if len(under) == wanted and "" in under:
        return _over_blanks(over, under) or heads
    n_groups = len(over) + len(under) - wanted
    groups = [i for i, cell in enumerate(over) if matches([load("markdown")["group"]["over"]], cell)]
    if n_groups == len(over) - 1:
        groups = list(range(1, len(over)))
    if n_groups < 1 or len(groups) != n_groups or len(under) % n_groups:
        return heads
    wide = len(under) // n_groups
    upper = [part for i, cell in enumerate(over) for part in [cell] * (wide if i in groups else 1)]
    below = iter(under)
    lower = [next(below) if i in groups else "" for i in range(len(over)) for _ in range(wide if i in groups else 1)]
    return [upper, lower]


def _over_blanks(over: Cells, under: Cells) -> list[Cells] | None:
    """A heading row made as wide as the one below it, whose blank cells stand below what spans none of the others."""
    filled, n_groups = [c for c in under if c], len(over) - under.count("")
    if n_groups < 1 or len(filled) % n_groups:
        return None
    wide = len(filled) // n_groups
    upper: Cells = []
    for cell in over:
        below = under[len(upper) : len(upper) + wide]
        if below and not below[0]:
            upper.append(cell)
        elif len(below) == wide and all(below):
            upper += [cell] * wide
        else:
            return None
    return [upper, under] if len(upper) == len(under) else None


def _headings(heads: Sequence[Cells]) -> Iterator[_Row]:
    """Heading rows, two levels in a cell as two rows.

    What stands twice side by side spans two columns; what nothing stands below reaches down to the rows.
    """
    width = max(map(len, heads))
    grid = [level for head in heads for level in _in_levels([*head, *[""] * (width - len(head))])]
    for i, row in enumerate(grid):
        cells = []
        col = 0
        while col < len(row):
            text, first = row[col], col
            col = _end_of(grid, i, col)
            below = _empty_below(grid[i + 1 :], first, col)
            if text or not any(above[first] for above in grid[:i]):
                cells.append(_Cell(text, col - first, 1 + below if text else 1))
        yield _Row(cells)


def _empty_below(below: Sequence[Cells], first: int, end: int) -> int:
    return len(list(takewhile(lambda row: not any(row[first:end]), below)))


def _end_of(grid: Sequence[Cells], i: int, first: int) -> int:
    """Where a heading cell ends: it spans what is equal, and what is empty beside it where both have others below."""
    row, below = grid[i], grid[i + 1 :]
    end = first + 1
    under = [any(line[at] for line in below) for at in range(len(row))]
    while row[first] and end < len(row) and (row[end] == row[first] or (not row[end] and under[first] and under[end])):
        end += 1
    return end


def _in_levels(head: Cells) -> list[Cells]:
    pairs = [_levels(cell) for cell in head]
    lower = [low for _, low in pairs]
    return [[up for up, _ in pairs], lower] if any(lower) else [list(head)]


def _levels(cell: str) -> tuple[str, str]:
    rules = load("markdown")["levels"]
    parts = re.split(rules["between"], cell)
    if len(parts) == 2 and matches([rules["lower"]], parts[1]):
        return parts[0], parts[1]
    return cell, ""


def _body(cells: Cells, wanted: int, untold: str, whole: Sequence[Cells], *, headed: bool) -> _Row:
    last = len(cells)
    while last > wanted and not cells[last - 1]:
        last -= 1
    cells = cells[:last]
    filled = [c for c in cells if c]
    if len(cells) == wanted and wanted > 2 and _is_note(cells, filled):
        return _Row([_Cell(cells[0], 1 if len(filled) > 1 else wanted), *(_Cell(c, wanted - 1) for c in filled[1:])])
    if len(cells) == wanted:
        return _Row([_Cell(c) for c in cells], untold)
    if _is_pairs(cells) and not headed:
        return _Row([_Cell(c) for c in cells])
    if len(filled) == 1 and cells[0]:
        return _Row([_Cell(cells[0], max(wanted, 1))])
    if len(filled) == 2 and cells[0] and not any(map(is_figure, cells)):
        return _Row([_Cell(cells[0]), _Cell(filled[1], max(wanted - 1, 1))])
    doubt = UNTOLD.format(have=len(cells), wanted=wanted)
    sure = sure_cells(cells, whole) if len(cells) == wanted - 1 and not untold else None
    return _Row(_partly_sure(cells, *sure, doubt)) if sure else _Row([_Cell(c) for c in cells], untold or doubt)


def _partly_sure(cells: Cells, first: int, end: int, doubt: str) -> list[_Cell]:
    """A row's cells; those whose column cannot be told are doubted, the last of them in each column left for it."""
    between = [_Cell(c, doubt=doubt) for c in [*cells[first:end], cells[end - 1]]]
    return [*map(_Cell, cells[:first]), *between, *map(_Cell, cells[end:])]


def _is_note(cells: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether a row is a sentence, alone or behind its label."""
    return bool(cells[0]) and len(filled) <= _HEADING - 1 and len(filled[-1]) > _SENTENCE


def _spanned_down(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows; one with figures but empty first cells has those of the row above, as a second pledge does."""
    above: _Row | None = None
    for row in rows:
        texts = [c.text for c in row.cells]
        empty = len(list(takewhile(lambda text: not text, texts)))
        if above and empty > 1 and any(map(is_figure, texts)) and _is_whole(above, len(texts)):
            for cell in above.cells[:empty]:
                cell.rows += 1
            row.cells = row.cells[empty:]
        above = row
    return iter(rows)


def _is_whole(row: _Row, wanted: int) -> bool:
    return len(row.cells) == wanted and bool(row.cells[0].text)


def _html(row: _Row, inline: Callable[[str], str]) -> str:
    return "<tr>" + "".join(_cell(cell, row.doubt or cell.doubt, inline) for cell in row.cells) + "</tr>"


def _cell(cell: _Cell, doubt: str, inline: Callable[[str], str]) -> str:
    marks = f' colspan="{cell.span}"' if cell.span > 1 else ""
    marks += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    marks += f' data-doubt="{html.escape(doubt)}"' if doubt else ""
    return f"<td{marks}>{inline(cell.text)}</td>"
