"""Lines of the statements in two filings: like with like, new and gone lines, what was moved between lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.compare.changes import Context, Field, Found, alone, fields_of, grouped, lone, mark_of, paired
from kunlun_cli.compare.diff_financials import like, unlike_reason
from kunlun_cli.compare.model import Entry, Place, Restatement, Skipped, Statement
from kunlun_cli.compare.statements import Key, figures_of, is_balance, line_item, of_lines, order_of, restatement
from kunlun_cli.forms import normal
from kunlun_cli.records import StatementRecord
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.statements import Scope

_SUMS = ("subtotal", "total")


def compare_statements(old: FilingLike, new: FilingLike, context: Context) -> Found:
    """The lines of balance sheet, income and cash flow statement, matched by code or label."""
    ours, theirs = _by_key(old, context.scopes), _by_key(new, context.scopes)
    if not ours and not theirs:
        return Found()
    kinds = {_kind(key) for key in ours} & {_kind(key) for key in theirs}
    entries: list[Entry] = []
    skipped = [
        Skipped("statements", " ".join(kind).replace("_", " "), "one of the filings does not print it")
        for kind in sorted({_kind(key) for key in (*ours, *theirs)} - kinds)
    ]
    for key in _merged(list(ours), list(theirs)):
        before, after = ours.get(key, []), theirs.get(key, [])
        first = (before or after)[0]
        if _kind(key) not in kinds:
            continue
        if len(before) > 1 or len(after) > 1:
            skipped.append(Skipped("statements", first.label, "the line stands more than once in one of the filings"))
        elif not (is_balance(first) or context.force or like(old.info, new.info)):
            skipped.append(Skipped("statements", key[0].replace("_", " "), unlike_reason(old.info, new.info)))
        else:
            entries += _entry(key, before, after, context)
    return Found(tuple(entries), tuple(dict.fromkeys(skipped)))


def _merged(ours: list[tuple[str, ...]], theirs: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The lines of both in printed order: a new one stands below the line that it stands below in the later filing."""
    known, place = set(ours), 0
    for key in theirs:
        if key in known:
            place = ours.index(key) + 1
        else:
            ours.insert(place, key)
            place += 1
    return ours


def _kind(key: tuple[str, ...]) -> tuple[str, ...]:
    """Which statement a line is of, and whose it is."""
    return (key[0], *key[2:])


def _by_key(filing: FilingLike, scopes: Collection[Scope]) -> dict[tuple[str, ...], list[StatementRecord]]:
    """The lines by statement and item, the parent company's by its name too."""

    def key(record: StatementRecord) -> tuple[str, ...]:
        return (record.statement, line_item(record), *(("parent",) if record.scope == "parent" else ()))

    return grouped((record for record in filing.statements.records if record.scope in scopes), key)


def _entry(
    key: tuple[str, ...],
    before: Sequence[StatementRecord],
    after: Sequence[StatementRecord],
    context: Context,
) -> Iterator[Entry]:
    """The entry of one line, where there is anything to say of it."""
    if not before or not after:
        record = (before or after)[0]
        changes = lone((Field("value", record.unit, always=True),), record, entered=bool(after))
        # A line without an amount of its own period stands there for its comparison figure alone; one of 0 is
        # printed by some filers and left out by others.
        if not record.value or context.consistency:
            return
        yield alone("statements", key, record, changes, entered=bool(after))
        return
    old, new = before[0], after[0]
    fields = (Field("value", new.unit, always=True), *([Field("prior", new.unit)] if context.consistency else ()))
    if old.unit != new.unit:
        note, changes = f"units differ: {old.unit} and {new.unit}; the values are not set against each other", ()
    else:
        note, changes = context.why.get(normal(new.label), ""), tuple(fields_of(fields, old, new, context))
    if changes or context.keep_equal or old.unit != new.unit:
        mark = mark_of(changes) if old.unit == new.unit else "changed"
        yield paired("statements", key, old, new, changes, mark=mark, note=note or None)


def restated_lines(
    old: FilingLike, new: FilingLike, known: Iterable[Restatement], scope: Scope = "consolidated"
) -> tuple[Restatement, ...]:
    """Each line's figure of one period that both filings print, except those `known` from the key figures.

    A line that was moved into another, the sum below unchanged, is `reclassified`.
    """
    earlier, later = sorted((old, new), key=lambda filing: order_of(filing.info))
    told = {r.new.place for r in known}
    ours, theirs = (figures_of(_lines(filing, scope)) for filing in (earlier, later))
    printed = _lines(later, scope)
    found = [
        restatement(ours[place][0], lines[0], printed)
        for place, lines in theirs.items()
        if place not in told and len(lines) == 1 and len(ours.get(place, ())) == 1
        if ours[place][0].unit == lines[0].unit
    ]
    return tuple(_with_moves(found, later, scope))


def _lines(filing: FilingLike, scope: Scope) -> list[Statement]:
    period = Period.parse(filing.info.period)
    return list(of_lines(filing, period, scope)) if period else []


def _with_moves(found: Sequence[Restatement], later: FilingLike, scope: Scope) -> Iterator[Restatement]:
    """The restatements, those marked that only move amounts between the lines of one sum."""
    by_period: dict[Period, dict[Key, Restatement]] = defaultdict(dict)
    for each in found:
        by_period[each.new.period][(each.new.item, each.new.span)] = each
    moved: dict[Place, str] = {}
    for pairs in by_period.values():
        for block, total in _blocks(later, pairs, scope):
            changed = [r for r in block if r.verdict != "equal"]
            if len(changed) > 1 and total.verdict == "equal" and not sum((r.difference for r in changed), Decimal(0)):
                others = "、".join(r.new.label for r in changed)
                moved |= {r.new.place: f"{total.new.label} is unchanged: moved between {others}" for r in changed}
    for each in found:
        text = moved.get(each.new.place)
        yield each if text is None else replace(each, verdict="reclassified", explanation=text)


def _blocks(
    filing: FilingLike, pairs: dict[Key, Restatement], scope: Scope
) -> Iterator[tuple[list[Restatement], Restatement]]:
    """The lines above each sum of the statements, with the sum."""
    block: list[Restatement] = []
    for record in filing.statements.records:
        if record.scope != scope or record.part == "of_which":
            continue
        span = "point_in_time" if is_balance(record) else "year_to_date"
        pair = pairs.get((line_item(record), span))
        if record.part in _SUMS:
            if pair is not None:
                yield block, pair
            block = []
        elif pair is not None:
            block.append(pair)
