"""Statements and tables of the notes in the Shanghai exchange's form."""

from __future__ import annotations

from compose import shanghai as sh
from compose.entries import Note, Statement
from compose.model import Block, Gap, Line, row, table

TITLES = {"balance_sheet": "资产负债表", "income_statement": "利润表", "cash_flow": "现金流量表"}
WHOSE = {"consolidated": "合并", "parent": "母公司"}


def blocks(statement: Statement, company: str, year: int) -> list[Block]:
    """The statement's title, unit and table."""
    balance = statement.kind == "balance_sheet"
    when = f"{year}年12月31日" if balance else f"{year}年1—12月"
    years = [f"{y}年12月31日" if balance else f"{y}年度" for y in (year, year - 1)]
    rows = [row(*(sh.center(text) for text in ("项目", "附注", *years)))]
    for entry in statement.entries:
        first, second = (sh.right(value) for value in entry.values)
        rows.append(row(entry.label, sh.center(entry.note), first, second))
    return [
        Line(WHOSE[statement.scope] + TITLES[statement.kind], 10.5, bold=True, align="center", before=8, leading=2),
        Line(when, 9, align="center"),
        Line(f"编制单位：{company}", 9),
        sh.unit(sh.YUAN),
        table((190, 50, 106, 106), rows),
        Gap(6),
    ]


def notes(given: tuple[Note, ...]) -> list[Block]:
    """Tables of the notes."""
    out: list[Block] = []
    for note in given:
        out += [sh.heading(note.titles[0]), *(Line(text, 10.5) for text in note.titles[1:]), sh.unit(sh.YUAN)]
        rows = [row(*(sh.center(text) for text in note.head))]
        rows += [row(name, sh.right(first), sh.right(second)) for name, first, second in note.rows]
        out.append(table((190, 130, 130), rows))
    return out
