"""Which tables of a report are its statements: by their titles, their lines, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.schedules.schedule import Schedule
from kunlun_cli.statements.items import is_line, likeness
from kunlun_cli.statements.titles import MAX_TITLE, Title, last_title

# So many lines of the form, and such a share of all, make a table without a title a statement.
LINES, SHARE = 6, 0.5
# A page that goes on with a statement repeats its last sum at most, and lines that the form has twice.
REPEATED = 0.4
# A title stands within so many lines above its table, and a statement has so many lines with amounts at least.
NEAR, FEWEST = 6, 4


@dataclass(slots=True, eq=False)
class Found:
    """A statement while its tables are gathered: in quarterly reports they may be several, one a page."""

    title: Title
    schedules: list[Schedule] = field(default_factory=list)
    foreign: bool = False
    titled: bool = True
    within: bool = False
    """Whether it stands in a section that repeats statements, such as that on changes of policy."""

    @property
    def last(self) -> Schedule:
        """The last of its tables so far."""
        return self.schedules[-1]

    def repeats(self, other: Found) -> bool:
        """Whether it has most lines of another one, and is no further page of it."""
        own, others = (_known(self.title.statement, f.schedules) for f in (self, other))
        return len(own & others) > REPEATED * len(own)


def gathered(stream: Iterable[Schedule], untaken: list[tuple[Title, int]]) -> Iterator[Found]:
    """The statements among some tables; a table without a title goes on with the one before it.

    Titles below which a table of figures stands that is none by its lines, with their pages, are added to `untaken`.
    """
    current: Found | None = None
    foreign = False
    stranded: Title | None = None
    for schedule in stream:
        title = last_title(schedule.lines) or stranded
        foreign = _standards(schedule.lines, foreign)
        alike = likeness(schedule.rows)
        statement, count, _ = alike
        # A title may stand above a heading whose first row is on the next page.
        stranded = title if not count and not schedule.rows else None
        if current is not None and count and _goes_on(current, schedule, title, statement):
            current.schedules.append(schedule)
            continue
        if current is not None:
            if not count and _may_go_on(current, schedule):
                untaken.append((current.title._replace(more=True), schedule.page))
            yield current
            current = None
        if count and not _is_other(schedule, title, statement):
            current = _begun(schedule, title, foreign, alike)
        near = last_title(schedule.lines[-NEAR:])
        if current is None and near is not None and not foreign and _has_amounts(schedule):
            untaken.append((near, schedule.page))
    if current is not None:
        yield current


def _may_go_on(current: Found, schedule: Schedule) -> bool:
    """Whether a table of lines that no form has stands where the statement before it may go on: atop the next page."""
    return schedule.page == current.last.last_page + 1 and not schedule.lines and _has_amounts(schedule)


def _has_amounts(schedule: Schedule) -> bool:
    """Whether a table may be a statement by its figures: neither one of adjustments nor within a section of others."""
    form = load("statements")["title"]
    heads = ["|".join(c.heading) for c in schedule.columns]
    other = any(matches(form[words], h) for words in ("adjusted", "analysed", "supplement") for h in heads)
    within = any(matches(form["within"], part) for part in schedule.section)
    return not other and not within and sum(any(c.value is not None for c in r.cells) for r in schedule.rows) >= FEWEST


def _begun(schedule: Schedule, title: Title | None, foreign: bool, own: tuple[str, int, float]) -> Found | None:
    """The statement that a table begins, by its title and by what its lines are like; `None` where it is none."""
    statement, count, share = own
    alike = count >= LINES and share >= SHARE
    within = any(matches(load("statements")["title"]["within"], part) for part in schedule.section)
    if title is not None and (title.statement == statement or not alike):
        return Found(title, [schedule], foreign, within=within)
    if not alike:
        return None
    told = Title(statement, title.scopes if title else frozenset())
    return Found(told, [schedule], foreign, titled=False, within=within)


def _standards(lines: Iterable[str], foreign: bool) -> bool:
    """Whether the tables after some lines are of a second set, under other standards than the report's own."""
    form = load("statements")["title"]
    for line in lines:
        if len(line) <= MAX_TITLE and not line.endswith("。"):
            foreign = matches(form["foreign"], line) or (foreign and not matches(form["domestic"], line))
    return foreign


def _goes_on(current: Found, schedule: Schedule, title: Title | None, statement: str) -> bool:
    """Whether a table is the next page of the statement before it: no other title, and other lines."""
    if schedule.page - current.last.last_page > 1 or _is_other(schedule, title or current.title, statement):
        return False
    if title is not None and not title.goes_on(current.title):
        return False
    if current.title.statement == "equity" == statement:
        return True  # that of the year before has the same lines
    own = _known(current.title.statement, [schedule])
    again = own & _known(current.title.statement, current.schedules)
    return statement == current.title.statement and len(again) <= REPEATED * len(own)


def _known(statement: str, given: Iterable[Schedule]) -> set[str]:
    """The lines of the form that some tables have."""
    return {plain_label(row.label) for each in given for row in each.rows if is_line(statement, row.label)}


def _is_other(schedule: Schedule, title: Title | None, statement: str) -> bool:
    """Whether a table is one of adjustments, of changes with their reasons, or a supplement, and no statement.

    Below a statement's title a column of changes beside the periods makes no other table of it.
    """
    form = load("statements")["title"]
    heads = ["|".join(c.heading) for c in schedule.columns]
    if heads and matches(form["supplement"], heads[0]):
        return True
    words = "reasoned" if title is not None and title.statement == statement else "analysed"
    return any(matches(form["adjusted"], h) or matches(form[words], h) for h in heads)


def chosen(found: Sequence[Found]) -> Iterator[Found]:
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


def _rank(found: Found) -> tuple[bool, bool, bool]:
    """What makes a table a statement of the report: the most sure is the greatest."""
    return not found.foreign, found.titled, not found.within
