"""Key accounting data and financial indicators: the section's tables to records."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kunlun_cli.disclosures.account import headless
from kunlun_cli.disclosures.bind import MAX_DEPTH, Bound, BoundRow
from kunlun_cli.disclosures.walk import parts
from kunlun_cli.extract.keyrows import key_records, quarterly_records, unit_within
from kunlun_cli.extract.labels import as_noted, but_rows, item_of, unlike
from kunlun_cli.extract.latest import ELSEWHERE, doubted, if_whole, latest_year, with_latest
from kunlun_cli.extract.onelines import one_each
from kunlun_cli.extract.places import with_changes
from kunlun_cli.extract.plausible import follows
from kunlun_cli.extract.quarters import Quarters, the_years
from kunlun_cli.figures.numbers import is_number
from kunlun_cli.figures.units import NOT_STATED, Unit, split_label, unit_above, unit_below, unit_in_titles
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.headings import heading_of
from kunlun_cli.records import FinancialRecord, Financials, Problem
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Row, Table

Name = Literal["", "key", "quarterly", "further"]
# Shanghai's summaries number their parts 3.1, 3.2: deeper than the chapter's number, whatever that is.
_PART = re.compile(r"^\d{1,2}(?:\.\d{1,2})+(?!\d)")


@dataclass(slots=True)
class Section:
    """The section that is open while lines are read in order.

    `key` and `quarterly` are the form's own; `further` is a part at a lower level of the heading under which
    all key figures stand (a bank's 补充财务数据, 资本充足率), `""` none of them.
    """

    name: Name = ""
    _depth: int | None = None
    """That of the heading under which all key figures stand; `None` outside it."""

    def read(self, text: str) -> None:
        """Take a line of text as the heading that it may be."""
        form = load("financials")["section"]
        heading = heading_of(text)
        name = _named(text, self.name)
        if heading is None:
            self.name = _part(text, name) if name == self.name else name
        elif name == "key" and matches(form["wide"], text):
            depth = heading.depth if self._depth is None else min(heading.depth, self._depth)
            self.name, self._depth = name, depth
        elif self._depth is not None and heading.depth > self._depth and matches(form["further"], heading.title):
            self.name = "further"
        else:
            self.name = "" if name == "further" else name
            self._depth = None if self._depth is not None and heading.depth <= self._depth else self._depth


def _part(text: str, current: Name) -> Name:
    """The section below a part's title with a number of two places: a further one of the key figures, or its end."""
    target = normal(text)
    number = _PART.match(target)
    if number is None or not current:
        return current
    if matches(load("financials")["section"]["further"], target[number.end() :]):
        return "further"
    return "" if current == "further" else current


def _named(text: str, current: Name) -> Name:
    """The section that a line of text opens or ends, or the current one."""
    form = load("financials")
    if len(text) > form["section"]["max_title"] or text.endswith(("。", "；", "，")):
        return current
    if matches(form["tables"]["quarterly"]["titles"], text):
        return "quarterly"
    if matches(form["section"]["titles"], text):
        return "" if matches(form["section"]["others"], text) else "key"
    if matches(form["section"]["ends"], text):
        return ""
    return current


# So many of the form's own items make a table one of key figures though no title says so.
CORE = 3
# One line in so many, at least, of a table of key figures is the form's; of a statement's, one in six to eight.
KEYS = 3
# So many lines above a table are its title, and below it the note to it.
NOTES = 3
# A line's first figure, with its sign.
_FIRST = re.compile(r"(?=[-+(]?\d)")


@dataclass(slots=True)
class _State:
    """What has been gathered while walking along the blocks."""

    section: Section = field(default_factory=Section)
    unit: Unit | None = None
    above: list[str] = field(default_factory=list)
    below: Sequence[str] = ()
    records: list[FinancialRecord] = field(default_factory=list)
    untitled: list[FinancialRecord] = field(default_factory=list)
    quarterly: list[Quarters] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untitled_problems: list[Problem] = field(default_factory=list)
    taken: bool = False
    """Whether an earlier part of the same table was taken."""
    passed: list[FinancialRecord] = field(default_factory=list)
    passed_problems: list[Problem] = field(default_factory=list)
    """Of earlier parts of the same table, known lines that were too few by themselves."""
    carried: int = 0
    """How many of these are of the table before."""
    latest: list[tuple[FinancialRecord, int]] = field(default_factory=list)
    """The records that were read, each with the latest year of its heading."""
    last: Bound | None = None
    """The last part taken of the table before, or of this one."""
    quarters: int | None = None
    """The page on which the title of the table of quarters is printed."""
    company: bool = False
    """Whether the table before was of the parent company alone."""
    companys: bool = False
    """Whether the records that there are were taken of its tables, none of the group's standing before them."""
    titled: tuple[str, int] | None = None
    """The title of the key figures, and its page."""
    part: str = ""
    """The title of the part (成长情况) that is open."""
    loose: str = ""
    """It, or the label of a key figure, below or behind which figures may stand that are in no table."""
    figures: int = 0
    """How many of them there are."""
    told: bool = False
    """Whether they were named."""

    def read(self, text: str, page: int) -> None:
        """Take a line of text as the heading that it may be."""
        before = self.section.name
        self.section.read(text)
        if self.section.name == "quarterly" != before and self.quarters is None:
            self.quarters = page
        if self.section.name == "key" != before and self.titled is None:
            self.titled = text, page
        heading = heading_of(text) is not None
        opened = self.section.name == "further" and (heading or before != "further")
        self._below_part(text, page, opened=opened, heading=heading)

    def _below_part(self, text: str, page: int, *, opened: bool, heading: bool) -> None:
        """Take a line as the title of a part or a row's label, or its figures as those of a table that has no place."""
        form = load("financials")["section"]
        titled = opened or (self.section.name == "key" and matches(form["parts"], text))
        label, *rest = _FIRST.split(text, maxsplit=1)
        known = not self.told and self.section.name == "key" and item_of(split_label(label)[0]).item
        if titled or heading:
            self.part, self.told = text if titled else "", False
        if titled or heading or known:
            self.loose, self.figures = self.part or (label if known else ""), 0
        if self.loose and not self.told:
            self.figures += sum(map(is_number, "".join(rest).split()))
            if self.figures > 1:
                self.problems.append(headless(self.loose, page))
                self.told = True


def read_financials(stream: Iterable[Block], known: Iterable[Problem] = (), year: int = 0) -> Financials:
    """The key figures that some blocks of a filing hold.

    A table belongs to the section while its heading has been seen and no heading that ends it. Tables
    that look like key figures outside any such section count only where no other is found. `year` is the report's,
    where it is known.
    """
    state = _State(problems=list(known))
    blocks = list(stream)
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            after = itertools.takewhile(lambda b: not isinstance(b, Table), blocks[i + 1 : i + 1 + NOTES])
            below, first = [line.text for line in after if not isinstance(line, Table)], len(state.records)
            _table(block, state, below)
            state.records[first:] = if_whole(state.records[first:], block, below)
            state.above = []
        else:
            state.above.append(block.text)
            state.read(block.text, block.page)
    records = state.records or state.untitled
    problems = state.problems + ([] if state.records else [*_titled(state), *state.untitled_problems])
    unique, doubles = one_each(with_latest(records, state.latest, year))
    unique = with_changes(unique)
    quarters = the_years(state.quarterly, unique)
    lost = () if quarters.records else _quarters(state)
    return Financials(
        tuple(unique),
        quarters.records,
        problems=(*problems, *doubles, *unlike(unique), *quarters.problems, *lost),
    )


def _heads_year_to_date(table: Table) -> bool:
    """Whether a heading in a table is of the year to date: 本报告期 in one that goes on so is the quarter alone."""
    pattern = load("financials")["columns"]["year_to_date"]
    return any(matches(pattern, cell.text) for row in table.rows for cell in row.cells)


def _titled(state: _State) -> list[Problem]:
    """The title of the key figures without their table, where others that look like them were taken."""
    if state.titled is None or not state.untitled:
        return []
    title, page = state.titled
    return [Problem("table-not-read", f"A table is announced ({title}) but none could be read below the title", page)]


def _quarters(state: _State) -> list[Problem]:
    """A title of the table of quarters without the table."""
    if state.quarters is None:
        return []
    message = "the title of the table of quarters is printed, but no row of it could be read"
    return [Problem("missing-table", message, state.quarters)]


def _table(table: Table, state: _State, below: Sequence[str]) -> None:
    state.above = but_rows(state.above)
    stated = unit_above(state.above) or unit_above(but_rows(table.title_lines)) or unit_in_titles(state.above[-NOTES:])
    unit = stated or state.unit or unit_below(below) or NOT_STATED
    state.below = below
    if stated and state.section.name:
        state.unit = stated
    if stated is None and any(matches([load("units")["stated"]["per_cent"]], line) for line in state.above):
        unit = Unit(code="%")
    state.taken = False
    _carry(state)
    above, state.last = state.last, None
    loose: list[Row] = []
    company = _is_companys(state.above, go_on=state.company)
    for part in parts(table, "financials"):
        if isinstance(part, tuple):
            found, bound = part
            # A table of the company's before any other is the report's as far as is known: what differs is named.
            if company and state.records and not state.companys:
                continue
            state.companys = company
            if found.table == "key":
                _take(bound, unit, state)
                unit = unit_within(bound) or unit
            else:
                own: list[Problem] = []
                state.quarterly.append(Quarters(tuple(quarterly_records(bound, unit, own)), tuple(own)))
            continue
        loose.append(part)
        texts = [c.text for c in part.cells if c.text]
        if len(texts) == 1:
            state.read(texts[0], part.page)
            company = _is_companys(texts, go_on=company)
            unit = unit_above(texts) or unit
    state.company = company
    if state.taken and table.layout == "aligned":
        # The words by which a form's doubts are found are not in every table of key figures (营运情况).
        state.problems += [p for p in table.doubts if p not in state.problems]
    rest = _rest_records(table, loose, above, unit, state.records) if above and len(loose) == len(table.rows) else None
    if rest is not None:
        state.records += rest[0]
        state.problems += rest[1]
    elif state.section.name == "key" or above or state.part:
        whole = len(loose) == len(table.rows)
        state.problems += _headless(table, loose, CORE if whole and not state.part else 1, state.part if whole else "")
    bare = _unlabelled(table) if above else []
    state.problems += bare
    if bare and _heads_year_to_date(table):
        state.records = [doubted(r, ELSEWHERE) if r.span == "year_to_date" else r for r in state.records]
    state.loose, state.figures, state.told = state.part, 0, False


def _carry(state: _State) -> None:
    """Keep for one table more what the table before had: balances alone, whose flows stand in a table of their own."""
    own = state.passed[state.carried :]
    if not own or not all(r.item for r in own):
        own, state.passed_problems = [], []
    state.passed, state.carried = own, len(own)


def _is_companys(titles: Sequence[str], *, go_on: bool) -> bool:
    """Whether the title nearest above a table says that it is of the parent company alone, as brokers print it.

    A table without a title of its own is of whom the one before was: `go_on`.
    """
    nearest = next((t for t in reversed(titles) if unit_above([t]) is None), None)
    if nearest is None:
        return go_on
    return matches(load("financials")["section"]["company"], nearest)


def _headless(table: Table, loose: Sequence[Row], enough: int, part: str) -> list[Problem]:
    """Rows of known items below no heading that is known: they must not be lost in silence.

    One is enough where the table begins with figures, as the rest of another does, or has rows that were taken;
    a table with a heading of its own is one of key figures only if it has as many as these have. Any row is one
    below the title of a `part` of theirs.
    """
    found = []
    for row in loose:
        # The number of the row may stand before its label.
        label = next((c.text for c in row.cells if c.text and not c.text.isdigit()), "")
        if (part or item_of(split_label(label)[0]).item) and sum(is_number(c.text) for c in row.cells) > 1:
            found.append((row, label))
    first = "".join(c.text for c in table.rows[0].cells)
    if matches(load("financials")["section"]["foreign_headings"], first):
        return []
    begins = any(is_number(c.text) for c in table.rows[0].cells)
    if len(found) < (1 if begins else enough):
        return []
    return [headless(found[0][1], found[0][0].page)]


def _unlabelled(table: Table) -> list[Problem]:
    """Figures without labels below key figures: a sheet too wide for the paper goes on so with its last columns."""
    # A change may be told in words (增加6.66个百分点), and one cell be run over by what hangs from above.
    bare = [row for row in table.rows if all(any(map(str.isdigit, c.text)) for c in row.cells)]
    if len(bare) < max(CORE, len(table.rows) - MAX_DEPTH):
        return []
    return [headless(bare[0].cells[0].text, bare[0].page)]


def _take(bound: Bound, unit: Unit, state: _State) -> None:
    """The records of a bound table, if it is one of key figures."""
    if state.section.name == "quarterly" and state.records:
        return
    problems: list[Problem] = []
    records = as_noted(key_records(bound, unit, problems, state.below), state.below)
    state.latest += [(r, latest_year(bound.heading)) for r in records]
    known = {r.item for r in records if r.item}
    if any(matches(load("financials")["section"]["foreign_rows"], r.label) for r in records):
        return
    below = known or state.taken or state.part or _goes_on(bound, records, state)
    if state.section.name == "further" or (state.section.name == "key" and below):
        state.taken, state.last = True, bound
        state.records.extend(records)
        state.problems.extend(problems)
    elif not state.records and (
        state.taken or (_is_core(known, records) if not state.untitled else _completes(known, records, state))
    ):
        state.taken = True
        state.untitled += [*(r for r in state.passed if r.item not in known), *records]
        state.untitled_problems += [*state.passed_problems, *problems]
        state.passed, state.passed_problems = [], []
    elif known and not state.untitled:
        state.passed += records
        state.passed_problems += problems
    elif state.section.name == "key" and not records:
        state.problems += [p for p in problems if p.code == "row-without-label"]


def _goes_on(bound: Bound, records: Sequence[FinancialRecord], state: _State) -> bool:
    """Whether a table without a known item is one of key figures: periods compared (成长情况) after others."""
    section = load("financials")["section"]
    compared = [c for c in bound.heading.columns if c.role in {"year", "current", "prior"}]
    foreign = any(matches(section["foreign_headings"], c.path) for c in bound.heading.columns)
    others = any(matches(section["unlike"], r.label) for r in records)
    return bool(state.records) and len(compared) > 1 and not foreign and not others


def _is_core(known: set[str], records: Sequence[FinancialRecord]) -> bool:
    """Whether an untitled table has enough of the form's items, and is no statement, of whose lines they are few."""
    return len(known) >= CORE and len(known) * KEYS > len(records)


def _completes(known: set[str], records: Sequence[FinancialRecord], state: _State) -> bool:
    """Whether an untitled table goes on with the untitled one before: other items, at most a page on."""
    taken = {r.item for r in state.untitled if r.item}
    last, first = state.untitled[-1].source.page, records[0].source.page if records else None
    return bool(known) and not known & taken and last is not None and first is not None and first - last <= 1


# So many changes must follow: that one does may be chance.
_PROOFS = 2


def _rest_records(
    table: Table, rows: Sequence[Row], above: Bound, unit: Unit, known: Sequence[FinancialRecord]
) -> tuple[list[FinancialRecord], list[Problem]] | None:
    """The records of rows that go on with the table above, and what of them could not be read; `None` if unproven.

    Programs that extract text cut a table at the page's end and put words of their own, or the first row's figures,
    where Markdown demands a heading. Such rows have as many cells as the table above; that their columns are the same
    is proven where each printed change follows from the two figures beside it.

    `above` is the heading of the table before, `known` the records that there are.
    """
    width = len(above.heading.columns)
    figures = [r for r in rows if sum(is_number(c.text) for c in r.cells) > 1]
    own = [r for r in figures if len(r.cells) == width and item_of(split_label(r.cells[0].text)[0]).item]
    bound = tuple(BoundRow(r, {i: [c] for i, c in enumerate(r.cells)}) for r in own)
    problems: list[Problem] = []
    records = key_records(Bound(table, above.heading._replace(first=0, end=0), bound, above.by_role), unit, problems)
    told = [follows(r) for r in records]
    again = {(r.item, r.span) for r in known} & {(r.item, r.span) for r in records}
    # Where a row has lost its label, those of the others may stand one row off.
    proven = len(own) == len(figures) and told.count(True) >= _PROOFS and False not in told
    return (records, problems) if proven and not again else None
