"""The library as people are taught it: examples in docstrings run, filings and disclosures show themselves."""

from __future__ import annotations

import doctest
import json
from decimal import Decimal
from pathlib import Path

import pytest

import kunlun_cli
from kunlun_cli.checks import Report

ROOT = Path(__file__).parents[2]
OLD, NEW = ROOT / "samples" / "series_a_2023A.pdf", ROOT / "samples" / "series_a_2024A.pdf"


def test_the_examples_of_the_package_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(kunlun_cli)
    assert done.attempted > 5
    assert done.failed == 0


def test_a_filing_shows_itself_with_links_to_its_pages() -> None:
    with kunlun_cli.read(NEW) as filing:
        shown = filing._repr_html_()
        assert shown is not None
        assert "岚岫电子" in shown
        assert f'href="{NEW}#page=2"' in shown
        assert (filing.code, filing.period) == ("301996", "2024A")
        assert "<table" in (filing.holders._repr_html_() or "")
        assert "href" not in (filing.holders._repr_html_() or "href")
        assert '<td style="text-align:right;color:' in (filing.financials._repr_html_() or "")  # below zero
        assert 'class="n' not in (filing.financials._repr_html_() or "class")


def test_a_disclosure_is_one_line_where_it_is_printed() -> None:
    with kunlun_cli.read(NEW) as filing:
        assert repr(filing.holders) == "<Holders: 10 records, 0 problems>"


def test_what_is_found_is_short_where_it_is_printed() -> None:
    with kunlun_cli.read(OLD) as old, kunlun_cli.read(NEW) as new:
        assert repr(kunlun_cli.check(new, select=["KL101"])).startswith("<Report 301996 2024A: 0 findings")
        assert repr(kunlun_cli.diff(old, new)).startswith("<Diff of 301996 2023A and 301996 2024A: 24 of 24 entries")
        assert repr(kunlun_cli.series([old, new])[0]).startswith("<Series 301996 岚岫电子: 2023A to 2024A, ")
        assert len(repr(new.financials["revenue"])) < 400
        assert "source=<p. 2: '营业收入（元）'>" in repr(new.financials["revenue"])


def test_an_unknown_item_names_those_there_are() -> None:
    with kunlun_cli.read(NEW) as filing, pytest.raises(KeyError, match="it has revenue"):
        filing.financials["reveneu"]


def test_filings_are_checked_compared_and_lined_up() -> None:
    with kunlun_cli.read(OLD) as old, kunlun_cli.read(NEW) as new:
        report = kunlun_cli.check(new, select=["KL101"])
        assert isinstance(report, Report)
        assert [result.code for result in report.rules] == ["KL101"]
        assert kunlun_cli.diff(old, new).entries
        (lined,) = kunlun_cli.series([old, new])
        assert lined.rows


def test_what_was_not_read_before_a_filing_was_closed_is_refused() -> None:
    """It was given as empty: no holders, and not a word."""
    with kunlun_cli.read(NEW) as filing:
        assert filing.financials.records
    assert filing.financials.records
    with pytest.raises(kunlun_cli.KunlunError, match="closed already"):
        _ = filing.holders


def test_frames_hold_exact_amounts_or_types_of_pandas() -> None:
    with kunlun_cli.read(NEW) as filing:
        exact, floats = filing.holders.to_frame(), filing.holders.to_frame(exact=False)
    assert isinstance(exact.pct[0], Decimal)
    assert (str(floats.pct.dtype), str(floats.shares.dtype), str(floats["name"].dtype)) == (
        "Float64",
        "Int64",
        "string",
    )
    assert floats.pct.sum() == pytest.approx(float(sum(exact.pct)))


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code from top to bottom, as a person runs it beside the samples."""
    monkeypatch.chdir(ROOT / "samples")
    cells = json.loads((ROOT / "samples" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    seen: dict[str, object] = {}
    exec(code, seen)  # noqa: S102 - our own notebook
    assert seen["revenue"] is not None
    assert len(seen["filings"]) == 3  # type: ignore[arg-type]
