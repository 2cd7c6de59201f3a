"""Which pages of a report have its statements: by titles and lines in the quick texts."""

from __future__ import annotations

import re

from kunlun_cli.disclosures.contents import is_contents
from kunlun_cli.disclosures.locate import MAX_RUN, runs
from kunlun_cli.forms import normal
from kunlun_cli.pages.document import Document
from kunlun_cli.schedules.rows import known_labels, plain_label
from kunlun_cli.statements.titles import title_of
from kunlun_cli.tables.blocks import blocks
from kunlun_cli.tables.table import Table

# So many lines of the forms make a page one of a statement though no title is on it.
LINES = 6


def statement_pages(document: Document) -> list[tuple[int, int]]:
    """Runs of pages on which statements stand or may stand, first and last."""
    wanted: set[int] = set()
    for number in range(1, document.n_pages + 1):
        text = document.text(number)
        if is_contents(text):
            continue
        lines = text.splitlines()
        titled = any(title_of(line) for line in lines if "表" in line)
        if titled or _forms_lines(lines) >= LINES:
            wanted.add(number)
    out: list[tuple[int, int]] = []
    for first, last in runs(sorted(wanted)):
        # The title may stand at the foot of a page, and a table run over the page's end.
        end = _last(document, first, last)
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((first, end))
    return out


def _forms_lines(lines: list[str]) -> int:
    known = known_labels()
    return sum(bool(word) and plain_label(word) in known for word in map(_leading, lines))


def _leading(line: str) -> str:
    target = normal(line)
    return re.split(r"(?<=[\u4e00-\u9fff)])(?=[-(]?\d)", target, maxsplit=1)[0]


def _last(document: Document, first: int, last: int) -> int:
    """The last page of a run whose drawn table may run over further pages."""
    end = last
    while end < min(document.n_pages, last + MAX_RUN):
        here = blocks([document.page(n) for n in range(max(first, end - 1), end + 1)])
        if not here or not isinstance(here[-1], Table):
            break
        end += 1
    return end
