"""KL614: rows of the report's tables against the statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kunlun_cli.checks.cases import stated, statements, table
from kunlun_cli.checks.changes import Change, Custom, judge_change
from kunlun_cli.checks.facts import Facts, of_sort
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.key_figures import KEY_FIGURES
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.ties import Lines, judge_rows
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import load, matches
from kunlun_cli.records import StatementRecord

ENOUGH = 2
"""Other changes of one table that follow from the statements, so that one which does not is an error."""
FIRST_QUARTER = 3
"""The month with which a period ends that is a quarter and the year to date at once."""


def judge_stated_changes(facts: Facts) -> Said:
    """Says of changes whose base no column prints whether they follow from the statements."""
    lines = Lines(facts, "consolidated")
    yield from _together(list(_of_key_figures(facts)))
    for sheet in facts.tables:
        if not sheet.additive:
            yield from _together(list(_of_table(facts, sheet, lines)))


def _of_key_figures(facts: Facts) -> Iterator[Change]:
    """The form of third quarters has for the year to date no figures of the year before."""
    for record in of_sort(facts, "amount"):
        where = KEY_FIGURES.get(record.item or "")
        if where is None or record.prior is not None or record.span == "quarter" or record.change_unit != "%":
            continue
        found = [r for r in facts.statements.records if (r.statement, r.item) == where and r.scope == "consolidated"]
        printed, here = figure(record, "change"), figure(record, "value")
        for line in found if len(found) == 1 else ():
            there = figure(line, "value")
            if printed and here and there and here.interval.meets(there.interval):
                yield from _change(record.label, printed, line)


def _of_table(facts: Facts, sheet: Worksheet, lines: Lines) -> Iterator[Change]:
    """The table of the main changes in Shanghai's quarterly reports: 货币资金_本报告期末, 变动比例, 主要原因."""
    form = load("relations")["stated_changes"]
    columns = [c for c in sheet.per_cent if matches(load("relations")["columns"]["per_cent_change"], sheet.names[c])]
    end = facts.info.period_end
    if len(columns) != 1:
        return
    for line in sheet.lines:
        entry = line.entries.get(columns[0])
        if entry is None or columns[0] in line.doubted:
            continue
        of_quarter = matches(form["quarter"], line.label) and end is not None and end.month != FIRST_QUARTER
        name = re.sub(form["time"], "", line.label)
        record = None if of_quarter else lines.named(name)
        if record is not None and record.unit == "CNY":
            yield from _change(line.row.label, sheet.figure(entry), record)


def _change(subject: str, printed: Figure, line: StatementRecord) -> Iterator[Change]:
    value, prior = (figure(line, period) for period in PERIODS)
    if value is not None and prior is not None and prior.value:
        change = Change(subject, printed, value, prior)
        # A loss that grows is a rise to some, in a statement that prints losses with a minus.
        turned = matches(load("relations")["stated_changes"]["either_sign"], line.label)
        yield replace(change, customs=(Custom(-change.computed),)) if turned else change


def _together(changes: Sequence[Change]) -> Said:
    """The changes of one table: what most of them follow, one that does not is wrong."""
    said = [judge_change(change) for change in changes]
    follow = sum(isinstance(s, Evidence) for s in said)
    odd = [s for s in said if isinstance(s, Finding) and s.severity != "note"]
    if follow < ENOUGH or len(odd) * ENOUGH > follow:
        return
    yield from (s for s in said if isinstance(s, Evidence))
    for finding, change in zip(said, changes, strict=True):
        if isinstance(finding, Finding) and finding.severity != "note":
            # Whether the filer turns the sign on a negative base, and how far, other rows do not tell.
            severity = "warning" if change.base.value < 0 else finding.severity
            message = f"{finding.message}; its base stands in the statements; {follow} other changes beside it follow"
            yield replace(finding, severity=severity, message=message)


def _example(value: str) -> Facts:
    rows = (("销售费用", "59,623,024.88", "43,781,054.42"), ("管理费用", value, "349,284,396.57"))
    expenses = table(("项目", "本期金额", "上期金额"), *rows, section=("第三节管理层讨论与分析", "3、费用"))
    lines = (
        stated("selling_expenses", "销售费用", "59,623,024.88", "43,781,054.42"),
        stated("administrative_expenses", "管理费用", "386,185,538.84", "349,284,396.57"),
    )
    return replace(statements(*lines), tables=expenses.tables)


def _apply(facts: Facts) -> Said:
    yield from judge_rows(facts)
    yield from judge_stated_changes(facts)


RULE = Rule(
    code="KL614",
    name="rows of tables against the statements",
    checks="A row that has the name of a line of the group's statements, in the tables on expenses, cash flow, assets "
    "and liabilities or large changes, is that line, in both periods; so are the net profit and the operating cash "
    "flow in the supplement of the cash flow statement. A change printed without what it is a change of follows from "
    "the statements.",
    why="格式准则第2号: the analysis repeats the statements. One period is accused where the other one agrees and the "
    "figure is printed nowhere else: an error where a slip of the pen explains it, else a warning.",
    formula="row of a table = line of the statement, in each period",
    trips=Case("管理费用 386,158,538.84, in the income statement 386,185,538.84", _example("386,158,538.84")),
    holds=Case("管理费用 386,185,538.84 in both places", _example("386,185,538.84")),
    apply=_apply,
    since="0.2",
    tables=True,
    kind="ties",
)
