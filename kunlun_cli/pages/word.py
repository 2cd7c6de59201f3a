"""Word documents (.docx): what a reader of them sees, as HTML. The only importer of python-docx.

Drafts are checked before publication, where a misprint can still be mended. Tracked changes are read as if
they were accepted; headers stand before the text, once; footnotes, comments and hidden text are left out.
Sources: ECMA-376 part 1, 17 (WordprocessingML); its `w14` check boxes as Word 2010 writes them.
"""

from __future__ import annotations

import html
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kunlun_cli.errors import DamagedError, require
from kunlun_cli.limits import DEFAULT, Limits, exceeded
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.glyphs import CHECKED, UNCHECKED
from kunlun_cli.pages.html import document_of
from kunlun_cli.pages.html_tree import parse
from kunlun_cli.records.filing import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
# Elements whose content is part of the text around them.
_OPEN = frozenset(
    _W + n for n in ("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "sdt", "sdtContent", "customXml")
)
_REMOVED = frozenset(_W + n for n in ("del", "moveFrom"))
_SIGNS = {_W + "tab": "&nbsp;" * 4, _W + "br": "<br>", _W + "cr": "<br>", _W + "noBreakHyphen": "-"}
# What reading a package raises that is not one.
_DAMAGE = (
    KeyError, ValueError, OSError, SyntaxError, AttributeError, RecursionError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
# A report has some 20 parts and headers; each is read into memory.
MAX_PARTS = 5000

TRACKED = Problem("tracked-changes", "the document has tracked changes; it was read as if all of them were accepted")


def open_word(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """The document that a Word file is.

    Args:
        data: the file's content, a ZIP archive.
        name: the file as the user named it, for messages.
        limits: how large its parts may be.

    Raises:
        UsageError: python-docx is not installed.
        DamagedError: it cannot be read.
        LimitError: its parts exceed the limits.
    """
    require("docx", "reading Word documents needs python-docx", "python-docx")
    import docx
    from docx.opc.exceptions import OpcError

    _check_parts(data, name, limits)
    try:
        opened = docx.Document(io.BytesIO(data))
        writer = _Writer()
        body = "".join([*_headers(opened, writer), *writer.blocks(opened.element.body)])
    except (OpcError, *_DAMAGE) as error:
        raise DamagedError("the Word document cannot be read", file=name, hint="Save it again as .docx") from error
    problems = (TRACKED,) if writer.tracked else ()
    return document_of(parse(f"<html><body>{body}</body></html>", name), name, form="docx", problems=problems)


def _check_parts(data: bytes, name: str, limits: Limits) -> None:
    """Refuse an archive whose parts are many, or grow large; a part gives no more than it declares."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DamagedError("the Word document cannot be read", file=name, hint="Save it again as .docx") from error
    if len(parts) > MAX_PARTS:
        raise exceeded(f"the document has more than {MAX_PARTS} parts", "streams", name)
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if text > 4 * limits.text_bytes or sum(part.file_size for part in parts) > limits.total_bytes:
        raise exceeded("the document's parts grow too large", "text_bytes", name)


def _headers(opened: Any, writer: _Writer) -> Iterator[str]:  # noqa: ANN401  # python-docx gives few types
    """The headers of all sections, each text once."""
    seen: set[str] = set()
    for section in opened.sections:
        for header in (section.first_page_header, section.header):
            made = "" if header.is_linked_to_previous else "".join(writer.blocks(header._element))  # noqa: SLF001
            if made and made not in seen:
                seen.add(made)
                yield made


@dataclass(slots=True)
class _Writer:
    """Blocks of a document as HTML."""

    tracked: bool = False
    boxes: list[Any] = field(default_factory=list)
    """The contents of text boxes met in a paragraph; they are set after it."""

    def blocks(self, parent: Any) -> Iterator[str]:  # noqa: ANN401
        """The paragraphs and tables of a body, header, cell or text box, in order."""
        held = ""
        for element in _flat(parent):
            if element.tag == _W + "p":
                held += self._inline(element)
                # The mark that ended it was removed: it goes on in the next.
                if _has(element, "pPr", "rPr", "del"):
                    self.tracked = True
                    continue
                yield f"<p>{held}</p>"
                held = ""
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.blocks(box)
            elif element.tag == _W + "tbl":
                yield self._table(element)
        if held:
            yield f"<p>{held}</p>"

    def _inline(self, parent: Any) -> str:  # noqa: ANN401
        out = []
        for child in parent:
            if child.tag in _REMOVED:
                self.tracked = True
            elif child.tag == _W + "sdt" and (box := child.find(f"{_W}sdtPr/{_W14}checkbox")) is not None:
                state = box.find(f"{_W14}checked")
                checked = state is not None and state.get(f"{_W14}val") not in {"0", "false", None}
                out.append(CHECKED if checked else UNCHECKED)
            elif child.tag in _OPEN:
                self.tracked |= child.tag in {_W + "ins", _W + "moveTo"}
                out.append(self._inline(child))
            elif child.tag == _W + "r":
                out.append(self._run(child))
        return "".join(out)

    def _run(self, run: Any) -> str:  # noqa: ANN401
        properties = run.find(_W + "rPr")
        if _on(properties, "vanish"):
            return ""
        text = "".join(self._piece(child) for child in run)
        if not text:
            return ""
        if _on(properties, "strike") or _on(properties, "dstrike"):
            return f"<s>{text}</s>"
        if _value(properties, "vertAlign") == "superscript":
            text = f"<sup>{text}</sup>"
        colour = _value(properties, "color")
        if colour and colour != "auto":
            text = f'<span style="color:#{html.escape(colour)}">{text}</span>'
        return f"<b>{text}</b>" if _on(properties, "b") else text

    def _piece(self, child: Any) -> str:  # noqa: ANN401
        if child.tag == _W + "t":
            return html.escape(child.text or "", quote=False)
        if child.tag == _W + "sym":
            code = int(child.get(_W + "char") or "20", 16)
            return f'<font face="{html.escape(child.get(_W + "font") or "")}">&#{code};</font>'
        for choice in child.iter(_CHOICE):
            self.boxes += [box for box in choice.iter(_W + "txbxContent") if not _inside(box, choice)]
        if child.tag == _W + "pict":
            self.boxes += child.iter(_W + "txbxContent")
        return _SIGNS.get(child.tag, "")

    def _table(self, table: Any) -> str:  # noqa: ANN401
        rows = [list(self._places(row)) for row in _flat(table) if row.tag == _W + "tr" and not self._is_removed(row)]
        return "<table>" + "".join(f"<tr>{self._row(rows, i)}</tr>" for i in range(len(rows))) + "</table>"

    def _is_removed(self, row: Any) -> bool:  # noqa: ANN401
        self.tracked |= _has(row, "trPr", "del") or _has(row, "trPr", "ins")
        return _has(row, "trPr", "del")

    def _places(self, row: Any) -> Iterator[_Place]:  # noqa: ANN401
        """The cells of a row by the column in which they begin; columns left out before and after are empty cells."""
        before = int(_value(row.find(_W + "trPr"), "gridBefore") or 0)
        if before:
            yield _Place(0, before, None, "")
        col = before
        for cell in _flat(row):
            if cell.tag != _W + "tc":
                continue
            properties = cell.find(_W + "tcPr")
            if _has(cell, "tcPr", "cellDel"):
                self.tracked = True
                continue
            span = max(int(_value(properties, "gridSpan") or 1), 1)
            merge = properties.find(_W + "vMerge") if properties is not None else None
            state = "" if merge is None else merge.get(_W + "val") or "continue"
            yield _Place(col, span, cell, state)
            col += span
        if after := int(_value(row.find(_W + "trPr"), "gridAfter") or 0):
            yield _Place(col, after, None, "")

    def _row(self, rows: Sequence[Sequence[_Place]], index: int) -> str:
        out = []
        for place in rows[index]:
            if place.merge == "continue" and index and _goes_on(rows[index - 1], place):
                continue
            tall = 1
            while index + tall < len(rows) and place.merge and _continued(rows[index + tall], place):
                tall += 1
            out.append(self._cell(place, tall))
        return "".join(out)

    def _cell(self, place: _Place, tall: int) -> str:
        marks = (f' colspan="{place.span}"' if place.span > 1 else "") + (f' rowspan="{tall}"' if tall > 1 else "")
        if place.cell is None:
            return f"<td{marks}></td>"
        properties = place.cell.find(_W + "tcPr")
        shade = properties.find(_W + "shd") if properties is not None else None
        fill = shade.get(_W + "fill") if shade is not None else None
        ground = f' style="background:#{html.escape(fill)}"' if fill and fill != "auto" else ""
        return f"<td{marks}{ground}>{''.join(self.blocks(place.cell))}</td>"


@dataclass(frozen=True, slots=True)
class _Place:
    col: int
    span: int
    cell: Any
    merge: str
    """`restart` where a cell that spans rows begins, `continue` where it goes on, else empty."""


def _goes_on(above: Iterable[_Place], place: _Place) -> bool:
    return any(p.col == place.col and p.span == place.span and p.merge for p in above)


def _continued(below: Iterable[_Place], place: _Place) -> bool:
    return any(p.col == place.col and p.span == place.span and p.merge == "continue" for p in below)


def _flat(parent: Any) -> Iterator[Any]:  # noqa: ANN401
    """The children of an element, those inside content controls among them."""
    for child in parent:
        if child.tag in {_W + "sdt", _W + "sdtContent", _W + "customXml"}:
            yield from _flat(child)
        else:
            yield child


def _inside(box: Any, choice: Any) -> bool:  # noqa: ANN401
    """Whether a text box stands in another one of the same drawing."""
    return any(above.tag == _W + "txbxContent" for above in box.iterancestors() if choice in above.iterancestors())


def _has(element: Any, *path: str) -> bool:  # noqa: ANN401
    return element.find("/".join(_W + name for name in path)) is not None


def _value(properties: Any, name: str) -> str | None:  # noqa: ANN401
    found = properties.find(_W + name) if properties is not None else None
    value = found.get(_W + "val") if found is not None else None
    return str(value) if value is not None else None


def _on(properties: Any, name: str) -> bool:  # noqa: ANN401
    """Whether a property that is on or off is on: it is there, and not said to be off."""
    found = properties.find(_W + name) if properties is not None else None
    return found is not None and found.get(_W + "val") not in {"0", "false", "off"}
