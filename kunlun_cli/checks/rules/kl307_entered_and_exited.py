"""KL307: holders that entered the ten largest or left them."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.lent import key_of
from kunlun_cli.checks.rule import Case, Rule


def _apply(facts: Facts) -> Said:
    names = {key_of(row.name) for row in facts.holders.records}
    for row in facts.lending.records:
        if row.table != "changes" or row.change is None or not names:
            continue
        there = key_of(row.name) in names
        if there == (row.change == "entered"):
            yield Evidence.STRONG
            continue
        word, where = ("退出", "still stands in") if there else ("新增", "is not in")
        yield Finding(
            severity="note",
            subject=row.name,
            message=f"{word} is printed, but the holder {where} the tables of the ten largest",
            printed=word,
            expected="新增" if there else "退出",
            sources=(row.cells.get("change", row.source),),
        )


_HOLDING = (holder("甲基金", "1,000,000"),)

RULE = Rule(
    code="KL307",
    name="entered or exited",
    severity="note",
    checks="A holder marked 新增 is among the ten largest, one marked 退出 is not.",
    why="The exchanges' guides of November 2023. A holder may leave one table and stay in the other, and funds are "
    "named at different length, hence a note.",
    formula="新增 ⇔ the name is in a table of the ten largest",
    trips=Case("退出 of a holder who is still listed", lending(lent("changes", "甲基金", "exited"), holding=_HOLDING)),
    holds=Case("新增 of a holder who is listed", lending(lent("changes", "甲基金", "entered"), holding=_HOLDING)),
    apply=_apply,
)
