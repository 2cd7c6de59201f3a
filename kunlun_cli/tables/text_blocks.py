"""A text's pages as lines and tables in reading order, whichever of its three shapes it has."""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.pages.page import Line, Page, Reading
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.table import Table


def text_blocks(pages: Sequence[Page]) -> tuple[list[Line | Table], list[Problem]]:
    """The blocks of some pages of a text, and what of its tables could not be told.

    Tables have the cells that the form's ruled table has; those whose place the text does not show
    are blank, and a problem names them.
    """
    if pages and pages[0].reading is Reading.SPATIAL:
        from kunlun_cli.tables.text.aligned import aligned_blocks

        return aligned_blocks(pages)
    from kunlun_cli.tables.text.flow import flow_blocks

    return flow_blocks(pages)
