"""The dividend of a year, and of three years together, as parts of the profits, in tables of one figure a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import Match, disagreement, match, severity_of
from kunlun_cli.checks.relations.worksheet import Worksheet
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.checks.twice import Twice, judge_twice
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label

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
        relations = [*_sums(rows), *_shares(rows)]
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
            yield _odd(sheet, relation.about(known))


def _rows(sheet: Worksheet) -> dict[str, Figure]:
    """The figures of a table's rows by what they are; none where a row stands twice or has two figures."""
    out: dict[str, Figure] = {}
    form = load("relations")["payout"]
    for line in sheet.lines:
        name = next((name for name, words in form.items() if matches(words, plain_label(line.row.label))), None)
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


def _shares(rows: Mapping[str, Figure]) -> Iterator[Relation]:
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


def _odd(sheet: Worksheet, relation: Relation) -> Finding:
    label, sign = _label(sheet, relation.made), relation.sign
    one, other = (part.text for part in relation.parts)
    message = f"{one} {sign} {other} is {{expected}}, but {{printed}} is printed"
    if sign == "of":
        message = f"{label} printed {{printed}}, but {one} of {other} is {{expected}}"
    severity = severity_of(relation.match)
    return disagreement(label, message, relation.made, relation.computed, *relation.parts, severity=severity)
