"""Non-recurring items (非经常性损益项目及金额): what parts the profit from 扣非 profit, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from kunlun_cli.disclosures.account import account
from kunlun_cli.disclosures.bind import Bound, BoundRow, Column, Heading
from kunlun_cli.disclosures.columns import Meaning, meanings
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.disclosures.walk import headed
from kunlun_cli.extract.cells import Figures, Records
from kunlun_cli.figures.units import Unit, money, split_label
from kunlun_cli.forms import load, matches, role_of
from kunlun_cli.outline.framed import Framed, framed
from kunlun_cli.records import NonRecurringRecord, Problem
from kunlun_cli.records.financials import NonRecurringRole, Span
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell

_FIELDS = frozenset({"value", "prior", "two_years_ago"})


def read_non_recurring(runs: Iterable[Sequence[Block]]) -> Records[NonRecurringRecord]:
    """The first table of non-recurring items in some runs of blocks that ends with its total.

    Reports print the table twice, beside the key figures and among the supplements to the statements.
    """
    begun = False
    for run in runs:
        for piece in framed(run):
            problems: list[Problem] = []
            records = _table(piece, problems)
            if any(r.role == "total" for r in records):
                return Records(tuple(records), tuple(problems or (_headless(records) if begun else ())))
            begun = begun or any(_begins(bound) for _, bound in headed(piece.table, "nonrecurring"))
    return Records()


def _table(piece: Framed, problems: list[Problem]) -> list[NonRecurringRecord]:
    form = load("nonrecurring")["tables"]["items"]
    if piece.titled(form["others"]) > piece.titled(form["titles"]):
        return []
    for found, bound in headed(piece.table, "nonrecurring"):
        heading = found.heading
        titled = piece.titled(form["titles"]) >= 0 or any(matches(form["titles"], c.path) for c in heading.columns)
        records = _records(bound, piece.unit or Unit(), problems)
        if _is_ours(records, titled=titled):
            if piece.unit is None and not any(column and column[1] for column in _meanings(heading)):
                return [replace(record, unit=None) for record in records]
            return records
        problems.clear()
    return []


def _begins(bound: Bound) -> bool:
    """Whether a table begins as the form does."""
    label = bound.cell(bound.rows[0], "label") if bound.rows else None
    return label is not None and matches(load("nonrecurring")["first"], label.plain)


def _headless(records: Sequence[NonRecurringRecord]) -> Iterator[Problem]:
    """Below one that begins as the form does and lost its total, a table that does not, and does not make its own."""
    first, total = records[0], next(r for r in records if r.role == "total")
    items = [r for r in records if r.role in {"item", "tax", "minority"} and not r.within and r.span == total.span]
    made = sum(((-r.value if r.deducted else r.value) for r in items if r.value is not None), Decimal(0))
    if total.value is not None and made != total.value and not matches(load("nonrecurring")["first"], first.label):
        message = (
            f"the table of non-recurring items begins with {first.label!r}, and they do not make its total: "
            "rows above may be lost"
        )
        yield Problem("missing-row", message, first.source.page)


def _is_ours(records: Sequence[NonRecurringRecord], *, titled: bool) -> bool:
    """Whether rows are those of this table: the tax on the items stands in no other one."""
    roles = {r.role for r in records}
    return "total" in roles and bool({"tax", "minority"} & roles) and (titled or {"tax", "minority"} <= roles)


def _records(bound: Bound, unit: Unit, problems: list[Problem]) -> list[NonRecurringRecord]:
    columns = _meanings(bound.heading)
    out: list[NonRecurringRecord] = []
    after_deducted = before_net = False
    rows = whole_rows(bound)
    net = [i for i, row in enumerate(rows) if _is_net(bound.cell(row, "label"))]
    taken: list[BoundRow] = []
    for number, row in enumerate(rows):
        taken.append(row)
        label = bound.cell(row, "label")
        if label is None or not label.text:
            continue
        plain, own = split_label(label.text)
        role, deducted = _row_role(plain), matches(load("nonrecurring")["deducted"]["patterns"], plain)
        if role == "total" and net and number < net[-1]:
            # What stands between it and the net sum is taken off it, whether 减 is printed or not.
            role, before_net = "subtotal", True
        # 少数股东权益影响额 stands under 减：所得税影响额 without a word of its own.
        deducted = deducted or ((after_deducted or before_net) and role in {"tax", "minority"})
        after_deducted = deducted
        factor = (money(own) if own else None) or unit
        made = list(_spans(row, columns, factor, problems))
        out += [
            replace(r, role=role, label=plain, deducted=deducted, source=label.source())
            for r in made
            if r.cells or role == "item"
        ]
        if role == "total":
            # Banks go on with whose it is; then the total is not yet that of the shareholders.
            problems += account(bound, taken, out, kept=("label", "change", "passed"))
            return [*out, *_shared(rows[number + 1 :], bound, columns, unit, problems)]
    return out


def _shared(
    rows: Sequence[BoundRow],
    bound: Bound,
    columns: Sequence[tuple[Meaning, Unit | None] | None],
    unit: Unit,
    problems: list[Problem],
) -> Iterator[NonRecurringRecord]:
    """The rows below the total that part it between the shareholders of the company and the others."""
    for row in rows:
        label = bound.cell(row, "label")
        plain = split_label(label.text)[0] if label is not None else ""
        for role, entry in load("nonrecurring")["shared"].items():
            if label is not None and matches(entry["patterns"], plain):
                for record in _spans(row, columns, unit, problems):
                    if record.cells:
                        yield replace(
                            record, role=cast("NonRecurringRole", role), label=plain, within=True, source=label.source()
                        )
                break


def _is_net(label: Cell | None) -> bool:
    plain = split_label(label.text)[0] if label is not None else ""
    return _row_role(plain) == "total" and matches(load("nonrecurring")["net"]["patterns"], plain)


def _row_role(label: str) -> NonRecurringRole:
    found = next((e["role"] for e in load("nonrecurring")["rows"] if matches(e["patterns"], label)), "item")
    return cast("NonRecurringRole", found)


def _meanings(heading: Heading) -> list[tuple[Meaning, Unit | None] | None]:
    """What the columns mean, and the factor of a unit in their own heading."""
    named = [_named(column) for column in heading.columns]
    out: list[tuple[Meaning, Unit | None] | None] = []
    for column, meaning in zip(heading.columns, meanings(named), strict=True):
        own = split_label(column.path.split("|")[-1])[1]
        stated = money(own) if own else None
        out.append((meaning, stated) if meaning and meaning.field in _FIELDS else None)
    return out


def _named(column: Column) -> Column:
    """A column under 金额 alone is that of the period."""
    return (
        column._replace(path=load("nonrecurring")["tables"]["items"]["period"])
        if role_of(load("nonrecurring")["tables"]["items"]["columns"], column.path) == "current"
        else column
    )


def _spans(
    row: BoundRow,
    columns: Sequence[tuple[Meaning, Unit | None] | None],
    unit: Unit,
    problems: list[Problem],
) -> Iterator[NonRecurringRecord]:
    """A record for each span that the columns have: third quarters print the quarter and the year to date."""
    spans = dict.fromkeys(c[0].span or "year_to_date" for c in columns if c)
    within = matches(load("nonrecurring")["within"]["patterns"], row.texts()[0])
    for span in spans:
        figures = Figures(problems)
        for i, column in enumerate(columns):
            if column is None or (column[0].span or "year_to_date") != span or not row.cells.get(i):
                continue
            cell = row.cells[i][0]
            if cell.text:
                figures.take(column[0].field, cell, row.texts()[0], column[1] or unit)
        yield figures.into(NonRecurringRecord("item", "", cast("Span", span), unit.code, within=within))
