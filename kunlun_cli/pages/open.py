"""Bytes to a document: PDF, HTML, Markdown, Word or text, told apart by their content, and unpacked before."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from kunlun_cli.engines import DEFAULT_ENGINE, Engine
from kunlun_cli.errors import EmptyInputError, MissingFileError, NotAFilingError, ScanError, UnknownFormatError
from kunlun_cli.limits import DEFAULT, Clock, Limits, exceeded
from kunlun_cli.pages import archive, wrapped
from kunlun_cli.pages.archive import READS
from kunlun_cli.pages.assemble import drawn_text
from kunlun_cli.pages.dashed_lines import with_dashes_joined
from kunlun_cli.pages.dashes import with_lines_doubted
from kunlun_cli.pages.document import Document, Format
from kunlun_cli.pages.glyphs import is_doubled
from kunlun_cli.pages.misread import mended, mended_text
from kunlun_cli.pages.page import Page
from kunlun_cli.pages.sight import ASKEW, DAMAGED, MISLEADING, Sight
from kunlun_cli.pages.sound import doubted, sound

# A PDF header may stand behind some bytes of a mail or web server.
_HEADER_REACH = 1024
# A web archive in gzip in a ZIP is packed three times.
_WRAPPINGS = 4
# Office documents, images and archives, which people point the tool at.
_OTHER = {
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"BZh": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"{\\rtf": "an RTF document",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"BM": "a picture",
    b"%!PS": "a PostScript file",
    b"SQLite format 3": "a database",
}


class _Reader(Protocol):
    def page(self, number: int, sight: Sight, /, *, text_alone: bool = False) -> Page: ...


class PdfDocument(Document):
    """A PDF: PDFium finds the pages, the chosen engine reads those asked for, each once."""

    format: Format = "pdf"
    as_printed = True

    def __init__(self, data: bytes, name: str, password: str | None, engine: Engine, limits: Limits = DEFAULT) -> None:
        """Open it; raises the errors of `pdfium_reader.PdfiumFile`, and `LimitError`."""
        from kunlun_cli.pages.inflation import check_streams
        from kunlun_cli.pages.pdfium_reader import PdfiumFile

        self.name = name
        self._limits = limits
        self._clock = Clock(limits, name)
        looked = check_streams(data, limits, name)
        if looked.closer:
            from kunlun_cli.pages.nesting import check_closely

            with self._clock.running():
                check_closely(data, limits, name, password, self._clock)
        self._finder = PdfiumFile(
            data, name=name, password=password, max_pages=limits.pages, layers=looked.layers, retold=looked.retold
        )
        self.n_pages = self._finder.n_pages
        self._engine = engine
        odd = {DAMAGED: looked.damaged, MISLEADING: looked.misleading}
        self._again = functools.partial(PdfDocument, data, name, password, engine, limits)
        self._find_odd: Callable[[], Mapping[str, Container[int]]] = lambda: _odd_pages(data, password, odd)
        self._open_pdfminer: Callable[[], _Reader] = lambda: _pdfminer(data, name, password, limits, self._clock)
        self._pages: dict[int, Page] = {}
        self._prose: dict[int, Page] = {}
        self._texts: dict[int, str] = {}
        self._by_lines = False
        self._text_alone = False

    @functools.cached_property
    def _pdfminer(self) -> _Reader:
        return self._open_pdfminer()

    @functools.cached_property
    def _odd(self) -> Mapping[str, Container[int]]:
        """Why all that is read on some pages is doubted."""
        return self._find_odd()

    def _sound(self, page: Page) -> Page:
        """The page made safe, with the letters that are drawn; all its words doubted where the file misleads."""
        words, misread = mended(page.words)
        page = replace(page, words=words, mended=True) if misread else page
        page = with_lines_doubted(with_dashes_joined(sound(page, self._limits, self.name)))
        odd = {**self._odd, ASKEW: self._finder.askew}
        doubt = next((reason for reason, numbers in odd.items() if page.number in numbers), "")
        return doubted(page, doubt) if doubt else page

    @property
    def is_open(self) -> bool:
        """Whether pages can still be asked for."""
        return self._finder.is_open

    def by(self, engine: Engine, *, text_alone: bool = False) -> PdfDocument:
        """The same document as another engine reads it: open as long as this one, and closed with it.

        With `text_alone` its pages need have no rules, which pdfminer reads at the price of words.
        """
        other = copy.copy(self)
        other._engine, other._pages, other._prose = engine, {}, {}  # noqa: SLF001  # of its own kind
        other._text_alone = text_alone  # noqa: SLF001
        return other

    def _quick_page(self, number: int) -> Page:
        """The page by PDFium, unless it has the page's text in part only."""
        page = self._finder.page(number)
        return self._pdfminer_page(number) if number in self._finder.lossy else page

    def _pdfminer_page(self, number: int) -> Page:
        """The page by pdfminer, as PDFium sees it: pdfminer does not draw."""
        return self._pdfminer.page(number, self._finder.sight(number), text_alone=self._text_alone)

    def text(self, number: int) -> str:
        """The page's text from PDFium, or of its lines where PDFium has it in part or twice.

        That of a page drawn turned is in the order of its words: PDFium parts its lines otherwise.
        """
        if number not in self._texts:
            with self._clock.running():
                text = self._finder.text(number)
            if self._by_lines or number in self._finder.lossy or is_doubled(text):
                text = "\n".join(line.text for line in self.prose(number).lines)
            elif number in self._finder.turned:
                with self._clock.running():
                    text = drawn_text(self._finder.page(number).words)
            self._texts[number] = mended_text(text)
        return self._texts[number]

    def read_by_lines(self, wanted: bool) -> None:
        """Have texts in the order of the page's lines, or in PDFium's again."""
        if wanted != self._by_lines:
            self._by_lines = wanted
            self._texts.clear()

    def page(self, number: int) -> Page:
        """The page, read once."""
        if number not in self._pages:
            with self._clock.running():
                page = self._quick_page(number) if self._engine == "pdfium" else self._pdfminer_page(number)
                self._pages[number] = self._sound(page)
        return self._pages[number]

    def prose(self, number: int) -> Page:
        """The page as read already; else by PDFium, which reads the same lines many times faster."""
        if number not in self._pages and number not in self._prose:
            with self._clock.running():
                self._prose[number] = self._sound(self._quick_page(number))
        return self._pages.get(number) or self._prose[number]

    def ahead(self, numbers: Sequence[int], prepare: Callable[[Page], object]) -> None:
        """Have pages that are wanted read by `jobs` processes, and each prepared."""
        if self.jobs <= 1:
            return
        from kunlun_cli.pages.ahead import FEWEST, Reading, read_ahead

        left = [number for number in numbers if number not in self._pages]
        if len(left) >= FEWEST:
            for page, seconds in read_ahead(left, self.jobs, Reading(self, self._again, prepare)):
                self._pages[page.number] = page
                self._clock.spend(seconds)

    @property
    def unreadable(self) -> AbstractSet[int]:
        """The pages that were looked at and cannot be loaded."""
        return self._finder.unreadable

    def close(self) -> None:
        """Free the memory of PDFium and of the pages that were read; none can be asked for any more."""
        self._finder.close()
        self._finder.forget()
        for kept in (self._pages, self._prose, self._texts):
            kept.clear()

    def attachments(self) -> list[str]:
        """The names of the files attached to it, as in a portfolio."""
        return self._finder.attachments()

    def bookmarks(self) -> list[tuple[str, int | None]]:
        """The outline's titles with their pages, counted from 1; without those of pages left out."""
        return [(title, page) for title, page in self._finder.bookmarks() if page is None or page <= self.n_pages]


def _odd_pages(data: bytes, password: str | None, odd: Mapping[str, Collection[int]]) -> Mapping[str, Container[int]]:
    """For each reason the pages that are drawn with the objects that it is about."""
    if not any(odd.values()):
        return {}
    from kunlun_cli.pages.damage import pages_with

    return {reason: pages_with(data, password, objects) for reason, objects in odd.items() if objects}


def _pdfminer(data: bytes, name: str, password: str | None, limits: Limits, clock: Clock) -> _Reader:
    from kunlun_cli.pages.pdfminer_reader import PdfminerFile

    return PdfminerFile(data, name, password, limits=limits, clock=clock)


def read_bytes(path: Path, limits: Limits = DEFAULT) -> bytes:
    """The file's content.

    Raises:
        LimitError: there is more of it than the limits allow; also of a device that never ends.
        MissingFileError: it does not exist, is a folder, or may not be opened.
    """
    try:
        with path.open("rb") as stream:
            return bounded(stream, limits, str(path))
    except FileNotFoundError as error:
        packed = archive.parted(path)
        if packed is not None:
            return archive.member(read_bytes(packed[0], limits), packed[1], str(packed[0]), limits)
        raise MissingFileError("there is no such file", file=str(path), hint="Check the path") from error
    except IsADirectoryError as error:
        raise MissingFileError(
            "this is a folder, not a filing", file=str(path), hint=f"Give its files, e.g. {path}/*.pdf"
        ) from error
    except PermissionError as error:
        raise MissingFileError("the file may not be read", file=str(path), hint="Check its permissions") from error
    except (OSError, ValueError) as error:
        raise MissingFileError(f"the file cannot be read ({error})", file=str(path)) from error


def bounded(stream: BinaryIO, limits: Limits = DEFAULT, name: str = "-") -> bytes:
    """All that a stream holds.

    Raises:
        LimitError: it holds more than a file may have.
    """
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise exceeded(f"the file has more than {limits.file_bytes // 1_000_000} MB", "file_bytes", name)
    return data


def open_document(
    data: bytes,
    name: str,
    *,
    password: str | None = None,
    engine: Engine = DEFAULT_ENGINE,
    limits: Limits = DEFAULT,
) -> Document:
    """The document that some bytes are.

    Raises:
        LimitError: they exceed the limits.
        EmptyInputError: there are no bytes.
        UnknownFormatError: they are of no kind that is read.
        ScanError: a PDF without text.
        InputError: what the format's reader raises.
    """
    if len(data) > limits.file_bytes:
        raise exceeded(f"the file has more than {limits.file_bytes // 1_000_000} MB", "file_bytes", name)
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyInputError("the file is empty", file=name, hint="Download it again")
    data = _unwrapped(data, name, limits)
    if data.startswith(archive.MAGIC):
        from kunlun_cli.pages.word import open_word

        return open_word(data, name, limits)
    if b"%PDF-" in data[:_HEADER_REACH]:
        document = PdfDocument(data, name, password, engine, limits)
        _require_text(document, name)
        return document
    for magic, what in _OTHER.items():
        if data.startswith(magic):
            raise UnknownFormatError(f"this is {what}, not a filing", file=name, hint=READS)
    if len(data) > limits.text_bytes:
        raise exceeded(f"the text has more than {limits.text_bytes // 1_000_000} MB", "text_bytes", name)
    read = _marked_or_text(data, name)
    if read.format == "text":
        _require_lines(read, limits, name)
    return read


def _unwrapped(data: bytes, name: str, limits: Limits) -> bytes:
    """The bytes of the report that is packed in a file; of a Word document, those of its archive.

    Raises:
        UnknownFormatError: it is packed over and over.
        InputError: what it is packed in cannot be opened, or holds no report or several.
    """
    for _ in range(_WRAPPINGS):
        if data.startswith(archive.MAGIC) and not archive.is_word(data):
            data = archive.only_member(data, name, limits)
        elif data.startswith(wrapped.GZIP):
            data = wrapped.unzipped(data, name, limits)
        elif wrapped.is_mail(data):
            data = wrapped.page_of(data, name)
        else:
            return data
    raise UnknownFormatError("the file is packed over and over", file=name, hint="Unpack it first")


def _marked_or_text(data: bytes, name: str) -> Document:
    """HTML, Markdown or text, told apart by what stands in them."""
    from kunlun_cli.pages.cells import marked_cells
    from kunlun_cli.pages.encoding import decode
    from kunlun_cli.pages.html import open_cells, open_html, open_markdown, sniff_html
    from kunlun_cli.pages.markdown import sniff_markdown
    from kunlun_cli.pages.text import TextDocument

    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f").startswith(b"<") and sniff_html(data):
        return open_html(data, name)
    text = decode(data, name)
    if sniff_markdown(text):
        return open_markdown(text, name)
    parts = marked_cells(text)
    if parts is not None:
        return open_cells(parts, name)
    return open_html(data, name) if sniff_html(data) else TextDocument(text, name)


def _require_lines(document: Document, limits: Limits, name: str) -> None:
    """Refuse text of very many lines, or without line ends, before patterns are looked for along them."""
    count = 0
    for number in range(1, document.n_pages + 1):
        lines = document.text(number).split("\n")
        count += len(lines)
        if count > limits.text_lines:
            raise exceeded(f"the text has more than {limits.text_lines} lines", "text_lines", name)
        if max(map(len, lines)) > limits.line_characters:
            what = f"a line of the text has more than {limits.line_characters} characters"
            raise exceeded(what, "line_characters", name)


def portfolio(attached: Sequence[str], name: str) -> NotAFilingError:
    """What to say of a PDF that is no report but has files attached, by their names."""
    what = f"this PDF is not a report; attached to it is {', '.join(attached[:5])}"
    return NotAFilingError(what, file=name, hint="Save the attached file, and give that")


def _require_text(document: PdfDocument, name: str) -> None:
    """Refuse scans, and fonts that map to no characters, before anything is read in full."""
    sample = [document.text(n) for n in range(1, min(document.n_pages, 12) + 1)]
    text = "".join("".join(sample).split())
    if len(text) < 20 * len(sample):
        more = [document.text(n) for n in range(13, document.n_pages + 1)]
        text += "".join("".join(more).split())
        if len(text) < 20 * document.n_pages:
            if document.attachments():
                raise portfolio(document.attachments(), name)
            raise ScanError(
                "the PDF has no text (a scan)", file=name, hint="Run text recognition (OCR) on it, or find the original"
            )
    cjk = sum("\u4e00" <= c <= "\u9fff" for c in text)
    if cjk * 20 < len(text):
        odd = sum(not c.isprintable() or "\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)
        if odd * 10 > len(text):
            raise ScanError("the PDF's fonts map to no characters", file=name, hint="Find another copy of the filing")
        if document.attachments():
            raise portfolio(document.attachments(), name)
        raise NotAFilingError(
            "this is not a Chinese periodic report", file=name, hint="kunlun reads 年度报告, 半年度报告 and 季度报告"
        )
