"""KL621: the segment report against the statements."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.segment_report import judge_segment_report


def _example(total: str) -> Facts:
    rows = (
        ("资产总额", "606,447,216.11", "226,986,610.07", "158,710,161.71", "674,723,664.47"),
        ("负债总额", "79,887,476.78", "52,546,301.92", "30,160,209.78", total),
    )
    sheet = table(("项目", "医药", "染料", "分部间抵销", "合计"), *rows, title="报告分部的财务信息")
    line = stated("total_liabilities", "负债合计", "102,273,568.92", "98,003,117.20", of="balance_sheet")
    return replace(statements(line), tables=sheet.tables)


RULE = Rule(
    code="KL621",
    name="segment report",
    checks="In the segment report the totals of assets, liabilities and profit are the lines of the consolidated "
    "statements, and what the segments make after what goes between them.",
    why="CAS 35: the totals are reconciled with the statements. An error where the segments make what the statements "
    "print, or where the total is that of the statements and a slip in one segment explains the rest; a warning "
    "where all three differ.",
    formula="sum of the segments ± eliminations = total = line of the statements",
    trips=Case("liabilities of 102,273,568.92, printed 102,273,568.72 in total", _example("102,273,568.72")),
    holds=Case("liabilities of 102,273,568.92 in both places", _example("102,273,568.92")),
    apply=judge_segment_report,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
