"""kunlun: an inspector for the periodic reports of China's listed companies.

    >>> import kunlun_cli
    >>> filing = kunlun_cli.read("report.pdf")
    >>> filing.financials.records[0].value

Importing this package loads nothing heavy: the parser comes with the first `read`.
"""

from __future__ import annotations

import typing

__version__ = "0.1.0"

if typing.TYPE_CHECKING:
    from kunlun_cli.errors import KunlunError
    from kunlun_cli.filing import Filing, read

__all__ = ["Filing", "KunlunError", "__version__", "read"]

_HOMES = {"Filing": "kunlun_cli.filing", "read": "kunlun_cli.filing", "KunlunError": "kunlun_cli.errors"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
