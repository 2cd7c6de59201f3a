"""Figures stated in the narrative."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.extract.metrics import metrics
from kunlun_cli.extract.outline import headings
from kunlun_cli.extract.paragraphs import Paragraph
from kunlun_cli.extract.quantities import quantities
from kunlun_cli.records import FilingInfo, Metric


def stated(*texts: str, info: FilingInfo | None = None) -> list[Metric]:
    found = [Paragraph(t, ((0, 1),)) for t in texts]
    return metrics(found, headings(found), info)


def short(text: str) -> list[tuple[str, str, str | None, str | None, str | None, str | None, str | None]]:
    return [
        (
            m.subject,
            m.metric,
            None if m.value is None else str(m.value),
            m.unit,
            None if m.change is None else str(m.change),
            m.change_unit,
            m.bound,
        )
        for m in stated(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公司实现营业总收入12.5亿元，同比增长3.16%。", ("公司", "营业总收入", "1250000000", "CNY", "3.16", "%", None)),
        ("公司实现营业收入3,012.50万元，较上年同期下降13.26%。",
         ("公司", "营业收入", "30125000", "CNY", "-13.26", "%", None)),
        ("公司营业收入增长21.7%至2.5亿元。", ("公司", "营业收入", "250000000", "CNY", "21.7", "%", None)),
        ("公司整体毛利率达78.20%。", ("公司", "毛利率", "78.20", "%", None, None, None)),
        ("公司毛利率为30.1%，同比下降1.02个百分点。", ("公司", "毛利率", "30.1", "%", "-1.02", "pp", None)),
        ("公司实现归属于上市公司股东的净利润-0.09亿元，同比下降112.27%。",
         ("公司", "归属于上市公司股东的净利润", "-9000000", "CNY", "-112.27", "%", None)),
        ("Nova实现经调整后EBITDA 5,152万美元，同比增长22%。",
         ("Nova", "经调整后EBITDA", "51520000", "USD", "22", "%", None)),
        ("社交产品Nova日活跃用户（DAU）突破50万。",
         ("Nova", "日活跃用户（DAU）", "500000", None, None, None, "at_least")),
        ("公司拥有有效专利250余项。", ("公司", "有效专利", "250", None, None, None, "at_least")),
        ("公司服务近800家客户。", ("公司", "服务客户", "800", None, None, None, "about")),
        ("公司在手订单金额同比增长超40%。", ("公司", "在手订单金额", None, None, "40", "%", "at_least")),
        ("其中，医药业务实现收入约2亿港元。", ("医药业务", "收入", "200000000", "HKD", None, None, "about")),
        ("由于采用新技术，“星辰3.0”的推理成本有近3倍的下降。",
         ("星辰3.0", "推理成本", None, None, "-3", "times", "about")),
        ("中国医疗器械市场规模由2019年的6,235亿元增长至2023年的10,358亿元。",
         ("中国医疗器械", "市场规模", "1035800000000", "CNY", None, None, None)),
        ("公司实现营业收入2.2亿元，上年同期2亿元，增加0.2亿元，增长10.00%。",
         ("公司", "营业收入", "220000000", "CNY", "10.00", "%", None)),
        ("公司实现营业收入2.2亿元（同比增长10%）。", ("公司", "营业收入", "220000000", "CNY", "10", "%", None)),
    ],
)  # fmt: skip
def test_one_figure(text: str, expected: tuple[str | None, ...]) -> None:
    assert short(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2024年8月，公司推出了新产品，2025年10月将发布2.0版本。",
        "公司采用5G技术，模型总参数量为146B，拥有4000亿参数。",
        "公司位列第88名，地址为某路46号，支持44,100Hz采样率和6分钟的歌曲。",
        "公司计划实现营业收入10亿元，力争同比增长20%。",
        "公司预计2025年营业收入达到10亿元。",
        "公司营业收入、净利润分别为10亿元、2亿元，同比分别增长10%、20%。",
        "毛利率在10%-20%之间。",
        "公司产能达到30,000L，建筑面积2,000平方米。",
        "注册资本为5,000万元，持股比例为60%。",
        "利息收入同比减少2,638万元。",
        "前5名客户和每10股的情况见下表。",
        "双方合作近三年，团队从事该行业超过20年。",
    ],
)
def test_what_is_no_figure_is_not_listed(text: str) -> None:
    assert stated(text) == []


def test_a_change_never_goes_to_another_clauses_figure() -> None:
    text = "公司实现营业收入10亿元，主要由于市场需求旺盛且新产品销量增加，员工人数同比增长30%。"
    [first] = [m for m in stated(text) if m.metric == "营业收入"]
    assert first.change is None


def test_each_part_has_its_own_change_and_the_whole_speaks_again_after_it() -> None:
    text = (
        "公司实现营业收入109.72亿元，其中软件业务收入为71.64亿元，同比增长5%，"
        "外包业务收入为37.65亿元；实现归属上市公司股东的净利润13.05亿元。"
    )
    assert [(m.subject, str(m.value), m.change) for m in stated(text)] == [
        ("公司", "10972000000", None),
        ("软件业务", "7164000000", Decimal(5)),
        ("外包业务", "3765000000", None),
        ("公司", "1305000000", None),
    ]


def test_a_share_is_told_with_what_it_is_a_share_of() -> None:
    text = "公司海外业务收入规模达22.05亿元，同比增长9.02%，占总收入比重达88.16%。"
    assert [(m.metric, str(m.value), m.unit, m.change) for m in stated(text)] == [
        ("海外业务收入", "2205000000", "CNY", Decimal("9.02")),
        ("海外业务收入占总收入比重", "88.16", "%", None),
    ]


def test_a_bound_of_the_change_is_not_given_to_the_value() -> None:
    first, second = stated("医药业务收入3.79亿元，同比增长超130%。")
    assert (first.value, first.change, first.bound) == (Decimal(379000000), None, None)
    assert (second.value, second.change, second.bound) == (None, Decimal(130), "at_least")


def test_parts_of_those_hired_were_hired_too() -> None:
    assert [m.metric for m in stated("公司共引进高级人才54人，其中博士24人。")] == ["引进高级人才", "引进博士"]


def test_a_proviso_belongs_to_the_metric() -> None:
    [figure] = stated("剔除股份支付影响后，公司实现归属于上市公司股东的净利润1.2亿元。")
    assert figure.metric == "剔除股份支付影响后归属于上市公司股东的净利润"


def test_comparator_and_period_are_told() -> None:
    [figure] = stated("公司第二季度实现收入16亿元，环比一季度增长6.87%。")
    assert (figure.comparator, figure.period) == ("环比一季度", "第二季度")


def test_the_subject_of_a_paragraph_on_a_subsidiary_is_not_the_company() -> None:
    text = "广州某某实现营业收入5,000万元。净利润300万元。"
    assert [m.subject for m in stated(text)] == ["广州某某"]


def test_the_short_name_is_the_company() -> None:
    info = FilingInfo("a.pdf", "", "pdf", short_name="昆仑测试")
    assert [m.subject for m in stated("昆仑测试实现营业收入5亿元。", info=info)] == ["公司"]


def test_the_section_is_that_of_the_heading_above() -> None:
    found = stated(
        "公司实现营业收入5亿元。", "1、甲业务", "Nova实现收入1亿元。", "报告期内公司所处行业情况：", "公司毛利率为50%。"
    )
    assert [m.section for m in found] == [None, "1", None]


def test_the_quote_is_the_clause_and_the_page_is_where_it_begins() -> None:
    text = "本报告期业绩良好。公司实现营业收入5亿元，同比增长10%。"
    paragraph = Paragraph(text, ((0, 7), (9, 8)))
    [figure] = metrics([paragraph], [])
    assert (figure.quote, figure.page) == ("公司实现营业收入5亿元，同比增长10%", 8)


def test_a_figure_that_a_page_s_end_parts_from_its_clause_is_told_of_the_page_that_it_stands_on() -> None:
    """It was told of the page on which its clause begins, where nobody finds it."""
    text = "公司实现营业收入5亿元，同比增长10%。研发投入同比增长20%。"
    for cut, pages in ((4, (8, 8, 8)), (14, (7, 8, 8)), (24, (7, 7, 8))):
        revenue, research = metrics([Paragraph(text, ((0, 7), (cut, 8)))], [])
        change = revenue.cells.get("change")
        assert (revenue.page, change.page if change else revenue.page, research.page) == pages


def test_a_paragraph_that_does_not_end_like_a_sentence_states_nothing() -> None:
    assert stated("营业收入5亿元 同比增长10%") == []


@pytest.mark.parametrize("text", ["9" * 60 + ".12万元", "营业" * 5000 + "收入5亿元", "公司收入" + "1亿元、" * 3000])
def test_text_beyond_all_measure_gives_nothing_and_no_error(text: str) -> None:
    assert stated(text + "。") == []


@given(st.decimals(min_value=1, max_value=99999, places=2), st.sampled_from(["", "万", "亿", "千", "百万"]))
def test_amounts_are_scaled_exactly(value: Decimal, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6}[scale]
    [found] = quantities(f"收入{value:,}{scale}元")
    assert found.value == value * factor
    assert found.unit == "CNY"


@given(st.text(alphabet="公司收入增长同比其中，。；（）占比率0123456789.%亿万元倍个家AB ", max_size=80))
def test_any_text_gives_figures_that_it_prints(text: str) -> None:
    for figure in stated(text + "。"):
        assert figure.quote in text + "。"
        assert (figure.value is None) <= (figure.change is not None)
