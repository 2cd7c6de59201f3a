"""Which filings are of one company: by its code, or by its name where a form prints no code."""

from __future__ import annotations

from collections.abc import Iterable

from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.reading import FilingLike


def same_company(a: FilingInfo, b: FilingInfo) -> bool | None:
    """Whether two filings are of one company; `None` where they do not say enough.

    Equal codes say so, also under a changed name; equal names say so, also under two codes (A and B
    shares). Some quarterly reports print no code.
    """
    if a.code and a.code == b.code:
        return True
    if a.company and b.company and normal(a.company) == normal(b.company):
        return True
    if (a.code and b.code) or (a.company and b.company):
        return False
    return None


def by_company(filings: Iterable[FilingLike]) -> list[list[FilingLike]]:
    """The filings in groups of one company, in order of their codes."""
    groups: list[list[FilingLike]] = []
    for filing in filings:
        akin = [g for g in groups if any(same_company(filing.info, other.info) for other in g)]
        joined = [other for g in akin for other in g]
        groups = [g for g in groups if g not in akin]
        groups.append([*joined, filing])
    return sorted(groups, key=lambda g: next((f.info.code for f in g if f.info.code), "~"))
