"""KL215: unrestricted shares and those of their class."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import pairwise

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.slips import Slip
from kunlun_cli.forms import load, matches, normal

ENOUGH = 3
"""Rows that agree, so that the two columns are of the same shares."""


def judge_classes(facts: Facts) -> Said:
    """The two columns of each table of unrestricted holders, row by row."""
    form = load("relations")["classes"]
    for sheet in facts.tables:
        held, of_class = (
            [c for c in sheet.additive if matches(form[name], normal("|".join(sheet.schedule.columns[c].heading)))]
            for name in ("held", "of_class")
        )
        if len(held) == len(of_class) == 1:
            yield from _judged(sheet, held[0], of_class[0])


def _judged(sheet: Worksheet, held: int, of_class: int) -> Said:
    rows = [
        (line.row.label, in_base_unit(sheet, line.entries[held]), in_base_unit(sheet, line.entries[of_class]))
        for line, after in pairwise((*sheet.lines, None))
        if line and {held, of_class} <= line.entries.keys() - line.doubted
        # A holder of two classes has a row of each, the second one without a name.
        if after is None or normal(after.row.label)
    ]
    agree = [one.value == other.value for _, one, other in rows]
    known = {other.value for _, one, other in rows if one.value == other.value}
    for name, one, other in rows if sum(agree) >= ENOUGH and sum(agree) >= len(rows) - 1 else ():
        yield Evidence.STRONG if one.value == other.value else _finding(name, one, other, known)


def _finding(name: str, held: Figure, of_class: Figure, known: AbstractSet[Decimal]) -> Finding:
    message = f"{name}: {held.text} unrestricted shares, but {of_class.text} beside the class"
    # The figure of another row, printed again, is the odd one.
    odd, other = (held, of_class) if held.value in known else (of_class, held)
    slip: Slip | None = "column" if odd.value in known else None
    return disagreement(name, message, odd, other.interval, other, slip=slip)


def _example(of_class: str) -> Facts:
    return table(
        ("股东名称", "持有无限售条件流通股的数量", "股份种类及数量数量"),
        ("甲某", "73,272,546", "73,272,546"),
        ("乙某", "10,974,247", of_class),
        ("丙某", "9,278,427", "9,278,427"),
        ("丁某", "5,375,049", "5,375,049"),
    )


RULE = Rule(
    code="KL215",
    name="unrestricted shares of a class",
    severity="error",
    checks="In the table of the ten largest holders of unrestricted shares the number is printed twice: as held, and "
    "beside the class of the shares.",
    why="格式准则第2号, 第3号: 前十名无限售条件股东. Told where all other rows agree and there are three of them. "
    "Holders of two classes are passed over.",
    formula="unrestricted shares held = shares of the class",
    trips=Case("10,974,247 held, 10,947,247 beside the class", _example("10,947,247")),
    holds=Case("10,974,247 in both columns", _example("10,974,247")),
    apply=judge_classes,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
