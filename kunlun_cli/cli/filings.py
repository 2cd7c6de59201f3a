"""Reading the filings that a command is given, one after the other, and telling what was wrong with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kunlun_cli.cli.boundary import attempt
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import STDIN, refuse_unreadable
from kunlun_cli.cli.options import AnswerOptions, ReadOptions
from kunlun_cli.errors import ExitStatus

if TYPE_CHECKING:  # records are not needed for help
    from kunlun_cli.records import Problem
    from kunlun_cli.records.reading import FilingLike

T = TypeVar("T")


def read_filing(env: Environment, name: str, options: ReadOptions) -> FilingLike:
    """Read one file, or standard input for `-`.

    Raises:
        InputError: it cannot be read.
        UsageError: the code given is another than the filing prints.
    """
    if name == STDIN:
        source: bytes | Path = env.piped()
    else:
        refuse_unreadable(name)
        source = Path(name)
    filing = env.read(source, name=name, period=options.said_period, password=options.password)
    if options.said_code is not None:
        from kunlun_cli.extract.identity import with_code  # which loads the parser

        filing.info = with_code(filing.info, options.said_code)
    elif filing.info.code is None:
        env.say(f"kunlun: note: {name} prints no share's code; --code gives it")
    return filing


def each(
    env: Environment,
    names: Sequence[str],
    options: ReadOptions,
    take: Callable[[FilingLike], T],
    statuses: list[ExitStatus],
) -> Iterator[tuple[str, T]]:
    """What is taken from each filing that can be read, under its name; the others are told, and go on.

    Args:
        env: where filings are read and errors told.
        names: the files, in order.
        options: how they are read.
        take: what is wanted of a filing; its errors are those of the file.
        statuses: the exit status of each file is added to it.
    """
    for number, name in enumerate(names, start=1):
        if len(names) > 1:
            env.progress(f"kunlun: reading {number} of {len(names)}: {name}")
        begun = time.monotonic()
        found, status = attempt(env, name, lambda name=name: take(read_filing(env, name, options)))  # type: ignore[misc]
        env.progress()
        if env.verbose:
            env.say(f"kunlun: note: {name} took {time.monotonic() - begun:.2f} s")
        statuses.append(status)
        if found is not None:
            yield name, found


def read_all(
    env: Environment,
    names: Sequence[str],
    options: AnswerOptions,
    sections: Iterable[str],
    statuses: list[ExitStatus],
) -> tuple[list[FilingLike], tuple[Problem, ...]]:
    """The filings that can be read, with the disclosures asked for, and the problems of these."""
    wanted = tuple(sections)

    def take(filing: FilingLike) -> tuple[FilingLike, list[Problem]]:
        return filing, [problem for section in wanted for problem in getattr(filing, section).problems]

    filings: list[FilingLike] = []
    problems: list[Problem] = []
    for name, (filing, found) in each(env, names, options, take, statuses):
        filings.append(filing)
        problems += dict.fromkeys(found)
        tell(env, name, found, options)
    return filings, tuple(problems)


def tell(env: Environment, name: str, problems: Iterable[Problem], options: AnswerOptions) -> ExitStatus:
    """Tell the problems of one file on stderr; the status that they make."""
    told = False
    for problem in dict.fromkeys(problems):
        told = True
        where = f", page {problem.page}" if problem.page else ""
        env.say(f"kunlun: problem: {name}{where}: {problem.message} [{problem.code}]")
    return ExitStatus.INCOMPLETE if told and not options.lenient else ExitStatus.OK
