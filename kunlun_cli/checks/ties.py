"""The same figure in two places: statements and the totals of notes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.identities import PERIODS, TELLING, Identity, identities, mended_by
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.checks.relations.worksheet import Entry, Line, Worksheet, untimed
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import load, matches
from kunlun_cli.forms.lines import plain_label
from kunlun_cli.records import StatementRecord
from kunlun_cli.records.statements import SCOPES
from kunlun_cli.schedules.schedule import Period, ScheduleColumn
from kunlun_cli.statements.items import item_of

RESTATED = frozenset({2018, 2019, 2020, 2021})
"""Years of new standards (financial instruments, revenue, leases): opening balances stand there in two editions."""


class Pair(NamedTuple):
    """One figure of two periods, in one place."""

    value: Figure | None
    prior: Figure | None


def same(one: Figure, other: Figure) -> bool:
    """Whether two figures can be one: each stands for what rounds to it."""
    return one.interval.meets(other.interval)


def tells(one: Figure) -> bool:
    """Whether a figure has so many digits that it is not equal to another by chance."""
    return abs(Fraction(one.value)) >= TELLING * one.unit


def judged(subject: str, here: Pair, there: Pair, place: str) -> Said:
    """Two places of one figure: what agrees in one period and not in the other is a finding."""
    for period, (one, other), (with_one, with_other) in (
        ("the period before", (here.prior, there.prior), (here.value, there.value)),
        ("this period", (here.value, there.value), (here.prior, there.prior)),
    ):
        if one is None or other is None:
            continue
        if same(one, other):
            yield Evidence.STRONG
        elif one.within_one_unit.meets(other.within_one_unit):
            # In a set of statements in thousands one line is made to fit its total, and is off by one.
            yield Evidence.WEAK
        elif with_one is not None and with_other is not None and same(with_one, with_other) and tells(with_one):
            message = (
                f"{subject} of {period} is printed {{printed}} here and {other.text} in {place} "
                f"(page {other.source.page}); the other period agrees"
            )
            finding = disagreement(subject, message, one, other.interval, other)
            # What no slip explains may be two notions of one name.
            yield finding if finding.slip else replace(finding, severity="warning")


def judge_notes(facts: Facts) -> Said:
    """The totals of notes, and rows of them, against the statements' lines whose names they have."""
    printed = Counter(values_of(facts.tables))
    known = list(identities(facts))
    lines: dict[str, Lines] = {scope: Lines(facts, scope) for scope in SCOPES}
    settled: set[tuple[str, ...]] = set()
    begun: set[tuple[str, ...]] = set()
    for sheet in facts.tables:
        section = sheet.schedule.section
        scope = scope_of(section)
        if scope is None:
            continue
        for record, pair, loose in _rows_of_notes(facts, sheet, lines[scope]):
            said = list(_against(facts, record, pair, printed, ()))
            yield from (s for s in said if not loose or not isinstance(s, Finding) or s.slip)
        if matches(load("relations")["notes"]["not"], section[-1]):
            continue
        total = _total(sheet)
        for record, pair, note in _ties(facts, sheet, total, lines[scope]) if total else ():
            if note in settled:
                continue
            said = list(_against(facts, record, pair, printed, known))
            if said:
                settled.add(note)
            # The first total of a note is that of the line; a later one may be of a part of it.
            yield from (s for s in said if note not in begun or not isinstance(s, Finding) or s.slip)
            begun.add(note)


class Lines:
    """The lines of the statements of one scope, by their names."""

    def __init__(self, facts: Facts, scope: str) -> None:
        """Take those of a filing."""
        self.records = [r for r in facts.statements.records if r.scope == scope]
        self._named: dict[str, list[StatementRecord]] = {}
        for record in self.records:
            self._named.setdefault(plain_label(record.label), []).append(record)

    def named(self, text: str) -> StatementRecord | None:
        """The only line of this name, or whose name the forms' vocabulary knows as the same."""
        own = self._named.get(plain_label(text)) or [
            r for r in self.records if r.item and item_of(r.statement, text, ()) == r.item
        ]
        return own[0] if len(own) == 1 else None

    def of_item(self, item: str) -> StatementRecord | None:
        """The only line with this code."""
        own = [r for r in self.records if r.item == item]
        return own[0] if len(own) == 1 else None


def _rows_of_notes(facts: Facts, sheet: Worksheet, lines: Lines) -> Iterator[tuple[StatementRecord, Pair, bool]]:
    """The rows of notes that are lines of the statements under other names, whatever their sign.

    The last part says whether filers part the two otherwise, so that only a slip accuses.
    """
    for form in load("relations")["notes"]["rows"]:
        if not any(matches(form["under"], text) for text in sheet.schedule.section[-2:]):
            continue
        for line in sheet.lines:
            item = next(
                (item for name, item in form["lines"].items() if matches([name], plain_label(line.row.label))), None
            )
            record = lines.of_item(item) if item else None
            if record is not None:
                pairs = pairs_of(facts, sheet, line)
                yield from ((record, _turned(pair, record), form["loose"]) for pair in pairs.values())


def _turned(pair: Pair, record: StatementRecord) -> Pair:
    """A pair with the sign that the statement has: 减：利息收入 is printed with and without a minus."""
    there = [figure(record, period) for period in PERIODS]
    if not any(one and other and one.value == -other.value for one, other in zip(pair, there, strict=True)):
        return pair
    return Pair(*(one.with_value(-one.value) if one else None for one in pair))


def judge_rows(facts: Facts) -> Said:
    """The rows of tables before the notes that have the name of a line of the group's statements."""
    printed = Counter(values_of(facts.tables))
    pages = {record.source.page for record in facts.statements.records}
    lines: dict[str, list[StatementRecord]] = {}
    for record in facts.statements.records:
        if record.scope == "consolidated":
            lines.setdefault(plain_label(record.label), []).append(record)
    yield from _supplement(facts, printed)
    for sheet in facts.tables:
        named = (*sheet.schedule.section, *sheet.schedule.lines[-3:])
        if sheet.schedule.page in pages or any(matches(load("relations")["notes"]["not"], text) for text in named):
            continue
        if scope_of(sheet.schedule.section) is not None or _is_another_set(sheet, lines):
            continue
        for line in sheet.lines:
            found = lines.get(plain_label(line.row.label), [])
            for pair in pairs_of(facts, sheet, line).values() if len(found) == 1 else ():
                yield from _against(facts, found[0], pair, printed, ())


def _supplement(facts: Facts, printed: Counter[Fraction]) -> Said:
    """The supplement of the cash flow statement (CAS 31): from the net profit to the operating cash flow."""
    for sheet in facts.tables:
        named = (*sheet.schedule.section[-1:], *sheet.schedule.lines[-3:])
        if not any(matches(load("relations")["notes"]["supplement"], text) for text in named):
            continue
        scope = scope_of(sheet.schedule.section) or "consolidated"
        for line in sheet.lines:
            name = plain_label(line.row.label)
            found = [r for r in facts.statements.records if r.scope == scope and r.item in SUPPLEMENT]
            found = [r for r in found if plain_label(r.label) == name]
            for pair in pairs_of(facts, sheet, line).values() if len(found) == 1 else ():
                yield from _against(facts, found[0], pair, printed, ())


SUPPLEMENT = frozenset({"net_profit", "operating_cash_flow"})
"""The lines of the statements between which the supplement leads."""
MOST_LINES = 15
"""A table with more lines of the statements, and no column of changes, is a set of statements of its own."""


def _is_another_set(sheet: Worksheet, lines: Mapping[str, Sequence[StatementRecord]]) -> bool:
    """Whether a table is a second set of statements: under IFRS, for a part of the group, or before the merger."""
    if any(matches(load("statements")["title"]["foreign"], text) for text in sheet.schedule.lines):
        return True
    return not sheet.per_cent and sum(plain_label(line.row.label) in lines for line in sheet.lines) > MOST_LINES


def values_of(sheets: Sequence[Worksheet]) -> Iterator[Fraction]:
    """Every figure of some tables but zero, in yuan or shares."""
    for sheet in sheets:
        factor = sheet.schedule.factor or 1
        yield from (
            Fraction(e.cell.value * factor) for line in sheet.lines for e in line.entries.values() if e.cell.value
        )


def scope_of(section: Sequence[str]) -> str | None:
    """Whose notes a section's headings lead to: the group's, the parent company's, or `None` for no notes."""
    form = load("relations")["notes"]
    if any(matches(form["parent"], text) for text in section):
        return "parent"
    return "consolidated" if any(matches(form["consolidated"], text) for text in section) else None


def _total(sheet: Worksheet) -> Line | None:
    found = [line for line in sheet.lines if matches(load("relations")["notes"]["total"], line.label)]
    return found[0] if len(found) == 1 else None


def _ties(
    facts: Facts, sheet: Worksheet, total: Line, lines: Lines
) -> Iterator[tuple[StatementRecord, Pair, tuple[str, ...]]]:
    """The lines that a note's total may be, each with the total's figures of the two periods, and the note."""
    section = tuple(dict.fromkeys(filter(None, (*sheet.schedule.section, sheet.schedule.title))))
    pairs = pairs_of(facts, sheet, total)
    if not pairs:
        return
    for depth in range(len(section), 0, -1):
        name, note = plain_label(section[depth - 1]), section[:depth]
        own = lines.named(name)
        if own is not None:
            whole = {rest: pair for rest, pair in pairs.items() if _is_line(pair, own)}
            yield from ((own, pair, note) for pair in (whole or pairs).values())
            return
        found = False
        for column, item in load("relations")["notes"]["columns"].items():
            record = lines.of_item(item)
            if record is not None and plain_label(record.label) in name and column in pairs:
                found = True
                yield record, pairs[column], (*note, column)
        if found:
            return


def _is_line(pair: Pair, record: StatementRecord) -> bool:
    """Whether a pair is the line in both periods: of 账面余额 and 账面价值 beside each other only one has to be."""
    there = [figure(record, period) for period in PERIODS]
    return all(one and other and same(one, other) for one, other in zip(pair, there, strict=True))


def pairs_of(facts: Facts, sheet: Worksheet, total: Line) -> dict[str, Pair]:
    """The figures of a total by what their columns are of besides their time."""
    out: dict[str, dict[str, Figure]] = {}
    for column in sheet.additive:
        head, entry = sheet.schedule.columns[column], total.entries.get(column)
        period = _period(head, facts.info.period_end)
        if entry is None or period is None or column in total.doubted or head.restated is False:
            continue
        figures = out.setdefault(untimed(sheet.names[column]), {})
        if period in figures:
            return {}
        figures[period] = in_base_unit(sheet, entry)
    return {rest: Pair(f["value"], f["prior"]) for rest, f in out.items() if len(f) == len(Pair._fields)}


def in_base_unit(sheet: Worksheet, entry: Entry) -> Figure:
    """A figure of a table in yuan, or in shares."""
    factor = sheet.schedule.factor or 1
    printed = sheet.figure(entry)
    return printed.with_value(printed.value * factor, printed.unit * Fraction(factor))


def _period(head: ScheduleColumn, end: dt.date | None) -> str | None:
    period: Period | None = head.period
    if isinstance(period, dt.date):
        return "value" if period == end else "prior"
    return {"closing": "value", "current": "value", "opening": "prior", "prior": "prior"}.get(period or "")


def _mended(record: StatementRecord, note: Figure, statement: Figure, whole: str) -> Finding:
    message = (
        f"{record.label} ({record.scope}) is printed {{printed}} in the statement, but {note.text} in the note "
        f"(page {note.source.page}), with which {whole} follows"
    )
    return disagreement(record.label, message, statement, note.interval, note)


def _against(
    facts: Facts, record: StatementRecord, note: Pair, printed: Counter[Fraction], known: Sequence[Identity]
) -> Said:
    there = Pair(figure(record, "value"), figure(record, "prior"))
    for period, one, other in zip(PERIODS, note, there, strict=True):
        # Of expenses in brackets the note prints the amount.
        if one and other and not same(one, other) and one.value != -other.value:
            broken = [i for i in known if mended_by(i, record, period, one)]
            if broken:
                yield _mended(record, one, other, broken[0].whole.label)
                return
    for said in judged(record.label, note, there, "the statements"):
        if isinstance(said, Finding):
            opening = record.statement == "balance_sheet" and "before" in said.message
            if opening and facts.info.period_end and facts.info.period_end.year in RESTATED:
                continue
            odd = note.prior if "before" in said.message else note.value
            if odd is not None and printed[Fraction(odd.value)] > 1:
                continue  # printed elsewhere too, it is a figure of its own
        yield said
