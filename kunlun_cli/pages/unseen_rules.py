"""Ruling lines that no eye sees: which of them a table is told apart by all the same, and which only look drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kunlun_cli.pages.page import Rule

TOUCH = 3.5
"""As near, in points, as the pieces of one table's rules come; see `tables.edges.JOIN`."""


class _Near:
    """Rules by their height on the page, to find those that may touch another."""

    _BAND = 24.0

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._bands: dict[int, list[Rule]] = {}
        for rule in rules:
            for band in self._of(rule):
                self._bands.setdefault(band, []).append(rule)

    def _of(self, rule: Rule) -> range:
        return range(int((rule.top - TOUCH) // self._BAND), int((rule.bottom + TOUCH) // self._BAND) + 1)

    def touching(self, rule: Rule) -> Iterator[Rule]:
        """Those that touch a rule; one may come more than once."""
        return (other for band in self._of(rule) for other in self._bands.get(band, ()) if _touch(rule, other))


def parting(rules: Sequence[Rule], gone: set[int]) -> set[int]:
    """Of rules that cannot be seen those that stand among others that can, or touch such ones.

    A table all of whose rules are white is still told apart by them as its writer meant it.
    """
    if not gone:
        return gone
    seen = _Near(rule for i, rule in enumerate(rules) if i not in gone)
    out: set[int] = set()
    found = [i for i in gone if next(seen.touching(rules[i]), None) is not None]
    left = gone.difference(found)
    while found:
        out.update(found)
        near = _Near(rules[i] for i in found)
        found = [i for i in left if next(near.touching(rules[i]), None) is not None]
        left -= set(found)
    return out


def gaps(rules: Sequence[Rule], gone: set[int], light: set[int]) -> set[int]:
    """Of rules lighter than what they are on, gaps in the shading of a cell: tables of darker rules have no other.

    Such a rule runs from one darker rule to another, and most rules beside it between these are darker too.
    """
    if not light:
        return light
    dark = _Near(rule for i, rule in enumerate(rules) if i not in gone and i not in light)
    pale = _Near(rules[i] for i in light)
    out = set()
    for i in light:
        rule = rules[i]
        ends = {r for r in dark.touching(rule) if is_level(r) != is_level(rule)}
        if len({round(r.x0 if is_level(rule) else r.top) for r in ends}) < 2:
            continue
        beside = len(_beside(rule, dark, ends))
        if beside >= 2 * len(_beside(rule, pale, ends)):
            out.add(i)
    return out


def is_level(rule: Rule) -> bool:
    """Whether a rule runs from left to right."""
    return rule.top == rule.bottom


def _beside(rule: Rule, others: _Near, ends: Iterable[Rule]) -> set[Rule]:
    """The other rules that run as a rule does, from one that ends it."""
    return {other for end in ends for other in others.touching(end) if is_level(other) == is_level(rule)}


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - TOUCH <= other.x1
        and other.x0 - TOUCH <= one.x1
        and one.top - TOUCH <= other.bottom
        and other.top - TOUCH <= one.bottom
    )
