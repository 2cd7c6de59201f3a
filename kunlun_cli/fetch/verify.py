"""Whether a file is the report that its announcement says: kunlun reads it."""

from __future__ import annotations

from typing import Protocol

from kunlun_cli.errors import DamagedError, EmptyInputError, KunlunError, NotAFilingError, UnknownFormatError
from kunlun_cli.fetch.manifest import Entry
from kunlun_cli.forms import normal
from kunlun_cli.records import FilingInfo
from kunlun_cli.records.reading import FilingLike


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
