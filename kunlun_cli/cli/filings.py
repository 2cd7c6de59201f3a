"""Reading the filings that a command is given, in their order, and telling what was wrong with them."""

from __future__ import annotations

import io
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from kunlun_cli.cli.boundary import attempt
from kunlun_cli.cli.environment import Environment, Reader
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
    filing = env.reader(source, name=name, period=options.said_period, password=options.password)
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

    Errors of `take` are those of the file; the exit status of each file is added to `statuses`.
    """
    # A reader that is given to a command, as tests do, reads here, where one file is read at a time.
    apart: Callable[[], Reader] = getattr(env.reader, "apart", lambda: env.reader)
    jobs = options.jobs if hasattr(env.reader, "apart") else 1
    waiting, begun = deque(names), deque[Callable[[], tuple[T | None, ExitStatus, str]]]()
    for number, name in enumerate(names, start=1):
        if len(names) > 1:
            env.progress(f"kunlun: reading {number} of {len(names)}: {name}")
        if jobs == 1 or len(names) == 1:
            found, status = _taken(env, name, options, take)
        else:
            while waiting and len(begun) < jobs:
                own = replace(env, read=apart(), stderr=io.StringIO())
                begun.append(_begun(partial(_taken_apart, own, waiting.popleft(), options, take)))
            found, status, said = begun.popleft()()
            env.progress()
            env.stderr.write(said)
        statuses.append(status)
        if found is not None:
            yield name, found


def _taken(
    env: Environment, name: str, options: ReadOptions, take: Callable[[FilingLike], T]
) -> tuple[T | None, ExitStatus]:
    begun = time.monotonic()
    found = attempt(env, name, lambda: take(read_filing(env, name, options)))
    env.progress()
    if env.verbose:
        env.say(f"kunlun: note: {name} took {time.monotonic() - begun:.2f} s")
    return found


def _taken_apart(
    env: Environment, name: str, options: ReadOptions, take: Callable[[FilingLike], T]
) -> tuple[T | None, ExitStatus, str]:
    """What is taken from a file, and what is said of it, which is told when it is the file's turn."""
    found, status = _taken(env, name, options, take)
    return found, status, cast("io.StringIO", env.stderr).getvalue()


def _begun(action: Callable[[], T]) -> Callable[[], T]:
    """Begin with something in a thread; what is given back waits for its result, or raises its error.

    Such threads wait for processes that read. They end with the command, and so do the processes.
    """
    answer: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put((action(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
            answer.put((None, error))

    def waited() -> T:
        found, error = answer.get()
        if error is not None:
            raise error
        return cast("T", found)

    threading.Thread(target=work, daemon=True).start()
    return waited


def read_all(
    env: Environment, names: Sequence[str], options: AnswerOptions, sections: Iterable[str], statuses: list[ExitStatus]
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
    """Tell the problems of one file on stderr, each once with all its pages; the status that they make."""
    pages: dict[tuple[str, str], set[int]] = {}
    for problem in problems:
        own = pages.setdefault((problem.message, problem.code), set())
        own |= {problem.page} if problem.page else set()
    for (message, code), own in pages.items():
        env.say(f"kunlun: problem: {name}{_on_pages(own)}: {message} [{code}]")
    return ExitStatus.INCOMPLETE if pages and not options.lenient else ExitStatus.OK


def _on_pages(pages: Iterable[int]) -> str:
    """Pages as they are told behind a file: `, page 3`; `, pages 3-5, 9`."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    several = len(runs) > 1 or any(len(run) > 1 for run in runs)
    said = ", ".join("-".join(map(str, run)) for run in runs)
    return f", page{'s' if several else ''} {said}" if runs else ""
