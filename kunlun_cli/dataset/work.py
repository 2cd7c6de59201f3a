"""Reading one filing into a dataset: what every worker does, on this machine or another.

The tables are written first and the manifest's entry last, so that an entry never names what is not
there; a reading that is cut off leaves no entry and is done again.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, cast

from kunlun_cli.dataset.entry import Entry, Status, Task, content_mark
from kunlun_cli.dataset.parquet import parquet
from kunlun_cli.dataset.store import Store, fetch, open_store
from kunlun_cli.dataset.tables import rows_of
from kunlun_cli.dataset.version import parser_version
from kunlun_cli.errors import KunlunError, OutputError
from kunlun_cli.limits import Limits

if TYPE_CHECKING:
    from kunlun_cli.engines import Engine

# Hive's own name of an unknown value: tools read it as null.
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"


def process(task: Task) -> Entry:
    """Read one filing, write its tables and its entry, and give the entry.

    Raises:
        OutputError: the dataset cannot be written.
    """
    begun = time.perf_counter()
    store = open_store(task.target)
    try:
        data, modified = fetch(task.source, limits_of(task))
    except KunlunError as error:
        return finish(store, task, failed(task, "unreadable", str(error)))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        entry = _read(task, store, data, sha256)
    except OutputError:
        raise
    except KunlunError as error:
        entry = failed(task, "unreadable", error.what if not error.hint else f"{error.what}. {error.hint}")
    except MemoryError:
        entry = failed(task, "memory", "there was not enough memory")
    except Exception as error:  # noqa: BLE001 - one filing must not end the others' work; it is named in the manifest
        entry = failed(task, "defect", f"defect in kunlun: {type(error).__name__}: {str(error)[:200]}")
    spent = round(time.perf_counter() - begun, 3)
    return finish(store, task, _with(entry, sha256=sha256, size=len(data), modified=modified, seconds=spent))


def limits_of(task: Task) -> Limits:
    """How large the filing of a task may be, and how long reading it may take."""
    return Limits(**{name: int(value) for name, _, value in (each.partition("=") for each in task.limits)})


def failed(task: Task, status: Status, message: str) -> Entry:
    """The entry of a filing that is not in the dataset."""
    return Entry(task.source, status, parser_version(), task.engine, message)


def finish(store: Store, task: Task, entry: Entry) -> Entry:
    """Write the entry, with what an earlier reading left and this one does not have."""
    old = tuple(path for path in dict.fromkeys(task.old) if path not in entry.outputs)
    entry = _with(entry, peak_mb=_peak_mb(), old=old)
    store.write(entry.path, entry.dumps().encode("utf-8", "surrogateescape"))
    return entry


def _with(entry: Entry, **changes: object) -> Entry:
    from dataclasses import replace

    return replace(entry, **changes)  # type: ignore[arg-type]


def _read(task: Task, store: Store, data: bytes, sha256: str) -> Entry:
    from kunlun_cli.checks import check, second_reader
    from kunlun_cli.filing import read

    filing = read(data, name=task.source, engine=cast("Engine", task.engine), limits=limits_of(task))
    report = check(filing, reader=second_reader(filing))
    codes = Counter(problem.code for problem in dict.fromkeys((*filing.problems, *report.problems)))
    status: Status = "incomplete" if codes else "ok"
    facts = {
        "status": status,
        "problems": sum(codes.values()),
        "problem_codes": ";".join(sorted(codes)) or None,
        "parser": parser_version(),
        "engine": task.engine,
    }
    tables, lost = rows_of(filing, report, facts)
    filing.close()  # before the next one, not whenever its last reference goes
    info = filing.info
    outputs: dict[str, str] = {}
    for table, rows in tables.items():
        if rows:
            path = f"{table}/period={info.period or _UNKNOWN}/{info.code or 'unknown'}-{sha256[:16]}.parquet"
            content = parquet(table, rows)
            store.write(path, content)
            outputs[path] = content_mark(content)
    told = f"{lost} numbers do not fit {38} digits and are null" if lost else ""
    return Entry(
        task.source, "incomplete" if lost else status, parser_version(), task.engine, told,
        code=info.code, period=info.period, problems=tuple(sorted(codes)), outputs=tuple(outputs),
        marks=tuple(outputs.values()),
        rows=sum(len(rows) for rows in tables.values()),
    )  # fmt: skip


def _peak_mb() -> int:
    """The largest memory of this process so far, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10
