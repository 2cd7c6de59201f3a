"""Key figures of two filings: like with like, and restatements found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kunlun_cli.compare.changes import Context, Field, Found, alone, fields_of, grouped, in_time, lone, paired
from kunlun_cli.compare.figures import is_amount, quantum, rounded
from kunlun_cli.compare.model import Entry, Restatement, Skipped, Statement
from kunlun_cli.compare.reasons import reason_of
from kunlun_cli.compare.statements import Key, figures_of, key_of, order_of, restatement, statements
from kunlun_cli.records import FilingInfo, FinancialRecord
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

_COMPARISON_COLUMNS = ("prior", "prior_before_restatement", "two_years_ago", "two_years_ago_before_restatement")
NAMES = {3: "three months", 6: "six months", 9: "nine months", 12: "twelve months"}


def like(old: FilingInfo, new: FilingInfo) -> bool:
    """Whether flows of the two filings cover the same months of a year."""
    first, second = Period.parse(old.period), Period.parse(new.period)
    return first is not None and second is not None and first.months == second.months


def unlike_reason(old: FilingInfo, new: FilingInfo) -> str:
    """Why flows of these two are not compared."""
    first, second = Period.parse(old.period), Period.parse(new.period)
    if first is None or second is None:
        return "the period of one filing is not known"
    return f"a flow of {NAMES[first.months]} against one of {NAMES[second.months]}; --force compares them"


def compare_financials(old: FilingLike, new: FilingLike, context: Context) -> Found:
    """The lines of key figures, matched by item and span."""
    ours, theirs = (grouped(filing.financials.records, key_of) for filing in (old, new))
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for key in [*ours, *(k for k in theirs if k not in ours)]:
        before, after = ours.get(key, []), theirs.get(key, [])
        label = (before or after)[0].label
        if len(before) > 1 or len(after) > 1:
            skipped.append(Skipped("financials", label, "the line stands more than once in one of the filings"))
        elif before and after:
            if key[1] != "point_in_time" and not context.force and not like(old.info, new.info):
                skipped.append(Skipped("financials", label, unlike_reason(old.info, new.info)))
                continue
            entries.extend(_pair(key, (before[0], after[0]), (old.info, new.info), context))
        elif why := _not_missed(key, old.info, new.info):
            skipped.append(Skipped("financials", label, why))
        else:
            record = (before or after)[0]
            changes = lone((Field("value", record.unit, always=True),), record, entered=bool(after))
            entries.append(alone("financials", key, record, changes, entered=bool(after)))
    return Found(tuple(entries), tuple(skipped))


def _not_missed(key: Key, old: FilingInfo, new: FilingInfo) -> str | None:
    """Why a line that only one filing has says nothing; `None` where both forms would print it."""
    if old.period == new.period:
        return "only one of the two printings has this line"
    if old.form != new.form:
        return "only one of the filings has this line; a summary has fewer lines than a full report"
    if key[1] != "point_in_time" and not like(old, new):
        return "only one of the filings has this line; they are of unlike periods"
    return None


def _fields(record: FinancialRecord, context: Context) -> tuple[Field, ...]:
    value = Field("value", record.unit, always=True)
    if not context.consistency:
        return (value,)
    return (value, *(Field(name, record.unit) for name in _COMPARISON_COLUMNS), Field("change", record.change_unit))


def _pair(
    key: Key, pair: tuple[FinancialRecord, FinancialRecord], infos: tuple[FilingInfo, FilingInfo], context: Context
) -> Iterable[Entry]:
    old, new = pair
    if old.unit != new.unit:
        unlike = f"units differ: {old.unit} and {new.unit}; the values are not set against each other"
        rows = {"old_source": old.source, "new_source": new.source}
        yield paired("financials", key, old, new, (), mark="changed", note=unlike, **rows)
        return
    changes = tuple(fields_of(_fields(old, context), old, new, context))
    if changes or context.keep_equal:
        note, agrees = printed_growth(old, new, infos)
        note = note or reason_of(context.why, new.label, new.span)
        yield paired("financials", key, old, new, changes, note=note, agrees=agrees)


def printed_growth(
    old: FinancialRecord, new: FinancialRecord, infos: tuple[FilingInfo, FilingInfo]
) -> tuple[str | None, bool | None]:
    """The growth that the later report prints, against the earlier report's figure.

    For amounts whose comparison figure the later report leaves out (flows of third quarters): if the
    growth does not fit the figure printed a year before, that figure has been changed since.
    """
    old, new, first, second = in_time(old, new, infos)
    if first is None or second is None or first != second.year_before:
        return None, None
    if new.span == "point_in_time" or not is_amount(new.unit):
        return None, None
    if new.prior is not None or new.change is None or old.value is None or new.value is None or old.value <= 0:
        return None, None
    place = quantum(new.change, new.cells.get("change")) or Decimal("0.01")
    # Half a unit of the printed place, as a bound on the figures themselves: no quotient is rounded.
    if abs(new.change * old.value - (new.value - old.value) * 100) * 2 <= place * old.value:
        return None, True
    found = rounded((new.value - old.value) * 100, old.value)
    return f"the growth is printed {new.change:+f} %, but is {found:+f} % on what {first} said", False


def compare_restatements(old: FilingLike, new: FilingLike) -> tuple[Restatement, ...]:
    """Each figure of one period that both filings print, with the verdict on whether it was changed.

    Which filing is the later one follows from their periods, not from the order given.
    """
    earlier, later = sorted((old, new), key=lambda filing: order_of(filing.info))
    ours, theirs = list(statements(earlier)), list(statements(later))
    known = figures_of(_main(ours))
    found = []
    for place, figures in figures_of(_main(theirs)).items():
        first = known.get(place, [])
        if len(first) == 1 and len(figures) == 1 and first[0].unit == figures[0].unit:
            found.append(restatement(first[0], figures[0], [*ours, *theirs]))
    return tuple(found)


def _main(among: Iterable[Statement]) -> Iterator[Statement]:
    """Without the table of quarters, which gives way to the main one."""
    return (statement for statement in among if statement.column != "quarterly")
