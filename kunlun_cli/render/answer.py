"""One disclosure of one filing: what a command on a disclosure publishes."""

from __future__ import annotations

from dataclasses import dataclass

from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.catalogue import Result


@dataclass(frozen=True, slots=True)
class Answer:
    """A disclosure with its problems; `part` is the part of it that was asked for, `None` all of it."""

    info: FilingInfo
    result: Result
    problems: tuple[Problem, ...]
    part: str | None = None
