"""Text to Decimal: the only place where it happens.

What is printed falls into four kinds that must not be mixed: a number (zero included), nothing or a
dash (not disclosed), 不适用 (not applicable), and something that cannot be read.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from kunlun_cli.forms import load, normal


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
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "⁃": "-", "─": "-"})
# Groups of three behind the first, which begins with no zero; or no separators at all.
_DIGITS = r"(?:(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?|\.\d+)"
_GAP = re.compile(r"(?<=\d)[^\S\n]+(?=\d)")
# A space that holds a digit's place: before a separator, behind a point, or behind a comma with less than a group left.
_LOST_DIGIT = re.compile(r"\d[^\S\n]+[,.]|\.[^\S\n]+\d|,[^\S\n]+(?!\d{3}(?!\d))\d")
_NUMBER = re.compile(rf"^([-+]?)\(?([-+]?)({_DIGITS})(%?)\)?(%?)$")
# Per cent.
_WHOLE = 100


@functools.cache
def _nothing(*kinds: str) -> re.Pattern[str]:
    """What says in words of some kinds that there is no figure."""
    words = load("printed")["nothing"]
    return re.compile("|".join(word for kind in kinds for word in words[kind]))


@functools.cache
def _change() -> re.Pattern[str]:
    """A change in words, in points or in per cent or times: what it says of the direction, before or behind."""
    words = load("printed")["changes"]
    falls, rises = "|".join(words["falls"]), "|".join(words["rises"])
    return re.compile(
        rf"(?:(?P<falls>{falls})|(?P<rises>{rises}))?了?(?P<number>[-+]?{_DIGITS})"
        rf"(?:个?(?P<points>{'|'.join(words['points'])})(?:(?P<falls_behind>{falls})|{rises})?|(?P<per_cent>%)|{words['times']})"
    )


def tells_change(text: str) -> bool:
    """Whether a change in words, or the beginning of one, stands in a text: `增加1.84个百`."""
    words = load("printed")["changes"]
    return bool(re.search(rf"(?:{'|'.join((*words['falls'], *words['rises']))})了?\d", normal(text)))


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", ""))
    except InvalidOperation:
        return None


# A column's figures are read to tell what it holds, and again for its cells; blanks and noughts stand in many.
@functools.lru_cache(maxsize=8192)
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
    if _nothing("not_applicable", "none", "unknown").fullmatch(target):
        return Reading(Printed.NOT_APPLICABLE)
    # What is told in words has one behind the number.
    change = None if target.isascii() and not target[-1].isalpha() else _change().fullmatch(target)
    if change and (change["points"] or change["falls"] or change["rises"]):
        return _worded(change)
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
    """Whether spaces part digits otherwise than into groups of three: then two numbers may stand there.

    Before a separator none has room: a digit is lost between them (12 ,556 for 120,556). Behind a comma that a whole
    group follows none is lost: programs that recognise characters set one there (34, 741, 223, 880.93).
    """
    if _LOST_DIGIT.search(text):
        return True
    first, *rest = _GAP.split(text.strip())
    return bool(rest) and not (
        re.search(r"(?<![\d,.])\d{1,3}$", first)
        and all(re.fullmatch(r"\d{3}", piece) for piece in rest[:-1])
        and re.match(r"\d{3}(?!\d)", rest[-1])
    )


def _worded(change: re.Match[str]) -> Reading:
    """A change in words; a fall by a negative number (`减少-2.07个百分点`) may mean either and is unreadable."""
    value, falls = _decimal(change["number"]), change["falls"] or change["falls_behind"]
    if value is None or (falls and value < 0):
        return Reading(Printed.UNREADABLE)
    unit = "pp" if change["points"] else "%" if change["per_cent"] else "times"
    return Reading(Printed.NUMBER, -value if falls else value, unit)


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
    reading = read_number(re.sub(rf"{load('printed')['counts']['counted']}\s*$", "", without_marks(text).strip()))
    if reading.value is None:
        return reading
    whole = reading.value.to_integral_value()
    if reading.unit is not None or whole != reading.value:
        return Reading(Printed.UNREADABLE)
    return Reading(Printed.NUMBER, whole if whole.as_tuple().exponent == 0 else Decimal(int(whole)))


@functools.cache
def _signed() -> re.Pattern[str]:
    words = load("printed")["counts"]
    falls, rises = "|".join(words["falls"]), "|".join(words["rises"])
    return re.compile(rf"(?:(?P<falls>{falls})|{rises})了?(?P<count>[\d,]+(?:\.0+)?){words['counted']}?")


def read_signed_count(text: str) -> Reading:
    """A change in a number of shares, its sign printed or said (`减少825000`)."""
    found = _signed().fullmatch(normal(text))
    if not found:
        return _whole(text)
    reading = read_count(found["count"])
    if reading.value is None or not found["falls"]:
        return reading
    return Reading(Printed.NUMBER, -reading.value)


def decimals(value: Decimal) -> int:
    """The digits behind the point; less than 0 of a number whose last digits are not known (1.2E+4)."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def last_unit(value: Decimal) -> Decimal:
    """The worth of one unit of the last digit."""
    return Decimal(1).scaleb(-decimals(value))


def wholes(part: Decimal, share: Decimal) -> tuple[Decimal, Decimal] | None:
    """The least and the most of which a part is this share, in per cent; `None` where that may be nothing."""
    half = last_unit(share) / 2
    return (part * 100 / (share + half), part * 100 / (share - half)) if share > half else None


def scaled(value: Decimal, factor: Decimal) -> Decimal:
    """The value in the base unit, exactly, without trailing zeros that the factor made."""
    if factor == 1:
        return value
    out = value * factor
    return out.quantize(Decimal(1).scaleb(-max(max(decimals(value), 0) - factor.adjusted(), 0)))


_NO_INK = re.compile(r"[-—–―－─/\\]*")
_FIGURE = re.compile(r"^[-+(]?[\d,.]*\d[\d,.]*[%)]?$")
# The date of a column in quarterly reports of 2007 to 2012.
_DATE = re.compile(r"^(19|20)\d\d\.\d{1,2}\.\d{1,2}$")


_LONG_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d\d|,\d{3})(?![\d,])")


def holds_long_amount(text: str) -> bool:
    """Whether an amount of thousands to the cent, or of millions, stands in a text, as no name of a row has one."""
    return _LONG_AMOUNT.search(text) is not None


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else (a year such as `2023年`, or a date, does not)."""
    return bool(_FIGURE.match(normal(text))) and not _DATE.match(normal(text))


_WHOLE_DATE = re.compile(r"^(19|20)\d\d(年|[-./])\d{1,2}(月|[-./])\d{1,2}日?$")


def is_date(text: str) -> bool:
    """Whether a cell holds a day of the calendar and nothing else, as those of a column 统计日期 do."""
    return _WHOLE_DATE.match(normal(text)) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing is there."""
    target = normal(text)
    return bool(_NO_INK.fullmatch(target) or _nothing("not_applicable", "none").fullmatch(target))


def is_unstated(text: str) -> bool:
    """Whether a cell says that nothing is there, or nothing that anybody knows."""
    return is_nothing(text) or bool(_nothing("unknown").fullmatch(normal(text)))


_YEAR = re.compile(r"^(19|20)\d\d$")


def have_figures(texts: Iterable[str]) -> bool:
    """Whether figures are among the texts of a row; two or more bare years (2023, 2022) and nothing else are none."""
    numbers = [t for t in map(normal, texts) if is_number(t)]
    return bool(numbers) and (len(numbers) == 1 or not all(map(_YEAR.match, numbers)))


# Superscripts, subscripts, circled and negative circled numbers, and what daggers and the like stand for.
_SIGN = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24f5-\u24fe\u2776-\u2793†‡§※"
_ANY = re.compile(rf"[{_SIGN}]")


@functools.cache
def _mark() -> re.Pattern[str]:
    words = load("printed")["marks"]
    return re.compile(rf"(?<=\S)(?:\s*(?:[{_SIGN}]|{words['bracketed']}|(?<=[\d%％）)]){words['bare']}))+\s*$")


def has_marks(text: str) -> bool:
    """Whether a footnote mark stands anywhere in a text."""
    return not text.isascii() and _ANY.search(text) is not None


def without_marks(text: str) -> str:
    """A text without the footnote marks at its end; one that is nothing else stays as it is.

    They are never digits, and taken off before any compatibility form is: NFKC makes the digit 1 of ¹ and of ①.
    """
    return text if text.isascii() else _mark().sub("", text)
