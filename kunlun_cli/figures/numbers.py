"""Text to Decimal: the only place where it happens.

What is printed falls into four kinds that must not be mixed: a number (zero included), nothing or a
dash (not disclosed), 不适用 (not applicable), and something that cannot be read.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kunlun_cli.figures.marks import has_marks, without_marks
from kunlun_cli.forms import normal


class Printed(enum.Enum):
    """What a cell holds."""

    NUMBER = "number"
    BLANK = "blank"
    NOT_APPLICABLE = "not applicable"
    UNREADABLE = "unreadable"


class Reading(NamedTuple):
    """A cell's value and which of the kinds it is; `value` is given for numbers only."""

    kind: Printed
    value: Decimal | None = None
    unit: str | None = None
    """The unit printed in the cell itself: `%`, `pp` or `None`."""

    @property
    def readable(self) -> bool:
        """False where something is printed that could not be read."""
        return self.kind is not Printed.UNREADABLE


BLANK = Reading(Printed.BLANK)
_DASHES = re.compile(r"^[-—–−─－‐‑⁃/\\]*$")
_NOT_APPLICABLE = re.compile(r"^(不适用|不適用|N/?A|n/a|无|未知)$")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "⁃": "-", "─": "-"})
# Groups of three behind the first, which begins with no zero; or no separators at all.
_DIGITS = r"(?:(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?|\.\d+)"
_GAP = re.compile(r"(?<=\d)[^\S\n]+(?=\d)")
_NUMBER = re.compile(rf"^([-+]?)\(?([-+]?)({_DIGITS})(%?)\)?(%?)$")
_POINTS = re.compile(
    rf"^(增加|上升|提高|提升|增长|下降|减少|降低)?(了)?([-+]?{_DIGITS})(?:个)?(?:百分点|%点|pct|pts?|pp)(增加|上升|下降|减少)?$",
)
_CHANGE = re.compile(rf"^(增加|上升|提高|提升|增长|下降|减少|降低|下滑)(了)?([-+]?{_DIGITS})(%|倍)$")
_WHOLE = 100
_FALL = ("下降", "减少", "降低", "下滑")


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


def read_number(text: str) -> Reading:
    """The number that a cell prints, exactly, with its own unit where it shows one.

    Brackets are accountants' minus. A comma must part groups of three digits: `12,34` is unreadable
    rather than a guess. Footnote marks behind it (¹, ②, （注3）) are no part of it.
    """
    text = without_marks(text)
    if has_marks(text) or _is_parted(text):
        return Reading(Printed.UNREADABLE)
    target = normal(text).translate(_MINUS)
    if not target or _DASHES.match(target):
        return BLANK
    if _NOT_APPLICABLE.match(target):
        return Reading(Printed.NOT_APPLICABLE)
    found = _POINTS.match(target)
    if found:
        value = _decimal(found[3])
        if value is not None:
            return _worded(value, _falls(found[1], found[4]), "pp")
    found = _CHANGE.match(target)
    if found:
        value = _decimal(found[3])
        if value is not None:
            return _worded(value, _falls(found[1]), "%" if found[4] == "%" else "times")
    found = _NUMBER.match(target)
    if not found:
        return Reading(Printed.UNREADABLE)
    value = _decimal(found[3])
    if value is None or (found[1] and found[2]):
        return Reading(Printed.UNREADABLE)
    bracketed = target.startswith("(") or (target[0] in "-+" and target[1:2] == "(")
    if bracketed != (")" in target):
        return Reading(Printed.UNREADABLE)
    negative = (found[1] or found[2]) == "-" or (bracketed and not found[1] and not found[2])
    return Reading(Printed.NUMBER, -value if negative else value, "%" if found[4] or found[5] else None)


def _is_parted(text: str) -> bool:
    """Whether spaces part digits otherwise than into groups of three: then two numbers may stand there."""
    first, *rest = _GAP.split(text.strip())
    return bool(rest) and not (
        re.search(r"(?<![\d,.])\d{1,3}$", first)
        and all(re.fullmatch(r"\d{3}", piece) for piece in rest[:-1])
        and re.match(r"\d{3}(?!\d)", rest[-1])
    )


def _worded(value: Decimal, falls: bool, unit: str) -> Reading:
    """A change in words; a fall by a negative number (`减少-2.07个百分点`) may mean either and is unreadable."""
    if falls and value < 0:
        return Reading(Printed.UNREADABLE)
    return Reading(Printed.NUMBER, -value if falls else value, unit)


def _falls(*words: str | None) -> bool:
    return any(w in _FALL for w in words if w)


def read_share(text: str) -> Reading:
    """A share of the whole in per cent; one below 0 or above 100 is unreadable."""
    reading = read_number(text)
    if reading.value is not None and (not 0 <= reading.value <= _WHOLE or reading.unit not in {None, "%"}):
        return Reading(Printed.UNREADABLE)
    return reading


def read_count(text: str) -> Reading:
    """A whole number of shares or holders, never negative; `1,234.00` is 1234, `1,234.50` is unreadable.

    Some forms print shares with two decimals; a holding is never a fraction of a share.
    """
    reading = _whole(text)
    return Reading(Printed.UNREADABLE) if reading.value is not None and reading.value < 0 else reading


def _whole(text: str) -> Reading:
    reading = read_number(re.sub(r"[股户名人]\s*$", "", without_marks(text).strip()))
    if reading.value is None:
        return reading
    whole = reading.value.to_integral_value()
    if reading.unit is not None or whole != reading.value:
        return Reading(Printed.UNREADABLE)
    return Reading(Printed.NUMBER, whole if whole.as_tuple().exponent == 0 else Decimal(int(whole)))


_SIGN_WORD = re.compile(r"^(增加|增持|减少|减持)(?:了)?([\d,]+(?:\.0+)?)股?$")


def read_signed_count(text: str) -> Reading:
    """A change in a number of shares, its sign printed or said (`减少825000`)."""
    found = _SIGN_WORD.match(normal(text))
    if not found:
        return _whole(text)
    reading = read_count(found[2])
    if reading.value is None or not found[1].startswith("减"):
        return reading
    return Reading(Printed.NUMBER, -reading.value)


def scaled(value: Decimal, factor: Decimal) -> Decimal:
    """The value in the base unit, exactly, without trailing zeros that the factor made."""
    if factor == 1:
        return value
    out = value * factor
    exponent = value.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    shift = factor.adjusted()
    return out.quantize(Decimal(1).scaleb(-max(digits - shift, 0)))


_NOTHING = re.compile(r"^(不适用|无|[-—–―－─/\\]*)$")
_FIGURE = re.compile(r"^[-+(]?[\d,.]*\d[\d,.]*[%)]?$")
# The date of a column in quarterly reports of 2007 to 2012.
_DATE = re.compile(r"^(19|20)\d\d\.\d{1,2}\.\d{1,2}$")


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else (a year such as `2023年`, or a date, does not)."""
    return bool(_FIGURE.match(normal(text))) and not _DATE.match(normal(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is there."""
    return bool(_NOTHING.match(normal(text)))


_YEAR = re.compile(r"^(19|20)\d\d$")


def have_figures(texts: Iterable[str]) -> bool:
    """Whether figures are among the texts of a row; two or more bare years (2023, 2022) and nothing else are none."""
    numbers = [t for t in map(normal, texts) if is_number(t)]
    return bool(numbers) and (len(numbers) == 1 or not all(map(_YEAR.match, numbers)))
