"""Consecutive reports of companies in a local folder of filings: series without gaps, sums, comparisons.

Quarterly reports and summaries only, which are quick to read; two companies, one of each exchange.
"""

from __future__ import annotations

import functools
import itertools

import pytest

import kunlun_cli
from kunlun_cli.compare import Series, diff, series
from kunlun_cli.records.reading import FilingLike
from tests.conftest import CORPUS

pytestmark = pytest.mark.corpus

COMPANIES = ("301080", "600080")
UNBROKEN = (
    "revenue",
    "net_profit_parent",
    "operating_cash_flow",
    "total_assets",
    "net_assets_parent",
    "eps_basic",
    "roe_weighted",
    "holders",
)
# Printed quarters that do not add up on the page itself, and figures of a period that a later filing
# prints otherwise: read on the pages. Anything else would be a misreading.
UNEQUAL = {
    "301080": set(),
    "600080": {("net_profit_parent_excl_nonrecurring", "2024 Q4"), ("net_profit_parent_excl_nonrecurring", "2024A")},
}
RESTATED = {
    "301080": {
        ("net_profit_parent_excl_nonrecurring", "2022A", "declared"),
        ("eps_basic", "2024H1", "declared"),
        ("eps_diluted", "2024H1", "declared"),
    },
    "600080": set(),
}


@functools.cache
def filings(code: str) -> tuple[FilingLike, ...]:
    paths = sorted((CORPUS / "filings").glob(f"{code}_*.pdf"))
    short = [p for p in paths if "Q" in p.stem or p.stem.endswith("summary")]
    return tuple(kunlun_cli.read(p) for p in short)


@functools.cache
def found(code: str) -> Series:
    (only,) = series(filings(code))
    return only


@pytest.mark.parametrize("code", COMPANIES)
def test_the_main_rows_have_no_gap(code: str) -> None:
    rows = {r.item: r for r in found(code).rows if r.span in ("year_to_date", "point_in_time")}
    gaps = {(i, p.period) for i in UNBROKEN for p in rows[i].points if p.origin != "printed"}
    assert not gaps


@pytest.mark.parametrize("code", COMPANIES)
def test_printed_quarters_are_the_differences_of_what_was_printed_to_date(code: str) -> None:
    assert {(i.item, i.period) for i in found(code).identities if not i.agrees} == UNEQUAL[code]
    assert len(found(code).identities) > 40


@pytest.mark.parametrize("code", COMPANIES)
def test_figures_that_filings_give_differently_are_those_read_on_the_pages(code: str) -> None:
    said = {(r.new.item, str(r.new.period), r.verdict) for r in found(code).restatements}
    assert said == RESTATED[code]


@pytest.mark.parametrize("code", COMPANIES)
def test_consecutive_reports_compare_and_none_differs_from_itself(code: str) -> None:
    ordered = sorted(filings(code), key=lambda f: f.info.period_end)
    for old, new in itertools.pairwise(ordered):
        assert diff(old, new).differs
        assert not diff(new, new).entries
    printed = [e.agrees for old in ordered for new in ordered if old is not new for e in diff(old, new).entries]
    assert False not in printed
