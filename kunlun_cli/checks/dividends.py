"""Dividends in several places: the plan, three years beside each other, events after the period, the note on equity."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from kunlun_cli.checks.facts import COLUMNS, Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.identities import PERIODS
from kunlun_cli.checks.matching import Match, disagreement, match, severity_of
from kunlun_cli.checks.relations.worksheet import Line, Worksheet
from kunlun_cli.checks.ties import in_base_unit, pairs_of, scope_of
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure, last_place
from kunlun_cli.figures.interval import Interval
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.schedules.schedule import ScheduleCell

YEAR = "the key figures"
SHARES = {"share": ("cash", "profit"), "whole_share": ("whole", "profit"), "three_share": ("three_whole", "mean")}
SUMS = {"whole": ("cash", "bought"), "three_whole": ("three_cash", "cancelled")}


class Relation(NamedTuple):
    """A figure of the table, what it is made of, and what these make."""

    made: Figure
    parts: tuple[Figure, ...]
    computed: Interval
    sign: str = "of"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that stand in it."""
        return (self.made, *self.parts)

    def about(self, known: Collection[int]) -> Relation:
        """A sum as what its unknown part should be, where another relation confirms all the rest of it."""
        unknown = [f for f in self.figures if id(f) not in known]
        if self.sign == "of" or len(unknown) != 1 or unknown[0] is self.made:
            return self
        (other,) = (f for f in self.parts if f is not unknown[0])
        return Relation(unknown[0], (self.made, other), self.made.interval - other.interval, "-")

    @property
    def match(self) -> Match:
        """How the figure stands to what they make."""
        return match(self.made, self.computed)


def judge_payout(facts: Facts) -> Said:
    """Says of every such table whether its shares and sums follow, and its profit is that of the key figures."""
    for sheet in facts.tables:
        rows = _rows(sheet)
        relations = [*_sums(rows), *_shares_of_profit(rows)]
        if not relations:
            continue
        stated = [Twice(_label(sheet, rows[name]), rows[name], there) for name, there in _stated(facts) if name in rows]
        holding = [relation for relation in relations if relation.match <= Match.TRUNCATED]
        # The profit is what it says where a share of it follows; one wrong in both places is in none of them.
        yield from judge_twice(
            stated, YEAR, sure=any(one.here in relation.parts for one in stated for relation in holding)
        )
        yield from (Evidence.STRONG for _ in holding)
        known = {id(f) for relation in holding for f in relation.figures if f.value}
        known |= {id(one.here) for one in stated if one.agrees}
        yield from _failing(sheet, [relation for relation in relations if relation not in holding], known)


def _failing(sheet: Worksheet, relations: Sequence[Relation], known: Collection[int]) -> Said:
    """What does not follow, where another relation confirms one of its figures; what only follows from it is left."""
    accused: set[int] = set()
    # Two shares that do not follow are of something else, as of a dividend of half a year that another row has.
    several = sum(relation.sign == "of" for relation in relations) > 1
    for relation in relations:
        if (several and relation.sign == "of") or not any(id(f) in known for f in relation.figures):
            yield Evidence.UNTOLD
        elif not any(id(f) in accused for f in relation.parts):
            accused |= {id(f) for f in relation.figures if id(f) not in known}
            yield _odd_payout(sheet, relation.about(known))


def _rows(sheet: Worksheet) -> dict[str, Figure]:
    """The figures of a table's rows by what they are; none where a row stands twice or has two figures."""
    out: dict[str, Figure] = {}
    form = load("relations")["payout"]
    for line in sheet.lines:
        label = plain_label(line.row.label)
        name = next((name for name, words in form.items() if matches(words, label)), None)
        if name is None:
            continue
        if name in out or len(line.entries) != 1 or line.doubted:
            return {}
        (entry,) = line.entries.values()
        # 14.18 among yuan and cents is a share all the same, and rounded.
        out[name] = replace(sheet.figure(entry), is_count=False) if name in SHARES else in_base_unit(sheet, entry)
    return out


def _stated(facts: Facts) -> Iterator[tuple[str, Figure]]:
    key = find(facts, "net_profit_parent", "year_to_date")
    there = figure(key, "value") if key else None
    if there is not None and facts.info.kind == "annual":
        yield from (("profit", there), ("last_profit", there))


def _shares_of_profit(rows: Mapping[str, Figure]) -> Iterator[Relation]:
    for name, (part, whole) in SHARES.items():
        if {name, part, whole} <= rows.keys() and rows[part].value and rows[whole].value > 0:
            yield Relation(rows[name], (rows[part], rows[whole]), rows[part].interval / rows[whole].interval * 100)


def _sums(rows: Mapping[str, Figure]) -> Iterator[Relation]:
    """Totals of two parts, where both are printed and not zero: what is nothing confirms nothing."""
    for name, parts in SUMS.items():
        found = tuple(rows[part] for part in parts if part in rows and rows[part].value)
        if name in rows and len(found) == len(parts):
            yield Relation(rows[name], found, found[0].interval + found[1].interval, "+")


def _label(sheet: Worksheet, printed: Figure) -> str:
    rows = (line.row for line in sheet.lines)
    return next(row.label for row in rows if any(cell.source == printed.source for cell in row.cells))


def _odd_payout(sheet: Worksheet, relation: Relation) -> Finding:
    label, sign = _label(sheet, relation.made), relation.sign
    one, other = (part.text for part in relation.parts)
    message = f"{one} {sign} {other} is {{expected}}, but {{printed}} is printed"
    if sign == "of":
        message = f"{label} printed {{printed}}, but {one} of {other} is {{expected}}"
    severity = severity_of(relation.match)
    return disagreement(label, message, relation.made, relation.computed, *relation.parts, severity=severity)


PLAN, YEARS, EQUITY = "the plan of distribution", "the key figures", "the statement of changes in equity"
_UNGROUPED = re.compile(r"\d{1,3}(,\d{2,4})+(\.\d\d)?")
TELLING = 10
"""A share of fewer steps of its last place is met by almost any figures."""


def judge_dividends(facts: Facts) -> Said:
    """The dividends of a filing: what stands in two places, and their shares of the profits of their years."""
    tables = [(sheet, lines) for sheet in facts.tables if (lines := _years(sheet))]
    yield from _planned(facts, tables)
    for sheet, lines in tables:
        yield from _profits(facts, sheet, lines)
        yield from _shares(sheet, list(lines.values()))
    yield from judge_payout(facts)
    yield from _appropriated(facts)


def _years(sheet: Worksheet) -> dict[int, Line]:
    """The rows of a table of the dividends of several years, by their year."""
    form = load("relations")["dividends"]
    if not any(matches(form["profit"], name) for name in sheet.names) or not matches(form["year"], sheet.names[0]):
        return {}
    found = ((re.search(r"20\d\d", line.label), line) for line in sheet.lines)
    return {int(year[0]): line for year, line in found if year}


def _columns(sheet: Worksheet, words: str) -> list[int]:
    return [c for c in sheet.additive if matches(load("relations")["dividends"][words], sheet.names[c])]


def _planned(facts: Facts, tables: Sequence[tuple[Worksheet, dict[int, Line]]]) -> Said:
    """The cash of the plan, where ten shares' part times their number confirms it, against the other places."""
    plans = [record for record in facts.financials.distribution if record.form == "table" and not record.interim]
    cash, each, base = (figure(plans[0], name) if len(plans) == 1 else None for name in _PLAN)
    if cash is None or each is None or base is None or not cash.value:
        return
    if not cash.within_one_unit.meets(base.interval * Fraction(each.value) / 10):
        return
    others = [("拟分配的利润或股利", found) for found in _after(facts)]
    year = facts.info.period_end.year if facts.info.period_end else 0
    for sheet, lines in tables:
        row = lines.get(year)
        found = [row.entries[c] for c in _columns(sheet, "cash")[:1] if c in row.entries] if row else []
        others += [("现金分红金额", in_base_unit(sheet, entry)) for entry in found]
    yield from judge_twice([Twice(subject, other, cash) for subject, other in others], PLAN, sure=True)


_PLAN = ("cash", "cash_per_ten", "base_shares")


def _after(facts: Facts) -> Iterator[Figure]:
    """What is to be distributed as the events after the period tell it, in tables of two columns."""
    for sheet in facts.tables:
        for line in sheet.lines:
            if matches(load("relations")["dividends"]["planned"], plain_label(line.row.label)):
                yield from (in_base_unit(sheet, entry) for entry in line.entries.values() if entry.value)
                yield from filter(None, map(_ungrouped, line.row.cells[1:]))


def _ungrouped(cell: ScheduleCell) -> Figure | None:
    """A figure that is none for its commas: 64,350,00.00, as it would be without them."""
    if cell.value is not None or not _UNGROUPED.fullmatch(cell.plain):
        return None
    value = Decimal(cell.plain.replace(",", ""))
    return Figure(value, last_place(value, cell.plain), "value", cell.source)


def _profits(facts: Facts, sheet: Worksheet, lines: dict[int, Line]) -> Said:
    """The profits of the years against the key figures, before restatement too."""
    key, end = find(facts, "net_profit_parent", "year_to_date"), facts.info.period_end
    if key is None or end is None:
        return
    known = {end.year - i: figure(key, name) for i, name in enumerate(COLUMNS)}
    before = figure(key, "prior_before_restatement")
    for column in _columns(sheet, "profit"):
        said = []
        for year, line in lines.items():
            there, entry = known.get(year), line.entries.get(column)
            if there is None or entry is None or column in line.doubted:
                continue
            here = in_base_unit(sheet, entry)
            if before is None or year != end.year - 1 or not here.interval.meets(before.interval):
                said.append(Twice(f"{line.row.label} {sheet.names[column]}", here, there))
        yield from judge_twice(said, YEARS)


class Ratio(NamedTuple):
    """A dividend's share of the profit of its year, and what it should be."""

    line: Line
    share: Figure
    computed: Interval
    parts: tuple[Figure, Figure]

    @property
    def match(self) -> Match:
        """How they stand to each other."""
        return match(self.share, self.computed)


def _shares(sheet: Worksheet, lines: Sequence[Line]) -> Said:
    """Every column of shares: of the profits, by the amounts that most of its years have."""
    columns = [c for c in sheet.per_cent if matches(load("relations")["dividends"]["share"], sheet.names[c])]
    for column in columns:
        tried = [
            _ratios(sheet, lines, column, amount, profit)
            for amount, profit in product(_columns(sheet, "amount"), _columns(sheet, "profit"))
        ]
        best = max(tried, key=lambda ratios: sum(r.match <= Match.TRUNCATED for r in ratios), default=[])
        holding = [ratio for ratio in best if ratio.match <= Match.TRUNCATED]
        yield from (Evidence.STRONG for _ in holding)
        for ratio in best:
            if ratio not in holding and holding and (len(holding) > 1 or _is_beside(sheet, columns, column, ratio)):
                yield _odd(sheet, column, ratio)


def _ratios(sheet: Worksheet, lines: Sequence[Line], column: int, amount: int, profit: int) -> list[Ratio]:
    out = []
    for line in lines:
        if not {column, amount, profit} <= line.entries.keys() or {column, amount, profit} & line.doubted:
            continue
        part, whole, share = (sheet.figure(line.entries[c]) for c in (amount, profit, column))
        if part.value and whole.value > 0 and share.value >= TELLING * share.unit:
            out.append(Ratio(line, share, part.interval / whole.interval * 100, (part, whole)))
    return out


def _is_beside(sheet: Worksheet, columns: Sequence[int], column: int, ratio: Ratio) -> bool:
    """Whether another share of the row is what this one should be: the same amount of the same profit."""
    others = [sheet.figure(ratio.line.entries[c]) for c in columns if c != column and c in ratio.line.entries]
    return any(other.interval.meets(ratio.computed) for other in others)


def _odd(sheet: Worksheet, column: int, ratio: Ratio) -> Finding:
    part, whole = ratio.parts
    message = f"{sheet.names[column]} printed {{printed}}, but {part.text} of {whole.text} is {{expected}}"
    return disagreement(
        ratio.line.row.label, message, ratio.share, ratio.computed, *ratio.parts, severity=severity_of(ratio.match)
    )


def _appropriated(facts: Facts) -> Said:
    """Rows of the note on undistributed profit against the statement of changes in equity, in both periods."""
    form = load("relations")["dividends"]
    for sheet in facts.tables:
        scope = scope_of(sheet.schedule.section)
        if scope is None or not any(matches(form["note"], text) for text in sheet.schedule.section[-2:]):
            continue
        for line in sheet.lines:
            names = (item for item, words in form["rows"].items() if matches(words, plain_label(line.row.label)))
            item = next(names, None)
            there = _movement(facts, scope, item) if item else {}
            for pair in pairs_of(facts, sheet, line).values() if there else ():
                both = [(one, there.get(period)) for period, one in zip(PERIODS, pair, strict=True)]
                said = [Twice(line.row.label, _plain(one), _plain(other)) for one, other in both if one and other]
                yield from judge_twice(said, EQUITY)


def _plain(printed: Figure) -> Figure:
    """An amount without the sign that says that it goes out."""
    return printed.with_value(abs(printed.value))


def _movement(facts: Facts, scope: str, item: str) -> dict[str, Figure]:
    """A movement of the undistributed profit in both periods, of those that stand once in a statement."""
    out: dict[str, list[Figure]] = {period: [] for period in PERIODS}
    for record in facts.statements.equity:
        if (record.scope, record.item, record.column) == (scope, item, "undistributed_profit"):
            found = figure(record, "value")
            if found is not None:
                out["value" if record.span == "current" else "prior"].append(found)
    return {period: found[0] for period, found in out.items() if len(found) == 1}
