"""What statements and tables of the notes say, and what is expected of a reader of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["balance_sheet", "income_statement", "cash_flow"]
Scope = Literal["consolidated", "parent"]
# What leads a label and is none of it; brackets that explain signs.
LEADS = ("其中：", "加：", "减：")
SIGNS = ("（亏损以“－”号填列）", "（元/股）")


@dataclass(frozen=True)
class Entry:
    """A printed line: its label as printed, note, and the amounts of both years; a heading has none."""

    label: str
    values: tuple[Decimal | None, Decimal | None] = (None, None)
    note: str = ""
    item: str | None = None

    @property
    def plain(self) -> str:
        """The label without its number, what leads it and what explains signs."""
        text = self.label
        for mark in SIGNS:
            text = text.removesuffix(mark)
        if text[0] in "一二三四五六七八" and text[1] == "、":
            text = text[2:]
        text = text.removeprefix("1.").removeprefix("2.")
        if text.startswith("（"):
            text = text[3:]
        return next((text.removeprefix(lead) for lead in LEADS if text.startswith(lead)), text)


@dataclass(frozen=True)
class Statement:
    """A statement of one scope."""

    kind: Kind
    scope: Scope
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Note:
    """A table of the notes: its titles, and rows of texts under a heading."""

    titles: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, Decimal, Decimal], ...]


def records(given: tuple[Statement, ...]) -> list[dict[str, object]]:
    """The lines with an amount, as they are expected; the group's before the parent's of each kind."""
    return [
        {
            "statement": statement.kind,
            "scope": statement.scope,
            "item": entry.item,
            "label": entry.plain,
            "note": entry.note or None,
            "unit": "CNY/share" if "每股" in entry.label else "CNY",
            "value": entry.values[0],
            "prior": entry.values[1],
        }
        for statement in given
        for entry in statement.entries
        if entry.values != (None, None)
    ]
