"""The financial statements as they look in print: one sheet a statement and scope, lines indented, sums marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo, StatementRecord, Statements
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet
from kunlun_cli.render.view_rows import LABEL, PAGE, STATEMENTS, common_unit, label_of, row_of, sheet_of

# The numbers of a statement's chief lines.
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SCOPES = {"consolidated": "consolidated", "parent": "parent company"}


def statement_sheets(info: FilingInfo, given: Statements) -> dict[str, list[Sheet]]:
    """The sheets of the statements by part: lines, and the statement of changes in equity."""
    kinds = list(dict.fromkeys((r.statement, r.scope) for r in given.records))
    lines = [
        _sheet(info, statement, scope, [r for r in given.records if (r.statement, r.scope) == (statement, scope)])
        for statement, scope in kinds
    ]
    return {"records": lines, "equity": _equity(given)}


def _sheet(info: FilingInfo, statement: str, scope: str, records: Sequence[StatementRecord]) -> Sheet:
    common = common_unit(record.unit for record in records)
    before = "opening" if statement == "balance_sheet" else "year before"
    restated = any(record.prior_before_restatement is not None for record in records)
    columns = (
        *Kind.TEXT.columns(label=common or "Item", note="note"),
        *Kind.AMOUNT.columns(value=info.period or "value", prior=before),
        *([Column("prior_before_restatement", "the same before restatement", Kind.AMOUNT)] if restated else []),
        PAGE,
    )
    chapters = [_is_chapter(record) for record in records]
    # 其中 below 二、营业总成本 is as deep as the costs after it.
    first = [False, *chapters]
    rows = tuple(
        _row(record, common, parted=any(chapters), first=below) for record, below in zip(records, first, strict=False)
    )
    return Sheet(f"{statement}_{scope}", f"{STATEMENTS[statement]}, {_SCOPES[scope]}", columns, rows)


def _is_chapter(record: StatementRecord) -> bool:
    return bool(_CHAPTER.match(normal(record.source.text or "")))


def _row(record: StatementRecord, common: str | None, *, parted: bool, first: bool) -> Row:
    """A line, as deep as its number and its words say; one without a number stands below those with 一、."""
    keys = ("note", "value", "prior", "prior_before_restatement", "item", "unit")
    values = {key: getattr(record, key) for key in keys}
    row = row_of(record, {**values, "label": label_of(record.label, record.unit, common)})
    chapter = _is_chapter(record)
    part = record.part == "of_which"
    strong = chapter or record.part in ("subtotal", "total")
    depth = (
        record.level - 1 if record.level > 1 and not part else 0 if chapter else int(parted) + int(part and not first)
    )
    return replace(row, depth=depth, strong=strong, faint=part)


def _equity(given: Statements) -> list[Sheet]:
    columns = (LABEL, Column("column_label", "column"), Column("value", "value", Kind.AMOUNT), PAGE)
    kinds = dict.fromkeys((r.scope, r.span) for r in given.equity)
    return [
        sheet_of(
            f"equity_{scope}_{span}",
            f"Changes in equity, {_SCOPES[scope]}, {span} period",
            columns,
            [r for r in given.equity if (r.scope, r.span) == (scope, span)],
        )
        for scope, span in kinds
    ]
