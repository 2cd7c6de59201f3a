"""Titles of statements: whose statement it is, which one, and of what time."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from kunlun_cli.forms import load, matches, normal
from kunlun_cli.records.statements import Scope

# A title with all that filers set beside it (the date, the preparer, the unit) is no longer than this.
MAX_TITLE = 90


class Title(NamedTuple):
    """What a title says. `scopes` is empty where it does not say whose statement it is."""

    statement: str
    scopes: frozenset[Scope]
    quarter: bool = False
    """Whether it is of the quarter alone, beside one of the year to date."""
    more: bool = False
    """Whether it says that the statement goes on: 合并利润表（续）."""

    def goes_on(self, before: Title) -> bool:
        """Whether it may stand above a further page of the statement with the title before it."""
        return self.statement == before.statement and (
            self.more or (self.scopes, self.quarter) == (before.scopes, before.quarter)
        )


@functools.cache
def _pattern() -> re.Pattern[str]:
    form = load("statements")["title"]
    return re.compile("".join(form[part] for part in ("lead", "early", "who", "when", "which", "beside", "tail")))


@functools.lru_cache(maxsize=4096)
def title_of(line: str) -> Title | None:
    """What a line says if it is a statement's title and nothing else."""
    target = normal(line)
    if len(target) > MAX_TITLE or "表" not in target:
        return None
    found = _pattern().match(target)
    if found is None:
        return None
    kinds = load("statements")["kinds"]
    statement = next(name for name, words in kinds.items() if matches(words, found["which"]))
    form = load("statements")["columns"]
    times = found["early"] + found["when"] + found["tail"]
    quarter = matches(form["quarter"], times) and not matches(form["year_to_date"], times)
    return Title(statement, _scopes(found["who"], found["beside"], found["tail"]), quarter, "续" in found["tail"])


def _scopes(who: str, beside: str, tail: str) -> frozenset[Scope]:
    form = load("statements")["title"]
    out: set[Scope] = {"parent"} if beside else set()
    words = who + "".join(re.findall(form["behind"], tail))
    if re.search(form["group"], words):
        out.add("consolidated")
    if re.search(form["company"], words):
        out.add("parent")
    return frozenset(out)


def last_title(lines: Iterable[str]) -> Title | None:
    """The last title among some lines; one that the line's end cuts in two is read with the next line."""
    found, before = None, ""
    for line in lines:
        found = title_of(line) or (title_of(before + line) if before else None) or found
        before = line if len(line) < MAX_TITLE else ""
    return found
