"""What was fetched: one entry for each announcement, in one file that is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from kunlun_cli.dataset.store import Store
from kunlun_cli.errors import UsageError

MANIFEST = "manifest.json"
SCHEMA = "kunlun/manifest@1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One report as it was announced, and what became of it.

    `status`: `listed` (announced, not fetched), `fetched` (there, and of the company and period that its title
    names), `unverified` (there, but kunlun cannot tell), `refused` (what came is something else; not kept),
    `withdrawn` (marked so by the source) or `failed`; `message` says why. `file` is relative to the folder;
    `replaces` is the announcement whose edition this one revises. Days are those of China.
    """

    id: str
    code: str
    short_name: str
    title: str
    published: str
    period: str
    form: str
    revision: bool
    url: str
    source: str
    status: str = "listed"
    message: str | None = None
    replaces: str | None = None
    file: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None


FIELDS = tuple(each.name for each in fields(Entry))


class Manifest:
    """The entries of a folder, by the announcement's number."""

    def __init__(self, store: Store) -> None:
        """Read what there is.

        Raises:
            UsageError: it is none.
        """
        self._store = store
        self._entries: dict[str, Entry] = {}
        data = store.read(MANIFEST)
        if data is None:
            return
        try:
            document = json.loads(data)
            for row in {SCHEMA: document["filings"]}[document["schema"]]:
                entry = Entry(**{name: value for name, value in row.items() if name in FIELDS})
                self._entries[entry.id] = entry
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{MANIFEST} in the folder is not a manifest of kunlun fetch", hint="Name another folder with --out"
            ) from error

    def __iter__(self) -> Iterator[Entry]:
        """All entries, by code, period, day."""
        return iter(sorted(self._entries.values(), key=lambda e: (e.code, e.period, e.form, e.published, e.id)))

    def get(self, number: str) -> Entry | None:
        """The entry of an announcement."""
        return self._entries.get(number)

    def put(self, entry: Entry) -> None:
        """Keep an entry, on disk too."""
        if self._entries.get(entry.id) == entry:
            return
        self._entries[entry.id] = entry
        document = {"schema": SCHEMA, "filings": [asdict(each) for each in self]}
        self._store.write(MANIFEST, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
