"""Both PDF engines give the same records on real filings: values, texts and pages equal, boxes within a point."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kunlun_cli.filing import read
from kunlun_cli.pages.pdfium_reader import PdfiumFile
from kunlun_cli.records.source import Source
from kunlun_cli.tables.blocks import page_blocks

EVERY = int(os.environ.get("KUNLUN_CORPUS_EVERY") or 16)
"""Every how many filings one is read; 1 reads them all, which takes some minutes."""
PARTS = ("info", "financials", "holders", "lending", "segment_tables")


def differences(one: object, other: object, path: str = "") -> Iterator[str]:
    """Where two records differ."""
    if isinstance(one, Source) and isinstance(other, Source):
        yield from differences((one.page, one.text), (other.page, other.text), path)
        if one.bbox != other.bbox and other.bbox != pytest.approx(one.bbox, abs=1.0):
            yield f"{path}.bbox: {one.bbox} {other.bbox}"
    elif dataclasses.is_dataclass(one) and type(one) is type(other):
        for field in dataclasses.fields(one):
            yield from differences(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
    elif isinstance(one, tuple | list) and isinstance(other, tuple | list) and len(one) == len(other):
        for i, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from differences(mine, its, f"{path}[{i}]")
    elif isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], f"{path}[{key}]")
    elif one != other:
        yield f"{path}: {one!r} {other!r}"


@pytest.mark.corpus
def test_both_engines_give_the_same_records(corpus: Path) -> None:
    found = []
    for path in sorted((corpus / "filings").glob("*.pdf"))[::EVERY]:
        slow, fast = read(path, engine="pdfminer"), read(path, engine="pdfium")
        for part in PARTS:
            found += [f"{path.name} {part}{d}" for d in differences(getattr(slow, part), getattr(fast, part))]
    assert found == []


@pytest.mark.corpus
def test_pages_give_the_same_by_their_words_as_by_their_characters(corpus: Path) -> None:
    for path in sorted((corpus / "filings").glob("*.pdf"))[::EVERY]:
        with PdfiumFile(path.read_bytes()) as file:
            for number in range(1, file.n_pages + 1):
                page = file.page(number)
                by_characters = dataclasses.replace(page, words=page.glyphs)
                assert page_blocks(by_characters) == page_blocks(page), (path.name, number)
                assert by_characters.lines == page.lines, (path.name, number)
