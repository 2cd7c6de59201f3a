"""Texts that mark the cells of their tables: by a JSON object a line, as FinGLM's collection does, by bars or tabs.

Each becomes the rows that Markdown would have written, and goes on with it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kunlun_cli.pages.bars import is_figure
from kunlun_cli.pages.encoding import lines
from kunlun_cli.pages.marks import PAGE_MARK

Part = str | list[list[str]]
"""A line of text, or the rows of a table."""

# So many rows with a figure in a cell of their own tell that the separator parts cells.
MIN_ROWS = 5
# A row of a table has so many cells at least, its label and its figure.
MIN_CELLS = 2
_RUNNING = frozenset({"页眉", "页脚", "header", "footer", "page_number", "page_header", "page_footer"})
_TABLES = frozenset({"excel", "table"})
_TEXTS = ("inside", "text", "content")


def marked_cells(text: str) -> list[Part] | None:
    """The lines and tables of a text whose cells are marked; `None` for any other text."""
    found = _json_lines(text)
    if found is not None:
        return found
    inked = [line for line in lines(text.replace("\f", "\n")) if line.strip() and not PAGE_MARK.match(line)]
    for separator in ("|", "\t"):
        if sum(_has_figures(line.split(separator)) for line in inked) >= MIN_ROWS:
            return list(_parted(inked, separator))
    return None


def _json_lines(text: str) -> list[Part] | None:
    """The parts of a file of JSON objects, one a line; running headers and footers are left out."""
    out: list[Part] = []
    for line in lines(text):
        if not line.strip():
            continue
        if not line.lstrip().startswith("{"):
            return None
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            return None
        key = next((k for k in _TEXTS if isinstance(item.get(k), str | list)), None)
        if key is None:
            return None
        if str(item.get("type", "")).lower() in _RUNNING:
            continue
        _take(out, item, item[key])
    return out or None


def _take(out: list[Part], item: dict[str, Any], value: str | list[Any]) -> None:
    cells = _cells_of(value) if str(item.get("type", "")).lower() in _TABLES else None
    if cells is None:
        out.append(str(value))
    elif out and isinstance(out[-1], list):
        out[-1].append(cells)
    else:
        out.append([cells])


def _cells_of(value: str | list[Any]) -> list[str] | None:
    """The cells of a row given as a list, or as a list written out."""
    if isinstance(value, str):
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return ["" if cell is None else str(cell).strip() for cell in value] if isinstance(value, list) else None


def _has_figures(cells: Sequence[str]) -> bool:
    return len(cells) > MIN_CELLS and any(is_figure(cell.strip()) for cell in cells[1:])


def _parted(inked: Sequence[str], separator: str) -> Iterator[Part]:
    """Lines, and rows of cells where the separator stands in them."""
    for marked, group in groupby(inked, lambda line: separator in line):
        if not marked:
            yield from group
            continue
        table = [[cell.strip() for cell in line.split(separator)] for line in group]
        # A separator after the last cell parts nothing; one before the first does only where all rows have it.
        if all(not row[-1] for row in table):
            table = [row[:-1] for row in table]
        if all(not row[0] for row in table):
            table = [row[1:] for row in table]
        yield table
