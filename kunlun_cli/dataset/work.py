"""One filing into a dataset, on this machine or another: fetched and written here, read by whatever reads.

The tables are written first and the manifest's entry last, so that an entry never names what is not
there; a reading that is cut off leaves no entry and is done again.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast

from kunlun_cli.dataset.entry import Entry, Status, Task, content_mark, entry_path
from kunlun_cli.dataset.parquet import parquet
from kunlun_cli.dataset.rows import Rows
from kunlun_cli.dataset.store import Store, fetch, open_store
from kunlun_cli.dataset.tables import DIGITS, rows_of
from kunlun_cli.dataset.version import dataset_version
from kunlun_cli.errors import CrashedError, KunlunError, MemoryLimitError
from kunlun_cli.limits import Limits
from kunlun_cli.records.reading import Opening

if TYPE_CHECKING:
    from kunlun_cli.engines import Engine
    from kunlun_cli.filing import Filing

# Names of files may be no text.
_NAMES = ("utf-8", "surrogateescape")
# Hive's own name of an unknown value: tools read it as null.
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"


class Reader(Protocol):
    """What reads filings for a dataset."""

    def rows(self, task: Task, data: bytes) -> Rows:
        """All that the dataset holds of a filing with this content.

        Raises:
            KunlunError: it cannot be read.
        """

    def wanted(self) -> bool:
        """Whether the result of the task is still wanted; asked once, before anything is written."""

    def peak_mb(self) -> int:
        """What reading has taken at most; 0 where that is not known."""


def process(task: Task, reader: Reader) -> Entry | None:
    """Fetch one filing, have it read, write its tables and its entry.

    Returns:
        The entry; `None` where it is not wanted any more.

    Raises:
        OutputError: the dataset cannot be written.
    """
    begun = time.perf_counter()
    about: dict[str, object] = {}
    files: Mapping[str, bytes] = {}
    try:
        data, modified = fetch(task.source, limits_of(task))
        sha256 = hashlib.sha256(data).hexdigest()
        about = {"sha256": sha256, "size": len(data), "modified": modified}
        found = reader.rows(task, data)
        files = _files(found, sha256)
        entry = _entry(task, found, files)
    except KunlunError as error:
        # The entry names the filing, so its message does not.
        entry = failed(task, _status(error), str(error).removeprefix(f"{task.source}: "))
    except MemoryError:
        entry = failed(task, "memory", "there was not enough memory")
    except Exception as error:  # noqa: BLE001 - one filing must not end the others' work; it is named in the manifest
        entry = failed(task, "defect", f"defect in kunlun: {type(error).__name__}: {str(error)[:200]}")
    if not reader.wanted():
        return None
    store = open_store(task.target)
    if files:
        _announce(store, task, files)
    for path, content in files.items():
        store.write(path, content)
    spent = round(time.perf_counter() - begun, 3)
    return finish(store, task, replace(entry, **about, seconds=spent, peak_mb=reader.peak_mb()))  # type: ignore[arg-type]


def _status(error: KunlunError) -> Status:
    match error:
        case MemoryLimitError():
            return "memory"
        case CrashedError():
            return "crashed"
    return "unreadable"


def rows_read(filing: Filing, *, cells: bool = False, code: str = "") -> Rows:
    """All that a dataset holds of a filing.

    With `cells` those of all its tables too; `code` is the user's word on the share's code, where the filing prints
    none.
    """
    from kunlun_cli.checks import Plan, check, rules, second_reader
    from kunlun_cli.extract.identity import with_code

    if code and filing.info.code is None:
        filing.info = with_code(filing.info, code)
    # Every table of every filing would take most of a batch's time.
    plan = Plan(rules=tuple(known for known in rules() if not known.tables and not known.preview))
    report = check(filing, plan, second_reader(filing))
    problems = (*filing.problems, *filing.statements.problems, *report.problems)
    codes = Counter(problem.code for problem in dict.fromkeys(problems))
    facts = {
        "status": "incomplete" if codes else "ok",
        "problems": sum(codes.values()),
        "problem_codes": ";".join(sorted(codes)) or None,
        "parser": dataset_version(),
        "engine": filing.opening.engine,
    }
    tables, lost = rows_of(filing, report, facts, filing.schedules if cells else ())
    return Rows(filing.info.code, filing.info.period, tuple(sorted(codes)), lost, tables)


def limits_of(task: Task) -> Limits:
    """How large the filing of a task may be, and how long reading it may take."""
    return Limits(**{name: int(value) for name, _, value in (each.partition("=") for each in task.limits)})


def opening_of(task: Task) -> Opening:
    """How the filing of a task is opened."""
    return Opening(task.source, engine=cast("Engine", task.engine), limits=limits_of(task))


def failed(task: Task, status: Status, message: str) -> Entry:
    """The entry of a filing that is not in the dataset."""
    return Entry(task.source, status, dataset_version(), task.engine, message, cells=task.cells)


def _announce(store: Store, task: Task, files: Mapping[str, bytes]) -> None:
    """Say what is about to be written: a run that is killed on the way damages nothing then.

    What stands there may be of another parser, or of a copy of the filing, which another worker writes right now.
    """
    before = _before(store, task)
    coming = (*before.coming, *(f"{content_mark(files[path])} {path}" for path in files))
    store.write(before.path, replace(before, coming=tuple(dict.fromkeys(coming))).dumps().encode(*_NAMES))


def _before(store: Store, task: Task) -> Entry:
    """What the dataset says of a filing so far."""
    try:
        return Entry.loads(store.read(entry_path(task.source)) or b"")
    except ValueError:
        return failed(task, "crashed", "it was being written when the run ended")


def finish(store: Store, task: Task, entry: Entry) -> Entry:
    """Write the entry, with what an earlier reading left and this one does not have.

    A copy of what this was may still have those files, in which this one's name may stand.
    """
    before = _before(store, task)
    old = tuple(path for path in dict.fromkeys(task.old) if path not in entry.outputs)
    marks = (*before.coming, *(f"{mark} {path}" for path, mark in zip(before.outputs, before.marks, strict=True)))
    coming = tuple(dict.fromkeys(each for each in marks if each.partition(" ")[2] in old))
    entry = replace(entry, old=old, coming=coming)
    store.write(entry.path, entry.dumps().encode(*_NAMES))
    return entry


def _files(found: Rows, sha256: str) -> dict[str, bytes]:
    """The files of a filing's tables, by their paths in the dataset."""
    name = f"period={found.period or _UNKNOWN}/{found.code or 'unknown'}-{sha256[:16]}.parquet"
    return {f"{table}/{name}": parquet(table, rows) for table, rows in found.tables.items() if rows}


def _entry(task: Task, found: Rows, files: Mapping[str, bytes]) -> Entry:
    """The entry of a filing that was read."""
    told = f"{found.lost} numbers do not fit {DIGITS} digits and are null" if found.lost else ""
    return Entry(
        task.source, "incomplete" if found.lost or found.problems else "ok", dataset_version(), task.engine, told,
        code=found.code, period=found.period, problems=found.problems, outputs=tuple(files),
        marks=tuple(map(content_mark, files.values())),
        rows=sum(len(rows) for rows in found.tables.values()), cells=task.cells, said=task.code,
    )  # fmt: skip
