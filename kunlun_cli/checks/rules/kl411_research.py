"""KL411: research and development."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import INFO, line, number
from kunlun_cli.checks.changes import Change, judge_change, judge_points
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement, evidence
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import exactly
from kunlun_cli.forms import load, matches
from kunlun_cli.records import Financials, ResearchRecord, Segments


def _apply(facts: Facts) -> Said:
    for row in facts.segments.research:
        printed, current, base = (figure(row, name) for name in ("change", "value", "prior"))
        if printed is None or current is None or base is None:
            continue
        change = Change(row.label, printed, current, base)
        # Shares of staff and of revenue: some filers print points, some per cent.
        yield judge_change(change) if row.change_unit == "%" else judge_points(change, relative_too=True)
    for column in ("value", "prior"):
        amount, share = _line(facts, "amount", column), _line(facts, "revenue_share", column)
        revenue = find(facts, "revenue", "year_to_date")
        whole = figure(revenue, column) if revenue else None
        if amount is not None and share is not None and whole is not None and whole.value > 0:
            yield _judge(share, amount, whole)
    yield from _staff(facts)


def _staff(facts: Facts) -> Said:
    """The share of the staff, of all whom another table counts: it may be of another whole, so that a slip tells."""
    staff, share = _line(facts, "staff", "value"), _line(facts, "staff_share", "value")
    pattern = load("relations")["rows"]["whole"]
    wholes = [
        in_base_unit(sheet, line.entries[sheet.additive[0]])
        for sheet in facts.tables
        if len(sheet.additive) == 1
        for line in sheet.lines
        if sheet.additive[0] in line.entries.keys() - line.doubted and matches(pattern, line.label)
    ]
    if staff is None or share is None or len(wholes) != 1 or wholes[0].value <= 0:
        return
    computed = exactly(staff.value) / exactly(wholes[0].value) * 100
    if share.within_one_unit.meets(computed):
        yield evidence(share, computed)
        return
    message = f"printed {{printed}}%, but {staff.text} of a staff of {wholes[0].text} is {{expected}}%"
    finding = disagreement("研发人员数量占比", message, share, computed, staff, wholes[0])
    yield replace(finding, severity="warning") if finding.slip else Evidence.WEAK


def _line(facts: Facts, item: str, column: str) -> Figure | None:
    rows = [row for row in facts.segments.research if row.item == item]
    return figure(rows[0], column) if len(rows) == 1 else None


def _judge(share: Figure, amount: Figure, whole: Figure) -> Finding | Evidence:
    computed = amount.interval / whole.interval * 100
    if share.within_one_unit.meets(computed):
        return evidence(share, computed)
    message = f"printed {{printed}}%, but {amount.text} of a revenue of {whole.text} is {{expected}}%"
    return disagreement("研发投入占营业收入比例", message, share, computed, amount, whole, severity="warning")


def _example(share: str) -> Facts:
    rows = (
        ResearchRecord(
            "amount",
            "研发投入金额（元）",
            "CNY",
            number("5,000,000.00"),
            number("4,000,000.00"),
            change=number("25.00"),
            change_unit="%",
        ),
        ResearchRecord("revenue_share", "研发投入占营业收入比例", "%", number(share)),
    )
    key = line("revenue", "营业收入", "100,000,000.00")
    return Facts(INFO, financials=Financials(records=(key,)), segments=Segments(research=rows))


RULE = Rule(
    code="KL411",
    name="research and development",
    checks="Printed changes of 研发投入 follow from the figures beside them, and its share of the revenue from both "
    "amounts (a warning: total revenue is sometimes the base); the share of the staff from their number and the whole "
    "staff of another table, where a slip explains it.",
    why="格式准则第2号: 研发投入.",
    formula="(current - prior) / |prior| × 100; amount / revenue × 100",
    trips=Case("5,000,000.00 of 100,000,000.00 printed as 15.00%", _example("15.00")),
    holds=Case("5,000,000.00 of 100,000,000.00 printed as 5.00%", _example("5.00")),
    apply=_apply,
)
