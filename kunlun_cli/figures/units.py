"""Units as filers state them: above a table, in a heading, in a row's label, or in the cell itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal

ONE = Decimal(1)
_BRACKETED = re.compile(r"\(([^()]*)\)$")
# Longer lines are sentences, and what they count is no table's unit.
_LONGEST = 60


class Unit(NamedTuple):
    """A printed unit: `factor` to the base unit, and the base unit's code (`CNY`, `shares`).

    `doubt` says why it cannot be relied on (none was stated, or in words that are not understood): amounts
    that hang on it are withheld.
    """

    factor: Decimal = ONE
    code: str = "CNY"
    doubt: str = ""


NOT_STATED = Unit(doubt="no unit is stated")


def _nouns() -> str:
    words = load("units")["nouns"]
    return _any((*words["plain"], *words["named"]))


def _is_plain(noun: str | None) -> bool:
    return noun is None or noun in load("units")["nouns"]["plain"]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@functools.cache
def _grammar() -> str:
    """A unit: 人民币百万元, 千美元, 万元人民币, 万股, RMB'000, HK$ million, 人民币."""
    form = load("units")
    currency = _any(form["currencies"])
    scale, english = _any(form["scales"]), _any(form["english"])
    return (
        rf"(?:(?:(?P<before>{currency})[()]?)?(?P<scale>{scale})?(?P<noun>{_nouns()}|股)(?P<behind>{currency})?"
        rf"|(?P<alone>{currency})(?:(?:in)?(?P<english>{english}))?(?!\w))"
    )


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words: Mapping[str, str] = load("units")["stated"]
    unit = _grammar()
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{words['lead']}{words['clause']}{unit}",
            rf"{words['by']}{unit}{words['shown']}",
            rf"{words['before']}{unit}{words['after']}",
        )
    )


@functools.cache
def _factors() -> Mapping[str, Decimal]:
    form = load("units")
    return {word: Decimal(n) for word, n in (*form["scales"].items(), *form["english"].items())}


def factor_of(scale: str | None) -> Decimal:
    """How many base units a scale word (万, 百万, million) is; 1 where there is none."""
    return _factors()[scale.lower()] if scale else ONE


def scale_of(factor: Decimal) -> str:
    """The word for a factor, as the forms print it: 千, 万, 百万; empty for 1."""
    return next(
        (word for word, n in _factors().items() if n == factor and word not in load("units")["old"]["scales"]), ""
    )


def _unit(found: re.Match[str], currency: str | None = None) -> Unit:
    """The unit that was found; `currency` is one stated beside it."""
    if found["alone"]:
        return Unit(factor_of(found["english"]), _code(found["alone"]))
    if found["noun"] == "股":
        return Unit(factor_of(found["scale"]), "shares")
    named = found["noun"] if not _is_plain(found["noun"]) else currency or found["before"] or found["behind"]
    return Unit(factor_of(found["scale"]), _code(named) if named else Unit().code)


def _code(currency: str) -> str:
    codes: Mapping[str, str] = load("units")["currencies"]
    return codes.get(currency) or codes[currency.upper()]


@functools.lru_cache(maxsize=2048)
def stated_unit(text: str) -> Unit | None:
    """The unit that a line above a table states (`单位：千元 币种：人民币`), or `None`."""
    target = normal(text)
    every = [m for pattern in _patterns() for m in pattern.finditer(target)]
    if not every:
        return None
    # 金额币种为人民币，单位为百万元: a currency alone says less than a unit behind it.
    found = next((m for m in every if m["noun"] or m["english"]), every[0])
    words = load("units")["stated"]
    currency = re.search(rf"{words['currency']}({_any(load('units')['currencies'])})", target)
    return _unit(found, currency[1] if currency else None)


def unit_above(texts: Iterable[str]) -> Unit | None:
    """The last unit stated in some lines; a doubted one where the last that must state one is not understood."""
    out: Unit | None = None
    for text in texts:
        stated = stated_unit(text)
        if stated is not None:
            out = stated
        elif _must_state(text):
            out = Unit(doubt=f"its unit, printed as {text.strip()!r}, is not understood")
    return out


def unit_in_titles(titles: Iterable[str]) -> Unit | None:
    """The unit of money that the last of some titles has in brackets at its end: 主要会计数据（万元）."""
    told = [unit for title in titles if len(title) <= _LONGEST and (unit := money(split_label(title)[1] or ""))]
    return next((unit for unit in reversed(told) if not unit.code.endswith("/share")), None)


def unit_below(lines: Iterable[str]) -> Unit | None:
    """The unit that a note right below a table states of it: 注：上表金额单位为万元."""
    form = load("units")["stated"]
    notes = [t for t in lines if matches([form["below"]], t) and not matches([form["per_share"]], t)]
    return unit_above(notes)


def unit_alone(text: str) -> Unit | None:
    """The unit that a row between others states, and says nothing else: 单位：万元."""
    form = load("units")["stated"]
    alone = re.match(form["lead"], normal(text)) and not matches([form["per_share"]], text)
    return unit_above([text]) if alone else None


def _must_state(text: str) -> bool:
    return len(text) <= _LONGEST and matches(load("units")["stated"]["odd"], text)


def split_label(label: str) -> tuple[str, str | None]:
    """A row's label without its unit in brackets, and that unit as printed (normalised), or `None`.

    Brackets that hold anything but a unit stay: `（DAU）`, `（不含少数股东权益）`.
    """
    found = _BRACKETED.search(normal(label))
    if not found:
        return label, None
    # A remark may follow the unit: （%，年化）.
    inner = found[1].split(",")[0]
    if inner not in load("units")["nouns"]["counted"] and money(inner) is None:
        return label, None
    cut = max(label.rfind("("), label.rfind("（"))
    return label[:cut].rstrip(), inner


class Own(NamedTuple):
    """A figure that prints its own unit: the number without it, and the factor to the base unit."""

    number: str
    factor: Decimal


@functools.cache
def _in_cell() -> re.Pattern[str]:
    form = load("units")
    currency, scale = _any(form["currencies"]), _any(form["scales"])
    return re.compile(
        rf"(?P<open>[-+(]?)(?P<before>{currency})?(?P<number>[-+]?[\d.,]+\)?)"
        rf"(?P<scale>{scale})?(?P<noun>{_nouns()})?(?P<behind>{currency})?(?P<share>/股)?(?P<close>\)?)",
        re.IGNORECASE,
    )


def own_unit(printed: str, code: str) -> Own | None:
    """The number and the unit of a cell that prints both (`5,344.72万元`, `￥0.22`, `RMB879,351,706.41`).

    `None` where it prints no unit, or another than that of its row, whose code it is (`CNY`, `CNY/share`).
    """
    found = _in_cell().fullmatch(normal(printed).replace("￥", "¥"))
    if not found or not (found["before"] or found["scale"] or found["noun"] or found["behind"]):
        return None
    named = found["noun"] if not _is_plain(found["noun"]) else found["before"] or found["behind"]
    per_share, expected = code.endswith("/share"), code.removesuffix("/share")
    # 0.22元 is a figure per share where the label says so, 0.22元/股 nowhere else.
    if (named and _code(named) != expected) or (found["share"] and not per_share):
        return None
    return Own(found["open"] + found["number"] + found["close"], factor_of(found["scale"]))


@functools.lru_cache(maxsize=512)
def money(printed: str) -> Unit | None:
    """The unit of money that a label's or heading's bracket holds, or `None`; `元/股` has the code `CNY/share`."""
    found = re.fullmatch(rf"{load('units')['stated']['bracket']}{_grammar()}(?P<share>/股)?", printed, re.IGNORECASE)
    if not found or found["noun"] == "股":
        return None
    unit = _unit(found)
    return unit._replace(code=unit.code + "/share") if found["share"] else unit
