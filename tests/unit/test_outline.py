"""The outline: numbered headings of the narrative, and where the narrative stands."""

from __future__ import annotations

import unicodedata

import pytest

from kunlun_cli.extract.narrative import narrative, narrative_pages
from kunlun_cli.extract.outline import headings
from kunlun_cli.extract.paragraphs import paragraphs
from kunlun_cli.pages.page import Line
from kunlun_cli.records import OutlineEntry
from kunlun_cli.tables.table import Cell, Row, Table

FULL = "这一段文字写满了整整一行以便让读者知道右边的页边在哪里因为段落只在短行处结束所以需要它"


def lines(text: str, page: int = 1) -> list[Line]:
    """Lines as extracted text has them: one unit a column, two for a full-width character."""
    out = []
    for i, line in enumerate(text.strip("\n").splitlines()):
        if line.strip():
            width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            out.append(Line(line, page, 0, i, width, i + 1))
    return out


def table(text: str) -> Table:
    cell = Cell(text, 0, 0, 1, 1, 1, (0, 0, 1, 1))
    return Table((Row(0, (cell,), 1, 0, 1),))


def outline(blocks: list[Line | Table]) -> list[OutlineEntry]:
    return [each.entry for each in headings(paragraphs(blocks)) if each.entry is not None]


def numbered(text: str) -> list[tuple[str, str, int]]:
    return [(e.number, e.title, e.level) for e in outline(lines(FULL + "\n" + text))]


def test_decimal_numbers_stand_below_their_parent() -> None:
    text = f"{FULL}。\n1、甲业务板块\n{FULL}。\n1.1 乙产品\n{FULL}。\n1.2 丙产品\n{FULL}。\n2、丁业务板块\n{FULL}。"
    assert numbered(text) == [
        ("1", "甲业务板块", 1),
        ("1.1", "乙产品", 2),
        ("1.2", "丙产品", 2),
        ("2", "丁业务板块", 1),
    ]


def test_every_style_of_number_has_its_level() -> None:
    text = f"一、甲\n（一）乙\n1、丙\n（1）丁\n①戊\n②己\n（2）庚\n2、辛\n（二）壬\n二、癸\n{FULL}。"
    assert [number for number, _, _ in numbered(text)] == [
        "一", "（一）", "1", "（1）", "①", "②", "（2）", "2", "（二）", "二",
    ]  # fmt: skip
    assert [level for _, _, level in numbered(text)] == [1, 2, 3, 4, 5, 5, 4, 3, 2, 1]


def test_numbers_printed_twice_get_their_parents() -> None:
    text = f"一、甲\n（一）乙\n{FULL}。\n二、丙\n（一）丁\n{FULL}。"
    assert [e[0] for e in numbered(text)] == ["一", "一/（一）", "二", "二/（一）"]


@pytest.mark.parametrize(
    "line",
    [
        "1、公司在报告期内推出了新产品。",
        "1、本期收入增加；",
        "1.5亿元的投资已经完成",
        "2024年上半年经营情况",
        "4、这个号码没有前面的三个",
        "图1 产品架构示意",
        "1、",
    ],
)
def test_what_only_looks_like_a_heading_is_none(line: str) -> None:
    assert numbered(f"{FULL}。\n{line}\n{FULL}。") == []


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    assert numbered(f"1、{FULL}\n而且还在下一行继续。\n{FULL}。") == []


def test_cells_of_tables_are_no_headings() -> None:
    blocks = [*lines(FULL + "。"), table("1、甲业务"), *lines(FULL + "。")]
    assert outline(blocks) == []


def test_a_nested_list_does_not_end_the_forms_own_numbering() -> None:
    text = f"五、经营情况\n1、行业\n一、政策\n{FULL}。\n二、市场\n{FULL}。\n六、未来\n{FULL}。"
    assert [(e[0].split("/")[-1], e[2]) for e in numbered(f"一、甲\n三、乙\n{text}")][-4:] == [
        ("1", 2), ("一", 3), ("二", 3), ("六", 1),
    ]  # fmt: skip


def test_ticks_behind_a_heading_are_not_its_title() -> None:
    assert numbered(f"一、重大资产出售 □适用 √不适用\n{FULL}。") == [("一", "重大资产出售", 1)]


def test_the_narrative_is_found_by_its_title_and_ends_at_the_next() -> None:
    text = f"第二节 公司简介\n一、甲\n第三节 管理层讨论与分析\n一、乙\n{FULL}。\n第四节 公司治理\n一、丙\n{FULL}。"
    found, _, problems = narrative(lines(text))
    assert [e.title for e in found] == ["乙"]
    assert problems == ()


def test_a_table_of_contents_is_not_the_narrative() -> None:
    contents = "第三节 管理层讨论与分析........10\n第四节 公司治理........20\n第五节 重要事项........30\n"
    pages = ["封面", contents, f"第三节 管理层讨论与分析\n{FULL}。", f"{FULL}。", "第四节 公司治理\n一、甲", "尾页"]
    assert narrative_pages(pages) == [3, 4, 5]


def test_a_report_without_a_narrative_says_so() -> None:
    found, figures, problems = narrative(lines(f"一、甲\n{FULL}。"))
    assert (found, figures) == ((), ())
    assert [p.code for p in problems] == ["no-narrative"]


def test_two_sections_of_narrative_are_two_trees() -> None:
    text = (
        f"第三节 公司业务概要\n一、甲\n{FULL}。\n第四节 经营情况讨论与分析\n一、乙\n{FULL}。\n第五节 重要事项\n{FULL}。"
    )
    found, _, _ = narrative(lines(text))
    assert [(e.number, e.level) for e in found] == [
        ("第三节", 1), ("第三节/一", 2), ("第四节", 1), ("第四节/一", 2),
    ]  # fmt: skip


def test_paragraphs_join_over_lines_and_pages_and_know_their_page() -> None:
    first = lines(FULL, page=3)
    second = lines("续在下一页。", page=4)
    [paragraph] = paragraphs([*first, *second])
    assert paragraph.text == FULL + "续在下一页。"
    assert paragraph.page_at(0) == 3
    assert paragraph.page_at(len(FULL)) == 4


def test_a_latin_word_cut_at_the_line_end_is_whole_again() -> None:
    text = "这一行文字写得很长很长很长很长很长很长很长很长以一个被断开的单词结束Mu⁃\nreka继续。"
    [paragraph] = paragraphs(lines(text))
    assert paragraph.text.endswith("Mureka继续。")
