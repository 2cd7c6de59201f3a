"""KL605: points that stand for commas, in every table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.relations.judge import over_tables
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.schedules.schedule import ScheduleCell

ENOUGH = 3
"""Figures with commas that make a column one of whole numbers, or of yuan and cents."""
_POINTED = re.compile(r"^-?\d{1,3}(\.\d{3})+$")
_WHOLE = re.compile(r"^-?\d{1,3}(,\d{3})+$")
_AMOUNT = re.compile(r"^-?\d{1,3}(,\d{3})+\.\d{2}$")
_POINTED_AMOUNT = re.compile(r"^-?(?!0)\d{1,3}(?:[.,]\d{3})*\.\d{3}(?:[.,]\d{3})*\.\d{2}$")


def judge_separators(sheet: Worksheet) -> Iterator[Verdict]:
    """Figures of a column in which a point stands where the others have a comma."""
    for column in sheet.additive:
        cells = [(line, line.row.cells[column]) for line in sheet.lines if line.row.cells[column].text]
        texts = [(line, cell, cell.plain) for line, cell in cells if not cell.source.doubt]
        odd = list(_pointed(texts))
        whole = sum(bool(_WHOLE.match(text)) for *_, text in texts)
        if odd or (whole >= ENOUGH and not any("." in text for *_, text in texts)):
            yield Held("separator")
        for line, cell, text, meant in odd:
            yield Finding(
                severity="error",
                subject=line.row.label,
                message=f"{text} is printed among figures with commas, and is likely to stand for {meant}",
                printed=text,
                expected=meant,
                sources=(cell.source,),
            )


Printed = tuple[Line, ScheduleCell, str]


def _pointed(texts: Sequence[Printed]) -> Iterator[tuple[Line, ScheduleCell, str, str]]:
    """60.000 in a column of whole numbers, 329.509.00 in one of amounts: each with what it is likely to stand for."""
    for usual, odd, others in ((_WHOLE, _POINTED, "."), (_AMOUNT, _POINTED_AMOUNT, None)):
        right = [text for *_, text in texts if usual.match(text)]
        wrong = [(line, cell, text) for line, cell, text in texts if odd.match(text)]
        if len(right) < ENOUGH or len(wrong) * ENOUGH > len(right):
            continue
        if others is None or not any(others in text and not odd.match(text) for *_, text in texts):
            yield from ((line, cell, text, _with_commas(text, usual)) for line, cell, text in wrong)


def _with_commas(text: str, usual: re.Pattern[str]) -> str:
    whole, point, cents = text.rpartition(".") if usual is _AMOUNT else (text, "", "")
    return whole.replace(".", ",") + point + cents


def _example(count: str) -> Facts:
    rows = (("甲", "12,500"), ("乙", "7,300"), ("丙", "25,000"), ("丁", count))
    return table(("姓名", "期末持股数"), *rows)


RULE = Rule(
    code="KL605",
    name="points for commas",
    checks="In a column of whole numbers with commas no figure has a point where its thousands end.",
    why="60.000 among 12,500 and 7,300 stands for 60,000; read as sixty it is a thousandth of it.",
    formula="a point before groups of three digits, where three others have commas and none has decimals",
    trips=Case("60.000 among 12,500, 7,300 and 25,000", _example("60.000")),
    holds=Case("60,000 among 12,500, 7,300 and 25,000", _example("60,000")),
    apply=over_tables(judge_separators),
    since="0.2",
    tables=True,
    kind="separators",
)
