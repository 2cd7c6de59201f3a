"""The domain: what a periodic report says, typed, exact, each value with its source.

Frozen dataclasses that import nothing of ours and draw nothing. Amounts are `Decimal` in the base
unit (yuan, shares, per cent as printed); `None` means not disclosed, not applicable, or unreadable,
and `cells[field].text` keeps what was printed, which tells the three apart.
"""

from kunlun_cli.records.filing import FilingInfo, Problem
from kunlun_cli.records.financials import (
    DistributionRecord,
    FinancialRecord,
    Financials,
    NonRecurringRecord,
    QuarterlyRecord,
)
from kunlun_cli.records.holders import Holder, HolderCounts, HolderNotes, Holders, Pledge
from kunlun_cli.records.lending import Lending, LendingApplicable, LendingRecord
from kunlun_cli.records.segments import (
    CounterpartyConcentration,
    Metric,
    OutlineEntry,
    ResearchRecord,
    SegmentRecord,
    Segments,
    VolumeRecord,
)
from kunlun_cli.records.source import Source
from kunlun_cli.records.statements import EquityRecord, StatementRecord, Statements

__all__ = [
    "CounterpartyConcentration",
    "DistributionRecord",
    "EquityRecord",
    "FilingInfo",
    "FinancialRecord",
    "Financials",
    "Holder",
    "HolderCounts",
    "HolderNotes",
    "Holders",
    "Lending",
    "LendingApplicable",
    "LendingRecord",
    "Metric",
    "NonRecurringRecord",
    "OutlineEntry",
    "Pledge",
    "Problem",
    "QuarterlyRecord",
    "ResearchRecord",
    "SegmentRecord",
    "Segments",
    "Source",
    "StatementRecord",
    "Statements",
    "VolumeRecord",
]
