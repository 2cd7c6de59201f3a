"""A page that cannot be loaded is named: what stands on it would be missing without a word."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

import kunlun_cli

SAMPLE = Path(__file__).parents[2] / "samples" / "kunlun_facts_halfyear_summary.pdf"


def _with_a_page_lost(number: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf:
        pdf.Root.Pages.Kids[number - 1] = pdf.make_indirect(pikepdf.String("no page"))
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("part", ["holders", "lending", "segments"])
def test_a_lost_page_is_named(part: str) -> None:
    """Segments were given as none at all, without a word; the page may have held them."""
    found = getattr(kunlun_cli.read(_with_a_page_lost(3)), part)
    assert 3 in [p.page for p in found.problems if p.code == "page-unreadable"], found.problems


@pytest.mark.parametrize("part", ["holders", "statements", "tables"])
def test_a_second_report_that_is_left_out_is_named(part: str) -> None:
    """Tables and statements ended where the first report does, without a word."""
    out = io.BytesIO()
    with pikepdf.open(SAMPLE) as pdf, pikepdf.open(SAMPLE.with_name("misprints.pdf")) as second:
        pages = len(pdf.pages)
        pdf.pages.extend(second.pages)
        pdf.save(out)
    filing = kunlun_cli.read(out.getvalue())
    assert [p.page for p in getattr(filing, part).problems if p.code == "two-filings"] == [pages + 1]
    assert max(each.last_page for each in filing.tables.records) <= pages
