"""Ratios as a sheet, as one flat sheet, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kunlun_cli.compare.ratios_model import Input, Ratio
from kunlun_cli.frames import identity
from kunlun_cli.records import FilingInfo
from kunlun_cli.render.compare import number
from kunlun_cli.render.compare_json import SPAN, counted
from kunlun_cli.render.document import PLACE
from kunlun_cli.render.numbers import grouped
from kunlun_cli.render.shape import EXACT, FLAG, JUDGED, NUMBER, STRING, TEXT, Shape, many, maybe
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet, Value

_FLAT = (
    *Kind.TEXT.columns("code", "short_name", "period", "group", "ratio", "label", "label_en", "subject", "span"),
    Column("value", "value", Kind.AMOUNT),
    Column("unit", "unit"),
    Column("printed", "printed", Kind.AMOUNT),
    *Kind.TEXT.columns("agrees", "formula", "inputs", "reason", "definition"),
)
_PLAIN = ("group", "label", "label_en", "subject", "span", "value", "unit", "agrees", "definition")
_SPANS = {"year_to_date": None, "quarter": "quarter", "point_in_time": None, "ttm": "twelve months"}


def flat_ratios(info: FilingInfo, ratios: Iterable[Ratio]) -> Sheet:
    """One row a ratio: what CSV writes."""
    rows = []
    for ratio in ratios:
        values: dict[str, Value] = identity(info) | {key: getattr(ratio, key) for key in _PLAIN}
        values["printed"] = ratio.printed.value if ratio.printed else None
        values |= {"ratio": ratio.code, "formula": ratio.formula, "reason": ratio.reason}
        values["inputs"] = "; ".join(map(_input_text, ratio.inputs)) or None
        rows.append(Row(values))
    return Sheet("ratios", "Ratios", _FLAT, tuple(rows))


def ratio_sheet(ratios: Sequence[Ratio], *, explain: bool = False) -> Sheet:
    """The ratios for a reader; with `explain`, each with its formula and its inputs with their pages."""
    columns = [
        Column("label", "ratio"),
        Column("english", "", secondary=True),
        Column("value", "value", Kind.AMOUNT),
        Column("unit", "unit"),
        *Kind.TEXT.columns(reason="why not", printed="as printed", secondary=True),
    ]
    if explain:
        columns += [Column(key, key, secondary=True) for key in ("definition", "formula", "inputs")]
    rows = []
    for ratio in ratios:
        label = ratio.label if ratio.subject is None else f"{ratio.label}: {ratio.subject}"
        span = _SPANS[ratio.span]
        values: dict[str, Value] = {
            "label": f"{label} ({span})" if span else label,
            "english": ratio.label_en if ratio.subject is None else None,
            "value": ratio.value,
            "unit": ("≈ " if ratio.approximate else "") + (ratio.unit or "") if ratio.value is not None else None,
            "reason": ratio.reason,
            "printed": _printed(ratio),
            "definition": ratio.definition,
            "formula": ratio.formula,
            "inputs": "; ".join(map(_input_shown, ratio.inputs)) or None,
        }
        rows.append(Row(values, section=ratio.group.replace("_", " ")))
    return Sheet("ratios", "Ratios", tuple(columns), tuple(rows)).without_empty()


def _printed(ratio: Ratio) -> str | None:
    """What the report prints of the ratio itself, and whether it is the one computed."""
    if ratio.printed is None:
        return None
    page = f" p.{ratio.printed.source.page}" if ratio.printed.source.page else ""
    word = {True: "printed alike", False: "PRINTED OTHERWISE", None: "printed"}[ratio.agrees]
    return f"{word}: {grouped(ratio.printed.value)}{page}"


def _input_text(given: Input) -> str:
    page = f" p.{given.source.page}" if given.source.page else ""
    shown = number(given.value, given.unit)
    value = grouped(shown) if not isinstance(shown, str | bool | None) else ""
    return f"{given.name} {value}{page}"


def _input_shown(given: Input) -> str:
    """For a reader: the label that is found on the page, then the name that the formula has for it."""
    return f"{given.label} ({given.name.replace(' (', ', ').rstrip(')')}){_input_text(given).removeprefix(given.name)}"


_INPUT = Shape(name=STRING, label=STRING, value=EXACT.at(counted("value")), unit=TEXT, column=TEXT, source=PLACE)
RATIO = Shape(
    ratio=STRING.at("code"),
    label=STRING,
    label_en=STRING,
    group=STRING,
    definition=TEXT,
    subject=TEXT,
    span=SPAN,
    value=NUMBER,
    unit=TEXT,
    approximate=FLAG,
    formula=STRING,
    inputs=many(_INPUT),
    printed=maybe(_INPUT),
    agrees=JUDGED,
    reason=TEXT,
)
"""A ratio as it stands in `kunlun/ratios@1`."""
