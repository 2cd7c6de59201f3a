"""Tables with the lines of text that stand above them: what a table is, its title says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kunlun_cli.figures.units import Unit, unit_above
from kunlun_cli.forms import matches, normal
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Table

# A line longer than this is a sentence, not a title.
MAX_TITLE = 60


class Framed(NamedTuple):
    """A table and the lines between it and the table before, in printed order."""

    table: Table
    above: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above, those that the table itself carries included."""
        known = {normal(line) for line in self.above}
        return (*self.above, *(line for line in self.table.title_lines if normal(line) not in known))

    @property
    def unit(self) -> Unit | None:
        """The unit stated above the table, or `None`."""
        return unit_above(self.lines)

    def titled(self, titles: Iterable[str]) -> int:
        """The position of the last line above that is one of some titles; -1 where there is none."""
        patterns = tuple(titles)
        found = [i for i, t in enumerate(self.lines) if len(t) <= MAX_TITLE and matches(patterns, t)]
        return found[-1] if found else -1


def framed(stream: Iterable[Block]) -> Iterator[Framed]:
    """The tables of some blocks, each with the lines above it; one without text parts no title from its table."""
    above: list[str] = []
    for block in stream:
        if not isinstance(block, Table):
            above.append(block.text)
        elif any(cell.text for row in block.rows for cell in row.cells):
            yield Framed(block, tuple(above))
            above = []
