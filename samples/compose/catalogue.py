"""All samples: which documents there are and which files each of them gives."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from dataclasses import dataclass

from compose import docx, html, layout, pdf, text, truth
from compose.facts import Filing
from compose.filings import (
    kunlun_facts,
    misprints,
    pagebreak_q1,
    portal,
    series,
    sh_annual,
    sh_full,
    star_halfyear,
    sz_halfyear,
    sz_q3,
    sz_restated,
    whole,
)
from compose.model import BOX, ROOT, Document, Line, Table


@dataclass(frozen=True)
class Sample:
    """One made-up filing and the shapes in which it is written."""

    stem: str
    facts: Filing
    document: Callable[[], Document]
    shapes: tuple[str, ...] = ("pdf",)


SAMPLES = (
    Sample("sz_halfyear_summary", sz_halfyear.FACTS, sz_halfyear.document, ("pdf", "docx", "columns.txt", "rows.txt")),
    Sample("kunlun_facts_halfyear_summary", kunlun_facts.FACTS, kunlun_facts.document, ("pdf", "docx", "columns.txt")),
    Sample("sh_annual_summary", sh_annual.FACTS, sh_annual.document, ("pdf", "docx")),
    Sample("star_halfyear_summary", star_halfyear.FACTS, star_halfyear.document, ("pdf", "docx")),
    Sample("sz_q3", sz_q3.FACTS, sz_q3.document, ("pdf", "docx")),
    Sample("sz_annual_restated", sz_restated.FACTS, sz_restated.document, ("pdf", "docx")),
    Sample("sh_annual_full_segments", sh_full.FACTS, sh_full.document, ("pdf", "docx")),
    Sample("pagebreak_q1", pagebreak_q1.FACTS, pagebreak_q1.document),
    *(Sample(f"series_a_{period}", series.FACTS[period], series.document(period)) for period in series.FACTS),
    *(Sample(f"whole_b_{period}", whole.FACTS[period], whole.document(period)) for period in whole.FACTS),
    Sample("misprints", misprints.FACTS, misprints.document),
    Sample("portal_table", portal.TABLE_FACTS, portal.table_document, ("tables.html",)),
    Sample("portal_pre", portal.PRE_FACTS, portal.pre_document, ("pre.html",)),
)
ENDINGS = {"tables.html": "html", "pre.html": "html"}


def files(sample: Sample) -> dict[str, bytes]:
    """File name → bytes, for every shape and the expected answers."""
    document = sample.document()
    pages = layout.lay_out(document)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf.paint(document, pages),
        "columns.txt": lambda: text.by_columns(document, "R").encode("utf-8"),
        "rows.txt": lambda: text.by_rows(document, pages, ROOT).encode("gb18030"),
        "docx": lambda: docx.document(document),
        "tables.html": lambda: html.with_tables(document).encode("utf-8"),
        "pre.html": lambda: html.preformatted(document).encode("gb18030"),
    }
    out = {f"{sample.stem}.{ENDINGS.get(shape, shape)}": makers[shape]() for shape in sample.shapes}
    out[f"{sample.stem}.truth.json"] = (truth.dump(truth.answers(sample.facts)) + "\n").encode()
    return out


def planted() -> bytes:
    """The misprints of `misprints.pdf`, as JSON."""
    return (json.dumps(misprints.PLANTED, ensure_ascii=False, indent=1) + "\n").encode()


def characters() -> set[str]:
    """Every character that the samples' pages show, and all of ASCII."""
    used = set(string.ascii_letters + string.digits + string.punctuation + " " + BOX + ROOT + "／％＆－—")
    for sample in SAMPLES:
        document = sample.document()
        used |= set(document.header)
        for block in document.blocks:
            if isinstance(block, Line):
                used |= set(block.text)
            elif isinstance(block, Table):
                used |= {c for cells in block.rows for cell in cells for c in cell.text}
    return {c for c in used if c >= " " and not "\uf000" <= c <= "\uf0ff"}
