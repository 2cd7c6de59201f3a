"""Periods: two filings compared, many in a series, and the ratios that follow from one.

Pure functions on records: filings in, finished values out. Nothing here opens a file or draws.
"""

from kunlun_cli.compare.diff import diff, in_order
from kunlun_cli.compare.match import Match, Matching, Party, match
from kunlun_cli.compare.model import SECTIONS, Change, Diff, Entry, Restatement, Section, Skipped, Statement
from kunlun_cli.compare.ratios import compute as compute_ratios
from kunlun_cli.compare.ratios_model import Input, Ratio
from kunlun_cli.compare.series import Extent, series
from kunlun_cli.compare.series_model import Growth, HolderRow, Identity, Point, Ref, Row, Series, Stake
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

__all__ = [
    "SECTIONS",
    "Change",
    "Diff",
    "Entry",
    "Extent",
    "FilingLike",
    "Growth",
    "HolderRow",
    "Identity",
    "Input",
    "Match",
    "Matching",
    "Party",
    "Period",
    "Point",
    "Ratio",
    "Ref",
    "Restatement",
    "Row",
    "Section",
    "Series",
    "Skipped",
    "Stake",
    "Statement",
    "compute_ratios",
    "diff",
    "in_order",
    "match",
    "series",
]
