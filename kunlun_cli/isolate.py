"""A filing read in a process of its own, with limits, whose death is an error message.

The child gets the file's bytes on its standard input and answers with records as JSON; nothing of what
it sends is run. It has none of the user's variables, may read no files but the interpreter's and libraries',
write none, start no processes and use no network, and the system ends it when it takes more memory or time than
the limits allow. `kunlun_cli.confinement` says what of this the system itself holds to.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import threading
import weakref
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kunlun_cli import errors
from kunlun_cli.confinement import confined, environment, readable
from kunlun_cli.engines import DEFAULT_ENGINE, Engine
from kunlun_cli.errors import DamagedError, KunlunError, LimitError, ProcessError
from kunlun_cli.limits import DEFAULT, Limits
from kunlun_cli.records import FilingInfo, Financials, Holders, Lending, Problem, Segments, Statements

if TYPE_CHECKING:
    from kunlun_cli.pages.pdfium_reader import PdfiumFile
    from kunlun_cli.pages.raster import Raster
    from kunlun_cli.pages.second import SecondReading
    from kunlun_cli.pages.second_text import SecondText

T = TypeVar("T")
PARTS = ("info", "financials", "holders", "lending", "segment_tables", "segments", "statements")
_MAX_ANSWER = 300_000_000
_SPARE_SECONDS = 60
"""What the child has beyond the limit for pages: for everything that is done with them afterwards."""
_RASTER = ("width", "height", "channels", "scale", "left", "top")
_HINT = "The file may be damaged or made to harm; try another copy of it"
_BAD_ANSWER = "the process that read it sent no answer that makes sense"


class IsolatedFiling:
    """What `kunlun_cli.Filing` is, read by a child process that lives as long as this object.

    Raises:
        KunlunError: it cannot be read, or is not a periodic report, or reading it ended the child.
    """

    def __init__(
        self, data: bytes, name: str, *, period: str | None, password: str | None, engine: Engine, limits: Limits
    ) -> None:
        """Start the child and let it open the file; use `read_isolated` instead."""
        self.name = name
        self.data = data
        self.password = password
        self._limits = limits
        self._child = _start()
        self._end = weakref.finalize(self, _kill, self._child)
        head = {"name": name, "period": period, "password": password, "engine": engine, "limits": asdict(limits)}
        self._send(json.dumps({**head, "size": len(data)}).encode() + b"\n" + data)
        self.info: FilingInfo = self._ask("info", FilingInfo)

    @functools.cached_property
    def financials(self) -> Financials:
        """Key accounting data and financial indicators."""
        return self._ask("financials", Financials)

    @functools.cached_property
    def holders(self) -> Holders:
        """Numbers of shareholders and the top ten tables."""
        return self._ask("holders", Holders)

    @functools.cached_property
    def lending(self) -> Lending:
        """Shares lent under refinancing."""
        return self._ask("lending", Lending)

    @functools.cached_property
    def segment_tables(self) -> Segments:
        """The tables of `segments` alone."""
        return self._ask("segment_tables", Segments)

    @functools.cached_property
    def segments(self) -> Segments:
        """Revenue by segment, the narrative's outline and the figures stated in it."""
        return self._ask("segments", Segments)

    @functools.cached_property
    def statements(self) -> Statements:
        """The financial statements."""
        return self._ask("statements", Statements)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems of the four disclosures."""
        parts = (self.financials, self.holders, self.lending, self.segments)
        return tuple(p for part in parts for p in part.problems)

    def text_in_box(self, number: int, bbox: tuple[float, float, float, float]) -> str | None:
        """What the other engine reads in a box of a page: the second reading of a cell, in the child too."""
        answer = self._told({"page": number, "box": list(bbox)})
        return answer if isinstance(answer, str) else None

    @functools.cached_property
    def n_pages(self) -> int:
        """How many pages it has to draw."""
        return int(self._told({"pages": True}))

    def raster(self, number: int, scale: float = 1.0, *, grey: bool = False) -> Raster:
        """A page as pixels, drawn in the child."""
        from kunlun_cli.pages.raster import Raster

        fields = self._told({"drawn": number, "scale": scale, "grey": grey})
        try:
            pixels = zlib.decompress(base64.b64decode(fields.pop("pixels")))
            return Raster(pixels=pixels, **fields)
        except (AttributeError, KeyError, TypeError, ValueError, zlib.error) as error:
            raise DamagedError(_BAD_ANSWER, file=self.name, hint=_HINT) from error

    def boxes_of(self, number: int, quote: str) -> list[tuple[float, float, float, float]]:
        """Where a piece of running text stands on a page."""
        return [(x0, top, x1, bottom) for x0, top, x1, bottom in self._told({"quote": quote, "page": number})]

    def stands(self, number: int, text: str) -> bool | None:
        """Whether a figure stands on a page as it was read, looked at again in the child."""
        found = self._told({"stands": text, "page": number})
        return found if isinstance(found, bool) else None

    def close(self) -> None:
        """End the child."""
        self._end()

    def _ask(self, part: str, kind: type[T]) -> T:
        from kunlun_cli.records.codec import CodecError, decode

        answer = self._exchange({"part": part})
        try:
            found = decode(answer) if isinstance(answer, str) else None
        except CodecError:
            found = None
        if not isinstance(found, kind):
            raise DamagedError(_BAD_ANSWER, file=self.name, hint=_HINT)
        return found

    def _told(self, question: dict[str, Any]) -> Any:  # noqa: ANN401  # what the question asks for
        try:
            return json.loads(str(self._exchange(question)))
        except ValueError as error:
            raise DamagedError(_BAD_ANSWER, file=self.name, hint=_HINT) from error

    def _exchange(self, question: dict[str, Any]) -> object:
        """The child's answer to a question; its errors are raised here."""
        timer = threading.Timer(3 * (self._limits.seconds + _SPARE_SECONDS), self._child.kill)
        timer.daemon = True  # an interrupt right here must not leave a thread that the process waits for
        try:
            timer.start()
            self._send(json.dumps(question).encode() + b"\n")
            assert self._child.stdout is not None
            line = self._child.stdout.readline(_MAX_ANSWER)
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise self._death()
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DamagedError(_BAD_ANSWER, file=self.name, hint=_HINT) from error
        if isinstance(answer, dict) and "error" in answer:
            raise _error(answer)
        return answer.get("answer") if isinstance(answer, dict) else None

    def _send(self, data: bytes) -> None:
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):  # a dead child is noticed by the end of its answers
            self._child.stdin.write(data)
            self._child.stdin.flush()

    def _death(self) -> KunlunError:
        """The error that says how the child ended."""
        self._child.kill()  # it may only have closed its output
        status = self._child.wait()
        if status == -getattr(signal, "SIGXCPU", 0):
            most = self._limits.seconds + _SPARE_SECONDS
            return LimitError(f"reading it took more than {most} seconds of processor time", file=self.name, hint=_HINT)
        how = signal.Signals(-status).name if -status in set(signal.Signals) else f"status {status}"
        return DamagedError(f"reading it ended the process that read it ({how})", file=self.name, hint=_HINT)


def read_isolated(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    period: str | None = None,
    password: str | None = None,
    engine: Engine = DEFAULT_ENGINE,
    limits: Limits = DEFAULT,
) -> IsolatedFiling:
    """Like `kunlun_cli.read`, in a limited child process.

    Raises:
        KunlunError: it cannot be read, exceeds the limits, or is not a periodic report.
    """
    from kunlun_cli.pages.open import read_bytes

    data = source if isinstance(source, bytes) else read_bytes(Path(source), limits)
    label = name or ("-" if isinstance(source, bytes) else str(source))
    return IsolatedFiling(data, label, period=period, password=password, engine=engine, limits=limits)


def _start() -> subprocess.Popen[bytes]:
    """The child, by this interpreter; it looks for modules where this process has found this one."""
    home = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-B", "-c", "from kunlun_cli.isolate import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment(), "PYTHONPATH": path},
        )
    except OSError as error:
        hint = "Raise the system's limits (ulimit), or read without --isolate"
        raise ProcessError(f"no process can be started to read with ({error})", hint=hint) from error


def _kill(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _error(answer: dict[str, Any]) -> Exception:
    """The error that the child reports, as the same class; a defect of ours stays one."""
    what, page, hint = (answer.get(key) for key in ("what", "page", "hint"))
    kind = getattr(errors, str(answer["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, KunlunError)):
        return RuntimeError(str(what)[:500])
    return kind(
        str(what)[:2000],
        file=str(answer["file"]) if answer.get("file") is not None else None,
        page=page if isinstance(page, int) else None,
        hint=str(hint)[:2000] if hint is not None else None,
    )


# What follows runs in the child.

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "urllib.")
_CHANGING = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def confine(limits: Limits) -> None:
    """Give up in this process, for good, what reading a file does not need.

    Address space and processor time are bounded, and files, network and other processes closed, where the system
    can do that; Python's own barrier stands everywhere.
    """
    confined(readable())
    with contextlib.suppress(ImportError):
        import resource

        cpu = limits.seconds + _SPARE_SECONDS
        bounds = {"AS": limits.memory_bytes, "CPU": cpu, "FSIZE": 0, "CORE": 0, "NPROC": 0}
        for key, value in bounds.items():
            kind = getattr(resource, f"RLIMIT_{key}", None)
            if kind is not None:
                with contextlib.suppress(OSError, ValueError):
                    hard = resource.getrlimit(kind)[1]
                    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
                    resource.setrlimit(kind, (most, most))
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError(f"an isolated reader opened {arguments[0]!r} for writing")
    elif event.startswith((*_FORBIDDEN, *_CHANGING)):
        raise PermissionError(f"an isolated reader called {event}")


def serve() -> None:
    """Read the file that comes on standard input and answer questions about it until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    stream = sys.stdin.buffer
    head = json.loads(stream.readline())
    data = stream.read(head.pop("size"))
    limits = Limits(**head.pop("limits"))
    confine(limits)
    reader = _Served(data, limits, head)
    for line in stream:
        answers.write(json.dumps(_answer(reader, json.loads(line))).encode() + b"\n")
        answers.flush()


class _Served:
    """The filing in the child, opened when first asked for."""

    def __init__(self, data: bytes, limits: Limits, options: dict[str, Any]) -> None:
        self._data = data
        self._limits = limits
        self._options = options

    @functools.cached_property
    def filing(self) -> Any:  # noqa: ANN401  # a Filing; its import is the child's alone
        from kunlun_cli.filing import read

        return read(self._data, limits=self._limits, **self._options)

    @functools.cached_property
    def second(self) -> SecondReading | SecondText:
        from kunlun_cli.pages.second import second_reading

        name, password, engine = (self._options[key] for key in ("name", "password", "engine"))
        kind = self.filing.info.format
        return second_reading(self._data, name, password, kind, first=engine, limits=self._limits)

    @functools.cached_property
    def drawing(self) -> PdfiumFile:
        from kunlun_cli.pages.pdfium_reader import PdfiumFile

        return PdfiumFile(self._data, name=self._options["name"], password=self._options["password"])

    def answer(self, question: dict[str, Any]) -> str:
        """The answer, as text."""
        from kunlun_cli.records.codec import encode

        if "stands" in question:
            return json.dumps(self.second.stands(question["page"], question["stands"]))
        if "pages" in question:
            return str(self.drawing.n_pages)
        if "drawn" in question:
            drawn = self.drawing.raster(question["drawn"], question["scale"], grey=question["grey"])
            pixels = base64.b64encode(zlib.compress(drawn.pixels, 1)).decode()
            return json.dumps({name: getattr(drawn, name) for name in _RASTER} | {"pixels": pixels})
        if "quote" in question:
            return json.dumps(self.drawing.boxes_of(question["page"], question["quote"]))
        if "box" in question:
            return json.dumps(self.second.text_in_box(question["page"], tuple(question["box"])))
        part = question["part"]
        assert part in PARTS
        return encode(getattr(self.filing, part))


def _answer(reader: _Served, question: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": reader.answer(question)}
    except KunlunError as error:
        kind = next(k.__name__ for k in type(error).__mro__ if getattr(errors, k.__name__, None) is k)
        return {"error": kind, "what": error.what, "file": error.file, "page": error.page, "hint": error.hint}
    except (MemoryError, SystemError):  # the interpreter's own word where it finds no room in mid-call
        return {"error": "LimitError", "what": "reading it takes more memory than it may have", "hint": _HINT}
    except (ImportError, OSError) as error:  # what a library looks like that finds no room
        if isinstance(error, PermissionError):
            return {"error": "defect", "what": f"{type(error).__name__}: {error}"}
        return {"error": "LimitError", "what": f"what reads it cannot be loaded ({error})", "hint": _HINT}
    except RecursionError:
        return {"error": "LimitError", "what": "it is nested too deeply to be read", "hint": _HINT}
    except Exception as error:  # noqa: BLE001  # the child's boundary: the parent reports it as a defect
        return {"error": "defect", "what": f"{type(error).__name__}: {error}"}
