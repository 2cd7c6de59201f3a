"""What a source of filings is: it lists a company's announcements, and says where their files are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from kunlun_cli.records.filing import Kind

CHINA = dt.timezone(dt.timedelta(hours=8))
"""The time by which announcements are dated."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement as its source lists it. `id` is the source's own and goes into the file's name."""

    id: str
    code: str
    short_name: str
    title: str
    published: dt.date
    url: str


class Source(Protocol):
    """A place where filings are published."""

    name: str

    def announcements(
        self, code: str, kinds: Collection[Kind], since: dt.date, until: dt.date
    ) -> Iterator[Announcement]:
        """The announcements of a company in a span of days, newest first or last; others may be among them.

        Raises:
            SourceError: it does not answer, or not as expected.
        """
