"""What was read out of text without lines, held against itself: the last word before it is given out.

Text does not draw its columns. Where figures taken from it contradict what any such table says of
itself (changes follow from the two figures, a holder has a name, a number and a share), they are given
up with a problem; a figure under the wrong heading would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kunlun_cli.extract.labels import item_of
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import (
    FinancialRecord,
    Financials,
    Holder,
    Holders,
    Lending,
    LendingRecord,
    Problem,
    QuarterlyRecord,
)

CODE = "ambiguous-alignment"
# A printed change may be this far from the computed one, in per cent of itself and in points: coarser
# rounding and restated figures stay within, a wrong column does not.
RELATIVE = Decimal("0.02")
ABSOLUTE = Decimal("0.2")
# No change of this many per cent was seen that did not follow from the figures beside it: it is an amount.
AMOUNT = Decimal(100_000)
# One row or two may be the filing's own misprints.
MANY = 3
_NUMBERED = re.compile(r"\d[\d,]{5,}\.?\d*")


def follows(record: FinancialRecord) -> bool | None:
    """Whether the printed change follows from the two figures; `None` where that cannot be told."""
    if record.unit == "%" and item_of(record.label).kind in {"flow", "balance"}:
        # An amount printed with a per cent sign is another column's.
        return False
    if record.change is None or record.change_unit != "%" or record.value is None or not record.prior:
        return None
    computed = (record.value - record.prior) / abs(record.prior) * 100
    return abs(computed - record.change) <= max(ABSOLUTE, RELATIVE * abs(computed))


def _tested(records: Iterable[FinancialRecord]) -> list[bool]:
    told = map(follows, (r for r in records if item_of(r.label).kind in {"flow", "balance"}))
    return [follow for follow in told if follow is not None]


def _columns_untold(found: Financials) -> Financials:
    message = "the columns cannot be told: most printed changes do not follow from the figures beside them"
    problem = Problem(CODE, message, found.records[0].source.page)
    return replace(found, records=tuple(map(_without_figures, found.records)), problems=(*found.problems, problem))


def rewritten_financials(found: Financials) -> Financials:
    """Key figures of tables that another program wrote down, without what a displaced heading put into its column.

    A heading may have come to stand over its neighbour's column: then the changes are amounts, or no row's change
    follows from its figures.
    """
    problems: list[Problem] = []
    records = tuple(_without_amount(r, problems) for r in found.records)
    after = replace(found, records=records, problems=(*found.problems, *problems))
    tested = _tested(records)
    return _columns_untold(after) if len(tested) >= MANY and not any(tested) else after


def _without_amount(record: FinancialRecord, problems: list[Problem]) -> FinancialRecord:
    if record.change is None or record.change_unit != "%" or abs(record.change) < AMOUNT or follows(record):
        return record
    message = f"{record.label}: change is printed as {str(record.change)!r}, which is an amount of another column"
    problems.append(Problem("doubted-cell", message, record.source.page))
    return replace(record, change=None, change_unit=None)


def plausible_financials(found: Financials) -> Financials:
    """Key figures, without those whose columns contradict their printed changes in most rows."""
    tested = _tested(found.records)
    if tested and sum(tested) * 2 <= len(tested):
        found = _columns_untold(found)
    problems: list[Problem] = []
    records = [r for r in found.records if not _glued(r, problems)]
    quarterly = [q for q in found.quarterly if not _glued(q, problems)]
    return replace(found, records=tuple(records), quarterly=tuple(quarterly), problems=(*found.problems, *problems))


def _without_figures(record: FinancialRecord) -> FinancialRecord:
    return replace(
        record, value=None, prior=None, prior_before_restatement=None, two_years_ago=None,
        two_years_ago_before_restatement=None, change=None, change_unit=None,
    )  # fmt: skip


def _glued(record: FinancialRecord | QuarterlyRecord, problems: list[Problem]) -> bool:
    """Whether a label holds figures of another cell; such a row is left out and named."""
    if not _NUMBERED.search(normal(record.label)):
        return False
    message = f"figures stand in the label {record.label[:40]!r}, so that the row's columns cannot be told"
    problems.append(Problem(CODE, message, record.source.page))
    return True


def _is_name(name: str) -> bool:
    """Whether a text may be a whole name of a holder, by its beginning, its end and its brackets."""
    from kunlun_cli.tables.text.names import whole_name

    plain = normal(name)
    balanced = plain.count("(") == plain.count(")")
    return balanced and not matches(load("holders")["text"]["names"]["headings"], plain) and whole_name(name)


def plausible_holders(found: Holders) -> Holders:
    """Holders; numbers of a row without a number of shares, without a share, or without a name are given up."""
    problems: list[Problem] = []
    records = _agreeing([_holder(h, problems) for h in found.records], problems)
    problems += natures_lost(found.records)
    problems += _lost(
        "kind of shares", [h for h in found.records if h.table == "top10_unrestricted" and h.share_class is None]
    )
    return replace(found, records=tuple(records), problems=(*found.problems, *problems))


def _agreeing(records: Sequence[Holder], problems: list[Problem]) -> list[Holder]:
    """Holders, without the figures between shares and pledges where those of the other table contradict them.

    Restricted and unrestricted shares are all that are held; the digits of a change that wraps in its cell stand as
    a number of their own in a text, and move what comes after them.
    """
    free = {r.name: r.shares for r in records if r.table == "top10_unrestricted"}
    out = []
    for holder in records:
        held, part, rest = holder.shares, holder.restricted_shares, free.get(holder.name)
        if holder.table != "top10" or None in {held, part, rest} or held == (part or 0) + (rest or 0):
            out.append(holder)
            continue
        message = (
            f"{holder.name}: {part} restricted and {rest} unrestricted shares are not the {held} held: "
            "the row's columns cannot be told"
        )
        problems.append(Problem(CODE, message, holder.source.page))
        out.append(
            replace(
                holder, restricted_shares=None, restricted_shares_incl_lent=None, change=None, change_note=None,
                margin_account_shares=None,
            )
        )  # fmt: skip
    return out


def natures_lost(records: Sequence[Holder]) -> list[Problem]:
    """Some holders' natures, which no form leaves blank: without a line between them they stand in names, say."""
    top10 = [h for h in records if h.table == "top10"]
    return _lost("nature", [h for h in top10 if h.nature is None] if any(h.nature for h in top10) else [])


def _lost(what: str, rows: Sequence[Holder]) -> list[Problem]:
    names = ", ".join(h.name for h in rows)
    message = f"the {what} of {len(rows)} rows of holders could not be told: {names}"
    return [Problem(CODE, message, rows[0].source.page)] if rows else []


def _holder(holder: Holder, problems: list[Problem]) -> Holder:
    whole = holder.shares is not None and (holder.table != "top10" or holder.pct is not None)
    if whole and _is_name(holder.name):
        return holder
    # Where its name is none, its figures tell the row.
    figures = [place.text for name, place in holder.cells.items() if name in {"pct", "shares"} and place.text]
    row = " ".join([repr(holder.name[:30]), *figures])
    message = f"the row of {row} lacks a figure or a whole name: its columns cannot be told"
    problems.append(Problem(CODE, message, holder.source.page))
    return replace(
        holder, nature=None, pct=None, shares=None, restricted_shares=None, restricted_shares_incl_lent=None,
        change=None, change_note=None, pledges=None if holder.pledges is None else (),
    )  # fmt: skip


def plausible_lending(found: Lending) -> Lending:
    """Lending records of text without lines; the figures of a name that is no whole name are given up."""
    bare = (r if _is_name(r.name) else LendingRecord(r.table, r.name, source=r.source) for r in found.records)
    return with_odd_names(replace(found, records=tuple(bare)))


def with_odd_names(found: Lending) -> Lending:
    """Lending records, with a problem for every name that is no whole name."""
    problems = (_doubtful(r) for r in found.records if not _is_name(r.name))
    return replace(found, problems=tuple(dict.fromkeys((*found.problems, *problems))))


def _doubtful(record: LendingRecord) -> Problem:
    message = f"{record.name[:30]!r} is no whole name: lines of two rows may have been mixed"
    return Problem(CODE, message, record.source.page)
