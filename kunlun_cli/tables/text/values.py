"""What a text may be, by the type of its column, and the intervals printed figures stand for.

Figures here are evidence for where a cell belongs, never values: those are read from the cell's text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from kunlun_cli.forms import load, matches, normal

_DASH = r"[-—–−─/]{1,4}"
_COUNT = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.0{1,2})?股?")
_AMOUNT = re.compile(r"\(?[-+−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\)?(元)?(/股)?")
_PERCENT = re.compile(r"[-+−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[%％]")
_LIMIT = re.compile(r"[≥≤<>]=?\d+(\.\d+)?%?")
_POINTS = re.compile(r"(增加|减少|上升|下降|提高|降低|增长)?了?[-+]?\d[\d,]*(\.\d+)?(个?百分点|%|pct)?")
_BARE = re.compile(rf"{_DASH}|不适用|N/?A")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+%?|\d+%")
# Digits in groups of three parted by anything else (330.447.118,42; 1'234'567): no filer's figure, nor a name's word.
_ODDLY_GROUPED = re.compile(r"\d{1,3}([.,'’`·]\d{3})+([.,·]\d+)?%?")
# The same cut at the cell's edge: 27,866,767,1
_CUT = re.compile(r"\d{1,3}(,\d{3})+(,\d{0,2}|\.)")
# One or two digits in brackets by themselves are the mark of a note or the number of a row sooner than a loss of yuan.
_MARK = re.compile(r"\(\d{1,2}\)")
_ZERO_FIRST = re.compile(r"[-+(]?0[\d,]")
_NUMBERLIKE = re.compile(r"[-+−(]?\d[\d,]*(\.\d*)?[%)]?")

SHORT_TITLE = 16
"""Titles inside a table are shorter."""

# Types whose cells hold figures.
NUMERIC = frozenset({"percent", "count", "signed", "amount", "limit", "change"})
TEXTUAL = frozenset({"text", "name", "nature"})


@functools.cache
def _closed(key: str) -> re.Pattern[str]:
    found = load("holders")["text"]["values"][key]
    if isinstance(found, str):
        return re.compile(found)
    return re.compile("|".join(re.escape(normal(v)) for v in sorted(found, key=len, reverse=True)))


def part_of_nature(text: str) -> bool:
    """Whether a text is a holder's nature, or the beginning or end of one."""
    words = [normal(v) for v in load("holders")["text"]["values"]["natures"]]
    return any(w.startswith(text) or w.endswith(text) for w in words)


def numberlike(text: str) -> bool:
    """Whether the text is a figure, or the first part of one."""
    return bool(_NUMBERLIKE.fullmatch(text))


def is_count(text: str) -> bool:
    """Whether a text is a number of shareholders, perhaps with its parts: 41,222（其中A股30,111，B股11,111）."""
    return bool(re.fullmatch(load("holders")["text"]["counts"]["number"], normal(text)))


def never_one(parts: Sequence[str]) -> bool:
    """Whether pieces can be no one figure: behind a 0 that is a cell of its own (0, 24,600,000) comes another."""
    return len(parts) > 1 and _ZERO_FIRST.match("".join(parts)) is not None


def is_dimension(text: str, *, below_title: bool = False) -> bool:
    """Whether a line by itself says by what the rows below break revenue down; 行业 alone only below a title."""
    plain = normal(text)
    kinds = load("segments")["dimensions"]
    named = any(matches(d["patterns"], plain) or (below_title and matches(d.get("alone", ()), plain)) for d in kinds)
    return named and len(plain) < SHORT_TITLE


def is_group(text: str) -> bool:
    """Whether a line by itself is the title of the rows of key figures below it, with their unit or not."""
    plain = normal(text)
    head = plain[: plain.rfind("(")] if plain.endswith(")") else plain.removesuffix("%").rstrip(":")
    return matches(load("financials")["section"]["groups"], head)


def is_bare(text: str) -> bool:
    """Whether a dash or 不适用 stands in place of a figure."""
    return bool(_BARE.fullmatch(text))


@functools.lru_cache(maxsize=65536)
def cost(type_: str, text: str) -> float | None:
    """How badly a normalised text fits a type; `None` if it cannot be of that type at all."""
    if type_ in NUMERIC:
        return _numeric_cost(type_, text)
    if type_ == "state":
        return 0.0 if _closed("states").fullmatch(text) else None
    if type_ == "share_class":
        # What stands there twice is of two rows.
        found = _closed("share_classes").fullmatch(text)
        return 0.0 if found and text.count(found[1]) == 1 else None
    if type_ == "entered":
        return 0.0 if _closed("entered").fullmatch(text) else None
    if type_ == "nature":
        if _closed("natures").fullmatch(text) or _BARE.fullmatch(text):
            return 0.0
        return 3.0 if re.fullmatch(r"[\u4e00-\u9fff、,()]{2,14}", text) else None
    return _text_cost(text)


def _numeric_cost(type_: str, text: str) -> float | None:
    if _BARE.fullmatch(text):
        return 0.3
    if type_ == "limit":
        return 0.0 if _LIMIT.fullmatch(text) else None
    if type_ == "percent":
        if _PERCENT.fullmatch(text):
            return 0.0
        plain = _AMOUNT.fullmatch(text) and not _MARK.fullmatch(text)
        return 0.6 if plain and "," not in text and len(text) < 9 else None
    if type_ == "count":
        # No form prints a number of shares with one decimal: the other stands on the next line.
        half = 4.0 if text.endswith(".0") else 0.0
        return half if _COUNT.fullmatch(text) and not text.startswith("-") else None
    if type_ == "signed":
        # Banks print a decrease in brackets.
        bare = text[1:-1] if text[:1] + text[-1:] == "()" else text
        return 0.0 if _COUNT.fullmatch(bare) else 0.5 if text in {"未变", "新进", "不变", "未知"} else None
    if type_ == "change":
        if _PERCENT.fullmatch(text):
            return 0.0
        if text.count(",") > 1:
            return None
        if _POINTS.fullmatch(text) or matches(load("financials")["columns"]["words"], text):
            return 0.3
        # Banks print what has fallen in brackets.
        return 0.3 if text.startswith("(") and _AMOUNT.fullmatch(text) else None
    if _MARK.fullmatch(text):
        return None
    # Ratios stand among amounts, their per cent sign with them.
    return 0.0 if _AMOUNT.fullmatch(text) else 0.2 if _PERCENT.fullmatch(text) else None


def _text_cost(text: str) -> float | None:
    if grouped_figure(text) or _NUMBERLIKE.fullmatch(text) or _BARE.fullmatch(text):
        return None
    return 0.0 if re.search(r"[A-Za-z\u3400-\u9fff]", text) else 4.0


def grouped_figure(text: str) -> bool:
    """Whether a token can hardly be part of a name: digits in groups, decimals, per cent."""
    bare = text.lstrip("-+")
    return bool(_GROUPED.fullmatch(bare) or _CUT.fullmatch(bare) or _ODDLY_GROUPED.fullmatch(bare))


@functools.lru_cache(maxsize=2048)
def is_item(text: str) -> bool:
    """Whether a label, with or without its unit, is a line of key figures that the forms know."""
    plain = normal(text)
    head = plain[: plain.rfind("(")] if plain.endswith(")") else plain
    return any(matches(item["patterns"], t) for item in load("financials")["items"] for t in (plain, head) if t)


def whole_item(text: str) -> bool:
    """Whether a label is a line of key figures that the forms know, its unit not cut off."""
    plain = normal(text)
    return plain.count("(") == plain.count(")") and is_item(plain)
