"""Headings of a laid-out text: cells stand side by side over several lines, parted by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kunlun_cli.forms import normal
from kunlun_cli.tables.text.segments import Segment, at_spaces
from kunlun_cli.tables.text.vocabulary import HeadingCell, Kind, Leaf, is_second, kinds, state_and_count, words

# A heading cell that begins on a lower line than its neighbours costs as much as a shift by so many columns.
NEW = 7.0
SHIFTED = 1.5


@dataclass
class Stack:
    """Heading pieces below each other."""

    pieces: list[Segment]

    @property
    def x0(self) -> int:
        """Left edge."""
        return min(p.x0 for p in self.pieces)

    @property
    def x1(self) -> int:
        """Right edge."""
        return max(p.x1 for p in self.pieces)

    @property
    def middle(self) -> float:
        """Horizontal middle of its lowest piece."""
        return max(self.pieces, key=lambda p: (p.line.page, p.line.number)).middle

    @property
    def text(self) -> str:
        """From top to bottom."""
        return "".join(normal(p.text) for p in sorted(self.pieces, key=lambda p: (p.line.page, p.line.number, p.x0)))


@dataclass(frozen=True)
class Headed:
    """A heading understood: its sort of table, its columns with their middles, how well it is known."""

    kind: Kind
    columns: tuple[Leaf, ...]
    middles: tuple[float, ...]
    known: int
    unknown: int


def stacks(lines: Sequence[Sequence[Segment]]) -> tuple[list[Stack], list[Segment]]:
    """The heading's leaf cells from left to right, and the pieces that lie over several of them."""
    leaves: list[Stack] = []
    over: list[Segment] = []
    for line in reversed(lines):
        for piece in line:
            below = [s for s in leaves if min(s.x1, piece.x1) > max(s.x0, piece.x0)]
            if len(below) > 1:
                over.append(piece)
            elif below:
                below[0].pieces.append(piece)
            else:
                leaves.append(Stack([piece]))
    return sorted(leaves, key=lambda s: s.x0), over


def nearest_stacks(lines: Sequence[Sequence[Segment]]) -> list[Stack]:
    """The heading's cells where the lines are shifted against each other: in order, nearest first.

    Layout programs push a line's later pieces to the right of long earlier ones, so that a cell's
    lines need not stand below each other; their order from left to right is kept.
    """
    out: list[Stack] = []
    for line in lines:
        out = _placed(out, line)
    return out


def _placed(stacks_: Sequence[Stack], line: Sequence[Segment]) -> list[Stack]:
    """The stacks with a further line's pieces: each in its nearest stack or a new one, in order."""
    n, m = len(line), len(stacks_)
    table: list[list[tuple[float, tuple[int, ...]]]] = [[(0.0, ())] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        piece = line[i - 1]
        for j in range(m + 1):
            # The piece before is in the stacks up to j; -1 stands for a new stack right of them.
            options = [(table[i - 1][j][0] + NEW, (*table[i - 1][j][1], -1))]
            if j:
                before = table[i - 1][j - 1]
                gap = max(stacks_[j - 1].x0 - piece.x1, piece.x0 - stacks_[j - 1].x1, 0)
                options.append((before[0] + (SHIFTED * gap + 1 if gap else 0.0), (*before[1], j - 1)))
                options.append(table[i][j - 1])
            table[i][j] = min(options, key=lambda o: o[0])
    fresh = [[*s.pieces] for s in stacks_]
    out: list[Stack] = []
    done = 0
    for piece, target in zip(line, table[n][m][1], strict=True):
        if target >= 0:
            fresh[target].append(piece)
            out += [Stack(p) for p in fresh[done : target + 1]]
            done = target + 1
        else:
            while done < m and stacks_[done].middle < piece.middle and _free(table[n][m][1], line, piece, done):
                out.append(Stack(fresh[done]))
                done += 1
            out.append(Stack([piece]))
    return [*out, *(Stack(p) for p in fresh[done:])]


def _free(targets: Sequence[int], line: Sequence[Segment], piece: Segment, stack: int) -> bool:
    """Whether no later piece of the line goes into a stack."""
    later = targets[list(line).index(piece) + 1 :]
    return stack not in later


def understood(lines: Sequence[Sequence[Segment]]) -> Headed | None:
    """What the lines say as a heading of some sort; the sort whose words cover most of it wins."""
    whole = "".join(normal(p.text) for line in lines for p in line)
    possible = [kind for kind in kinds() if _possible(kind, whole)]
    if not possible:
        return None
    found: list[Headed] = []
    for variant in (lines, *_spaced(lines)):
        found += [h for kind in possible if (h := _as_kind(kind, _absorbed(*stacks(variant), kind))) is not None]
        if not any(h.unknown == 0 for h in found):
            shifted = nearest_stacks(variant)
            found += [h for kind in possible if (h := _as_kind(kind, (shifted, []))) is not None]
        if any(h.unknown == 0 for h in found):
            break
    return max(found, key=lambda h: (-h.unknown, h.known), default=None)


def _possible(kind: Kind, text: str) -> bool:
    """Whether a heading's characters may make one of a sort: those of the words it must have are there."""
    return all(c in text for c in kind.needs)


def _spaced(lines: Sequence[Sequence[Segment]]) -> list[list[list[Segment]]]:
    """The lines with their pieces cut at single spaces too, if there are any."""
    if not any(" " in p.text for line in lines for p in line):
        return []
    return [[[part for piece in line for part in at_spaces(piece)] for line in lines]]


def _as_kind(kind: Kind, assembled: tuple[list[Stack], list[Segment]]) -> Headed | None:
    leaves, over = _rejoined(assembled[0], kind), assembled[1]
    whole = "".join(s.text for s in leaves) + "".join(normal(p.text) for p in over)
    if not leaves or not kind.must.search(whole) or kind.mustnot.search(whole):
        return None
    parsed = [words(s.text, kind) for s in leaves]
    wide = _wide_words(over, kind)
    unknown = [s.text for s, p in zip(leaves, parsed, strict=True) if p is None]
    known = sum(len(p) for p in parsed if p) + len(wide or [])
    if wide is None or known < kind.required or len(unknown) > kind.unknown or len(unknown) * 3 > len(leaves):
        return None
    columns, middles = _columns(leaves, parsed, wide)
    if _half_restated(columns):
        return None
    if columns[0].type not in {"text", "name"}:
        columns.insert(0, Leaf(("",), "text"))
        middles.insert(0, 0.0)
    return Headed(kind, tuple(columns), tuple(middles), known, len(unknown))


def _rejoined(leaves: Sequence[Stack], kind: Kind) -> list[Stack]:
    """Neighbouring cells that are no words, and are one together: a line of it was pushed beside the others."""
    out: list[Stack] = []
    for leaf in leaves:
        both = Stack([*out[-1].pieces, *leaf.pieces]) if out else leaf
        apart = not out or any(words(stack.text, kind) is not None for stack in (out[-1], leaf))
        if apart or words(both.text, kind) is None:
            out.append(leaf)
        else:
            out[-1] = both
    return out


def _absorbed(leaves: list[Stack], over: list[Segment], kind: Kind) -> tuple[list[Stack], list[Segment]]:
    """Leaves that are but the last line of a wide heading above them (质押、标记或冻结 / 情况) given back to it."""
    kept: list[Stack] = []
    given = list(over)
    for leaf in leaves:
        above = [p for p in over if min(leaf.x1, p.x1) > max(leaf.x0, p.x0)]
        text = "".join(normal(p.text) for p in sorted(above, key=lambda p: (p.line.page, p.line.number)))
        if above and words(leaf.text, kind) is None and words(text + leaf.text, kind) is not None:
            given += leaf.pieces
        else:
            kept.append(leaf)
    return kept, given


def _wide_words(over: Sequence[Segment], kind: Kind) -> list[tuple[HeadingCell, float]] | None:
    """The headings over several columns with their middles; `None` if one is in no form's words."""
    groups: list[Stack] = []
    for piece in sorted(over, key=lambda p: (p.line.page, p.line.number)):
        above = [g for g in groups if min(g.x1, piece.x1) > max(g.x0, piece.x0)]
        if above:
            above[0].pieces.append(piece)
        else:
            groups.append(Stack([piece]))
    out = []
    for group in groups:
        found = words(group.text, kind)
        if found is None:
            return None
        out += [(word, group.middle) for word in found]
    return out


def _columns(
    leaves: Sequence[Stack], parsed: Sequence[tuple[HeadingCell, ...] | None], wide: list[tuple[HeadingCell, float]]
) -> tuple[list[Leaf], list[float]]:
    """The columns: each leaf's own words, below the wide heading nearest to it where it needs one."""
    own: list[tuple[tuple[HeadingCell, ...], float]] = []
    for stack, found in zip(leaves, parsed, strict=True):
        own.append((found or (HeadingCell(stack.text, "text", "unknown"),), stack.middle))
    # A wide heading alone in its stack between columns that need one stands over them.
    needy = [i for i, (w, _) in enumerate(own) if len(w) == 1 and w[0].level == "sub"]
    groups = _needy_groups(own, needy)
    offers = [(w[0], x, i) for i, (w, x) in enumerate(own) if len(w) == 1 and w[0].level == "wide"]
    offers += [(word, x, -1) for word, x in wide]
    given: dict[int, tuple[HeadingCell, int]] = {}
    used: set[int] = set()
    for number, group in enumerate(groups):
        middle = sum(own[i][1] for i in group) / len(group)
        carrier = _carrier(own, group)
        if carrier is not None:
            given.update(dict.fromkeys(group, (own[carrier][0][0], carrier)))
            continue
        near = min(offers, key=lambda o: abs(o[1] - middle), default=None)
        if near is not None:
            given.update(dict.fromkeys(group, (near[0], 1000 + number)))
            used.add(near[2])
    columns: list[Leaf] = []
    middles: list[float] = []
    for i, (found, x) in enumerate(own):
        if i in used and len(found) == 1 and found[0].level == "wide":
            continue
        columns.append(_leaf(found, given.get(i), i, group=any(c == i for _, c in given.values())))
        middles.append(x)
    pairs = [pair for leaf, x in zip(columns, middles, strict=True) for pair in state_and_count(leaf, x)]
    return [leaf for leaf, _ in pairs], [x for _, x in pairs]


def _half_restated(columns: Sequence[Leaf]) -> bool:
    """Whether a period has figures before restatement but none after: then the heading is misread."""
    after = {c.path[0] for c in columns if len(c.path) > 1 and c.path[1].endswith("后")}
    return any(len(c.path) > 1 and c.path[1].endswith("前") and c.path[0] not in after for c in columns)


def _needy_groups(own: Sequence[tuple[tuple[HeadingCell, ...], float]], needy: Sequence[int]) -> list[list[int]]:
    """Neighbouring sub-headings that share one wide heading: a repeated text begins the next group."""
    out: list[list[int]] = []
    for i in needy:
        text = own[i][0][0].text
        apart = not out or i - out[-1][-1] > 2 or any(own[k][0][0].text == text for k in out[-1])
        apart = apart or not is_second(text)
        lone = i > 0 and len(own[i - 1][0]) == 1 and own[i - 1][0][0].level == "wide"
        between = bool(out) and i - out[-1][-1] == 2 and not lone
        if apart or between:
            out.append([i])
        else:
            out[-1].append(i)
    return out


def _carrier(own: Sequence[tuple[tuple[HeadingCell, ...], float]], group: Sequence[int]) -> int | None:
    """The stack beside a group that holds the wide heading above one of its own sub-headings."""
    for i in (group[0] - 1, group[-1] + 1):
        if 0 <= i < len(own):
            found = own[i][0]
            same = any(w.text == own[k][0][0].text for k in group for w in found)
            if len(found) == 2 and found[0].level == "wide" and found[1].level == "sub" and not same:
                return i
    return None


def _leaf(found: Sequence[HeadingCell], above: tuple[HeadingCell, int] | None, index: int, *, group: bool) -> Leaf:
    last = found[-1]
    if above is not None:
        return Leaf((above[0].text, last.text), last.type, above[1])
    if len(found) > 1:
        type_ = "change" if found[0].type == "change" else last.type
        return Leaf(tuple(w.text for w in found[-2:]), type_, index if group or found[0].level == "wide" else -1)
    return Leaf((last.text,), "text" if last.level == "unknown" else last.type)
