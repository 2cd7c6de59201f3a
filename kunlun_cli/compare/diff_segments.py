"""Segments of two filings: revenue, share and margin; and which were renamed, split, joined or are new."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kunlun_cli.compare.changes import (
    Context,
    Field,
    Found,
    alone,
    fields_of,
    grouped,
    lone,
    mark_of,
    paired,
    with_shown,
)
from kunlun_cli.compare.diff_financials import like, unlike_reason
from kunlun_cli.compare.figures import agree, quantum
from kunlun_cli.compare.model import Entry, Skipped
from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo, SegmentRecord
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

Key = tuple[str, ...]

_FLOWS = (Field("revenue", "CNY", always=True, shown=True), Field("cost", "CNY"))
_RATIOS = (Field("revenue_share", "%", shown=True), Field("gross_margin", "%", shown=True))
_COMPARISON = (
    Field("prior_revenue", "CNY"),
    Field("prior_share", "%"),
    Field("revenue_change", "%"),
    Field("cost_change", "%"),
    Field("gross_margin_change", "pp"),
)
_MOST_PARTS = 4
"""Most segments that one may have been split into: more sums than that would meet by accident."""


def key_of(record: SegmentRecord) -> Key:
    """Table, dimension, the row it stands under, and its name without white space, width and 其中.

    Parts of the main business's revenue and parts of all revenue are different dimensions.
    """
    name = normal(record.name).removeprefix("其中:")
    label = normal(record.dimension_label or "") if record.dimension == "other" else None
    basis = "main business" if record.basis == "main" else None
    dimension = ": ".join(part for part in (record.dimension, label, basis) if part)
    return (record.table, dimension, normal(record.parent or ""), name)


def compare_segments(old: FilingLike, new: FilingLike, context: Context) -> Found:
    """The rows of both tables of revenue, matched by table, dimension and name."""
    first, second = old.segments.records, new.segments.records
    if not first and not second:
        return Found()
    if not first or not second:
        return Found(skipped=(Skipped("segments", "segments", "one of the filings has no tables of segments"),))
    if not context.force and not like(old.info, new.info):
        return Found(skipped=(Skipped("segments", "segments", unlike_reason(old.info, new.info)),))
    ours, theirs = grouped(first, key_of), grouped(second, key_of)
    absent = {k[:2] for k in ours} ^ {k[:2] for k in theirs}
    twice = {k for side in (ours, theirs) for k, records in side.items() if len(records) > 1}
    skipped = [
        *(Skipped("segments", " ".join(k), "only one of the filings divides revenue so") for k in sorted(absent)),
        *(
            Skipped("segments", " ".join(k), "the row stands more than once in one of the filings")
            for k in sorted(twice)
        ),
    ]
    kept = [
        {k: records[0] for k, records in side.items() if k[:2] not in absent and k not in twice}
        for side in (ours, theirs)
    ]
    entries = _entries(kept[0], kept[1], (old.info, new.info), context)
    return Found(tuple(entries), tuple(skipped))


def _entries(
    ours: dict[Key, SegmentRecord],
    theirs: dict[Key, SegmentRecord],
    infos: tuple[FilingInfo, FilingInfo],
    context: Context,
) -> Iterable[Entry]:
    left = {k: r for k, r in ours.items() if k not in theirs}
    entered = {k: r for k, r in theirs.items() if k not in ours}
    renamed = _renamed(left, entered, infos) if not context.consistency else {}
    pairs: list[tuple[Key, SegmentRecord, SegmentRecord, str | None]]
    pairs = [(k, ours[k], theirs[k], None) for k in ours if k in theirs]
    pairs += [(k, left[k], entered[other], _RENAMED) for k, other in renamed.items()]
    for key, old, new, reason in pairs:
        fields = (*_FLOWS, *_RATIOS, *(_COMPARISON if context.consistency else ()))
        changes = tuple(fields_of(fields, old, new, context))
        if changes or reason or context.keep_equal:
            shown = with_shown(fields, old, new, changes)
            yield paired("segments", key, old, new, shown, mark=mark_of(changes), reason=reason)
    left = {k: r for k, r in left.items() if k not in renamed}
    entered = {k: r for k, r in entered.items() if k not in renamed.values()}
    notes = _divided(left, entered, infos) if not context.consistency else {}
    for lot, is_new in ((entered, True), (left, False)):
        for key, record in lot.items():
            changes = lone((*_FLOWS, *_RATIOS), record, entered=is_new)
            yield alone("segments", key, record, changes, entered=is_new, note=notes.get(key))


_RENAMED = "renamed: the comparison figure under the one name is the revenue under the other, to the last digit"


def _reversed(infos: tuple[FilingInfo, FilingInfo]) -> bool | None:
    """Whether the first filing is the year after the second; `None` where they are not a year apart."""
    first, second = Period.parse(infos[0].period), Period.parse(infos[1].period)
    if first is None or second is None:
        return None
    if first == second.year_before:
        return False
    return True if second == first.year_before else None


def _renamed(
    left: dict[Key, SegmentRecord], entered: dict[Key, SegmentRecord], infos: tuple[FilingInfo, FilingInfo]
) -> dict[Key, Key]:
    """Rows of another name whose comparison figure is the older row's revenue, where only one pair fits."""
    backwards = _reversed(infos)
    if backwards is None:
        return {}
    found = [
        (k, other)
        for k, record in left.items()
        for other, candidate in entered.items()
        if k[:3] == other[:3] and _carries(*((candidate, record) if backwards else (record, candidate)))
    ]
    ours, theirs = [k for k, _ in found], [o for _, o in found]
    return {k: other for k, other in found if ours.count(k) == 1 and theirs.count(other) == 1}


def _carries(earlier: SegmentRecord, later: SegmentRecord) -> bool:
    """Whether the later row's comparison figure is the earlier row's revenue (and not nothing)."""
    revenue, prior = earlier.revenue, later.prior_revenue
    if not revenue or not prior:
        return False
    cells = (earlier.cells.get("revenue"), later.cells.get("prior_revenue"))
    return agree(revenue, prior, quantum(revenue, cells[0]), quantum(prior, cells[1]))


def _divided(
    left: dict[Key, SegmentRecord], entered: dict[Key, SegmentRecord], infos: tuple[FilingInfo, FilingInfo]
) -> dict[Key, str]:
    """Notes on rows that were split or joined: comparison figures that add up exactly to what was."""
    backwards = _reversed(infos)
    if backwards is None:
        return {}
    before, after = (entered, left) if backwards else (left, entered)
    notes: dict[Key, str] = {}
    for key, record in before.items():
        parts = _parts(key, record.revenue, [(k, r.prior_revenue) for k, r in after.items()])
        if parts:
            notes[key] = "split into " + ", ".join(after[k].name for k in parts)
            notes.update(dict.fromkeys(parts, f"split off {record.name}"))
    for key, record in after.items():
        parts = _parts(key, record.prior_revenue, [(k, r.revenue) for k, r in before.items()])
        if parts:
            notes[key] = "joins " + ", ".join(before[k].name for k in parts)
            notes.update(dict.fromkeys(parts, f"joined into {record.name}"))
    for key, record in after.items():
        if key not in notes and record.prior_revenue == 0:
            notes[key] = "new: the comparison figure is zero"
    return notes


def _parts(key: Key, total: Decimal | None, among: Sequence[tuple[Key, Decimal | None]]) -> tuple[Key, ...]:
    """The only choice of two to four rows beside `key` that add up to the total; none if several do."""
    if not total:
        return ()
    known = [(k, value) for k, value in among if value and k[:3] == key[:3]]
    found = [
        tuple(k for k, _ in choice)
        for size in range(2, min(_MOST_PARTS, len(known)) + 1)
        for choice in itertools.combinations(known, size)
        if sum(value for _, value in choice) == total
    ]
    return found[0] if len(found) == 1 else ()
