"""What runs in a process that reads files for another: it gives up what reading does not need, and answers.

The file comes as bytes on standard input. The process may read no files but the interpreter's and libraries', write
none, start no processes and use no network, and the system ends it when it takes more memory or time than the limits
allow. `kunlun_cli.confinement` says what of this the system itself holds to.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import signal
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kunlun_cli import errors
from kunlun_cli.confinement import confined, readable
from kunlun_cli.errors import KunlunError
from kunlun_cli.limits import SPARE_SECONDS, Limits
from kunlun_cli.reading.child import HINT
from kunlun_cli.records.reading import Opening

if TYPE_CHECKING:
    from kunlun_cli.filing import Filing
    from kunlun_cli.pages.raster import Pictures
    from kunlun_cli.pages.second import SecondReading
    from kunlun_cli.pages.second_text import SecondText

PARTS = ("info", "financials", "holders", "lending", "segment_tables", "segments", "statements")
_RASTER = ("width", "height", "channels", "scale", "left", "top")
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "urllib.")
_CHANGING = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "shutil.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def confine(limits: Limits) -> None:
    """Give up in this process, for good, what reading a file does not need.

    Address space and processor time are bounded, and files, network and other processes closed, where the system
    can do that; Python's own barrier stands everywhere.
    """
    confined(readable())
    for key, value in {"AS": limits.memory_bytes, "FSIZE": 0, "CORE": 0, "NPROC": 0}.items():
        _bound(key, value)
    _time_from_now(limits)
    sys.addaudithook(_audit)


def _time_from_now(limits: Limits) -> None:
    """Bound the processor time that the next file may take; the bound moves with every file."""
    _bound("CPU", int(time.process_time()) + limits.seconds + SPARE_SECONDS, for_good=False)


def _bound(key: str, value: int, *, for_good: bool = True) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        kind = getattr(resource, f"RLIMIT_{key}", None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (most, most if for_good else hard))


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError(f"an isolated reader opened {arguments[0]!r} for writing")
    elif event.startswith((*_FORBIDDEN, *_CHANGING)):
        raise PermissionError(f"an isolated reader called {event}")


Question = dict[str, Any]


def serve(more: Mapping[str, Callable[[Served, Question], str]] | None = None) -> None:
    """Take files that come on standard input, and answer questions about the last of them until there are no more.

    `more` are answers to questions beside those about a filing's parts, places and pictures, by their names.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    known = {**_ANSWERS, **(more or {})}
    reader: Served | None = None
    for line in sys.stdin.buffer:
        question: Question = json.loads(line)
        if "open" in question:
            limits = Limits(**question["open"].pop("limits"))
            if reader is None:
                confine(limits)
            else:
                reader.close()
            opening = Opening(limits=limits, **question["open"])
            reader = Served(sys.stdin.buffer.read(question["size"]), opening)
            continue
        assert reader is not None
        answers.write(json.dumps(_answer(reader, known[question["ask"]], question)).encode() + b"\n")
        answers.flush()


class Served:
    """The file that questions are about, opened when it is first needed."""

    def __init__(self, data: bytes, opening: Opening) -> None:
        self._data = data
        self.opening = opening
        _time_from_now(opening.limits)

    @functools.cached_property
    def filing(self) -> Filing:
        """What is read of it."""
        from kunlun_cli.filing import Filing

        return Filing(self._data, self.opening)

    @functools.cached_property
    def second(self) -> SecondReading | SecondText:
        """What the other engine reads of it."""
        return self.filing.second()

    @functools.cached_property
    def drawing(self) -> Pictures:
        """What draws its pages."""
        return self.filing.pictures()

    def close(self) -> None:
        """Free what it takes, before the next file and not whenever its last reference goes."""
        if "filing" in self.__dict__:
            self.filing.close()


def _part(served: Served, question: Question) -> str:
    from kunlun_cli.records.codec import encode

    assert question["part"] in PARTS
    return encode(getattr(served.filing, question["part"]))


def _raster(served: Served, question: Question) -> str:
    drawn = served.drawing.raster(question["page"], question["scale"], grey=question["grey"])
    pixels = base64.b64encode(zlib.compress(drawn.pixels, 1)).decode()
    return json.dumps({name: getattr(drawn, name) for name in _RASTER} | {"pixels": pixels})


_ANSWERS: Mapping[str, Callable[[Served, Question], str]] = {
    "part": _part,
    "pages": lambda served, _: str(served.drawing.n_pages),
    "raster": _raster,
    "boxes": lambda served, asked: json.dumps(served.drawing.boxes_of(asked["page"], asked["quote"])),
    "text": lambda served, asked: json.dumps(served.second.text_in_box(asked["page"], tuple(asked["box"]))),
    "stands": lambda served, asked: json.dumps(served.second.stands(asked["page"], asked["text"])),
}


def _answer(served: Served, answer: Callable[[Served, Question], str], question: Question) -> dict[str, Any]:
    try:
        return {"answer": answer(served, question)}
    except KunlunError as error:
        kind = next(k.__name__ for k in type(error).__mro__ if getattr(errors, k.__name__, None) is k)
        return {"error": kind, "what": error.what, "file": error.file, "page": error.page, "hint": error.hint}
    except (MemoryError, SystemError):  # the interpreter's own word where it finds no room in mid-call
        return {"error": "MemoryLimitError", "what": "reading it takes more memory than it may have", "hint": HINT}
    except (ImportError, OSError) as error:  # what a library looks like that finds no room
        if isinstance(error, PermissionError):
            return {"error": "defect", "what": f"{type(error).__name__}: {error}"}
        return {"error": "MemoryLimitError", "what": f"what reads it cannot be loaded ({error})", "hint": HINT}
    except RecursionError:
        return {"error": "LimitError", "what": "it is nested too deeply to be read", "hint": HINT}
    except Exception as error:  # noqa: BLE001  # the child's boundary: the parent reports it as a defect
        return {"error": "defect", "what": f"{type(error).__name__}: {error}"}
