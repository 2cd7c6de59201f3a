"""The revenue tables of every full annual and half-year report in a local folder of filings.

The oracle is independent of the parser: the breakdowns are looked for in the quick texts of the pages,
and the sums follow from the records themselves.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kunlun_cli.extract.segments import read_segment_tables
from kunlun_cli.forms import normal
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.open import open_document
from kunlun_cli.records import SegmentRecord, Segments
from tests.conftest import CORPUS

STEMS = sorted(p.stem for p in (CORPUS / "filings").glob("*_full.pdf") if not re.search(r"Q[13]_full$", p.stem)) or [
    "none"
]

# Main business by one breakdown is not what it is by another, and why: read on the page.
UNEQUAL = {
    "300244_2025H1_full": "rows above 10 per cent only, by industry before what is sold between the segments",
    "600080_2024A_full": "by industry all of the revenue, by product and region the pharmaceutical industry alone",
}

_TITLES = (
    (re.compile("营业收入(构成|整体情况)"), "composition"),
    (re.compile("占公司营业收入或营业利润10%以上|占比10%以上的|主营业务分.{2}、分"), "major"),
    (re.compile("产销量|实物销售|成本构成|成本分析表|口径调整|主要销售客户|情况的说明|变化的原因"), ""),
)
_LABEL = re.compile(r"^(?:主营业务)?((?:分|按)[^，。、：；\d]{2,10}?|销售模式)(?:情况|营业收入.*)?$")
# The form of banks asks for none of it: they have no sales and no purchases.
_FIVE_LARGEST = re.compile("前(?:五|5)(?:名|大)(?:客户|供应商)(?:合计)?(?:销售|采购)")
_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d")


@functools.cache
def opened(stem: str) -> tuple[list[str], Segments]:
    path = CORPUS / "filings" / f"{stem}.pdf"
    document = open_document(path.read_bytes(), str(path), password=None, engine="pdfminer")
    texts = [document.text(n) for n in range(1, document.n_pages + 1)]
    return texts, read_segment_tables(Stream(document))


def printed(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The breakdowns under which a revenue table has figures, as (table, label)."""
    lines = [normal(line) for text in texts for line in text.splitlines() if line.strip()]
    kind, waiting = "", ""
    for i, line in enumerate(lines):
        title = next((k for pattern, k in _TITLES if len(line) < 60 and pattern.search(line)), None)
        label = _LABEL.match(line)
        if title is not None and not label:
            # A title in running text or a table of contents has no table: it is followed by no label.
            kind, waiting = title, ""
        elif label and kind and not line.endswith("构成"):
            waiting = label[1]
        elif waiting and kind and _AMOUNT.search(line):
            yield kind, waiting
            waiting = ""
        if waiting and i and len(line) > 60:
            waiting = ""


def sums(records: Iterable[SegmentRecord], table: str) -> dict[str, list[SegmentRecord]]:
    out: dict[str, list[SegmentRecord]] = defaultdict(list)
    for record in records:
        if record.table == table and record.dimension not in {"total", "other"} and record.parent is None:
            out[record.dimension].append(record)
    return out


def total(records: Iterable[SegmentRecord], field: str = "revenue") -> Decimal:
    return sum((getattr(r, field) or Decimal(0) for r in records), Decimal(0))


def slack(records: list[SegmentRecord]) -> Decimal:
    """How far a sum of printed numbers may be off: half of the last printed digit for each of them."""
    units = [Decimal(1).scaleb(_exponent(r)) for r in records if r.revenue is not None]
    return max(units, default=Decimal(0)) * (len(units) + 1) / 2


def _exponent(record: SegmentRecord) -> int:
    text = record.cells["revenue"].text or ""
    decimals = len(text.partition(".")[2])
    assert record.revenue is not None
    scale = (record.revenue / Decimal(normal(text).replace(",", ""))).adjusted()
    return scale - decimals


pytestmark = pytest.mark.corpus


@pytest.mark.parametrize("stem", STEMS)
def test_every_breakdown_that_the_report_prints_is_found(stem):
    texts, found = opened(stem)
    wanted = set(printed(texts[: len(texts) // 2]))
    given = {(r.table, normal(r.dimension_label or "")) for r in found.records}
    assert wanted <= given


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_is_left_unread(stem):
    # Banks break their revenue down by segments of their own; what the form's tables are not is named, and not read.
    assert [p for p in opened(stem)[1].problems if "segments of the company's own" not in p.message] == []


@pytest.mark.parametrize("stem", STEMS)
def test_each_breakdown_of_all_revenue_adds_up_to_the_total(stem):
    records = opened(stem)[1].records
    whole = [r for r in records if r.table == "composition" and r.dimension == "total"]
    if not whole:
        assert not [r for r in records if r.table == "composition"]
        return
    assert len(whole) == 1
    for dimension, rows in sums(records, "composition").items():
        for field in ("revenue", "prior_revenue"):
            printed_total = getattr(whole[0], field)
            assert abs(total(rows, field) - printed_total) <= slack(rows), (dimension, field)


@pytest.mark.parametrize("stem", STEMS)
def test_breakdowns_of_the_main_business_agree_or_the_reason_is_known(stem):
    records = opened(stem)[1].records
    whole = [r.revenue for r in records if r.dimension == "total"]
    groups = sums(records, "major")
    if whole and whole[0] is not None:
        # Only rows above ten per cent need be listed: none may exceed the whole.
        assert all(r.revenue is None or r.revenue <= whole[0] for rows in groups.values() for r in rows)
        return
    agree = all(abs(total(a) - total(b)) <= slack(a) + slack(b) for a in groups.values() for b in groups.values())
    assert agree != (stem in UNEQUAL)


def test_a_report_has_the_tables_beside():
    """Customers, suppliers and research are stated by every annual report whose pages speak of the five largest."""
    for stem in STEMS:
        texts, found = opened(stem)
        if re.search(r"\dA_full$", stem):
            stated = any(_FIVE_LARGEST.search(normal(text)) for text in texts)
            assert [c.side for c in found.counterparties] == (["customers", "suppliers"] if stated else []), stem
            assert all(c.amount is not None and c.share is not None for c in found.counterparties), stem


def test_there_are_filings(corpus: Path):
    assert list((corpus / "filings").glob("*_full.pdf"))
