"""What every report prints and an extraction may have lost is named, so that nobody takes it for not disclosed.

For all kinds of file but PDF, whose pages show what is there; programs that extract text drop tables, cut
them, or leave a mark in their place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kunlun_cli.disclosures.locate import all_texts
from kunlun_cli.forms import load
from kunlun_cli.pages.document import Document
from kunlun_cli.records import Financials, Holders, Problem

# Lines that are nothing but a square: newspapers print one where a table was.
_SQUARE = re.compile(r"^\s*[■▇█]\s*$", re.MULTILINE)
# A report has more tables than this.
_SQUARES = 3
# Every form asks for so many holders.
TOP = 10


def with_absent_figures(found: Financials, document: Document) -> Financials:
    """Key figures, with a problem where none was found or lines that every form has are not among them."""
    if document.format == "pdf":
        return found
    if not found.records:
        return replace(found, problems=(*found.problems, _no_table("key figures", document)))
    items = {r.item for r in found.records}
    lost = [entry["name"] for entry in load("absent")["lines"] if not items & set(entry["items"])]
    problems = []
    if lost:
        message = f"the key figures have no line of {', '.join(lost)}; the file may have lost a part of the table"
        problems.append(Problem("missing-row", message, found.records[0].source.page))
    return replace(found, problems=(*found.problems, *problems))


def with_absent_holders(found: Holders, document: Document) -> Holders:
    """Shareholders, with a problem where the table of the largest was not found, or has too many rows."""
    if document.format == "pdf":
        return found
    problems = []
    tables = [h.table for h in found.records]
    if "top10" not in tables:
        problems.append(_no_table("the ten largest shareholders", document))
    if tables.count("top10") > TOP and not any(p.code == "row-count" for p in found.problems):
        message = f"the table of the top10 holders has {tables.count('top10')} rows where the form asks for {TOP}"
        problems.append(Problem("row-count", message, found.records[0].source.page))
    return replace(found, problems=(*problems, *found.problems))


def _no_table(what: str, document: Document) -> Problem:
    if sum(len(_SQUARE.findall(text)) for text in all_texts(document)) >= _SQUARES:
        message = "the tables of this text are missing (■ stands in their place, as newspapers print them); use the PDF"
    elif document.format == "text":
        message = f"no table of {what} could be put together from this text; give the PDF, or pdftotext -layout"
    else:
        message = f"no table of {what} was found; the program that made this file may have lost it; give the PDF"
    return Problem("missing-table", message)
