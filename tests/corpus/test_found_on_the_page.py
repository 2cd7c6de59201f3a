"""Every number that is given stands where its source says, as another program (poppler) reads the page."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.records.source import Source

_PAGE = re.compile(r"<page [^>]*>(.*?)</page>", re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')
_PARTS = ("financials", "holders", "lending", "segment_tables", "statements")
# What a printed figure is multiplied by: 1, 千, 万, 百万, 千万, 亿, and 百 where a unit is 百元.
_UNITS = tuple(Decimal(10) ** power for power in (0, 2, 3, 4, 6, 7, 8))
# Points: the two programs place a character's box by different measures of its font.
_MARGIN = 1.0


def _given(filing: kunlun_cli.Filing) -> Iterator[tuple[Decimal, Source]]:
    for part in _PARTS:
        try:
            records = getattr(filing, part).records
        except kunlun_cli.KunlunError:
            continue
        for record in records:
            values = {name: getattr(record, name, None) for name in record.cells}
            numbers = {name: Decimal(v) for name, v in values.items() if isinstance(v, int | Decimal)}
            yield from ((value, record.cells[name]) for name, value in numbers.items())


def _pages(path: Path) -> list[list[tuple[float, float, str]]]:
    text = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    return [
        [
            ((float(x0) + float(x1)) / 2, (float(top) + float(bottom)) / 2, html.unescape(word))
            for x0, top, x1, bottom, word in _WORD.findall(page)
        ]
        for page in _PAGE.findall(text)
    ]


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.corpus
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_every_number_is_found_on_its_page_by_another_program(corpus: Path) -> None:
    found = elsewhere = 0
    for path in sorted((corpus / "filings").glob("*.pdf"))[::9]:
        pages = _pages(path)
        for value, source in _given(kunlun_cli.read(path)):
            assert None not in {source.page, source.bbox}, (path.name, value)
            x0, top, x1, bottom = source.bbox
            inside = (
                word
                for x, y, word in pages[source.page - 1]
                if x0 - _MARGIN <= x <= x1 + _MARGIN and top - _MARGIN <= y <= bottom + _MARGIN
            )
            printed = Decimal(re.findall(r"\d+(?:\.\d+)?", _digits(source.text))[0])
            assert abs(value) in {printed * unit for unit in _UNITS}, (path.name, value, source)
            # A row that a page break cuts has its place on the first page alone.
            same = _digits("".join(inside)) == _digits(source.text)
            found, elsewhere = found + same, elsewhere + (not same)
    assert found > 3000
    assert elsewhere <= found / 1000
