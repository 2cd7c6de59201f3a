"""Columns of per cents that are computed from two other columns: one formula a column, chosen by what fits."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations
from typing import NamedTuple

from kunlun_cli.checks.changes import Change, Custom, judge_change
from kunlun_cli.checks.finding import Evidence, Finding
from kunlun_cli.checks.matching import Match, accused, disagreement, match
from kunlun_cli.checks.relations.verdict import Held, Verdict
from kunlun_cli.checks.relations.worksheet import Line, Worksheet, untimed
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval, exactly, relative_change
from kunlun_cli.forms import load, matches

ENOUGH = 3
"""Rows that confirm a formula."""
PAIR = 2
"""Rows of an exchange, each of which follows with the figure of the other."""
SAID = 2
"""Rows that confirm a change of the period before to this one, where the headings say that it is that."""
NARROW = 2
"""A formula tells something where its operands leave open no more than so many units of the printed last place."""
MOST = 10
"""Columns of amounts that are tried for a column of per cents; wider tables have theirs beside it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a per cent is computed from two figures: in numbers that only tell what to try, and exactly."""

    name: str
    rough: Callable[[float, float], float]
    exact: Callable[[Interval, Interval], Interval]


GROWTH = Formula("growth", lambda a, b: (a - b) / abs(b) * 100, relative_change)
RATIO = Formula("ratio", lambda a, b: a / b * 100, lambda a, b: a / b * 100)
MARGIN = Formula("margin", lambda a, b: (a - b) / a * 100, lambda a, b: (exactly(1) - b / a) * 100)
POINTS = Formula("points", lambda a, b: a - b, lambda a, b: a - b)


class Row(NamedTuple):
    """A row's per cent and the two figures it may be computed from."""

    line: Line
    printed: Figure
    a: Figure
    b: Figure


@dataclass(frozen=True, slots=True)
class Fit:
    """A formula with its two columns, and the rows in which it tells something and in which it does not hold."""

    formula: Formula
    columns: tuple[int, int]
    telling: tuple[Row, ...]
    failing: tuple[Row, ...]
    kin: int = 0
    """Rows in which it tells something in the columns of the other period."""

    @property
    def different(self) -> int:
        """Rows that tell something and are not one row printed twice."""
        return len({(row.printed.value, row.a.value) for row in self.telling})


def judge_growth(sheet: Worksheet) -> Iterator[Verdict]:
    """Says of every column of per cents that a formula explains in which rows it does not."""
    form = load("relations")["columns"]
    columns = [c for c in sheet.per_cent if sheet.names[c] and not matches(form["progress"], sheet.names[c])]
    tried = {column: list(_fits(sheet, column)) for column in columns}
    kin = Counter[Family]()
    for column, fits in tried.items():
        kin.update({_family(sheet, column, fit): fit.different for fit in fits})
    for column, fits in tried.items():
        fit = _best(sheet, column, fits, kin)
        if fit is not None:
            cells = ((row.line.index, c) for row in fit.telling for c in (column, *fit.columns))
            yield Held("growth", len(fit.telling), frozenset(cells))
            yield from _failing(sheet, column, fit)


Family = tuple[str, ...]


def _family(sheet: Worksheet, column: int, fit: Fit) -> Family:
    """A formula with the headings of its columns, without their time."""
    return fit.formula.name, *(untimed(sheet.names[c]) for c in (column, *fit.columns))


def _failing(sheet: Worksheet, column: int, fit: Fit) -> Iterator[Finding]:
    pairs = list(_exchanged(fit.formula, fit.failing))
    for first, second, name in pairs:
        one, other = (getattr(row, name) for row in (first, second))
        yield accused(
            first.line.row.label,
            f"{one.text} does not follow in this row, nor {other.text} in {second.line.row.label}: "
            "the two figures are exchanged" + _confirmed(fit),
            one,
            other,
            *(f for row in (first, second) for f in (row.printed, row.a, row.b)),
            expected=other.text,
            slip="column",
        )
    told = {row.line.index for pair in pairs for row in pair[:2]}
    rows = (row for row in fit.failing if row.line.index not in told)
    yield from (said for row in rows if (said := _judged(sheet, column, fit, row)) is not None)


def _exchanged(formula: Formula, failing: Sequence[Row]) -> Iterator[tuple[Row, Row, str]]:
    """Two rows, one below the other, that hold with the figures of one column exchanged, and tell something so."""
    for first, second in pairwise(failing):
        if second.line.index - first.line.index > 1:
            continue
        for name in ("printed", "a", "b"):
            one, other = getattr(first, name), getattr(second, name)
            turned = first._replace(**{name: other}), second._replace(**{name: one})
            if all(_holds(row, formula) and _tells(row, formula) for row in turned):
                yield first, second, name
                break


def _fits(sheet: Worksheet, column: int) -> Iterator[Fit]:
    lines = [line for line in sheet.lines if column in line.entries and column not in line.doubted]
    for formula, columns in _tries(sheet, column):
        fit = _fit(sheet, column, formula, columns, lines)
        if fit is not None:
            yield fit


def _best(sheet: Worksheet, column: int, fits: Sequence[Fit], kin: Mapping[Family, int]) -> Fit | None:
    """The formula that explains most of a column, where enough of it follows, here and in the other period."""
    beside = (replace(fit, kin=kin[_family(sheet, column, fit)] - fit.different) for fit in fits)
    sure = [fit for fit in beside if _is_confirmed(sheet, fit)]
    return max(sure, key=lambda fit: (len(fit.telling), -len(fit.failing)), default=None)


def _is_confirmed(sheet: Worksheet, fit: Fit) -> bool:
    # Two rows exchanged are one slip, and a telling one: each follows with the figure of the other.
    exchanged = len(list(_exchanged(fit.formula, fit.failing)))
    different, failing = fit.different + PAIR * exchanged, len(fit.failing) - exchanged
    if _is_said(sheet, fit.formula, fit.columns):
        return different >= SAID and failing <= different // SAID
    follow = different + fit.kin
    return follow >= ENOUGH and failing <= min((follow + 1) // 4, different)


def _tries(sheet: Worksheet, column: int) -> Iterator[tuple[Formula, tuple[int, int]]]:
    changes = matches(load("relations")["columns"]["per_cent_change"], sheet.names[column])
    amounts = sorted(sheet.additive, key=lambda c: abs(c - column))[:MOST]
    for pair in permutations(sorted(amounts), 2):
        if changes:
            yield GROWTH, pair
        elif not matches(load("relations")["columns"]["declared"], sheet.names[column]) and _is_of_time(
            sheet, column, pair
        ):
            yield RATIO, pair
            yield MARGIN, pair
    others = [c for c in sheet.per_cent if c != column]
    if changes:
        for pair in permutations(others[:MOST], 2):
            yield POINTS, pair


def _is_of_time(sheet: Worksheet, column: int, columns: tuple[int, int]) -> bool:
    """Whether a ratio and what it may be of are of one time: no ratio of the beginning is of balances of the end."""
    period = sheet.schedule.columns[column].period
    return period is None or any(sheet.schedule.columns[c].period in {period, None} for c in columns)


def _fit(
    sheet: Worksheet, column: int, formula: Formula, columns: tuple[int, int], lines: Sequence[Line]
) -> Fit | None:
    telling: list[Row] = []
    failing: list[Row] = []
    for line in lines:
        row = _row(sheet, line, column, columns)
        if row is None:
            continue
        if _holds(row, formula):
            if _tells(row, formula):
                telling.append(row)
        elif formula is not GROWTH or not _is_in_points(row):
            failing.append(row)
            if len(failing) > len(telling) + ENOUGH:
                return None
    return Fit(formula, columns, tuple(telling), tuple(failing)) if telling else None


def _is_in_points(row: Row) -> bool:
    """Whether a row of ratios has its change in points, as filers print it below the changes of amounts in per cent."""
    return matches(load("relations")["rows"]["per_cent"], row.line.label) and _holds(row, POINTS)


def _is_said(sheet: Worksheet, formula: Formula, columns: tuple[int, int]) -> bool:
    """Whether the headings say what a change is of: this period and the one before."""
    now, before = (sheet.schedule.columns[c].period for c in columns)
    if isinstance(now, dt.date) and isinstance(before, dt.date):
        return formula is GROWTH and now > before
    return formula is GROWTH and (now, before) in {("closing", "opening"), ("current", "prior"), ("closing", "prior")}


def _row(sheet: Worksheet, line: Line, column: int, columns: tuple[int, int]) -> Row | None:
    if any(c not in line.entries or c in line.doubted for c in columns):
        return None
    printed, a, b = (sheet.figure(line.entries[c]) for c in (column, *columns))
    return Row(line, printed, replace(a, is_count=False), replace(b, is_count=False)) if a.value and b.value else None


def _holds(row: Row, formula: Formula) -> bool:
    """Whether a formula gives the printed figure, to its last place rounded or cut off."""
    rough = formula.rough(float(row.a.value), float(row.b.value))
    slack = 3 * float(row.printed.unit) + abs(rough) * 1e-9 + _spread(row)
    signs = (1, -1) if formula is GROWTH and row.b.value < 0 else (1,)
    near = [sign for sign in signs if abs(sign * rough - float(row.printed.value)) <= slack]
    if not near:
        return False
    computed = formula.exact(row.a.interval, row.b.interval)
    return any(match(row.printed, computed if sign > 0 else -computed) <= Match.TRUNCATED for sign in near)


def _spread(row: Row) -> float:
    """How far the roundings of the two figures can move a per cent, generously."""
    loose = sum(float(f.unit) / abs(float(f.value)) for f in (row.a, row.b))
    return 200 * loose * max(1.0, abs(float(row.a.value) / float(row.b.value)))


def _tells(row: Row, formula: Formula) -> bool:
    if row.a.value == row.b.value:
        return False  # all of a whole, or no change: what stands for nothing proves nothing
    return _tells_exactly(row, formula) and abs(row.printed.value) >= 10 * row.printed.unit


def _judged(sheet: Worksheet, column: int, fit: Fit, row: Row) -> Finding | None:
    """A row that the column's formula does not explain, unless a custom does."""
    if not _tells_exactly(row, fit.formula) or _is_another(sheet, column, row):
        return None
    subject = row.line.row.label
    if fit.formula is GROWTH:
        difference = row.a.interval - row.b.interval
        customs = (Custom(difference),) if matches(load("relations")["rows"]["per_cent"], row.line.label) else ()
        said = judge_change(Change(subject, row.printed, row.a, row.b, customs=customs))
        # On a negative base filers print either sign, or leave it: what is printed there proves less.
        if isinstance(said, Finding) and said.severity == "error" and row.b.value < 0:
            said = replace(said, severity="warning")
    else:
        said = _ratio(sheet, column, fit, row)
    if isinstance(said, Evidence) or said.severity == "note":
        return None
    return replace(said, message=said.message + _confirmed(fit))


def _is_another(sheet: Worksheet, column: int, row: Row) -> bool:
    """Whether the row's figure follows from any two others by any formula: a change among differences of shares."""
    for formula, columns in _tries(sheet, column):
        other = _row(sheet, row.line, column, columns)
        if other is not None and _tells(other, formula) and _holds(other, formula):
            return True
    return False


def _tells_exactly(row: Row, formula: Formula) -> bool:
    width = formula.exact(row.a.interval, row.b.interval).width
    return width is not None and width <= NARROW * row.printed.unit


def _confirmed(fit: Fit) -> str:
    beside = f"; {fit.kin} rows of the other period follow" if fit.kin else ""
    count = len(fit.telling)
    others = f"{count} other rows of the column follow" if count > 1 else "1 other row of the column follows"
    return f"; {others}{beside}"


def _ratio(sheet: Worksheet, column: int, fit: Fit, row: Row) -> Finding:
    computed = fit.formula.exact(row.a.interval, row.b.interval)
    found = match(row.printed, computed)
    a, b = (sheet.names[c] for c in fit.columns)
    message = f"{sheet.names[column]} printed {{printed}}, but {a} {row.a.text} and {b} {row.b.text} give {{expected}}"
    return disagreement(
        row.line.row.label,
        message,
        row.printed,
        computed,
        row.a,
        row.b,
        severity="warning" if found is Match.ONE_UNIT else "error",
    )
