"""The business narrative of a report: its outline and the figures that management states in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kunlun_cli.extract.metrics import metrics
from kunlun_cli.extract.outline import headings
from kunlun_cli.extract.paragraphs import Paragraph, paragraphs
from kunlun_cli.extract.sections import narrative_pages, spans
from kunlun_cli.pages.page import Line
from kunlun_cli.records import FilingInfo, Metric, OutlineEntry, Problem
from kunlun_cli.tables.table import Table

__all__ = ["narrative", "narrative_pages"]

# So many characters tell which paragraph is meant.
_SHOWN = 20


def narrative(
    blocks: Sequence[Line | Table], info: FilingInfo | None = None
) -> tuple[tuple[OutlineEntry, ...], tuple[Metric, ...], tuple[Problem, ...]]:
    """The outline and the stated figures of a report.

    Args:
        blocks: lines and tables in reading order, at least those of `narrative_pages`.
        info: what the filing is; its short name is one of the names of the company.

    Returns:
        the headings, the figures, each in printed order, and what is missing: a report in which no
        section of the narrative is found gives a problem, never an empty answer alone.
    """
    texts = [b.text if isinstance(b, Line) else "" for b in blocks]
    found = spans(texts)
    if not found:
        problem = Problem("no-narrative", "No section of the business narrative was found by its title.")
        return (), (), (problem,)
    several = len(found) > 1
    content: list[Paragraph] = []
    roots = []
    for first, end in found:
        roots.append(len(content))
        content += paragraphs(blocks[first:end])
    if not several:
        content, roots = content[1:], []
    entries = headings(content, roots)
    outline = tuple(h.entry for h in entries if h.entry is not None)
    return outline, tuple(metrics(content, entries, info)), tuple(_withheld(content))


def _withheld(content: Sequence[Paragraph]) -> Iterator[Problem]:
    """The figures of paragraphs that may not say what a person sees; days alone, in the colour of a link, are none."""
    for paragraph in content:
        if paragraph.doubt and metrics([paragraph._replace(doubt="")], ()):
            message = f"figures stated in {paragraph.text[:_SHOWN]!r} are not given: {paragraph.doubt}"
            yield Problem("doubted-cell", message, paragraph.page_at(0))
