"""HTML to paragraphs and tables, in reading order. lxml is imported here and by `html_menus` alone.

Whatever a portal wraps a filing in (menus, lists of links, tables used to place things) is undone
here: what comes out is what the report itself says. The tree is walked without recursion.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from kunlun_cli.errors import DamagedError, LimitError
from kunlun_cli.pages.assemble import LOST
from kunlun_cli.pages.encoding import seen
from kunlun_cli.pages.glyphs import CHECKED, UNCHECKED
from kunlun_cli.pages.html_menus import menus
from kunlun_cli.pages.html_seen import DOUBTED, Styles, has_picture, is_control

MAX_SLOTS = 500_000
"""Boxes of all tables' grids together; a full annual report has some 30,000."""
# As browsers do.
MAX_COLSPAN = 1000
# Some twenty times a full annual report with its mark-up.
MAX_CHARS = 30_000_000
MAX_ELEMENTS = 1_000_000

# fmt: off
_DROPPED = frozenset((
    "head", "script", "style", "noscript", "template", "title", "select", "option", "optgroup", "button",
    "textarea", "object", "iframe", "svg", "nav", "aside",
))
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "details", "summary",
))
# fmt: on
_LINKED = re.compile(r"\s*[\[(]?\d{1,2}[\])]?\s*")
RAISED = "raised"
"""In the font of text that is set small and raised."""
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Browsers show neither.
_NOT_SHOWN = re.compile("[\u00ad\x00]")
_FACE = re.compile(r"font(?:-family)?\s*:[^;]*?(wingdings(?:\s*[23])?)", re.IGNORECASE)
_FIGURE = re.compile(r"-?\d[\d,.]*%?")
_LINE_END = re.compile(r"\r\n|\r|\n")

Line = tuple[tuple[str, str], ...]
"""A line of text: pieces, each with what matters of its font (`bold`, a symbol font's name)."""

GAP = "\t"
"""Stands in a line where two boxes stood side by side."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together outside any table."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell on its table's grid, counted from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int
    lines: tuple[Line, ...]
    doubt: str = ""
    """Why its column cannot be told, where it cannot."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `boxes` cover the grid without overlap; where none stands, the form has no cell."""

    n_rows: int
    n_cols: int
    boxes: tuple[Box, ...]


Block = Paragraph | Grid


def plain(line: Line) -> str:
    """A line's text alone."""
    return "".join(text for text, _ in line)


def parse(text: str, name: str) -> list[Block]:
    """The blocks of an HTML document in reading order.

    Args:
        text: the document's characters; declarations of an encoding in it are ignored.
        name: the file as the user named it, for messages.

    Raises:
        DamagedError: there is no element in it.
        LimitError: its tables or its text exceed the limits above.
    """
    if len(text) > MAX_CHARS:
        raise LimitError(f"the HTML has more than {MAX_CHARS} characters", file=name)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError as error:
        raise DamagedError("the HTML cannot be read", file=name, hint="Save the page again") from error
    if root is None:
        raise DamagedError("the HTML has no content", file=name, hint="Save the page again")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise LimitError(f"the HTML has more than {MAX_ELEMENTS} elements", file=name)
    return _Walk(root, name).blocks()


@dataclass(slots=True)
class _Flow:
    """Text as it comes in: lines of the paragraphs begun so far."""

    paragraphs: list[list[list[tuple[str, str]]]] = field(default_factory=lambda: [[[]]])

    def add(self, text: str, font: str) -> None:
        """Running text: white space counts once, and not at a line's beginning."""
        line = self.paragraphs[-1][-1]
        text = _SPACE.sub(" ", _NOT_SHOWN.sub("", seen(text)))
        if text.startswith(" ") and (not line or line[-1][0].endswith((" ", GAP))):
            text = text[1:]
        if text:
            line.append((text, font))

    def add_as_typed(self, text: str, font: str) -> None:
        """Text of `<pre>`: its line ends and spaces count."""
        for i, part in enumerate(_LINE_END.split(_NOT_SHOWN.sub("", seen(text)))):
            if i:
                self.end_line()
            if part:
                self.paragraphs[-1][-1].append((part.replace("\t", "    "), font))

    def end_line(self) -> None:
        """Begin a new line in the same paragraph."""
        self.paragraphs[-1].append([])

    def end_paragraph(self) -> None:
        """Begin a new paragraph, unless one has just been begun."""
        if self.paragraphs[-1] != [[]]:
            self.paragraphs.append([[]])

    def finished(self) -> Iterator[Paragraph]:
        """The paragraphs that have any text."""
        for paragraph in self.paragraphs:
            lines = tuple(tuple(line) for line in paragraph if plain(tuple(line)).strip(" \t\u00a0\u3000"))
            if lines:
                yield Paragraph(lines)

    def lines(self) -> tuple[Line, ...]:
        """The lines of all paragraphs."""
        return tuple(line for paragraph in self.finished() for line in paragraph.lines)


_Drawn = tuple[int, int, tuple[Line, ...], str]


@dataclass(slots=True)
class _Drawing:
    """A table while it is read: for each row its cells as (rowspan, colspan, lines, doubt)."""

    rows: list[list[_Drawn]] = field(default_factory=list)


class _Walk:
    """One pass over the tree."""

    def __init__(self, root: Any, name: str) -> None:  # noqa: ANN401  # lxml has no types
        self.root = root
        self.name = name
        self.menus = menus(root)
        self.kinds = _table_kinds(root)
        self.styles = Styles(root)
        self.found: list[Block] = []
        self.flows = [_Flow()]
        self.drawings: list[_Drawing] = []
        self.slots = 0
        self.fonts = [""]
        self.typed = 0

    def blocks(self) -> list[Block]:
        """The document's blocks."""
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if not isinstance(element.tag, str):
                continue
            dropped = element.tag in _DROPPED or element in self.menus or self.styles.is_hidden(element)
            if event == "start":
                if dropped:
                    walker.skip_subtree()
                    self._control(element)
                else:
                    self._start(element)
                    self._text(element.text)
            else:
                if not dropped:
                    self._end(element)
                self._text(element.tail)
        self._flush()
        return self.found

    def _text(self, text: str | None) -> None:
        if text:
            flow = self.flows[-1]
            (flow.add_as_typed if self.typed else flow.add)(text, self.fonts[-1])

    def _start(self, element: Any) -> None:  # noqa: ANN401
        tag = element.tag
        font = _font(element, self.fonts[-1])
        self.fonts.append(f"{font} {DOUBTED}".strip() if self.styles.is_doubted(element) else font)
        kind = self.kinds.get(element)
        if kind == "data":
            self._flush()
            self.drawings.append(_Drawing())
        elif tag == "br":
            self.flows[-1].end_line()
        elif tag == "input":
            self._input(element)
        elif self.drawings and tag == "tr":
            self.drawings[-1].rows.append([])
        elif self.drawings and tag in _CELLS:
            self.flows.append(_Flow())
        elif tag in _CELLS and element.getprevious() is not None and _in_line(element, self.kinds):
            self.flows[-1].paragraphs[-1][-1].append((GAP, ""))
        elif tag in _BLOCKS and not (tag in _CELLS and _in_line(element, self.kinds)):
            self.flows[-1].end_paragraph()
        self.typed += tag == "pre"

    def _end(self, element: Any) -> None:  # noqa: ANN401
        tag = element.tag
        self.fonts.pop()
        self.typed -= tag == "pre"
        if self.kinds.get(element) == "data":
            self._close_table()
        elif self.drawings and tag in _CELLS:
            self._close_cell(element)
        elif tag in _BLOCKS and not (tag in _CELLS and _in_line(element, self.kinds)):
            self.flows[-1].end_paragraph()

    def _input(self, element: Any) -> None:  # noqa: ANN401
        if (element.get("type") or "").lower() in {"checkbox", "radio"}:
            self.flows[-1].add(UNCHECKED if element.get("checked") is None else CHECKED, "")
        else:
            self._control(element)

    def _control(self, element: Any) -> None:  # noqa: ANN401
        """Doubt a table's cell in which something shows what is no text of the page's, as a field or a list does."""
        if len(self.flows) > 1 and is_control(element) and not self.styles.is_hidden(element):
            self.flows[-1].add(LOST, DOUBTED)

    def _close_cell(self, element: Any) -> None:  # noqa: ANN401
        if len(self.flows) > 1:
            lines = self.flows.pop().lines() or ((((LOST, DOUBTED),),) if has_picture(element) else ())
            rows = self.drawings[-1].rows
            if not rows:
                rows.append([])
            doubt = element.get("data-doubt") or ""
            rows[-1].append((_span(element, "rowspan"), min(_span(element, "colspan"), MAX_COLSPAN), lines, doubt))

    def _close_table(self) -> None:
        grid = self._grid(self.drawings.pop().rows)
        self._flush()
        if any(box.lines for box in grid.boxes):
            self.found.append(grid)

    def _flush(self) -> None:
        """Take over the paragraphs read so far; text that stands between a table's cells comes before it."""
        if len(self.flows) == 1:
            self.found.extend(self.flows[0].finished())
            self.flows = [_Flow()]

    def _grid(self, rows: Sequence[Sequence[_Drawn]]) -> Grid:
        """Cells put where a browser puts them: in the first free box of their row."""
        taken: set[tuple[int, int]] = set()
        boxes: list[Box] = []
        for row, cells in enumerate(rows):
            col = 0
            for rowspan, colspan, lines, doubt in cells:
                while (row, col) in taken:
                    col += 1
                height = len(rows) - row if rowspan == 0 else min(rowspan, len(rows) - row)
                width = 1
                # A cell that would run into one from above ends before it: boxes never overlap.
                while width < colspan and (row, col + width) not in taken:
                    width += 1
                self.slots += height * width
                if self.slots > MAX_SLOTS:
                    raise LimitError(f"the HTML's tables have more than {MAX_SLOTS} boxes", file=self.name)
                taken.update((r, c) for r in range(row, row + height) for c in range(col, col + width))
                boxes.append(Box(row, col, height, width, lines, doubt))
                col += width
        width = max((b.col + b.colspan for b in boxes), default=0)
        return Grid(len(rows), width, tuple(boxes))


def tidied(grid: Grid) -> Grid:
    """The grid without the rows and columns in which no cell with text begins: they only made room."""
    rows = sorted({b.row for b in grid.boxes if b.lines})
    cols = sorted({b.col for b in grid.boxes if b.lines})
    out = []
    for box in grid.boxes:
        row, bottom = bisect_left(rows, box.row), bisect_left(rows, box.row + box.rowspan)
        col, right = bisect_left(cols, box.col), bisect_left(cols, box.col + box.colspan)
        if row < bottom and col < right:
            out.append(Box(row, col, bottom - row, right - col, box.lines, box.doubt))
    return Grid(len(rows), len(cols), tuple(out))


def _span(element: Any, key: str) -> int:  # noqa: ANN401
    """A span as stated; 1 where it is missing or makes no sense. A rowspan of 0 runs to the end."""
    digits = re.match(r"\s*(\d{1,6})", element.get(key) or "")
    if not digits:
        return 1
    return int(digits[1]) if key == "rowspan" else max(int(digits[1]), 1)


def _font(element: Any, outer: str) -> str:  # noqa: ANN401
    """What matters of the font in which an element's text is set."""
    if element.tag in _BOLD and "bold" not in outer:
        outer = f"{outer} bold".strip()
    if RAISED not in outer and _is_mark(element):
        outer = f"{outer} {RAISED}".strip()
    face = element.get("face") or ""
    if "wingdings" not in face.lower():
        style = _FACE.search(element.get("style") or "")
        face = style[1] if style else ""
    return f"{face} {outer}".strip() if face else outer


def _is_mark(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is a mark of a note: raised, or, behind a figure, lowered or a link within the page."""
    link = element.tag == "a" and (element.get("href") or "").startswith("#")
    if element.tag != "sub" and not link:
        return bool(element.tag == "sup")
    before = element.getprevious()
    above = element.getparent()
    text = (above.text if before is None else before.tail) if above is not None else None
    return bool(_LINKED.fullmatch(element.text or "") and text and text[-1].isdigit())


def _table_kinds(root: Any) -> dict[Any, str]:  # noqa: ANN401
    """For each table whether it is `data`, one `row` of words side by side, or only places things (left out)."""
    outer = set()
    for table in root.iter("table"):
        above = next(table.iterancestors("table"), None)
        while above is not None and above not in outer:
            outer.add(above)
            above = next(above.iterancestors("table"), None)
    kinds = {}
    for table in root.iter("table"):
        if table in outer:
            continue
        rows = [row for row in table.iter("tr") if "".join(row.itertext()).strip()]
        if any(_row_width(row) > 1 for row in rows):
            kinds[table] = "data" if len(rows) > 1 or _has_figure(rows[0]) else "row"
    return kinds


def _row_width(row: Any) -> int:  # noqa: ANN401
    """How many columns a row takes."""
    return sum(min(_span(cell, "colspan"), MAX_COLSPAN) for cell in row if cell.tag in _CELLS)


def _has_figure(row: Any) -> bool:  # noqa: ANN401
    """Whether a number stands alone in one of a row's cells."""
    return any(_FIGURE.fullmatch("".join("".join(cell.itertext()).split())) for cell in row if cell.tag in _CELLS)


def _in_line(cell: Any, kinds: dict[Any, str]) -> bool:  # noqa: ANN401
    """Whether a cell stands in a table of a single row, whose cells make one line of text."""
    table = next(cell.iterancestors("table"), None)
    return kinds.get(table) == "row"
