"""Texts whose cells are marked: JSON lines, bars, tabs."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from kunlun_cli import read
from kunlun_cli.pages.cells import marked_cells

LINES = [
    "云岭电子股份有限公司",
    "2024 年半年度报告摘要",
    "本半年度报告摘要来自半年度报告全文。",
    "重要提示",
    "主要会计数据和财务指标",
]
FIGURES = [
    ["", "本报告期", "上年同期", "本报告期比上年同期增减"],
    ["营业收入（元）", "200,000,000.00", "100,000,000.00", "100.00%"],
    ["归属于上市公司股东的净利润（元）", "20,000,000.00", "10,000,000.00", "100.00%"],
    ["基本每股收益（元/股）", "0.20", "0.10", "100.00%"],
    ["", "本报告期末", "上年度末", "本报告期末比上年度末增减"],
    ["总资产（元）", "900,000,000.00", "600,000,000.00", "50.00%"],
]
TITLE = "3、公司股东数量及持股情况"
COUNTS = [["报告期末普通股股东总数", "12,345", "报告期末表决权恢复的优先股股东总数（如有）", "0"]]
NAMES = "甲乙丙丁戊己庚辛壬癸"
TEN = [
    [f"某某{c}", "境内自然人", f"{10 - i}.00%", f"{10 - i},000,000", "0", "质押", "300"] for i, c in enumerate(NAMES)
]
OVER = ["股东名称", "股东性质", "持股比例", "持股数量", "持有有限售条件的股份数量", "质押、标记或冻结情况"]


def json_lines(*, figures: str = "excel") -> str:
    """As FinGLM has them: a row lists only the cells that are printed."""
    rows = [*COUNTS, OVER, ["股份状态", "数量"], *TEN]
    made = [
        {"page": 1, "type": "页眉", "inside": "云岭电子股份有限公司"},
        *({"type": "text", "inside": t} for t in LINES),
    ]
    made += [{"page": 2, "type": figures, "inside": str(r)} for r in FIGURES]
    made.append({"page": 2, "type": "text", "inside": TITLE})
    made += [{"page": 2, "type": figures, "inside": str(r)} for r in rows]
    return "\n".join(json.dumps(m, ensure_ascii=False) for m in made)


def separated(separator: str) -> str:
    rows = [*FIGURES, [TITLE], *COUNTS, [*OVER, ""], ["", "", "", "", "", "股份状态", "数量"], *TEN]
    return "\n".join([*LINES, *(separator.join(r) for r in rows)])


@pytest.mark.parametrize("text", [json_lines(), separated(" | "), separated("\t")], ids=["json", "bars", "tabs"])
def test_each_kind_of_marked_cells_gives_the_same(text):
    found = read(text.encode(), name="made.txt")
    assert found.info.format == "text"
    assert [r.value for r in found.financials.records] == [
        Decimal("200000000.00"),
        Decimal("20000000.00"),
        Decimal("0.20"),
        Decimal("900000000.00"),
    ]
    assert found.holders.counts.holders == 12345
    assert [h.shares for h in found.holders.records] == [(10 - i) * 1_000_000 for i in range(10)]
    assert found.holders.records[0].pledges
    assert found.holders.records[0].pledges[0].shares == 300


def test_running_headers_of_json_lines_are_left_out():
    parts = marked_cells(json_lines())
    assert parts is not None
    assert parts[0] == "云岭电子股份有限公司"
    assert parts[1] == "2024 年半年度报告摘要"


@pytest.mark.parametrize(
    "text", ["重要提示\n营业收入  12,345.00  3.16%\n" * 9, "{}", '{"a": 1}', "[1, 2]", "a|b\n" * 9, "{" * 9]
)
def test_other_texts_are_left_alone(text):
    assert marked_cells(text) is None
