"""One figure in two places, several times over: where most agree, a slip of the pen explains the one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kunlun_cli.checks.finding import Evidence, Said
from kunlun_cli.checks.matching import disagreement
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.slips import Slip, likely_slip

ROUND = 1000
"""Two counts that differ by one digit times so much, or more, may both be right: of two days, or of two sorts."""


class Twice(NamedTuple):
    """A figure and the same one in another place."""

    subject: str
    here: Figure
    there: Figure

    @property
    def agrees(self) -> bool:
        """Whether both are one figure, as far as they are printed."""
        return self.here.interval.meets(self.there.interval)

    @property
    def slip(self) -> Slip | None:
        """What makes the one of the other."""
        return likely_slip(self.here, lambda f: f.interval.meets(self.there.interval))

    @property
    def is_round(self) -> bool:
        """Whether what lies between them is one digit of a high place."""
        gap = abs(self.here.value - self.there.value)
        return gap >= ROUND and len(f"{gap:f}".replace(".", "").strip("0")) == 1


ENOUGH = 3
"""Figures of two tables that agree, and all but one of them do, so that the tables are one in two places."""


def judge_twice(said: Sequence[Twice], place: str, *, sure: bool = False, whole: bool = False) -> Said:
    """Says of figures that stand twice whether they agree; of one that does not, where others do and a slip explains.

    Args:
        said: what stands in both places.
        place: where the second place is, in words.
        sure: whether something else shows that both are the same, so that no other has to agree.
        whole: whether all of one table stands in the other too, with its total: a single one that does not agree is
            wrong in one of them, whether a slip explains it or not.
    """
    agreeing = [one for one in said if one.agrees and one.here.value]
    single = whole and len(agreeing) >= ENOUGH and sum(not one.agrees for one in said) == 1
    yield from (Evidence.STRONG for _ in agreeing)
    for one in said:
        if one.agrees:
            continue
        if not single and (one.slip is None or not (agreeing or sure)):
            yield Evidence.UNTOLD
            continue
        message = (
            f"{one.subject} is printed {{printed}} here and {one.there.text} in {place} (page {one.there.source.page})"
        )
        yield disagreement(one.subject, message, one.here, one.there.interval, one.there)
