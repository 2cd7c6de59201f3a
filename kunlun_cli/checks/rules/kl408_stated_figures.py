"""KL408: figures stated in the text against the key figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kunlun_cli.checks.cases import INFO, line
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure, is_of_a_filing, last_place
from kunlun_cli.figures.interval import Interval
from kunlun_cli.figures.slips import corrections
from kunlun_cli.forms import normal
from kunlun_cli.records import Financials, Metric, Segments, Source

_ITEMS = {
    "营业收入": "revenue",
    "营业总收入": "total_revenue",
    "归属于上市公司股东的净利润": "net_profit_parent",
    "归属于母公司股东的净利润": "net_profit_parent",
    "归属于母公司所有者的净利润": "net_profit_parent",
    "归属于上市公司股东的扣除非经常性损益的净利润": "net_profit_parent_excl_nonrecurring",
    "利润总额": "profit_before_tax",
    "经营活动产生的现金流量净额": "operating_cash_flow",
}
"""Only names that are those of the form; 净利润 alone may be with or without minority interests."""
_COMPANY = {"公司", "本公司", "本集团", "集团", "报告期内公司", "公司整体"}

_NEAR = Interval(Fraction(97, 100), Fraction(103, 100))


def _apply(facts: Facts) -> Said:
    for metric in facts.segments.metrics:
        record = find(facts, _ITEMS.get(normal(metric.metric), ""), "year_to_date")
        value = figure(record, "value") if record else None
        if (
            value is None
            or metric.unit != "CNY"
            or metric.value is None
            or not is_of_a_filing(metric.value)
            or not _is_of_company(facts, metric)
        ):
            continue
        said = _judge(metric, _stated(metric), value)
        yield said
        if said is Evidence.STRONG and record is not None:
            yield from _judge_change(metric, figure(record, "change"))


def _is_of_company(facts: Facts, metric: Metric) -> bool:
    names = {*_COMPANY, *(normal(n) for n in (facts.info.company, facts.info.short_name) if n)}
    return normal(metric.subject) in names


def _stated(metric: Metric) -> Figure:
    assert metric.value is not None
    place = Source(metric.page, None, metric.quote)
    return Figure(metric.value, last_place(metric.value, metric.quote), "value", place)


def _judge(metric: Metric, stated: Figure, value: Figure) -> Finding | Evidence:
    if stated.interval.meets(value.interval) or stated.if_truncated.meets(value.interval) or _bounded(metric, value):
        return Evidence.STRONG
    if metric.bound is not None:
        return Evidence.WEAK
    # The sentence may be about a part of the year or of the business: only a near miss is surely the same figure.
    near = stated.interval * _NEAR
    if not near.meets(value.interval) and not _is_slip(stated, value):
        return Evidence.WEAK
    message = f"stated in the text as {stated.value:,f}, printed among the key figures as {value.text}: {metric.quote}"
    return disagreement(
        metric.metric,
        message,
        stated,
        value.interval,
        value,
        severity="note" if stated.within_one_unit.meets(value.interval) else "warning",
    )


def _judge_change(metric: Metric, printed: Figure | None) -> Said:
    if metric.change is None or metric.change_unit != "%" or printed is None or metric.bound is not None:
        return
    if not is_of_a_filing(metric.change):
        return
    place = metric.cells.get("change") or Source(metric.page, None, metric.quote)
    stated = Figure(metric.change, last_place(metric.change, metric.quote), "change", place)
    if stated.within_one_unit.meets(printed.interval):
        yield Evidence.STRONG
        return
    message = (
        f"change stated in the text as {metric.change:f}%, printed among the key figures as {printed.text}%: "
        f"{metric.quote}"
    )
    yield disagreement(metric.metric, message, stated, printed.interval, printed, severity="warning")


def _bounded(metric: Metric, value: Figure) -> bool:
    assert metric.value is not None
    above = metric.bound == "at_least" and value.value >= metric.value
    return above or (metric.bound == "at_most" and value.value <= metric.value)


def _is_slip(stated: Figure, value: Figure) -> bool:
    return any(
        slip in {"unit", "hundredfold", "digits_swapped"} and right.interval.meets(value.interval)
        for slip, right in corrections(stated)
    )


def _example(quote: str, value: str) -> Facts:
    metric = Metric("1", "公司", "营业收入", Decimal(value), "CNY", quote=quote)
    key = line("revenue", "营业收入", "2,501,811,162.32")
    return Facts(INFO, financials=Financials(records=(key,)), segments=Segments(metrics=(metric,)))


RULE = Rule(
    code="KL408",
    name="figure stated in the text",
    severity="warning",
    checks="What the text says of the company's revenue and profits is what the key figures print.",
    why="Both are of the same statements. Only sentences on the company as a whole that use the form's own names are "
    "taken, and only a near miss or a likely slip is reported: others may be about something else.",
    formula="stated ± ½ of its last place meets the key figure; 超过 and 约 allow more",
    trips=Case("实现营业收入25.20亿元, 营业收入 2,501,811,162.32", _example("公司实现营业收入25.20亿元", "2520000000")),
    holds=Case("实现营业收入25.02亿元, 营业收入 2,501,811,162.32", _example("公司实现营业收入25.02亿元", "2502000000")),
    apply=_apply,
)
