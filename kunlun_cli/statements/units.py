"""In what unit a statement's amounts are: as it states, or as the one before it does where that is borne out."""

from __future__ import annotations

from decimal import Decimal

from kunlun_cli.figures.units import Unit
from kunlun_cli.records import Problem
from kunlun_cli.schedules.reader import money_unit
from kunlun_cli.statements.gather import Found
from kunlun_cli.statements.items import per_share

# The largest amounts of two statements in one unit are within this factor of each other: assets, revenue and cash
# flows of a going concern. Units of forms lie a thousand apart (元, 千元, 百万元), so another unit shows.
ALIKE = 30


class Units:
    """The units of a report's statements, read in printed order."""

    def __init__(self) -> None:
        self._unit: Unit | None = None
        self._largest = Decimal(0)

    def of(self, found: Found, problems: list[Problem]) -> Unit | None:
        """The unit of a statement's amounts; `None`, and a problem, where it cannot be told.

        Some reports state the unit above the first statement alone: it stands for another without one if the
        amounts of both are as large.
        """
        doubts = [s.unit_doubt for s in found.schedules if s.unit_doubt]
        stated = next((u for u in map(money_unit, found.schedules) if u is not None), None)
        largest = _largest(found)
        if stated is not None and not doubts:
            self._unit, self._largest = stated, largest
            return stated
        alike = self._largest and largest and 1 / Decimal(ALIKE) <= largest / self._largest <= ALIKE
        if alike and not doubts:
            return self._unit
        why = doubts[0] if doubts else "it states no unit that is understood"
        message = f"the {found.title.statement.replace('_', ' ')}: {why}; its amounts were not taken"
        problems.append(Problem("no-unit", message, found.schedules[0].page))
        return None


def _largest(found: Found) -> Decimal:
    """The largest amount of a statement, as printed."""
    rows = (row for schedule in found.schedules for row in schedule.rows if not per_share(row.label))
    return max((abs(c.value) for row in rows for c in row.cells if c.value is not None), default=Decimal(0))
