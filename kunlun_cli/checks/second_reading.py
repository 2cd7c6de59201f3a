"""kunlun's own reading is a suspect too: a cell read a second time, from the page, by the other engine."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.places import groups
from kunlun_cli.errors import DamagedError
from kunlun_cli.forms import normal
from kunlun_cli.records import Problem, Source
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.source import Box

_TOP = 250.0
"""Points from the top of a page within which a row that was cut goes on, below header and headings."""
_WHOLE: Box = (0.0, 0.0, 10_000.0, 10_000.0)
"""All of a page, of whatever size."""
TELLING_DIGITS = 5
"""A figure of fewer digits stands somewhere on many pages."""
_NUMBER = re.compile(r"[-+(]?[\d,.]*\d[\d,.]*[%)]?")


class SecondReader(Protocol):
    """The other engine, as far as it is needed."""

    def text_in_box(self, number: int, bbox: Box) -> str | None:
        """The text in a box of a page, pages counted from 1; `None` where nothing can be read again."""

    def stands(self, number: int, text: str) -> bool | None:
        """Whether a figure stands on a page as it was read; `None` where that is not to be told."""


class Readable(Protocol):
    """A filing that can be read again."""

    def second(self) -> SecondReader:
        """What reads it, as the filing is opened by it; `InputError` where it cannot be."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A cell that the two engines read differently."""

    first: str
    second: str
    page: int

    def problem(self) -> Problem:
        """The mismatch as a problem of kunlun."""
        message = f"one engine reads {self.first!r} in a cell, the other {self.second!r}"
        return Problem("readings-differ", message, self.page)


def second_reader(filing: FilingLike) -> SecondReader | None:
    """The other engine on the filing's bytes, opened when first asked.

    For text and HTML it is their text alone, without tables. `None` where the bytes are not at hand. What is
    asked of it raises `InputError` where the file cannot be read again.
    """
    return _Opened(cast("Readable", filing)) if hasattr(filing, "second") else None


class _Opened:
    """The other engine, opened when a finding needs it."""

    def __init__(self, filing: Readable) -> None:
        self._filing = filing

    @functools.cached_property
    def _reader(self) -> SecondReader:
        return self._filing.second()

    def text_in_box(self, number: int, bbox: Box) -> str | None:
        """The text in a box of a page."""
        return self._reader.text_in_box(number, bbox)

    def stands(self, number: int, text: str) -> bool | None:
        """Whether a figure stands on a page as it was read."""
        return self._reader.stands(number, text)


def mismatches(places: Iterable[Source], reader: SecondReader) -> Iterator[Mismatch]:
    """The cells that read differently. Places without a box or a text are passed over."""
    for place in dict.fromkeys(places):
        if place.page is None or place.bbox is None or not place.text:
            continue
        if reader.stands(place.page, place.text) is False:
            yield Mismatch(place.text, "another figure", place.page)
            continue
        second = reader.text_in_box(place.page, place.bbox)
        if second is None or agree(place.text, second) or _goes_on(place.text, second, place.page, place.bbox, reader):
            continue
        yield Mismatch(place.text, second, place.page)


def agree(first: str, second: str) -> bool:
    """Whether two readings are of the same print: white space and width of characters do not count.

    Words may go on over the end of the page, where the box ends, and a figure may stand in a longer
    sentence; a number has to be the same in full.
    """
    one, other = (_bare(text) for text in (first, second))
    if one == other:
        return True
    return bool(other) and not _NUMBER.fullmatch(one) and (one.startswith(other) or one.endswith(other) or one in other)


def _goes_on(first: str, second: str, page: int, bbox: Box, reader: SecondReader) -> bool:
    """Whether a cell is cut in two by the end of the page: what is missing stands at the top of the next one."""
    one, other = (_bare(text) for text in (first, second))
    if not other or not one.startswith(other):
        return False
    try:
        above = reader.text_in_box(page + 1, (bbox[0], 0, bbox[2], _TOP))
    except DamagedError:
        return False  # there is no next page
    return above is not None and one[len(other) :] in _bare(above)


def confirmed(findings: Iterable[Finding], reader: SecondReader) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Parts findings: those whose figures both engines read alike, and the problems of the others."""
    sure: list[Finding] = []
    problems: list[Problem] = []
    for finding in findings:
        differing = list(mismatches(finding.sources, reader))
        if differing:
            problems += [mismatch.problem() for mismatch in differing]
        else:
            sure.append(finding)
    return tuple(sure), tuple(dict.fromkeys(problems))


def complete(
    facts: Facts, findings: Iterable[Finding], doubts: tuple[Problem, ...], reader: SecondReader
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Parts findings further: what a relation misses may stand on the page, and in no cell of a table that was read."""
    sure: list[Finding] = []
    problems = list(doubts)
    for finding in findings:
        page = _page_with(finding, facts, reader)
        if page is None:
            sure.append(finding)
            continue
        message = f"{finding.missing} stands on the page in no table as it was read; {finding.subject} may lack it"
        problems.append(Problem("readings-differ", message, page))
    return tuple(sure), tuple(problems)


def _page_with(finding: Finding, facts: Facts, reader: SecondReader) -> int | None:
    """A page of a finding's figures on which what is missing stands more often than tables have it."""
    if finding.missing is None or sum(map(str.isdigit, finding.missing)) < TELLING_DIGITS:
        return None
    figure = re.compile(rf"(?<![\d.,]){re.escape(finding.missing)}(?![\d.,]*\d)")
    for page in dict.fromkeys(place.page for place in finding.sources):
        text = None if page is None else reader.text_in_box(page, _WHOLE)
        if text is not None and len(figure.findall(unicodedata.normalize("NFKC", text))) > _in_tables(
            facts, page, figure
        ):
            return page
    return None


def _in_tables(facts: Facts, page: int | None, figure: re.Pattern[str]) -> int:
    rows = (line.row for sheet in facts.tables for line in sheet.lines if line.row.page == page)
    return sum(bool(figure.search(_bare(cell.text))) for row in rows for cell in row.cells)


def cross_read(facts: Facts, reader: SecondReader) -> list[Mismatch]:
    """Every cell of the four disclosures read a second time: those that differ."""
    return list(mismatches(_cells(facts), reader))


def _cells(facts: Facts) -> Iterator[Source]:
    for result in (facts.financials, facts.holders, facts.lending, facts.segments):
        for group in groups(result):
            for row in group.records:
                yield from getattr(row, "cells", {}).values()


def _bare(text: str) -> str:
    # Dashes of all lengths are one sign here: the engines map the same glyph to different ones.
    return re.sub("[‐-―−－﹣]", "-", normal(text))
