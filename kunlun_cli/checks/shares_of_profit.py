"""Two profits and the two figures that share them out: earnings per share, or return on net assets.

Both figures have the same denominator, weighted shares or weighted net assets, so that the two
profits imply the same one. Distributions on other equity instruments are taken off both profits.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kunlun_cli.checks.facts import COLUMNS, Facts, find, pairs
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import COARSE, disagreement
from kunlun_cli.figures.figure import Figure
from kunlun_cli.figures.interval import Interval

NET, EXCLUDED = "net_profit_parent", "net_profit_parent_excl_nonrecurring"

_NEAR = Interval(Fraction(97, 100), Fraction(103, 100))
"""After a merger under common control 编报规则第9号 weighs the two denominators differently."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A profit and the figure printed for it."""

    profit: Figure
    figure: Figure

    @property
    def denominator(self) -> Interval:
        """What the profit was divided by, in units of the figure."""
        return self.profit.interval / self.figure.interval


def judge_both(facts: Facts, of_net: str, of_excluded: str, denominator: str) -> Said:
    """Compares the two figures in each column. `denominator` names what they are divided by."""
    for field in COLUMNS:
        net = [Shared(p, f) for p, f in pairs(facts, NET, of_net, field)]
        excluded = [Shared(p, f) for p, f in pairs(facts, EXCLUDED, of_excluded, field)]
        if len(net) == len(excluded) == 1:
            record = find(facts, of_excluded)
            yield _judge(net[0], excluded[0], record.label if record else of_excluded, denominator)


def _judge(net: Shared, excluded: Shared, label: str, denominator: str) -> Finding | Evidence:
    if 0 in net.figure.interval or 0 in excluded.figure.interval:
        return Evidence.WEAK
    expected = excluded.profit.interval / net.denominator
    if excluded.figure.interval.meets(expected):
        width = expected.width
        return Evidence.WEAK if width is None or width > COARSE * excluded.figure.unit else Evidence.STRONG
    near = excluded.figure.within_one_unit.meets(expected) or excluded.figure.interval.meets(expected * _NEAR)
    if near or _with_distribution(net, excluded):
        return Evidence.WEAK
    message = (
        f"{label} printed {{printed}}, but {net.figure.text} for a profit of {net.profit.text} implies "
        f"{denominator} that give {{expected}} for {excluded.profit.text}"
    )
    return disagreement(
        label, message, excluded.figure, expected, excluded.profit, net.figure, net.profit, severity="warning"
    )


def _with_distribution(net: Shared, excluded: Shared) -> bool:
    """Whether some distribution, up to half of the net profit and taken off both profits, makes the two meet."""
    between = net.figure.interval - excluded.figure.interval
    if 0 in between:
        return True
    denominator = (net.profit.interval - excluded.profit.interval) / between
    distribution = net.profit.interval - denominator * net.figure.interval
    positive = denominator.high is None or denominator.high > 0
    return positive and distribution.meets(Interval(Fraction(0), max(Fraction(net.profit.value) / 2, Fraction(0))))
