"""PDFium behind `Document`: the quick finder of pages, and the second complete reader.

The only importer of pypdfium2. Its raw functions are called directly: a page has thousands of
characters, and an object for each of them would cost more than PDFium itself. PDFium is not
thread-safe: one process reads with it in one thread.
"""

from __future__ import annotations

import ctypes
import weakref
from types import TracebackType
from typing import Any, Self

import pypdfium2.raw as pdfium

from kunlun_cli.errors import DamagedError, EncryptedError, InputError, LimitError

MAX_PAGES = 5000
"""Ten times the longest annual report known; a page tree that claims more is an attack."""
MAX_CHARS = 400_000
"""Characters of one page; the densest printed page has some 10,000."""
MAX_BOOKMARKS = 20_000
MAX_BOOKMARK_DEPTH = 32
MAX_TITLE_BYTES = 4096

# PDFium marks a hyphen that ends a line with one of these; they are hyphens as printed.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\x00": None})


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

    def text(self) -> str:
        """The text in PDFium's order."""
        if not self.n_chars:
            return ""
        # A character can take two units of UTF-16; one more ends the string.
        buffer = (ctypes.c_ushort * (2 * self.n_chars + 1))()
        units = pdfium.FPDFText_GetText(self.text_page, 0, self.n_chars, buffer)
        raw = bytes(memoryview(buffer).cast("B")[: max(units - 1, 0) * 2])
        return raw.decode("utf-16-le", errors="replace").translate(_HYPHENS).replace("\r\n", "\n")
