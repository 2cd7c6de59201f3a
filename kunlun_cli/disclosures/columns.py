"""What the columns of the key figures' tables mean, from their headings together.

A heading alone does not say whether `本报告期` is a quarter or the year to date, nor which of two
years is the current one: that follows from the other columns of the same heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from kunlun_cli.disclosures.bind import Column
from kunlun_cli.forms import load, matches

_DATE = re.compile(r"(?:(?:19|20)\d\d[-./]|(?=\d{1,2}月))(\d{1,2})(?:月|[-./])\d{1,2}")
_MONTHS = re.compile(r"1[-至](\d{1,2})月")
_HALF, _WHOLE = 6, 12
"""Months of a half year, and of a year."""
_YEAR = re.compile(r"(20\d\d|19\d\d)(?:年|/|-|\.\d|\||$)")


class Meaning(NamedTuple):
    """A column: `field` is the record's field, `span` the period, `year` where one is printed."""

    field: str
    span: str | None = None
    year: int | None = None
    restated: str | None = None
    """`before`, `after`, or `None` where the heading says nothing of a restatement."""
    month: int = 0
    """That of the date which the heading prints; 0 where it prints none."""
    months: int = 0
    """So many from January on are those of a flow (1-6月); 0 where the heading does not say."""


def rough_role(path: str) -> str | None:
    """What a heading path says by itself: `label`, `change`, `year`, `prior`, `current`, `passed`, or nothing."""
    columns = load("financials")["columns"]
    for role in ("passed", "change"):
        if matches(columns[role], path):
            return role
    if _YEAR.search(path):
        return "year"
    for role in ("prior", "current", "label"):
        if matches(columns[role], path):
            return role
    return None


def figure_columns(columns: Sequence[Column]) -> dict[int, str]:
    """The fields of a record by the index of the column that gives them."""
    return {i: m.field for i, m in enumerate(meanings(columns)) if m and m.field not in {"label", "passed"}}


def meanings(columns: Sequence[Column]) -> list[Meaning | None]:
    """The meaning of each column, in their order; `None` for one that no record takes."""
    forms = load("financials")["columns"]
    rough = [_rough(c, forms) for c in columns]
    if any(matches(forms["group"], c.path) for c in columns):
        # Banks print the bank's own figures beside the group's; the form asks for the group's.
        rough = [None if matches(forms["parent"], c.path) else m for m, c in zip(rough, columns, strict=True)]
    _inherit_spans(rough, alone=any(matches(forms["third"], c.path) for c in columns))
    _drop_other_dates(rough)
    _drop_other_months(rough)
    _rank_years(rough, unknown=_before_years(columns, rough))
    return [_final(m, rough) for m in rough]


def _before_years(columns: Sequence[Column], rough: Sequence[Meaning | None]) -> bool:
    """Whether a column that nobody knows stands left of the first year: it may be that of the period itself."""
    first = next((i for i, m in enumerate(rough) if m and m.year), 0)
    passed = [*load("account")["passed"]["columns"], *load("account")["passed"]["words"]]
    return any(c.role is None and c.path and not matches(passed, c.path) for c in columns[1:first])


def _rough(column: Column, forms: dict[str, Any]) -> Meaning | None:
    role = rough_role(column.path)
    if role is None:
        return None
    span = None
    if matches(forms["year_to_date"], column.path):
        span = "year_to_date"
    elif matches(forms["quarter"], column.path):
        span = "quarter"
    elif matches(forms["point_in_time"], column.path):
        span = "point_in_time"
    restated = next((k for k in ("before", "after") if matches(forms[k], column.path)), None)
    year = _YEAR.search(column.path) if role == "year" else None
    date = _DATE.search(column.path) if matches(forms["dated"], column.path) else None
    months = _MONTHS.search(column.path)
    count = int(months[1]) if months else _HALF if matches(forms["half_year"], column.path) else 0
    return Meaning(
        role,
        span,
        int(year[1]) if year else None,
        restated,
        int(date[1]) if date else 0,
        count if span != "point_in_time" else 0,
    )


def _inherit_spans(rough: list[Meaning | None], *, alone: bool) -> None:
    """Where both spans occur, 上年同期 and 增减 belong to the current figure at their left.

    `rough` is changed in place. `alone`: a heading names the third quarter, which is one though no year to date stands
    beside it.
    """
    spans = {m.span for m in rough if m and m.field in {"current", "year"}}
    if spans == {"point_in_time"}:
        month = max((m.month for m in rough if m and m.field in {"current", "year"}), default=0)
        for i, m in enumerate(rough):
            if m and m.field != "label":
                rough[i] = m._replace(span="point_in_time", month=m.month or month)
        return
    if "year_to_date" not in spans:
        # Without 年初至报告期末, 本报告期 is the whole period that the report covers. Beijing's form has a table of
        # the third quarter alone.
        for i, m in enumerate(rough):
            if m and m.field != "label" and m.span in {"quarter", None}:
                rough[i] = m._replace(span="quarter" if alone else None)
        return
    last = None
    for i, m in enumerate(rough):
        if m is None or m.field == "label":
            continue
        if m.field == "current" or (m.field == "year" and m.span):
            last = m.span
        elif m.span is None or (m.field == "prior" and m.span != last):
            rough[i] = m._replace(span=last)


def _drop_other_dates(rough: list[Meaning | None]) -> None:
    """Of several dates in a year (3月31日 beside 12月31日) the last is compared with: a form asks for year-ends."""
    for i, m in enumerate(rough):
        same = [
            o.month for o in rough if o and m and o.year == m.year and o.span == m.span and o.restated == m.restated
        ]
        if m and m.year and m.month < max(same, default=0):
            rough[i] = m._replace(field="passed", year=None)


def _drop_other_months(rough: list[Meaning | None]) -> None:
    """Of a year's columns beside a period that says its months the one with the same is compared with.

    Banks print the whole year before (2023年1-12月) beside the half (2023年1-6月); no record asks for it. Where whole
    years alone stand beside a half, they are compared with by nobody: their columns are named as not understood.
    """
    flows = [m for m in rough if m and m.field == "year" and m.year and m.span != "point_in_time"]
    asked = max(flows, key=lambda m: m.year or 0, default=None)
    if asked is None or not asked.months:
        return
    same = {(m.year, m.span, m.restated) for m in flows if m.months == asked.months}
    for i, m in enumerate(rough):
        if m not in flows or not m or m.months == asked.months:
            continue
        if (m.year, m.span, m.restated) in same:
            rough[i] = m._replace(field="passed", year=None)
        elif asked.months < _WHOLE and m.months in {0, _WHOLE} and not m.month:
            rough[i] = None


def _rank_years(rough: list[Meaning | None], *, unknown: bool) -> None:
    """Years to current, prior and two years ago, by the calendar and not their order: a year may be left out.

    `rough` is changed in place. `unknown`: an unknown column may be the current one, so that nothing says which the
    years are.
    """
    names = ["current", "prior", "two_years_ago"]
    years = [m for m in rough if m and m.year]
    own = {m.span for m in rough if m and m.field == "current"}
    for i, m in enumerate(rough):
        if m and m.year:
            # 本报告期末 beside 2022年12月31日: years before. 本报告期 beside 2023年1-9月: another period of this one.
            before = bool(own & {None, m.span}) or bool(own and m.span is None)
            latest = max(o.year or 0 for o in years if not before or o.span == m.span)
            rank = latest - m.year + before
            rough[i] = m._replace(field=names[rank]) if rank < len(names) and not unknown else None


def _final(m: Meaning | None, rough: Sequence[Meaning | None]) -> Meaning | None:
    if m is None:
        return None
    if m.field == "current":
        return m._replace(field="value")
    if m.field == "change" and m.restated == "before":
        # The rules compare with the restated figure; a second comparison is not part of the record.
        both = any(o and o.field == "change" and o.restated == "after" and o.span == m.span for o in rough)
        return None if both else m
    if m.field in {"prior", "two_years_ago"} and m.restated == "before":
        return m._replace(field=f"{m.field}_before_restatement")
    return m
