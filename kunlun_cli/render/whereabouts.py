"""What an item stands for and where it is printed: as lines for a reader, as a flat sheet, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kunlun_cli.checks.places import Place, Scalar
from kunlun_cli.checks.where import Found
from kunlun_cli.records import FilingInfo, Source
from kunlun_cli.render.clean import clean
from kunlun_cli.render.document import CELL, FILING
from kunlun_cli.render.labels import Labels
from kunlun_cli.render.messages import ZH
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.shape import STRING, TEXT, Json, Key, Shape, many
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

_COLUMNS = ("item", "role", "row", "field", "value", "unit", "page", "x0", "top", "x1", "bottom", "text")
_NUMERIC = frozenset({"value", "x0", "top", "x1", "bottom"})


def where_text(info: FilingInfo, found: Sequence[Found], labels: Labels) -> str:
    """Lines for a reader: each figure, then its places, then the inputs with theirs."""
    lines: list[str] = []
    for each in found:
        lines += _lines(info, each, labels)
    return "\n".join(clean(line) for line in lines) + "\n"


def _lines(info: FilingInfo, found: Found, labels: Labels) -> Iterable[str]:
    yield f"{found.item}  {labels.value(found.label)}" + (
        f"  {_shown(found.value, found.unit)} = {found.formula}" if found.formula else ""
    )
    if found.message:
        yield f"  {labels.message(found.message)}"
    several = len(found.places) > 1
    for place in found.places:
        yield from _place(info, place, place.field if several else None, labels)
    if found.inputs:
        yield f"  {labels.term('derived from' if found.formula else 'compared with')}"
    for place in found.inputs:
        yield from _place(info, place, f"{labels.value(place.row)}" if found.formula else None, labels, "    ")


def _place(info: FilingInfo, place: Place, name: str | None, labels: Labels, indent: str = "  ") -> Iterable[str]:
    value = _shown(place.value, place.unit)
    head = " ".join(part for part in (labels.term(name) if name else None, value) if part)
    said = f"printed: {place.source.text}" if place.source.text else None
    told = [str(labels.message(part)) for part in (where(info, place.source), said) if part]
    yield indent + ("；" if labels.lang == ZH else "; ").join([head, *told] if head else told)


def where(info: FilingInfo, place: Source) -> str:
    """The place in words: page and box from the top left, in points; of a text, line and columns."""
    if place.page is None:
        return "the document gives no place"
    if place.bbox is None:
        return f"page {place.page}"
    x0, top, x1, bottom = place.bbox
    if info.format == "text":
        line = f"line {top:.0f}" if bottom - top <= 1 else f"lines {top:.0f} to {bottom:.0f}"
        return f"page {place.page}, {line}, columns {x0:.0f} to {x1:.0f}"
    return f"page {place.page}, box {x0:.1f} {top:.1f} {x1:.1f} {bottom:.1f}"


def _shown(value: Scalar, unit: str | None) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    text = grouped(value, Kind.AMOUNT) if isinstance(value, Decimal | int) else value
    return text if not unit or isinstance(value, str) else f"{text}{unit}" if unit == "%" else f"{text} {unit}"


def where_sheet(found: Sequence[Found]) -> Sheet:
    """One row a place, with its role: `figure` for what was asked for, `input` for what it hangs on."""
    columns = tuple(Column(key, key, Kind.AMOUNT if key in _NUMERIC else Kind.TEXT) for key in _COLUMNS)
    rows = []
    for each in found:
        for place, role in [(p, "figure") for p in each.places] + [(p, "input") for p in each.inputs]:
            box = CELL.document(place.source)["bbox"]
            values = {"item": place.item, "role": role, "row": place.row, "field": place.field, "value": place.value}
            values |= {"unit": place.unit, "page": place.source.page, "text": place.source.text}
            if isinstance(box, list):
                values |= dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))
            rows.append(Row(values))
    return Sheet("where", "where", columns, tuple(rows))


def where_json(info: FilingInfo, found: Sequence[Found]) -> dict[str, Json]:
    """The document of the items that were found."""
    return {"schema": "kunlun/where@1", "filing": FILING.document(info), "found": list(map(_FOUND.document, found))}


_VALUE = Key({"type": ["number", "string", "boolean", "null"]})
_PLACE = Shape(
    item=STRING, row=TEXT, field=TEXT, value=_VALUE, unit=TEXT, source=Key({"$ref": "#/$defs/cell"}, made=CELL.document)
)
_FOUND = Shape(
    item=STRING,
    label=STRING,
    value=_VALUE,
    unit=TEXT,
    formula=TEXT,
    message=TEXT,
    places=many(_PLACE),
    inputs=many(_PLACE),
)
