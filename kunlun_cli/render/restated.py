"""Figures of one period that two filings print, for a reader: what was restated, moved or changed in silence."""

from __future__ import annotations

from collections.abc import Iterator

from kunlun_cli.compare.model import Diff, Restatement, Statement
from kunlun_cli.render.sheet import Column, Kind, Row, Sheet

WHERE = Column("where", "pages")
_VERDICTS = {
    "equal": "equal",
    "declared": "restated, declared",
    "declared_otherwise": "restated; 调整前 is another figure",
    "reclassified": "moved between lines",
    "silent": "CHANGED IN SILENCE",
}


def page_pair(old: int | None, new: int | None) -> str | None:
    """The pages in the older and the newer filing."""
    if old is None and new is None:
        return None
    return "p." + "/".join("–" if page is None else str(page) for page in (old, new))


def restated_sheets(diff: Diff) -> Iterator[Sheet]:
    """What both filings print of one period, where it is not the same."""
    if not diff.restatements:
        return
    changed = [r for r in diff.restatements if r.verdict != "equal"]
    equal = len(diff.restatements) - len(changed)
    note = f"{equal} of {len(diff.restatements)} figures that both filings print are equal." if equal else None
    columns = (
        *Kind.TEXT.columns(label="item", verdict="verdict", period="period"),
        *Kind.AMOUNT.columns(old="older filing", new="newer filing", before="newer filing, 调整前"),
        Column("change", "difference", Kind.CHANGE),
        WHERE,
    )
    rows = tuple(restatement_row(r) for r in changed)
    name = "Figures of the same period in both filings"
    explained = dict.fromkeys(f"{r.old.label}: {r.explanation}" for r in changed if r.explanation)
    yield Sheet("restatements", name, columns, rows, (*explained, *((note,) if note else ()))).without_empty()


def _sides(given: Restatement) -> dict[str, Statement | None]:
    return {"old": given.old, "new": given.new, "before": given.before}


def restatement_row(given: Restatement) -> Row:
    """One restatement for a reader."""
    pages = page_pair(given.old.source.page, given.new.source.page)
    return Row(
        {
            "label": given.old.label,
            "verdict": _VERDICTS[given.verdict],
            "period": str(given.new.period),
            "old": given.old.value,
            "new": given.new.value,
            "before": given.before.value if given.before else None,
            "change": given.difference,
            "where": pages,
        },
        places={key: each.source for key, each in _sides(given).items() if each is not None},
    )
