"""Whether a statement's lines make its subtotals: a line that was lost, or read into another, shows there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from kunlun_cli.forms import load
from kunlun_cli.records import Problem
from kunlun_cli.records.statements import StatementRecord

# So many lines after one that says 其中 may be parts of the same line: 优先股 and 永续债, 利息费用 and 利息收入.
PARTS = 4
# Lines that may be part of the sum or of another line are tried either way; of more, nothing is said.
MOST = 12
# Last places: what all amounts of a sum are multiples of.
STEPS = tuple(map(Decimal, ("0.0001", "0.01", "1", "1000", "10000", "1000000")))


def incomplete(records: Sequence[StatementRecord]) -> list[Problem]:
    """The subtotals that the lines above them do not make, in either period."""
    out: list[Problem] = []
    for _, group in groupby(records, lambda r: (r.statement, r.scope)):
        lines = list(group)
        for total, parts in _sums(lines):
            for name in ("value", "prior"):
                out += _broken(total, parts, name)
    return out


def _sums(lines: Sequence[StatementRecord]) -> Iterator[tuple[StatementRecord, list[StatementRecord]]]:
    """Each subtotal with the lines above it, from the sum before."""
    form = load("statements")["sums"]
    above: list[StatementRecord] = []
    before: str | None = None
    for line in lines:
        # The parent's equity has one sum, the group's one of its shareholders' before that with the minority's.
        whole = line.item == "total_equity" and before != "equity_parent"
        if above and (line.item in form["of"] or whole):
            yield line, above
        if line.item in form["ends"]:
            above, before = [], line.item
        else:
            above.append(line)


def _broken(total: StatementRecord, lines: Sequence[StatementRecord], name: str) -> Iterator[Problem]:
    printed = getattr(total, name)
    if printed is None:
        return
    sure, open_ = Decimal(0), list[Decimal]()
    since = PARTS + 1
    for line in lines:
        since = 0 if line.part == "of_which" else since + 1
        value = getattr(line, name)
        if value is None:
            if name in line.cells and line.cells[name].doubt:
                return  # it is withheld, and named already
            continue
        value = -value if line.part == "less" and value > 0 else value
        if since <= PARTS or line.item in load("statements")["sums"]["parts"]:
            open_.append(value)
        else:
            sure += value
    # Each amount is exact to half of its last place: a fen, or one of 千元 or 百万元.
    step = max(s for s in STEPS if all(v % s == 0 for v in (sure, printed, *open_)))
    reach = step * (len(lines) + 1) / 2
    if len(open_) > MOST or any(abs(printed - sure - more) <= reach for more in _all_sums(open_)):
        return
    message = (
        f"the lines above {total.label} ({total.scope}, {name}) make {sure}, and it is read as {printed}: "
        "a line may be lost or read wrongly, or the filing does not add up"
    )
    yield Problem("does-not-add-up", message, total.cells.get(name, total.source).page)


def _all_sums(values: Sequence[Decimal]) -> set[Decimal]:
    out = {Decimal(0)}
    for value in values:
        out |= {total + value for total in out}
    return out
