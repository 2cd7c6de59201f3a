"""Why a figure changed, in the report's own words: the tables of 变动原因 that stand beside its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.reading import FilingLike


def reasons(filing: FilingLike) -> dict[str, str]:
    """The reason that a report gives for the change of a line, by the line's name; none that is cut or given twice.

    Where a quarterly report gives one for the quarter and one for the year to date, the name has its span behind it.
    """
    found: dict[str, set[str]] = {}
    for schedule in getattr(filing, "schedules", ()):
        for label, text in _of_table(schedule):
            found.setdefault(label, set()).add(text)
    return {label: next(iter(texts)) for label, texts in found.items() if len(texts) == 1}


def _of_table(schedule: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # a table as figures, from below
    form: Mapping[str, Any] = load("compare")["reasons"]
    headings = ["|".join(column.heading) for column in schedule.columns]
    at = next((i for i, heading in enumerate(headings) if i and matches(form["headings"], heading)), None)
    whole = True
    for row in schedule.rows if at is not None else ():
        text = normal(row.cells[at].text)
        if re.search(form["none"], text):
            continue
        # What goes on from the row above is the end of that row's reason.
        begun, whole = whole, bool(re.search(form["whole"], text))
        label = re.sub(form["label"], "", normal(row.cells[0].text))
        if begun and whole and label:
            yield label, text
            if spanned := re.search(form["spanned"], normal(row.cells[0].text)):
                yield label + spanned[0], text


def reason_of(why: Mapping[str, str], label: str, span: str) -> str | None:
    """The reason given for a key figure of a span: `quarter`, `year_to_date` or `point_in_time`."""
    name = normal(label)
    behind: Mapping[str, str] = load("compare")["reasons"]["spans"]
    return why.get(name + behind.get(span, "")) or why.get(name)
