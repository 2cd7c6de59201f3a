"""KL622: rows that a report prints in two tables."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.rows_twice import judge_rows_twice
from kunlun_cli.checks.rule import Case, Rule


def _example(printed: str) -> Facts:
    heads, label = ("项目", "本期发生额", "上期发生额"), "与资产相关的政府补助摊销"
    note = table(heads, (label, "2,306,746.44", "1,985,203.17"), section=("67、其他收益",))
    grants = table(heads, (label, printed, "1,985,203.17"), section=("84、政府补助",))
    return replace(note, tables=(*note.tables, *grants.tables))


RULE = Rule(
    code="KL622",
    name="rows printed twice",
    checks="A row that the report prints in two tables outside of the statements, of the group or of the parent "
    "company, has the same figures in both: where one period agrees, the other one does too. Rows of two names are one "
    "where they share a long figure.",
    why="The forms ask for many amounts in the front part and in the notes. Told only where a slip parts the two and "
    "one of them stands nowhere else; an error where the other one does, else a warning; a warning of rows of two "
    "names, where the other figure stands in two places.",
    formula="a row's figures of both periods here = those of the row of its name there",
    trips=Case("2,306,746.44 in one note, 2,360,746.44 in the other", _example("2,360,746.44")),
    holds=Case("2,306,746.44 in both notes", _example("2,306,746.44")),
    apply=judge_rows_twice,
    since="0.2",
    preview=True,
    tables=True,
    kind="ties",
)
