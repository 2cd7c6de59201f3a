"""Statements of a text in reading order: each row is a label, the number of its note, and amounts in their order.

Such a text has no columns: it leaves out what is blank, and a label of two lines looks like two rows. Labels are
told apart by the official forms' own; the amounts of a row with a blank cell are doubted, until sums place them
(`statements.blank`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.forms.lines import is_known, numbered
from kunlun_cli.pages.page import Page
from kunlun_cli.pages.text import TextPage
from kunlun_cli.schedules.headings import is_timed
from kunlun_cli.statements.listed_heading import Heading, heading_of, is_whose
from kunlun_cli.statements.titles import title_of
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.text.blanks import DOUBT
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.lost import MORE, ONE_OFF
from kunlun_cli.tables.text.stream import RawLine, stream
from kunlun_cli.tables.text.values import is_bare
from kunlun_cli.tables.unruled.bands import heads_notes
from kunlun_cli.tables.unruled.pieces import is_note

# A heading of one cell a line has so many: 本集团, 本行, and four days on two lines each, audited or not.
HEADING = 12
# So many rows with amounts make a list of them a table.
FEWEST = 4
# A label set over more lines than this is none of the forms.
LABEL_LINES = 4
# Lines this long, or with the end of a sentence, are running text.
PROSE = 60
# A line so long, as a part of the longest label's, may go on in the next: half a word less fits a cell.
FULL = 0.75

# With a separator, a decimal or three digits in brackets: an amount, and no number of a note; so is nil.
_AMOUNT = re.compile(r"[-+−－]?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+|0)|\((\d{3,}|\d{1,3}(,\d{3})+|\d+(?=\.))(\.\d+)?\)")
# The number of a note, or an amount in 千元 or 百万元.
_WHOLE = re.compile(r"[-−－]?\d+|\(\d+\)")
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}")
_IN_BRACKETS = re.compile(r"\(\d{1,2}\)")
_SPACED = re.compile(r"(?<!\S)([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?!\S)")
_BRACKETED = re.compile(r"([(（])\s*([\d,.]+)\s*([)）])")
# A figure, and the beginning of one that a space cuts: 12, 345.00.
_CUT, _OPEN = re.compile(r"\d,\d|\d\.\d"), re.compile(r"\d[,.]$")

EITHER = "nothing in the text tells whether the first figure of its row is an amount or the number of a note"


_Words = tuple[tuple[str, ...], ...]
"""The words of each of a heading's lines."""


@dataclass(slots=True)
class _Row:
    """A row as it is gathered: the lines of its label, the note that is surely one, and the figures behind them."""

    lines: list[RawLine]
    label: list[str] = field(default_factory=list)
    note: str = ""
    figures: list[str] = field(default_factory=list)
    doubt: str = ""

    @property
    def name(self) -> str:
        """Its label in one piece."""
        return "".join(self.label)


def listed(pages: Sequence[Page]) -> list[Block]:
    """The lines of some pages of a text, and as tables the rows of amounts below headings that name periods."""
    lines = stream([_with_headings(page) for page in pages])
    out: list[Block] = []
    at, known = 0, dict[_Words, Heading]()
    while at < len(lines):
        found = _table(lines, at, known)
        out.append(found[0] if found else lines[at].line)
        at = found[1] if found else at + 1
    return out


def _with_headings(page: Page) -> Page:
    """A page on which a heading that all pages of a table repeat is no running header."""
    if not isinstance(page, TextPage):
        return page
    headings = {i for i in page.running if _heads(page.raw[i].split())}
    return replace(page, running=page.running - headings)


def _heads(words: Sequence[str]) -> bool:
    """Whether words are a heading's, of labels and of periods, in one line."""
    return bool(words) and _is_first(words) and is_timed("".join(words[1:]))


def _is_first(words: Sequence[str]) -> bool:
    """Whether words begin a heading: 项目, or whose the columns are (本集团 本行), or 附注 alone."""
    return matches(load("schedules")["again"]["first"], words[0]) or all(map(is_whose, words)) or heads_notes(words[0])


def _table(lines: Sequence[RawLine], at: int, known: dict[_Words, Heading]) -> tuple[Table, int] | None:
    """The table whose heading begins at a line, and where it ends; `None` where none does that can be told.

    `known` are the headings of the tables before. One that is printed again heads the last rows as well, few as they
    are: those of the earnings per share.
    """
    begun = _words(lines[at])
    if not _is_first(begun) or not _is_heading(lines[at]):
        return None
    end = at + 1
    while end < min(len(lines), at + HEADING) and _is_heading(lines[end]):
        end += 1
    for stop in range(end, at, -1):
        again = known.get(tuple(tuple(_words(line)) for line in lines[at:stop]))
        if again is not None:
            return _made(again, lines, at, stop)
    counts = [sum(map(_is_amount, row.figures)) for row in _rows(lines, end, begun)[0]]
    if sum(map(bool, counts)) < FEWEST:
        return None
    # The first rows of a list may be blank, or headings of its parts: above the first amounts stand more lines than
    # those of the heading.
    for stop in range(at + 1, end + 1):
        words = tuple(tuple(_words(line)) for line in lines[at:stop])
        heading = heading_of(words, max(counts))
        if heading:
            known[words] = heading
            return _made(heading, lines, at, stop)
    return None


def _made(heading: Heading, lines: Sequence[RawLine], at: int, stop: int) -> tuple[Table, int] | None:
    """The table of the rows below a heading that stands from `at` to `stop`, and where it ends."""
    rows, last = _rows(lines, stop, _words(lines[at]))
    if not rows:
        return None
    return table([(heading.columns, Place.of([lines[at]]), list(_entries(heading, _joined(rows))))]), last


def _words(line: RawLine) -> list[str]:
    """A line's words; two characters set apart (项 目) are one, and so is a figure with its brackets: (2,067 )."""
    return _SPACED.sub(r"\1\2", _BRACKETED.sub(r"\1\2\3", line.raw)).split()


def _is_amount(word: str) -> bool:
    """Whether a word is surely an amount, or printed in place of one."""
    return bool(_AMOUNT.fullmatch(normal(word))) or is_bare(normal(word))


def _is_figure(word: str) -> bool:
    return _is_amount(word) or bool(_WHOLE.fullmatch(normal(word)))


def _is_heading(line: RawLine) -> bool:
    """Whether a line may be one of a heading: no amounts, no title, no running text."""
    return not any(map(_is_amount, _words(line))) and not _ends(line)


def _ends(line: RawLine) -> bool:
    return "。" in line.text or len(line.text) > PROSE or title_of(line.text) is not None


def _rows(lines: Sequence[RawLine], at: int, begun: Sequence[str]) -> tuple[list[_Row], int]:
    """The rows below a heading, and the line behind the last one that has amounts or is the rest of its label."""
    rows: list[_Row] = []
    last, kept = at, 0
    while at < len(lines) and not _ends(lines[at]):
        words = _words(lines[at])
        if words[0] == begun[0] and _is_heading(lines[at]):
            if words != begun:
                break
            at += 1  # printed again overleaf
            continue
        row = _row(lines[at])
        if _is_section(lines[at : at + 2]):
            row.note, row.label = row.name, []
        elif _IN_BRACKETS.fullmatch(lines[at].text) and not (rows and _NUMERAL.fullmatch(rows[-1].note)):
            row.label, row.figures = row.figures, []  # the number of the line whose label follows
        if not row.label and rows and _goes_on(rows[-1], row):
            rows[-1] = _one(rows[-1], row)
        else:
            rows.append(row)
        at += 1
        if row.figures:
            last, kept = at, len(rows)
    if 0 < kept < len(rows) and _is_rest(rows[kept - 1], rows[kept]):
        last, kept = last + 1, kept + 1
    return rows[:kept], last


def _is_section(lines: Sequence[RawLine]) -> bool:
    """Whether a line is the first half of a note's number, and the other begins the next line: 十八, （1）."""
    return len(lines) > 1 and bool(_NUMERAL.fullmatch(lines[0].text) and _WHOLE.match(lines[1].text))


def _goes_on(row: _Row, rest: _Row) -> bool:
    """Whether a line without a label has the figures of the row above: it has none yet, or each has its own line."""
    return not row.figures or len(row.figures) + len(rest.figures) <= len(row.lines)


def _row(line: RawLine) -> _Row:
    """A line as a row: figures stand behind its label, and the number of a note between them."""
    label = _words(line)
    figures = list(takewhile(_is_figure, reversed(label)))[::-1]
    del label[len(label) - len(figures) :]
    note = ""
    # 七 and （10） are parted by a space, or by the line's end; （一） alone is the number of a line's label.
    while label and (_NUMERAL.fullmatch(label[-1]) or is_note(label[-1])):
        if not figures and len(label) == 1 and not any(map(str.isdigit, label[0])):
            break
        note = label.pop() + note
    doubt = ONE_OFF if any(_CUT.search(word) for word in label) or (figures and _OPEN.search("".join(label))) else ""
    return _Row([line], ["".join(label)] if label else [], note, figures, doubt)


def _joined(rows: Sequence[_Row]) -> list[_Row]:
    """The rows, those whose lines are one label made one."""
    longest = max(len(part) for row in rows for part in row.label) if any(row.label for row in rows) else 0
    out: list[_Row] = []
    for row in rows:
        if out and _is_rest(out[-1], row):
            out[-1] = _one(out[-1], row)
            continue
        before = _before(out, row, longest)
        out, parts = (out[:-before], out[-before:]) if before else (out, [])
        out.append(functools.reduce(_one, [*parts, row]))
    return out


def _is_rest(row: _Row, rest: _Row) -> bool:
    """Whether a line without amounts is the rest of the label of the row above, which has some."""
    if rest.figures or rest.note or not row.figures or numbered(rest.name):
        return False
    opened = normal(row.name).count("(") > normal(row.name).count(")")
    cut = matches(load("statements")["labels"]["rest"], rest.name) or not is_known(rest.name)
    return opened or (cut and is_known(row.name + rest.name))


def _before(out: Sequence[_Row], row: _Row, longest: int) -> int:
    """How many of the lines above a row, without amounts, are the beginning of its label."""
    if not row.figures:
        return 0
    blank = 0
    while blank < min(len(out), LABEL_LINES - 1) and not (out[-1 - blank].figures or out[-1 - blank].note):
        blank += 1
    whole, found = row.name, 0
    for n in range(1, blank + 1):
        whole = out[-n].name + whole
        # 净利润 is a line, and the end of another whose beginning is none by itself.
        if is_known(whole) and not (is_known(out[-n].name) and (found or is_known(row.name))):
            found = n
    if found:
        return found
    if not blank or is_known(row.name) or numbered(row.name) or is_known(out[-1].name):
        return 0
    if matches(load("statements")["labels"]["end"], row.name):
        return 1
    # A filer's own line: its label goes on where the line above fills its cell, or leaves a bracket open.
    above = normal(out[-1].name)
    if above.endswith(":"):
        return 0
    if above.count("(") > above.count(")") or normal(row.name).count("(") < normal(row.name).count(")"):
        return 1
    return int(len(out[-1].name) >= FULL * longest)


def _one(row: _Row, rest: _Row) -> _Row:
    """A row and the rest of it as one."""
    return _Row(
        [*row.lines, *rest.lines],
        [*row.label, *rest.label],
        row.note + rest.note,
        [*row.figures, *rest.figures],
        row.doubt or rest.doubt,
    )


def _entries(heading: Heading, rows: Sequence[_Row]) -> Iterator[Entry]:
    """The rows as cells; those with fewer amounts than periods have them from the left, in doubt."""
    exact = any("." in figure for row in rows for figure in row.figures if _is_amount(figure))
    for row in rows:
        note, amounts, doubt = _parted(row, heading, exact=exact)
        place = Place.of(row.lines)
        cells = [Text((amount,), place, row.doubt or doubt) for amount in amounts[: heading.n]]
        cells += [Text()] * (heading.n - len(cells))
        noted = [Text((note,), place) if note else Text()] if heading.noted else []
        yield Entry((Text(tuple(row.label), place), *noted, *cells))


def _parted(row: _Row, heading: Heading, *, exact: bool) -> tuple[str, list[str], str]:
    """A row's note, its amounts, and why these are in doubt.

    Where amounts are `exact`, with decimals, a whole number before them is the number of the note.
    """
    note, amounts = row.note, list(row.figures)
    while heading.noted and amounts and not _is_amount(amounts[0]) and (exact or len(amounts) > heading.n):
        note += amounts.pop(0)
    if len(amounts) > heading.n:
        return note, amounts, MORE
    if heading.noted and not note and amounts and not _is_amount(amounts[0]):
        return note, amounts, EITHER
    return note, amounts, DOUBT if 0 < len(amounts) < heading.n else ""
