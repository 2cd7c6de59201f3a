"""Headings of texts: which words follow each other, and over which columns each of them stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kunlun_cli.forms import load

# A heading with each of its words in pieces, one a line.
MAX_LINES = 40
# The number that the two columns below one heading over pledges share.
PLEDGES = 5000


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """A heading cell as found: its text, what stands below it, and its level."""

    text: str
    type: str
    level: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column: its heading cells from the top, the type of its values."""

    path: tuple[str, ...]
    type: str
    group: int = -1
    """Columns under the same wide heading share this number; -1 for none."""

    @property
    def name(self) -> str:
        """The path as one text."""
        return "|".join(self.path)


@dataclass(frozen=True)
class Kind:
    """What the form data say of one sort of table."""

    form: str
    kind: str
    starts: re.Pattern[str]
    required: int
    must: re.Pattern[str]
    mustnot: re.Pattern[str]
    words: tuple[tuple[re.Pattern[str], str, str], ...]
    needs: str
    """Characters without which there is no such heading."""
    after: re.Pattern[str]
    """What stands in no heading of this sort: where it follows one, that is another's."""
    unknown: int
    """How many heading cells may be in no form's words; their columns keep the text as printed."""


NOTHING = re.compile(r"(?!)")


# What makes a column's pattern one of the whole heading cell: it is closed at both ends, and names no cell above.
_WHOLE = re.compile(r"(?:\^|\(\^\|\\\|\))(?P<cell>(?:(?!\\\||\.\*|\(\?).)+)\$")


def _kind(form: str, table: str) -> Kind:
    entry = load(form)["tables"][table]
    data = entry["text"]
    return Kind(
        form,
        table,
        re.compile(data["starts"]),
        data["required"],
        re.compile(data.get("must", "")),
        re.compile(data["mustnot"]) if "mustnot" in data else NOTHING,
        tuple((re.compile(pattern), type_, level) for pattern, type_, level in _cells(entry)),
        data["needs"],
        re.compile(data["after"]) if "after" in data else NOTHING,
        data.get("unknown", 0),
    )


def _cells(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The patterns of a table's heading cells, with type and level: its words, and what its columns say in full."""
    for word in entry["text"]["words"]:
        yield word["pattern"], word["type"], word.get("level", "top")
    for column in entry.get("columns", ()):
        for found in filter(None, map(_WHOLE.fullmatch, column["patterns"] if "type" in column else ())):
            yield found["cell"], column["type"], "top"


@functools.cache
def kinds() -> tuple[Kind, ...]:
    """All sorts of tables, in the order in which they are tried."""
    return tuple(_kind(form, table) for form, table in load("flow")["order"]["tables"])


@functools.cache
def kind_named(name: str) -> Kind:
    """The sort of table with that name."""
    return next(k for k in kinds() if k.kind == name)


@functools.lru_cache(maxsize=4096)
def words(text: str, kind: Kind) -> tuple[HeadingCell, ...] | None:
    """The heading words that a text consists of, or `None` if it consists of anything else."""

    @functools.cache
    def rest(at: int) -> tuple[HeadingCell, ...] | None:
        if at == len(text):
            return ()
        ends: dict[int, HeadingCell] = {}
        for pattern, type_, level in kind.words:
            found = pattern.match(text, at)
            if found and found.end() > at and found.end() not in ends:
                ends[found.end()] = HeadingCell(found[0], type_, level)
        for end in sorted(ends, reverse=True):
            tail = rest(end)
            if tail is not None:
                return (ends[end], *tail)
        return None

    return rest(0)


def is_word(text: str, kind: Kind) -> HeadingCell | None:
    """The one heading word that a text is, if it is one."""
    for pattern, type_, level in kind.words:
        if pattern.fullmatch(text):
            return HeadingCell(text, type_, level)
    return None


def state_and_count(leaf: Leaf, x: float = 0.0) -> list[tuple[Leaf, float]]:
    """The columns below a heading: two where one heading over pledges stands above state and number."""
    if leaf.type != "state" or len(leaf.path) > 1 or "状态" in leaf.path[0]:
        return [(leaf, x)]
    group = PLEDGES
    return [(Leaf(leaf.path, "state", group), x), (Leaf(leaf.path, "count", group), x + 1)]


def leaves(found: Sequence[HeadingCell]) -> list[Leaf] | None:
    """The columns of a heading read row by row: wide headings first, then those below them."""
    plain = _leaves(found)
    return [pair for leaf in plain for pair, _ in state_and_count(leaf)] if plain else None


def _leaves(found: Sequence[HeadingCell]) -> list[Leaf] | None:
    tops = [w for w in found if w.level != "sub"]
    groups = _groups([w for w in found if w.level == "sub"])
    if not groups:
        return [Leaf((w.text,), w.type) for w in tops]
    wide = _carriers(tops, groups)
    if wide is None:
        return None
    out: list[Leaf] = []
    for i, word in enumerate(tops):
        if i in wide:
            subs = groups[wide.index(i)]
            out += [Leaf((word.text, s.text), word.type if word.type == "change" else s.type, i) for s in subs]
        else:
            out.append(Leaf((word.text,), word.type))
    return out


_SECONDS = re.compile(r"后$|银行$|^本行$|公司$|^占|比例|^数量(\(股\))?$|比重")


def is_second(text: str) -> bool:
    """Whether a sub-heading is never the first below its wide heading."""
    return bool(_SECONDS.search(text))


def _groups(subs: Sequence[HeadingCell]) -> list[list[HeadingCell]]:
    """Sub-headings by the wide heading they stand below: each pair begins with its first kind."""
    out: list[list[HeadingCell]] = []
    for sub in subs:
        second = is_second(sub.text) and not (out and any(w.text == sub.text for w in out[-1]))
        if out and second:
            out[-1].append(sub)
        else:
            out.append([sub])
    return out


def _carriers(tops: Sequence[HeadingCell], groups: Sequence[Sequence[HeadingCell]]) -> list[int] | None:
    """Which of the upper headings the groups stand below, or `None` where that cannot be told."""
    wide = [i for i, w in enumerate(tops) if w.level == "wide"]
    pairs = len(groups)
    # Restated years: the current year has one column, the change one below 调整后.
    earlier = wide[1:]
    changes = [i for i, w in enumerate(tops) if w.type == "change"]
    restated = sorted(earlier + changes)
    if pairs == len(restated) and all((len(g) == 1) == (i in changes) for i, g in zip(restated, groups, strict=True)):
        return restated
    if pairs == len(wide):
        return wide
    if pairs == len(earlier):
        return earlier
    if pairs == len(restated):
        return restated
    return wide[-1:] if pairs == 1 else None
