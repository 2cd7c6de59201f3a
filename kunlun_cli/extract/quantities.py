"""Numbers with their units in running text, and the numbers that are no figures."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from kunlun_cli.figures.numbers import read_number, scaled
from kunlun_cli.forms import load
from kunlun_cli.records.segments import Bound


class Quantity(NamedTuple):
    """A number in a text. `unit` is an ISO currency, `%`, `pp`, `times` or `None` for a count.

    `counter` is the measure word of a count (`家`, `项`); `sound` is false where the number is an
    ordinal, a date, a size, a range or anything else that is not one figure.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    counter: str | None = None
    bound: Bound | None = None
    sound: bool = True


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return _alternatives(tuple(words))


@functools.cache
def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@functools.cache
def _figure() -> re.Pattern[str]:
    words: dict[str, Any] = load("narrative")["quantities"]
    return re.compile(
        rf"""(?P<number>(?<![A-Za-z0-9.,%％）)元])[-－−]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?
              |(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?
              |[一两二三四五六七八九十](?=倍)
              |(?<=[近上逾超过达])(?:百万|千万|百|千|万|亿)(?=(?:{alternatives(words["counters"])})))
        (?P<more>\+|余|多)?\s?
        (?P<scale>{alternatives(words["scales"])})?(?P<more_after>余|多|\+)?
        (?P<unit>个?百分点|个?pct|%|％|倍|(?:人民币)?(?:{alternatives(words["currencies"])})
                |{alternatives(words["counters"])})?
        (?P<more_last>余|多)?
        (?P<about>左右|上下)?(?P<over>以上|及以上|有余)?(?P<under>以下|以内|之内)?
        """,
        re.VERBOSE,
    )


# Longer ones are no amounts, and beyond what decimal arithmetic keeps exactly.
_MAX_DIGITS = 24
_CHINESE = {c: Decimal(i) for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": Decimal(2)}
_RANGE = re.compile(r"^\s?[-–—~～－]\s?\d")
_BEFORE_RANGE = re.compile(r"\d\s?(?:%|％|万|亿|万?元)?\s?[-–—~～－]\s?$")
# A letter makes it a size, a model or a standard (146B, 44,100Hz, 5G); so does a physical unit.
_LETTER_AFTER = re.compile(r"^\s?[A-Za-z]")
_NOT_AFTER = re.compile(
    r"^\s?[℃°‰㎡²³]|^[年月日号期届版代级型类路轮岁周天帧秒分时楼层度克吨升亩米斤瓦伏折股张碗]|^/|^平方|^立方|^公[里斤顷吨升]|^千[瓦克米]|^兆|^毫|^微|^纳|^英[寸尺]|^参数|^小时|^分钟|^字"
)


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text in order. Those that are no figures are kept, with `sound` false."""
    found = [q for m in _figure().finditer(text) if (q := _quantity(m, text)) is not None]
    for i, (low, high) in enumerate(itertools.pairwise(found)):
        if text[low.end : high.start].strip() in {"至", "到"} and (low.unit, low.counter) == (high.unit, high.counter):
            found[i], found[i + 1] = low._replace(sound=False), high._replace(sound=False)
    return found


def _quantity(found: re.Match[str], text: str) -> Quantity | None:
    words: dict[str, Any] = load("narrative")["quantities"]
    printed = found["number"]
    scale = found["scale"] or ""
    if len(printed) > _MAX_DIGITS:
        return None
    value = _CHINESE.get(printed)
    if value is None and printed in words["scales"]:
        value = Decimal(1).scaleb(words["scales"][printed])
        value = Decimal(int(value))
    if value is None:
        value = read_number(printed).value
    if value is None:
        return None
    if scale:
        value = scaled(value, Decimal(10) ** words["scales"][scale])
    unit, counter = _unit(found["unit"], words)
    sound = _sound(found, text, words, bare=not (scale or unit or counter or printed in words["scales"]))
    return Quantity(found.start(), found.end(), value, unit, counter, _own_bound(found), sound)


def _unit(printed: str | None, words: dict[str, Any]) -> tuple[str | None, str | None]:
    """The unit's code, or the counter."""
    if printed is None:
        return None, None
    if "百分点" in printed or "pct" in printed:
        return "pp", None
    if printed in "%％":
        return "%", None
    if printed == "倍":
        return "times", None
    currency = words["currencies"].get(printed.removeprefix("人民币"))
    return (currency, None) if currency else (None, printed)


def _own_bound(found: re.Match[str]) -> Bound | None:
    if found["more"] or found["more_after"] or found["more_last"] or found["over"]:
        return "at_least"
    if found["under"]:
        return "at_most"
    return "about" if found["about"] else None


def _sound(found: re.Match[str], text: str, words: dict[str, Any], *, bare: bool) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    stem = before.rstrip()
    if bare or _NOT_AFTER.match(after) or _RANGE.match(after) or _BEFORE_RANGE.search(before):
        return False
    if stem.endswith(tuple(words["not_after"])) or re.search(r"[A-Za-z\d]$", before):
        return False
    if found["unit"] is None and _LETTER_AFTER.match(after):
        return False
    counted = found["unit"] in words["counters"]
    return not (counted and after.startswith(tuple(words["not_counted"])))


def bound_before(text: str) -> tuple[str, Bound | None]:
    """The text without the word of bound at its end (超过, 约), and that bound."""
    rest = text.rstrip()
    for name, bound in _bounds():
        found = re.search(rf"(?:{name})$", rest)
        if found:
            return rest[: found.start()].rstrip(), bound
    return rest, None


def _bounds() -> Iterator[tuple[str, Bound]]:
    words = load("narrative")["figures"]
    yield alternatives(words["at_most"]), "at_most"
    yield alternatives(words["at_least"]), "at_least"
    yield alternatives(words["about"]), "about"
