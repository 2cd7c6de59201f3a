"""The rest of a table of key figures below a heading that is none: what its printed changes prove of its columns.

Programs that extract text cut a table at the page's end and put words of their own, or the first row's figures, where
Markdown demands a heading. Such rows have as many cells as the table above; that their columns are the same is proven
where each printed change follows from the two figures beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kunlun_cli.disclosures.bind import Bound, BoundRow
from kunlun_cli.extract.keyrows import key_records
from kunlun_cli.extract.labels import item_of
from kunlun_cli.extract.plausible import follows
from kunlun_cli.figures.numbers import is_number
from kunlun_cli.figures.units import Unit, split_label
from kunlun_cli.records import FinancialRecord, Problem
from kunlun_cli.tables.table import Row, Table

# So many changes must follow: that one does may be chance.
_PROOFS = 2


def rest_records(
    table: Table, rows: Sequence[Row], above: Bound, unit: Unit, known: Sequence[FinancialRecord]
) -> tuple[list[FinancialRecord], list[Problem]] | None:
    """The records of rows that go on with the table above, and what of them could not be read; `None` if unproven.

    `above` is the heading of the table before, `known` the records that there are.
    """
    width = len(above.heading.columns)
    figures = [r for r in rows if sum(is_number(c.text) for c in r.cells) > 1]
    own = [r for r in figures if len(r.cells) == width and item_of(split_label(r.cells[0].text)[0]).item]
    bound = tuple(BoundRow(r, {i: [c] for i, c in enumerate(r.cells)}) for r in own)
    problems: list[Problem] = []
    records = key_records(Bound(table, above.heading._replace(first=0, end=0), bound, above.by_role), unit, problems)
    told = [follows(r) for r in records]
    again = {(r.item, r.span) for r in known} & {(r.item, r.span) for r in records}
    # Where a row has lost its label, those of the others may stand one row off.
    proven = len(own) == len(figures) and told.count(True) >= _PROOFS and False not in told
    return (records, problems) if proven and not again else None
