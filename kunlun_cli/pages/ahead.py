"""The pages of one document read by several processes at once, before they are asked for.

What comes of it is what one process reads: a page that a helper does not give, because it cannot be read or the
helper ended, is read where it is asked for, and says there what is wrong with it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import NamedTuple, Protocol, cast

from kunlun_cli.errors import KunlunError
from kunlun_cli.pages.page import Page

FEWEST = 8
"""Pages from which on helpers are worth their start, which takes as long as reading two or three."""
TOGETHER = 4
"""Pages that a helper reads one after another: tables come in runs of pages, which should not fall to one helper."""


class Pages(Protocol):
    """What has pages; a document."""

    def page(self, number: int) -> Page:
        """The page with this number."""


class Reading(NamedTuple):
    """What helpers read and how: the document as it is open here, how it is opened anew, what is made of each page."""

    document: Pages
    again: Callable[[], Pages]
    prepare: Callable[[Page], object]


def read_ahead(numbers: Sequence[int], jobs: int, reading: Reading) -> Iterator[tuple[Page, float]]:
    """Pages as they are read, in no order, each with the seconds of processor time that it took.

    Args:
        numbers: which pages.
        jobs: how many processes read them.
        reading: what they read and how.
    """
    # Elsewhere than here a copy of a process may not use what the system gave to it, and opens the document again.
    copies = sys.platform == "linux"
    context = cast("SpawnContext", multiprocessing.get_context("fork" if copies else "spawn"))
    opened = (lambda: reading.document) if copies else reading.again
    chunks = [numbers[at : at + TOGETHER] for at in range(0, len(numbers), TOGETHER)]
    helpers: list[BaseProcess] = []
    waiting: list[Connection] = []
    try:
        for number in range(min(jobs, len(chunks))):
            here, there = context.Pipe(duplex=False)
            mine = [page for chunk in chunks[number::jobs] for page in chunk]
            helper = context.Process(target=_help, args=(there, mine, opened, reading.prepare), daemon=True)
            try:
                helper.start()
            except OSError:  # the system has no room for it
                break
            helpers.append(helper)
            waiting.append(here)
            there.close()
        while waiting:
            for ready in wait(waiting):
                connection = cast("Connection", ready)
                try:
                    yield connection.recv()
                except (EOFError, OSError):
                    waiting.remove(connection)
    finally:
        for each in helpers:
            each.kill()
            each.join()


def _help(
    answers: Connection, numbers: Sequence[int], opened: Callable[[], Pages], prepare: Callable[[Page], object]
) -> None:
    # Who is interrupted is the process that asks; it ends its helpers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(KunlunError, OSError, MemoryError):
        document = opened()
        for number in numbers:
            begun = time.process_time()
            with suppress(KunlunError):
                page = document.page(number)
                prepare(page)
                answers.send((page, time.process_time() - begun))
    answers.close()
