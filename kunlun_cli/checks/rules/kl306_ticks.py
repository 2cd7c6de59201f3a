"""KL306: the tick beside a table."""

from __future__ import annotations

from kunlun_cli.checks.cases import lending, lent
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.records import LendingApplicable, LendingRecord

_TITLES = {
    "participation": "持股5%以上股东、前10名股东及前10名无限售流通股股东参与转融通业务出借股份情况",
    "changes": "前10名股东及前10名无限售流通股股东因转融通出借/归还原因导致较上期发生变化",
}


def _apply(facts: Facts) -> Said:
    ticks = facts.lending.applicable
    for table, ticked in (("participation", ticks.participation), ("changes", ticks.changes)):
        if ticked is None:
            continue
        rows = [row for row in facts.lending.records if row.table == table]
        if ticked == bool(rows):
            yield Evidence.STRONG
        # Where kunlun could not read all of it, the table may be there.
        elif ticked and facts.lending.problems:
            yield Evidence.WEAK
        else:
            yield _finding(table, ticked=ticked, rows=rows)


def _finding(table: str, *, ticked: bool, rows: list[LendingRecord]) -> Finding:
    said = (
        "适用 is ticked, but there is no table"
        if ticked
        else f"不适用 is ticked, but a table of {len(rows)} rows stands there"
    )
    return Finding(
        severity="warning",
        subject=_TITLES[table],
        message=said,
        printed="适用" if ticked else "不适用",
        expected="不适用" if ticked else "适用",
        sources=tuple(row.source for row in rows),
    )


RULE = Rule(
    code="KL306",
    name="tick against table",
    severity="warning",
    checks="Where 适用 is ticked for shares lent there is a table, and where 不适用 is ticked there is none.",
    why="The exchanges' guides of November 2023; the form asks for the table only where it applies.",
    formula="适用 ⇔ the table has rows",
    trips=Case(
        "不适用 ticked above a table",
        lending(lent("participation", "甲基金"), applicable=LendingApplicable(False, None)),
    ),
    holds=Case(
        "适用 ticked above a table", lending(lent("participation", "甲基金"), applicable=LendingApplicable(True, None))
    ),
    apply=_apply,
)
