"""Tables whose lines are drawn as dashes or dots one by one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kunlun_cli.engines import Engine
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.dashed_lines import with_dashes_joined
from kunlun_cli.pages.open import open_document
from kunlun_cli.pages.page import Page, Rule
from kunlun_cli.statements.reader import read_statements
from kunlun_cli.tables.blocks import page_tables
from tests.unit.pages import BREAK, Document, report
from tests.unit.sheets import BALANCE, END, INCOME, amounts, printed, table

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
HEAD = ("项目", "期末余额", "期初余额")
FLOW = ("项目", "本期发生额", "上期发生额")
DASHES = [(5.0, 5.0), (5.0, 3.0), (10.0, 6.0), (1.0, 2.0), (1.0, 4.0)]


def steps(start: float, end: float, dash: float, gap: float) -> Iterator[tuple[float, float]]:
    """The dashes of a line."""
    while start < end:
        yield start, min(start + dash, end)
        start += dash + gap


def dashed(rule: Rule, dash: float, gap: float) -> list[Rule]:
    if rule.top == rule.bottom:
        return [Rule(a, rule.top, b, rule.top) for a, b in steps(rule.x0, rule.x1, dash, gap)]
    return [Rule(rule.x0, a, rule.x0, b) for a, b in steps(rule.top, rule.bottom, dash, gap)]


def redrawn(page: Page, dash: float, gap: float) -> Page:
    return replace(page, rules=tuple(part for rule in page.rules for part in dashed(rule, dash, gap)))


@pytest.mark.parametrize(("dash", "gap"), DASHES)
def test_a_statement_in_dashed_lines_is_read_as_in_whole_ones(dash: float, gap: float) -> None:
    # The last line stands alone overleaf: its sides are two or three dashes high.
    items = "合并资产负债表", "单位：元", table(BALANCE, HEAD), BREAK, "合并利润表", "单位：元"
    made = report(*items, table(INCOME[:-1], FLOW), BREAK, table(INCOME[-1:]))
    pages = [with_dashes_joined(redrawn(page, dash, gap)) for page in made]
    given = read_statements(Stream(Document(pages)), END)
    assert amounts(given, "balance_sheet") == printed(BALANCE)
    assert amounts(given, "income_statement") == printed(INCOME)
    assert given.problems == read_statements(Stream(Document(made)), END).problems


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
@pytest.mark.parametrize(("dash", "gap"), DASHES)
@pytest.mark.parametrize("filled", [False, True])
def test_dashes_of_a_pdf_are_the_lines_of_its_table(engine: Engine, dash: float, gap: float, filled: bool) -> None:
    rows = ("项目", "期末余额", "期初余额"), ("货币资金", "1,234.56", "-789.01"), ("存货余额", "22.00", "33.00")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(60, 270, "某某股份有限公司二〇二四年年度报告合并资产负债表")
    for i, row in enumerate(rows):
        for k, text in enumerate(row):
            canvas.drawString(64 + 90 * k, 246 - 16 * i, text)
    whole = [Rule(60, 209 + 16 * i, 330, 209 + 16 * i) for i in range(4)]
    whole += [Rule(60 + 90 * i, 209, 60 + 90 * i, 257) for i in range(4)]
    thin = 1.0 if dash == 1 else 0.5
    for x0, y0, x1, y1 in (part for rule in whole for part in dashed(rule, dash, gap)):
        if filled:
            canvas.rect(x0 - thin / 2, y0 - thin / 2, x1 - x0 + thin, y1 - y0 + thin, stroke=0, fill=1)
        else:
            canvas.line(x0, y0, x1, y1)
    canvas.save()
    document = open_document(out.getvalue(), "made.pdf", engine=engine)
    ((found, _),) = page_tables(document.page(1))
    assert [[cell.text for cell in row.cells] for row in found.rows] == [list(row) for row in rows]
    assert not any(cell.doubt for row in found.rows for cell in row.cells)


def test_pieces_that_touch_are_left_as_they_are() -> None:
    sides = tuple(Rule(60, 100 + 12.3 * i, 60, 112 + 12.3 * i) for i in range(9))
    page = Page(1, 595, 842, (), (Rule(60, 100, 300, 100), *sides))
    assert with_dashes_joined(page) is page


def test_corners_drawn_over_each_other_are_no_line() -> None:
    page = Page(1, 595, 842, (), tuple(Rule(60, 100, 60.5 + i / 4, 100) for i in range(5)))
    assert with_dashes_joined(page) is page


def test_minus_signs_beside_each_other_are_no_line() -> None:
    signs = tuple(Rule(100 + 60 * i, 200, 105 + 60 * i, 200) for i in range(6))
    near = tuple(Rule(100 + 9 * i, 300, 104 + 9 * i, 300) for i in range(3))
    page = Page(1, 595, 842, (), (*signs, *near))
    assert with_dashes_joined(page) is page


def test_a_minus_beside_dashed_lines_is_no_piece_of_one() -> None:
    table_ = report(table(BALANCE[:4], HEAD))[0]
    page = redrawn(table_, 5, 5)
    minus = Rule(300, 141, 304, 141)
    assert minus in with_dashes_joined(replace(page, rules=(*page.rules, minus))).rules
