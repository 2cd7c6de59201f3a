"""Notes without ruling lines: what leads to a table, what heads its columns, and columns of words."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.page import Page, Rule, Word
from kunlun_cli.schedules.reader import schedules_of
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.tables.unruled.reader import unruled_pages
from tests.unit.pages import SIZE, WIDTH, set_line
from tests.unit.test_unruled import LEFT, RIGHT, flush, middle

# From one line to the next, and from a line that leads to a table to its heading.
STEP, APART = 14.0, 30.0
# Under them runs a rule over all figures.
UNDERLINED = ("2021年", "2020年")


def label(text: str) -> list[Word]:
    return set_line(text, LEFT, 0.0)


def figures(*texts: str) -> list[Word]:
    return [word for right, text in zip(RIGHT, texts, strict=False) for word in flush(text, right, 0.0)]


def tables(*lines: Sequence[Word] | float) -> list[Schedule]:
    """The tables of a page of lines; a number is a further distance between two of them."""
    words, rules, top = list[Word](), list[Rule](), 80.0
    for line in lines:
        if isinstance(line, float):
            top += line - STEP
            continue
        words += [w._replace(top=w.top + top, bottom=w.bottom + top) for w in line]
        if "".join(w.text for w in line) in UNDERLINED:
            rules.append(Rule(RIGHT[0] - 4 * SIZE, top + SIZE + 2, RIGHT[-1], top + SIZE + 2))
        top += STEP
    (blocks,) = unruled_pages([Page(1, WIDTH, 842.0, tuple(words), tuple(rules))])
    return list(schedules_of(blocks))


def headings(schedule: Schedule) -> list[str]:
    return ["/".join(column.heading) for column in schedule.columns]


def texts(schedule: Schedule) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in schedule.rows]


YEARS = figures("2023年", "2022年", "2023年", "2022年")
WHOSE = [*middle("本集团", 365.0, 0.0), *middle("本行", 505.0, 0.0)]
ROWS = (label("存款") + figures("546", "536", "446", "436"), label("合计") + figures("547", "537", "447", "437"))


def test_a_sentence_that_leads_to_a_table_is_its_title_and_no_heading() -> None:
    (made,) = tables(label("所得税费用与利润的关系列示如下："), WHOSE, YEARS, *ROWS)
    assert made.title == "所得税费用与利润的关系列示如下："
    assert headings(made) == ["", "本集团/2023年", "本集团/2022年", "本行/2023年", "本行/2022年"]


def test_whose_figures_these_are_stands_behind_the_title() -> None:
    heads = figures("房屋", "设备", "其他", "合计")
    first, second = tables(
        label("10.固定资产"), APART, label("本集团"), APART, heads, *ROWS, APART, label("本行"), APART, heads, *ROWS
    )
    assert [first.title, second.title] == ["10.固定资产 本集团", "本行"]
    assert headings(first) == headings(second) == ["", "房屋", "设备", "其他", "合计"]


def test_numbers_of_notes_below_their_heading_are_no_figures() -> None:
    noted = [
        label("法定准备金") + set_line("(1)", 220.0, 0.0) + figures("546", "536"),
        label("超额准备金") + set_line("(2)", 220.0, 0.0) + figures("46", "36"),
    ]
    (made,) = tables(label("1.存放款项"), set_line("注", 222.0, 0.0) + figures("2023年", "2022年"), *noted)
    assert [column.kind for column in made.columns] == ["label", "note", "amount", "amount"]
    assert [[cell.value for cell in row.cells][1] for row in made.rows] == [None, None]
    assert texts(made)[0] == ["法定准备金", "(1)", "546", "536"]


def test_a_year_in_the_middle_of_the_figures_alone_heads_them_all() -> None:
    heads = figures("第一阶段", "第二阶段", "第三阶段", "合计")
    first, second = tables(
        label("本集团"),
        APART,
        middle("2021年", 428.0, 0.0),
        heads,
        *ROWS,
        APART,
        middle("2020年", 428.0, 0.0),
        heads,
        ROWS[0],
    )
    assert headings(first)[1:] == ["2021年/第一阶段", "2021年/第二阶段", "2021年/第三阶段", "2021年/合计"]
    assert headings(second)[1:] == ["2020年/第一阶段", "2020年/第二阶段", "2020年/第三阶段", "2020年/合计"]
    assert texts(second) == [["存款", "546", "536", "446", "436"]]


def test_words_over_all_columns_begin_another_table() -> None:
    heads = figures("权益工具", "债权投资", "金融负债", "合计")
    first, second = tables(label("如下："), heads, *ROWS, APART, heads, *ROWS)
    assert headings(first) == headings(second) == ["", "权益工具", "债权投资", "金融负债", "合计"]
    assert texts(first) == texts(second)


def test_columns_of_words_are_columns_of_their_own() -> None:
    def row(name: str, place: str, kind: str, left: str, share: str, item: str) -> list[Word]:
        words = [*flush(place, 210.0, 0.0), *flush(kind, 280.0, 0.0)]
        return label(name) + words + figures(left, share) + flush(item, 540.0, 0.0)

    (made,) = tables(
        label("六、") + set_line("合并范围", LEFT + 5 * SIZE, 0.0),
        APART,
        row("子公司名称", "注册地", "业务性质", "注册资本", "比例", "列报项目"),
        row("甲公司", "天津", "租赁", "9,000", "100", "债权投资"),
        row("乙公司", "福州", "信托", "10,000", "73", "其他资产"),
        label("合计") + figures("19,000", "-"),
    )
    assert headings(made) == ["子公司名称", "注册地", "业务性质", "注册资本", "比例", "列报项目"]
    assert texts(made) == [
        ["甲公司", "天津", "租赁", "9,000", "100", "债权投资"],
        ["乙公司", "福州", "信托", "10,000", "73", "其他资产"],
        ["合计", "", "", "19,000", "-", ""],
    ]
    assert made.title == "六、合并范围"


def test_a_column_of_lines_of_the_form_is_no_side_of_a_sheet() -> None:
    """In a table of hedges each row ends with the line of the balance sheet in which it stands."""
    lines = ("存货", "其他资产", "货币资金")
    (made,) = tables(
        label("套期"),
        APART,
        figures("面值", "市值", "差额", "列报项目"),
        *(label(name) + figures("1,700", "2,000", "3", line) for name, line in zip("甲乙丙", lines, strict=True)),
    )
    assert headings(made) == ["", "面值", "市值", "差额", "列报项目"]
    assert [row[-1] for row in texts(made)] == list(lines)


def test_figures_on_the_right_side_of_a_sheet_that_are_in_no_table_are_named() -> None:
    """One row with a figure is no table, and its lines are the left side's: the figure would be gone without a word."""
    sides = [
        ("货币资金", "1,000", "短期借款", "4,000"),
        ("存货", "2,000", "应付账款", ""),
        ("商誉", "3,000", "应交税费", ""),
    ]
    rows = [label(a) + figures(x) + set_line(b, 360.0, 0.0) + flush(y, 540.0, 0.0) for a, x, b, y in sides]
    (made,) = tables(*rows)
    assert texts(made) == [[a, x] for a, x, _, _ in sides]
    assert [p.message for p in made.problems] == ["figures right of this table are in none of its columns: 4,000"]


def test_a_line_with_its_number_that_leads_to_a_table_is_no_heading_nor_is_the_end_of_a_sentence() -> None:
    """The years of the figures below are the heading's; what leads to the table would make columns of its own."""
    made = tables(
        label("行其他一级资本。"),
        set_line("(ii)", LEFT, 0.0) + set_line("变动情况如下：", LEFT + 3 * SIZE, 0.0),
        label("股东") + figures("2023年", "2022年", "2023年", "2022年"),
        *ROWS,
    )
    assert [headings(each) for each in made] == [["股东", "2023年", "2022年", "2023年", "2022年"]]
    assert [each.title for each in made] == ["(ii)变动情况如下："]


def test_a_line_that_leads_to_a_table_begins_where_its_labels_heading_does() -> None:
    (made,) = tables(
        label("持股情况如下："), label("股东名称") + figures("2023年"), label("甲") + figures("418", "2.01"), *ROWS
    )
    assert (made.title, headings(made)[0]) == ("持股情况如下：", "股东名称")


def test_a_row_of_what_does_not_apply_is_no_heading() -> None:
    """The registered capital of a finance bureau: 不适用 in both columns, beside words."""
    (made,) = tables(
        label("名称") + flush("注册地", 210.0, 0.0) + figures("2023年末", "2022年末"),
        label("财政厅") + flush("福州", 210.0, 0.0) + figures("不适用", "不适用"),
        label("金投") + flush("福州", 210.0, 0.0) + figures("1,000.00", "不适用"),
        label("烟草") + flush("北京", 210.0, 0.0) + figures("57.00", "570.00"),
    )
    assert headings(made) == ["名称", "注册地", "2023年末", "2022年末"]
    assert [row[0] for row in texts(made)] == ["财政厅", "金投", "烟草"]


def test_ranges_of_rates_are_figures() -> None:
    (made,) = tables(
        label("折旧年限如下："),
        APART,
        label("类别") + figures("折旧年限", "残值率", "年折旧率"),
        label("房屋") + figures("20-30年", "0%-3%", "3.23%-5.00%"),
        label("设备") + figures("3-20年", "0%或5%", "4.75%-33.33%"),
    )
    assert texts(made) == [["房屋", "20-30年", "0%-3%", "3.23%-5.00%"], ["设备", "3-20年", "0%或5%", "4.75%-33.33%"]]


def test_a_section_whose_number_stands_left_of_the_labels_parts_two_tables_and_one_of_one_row_is_one() -> None:
    """A table of perpetual bonds has one row, and a name above each column; it is no row of the table above."""
    shares = [
        [*set_line(name, LEFT + 5 * SIZE, 0.0), *words] for name, words in zip("甲乙", map(_amounts, "12"), strict=True)
    ]
    first, second = tables(
        set_line("项目", LEFT + 5 * SIZE, 0.0) + figures("数量", "账面价值", "变动", "年末"),
        *shares,
        set_line("28.3", LEFT, 0.0) + set_line("永续债：", LEFT + 5 * SIZE, 0.0),
        set_line("项目", LEFT + 5 * SIZE, 0.0) + figures("发行价格", "数量", "金额", "到期日"),
        set_line("丙", LEFT + 5 * SIZE, 0.0) + figures("100", "300", "30,000", "无期限"),
    )
    assert [row[0] for row in texts(first)] == ["甲", "乙"]
    assert headings(second) == ["项目", "发行价格", "数量", "金额", "到期日"]
    assert texts(second) == [["丙", "100", "300", "30,000", "无期限"]]


def _amounts(digit: str) -> list[Word]:
    return figures(f"{digit}60", f"{digit}6,000", "-", f"{digit}6,000")


def test_names_of_columns_that_stand_as_near_as_words_are_two() -> None:
    """Both end where the figures below them do; the space between them is no wider than that of a spread line."""
    second = flush("占比(%)", RIGHT[1], 0.0)
    first = flush("本年账面余额", second[0].x0 - 0.8 * SIZE, 0.0)
    row = [word for text, right in (("585,275", first[-1].x1), ("11.74", RIGHT[1])) for word in flush(text, right, 0.0)]
    (made,) = tables(label("行业") + first + second, label("甲") + row, label("乙") + row)
    assert headings(made) == ["行业", "本年账面余额", "占比(%)"]
    assert [column.kind for column in made.columns] == ["label", "amount", "per_cent"]


def test_a_heading_at_one_height_on_two_pages_is_no_running_line() -> None:
    heads = label("阶段") + figures("阶段一", "阶段二", "阶段三", "合计")
    words = [
        w._replace(top=w.top + top, bottom=w.bottom + top)
        for top, line in zip((80, 95, 110), (heads, *ROWS), strict=True)
        for w in line
    ]
    pages = [Page(number, WIDTH, 842.0, tuple(words)) for number in (1, 2, 3)]
    made = [each for blocks in unruled_pages(pages) for each in schedules_of(blocks)]
    assert [headings(each)[1:] for each in made] == [["阶段一", "阶段二", "阶段三", "合计"]] * 3


def test_a_currency_in_a_heading_is_no_line_of_the_unit() -> None:
    """其他币种折 stands above 人民币, in the third column."""
    over = flush("其他币种折", RIGHT[2], 0.0)
    (made,) = tables(over, label("项目") + figures("美元折人民币", "港元", "人民币", "合计"), *ROWS)
    assert headings(made) == ["项目", "美元折人民币", "港元", "其他币种折人民币", "合计"]


def test_the_upper_line_of_an_underlined_heading_is_over_the_same_columns() -> None:
    """2021年 stands above 12月31日, whose underline runs over both columns: so are both lines."""
    words, rules = list[Word](), list[Rule]()
    lines = [
        [*middle("2023年", 340.0, 0.0), *middle("2022年", 480.0, 0.0)],
        [*middle("12月31日", 340.0, 0.0), *middle("12月31日", 480.0, 0.0)],
        label("公司") + figures("直接", "间接", "直接", "间接"),
        *ROWS,
    ]
    for top, line in zip((80, 92, 110, 125, 140), lines, strict=True):
        words += [w._replace(top=w.top + top, bottom=w.bottom + top) for w in line]
    for left, right in ((RIGHT[0] - 40, RIGHT[1]), (RIGHT[2] - 40, RIGHT[3])):
        rules.append(Rule(left, 92 + SIZE + 2, right, 92 + SIZE + 2))
    (blocks,) = unruled_pages([Page(1, WIDTH, 842.0, tuple(words), tuple(rules))])
    (made,) = schedules_of(blocks)
    days = [f"{year}年12月31日/{share}" for year in (2023, 2022) for share in ("直接", "间接")]
    assert headings(made) == ["公司", *days]
