"""A row's label to the item it is, after the form's list."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal

# A numbering or a 其中： before the item's own words.
_LEAD = re.compile(r"^(其中[:：]|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+\)|\d+[.、])")


class Item(NamedTuple):
    """The item's key in the contract (`None` for any other line) and its kind in the form data."""

    item: str | None
    kind: str


@functools.lru_cache(maxsize=1024)
def item_of(label: str) -> Item:
    """The item that a label without its unit names."""
    form = load("financials")
    target = _plain(label)
    for entry in form["items"]:
        if matches(entry["patterns"], target):
            return Item(entry["item"], entry["kind"])
    for entry in form["other_kinds"]:
        if matches(entry["patterns"], target):
            return Item(None, entry["kind"])
    return Item(None, "flow")


def rank_of(label: str) -> int:
    """How near a label is to the item it names: 0 for the first of the wordings that the form lists, then on."""
    target = _plain(label)
    for entry in load("financials")["items"]:
        if matches(entry["patterns"], target):
            return next(i for i, pattern in enumerate(entry["patterns"]) if matches([pattern], target))
    return 0


def _plain(label: str) -> str:
    return re.sub(r"\((元|注|%).{0,6}\)$", "", _LEAD.sub("", normal(label)))
