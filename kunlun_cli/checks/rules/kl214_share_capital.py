"""KL214: the shares of the company in several tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kunlun_cli.checks.cases import table
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Said
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

CHANGES, SHEET = "the table of share movements", "the balance sheet"


def judge_capital(facts: Facts) -> Said:
    """The totals of restricted shares, and the share capital of yuan, against the table of changes in shares."""
    tables = [
        (restricted, shares)
        for sheet in facts.tables
        if (restricted := _of(sheet, "restricted", COLUMNS)) and (shares := _of(sheet, "shares", COLUMNS))
    ]
    if len(tables) != 1:
        return
    ((restricted, shares),) = tables
    totals = [total for sheet in facts.tables if (total := _of(sheet, "total", BALANCES))]
    if len(totals) == 1:
        yield from judge_twice(_pairs("限售股份合计", totals[0], restricted), CHANGES)
    capital = [r for r in facts.statements.records if (r.item, r.scope) == ("share_capital", "consolidated")]
    if len(capital) == 1:
        stated = {period: found for period in PERIODS if (found := figure(capital[0], period)) is not None}
        yield from judge_twice(_pairs("股份总数", shares, stated), SHEET)


COLUMNS, BALANCES = ("after", "before"), ("closing", "opening")


def _of(sheet: Worksheet, row: str, columns: tuple[str, str]) -> dict[str, Figure]:
    """The figures of the only row of this name, by period; none where a column stands twice or a figure is doubted."""
    form = load("relations")["capital"]
    places = [[c for c in sheet.additive if matches(form[name], sheet.names[c])] for name in columns]
    if any(len(place) != 1 for place in places):
        return {}
    lines = [line for line in sheet.lines if matches(form[row], plain_label(line.row.label))]
    if len(lines) != 1 or any(place in lines[0].doubted for (place,) in places):
        return {}
    found = ((period, lines[0].entries.get(place[0])) for period, place in zip(PERIODS, places, strict=True))
    return {period: in_base_unit(sheet, entry) for period, entry in found if entry is not None}


def _pairs(subject: str, here: Mapping[str, Figure], there: Mapping[str, Figure]) -> list[Twice]:
    both = [Twice(subject, here[period], there[period]) for period in PERIODS if {period} <= here.keys() & there.keys()]
    # What was granted or bought back and is not entered yet is a round number of shares.
    return [one for one in both if one.agrees or not one.is_round]


def _example(total: str) -> Facts:
    changes = table(
        ("", "本次变动前数量", "本次变动后数量"),
        ("一、有限售条件股份", "27,866,787", "10,541,875"),
        ("二、无限售条件股份", "38,196,164", "55,977,556"),
        ("三、股份总数", "66,062,951", "66,519,431"),
    )
    rows = (("甲某", "27,000,000", "10,000,000"), ("乙某", "866,787", "541,875"), ("合计", "27,866,787", total))
    restricted = table(("股东名称", "期初限售股数", "期末限售股数"), *rows)
    return replace(changes, tables=(*changes.tables, *restricted.tables))


RULE = Rule(
    code="KL214",
    name="share capital elsewhere",
    severity="error",
    checks="The total of the table of restricted shares is the restricted shares of the table of changes in shares, "
    "and all shares there are the share capital of the balance sheet, at the beginning and at the end.",
    why="格式准则第2号: 股份变动情况; a share is of one yuan. Told where the two agree at the other end of the period "
    "and a slip of the pen explains it: a table may leave out directors' shares, and capital may be entered later.",
    formula="Σ restricted by name = restricted shares; shares = share capital",
    trips=Case("10,514,875 in all at the end, 10,541,875 restricted; the beginning agrees", _example("10,514,875")),
    holds=Case("10,541,875 in both tables", _example("10,541,875")),
    apply=judge_capital,
    since="0.2",
    tables=True,
    kind="ties",
)
