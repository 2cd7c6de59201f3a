"""KL620: a filing against others of its company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Literal

from kunlun_cli.checks.cases import INFO, key_figures, line
from kunlun_cli.checks.facts import Facts, find, sort_of
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import total
from kunlun_cli.forms import load, normal
from kunlun_cli.records import FinancialRecord, Holder, StatementRecord
from kunlun_cli.records.period import Period

Field = Literal["value", "prior"]
TOTALS = frozenset(
    {
        "total_assets", "total_liabilities", "total_equity", "equity_parent", "revenue", "total_revenue",
        "operating_profit", "profit_before_tax", "net_profit", "net_profit_parent", "operating_cash_flow",
        "investing_cash_flow", "financing_cash_flow", "opening_cash", "closing_cash",
    }
)  # fmt: skip
"""Lines of the statements that no reclassification moves; of the others only a slip of the pen is told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places of one figure, in this filing and in another one."""

    subject: str
    here: Figure | None
    there: Figure | None
    what: str
    declared: bool = False
    """Whether this filing says that it restates the figure."""
    total: bool = True
    per_share: bool = False
    """Whether it is of one share: shares issued as a bonus change it for all periods (CAS 34)."""
    redefined: bool = False
    """Whether a norm changed between the two filings what the figure is of."""


def judge_against(facts: Facts) -> Said:
    """Everything that a filing and each of the others given beside it both print."""
    for other in facts.against:
        pairs = _key_figures(facts, other), _two_years_ago(facts, other), _statements(facts, other)
        for pair in (*chain.from_iterable(pairs), *_holders(facts, other)):
            said = _judged(pair, other)
            if said is not None:
                yield said
        yield from _bought_and_sold(facts, other)
    yield from _quarters(facts)


def _judged(pair: Pair, other: Facts) -> Finding | Evidence | None:
    here, there = pair.here, pair.there
    if here is None or there is None:
        return None
    if here.interval.meets(there.interval):
        return Evidence.STRONG
    if pair.declared:
        return Evidence.WEAK
    page = f", page {there.source.page}" if there.source.page else ""
    message = (
        f"{pair.what} printed {{printed}}, but {there.text} in {other.info.source} "
        f"({other.info.period}{page}); no restatement is declared"
    )
    finding = disagreement(pair.subject, message, here, there.interval)
    # A line of no weight may be printed with its sign in one year and in words in the next.
    if finding.slip and (pair.total or finding.slip != "sign"):
        return finding
    says = pair.total and not pair.per_share and not pair.redefined
    return replace(finding, severity="warning") if says else Evidence.WEAK


def _redefined(item: str | None, facts: Facts, other: Facts) -> bool:
    """Whether a norm that says what an item is was revised between the ends of the two filings' periods."""
    form = load("relations")["redefined"]
    here, there = Period.parse(facts.info.period), Period.parse(other.info.period)
    if item not in form["items"] or here is None or there is None:
        return False
    first, last = sorted((here.end, there.end))
    return any(first < day <= last for day in map(dt.date.fromisoformat, form["since"]))


def _field(facts: Facts, other: Facts, *, balance: bool) -> Field | None:
    """In which column of this filing the other one's own figures stand again."""
    now, then = Period.parse(facts.info.period), Period.parse(other.info.period)
    if now is None or then is None:
        return None
    if now == then:
        return "value"
    before = now.opening if balance else now.year_before
    return "prior" if then == before else None


def _key_figures(facts: Facts, other: Facts) -> Iterator[Pair]:
    for record in facts.financials.records:
        field = _field(facts, other, balance=record.span == "point_in_time" and record.unit != "%")
        then = find(other, record.item, record.span) if record.item else None
        if field is None or then is None:
            continue
        pair = Pair(
            record.label, figure(record, field), figure(then, "value"), _column(field), _restates(record, field)
        )
        per_share = field == "prior" and sort_of(record) == "per_share"
        pair = replace(pair, per_share=per_share, redefined=_redefined(record.item, facts, other))
        yield pair
        if pair.declared and not per_share:
            before = figure(record, "prior_before_restatement")
            yield replace(pair, here=before, what="the figure before the restatement", declared=False)
        if field == "value":
            again = figure(record, "prior"), figure(then, "prior")
            yield Pair(record.label, *again, _column("prior"), _restates(record, "prior"))


def _two_years_ago(facts: Facts, other: Facts) -> Iterator[Pair]:
    """The third year of an annual report, which the reports of the two years before it print as well."""
    now, then = Period.parse(facts.info.period), Period.parse(other.info.period)
    if now is None or then is None or (now.months, then.months) != (12, 12) or now.year - then.year not in {1, 2}:
        return
    last = now.year - then.year == 1
    for record in facts.financials.records:
        there = find(other, record.item, record.span) if record.item else None
        # Shares issued as a bonus change what is of one share.
        if there is None or sort_of(record) == "per_share":
            continue
        both = figure(record, "two_years_ago"), figure(there, "prior" if last else "value")
        declared = record.two_years_ago_before_restatement is not None
        # A restatement of the year between is declared in the report of that year alone.
        pair = Pair(record.label, *both, "the figure of the year before the last", declared, total=last)
        yield replace(pair, redefined=_redefined(record.item, facts, other))


def _column(field: Field) -> str:
    return "the figure of this period" if field == "value" else "the figure of the period before"


def _restates(record: FinancialRecord, field: Field) -> bool:
    return field == "prior" and record.prior_before_restatement is not None


def _statements(facts: Facts, other: Facts) -> Iterator[Pair]:
    declared = any(_restates(record, "prior") for record in facts.financials.records)
    for record in facts.statements.records:
        field = _field(facts, other, balance=record.statement == "balance_sheet")
        then = _same_line(other, record)
        if field is None or then is None:
            continue
        what = f"{_column(field)} ({record.scope})"
        total = record.item in TOTALS
        yield Pair(
            record.label, figure(record, field), figure(then, "value"), what, declared and field == "prior", total
        )


def _same_line(other: Facts, record: StatementRecord) -> StatementRecord | None:
    found = [
        r
        for r in other.statements.records
        if record.item and (r.statement, r.scope, r.item) == (record.statement, record.scope, record.item)
    ]
    return found[0] if len(found) == 1 else None


def _holders(facts: Facts, other: Facts) -> Iterator[Pair]:
    """The holders of a summary and of the full report of the same period."""
    if facts.info.period is None or facts.info.period != other.info.period:
        return
    then = {(row.table, normal(row.name)): row for row in other.holders.records}
    for row in facts.holders.records:
        twin = then.get((row.table, normal(row.name)))
        if twin is not None:
            yield from _stakes(row, twin)


def _stakes(row: Holder, twin: Holder) -> Iterator[Pair]:
    for field, what in (("shares", "the number of shares"), ("pct", "the share of all")):
        yield Pair(row.name, figure(row, field), figure(twin, field), what)


def _bought_and_sold(facts: Facts, other: Facts) -> Said:
    """What a holder has bought or sold since the end of last year, against what that year's report prints as held."""
    now, then = Period.parse(facts.info.period), Period.parse(other.info.period)
    if now is None or then is None or now.opening != then:
        return
    before = _by_name(other)
    for name, rows in _by_name(facts).items():
        if len(rows) != 1 or len(before.get(name, ())) != 1:
            continue
        held, change, there = figure(rows[0], "shares"), figure(rows[0], "change"), figure(before[name][0], "shares")
        if held is None or change is None or there is None:
            continue
        if held.value - change.value == there.value:
            yield Evidence.STRONG
            continue
        page = f", page {there.source.page}" if there.source.page else ""
        message = (
            f"{{printed}} bought or sold and {held.text} held, but {there.text} held before in {other.info.source} "
            f"({other.info.period}{page})"
        )
        finding = disagreement(rows[0].name, message, change, held.interval - there.interval, held)
        yield finding if finding.slip else replace(finding, severity="warning")


def _by_name(facts: Facts) -> dict[str, list[Holder]]:
    out: dict[str, list[Holder]] = {}
    for row in facts.holders.records:
        if row.table == "top10":
            out.setdefault(normal(row.name), []).append(row)
    return out


def _quarters(facts: Facts) -> Said:
    """The quarters of an annual report, added up, against what the reports of the year printed for it until then."""
    year = Period.parse(facts.info.period)
    for other in facts.against:
        then = Period.parse(other.info.period)
        if year is None or then is None or (year.months, then.year) != (12, year.year) or then.months == year.months:
            continue
        for row in facts.financials.quarterly:
            record = find(other, row.item, "year_to_date") if row.item else None
            parts = [figure(row, f"q{n}") for n in range(1, then.months // 3 + 1)]
            printed = figure(record, "value") if record else None
            if printed is None or any(part is None for part in parts) or _redefined(row.item, facts, other):
                continue
            known = [part for part in parts if part is not None]
            computed = total(part.interval for part in known)
            if printed.interval.meets(computed):
                yield Evidence.STRONG
                continue
            yield _quarter(row.label, known, printed, other)


def _quarter(subject: str, parts: list[Figure], printed: Figure, other: Facts) -> Finding:
    last = parts[-1]
    page = f", page {printed.source.page}" if printed.source.page else ""
    made = show(sum((Fraction(part.value) for part in parts), Fraction(0)), last.unit)
    rest = total(part.interval for part in parts[:-1])
    message = (
        f"the quarters make {made}, of which the last is {{printed}}, but "
        f"{printed.text} is printed in {other.info.source} ({other.info.period}{page}); {{expected}} would fit"
    )
    return disagreement(subject, message, last, printed.interval - rest, *parts[:-1], severity="warning")


def _example(prior: str) -> Facts:
    before = key_figures(
        line("revenue", "营业收入", "2,340,000,000.00"), info=replace(INFO, period="2023H1", source="before.pdf")
    )
    return replace(key_figures(line("revenue", "营业收入", "2,500,000,000.00", prior)), against=(before,))


RULE = Rule(
    code="KL620",
    name="other filings of the company",
    checks="What a filing prints again of other filings given with --against is what they printed: opening balances, "
    "the periods before, a summary's and the full report's figures and holders, the year's quarters; and what holders "
    "bought or sold leads from what they held at the beginning to what they hold.",
    why="格式准则第2号, 第3号: comparison figures are those of the earlier report, unless a restatement is declared; a "
    "summary may not contradict the report. Without a likely slip it is a warning.",
    formula="prior here = value there; value here = value there, of one period; q1 + … = year to date there; held - "
    "change = held there; not where the definition of non-recurring items was revised between the two",
    trips=Case(
        "营业收入 of the year before 2,430,000,000.00, printed then as 2,340,000,000.00", _example("2,430,000,000.00")
    ),
    holds=Case("营业收入 of the year before 2,340,000,000.00, as printed then", _example("2,340,000,000.00")),
    apply=judge_against,
    since="0.2",
    kind="figures of other filings",
)
