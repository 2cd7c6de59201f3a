"""Outlines narrow the search on real filings without losing a page of it, and prose reads the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.extract.narrative import narrative_pages
from kunlun_cli.forms import load
from kunlun_cli.outline import stream as locate
from kunlun_cli.pages.open import PdfDocument

FORMS = ("financials", "holders", "lending", "segments")


def _long(corpus: Path) -> list[Path]:
    return [path for path in sorted((corpus / "filings").glob("*.pdf")) if path.stat().st_size > 1_000_000]


@pytest.mark.corpus
def test_the_same_pages_are_found_with_and_without_an_outline(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrowed = 0
    for path in _long(corpus):
        filing = kunlun_cli.read(path)
        stream = filing.stream
        if not stream.passed_over:
            continue
        narrowed += 1
        for form in FORMS:
            if stream.pages_of(form) != stream.pages_with(load(form)["find"]):
                # Words of the disclosure in the notes, and none of its tables there.
                with monkeypatch.context() as patched:
                    patched.setattr(locate, "passed_over", lambda _: frozenset())
                    whole = getattr(kunlun_cli.read(path), form)
                assert getattr(filing, form) == whole, (path.name, form)
        assert narrative_pages(stream.searched()) == narrative_pages(stream.texts()), path.name
    assert narrowed > 20


@pytest.mark.corpus
def test_prose_says_the_same_by_either_engine(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in _long(corpus)[::12]:
        quick = kunlun_cli.read(path, engine="pdfminer").segments
        with monkeypatch.context() as patched:
            patched.setattr(PdfDocument, "prose", PdfDocument.page)
            assert kunlun_cli.read(path, engine="pdfminer").segments == quick, path.name
