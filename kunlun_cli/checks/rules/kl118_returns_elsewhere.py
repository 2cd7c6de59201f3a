"""KL118: earnings per share and returns on net assets in their three places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.checks.cases import line, stated, statements, table
from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

ENOUGH = 3
"""Figures that agree in two places, for one that disagrees by no slip of the pen."""
KEY, STATEMENT, SUPPLEMENT = "the key figures", "the income statement", "the supplement"


class Place(NamedTuple):
    """A figure and where it stands."""

    name: str
    figure: Figure


def judge_returns(facts: Facts) -> Said:
    """Says of each figure whether it is one in all its places, and which one is odd where others agree."""
    told = list(_places(facts))
    agreeing = sum(len(places) - 1 for _, places in told if _agree(places))
    yield from [Evidence.STRONG] * agreeing
    for subject, places in told:
        if _agree(places):
            continue
        odd = [place for place in places if _agree([other for other in places if other is not place])]
        if len(places) > len((KEY, STATEMENT)) and len(odd) == 1:
            first = next(place for place in places if place is not odd[0])
            yield _finding(subject, odd[0], first)
        elif agreeing >= ENOUGH and len(places) == len((KEY, STATEMENT)):
            finding = _finding(subject, *places)
            yield finding if finding.slip else replace(finding, severity="warning")
        else:
            yield Evidence.UNTOLD


def _agree(places: Sequence[Place]) -> bool:
    return all(one.figure.interval.meets(other.figure.interval) for one in places for other in places)


def _finding(subject: str, odd: Place, other: Place) -> Finding:
    message = (
        f"{subject} is printed {{printed}} in {odd.name} and {other.figure.text} in {other.name} "
        f"(page {other.figure.source.page})"
    )
    return disagreement(subject, message, odd.figure, other.figure.interval, other.figure)


def _places(facts: Facts) -> Iterator[tuple[str, list[Place]]]:
    """Each figure of this period that stands in two places or more, by its label among the key figures."""
    supplement = _supplement(facts)
    for item in load("relations")["returns"]["items"]:
        key = find(facts, item, "year_to_date")
        lines = [r for r in facts.statements.records if (r.item, r.scope) == (item, "consolidated")]
        found = (
            (KEY, figure(key, "value") if key else None),
            (STATEMENT, figure(lines[0], "value") if len(lines) == 1 else None),
            (SUPPLEMENT, supplement.get(item)),
        )
        places = [Place(name, one) for name, one in found if one is not None]
        if key is not None and len(places) > 1:
            yield key.label, places


def _supplement(facts: Facts) -> Mapping[str, Figure]:
    """The returns and earnings of the supplement (编报规则第9号), where there is one such table."""
    found = [table for sheet in facts.tables if (table := dict(_figures(sheet)))]
    return found[0] if len(found) == 1 else {}


def _figures(sheet: Worksheet) -> Iterator[tuple[str, Figure]]:
    form = load("relations")["returns"]
    columns = {name: [c for c, head in enumerate(sheet.names) if matches(form[name], head)] for name in form["columns"]}
    if any(len(found) != 1 for found in columns.values()):
        return
    rows = {name: [line for line in sheet.lines if _is_named(line, form[name])] for name in form["rows"]}
    if any(len(found) != 1 for found in rows.values()):
        return
    for item, (row, column) in form["items"].items():
        (line,), (at,) = rows[row], columns[column]
        if at in line.entries and at not in line.doubted:
            yield item, sheet.figure(line.entries[at])


def _is_named(line: Line, patterns: Sequence[str]) -> bool:
    return matches(patterns, plain_label(line.row.label))


def _example(basic: str) -> Facts:
    key = (
        line("eps_basic", "基本每股收益", "0.63", "0.22", unit="CNY/share"),
        line("eps_diluted", "稀释每股收益", "0.63", "0.22", unit="CNY/share"),
        line("roe_weighted", "加权平均净资产收益率", "10.38", "3.71", unit="%"),
    )
    supplement = table(
        ("报告期利润", "加权平均净资产收益率", "基本每股收益", "稀释每股收益"),
        ("归属于公司普通股股东的净利润", "10.38%", basic, "0.63"),
        ("扣除非经常性损益后归属于公司普通股股东的净利润", "9.31%", "0.57", "0.57"),
    )
    statement = (
        stated("eps_basic", "基本每股收益", "0.63", "0.22"),
        stated("eps_diluted", "稀释每股收益", "0.63", "0.22"),
    )
    return replace(supplement, statements=statements(*statement).statements, financials=statements(key=key).financials)


RULE = Rule(
    code="KL118",
    name="returns elsewhere",
    severity="error",
    checks="Earnings per share and returns on net assets are among the key figures what they are in the income "
    "statement and in the supplement.",
    why="编报规则第9号: 净资产收益率和每股收益的计算及披露. Of three places the odd one is accused; of two, where "
    "three other figures agree: an error where a slip of the pen explains it, else a warning.",
    formula="key figure = line of the income statement = cell of the supplement",
    trips=Case("0.36 in the supplement, 0.63 in both other places", _example("0.36")),
    holds=Case("0.63 in all three places", _example("0.63")),
    apply=judge_returns,
    since="0.2",
    tables=True,
    kind="ties",
)
