"""Which holder of one filing is which of another: by rules with a reason, never by similarity alone."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from kunlun_cli.compare.changes import Found
from kunlun_cli.compare.model import Entry
from kunlun_cli.forms import load, normal
from kunlun_cli.records import Holder, LendingRecord

_SHORT = 4
"""Fewest characters of a short name: 天津百普 is one, 香港 is not."""
_CORE = 3
"""Fewest characters that a renamed holder's names must share, besides the evidence of its shares."""
_ROUND = 1000
"""Holdings that are multiples of this are no evidence: plans and founders hold equal round numbers."""


@dataclass(frozen=True, slots=True)
class Party:
    """What is known of a holder in one filing. `kind` tells apart rows of one name (its share class)."""

    name: str
    shares: Decimal | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Positions of a pair in the two sequences; `reason` is `None` where the names are printed alike."""

    old: int
    new: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs, and the positions that are only on one side. `hints` are pairs not merged, with why not."""

    pairs: tuple[Match, ...]
    left: tuple[int, ...]
    entered: tuple[int, ...]
    hints: tuple[tuple[int, int, str], ...] = ()


R = TypeVar("R", Holder, LendingRecord)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    replace: str
    reason: str


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(r["pattern"]), r["replace"], r["reason"]) for r in load("compare")["names"])


@functools.cache
def _former() -> re.Pattern[str]:
    return re.compile(load("compare")["former_name"]["pattern"])


@functools.lru_cache(maxsize=4096)
def forms_of(name: str) -> tuple[str, ...]:
    """The name after each of the rules, one after the other; the first is after normalisation alone."""
    text = normal(name).casefold()
    forms = []
    for rule in _rules():
        text = rule.pattern.sub(rule.replace, text) if rule.pattern.pattern else text
        forms.append(text)
    return tuple(forms)


def plain(name: str) -> str:
    """The name after all rules: what two printings of one name have in common."""
    return forms_of(name)[-1]


def match(old: Sequence[Party], new: Sequence[Party]) -> Matching:
    """Match holders of two filings.

    First by the name as printed, then after each rule of forms/compare.toml, then by a former name
    that one of the filings prints, then a short or changed name whose number of shares is evidence
    (equal to the last digit, or multiplied as other holders' are by a bonus issue). What is only
    alike stays apart.
    """
    state = _State(old, new)
    state.by_name(lambda p: p.name, None)
    for level, rule in enumerate(_rules()):
        state.by_name(functools.partial(_at, level), rule.reason)
    state.by_former_name()
    state.by_shares()
    return Matching(
        pairs=tuple(sorted(state.pairs, key=lambda m: (m.new, m.old))),
        left=tuple(sorted(state.old_free)),
        entered=tuple(sorted(state.new_free)),
        hints=tuple(state.hints()),
    )


def _at(level: int, party: Party) -> str:
    return forms_of(party.name)[level]


class _State:
    """What is still free on each side while the rules run."""

    def __init__(self, old: Sequence[Party], new: Sequence[Party]) -> None:
        self.old, self.new = old, new
        self.old_free, self.new_free = set(range(len(old))), set(range(len(new)))
        self.pairs: list[Match] = []

    def take(self, i: int, j: int, reason: str | None) -> None:
        self.old_free.discard(i)
        self.new_free.discard(j)
        self.pairs.append(Match(i, j, reason))

    def by_name(self, form: Callable[[Party], str], reason: str | None) -> None:
        """Pair those whose form is the same; several of one name by their kind, then by size."""
        groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for i in sorted(self.old_free):
            groups[form(self.old[i])][0].append(i)
        for j in sorted(self.new_free):
            groups[form(self.new[j])][1].append(j)
        for ours, theirs in groups.values():
            if len(ours) == 1 and len(theirs) == 1:
                self.take(ours[0], theirs[0], reason)
            elif ours and theirs:
                self._several(ours, theirs, reason)

    def _several(self, ours: list[int], theirs: list[int], reason: str | None) -> None:
        """One name on several lines: by share class where that is unique, the rest by size."""
        for i in list(ours):
            kinds = [j for j in theirs if self.new[j].kind == self.old[i].kind]
            if len(kinds) == 1 and sum(self.old[k].kind == self.old[i].kind for k in ours) == 1:
                self.take(i, kinds[0], reason)
                ours.remove(i)
                theirs.remove(kinds[0])
        why = "the name stands there more than once; paired by size"
        ours.sort(key=lambda i: (self.old[i].shares is None, -(self.old[i].shares or 0), i))
        theirs.sort(key=lambda j: (self.new[j].shares is None, -(self.new[j].shares or 0), j))
        for i, j in zip(ours, theirs, strict=False):
            self.take(i, j, f"{reason}; {why}" if reason else why)

    def by_former_name(self) -> None:
        """Pair a name with the one that a filing gives as its former name."""
        found = [(i, j, f) for i in sorted(self.old_free) for j in sorted(self.new_free) if (f := self._renamed(i, j))]
        self._take_unique((i, j, f"a filing names the former name itself (曾用名: {f})") for i, j, f in found)

    def _take_unique(self, candidates: Iterable[tuple[int, int, str]]) -> None:
        """Pair the candidates where neither side has another one."""
        found = list(candidates)
        ours, theirs = Counter(i for i, _, _ in found), Counter(j for _, j, _ in found)
        for i, j, why in found:
            if ours[i] == 1 and theirs[j] == 1:
                self.take(i, j, why)

    def _renamed(self, i: int, j: int) -> str | None:
        ours, theirs = aliases(self.old[i].name), aliases(self.new[j].name)
        common = ours & theirs
        return min(common) if common else None

    def by_shares(self) -> None:
        """Pair short and changed names where the shares are evidence, and that evidence is unique."""
        factors = self._factors()
        found = [
            (i, j, w) for i in sorted(self.old_free) for j in sorted(self.new_free) if (w := self._why(i, j, factors))
        ]
        self._take_unique((i, j, why) for i, j, why in found if self._alone(i, j))

    def _alone(self, i: int, j: int) -> bool:
        """Whether no other holder of either filing holds that number of shares."""
        return (
            sum(p.shares == self.old[i].shares for p in self.old) == 1
            and sum(p.shares == self.new[j].shares for p in self.new) == 1
        )

    def _factors(self) -> tuple[Fraction, ...]:
        """1, and what the holdings of at least two matched holders were multiplied by (a bonus issue)."""
        ratios: Counter[Fraction] = Counter()
        for pair in self.pairs:
            a, b = self.old[pair.old].shares, self.new[pair.new].shares
            if a and b and a != b:
                ratios[Fraction(b) / Fraction(a)] += 1
        return (Fraction(1), *sorted(ratio for ratio, times in ratios.items() if times >= 2))

    def _why(self, i: int, j: int, factors: Iterable[Fraction]) -> str | None:
        a, b = self.old[i], self.new[j]
        if not a.shares or not b.shares or a.kind != b.kind:
            return None
        if not any(Fraction(a.shares) * factor == Fraction(b.shares) for factor in factors):
            return None
        held = f"the shares are the same to the last one ({b.shares:,f})"
        if a.shares != b.shares:
            few, many = sorted((a.shares, b.shares))
            held = f"the shares changed by the same factor as other holders' ({few:,f}, {many:,f})"
        if is_short_for(a.name, b.name):
            return f"one name is the other's short form, and {held}"
        if a.shares % _ROUND and b.shares % _ROUND and related(a.name, b.name):
            return f"renamed: {held}, and the names have a part and all numbers in common"
        return None

    def hints(self) -> Iterable[tuple[int, int, str]]:
        """Pairs left apart that share evidence of one sort only."""
        for i in sorted(self.old_free):
            for j in sorted(self.new_free):
                a, b = self.old[i], self.new[j]
                if is_short_for(a.name, b.name):
                    yield i, j, "one name is the other's short form, but nothing else says they are the same"
                elif a.shares and a.shares == b.shares and a.shares % _ROUND:
                    yield i, j, f"both hold {a.shares:,f} shares, but the names have nothing in common"


def rows(records: Iterable[R], table: str) -> list[R]:
    """Those of one of a disclosure's tables."""
    return [record for record in records if record.table == table]


def by_name(
    table: str,
    sides: tuple[Sequence[R], Sequence[R]],
    parties: Callable[[Sequence[R]], Sequence[Party]],
    pair: Callable[[R, R, str | None], Entry | None],
    alone: Callable[..., Entry],
) -> Found:
    """The comparison of one table whose rows are holders: pairs, then those that are new, then those that are gone."""
    ours, theirs = sides
    matching = match(parties(ours), parties(theirs))
    entries = [e for each in matching.pairs if (e := pair(ours[each.old], theirs[each.new], each.reason))]
    entries += [alone(theirs[j], entered=True) for j in matching.entered]
    entries += [alone(ours[i], entered=False) for i in matching.left]
    hints = tuple(f"{table}: {ours[i].name} / {theirs[j].name}: {why}; not merged" for i, j, why in matching.hints)
    return Found(tuple(entries), hints=hints)


def aliases(name: str) -> frozenset[str]:
    """The plain names that a printed name declares: itself, and a former name it gives in brackets."""
    text = forms_of(name)[-1]
    found = _former().search(text)
    if not found:
        return frozenset((text,))
    return frozenset((text[: found.start()], plain(found["former"])))


def is_short_for(a: str, b: str) -> bool:
    """Whether one plain name begins the other and is long enough to name anybody."""
    short, long = sorted((plain(a), plain(b)), key=lambda text: (len(text), text))
    return len(short) >= _SHORT and short != long and long.startswith(short)


def related(a: str, b: str) -> bool:
    """Whether two names share a part that is not a common word, and number the same (一期, 2号)."""
    first, second = plain(a), plain(b)
    if re.findall(_NUMBERING, first) != re.findall(_NUMBERING, second):
        return False
    first, second = re.sub(_COMMON, "|", first), re.sub(_COMMON, "|", second)
    parts = {first[k : k + _CORE] for k in range(len(first) - _CORE + 1)}
    return any("|" not in part and part in second for part in parts)


_NUMBERING = r"\d+|[一二三四五六七八九十]+(?=[号期])"
_COMMON = (
    r"股份|有限|公司|责任|合伙|企业|管理|咨询|投资|基金|证券|混合型|股票型|指数|交易型|开放式|银行|中国|资产|信托|计划|中心|控股|集团"
    r"|私募|股权|发展|科技|技术|国际|信息|商务|北京|上海|天津|深圳|广东|浙江|江苏|limited|company|nominees"
)
