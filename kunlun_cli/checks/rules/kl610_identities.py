"""KL610: the identities of the financial statements."""

from __future__ import annotations

from kunlun_cli.checks.cases import stated, statements
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.identities import judge_identities
from kunlun_cli.checks.rule import Case, Rule


def _example(total: str) -> Facts:
    return statements(
        stated("total_current_assets", "流动资产合计", "410,000,000.00", "380,000,000.00", of="balance_sheet"),
        stated("total_noncurrent_assets", "非流动资产合计", "590,000,000.00", "520,000,000.00", of="balance_sheet"),
        stated("total_assets", "资产总计", total, "900,000,000.00", of="balance_sheet"),
    )


RULE = Rule(
    code="KL610",
    name="identities of the statements",
    checks="What the official statements say holds in the balance sheet, the chain of the income statement and "
    "the cash flow statement, of the group and of the parent company, in both periods.",
    why="CAS 30, CAS 31, 财会〔2019〕6号 and the forms of banks, insurers and brokers. A period is accused "
    "only where the identity holds in the other one; of impairments and exchange gains the sign is the "
    "filer's.",
    formula="assets = liabilities + equity; operating profit + non-operating = profit before tax; operating + "
    "investing + financing + exchange = change in cash; and so on",
    trips=Case("410 + 590 million of assets printed as 1,010 million", _example("1,010,000,000.00")),
    holds=Case("410 + 590 million of assets printed as 1,000 million", _example("1,000,000,000.00")),
    apply=judge_identities,
    since="0.2",
    tables=True,
    kind="identities",
)
