"""The library, as `import kunlun_cli` gives it: read a filing, check it, compare it, find its figures on the page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kunlun_cli.filing import Filing, read
from kunlun_cli.records.filing import FilingInfo
from kunlun_cli.records.frameable import shown_by

if TYPE_CHECKING:
    from kunlun_cli.checks import Report
    from kunlun_cli.checks.where import Found
    from kunlun_cli.compare import Diff, Series
    from kunlun_cli.records.catalogue import Result

__all__ = ["Filing", "check", "diff", "read", "series", "where"]


def check(filing: Filing, *, preview: bool = False, select: Sequence[str] = ()) -> Report:
    """Hold a filing against its own arithmetic, as `kunlun check` does: what is odd is read again by the other engine.

    Args:
        filing: what `read` gives.
        preview: run rules over every table and statement too, which are on trial.
        select: only rules whose code begins with one of these; all by default.

    Returns:
        Its findings, how each rule came out, and how much holds.

    Raises:
        KunlunError: a disclosure cannot be read.
        UsageError: no rule is called so.
    """
    from kunlun_cli.checks import Plan, second_reader
    from kunlun_cli.checks import check as checked
    from kunlun_cli.checks.registry import selected

    return checked(filing, Plan(rules=selected(select, preview=preview)), second_reader(filing))


def diff(old: Filing, new: Filing, *, force: bool = False) -> Diff:
    """What has changed from one filing to another.

    Raises:
        UsageError: they are of two companies, and `force` is not given.
    """
    from kunlun_cli.compare import diff as compared

    return compared(old, new, force=force)


def series(filings: Sequence[Filing]) -> tuple[Series, ...]:
    """The figures of many filings by period, a series for each company, in the order of their codes."""
    from kunlun_cli.compare import series as lined_up

    return lined_up(filings)


def where(filing: Filing, item: str) -> tuple[Found, ...]:
    """Where a figure is printed: pages, boxes in points from the top left corner, and text.

    Args:
        filing: what `read` gives.
        item: `revenue.prior`, `holders[3].shares`, `balance_sheet.cash`, `table[12]`, `KL101`, as for `kunlun where`.

    Raises:
        UsageError: there is no such name.
        NotInFilingError: the filing does not have it.
    """
    from kunlun_cli.checks import second_reader
    from kunlun_cli.checks.where import find

    return find(filing, item, second_reader(filing))


def _html(shown: object) -> str:
    """A filing, or a disclosure, as tables for a notebook; the pages of a filing's own file are links to it."""
    from kunlun_cli.render.as_html import tables_html
    from kunlun_cli.render.views import caption, sheets_for

    if not isinstance(shown, Filing):
        return tables_html(sheets_for(FilingInfo("", "", "pdf"), _result(shown)))
    info = shown.info
    file = Path(shown.name)
    link = f"{quote(shown.name)}#page={{}}" if info.format == "pdf" and file.is_file() else None
    return f"<h4>{html.escape(caption(info))}</h4>" + tables_html(sheets_for(info, shown.financials), link)


def _result(shown: object) -> Result:
    return shown  # type: ignore[return-value]  # the viewer of disclosures, which are all that ask for it


shown_by(_html)
