"""Lines of a statement by the code that the official forms' line has here, and their labels without what leads them."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from types import MappingProxyType

from kunlun_cli.forms import load, normal
from kunlun_cli.forms.lines import line_key
from kunlun_cli.schedules.schedule import ScheduleRow

_LEAD = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．，,]|[（(][一二三四五六七八九十]{1,3}[）)]\s*[、.．]?|[（(]\d{1,2}[）)]\s*[、.．]?"
    r"|[0-9０-９]{1,2}\s*[、.．)）](?![0-9０-９])|[①-⑳]|(?:其中|加|减)\s*[：:])\s*"
)
# A trailing bracket that says only what sign or unit the line has.
_TRAIL = re.compile(
    r"[（(][^（）()]*(?:填列?|号)[^（）()]*[）)]\s*$|[（(][^（）()]*[元股][／/][^（）()]*股[）)]\s*$|[（(](?:人民币)?元[）)]\s*$"
)

_NOTED = re.compile(
    r"(.*?[^\W\d_][）)]?)((?:附注)?[（(]?(?:[一二三四五六七八九十]{1,3}[）)、.．（(]{1,2}\d{1,3}[）)]?|\d{1,2}(?:[.．]\d{1,3})+|\d{1,3})[）)]?)$"
)
_INNER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．（(]{1,2}\d{1,3}[）)]?|\d{1,2}(?:[.．]\d{1,3})+")


def line_label(text: str) -> str:
    """A line's label as printed, without its number, 其中： and the like, and brackets that explain signs or units."""
    while match := _LEAD.match(text):
        text = text[match.end() :]
    before = None
    while before != text:
        before, text = text, _TRAIL.sub("", text.rstrip("：: "))
    return text.strip()


@functools.cache
def _codes(statement: str) -> MappingProxyType[str, str]:
    items = load("statements")["items"][statement]
    return MappingProxyType({line_key(label): code for code, labels in items.items() for label in labels})


def item_of(statement: str, label: str, seen: Collection[str]) -> str | None:
    """The code of a line, after the codes of those before it; `None` for a line of the filer's own.

    `seen` tells the places of lines that a form prints twice (利息收入 of an insurer, and as a part of 财务费用).
    """
    code = _codes(statement).get(line_key(label))
    for context in load("statements")["context"]:
        if code == context["item"] and any(item in seen for item in context["after"]):
            return str(context["becomes"])
    return code


def is_line(statement: str, label: str) -> bool:
    """Whether a label is one of the lines of the official statement, with the number of a note behind it or not."""
    return line_key(parted(statement, label)[0]) in _codes(statement)


def parted(statement: str, text: str) -> tuple[str, str]:
    """A label and the number of a note set so near behind it that both were read as one; else the label alone."""
    codes = _codes(statement)
    if line_key(text) in codes:
        return text, ""
    found = _NOTED.match(text)
    if found and line_key(found[1]) in codes:
        return found[1], found[2]
    # Of a label on two lines the number stands behind the first.
    for inner in _INNER.finditer(text):
        rest = text[: inner.start()] + text[inner.end() :]
        if line_key(rest) in codes:
            return rest, inner[0]
    return text, ""


def likeness(rows: Iterable[ScheduleRow]) -> tuple[str, int, float]:
    """The statement of which most rows are lines, how many are, and what share of all rows with a label."""
    labels = [row.label for row in rows if row.label]
    names = ("balance_sheet", "income_statement", "cash_flow", "equity")
    counts = {name: sum(is_line(name, label) for label in labels) for name in names}
    best = max(names, key=lambda name: counts[name])
    return best, counts[best], counts[best] / max(len(labels), 1)


def per_share(label: str) -> bool:
    """Whether a line's amount is one per share."""
    return "每股" in normal(label)
