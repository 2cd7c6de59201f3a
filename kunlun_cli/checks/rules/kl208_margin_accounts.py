"""KL208: shares held in margin accounts."""

from __future__ import annotations

import re
from decimal import Decimal

from kunlun_cli.checks.cases import INFO, holder
from kunlun_cli.checks.facts import Facts
from kunlun_cli.checks.finding import Evidence, Finding, Said
from kunlun_cli.checks.matching import accused, places
from kunlun_cli.checks.rule import Case, Rule
from kunlun_cli.figures.figure import Figure, figure
from kunlun_cli.forms import normal
from kunlun_cli.records import Holder, HolderNotes, Holders

_COUNT = r"([\d,]+)股"
_SPLIT = re.compile(rf"普通[^,;。\d]{{0,40}}{_COUNT}[^。;]{{0,80}}?信用[^,;。\d]{{0,60}}{_COUNT}")
_TOTAL = re.compile(rf"(?:合计|共|实际合计)(?:持有|持股)?[^\d,;。]{{0,20}}{_COUNT}")


def _apply(facts: Facts) -> Said:
    for row in facts.holders.records:
        margin, held = figure(row, "margin_account_shares"), figure(row, "shares")
        if margin is not None and held is not None:
            yield _within(row, margin, held)
    yield from _sentences(facts)


def _within(row: Holder, margin: Figure, held: Figure) -> Finding | Evidence:
    if 0 <= margin.value <= held.value:
        return Evidence.STRONG
    message = f"{margin.text} shares in the margin account of {held.text} held"
    return accused(row.name, message, margin, held, severity="warning", expected=f"at most {held.text}")


def _sentences(facts: Facts) -> Said:
    """The note's own sums: ordinary account + margin account = together = the holder's row."""
    for clause in re.split(r"[;。]", normal(facts.holders.notes.margin or "")):
        split = _SPLIT.search(clause)
        together = _TOTAL.search(clause, split.end()) if split else None
        if split is None or together is None or len(_SPLIT.findall(clause)) != 1:
            continue
        ordinary, margin, whole = (_number(n) for n in (*split.groups(), together.group(1)))
        rows = [r for r in facts.holders.records if normal(r.name) in clause and r.table == "top10"]
        subject = rows[0].name if len(rows) == 1 else clause[:20]
        if ordinary + margin == whole:
            yield _together(rows, whole)
            continue
        yield Finding(
            severity="error",
            subject=subject,
            message=f"{ordinary:,} shares in the ordinary account and {margin:,} in the margin account are "
            f"{ordinary + margin:,}, not {whole:,}",
            printed=f"{whole:,}",
            expected=f"{ordinary + margin:,}",
            sources=tuple(place for row in rows for place in (row.cells.get("margin_account_shares", row.source),)),
        )


def _together(rows: list[Holder], whole: Decimal) -> Finding | Evidence:
    """Both accounts together against the holder's row."""
    held = figure(rows[0], "shares") if len(rows) == 1 else None
    if held is None or held.value == whole:
        return Evidence.STRONG
    return Finding(
        severity="warning",
        subject=rows[0].name,
        message=f"{whole:,} shares in both accounts, but {held.text} in the table",
        printed=f"{whole:,}",
        expected=held.text,
        sources=places(held),
    )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _example(together: str) -> Facts:
    note = f"甲某通过普通证券账户持有1,000,000股,通过某证券公司信用证券账户持有500,000股,合计持有{together}股。"
    row = holder("甲某", "1,500,000", margin_account_shares="500,000")
    return Facts(INFO, holders=Holders(records=(row,), notes=HolderNotes(margin=note)))


RULE = Rule(
    code="KL208",
    name="margin accounts",
    checks="The shares in a holder's margin account are not more than those held, and where the note names the "
    "ordinary account, the margin account and both together, the sum is right.",
    why="格式准则第2号, 第3号: the note 前10名股东参与融资融券业务情况说明 splits up the holder's row.",
    formula="ordinary + margin = together; margin ≤ held",
    trips=Case("1,000,000 and 500,000 shares, together 1,050,000", _example("1,050,000")),
    holds=Case("1,000,000 and 500,000 shares, together 1,500,000", _example("1,500,000")),
    apply=_apply,
)
