"""A made-up report of three pages, on which the hostile files are variations."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.pdf import filing, shown, table

KEY_ROWS: tuple[tuple[str, ...], ...] = (
    ("", "2024年", "2023年", "本年比上年增减", "2022年"),
    ("营业收入（元）", "1,200,000,000.00", "1,000,000,000.00", "20.00%", "900,000,000.00"),
    ("归属于上市公司股东的净利润（元）", "120,000,000.00", "100,000,000.00", "20.00%", "90,000,000.00"),
    ("经营活动产生的现金流量净额（元）", "150,000,000.00", "100,000,000.00", "50.00%", "80,000,000.00"),
    ("基本每股收益（元/股）", "1.20", "1.00", "20.00%", "0.90"),
    ("资产总额（元）", "3,000,000,000.00", "2,500,000,000.00", "20.00%", "2,000,000,000.00"),
)
HOLDERS: tuple[tuple[str, str], ...] = tuple(
    (f"测试股东{mark}", f"{count:,}")
    for mark, count in zip("甲乙丙丁戊己庚辛壬癸", range(10_000_000, 0, -1_000_000), strict=True)
)


def holder_rows(names: Sequence[str] | None = None) -> list[list[str]]:
    """The rows of the ten largest holders, of a company with 100 million shares."""
    rows = [["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量"]]
    for (name, shares), given in zip(HOLDERS, names or [name for name, _ in HOLDERS], strict=True):
        rows.append([given or name, "境内自然人", f"{int(shares.replace(',', '')) / 1_000_000:.2f}%", shares, "0"])
    return rows


def cover(company: str = "测试股份有限公司", short: str = "测试股份") -> bytes:
    """The first page."""
    return (
        shown(f"证券代码：300999 证券简称：{short} 公告编号：2025-001", 60, 800)
        + shown(company, 180, 740, 16)
        + shown("2024年年度报告摘要", 200, 700, 16)
        + shown("一、重要提示", 60, 660)
        + shown(
            "本年度报告摘要来自年度报告全文，为全面了解本公司的经营成果、财务状况及未来发展规划，投资者应当阅读全文。",
            60,
            640,
        )
    )


def figures(key_rows: Sequence[Sequence[str]] = KEY_ROWS) -> bytes:
    """The page of key figures."""
    return (
        shown("二、公司基本情况", 60, 810)
        + shown("3、主要会计数据和财务指标", 60, 790)
        + shown("（1）近三年主要会计数据和财务指标", 60, 770)
        + shown("公司是否需追溯调整或重述以前年度会计数据", 60, 750)
        + shown("□是 ☑否", 60, 735)
        + shown("单位：元", 480, 735)
        + table(key_rows, 50, 725, (160, 90, 90, 70, 85))
    )


def holders(names: Sequence[str] | None = None) -> bytes:
    """The page of shareholders."""
    return (
        shown("4、股本及股东情况", 60, 810)
        + shown("（1）前10名股东持股情况表", 60, 790)
        + shown("单位：股", 480, 775)
        + table(
            [["报告期末普通股股东总数", "12,345", "年度报告披露日前一个月末普通股股东总数", "12,300"]],
            50,
            765,
            (140, 70, 210, 75),
        )
        + shown("前10名股东持股情况（不含通过转融通出借股份）", 60, 730)
        + table(holder_rows(names), 50, 720, (150, 80, 70, 90, 105))
        + shown("5、在年度报告批准报出日存续的债券情况", 60, 460)
    )


def report(**options: object) -> bytes:
    """The report; `options` are those of `tests.hostile.pdf.filing`."""
    return filing([cover(), figures(), holders()], **options)  # type: ignore[arg-type]


TEXT = """证券代码：300999 证券简称：测试股份 公告编号：2025-001

测试股份有限公司
2024年年度报告摘要

一、重要提示
本年度报告摘要来自年度报告全文，为全面了解本公司的经营成果、财务状况及未来发展规划，投资者应当阅读年度报告全文。

二、公司基本情况
3、主要会计数据和财务指标
（1）近三年主要会计数据和财务指标
公司是否需追溯调整或重述以前年度会计数据
□是 ☑否
单位：元
                                   2024年              2023年              本年比上年增减    2022年
营业收入（元）                     1,200,000,000.00    1,000,000,000.00    20.00%            900,000,000.00
归属于上市公司股东的净利润（元）   120,000,000.00      100,000,000.00      20.00%            90,000,000.00
基本每股收益（元/股）              1.20                1.00                20.00%            0.90
资产总额（元）                     3,000,000,000.00    2,500,000,000.00    20.00%            2,000,000,000.00

4、股本及股东情况
（1）前10名股东持股情况表
单位：股
前10名股东持股情况（不含通过转融通出借股份）
股东名称        股东性质      持股比例    持股数量      持有有限售条件的股份数量
测试股东甲      境内自然人    10.00%      10,000,000    0
测试股东乙      境内自然人    9.00%       9,000,000     0
"""

VALUES = ["1200000000.00", "120000000.00", "150000000.00", "1.20", "3000000000.00"]
"""The figures of the current year, as kunlun gives them."""
