"""kunlun: an inspector for the periodic reports of China's listed companies.

    >>> import kunlun_cli
    >>> filing = kunlun_cli.read("samples/series_a_2024A.pdf")
    >>> filing
    <Filing 301996 岚岫电子 2024A annual summary: samples/series_a_2024A.pdf>
    >>> filing.financials["revenue"].value, filing.financials["revenue"].source.page
    (Decimal('1180220635.18'), 2)
    >>> [holder.name for holder in filing.holders.records[:2]]
    ['岚岫电子（宁川）集团有限公司', '尉迟珂']
    >>> kunlun_cli.check(filing).findings
    ()
    >>> kunlun_cli.where(filing, "revenue.prior")[0].places[0].source.text
    '1,012,338,417.60'
    >>> float(filing.holders.to_frame(exact=False).pct.sum())
    60.63

Importing this package loads nothing heavy: the parser comes with the first `read`.
"""

from __future__ import annotations

import typing

__version__ = "0.1.0"

if typing.TYPE_CHECKING:
    from kunlun_cli.api import Filing, check, diff, read, series, where
    from kunlun_cli.errors import KunlunError

__all__ = ["Filing", "KunlunError", "__version__", "check", "diff", "read", "series", "where"]

_API = ("Filing", "check", "diff", "read", "series", "where")
_HOMES = {"KunlunError": "kunlun_cli.errors", **dict.fromkeys(_API, "kunlun_cli.api")}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
