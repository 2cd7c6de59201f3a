"""A filing that is open is read a second time without being opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kunlun_cli import read
from kunlun_cli.engines import Engine
from kunlun_cli.pages import open as opening

SAMPLE = Path(__file__).parents[2] / "samples" / "series_a_2023A.pdf"
WHOLE = (0.0, 0.0, 1000.0, 1000.0)


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_a_second_reading_of_an_open_filing_opens_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = read(SAMPLE, engine=engine)
    first = [word.text for word in filing.document.page(1).words]
    closed = read(SAMPLE, engine=engine)
    closed.close()
    anew = closed.second().text_in_box(1, WHOLE)
    monkeypatch.setattr(opening, "PdfDocument", None)
    assert filing.second().text_in_box(1, WHOLE) == anew
    # What the first reading has is its own still.
    assert [word.text for word in filing.document.page(1).words] == first
