"""What the columns of the revenue tables mean, and by what their rows break the revenue down."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from kunlun_cli.disclosures.bind import Column, Heading, RoleOf, heading_at
from kunlun_cli.figures.units import Unit, money, split_label
from kunlun_cli.forms import load, matches, normal, role_of
from kunlun_cli.records.segments import Dimension, SegmentTable
from kunlun_cli.tables.table import Row, Table

_YEAR = re.compile(r"(20\d\d|19\d\d)年?")
_CURRENT, _PRIOR = "current", "prior"
# The record's field for a role, by period; a role that is not named has none in that period.
_FIELDS: dict[tuple[str, str], str] = {
    ("amount", _CURRENT): "revenue",
    ("amount", _PRIOR): "prior_revenue",
    ("revenue", _CURRENT): "revenue",
    ("revenue", _PRIOR): "prior_revenue",
    ("share", _CURRENT): "revenue_share",
    ("share", _PRIOR): "prior_share",
    ("cost", _CURRENT): "cost",
    ("gross_margin", _CURRENT): "gross_margin",
}
_CHANGES = ("revenue_change", "cost_change", "gross_margin_change")
AMOUNTS = ("revenue", "prior_revenue", "cost")


class Breakdown(NamedTuple):
    """By what the revenue is broken down, and the words that say so, as printed."""

    dimension: Dimension
    label: str | None


class Layout(NamedTuple):
    """A bound heading of a revenue table.

    `fields` and `units` go by the column's index; a unit is given where the heading prints one.
    `first` is the index of the first column with figures: names stand left of it. `doubled` are the
    columns of which two or more stand for one field; none of them is bound.
    """

    kind: SegmentTable
    heading: Heading
    fields: dict[int, str]
    first: int
    breakdown: Breakdown | None = None
    doubled: Mapping[int, str] = MappingProxyType({})
    units: Mapping[int, Unit] = MappingProxyType({})

    @property
    def role(self) -> RoleOf:
        """What a column's path says of it."""
        return roles(self.kind)


def breakdown_of(text: str, *, bare: bool = False) -> Breakdown | None:
    """The breakdown that a row, heading or title names (`分行业`), or `None`.

    `bare`: the plain noun counts too (`地区`), as it does above a column of names.
    """
    form = load("segments")
    target = normal(text).rstrip(":")
    rules = form["dimension"]
    if not target or len(target) > rules["longest"] or matches(rules["not"], target):
        return None
    prefix = re.match(rules["prefix"], target)
    rest = target[prefix.end() :] if prefix else target
    for entry in form["dimensions"]:
        if any(re.match(p, rest) for p in entry["patterns"]) or (bare and matches(entry["bare"], target)):
            return Breakdown(entry["dimension"], _label(text, target))
    return None


def _label(text: str, target: str) -> str:
    """The label without what only a title adds: `主营业务分产品情况` is `分产品`."""
    found = re.match(load("segments")["dimension"]["label"], target)
    return found[1] if found and found[1] != target else text.rstrip(":：")


def _role(path: str, kind: SegmentTable) -> str | None:
    if not path:
        return "name"
    role = role_of(load("segments")["tables"][kind]["columns"], path)
    if role is not None:
        return role
    named = breakdown_of(path, bare=True)
    return f"name:{named.label}" if named else None


@functools.cache
def roles(kind: SegmentTable) -> RoleOf:
    """The function that tells a column's role from its heading's path, for one kind of table.

    A column of names has the role `name:` and what it is called, so that two headings that break the
    revenue down differently are not taken for one.
    """
    return functools.partial(_role, kind=kind)


def layout_at(table: Table, index: int, titled: str) -> Layout | None:
    """The heading of a revenue table that begins in a row, or `None`.

    `titled` is the kind of table that the title above announces, or `""`.
    """
    for kind in ("major", "composition"):
        heading = _heading(table, index, roles(kind))
        if heading is not None and _fits(heading, kind, titled):
            return _layout(kind, heading)
    return None


def _heading(table: Table, index: int, role: RoleOf) -> Heading | None:
    """The heading at a row; a row that names a breakdown is never a part of it."""
    end = next((i for i in range(index + 1, len(table.rows)) if names_breakdown(table.rows[i])), len(table.rows))
    return heading_at(Table(table.rows[:end]), index, role)


def names_breakdown(row: Row) -> Breakdown | None:
    """The breakdown that a row by itself names: one cell with text, or one across the table; until 2008 行业 alone.

    One across it may begin behind a blank margin, which a line aside makes of the room beside a table.
    """
    texts = [c for c in row.cells if c.text]
    if len(texts) != 1 or (texts[0].col and texts[0].colspan < 2):
        return None
    if any(matches(d["alone"], texts[0].plain) for d in load("segments")["dimensions"] if "alone" in d):
        return breakdown_of(texts[0].text, bare=True)
    return breakdown_of(texts[0].text)


def _fits(heading: Heading, kind: SegmentTable, titled: str) -> bool:
    found = heading.roles
    if "party" in found:
        # Customers, suppliers, subsidiaries: a list of companies breaks nothing down.
        return False
    if kind == "major":
        # Older forms give revenue and its change alone for regions.
        return {"revenue", "cost", "gross_margin"} <= found or (
            titled == "major" and {"revenue", "revenue_change"} <= found
        )
    shares = [c.path for c in heading.columns if c.role == "share"]
    amounts = [c.path for c in heading.columns if c.role == "amount"]
    if not amounts or not shares or "spending" in found:
        return False
    return titled == "composition" or (
        len(amounts) > 1 and any(matches(load("segments")["dimension"]["shares"], p) for p in shares)
    )


def _layout(kind: SegmentTable, heading: Heading) -> Layout:
    periods = _periods(heading.columns)
    named = {i: f for i, c in enumerate(heading.columns) if (f := _field(c, periods[i])) is not None}
    doubled = {i: f for i, f in named.items() if list(named.values()).count(f) > 1}
    fields = {i: f for i, f in named.items() if i not in doubled}
    first = min(fields, default=len(heading.columns))
    units = {i: u for i, u in ((i, _unit(heading.columns[i].path)) for i in fields) if u is not None}
    return Layout(kind, heading, fields, first, _named(heading.columns[:first]), doubled, units)


def _field(column: Column, period: str | None) -> str | None:
    if column.role in _CHANGES:
        return column.role
    return _FIELDS.get((column.role or "", period or _CURRENT)) if period != "" else None


def _named(columns: Sequence[Column]) -> Breakdown | None:
    found = [b for b in (breakdown_of(c.path, bare=True) for c in columns) if b is not None]
    return found[-1] if found else None


def _unit(path: str) -> Unit | None:
    for part in reversed(path.split("|")):
        unit = money(split_label(part)[1] or "")
        if unit is not None:
            return unit
    return None


def _periods(columns: Sequence[Column]) -> list[str | None]:
    """The period of each column: `current`, `prior`, `""` for an earlier one, `None` where nothing says.

    A column whose heading prints no period belongs to that of the figures at its left.
    """
    words: dict[str, Any] = load("segments")["periods"]
    years = [_YEAR.search(c.path) for c in columns]
    order = sorted({int(y[1]) for y in years if y}, reverse=True)
    out: list[str | None] = []
    last: str | None = None
    for column, year in zip(columns, years, strict=True):
        if column.role is None or column.role.startswith("name") or column.role in _CHANGES:
            out.append(None)
            continue
        if matches(words["restated"], column.path):
            out.append("")
            continue
        if year:
            rank = order.index(int(year[1]))
            last = (_CURRENT, _PRIOR)[rank] if rank < 2 else ""
        elif matches(words["prior"], column.path):
            last = _PRIOR
        elif matches(words["current"], column.path):
            last = _CURRENT
        out.append(last)
    return out
