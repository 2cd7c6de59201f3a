"""Statements as they look: chief lines and sums strong, others below them, parts of a line faint."""

from __future__ import annotations

from kunlun_cli.records import FilingInfo
from kunlun_cli.render.view_statements import statement_sheets
from tests.unit.sheets import BALANCE, INCOME, statements, table


def looks(statement: str) -> dict[object, tuple[int, bool, bool]]:
    given = statements(
        *("合并资产负债表", "单位：元", table(BALANCE, ("项目", "期末余额", "期初余额"))),
        *("合并利润表", "单位：元", table(INCOME, ("项目", "本期发生额", "上期发生额"))),
    )
    sheets = statement_sheets(FilingInfo(source="a.pdf", sha256="", format="pdf"), given)["records"]
    (sheet,) = (sheet for sheet in sheets if sheet.key == f"{statement}_consolidated")
    return {row.values["label"]: (row.depth, row.strong, row.faint) for row in sheet.rows}


def test_chief_lines_are_strong_those_below_them_deeper_and_parts_faint() -> None:
    found = looks("income_statement")
    assert found["营业总收入"] == (0, True, False)
    assert found["营业收入"] == (1, False, True)
    assert found["销售费用"] == (1, False, False)
    assert found["基本每股收益 (CNY/share)"] == (1, False, False)


def test_sums_are_strong_where_no_line_has_a_number() -> None:
    found = looks("balance_sheet")
    assert found["货币资金"] == (0, False, False)
    assert found["流动资产合计"] == (0, True, False)
