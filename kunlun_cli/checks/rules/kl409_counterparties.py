"""KL409: the largest customers and suppliers."""

from __future__ import annotations

from kunlun_cli.checks.cases import INFO, line, number
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused, disagreement, evidence
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.figures.slips import likely_slip
from kunlun_cli.records import CounterpartyConcentration, Financials, Segments

_LABEL = {"customers": "前五名客户", "suppliers": "前五名供应商"}


def _apply(facts: Facts) -> Said:
    for row in facts.segments.counterparties:
        share, related = figure(row, "share"), figure(row, "related_share")
        if share is not None and share.value > 100:
            message = f"{share.text}% of the year's total, more than all of it"
            yield accused(_LABEL[row.side], message, share, expected="at most 100")
        if share is not None and related is not None:
            within = related.value <= share.value
            yield (
                Evidence.WEAK
                if within
                else accused(
                    _LABEL[row.side],
                    f"related parties have {related.text}%, more than the {share.text}% of all five",
                    related,
                    share,
                    expected=f"at most {share.text}",
                )
            )
        if row.side == "customers":
            yield from _of_revenue(facts, row)


def _of_revenue(facts: Facts, row: CounterpartyConcentration) -> Said:
    revenue = find(facts, "revenue", "year_to_date") or find(facts, "total_revenue", "year_to_date")
    amount, share = figure(row, "amount"), figure(row, "share")
    whole = figure(revenue, "value") if revenue else None
    if amount is None or share is None or whole is None or whole.value <= 0:
        return
    computed = amount.interval / whole.interval * 100
    if share.within_one_unit.meets(computed):
        yield evidence(share, computed)
        return
    slip = likely_slip(share, lambda f: f.interval.meets(computed))
    # The base may be the main business alone; what a slip explains is more than that.
    message = f"share printed {{printed}}%, but {amount.text} of a revenue of {whole.text} is {{expected}}%"
    yield disagreement(
        _LABEL[row.side],
        message,
        share,
        computed,
        amount,
        whole,
        severity="note" if slip in {None, "digit_changed", "digit_lost"} else "warning",
        slip=slip,
    )


def _example(share: str) -> Facts:
    row = CounterpartyConcentration("customers", number("25,000,000.00"), number(share), number("3.00"))
    key = line("revenue", "营业收入", "100,000,000.00")
    return Facts(INFO, financials=Financials(records=(key,)), segments=Segments(counterparties=(row,)))


RULE = Rule(
    code="KL409",
    name="largest customers and suppliers",
    checks="The share of the five largest customers is their sales over the revenue (a warning: some filers take "
    "the main business); shares are not above 100 and those of related parties not above those of all five.",
    why="格式准则第2号: 前五名客户合计销售金额占年度销售总额比例.",
    formula="amount / revenue × 100; related share ≤ share ≤ 100",
    trips=Case("25,000,000.00 of 100,000,000.00 printed as 52.00%", _example("52.00")),
    holds=Case("25,000,000.00 of 100,000,000.00 printed as 25.00%", _example("25.00")),
    apply=_apply,
)
