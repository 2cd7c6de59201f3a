"""Holders in laid-out texts, whose characters' places do not always show the columns."""

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


COUNTS = """                   年度报告披露日                                                       年度报告披露日前一
报告期末普通                                        报告期末表决权恢复
            42,136 前一个月末普通           47,773                                    0 个月末表决权恢复的           0
股股东总数                                         的优先股股东总数
                   股股东总数                                                         优先股股东总数
"""


def test_a_number_and_the_label_right_of_it_are_two():
    """One space parted them: the label had been taken for another's, and the number was lost in silence."""
    (table,), _ = tables("（1） 普通股股东总数\n单位：股\n" + COUNTS + TEXT.split("\n", 1)[1])
    assert [row for row in table if len(row) == 2][:4] == [
        ["报告期末普通股股东总数", "42,136"],
        ["年度报告披露日前一个月末普通股股东总数", "47,773"],
        ["报告期末表决权恢复的优先股股东总数", "0"],
        ["年度报告披露日前一个月末表决权恢复的优先股股东总数", "0"],
    ]


ROWS = """                              前十名无限售条件股东持股情况
                                持有无限售条件流通股的                     股份种类及数量
            股东名称
                                    数量                     种类         数量
香港中央结算有限公司                                197,512,701     人民币普通股          197,512,701
云岭控股集团有限公司                                122,304,000     人民币普通股          122,304,000
青山远望投资管理有限公司－青山价值一                         26,108,640                     26,108,640
                                                          人民币普通股
号证券投资私募基金
某某银行股份有限公司－远望均衡价值三                         24,384,281                     24,384,281
                                                          人民币普通股
年持有期混合型证券投资基金
王某某                                       21,993,882     人民币普通股           21,993,882
"""


def test_two_classes_of_shares_are_of_two_rows():
    """The second half of a name, and the class beside it, had gone to the holder below."""
    (table,), problems = tables(ROWS)
    names = [
        "青山远望投资管理有限公司－青山价值一号证券投资私募基金",
        "某某银行股份有限公司－远望均衡价值三年持有期混合型证券投资基金",
    ]
    assert [row[2] for row in table if row[0] in names] == ["人民币普通股"] * 2
    assert not problems
