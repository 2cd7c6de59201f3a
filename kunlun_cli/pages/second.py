"""The second reading: what the other engine finds in a box of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kunlun_cli.engines import other_engine
from kunlun_cli.pages.assemble import assemble_line, cluster_lines, join_lines
from kunlun_cli.pages.open import PdfDocument
from kunlun_cli.pages.page import Page
from kunlun_cli.records.source import Box

if TYPE_CHECKING:
    from kunlun_cli.pages.document import Document, Format
    from kunlun_cli.pages.second_text import SecondText
    from kunlun_cli.records.reading import Opening


def text_in_box(page: Page, bbox: Box) -> str:
    """The text of the glyphs whose centres lie in a box, lines joined.

    Args:
        page: the page.
        bbox: x0, top, x1, bottom in points from the page's top left corner.
    """
    x0, top, x1, bottom = bbox
    inside = [g for g in page.glyphs if x0 <= g.cx <= x1 and top <= g.cy <= bottom]
    return join_lines([assemble_line(row) for row in cluster_lines(inside)])


def second_reading(
    data: bytes, opening: Opening, kind: Format, document: Document | None = None
) -> SecondReading | SecondText:
    """The second reading of a file of any kind: by the other engine, or of its text alone.

    Args:
        data: the file's content.
        opening: how it was opened the first time.
        kind: what kind of file it is.
        document: the file as it was opened, if it is: a PDF that is still open is not opened again.

    Raises:
        InputError: it cannot be read again.
    """
    if kind == "pdf":
        engine = other_engine(opening.engine)
        if isinstance(document, PdfDocument) and document.is_open:
            return SecondReading(document.by(engine, text_alone=True))
        fresh = PdfDocument(data, opening.name, opening.password, engine, opening.limits)
        return SecondReading(fresh.by(engine, text_alone=True))
    from kunlun_cli.pages.second_text import SecondText

    return SecondText(data, opening.name, html=kind == "html")


class SecondReading:
    """A PDF read by the engine that has not read it."""

    def __init__(self, document: PdfDocument) -> None:
        """Of the PDF as that engine reads it."""
        self._document = document

    def stands(self, number: int, text: str) -> None:
        """Nothing: a cell is read again in its own box."""

    def text_in_box(self, number: int, bbox: Box) -> str:
        """The text in a box of a page.

        Args:
            number: the page, counted from 1.
            bbox: as in the function `text_in_box`.

        Raises:
            DamagedError: the page cannot be read, or there is none.
            LimitError: it holds more than the limits allow.
        """
        return text_in_box(self._document.page(number), bbox)
