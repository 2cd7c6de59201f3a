"""KL211: ten largest holders are ten rows."""

from __future__ import annotations

from kunlun_cli.checks.cases import holder, holders
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.rule import Case, Rule

_TITLES = {"top10": "前10名股东", "top10_unrestricted": "前10名无限售条件股东"}


def _apply(facts: Facts) -> Said:
    count = facts.holders.counts.holders
    expected = 10 if count is None else min(10, count)
    for table, title in _TITLES.items():
        rows = [row for row in facts.holders.records if row.table == table]
        if not rows:
            continue
        # More rows than ten there are where the tenth and the eleventh hold the same.
        if len(rows) >= expected:
            yield Evidence.STRONG
            continue
        if facts.holders.problems:
            yield Evidence.WEAK  # a row that kunlun could not read is named there
            continue
        yield Finding(
            severity="warning",
            subject=title,
            message=f"the table has {len(rows)} rows",
            printed=str(len(rows)),
            expected=str(expected),
            sources=(rows[0].source, rows[-1].source),
        )


def _example(rows: int) -> Facts:
    return holders(*(holder(f"股东{n}", str(1000 - n), rank=n) for n in range(1, rows + 1)))


RULE = Rule(
    code="KL211",
    name="ten largest holders",
    severity="warning",
    checks="Each table of the ten largest holders has ten rows, unless the company has fewer holders.",
    why="格式准则第2号, 第3号. A row that is missing is one that the filer left out or that kunlun did not see.",
    formula="rows ≥ min(10, holders)",
    trips=Case("nine rows", _example(9)),
    holds=Case("ten rows", _example(10)),
    apply=_apply,
)
