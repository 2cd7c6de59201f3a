"""Natures of holders in laid-out texts, whose characters' places do not always show the columns."""

from __future__ import annotations

import pytest

from kunlun_cli.tables.text.names import nature_within
from tests.unit.test_text_blocks import tables

HEAD = """报告期末普通股股东总数                        12,345   报告期末表决权恢复的优先股股东总数（如有）       0
                                  前 10 名股东持股情况
                                                                        持有有限售条 质押、标记或冻结情况
         股东名称                   股东性质          持股比例        持股数量
                                                                        件的股份数量  股份状态  数量
"""


def row(name: str, rank: int, nature: str = "国有法人") -> str:
    figures = f"{19 - rank}.00% {190 - rank},000,000                    0 不适用                  0"
    return f"{name:<30}{nature:<19}{figures}\n"


OWN = ["云岭控股集团有限公司", "某某投资管理有限责任公司", "香港中央结算有限公司", "李某某", "王某某", "赵某某"]
TEXT = (
    HEAD
    + "".join(row(name, i) for i, name in enumerate(OWN))
    + "某某银行股份有限公司－青山远望中小盘\n"
    + f"{'':21}{'其他':<28}12.00% 120,000,000                   0 不适用                  0\n"
    + "股票型证券投资基金\n"
    + f"{'某某银行－青山聚丰混合型证券投资基金 其他':<49}11.00% 110,000,000              0 不适用                  0\n"
    + "上述股东关联关系或一致行动的说明  未知。\n"
)


def test_a_nature_beside_a_name_or_between_two_lines_of_it_is_no_part_of_the_name():
    """The names had it in their middle or at their end."""
    (table,), _ = tables(TEXT)
    assert [row[:4] for row in table if "某某银行" in row[0]] == [
        ["某某银行股份有限公司－青山远望中小盘股票型证券投资基金", "其他", "12.00%", "120,000,000"],
        ["某某银行－青山聚丰混合型证券投资基金", "其他", "11.00%", "110,000,000"],
    ]


@pytest.mark.parametrize(
    "parts", [("其他",), ("甲基金 其他", "乙 国有法人"), ("青山其他基金",), ("青山基金", "有限公司")]
)
def test_what_is_no_nature_apart_stays_in_the_name(parts: tuple[str, ...]):
    assert nature_within(parts) is None
