"""How large a document may be: bounds on what is read, so that no file can take all time or memory.

Each default stands far above what periodic reports have: about 130 of them, drawn over both exchanges
and fifteen years, were measured for the numbers named beside the fields.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from kunlun_cli.errors import LimitError, UsageError

# Bytes.
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds for one document. All are whole numbers above zero.

    Raises:
        UsageError: a limit is not a whole number above zero.
    """

    file_bytes: int = 200 * _MB
    """Size of the file. The largest report measured has 4 MB; those full of photographs reach 60 MB."""
    text_bytes: int = 30 * _MB
    """Size of a text or HTML file. The longest report measured has 0.8 MB of text."""
    text_lines: int = 60_000
    """Lines of a text. The longest measured has 10,457."""
    line_characters: int = 20_000
    """Characters of one line of a text. The longest measured has 255."""
    pages: int = 5000
    """Pages of a PDF. The longest report measured has 321."""
    glyphs: int = 100_000
    """Characters on a page. The densest page measured has 3,211."""
    rules: int = 20_000
    """Ruling lines on a page, or other drawn objects. The densest page measured has 4,150 objects of all kinds."""
    cells: int = 100_000
    """Boxes that a page's ruling lines can part. The largest table of a form has some 300 on a page."""
    content_bytes: int = 16 * _MB
    """Drawing operators of a page, repeated forms counted each time. The most measured is 0.45 MB."""
    stream_bytes: int = 32 * _MB
    """What one compressed stream may grow to, pictures apart. The most measured is 0.85 MB, a font."""
    picture_bytes: int = 150 * _MB
    """What a picture's stream may grow to: a page in four colours at 600 dots an inch. The most measured is 3.2 MB."""
    total_bytes: int = 1000 * _MB
    """What all streams together may grow to. The most measured is 16 MB."""
    streams: int = 100_000
    """Streams in a file. The most measured is 640."""
    seconds: int = 300
    """Processor time for reading all pages. The longest report measured takes about 40 seconds."""
    memory_bytes: int = 2000 * _MB
    """Address space of an isolated process. A long report needs some 100 MB of it."""

    def __post_init__(self) -> None:
        """Check the numbers."""
        for each in fields(self):
            value = getattr(self, each.name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise UsageError(f"the limit {each.name} is {value!r}", hint="Give a whole number above zero")


DEFAULT = Limits()
SPARE_SECONDS = 60
"""What a process of its own has beyond the limit for pages: for everything that is done with them afterwards."""


def limits_from(table: dict[str, object], where: str) -> Limits:
    """Limits as settings state them; what is not stated has its default.

    `where` is the file in which they stand, for messages.

    Raises:
        UsageError: there is no such limit, or its value cannot be.
    """
    known = {each.name for each in fields(Limits)}
    for name in table:
        if name not in known:
            raise UsageError(f"there is no limit {name} in {where}", hint=f"There are {', '.join(sorted(known))}")
    return Limits(**table)  # type: ignore[arg-type]  # checked as it is made


class Clock:
    """The processor time spent on one document, counted only while it is read."""

    def __init__(self, limits: Limits, name: str | None) -> None:
        """Start with nothing spent."""
        self._limits = limits
        self._name = name
        self._spent = 0.0
        self._since: float | None = None
        self._depth = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count the time spent inside.

        Raises:
            LimitError: the time had run out before.
        """
        self.check()
        self._depth += 1
        if self._depth == 1:
            self._since = time.process_time()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth and self._since is not None:
                self._spent += time.process_time() - self._since
                self._since = None

    def spend(self, seconds: float) -> None:
        """Count what another process has spent.

        Raises:
            LimitError: the time has run out.
        """
        self._spent += seconds
        self.check()

    def check(self, page: int | None = None) -> None:
        """Go on only while there is time.

        Raises:
            LimitError: more than the limit has been spent.
        """
        now = 0.0 if self._since is None else time.process_time() - self._since
        if self._spent + now > self._limits.seconds:
            raise exceeded(f"reading it takes more than {self._limits.seconds} seconds", "seconds", self._name, page)


def exceeded(what: str, limit: str, file: str | None, page: int | None = None) -> LimitError:
    """The error for a limit that a document exceeds, with the name under which it can be raised."""
    hint = f"No report comes near this; if you trust the file, raise {limit} in [read.limits] of kunlun.toml"
    return LimitError(what, file=file, page=page, hint=hint)
