"""KL112: a quarter within the year to date."""

from __future__ import annotations

from kunlun_cli.checks.cases import key_figures, line
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure


def _apply(facts: Facts) -> Said:
    for item in ("revenue", "total_revenue"):
        quarter, year = find(facts, item, "quarter"), find(facts, item, "year_to_date")
        if quarter is None or year is None:
            continue
        part, whole = figure(quarter, "value"), figure(year, "value")
        if part is None or whole is None:
            continue
        if part.value <= whole.value:
            yield Evidence.STRONG
            continue
        message = f"the quarter is printed as {part.text}, more than the {whole.text} of the year so far"
        yield accused(quarter.label, message, part, whole, expected=f"at most {whole.text}")


def _example(quarter: str) -> Facts:
    return key_figures(
        line("revenue", "营业收入", quarter, span="quarter"),
        line("revenue", "营业收入", "9,000,000,000.00"),
    )


RULE = Rule(
    code="KL112",
    name="quarter within the year to date",
    checks="The revenue of the third quarter is not more than that of the year so far.",
    why="The quarterly form gives 本报告期 and 年初至报告期末 beside each other; no half-year has negative revenue.",
    formula="quarter ≤ year to date",
    trips=Case("本报告期 30 亿 printed with a digit more, 年初至报告期末 90 亿", _example("30,000,000,000.00")),
    holds=Case("本报告期 30 亿, 年初至报告期末 90 亿", _example("3,000,000,000.00")),
    apply=_apply,
)
