"""KL412: the breakdowns of the main business against each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kunlun_cli.checks.cases import segment, segments
from kunlun_cli.checks.facts import Facts, parts, rows_of
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure, show
from kunlun_cli.figures.interval import Interval, total

_DIMENSIONS = {"industry", "product", "region", "sales_model"}


def _apply(facts: Facts) -> Said:
    rows = rows_of(facts, "major")
    for field in ("revenue", "cost"):
        sums = []
        for (dimension, label), group in parts(rows):
            figures = [f for row in group if (f := figure(row, field)) is not None]
            if dimension in _DIMENSIONS and len(figures) == len(group):
                sums.append((label or dimension, figures, total(f.interval for f in figures)))
        yield from _judge(sums)


def _judge(sums: Sequence[tuple[str, list[Figure], Interval]]) -> Said:
    """Two breakdowns that agree show what the whole is; one that then misses it narrowly has a slip.

    Breakdowns need not be complete (rows below 10 % may be left out), so a wide miss says nothing.
    """
    for name, figures, made in sums:
        agreeing = [other for label, _, other in sums if label != name and other.meets(made)]
        rest = [(label, other) for label, _, other in sums if label != name]
        if agreeing:
            yield Evidence.STRONG
        elif len(rest) >= 2 and all(rest[0][1].meets(other) for _, other in rest):
            yield _odd(name, figures, made, rest)
        elif rest:
            yield Evidence.WEAK


def _odd(name: str, figures: list[Figure], made: Interval, rest: list[tuple[str, Interval]]) -> Finding:
    others = "、".join(label for label, _ in rest)
    unit = figures[0].unit
    middle, whole = made.middle or Fraction(0), rest[0][1].middle or Fraction(0)
    return Finding(
        severity="note",
        subject=name,
        message=f"the rows of {name} add up to {show(middle, unit)}, those of {others} to {show(whole, unit)}",
        printed=show(middle, unit),
        expected=show(whole, unit),
        sources=places(*figures),
    )


def _example(other: str) -> Facts:
    return segments(
        segment("制造业", table="major", dimension="industry", revenue="100,000,000.00"),
        segment("柴油机", table="major", revenue="80,000,000.00"),
        segment("其他", table="major", revenue="20,000,000.00"),
        segment("国内", table="major", dimension="region", revenue="90,000,000.00"),
        segment("国外", table="major", dimension="region", revenue=other),
    )


RULE = Rule(
    code="KL412",
    name="breakdowns of the main business",
    severity="note",
    checks="In 主营业务分行业、分产品、分地区 the breakdowns add up to the same revenue and the same costs.",
    why="格式准则第2号. Rows of less than 10% may be left out of any of them, hence a note, and only where two agree.",
    formula="Σ industry = Σ product = Σ region = Σ sales model",
    trips=Case("100 million by industry and by product, 91 million by region", _example("1,000,000.00")),
    holds=Case("100 million by industry, by product and by region", _example("10,000,000.00")),
    apply=_apply,
)
