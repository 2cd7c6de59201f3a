"""What the headings of a table say of the columns below them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kunlun_cli.figures.numbers import Printed, read_number
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.statements import Scope
from kunlun_cli.schedules.matrix import MatrixRow
from kunlun_cli.schedules.panels import Panel
from kunlun_cli.schedules.schedule import ColumnKind, Period, ScheduleColumn

# 二〇〇八年十二月三十一日, with whatever filers print for the nought.
_NUMERALS = "〇一二三四五六七八九"
_WRITTEN = re.compile(r"(?:[〇○零0OＯo一二三四五六七八九]{4}(?=年))|(?:[一二三四五六七八九十]{1,3}(?=[月日]))")
_DATE = re.compile(r"(?P<y>20\d\d|19\d\d)(?:年|[-/.])(?:0?(?P<m>\d{1,2})(?:月|[-/.])(?:0?(?P<d>\d{1,2})日?)?)?")
_SPAN = re.compile(r"(20\d\d|19\d\d)年?(?:0?1月?(?:0?1日)?[-—–~至])(?:(?:20|19)\d\d年)?0?(\d{1,2})月")
# What the number of a note is made of, and what is more than one character besides.
_NUMBERING = re.compile(r"[一二三四五六七八九十百附注、\d\W]")
_WORDS = re.compile(r"\w{2}")

# 截至3月31日止3个月期间 over 2023年
_UNTIL = re.compile(r"(?<!年)(?<!\d)(\d{1,2})月\d{1,2}日止[^|]*[|]?[^|]*?((?:20|19)\d\d)年")


def columns(panel: Panel) -> tuple[ScheduleColumn, ...]:
    """The columns of a panel, by their headings and by what stands below."""
    paths = [_path(panel.heading, i) for i in range(panel.width)]
    kinds = _kinds(panel, paths)
    return tuple(
        # 公司名称 over the names of subsidiaries says nothing of whose figures stand beside them.
        ScheduleColumn(path, kind) if kind == "label" else ScheduleColumn(path, kind, *_meaning(_said(path)))
        for path, kind in zip(paths, kinds, strict=True)
    )


def _said(path: Sequence[str]) -> str:
    return "|".join(map(normal, path))


def _path(heading: Sequence[MatrixRow], column: int) -> tuple[str, ...]:
    out: list[str] = []
    for row in heading:
        for p in row.cells:
            if p.first <= column < p.end and (not out or out[-1] != p.cell.text):
                out.append(p.cell.text)
    return tuple(out)


def _kinds(panel: Panel, paths: Sequence[tuple[str, ...]]) -> list[ColumnKind]:
    out: list[ColumnKind] = []
    for i, path in enumerate(paths):
        texts = [p.cell.text for row in panel.body for p in row.cells if p.first == i and p.end == i + 1]
        out.append(_kind(_said(path), texts))
    if out and not any(k == "label" for k in out):
        first = next((i for i, k in enumerate(out) if k == "text"), None)
        if first is not None:
            out[first] = "label"
    return out


def _kind(path: str, texts: Sequence[str]) -> ColumnKind:
    """What a column holds: by the words of its heading, if what stands in it can be that."""
    readings = [read_number(t) for t in texts]
    figures = sum(r.kind is Printed.NUMBER for r in readings)
    words = sum(r.kind is Printed.UNREADABLE for r in readings)
    said: ColumnKind | None = next(
        (k["kind"] for k in load("schedules")["kinds"] if matches(k["patterns"], path)), None
    )
    if said == "note" and _are_words(texts):
        # Without a note on its page, the column of notes has only a heading, which stands over the labels' end.
        return "label"
    if said == "note" or (said == "label" and words >= figures):
        return said
    if words > figures or (not figures and not is_timed(path)):
        return "text"
    if said in {"per_cent", "count"}:
        return said
    per_cent = sum(r.unit == "%" for r in readings)
    return "per_cent" if per_cent * 2 > figures else "amount"


def _are_words(texts: Sequence[str]) -> bool:
    """Whether most texts are more than the number of a note: 七、1, 附注五（二）, 11.7.1."""
    return sum(bool(_WORDS.search(_NUMBERING.sub("", t))) for t in texts) * 2 > len(texts)


def is_timed(path: str) -> bool:
    """Whether a heading, its cells from the top parted by `|`, names a period or a day."""
    return _meaning(path)[0] is not None


def _meaning(path: str) -> tuple[Period | None, Scope | None, bool | None]:
    form = load("schedules")
    return (
        None if matches(form["changes"]["words"], path) else _period(path, form),
        _scope(path, form["scopes"]),
        _restated(path, form["restated"]),
    )


def _period(path: str, form: Mapping[str, Any]) -> Period | None:
    date = date_of(path)
    if date is not None:
        return date
    for entry in form["periods"]:
        if matches(entry["patterns"], path) and not ("not" in entry and matches(entry["not"], path)):
            return entry["period"]  # type: ignore[no-any-return]
    return None


def date_of(text: str) -> dt.date | None:
    """The last day of the period, or the day, that a heading names; `None` where it names none.

    2024年12月31日, 2024-12-31, 2024年度, 2024年半年度, 2024年1-9月, 2024年前三季度, 2024.
    """
    target = _WRITTEN.sub(lambda found: _in_digits(found[0]), normal(text))
    span = _SPAN.search(target)
    if span:
        return _month_end(int(span[1]), int(span[2]))
    until = _UNTIL.search(target)
    if until:
        return _month_end(int(until[2]), int(until[1]))
    found = _DATE.search(target)
    if found is None:
        return _bare(target)
    year, month, day = int(found["y"]), found["m"], found["d"]
    if month is None:
        rest = target[found.end() :]
        return dt.date(year, 1, 1) if rest.startswith("初") else _month_end(year, _months(rest))
    try:
        return dt.date(year, int(month), int(day)) if day else _month_end(year, int(month))
    except ValueError:
        return None


def _in_digits(written: str) -> str:
    """A year digit by digit, or the number of a month or day, in digits."""
    plain = re.sub("[○零0OＯo]", "〇", written)
    if len(plain) == 4:
        return "".join(str(_NUMERALS.index(c)) for c in plain)
    tens, found, ones = plain.rpartition("十")
    return str((_NUMERALS.index(tens or "一") if found else 0) * 10 + (_NUMERALS.index(ones) if ones else 0))


def _bare(target: str) -> dt.date | None:
    year = re.search(r"(?:^|\|)(20\d\d|19\d\d)(?:\||$)", target)
    return dt.date(int(year[1]), 12, 31) if year else None


def _months(rest: str) -> int:
    """The month with which a period ends that is worded after its year; a whole year where it is not."""
    return next((month for word, month in load("schedules")["months"].items() if word in rest[:8]), 12)


def _month_end(year: int, month: int) -> dt.date | None:
    if not 1 <= month <= 12:
        return None
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return after - dt.timedelta(days=1)


def _scope(path: str, form: Mapping[str, Any]) -> Scope | None:
    plain = path
    for words in form["not"]:
        plain = re.sub(words, "", plain)
    if matches(form["parent"], plain):
        return "parent"
    return "consolidated" if matches(form["consolidated"], plain) else None


def _restated(path: str, form: Mapping[str, Any]) -> bool | None:
    if matches(form["after"], path):
        return True
    return False if matches(form["before"], path) else None
