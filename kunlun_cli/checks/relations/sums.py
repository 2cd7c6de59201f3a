"""Totals of rows: by the reading of the table that its other columns confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from kunlun_cli.checks.finding import Finding
from kunlun_cli.checks.matching import accused
from kunlun_cli.checks.relations.columns import rolls_forward
from kunlun_cli.checks.relations.named import aged, broken_within, formed, headed
from kunlun_cli.checks.relations.readings import Parts, broken_down, carried, choices, movements, roll_forward
from kunlun_cli.checks.relations.verdict import Broken, Held, Unsure, Verdict
from kunlun_cli.checks.relations.worksheet import Entry, Line, Worksheet

TELLING = 20
"""A total is no proof of anything unless it is so many times larger than what its roundings leave open."""
MOST_ROWS = 300
"""The longest totals of real reports are of some two hundred related parties; the readings grow with the square."""
MOST_LOST = 20
"""A table in which so many totals are not understood is none that this can read."""
MOST_FREE = 6
"""Of more rows of which nobody knows whether they belong, some always make up a gap."""
FEW = 2
"""Of many such rows so few are tried."""
CHANCE = 1000
"""A total of fewer steps than this may be met by chance: the readings tried number up to some hundreds."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A reading of a total and the columns in which it tells something and holds."""

    parts: Parts
    columns: frozenset[int]


def judge_sums(sheet: Worksheet) -> Iterator[Verdict]:
    """Says of every total in a table in which columns it holds, and where it alone fails."""
    if sheet.is_excerpt or len(sheet.additive) < 2:
        return
    # 其中 without a figure still says where the parts of a part begin.
    rows = [line for line in sheet.lines if sheet.adds_up(line) or line.part == "of_which"]
    open_: list[Line] = []
    lost: list[Line] = []
    for line in rows:
        readings = roll_forward(sheet.lines[: line.index], line)
        if line.part in {"total", "subtotal"} and open_:
            readings += _tails(choices(open_[-MOST_ROWS:], sheet.additive))
        fits = _fitting(sheet, line, readings)
        if fits:
            yield from _judged(sheet, line, fits)
            if line.part in {"total", "subtotal"}:
                inside = {row.index for row, _ in max(fits, key=lambda f: len(f.columns)).parts}
                first = min(inside)
                open_ = [row for row in open_ if row.index < first]
        elif readings and line.part in {"total", "subtotal"} and not _is_trivial(sheet, line, open_):
            exchanged = _exchanged(sheet, line, readings)
            if exchanged is not None:
                yield exchanged
            lost.append(line)
            if len(lost) >= MOST_LOST:
                break
        open_.append(line)
    told = list(_by_kind(sheet, rows)) if len(lost) < MOST_LOST else []
    yield from told
    explained = {row for verdict in told if isinstance(verdict, Held) for row, _ in verdict.cells}
    yield from (Unsure("sum", line) for line in lost if line.index not in explained)


def _exchanged(sheet: Worksheet, target: Line, readings: Sequence[Parts]) -> Finding | None:
    """The one row of a table of two columns whose figures stand in each other's place, so that both totals fail.

    That two long gaps are each other's opposite, and what parts the two figures of a row, is no chance: nothing else
    has to confirm the total.
    """
    if len(sheet.additive) != FEW or target.doubted:
        return None
    one, two = sheet.additive
    found = {
        row.index: row
        for parts in readings
        if one in target.entries and two in target.entries and not any(row.doubted for row, _ in parts)
        for row, sign in (*parts, (target, -1))
        if one in row.entries and two in row.entries
        if (apart := sign * (row.entries[two].value - row.entries[one].value)) and abs(apart) >= CHANCE * 2
        if gap(target.entries[one], parts, one)[0] == apart == -gap(target.entries[two], parts, two)[0]
    }
    if len(found) != 1:
        return None
    (row,) = found.values()
    figures = [sheet.figure(line.entries[c]) for line in (row, target) for c in (one, two)]
    here, there = (figure.text for figure in figures[:2])
    message = f"{here} and {there} stand in each other's column: exchanged, the rows add up to both totals"
    return accused(row.row.label, message, *figures, expected=figures[1].text, slip="column")


def _by_kind(sheet: Worksheet, rows: Sequence[Line]) -> Iterator[Verdict]:
    """Says of totals of one row, of movements with their kinds, and of carrying amounts whether they hold."""
    for target, row in _repeats(sheet.lines):
        yield from _repeated(sheet, target, row)
    for target, parts in (*broken_down(rows), *carried(rows), *formed(rows), *aged(rows)):
        fits = _fitting(sheet, target, [parts])
        if fits:
            yield from _judged(sheet, target, fits)
    for target, readings in (*headed(rows), *broken_within(rows)):
        # What stands behind 其中 need not be all, so that two columns or a slip have to say that it is.
        for verdict in _judged(sheet, target, fits) if (fits := _fitting(sheet, target, readings)) else ():
            if isinstance(verdict, Broken):
                yield replace(verdict, needs_slip=len(verdict.confirmed) < FEW)
            else:
                yield verdict
    for target, parts in movements(sheet.lines):
        # Of a movement not all kinds have a row of their own, so that only a slip accuses here.
        for verdict in _judged(sheet, target, fits) if (fits := _fitting(sheet, target, [parts])) else ():
            yield replace(verdict, needs_slip=True) if isinstance(verdict, Broken) else verdict


def _repeats(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Totals of groups of one row, each with that row: they repeat it."""
    group: list[Line] = []
    for line in lines:
        if line.part in {"total", "subtotal"}:
            if len(group) == 1 and group[0].index == line.index - 1:
                yield line, group[0]
            # What stands above a subtotal is behind it; a total below it has more than one row.
            group = [line, line]
        elif not line.entries and line.row.heading:
            group = []
        else:
            group.append(line)


def _repeated(sheet: Worksheet, target: Line, row: Line) -> Iterator[Verdict]:
    """A total of one row that repeats it in some columns, and in another not: by a slip, or one of them rolls forward.

    Of a slip one column is enough where its figure is long; the balances and what moved them say which row is right.
    """
    columns = [c for c in sheet.additive if c in target.entries and c in row.entries and target.entries[c].value]
    same = {c: target.entries[c].value for c in columns if target.entries[c].value == row.entries[c].value}
    failing = [c for c in columns if c not in same and sheet.names[c]]
    telling = {value for value in same.values() if abs(value) >= CHANCE * 2}
    if not telling or not 1 <= len(failing) <= FEW or target.doubted | row.doubted:
        return
    fit = Fit(((row, 1),), frozenset(same))
    rolls = rolls_forward(sheet, target) != rolls_forward(sheet, row)
    if rolls or len(failing) == 1:
        yield from (replace(_broken(target, fit, c, None), needs_slip=not rolls) for c in failing)


def _is_trivial(sheet: Worksheet, target: Line, rows: Sequence[Line]) -> bool:
    """Whether a total only repeats one row in each column, or nothing."""
    printed = [c for c in sheet.additive if c in target.entries and target.entries[c].value]
    return all(any(c in r.entries and r.entries[c].value == target.entries[c].value for r in rows) for c in printed)


def _tails(chosen: Sequence[Parts]) -> list[Parts]:
    return [parts[-k:] for parts in chosen for k in range(2, len(parts) + 1)]


def _fitting(sheet: Worksheet, target: Line, readings: Sequence[Parts]) -> list[Fit]:
    out: list[Fit] = []
    for parts in readings:
        columns = frozenset(c for c in sheet.additive if c in target.entries and tells(target.entries[c], parts, c))
        if columns:
            out.append(Fit(parts, columns))
    most = max((len(fit.columns) for fit in out), default=0)
    return [fit for fit in out if most > 1 or abs(_entry_of(fit, target).value) >= CHANCE * 2]


def _entry_of(fit: Fit, target: Line) -> Entry:
    return target.entries[next(iter(fit.columns))]


def gap(target: Entry, parts: Parts, column: int) -> tuple[int, int]:
    """How much the total is more than its parts, and how much of that their roundings can make."""
    found = [(row.entries[column], sign) for row, sign in parts if column in row.entries]
    value = sum(sign * entry.value for entry, sign in found)
    return target.value - value, target.half + sum(entry.half for entry, _ in found)


def holds(target: Entry, parts: Parts, column: int) -> bool:
    """Whether the parts make the total, to the last printed place."""
    diff, half = gap(target, parts, column)
    return abs(diff) <= half


def tells(target: Entry, parts: Parts, column: int) -> bool:
    """Whether the parts make the total, and not trivially: several that do not cancel, and far above rounding."""
    if not target.value or not holds(target, parts, column):
        return False
    present = _telling(sign * row.entries[column].value for row, sign in parts if column in row.entries)
    if len(present) < 2 or target.value in present:
        return False
    _, half = gap(target, parts, column)
    return abs(target.value) >= TELLING * max(half, 1)


def _telling(values: Iterable[int]) -> list[int]:
    """The parts that are something, without those that cancel each other."""
    present = [value for value in values if value]
    if not {-value for value in present}.intersection(present):
        return present
    counts = Counter(present)
    return [value for value, count in counts.items() for _ in range(count - counts[-value])]


def _judged(sheet: Worksheet, target: Line, fits: Sequence[Fit]) -> Iterator[Verdict]:
    confirmed = frozenset[int]().union(*(fit.columns for fit in fits))
    cells = ((r.index, c) for fit in fits for c in fit.columns for r in (target, *(row for row, _ in fit.parts)))
    yield Held("sum", len(confirmed), frozenset(cells))
    yield from _one_row_less(sheet, target, fits)
    fits = _fullest(target, fits, confirmed)
    failing = [c for c in sheet.additive if c not in confirmed and c in target.entries and sheet.names[c]]
    failing = [c for c in failing if not any(acquits(sheet, target, fit, c) for fit in fits)]
    failing = [c for c in failing if not _is_of_another(sheet, target, fits, c) and not _is_unnamed(sheet, fits, c)]
    if not failing:
        return
    best = max(fits, key=lambda fit: (len(fit.columns), -_apart(target, fit, failing), -len(fit.parts)))
    if sheet.continues and _begins_it(sheet, best):
        return
    left_out = _left_out(target, best, failing)
    if len(failing) > len(best.columns) and not left_out:
        yield Unsure("sum", target)
        return
    # A figure that may be misread can be what is missing, wherever in the table it stands.
    for column in failing:
        if not _is_doubted(sheet, target, column):
            yield _broken(target, best, column, left_out)


def _is_of_another(sheet: Worksheet, target: Line, fits: Sequence[Fit], column: int) -> bool:
    """Whether a total without ruling lines is that of a column in which nothing stands: it was read one column off."""
    if sheet.schedule.layout == "ruled":
        return False
    blank = [c for c in sheet.additive if c in target.blank]
    return any(tells(target.entries[column], fit.parts, c) for fit in fits for c in blank)


def _is_unnamed(sheet: Worksheet, fits: Sequence[Fit], column: int) -> bool:
    """Whether a column's heading heads others as well, and none in which the rows add up has its decimals.

    What parts 2024年 from 2024年 is a heading above both that was lost, as 销售费用率 beside 销售收入 in laid-out text.
    """
    if sheet.names.count(sheet.names[column]) == 1:
        return False
    places = {line.entries[column].cell.places for line in sheet.lines if column in line.entries}
    return not any(
        places & {line.entries[c].cell.places for line in sheet.lines if c in line.entries}
        for fit in fits
        for c in fit.columns
    )


def _begins_it(sheet: Worksheet, fit: Fit) -> bool:
    """Whether the parts reach up to the first row of the table."""
    first = next(line.index for line in sheet.lines if line.entries)
    return any(row.index <= first for row, _ in fit.parts)


def _is_doubted(sheet: Worksheet, target: Line, column: int) -> bool:
    # What is doubted beside a blank cell may be the figure of that cell, in the wrong column.
    return any(
        column in row.doubted or (column in row.blank and row.doubted & set(sheet.additive))
        for row in sheet.lines[: target.index + 1]
    )


def _apart(target: Line, fit: Fit, columns: Sequence[int]) -> int:
    """How far a reading is from the total in some columns: a row that is nothing where it holds belongs to it."""
    return sum(abs(gap(target.entries[c], fit.parts, c)[0]) for c in columns)


def _one_row_less(sheet: Worksheet, target: Line, fits: Sequence[Fit]) -> Iterator[Verdict]:
    """Columns whose total leaves out the first row, where another column's total has it."""
    for whole in fits:
        less = next((fit for fit in fits if fit.parts == whole.parts[1:]), None)
        if less is None or whole.parts[0][0].index != next(line.index for line in sheet.lines if line.entries):
            continue
        first = whole.parts[0][0]
        has = {c for c, entry in first.entries.items() if entry.value}
        if not has & (whole.columns - less.columns):
            continue
        for column in sorted(has & (less.columns - whole.columns)):
            if not holds(target.entries[column], whole.parts, column) and not _is_doubted(sheet, target, column):
                yield replace(_broken(target, whole, column, first), disputed=True)
        return


def _fullest(target: Line, fits: Sequence[Fit], confirmed: frozenset[int]) -> list[Fit]:
    """The readings that hold in the most of all columns in which any of them tells something."""
    counts = [sum(holds(target.entries[c], fit.parts, c) for c in confirmed) for fit in fits]
    return [fit for fit, count in zip(fits, counts, strict=True) if count == max(counts)]


def acquits(sheet: Worksheet, target: Line, fit: Fit, column: int) -> bool:
    """Whether a reading that holds elsewhere holds here too, rows that are blank there counting or not."""
    entry = target.entries[column]
    if holds(entry, fit.parts, column) or _as_printed(entry, fit.parts, column):
        return True
    diff, half = gap(entry, fit.parts, column)
    free = list(_free(sheet, target, fit, column))
    most = len(free) if len(free) <= MOST_FREE else FEW
    return any(
        any(abs(diff - sum(moved)) <= half for moved in product(*steps))
        for k in range(1, most + 1)
        for steps in combinations(free, k)
    )


def _free(sheet: Worksheet, target: Line, fit: Fit, column: int) -> Iterator[tuple[int, ...]]:
    """By how much the parts may be more where a row that is blank in all columns that hold belongs otherwise."""
    inside = {row.index: sign for row, sign in fit.parts}
    for row in sheet.lines[: target.index]:
        entry = row.entries.get(column)
        if entry is None or not entry.value or any(c in row.entries and row.entries[c].value for c in fit.columns):
            continue
        if row.index in inside:
            yield (-inside[row.index] * entry.value,)
        elif row.index >= min(inside) or row.part not in {"total", "subtotal"}:
            yield entry.value, -entry.value


def _as_printed(entry: Entry, parts: Parts, column: int) -> bool:
    """Whether the total holds with the rows behind 减 taken the other way, in this column alone."""
    turned = tuple((row, -sign if row.part == "less" else sign) for row, sign in parts)
    return turned != parts and holds(entry, turned, column)


def _left_out(target: Line, best: Fit, failing: Sequence[int]) -> Line | None:
    """The one row that is missing from the total in all columns that fail."""
    for row, sign in best.parts:
        gaps = [(gap(target.entries[c], best.parts, c), row.entries.get(c)) for c in failing]
        if all(entry is not None and abs(diff + sign * entry.value) <= half for (diff, half), entry in gaps):
            return row
    return None


def _broken(target: Line, best: Fit, column: int, left_out: Line | None) -> Broken:
    diff, half = gap(target.entries[column], best.parts, column)
    entries = [row.entries[column] for row, _ in best.parts if column in row.entries]
    blank = [row for row, _ in best.parts if column in row.blank and any(c in row.entries for c in best.columns)]
    return Broken(
        "sum",
        target,
        column,
        target.entries[column].value - diff,
        half,
        tuple(entries),
        confirmed=tuple(sorted(best.columns)),
        left_out=left_out,
        blank=tuple(blank),
        parts=best.parts,
    )
