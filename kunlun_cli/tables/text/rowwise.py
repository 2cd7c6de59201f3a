"""Rows of a text in reading order: its tokens given to typed columns so that all fit best.

A cell of one line stands in a line with its neighbours; a cell of several lines has lines of its own.
A blank cell leaves a space more than there should be, or nothing at all. The cheapest way through all
rows wins; what it rests on is said by `Parsed.doubts`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kunlun_cli.figures.numbers import is_unstated
from kunlun_cli.forms import normal
from kunlun_cli.tables.text.build import Entry, Place, Text, with_nature
from kunlun_cli.tables.text.names import ends_as_name, is_kind, never_first, odd_as_name, opens_as_name
from kunlun_cli.tables.text.stream import RawLine, tokens
from kunlun_cli.tables.text.values import (
    NUMERIC,
    SHORT_TITLE,
    TEXTUAL,
    cost,
    grouped_figure,
    is_dimension,
    is_item,
    never_one,
    numberlike,
    whole_item,
)
from kunlun_cli.tables.text.vocabulary import Leaf

# Costs, in one currency: 1 is something unusual, 4 something that hardly ever happens.
HARDLY = 4.0
UNUSUAL = 1.0
# What a figure in its column is worth: it lets the parse go on as far as rows do.
REWARD = 1.5
BLANK_UNSEEN = 1.2
"""A blank cell that no white space shows."""
ROW = 2.0
"""What a row is worth that has its name and two figures: else one with blank cells costs more than none."""
TWO_NAMES = 1.5
"""A line's end inside a name at which one name ends and another begins."""
REST = -1.0
"""A page break inside a name: what the lines below it give a name that is cut; `RARE_REST` is the cost of any other."""
RARE_REST = 2.5
ITEM_REST = -2.0
"""What the lines below a label are worth that make it one which the form knows."""
# A label has no more pieces below its figures.
MAX_TAIL = 4
LAST_REST = 0.3
LATIN_END = 0.5
"""A line's end between two Latin words of which the space behind the first may be all there is."""
# Beyond these no cell goes on.
MAX_NUMBER = 4
MAX_TEXT = 28
_TERMINATED = 0.6
"""From this share of lines ending in a space on, a line's end without one is inside a cell."""


@dataclass(frozen=True, slots=True)
class Step:
    """A cell in the cheapest way: the tokens `[first, end)` in a column; `col` -1 for a wide row."""

    first: int
    end: int
    col: int


@dataclass(frozen=True)
class Parsed:
    """The rows found, the number of lines used, and what the cells' columns rest on."""

    entries: tuple[Entry, ...]
    lines_used: int
    unseen: tuple[int, ...]
    """Rows in which blank cells were placed by type alone, by index."""


def terminated(lines: Sequence[RawLine]) -> bool:
    """Whether each cell of the text ends in a space, at the line's end too."""
    told = [line.raw for line in lines if re.search(r"\d", line.raw)]
    return sum(raw.endswith(" ") for raw in told) > _TERMINATED * len(told) if told else False


class Parser:
    """The cheapest way through the tokens below a heading."""

    def __init__(self, lines: Sequence[RawLine], columns: Sequence[Leaf], *, ends_marked: bool) -> None:
        self.tokens = tokens(lines)
        self.lines = lines
        self.columns = columns
        self.ends_marked = ends_marked
        self.normals = [normal(t.text) for t in self.tokens]
        self.figures = [grouped_figure(n) for n in self.normals]

    # --- one cell -----------------------------------------------------------------------------

    def joins(self, i: int) -> float:
        """The cost of token `i` standing in the same cell as the one before."""
        a, b = self.tokens[i - 1], self.tokens[i]
        if not a.last:
            if a.after > 1:
                return 3.0
            if numberlike(a.text) and numberlike(b.text):
                return HARDLY
            cjk = _is_cjk(a.text[-1]) and _is_cjk(b.text[0])
            return 1.5 if cjk else 0.2
        if self.ends_marked and a.after > 0:
            # A Latin name has a space at the line's end as well, which is the one between its words.
            return LATIN_END if _is_latin(a.text[-1]) and _is_latin(b.text[0]) else HARDLY
        return (UNUSUAL if b.line.after_break else 0.0) + (0.0 if self.ends_marked else 0.1)

    def cell_cost(self, first: int, end: int, col: int) -> float | None:
        """The cost of the tokens `[first, end)` being one cell of the column."""
        type_ = self.columns[col].type
        parts = self.normals[first:end]
        fit = cost(type_, "".join(parts))
        if fit is None or (type_ in NUMERIC and never_one(parts)):
            return None
        total = fit + sum(self.joins(i) for i in range(first + 1, end))
        several = self.tokens[first].line is not self.tokens[end - 1].line
        if several:
            # A figure that goes on in the next line for want of room is none by itself.
            cut = type_ in NUMERIC and cost(type_, self.normals[first]) is None
            # Its first line has more of it than the next: a digit above a whole per cent is of the amount before.
            total += UNUSUAL if type_ in NUMERIC and len(parts[0]) < len(parts[1]) else 0.0
            total += 0.0 if self.tokens[first].first else UNUSUAL if cut else HARDLY
            total += 0.0 if self.tokens[end - 1].last else 3.0
        if type_ in TEXTUAL:
            total += 5.0 * sum(self.figures[first:end])
        if type_ == "name":
            total += odd_as_name("".join(self.normals[first:end])) + TWO_NAMES * self._two_names(first, end)
        last = self.tokens[end - 1]
        if self.ends_marked and last.last and last.after == 0:
            total += 3.0
        if type_ in NUMERIC:
            total -= REWARD
        return total

    def _two_names(self, first: int, end: int) -> int:
        """At how many line ends inside `[first, end)` one name seems to end and another to begin."""
        starts = (i for i in range(first + 1, end) if self.tokens[i].first)
        return sum(opens_as_name(self.normals[i]) and ends_as_name(self.normals[i - 1]) for i in starts)

    def reach(self, first: int, col: int) -> range:
        """Where a cell of the column that begins at token `first` may end."""
        most = MAX_TEXT if self.columns[col].type in TEXTUAL else MAX_NUMBER
        return range(first + 1, min(first + most, len(self.tokens)) + 1)

    # --- between cells ------------------------------------------------------------------------

    def skip_cost(self, end: int, blanks: int) -> float:
        """The cost of `blanks` blank cells between token `end - 1` and token `end`."""
        a, seen = self.tokens[end - 1], self._seen(end)
        if self.ends_marked:
            return 2.5 * abs(blanks - max(seen, 0))
        if seen > 0 and not a.last:
            return 0.0 if blanks == seen else 2.5 * abs(blanks - seen)
        return BLANK_UNSEEN * blanks * (2.0 if not a.last else 1.0)

    def _seen(self, end: int) -> int:
        """How many blank cells white space shows between token `end - 1` and token `end`."""
        a = self.tokens[end - 1]
        behind = self.tokens[end].before if a.last and end < len(self.tokens) else 0
        return a.after - 1 + behind

    def wide_end(self, first: int) -> int | None:
        """The end of a row of one wide cell (分行业, 分产品, …) that begins at token `first`."""
        if not self.tokens[first].first:
            return None
        end = first + 1
        while end < len(self.tokens) and self.tokens[end].line is self.tokens[first].line:
            end += 1
        text = "".join(self.normals[first:end])
        below_title = not first or is_dimension(self.tokens[first - 1].line.text)
        title = is_dimension(text, below_title=below_title) or self._heads_items(text, end)
        return end if title and len(text) < SHORT_TITLE else None

    def _heads_items(self, text: str, end: int) -> bool:
        """Whether a line is a title inside the key figures (经营业绩): what stands below is a known item without it."""
        if self.columns[0].type != "text" or numberlike(text) or is_item(text):
            return False
        labels = ["".join(self.normals[end : end + n]) for n in range(1, 4)]
        return any(map(is_item, labels)) and not any(is_item(text + label) for label in labels)

    # --- the cheapest way ---------------------------------------------------------------------

    def parse(self) -> Parsed | None:
        """The rows, as far as they go; `None` if there is not even one."""
        if not self.tokens:
            return None
        best = self._forward()
        # No figure is left behind the last row: its own is rather one of it than a cell of it blank.
        prices = {p: price + HARDLY * any(self.figures[p : p + 1]) for p, (price, _, _) in best.items()}
        least = min(prices.values())
        # The rest of the last row's last cell makes it a little dearer, and nothing else is left of it then.
        goal = max(p for p, price in prices.items() if price <= least + LAST_REST)
        if goal == 0:
            return None
        return self._result(self._backward(best, goal))

    def _forward(self) -> dict[int, tuple[float, int, tuple[Step, ...]]]:
        """For each token at which a row may begin: the least cost, the row's first token, its cells."""
        best: dict[int, tuple[float, int, tuple[Step, ...]]] = {0: (0.0, -1, ())}
        for start in range(len(self.tokens)):
            if start not in best:
                continue
            base, _, above = best[start]
            for end, (extra, steps) in self._row(start, above).items():
                total = base + extra
                if end not in best or total < best[end][0]:
                    best[end] = (total, start, steps)
        return best

    def _row(self, start: int, above: Sequence[Step]) -> dict[int, tuple[float, tuple[Step, ...]]]:
        """All rows that may begin at a token below another: where they end, at what cost, of which cells."""
        found: dict[int, tuple[float, tuple[Step, ...]]] = {}
        wide = self.wide_end(start)
        if wide is not None:
            found[wide] = (-0.5, (Step(start, wide, -1),))
        if self.tokens[start].line.after_break:
            self._rest_of_row(start, above, found)
        self._rest_of_item(start, above, found)
        n = len(self.columns)
        # (token, column from which on cells may come) → cost, cells
        open_: dict[tuple[int, int], tuple[float, tuple[Step, ...]]] = {(start, 0): (0.0, ())}
        for col in range(n):
            for (at, c), (so_far, steps) in sorted(open_.items()):
                if c != col or at >= len(self.tokens):
                    continue
                for end in self.reach(at, col):
                    price = self.cell_cost(at, end, col)
                    if price is None:
                        continue
                    self._go_on(so_far + price, (*steps, Step(at, end, col)), open_, found)
        return found

    def _go_on(
        self,
        total: float,
        steps: tuple[Step, ...],
        open_: dict[tuple[int, int], tuple[float, tuple[Step, ...]]],
        found: dict[int, tuple[float, tuple[Step, ...]]],
    ) -> None:
        n = len(self.columns)
        col, end = steps[-1].col, steps[-1].end
        for nxt in range(col + 1, n):
            if end >= len(self.tokens):
                break
            key, price = (end, nxt), total + self.skip_cost(end, nxt - col - 1)
            if key not in open_ or price < open_[key][0]:
                open_[key] = (price, steps)
        if not self.tokens[end - 1].last or not any(self.columns[s.col].type in NUMERIC for s in steps):
            return
        price = total + self.skip_cost(end, n - 1 - col) + self._incomplete(steps)
        if end not in found or price < found[end][0]:
            found[end] = (price, steps)

    def _incomplete(self, steps: Sequence[Step]) -> float:
        """The cost of what a row should not lack, its name, a state with its number; below 0 where it has them."""
        filled = {s.col for s in steps}
        figures = sum(self.columns[i].type in NUMERIC for i in filled)
        total = 6.0 if 0 not in filled else -ROW if figures > 1 else 0.0
        for i, leaf in enumerate(self.columns):
            if leaf.type == "state" and i + 1 < len(self.columns) and (i in filled) != (i + 1 in filled):
                told = next((s for s in steps if s.col == i), None)
                bare = told is not None and is_unstated(self.normals[told.first])
                total += 0.3 if bare else 3.0
        return total

    def _rest_of_row(self, start: int, above: Sequence[Step], found: dict[int, tuple[float, tuple[Step, ...]]]) -> None:
        """Lines after a page break that belong to the row before it: the rest of its first cell."""
        if self.columns[0].type not in TEXTUAL or not above:
            return
        name = "".join(self.normals[above[0].first : above[0].end])
        if self.columns[0].type == "text" and whole_item(name):
            return
        goes_on = bool(odd_as_name(name) or never_first().match(self.normals[start]))
        cut = self.columns[0].type == "name" and above[0].col == 0 and goes_on
        end = start
        while end < len(self.tokens) and end - start < MAX_TEXT and not numberlike(self.normals[end]):
            end += 1
            token = self.tokens[end - 1]
            if token.last:
                marked = self.ends_marked and token.after == 0
                # What completes the name is its rest; further lines are of another.
                lacking = cut and ends_as_name("".join(self.normals[start:end]))
                # A fund's kind stands in brackets behind its name, on a line of its own too: (LOF).
                cut = cut and (not lacking or (end < len(self.tokens) and is_kind(self.normals[end])))
                price = (REST if lacking else RARE_REST) + (3.0 if marked else 0.0)
                price += TWO_NAMES * self._two_names(start, end)
                if end not in found or price < found[end][0]:
                    found[end] = (price, (Step(start, end, -2),))

    def _rest_of_item(
        self, start: int, above: Sequence[Step], found: dict[int, tuple[float, tuple[Step, ...]]]
    ) -> None:
        """Lines below a row of key figures that make its label a known item: its figures stood at its middle."""
        if self.columns[0].type != "text" or not above or above[0].col != 0 or not self.tokens[start].first:
            return
        label = "".join(self.normals[above[0].first : above[0].end])
        if whole_item(label):
            return
        for end in range(start + 1, min(start + MAX_TAIL, len(self.tokens)) + 1):
            if numberlike(self.normals[end - 1]):
                return
            if self.tokens[end - 1].last and whole_item(label + "".join(self.normals[start:end])):
                found[end] = (ITEM_REST, (Step(start, end, -2),))
                return

    def _backward(self, best: dict[int, tuple[float, int, tuple[Step, ...]]], goal: int) -> list[tuple[Step, ...]]:
        rows: list[tuple[Step, ...]] = []
        at = goal
        while at > 0:
            _, at, steps = best[at]
            rows.append(steps)
        return rows[::-1]

    def _result(self, rows: Sequence[tuple[Step, ...]]) -> Parsed:
        entries: list[Entry] = []
        unseen: list[int] = []
        for steps in rows:
            if steps[0].col == -2 and entries:
                entries[-1] = self._longer(entries[-1], steps[0])
                continue
            if self._hidden_blanks(steps):
                unseen.append(len(entries))
            entries.append(self._entry(steps))
        last = rows[-1][-1].end - 1
        used = next(i for i, line in enumerate(self.lines) if line is self.tokens[last].line) + 1
        return Parsed(tuple(entries), used, tuple(unseen))

    def _hidden_blanks(self, steps: Sequence[Step]) -> bool:
        """Whether blank cells in the row are shown by no white space."""
        if steps[0].col < 0:
            return False
        if not self.ends_marked:
            return len({s.col for s in steps}) < len(self.columns)
        following = [*(step.col for step in steps[1:]), len(self.columns)]
        gaps = ((step.end, after - step.col - 1) for step, after in zip(steps, following, strict=True))
        return any(blanks > max(self._seen(end), 0) for end, blanks in gaps)

    def _entry(self, steps: Sequence[Step]) -> Entry:
        first = self.tokens[steps[0].first].line
        if steps[0].col < 0:
            return Entry((self._text(steps[0]),), wide=True, after_break=first.after_break)
        by_col = {s.col: self._text(s) for s in steps}
        cells = tuple(by_col.get(i, Text()) for i in range(len(self.columns)))
        return with_nature(Entry(cells, after_break=first.after_break), self.columns)

    def _text(self, step: Step) -> Text:
        chosen = self.tokens[step.first : step.end]
        parts: list[list[str]] = []
        for i, token in enumerate(chosen):
            if i == 0 or token.line is not chosen[i - 1].line:
                parts.append([])
            parts[-1].append(token.text)
        lines = list(dict.fromkeys(t.line for t in chosen))
        return Text(tuple(" ".join(p) for p in parts), Place.of(lines))

    def _longer(self, entry: Entry, step: Step) -> Entry:
        more = self._text(step)
        first = entry.cells[0]
        return Entry((Text((*first.parts, *more.parts), first.place), *entry.cells[1:]), entry.wide, entry.after_break)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


@functools.lru_cache(maxsize=4096)
def _is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
