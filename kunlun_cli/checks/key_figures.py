"""The key figures against the statements, whose lines they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from kunlun_cli.checks.changes import Change, judge_changes
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.identities import TELLING
from kunlun_cli.checks.matching import disagreement, gathered
from kunlun_cli.checks.ties import Pair, judged, same, tells, values_of
from kunlun_cli.extract.arithmetic import in_another_unit
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.records import FinancialRecord, Problem, StatementRecord

KEY_FIGURES = {
    "revenue": ("income_statement", "revenue"),
    "total_revenue": ("income_statement", "total_revenue"),
    "profit_before_tax": ("income_statement", "profit_before_tax"),
    "net_profit_parent": ("income_statement", "net_profit_parent"),
    "operating_cash_flow": ("cash_flow", "operating_cash_flow"),
    "total_assets": ("balance_sheet", "total_assets"),
    "net_assets_parent": ("balance_sheet", "equity_parent"),
}
"""The key figures that are lines of the consolidated statements."""
PER_SHARE = ("eps_basic", "eps_diluted")
"""The key figures that the income statement prints below its lines (CAS 34)."""


def judge_key_figures(facts: Facts) -> Said:
    """The key figures against the consolidated statements, each in its two periods."""
    printed = Counter(values_of(facts.tables))
    changes: list[Change] = []
    for item, (statement, line) in KEY_FIGURES.items():
        key = find(facts, item, "point_in_time" if statement == "balance_sheet" else "year_to_date")
        record = _line(facts, statement, line)
        if key is None or record is None:
            continue
        before = figure(key, "prior_before_restatement")
        there = Pair(figure(record, "value"), figure(record, "prior"))
        if before is not None and there.prior is not None and same(before, there.prior):
            continue
        here = Pair(figure(key, "value"), figure(key, "prior"))
        if here.prior is None and here.value is not None:
            yield from _alone(key.label, here.value, there)
            changes += _change(key, here.value, there)
        for said in judged(key.label, here, there, "the statements"):
            opening = isinstance(said, Finding) and not said.slip and statement == "balance_sheet"
            yield Evidence.WEAK if opening and _is_adjusted(here.prior, there.prior, printed) else said
    yield from gathered(judge_changes(changes), "the change")
    yield from _per_share(facts)


def _alone(subject: str, here: Figure, there: Pair) -> Said:
    """A figure beside which no period before is printed, as in the third quarter: only a slip of the pen accuses it."""
    other = there.value
    if other is None or same(here, other) or not tells(here):
        return
    finding = disagreement(subject, _message(subject, "this period", other), here, other.interval, other)
    # In another unit it is misread: see below.
    if finding.slip and finding.slip != "unit":
        yield finding


def _message(subject: str, period: str, other: Figure) -> str:
    page = other.source.page
    return f"{subject} of {period} is printed {{printed}} here and {other.text} in the statements (page {page})"


def _change(key: FinancialRecord, here: Figure, there: Pair) -> Iterator[Change]:
    """The printed change, against the period before that the statements alone print."""
    printed = figure(key, "change")
    if printed is None or key.change_unit != "%" or there.value is None or there.prior is None:
        return
    if same(here, there.value):
        yield Change(key.label, printed, here, there.prior)


def _per_share(facts: Facts) -> Said:
    """Earnings per share, which the income statement prints again."""
    for item in PER_SHARE:
        key, record = find(facts, item, "year_to_date"), _line(facts, "income_statement", item)
        if key is None or record is None:
            continue
        for name, period in (("value", "this period"), ("prior", "the period before")):
            one, other = figure(key, name), figure(record, name)
            if one is None or other is None:
                continue
            if one.within_one_unit.meets(other.within_one_unit):
                yield Evidence.STRONG if same(one, other) else Evidence.WEAK
                continue
            finding = disagreement(key.label, _message(key.label, period, other), one, other.interval, other)
            # Shares issued as a bonus may have changed the period before in one of the two places only (CAS 34).
            sure = finding.slip and name == "value"
            yield finding if sure else replace(finding, severity="warning")


def _is_adjusted(here: Figure | None, there: Figure | None, printed: Counter[Fraction]) -> bool:
    """Whether the statements open with what a new standard made of last year's figure.

    The note on changes of accounting policies prints the adjustment (CAS 28), and the statements alone hold it.
    """
    if here is None or there is None:
        return False
    by = Fraction(there.value - here.value)
    return abs(by) >= TELLING * there.unit and bool(printed[by] or printed[-by])


def _line(facts: Facts, statement: str, item: str) -> StatementRecord | None:
    found = [r for r in facts.statements.records if (r.statement, r.scope, r.item) == (statement, "consolidated", item)]
    return found[0] if len(found) == 1 else None


def misread_key_figures(facts: Facts) -> Iterator[Problem]:
    """Key figures that are the statements' in another unit, or another column's: that is misread, not misprinted."""
    for item, (statement, name) in KEY_FIGURES.items():
        key = find(facts, item, "point_in_time" if statement == "balance_sheet" else "year_to_date")
        record = _line(facts, statement, name)
        here, there = (figure(r, "value") if r else None for r in (key, record))
        if key is None or record is None or here is None or there is None or not there.value or same(here, there):
            continue
        before, prior = figure(key, "prior"), figure(record, "prior")
        factor = in_another_unit(there.value, here.value) if here.value else None
        if factor is not None:
            message = f"{key.label}: the statements print it times {factor:f}: one of the two units may be another"
            yield Problem("unit-doubtful", message, here.source.page)
        elif prior and before and tells(here) and same(here, prior) and not same(before, prior):
            message = f"{key.label}: the statements print {here.text} as that of the period before"
            yield Problem("columns-doubtful", message, here.source.page)
