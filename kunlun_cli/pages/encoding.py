"""Bytes to text where nobody says in which encoding: each candidate is tried and its result looked at.

A wrong encoding of a Chinese text nearly always decodes to something; what tells the right one is
that the characters which every Chinese report is full of are in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kunlun_cli.errors import UnknownEncodingError, UnknownFormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Narrower first: UTF-8 refuses nearly everything that is not UTF-8, GB18030 accepts nearly everything.
_CANDIDATES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")

# Characters that make up a quarter of any report's text.
_COMMON = frozenset(
    "的年公司股份有限元人民币本报告期末上年同业务产品资金额总计东持不适用是否在及和其他为项目情况净利润收入中国一二三、。，："
)
# How many of the Chinese characters have to be common ones, and how many characters may be odd.
MIN_COMMON = 0.06
MAX_ODD = 0.02
# Damage that is tolerated: the replacement character stays in the text, where no number survives it.
MAX_REPLACED = 0.01
# So much of the text is looked at; the rest of a long report reads no differently.
SAMPLE = 200_000

_CJK = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff]")
# Ticks and bullets of symbol fonts stand in the private area of good texts.
_SYMBOL = re.compile(r"[\uf000-\uf0ff]")


def decode(data: bytes, name: str) -> str:
    """The text that the bytes are, without BOM, its NULs made spaces.

    Args:
        data: the file's content.
        name: the file as the user named it, for messages.

    Raises:
        UnknownEncodingError: no known encoding gives Chinese text.
        UnknownFormatError: the bytes are not text at all.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _clean(data[len(bom) :].decode(encoding, errors="replace"))
    for errors in ("strict", "replace"):
        for encoding in _CANDIDATES:
            text = _attempt(data, encoding, errors)
            if text is not None and _is_chinese(text):
                return _clean(text)
    return _without_chinese(data, name)


def _attempt(data: bytes, encoding: str, errors: str) -> str | None:
    if encoding.startswith("utf-16") and len(data) % 2 and errors == "strict":
        return None
    try:
        text = data.decode(encoding, errors=errors)
    except UnicodeDecodeError:
        return None
    return text if text.count("\ufffd") <= MAX_REPLACED * len(text) else None


def _is_chinese(text: str) -> bool:
    """Whether the text reads as a Chinese one: common characters in number, oddities rare."""
    sample = text[:SAMPLE]
    chinese = _CJK.findall(sample)
    if not chinese:
        return False
    common = sum(c in _COMMON for c in chinese)
    odd = len(_ODD.findall(sample)) - len(_SYMBOL.findall(sample)) - sample.count("\x00")
    return common >= MIN_COMMON * len(chinese) and odd <= MAX_ODD * len(sample)


def _without_chinese(data: bytes, name: str) -> str:
    """Text of another language for later steps to refuse, or an error that says what is the matter."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and not _ODD.search(text[:SAMPLE]) and not _CJK.search(text[:SAMPLE]):
        return _clean(text)
    binary = sum(b < 9 or 13 < b < 32 for b in data[:SAMPLE])
    if binary * 10 > len(data[:SAMPLE]):
        raise UnknownFormatError(
            "the content is neither PDF, HTML nor text",
            file=name,
            hint="Give the filing as PDF, HTML or extracted text",
        )
    raise UnknownEncodingError(
        "the text is in no encoding that gives Chinese",
        file=name,
        hint="Save it as UTF-8; kunlun finds out UTF-8, GB18030 and UTF-16 by itself",
    )


def _clean(text: str) -> str:
    return seen(text).replace("\x00", " ")


# Spaces and joiners without width, marks of direction, byte order marks: a programme's, and none of them is seen.
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")


def seen(text: str) -> str:
    """A text without the characters that have neither width nor ink: they stand within figures and names too."""
    return _NO_WIDTH.sub("", text)


_LINE_END = re.compile(r"\r\n|\r|\n|\x85|\u2028")


def lines(text: str) -> Iterator[str]:
    """The lines of a text, whatever ends them; form feeds are left in."""
    yield from _LINE_END.split(text)
