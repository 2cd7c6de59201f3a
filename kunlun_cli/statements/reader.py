"""The statements of a report to records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.figures.units import Unit
from kunlun_cli.outline.stream import Stream
from kunlun_cli.pages.document import Document
from kunlun_cli.pages.page import Reading
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import EquityRecord, Scope, StatementRecord, Statements
from kunlun_cli.schedules.reader import money_unit, schedules_of
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.statements.blank import placed, relations
from kunlun_cli.statements.columns import Side, continued, sides
from kunlun_cli.statements.equity import equity_records, unbalanced
from kunlun_cli.statements.equity_places import well_placed
from kunlun_cli.statements.gather import Found, chosen, gathered
from kunlun_cli.statements.identities import missing_lines
from kunlun_cli.statements.items import per_share
from kunlun_cli.statements.lines import Lines
from kunlun_cli.statements.listed import listed
from kunlun_cli.statements.pages import has_changes, statement_pages
from kunlun_cli.statements.sums import doubted
from kunlun_cli.statements.titles import Title, title_of
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Table
from kunlun_cli.tables.unruled.drawings import drawn_tables

# So many amounts, or parts of such, make rows that are not blank.
FEWEST = 3
_AMOUNT = re.compile(r"\d,\d|\d\.\d")


def read_statements(stream: Stream, end: dt.date | None) -> Statements:
    """The statements that a report prints, of the group and of the parent company.

    `end` is the last day of its period.
    """
    titles: list[tuple[Title, int]] = []
    spans = statement_pages(stream.document)
    found = statements_of(_schedules(stream, spans, titles), end)
    more = (*missing_lines(found.records), *_without_table(titles, found), *_lone_equity(found))
    found = replace(found, problems=tuple(dict.fromkeys((*found.problems, *more))))
    return replace(found, problems=(*found.problems, *_unread(stream.document, spans, found)))


def _unread(document: Document, spans: Iterable[tuple[int, int]], given: Statements) -> Iterator[Problem]:
    """Pages with rows of the changes in equity that no lines part, of which nothing was read and nothing is said."""
    told = {record.source.page for record in given.equity} | {problem.page for problem in given.problems}
    for first, last in spans:
        for number in (n for n in range(first, last + 1) if n not in told):
            text = document.text(number)
            if has_changes(text) and len(_AMOUNT.findall(text)) >= FEWEST and not drawn_tables(document.page(number)):
                message = "rows of the changes in equity stand here, and no table that has them was read"
                yield Problem("table-not-read", message, number)


def _lone_equity(given: Statements) -> Iterator[Problem]:
    """Changes in equity of the group or of the parent alone, beside other statements of both: reports print both."""
    own = {r.scope for r in given.equity}
    for scope in dict.fromkeys(r.scope for r in given.records) if own else ():
        if scope not in own:
            name = f"equity ({scope})"
            yield Problem("missing-statement", f"no {name} was found beside the others")


def _without_table(titles: Iterable[tuple[Title, int]], given: Statements) -> Iterator[Problem]:
    """Statements that a line is the title of, and of which nothing was read, by their first titles."""
    known: set[tuple[str, str]] = {(r.statement, r.scope) for r in given.records}
    known |= {("equity", r.scope) for r in given.equity}
    for title, page in titles:
        wanted = {(title.statement, scope) for scope in title.scopes or ("consolidated",)}
        if not wanted <= known:
            known |= wanted
            name, whose = _named(title)
            message = f"a title of {name} ({whose}) stands here, and no table that is one was read below it"
            yield Problem("table-not-read", message, page)


def _named(title: Title) -> tuple[str, str]:
    """The statement and whose it is, in words."""
    return title.statement.replace("_", " "), " and ".join(sorted(title.scopes or {"consolidated"}))


def statements_of(stream: Iterable[Schedule], end: dt.date | None) -> Statements:
    """The statements among some tables; `end` is the last day of the report's period."""
    problems: list[Problem] = []
    untaken: list[tuple[Title, int]] = []
    found = list(gathered(stream, untaken))
    records: list[StatementRecord] = []
    equity: list[EquityRecord] = []
    units = Units()
    own = list(chosen(found))
    for each in own:
        unit = units.of(each, problems)
        if each.title.statement == "equity":
            equity += _equity(each, _scope(each, own), end, equity, unit, problems)
        else:
            records += _records(each, _scope(each, own), end, records, unit, problems)
    problems += _not_read(untaken, own)
    records = placed(records)
    known = relations(records)
    problems += (relation.problem for relation in known if relation.problem is not None)
    problems += unbalanced(equity)
    placed_well = well_placed(records, equity, problems)
    return Statements(tuple(doubted(records, known)), placed_well, tuple(problems))


def _not_read(untaken: Iterable[tuple[Title, int]], own: Sequence[Found]) -> Iterator[Problem]:
    """Statements whose title stands above a table that was not understood as one, and which were found nowhere else."""
    known = {(each.title.statement, scope) for each in own for scope in each.title.scopes or {"consolidated"}}
    for title, page in untaken:
        scopes = title.scopes or {"consolidated"}
        if title.more or not known.issuperset((title.statement, scope) for scope in scopes):
            name, whose = _named(title)
            message = f"below a title of {name} ({whose}) stands a table that was not understood as one"
            yield Problem("table-not-read", message, page)


def _equity(
    found: Found,
    scope: Scope,
    end: dt.date | None,
    before: Sequence[EquityRecord],
    unit: Unit | None,
    problems: list[Problem],
) -> list[EquityRecord]:
    """The cells of a statement of changes in equity; nothing of a second one with the same scope and periods.

    Nothing of one without a title either: both years' and the parent's are alike but for it and the line below it.
    """
    if not found.titled:
        what = "no title says whose the changes in equity are, and of when; none was taken"
        pages = {page for each in found.schedules for page in (each.page, each.last_page)}
        problems += (Problem("unaccounted", what, page) for page in sorted(pages))
        return []
    own = list(equity_records(found.schedules, scope, end, unit, problems))
    taken = {(r.scope, r.span) for r in before}
    return [r for r in own if (r.scope, r.span) not in taken]


def _schedules(stream: Stream, spans: Iterable[tuple[int, int]], titles: list[tuple[Title, int]]) -> Iterator[Schedule]:
    """The tables of some runs of pages; titles among the lines between them are added to `titles`."""
    document = stream.document
    listing = not document.drawn and document.page(1).reading is Reading.FLOW
    for first, last in spans:
        if listing:
            own = listed([document.page(number) for number in range(first, last + 1)])
        else:
            own = stream.span(first, last, lambda line: title_of(line) is not None)
        yield from schedules_of(_titled(own, titles))


def _titled(stream: Iterable[Block], titles: list[tuple[Title, int]]) -> Iterator[Block]:
    for block in stream:
        if not isinstance(block, Table) and (title := title_of(block.text)) is not None:
            titles.append((title, block.page))
        yield block


def _records(
    found: Found,
    scope: Scope,
    end: dt.date | None,
    taken: Sequence[StatementRecord],
    unit: Unit | None,
    problems: list[Problem],
) -> list[StatementRecord]:
    """The lines of a statement, the group's before the parent's; none of a second one like those `taken`.

    `scope` is that of columns that do not say whose they are.
    """
    lines = Lines(found.title.statement, problems)
    tables: list[tuple[Schedule, list[Side]]] = []
    for schedule in found.schedules:
        parts = sides(schedule, end)
        if tables and not any(c.heading for c in schedule.columns):
            parts = continued(schedule, parts, tables[-1][1])
        tables.append((schedule, parts))
        problems += schedule.problems
    # Of a sheet of two sides over several pages all that stands on the left comes before what stands on the right.
    for i in range(max(len(parts) for _, parts in tables)):
        for schedule, side in ((schedule, parts[i]) for schedule, parts in tables if i < len(parts)):
            lines.read(schedule, side, side.scope or scope, unit and (money_unit(schedule) or unit))
    out = lines.records
    for known in [s for s in out if any((r.statement, r.scope) == (found.title.statement, s) for r in taken)]:
        page = found.schedules[0].page
        problems.append(Problem("two-candidates", f"a second {lines.name} ({known}) was not taken", page))
        del out[known]
    return [*out["consolidated"], *out["parent"]]


def _scope(found: Found, all_: Sequence[Found]) -> Scope:
    """Whose statement it is: as its title says.

    Where no title says so the second one with the same lines is the parent's; and beside one that is titled the
    group's any other is.
    """
    if len(found.title.scopes) == 1:
        return next(iter(found.title.scopes))
    others = [o for o in all_ if o is not found and o.title.statement == found.title.statement and not o.title.quarter]
    if found.title.scopes:
        return "consolidated"
    titled = any(o.title.scopes == {"consolidated"} for o in others)
    before = next((o for o in others if all_.index(o) < all_.index(found)), None)
    return "parent" if titled or (before is not None and found.repeats(before)) else "consolidated"


# The largest amounts of two statements in one unit are within this factor of each other: assets, revenue and cash
# flows of a going concern. Units of forms lie a thousand apart (元, 千元, 百万元), so another unit shows.
ALIKE = 30


class Units:
    """The units of a report's statements, read in printed order."""

    def __init__(self) -> None:
        self._unit: Unit | None = None
        self._largest = Decimal(0)

    def of(self, found: Found, problems: list[Problem]) -> Unit | None:
        """The unit of a statement's amounts; `None`, and a problem, where it cannot be told.

        Some reports state the unit above the first statement alone: it stands for another without one if the
        amounts of both are as large.
        """
        doubts = [s.unit_doubt for s in found.schedules if s.unit_doubt]
        stated = next((u for u in map(money_unit, found.schedules) if u is not None), None)
        largest = _largest(found)
        if stated is not None and not doubts:
            self._unit, self._largest = stated, largest
            return stated
        alike = self._largest and largest and 1 / Decimal(ALIKE) <= largest / self._largest <= ALIKE
        if alike and not doubts:
            return self._unit
        why = doubts[0] if doubts else "it states no unit that is understood"
        message = f"the {found.title.statement.replace('_', ' ')}: {why}; its amounts were not taken"
        problems.append(Problem("no-unit", message, found.schedules[0].page))
        return None


def _largest(found: Found) -> Decimal:
    """The largest amount of a statement, as printed."""
    rows = (row for schedule in found.schedules for row in schedule.rows if not per_share(row.label))
    return max((abs(c.value) for row in rows for c in row.cells if c.value is not None), default=Decimal(0))
