"""Finding a table's heading in a text read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kunlun_cli.forms import normal
from kunlun_cli.tables.text.stream import RawLine, tokens
from kunlun_cli.tables.text.vocabulary import MAX_LINES, HeadingCell, Kind, Leaf, is_word, kinds, leaves, words

# A narrow column cuts the heading's first word, 股东名称, in two lines.
SHORT = 4
# No heading whose lines stand apart has more pieces.
MAX_PIECES = 20


@dataclass(frozen=True)
class Heading:
    """A heading found: its sort of table, its columns, and the lines it takes."""

    kind: Kind
    columns: tuple[Leaf, ...]
    first: int
    end: int


def heading_at(lines: Sequence[RawLine], first: int) -> Heading | None:
    """The longest heading of any sort that begins at a line, read row by row."""
    begin = lines[first].text
    if len(begin) < SHORT and first + 1 < len(lines):
        begin += lines[first + 1].text
    found = [h for kind in kinds() if kind.starts.match(begin) and (h := _of_kind(lines, first, kind))]
    return max(found, key=lambda h: h.end, default=None)


def _of_kind(lines: Sequence[RawLine], first: int, kind: Kind) -> Heading | None:
    text = ""
    best: tuple[int, tuple[HeadingCell, ...]] | None = None
    for end in range(first + 1, min(first + MAX_LINES, len(lines)) + 1):
        text += lines[end - 1].text
        if len(text) > 400:
            break
        parsed = words(text, kind)
        # What names the column of labels stands in front; behind, it is the first row below the heading.
        if parsed is not None and not any(w.type in {"text", "name"} for w in parsed[1:]):
            best = (end, parsed)
    best = best or _interleaved(lines, first, kind)
    if best is None or len(best[1]) < kind.required:
        return None
    whole = "".join(w.text for w in best[1])
    if not kind.must.search(whole) or kind.mustnot.search(whole):
        return None
    columns = _columns(best[1], kind)
    if columns is None or (best[0] < len(lines) and kind.after.fullmatch(lines[best[0]].text)):
        return None
    return Heading(kind, tuple(columns), first, best[0])


def _interleaved(lines: Sequence[RawLine], first: int, kind: Kind) -> tuple[int, tuple[HeadingCell, ...]] | None:
    """A heading whose cells all have two lines, the first lines of all before the second (股东名 股东性 / 称 质)."""
    found = tokens(lines[first : first + MAX_LINES])[:MAX_PIECES]
    texts = [normal(token.text) for token in found]
    for end in range(len(texts), kind.required, -1):
        for upper in range(kind.required, end) if found[end - 1].last else ():
            paired = _paired(texts[:upper], texts[upper:end], kind)
            if paired:
                last = next(i for i, line in enumerate(lines[first:], first) if line is found[end - 1].line)
                return last + 1, paired
    return None


def _paired(upper: Sequence[str], lower: Sequence[str], kind: Kind) -> tuple[HeadingCell, ...] | None:
    """The words that the lines make, each upper one with the next lower one or alone; at the end what stands below."""
    if not upper:
        below = [is_word(text, kind) for text in lower]
        return tuple(w for w in below if w) if all(w and w.level == "sub" for w in below) else None
    for taken in (1, 0):
        word = is_word("".join((upper[0], *lower[:taken])), kind) if taken <= len(lower) else None
        rest = _paired(upper[1:], lower[taken:], kind) if word else None
        if word is not None and rest is not None:
            return (word, *rest)
    return None


def _columns(found: Sequence[HeadingCell], kind: Kind) -> list[Leaf] | None:
    if kind.kind == "quarterly" and found[0].level == "wide":
        return _labelled([Leaf((found[0].text, w.text), w.type, 1) for w in found[1:]])
    columns = leaves(_lowered(found))
    return _labelled(columns) if columns else None


def _lowered(found: Sequence[HeadingCell]) -> list[HeadingCell]:
    """The words with a wide heading that stands again below itself (股份种类及数量, 股份种类) made the sub-heading."""
    out: list[HeadingCell] = []
    for word in found:
        again = word.level == "wide" and any(w.level == "wide" and w.type == word.type == "share_class" for w in out)
        out.append(HeadingCell(word.text, word.type, "sub") if again else word)
    subs = [w for w in out if w.level == "sub"]
    if len(subs) == 1 and subs[0].type == "count":
        # A lone 数量 is a column of its own, not one of two.
        return [HeadingCell(w.text, w.type, "top") if w is subs[0] else w for w in out]
    return out


def _labelled(columns: list[Leaf]) -> list[Leaf]:
    """The columns with the unnamed one of labels in front, where the heading does not name it."""
    if columns[0].type in {"text", "name"}:
        return columns
    return [Leaf(("",), "text"), *columns]
