"""Fonts whose own table gives the character before the one that is drawn, and what is drawn in truth.

Word's export to PDF of some fonts (Microsoft YaHei above all) names a drawn 的 as 癿, 和 as 呾, 中 as 丨: what can
be copied from such a page is what no report writes. Most characters of the font are right, and which are wrong is
known: where several of the characters that no report prints are seen in a font, it has the fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kunlun_cli.pages.assemble import Word

# Given and drawn, in pairs. Characters of names and of old writings, which stand in no report but for this fault.
_MARKS = dict(
    zip(
        "丌丏並丨亊仌仐仑仒仸仹伡伢兯冴凼劢劤劥匘匚卙卛呾巟幵徂徃恱戓戔挃挄抦拪敁敂敃昡殌殍殎殏殐殑甴癿秱秲秳纨觃讣讧贶迒迓迕迖迗逑隑顼単収乊斲彔",
        "不且丧中事仍他付代任份伤伦共况函动努励匹医占卢和工并径待恶战截指按披括效敏教春段毁母每毒比男的移稀程纪规认议费返还进远违递隔顾博发之施录",
        strict=True,
    )
)
# Characters that reports do print, and that this fault gives for others.
_COMMON = dict(
    zip("丧事亍二兮共兰劣匙博叱孥戒讥贩寻甲于不与径待", "个二云于兰兴关助区卡史学或让购导申互与专很律", strict=True)
)
# So many different ones make a font one with the fault: a name or an old writing has one or two.
FEW = 3
# 五 and 亏 are given alike; the latter stands in 亏损 alone.
_FIVE = re.compile("亏(?!损)")

_MARK = re.compile(f"[{''.join(_MARKS)}]")
_ALL = str.maketrans({**_MARKS, **_COMMON})
_QUICK = str.maketrans(_MARKS)


def mended(words: Iterable[Word]) -> tuple[tuple[Word, ...], bool]:
    """The words with the characters that are drawn, and whether any font has the fault."""
    given = tuple(words)
    if not _is_faulty("".join([word.text for word in given])):
        return given, False
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for word in given:
        if word.text > "\u4e00":
            seen[word.font].update(word.text)
    faulty = {font for font, letters in seen.items() if _is_faulty(letters)}
    if not faulty:
        return given, False
    return tuple(_mended(word) if word.font in faulty else word for word in given), True


def _mended(word: Word) -> Word:
    return word._replace(text=_FIVE.sub("五", word.text.translate(_ALL)))


def _is_faulty(letters: Iterable[str]) -> bool:
    return len(set(_MARK.findall("".join(letters)))) >= FEW


def mended_text(text: str) -> str:
    """A page's text with the characters that are drawn, as far as no font need be known for it."""
    return text.translate(_QUICK) if _is_faulty(text) else text
