"""Every part of every disclosure reaches every output: what the catalogue lists is what there is."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from decimal import Decimal

import jsonschema
import pytest

from kunlun_cli.checks.places import groups
from kunlun_cli.cli.app import build
from kunlun_cli.dataset.parquet import parquet
from kunlun_cli.dataset.tables import TABLES, columns, rows_of
from kunlun_cli.frames import frame
from kunlun_cli.records import HolderCounts
from kunlun_cli.records.catalogue import DISCLOSURES, PARTS, declared
from kunlun_cli.records.part import RECORDS, Field, Holds, Part
from kunlun_cli.render.document import document
from kunlun_cli.render.flat import Answer, flat_sheet, is_absent
from kunlun_cli.render.schema import schema_of
from kunlun_cli.render.views import views
from kunlun_cli.render.workbook import workbook
from tests.unit.made import INFO, MadeFiling, Process

EACH = pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.disclosure}.{part.name}")
NUMBERS = {int: 7, Decimal: Decimal("1.50"), bool: True, str: "字"}


def made_record(part: Part, table: str | None = None) -> object:
    """A record of a part with every field filled."""
    known = declared(part.record)
    values: dict[str, object] = {}
    for field in part.variants.get(table or "", part.fields):
        kind, words, _ = known[field.name]
        values[field.name] = words[0] if words else NUMBERS[kind] if kind else ()
        if field.holds is Holds.SHARES:
            values[field.name] = Decimal(7)
    if values.get("item") == NUMBERS[str]:
        values["item"] = "revenue"
    return part.record(**values | ({"table": table} if table else {}))


def made_result(part: Part) -> object:
    records = [made_record(part, table) for table in part.variants or (None,)]
    whole = records[0] if part.record is HolderCounts else tuple(records)
    return DISCLOSURES[part.disclosure].result(**{part.attribute: whole})


@EACH
def test_no_field_of_a_record_is_forgotten(part: Part) -> None:
    own = {field.name for field in dataclasses.fields(part.record)} - {"source", "cells"}
    assert own == set(part.names)


@EACH
def test_what_a_field_holds_is_what_its_record_declares(part: Part) -> None:
    for field in part.fields:
        kind, words, _ = declared(part.record)[field.name]
        allowed = {
            Decimal: {Holds.SHARES, Holds.AMOUNT, Holds.MONEY, Holds.PERCENT, Holds.CHANGE, Holds.POINTS, Holds.RATE},
            int: {Holds.COUNT},
            bool: {Holds.FLAG},
        }.get(kind or str, {Holds.TEXT})
        assert field.holds in allowed, field.name
        assert not words or field.holds is Holds.TEXT


@EACH
def test_a_part_reaches_json_and_its_schema(part: Part) -> None:
    whole = json.loads(json.dumps(document(INFO, made_result(part), (), provenance=True), default=float))  # type: ignore[arg-type]
    assert whole[part.name]
    jsonschema.Draft202012Validator(schema_of(part.disclosure)).validate(whole)
    listed = whole[part.name] if isinstance(whole[part.name], list) else [whole[part.name]]
    fields = {name for variant in (part.variants.values() or [part.fields]) for name in (f.name for f in variant)}
    assert set().union(*listed) - {"source", "cells"} == fields


@EACH
def test_a_part_reaches_rows_frames_sheets_and_workbooks(part: Part) -> None:
    result = made_result(part)
    assert not is_absent(result, part.name)  # type: ignore[arg-type]
    assert is_absent(DISCLOSURES[part.disclosure].result(), part.name)
    sheet = flat_sheet(INFO, result, part=part.name)  # type: ignore[arg-type]
    assert sheet.rows
    made = frame(result, INFO, part=part.name)  # type: ignore[arg-type]
    listed = [column.key for column in sheet.columns if column.key != "file"]
    assert listed == [name for name in made.columns if name != "page"] or ("page" in part.names)
    assert [s for s in views(INFO, result, part.name) if s.rows]  # type: ignore[arg-type]
    assert workbook([Answer(INFO, result, (), part.name)])[0].rows  # type: ignore[arg-type]


@EACH
def test_a_part_reaches_the_dataset(part: Part) -> None:
    if part.record is HolderCounts:
        return  # stand in the table of filings
    assert part.group in TABLES
    filing = dataclasses.replace(MadeFiling(), **{part.disclosure: made_result(part)})
    from kunlun_cli.checks.finding import Report

    tables, lost = rows_of(filing, Report(INFO, (), (), ()), {})  # type: ignore[arg-type]
    assert (len(tables[part.group]) > 0, lost) == (True, 0)
    assert parquet(part.group, tables[part.group])
    assert set(tables[part.group][0]) >= set(columns(part.group))


@EACH
def test_a_part_has_a_name_for_where(part: Part) -> None:
    found = [group for group in groups(made_result(part)) if group.name == part.group]  # type: ignore[arg-type]
    assert [len(group.records) for group in found] == [len(part.variants) or 1]


@EACH
def test_a_part_is_asked_for_by_an_option(part: Part) -> None:
    if part.asked is None or part.disclosure == "statements":
        assert part.name == RECORDS or part.disclosure == "statements"  # whose options are those of an accountant
        return
    filing = dataclasses.replace(MadeFiling(), **{part.disclosure: made_result(part)})
    outcome = Process(files={"r.pdf": filing}).run(part.disclosure, "r.pdf", part.asked[0])
    assert outcome.status == 0
    assert len(list(csv.reader(io.StringIO(outcome.out)))) == 1 + (len(part.variants) or 1)


def test_every_disclosure_is_a_command() -> None:
    assert set(DISCLOSURES) <= {str(command.name) for command in build().registered_commands} | {
        command.callback.__name__ for command in build().registered_commands if command.callback
    }


def test_fields_are_named_once() -> None:
    for part in PARTS:
        assert len(set(part.names)) == len(part.names)
        assert set(part.about) <= set(part.names)
        assert all(isinstance(field, Field) for field in part.of(made_record(part)))
