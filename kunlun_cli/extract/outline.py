"""The numbered headings of the business narrative as a tree.

A heading is a paragraph of its own that begins with a number, does not end like a sentence, and
whose number continues its list: `1` opens a list, anything else follows a sibling. That keeps out
sentences and cells that happen to begin with a number.

`number` is the number as printed without the point or `、` after it (`一`, `（一）`, `1`, `1.1`, `（1）`,
`①`). In an outline in which a number is printed twice, all have their parents' numbers before them
(`二/（一）/1`), so that each names one heading; a list that begins again under the same parent gets `#2`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kunlun_cli.extract.paragraphs import Paragraph, marker
from kunlun_cli.forms import load, matches
from kunlun_cli.records import OutlineEntry

_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
# A sibling may have been printed as part of a table or picture, so one number may be missing.
_MAX_STEP = 2
_MAX_TITLE = 60
_MAX_CLAUSES = 2
_SENTENCE = re.compile(r"[。！？；;]|[，,、]$")
_TICKS = re.compile(r"\s*[□☑√þ■R\uf052\uf0fe]?\s*适用\s*[□☑√þ■R\uf052\uf0fe]?\s*不适用\s*$")
# What follows the digits of an amount, a date or a size, never those of a heading.
_AFTER_AMOUNT = re.compile(r"^\s*(?:[亿万千百]|%|％|倍|元|年|月|日|个|家|款|版)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the index of its paragraph. `entry` is `None` for one without a number.

    Headings without numbers are those known to the forms; they end the numbered section before.
    """

    index: int
    entry: OutlineEntry | None


class _Node(NamedTuple):
    style: str
    ordinal: int
    number: str
    path: tuple[str, ...]


def headings(texts: Sequence[Paragraph], roots: Collection[int] = ()) -> list[Heading]:
    """The headings among the paragraphs, numbered ones as entries of the tree.

    `roots` are the indices of the titles of whole sections, where the narrative has several; the trees below them are
    apart.
    """
    found: list[tuple[int, tuple[str, ...], str, int] | int] = []
    stack: list[_Node] = []
    for index, paragraph in enumerate(texts):
        node = _root(paragraph, stack) if index in roots else _placed(paragraph, stack)
        if node is not None:
            found.append((index, node.path, _title(paragraph.text), paragraph.page_at(0)))
        elif _unnumbered(paragraph):
            stack.clear()
            found.append(index)
    numbers = iter(_unique([f[1] for f in found if not isinstance(f, int)]))
    out = []
    for f in found:
        if isinstance(f, int):
            out.append(Heading(f, None))
        else:
            index, path, title, page = f
            out.append(Heading(index, OutlineEntry(next(numbers), title, len(path), page)))
    return out


def _unnumbered(paragraph: Paragraph) -> bool:
    patterns = load("narrative")["unnumbered"]["patterns"]
    return paragraph.lines == 1 and len(paragraph.text) <= _MAX_TITLE and matches(patterns, paragraph.text)


def _title(text: str) -> str:
    found = marker(text)
    rest = text.lstrip()[found.end() :] if found else text
    return _TICKS.sub("", rest).strip().rstrip("：:").strip()


def _root(paragraph: Paragraph, stack: list[_Node]) -> _Node | None:
    """A section's own title: the only node of the stack, whatever its number."""
    stack.clear()
    found = marker(paragraph.text)
    if found is None:
        return None
    printed = str(found[str(found.lastgroup)])
    # A style of its own: no item of a list follows it or begins in its place.
    stack.append(_Node("root", _ordinal(printed), printed, (printed,)))
    return stack[0]


def _placed(paragraph: Paragraph, stack: list[_Node]) -> _Node | None:
    """The paragraph's node, put on the stack, or `None` where it is no heading."""
    found = marker(paragraph.text)
    if found is None or not _heads(paragraph):
        return None
    style = str(found.lastgroup)
    printed = str(found[style]).replace("．", ".")
    node = _decimal_node(printed, stack) if style == "decimal" else _node(style, printed, _title(paragraph.text), stack)
    if node is not None:
        stack.append(node)
    return node


def _heads(paragraph: Paragraph) -> bool:
    """Whether the paragraph can be a heading by its looks."""
    title = _title(paragraph.text)
    found = marker(paragraph.text)
    after = paragraph.text.lstrip()[found.end() :] if found else ""
    return (
        0 < len(title) <= _MAX_TITLE
        and paragraph.lines <= 2
        and not _SENTENCE.search(title)
        and title.count("，") <= _MAX_CLAUSES
        and not _AFTER_AMOUNT.match(after)
        and re.search(r"[^\W\d_]", title) is not None
    )


def _ordinal(printed: str) -> int:
    inner = printed.strip("（）()")
    if inner.isdecimal():
        return int(inner)
    if inner and "①" <= inner[0] <= "⑳":
        return ord(inner[0]) - ord("①") + 1
    inner = re.sub(r"[第节章]", "", inner)
    tens, ten, ones = inner.rpartition("十")
    if ten:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(inner, 0)


def _node(style: str, printed: str, title: str, stack: list[_Node]) -> _Node | None:
    """Place a number: it follows its sibling, opens a list, or has no place.

    A list that begins again opens below the heading it stands under; right after a sibling of its own
    style it begins anew in that sibling's place.
    """
    ordinal = _ordinal(printed)
    before = [i for i in range(len(stack) - 1, -1, -1) if stack[i].style == style]
    if ordinal != 1 and matches(load("narrative")["outline"]["official"], title):
        # A heading of the form is not an item of a list below another one.
        before.reverse()
    at = next((i for i in before if ordinal == stack[i].ordinal + 1), None)
    if at is None:
        at = next((i for i in before if 0 < ordinal - stack[i].ordinal <= _MAX_STEP), None)
    if at is None and ordinal != 1:
        return None
    if at is None and stack and stack[-1].style == style:
        at = len(stack) - 1
    if at is not None:
        del stack[at:]
    return _Node(style, ordinal, printed, (*(stack[-1].path if stack else ()), printed))


def _decimal_node(printed: str, stack: list[_Node]) -> _Node | None:
    """Place `1.2`: under `1`, or after `1.1`."""
    prefix, _, last = printed.rpartition(".")
    ordinal = int(last)
    siblings = next((i for i, n in enumerate(stack) if n.style == "decimal" and _prefix(n) == prefix), None)
    if siblings is not None and 0 < ordinal - stack[siblings].ordinal <= _MAX_STEP:
        del stack[siblings:]
    else:
        parent = next((i for i, n in enumerate(stack) if _plain(n) == prefix), None)
        if parent is None or ordinal != 1:
            return None
        del stack[parent + 1 :]
    return _Node("decimal", ordinal, printed, (*(stack[-1].path if stack else ()), printed))


def _prefix(node: _Node) -> str:
    return node.number.rpartition(".")[0]


def _plain(node: _Node) -> str | None:
    if node.style == "decimal":
        return node.number
    return str(node.ordinal) if node.style in {"arabic", "chinese", "section", "root"} else None


def _unique(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """The numbers as printed if no two are the same, else all with their parents' before them."""
    printed = [path[-1] for path in paths]
    if len(set(printed)) == len(printed):
        return printed
    seen: Counter[str] = Counter()
    out = []
    for path in paths:
        # A decimal number says itself what stands above it.
        kept = [n for n, below in itertools.pairwise(path) if not below.startswith(f"{n}.")]
        number = "/".join([*kept, path[-1]])
        seen[number] += 1
        out.append(number if seen[number] == 1 else f"{number}#{seen[number]}")
    return out
