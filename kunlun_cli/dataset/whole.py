"""Whether a dataset is what its manifest says: every file there, of its size and with its content."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from kunlun_cli.dataset.entry import FOLDER, Entry, content_mark
from kunlun_cli.dataset.store import Store, open_store
from kunlun_cli.dataset.tables import TABLES
from kunlun_cli.errors import DamagedError

Marks = Mapping[str, AbstractSet[str]]
"""The marks that files of a dataset may have, by their paths."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entries of a dataset by their places in it, and the places of those that say nothing."""

    entries: Mapping[str, Entry]
    damaged: tuple[str, ...] = ()

    def written(self, without: AbstractSet[str] = frozenset()) -> Marks:
        """What each file is as its filings' entries say; those at some places are left out.

        Filings of the same content share their files, in which the name of the one that was read last stands.
        """
        out: dict[str, set[str]] = {}
        for place, entry in self.entries.items():
            if place not in without:
                for path, mark in zip(entry.outputs, entry.marks, strict=True):
                    out.setdefault(path, set()).add(mark)
        return out

    def harmless(self) -> Marks:
        """The same, with what killed runs may have written, and with what was written of filings that have changed."""
        out = {path: set(marks) for path, marks in self.written().items()}
        for entry in self.entries.values():
            for mark, _, path in (each.partition(" ") for each in entry.coming):
                out.setdefault(path, set()).add(mark)
        return out

    def unneeded(self) -> set[str]:
        """Files of earlier readings that no filing has any more."""
        old = {path for entry in self.entries.values() for path in entry.old}
        return old and old.difference(*(entry.outputs for entry in self.entries.values()))


def manifest(store: Store) -> Manifest:
    """What a dataset says of itself."""
    entries: dict[str, Entry] = {}
    damaged: list[str] = []
    for path in sorted(store.sizes(FOLDER)):
        try:
            entry = Entry.loads(store.read(path) or b"")
        except ValueError:
            damaged.append(path)
            continue
        if entry.path == path:
            entries[path] = entry
        else:
            damaged.append(path)
    return Manifest(entries, tuple(damaged))


def missing(
    store: Store, said: Marks, entry: Entry, sizes: Mapping[str, int], tables: AbstractSet[str] = frozenset(TABLES)
) -> str | None:
    """The first file of an entry that is not there as it was written.

    Files of `tables` are read in full as well; sizes must do where the store is a URL.
    """
    for path in entry.outputs:
        marks = said.get(path, frozenset())
        if path not in sizes or not any(mark.startswith(f"{sizes[path]}-") for mark in marks):
            return path
        if store.near and path.split("/")[0] in tables and content_mark(store.read(path) or b"") not in marks:
            return path
    return None


def require_whole(folder: Path, tables: AbstractSet[str]) -> dict[str, list[str]]:
    """The Parquet files of a dataset, by their tables.

    The files of `tables` are read in full to be sure of them.

    Raises:
        DamagedError: something of it is damaged, with the command that mends it.
    """
    store = open_store(str(folder))
    found = manifest(store)
    if found.damaged:
        hint = f"kunlun batch, with the same filings and --out {quote(str(folder))}, makes it again"
        raise DamagedError("this entry of the dataset is damaged", file=str(folder / found.damaged[0]), hint=hint)
    sizes, marks = store.sizes(), found.harmless()
    for entry in found.entries.values():
        path = missing(store, marks, entry, sizes, tables)
        if path is not None:
            what = "this file of the dataset is damaged" if path in sizes else "this file of the dataset is missing"
            hint = f"kunlun batch {quote(entry.source)} --out {quote(str(folder))} makes it again"
            raise DamagedError(what, file=str(folder / path), hint=hint)
    paths = sorted({path for entry in found.entries.values() for path in entry.outputs})
    return {table: [str(folder / path) for path in paths if path.startswith(f"{table}/")] for table in TABLES}
