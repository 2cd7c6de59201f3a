"""A doubt on a word goes with its cell to the record: the figure is withheld and named, words are given."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.extract.distribution import read_distribution
from kunlun_cli.extract.doubted import withheld
from kunlun_cli.extract.financials import read_financials
from kunlun_cli.extract.holders import read_holders
from kunlun_cli.extract.narrative import narrative
from kunlun_cli.extract.segments import segment_tables
from kunlun_cli.pages.page import Page
from kunlun_cli.records import Financials, Holders
from kunlun_cli.tables.blocks import blocks
from tests.unit.drawn import line
from tests.unit.pages import grid, report

REASON = "another text stands on it"
KEY = ["主要会计数据和财务指标", "单位：元", grid(
    ["", "本报告期", "上年同期", "本报告期比上年同期增减"],
    ["营业收入", "2,501,811.16", "2,425,229.54", "3.16%"],
    ["归属于上市公司股东的净利润", "389,110.77", "358,660.92", "8.49%"],
    ["基本每股收益（元/股）", "0.32", "0.29", "10.34%"],
)]  # fmt: skip
TOP = ["前10名股东持股情况", grid(
    ["股东名称", "股东性质", "持股比例", "持股数量", "质押、标记或冻结情况"],
    ["甲公司", "境内非国有法人", "15.41%", "189,744,943", "质押1,000,000"],
)]  # fmt: skip


def doubted(pages: list[Page], text: str) -> list[Page]:
    """The pages with a doubt on the glyphs of the first place where some text stands."""
    out = []
    for page in pages:
        at = "".join(w.text for w in page.words).find(text)
        words = [w._replace(doubt=REASON) if at <= i < at + len(text) else w for i, w in enumerate(page.words)]
        out.append(replace(page, words=tuple(words)) if at >= 0 else page)
    return out


def financials(text: str) -> Financials:
    return withheld(read_financials(blocks(doubted(report(*KEY), text))))


def holders(text: str) -> Holders:
    return withheld(read_holders(blocks(doubted(report(*TOP), text))))


def test_a_name_that_is_a_picture_is_named():
    """It was given as lost characters, and no problem told of it."""
    pages = [
        replace(p, words=tuple(w._replace(text="\ufffd", doubt=REASON) if w.text in "甲公司" else w for w in p.words))
        for p in report(*TOP)
    ]
    found = withheld(read_holders(blocks(pages)))
    assert [p.message for p in found.problems if p.code == "doubted-cell" and "name" in p.message]


@pytest.mark.parametrize(("text", "field"), [("2,501,811.16", "value"), ("2,425,229.54", "prior"), ("3.16%", "change")])
def test_the_figure_of_a_doubted_cell_is_withheld_and_named(text: str, field: str):
    plain, found = read_financials(blocks(report(*KEY))), financials(text)
    assert getattr(plain.records[0], field) is not None
    assert getattr(found.records[0], field) is None
    assert (found.records[0].change_unit is None) == (field == "change")
    (problem,) = (p for p in found.problems if p.code == "doubted-cell")
    assert problem.message == f"营业收入: {field} is printed as {text!r}, but {REASON}"
    assert problem.page == 1
    assert found.records[1:] == plain.records[1:]


def test_one_doubted_glyph_is_enough():
    assert financials("5").records[0].value is None


def test_a_doubted_label_is_given_and_named():
    found = financials("营业收入")
    assert (found.records[0].label, found.records[0].value) == ("营业收入", Decimal("2501811.16"))
    assert [p.code for p in found.problems] == ["doubted-cell"]


def test_a_doubted_name_is_given_and_named():
    found = holders("甲公司")
    assert (found.records[0].name, found.records[0].shares) == ("甲公司", 189_744_943)
    assert [p.code for p in found.problems if p.code == "doubted-cell"] == ["doubted-cell"]


def test_doubted_pledges_are_withheld():
    assert read_holders(blocks(report(*TOP))).records[0].pledges
    found = holders("1,000,000")
    assert found.records[0].pledges == ()
    assert any("pledges" in p.message for p in found.problems)


def test_nothing_doubted_nothing_changed():
    found = read_financials(blocks(report(*KEY)))
    assert withheld(found) is found


def test_doubted_lines_on_customers_are_withheld_and_named():
    sentence = line("前五名客户销售额754,491.02万元，占年度销售总额68.77%；其中关联方销售额0万元，占年度销售总额0。")
    rows = (
        line("前五名供应商合计采购金额（元） 41,405,756.60"),
        line("前五名供应商合计采购金额占年度采购总额比例 11.33%"),
    )
    found = segment_tables([[sentence, *rows]]).counterparties
    assert [(c.side, c.share) for c in found] == [("customers", Decimal("68.77")), ("suppliers", Decimal("11.33"))]
    unsure = withheld(segment_tables([[block._replace(doubt=REASON) for block in (sentence, *rows)]]))
    assert [(c.amount, c.share) for c in unsure.counterparties] == [(None, None)] * 2
    assert {p.code for p in unsure.problems} == {"doubted-cell"}


def test_a_doubted_sentence_on_the_plan_is_withheld_and_named():
    text = "以总股本200,000,000股为基数，每10股派发现金红利2.50元（含税），共计派发50,000,000.00元。"
    plans, _ = read_distribution([[line(text)._replace(doubt=REASON)]])
    found = withheld(Financials(distribution=plans))
    assert plans[0].cash_per_ten == Decimal("2.50")
    assert (found.distribution[0].base_shares, found.distribution[0].cash_per_ten) == (None, None)
    assert {p.code for p in found.problems} == {"doubted-cell"}


def test_figures_of_a_doubted_paragraph_are_not_given_and_it_is_named():
    text = ["第三节 管理层讨论与分析", "一、概述", "报告期内，公司实现营业收入12.34亿元，同比增长5.67%。"]
    given = [line(t, top=20.0 * i)._replace(x1=10.0 * len(t)) for i, t in enumerate(text)]
    _, metrics, problems = narrative(given)
    assert (len(metrics), problems) == (1, ())
    _, metrics, problems = narrative([*given[:2], given[2]._replace(doubt=REASON)])
    assert metrics == ()
    assert [(p.code, p.message) for p in problems] == [
        ("doubted-cell", f"figures stated in {text[2][:20]!r} are not given: {REASON}")
    ]


def test_a_doubted_paragraph_that_states_no_figure_is_not_named():
    days = line("详细内容请见2022年5月9日、2022年6月8日公司在《证券时报》的公告。", top=40.0)
    headings = [line(t, top=20.0 * i) for i, t in enumerate(("第三节 管理层讨论与分析", "一、概述"))]
    assert narrative([*headings, days._replace(doubt=REASON)])[1:] == ((), ())
