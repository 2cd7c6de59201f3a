"""A row's label to the item it is, after the form's list."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kunlun_cli.figures.units import split_label
from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records import FinancialRecord, Problem

# A numbering, with its sign or a mere space (1 营业收入), or a 其中： before the item's own words.
_LEAD = re.compile(
    r"^(其中[:：]|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+\)|\d+[.、]|\d{1,2}(?=[\u4e00-\u9fff]))"
)

# Where the label of a line may end within a text: behind a unit, or before the number of the next.
_NEXT = re.compile(r"(?<=[\u4e00-\u9fff)])(?=\(\d{1,2}\)[\u4e00-\u9fff]{2})|(?<=\))(?=[\u4e00-\u9fff]{2})")

# The shortest label of a key figure: 总资产.
_SHORTEST = 3
SHOWN = 40
"""So many characters of a label tell a reader which one is meant."""


_LATIN_TAIL = re.compile(r"(?<=[\u4e00-\u9fff)])[/|]?[A-Za-z][A-Za-z,.'&()/-]*$")


class Item(NamedTuple):
    """The item's key in the contract (`None` for any other line) and its kind in the form data."""

    item: str | None
    kind: str


@functools.lru_cache(maxsize=1024)
def item_of(label: str) -> Item:
    """The item that a label without its unit names; none where it holds the labels of two."""
    form = load("financials")
    target = _plain(label)
    # Companies with foreign shares print a label's English behind it.
    for words in dict.fromkeys((target, _LATIN_TAIL.sub("", target))):
        for entry in form["items"]:
            if matches(entry["patterns"], words):
                return Item(None if of_two(label) else entry["item"], entry["kind"])
    for entry in form["other_kinds"]:
        if matches(entry["patterns"], target):
            return Item(None, entry["kind"])
    return Item(None, "flow")


def of_two(label: str) -> bool:
    """Whether the beginning of the next label stands behind that of a line, whose figures the row's are.

    加权平均净资产收益率（%）(5)扣除非经常性损益后的加 names the next line by its words.
    """
    text = normal(label)
    cuts = [(text[: m.start()], text[m.start() :]) for m in _NEXT.finditer(text)]
    return any(is_whole(split_label(a)[0]) and (b.startswith("(") or item_of(b).item is not None) for a, b in cuts)


def as_noted(records: Sequence[FinancialRecord], below: Sequence[str]) -> list[FinancialRecord]:
    """Records, a net profit with the mark of a note (净利润注) being what the note below its table says that it is."""
    form = load("financials")["profit"]
    noted = any(matches([form["noted"]], line) for line in below)
    return [
        replace(r, item="net_profit_parent") if noted and r.item is None and matches([form["marked"]], r.label) else r
        for r in records
    ]


def but_rows(lines: Sequence[str]) -> list[str]:
    """Lines above a table without units that hang from the label of a row in none: 净利润 / （单位：百万元）."""
    pairs = zip(["", *lines], lines, strict=False)
    return [line for above, line in pairs if not (line.startswith(("（", "(")) and item_of(above).item)]


def is_whole(label: str) -> bool:
    """Whether a label without its unit names an item and nothing else stands behind it."""
    target = _plain(label)
    return any(re.fullmatch(p, target) for entry in load("financials")["items"] for p in entry["patterns"])


def rank_of(label: str) -> int:
    """How near a label is to the item it names: 0 for the first of the wordings that the form lists, then on."""
    target = _plain(label)
    for entry in load("financials")["items"]:
        if matches(entry["patterns"], target):
            return next(i for i, pattern in enumerate(entry["patterns"]) if matches([pattern], target))
    return 0


def _plain(label: str) -> str:
    # 净利润注, 股东权益注1: insurers' marks of a note below.
    plain = re.sub(r"(?<=[^\W\d])注\d{0,2}$", "", _LEAD.sub("", normal(label)))
    return re.sub(r"\((元|注|%).{0,6}\)$", "", plain)


def unlike(records: Sequence[FinancialRecord]) -> list[Problem]:
    """Lines that no form knows whose label begins as that of a line that is missing: a word of a cell got into it.

    Or that holds words of a heading.
    """
    known = {r.item for r in records if r.item}
    odd = [r for r in records if matches(load("financials")["section"]["not_labels"], r.label)]
    out = [Problem("no-label", f"the label {r.label[:SHOWN]} holds words of a heading", r.source.page) for r in odd]
    for record in (r for r in records if item_of(r.label) == Item(None, "flow")):
        heads = (record.label[:n] for n in range(_SHORTEST, len(record.label)))
        item = next((i for head in heads if (i := item_of(split_label(head)[0]).item) and i not in known), None)
        if item:
            message = f"{record.label[:SHOWN]} begins as the label of a line that is not there ({item})"
            out.append(Problem("missing-row", message, record.source.page))
    return out
