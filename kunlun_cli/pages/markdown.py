"""Markdown, as programs that extract text from PDF write it (MinerU, docling, marker), made the HTML it stands for.

What is read of it are titles, paragraphs, tables of bars, tables in HTML, and the few formulas that are
ticks, circled numbers and per cents. It comes from a program that guessed: a table's first row is a
heading only because Markdown demands one, tables are cut where the page ended, and a row may have more
or fewer cells than the others, whose columns nobody can tell then.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from kunlun_cli.pages.bars import is_body, table_of, whole_heads, width_of
from kunlun_cli.pages.cells import Part
from kunlun_cli.pages.latex import plain_formulas
from kunlun_cli.pages.marks import PAGE_MARK
from kunlun_cli.pages.scattered import gathered, going_on
from kunlun_cli.pages.short_rows import overflowed, with_notes
from kunlun_cli.pages.topten import told_ten
from kunlun_cli.pages.unrestricted import told_parts

# The line under a table's first row.
DELIMITER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
# The same of single dashes, which below a table's first row alone are no row of dashes.
_DASHES = re.compile(r"^\s*\|?(?:\s*:?-:?\s*\|)+(?:\s*:?-:?\s*)?$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s+(?P<title>.*?)\s*#*\s*)?$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_RULER = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:https?:|#|mailto:)[^)]*\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=\S)(.+?)(?<=\S)__")
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|$~-])")
# The elements that such programs write into Markdown; any other angle bracket is a character.
_ELEMENT = re.compile(
    r"</?(?:br|b|i|u|s|p|div|sup|sub|span|table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|"
    r"center|strong|em|font|del|ins|html|body|a|img|hr)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE,
)
_SHARES = re.compile(r"^\s*单位\s*[:：]\s*股\s*$")
# What is no title that was put between two parts of a table: a unit of its own, ticks, a sentence.
_SAYS = re.compile(r"单位|币种|适用|[。；;√□]")
# A longer line is a sentence.
MAX_TITLE = 60
# A pair of ticks stands on a line of its own in every form; programs set it in the middle of a paragraph.
_BOXES = r"[□√☑☐■R\uf000-\uf0ff]"
_TICKS = re.compile(rf"{_BOXES}\s*适用\s*{_BOXES}?\s*不适用|适用\s*{_BOXES}\s*不适用")


def sniff_markdown(text: str) -> bool:
    """Whether a text is Markdown with tables: a bar table's delimiter line, or tables in HTML below titles with #."""
    lines = text.splitlines()
    if any(DELIMITER.match(line) and "|" in line and "|" in above for above, line in pairwise(lines)):
        return True
    titles = sum(
        bool((found := _HEADING.match(line)) and found["title"] and not PAGE_MARK.match(line)) for line in lines
    )
    return titles > 1 and not text.lstrip("\ufeff \t\r\n").startswith("<")


def to_html(text: str) -> str:
    """The HTML that a text in Markdown stands for."""
    return "\n".join(_html_of(block, _inline) for block in _continued(_apart(_ten(list(_blocks(text))))))


def parts_to_html(parts: Sequence[Part]) -> str:
    """The HTML that lines and rows of cells stand for, their characters as they are."""
    blocks: list[_Block] = [_Text([part]) if isinstance(part, str) else _Bars(part) for part in parts]
    return "\n".join(_html_of(block, html.escape) for block in _continued(_apart(blocks)))


@dataclass(slots=True)
class _Bars:
    """A table of bars: its rows as cells."""

    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Text:
    """Lines of a paragraph, or one title."""

    lines: list[str] = field(default_factory=list)
    title: bool = False


@dataclass(slots=True)
class _Markup:
    """A table in HTML, as it stands."""

    lines: list[str] = field(default_factory=list)


_Block = _Bars | _Text | _Markup


def _blocks(text: str) -> Iterator[_Block]:
    """Titles, paragraphs and tables in order; empty lines, images, rulers and marks of pages part or vanish."""
    held: _Block | None = None
    lines = text.splitlines()
    for i, line in enumerate(lines):
        kept = _IMAGE.sub("", line)
        if isinstance(held, _Markup) and "</table" not in "".join(held.lines).lower():
            held.lines.append(kept)
            continue
        made = _line(kept, following=lines[i + 1] if i + 1 < len(lines) else "", held=held)
        if made is held:
            continue
        if held is not None:
            yield held
        held = made
    if held is not None:
        yield held


def _line(line: str, *, following: str, held: _Block | None) -> _Block | None:
    """The block that a line goes on with, begins, or `None` where it ends one."""
    if not line.strip() or PAGE_MARK.match(line) or _RULER.match(line) or _FENCE.match(line):
        return None
    if "<table" in line.lower():
        return _Markup([line])
    if DELIMITER.match(line) and "|" in line:
        return held if isinstance(held, _Bars) else None
    if isinstance(held, _Bars) and len(held.rows) == 1 and _DASHES.match(line):
        return held
    if line.lstrip().startswith("|") or (
        _BAR.search(line) and (isinstance(held, _Bars) or (DELIMITER.match(following) and "|" in following))
    ):
        bars = held if isinstance(held, _Bars) else _Bars()
        bars.rows.append(_cells(line))
        return bars
    if found := _HEADING.match(line):
        return _Text([found["title"]], title=True) if found["title"] else None
    if isinstance(held, _Text) and not held.title:
        held.lines.append(line)
        return held
    return _Text([line])


def _cells(line: str) -> list[str]:
    """A row's cells, without the bars at its ends."""
    parts = [part.strip() for part in _BAR.split(line.strip())]
    return parts[bool(not parts[0]) : len(parts) - bool(len(parts) > 1 and not parts[-1])]


def _ten(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The blocks, the table of the ten largest holders with the form's heading where its rows tell the columns."""
    for i, block in enumerate(blocks):
        following = next((b for b in blocks[i + 1 :] if isinstance(b, _Bars)), None)
        told = told_ten(block.rows, _only(following)) if isinstance(block, _Bars) else None
        if told is None:
            yield block
            continue
        if told.took_rest and following is not None:
            following.rows = following.rows[1:]
        yield from (_Bars(rows) for rows in (told.above, told.holders, told.below) if rows)


def _only(block: _Bars | None) -> str:
    """The only text of a table's first row, where it stands in the first cell."""
    first = block.rows[0] if block is not None and block.rows else []
    return "" if any(first[1:]) else "".join(first[:1])


def _apart(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """The blocks, the table of unrestricted holders one of its own."""
    for block in blocks:
        for part in told_parts(block.rows) if isinstance(block, _Bars) else ():
            yield _Text([part]) if isinstance(part, str) else _Bars(part)
        if not isinstance(block, _Bars):
            yield block


def _continued(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Tables cut where the printed page ended, made one again.

    A table goes on in the next where that has no heading of its own. One title or unit that the program put
    between the two is the next table's.
    """
    held: _Bars | None = None
    moved: list[_Block] = []
    for block in blocks:
        rows = whole_heads(with_notes(overflowed(block.rows))) if isinstance(block, _Bars) else []
        headless = bool(rows) and not any(rows[0])
        rows = [row for row in rows if any(row)]
        rest = going_on(held.rows, rows) if held is not None and rows else []
        if held is not None and rest and _goes_on(held, rest, apart=bool(moved), headless=headless):
            _append(held, rest)
            continue
        if held is not None and not moved and isinstance(block, _Text) and _may_be_moved(block):
            moved.append(block)
            continue
        if held is not None:
            yield held
        yield from moved
        held, moved = None, []
        if isinstance(block, _Bars):
            held = _Bars(gathered(rows))
        else:
            yield block
    if held is not None:
        yield held
    yield from moved


def _may_be_moved(block: _Text) -> bool:
    """Whether a text between two tables may be a third's: its title, unit or ticks; no other unit, no sentence."""
    text = plain_formulas("".join(block.lines)).strip()
    own = _SHARES.match(text) or _TICKS.fullmatch(text)
    return len(text) <= MAX_TITLE and (bool(own) or not _SAYS.search(text))


def _goes_on(table: _Bars, following: Sequence[Sequence[str]], *, apart: bool, headless: bool) -> bool:
    """Whether rows go on with a table: as wide, and without a heading, or with nothing but one above them.

    Args:
        table: the table before.
        following: the rows.
        apart: whether a title or a unit stands between.
        headless: whether their own heading is blank, which Markdown demands where the page has none.
    """
    first, width = following[0], width_of(list(filter(is_body, table.rows)) or table.rows)
    if len(first) != width or width <= 2:
        return False
    if apart and _labels(following) & _labels(table.rows):
        return False
    only_heading = not any(map(is_body, table.rows))
    if only_heading:
        return not apart and (not first[0] or is_body(first))
    if headless and any(map(is_body, following)):
        return True
    if not apart and _begins_with_labels(following):
        return is_body(table.rows[-1]) and {row[0] for row in following}.isdisjoint(row[0] for row in table.rows)
    return (is_body(first) and first[0] not in {"", "项目"}) or _is_rest(first, following[1:])


def _begins_with_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin with several labels that have no figures, those with figures straight below them."""
    alone = list(takewhile(lambda row: row[0] and not any(row[1:]), rows))
    return len(alone) > 1 and any(map(is_body, rows[len(alone) :][:1]))


def _labels(rows: Sequence[Sequence[str]]) -> set[str]:
    return {row[0] for row in rows if row[0] and is_body(row)}


def _is_rest(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row is the rest of a label that the page's end cut, figures below it."""
    return bool(first[0]) and not any(first[1:]) and bool(below) and is_body(below[0])


def _append(table: _Bars, rows: Sequence[list[str]]) -> None:
    first, *below = rows
    if _is_rest(first, below) and is_body(table.rows[-1]):
        if not table.rows[-1][0].endswith(first[0]):
            table.rows[-1][0] += first[0]
        table.rows += below
    else:
        table.rows += rows


def _html_of(block: _Block, inline: Callable[[str], str]) -> str:
    if isinstance(block, _Markup):
        return "\n".join(inline(line) for line in block.lines)
    if isinstance(block, _Bars):
        return table_of(block.rows, inline)
    text = "<br>".join(_TICKS.sub(r"<br>\g<0><br>", inline(line)) for line in block.lines)
    return f"<h2>{text}</h2>" if block.title else f"<p>{text}</p>"


def _inline(text: str) -> str:
    """A line's text as HTML: marks of emphasis gone, formulas as characters, known elements kept."""
    text = plain_formulas(_LINK.sub(r"\1", text))
    text = _BOLD.sub(lambda m: m[1] or m[2], text)
    text = _ESCAPED.sub(r"\1", text)
    out, end = [], 0
    for found in _ELEMENT.finditer(text):
        out += [html.escape(html.unescape(text[end : found.start()]), quote=False), found[0]]
        end = found.end()
    return "".join([*out, html.escape(html.unescape(text[end:]), quote=False)])
