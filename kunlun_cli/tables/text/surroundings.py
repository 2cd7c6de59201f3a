"""What stands around a laid-out table of holders: its title and the counts above, the notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.tables.text.blockrows import MODES, Mode, Rows
from kunlun_cli.tables.text.build import Entry
from kunlun_cli.tables.text.layout import Layout, heading_from, strips_of, text_of
from kunlun_cli.tables.text.segments import Segment, rivers
from kunlun_cli.tables.text.stream import RawLine
from kunlun_cli.tables.text.values import is_count

# What a number and a measure word begin is a label's own: 1 个月末, 10 名股东.
_NUMBER_FIRST = re.compile(r"(?![1-9][\d,]* +[个名户大])(\d[\d,]*) +([\u4e00-\u9fff].{3,})$")


def title_above(layout: Layout, heading: int) -> int | None:
    """The line of a table's own title right above its heading; `None` where a sentence between states a number."""
    form = load("holders")
    for i in range(heading - 1, max(heading - 3, -1), -1):
        if matches(form["text"]["counts"]["below"], layout.lines[i].text):
            return i
        if matches([form["count_sentence"]["pattern"]], layout.lines[i].text):
            break
    return None


def counts_above(layout: Layout, heading: int) -> tuple[int, list[Entry]]:
    """The counts of holders above a holders' table, and the line with which they begin."""
    data = load("holders")["text"]["counts"]
    start = None
    for i in range(heading - 1, max(heading - 40, -1), -1):
        if matches(data["above"], layout.lines[i].text):
            start = i + 1
            break
    if start is None:
        return heading, []
    end = next(
        (i for i in range(start, heading) if matches(load("holders")["text"]["counts"]["below"], layout.lines[i].text)),
        heading,
    )
    best = _best_counts(layout, start, end)
    return (start, best) if best else (heading, [])


def counts_at(layout: Layout, title: int) -> tuple[int, list[Entry]]:
    """The counts below a title of their own (Shanghai's full reports), and where they end."""
    data = load("holders")["text"]["counts"]
    if not matches(data["titled"], layout.lines[title].text):
        return title, []
    end = title + 1
    while end < len(layout.lines) and end - title < 14 and not layout.barrier[end]:
        if not any(p.is_figure for p in layout.pieces[end]) and layout.lines[end].after_blank:
            break
        end += 1
    entries = _best_counts(layout, title + 1, end)
    return (end, entries) if entries else (title, [])


def _best_counts(layout: Layout, start: int, end: int) -> list[Entry]:
    """The labels and numbers of some lines, by the columns that leave each label whole."""
    pieces = [[part for p in some for part in _number_apart(p)] for some in layout.pieces[start:end]]
    label = re.compile(load("holders")["text"]["counts"]["label"])
    best: list[Entry] = []
    lines = layout.lines[start:end]
    ways = [some for some in ([p for p in pieces if len(p) > 1], pieces) if some]
    for some, mode in product(ways, MODES):
        entries = _counted(lines, pieces, rivers(some), mode)
        good = [e for e in entries if len(label.findall(normal(e.cells[0].text))) == 1]
        if len(good) == len(entries) and len(good) > len(best):
            best = entries
    return best


def _number_apart(piece: Segment) -> list[Segment]:
    """A number and the label right of it, where one space alone parts them."""
    found = _NUMBER_FIRST.match(piece.text)
    if found is None:
        return [piece]
    cut = piece.x0 + found.end(1)
    return [replace(piece, text=found[1], x1=cut), replace(piece, text=found[2], x0=cut + 1)]


def _counted(
    lines: Sequence[RawLine], pieces: Sequence[Sequence[Segment]], sides: Sequence[tuple[int, int]], mode: Mode
) -> list[Entry]:
    strips = strips_of(lines, pieces, sides)
    types = []
    for col in range(len(sides)):
        some = [p for s in strips for p in s.cells.get(col, ())]
        types.append("count" if some and all(p.is_figure or is_count(p.text) for p in some) else "text")
    if "count" not in types:
        return []
    out: list[Entry] = []
    rows = Rows(strips, types, opened=False, ends=False)
    for span in rows.cheapest(mode):
        cells = {c: text_of(p) for c, p in rows.lines_of(span.first, span.end).items()}
        ordered = [cells[c] for c in sorted(cells)]
        out += [
            Entry((label, number))
            for label, number in pairwise(ordered)
            if not is_count(label.text) and is_count(number.text)
        ]
    return out


def notes_below(layout: Layout, first: int) -> tuple[int, list[Entry]]:
    """The notes below a holders' table: labels on the left, their texts on the right."""
    labels = [re.compile(e["pattern"]) for e in load("holders")["text"]["notes"]["labels"]]
    ends = load("flow")["ends"]
    end = first
    while end < len(layout.lines) and end - first < 70:
        text = layout.lines[end].text
        if matches([*ends["titles"], *ends["ticks"], *ends["after_notes"]], text):
            break
        if heading_from(layout, end):
            break
        end += 1
    pieces = layout.pieces[first:end]
    two = [p for p in pieces if len(p) > 1]
    if not two:
        return first, []
    side = Counter(p[1].x0 for p in two).most_common(1)[0][0]
    left: list[tuple[int, Segment]] = []
    right: list[tuple[int, Segment]] = []
    for i, some in enumerate(pieces):
        for piece in some:
            (left if piece.x1 <= side else right).append((i, piece))
    return _paired(first, left, right, labels)


def _paired(
    first: int,
    left: Sequence[tuple[int, Segment]],
    right: Sequence[tuple[int, Segment]],
    labels: Sequence[re.Pattern[str]],
) -> tuple[int, list[Entry]]:
    found: list[tuple[list[tuple[int, Segment]], float]] = []
    held: list[tuple[int, Segment]] = []
    for item in left:
        held.append(item)
        text = "".join(normal(p.text) for _, p in held)
        if any(p.fullmatch(text) for p in labels):
            found.append((held, sum(i for i, _ in held) / len(held)))
            held = []
    if not found:
        return first, []
    texts = _dealt([m for _, m in found], right)
    entries = [Entry((text_of([p for _, p in some]), text_of(t))) for (some, _), t in zip(found, texts, strict=True)]
    used = max([i for some, _ in found for i, _ in some] + [i for i, _ in right])
    return first + used + 1, entries


def _dealt(middles: Sequence[float], right: Sequence[tuple[int, Segment]]) -> list[list[Segment]]:
    """The lines of text by label: runs of lines whose middles are nearest to their labels' middles."""
    n = len(right)
    best: list[tuple[float, list[int]]] = [(float("inf"), list[int]()) for _ in range(n + 1)]
    best[0] = (0.0, [])
    for middle in middles:
        following: list[tuple[float, list[int]]] = [(price + 3.0, [*cuts, i]) for i, (price, cuts) in enumerate(best)]
        for begun in range(n):
            for end in range(begun + 1, n + 1):
                place = (right[begun][0] + right[end - 1][0]) / 2
                price = best[begun][0] + abs(place - middle)
                if price < following[end][0]:
                    following[end] = (price, [*best[begun][1], end])
        best = following
    cuts = [0, *best[n][1]]
    return [[p for _, p in right[a:b]] for a, b in pairwise(cuts)]
