"""HTML as portals publish it: tables to cells with their spans, menus left out, text taken out, bad input."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kunlun_cli.errors import KunlunError, LimitError
from kunlun_cli.pages.html import open_html, sniff_html
from kunlun_cli.pages.page import Line, Reading
from kunlun_cli.tables.blocks import blocks, page_blocks, page_tables
from kunlun_cli.tables.table import Table

KEY_FIGURES = """
<table border=1><tr><td rowspan="2">项目</td><td colspan=2>本报告期</td><td rowspan=2>增减</td></tr>
<tr><td>调整前</td><td>调整后</td></tr>
<tr><td>营业收入（元）<td>1,234,567.89<td>1,234,567.90<td>3.16%</tr>
<tr><td>股东名称<td>HKSCC NOMINEES<br>LIMITED<td>164,438,93<br>3<td>&nbsp;</tr></table>
"""


def opened(body: str, encoding: str = "utf-8", head: str = ""):
    return open_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), "report.html")


def stream(body: str):
    document = opened(body)
    assert document.format == "html"
    return blocks([document.page(n) for n in range(1, document.n_pages + 1)])


def tables(body: str) -> list[Table]:
    return [block for block in stream(body) if isinstance(block, Table)]


def lines(body: str) -> list[str]:
    return [block.text for block in stream(body) if isinstance(block, Line)]


def cells(table: Table) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.col, c.rowspan, c.colspan): c.text for row in table.rows for c in row.cells}


def test_cells_keep_their_spans_and_texts():
    (table,) = tables(KEY_FIGURES)
    assert cells(table) == {
        (0, 0, 2, 1): "项目",
        (0, 1, 1, 2): "本报告期",
        (0, 3, 2, 1): "增减",
        (1, 1, 1, 1): "调整前",
        (1, 2, 1, 1): "调整后",
        (2, 0, 1, 1): "营业收入（元）",
        (2, 1, 1, 1): "1,234,567.89",
        (2, 2, 1, 1): "1,234,567.90",
        (2, 3, 1, 1): "3.16%",
        (3, 0, 1, 1): "股东名称",
        (3, 1, 1, 1): "HKSCC NOMINEES LIMITED",
        (3, 2, 1, 1): "164,438,933",
        (3, 3, 1, 1): "",
    }


def test_text_and_tables_come_in_reading_order():
    got = stream(f"<h2>一、公司基本情况</h2><p>单位：元<br>币种：人民币</p>{KEY_FIGURES}<p>□适用 √不适用")
    assert [b.text if isinstance(b, Line) else "table" for b in got] == [
        "一、公司基本情况",
        "单位：元",
        "币种：人民币",
        "table",
        "□适用√不适用",
    ]
    assert got[0].bold
    assert not got[1].bold


def test_tables_that_only_place_things_are_undone():
    wrapped = f"<table><tr><td><table><tr><td><p>前言</p>{KEY_FIGURES}</td></tr></table></td></tr></table>"
    assert len(tables(wrapped)) == 1
    assert lines(wrapped) == ["前言"]


def test_a_row_of_words_is_a_line():
    body = f"<table><tr><td>证券代码：000000</td><td>Bulletin</td><td>No. 5</td></tr></table>{KEY_FIGURES}"
    assert lines(body) == ["证券代码：000000 Bulletin No. 5"]
    assert len(tables(body)) == 1


def test_a_row_with_a_figure_is_a_table():
    (table, _) = tables(f"<table><tr><td>股东总数</td><td>8,840</td></tr></table><p>标题</p>{KEY_FIGURES}")
    assert cells(table) == {(0, 0, 1, 1): "股东总数", (0, 1, 1, 1): "8,840"}


def test_a_table_cut_where_the_printed_page_ended_is_one():
    half = "<table><tr><td>一</td><td>1,000</td></tr><tr><td>二</td><td>2,000</td></tr></table>"
    (table,) = tables(half + half)
    assert len(table.rows) == 4
    assert len(tables(half + "<p>标题" + half)) == 2


@pytest.mark.parametrize(
    "shown",
    [
        '<input value="1,000">',
        "<select><option>9<option selected>1,000</select>",
        "<textarea>1,000</textarea>",
        "<button>1,000</button>",
        '<img src="a.png">',
        '<img src="a.png" width=60 height=12>',
        "<svg><text>1,000</text></svg>",
        '<span class="neg">1,000</span>',
    ],
)
def test_what_a_browser_shows_and_is_no_text_is_doubted(shown: str):
    """A cell with a field in it was given as blank, and a minus that a style sheet puts was not seen."""
    sheet = "<style>b, td span.neg::before { content: '-' }</style>"
    (table,) = tables(f"{sheet}<table><tr><td>甲<td>{shown}<tr><td>乙<td>2,000</table>")
    assert [bool(row.cells[-1].doubt) for row in table.rows] == [True, False]


@pytest.mark.parametrize(
    "beside",
    ['<img src="a.gif" width=1 height=12>', '<input type="hidden" value="9">', "", '<i class="icon"></i>'],
)
def test_what_shows_nothing_of_its_own_is_not_doubted(beside: str):
    sheet = "<style>.icon::before { content: '\\f101' } @media print { .own { display: none } }</style>"
    (table,) = tables(f"{sheet}<table><tr><td>甲<td>{beside}<td class=own>1,000<tr><td>乙<td><td>2,000</table>")
    assert [row.cells[-1].text for row in table.rows] == ["1,000", "2,000"]
    assert not any(cell.doubt for row in table.rows for cell in row.cells)


def test_scripts_menus_and_hidden_text_are_left_out():
    links = "".join(f'<li><a href="/{i}">关于{i}的公告</a></li>' for i in range(6))
    body = f"<script>var a='1,000'</script><ul>{links}</ul><p style='display:none'>9,999</p><!-- x -->{KEY_FIGURES}"
    assert lines(body) == []


SHEET = "<style>.no{display:none} .dark{background:#123456} .pale{color:#fff}</style>"


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">9</span>',
        '<span style="visibility: hidden">9</span>',
        "<span hidden>9</span>",
        '<span style="opacity:0">9</span>',
        '<span style="font-size:0px">9</span>',
        '<font color="white">9</font>',
        '<font color="#FEFEFE">9</font>',
        '<span style="color:rgb(255, 255, 255)">9</span>',
        '<b style="background:#eeeeee;color:#eee">9</b>',
        "<s>9</s>",
        "<del>9</del>",
        '<span style="text-decoration: line-through">9</span>',
        '<span class="no">9</span>',
        '<span class="pale">9</span>',
        '<span style="position:absolute;left:-9999px">9</span>',
        '<span style="position: absolute; top: -1000em">9</span>',
        '<i style="display:inline-block;text-indent:-9999px">9</i>',
        '<span style="position:absolute;clip:rect(0 0 0 0)">9</span>',
        '<span style="position:absolute;clip: rect(1px, 1px, 1px, 1px);">9</span>',
        '<span style="clip-path: inset(50%)">9</span>',
        '<span style="transform: scale(0)">9</span>',
        '<span style="color:transparent">9</span>',
        '<span style="color: rgba(0,0,0,0)">9</span>',
        '<span style="color:#00000000">9</span>',
        '<span style="color: rgb(0 0 0 / 0%)">9</span>',
        '<span style="margin:0 0 0 -9999px">9</span>',
        '<span style="position:absolute;left:-999px">9</span>',
        '<span style="display:inline-block;transform:translateX(-9999px)">9</span>',
        '<span style="display:inline-block;width:0;overflow:hidden">9</span>',
        '<span style="width:1px;height:1px;overflow:hidden">9</span>',
    ],
)
def test_what_a_browser_does_not_show_is_not_read(hidden: str):
    (table,) = tables(f"{SHEET}<table><tr><td>甲<td>{hidden}1,000<tr><td>乙<td>2,000</table>")
    assert cells(table)[0, 1, 1, 1] == "1,000"


@pytest.mark.parametrize(
    "shown",
    [
        '<span style="color:white;background-color:black">9</span>',
        '<b class="dark"><i class="pale">9</i></b>',
        '<span style="opacity:0.5;color:#777">9</span>',
        '<span style="font-size:0"><i style="font-size:9pt">9</i></span>',
        '<span style="margin-left:-2px;padding-left:100px">9</span>',
        '<span style="background-color:transparent">9</span>',
        '<span style="transform:scale(0.98)">9</span>',
        '<span style="color:rgba(0,0,0,0.87)">9</span>',
        '<span style="color:rgb(200,0,0)">9</span>',
        '<span style="transform:translate(-2px,0)">9</span>',
        '<span style="line-height:0;overflow:hidden">9</span>',
        '<a href="#note">9</a>',
    ],
)
def test_what_a_browser_shows_is_read(shown: str):
    (table,) = tables(f"{SHEET}<table><tr><td>甲<td>{shown}1,000<tr><td>乙<td>2,000</table>")
    assert cells(table)[0, 1, 1, 1] == "91,000"


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "<sub>2</sub>", "<a href='#n'>1</a>", '<a href="#n">[3]</a>'])
def test_a_mark_of_a_note_is_no_digit_of_the_figure_before_it(mark: str):
    (table,) = tables(f"<table><tr><td>甲<td>-7.22{mark}<tr><td>乙<td>2.00</table>")
    assert cells(table)[0, 1, 1, 1] != f"-7.22{mark[-6:-5]}"
    assert "-7.221" not in str(cells(table))
    assert "-7.222" not in str(cells(table))


def test_white_text_whose_ground_another_file_gives_is_doubted():
    sheet = '<link rel="stylesheet" href="a.css">'
    (table,) = tables(f'{sheet}<table><tr><td>甲<td><i style="color:white">9</i>1,000<tr><td>乙<td>2,000</table>')
    assert [(c.text, bool(c.doubt)) for row in table.rows for c in row.cells] == [
        ("甲", False), ("91,000", True), ("乙", False), ("2,000", False)
    ]  # fmt: skip


def test_rows_and_columns_that_only_make_room_are_left_out():
    body = "<table><tr><td>甲<td width=5><td>1,000</tr><tr><td><td><td></tr><tr><td>乙<td><td>2,000</tr></table>"
    (table,) = tables(body)
    assert cells(table) == {(0, 0, 1, 1): "甲", (0, 1, 1, 1): "1,000", (1, 0, 1, 1): "乙", (1, 1, 1, 1): "2,000"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('<font face="Wingdings 2">R</font>适用', "☑适用"),
        ("<span style=\"font-family:'Wingdings 2'\">&#163;</span>适用", "□适用"),
        ("&#61522;适用", "☑适用"),
        ("<input type=checkbox checked>适用<input type=checkbox>不适用", "☑适用□不适用"),
        ("□适用 √不适用", "□适用√不适用"),
        ("A&amp;B&nbsp;&nbsp;Ltd.&#x20;&lt;Class A&gt;", "A&B Ltd. <Class A>"),
    ],
)
def test_ticks_and_entities(given, shown):
    assert lines(f"<p>{given}</p>{KEY_FIGURES}") == [shown]


def test_chinese_by_its_numbers_beside_fonts_named_in_another_encoding():
    """MuPDF writes HTML so; it was refused as being in no encoding that gives Chinese."""
    document = opened('<p style="font-family:宋体">&#x5e74;&#x5ea6;&#x62a5;&#x544a;</p>', "gbk")
    assert document.text(1) == "年度报告"


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_encodings(encoding, declared):
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if declared else ""
    document = opened(f"<p>公司股份的报告期末资产总计</p>{KEY_FIGURES}", encoding, head)
    assert "公司股份的报告期末资产总计" in document.text(1)


def test_a_wrong_declaration_does_no_harm():
    for declared, real in (("gb2312", "utf-8"), ("utf-8", "gbk"), ("nonsense", "gbk")):
        document = opened(f"<p>公司股份的报告期末</p>{KEY_FIGURES}", real, f"<meta charset={declared}>")
        assert "公司股份的报告期末" in document.text(1)


@pytest.mark.parametrize("wrap", ["<pre>{}</pre>", "<div>{}</div>"])
def test_text_without_tables_is_read_as_text(wrap):
    report = ["主要会计数据和财务指标", "项目 本报告期 上年同期", "营业收入 1,234,567.89 1,000,000.00"]
    joint = "\n" if "pre" in wrap else "<br>"
    document = opened("<table><tr><td>菜单<td>登录<tr><td>行情<td>3.15</table>" + wrap.format(joint.join(report)))
    assert document.format == "html"
    text = "\n".join(document.text(n) for n in range(1, document.n_pages + 1))
    for line in report:
        assert line in text.splitlines()
    assert document.page(1).reading is Reading.FLOW


def test_white_space_of_pre_is_kept():
    document = opened("<pre>项目            本期          上期\r\n收入          1,000.00     900.00</pre>")
    assert "项目            本期          上期" in document.text(1)


def test_long_documents_are_read_in_stretches_that_begin_with_text():
    body = "".join(f"<p>标题{i}</p>{KEY_FIGURES}" for i in range(40))
    document = opened(body)
    assert document.n_pages > 5
    found = stream(body)
    assert sum(isinstance(b, Table) for b in found) == 40
    assert [b.text for b in found if isinstance(b, Line)] == [f"标题{i}" for i in range(40)]
    assert {b.page for b in found} == {1}
    tops = [b.top if isinstance(b, Line) else b.rows[0].top for b in found]
    assert tops == sorted(tops)
    for number in range(1, document.n_pages + 1):
        assert isinstance(page_blocks(document.page(number))[0], Line)
        assert document.text(number).startswith("标题")


def test_contents_have_stretches_of_their_own():
    contents = "".join(f"<p>第{i}节 标题............{i}</p>" for i in range(5))
    document = opened(f"{contents}<p>正文</p>{KEY_FIGURES}")
    assert document.n_pages == 2
    assert document.text(2).startswith("正文")


def test_what_is_html():
    assert sniff_html(b"<!DOCTYPE html><p>")
    assert sniff_html(b"\xef\xbb\xbf\r\n <HTML>")
    assert sniff_html("<html><body>".encode("utf-16"))
    assert sniff_html("公告<br>一<br>二<br>三<br>四<br>五".encode("gbk"))
    assert not sniff_html("营业收入 <1,000>\n".encode())
    assert not sniff_html(b"")
    assert not sniff_html(b"a < b and c > d")


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td colspan=99999 rowspan=99999>一<td>1,000<tr><td>二</table>",
        "<table><td>一<td>1,000<tr><tr><td rowspan=0>二<td colspan=0>2,000<td rowspan=-3>三</table>",
        "<table><tr><td><table><tr><td>一",
        "</table></td><td>1,000</td><table><tr>字<td>一<td>1,000<p>x<tr><td>二</b></i>",
        "<div>" * 3000 + "一 1,000",
        "<table><tr><td>" * 400 + "一 1,000",
        "\x00<\x00p>&#0;&#xFFFFFFFF;&bogus;一 1,000.00",
        "",
    ],
)
def test_malformed_html_is_read_or_refused(body):
    with contextlib.suppress(KunlunError):
        stream(body)


def test_huge_tables_are_refused():
    with pytest.raises(LimitError):
        opened("<table>" + "<tr><td rowspan=900 colspan=900>1,000<td>一</tr>" * 900 + "</table>")


_TAGS = [
    "table",
    "tr",
    "td",
    "th",
    "p",
    "div",
    "br",
    "pre",
    "b",
    "a href=x",
    "ul",
    "li",
    "td rowspan=3",
    "td colspan=2",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([f"<{t}>" for t in _TAGS] + [f"</{t.split()[0]}>" for t in _TAGS])
        | st.sampled_from(["一、", "1,234.56", " ", "&nbsp;", "<", "&#61522;", "LIMITED"]),
        max_size=60,
    )
)
def test_any_soup_gives_pages_or_an_error_of_ours(soup):
    try:
        document = open_html("".join(soup).encode(), "soup.html")
    except KunlunError:
        return
    for number in range(1, document.n_pages + 1):
        page = document.page(number)
        assert all(r.top == r.bottom or r.x0 == r.x1 for r in page.rules)
        if page.reading is Reading.SPATIAL:
            page_tables(page)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_every_cell_is_found_again(n_rows, n_cols, data):
    texts = [
        [data.draw(st.sampled_from(["一", "乙丙", "1,234.56", "LIMITED"])) for _ in range(n_cols)]
        for _ in range(n_rows)
    ]
    rows = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in texts)
    figures = "<table><tr><td>一<td>9,999.99<tr><td>二<td>1.00</table>"
    (table, _) = tables(f"<table>{rows}</table><p>标题</p>{figures}")
    assert [[c.text for c in row.cells] for row in table.rows] == texts
