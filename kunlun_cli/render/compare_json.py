"""A comparison of two filings as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kunlun_cli.compare.model import Diff, Mark, Section, Verdict
from kunlun_cli.compare.series_model import RowSpan
from kunlun_cli.records import Problem
from kunlun_cli.render.compare import number
from kunlun_cli.render.document import PLACE, REPORT, enveloped
from kunlun_cli.render.shape import (
    EXACT,
    FLAG,
    JUDGED,
    NUMBER,
    STRING,
    TEXT,
    Json,
    Key,
    Shape,
    among,
    many,
    maybe,
    one,
    one_of,
)  # fmt: skip

SPAN = among(RowSpan)
_SCALAR = Key({"type": ["number", "string", "boolean", "null"]})


def counted(name: str) -> Callable[[Any], Any]:
    """What takes a value of a unit that stands beside it: shares and holders as whole numbers."""
    return lambda given: number(getattr(given, name), given.unit)


STATEMENT = Shape(
    value=EXACT, file=STRING.at("filing.source"), filing_period=TEXT.at("filing.period"), column=TEXT, source=PLACE
)
"""A figure with the file, the column and the place where it is printed."""
RESTATEMENT = Shape(
    item=STRING.at("new.item"),
    label=STRING.at("old.label"),
    unit=TEXT.at("new.unit"),
    span=SPAN.at("new.span"),
    period=STRING.at(lambda given: str(given.new.period)),
    verdict=among(Verdict),
    difference=EXACT,
    explanation=TEXT,
    old=one(STATEMENT),
    new=one(STATEMENT),
    before=maybe(STATEMENT),
)
_CHANGE = Shape(
    field=STRING,
    old=_SCALAR.at(counted("old")),
    new=_SCALAR.at(counted("new")),
    change=NUMBER.at(counted("amount")),
    percent=NUMBER,
    unit=TEXT,
)
_ENTRY = Shape(
    section=among(Section),
    key=many(STRING),
    label=STRING,
    new_label=TEXT,
    mark=among(Mark),
    changes=many(_CHANGE),
    reason=TEXT,
    note=TEXT,
    agrees=JUDGED,
    old_source=PLACE,
    new_source=PLACE,
)
DIFF = Shape(
    old=REPORT,
    new=REPORT,
    mode=one_of("periods", "consistency"),
    differs=FLAG,
    entries=many(_ENTRY),
    restatements=many(RESTATEMENT),
    skipped=many(Shape(section=TEXT, label=TEXT, reason=TEXT)),
    hints=many(STRING),
)


def diff_json(diff: Diff, problems: Iterable[Problem] = ()) -> dict[str, Json]:
    """The comparison as `kunlun/diff@1`."""
    return enveloped("diff", DIFF.document(diff), problems)
