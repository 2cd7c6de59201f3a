"""Benchmark of the checks: real filings that pass, with one printed figure changed.

    python tests/mutations.py [FOLDER] [--each N] [--cache FOLDER] [--only TEXT]

Reads every filing of a local folder (KUNLUN_CORPUS/filings by default), changes one figure at a time in
the records as they were read (a digit, two digits, the sign, tenfold, a hundredfold, the unit, a row
dropped, two columns swapped), and tells for each rule and kind of change how many were found. Whether a
change makes a relation untrue is told by an oracle of its own, which tries the ends of what the printed
figures can stand for; it shares no code with the rules. On the filings as they are it counts false alarms.
"""

from __future__ import annotations

import argparse
import itertools
import os
import pickle
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kunlun_cli import KunlunError, read  # noqa: E402
from kunlun_cli.checks import Facts, check_facts, gather  # noqa: E402
from kunlun_cli.figures.figure import last_place  # noqa: E402
from kunlun_cli.records import Source  # noqa: E402

TABLES = (
    ("financials", "records"),
    ("financials", "quarterly"),
    ("financials", "non_recurring"),
    ("financials", "distribution"),
    ("holders", "records"),
    ("lending", "records"),
    ("segments", "records"),
    ("segments", "counterparties"),
    ("segments", "volumes"),
    ("segments", "research"),
)
CELL_KINDS = ("digit", "swap", "sign", "tenfold", "hundredfold", "unit")
ROW_KINDS = ("row dropped", "columns swapped")


# Mutations.


@dataclass(frozen=True)
class Cell:
    """A printed figure: disclosure, table, number of the row, field."""

    disclosure: str
    table: str
    row: int
    field: str

    def name(self, facts: Facts) -> str:
        """The cell's column, as the tables of this benchmark name it."""
        row = rows(facts, self.disclosure, self.table)[self.row]
        kind = getattr(row, "table", None) or getattr(row, "span", "") or self.table
        return f"{self.disclosure}.{kind}.{self.field}"


def rows(facts: Facts, disclosure: str, table: str) -> tuple[Any, ...]:
    """The records of one table."""
    return tuple(getattr(getattr(facts, disclosure), table))


def cells(facts: Facts) -> Iterator[Cell]:
    """Every figure of a filing."""
    for disclosure, table in TABLES:
        for number, row in enumerate(rows(facts, disclosure, table)):
            for field in fields(row):
                if isinstance(getattr(row, field.name), Decimal):
                    yield Cell(disclosure, table, number, field.name)


def with_rows(facts: Facts, disclosure: str, table: str, new: Sequence[Any]) -> Facts:
    """The facts with other records in one table."""
    return replace(facts, **{disclosure: replace(getattr(facts, disclosure), **{table: tuple(new)})})


def with_value(facts: Facts, cell: Cell, value: Decimal, place: Fraction) -> Facts:
    """The facts with another figure in one cell, printed with the given last place."""
    every = list(rows(facts, cell.disclosure, cell.table))
    row = every[cell.row]
    old = row.cells.get(cell.field, Source())
    decimals = max(0, len(str(place.denominator)) - 1)
    printed = replace(old, text=f"{value:.{decimals}f}" if place <= 1 else None)
    every[cell.row] = replace(row, **{cell.field: value, "cells": {**row.cells, cell.field: printed}})
    return with_rows(facts, cell.disclosure, cell.table, every)


def place_of(facts: Facts, cell: Cell) -> Fraction:
    """The worth of the cell's last printed place."""
    row = rows(facts, cell.disclosure, cell.table)[cell.row]
    source = row.cells.get(cell.field)
    return last_place(getattr(row, cell.field), source.text if source else None)


def mutate(facts: Facts, cell: Cell, kind: str, rng: random.Random) -> Facts | None:
    """The facts with one change, or `None` where this change changes nothing."""
    every = rows(facts, cell.disclosure, cell.table)
    if kind == "row dropped":
        return with_rows(facts, cell.disclosure, cell.table, every[: cell.row] + every[cell.row + 1 :])
    value: Decimal = getattr(every[cell.row], cell.field)
    place = place_of(facts, cell)
    if kind == "columns swapped":
        others = [
            f.name
            for f in fields(every[cell.row])
            if f.name != cell.field and isinstance(getattr(every[cell.row], f.name), Decimal)
        ]
        if not others:
            return None
        other = replace(cell, field=rng.choice(others))
        theirs: Decimal = getattr(every[cell.row], other.field)
        if theirs == value:
            return None
        swapped = with_value(facts, cell, theirs, place_of(facts, other))
        return with_value(swapped, other, value, place)
    changed = _changed(value, place, kind, rng)
    if changed is None or changed[0] == value:
        return None
    return with_value(facts, cell, *changed)


def _changed(value: Decimal, place: Fraction, kind: str, rng: random.Random) -> tuple[Decimal, Fraction] | None:
    digits = str(abs(int(Fraction(value) / place)))
    sign = -1 if value < 0 else 1
    match kind:
        case "digit":
            at = rng.randrange(len(digits))
            new = rng.choice([d for d in "0123456789" if d != digits[at]])
            return _from(digits[:at] + new + digits[at + 1 :], sign, place)
        case "swap":
            pairs = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
            if not pairs:
                return None
            at = rng.choice(pairs)
            return _from(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :], sign, place)
        case "sign":
            return (-value, place) if value else None
        case "tenfold":
            return _from(digits + "0", sign, place)
        case "hundredfold":
            return value / 100, place / 100
        case "unit":
            return _from(digits + "0000", sign, place)
    return None


def _from(digits: str, sign: int, place: Fraction) -> tuple[Decimal, Fraction]:
    size = int(digits) * place
    return sign * Decimal(size.numerator) / Decimal(size.denominator), place


# The oracle: each relation with its operands, tried at the ends of what they can stand for.


@dataclass(frozen=True)
class Relation:
    """A relation between figures: `fault` of the operands is zero or less for some of the possible values."""

    name: str
    operands: tuple[tuple[Decimal, Fraction], ...]
    """Value and half of the last place; zero for a count."""
    gap: Callable[..., Fraction | None]
    """What is wrong with exact operands: signed, so that a change of sign means that it can hold."""

    def holds(self) -> bool:
        """Whether the relation can hold."""
        ends = [{Fraction(v) - h, Fraction(v), Fraction(v) + h} for v, h in self.operands]
        gaps = [gap for corner in itertools.product(*ends) if (gap := self.gap(*corner)) is not None]
        return not gaps or min(gaps) <= 0 <= max(gaps)


def _half(row: Any, field: str) -> tuple[Decimal, Fraction] | None:
    value = getattr(row, field)
    if not isinstance(value, Decimal):
        return None
    source = row.cells.get(field)
    place = last_place(value, source.text if source else None)
    is_count = "shares" in field
    return value, Fraction(0) if is_count else place / 2


def relations(facts: Facts) -> Iterator[Relation]:
    """The relations of the catalogue that hold between the printed figures of one filing."""
    yield from _of_key_figures(facts)
    yield from _of_non_recurring(facts)
    yield from _of_distribution(facts)
    yield from _of_holders(facts)
    yield from _of_lending(facts)
    yield from _of_segments(facts)


def _make(
    name: str, gap: Callable[..., Fraction | None], *operands: tuple[Decimal, Fraction] | None
) -> Iterator[Relation]:
    if all(o is not None for o in operands):
        yield Relation(name, tuple(o for o in operands if o is not None), gap)


def _growth(current: Fraction, base: Fraction, change: Fraction) -> Fraction | None:
    return (current - base) / abs(base) * 100 - change if base else None


def _of_key_figures(facts: Facts) -> Iterator[Relation]:
    by_item: dict[tuple[str | None, str], Any] = {}
    for r in facts.financials.records:
        by_item[r.item, r.span] = r
        operands = [_half(r, f) for f in ("value", "prior", "change")]
        if (r.unit or "") in {"%", "times"}:
            yield from _make("change of a ratio", lambda c, b, x: c - b - x, *operands)
        elif not (r.unit or "").endswith("/share"):
            yield from _make("change of an amount", _growth, *operands)
    year = {item: r for (item, span), r in by_item.items() if span == "year_to_date"}
    for q in facts.financials.quarterly:
        if q.item and q.item in year:
            parts = [_half(q, f) for f in ("q1", "q2", "q3", "q4")]
            yield from _make("quarters", lambda y, *qs: sum(qs) - y, _half(year[q.item], "value"), *parts)


def _of_non_recurring(facts: Facts) -> Iterator[Relation]:
    profits = {(r.item, r.span): r for r in facts.financials.records}
    rows = [r for r in facts.financials.non_recurring if not r.within and r.role != "subtotal"]
    for total in (r for r in rows if r.role == "total"):
        net = profits.get(("net_profit_parent", total.span))
        without = profits.get(("net_profit_parent_excl_nonrecurring", total.span))
        parts = [r for r in rows if r.span == total.span and r is not total]
        for field in ("value", "prior", "two_years_ago"):
            if net and without:
                operands = (_half(r, field) for r in (net, without, total))
                yield from _make("profit without the items", lambda n, w, t: n - w - t, *operands)
            each = [(-1 if r.deducted else 1, half) for r in parts if (half := _half(r, field))]
            whole = _half(total, field)
            if whole and each:
                off = abs(sum(Fraction(v) * sign for sign, (v, _) in each) - Fraction(whole[0]))
                bad = off > whole[1] + sum(h for _, (_, h) in each)
                yield Relation("sum of non-recurring items", (), lambda bad=bad: Fraction(int(bad)))  # type: ignore[misc]


def _of_distribution(facts: Facts) -> Iterator[Relation]:
    for r in facts.financials.distribution:
        if r.cash_per_ten is not None and r.base_shares and r.cash is not None:
            cash, base = _half(r, "cash"), _half(r, "base_shares")
            assert cash is not None
            assert base is not None
            off = abs(Fraction(r.cash_per_ten) * Fraction(base[0]) / 10 - Fraction(cash[0]))
            bad = off > cash[1] + base[1] * Fraction(r.cash_per_ten) / 10
            yield Relation("dividend", (), lambda bad=bad: Fraction(int(bad)))  # type: ignore[misc]
        yield from _make(
            "all ways of distribution",
            lambda w, c, o: c + o - w,
            *(_half(r, f) for f in ("total_cash", "cash", "other_cash")),
        )


def _shares_of(total: tuple[Fraction, Fraction], n: Decimal, p: Decimal, h: Fraction) -> bool:
    low = Fraction(n) * 100 / (Fraction(p) + h) if p + h > 0 else None
    high = Fraction(n) * 100 / (Fraction(p) - h) if Fraction(p) - h > 0 else None
    return (low is None or low <= total[1]) and (high is None or high >= total[0])


def _total(pairs: Sequence[tuple[Fraction, Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """The total that all rows imply together, or `None`."""
    low, high = Fraction(0), None
    for n, p, h in pairs:
        if n <= 0:
            continue
        low = max(low, Fraction(n) * 100 / (Fraction(p) + h)) if p + h > 0 else low
        if Fraction(p) - h > 0:
            top = Fraction(n) * 100 / (Fraction(p) - h)
            high = top if high is None else min(high, top)
    return None if high is None or low > high else (low, high)


def _pairs(records: Sequence[Any], *names: tuple[str, str]) -> list[tuple[Fraction, Fraction, Fraction]]:
    out = []
    for row in records:
        for shares, pct in names:
            n, p = _half(row, shares), _half(row, pct)
            if n is not None and p is not None:
                out.append((Fraction(n[0]), Fraction(p[0]), p[1]))
    return out


def _one_total(name: str, pairs: Sequence[tuple[Fraction, Fraction, Fraction]]) -> Iterator[Relation]:
    if sum(n > 0 for n, _, _ in pairs) >= 2:
        bad = _total(pairs) is None and any(p - h > 0 for _, p, h in pairs)
        yield Relation(name, (), lambda: Fraction(int(bad)))


def _within(name: str, part: Decimal | None, whole: Decimal | None) -> Iterator[Relation]:
    if part is not None and whole is not None:
        bad = not 0 <= part <= whole
        yield Relation(name, (), lambda: Fraction(int(bad)))


def _exact_sum(name: str, whole: Any, parts: Sequence[Any], field: str) -> Iterator[Relation]:
    """A sum with any number of parts: the roundings of all of them add up."""
    total, each = _half(whole, field), [_half(p, field) for p in parts]
    known = [e for e in each if e is not None]
    if total is None or not known:
        return
    off = abs(sum(Fraction(v) for v, _ in known) - Fraction(total[0]))
    bad = off > total[1] + sum(h for _, h in known)
    yield Relation(name, (), lambda: Fraction(int(bad)))


def _of_holders(facts: Facts) -> Iterator[Relation]:
    top = [r for r in facts.holders.records if r.table == "top10"]
    short = 0 < len(top) < min(10, facts.holders.counts.holders or 10)
    yield Relation("ten rows", (), lambda: Fraction(int(short)))
    yield from _one_total("total shares", _pairs(top, ("shares", "pct")))
    free = {r.name: r for r in facts.holders.records if r.table == "top10_unrestricted"}
    for r in top:
        yield from _within("restricted", r.restricted_shares, r.shares)
        yield from _within("margin", r.margin_account_shares, r.shares)
        other = free.get(r.name)
        if other is not None:
            operands = [_half(r, "shares"), _half(r, "restricted_shares"), _half(other, "shares")]
            yield from _make("unrestricted", lambda n, a, b: a + b - n, *operands)


def _of_lending(facts: Facts) -> Iterator[Relation]:
    part = [r for r in facts.lending.records if r.table == "participation"]
    names = ("opening_shares", "opening_pct"), ("opening_lent_shares", "opening_lent_pct")
    yield from _one_total("opening total", _pairs(part, *names))
    top = {r.name: r for r in facts.holders.records if r.table == "top10"}
    closing = [("closing_shares", "closing_pct"), ("closing_lent_shares", "closing_lent_pct")]
    pairs = _pairs(facts.lending.records, *closing, ("closing_total_shares", "closing_total_pct"))
    yield from _one_total("closing total", pairs + _pairs(list(top.values()), ("shares", "pct")))
    for r in part:
        if r.name in top:
            held = top[r.name]
            yield from _make("closing own", lambda a, b: a - b, _half(r, "closing_shares"), _half(held, "shares"))
            yield from _make("closing own", lambda a, b: a - b, _half(r, "closing_pct"), _half(held, "pct"))
    for r in facts.lending.records:
        if r.table == "changes" and r.name in top:
            operands = [_half(r, "closing_total_shares"), _half(r, "closing_lent_shares"), _half(top[r.name], "shares")]
            yield from _make("own and lent", lambda t, a, b: a + b - t, *operands)


def _of_segments(facts: Facts) -> Iterator[Relation]:
    rows_ = facts.segments.records
    totals = [r for r in rows_ if r.table == "composition" and r.dimension == "total"]
    for r in rows_:
        if r.table == "composition":
            operands = [_half(r, f) for f in ("revenue", "prior_revenue", "revenue_change")]
            yield from _make("change of a segment", _growth, *operands)
            if len(totals) == 1 and r is not totals[0]:
                for amount, share in (("revenue", "revenue_share"), ("prior_revenue", "prior_share")):
                    operands = [_half(r, amount), _half(totals[0], amount), _half(r, share)]
                    yield from _make("share", lambda a, t, s: a / t * 100 - s if t else None, *operands)
        else:
            operands = [_half(r, f) for f in ("revenue", "cost", "gross_margin")]
            yield from _make("margin", lambda a, c, m: (a - c) / a * 100 - m if a > 0 else None, *operands)
            operands = [
                _half(r, f) for f in ("revenue", "cost", "revenue_change", "cost_change", "gross_margin_change")
            ]
            yield from _make("change of a margin", _margin_change, *operands)
    if len(totals) == 1:
        for dimension in {r.dimension_label for r in rows_ if r.dimension != "total"}:
            parts = [
                r
                for r in rows_
                if r.table == "composition"
                and r.dimension_label == dimension
                and r.parent is None
                and r is not totals[0]
            ]
            for field in ("revenue", "prior_revenue"):
                yield from _exact_sum("parts of the revenue", totals[0], parts, field)
    for r in facts.segments.research:
        if r.change_unit == "%":
            yield from _make("research", _growth, *(_half(r, f) for f in ("value", "prior", "change")))
    for r in facts.segments.volumes:
        yield from _make("volume", _growth, *(_half(r, f) for f in ("value", "prior", "change")))


def _margin_change(
    revenue: Fraction, cost: Fraction, grown: Fraction, costs_grown: Fraction, points: Fraction
) -> Fraction | None:
    if revenue <= 0 or cost <= 0 or grown <= -100 or costs_grown <= -100:
        return None
    before = cost / (1 + costs_grown / 100) / (revenue / (1 + grown / 100))
    gap = (before - cost / revenue) * 100 - points
    # Some filers subtract margins that are rounded already.
    return gap if abs(gap) > Fraction(1, 100) else Fraction(0)


# The benchmark.


@dataclass
class Tally:
    """What was counted over all filings. Notes do not count as found."""

    tried: Counter[tuple[str, str]]
    untrue: Counter[tuple[str, str]]
    found: Counter[tuple[str, str]]
    by_rule: Counter[tuple[str, str]]
    named: Counter[str]
    extra: Counter[str]
    missed: list[str]


def broken(facts: Facts) -> Counter[str]:
    """The relations that cannot hold, counted by name."""
    return Counter(relation.name for relation in relations(facts) if not relation.holds())


def measure(name: str, facts: Facts, each: int, tally: Tally) -> None:
    """Tries `each` changes of every kind on one filing."""
    rng = random.Random(name)  # noqa: S311 - reproducible, not secret
    before = broken(facts)
    known = {_key(f) for f in check_facts(facts).findings}
    every = list(cells(facts))
    for kind in (*CELL_KINDS, *ROW_KINDS):
        for cell in rng.sample(every, min(each, len(every))):
            changed = mutate(facts, cell, kind, rng)
            if changed is None:
                continue
            column = cell.name(facts)
            new = [f for f in check_facts(changed).findings if _key(f) not in known]
            untrue = bool(broken(changed) - before)
            tally.tried[column, kind] += 1
            if new and not untrue:
                tally.extra[kind] += 1
            if untrue:
                tally.untrue[column, kind] += 1
                if any(f.severity != "note" for f in new):
                    tally.found[column, kind] += 1
                    tally.by_rule.update({(f.code, kind) for f in new})
                    tally.named[kind] += _names(new, facts, cell)
                else:
                    tally.missed.append(f"{name}: {kind} in {column}, row {cell.row}: {broken(changed) - before}")


def _key(finding: Any) -> tuple[Any, ...]:
    return finding.code, finding.subject, finding.printed, finding.expected


def _names(found: Sequence[Any], facts: Facts, cell: Cell) -> bool:
    row = rows(facts, cell.disclosure, cell.table)[cell.row]
    subject = getattr(row, "name", None) or getattr(row, "label", "")
    return any(subject in f.subject or f.subject in subject for f in found)


def report(tally: Tally, false_alarms: Mapping[str, int]) -> str:
    """The tables, as text."""
    lines = ["Kind of change: tried, made a relation untrue, of these found, row named, found otherwise"]
    for kind in (*CELL_KINDS, *ROW_KINDS):
        tried, untrue, found = (
            sum(n for (_, k), n in c.items() if k == kind) for c in (tally.tried, tally.untrue, tally.found)
        )
        lines.append(
            f"  {kind:16} {tried:6} {untrue:6} {_share(found, untrue):>8} {_share(tally.named[kind], found):>8}"
            f" {tally.extra[kind]:6}"
        )
    untrue, found = sum(tally.untrue.values()), sum(tally.found.values())
    lines += [f"  {'all':16} {sum(tally.tried.values()):6} {untrue:6} {_share(found, untrue):>8}", "", "Found by rule:"]
    per_rule: Counter[str] = Counter()
    for (code, _), n in tally.by_rule.items():
        per_rule[code] += n
    for code, n in sorted(per_rule.items()):
        kinds = ", ".join(f"{k} {tally.by_rule[code, k]}" for k in (*CELL_KINDS, *ROW_KINDS) if tally.by_rule[code, k])
        lines.append(f"  {code} {n:6}  {kinds}")
    lines += ["", "Cells: changed, made a relation untrue, of these found (0 untrue: no relation covers the cell)"]
    columns = sorted({column for column, _ in tally.tried})
    for column in columns:
        counts = [
            sum(n for (c, k), n in t.items() if c == column and k in CELL_KINDS)
            for t in (tally.tried, tally.untrue, tally.found)
        ]
        lines.append(f"  {column:50} {counts[0]:6} {counts[1]:6} {_share(counts[2], counts[1]):>8}")
    lines += [
        "",
        "Findings on the filings as they are: "
        + (", ".join(f"{n} {s}" for s, n in sorted(false_alarms.items())) or "none"),
    ]
    lines += ["", *tally.missed[:40]]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def load(path: Path, cache: Path | None) -> Facts:
    """The facts of one filing, kept in the cache's folder where one is given."""
    kept = cache / f"{path.stem}.pkl" if cache else None
    if kept is not None and kept.exists():
        facts: Facts = pickle.loads(kept.read_bytes())  # noqa: S301 - written below
        return facts
    facts = gather(read(path))
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(facts))
    return facts


def main() -> int:
    """Runs the benchmark; 1 where a change that makes a relation untrue is missed in more than 1 of 100."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(os.environ.get("KUNLUN_CORPUS") or ROOT.parent / "shared") / "filings"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--each", type=int, default=10, help="changes of every kind in each filing")
    parser.add_argument("--cache", type=Path, help="a folder to keep what was read")
    parser.add_argument("--only", default="", help="only files whose name has this in it")
    options = parser.parse_args()
    tally = Tally(Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), [])
    alarms: Counter[str] = Counter()
    for path in sorted(options.folder.glob("*.pdf")):
        if options.only not in path.name:
            continue
        try:
            facts = load(path, options.cache)
        except KunlunError as error:
            print(error, file=sys.stderr)
            continue
        found = check_facts(facts).findings
        alarms.update(f.severity for f in found)
        # A filing with a misprint of its own says less about what one change does.
        if all(f.severity != "error" for f in found):
            measure(path.stem, facts, options.each, tally)
    print(report(tally, alarms))
    untrue, found_ = sum(tally.untrue.values()), sum(tally.found.values())
    return int(found_ * 100 < untrue * 99)


if __name__ == "__main__":
    sys.exit(main())
