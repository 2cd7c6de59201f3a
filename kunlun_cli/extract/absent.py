"""What every report prints and was not read is named, so that nobody takes it for not disclosed.

Programs that extract text drop tables, cut them, or leave a mark in their place; of a PDF, pages may be missing,
letters drawn as outlines, headings in words that no form has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from kunlun_cli.extract.plausible import natures_lost
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.outline.stream import Stream
from kunlun_cli.outline.ticks import ticked
from kunlun_cli.pages.page import Reading
from kunlun_cli.records import FilingInfo, Financials, Holders, Problem

# Lines that are nothing but a square: newspapers print one where a table was.
_SQUARE = re.compile(r"^\s*[■▇█]\s*$", re.MULTILINE)
# A report has more tables than this.
_SQUARES = 3
# Every form asks for so many holders.
TOP = 10
# Texts whose columns stand below each other have one such problem or two at most, those that lost them more.
_MANY = 3
Read = TypeVar("Read", Financials, Holders)


def with_absent_figures(found: Financials, stream: Stream, info: FilingInfo) -> Financials:
    """Key figures, with a problem where none was found or lines that every form has are not among them."""
    if not found.records:
        lost = () if stream.document.as_printed else (_no_table("key figures", stream),)
        return _at_once(replace(found, problems=(*lost, *found.problems)), stream)
    missing = (*_lines(found, info), *_quarters(found, stream, info))
    return _at_once(replace(found, problems=(*found.problems, *missing)), stream)


def _at_once(found: Read, stream: Stream) -> Read:
    """What was read of a text; where many of its lines fit no table, what to do about it is said before all else.

    Of a text laid out as the page is, that advice has been followed already.
    """
    document = stream.document
    lost = sum(p.code in load("absent")["order"]["codes"] for p in found.problems)
    if document.format != "text" or lost < _MANY or document.page(1).reading is Reading.SPATIAL:
        return found
    said = Problem("text-order", "this text has lost its columns; give the PDF, or pdftotext -layout")
    return replace(found, problems=(said, *found.problems))


def _lines(found: Financials, info: FilingInfo) -> Iterator[Problem]:
    """Lines that every form has."""
    items = {r.item for r in found.records}
    # Until 2006 净利润 was without the minority's part.
    old = any(matches(load("financials")["profit"]["old"], r.label) for r in found.records)
    asked = [e for e in load("absent")["lines"] if e.get("since", 0) <= _year(info) and _is_boards(e, info)]
    lost = [e["name"] for e in asked if not items & set(e["items"]) and not (old and "net_profit_parent" in e["items"])]
    if lost:
        message = f"the key figures have no line of {', '.join(lost)}; a part of the table may be missing"
        yield Problem("missing-row", message, found.records[0].source.page)


def _is_boards(entry: dict[str, Any], info: FilingInfo) -> bool:
    return "boards" not in entry or info.board in entry["boards"]


def _quarters(found: Financials, stream: Stream, info: FilingInfo) -> Iterator[Problem]:
    """The table of quarters, where tables were told by their lines, and of one that was found the lines it has."""
    form = load("absent")["quarters"]
    items = {r.item for r in found.quarterly}
    lines = [entry for entry in form["lines"] if info.exchange not in entry.get("without", ())]
    rows = [entry["name"] for entry in lines if not items & set(entry["items"])]
    if found.quarterly and rows and not any("quarter" in p.message for p in found.problems):
        message = f"the quarters have no line of {', '.join(rows)}; a part of the table may be missing"
        yield Problem("missing-row", message, found.quarterly[0].source.page)
    asked = info.kind in form["kinds"] and [info.exchange, info.form] not in form["without"]
    lost = not found.quarterly and asked and _year(info) >= form["since"]
    if lost and stream.document.drawn and not any(p.code == "missing-table" for p in found.problems):
        yield Problem("missing-table", "the table of quarters, which every annual report has, was not found")


def absent_items(found: bool, stream: Stream, info: FilingInfo) -> tuple[Problem, ...]:
    """A problem where the title of the table of non-recurring items is printed, and the table was not found.

    None where 不适用 is ticked below it.
    """
    form = load("absent")["non_recurring"]
    if found or not stream.document.drawn or info.form not in form["forms"]:
        return ()
    titles = [(n, m[0]) for n, text in enumerate(stream.texts(), 1) for m in _titles(form["title"], text)]
    if not titles or any(ticked(title) is False for _, title in titles):
        return ()
    message = "the title of the table of non-recurring items is printed, but the table could not be read"
    return (Problem("missing-table", message, titles[0][0]),)


def _titles(pattern: str, text: str) -> Iterator[re.Match[str]]:
    plain = "\n".join(map(normal, text.splitlines()))
    return re.finditer(pattern, plain, re.MULTILINE)


def _year(info: FilingInfo) -> int:
    return int((info.period or "0")[:4])


def with_absent_holders(found: Holders, stream: Stream, info: FilingInfo) -> Holders:
    """Shareholders, with a problem where the table of the largest was not found, has too many rows, or lost cells."""
    problems: list[Problem] = []
    tables = [h.table for h in found.records]
    if tables and (stream.document.as_printed or "top10" in tables):
        problems += _of_holders(found, info)
    if stream.document.drawn:  # of other documents it is told with what else their rows may lack
        problems += natures_lost(found.records)
    if not stream.document.as_printed and "top10" not in tables:
        problems.append(_no_table("the ten largest shareholders", stream))
    elif _lacks_unrestricted(found, info):
        problems += _no_unrestricted(found, stream)
    elif (
        not stream.document.as_printed
        and tables.count("top10") > TOP
        and all(p.code != "row-count" for p in found.problems)
    ):
        message = f"the table of the top10 holders has {tables.count('top10')} rows where the form asks for {TOP}"
        problems.append(Problem("row-count", message, found.records[0].source.page))
    counts = _of_counts(found) if tables or not stream.document.as_printed else ()
    said = _at_once(replace(found, problems=(*problems, *found.problems)), stream)
    return replace(said, problems=(*said.problems, *counts))


def _of_counts(found: Holders) -> Iterator[Problem]:
    """The number of shareholders, where it was not read and no problem speaks of it."""
    label = load("holders")["text"]["counts"]["label"]
    named = any(re.search(label, problem.message) for problem in found.problems)
    if found.counts.holders is None and not named:
        page = found.records[0].source.page if found.records else None
        yield Problem("missing-row", "the number of shareholders, which every report prints, was not found", page)


def _lacks_unrestricted(found: Holders, info: FilingInfo) -> bool:
    """Whether a full report lacks the second table of its form; summaries and Beijing's forms have the first alone."""
    told = any(h.table == "top10_unrestricted" for h in found.records) or any(
        p.code == "table-not-read" for p in found.problems
    )
    return not told and info.form == "full" and info.exchange not in load("absent")["holders"]["without_unrestricted"]


def _no_unrestricted(found: Holders, stream: Stream) -> Iterator[Problem]:
    """The second table, which was not found; banks that tell restricted shares in no column print none either."""
    if not stream.document.as_printed:
        yield _no_table("the ten largest holders of unrestricted shares", stream)
    elif any(h.restricted_shares is not None for h in found.records):
        message = "the table of the ten largest holders of unrestricted shares was not found"
        yield Problem("missing-table", message, found.records[0].source.page)


def _of_holders(found: Holders, info: FilingInfo) -> Iterator[Problem]:
    """What every report's pages say of shareholders, where nothing else says that it was not read."""
    if _year(info) < load("absent")["holders"]["since"]:
        return
    page = found.records[0].source.page
    if all(h.table != "top10" for h in found.records) and all(p.code != "table-not-read" for p in found.problems):
        yield Problem("missing-table", "the table of the ten largest shareholders was not found", page)


def _no_table(what: str, stream: Stream) -> Problem:
    if sum(len(_SQUARE.findall(text)) for text in stream.texts()) >= _SQUARES:
        message = "the tables of this text are missing (■ stands in their place, as newspapers print them); use the PDF"
    elif stream.document.format == "text":
        message = f"no table of {what} could be put together from this text; give the PDF, or pdftotext -layout"
    else:
        message = f"no table of {what} was found; the program that made this file may have lost it; give the PDF"
    return Problem("missing-table", message)
