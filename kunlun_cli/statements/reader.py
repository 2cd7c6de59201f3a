"""The statements of a report to records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kunlun_cli.disclosures.locate import whole
from kunlun_cli.extract.numbers import read_number, scaled
from kunlun_cli.extract.units import Unit
from kunlun_cli.forms import load, matches
from kunlun_cli.pages.document import Document
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import EquityRecord, StatementRecord, Statements
from kunlun_cli.schedules.reader import money_unit, page_stream, schedules_of
from kunlun_cli.schedules.rows import plain_label
from kunlun_cli.schedules.schedule import Schedule, ScheduleCell, ScheduleRow, Scope
from kunlun_cli.statements.columns import Side, sides
from kunlun_cli.statements.equity import equity_records, unbalanced
from kunlun_cli.statements.identities import broken_identities, missing_lines
from kunlun_cli.statements.items import is_line, item_of, likeness, line_label, per_share
from kunlun_cli.statements.pages import statement_pages
from kunlun_cli.statements.titles import MAX_TITLE, Title, last_title, title_of

# So many lines of the form, and such a share of all, make a table without a title a statement.
LINES, SHARE = 6, 0.5
# A page that goes on with a statement repeats its last sum at most, and lines that the form has twice.
REPEATED = 0.4


@dataclass(slots=True)
class _Found:
    """A statement while its tables are gathered: in quarterly reports they may be several, one a page."""

    title: Title
    schedules: list[Schedule] = field(default_factory=list)
    foreign: bool = False
    titled: bool = True
    within: bool = False
    """Whether it stands in a section that repeats statements, such as that on changes of policy."""

    @property
    def last(self) -> Schedule:
        return self.schedules[-1]


def read_statements(document: Document, end: dt.date | None) -> Statements:
    """The statements that a report prints, of the group and of the parent company.

    Args:
        document: the report.
        end: the last day of its period.
    """
    found = statements_of(_schedules(document), end)
    return replace(found, problems=(*found.problems, *missing_lines(found.records)))


def statements_of(stream: Iterable[Schedule], end: dt.date | None) -> Statements:
    """The statements among some tables; `end` is the last day of the report's period."""
    problems: list[Problem] = []
    found = list(_gathered(stream))
    records: list[StatementRecord] = []
    taken: set[tuple[str, Scope]] = set()
    equity: list[EquityRecord] = []
    unit: Unit | None = None
    for each in _chosen(found):
        # Some reports state the unit above the first statement alone.
        unit = next((u for u in map(money_unit, each.schedules) if u is not None), unit)
        if each.title.statement == "equity":
            equity += _equity(each, end, equity, unit, problems)
            continue
        records += _records(each, end, taken, unit, problems)
    problems += broken_identities(records)
    problems += unbalanced(equity)
    return Statements(tuple(records), tuple(equity), tuple(problems))


def _equity(
    found: _Found, end: dt.date | None, before: Sequence[EquityRecord], unit: Unit | None, problems: list[Problem]
) -> list[EquityRecord]:
    """The cells of a statement of changes in equity; nothing of a second one with the same scope and periods."""
    known = {r.scope for r in before}
    scope: Scope = "parent" if "parent" in found.title.scopes or (known and not found.title.scopes) else "consolidated"
    own = list(equity_records(found.schedules, scope, end, unit, problems))
    taken = {(r.scope, r.span) for r in before}
    return [r for r in own if (r.scope, r.span) not in taken]


def _schedules(document: Document) -> Iterator[Schedule]:
    text = whole(document)
    if text is not None:
        yield from schedules_of(text, "aligned")
        return
    for first, last in statement_pages(document):
        yield from schedules_of(page_stream(document, first, last, lambda line: title_of(line) is not None))


def _gathered(stream: Iterable[Schedule]) -> Iterator[_Found]:
    """The statements among some tables; a table without a title goes on with the one before it."""
    current: _Found | None = None
    foreign = False
    stranded: Title | None = None
    for schedule in stream:
        title = last_title(schedule.lines) or stranded
        foreign = _standards(schedule.lines, foreign)
        statement, count, _ = likeness(schedule.rows)
        # A title may stand above a heading whose first row is on the next page.
        stranded = title if not count and not schedule.rows else None
        if current is not None and count and _goes_on(current, schedule, title, statement):
            current.schedules.append(schedule)
            continue
        if current is not None:
            yield current
            current = None
        if count and not _is_other(schedule):
            current = _begun(schedule, title, foreign)
    if current is not None:
        yield current


def _begun(schedule: Schedule, title: Title | None, foreign: bool) -> _Found | None:
    """The statement that a table begins, by its title and by its lines; `None` where it is none."""
    statement, count, share = likeness(schedule.rows)
    alike = count >= LINES and share >= SHARE
    within = any(matches(load("statements")["title"]["within"], part) for part in schedule.section)
    if title is not None and (title.statement == statement or not alike):
        return _Found(title, [schedule], foreign, within=within)
    if not alike:
        return None
    told = Title(statement, title.scopes if title else frozenset())
    return _Found(told, [schedule], foreign, titled=False, within=within)


def _standards(lines: Iterable[str], foreign: bool) -> bool:
    """Whether the tables after some lines are of a second set, under other standards than the report's own."""
    form = load("statements")["title"]
    for line in lines:
        if len(line) <= MAX_TITLE and not line.endswith("。"):
            foreign = matches(form["foreign"], line) or (foreign and not matches(form["domestic"], line))
    return foreign


def _goes_on(current: _Found, schedule: Schedule, title: Title | None, statement: str) -> bool:
    """Whether a table is the next page of the statement before it: no other title, and other lines."""
    if schedule.page - current.last.last_page > 1 or _is_other(schedule):
        return False
    if title is not None and title != current.title:
        return False
    own = _known(current.title.statement, [schedule])
    again = own & _known(current.title.statement, current.schedules)
    return statement == current.title.statement and len(again) <= REPEATED * len(own)


def _known(statement: str, given: Iterable[Schedule]) -> set[str]:
    """The lines of the form that some tables have."""
    return {plain_label(row.label) for each in given for row in each.rows if is_line(statement, row.label)}


def _is_other(schedule: Schedule) -> bool:
    """Whether a table is one of adjustments, of changes with their reasons, or a supplement, and no statement."""
    form = load("statements")["title"]
    heads = ["|".join(c.heading) for c in schedule.columns]
    if heads and matches(form["supplement"], heads[0]):
        return True
    return any(matches(form["adjusted"], h) or matches(form["analysed"], h) for h in heads)


def _chosen(found: Sequence[_Found]) -> Iterator[_Found]:
    """The report's own statements: no second set under other standards, and no quarter beside the year to date.

    What looks like a statement and has no title, or stands in a section that repeats statements, is one only
    where none else is found: the notes have tables of the same lines, of companies bought and of changes in policy.
    """
    for each in found:
        others = [o for o in found if o is not each and o.title.statement == each.title.statement]
        if any(_rank(o) > _rank(each) for o in others):
            continue
        twin = any(not o.title.quarter for o in others)
        if not (each.title.quarter and twin):
            yield each


def _rank(found: _Found) -> tuple[bool, bool, bool]:
    """What makes a table a statement of the report: the most sure is the greatest."""
    return not found.foreign, found.titled, not found.within


def _records(
    found: _Found, end: dt.date | None, taken: set[tuple[str, Scope]], unit: Unit | None, problems: list[Problem]
) -> list[StatementRecord]:
    """The lines of a statement, the group's before the parent's."""
    out: dict[Scope, list[StatementRecord]] = {}
    seen: dict[Scope, set[str]] = {}
    before: list[Side] = []
    for schedule in found.schedules:
        unit = money_unit(schedule) or unit
        parts = sides(schedule, end)
        if before and not any(c.heading for c in schedule.columns) and len(parts) == len(before):
            parts = [p._replace(sure=b.sure, scope=b.scope) for p, b in zip(parts, before, strict=True)]
        before = parts
        for side in parts:
            scope = side.scope or _scope(found, taken, out)
            lines = _lines(found.title.statement, scope, schedule, side, unit, seen.setdefault(scope, set()), problems)
            out.setdefault(scope, []).extend(lines)
    for scope in [s for s in out if (found.title.statement, s) in taken]:
        page = found.schedules[0].page
        problems.append(Problem("two-candidates", f"a second {_name(found)} ({scope}) was not taken", page))
        del out[scope]
    taken |= {(found.title.statement, scope) for scope in out}
    return [*out.get("consolidated", ()), *out.get("parent", ())]


def _scope(found: _Found, taken: set[tuple[str, Scope]], out: dict[Scope, list[StatementRecord]]) -> Scope:
    """Whose statement it is: as its title says; a second one without a word of it is the parent's."""
    if len(found.title.scopes) == 1:
        return next(iter(found.title.scopes))
    return (
        "parent" if (found.title.statement, "consolidated") in taken and "consolidated" not in out else "consolidated"
    )


def _name(found: _Found) -> str:
    return found.title.statement.replace("_", " ")


def _lines(
    statement: str,
    scope: Scope,
    schedule: Schedule,
    side: Side,
    unit: Unit | None,
    seen: set[str],
    problems: list[Problem],
) -> list[StatementRecord]:
    out: list[StatementRecord] = []
    problems += schedule.problems
    if unit is None:
        message = f"the {statement.replace('_', ' ')} states no unit that is understood; its amounts were not taken"
        problems.append(Problem("no-unit", message, schedule.page))
    if not side.sure:
        message = f"the columns of the {statement.replace('_', ' ')} have no heading that says their period"
        problems.append(Problem("no-heading", message, schedule.page))
    form = load("statements")["title"]
    if matches(form["supplement"], "|".join(schedule.columns[side.label].heading)):
        return []
    for row in schedule.rows:
        if matches(form["supplement"], row.cells[side.label].text):
            break
        record = _line(statement, scope, row, side, unit, seen, problems)
        if record is not None:
            out.append(record)
    return out


def _line(
    statement: str,
    scope: Scope,
    row: ScheduleRow,
    side: Side,
    unit: Unit | None,
    seen: set[str],
    problems: list[Problem],
) -> StatementRecord | None:
    """A row's record; `None` where neither period has an amount."""
    text = row.cells[side.label].text
    label = line_label(text)
    item = item_of(statement, text, seen)
    if item is not None:
        seen.add(item)
    cells = {name: row.cells[i] for name, i in (("value", side.value), ("prior", side.prior)) if i is not None}
    odd = [_problem(label, cell) for cell in cells.values() if _is_odd(cell)]
    problems += odd
    if not odd and all(cell.value is None for cell in cells.values()):
        return None
    if not label:
        problems.append(Problem("no-label", f"a row of the {statement.replace('_', ' ')} has no label", row.page))
        return None
    shares = per_share(label)
    by = Decimal(1) if shares else unit and unit.factor
    code = unit.code if unit else "CNY"
    values = {
        name: None if cell.value is None or by is None or _is_odd(cell) else scaled(cell.value, by)
        for name, cell in cells.items()
    }
    note = row.cells[side.note].text if side.note is not None else ""
    printed = [cell.source for cell in cells.values() if cell.text]
    return StatementRecord(
        statement,  # type: ignore[arg-type]
        scope,
        item,
        label,
        note or None,
        row.level,
        row.part,
        f"{code}/share" if shares else code,
        values.get("value"),
        values.get("prior"),
        replace(printed[0], text=text) if printed else row.cells[side.label].source,
        {"label": row.cells[side.label].source, **{name: cell.source for name, cell in cells.items() if cell.text}},
    )


def _is_odd(cell: ScheduleCell) -> bool:
    # What the page itself doubts is withheld and named with all records.
    return bool(cell.doubt and not cell.source.doubt) or (bool(cell.text) and not read_number(cell.text).readable)


def _problem(label: str, cell: ScheduleCell) -> Problem:
    return Problem("unreadable-cell", f"{label}: an amount is printed as {cell.text!r}", cell.source.page)
