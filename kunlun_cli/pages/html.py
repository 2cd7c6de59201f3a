"""HTML filings as finance portals publish them: tables as `<table>`, or the text in `<pre>` or paragraphs.

Where the figures stand in tables, paragraphs and tables are set on a page made up for them, so that
they are read like those of a PDF. Where they stand in the text, the text is taken out and read like
any extracted text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kunlun_cli.errors import UnknownEncodingError
from kunlun_cli.pages import html_layout
from kunlun_cli.pages.cells import Part
from kunlun_cli.pages.document import Document, Format
from kunlun_cli.pages.encoding import decode
from kunlun_cli.pages.html_tree import GAP, Block, Box, Grid, Paragraph, parse, plain, tidied
from kunlun_cli.pages.markdown import parts_to_html, to_html
from kunlun_cli.pages.page import Page
from kunlun_cli.pages.text import TextDocument
from kunlun_cli.records.filing import Problem

# How far into the bytes a tag is looked for.
SNIFF = 65_536
# About as high as a page of print.
PAGE_HEIGHT = 1000.0

_TAG = re.compile(
    rb"<(?:!doctype\s+html|/?(?:html|head|body|table|tr|td|div|pre|span|font|p|br|meta|title|center))\b[^<>]*>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_BY_NUMBER = re.compile(rb"(?:&#x[4-9][0-9a-f]{3};){2}", re.IGNORECASE)
_LEADERS = re.compile(r"[.．…·]{8,}")
# A figure with separators or two decimals: what tables of key figures are full of.
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d\d\b")


def sniff_html(data: bytes) -> bool:
    """Whether the bytes look like HTML: they begin with one of its tags, or have several of them."""
    head = data[:SNIFF].replace(b"\x00", b"").removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe \t\r\n\f")
    found = _TAG.findall(head)
    if head.startswith(b"<"):
        return bool(found)
    return len(found) >= 5


def open_html(data: bytes, name: str) -> Document:
    """The document that some bytes of HTML are.

    Args:
        data: the file's content.
        name: the file as the user named it, for messages.

    Raises:
        UnknownEncodingError: no known encoding gives Chinese text.
        DamagedError: nothing can be read in it.
        LimitError: its text or tables exceed the limits of `html_tree`.
    """
    return document_of(parse(decode_html(data, name), name), name)


def document_of(
    blocks: Sequence[Block], name: str, *, form: Format = "html", problems: tuple[Problem, ...] = ()
) -> Document:
    """The document that some blocks are: with tables, where most amounts stand in tables, else a text.

    Args:
        blocks: paragraphs and tables, in order.
        name: the file as the user named it.
        form: what they were given as; the tables of all but HTML are put together already.
        problems: what is doubtful of all that it says.
    """
    inside = sum(_amounts(block) for block in blocks if isinstance(block, Grid))
    outside = sum(_amounts(block) for block in blocks if isinstance(block, Paragraph))
    if inside and inside >= outside:
        return HtmlDocument(blocks, name, form, problems)
    return _HtmlText("\n".join(_as_text(block) for block in blocks), name, form, problems)


def open_markdown(text: str, name: str) -> Document:
    """The document that a text in Markdown is; raises the errors of `open_html`."""
    return document_of(parse(to_html(text), name), name, form="markdown")


def open_cells(parts: Sequence[Part], name: str) -> Document:
    """The document that lines and rows of cells are; raises the errors of `open_html`."""
    return document_of(parse(parts_to_html(parts), name), name, form="text")


class HtmlDocument(Document):
    """Paragraphs and tables as one page that is read stretch by stretch.

    HTML has no pages: whatever stands in it is on page 1. `n_pages`, and the numbers of `text` and
    `page`, count the stretches, so that only those that matter are read; places on the page go on from
    one to the next.
    """

    def __init__(
        self, blocks: Sequence[Block], name: str, form: Format = "html", problems: tuple[Problem, ...] = ()
    ) -> None:
        """Part the blocks into stretches; each is set when it is asked for."""
        self.name = name
        self.format = form
        self.problems = problems
        self._stretches = list(_parted(_joined(blocks) if form == "html" else map(_tidy, blocks)))
        self.n_pages = len(self._stretches)
        heights = [sum(map(html_layout.height_of, stretch)) for stretch in self._stretches]
        self._tops = [0.0, *accumulate(heights)]
        self._pages: dict[int, Page] = {}

    def text(self, number: int) -> str:
        """A stretch's text, a table's rows as lines."""
        return "\n".join(_as_text(block) for block in self._stretches[number - 1])

    def page(self, number: int) -> Page:
        """A stretch with its glyphs and the lines around its tables' cells."""
        if number not in self._pages:
            stretch = self._stretches[number - 1]
            self._pages[number] = html_layout.lay_out(stretch, self._tops[number - 1], self._tops[-1])
        return self._pages[number]


class _HtmlText(TextDocument):
    """The text of a document that has no tables to speak of."""

    def __init__(self, text: str, name: str, form: Format, problems: tuple[Problem, ...]) -> None:
        """As a text, with what it was given as and what is doubtful of it."""
        super().__init__(text, name)
        self.format = form
        self.problems = problems


def decode_html(data: bytes, name: str) -> str:
    """The characters: UTF-8 where the bytes are, else as declared, else whatever gives Chinese."""
    declared = _CHARSET.search(data[:SNIFF])
    encodings = ["utf-8"]
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings.append(declared[1].decode("ascii").lower())
    for encoding in encodings:
        # GB18030 holds all of GB2312 and GBK, and what portals declare as one is often the other.
        known = "gb18030" if encoding.startswith(("gb", "x-gb", "hz", "cp936")) else encoding
        try:
            text = data.decode(known)
        except (UnicodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    try:
        return decode(data, name)
    except UnknownEncodingError:
        # With the Chinese by their numbers, nothing but names of fonts need be in any encoding.
        if _BY_NUMBER.search(data):
            return data.decode("gb18030", errors="replace")
        raise


def _amounts(block: Block) -> int:
    return len(_AMOUNT.findall(_as_text(block)))


def _as_text(block: Block) -> str:
    """A block's text: its lines, or a line for each of a table's rows."""
    if isinstance(block, Paragraph):
        return "\n".join(plain(line).replace(GAP, "    ").replace("\u00a0", " ") for line in block.lines)
    rows: dict[int, list[str]] = {}
    for box in block.boxes:
        if box.lines:
            rows.setdefault(box.row, []).append("".join(plain(line).strip() for line in box.lines))
    return "\n".join(" ".join(rows[row]) for row in sorted(rows))


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Tables that follow one another with nothing between, and are as wide, made one.

    Portals cut tables where the printed page ended; every form sets a title between two tables.
    """
    held: Grid | None = None
    for block in blocks:
        if held is not None and isinstance(block, Grid) and block.n_cols == held.n_cols:
            below = tuple(_lowered(block, held.n_rows))
            held = Grid(held.n_rows + block.n_rows, held.n_cols, held.boxes + below)
            continue
        if held is not None:
            yield tidied(held)
        held = block if isinstance(block, Grid) else None
        if held is None:
            yield block
    if held is not None:
        yield tidied(held)


def _tidy(block: Block) -> Block:
    return tidied(block) if isinstance(block, Grid) else block


def _lowered(grid: Grid, rows: int) -> Iterator[Box]:
    for box in grid.boxes:
        yield replace(box, row=box.row + rows)


def _parted(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    """Stretches of blocks about as high as a printed page; a stretch begins with text, never with a table."""
    held: list[Block] = []
    height = 0.0
    contents = False
    for block in blocks:
        # The table of contents has stretches of its own: nobody looks for figures there.
        leads = isinstance(block, Paragraph) and bool(_LEADERS.search(_as_text(block)))
        full = height > PAGE_HEIGHT or (contents and not leads)
        if held and full and isinstance(block, Paragraph):
            yield held
            held, height = [], 0.0
        contents = leads
        held.append(block)
        height += html_layout.height_of(block)
    yield held
