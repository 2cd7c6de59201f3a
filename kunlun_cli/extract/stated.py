"""Clauses of a sentence and the statements in them: a noun phrase, a number, a change.

A statement is taken only where the whole clause has a known shape; anything else gives a `Gap`,
so that no later clause can be tied to a figure before it by mistake.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kunlun_cli.extract.quantities import Quantity, alternatives, bound_before, quantities
from kunlun_cli.forms import load
from kunlun_cli.records.segments import Bound

# No clause of prose is longer; what is, is a table or a list run together.
_MAX_CLAUSE = 200
_OPENS_CHANGE = re.compile(r"[（(](?=同比|环比|较|比上|比去|增长|下降|占)")
_BOUNDARY = re.compile(r"[，；：。！？]|(?<!\d)[,:;]|[,:;](?!\d)")


class Clause(NamedTuple):
    """A part of a sentence between commas. `start` and `end` count in the paragraph's text.

    `after` is the mark before it (`，`, `；`, a bracket), empty at the sentence's beginning.
    """

    text: str
    start: int
    end: int
    after: str = ""


class Change(NamedTuple):
    """A relative change: `quantity` in %, points or times; `falls` where the verb says so."""

    noun: str
    quantity: Quantity
    falls: bool
    bound: Bound | None
    comparator: str | None
    clause: Clause


class Value(NamedTuple):
    """A level: what is measured, the number, and the change where the clause gives it too."""

    noun: str
    quantity: Quantity
    bound: Bound | None
    clause: Clause
    counted: str | None = None
    change: Change | None = None
    linked: bool = False
    """Whether a word such as 达 or 为 stands before the number."""
    period: str | None = None
    """The time that stands with the number itself (`增长至2023年的10,358亿元`)."""


class Prior(NamedTuple):
    """A comparison figure or an absolute change: no statement, and no break between two either."""

    clause: Clause


class Gap(NamedTuple):
    """Numbers of which the shape is not known."""

    clause: Clause


class Text(NamedTuple):
    """A clause without numbers."""

    clause: Clause


Statement = Value | Change | Prior | Gap | Text


@functools.cache
def _words(table: str) -> Any:  # noqa: ANN401 - a table of the form's data
    return load("narrative")[table]


@functools.cache
def _change_end() -> re.Pattern[str]:
    words = _words("changes")
    up, down = alternatives(words["up"]), alternatives(words["down"])
    manner = alternatives(words["manner"])
    return re.compile(
        rf"""(?P<comparator>{"|".join(words["comparators"])})?(?:，)?(?:(?:{manner})的?)*
        (?:(?P<up>{up})|(?P<down>{down}))(?:率|幅度?|比例)?(?:了|为|达到?|约为)?$""",
        re.VERBOSE,
    )


@functools.cache
def _comparator() -> re.Pattern[str]:
    return re.compile("|".join(_words("changes")["comparators"]))


@functools.cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_words('figures')['links'])})$")


def clauses(sentence: str, start: int) -> list[Clause]:
    """The sentence's clauses. Brackets stay whole, unless they hold a change (`（同比增长5%）`)."""
    out: list[Clause] = []
    begin = depth = 0
    opened: list[bool] = []
    for i, char in enumerate(sentence):
        if char in "（(":
            splits = _OPENS_CHANGE.match(sentence, i) is not None
            opened.append(splits)
            if splits:
                _add(out, sentence, begin, i, start)
                begin = i + 1
            else:
                depth += 1
        elif char in "）)" and opened:
            if opened.pop():
                _add(out, sentence, begin, i, start)
                begin = i + 1
            else:
                depth -= 1
        elif depth == 0 and _BOUNDARY.match(sentence, i) and not _within_number(sentence, i):
            _add(out, sentence, begin, i, start)
            begin = i + 1
    _add(out, sentence, begin, len(sentence), start)
    return out


def _within_number(text: str, at: int) -> bool:
    return text[at] in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _add(out: list[Clause], sentence: str, begin: int, end: int, start: int) -> None:
    text = sentence[begin:end]
    if text.strip():
        lead = len(text) - len(text.lstrip())
        mark = sentence[begin - 1] if begin else ""
        out.append(Clause(text.strip(), start + begin + lead, start + begin + lead + len(text.strip()), mark))


def _outside_brackets(text: str, found: list[Quantity]) -> list[Quantity]:
    return [
        q
        for q in found
        if text.count("（", 0, q.start) + text.count("(", 0, q.start)
        <= text.count("）", 0, q.start) + text.count(")", 0, q.start)
    ]


def statements(clause: Clause) -> Iterator[Statement]:
    """What a clause states, in its order."""
    text = clause.text
    if len(text) > _MAX_CLAUSE:
        yield Gap(clause)
        return
    found = _outside_brackets(text, quantities(text))
    figures = [q for q in found if q.sound]
    if not figures:
        yield Text(clause)
        return
    if re.search(alternatives(_words("figures")["intent"]), text):
        yield Gap(clause)
        return
    if any(not q.sound and q.unit for q in found):
        yield Gap(clause)
    elif len(figures) == 1:
        yield _single(clause, figures[0])
    elif len(figures) == 2:
        yield from _pair(clause, *figures)
    else:
        yield Gap(clause)


def _single(clause: Clause, q: Quantity) -> Statement:
    before, after = clause.text[: q.start], clause.text[q.end :].strip()
    change = _change(clause, before, q)
    if change is not None:
        return change if not after else Gap(clause)
    if _absolute(before):
        return Prior(clause) if not after else Gap(clause)
    if q.unit in {"%", "times", "pp"} and after:
        return _nominal_change(clause, before, q, after) or Gap(clause)
    if q.unit == "pp":
        return Gap(clause)
    return _value(clause, before, q, after)


def _change(clause: Clause, before: str, q: Quantity) -> Change | None:
    """`…同比增长` before a relative number."""
    if q.unit not in {"%", "times", "pp"}:
        return None
    rest, bound = bound_before(before)
    found = _change_end().search(rest)
    if found is None:
        return None
    noun = rest[: found.start()]
    comparator = found["comparator"]
    if comparator is None:
        inner = list(_comparator().finditer(noun))
        if inner:
            comparator = inner[-1].group()
            noun = noun[: inner[-1].start()] + noun[inner[-1].end() :]
    if found["up"] in {"增速", "增长率"} and noun.strip():
        return None
    falls = found["down"] is not None
    return Change(noun.strip(), q, falls, q.bound or bound, comparator, clause)


def _absolute(before: str) -> bool:
    """An absolute change (`同比增加`) or a comparison figure (`上年同期为`) stands before the number."""
    rest, _ = bound_before(before)
    if _change_end().search(rest):
        return True
    return re.search(r"(?:上年|去年|上期|同期|期初|年初|上年度|上年末)[^，]{0,4}$", _links().sub("", rest)) is not None


def _nominal_change(clause: Clause, before: str, q: Quantity, after: str) -> Change | None:
    """`实现20%的提升`, `有近3倍的下降`."""
    words = _words("changes")
    found = re.fullmatch(
        rf"的(?:大幅|显著)?(?:(?P<up>{alternatives(words['up'])})|(?P<down>{alternatives(words['down'])}))", after
    )
    if found is None:
        return None
    rest, bound = bound_before(before)
    noun = re.sub(r"(?:实现|取得|获得|带来|有|保持)(?:了|着)?$", "", rest)
    if noun == rest:
        return None
    inner = _comparator().search(noun)
    if inner:
        noun = noun[: inner.start()] + noun[inner.end() :]
    comparator = inner.group() if inner else None
    return Change(noun.strip(), q, found["down"] is not None, q.bound or bound, comparator, clause)


def _value(clause: Clause, before: str, q: Quantity, after: str) -> Statement:
    rest, bound = bound_before(before)
    noun = rest
    # 达, 为, 累计 and the like may follow one another, a word of bound between them.
    while not after and (found := _links().search(noun)) and not _performs(noun):
        noun = noun[: found.start()].rstrip()
        noun, inner = bound_before(noun)
        bound = bound or inner
    if after and (q.counter is None or not re.fullmatch(r"(?:不同的|的)?[^\d，。；：的]{1,18}", after)):
        return Gap(clause)
    return Value(noun, q, q.bound or bound, clause, after or None, None, noun != rest)


def _performs(noun: str) -> bool:
    return re.search(rf"(?:{alternatives(_words('figures')['performs'])})了?$", noun) is not None


def _pair(clause: Clause, first: Quantity, second: Quantity) -> Iterator[Statement]:
    text = clause.text
    between, after = text[first.end : second.start], text[second.end :].strip()
    if after:
        yield Gap(clause)
        return
    if re.search(r"(?:较|比)[^，]{0,8}$", text[: first.start]) and _absolute(between) and second.unit == first.unit:
        yield Prior(clause)
        return
    change = _change(clause, text[: first.start], first)
    rest, bound = bound_before(between)
    if change is not None and second.unit not in {"%", "pp", "times"} and re.fullmatch(r"(?:至|到|达到?|为)?", rest):
        yield Value(change.noun, second, second.bound or bound, clause, None, change, linked=True)
        return
    later = _change(clause, between, second)
    if later is not None and not later.noun.strip("，"):
        compared = re.search(
            r"(?P<comparator>(?:相较于?|较|比|与)[^，\d]{1,8}?)的?$", bound_before(text[: first.start])[0]
        )
        if compared:
            noun = text[: compared.start()].strip()
            yield Change(noun, second, later.falls, later.bound, compared["comparator"], clause)
            return
        value = _single(Clause(text[: first.end], clause.start, clause.start + first.end), first)
        if isinstance(value, Value) and value.counted is None:
            yield Value(value.noun, first, value.bound, clause, None, later, value.linked)
            return
    yield _from_to(clause, first, second, between) or Gap(clause)


def _from_to(clause: Clause, first: Quantity, second: Quantity, between: str) -> Value | None:
    """`由2019年的6,235亿元增长至2023年的10,358亿元`: the later figure."""
    verbs = alternatives([*_words("changes")["up"], *_words("changes")["down"], "增", "降", "升", "变", "变更", "发展"])
    start = re.search(r"(?:由|从)(?:[^，由从]{0,12}?的)?$", bound_before(clause.text[: first.start])[0])
    if start is None or (first.unit, first.counter) != (second.unit, second.counter):
        return None
    rest, bound = bound_before(between)
    to = re.fullmatch(
        rf"(?:大幅|快速|逐步|进一步)?(?:{verbs})(?:至|到|为)(?:(?P<time>(?:19|20)\d\d年(?:末|底|度)?)的?)?", rest
    )
    if to is None:
        return None
    noun = clause.text[: start.start()].strip()
    return Value(noun, second, second.bound or bound, clause, linked=True, period=to["time"])
