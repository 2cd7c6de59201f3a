"""Formulas that a table prints itself: (3)=(2)/(1) above a column, (A1+B1+C1) behind the label of a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts, find
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import Match, disagreement, match
from kunlun_cli.checks.relations.judge import place_of
from kunlun_cli.checks.relations.worksheet import Entry, Line, Worksheet
from kunlun_cli.checks.sums import Sum, judge_sum
from kunlun_cli.checks.ties import in_base_unit
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.figures.interval import Interval, total
from kunlun_cli.figures.slips import TELLING, likely_slip
from kunlun_cli.forms import load, matches, normal

_NAME = r"[A-Z]\d?|\d"
_TERM = rf"\(?({_NAME})\)?"
_FORMULA = rf"{_TERM}(?:[-+/]{_TERM})+"
_OF_COLUMN = re.compile(rf"=({_FORMULA})")
_OF_ROW = re.compile(rf"\([^()A-Z\d]?({_FORMULA})\)")
"""(A1+B1+C1), (即A4+B4+C4)."""
_NAMED = re.compile(rf"\(({_NAME})\)")
ENOUGH = 2
"""Figures of one table that follow their formulas, for each that does not, so that one which does not is an error."""
WHOLE = 100
"""Per cent. Progress is seldom told beyond it."""


class Formula(NamedTuple):
    """What a figure is made of: the names of its parts, each with what stands before it."""

    text: str
    terms: tuple[tuple[str, str], ...]

    @property
    def is_ratio(self) -> bool:
        """Whether it is one figure of another."""
        return [sign for sign, _ in self.terms] == ["+", "/"]

    @property
    def is_sum(self) -> bool:
        """Whether nothing but sums and differences stand in it."""
        return all(sign != "/" for sign, _ in self.terms)


class Follows(NamedTuple):
    """A printed figure, the figures that make it by a formula, and what they make."""

    subject: str
    formula: Formula
    made: Figure
    parts: tuple[Figure, ...]
    computed: Interval
    overlapping: bool = False
    """Whether what is in one part may be in another too, so that filers count it once."""

    @property
    def tells(self) -> bool:
        """Whether it says more than that one figure is another one."""
        return sum(1 for part in self.parts if part.value) > 1 and self.made.value not in {0, WHOLE}

    @property
    def is_custom(self) -> bool:
        """Whether filers print it so: no more than all of a whole, and what stands in two parts once."""
        if self.formula.is_ratio:
            return self.made.value == WHOLE and (self.computed.low or 0) > WHOLE
        most = max(part.value for part in self.parts)
        return self.overlapping and Fraction(most) <= Fraction(self.made.value) <= (self.computed.high or 0)


def judge_formulas(facts: Facts) -> Said:
    """Says of every table with formulas which of its figures do not follow from them."""
    for sheet in facts.tables:
        relations = [*_of_columns(sheet), *_of_rows(sheet)]
        for said in _judged(relations):
            yield replace(said, place=place_of(sheet)) if isinstance(said, Finding) else said
        yield from _of_net_assets(facts, sheet)


def formula_of(text: str, notation: re.Pattern[str]) -> Formula | None:
    """The formula in a label or a heading."""
    found = notation.search(normal(text))
    if found is None:
        return None
    names = re.findall(rf"([-+/]?)\(?({_NAME})\)?", found[1])
    return Formula(found[1], tuple((sign or "+", name) for sign, name in names))


def name_of(text: str) -> str | None:
    """The one name of a figure in a label or a heading, as (A1) and (2); of a formula none."""
    names = _NAMED.findall(_OF_COLUMN.sub("", normal(text)))
    return names[0] if len(names) == 1 else None


def _of_columns(sheet: Worksheet) -> Iterator[Follows]:
    heads = ["".join(column.heading) for column in sheet.schedule.columns]
    names = [name_of(head) for head in heads]
    by_name = {name: c for c, name in enumerate(names) if name and names.count(name) == 1}
    for made, head in enumerate(heads):
        formula = formula_of(head, _OF_COLUMN)
        columns = [by_name.get(name) for _, name in formula.terms] if formula else []
        for line in sheet.lines if formula and None not in columns else ():
            entries = [line.entries.get(c) for c in (made, *columns) if c is not None]
            if formula and all(entries) and not line.doubted:
                yield from _follows(sheet, line.row.label, formula, [e for e in entries if e])


def _of_rows(sheet: Worksheet) -> Iterator[Follows]:
    """Rows whose formulas name other rows; a row may have two labels, each with its figure behind it."""
    labelled = [(text, figures) for line in sheet.lines for text, figures in _labelled(line)]
    count = Counter(name_of(text) for text, _ in labelled)
    by_name = {name_of(text): figures for text, figures in labelled if count[name_of(text)] == 1}
    for text, figures in labelled:
        formula = formula_of(text, _OF_COLUMN) or formula_of(text, _OF_ROW)
        if formula is None or _is_share(text):
            continue
        parts = [by_name.get(name, {}) for _, name in formula.terms]
        for column, entry in figures.items():
            entries = [_beside(part, column, len(figures)) for part in parts]
            if all(entries):
                overlapping = matches(load("relations")["formulas"]["overlapping"], normal(text))
                found = _follows(sheet, text, formula, [entry, *(e for e in entries if e)])
                yield from (each._replace(overlapping=overlapping) for each in found)


def _is_share(text: str) -> bool:
    return matches(load("relations")["formulas"]["of_net_assets"], normal(text))


def _labelled(line: Line) -> Iterator[tuple[str, dict[int, Entry]]]:
    """The labels of a row, each with the figures behind it; none of a row with a figure that is doubted."""
    label, figures = line.row.label, dict[int, Entry]()
    for column, cell in enumerate(() if line.doubted & line.entries.keys() else line.row.cells):
        if column in line.entries:
            figures[column] = line.entries[column]
        elif len(cell.plain) > 1 and cell.plain != normal(label):
            yield label, figures
            label, figures = cell.text, {}
    yield label, figures


def _beside(figures: Mapping[int, Entry], column: int, own: int) -> Entry | None:
    """A part's figure in the column of what it is a part of, or its only one of the only one."""
    if own == len(figures) == 1:
        return next(iter(figures.values()))
    return figures.get(column)


def _follows(sheet: Worksheet, subject: str, formula: Formula, entries: Sequence[Entry]) -> Iterator[Follows]:
    made, *parts = (sheet.figure(entry) for entry in entries)
    signs = [sign for sign, _ in formula.terms]
    if formula.is_sum:
        parts = [part.with_value(-part.value) if sign == "-" else part for sign, part in zip(signs, parts, strict=True)]
        yield Follows(subject, formula, made, tuple(parts), total(part.interval for part in parts))
    elif formula.is_ratio and parts[1].value > 0:
        ratio = parts[0].interval / parts[1].interval * WHOLE
        yield Follows(subject, formula, replace(made, is_count=False), tuple(parts), ratio)


def _judged(relations: Sequence[Follows]) -> Said:
    holding = [r for r in relations if match(r.made, r.computed) <= Match.TRUNCATED]
    yield from (Evidence.STRONG if r.tells else Evidence.WEAK for r in holding)
    odd = [r for r in relations if r not in holding]
    confirmed = sum(r.tells for r in holding) >= ENOUGH * len(odd)
    for each in odd:
        if each.is_custom or not (each.made.value and any(part.value for part in each.parts)):
            yield Evidence.UNTOLD
        else:
            yield _odd(each, confirmed=confirmed)


def _odd(one: Follows, *, confirmed: bool) -> Finding | Evidence:
    message = f"{one.formula.text} is {{expected}}, but {{printed}} is printed"
    if one.formula.is_sum:
        said = judge_sum(Sum(one.subject, one.made, one.parts, message))
    else:
        found = match(one.made, one.computed)
        severity = "note" if found is Match.ONE_UNIT else "error"
        said = disagreement(one.subject, message, one.made, one.computed, *one.parts, severity=severity)  # type: ignore[arg-type]
    if isinstance(said, Finding) and said.severity == "error" and not confirmed and said.slip not in TELLING:
        # The formula is the form's, but nothing shows that this filer follows it.
        return replace(said, severity="warning")
    return said


def _of_net_assets(facts: Facts, sheet: Worksheet) -> Said:
    """The share of the guarantees in the net assets, of the period's end or as they were audited last."""
    labelled = [(normal(text), figures) for line in sheet.lines for text, figures in _labelled(line)]
    for text, figures in labelled:
        if not _is_share(text) or len(figures) != 1:
            continue
        own = formula_of(text, _OF_ROW)
        wholes = [
            in_base_unit(sheet, entry)
            for other, entries in labelled
            if (formula := formula_of(other, _OF_ROW)) and other != text and len(entries) == 1
            for entry in entries.values()
            if (formula == own if own else text.startswith(other.partition("(")[0]))
        ]
        if len(wholes) == 1 and wholes[0].value > 0:
            (entry,) = figures.values()
            yield _share(facts, text, replace(sheet.figure(entry), is_count=False), wholes[0])


def _share(facts: Facts, subject: str, printed: Figure, part: Figure) -> Finding | Evidence:
    key = find(facts, "net_assets_parent", "point_in_time")
    equity = [r for r in facts.statements.records if r.scope == "consolidated" and r.item == "total_equity"]
    found = [figure(r, field) for r in (*([key] if key else ()), *equity) for field in ("value", "prior")]
    bases = [f for f in found if f is not None and f.value > 0]
    if key is None or not bases:
        return Evidence.UNTOLD
    shares = [part.interval / base.interval * WHOLE for base in bases]
    if any(printed.within_one_unit.meets(share) for share in shares):
        return Evidence.STRONG
    slip = likely_slip(printed, lambda f: f.interval.meets(shares[0]))
    if slip not in TELLING:
        return Evidence.UNTOLD
    message = f"{part.text} of net assets of {bases[0].text} is {{expected}}%, but {{printed}}% is printed"
    return disagreement(subject, message, printed, shares[0], part, bases[0], severity="warning", slip=slip)
