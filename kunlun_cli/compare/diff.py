"""Two filings → one comparison. Matched by key, like with like, nothing by position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from kunlun_cli.compare.changes import Context, Found
from kunlun_cli.compare.company import same_company
from kunlun_cli.compare.diff_financials import compare_financials, compare_restatements
from kunlun_cli.compare.diff_holders import compare_holders
from kunlun_cli.compare.diff_lending import compare_lending
from kunlun_cli.compare.diff_segments import compare_segments
from kunlun_cli.compare.diff_statements import compare_statements, restated_lines
from kunlun_cli.compare.model import SECTIONS, Diff, Restatement, Section
from kunlun_cli.compare.reasons import reasons
from kunlun_cli.compare.statements import order_of
from kunlun_cli.errors import UsageError
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.statements import Scope

_COMPARED: Mapping[Section, Callable[[FilingLike, FilingLike, Context], Found]] = {
    "financials": compare_financials,
    "statements": compare_statements,
    "holders": compare_holders,
    "lending": compare_lending,
    "segments": compare_segments,
}


def diff(
    old: FilingLike,
    new: FilingLike,
    *,
    only: Collection[Section] = SECTIONS,
    force: bool = False,
    keep_equal: bool = False,
    scopes: tuple[Scope, ...] = ("consolidated",),
) -> Diff:
    """Compare two filings in the order given.

    Two printings of one period (a summary and the full report) are compared for consistency: what both
    print has to be the same. Otherwise flows are compared where they cover the same months; balances,
    holders and lending always.

    `force` compares flows of unlike periods too, and filings of two companies; `keep_equal` also gives what has not
    changed.

    Raises:
        UsageError: the filings are of two companies, and `force` is not given.
    """
    same = same_company(old.info, new.info) is not False
    if not same and not force:
        raise _two_companies(old.info, new.info)
    consistency = same and old.info.period is not None and old.info.period == new.info.period
    # The reasons stand in tables all over the report: they are looked for where lines of statements are read anyway.
    why = {} if consistency or "statements" not in only else reasons(new)
    context = Context(consistency, keep_equal, scopes, why, force)
    parts = [_COMPARED[section](old, new, context) for section in SECTIONS if section in only]
    restated = () if not same or consistency else _restated(old, new, only, scopes)
    return Diff(
        old=old.info,
        new=new.info,
        mode="consistency" if consistency else "periods",
        entries=tuple(e for part in parts for e in part.entries),
        restatements=restated,
        skipped=tuple(s for part in parts for s in part.skipped),
        hints=tuple(h for part in parts for h in part.hints),
    )


def _restated(
    old: FilingLike, new: FilingLike, only: Collection[Section], scopes: Collection[Scope]
) -> tuple[Restatement, ...]:
    """What both filings print of one period: among the key figures, then in the group's statements, or the parent's."""
    found = compare_restatements(old, new) if "financials" in only else ()
    if "statements" not in only:
        return found
    if "consolidated" in scopes:
        return (*found, *restated_lines(old, new, found))
    return (*found, *restated_lines(old, new, (), "parent"))


def _two_companies(first: FilingInfo, second: FilingInfo) -> UsageError:
    names = [info.code or info.company or "an unnamed company" for info in (first, second)]
    return UsageError(
        f"two companies: {first.source} is of {names[0]}, {second.source} of {names[1]}",
        hint="Give two filings of one company, or --force to compare them all the same",
    )


def in_order(old: FilingLike, new: FilingLike) -> tuple[FilingLike, FilingLike, bool]:
    """The two filings with the older first, and whether they had to be turned round.

    Of two printings of one period the summary counts as the older, since the full report is what it
    has to agree with.
    """
    first, second = order_of(old.info), order_of(new.info)
    if first[0] == second[0]:
        turned = old.info.form == "full" and new.info.form == "summary"
    else:
        turned = second[0] < first[0] and None not in (old.info.period, new.info.period)
    return (new, old, True) if turned else (old, new, False)
