"""One kind of relation over every table of a filing, as a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Verified
from kunlun_cli.checks.relations.findings import told
from kunlun_cli.checks.relations.verdict import Broken, Held, Unsure, Verdict
from kunlun_cli.checks.relations.worksheet import Worksheet


def over_tables(
    judge: Callable[[Worksheet], Iterable[Verdict]],
) -> Callable[[Facts], Iterator[Finding | Evidence | Verified]]:
    """What a rule says of a filing: of each of its tables what `judge` says."""

    def apply(facts: Facts) -> Iterator[Finding | Evidence | Verified]:
        for sheet in facts.tables:
            yield from _of_table(sheet, list(judge(sheet)))

    return apply


def _of_table(sheet: Worksheet, verdicts: Sequence[Verdict]) -> Iterator[Finding | Evidence | Verified]:
    broken: list[Broken] = []
    held = sum(v.count for v in verdicts if isinstance(v, Held))
    untold = sum(isinstance(v, Unsure) for v in verdicts)
    if held or untold:
        yield Verified(sheet.schedule.number, sheet.schedule.title or "", sheet.schedule.page, held, untold)
    for verdict in verdicts:
        match verdict:
            case Held(count=count):
                yield from [Evidence.STRONG] * count
            case Unsure():
                yield Evidence.UNTOLD
            case Broken():
                broken.append(verdict)
            case Finding():
                yield verdict
    yield from told(sheet, broken)
