"""The lines of the official statements, as labels of rows are told to be one of them."""

from __future__ import annotations

import functools
import re

from kunlun_cli.forms import load, normal

_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)[、.]?|\(\d{1,2}\)[、.]?|\d{1,2}[、.)](?!\d)|[①-⑳]"
    r"|(?:其中|加|减|包括)[::]|[减加](?=以前|[:：]))"
)
_SIGNS = re.compile(r"\([^()]*(?:填列?|号)[^()]*\)$|\(?(?:损失|亏损|减少|净亏损|净损失)以[^()]*填列?\)?$")
_OTHER_SIGN = re.compile(
    r"/?\(?(?:净)?(?:损失|亏损|减少|使用|转回)\)?/(?=[^\s(])|/?\((?:净)?(?:损失|亏损|减少|收益|使用|转回|增加|续|合计)\)|/(?:损失|亏损)$|/$"
)

_PER_SHARE = re.compile(r"\((?:人民币)?元/?股?\)$")
_ALIKE = (("以及", "和"), ("及", "和"), ("与", "和"), ("并", "和"), ("的", ""), ("所", ""))


# Each rule over all tables asks for the labels of all rows.
@functools.lru_cache(maxsize=4096)
def plain_label(text: str) -> str:
    """A label as the forms' vocabulary writes it: normalised, without its number, 其中：, and signs in brackets."""
    target = normal(text)
    while match := _LEAD.match(target):
        target = target[match.end() :]
    target = target.rstrip(":;；：")
    return _SIGNS.sub("", target).rstrip(":") if "填" in target or "号" in target else target


@functools.cache
def known_labels() -> frozenset[str]:
    """The labels of the official statements, as `plain_label` gives them."""
    form = load("statements")
    items = (labels for statement in form["items"].values() for labels in statement.values())
    return frozenset(plain_label(label) for labels in items for label in labels) | frozenset(form["headings"])


def numbered(text: str) -> bool:
    """Whether a label begins with a number, 其中： or the like: it is no row's rest."""
    return bool(_LEAD.match(normal(text)))


# A label is asked for by all four statements, of the group, of the parent, and again by each reading of the same lines.
@functools.lru_cache(maxsize=4096)
def line_key(label: str) -> str:
    """A label without what filers word this way and that: 及 and 和, 的, 所, the other sign in brackets."""
    plain = plain_label(label)
    if "/" in plain or "(" in plain:  # seldom, and most lines that are asked for are prose
        plain = _OTHER_SIGN.sub("", _PER_SHARE.sub("", plain))
    for words, instead in _ALIKE:
        plain = plain.replace(words, instead)
    return plain


@functools.cache
def _keys() -> frozenset[str]:
    return frozenset(map(line_key, known_labels()))


def is_known(label: str) -> bool:
    """Whether a label is a line, or a heading, of one of the official statements."""
    return line_key(label) in _keys()
