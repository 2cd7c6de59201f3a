"""Bookmarks narrow the search where they say enough and tell the truth, and never lose a disclosure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest

from kunlun_cli.outline.bookmarks import passed_over
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.page import Page

PARTS = {
    4: "第二节 公司简介和主要财务指标",
    8: "第三节 管理层讨论与分析",
    20: "第四节 公司治理",
    30: "第五节 重要事项",
    40: "第六节 股份变动及股东情况",
    46: "第七节 财务报告",
}
BELOW = [("一、股东大会情况", 22), ("一、承诺事项履行情况", 32)]
"""Bookmarks of the second level, in the parts on governance and on important matters."""
FIGURES = "主要会计数据 归属于上市公司股东的净利润 总资产 每股收益"


@dataclass(eq=False)
class Made(Document):
    texts: dict[int, str]
    marks: list[tuple[str, int | None]] = field(default_factory=lambda: [*((t, p) for p, t in PARTS.items()), *BELOW])
    n_pages: int = 100
    format: Literal["pdf", "text", "html"] = "pdf"
    asked: set[int] = field(default_factory=set)

    def text(self, number: int) -> str:
        self.asked.add(number)
        return PARTS.get(number, "").replace(" ", "\n") + self.texts.get(number, "")

    def page(self, number: int) -> Page:
        raise AssertionError(number)

    def bookmarks(self) -> list[tuple[str, int | None]]:
        return self.marks


def test_parts_without_disclosures_are_passed_over_but_for_their_first_pages() -> None:
    document = Made({6: FIGURES, 60: FIGURES})
    assert passed_over(document) == {*range(21, 30), *range(31, 40), *range(47, 101)}
    assert Stream(document).pages_of("financials") == [6]
    assert 60 not in document.asked


def test_what_the_kept_parts_do_not_have_is_searched_everywhere() -> None:
    document = Made({60: FIGURES})
    assert Stream(document).pages_of("financials") == [60]


def test_lending_stands_beside_the_holders_or_nowhere() -> None:
    document = Made({41: "前10名股东持股情况", 60: "转融通出借股份 适用"})
    assert Stream(document).pages_of("holders") == [41]
    assert Stream(document).pages_of("lending") == []
    assert Stream(Made({60: "转融通出借股份 适用"})).pages_of("lending") == [60]


def test_a_bookmark_of_a_lower_level_leads_to_a_disclosure_in_a_part_that_is_passed_over() -> None:
    plan = "每10股派息数（元）（含税） 2.00"
    marks = [(title, page) for page, title in PARTS.items()]
    marks += [
        ("十二、利润分配或资本公积金转增股本情况", 25),
        ("十三、股权激励", 26),
        ("2、利润分配情况", 90),
        ("3、其他", 90),
    ]
    document = Made({6: FIGURES, 25: plan, 90: plan}, marks)
    assert Stream(document).pages_of("distribution") == [25]
    assert not {24, 90} & set(document.asked)
    assert Stream(Made({6: FIGURES, 25: plan})).pages_of("distribution") == []


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [("OLE_LINK1", 40), ("OLE_LINK2", 41)],
        [(t, p) for p, t in PARTS.items() if "股东" not in t],
        [(t, p + 1) for p, t in PARTS.items()],
        [(t, None) for t in PARTS.values()],
    ],
    ids=["none", "of a word processor", "a part missing", "a page off", "leading nowhere"],
)
def test_an_outline_that_says_too_little_or_lies_is_not_believed(marks: list[tuple[str, int | None]]) -> None:
    document = Made({6: FIGURES, 60: FIGURES}, marks)
    assert passed_over(document) == frozenset()
    assert Stream(document).pages_of("financials") == [6, 60]


def test_a_part_ends_where_the_next_title_is_printed() -> None:
    moved = [(t, p - 2 if p == 40 else p) for p, t in PARTS.items()]  # holders said to begin too early
    assert 39 not in passed_over(Made({}, moved))
    assert 50 in passed_over(Made({}, moved))


def test_the_second_level_alone_shows_the_statements_where_nothing_else_follows() -> None:
    marks = [("一、公司信息", 5), ("二、财务报表", 50), ("（1）净资产收益率", 99)]
    assert passed_over(Made({50: "二、财务报表"}, marks)) == set(range(51, 101))
    assert passed_over(Made({50: "二、财务报表"}, [*marks, ("三、股份变动", 90)])) == frozenset()


HEADINGS = {
    4: "一、公司信息",
    8: "一、概述",
    20: "一、公司普通股利润分配及资本公积金转增股本情况",
    30: "一、股份变动情况",
    35: "一、董事、监事和高级管理人员持股变动",
    40: "一、公司治理的基本状况",
    50: "一、审计报告",
}


def headed(headings: dict[int, str], *more: tuple[str, int | None]) -> Made:
    """A report whose outline has the second level alone."""
    marks = sorted([*((t, p) for p, t in headings.items()), *more], key=lambda m: m[1] or 0)
    return Made({6: FIGURES, 55: FIGURES, **headings}, marks)


def test_parts_are_told_by_the_headings_with_which_they_begin() -> None:
    document = headed(
        HEADINGS,
        ("三、主要会计数据", 6),
        ("二、承诺事项履行情况", 22),
        ("一、有限售条件股份39%", 31),
        ("二、同业竞争情况", 41),
        ("二、财务报表", 58),
    )
    assert passed_over(document) == {*range(21, 30), *range(36, 40), *range(41, 50), *range(51, 101)}
    assert Stream(document).pages_of("financials") == [6]


@pytest.mark.parametrize(
    ("headings", "more"),
    [
        ({p: t for p, t in HEADINGS.items() if p != 30}, ()),
        ({p: t for p, t in HEADINGS.items() if p not in {8, 30}}, (("三、股份变动", 24),)),
    ],
    ids=["no part for the holders", "holders under another heading"],
)
def test_a_part_that_is_not_told_from_the_one_before_is_not_passed_over(headings, more) -> None:
    assert passed_over(headed(headings, *more)) == frozenset()


def test_a_part_with_another_one_inside_is_searched() -> None:
    document = headed(HEADINGS, ("四、前10名股东持股情况", 24), ("二、同业竞争情况", 41))
    assert 22 not in passed_over(document)
    assert 45 in passed_over(document)


def test_parts_with_a_plan_of_distribution_are_searched_where_no_bookmark_could_lead_to_it() -> None:
    plan = "每10股派息数（元）（含税） 2.00"
    document = Made({6: FIGURES, 25: plan}, [(t, p) for p, t in PARTS.items()])
    assert passed_over(document) == set(range(47, 101))
    assert Stream(document).pages_of("distribution") == [25]


def test_a_bookmark_on_a_page_shared_with_another_part_says_nothing_of_the_part() -> None:
    plan = "每10股派息数（元）（含税） 2.00"
    marks = [*((t, p) for p, t in PARTS.items()), ("五、投资者关系", 20), ("一、股份变动情况", 40)]
    document = Made({6: FIGURES, 25: plan}, marks)  # neither is of the parts on governance and important matters
    assert passed_over(document) == set(range(47, 101))
    assert Stream(document).pages_of("distribution") == [25]


def listed(*, first: int = 4) -> Made:
    """A report without bookmarks, its parts in a table of contents that says so of the first."""
    lines = "\n".join(f"{title} ................ {first if page == 4 else page}" for page, title in PARTS.items())
    return Made({2: f"目录\n{lines}", 6: FIGURES, 60: FIGURES}, [])


def test_the_table_of_contents_tells_the_parts_where_bookmarks_do_not() -> None:
    document = listed()
    assert passed_over(document) == set(range(47, 101))
    assert Stream(document).pages_of("financials") == [6]
    assert 60 not in document.asked


def test_the_table_of_contents_is_not_believed_where_its_numbers_fall() -> None:
    assert passed_over(listed(first=60)) == frozenset()


def test_pages_before_the_first_number_are_counted() -> None:
    shifted = {page + 2: title for page, title in PARTS.items()}

    @dataclass(eq=False)
    class Shifted(Made):
        def text(self, number: int) -> str:
            self.asked.add(number)
            return shifted.get(number, "").replace(" ", "\n") + self.texts.get(number, "")

    assert passed_over(Shifted(listed().texts, [])) == set(range(49, 101))


def test_segments_stand_in_the_analysis_or_nowhere() -> None:
    table = "营业收入构成 占营业收入比重"
    assert Stream(Made({10: "二、主营业务分析", 60: table})).pages_of("segments") == []
    assert Stream(Made({10: "二、主营业务分析", 12: table})).pages_of("segments") == [12]
    assert Stream(Made({60: table})).pages_of("segments") == [60]


def test_short_documents_are_searched_whole() -> None:
    assert passed_over(Made({}, n_pages=30)) == frozenset()
    assert len([t for t in Stream(Made({1: "a"}, n_pages=30)).searched() if t]) == 5
