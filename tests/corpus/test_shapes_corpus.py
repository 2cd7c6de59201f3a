"""Texts as several programs extract them from real filings: what is not right is named, whatever the shape."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.shapes import SHAPES, available, score

pytestmark = pytest.mark.corpus

# Two short filings, one of each exchange's form; `python tests/shapes.py` goes over all.
STEMS = ("301033_2024H1_summary", "688276_2024H1_summary")
# From this share of right cells on, by shape and disclosure.
RIGHT = {("layout", "financials"): 0.97, ("layout", "holders"): 0.97, ("raw", "financials"): 0.97}


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("shape", [name for name in SHAPES if name in available()])
def test_what_a_text_has_lost_is_named(stem: str, shape: str, corpus: Path) -> None:
    truth = json.loads((corpus / "truth" / f"{stem}.truth.json").read_text(encoding="utf-8"), parse_float=Decimal)
    pdf = corpus / "filings" / f"{stem}.pdf"
    for part, tally, notes in score(pdf, truth, SHAPES[shape](pdf)):
        assert tally["silent"] == 0, notes
        cells = tally["right"] + tally["missed"] + tally["wrong"]
        assert tally["right"] >= RIGHT.get((shape, part), 0.0) * cells, notes
