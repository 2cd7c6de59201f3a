"""What a name such as `revenue.prior`, `holders[3].shares` or `KL101` stands for, and where it is printed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from kunlun_cli.checks.engine import Plan, check
from kunlun_cli.checks.expectations.names import ITEMS
from kunlun_cli.checks.places import Group, Place, Scalar, groups, matching, row_places
from kunlun_cli.checks.registry import rules
from kunlun_cli.checks.second_reading import SecondReader
from kunlun_cli.compare.ratios import compute, known_codes
from kunlun_cli.errors import NotInFilingError, UsageError
from kunlun_cli.records import FinancialRecord, HolderCounts, Source, StatementRecord
from kunlun_cli.records.catalogue import PARTS
from kunlun_cli.records.financials import QUARTERS
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.records.source import Box, around

_NARRATIVE = frozenset({"metrics", "outline"})
_HOME = {
    part.group: "segment_tables" if part.disclosure == "segments" and part.name not in _NARRATIVE else part.disclosure
    for part in PARTS
}
"""The attribute of a filing that has the records of a group."""
_STATEMENTS = ("balance_sheet", "income_statement", "cash_flow")
_SPANS = ("quarter", "year_to_date", "point_in_time")
_NAME = re.compile(r"(?P<name>\w+(?:\.\w+)*)(?:\[(?P<key>[^\[\]]+)\])?(?:\.(?P<field>\w+))?\Z")
_CODE = re.compile(r"KL\d{3}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What an item stands for.

    `places` are its own cells; `inputs` those that it is derived from or checked against. `value` is
    that of a derived figure, with its `formula`; `message` says what a finding is about.
    """

    item: str
    label: str
    places: tuple[Place, ...]
    inputs: tuple[Place, ...] = ()
    value: Scalar = None
    unit: str | None = None
    formula: str | None = None
    message: str | None = None


def find(filing: FilingLike, item: str, reader: SecondReader | None = None) -> tuple[Found, ...]:
    """What an item stands for in a filing; several where a finding's code has come up several times.

    Args:
        filing: only the disclosures that are needed are read.
        item: a key figure (`revenue`, `revenue.prior`, `revenue.quarter`, `revenue.q1`), a cell or row of a
            table by number or name (`holders[3].shares`, `lending.changes[1]`, `segments[2]`), a count
            (`holders.counts.holders`), a line of a statement (`balance_sheet.cash`,
            `balance_sheet.parent.cash.prior`, `income_statement[12]`), a table (`table[12]`),
            a ratio (`net_margin`), or the code of a finding (`KL101`).
        reader: the second engine, for findings.

    Raises:
        UsageError: there is no such name.
        NotInFilingError: the filing does not have it.
    """
    text = item.strip()
    if _CODE.match(text):
        return _findings(filing, text.upper(), reader)
    match = _NAME.match(text)
    if match is None:
        raise UsageError(f"{item} is not the name of a figure", hint="Write it like revenue.prior or holders[3].shares")
    name, key, field = match["name"], match["key"], match["field"]
    first, *rest = name.split(".")
    if key is None and first in ITEMS:
        return (_figure(filing, text, first, rest),)
    if key is None and first == "holders" and rest[:1] == ["counts"]:
        return (_count(filing, text, rest[1:]),)
    if first in _STATEMENTS:
        return (_line(filing, text, first, [*rest, *filter(None, [field])], key),)
    if first == "table" and not rest and key is not None:
        return (_table(filing, text, key),)
    if first in _HOME:
        return (_cell(filing, text, (first, *rest), key, field),)
    if key is None and not rest and text in known_codes():
        return _ratios(filing, text)
    raise _unknown(text, first)


def names() -> tuple[str, ...]:
    """What an item may begin with: key figures, the tables of disclosures, statements, and `table`."""
    return (*ITEMS, *_HOME, *_STATEMENTS, "table")


def _unknown(text: str, first: str) -> UsageError:
    near = difflib.get_close_matches(first, [*ITEMS, *_HOME, *known_codes()], 1)
    hint = f"Did you mean {near[0]}?" if near else "Write it like revenue.prior, holders[3].shares or KL101"
    return UsageError(f"there is no item {text}", hint=hint)


def _group(filing: FilingLike, name: str) -> Group:
    attribute = _HOME[name]
    if attribute == "segment_tables" and not hasattr(filing, attribute):
        attribute = "segments"
    return next(group for group in groups(getattr(filing, attribute)) if group.name == name)


def _figure(filing: FilingLike, text: str, item: str, rest: list[str]) -> Found:
    span = rest.pop(0) if rest and rest[0] in _SPANS else None
    field = rest.pop(0) if rest else "value"
    if rest or field not in _fields(FinancialRecord) | set(QUARTERS):
        raise UsageError(f"{item} has no {'.'.join([field, *rest])}", hint="It has value, prior, change, q1, …")
    group = _group(filing, "quarterly" if field in QUARTERS else "financials")
    rows = [(i, r) for i, r in enumerate(group.records, 1) if r.item == item]
    if span is not None:
        rows = [(i, r) for i, r in rows if r.span == span]
    elif len(rows) > 1 and field not in QUARTERS:
        rows = [(i, r) for i, r in rows if r.span != "quarter"] or rows
    return _of_rows(text, group, rows, field)


def _count(filing: FilingLike, text: str, rest: list[str]) -> Found:
    if len(rest) != 1 or rest[0] not in _fields(HolderCounts):
        raise UsageError(f"there is no item {text}", hint=f"There is {', '.join(sorted(_fields(HolderCounts)))}")
    group = next(group for group in groups(filing.holders) if group.name == "holders.counts")
    return _of_rows(text, group, [(1, group.records[0])], rest[0])


def _line(filing: FilingLike, text: str, statement: str, words: list[str], key: str | None) -> Found:
    """A line of a statement by its item, or by its number or label; the group's unless `parent` is said."""
    scope = words.pop(0) if words and words[0] in ("consolidated", "parent") else "consolidated"
    item = words.pop(0) if words and key is None else None
    field = words.pop(0) if words else None
    if words or (field and field not in _fields(StatementRecord)) or (item is None and key is None):
        raise UsageError(
            f"{text} names no line of a statement", hint="Write it like balance_sheet.cash or cash_flow.parent[3].prior"
        )
    group = _group(filing, "statements")
    lines = [(i, r) for i, r in enumerate(group.records, 1) if (r.statement, r.scope) == (statement, scope)]
    if key is None:
        found = [(i, r) for i, r in lines if r.item == item]
    else:
        found = [lines[at - 1] for at, _ in matching([r for _, r in lines], key.strip("\"' "))]
    if not found:
        raise NotInFilingError(f"there is no {text} in this filing; its {statement} ({scope}) has {len(lines)} lines")
    return _of_rows(text, group, found, field)


def _table(filing: FilingLike, text: str, key: str) -> Found:
    """A table by its number, with the box that it takes on each of its pages."""
    every = getattr(filing, "schedules", ())
    table = next((each for each in every if str(each.number) == key.strip()), None)
    if table is None:
        raise NotInFilingError(f"there is no {text} in this filing, which has {len(every)} tables")
    boxes: dict[int, list[Box]] = {}
    for source in (cell.source for row in table.rows for cell in row.cells):
        if source.page is not None and source.bbox is not None:
            boxes.setdefault(source.page, []).append(source.bbox)
    if table.bbox is not None:
        boxes.setdefault(table.page, []).append(table.bbox)
    title = table.title or text
    return Found(
        text,
        title,
        tuple(
            Place(text, "tables", title, "table", None, table.unit, Source(page, around(boxes[page])))
            for page in sorted(boxes)
        ),
    )


def _cell(filing: FilingLike, text: str, names: tuple[str, ...], key: str | None, field: str | None) -> Found:
    first, *rest = names
    if key is None or len(rest) > 1:
        raise UsageError(f"{text} names no row", hint=f"Write it like {first}[1] or {first}[name].field")
    group = _group(filing, first)
    records = [(i, r) for i, r in enumerate(group.records, 1) if not rest or getattr(r, "table", None) == rest[0]]
    found = [records[at - 1] for at, _ in matching([r for _, r in records], key.strip("\"' "))]
    if len(found) > 1:
        names_found = "; ".join(f"{first}[{i}]" for i, _ in found)
        raise UsageError(f"{text} could be {names_found}", hint="Name one of them by its number")
    if field is not None and group.records and field not in _fields(type(group.records[0])):
        raise UsageError(f"{first} has no {field}", hint=f"It has {', '.join(sorted(_fields(type(group.records[0]))))}")
    if not found:
        raise NotInFilingError(f"there is no {text} in this filing; {'.'.join(names)} has {len(records)} rows")
    return _of_rows(text, group, found, field)


def _fields(kind: type[Any]) -> set[str]:
    return {f.name for f in fields(kind)} - {"source", "cells"}


def _of_rows(text: str, group: Group, rows: Iterable[tuple[int, Any]], field: str | None) -> Found:
    cells = [p for i, r in rows for p in row_places(group, r, i) if field is None or p.field == field]
    if not cells:
        raise NotInFilingError(f"there is no {text} in this filing")
    return Found(text, cells[0].row, tuple(cells))


def _ratios(filing: FilingLike, code: str) -> tuple[Found, ...]:
    found = [ratio for ratio in compute(filing) if ratio.code == code]
    known = [ratio for ratio in found if ratio.value is not None]
    if not known:
        raise NotInFilingError(next((f"{code}: {r.reason}" for r in found if r.reason), f"there is no {code}"))
    return tuple(
        Found(
            item=code if r.subject is None else f"{code} ({r.subject})",
            label=r.label,
            places=(),
            inputs=tuple(Place(i.name, "inputs", i.label, i.column, i.value, i.unit, i.source) for i in r.inputs),
            value=r.value,
            unit=r.unit,
            formula=r.formula,
        )
        for r in known
    )


def _findings(filing: FilingLike, code: str, reader: SecondReader | None) -> tuple[Found, ...]:
    chosen = tuple(rule for rule in rules() if rule.code == code)
    if not chosen:
        raise UsageError(f"there is no rule {code}", hint="kunlun rule --all lists them")
    report = check(filing, Plan(rules=chosen), reader)
    if not report.findings:
        outcome = report.rules[0].outcome.replace("_", " ") if report.rules else "not run"
        raise NotInFilingError(f"there is no finding {code} in this filing: the rule came out as {outcome}")
    return tuple(_finding(f) for f in report.findings)


def _finding(found: Any) -> Found:  # noqa: ANN401 - a Finding; its places as cells
    cells = [
        Place(found.code, "findings", found.subject, "printed" if not i else "against", None, None, place)
        for i, place in enumerate(found.sources)
    ]
    head = [replace(cells[0], value=found.printed)] if cells else []
    return Found(found.code, found.subject, tuple(head), tuple(cells[1:]), message=found.message)


def everything(found: Iterable[Found]) -> Iterator[tuple[Place, bool]]:
    """All places, the items' own with true."""
    for each in found:
        yield from ((place, True) for place in each.places)
        yield from ((place, False) for place in each.inputs)
