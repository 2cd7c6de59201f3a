"""Many filings into one dataset: what is there already is not done again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePath
from types import MappingProxyType

from kunlun_cli.dataset.entry import READ, SETTLED, Entry, Task, entry_path, is_output
from kunlun_cli.dataset.store import Store, filesystem, is_url, mark
from kunlun_cli.dataset.version import dataset_version
from kunlun_cli.dataset.whole import Manifest, manifest, missing
from kunlun_cli.limits import DEFAULT, Limits
from kunlun_cli.pages.archive import SUFFIXES


def expand(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The sources that paths, folders, patterns and URLs name, each once, in a stable order.

    The names of which there is nothing come second.
    """
    out: dict[str, None] = {}
    nothing: list[str] = []
    for name in names:
        found = _of_url(name) if is_url(name) else _of_path(name)
        out.update(dict.fromkeys(found))
        if not found:
            nothing.append(name)
    return list(out), nothing


def nothing_there(name: str, engine: str) -> Entry:
    """What becomes of a name of which there is nothing; the dataset says nothing of it."""
    message = "there is no such file, and no filing in such a folder"
    return Entry(name, "unreadable", dataset_version(), engine, message)


def _of_url(url: str) -> list[str]:
    if not any(c in url for c in "*?["):
        return [url]
    fs, pattern = filesystem(url)
    return sorted(str(fs.unstrip_protocol(path)) for path in fs.glob(pattern))


def _of_path(name: str) -> list[str]:
    """The files of a name; what is taken from folders ends as reports do, files named one by one as they like."""
    path = Path(os.path.abspath(name))  # noqa: PTH100 - links stay as they are named
    if path.is_dir():
        found = (Path(where, each) for where, _, files in os.walk(path) for each in files)
        return sorted(str(each) for each in found if each.suffix.lower() in SUFFIXES)
    if path.exists():
        return [str(path)]
    anchor = Path(path.anchor)
    return sorted(str(each) for each in anchor.glob(str(path.relative_to(anchor))) if each.is_file())


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do, what it finds done, and what it finds damaged."""

    tasks: Sequence[Task]
    done: Sequence[Entry]
    damaged: Sequence[str] = ()


def plan(
    store: Store,
    target: str,
    sources: Sequence[str],
    *,
    engine: str,
    force: bool,
    limits: Limits = DEFAULT,
    cells: bool = False,
    codes: Mapping[str, str] = MappingProxyType({}),
) -> Plan:
    """The tasks of a run: sources that are new or changed, or were read by another parser or engine.

    `target` is the dataset's path or URL, for the workers; `cells` asks for the cells of all tables too. `codes` are
    the user's word on the code of filings that print none, by the file's name; "" is any other file's.
    """
    found = manifest(store)
    stated = tuple(f"{name}={value}" for name, value in asdict(limits).items() if value != getattr(DEFAULT, name))
    said = {source: codes.get(PurePath(source).name, codes.get("", "")) for source in sources}
    entries = {source: found.entries.get(entry_path(source)) for source in sources}
    again = {
        source
        for source, entry in entries.items()
        if entry is None or force or entry.cells < cells or not _current(entry, source, engine, said[source])
    }
    lost, damaged = _lost(store, found, again, [entry for entry in entries.values() if entry is not None])
    again |= lost
    tasks = [
        Task(
            source,
            target,
            engine,
            (*entry.outputs, *entry.old) if entry is not None else (),
            stated,
            cells,
            said[source],
        )
        for source, entry in entries.items()
        if source in again
    ]
    done = [entry for source, entry in entries.items() if entry is not None and source not in again]
    return Plan(tasks, done, (*found.damaged, *damaged))


def _lost(
    store: Store, found: Manifest, again: AbstractSet[str], entries: Iterable[Entry]
) -> tuple[set[str], list[str]]:
    """Sources whose files are not as they were written, and those files that nobody but harm has changed.

    A copy that is read again, or a run that was killed, may have written its own name into a file of both.
    """
    sizes, harmless = store.sizes(), found.harmless()
    written = found.written(without={entry_path(source) for source in again})
    lost: set[str] = set()
    damaged: list[str] = []
    for entry in entries:
        if entry.source not in again and missing(store, written, entry, sizes) is not None:
            lost.add(entry.source)
            path = missing(store, harmless, entry, sizes)
            damaged += [path] if path is not None else []
    return lost, damaged


def tidy(store: Store) -> None:
    """Remove what runs that have ended left unfinished, and files that no filing has any more, or never had."""
    store.sweep()
    said = manifest(store)
    unneeded = said.unneeded() & store.sizes().keys()
    # What an entry of noise names is not known, so that no file can be said to be in none.
    never = set() if said.damaged else {path for path in store.stale() if is_output(path)} - said.written().keys()
    for path in unneeded | never:
        store.remove(path)


def _current(entry: Entry, source: str, engine: str, said: str) -> bool:
    if said not in {entry.code, entry.said, ""} and (entry.said or entry.code is None):
        return False
    if entry.status not in SETTLED or entry.engine != engine or entry.parser != dataset_version():
        return False
    now = mark(source)
    return bool(now) and now == entry.modified


@dataclass(slots=True)
class Summary:
    """What became of a run."""

    counts: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    failures: list[Entry] = field(default_factory=list)
    peak_mb: int = 0
    rows: int = 0

    def add(self, entry: Entry) -> None:
        """Count one filing."""
        self.counts[entry.status] += 1
        self.rows += entry.rows
        self.peak_mb = max(self.peak_mb, entry.peak_mb)
        if entry.status not in READ:
            self.failures.append(entry)


def summaries(entries: Iterable[Entry], summary: Summary) -> Iterator[Entry]:
    """The entries, counted as they pass."""
    for entry in entries:
        summary.add(entry)
        yield entry
