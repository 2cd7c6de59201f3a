"""Questions to a dataset, in SQL: the only importer of DuckDB.

DuckDB is given the dataset's Parquet files as tables of Arrow, which it can read and nothing else, and is
then shut off from every file and from the network: no statement, in whatever it may hide, can write.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kunlun_cli.dataset.entry import FOLDER
from kunlun_cli.dataset.parquet import arrow, without
from kunlun_cli.dataset.store import is_url
from kunlun_cli.dataset.tables import TABLES
from kunlun_cli.dataset.whole import require_whole
from kunlun_cli.errors import MissingFileError, UsageError, require

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
Value = str | Decimal | int | bool | None
_NUMBERS = ("DECIMAL", "BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "DOUBLE", "FLOAT", "U")
# What the interpreter, Arrow and their threads' stacks take beside what the question may.
_SPARE_MB = 512
ALL = "all_"
"""In front of a table's name: the rows of every filing. The table itself counts a company's period once."""
# The full report before its summary, a revised edition before the first; a filing without a code is itself.
_AGAIN = """
SELECT sha256 FROM all_filings QUALIFY row_number() OVER (
  PARTITION BY coalesce(code, sha256), coalesce(period, sha256)
  ORDER BY form = 'full' DESC, revision DESC, sha256
) > 1
"""
_AT_A_TIME = 20  # rows of a megabyte each are no more than the memory spared
_SETTINGS = (
    "enable_progress_bar = false",
    "temp_directory = ''",  # what does not fit the memory is refused, not written to the current folder
    "python_enable_replacements = false",  # a table's name never means a variable of this program
    "enable_external_access = false",
    "lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer: the columns' names, whether each holds numbers, and rows of plain values.

    Rows are made as they are taken, once, and raise `UsageError` where the question takes too long or too much.
    """

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: Iterator[tuple[Value, ...]]


def ask(dataset: Path, question: str, *, memory_mb: int = 2048, seconds: float = 300) -> Answer:
    """The answer to one question in SQL.

    Question and answer may take `memory_mb` and, with all rows, `seconds`.

    Raises:
        MissingFileError: there is no dataset.
        DamagedError: a file of the dataset is not what its manifest says.
        UsageError: DuckDB is not installed, or it does not accept the question.
    """
    if is_url(str(dataset)) or not (dataset / FOLDER).is_dir():
        raise MissingFileError("there is no dataset", file=str(dataset), hint="Make one with kunlun batch")
    require("duckdb", "query needs DuckDB", "duckdb")
    rows = _asked(dataset.resolve(), question, memory_mb, seconds)
    names, numeric = next(rows)
    return Answer(names, numeric, rows)


def _asked(folder: Path, question: str, memory_mb: int, seconds: float) -> Iterator[Any]:
    """The columns and which of them are numbers, then the rows."""
    import duckdb

    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(duckdb.connect(":memory:")))
        late = threading.Event()
        timer = threading.Timer(seconds, _interrupt, (connection, late))
        timer.daemon = True
        timer.start()
        try:
            connection.execute(f"SET memory_limit = '{int(memory_mb)}MB'")
            statement = _only(connection, question)
            _shut(connection, folder, question)
            stack.enter_context(_bounded(memory_mb))
            found = _listening(connection, lambda: connection.execute(statement))
            described = found.description or ()
            yield tuple(str(each[0]) for each in described), tuple(_numeric(str(each[1])) for each in described)
            while rows := _listening(connection, lambda: found.fetchmany(_AT_A_TIME)):
                yield from (tuple(map(_plain, row)) for row in rows)
        except (duckdb.Error, MemoryError) as error:
            raise _refusal(error, memory_mb, seconds if late.is_set() else None) from error
        finally:
            timer.cancel()


def _only(connection: duckdb.DuckDBPyConnection, question: str) -> duckdb.Statement:
    """The one statement of a question; what may write and hides in a `SELECT` finds nothing to write to."""
    import duckdb

    statements = connection.extract_statements(question)
    if len(statements) != 1:
        raise UsageError("one question at a time", hint="Give one SQL statement")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError("a question only reads", hint="Begin with SELECT, or with WITH, DESCRIBE or SUMMARIZE")
    return statements[0]


def _shut(connection: duckdb.DuckDBPyConnection, folder: Path, question: str) -> None:
    """Give it the tables, those that the question may name looked at in full, then lock everything."""
    asked = question.lower()
    files = require_whole(folder, {table for table in TABLES if table in asked or table == "filings"})
    whole = {table: arrow(table, files[table]) for table in TABLES}
    for table, rows in whole.items():
        connection.register(f"{ALL}{table}", rows)
    again = [sha256 for (sha256,) in connection.execute(_AGAIN).fetchall()]
    for table, rows in whole.items():
        connection.register(table, without(rows, again))
    for setting in _SETTINGS:
        connection.execute(f"SET {setting}")


def _listening(connection: duckdb.DuckDBPyConnection, action: Callable[[], T]) -> T:
    """What an action of DuckDB gives, in a thread of its own: DuckDB hears Ctrl-C at times, Python always."""
    future: Future[T] = Future()

    def act() -> None:
        try:
            future.set_result(action())
        except BaseException as error:  # noqa: BLE001 - raised again where it was asked for
            future.set_exception(error)

    threading.Thread(target=act, daemon=True).start()
    try:
        return future.result()
    except KeyboardInterrupt:
        connection.interrupt()
        wait([future])
        raise


def _interrupt(connection: duckdb.DuckDBPyConnection, late: threading.Event) -> None:
    late.set()
    connection.interrupt()


@contextlib.contextmanager
def _bounded(memory_mb: int) -> Iterator[None]:
    """Bound what the process may take more while inside, where the system can: DuckDB counts its tables alone."""
    try:
        import resource

        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    most = taken + (memory_mb + _SPARE_MB << 20)
    soft = most if before[0] == resource.RLIM_INFINITY else min(most, before[0])
    resource.setrlimit(resource.RLIMIT_AS, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _refusal(error: Exception, memory_mb: int, seconds: float | None) -> Exception:
    """Why there is no answer."""
    import duckdb

    if seconds is not None:
        return UsageError(f"the question takes more than {seconds:g} seconds", hint="Ask for less, or raise --timeout")
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return UsageError(f"the question takes more than {memory_mb} MB", hint="Ask for less, or raise --memory")
    return UsageError(_said(str(error)), hint=f"The tables are {', '.join(TABLES)}")


def _numeric(kind: str) -> bool:
    return kind.startswith(_NUMBERS) and not kind.endswith("]") and kind != "UUID"


def _plain(value: object) -> Value:
    """A value as every output format knows it: a decimal without the zeros that the column adds."""
    if isinstance(value, Decimal):
        trimmed = value.normalize()
        return trimmed.quantize(Decimal(1)) if int(trimmed.as_tuple().exponent) > 0 else trimmed
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value)) if value == value and abs(value) != float("inf") else None  # noqa: PLR0124
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return ";".join(str(_plain(each)) for each in value)
    return str(value)


def _said(message: str) -> str:
    """What DuckDB says, in one line."""
    return " ".join(message.split("\n\n", maxsplit=1)[0].split())
