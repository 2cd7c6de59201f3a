"""PDFium behind `Document`: the quick finder of pages, and the second complete reader.

The only importer of pypdfium2. Its raw functions are called directly: a page has thousands of
characters, and an object for each of them would cost more than PDFium itself. PDFium is not
thread-safe: one process reads with it in one thread.
"""

from __future__ import annotations

import ctypes
import struct
import weakref
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import pypdfium2.raw as pdfium

from kunlun_cli.errors import DamagedError, EncryptedError, InputError, LimitError
from kunlun_cli.pages.assemble import Glyph, assemble_line, cluster_lines, join_lines
from kunlun_cli.pages.glyphs import tick_of, tidy_glyphs
from kunlun_cli.pages.page import Page, Rule
from kunlun_cli.pages.pdfium_layout import (
    IDENTITY,
    Matrix,
    Point,
    is_upright,
    move,
    multiply,
    page_matrix,
    rules_of_path,
    scales,
    thin_rule,
)

MAX_PAGES = 5000
"""Ten times the longest annual report known; a page tree that claims more is an attack."""
MAX_CHARS = 400_000
"""Characters of one page; the densest printed page has some 10,000."""
MAX_OBJECTS = 400_000
"""Drawn objects of one page, those in forms (groups drawn as one) included."""
MAX_FORM_DEPTH = 8
MAX_PIXELS = 100_000_000
MAX_BOOKMARKS = 20_000
MAX_BOOKMARK_DEPTH = 32
MAX_TITLE_BYTES = 4096

# PDFium marks a hyphen that ends a line with one of these; they are hyphens as printed.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\x00": None})


def _address(pointer: Any) -> int:  # noqa: ANN401  # a pointer of ctypes
    """Where a pointer points."""
    return int(ctypes.cast(pointer, ctypes.c_void_p).value or 0)


def _bare(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401  # types of ctypes
    """A function of PDFium that takes addresses as plain integers: several times cheaper to call."""
    return ctypes.CFUNCTYPE(result, *arguments)(_address(function))


_AT = ctypes.c_void_p
_TEXT_OBJECT = _bare(pdfium.FPDFText_GetTextObject, _AT, _AT, ctypes.c_int)
_LOOSE_BOX = _bare(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _AT, ctypes.c_int, _AT)
_PAGE_OBJECT = _bare(pdfium.FPDFPage_GetObject, _AT, _AT, ctypes.c_int)
_FORM_OBJECT = _bare(pdfium.FPDFFormObj_GetObject, _AT, _AT, ctypes.c_ulong)
_OBJECT_TYPE = _bare(pdfium.FPDFPageObj_GetType, ctypes.c_int, _AT)
_OBJECT_MATRIX = _bare(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _AT, _AT)
_DRAW_MODE = _bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, _AT, _AT, _AT)
_COUNT_SEGMENTS = _bare(pdfium.FPDFPath_CountSegments, ctypes.c_int, _AT)
_SEGMENT = _bare(pdfium.FPDFPath_GetPathSegment, _AT, _AT, ctypes.c_int)
_SEGMENT_TYPE = _bare(pdfium.FPDFPathSegment_GetType, ctypes.c_int, _AT)
_SEGMENT_POINT = _bare(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _AT, _AT, _AT)
_SEGMENT_CLOSES = _bare(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, _AT)
_BOUNDS = _bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, _AT, _AT, _AT, _AT, _AT)


@dataclass(slots=True)
class _Font:
    """What the reader needs of a font: `descent` in parts of the size, below zero."""

    handle: Any
    name: str
    descent: float


@dataclass(slots=True)
class _Run:
    """A text object: one font, one size, one baseline.

    `top` and `bottom` hold for all its characters where it is `plain`, that is neither skewed nor
    on a turned page; `dx` moves PDFium's x to the page's.
    """

    font: _Font
    size: float
    matrix: Matrix
    points: float
    plain: bool
    top: float
    bottom: float
    dx: float
    symbols: bool


def _load_error(name: str | None) -> InputError:
    """The error for a document that PDFium has just refused."""
    code = pdfium.FPDF_GetLastError()
    if code == pdfium.FPDF_ERR_PASSWORD:
        return EncryptedError(
            "The PDF is encrypted, and the password is missing or wrong",
            file=name,
            hint="Remove the password with a PDF program and read that copy.",
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return EncryptedError(
            "The PDF is encrypted in a way that PDFium does not know",
            file=name,
            hint="Remove the protection with a PDF program and read that copy.",
        )
    return DamagedError(
        "The PDF is damaged or cut off: it cannot be opened",
        file=name,
        hint="Download it again, or repair it with a PDF program.",
    )


def _close_document(handle: Any, _data: bytes) -> None:  # noqa: ANN401  # a pointer of ctypes
    """Close a document; its bytes are an argument so that they live as long as the document."""
    pdfium.FPDF_CloseDocument(handle)


class PdfiumFile:
    """A PDF opened with PDFium; pages are loaded only while they are read.

    Args:
        data: the file's bytes.
        name: the file as the user named it, for messages.
        password: the password of an encrypted file.

    Raises:
        EncryptedError: a password is needed and not given, or wrong.
        DamagedError: the bytes are no PDF that can be opened, or it has no pages.
        LimitError: it claims more than `MAX_PAGES` pages.
    """

    def __init__(self, data: bytes, *, name: str | None = None, password: str | None = None) -> None:
        """Open the document; see the class."""
        self.name = name
        secret = None if password is None else password.encode() + b"\0"
        self._doc = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
        if not self._doc:
            raise _load_error(name)
        self._finalizer = weakref.finalize(self, _close_document, self._doc, data)
        self._texts: dict[int, str] = {}
        self._pages: dict[int, Page] = {}
        self.unreadable: set[int] = set()
        """Pages that `text` could not load and gave as empty."""
        self.n_pages: int = pdfium.FPDF_GetPageCount(self._doc)
        if self.n_pages < 1:
            self.close()
            raise DamagedError("The PDF has no pages", file=name, hint="Download it again.")
        if self.n_pages > MAX_PAGES:
            self.close()
            raise LimitError(f"The PDF claims {self.n_pages} pages; the limit is {MAX_PAGES}", file=name)

    def __enter__(self) -> Self:
        """The open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Free PDFium's memory; texts and pages already read stay usable. Closing twice is harmless."""
        self._finalizer()

    def text(self, number: int) -> str:
        r"""The page's text in PDFium's order, lines ended by `\n`; read once and kept.

        A page that cannot be loaded gives an empty text and is noted in `unreadable`: looking for
        a disclosure goes on past a bad page.

        Args:
            number: the page, counted from 1.
        """
        if number not in self._texts:
            try:
                with _LoadedPage(self, number) as page:
                    self._texts[number] = page.text()
            except DamagedError:
                self.unreadable.add(number)
                self._texts[number] = ""
        return self._texts[number]

    def bookmarks(self) -> list[tuple[str, int | None]]:
        """Titles of the outline in reading order with their pages, counted from 1.

        The page is `None` where a bookmark leads nowhere in this document. A circular or endless
        outline is cut off where it repeats or at `MAX_BOOKMARKS`.
        """
        self._check_open()
        out: list[tuple[str, int | None]] = []
        seen: set[int] = set()
        # Entries still to visit, the next on top; depth bounds what a hostile outline can nest.
        stack = [(pdfium.FPDFBookmark_GetFirstChild(self._doc, None), 0)]
        while stack and len(out) < MAX_BOOKMARKS:
            mark, depth = stack.pop()
            if not mark:
                continue
            address = ctypes.addressof(mark.contents)
            if address in seen:
                continue
            seen.add(address)
            out.append((_bookmark_title(mark), self._bookmark_page(mark)))
            stack.append((pdfium.FPDFBookmark_GetNextSibling(self._doc, mark), depth))
            if depth < MAX_BOOKMARK_DEPTH:
                stack.append((pdfium.FPDFBookmark_GetFirstChild(self._doc, mark), depth + 1))
        return out

    def page(self, number: int) -> Page:
        """The page with its glyphs and ruling lines, origin at the top left; read once and kept.

        Args:
            number: the page, counted from 1.

        Raises:
            DamagedError: the page cannot be loaded.
            LimitError: it holds more than `MAX_CHARS` characters or `MAX_OBJECTS` drawn objects.
        """
        if number not in self._pages:
            with _LoadedPage(self, number) as page:
                self._pages[number] = page.read()
                self._texts.setdefault(number, page.text())
        return self._pages[number]

    def text_in_box(self, number: int, bbox: tuple[float, float, float, float]) -> str:
        """The text of the glyphs whose centres lie in a box, lines joined: a second reading of a cell.

        Args:
            number: the page, counted from 1.
            bbox: x0, top, x1, bottom in points from the page's top left corner.
        """
        x0, top, x1, bottom = bbox
        inside = [g for g in self.page(number).glyphs if x0 <= g.cx <= x1 and top <= g.cy <= bottom]
        return join_lines([assemble_line(row) for row in cluster_lines(inside)])

    def picture(self, number: int, scale: float = 1.0) -> bytes:
        """The page drawn as a PNG.

        Args:
            number: the page, counted from 1.
            scale: pixels a point.

        Raises:
            DamagedError: the page cannot be loaded.
            LimitError: the picture would have more than `MAX_PIXELS` pixels.
        """
        with _LoadedPage(self, number) as page:
            return page.draw(scale)

    def _bookmark_page(self, mark: Any) -> int | None:  # noqa: ANN401  # a pointer of ctypes
        """The page to which a bookmark leads, directly or by its action."""
        dest = pdfium.FPDFBookmark_GetDest(self._doc, mark)
        if not dest:
            action = pdfium.FPDFBookmark_GetAction(mark)
            dest = pdfium.FPDFAction_GetDest(self._doc, action) if action else None
        index = pdfium.FPDFDest_GetDestPageIndex(self._doc, dest) if dest else -1
        return index + 1 if 0 <= index < self.n_pages else None

    def _check_open(self) -> None:
        """Refuse to touch a closed document: PDFium would read freed memory."""
        if not self._finalizer.alive:
            raise DamagedError("The PDF has been closed already", file=self.name)


def _bookmark_title(mark: Any) -> str:  # noqa: ANN401  # a pointer of ctypes
    """A bookmark's title, without line breaks."""
    size = min(pdfium.FPDFBookmark_GetTitle(mark, None, 0), MAX_TITLE_BYTES)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    if pdfium.FPDFBookmark_GetTitle(mark, buffer, size) > size:
        return ""  # longer than any title: PDFium has written nothing
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", errors="replace").split())


class _LoadedPage:
    """A page and its text layer while they are open in PDFium.

    Raises:
        DamagedError: the page, or its text, cannot be loaded, or there is no such page.
        LimitError: it has more than `MAX_CHARS` characters.
    """

    def __init__(self, file: PdfiumFile, number: int) -> None:
        file._check_open()  # noqa: SLF001  # same module
        self.file = file
        self.number = number
        self.page = pdfium.FPDF_LoadPage(file._doc, number - 1) if 1 <= number <= file.n_pages else None  # noqa: SLF001
        self.text_page = pdfium.FPDFText_LoadPage(self.page) if self.page else None
        if not self.text_page:
            self.close()
            raise DamagedError("The page cannot be read", file=file.name, page=number)
        self.n_chars: int = max(pdfium.FPDFText_CountChars(self.text_page), 0)
        if self.n_chars > MAX_CHARS:
            self.close()
            raise LimitError(f"The page has more than {MAX_CHARS} characters", file=file.name, page=number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the page: its text first, as PDFium asks."""
        if self.text_page:
            pdfium.FPDFText_ClosePage(self.text_page)
        if self.page:
            pdfium.FPDF_ClosePage(self.page)
        self.text_page = self.page = None

    def _printed(self) -> str:
        """The text in PDFium's order, as PDFium marks it."""
        if not self.n_chars:
            return ""
        # A character can take two units of UTF-16; one more ends the string.
        buffer = (ctypes.c_ushort * (2 * self.n_chars + 1))()
        units = pdfium.FPDFText_GetText(self.text_page, 0, self.n_chars, buffer)
        raw = bytes(memoryview(buffer).cast("B")[: max(units - 1, 0) * 2])
        return raw.decode("utf-16-le", errors="replace")

    def text(self) -> str:
        """The text in PDFium's order, lines ended by a line feed."""
        return self._printed().translate(_HYPHENS).replace("\r\n", "\n")

    def read(self) -> Page:
        """The whole page."""
        matrix, width, height = page_matrix(self._box(), pdfium.FPDFPage_GetRotation(self.page))
        glyphs = tidy_glyphs(self._glyphs(matrix))
        return Page(self.number, width, height, glyphs, tuple(self._rules(matrix)))

    def _box(self) -> tuple[float, float, float, float]:
        """The page's own media box, else the box PDFium shows: left, bottom, right, top."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPage_GetMediaBox(self.page, left, bottom, right, top):
            xs, ys = sorted((left.value, right.value)), sorted((bottom.value, top.value))
            return xs[0], ys[0], xs[1], ys[1]
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self.page, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def _chars(self) -> Iterator[str]:
        """The page's characters in the order of PDFium's numbers."""
        text = self._printed()
        if len(text) == self.n_chars and max(text, default="") <= "\uffff":
            return iter(text)  # one call for all of them, where its units and the characters agree
        return (chr(pdfium.FPDFText_GetUnicode(self.text_page, i)) for i in range(self.n_chars))

    def _glyphs(self, on_page: Matrix) -> Iterator[Glyph]:
        """The page's upright glyphs, the spaces and line ends of PDFium's own left out."""
        text_page = _address(self.text_page)
        rect = pdfium.FS_RECTF()
        rect_at = ctypes.addressof(rect)
        fonts: dict[int, _Font] = {}
        run: _Run | None = None
        run_at = None
        for i, char in enumerate(self._chars()):
            at = _TEXT_OBJECT(text_page, i)
            if not at:
                continue  # PDFium's own
            if at != run_at:
                run_at, run = at, self._run(i, on_page, fonts)
            if run is None:
                continue
            if run.plain and _LOOSE_BOX(text_page, i, rect_at):
                box = (rect.left + run.dx, run.top, rect.right + run.dx, run.bottom)
            else:
                box = self._turned_box(i, char, run, on_page)
            text = char.translate(_HYPHENS) or "\ufffd"
            if run.symbols or "\uf000" <= text <= "\uf0ff":
                text = tick_of(text, run.font.name) or text
            yield Glyph(text, *box, run.size, run.font.name)

    def _run(self, index: int, on_page: Matrix, fonts: dict[int, _Font]) -> _Run | None:
        """The text object of a character, or `None` where it is turned: stamps and watermarks are never cells."""
        char_matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.text_page, index, char_matrix)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.text_page, index, x, y)
        m = char_matrix
        matrix = multiply((m.a, m.b, m.c, m.d, 0.0, 0.0), (*on_page[:4], 0.0, 0.0))
        if not is_upright(matrix):
            return None
        font = self._font(index, fonts)
        points = pdfium.FPDFText_GetFontSize(self.text_page, index)
        size = abs(points) * scales(matrix)[1]
        _, baseline = move(on_page, x.value, y.value)
        bottom = baseline - font.descent * size
        plain = on_page[0] == 1.0 and m.b == 0.0 and m.c == 0.0 and m.a > 0.0 and points > 0.0
        symbols = "wingdings" in font.name.lower()
        return _Run(font, size, matrix, points, plain, bottom - size, bottom, on_page[4], symbols)

    def _font(self, index: int, fonts: dict[int, _Font]) -> _Font:
        """The font of a character; PDFium may reuse the address of a font once the page is closed."""
        text_object = pdfium.FPDFText_GetTextObject(self.text_page, index)
        handle = pdfium.FPDFTextObj_GetFont(text_object)
        at = _address(handle)
        if at not in fonts:
            descent = ctypes.c_float()
            pdfium.FPDFFont_GetDescent(handle, 1.0, descent)
            name = ctypes.create_string_buffer(256)
            fits = pdfium.FPDFFont_GetBaseFontName(handle, name, 256) <= 256
            fonts[at] = _Font(handle, name.value.decode("utf-8", errors="replace") if fits else "", descent.value)
        return fonts[at]

    def _turned_box(self, index: int, char: str, run: _Run, on_page: Matrix) -> tuple[float, float, float, float]:
        """The box of a character on a turned page or in slanted type, from its advance and its font."""
        x, y, advance = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
        pdfium.FPDFText_GetCharOrigin(self.text_page, index, x, y)
        pdfium.FPDFFont_GetGlyphWidth(run.font.handle, ord(char), abs(run.points), advance)
        left, baseline = move(on_page, x.value, y.value)
        matrix: Matrix = (*run.matrix[:4], left, baseline)
        low = run.font.descent * abs(run.points)
        corners = [move(matrix, u, v) for u in (0.0, advance.value) for v in (low, low + abs(run.points))]
        xs, ys = [p[0] for p in corners], [p[1] for p in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _rules(self, on_page: Matrix) -> Iterator[Rule]:
        """Ruling lines of the page's paths, and of those in its forms."""
        page = _address(self.page)
        budget = MAX_OBJECTS
        # Containers still to read: how to get at an object, how many, the matrix to the page, the depth.
        count = max(pdfium.FPDFPage_CountObjects(self.page), 0)
        todo: list[tuple[Any, int, int, Matrix, int]] = [(_PAGE_OBJECT, page, count, on_page, 0)]
        while todo:
            get, container, count, matrix, depth = todo.pop()
            budget -= count
            if budget < 0:
                raise LimitError(
                    f"The page has more than {MAX_OBJECTS} drawn objects", file=self.file.name, page=self.number
                )
            for i in range(count):
                at = get(container, i)
                kind = _OBJECT_TYPE(at) if at else 0
                if kind == pdfium.FPDF_PAGEOBJ_PATH:
                    yield from _path_rules(at, matrix)
                elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                    form = ctypes.cast(at, pdfium.FPDF_PAGEOBJECT)
                    inside = max(pdfium.FPDFFormObj_CountObjects(form), 0)
                    todo.append((_FORM_OBJECT, at, inside, multiply(_matrix_of(at), matrix), depth + 1))

    def draw(self, scale: float) -> bytes:
        """The page as a PNG, `scale` pixels a point."""
        width = max(1, round(pdfium.FPDF_GetPageWidthF(self.page) * scale))
        height = max(1, round(pdfium.FPDF_GetPageHeightF(self.page) * scale))
        if width * height > MAX_PIXELS:
            raise LimitError(
                f"The picture would have {width} by {height} pixels",
                file=self.file.name,
                page=self.number,
                hint="Ask for a smaller scale.",
            )
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
        if not bitmap:
            raise LimitError("There is not enough memory for the picture", file=self.file.name, page=self.number)
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
            pdfium.FPDF_RenderPageBitmap(bitmap, self.page, 0, 0, width, height, 0, flags)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return _png(width, height, [pixels[y * stride : y * stride + 3 * width] for y in range(height)])


def _matrix_of(at: int) -> Matrix:
    """The matrix of a page object."""
    m = pdfium.FS_MATRIX()
    if not _OBJECT_MATRIX(at, ctypes.addressof(m)):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _path_rules(at: int, matrix: Matrix) -> Iterator[Rule]:
    """The ruling lines that a path object draws."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _DRAW_MODE(at, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not fill.value and not stroke.value:
        return
    count = _COUNT_SEGMENTS(at)
    if not stroke.value and count <= 5:
        yield from _filled_rule(at, matrix)
    else:
        whole = multiply(_matrix_of(at), matrix)
        yield from rules_of_path(_subpaths(at, count, whole), stroke=bool(stroke.value))


def _filled_rule(at: int, matrix: Matrix) -> Iterator[Rule]:
    """The line as which a small filled shape is drawn, from its bounds alone: most of them are such."""
    sides = (ctypes.c_float * 4)()
    base = ctypes.addressof(sides)
    if _BOUNDS(at, base, base + 4, base + 8, base + 12):
        left, bottom, right, top = sides
        (ax, ay), (bx, by) = move(matrix, left, bottom), move(matrix, right, top)
        yield from thin_rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _subpaths(at: int, count: int, matrix: Matrix) -> Iterator[Sequence[tuple[Point, bool]]]:
    """The subpaths of a path on the page: points, each with whether a straight line leads to it."""
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.addressof(x), ctypes.addressof(y)
    current: list[tuple[Point, bool]] = []
    bends = 0
    for i in range(count):
        segment = _SEGMENT(at, i)
        kind = _SEGMENT_TYPE(segment)
        _SEGMENT_POINT(segment, x_at, y_at)
        point = move(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if current:
                yield current
            current, bends = [(point, False)], 0
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bends += 1  # three points a curve: two that bend it, and its end
            if bends % 3 == 0:
                current.append((point, False))
        else:
            current.append((point, True))
        if _SEGMENT_CLOSES(segment) and current and current[-1][0] != current[0][0]:
            current.append((current[0][0], True))
    if current:
        yield current


def _png(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    """A PNG of rows of red, green and blue."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
