"""Fetching: what a source has of the companies and the period asked for, each file looked at before it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, Self, get_args

from kunlun_cli.dataset.store import open_store
from kunlun_cli.errors import (
    DamagedError,
    EmptyInputError,
    KunlunError,
    NotAFilingError,
    OutputError,
    SourceError,
    UnknownFormatError,
    UsageError,
)
from kunlun_cli.fetch.http import Polite
from kunlun_cli.fetch.manifest import Entry, Manifest
from kunlun_cli.fetch.part import Part, Validators
from kunlun_cli.fetch.source import Announcement, Source
from kunlun_cli.fetch.titles import may_be_report, report_in
from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.filing import Kind
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

STATE = ".fetch"
"""The folder, in that of the reports, of what is on its way."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: one period, or all since a day; `forms` are `full`, `summary` or both."""

    period: str | None
    since: dt.date | None
    forms: frozenset[str]
    today: dt.date

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of report that may be of the period."""
        known = Period.parse(self.period)
        return (known.kind,) if known else get_args(Kind)

    @property
    def begin(self) -> dt.date:
        """The first day on which a report may have been published: no period is reported on before it ends."""
        known = Period.parse(self.period)
        if known is None:
            return self.since or self.today
        ended = known.end + dt.timedelta(days=1)
        return max(ended, self.since or ended)


def listed(source: Source, code: str, order: Order, doubt: Callable[[str], None]) -> list[Entry]:
    """The reports of a company that a source has, the oldest first; each revised edition names the one it replaces.

    `doubt` is told the titles that may be reports' and are not understood.

    Raises:
        SourceError: it does not answer, or not as expected.
        NotInFilingError: it knows no such company.
    """
    entries = []
    for each in source.announcements(code, order.kinds, order.begin, order.today):
        entry = _entry(each, source.name)
        if may_be_report(each.title):
            doubt(each.title)
        if entry and entry.form in order.forms and order.period in {None, entry.period}:
            entries.append(entry)
    out: list[Entry] = []
    for entry in sorted(entries, key=lambda e: (e.period, e.form, e.published, e.revision, e.id)):
        earlier = [each for each in out if (each.period, each.form) == (entry.period, entry.form)]
        out.append(replace(entry, replaces=earlier[-1].id) if earlier and entry.revision else entry)
    return out


def _entry(announced: Announcement, source: str) -> Entry | None:
    report = report_in(announced.title)
    if report is None:
        return None
    return Entry(
        id=announced.id,
        code=announced.code,
        short_name=announced.short_name,
        title=announced.title,
        published=announced.published.isoformat(),
        period=report.period,
        form=report.form,
        revision=report.revision,
        url=announced.url,
        source=source,
        status="withdrawn" if report.withdrawn else "listed",
        message="the source marks it as withdrawn" if report.withdrawn else None,
    )


class Folder:
    """A folder of reports with its manifest. One run at a time may write to it."""

    def __init__(self, path: Path) -> None:
        """Open the folder and take it for this run.

        Raises:
            OutputError: it cannot be written.
            UsageError: its manifest is none, or another run writes to it.
        """
        self.path = path
        self._state = path / STATE
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            self._lock = (self._state / "lock").open("ab")
        except OSError as error:
            raise OutputError(f"cannot be written ({error.strerror})", file=str(path)) from error
        _take(self._lock.fileno(), path)
        self._store = open_store(str(path))
        self._store.sweep()
        self.manifest = Manifest(self._store)

    def __enter__(self) -> Self:
        """The folder itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the folder free."""
        self._lock.close()

    def fetched(self, entry: Entry, client: Polite, read: Read, *, recheck: bool = False) -> Entry:
        """Fetch a report unless it is there; its entry as the manifest now has it.

        `read` sees what it is; `recheck` asks whether a file that is there has changed since.

        Raises:
            OutputError: the folder cannot be written.
        """
        known = self.manifest.get(entry.id)
        if known is not None:
            kept = ("file", "sha256", "bytes", "etag", "last_modified", "status", "message")
            old = {name: getattr(known, name) for name in kept}
            if entry.status == "withdrawn":
                old |= {"status": entry.status, "message": entry.message}
            entry = replace(entry, **old)
        if entry.revision and entry.replaces is None:
            entry = replace(entry, replaces=self._earlier(entry))
        if entry.status != "withdrawn":
            there = self._there(entry)
            if not there or recheck:
                entry = self._fetch(entry, client, read, there=there)
        self.manifest.put(entry)
        return entry

    def _earlier(self, entry: Entry) -> str | None:
        """The announcement of the edition before this one, as far as earlier runs have seen it."""
        same = [
            each
            for each in self.manifest
            if (each.code, each.period, each.form) == (entry.code, entry.period, entry.form)
            and each.id != entry.id
            and each.published <= entry.published
        ]
        return same[-1].id if same else None

    def _there(self, entry: Entry) -> bool:
        """Whether the file that an entry tells of is there, byte for byte."""
        data = self._store.read(entry.file) if entry.file else None
        return data is not None and hashlib.sha256(data).hexdigest() == entry.sha256

    def _fetch(self, entry: Entry, client: Polite, read: Read, *, there: bool) -> Entry:
        part = Part(self._state, entry.id)
        known = Validators(entry.etag, entry.last_modified) if there else None
        try:
            told = client.download(entry.url, part, known)
            if told is None:
                return entry
            data = part.content()
        except SourceError as error:
            return entry if there else replace(entry, status="failed", message=str(error))
        except OSError as error:
            raise OutputError(f"cannot be written ({error.strerror})", file=str(self.path)) from error
        entry = self._kept(entry, data, told, read)
        part.clear()
        return entry

    def _kept(self, entry: Entry, data: bytes, told: Validators, read: Read) -> Entry:
        """The entry of what has come; the file itself goes to its place, unless it is something else."""
        name = f"{entry.code}_{entry.period}_{entry.form}_{entry.id}.{_ending(data)}"
        digest = hashlib.sha256(data).hexdigest()
        status, message = verified(entry, data, name, read)
        if status == "refused":
            return replace(entry, status=status, message=message)
        old = self._store.read(name)
        if old is not None and old != data and entry.sha256 != hashlib.sha256(old).hexdigest():
            why = f"another file is called {name}, and was left as it is"
            return replace(entry, status="failed", message=why)
        self._store.write(name, data)
        return replace(
            entry,
            status=status,
            message=message,
            file=name,
            sha256=digest,
            bytes=len(data),
            etag=told.etag,
            last_modified=told.last_modified,
        )


def _ending(data: bytes) -> str:
    return "pdf" if data[:1024].lstrip().startswith(b"%PDF") else "html"


def _take(descriptor: int, path: Path) -> None:
    """Lock a file until it is closed, where the system can: a process that is killed leaves no lock behind."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UsageError(f"another kunlun fetch is writing to {path}", hint="Wait until it has ended") from error


class Read(Protocol):
    """A function like `kunlun_cli.read`."""

    def __call__(self, source: bytes, *, name: str | None = None) -> FilingLike:
        """Read one filing."""


def verified(entry: Entry, data: bytes, name: str, read: Read) -> tuple[str, str | None]:
    """`fetched`, `unverified` or `refused`, and why."""
    if data[:5] == b"%PDF-" and b"%%EOF" not in data[-2048:]:
        return "refused", "the file has no end; it seems to have been cut off"
    try:
        info = read(data, name=name).info
    except (NotAFilingError, DamagedError, EmptyInputError, UnknownFormatError) as error:
        return "refused", f"what came is not the report: {error.what}"
    except KunlunError as error:  # a scan, a password, a limit: published so, but not to be read
        return "unverified", f"kunlun cannot read it: {error.what}"
    return _as_announced(entry, info)


def _as_announced(entry: Entry, info: FilingInfo) -> tuple[str, str | None]:
    of_year = info.kind in {"annual", "half-year"}  # quarterly reports print nothing of their form
    if info.period is not None and info.period != entry.period:
        return "refused", f"the file is of {info.period}, not of {entry.period}"
    if of_year and info.form is not None and info.form != entry.form:
        return "refused", f"the file is a {info.form} report, not a {entry.form} one"
    if info.code == entry.code:
        return ("fetched", None) if info.period else ("unverified", "the file does not say its period")
    if _same_name(info, entry):
        said = f"prints the code {info.code}" if info.code else "prints no code"
        return "unverified", f"the file {said}; only the company's short name is as announced"
    if info.code is not None:
        return "refused", f"the file is of {info.code}, not of {entry.code}"
    return "unverified", "the file prints neither the share's code nor its short name"


def _same_name(info: FilingInfo, entry: Entry) -> bool:
    return bool(info.short_name) and normal(info.short_name or "") == normal(entry.short_name)
