"""KL410: the change of production, sales and stock."""

from __future__ import annotations

from dataclasses import replace

from kunlun_cli.checks.cases import INFO, number
from kunlun_cli.checks.changes import Change, judge_changes
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Finding, Said
from kunlun_cli.checks.matching import gathered
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import figure
from kunlun_cli.records import Segments, VolumeRecord


def _each(facts: Facts) -> Said:
    changes: list[Change] = []
    for row in facts.segments.volumes:
        printed, current, base = (figure(row, name) for name in ("change", "value", "prior"))
        if printed is not None and current is not None and base is not None:
            changes.append(Change(f"{row.name} {row.label}", printed, current, base))
    # Volumes are often rounded in a unit that is not printed: what is left is odd, not proven.
    for said in judge_changes(changes):
        yield replace(said, severity="warning") if isinstance(said, Finding) and said.severity == "error" else said


def _example(change: str) -> Facts:
    row = VolumeRecord("柴油机", "sales", "销售量", "台", number("1,200"), number("1,000"), number(change))
    return Facts(INFO, segments=Segments(volumes=(row,)))


RULE = Rule(
    code="KL410",
    name="change of a volume",
    severity="warning",
    checks="The printed change of production, sales and stock of a product follows from the two volumes beside it.",
    why="格式准则第2号: 产销量情况. Some filers compute it from volumes that they print rounded, hence a warning.",
    formula="(current - prior) / |prior| × 100",
    trips=Case("1,200 against 1,000, change printed 2.00%", _example("2.00")),
    holds=Case("1,200 against 1,000, change printed 20.00%", _example("20.00")),
    apply=lambda facts: gathered(_each(facts), "the change"),
)
