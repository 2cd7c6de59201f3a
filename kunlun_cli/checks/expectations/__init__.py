"""The user's own expectations: a small expression language over the records.

Numbers, text in quotes, names with dots, `+ - * /`, comparisons (also chained), `and or not`, and the
functions of columns: `revenue >= 0`, `holders.top10.pct.sum() < 75`, `filing.exchange == "SSE"`. The
language is parsed and evaluated here; nothing of Python's own is reachable from it.
"""

from kunlun_cli.checks.expectations.expectation import Expectation, expectation

__all__ = ["Expectation", "expectation"]
