"""PDF pages through pdfminer.six: glyphs, ruling lines, ticks. The only importer of pdfminer."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFNoValidXRef, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from kunlun_cli.errors import DamagedError, EncryptedError
from kunlun_cli.limits import DEFAULT, Clock, Limits
from kunlun_cli.pages.glyphs import tick_of, tidied
from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.pages.pdfminer_guard import BROKEN, Fonts, Interpreter, Keeper, bounded_by
from kunlun_cli.pages.sight import AS_DRAWN, Sight, rules_seen, words_seen

# Filled rectangles thinner than this many points are drawn as lines by word processors.
THIN = 2.5
# The slope from which on a character is rotated.
SLANT = 0.1

_CID = re.compile(r"\(cid:\d+\)")


class PdfminerFile:
    """A PDF read page by page with pdfminer.six.

    Args:
        data: the file's bytes.
        name: what to call it in messages.
        password: the user's or owner's password, if it needs one.
        limits: how much a page may hold.
        clock: counts the time; by default one for this reader alone.

    Raises:
        EncryptedError: it needs another password.
        DamagedError: it cannot be opened.
    """

    def __init__(
        self,
        data: bytes,
        name: str,
        password: str | None = None,
        *,
        limits: Limits = DEFAULT,
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        # pdfminer warns of every oddity of a font on its logger; none of it helps the reader of a report.
        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        bounded_by(limits, name)
        try:
            self._document = PDFDocument(PDFParser(io.BytesIO(data)), password=_known(password))
            # The page tree is followed as far as the pages asked for: in a long report they stand in its first half.
            self._tree = PDFPage.create_pages(self._document)
            self._pages = list(itertools.islice(self._tree, 1))
        except PDFPasswordIncorrect as error:
            raise EncryptedError("the PDF is encrypted", file=name, hint="Give its password with --password") from error
        except PDFNoValidXRef as error:
            raise DamagedError("the PDF is damaged", file=name, hint="Download it again") from error
        except BROKEN as error:
            raise DamagedError("the PDF cannot be opened", file=name, hint="Download it again") from error
        self._own_turns: dict[int, int] = {}
        manager = Fonts(name)
        self._keeper = Keeper(manager, limits, clock or Clock(limits, name), name)
        self._interpreter = Interpreter(manager, self._keeper)

    @property
    def n_pages(self) -> int:
        """Number of pages."""
        self._pages.extend(self._tree)
        return len(self._pages)

    def page(self, number: int, sight: Sight = AS_DRAWN, *, text_alone: bool = False) -> Page:
        """The page `number` (from 1) with its glyphs and rules, or its glyphs alone, origin at the top left.

        `sight` is what of it is known not to be as it is drawn.

        Raises:
            DamagedError: the page cannot be read.
            LimitError: it holds more than the limits allow, or takes too long.
        """
        self._keeper.begin(number)
        self._keeper.text_alone = text_alone
        try:
            self._pages.extend(itertools.islice(self._tree, max(0, number - len(self._pages))))
            page = self._pages[number - 1]
            page.rotate = (self._own_turns.setdefault(number, page.rotate) + 90 * sight.turn) % 360
            self._interpreter.process_page(page)
            return self._laid_out(number, sight)
        except BROKEN as error:
            raise DamagedError(
                "the page cannot be read", file=self.name, page=number, hint="Download the file again"
            ) from error

    def _laid_out(self, number: int, sight: Sight) -> Page:
        """What the interpreter has left of the page."""
        layout = self._keeper.page
        if layout is None:
            return Page(number, 0.0, 0.0, ())
        top = layout.y1
        left = layout.x0
        glyphs: list[Word] = []
        rules: list[Rule] = []
        for item in _walk(layout):
            if isinstance(item, LTChar):
                glyph = _glyph(item, left, top)
                if glyph is not None:
                    glyphs.append(glyph)
            elif isinstance(item, LTCurve):
                rules.extend(_rules(item, left, top))
        words, seen = tidied(words_seen(glyphs, sight)), tuple(rules_seen(rules, sight))
        return Page(number, layout.width, layout.height, words, seen, shown=sight.shown, pictures=sight.pictures)


def _known(password: str | None) -> str:
    """The password, without what no encoding knows."""
    return (password or "").encode("utf-8", "ignore").decode("utf-8")


def _walk(container: Iterable[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _walk(item)
        else:
            yield item


def _glyph(char: LTChar, left: float, top: float) -> Word | None:
    text = char.get_text()
    # Rotated characters are stamps and watermarks, never cells of these forms. pdfminer calls all that
    # do not stand at a right angle upright, those at 45 degrees too, and upside down.
    a, b, *_ = char.matrix
    if not char.upright or abs(b) > SLANT * a:
        return None
    if _CID.fullmatch(text) or not text.strip("\0"):
        # A glyph without a character and without a width shows nothing; pdfminer knows the widths of the
        # standard fonts by the characters alone, so that one mapped to U+0000 has none.
        if char.x1 - char.x0 < 0.01 and text != "\0":
            return None
        text = "\ufffd"
    text = tick_of(text, char.fontname) or text
    return Word(text, char.x0 - left, top - char.y1, char.x1 - left, top - char.y0, char.size, char.fontname)


def _rules(curve: LTCurve, left: float, top: float) -> Iterator[Rule]:
    x0, y0, x1, y1 = curve.x0 - left, top - curve.y1, curve.x1 - left, top - curve.y0
    width, height = x1 - x0, y1 - y0
    if isinstance(curve, LTLine) or width < THIN or height < THIN:
        if height <= width and height < THIN:
            yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif width < THIN:
            yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    elif isinstance(curve, LTRect) and curve.stroke:
        yield Rule(x0, y0, x1, y0)
        yield Rule(x0, y1, x1, y1)
        yield Rule(x0, y0, x0, y1)
        yield Rule(x1, y0, x1, y1)
    elif curve.stroke and curve.original_path:
        yield from _polyline(curve, left, top)


def _polyline(curve: LTCurve, left: float, top: float) -> Iterator[Rule]:
    """Straight pieces of a stroked path that draws several lines at once."""
    here: Any = None
    start: Any = None
    for op, *points in curve.original_path or []:
        if op == "m":
            here = start = points[-1]
            continue
        target: Any = start if op == "h" else (points[-1] if points else None)
        if here and target and op in "lh":
            (ax, ay), (bx, by) = here, target
            if abs(ay - by) < THIN / 2 and abs(ax - bx) > THIN:
                yield Rule(min(ax, bx) - left, top - (ay + by) / 2, max(ax, bx) - left, top - (ay + by) / 2)
            elif abs(ax - bx) < THIN / 2 and abs(ay - by) > THIN:
                yield Rule((ax + bx) / 2 - left, top - max(ay, by), (ax + bx) / 2 - left, top - min(ay, by))
        here = target
