"""Numbers of shareholders in a text: labels, and the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.filing import Problem
from kunlun_cli.tables.text.build import Entry, Place, Text, table
from kunlun_cli.tables.text.region import Region
from kunlun_cli.tables.text.stream import RawLine, Token, tokens
from kunlun_cli.tables.text.values import is_count, numberlike

# What is no page's number and no year.
_COUNT_ALONE = re.compile(r"0|\d{1,3}(,\d{3})+|\d{5,}")
# A number in which a letter stands for the digit that it looks like, as a scan that was read has it (l3,988; O), or
# with a word before it (约3,988).
_ODD = re.compile(r"[OoIl]|(?=.*\d)(?=.*[A-Za-z])[\dA-Za-z]{1,3}(,[\dA-Za-z]{3})*|[^\d,]{1,5}(0|\d{1,3}(,\d{3})+)")
_PAIR = 2
"""A label and its number."""
# The rest of a number behind a space in it, as no label begins: 16 ,243; 16,243 .00; 16 , 243.
_REST = re.compile(r"[,.](\d.*)?")
# A number of shareholders, and what may stand behind it; but no rest of a label: (参见注 8).
_BEGINS_AS_NUMBER = re.compile(r"[-+(]?\d[^()]*(\([^()]*\))?")


def counted_in(lines: Sequence[RawLine]) -> tuple[list[Entry], list[Problem]]:
    """The labels and numbers of holders in some lines, what stands behind the last, and numbers without label."""
    data = load("holders")["text"]["counts"]
    entries: list[Entry] = []
    odd: list[Problem] = []
    label: list[Token] = []
    found = tokens(lines)
    at = 0
    while at < len(found):
        token, at = found[at], at + 1
        # The title of the table of holders has a number too, 前 10 名股东持股情况, and may have a page's below it.
        if entries and matches(data["below"], token.line.text):
            label += found[at - 1 :]
            break
        named = _labelled(label) and not matches(data["below"], token.line.text)
        # 12,945(1) is a number of shareholders as well, and named where it is read.
        if not named or not _BEGINS_AS_NUMBER.fullmatch(normal(token.text)):
            alone = _COUNT_ALONE.fullmatch(token.text) and (token.first or token.last)
            odd += [_unlabelled(token)] if alone or (named and _ODD.fullmatch(normal(token.text))) else []
            label.append(token)
            continue
        whole, at = _with_rest(found, at - 1)
        numbers = [whole]
        while at < len(found) and _goes_on(found[at], token) and not matches(data["below"], found[at].line.text):
            whole, at = _with_rest(found, at)
            numbers.append(whole)
        more, unlabelled = _counted(label, numbers)
        entries, odd, label = [*entries, *more], [*odd, *unlabelled], []
    # What is left is the title of the table itself, below labels that a holder of such shares alone gives a number.
    if label and entries:
        title = next((i for i, t in enumerate(label) if matches(data["below"], t.line.text)), len(label))
        blank = title if normal("".join(t.text for t in label[:title])).endswith(data["if_any"]) else 0
        entries += [Entry((_text_of(label[:blank]), Text()))] if blank else []
        entries += [Entry((_text_of(label[blank:]),), wide=True)] if label[blank:] else []
    return entries, odd if entries else []


def count_alone(lines: Sequence[RawLine], at: int) -> Region | None:
    """The number of shareholders that begins at a line without a title of its own, as in a row of another table."""
    below = lines[at + 1 : at + 2]
    found = tokens(lines[at : at + 1])
    found += tokens(below) if len(found) == 1 and below and numberlike(below[0].text) else []
    label = load("holders")["text"]["counts"]["alone"]
    if len(found) != _PAIR or not matches([label], found[0].text) or not is_count(found[1].text):
        return None
    cells = [Text((token.text,), Place.of([token.line])) for token in found]
    end = at + 1 + (found[1].line is not found[0].line)
    return Region(at, end, table([([], Place.of(lines[at:end]), [Entry(tuple(cells))])]))


def _goes_on(token: Token, number: Token) -> bool:
    """Whether a token is one more number: another label's, or the rest of one that is written apart (21 847户)."""
    beside = token.line is number.line and _BEGINS_AS_NUMBER.fullmatch(normal(token.text)) is not None
    return beside or numberlike(token.text)


def _with_rest(found: Sequence[Token], at: int) -> tuple[Token, int]:
    """A number with all that spaces in it cut off, so that it cannot be read, and where the next begins."""
    end = at + 1
    while end < len(found) and _REST.fullmatch(normal(found[end].text)):
        end += 1
    # What stands alone before words is the sentence's.
    if end - 1 > at and len(found[end - 1].text) == 1 and not (end < len(found) and found[end].text[0].isdigit()):
        end -= 1
    return replace(found[at], text=" ".join(token.text for token in found[at:end])), end


def _unlabelled(token: Token) -> Problem:
    message = f"{token.text!r} stands among the numbers of shareholders without a label"
    return Problem("no-label", message, token.line.page)


def _labelled(label: Sequence[Token]) -> bool:
    pattern = load("holders")["text"]["counts"]["label"]
    return re.search(pattern, "".join(t.text for t in label)) is not None


def _text_of(label: Sequence[Token]) -> Text:
    return Text(tuple(t.text for t in label), Place.of([t.line for t in label]))


def _counted(label: Sequence[Token], numbers: Sequence[Token]) -> tuple[list[Entry], list[Problem]]:
    """The rows for labels and the numbers behind them; fewer numbers are the last labels', more have none."""
    pattern = load("holders")["text"]["counts"]["label"]
    joined = "".join(t.text for t in label)
    ends = [m.end() for m in re.finditer(rf"({pattern})(（如有）|\\(如有\\))?", joined)]
    place = Place.of([t.line for t in label])
    cuts = [0, *ends[:-1], len(joined)]
    texts = [_text_of(label)] if len(ends) < 2 else [Text((joined[a:b],), place) for a, b in pairwise(cuts)]
    doubt = "" if len(numbers) <= len(texts) else "another number without a label stands beside it"
    printed = [Text((t.text,), Place.of([t.line]), doubt) for t in numbers[: len(texts)]]
    beside = [*(Text() for _ in texts[len(printed) :]), *printed]
    return [Entry(pair) for pair in zip(texts, beside, strict=True)], [_unlabelled(t) for t in numbers[len(texts) :]]
