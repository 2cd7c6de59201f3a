"""KL117: dividends in several places."""

from __future__ import annotations

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.dividends import judge_dividends
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule


def _example(share: str) -> Facts:
    heads = ("分红年度", "现金分红金额（含税）", "归属于上市公司普通股股东的净利润", "占净利润的比率(%)")
    return table(
        heads,
        ("2024年", "64,350,000.00", "402,233,891.06", "16.00"),
        ("2023年", "64,350,000.00", "358,950,104.80", share),
        ("2022年", "107,250,000.00", "311,392,158.87", "34.44"),
    )


RULE = Rule(
    code="KL117",
    name="dividends elsewhere",
    checks="The cash of the plan is that of the table of three years and of the events after the period; the profits "
    "of the three years are the key figures, and each share of them follows; what the note on undistributed profit "
    "says was distributed is what the statement of changes in equity says.",
    why="格式准则第2号: 利润分配; CAS 29, 30. One figure that stands twice is accused where a slip explains it and the "
    "other ones agree, or the plan's own arithmetic confirms it; a share where two years follow, or the share "
    "beside it.",
    formula="dividend / net profit × 100; the same figure in each place",
    trips=Case("64,350,000.00 of 358,950,104.80 printed as 19.73; two years follow", _example("19.73")),
    holds=Case("64,350,000.00 of 358,950,104.80 printed as 17.93", _example("17.93")),
    apply=judge_dividends,
    since="0.2",
    tables=True,
    kind="ties",
)
