"""Benchmark of the relations over every table: real reports with one figure of a table changed.

    python tests/table_mutations.py [FOLDER] [--count N] [--files N] [--seed N]

Reads full reports of a local folder (KUNLUN_CORPUS/filings by default), takes cells at random that stand in a
confirmed relation of a table without findings, and changes each: a digit, two neighbours swapped, the sign, tenfold,
a digit lost, or the figure exchanged with the one below it. What leaves every relation of the cell true, as two rows
of one total exchanged, is passed over. Prints how many were found, by relation and by kind of change.

Counted apart is what the rule of evidence forbids to accuse: a relation that only the changed figure confirmed, so
that nothing else in the table says that it holds, and a column that no heading names.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kunlun_cli import KunlunError  # noqa: E402
from kunlun_cli.checks.facts import Facts, gather  # noqa: E402
from kunlun_cli.checks.finding import Finding  # noqa: E402
from kunlun_cli.checks.relations.columns import judge_columns  # noqa: E402
from kunlun_cli.checks.relations.findings import told  # noqa: E402
from kunlun_cli.checks.relations.growth import judge_growth  # noqa: E402
from kunlun_cli.checks.relations.judge import Wholes  # noqa: E402
from kunlun_cli.checks.relations.shares import Known, judge_shares  # noqa: E402
from kunlun_cli.checks.relations.sums import judge_sums  # noqa: E402
from kunlun_cli.checks.relations.verdict import Broken, Held, Verdict  # noqa: E402
from kunlun_cli.checks.relations.worksheet import Worksheet, worksheet  # noqa: E402
from kunlun_cli.filing import read  # noqa: E402
from kunlun_cli.schedules.schedule import Schedule, ScheduleCell  # noqa: E402

KINDS: Mapping[str, Callable[[Worksheet, Sequence[Known]], Iterable[Verdict]]] = {
    "sum": lambda sheet, _: judge_sums(sheet),
    "column": lambda sheet, _: judge_columns(sheet),
    "growth": lambda sheet, _: judge_growth(sheet),
    "share": judge_shares,
}
CHANGES = ("digit", "swap", "sign", "tenfold", "lost", "shift")
Cell = tuple[int, int]


class Table(NamedTuple):
    """A table, and the figures elsewhere in its report of which its shares may be."""

    schedule: Schedule
    known: Sequence[Known]


def findings(table: Table) -> list[Finding]:
    """What is found in a table."""
    sheet = worksheet(table.schedule)
    verdicts = [verdict for judge in KINDS.values() for verdict in judge(sheet, table.known)]
    broken = [verdict for verdict in verdicts if isinstance(verdict, Broken)]
    return [*told(sheet, broken), *(verdict for verdict in verdicts if isinstance(verdict, Finding))]


def standing(table: Table) -> dict[Cell, set[str]]:
    """The figures that stand in relations that hold, with their kinds."""
    sheet = worksheet(table.schedule)
    out: dict[Cell, set[str]] = defaultdict(set)
    for kind, judge in KINDS.items():
        for verdict in judge(sheet, table.known):
            if isinstance(verdict, Held):
                for row, column in verdict.cells:
                    if table.schedule.rows[row].cells[column].value:
                        out[row, column].add(kind)
    return dict(out)


def confirmed(table: Table, at: Cell) -> bool:
    """Whether a relation of a cell is confirmed without it: by another column of a total, by other rows of a column."""
    (row, column), schedule = at, table.schedule
    if not any(schedule.columns[column].heading):
        return False
    cells = list(schedule.rows[row].cells)
    cells[column] = replace(cells[column], doubt="changed")
    rows = list(schedule.rows)
    rows[row] = replace(rows[row], cells=tuple(cells))
    sheet = worksheet(replace(schedule, rows=tuple(rows)))
    for kind, judge in KINDS.items():
        for verdict in judge(sheet, table.known):
            if isinstance(verdict, Held):
                same = {r for r, c in verdict.cells if c != column} if kind == "sum" else set()
                if row in same or (kind != "sum" and any(c == column for _, c in verdict.cells)):
                    return True
    return False


def with_value(schedule: Schedule, at: Cell, value: Decimal) -> Schedule:
    """A table with another figure in one cell."""
    row, column = at
    rows, cells = list(schedule.rows), list(schedule.rows[row].cells)
    text = f"{value:,f}"
    cells[column] = replace(cells[column], text=text, value=value, source=replace(cells[column].source, text=text))
    rows[row] = replace(rows[row], cells=tuple(cells))
    return replace(schedule, rows=tuple(rows))


def changed(rng: random.Random, kind: str, cell: ScheduleCell) -> Decimal | None:
    """The figure of a cell as a slip of one kind makes it; `None` where it cannot."""
    value, places = cell.value or Decimal(0), cell.places or 0
    unit = Decimal(1).scaleb(-places)
    digits = list(str(abs(value)).replace(".", ""))
    if kind == "sign":
        return -value
    if kind == "tenfold":
        return (value * rng.choice((Decimal(10), Decimal("0.1")))).quantize(unit)
    if kind == "digit":
        at = rng.randrange(len(digits))
        digits[at] = rng.choice([d for d in "0123456789" if d != digits[at]])
    elif kind == "swap":
        unlike = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
        if not unlike:
            return None
        at = rng.choice(unlike)
        digits[at : at + 2] = digits[at + 1], digits[at]
    elif len(digits) > 1:
        digits.pop(rng.randrange(len(digits)))
    made = Decimal("".join(digits)).scaleb(-places)
    return -made if value < 0 else made


def mutated(rng: random.Random, schedule: Schedule, at: Cell) -> tuple[str, Schedule] | None:
    """A table with one slip in a cell, and its kind; `None` where that slip changes nothing."""
    (row, column), kind = at, rng.choice(CHANGES)
    cell = schedule.rows[row].cells[column]
    if kind != "shift":
        value = changed(rng, kind, cell)
        return None if value is None or value == cell.value else (kind, with_value(schedule, at, value))
    below = schedule.rows[row + 1].cells[column] if row + 1 < len(schedule.rows) else ScheduleCell()
    if below.value in {None, cell.value} or below.places != cell.places or cell.value is None:
        return None
    moved = with_value(schedule, at, below.value or Decimal(0))
    return kind, with_value(moved, (row + 1, column), cell.value)


def tables(paths: Iterable[Path]) -> list[tuple[Table, dict[Cell, set[str]]]]:
    """The tables of some reports with figures to change, and without findings as they are."""
    out = []
    for path in paths:
        try:
            filing = read(path)
            facts = gather(filing, tables=True)
        except KunlunError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        filing.close()
        out += with_figures(facts)
    return out


def with_figures(facts: Facts) -> Iterator[tuple[Table, dict[Cell, set[str]]]]:
    """The tables of a report with figures to change, and without findings as they are."""
    wholes = Wholes(facts)
    for sheet in facts.tables:
        table = Table(sheet.schedule, wholes.of(sheet))
        cells = standing(table)
        if cells and not findings(table):
            yield table, cells


def told_of(schedule: Schedule, at: Cell, made: tuple[str, Schedule]) -> str:
    """A change that was not found, in words."""
    (row, column), (kind, after) = at, made
    old, new = (each.rows[row].cells[column].text for each in (schedule, after))
    place = f"{schedule.rows[row].cells[0].text!r}, {' '.join(schedule.columns[column].heading)!r}"
    return f"page {schedule.page}, table {schedule.title!r}, {place}: {old} made {new} ({kind})"


def main() -> None:
    """Change figures, and count what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = Path(os.environ.get("KUNLUN_CORPUS", ROOT.parent / "shared")) / "filings"
    parser.add_argument("folder", nargs="?", type=Path, default=folder)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--missed", action="store_true", help="tell each change that was not found")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 - a benchmark, not a secret
    paths = sorted(options.folder.glob("*full*.pdf"))
    if not paths:
        parser.error(f"{options.folder} has no full reports (*full*.pdf)")
    known = tables(rng.sample(paths, min(options.files, len(paths))))
    weights = [len(cells) for _, cells in known]
    tried, found, alone = Counter[str](), Counter[str](), 0
    while tried["all"] < options.count:
        table, cells = rng.choices(known, weights)[0]
        at = rng.choice(sorted(cells))
        made = mutated(rng, table.schedule, at)
        if made is None or cells[at] <= standing(table._replace(schedule=made[1])).get(at, set()):
            continue
        if not confirmed(table, at):
            alone += 1
            continue
        names = ("all", made[0], *cells[at])
        tried.update(names)
        if findings(table._replace(schedule=made[1])):
            found.update(names)
        elif options.missed:
            print(told_of(table.schedule, at, made), sorted(cells[at]))
    for name in (*KINDS, *CHANGES, "all"):
        share = 100 * found[name] / tried[name] if tried[name] else 0.0
        print(f"{name:8} {found[name]:5} of {tried[name]:5}  {share:5.1f} %")
    print(f"{alone} changes more were to figures that alone confirm their relations")


if __name__ == "__main__":
    main()
