"""Shareholders of two filings: entered, left, rank, shares, points, pledges, restricted shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from kunlun_cli.compare.changes import (
    Context,
    Field,
    Found,
    alone,
    change,
    fields_of,
    in_time,
    lone,
    mark_of,
    paired,
    with_shown,
)
from kunlun_cli.compare.match import Party, by_name, rows
from kunlun_cli.compare.model import Change, Entry, Skipped
from kunlun_cli.records import FilingInfo, Holder, HolderCounts, Source
from kunlun_cli.records.holders import HolderTable
from kunlun_cli.records.reading import FilingLike

FIELDS = (
    Field("rank", None, always=True, shown=True),
    Field("shares", "shares", always=True, shown=True),
    Field("pct", "%", shown=True),
    Field("restricted_shares", "shares"),
    Field("restricted_shares_incl_lent", "shares"),
    Field("margin_account_shares", "shares"),
    Field("nature", None),
)
_COUNTS = (
    Field("holders", "holders"),
    Field("preferred_holders", "holders"),
    Field("special_voting_holders", "holders"),
)


def compare_holders(old: FilingLike, new: FilingLike, context: Context) -> Found:
    """The counts and both tables of holders, matched by name under the rules of `match`."""
    entries = list(_counts(old.holders.counts, new.holders.counts, context))
    skipped: list[Skipped] = []
    hints: list[str] = []
    for table in get_args(HolderTable):
        ours, theirs = rows(old.holders.records, table), rows(new.holders.records, table)
        if bool(ours) != bool(theirs):
            which = "older" if theirs else "newer"
            if context.consistency:
                which = "first" if theirs else "second"
            skipped.append(Skipped("holders", table, f"the {which} filing has no such table"))
            continue
        found = _table(table, (ours, theirs), (old.info, new.info), context)
        entries.extend(found.entries)
        hints.extend(found.hints)
    return Found(tuple(entries), tuple(skipped), tuple(hints))


def parties(records: Iterable[Holder]) -> list[Party]:
    """What `match` needs of the rows."""
    return [Party(r.name, r.shares, r.share_class) for r in records]


def _counts(old: HolderCounts, new: HolderCounts, context: Context) -> Iterator[Entry]:
    for field in _COUNTS:
        pair = (old.cells.get(field.name), new.cells.get(field.name))
        found = change(field, getattr(old, field.name), getattr(new, field.name), context, pair)
        if found:
            entry = Entry("holders", ("counts", field.name), field.name, mark_of((found,)), (found,))
            yield replace(entry, old_source=pair[0] or Source(), new_source=pair[1] or Source())


def _table(
    table: str, sides: tuple[list[Holder], list[Holder]], infos: tuple[FilingInfo, FilingInfo], context: Context
) -> Found:
    return by_name(table, sides, parties, lambda old, new, why: _pair(old, new, why, infos, context), _lone)


def _pair(
    old: Holder, new: Holder, reason: str | None, infos: tuple[FilingInfo, FilingInfo], context: Context
) -> Entry | None:
    changes = (*fields_of(FIELDS, old, new, context), *_pledges(old, new, context))
    note, agrees = printed_change(old, new, infos)
    mark = mark_of(changes)
    if mark == "equal" and agrees is False:
        mark = "changed"
    if mark == "equal" and not context.keep_equal and (reason is None or old.name == new.name):
        return None
    shown = with_shown(FIELDS, old, new, changes)
    said = {"mark": mark, "reason": reason, "note": note, "agrees": agrees}
    return paired("holders", (new.table, old.name), old, new, shown, **said)


def _lone(record: Holder, *, entered: bool) -> Entry:
    changes = (*lone(FIELDS, record, entered=entered), *_lone_pledges(record, entered=entered))
    return alone("holders", (record.table, record.name), record, changes, entered=entered)


def pledged(holder: Holder) -> dict[str, Decimal | None]:
    """Shares by state (质押, 标记, 冻结); several lines of one state added up, unknown if one is."""
    totals: dict[str, Decimal | None] = {}
    for pledge in holder.pledges or ():
        known = totals.get(pledge.state, Decimal(0))
        totals[pledge.state] = None if known is None or pledge.shares is None else known + pledge.shares
    return totals


def _pledges(old: Holder, new: Holder, context: Context) -> Iterator[Change]:
    if old.pledges is None or new.pledges is None:
        return
    ours, theirs = pledged(old), pledged(new)
    for state in dict.fromkeys((*sorted(ours), *sorted(theirs))):
        field = Field(f"pledged:{state}", "shares", always=True)
        found = change(field, ours.get(state, Decimal(0)), theirs.get(state, Decimal(0)), context)
        if found:
            yield found


def _lone_pledges(record: Holder, *, entered: bool) -> Iterator[Change]:
    for state, shares in pledged(record).items():
        name = f"pledged:{state}"
        yield Change(name, None, shares, unit="shares") if entered else Change(name, shares, None, unit="shares")


def printed_change(old: Holder, new: Holder, infos: tuple[FilingInfo, FilingInfo]) -> tuple[str | None, bool | None]:
    """What the newer filing prints as 报告期内增减, against the shares in both.

    Only where both cover the same span: the reporting period of a half-year and of an annual report
    begins on 1 January, so the older filing has to be of the year's opening. Which filing is the newer
    one follows from the periods.
    """
    old, new, first, second = in_time(old, new, infos)
    if new.change is None or old.shares is None or new.shares is None or first is None or second is None:
        return None, None
    if first != second.opening:
        return None, None
    if new.shares - old.shares == new.change:
        return None, True
    return (
        f"报告期内增减 is printed {new.change:+,f}, but the two filings differ by {new.shares - old.shares:+,f}",
        False,
    )
