"""KL102: the change of a ratio, in points."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.figures import Figure, figure
from kunlun_cli.checks.finding import Evidence, Finding
from kunlun_cli.checks.intervals import relative_change
from kunlun_cli.checks.keyfigures import of_sort
from kunlun_cli.checks.relations import SEVERITY_OF, Match, best_match, disagreement, evidence, match
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.records import FinancialRecord


def _apply(facts: Facts) -> Iterator[Finding | Evidence]:
    for record in of_sort(facts, "ratio"):
        printed, current, base = (figure(record, name) for name in ("change", "value", "prior"))
        if printed is not None and current is not None and base is not None:
            yield _judge(record, printed, current, base)


def _judge(record: FinancialRecord, printed: Figure, current: Figure, base: Figure) -> Finding | Evidence:
    points = current.interval - base.interval
    relative = relative_change(current.interval, base.interval)
    before = figure(record, "prior_before_restatement")
    accepted = [points, *([relative] if record.unit == "times" else [])]
    found = best_match(printed, accepted)
    if found is Match.MEETS:
        return evidence(printed, points)
    message = f"change printed {{printed}} points, but {current.text} against {base.text} gives {{expected}}"
    customs = [(relative, "as a change in per cent, not in points")]
    if before is not None:
        customs.append((current.interval - before.interval, "against the figure before the restatement"))
    for computed, remark in customs:
        if match(printed, computed) <= Match.TRUNCATED:
            message += f"; it was computed {remark}"
            found = Match.TRUNCATED
            break
    return disagreement(
        printed,
        points,
        severity=SEVERITY_OF[found],
        subject=record.label,
        message=message,
        others=(current, base),
    )


RULE = Rule(
    code="KL102",
    name="change of a ratio",
    severity="error",
    checks="The printed change of a ratio is the difference of the two ratios beside it, in percentage points.",
    why="格式准则第2号, 第3号. Shanghai prints 增加1.30个百分点, Shenzhen -5.32% and means points.",
    formula="current - prior",
    trips=Case(
        "加权平均净资产收益率 4.21% against 9.16%, change printed 4.95%: the sign is lost",
        key_figures(line("roe_weighted", "加权平均净资产收益率", "4.21", "9.16", "4.95", unit="%")),
    ),
    holds=Case(
        "加权平均净资产收益率 4.21% against 9.16%, change printed -4.95%",
        key_figures(line("roe_weighted", "加权平均净资产收益率", "4.21", "9.16", "-4.95", unit="%")),
    ),
    apply=_apply,
)
