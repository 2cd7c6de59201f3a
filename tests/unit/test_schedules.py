"""Tables as figures: one set of columns over pages, headings, rows cut by a page break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kunlun_cli.forms.lines import plain_label
from kunlun_cli.pages.page import Line
from kunlun_cli.schedules.headings import date_of
from kunlun_cli.schedules.long import figure
from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.tables.table import Cell, Row, Table


def table(
    rows: Sequence[Sequence[str]], *, page: int = 1, breaks: Sequence[int] = (), widths: Sequence[float] = ()
) -> Table:
    """A table as drawn; `breaks` are rows with which a further page begins."""
    sides = [80.0]
    for width in widths or [200.0, *[100.0] * (len(rows[0]) - 1)]:
        sides.append(sides[-1] + width)
    out = []
    for i, texts in enumerate(rows):
        number = page + sum(b <= i for b in breaks)
        top = 100.0 + 20 * i
        cells = tuple(
            Cell(t, i, k, 1, 1, number, (sides[k], top, sides[k + 1], top + 20), (t,) if t else ())
            for k, t in enumerate(texts)
        )
        out.append(Row(i, cells, number, top, top + 20, after_break=i in breaks))
    return Table(tuple(out))


def line(text: str, page: int = 1) -> Line:
    return Line(text, page, 80, 50, 300, 60)


def only(table_: Table, *above: str) -> Schedule:
    (made,) = schedules_of([*(line(t) for t in above), table_])
    return made


def test_a_table_is_columns_with_a_meaning_and_rows_with_figures() -> None:
    made = only(
        table([["项目", "附注", "2024年12月31日", "年初余额"], ["货币资金", "七、1", "1,234.50", "(20.00)"]]),
        "合并资产负债表",
        "单位：千元 币种：人民币",
    )
    assert (made.title, made.unit, made.factor) == ("合并资产负债表", "千元", 1000)
    assert [c.kind for c in made.columns] == ["label", "note", "amount", "amount"]
    assert [c.period for c in made.columns] == [None, None, dt.date(2024, 12, 31), "opening"]
    (row,) = made.rows
    assert row.label == "货币资金"
    assert [c.value for c in row.cells] == [None, None, Decimal("1234.50"), Decimal("-20.00")]
    assert row.cells[2].places == 2


def test_a_table_of_facts_has_no_heading() -> None:
    made = only(table([["境内会计师事务所名称", "某某会计师事务所"], ["境内会计师事务所注册会计师姓名", "甲某、乙某"]]))
    assert [c.heading for c in made.columns] == [(), ()]
    assert [row.label for row in made.rows] == ["境内会计师事务所名称", "境内会计师事务所注册会计师姓名"]


def test_without_a_unit_the_factor_is_not_sure() -> None:
    made = only(table([["项目", "期末余额"], ["存货", "1.00"]]))
    assert made.factor is None


def test_columns_of_the_next_page_are_told_by_their_edges_though_padding_is_drawn_as_cells() -> None:
    first = table([["项目", "附注", "期末余额", "期初余额"], ["货币资金", "1", "10.00", "20.00"]])
    rest = table([["存货", "", "", "30.00", "40.00"]], page=2, widths=[190.0, 10.0, 100.0, 100.0, 100.0])
    cells = [c._replace(row=2) for c in rest.rows[0].cells]
    row = Row(2, tuple(cells), 2, 100, 120, after_break=True)
    made = only(Table((*first.rows, row)))
    assert [c.value for c in made.rows[1].cells] == [None, None, 30, 40]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        # The amounts stay on the first page, the label's tail opens the next.
        (["购建固定资产、无形资产和其他长期资产支付的现", "5.00", "6.00"], ["金", "", ""], True),
        (["投资支付的现金", "", "6.00"], ["质押贷款净增加额", "", ""], False),
        (["三、本期增减变动金额", "", "6.00"], ["（一）综合收益总额", "", ""], False),
        # Two labels that fill their lines and begin alike.
        (
            ["按信用风险特征组合计提坏账准备的应收账款及", "", ""],
            ["按组合计提坏账准备的应收账款", "6.00", "5.00"],
            False,
        ),
        # Digits cut by the break.
        (["存货", "1,234,5", "6.00"], ["", "67.00", ""], True),
        # Digits and label cut alike.
        (["支付其他与经营活动有关的", "1,234,5", "6,0"], ["现金", "67.00", "00.00"], True),
    ],
)
def test_a_row_cut_by_the_page_is_one(above: list[str], below: list[str], joined: bool) -> None:
    head = [["项目", "期末余额", "期初余额"], ["货币资金", "1.00", "2.00"]]
    made = only(table([*head, above, below, ["存货", "7.00", "8.00"]], breaks=[3]))
    assert len(made.rows) == (3 if joined else 4)
    if joined:
        assert made.rows[1].label == above[0] + below[0]
        assert made.rows[1].cells[2].value == Decimal((above[2] + below[2]).replace(",", ""))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # The label has room behind it: one that goes on overleaf had filled its line.
        (["杨凌海大", "陕西杨凌", "100"], ["甘肃海大", "甘肃兰州", "100"]),
        # Its line is full, but what stands beside it is a whole cell in another row.
        (["杨凌海大饲料科技有限公司", "陕西杨凌", "80"], ["甘肃海大饲料科技有限公司", "广东广州", "70"]),
    ],
)
def test_whole_figures_in_a_narrow_column_at_the_ends_of_two_pages_are_two(above: list[str], below: list[str]) -> None:
    """Shares of subsidiaries are 100 in row after row, and their column has room for no more."""
    rows = [["子公司简称", "注册地", "直接"], ["广州海维", "广东广州", "100"], above, below]
    made = only(table(rows, breaks=[3], widths=[65.0, 65.0, 35.0]))
    assert [[cell.text for cell in row.cells] for row in made.rows] == rows[1:]


@pytest.mark.parametrize(
    ("rest", "other", "joined"),
    [
        (["", "", "司、国金证券资管", ""], ["电话", "机构", "乙公司", "巨潮"], True),
        (["", "", "少。", ""], ["电话", "机构", "乙公司", "巨潮"], True),
        # Another row is as bare as this one: so are rows in this table.
        (["", "", "丙公司", ""], ["", "", "乙公司", ""], False),
        # A whole cell of another row, a date below a date and a figure are no ends of texts.
        (["", "", "乙公司", ""], ["电话", "机构", "乙公司", "巨潮"], False),
        (["", "", "2024年3月1日", ""], ["电话", "机构", "2024年4月1日", "巨潮"], False),
        (["", "", "10,584", ""], ["电话", "机构", "7,000", "巨潮"], False),
    ],
)
def test_texts_alone_below_a_page_break_are_ends_of_those_above(
    rest: list[str], other: list[str], joined: bool
) -> None:
    """Investors that were received, reasons for a change: a cell of many lines goes on overleaf, its row does not."""
    date = "2024年2月1日" if "日" in rest[2] else "甲基金、产管理"
    rows = [["方式", "类型", "对象", "索引"], ["实地", "机构", date, "公告"], rest, other]
    made = only(table(rows, breaks=[2]))
    whole = [date + rest[2]] if joined else [date, rest[2]]
    assert [row.cells[2].text for row in made.rows] == [*whole, other[2]]


def test_a_doubt_on_the_half_below_the_page_break_is_the_rows_own() -> None:
    made = table([["项目", "期末余额"], ["货币资金", "1.00"], ["存货", "1,234,5"], ["", "67.00"]], breaks=[3])
    half = made.rows[3]
    cells = tuple(c._replace(doubt="covered") if c.text else c for c in half.cells)
    found = only(made._replace(rows=(*made.rows[:3], replace(half, cells=cells))))
    assert [(c.text, c.doubt) for c in found.rows[1].cells] == [("存货", None), ("1,234,567.00", "covered")]


def test_a_heading_inside_a_table_begins_another() -> None:
    made = list(
        schedules_of(
            [
                table(
                    [
                        ["项目", "本期发生额", "上期发生额"],
                        ["收入", "1.00", "2.00"],
                        ["项目", "期末余额", "期初余额"],
                        ["资产", "3.00", "4.00"],
                    ]
                )
            ]
        )
    )
    assert [[c.period for c in s.columns[1:]] for s in made] == [["current", "prior"], ["closing", "opening"]]
    assert [s.number for s in made] == [1, 2]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年12月31日", dt.date(2024, 12, 31)),
        ("2024年度", dt.date(2024, 12, 31)),
        ("2024年半年度", dt.date(2024, 6, 30)),
        ("2024年前三季度（1-9月）", dt.date(2024, 9, 30)),
        ("2024年1月1日至2024年6月30日", dt.date(2024, 6, 30)),
        ("2024年第一季度", dt.date(2024, 3, 31)),
        ("2024.6.30", dt.date(2024, 6, 30)),
        ("2024", dt.date(2024, 12, 31)),
        ("期末余额", None),
    ],
)
def test_dates_of_headings(text: str, day: dt.date | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（一）基本每股收益(元/股)", "基本每股收益(元/股)"),
        ("加：公允价值变动收益（损失以“－”号填列）", "公允价值变动收益"),
        ("1.归属于母公司股东的净利润（净亏损以“-”号填列）", "归属于母公司股东的净利润"),
        ("其中：利息费用", "利息费用"),
        ("流动资产：", "流动资产"),
    ],
)
def test_labels_are_compared_without_numbers_and_signs(text: str, plain: str) -> None:
    assert plain_label(text) == plain


def test_a_frame_too_narrow_for_a_column_is_no_table() -> None:
    assert not list(schedules_of([table([["甲"], ["1.00"]], widths=[3.0])]))


def test_a_row_cut_by_the_page_is_one_though_the_heading_stands_between() -> None:
    head = ["姓名", "职务", "持股数（股）"]
    rows = [head, ["林某", "副总经理、董事会秘书、", "180,000"], head, ["", "财务负责人", ""], ["黄某", "监事", "0"]]
    made = only(table(rows, breaks=[2]))
    assert [[c.text for c in row.cells] for row in made.rows] == [
        ["林某", "副总经理、董事会秘书、财务负责人", "180,000"],
        ["黄某", "监事", "0"],
    ]


@pytest.mark.parametrize(
    ("last", "joined"), [("相关租金减让采用了该会计处理规定中的简化方法在减免", True), ("相关租金减让。", False)]
)
def test_a_long_text_of_several_lines_says_how_much_a_line_of_large_type_holds(last: str, joined: bool) -> None:
    rows = [["内容和原因", "备注"], ["一、收入", "无"], ["", "无"], ["期间将租金减让计入损益。", ""]]
    made = table(rows, breaks=[3], widths=[340.0, 100.0])
    lines = (
        "财政部发布了有关租金减让会计处理的规定本公司采用了",
        "本公司对于自年初起发生的房屋租赁的相关租金减让选择",
        last,
    )
    above = made.rows[2]
    cell = above.cells[0]._replace(text="".join(lines), lines=lines)
    found = only(Table((*made.rows[:2], replace(above, cells=(cell, above.cells[1])), made.rows[3])))
    assert found.rows[-1].label == ("".join(lines) if joined else "") + rows[3][0]


def test_words_cut_by_the_page_are_put_together_where_a_bracket_is_left_open() -> None:
    rows = [
        ["项目", "账面价值", "依据"],
        ["服务(某某医药", "11.00", "综合考虑所"],
        ["科技有限公司)", "", "在地区的增长率"],
        ["甲公司", "", "不适用"],
    ]
    made = only(table(rows, breaks=[2]))
    assert [(r.label, r.cells[2].text) for r in made.rows] == [
        ("服务(某某医药科技有限公司)", "综合考虑所在地区的增长率"),
        ("甲公司", "不适用"),
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["陈某", "监事会主席、职工监事", "52", "0"], ["汪某", "监事", "56", "0"]),
        (["甲公司、乙公司", "COD、氨氮", "1", "无"], ["甲公司", "VOCs、二氧化硫", "2", "无"]),
    ],
)
def test_short_figures_of_two_rows_are_not_the_halves_of_one(above: list[str], below: list[str]) -> None:
    """5256 was read as the age of two supervisors, and 12 as the number of outlets of two plants."""
    rows = [["姓名", "职务", "年龄", "持股数量"], ["张某", "董事", "64", "0"], above, below]
    made = only(table(rows, breaks=[3]))
    assert [[c.text for c in row.cells] for row in made.rows[1:]] == [above, below]


def test_words_that_fill_their_line_go_on_overleaf_in_a_row_with_nothing_else() -> None:
    rows = [
        ["公司名称", "公司类型", "主要业务", "注册资本", "总资产"],
        ["甲公司", "子公司", "增值电信业务，软件开发，软件销售", "10,000.00", "23,375.64"],
        ["", "", "务，计算机软硬件制造等", "", ""],
        ["乙公司", "子公司", "施工", "5,000.00", "6,946.49"],
    ]
    made = only(table(rows, breaks=[2]))
    assert [row.cells[2].text for row in made.rows] == [
        "增值电信业务，软件开发，软件销售务，计算机软硬件制造等",
        "施工",
    ]
    rows[2] = ["有限公司", "", "务，计算机软硬件制造等", "", ""]
    rows[1][0] = "上海某某智能制造科技发展股份某某某某某某某"
    assert only(table(rows, breaks=[2])).rows[0].label.endswith("有限公司")
    rows[1][2] = "软件"
    assert len(only(table(rows, breaks=[2])).rows) == 3, "a line with room for more was not broken for want of it"


def test_what_stands_again_in_its_column_is_no_end_of_a_text() -> None:
    rows = [
        ["行业", "成本构成项目", "本期金额", "占比(%)"],
        ["医药工业", "材料成本", "1,204.33", "62.00"],
        ["医药商业", "采购成本", "533.68", "38.00"],
        ["酒店业", "材料成本", "", ""],
    ]
    made = only(table(rows, breaks=[3], widths=[50, 50, 80, 80]))
    assert [row.label for row in made.rows] == ["医药工业", "医药商业", "酒店业"]


def test_the_labels_own_heading_may_stand_below_a_blank_corner() -> None:
    heads = [["", "期末余额", ""], ["其他应收款（按单位）", "其他应收款", "坏账准备"]]
    made = table([*heads, ["甲公司", "3,710,731.51", "3,510,731.51"]])
    wide = made.rows[0]
    merged = (wide.cells[0], wide.cells[1]._replace(colspan=2, bbox=(280.0, 100.0, 480.0, 120.0)))
    found = only(made._replace(rows=(replace(wide, cells=merged), *made.rows[1:])))
    assert [c.heading for c in found.columns] == [
        ("其他应收款（按单位）",),
        ("期末余额", "其他应收款"),
        ("期末余额", "坏账准备"),
    ]
    assert len(found.rows) == 1


def test_rates_counts_and_prices_have_no_part_in_the_unit_of_their_table() -> None:
    made = only(
        table(
            [
                ["项目", "外币余额", "折算汇率", "账面余额"],
                ["美元", "2.00", "7.10", "14.00"],
                ["净资产收益率", "1.50", "", "3.00"],
                ["每股收益", "0.50", "", ""],
            ]
        ),
        "单位：千元",
    )
    assert [figure(made, row, i) for row in made.rows for i in (1, 2, 3)] == [
        *(2000, Decimal("7.10"), 14000),
        *(Decimal("1.50"), None, 3),
        *(Decimal("0.50"), None, None),
    ]


def test_currencies_that_head_columns_are_no_unit_of_the_table() -> None:
    rows = [["项目", "人民币", "美元折人民币", "合计"], ["存款", "1", "2", "3"]]
    assert only(table(rows), "单位：百万元").unit == "百万元"
    assert only(table([["项目", "人民币千元", "人民币千元"], ["存款", "1", "2"]])).unit == "千元"


def test_rows_of_questions_and_answers_have_no_heading() -> None:
    made = only(table([["分红标准是否明确：", "是"], ["程序是否完备：", "是"]]))
    assert [(r.label, r.cells[1].text) for r in made.rows] == [("分红标准是否明确：", "是"), ("程序是否完备：", "是")]


def test_a_unit_that_ends_one_heading_alone_is_its_columns():
    head = ["公司名称", "注册资本\n（万元）", "主营业务", "所在地"]
    (given,) = schedules_of([table([head, ["甲公司", "1,000.00", "药品", "西安"], ["乙公司", "5.00", "批发", "西安"]])])
    assert given.factor is None


def test_what_is_of_group_and_bank_both_is_of_neither_alone():
    head = ["", "本集团及本行2023年", "本集团及本行2022年"]
    (given,) = schedules_of([table([head, ["房屋及建筑物", "546", "536"], ["合计", "547", "537"]])])
    assert {c.scope for c in given.columns} == {None}


def test_the_end_of_the_period_before_is_the_beginning():
    head = ["项目名称", "本期期末数", "上期期末数", "上年期末数"]
    (given,) = schedules_of([table([head, ["应收账款", "5.46", "5.36", "4.00"], ["存货", "5.47", "5.37", "4.00"]])])
    assert [c.period for c in given.columns[1:]] == ["closing", "opening", "opening"]


def test_answers_over_several_columns_are_no_heading() -> None:
    made = table(
        [["报告披露日期", "2024年4月3日", ""], ["披露索引", "某某网站", ""], ["类别", "财务报告", "非财务报告"]]
    )
    wide = [
        replace(row, cells=(row.cells[0], row.cells[1]._replace(bbox=(row.cells[1].x0, 0.0, row.cells[2].x1, 20.0))))
        for row in made.rows[:2]
    ]
    found = only(made._replace(rows=(*wide, made.rows[2])))
    assert [row.label for row in found.rows] == ["报告披露日期", "披露索引", "类别"]
    assert [c.heading for c in found.columns] == [(), (), ()]


def test_a_title_that_the_page_leaves_open_is_closed_overleaf() -> None:
    rows = [
        ["会议", "比例", "决议"],
        ["年度大会", "49.94%", "1、审议《甲议案》2、审议《乙"],
        ["", "", "方案》3、审议《丙》"],
    ]
    assert len(only(table(rows, breaks=[2])).rows) == 1


LONG = "(3) 年初，公司原金融资产和金融负债账面价值调整为按照新金融工具准则的规定"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["52、其他负债", "是否已执行新收入准则", "□是√否", "单位：元"], "52、其他负债"),
        (["主要控制人", "实际控制人类型：法人"], "主要控制人"),
        ([LONG, "进行分类的调节表如下："], LONG + "进行分类的调节表如下："),
        (
            ["公司在研项目有十六项。研发投入一万元，占营业收入的百分之十二。多个在", "研产品取得进展："],
            "多个在研产品取得进展：",
        ),
        ([LONG, "1、按账龄披露"], "1、按账龄披露"),
        (["第一节目录和释义" + "." * 60, "释义"], "释义"),
        (["六、主要会计数据", "公司是否需追溯调整以前年度会计数据", "□是☑否"], "六、主要会计数据"),
        (
            [
                "六、主要会计数据",
                "（以下按公司及公司所属各家子公司合并之后的数据列示，金额均以人民币为单位列",
                "示。）",
            ],
            "六、主要会计数据",
        ),
        (["甲乙丙", "丁戊己"], "丁戊己"),
    ],
)
def test_the_title_is_a_whole_line_that_names_the_table(above: list[str], title: str) -> None:
    found = only(table([["项目", "期末余额"], ["存货", "1.00"]]), *above)
    assert found.title == title


def test_a_table_right_below_another_has_its_title() -> None:
    rows = [["项目", "2024年"], ["存货", "1.00"]]
    first, second = schedules_of([line("一、报表"), line("权益变动表"), table(rows), table(rows)])
    assert (first.title, second.title, second.lines) == ("权益变动表", "权益变动表", ())


def test_the_heading_of_names_says_nothing_of_whose_figures_they_are() -> None:
    found = only(table([["公司名称", "母公司对本企业的持股比例", "期末余额"], ["甲", "31.93%", "1.00"]]))
    assert [c.scope for c in found.columns] == [None, None, None]


def test_a_sentence_on_shares_states_no_unit_for_the_tables_below() -> None:
    prose = "被投资单位除净损益以外股东权益的其他变动，在本集团持股比例不变的情况下，"
    assert (
        only(table([["项目", "期末余额"], ["存货", "1.00"]]), "财务报表的编制金额单位为人民币元。", prose).unit == "元"
    )


@pytest.mark.parametrize(
    ("above", "joined"), [("主要缺陷:公司经营活动严重违反国家", True), ("上海某某贸易发展有限公司", False)]
)
def test_a_sentence_that_breaks_off_at_the_page_goes_on_in_the_row_without_a_label(above: str, joined: bool) -> None:
    rows = [["缺陷认定标准", "", ""], ["定性标准", "环境无效。", above], ["", "董事舞弊。", "法规;决策不科学。"]]
    made = only(table(rows, breaks=[2], widths=[80.0, 80.0, 150.0]))
    assert made.rows[-1].cells[2].text == (above + rows[2][2] if joined else rows[2][2])


@pytest.mark.parametrize(("name", "joined"), [("中国工商银行股份", True), ("叶某", False)])
def test_a_dash_at_the_pages_end_is_the_minus_of_the_figure_overleaf(name: str, joined: bool) -> None:
    head = ["股东名称", "性质", "持股比例", "数量", "增减变动"]
    rows = [head, ["甲某", "其他", "2.00%", "17,230", "360"], [name, "其他", "1.53%", "13,146", "-"]]
    made = only(table([*rows, ["有限公司", "", "", "", "1,519,174"]], breaks=[3], widths=[60.0, 60, 60, 60, 60]))
    figures = [row.cells[4].value for row in made.rows]
    assert figures == ([360, -1519174] if joined else [360, None, 1519174])


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("2024年7月18", "日", True),
        ("2024年", "7月18日", True),
        ("2024年7月18日", "日常事项", False),
        ("2024年7月18日", "2024年8月1日", False),
    ],
)
def test_a_date_cut_by_the_page_is_one_and_so_is_its_row(above: str, below: str, joined: bool) -> None:
    rows = [
        ["召开日期", "会议内容", "意见"],
        [above, "董事会第五次", "通过一项议案：关于"],
        [below, "会议", "调整价格的议案。"],
        ["2024年9月1日", "董事会第六次会议", "通过"],
    ]
    made = only(table(rows, breaks=[2]))
    assert len(made.rows) == (2 if joined else 3)
    if joined:
        assert [cell.text for cell in made.rows[0].cells] == [a + b for a, b in zip(rows[1], rows[2], strict=True)]


@pytest.mark.parametrize(("rest", "joined"), [("疫苗冻干保护剂作为溶液。", True), ("冻干疫苗保护剂", False)])
def test_a_long_text_cut_before_its_first_sentence_ends_is_one_with_its_rest(rest: str, joined: bool) -> None:
    lines = (
        "选用推荐的人二倍体细胞作为生产用细胞",
        "并选用推荐的水痘减毒病毒株作为生产毒",
        "以公司拥有自主知识产权的保护剂的系列",
    )
    rows = [["产品名称", "产品概况"], ["水痘疫苗", "一"], ["", rest], ["流感疫苗", "二"]]
    made = table(rows, breaks=[2], widths=[100.0, 240.0])
    name, cell = made.rows[1].cells
    long = replace(made.rows[1], cells=(name, cell._replace(text="".join(lines), lines=lines)))
    found = only(Table((made.rows[0], long, *made.rows[2:])))
    assert next(row.cells[1].text for row in found.rows) == "".join(lines) + (rest if joined else "")


def test_texts_below_two_short_labels_are_of_two_rows_though_a_list_ends_the_page() -> None:
    rows = [
        ["类别", "财务报告", "非财务报告"],
        ["定性标准", "重大缺陷：董事舞弊、", "人员流失"],
        ["定量标准", "错报不低于利润总额", "损失"],
    ]
    made = only(table(rows, breaks=[2]))
    assert [row.label for row in made.rows] == ["定性标准", "定量标准"]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        (["项目", "2023年半年度/股本", "2023年半年度/合计"], "千元"),
        (["项目", "人数", "比例"], None),
        (["", "", ""], None),
    ],
)
def test_the_other_year_right_below_a_table_is_in_its_unit(heading: list[str], unit: str | None) -> None:
    """Changes in equity of the year before stand below those of this one, and 单位：千元 above these alone."""
    first = table([["项目", "2024年半年度/股本", "2024年半年度/合计"], ["一、上年期末余额", "373.00", "1,654.00"]])
    second = table([heading, ["一、上年期末余额", "373.00", "1,676.00"]])
    made = list(schedules_of([line("所有者权益变动表"), line("单位：千元"), first, second]))
    assert [each.unit for each in made] == ["千元", unit]
