"""Rows of bars that have a cell fewer than their table: which cells are sure, and a last one that stands below.

Programs that write a heading over two others as one cell put the rows' last cell, which has no column then, into a row
of its own. And they leave out a blank or a doubtful cell: what is of another kind than its neighbours keeps its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches

# What a blank or a dash is cannot be told by its kind: it may stand in any column.
_NOTHING = re.compile(r"[-－—–/\s]*")
_KINDS = (
    ("count", re.compile(r"[-－+＋]?\d[\d,，]*")),
    ("decimal", re.compile(r"[-－+＋]?\d[\d,，]*\.\d+")),
    ("per cent", re.compile(r"[-－+＋]?\d[\d,，]*(?:\.\d+)?[%％]")),
)
# An amount and a sentence behind it; a unit or a few words (万元, 个百分点) may be of the figure.
_NOTED = re.compile(r"(?P<figure>[-－]?\d[\d,，]*\.\d{2})\s+(?P<note>[\u3400-\u9fff].{7,})")
# As many whole rows show of what kind each column is.
_WHOLE = 3


def sure_cells(cells: Sequence[str], whole: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Where the cells begin and end whose column cannot be told, in a row with one cell fewer than the whole rows.

    Cells before stand in their columns, cells after in the ones that end with the table's last. `None` where not even
    that is told: no place for the missing cell fits the others' kinds, or only one, whose figure is lost then.
    """
    if len(whole) < _WHOLE:
        return None
    columns = [{_kind(cell) for cell in column} for column in zip(*whole, strict=True)]
    places = [at for at in range(len(columns)) if _fits([*cells[:at], "", *cells[at:]], columns)]
    if len(places) < 2 or not places[0] or places[-1] - places[0] != len(places) - 1:
        return None
    return places[0], places[-1]


def _kind(cell: str) -> str:
    if _NOTHING.fullmatch(cell):
        return ""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(cell.strip())), "words")


def _fits(cells: Sequence[str], columns: Sequence[set[str]]) -> bool:
    return all(not _kind(cell) or _kind(cell) in kinds for cell, kinds in zip(cells, columns, strict=True))


def overflowed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, each last cell that stands in a row of its own put back; as they are where one row has none."""
    out = [list(row) for row in rows]
    if len(out) < 4 or len(out) % 2 or not all(out[0]) or any(len(row) != len(out[0]) for row in out):
        return out
    group = _over_one(out[0], out[1])
    if group is None or not all(map(_is_parted, out[2::2], out[3::2])):
        return out
    head, under = [*out[0][: group + 1], *out[0][group:]], [*out[1], ""]
    return [head, under, *([*row, last[-1]] for row, last in zip(out[2::2], out[3::2], strict=True))]


def with_notes(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, sentences behind the amounts of the last column in a column of their own, as the form has them."""
    ends = [row[-1] for row in rows[1:] if len(row) == len(rows[0]) > 1]
    noted = [found for end in ends if (found := _NOTED.fullmatch(end))]
    bare = sum(_kind(end) == "decimal" for end in ends)
    if not noted or bare < _WHOLE or bare + len(noted) + ends.count("") != len(rows) - 1 or not all(rows[0]):
        return [list(row) for row in rows]
    heading = load("markdown")["notes"]["heading"]
    return [[*rows[0], heading], *([*row[:-1], *_figure_and_note(row[-1])] for row in rows[1:])]


def _figure_and_note(cell: str) -> tuple[str, str]:
    found = _NOTED.fullmatch(cell)
    return (found["figure"], found["note"]) if found else (cell, "")


def _over_one(head: Sequence[str], under: Sequence[str]) -> int | None:
    """Where a heading of one cell stands over two others, alone in the row below."""
    words = load("markdown")["group"]
    filled = [i for i, cell in enumerate(under) if cell]
    if len(filled) != 2 or not matches([words["over"]], head[filled[0]]):
        return None
    told = all(matches([word], under[i]) for word, i in zip(words["under"], filled, strict=True))
    return filled[0] if told and filled[1] == filled[0] + 1 else None


def _is_parted(row: Sequence[str], last: Sequence[str]) -> bool:
    return all(row) and not any(last[:-1]) and _kind(last[-1]) == "words"


def below_group(heads: Sequence[Sequence[str]], wanted: int) -> list[list[str]]:
    """A heading's two rows; the lower one moved right where it has lost blank cells before what stands below two.

    What else it holds is the rest of what the program cut above it.
    """
    out = [list(head) for head in heads]
    if len(out) != 2 or len(out[0]) != wanted or len(out[1]) >= wanted:
        return out
    words, (over, under) = load("markdown")["group"], out
    at = next((i for i in range(wanted - 1) if over[i] == over[i + 1] and matches([words["over"]], over[i])), None)
    pair = [i for i in range(len(under) - 1) if all(map(matches, [[w] for w in words["under"]], under[i : i + 2]))]
    if at is None or len(pair) != 1 or pair[0] > at or under[0] or at - pair[0] > wanted - len(under):
        return out
    moved = [*[""] * (at - pair[0]), *under, *[""] * (wanted - len(under) - at + pair[0])]
    whole = [up if at <= i <= at + 1 else up + low for i, (up, low) in enumerate(zip(over, moved, strict=True))]
    return [whole, [low if at <= i <= at + 1 else "" for i, low in enumerate(moved)]]
