"""The manifest's entry of one filing, and the task of making it: plain values that cross processes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Literal, Self

from kunlun_cli.dataset.tables import TABLES
from kunlun_cli.engines import DEFAULT_ENGINE
from kunlun_cli.records.kinds import is_sound, tests_of

Status = Literal["ok", "incomplete", "unreadable", "timeout", "memory", "crashed", "defect"]
READ = frozenset({"ok", "incomplete"})
"""The filing's tables are in the dataset."""
SETTLED = frozenset({"ok", "incomplete", "unreadable"})
"""The same parser would say the same again; anything else may go better the next time."""
FOLDER = "_manifest"
_OUTPUT = re.compile(rf"(?:{'|'.join(TABLES)})/period=\w+/\w+-[0-9a-f]+\.parquet", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Plain:
    def dumps(self) -> str:
        """The values as one line of JSON."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str | bytes) -> Self:
        """What `dumps` gave; values that this version does not know are left out.

        Raises:
            ValueError: it is something else.
        """
        try:
            given = json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(given, dict):
            raise ValueError("not an object")  # noqa: TRY004 - what a reader of damaged text expects
        known = tests_of(cls)
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        try:
            made = cls(**{key: value for key, value in values.items() if key in known})
        except TypeError as error:
            raise ValueError(str(error)) from error
        if not is_sound(made):
            raise ValueError("a value of another type than its field's")
        return made


@dataclass(frozen=True, slots=True)
class Task(_Plain):
    """One filing to read into a dataset.

    `source` is a path or URL that the worker can open, `target` the dataset, `old` files of the dataset
    that earlier readings of the source left, `limits` those of `kunlun_cli.limits` that are not the default, each
    as its name, an equals sign and the number; `code` is the user's word on the share's code where it prints none.
    """

    source: str
    target: str
    engine: str = DEFAULT_ENGINE
    old: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    cells: bool = False
    """Whether the cells of all its tables are wanted."""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Entry(_Plain):
    """What became of one filing.

    `size` and `modified` tell whether the file is still the same, `marks` whether each of `outputs` is; `old`
    are files of earlier readings, which go when no other filing has them. `coming` is what a reading that has not ended
    was about to write, and what was written of `old`, each file as its mark, a space and its path.
    `cells` says whether the cells of all tables were wanted, `said` the code that the user gave for it.
    """

    source: str
    status: Status
    parser: str
    engine: str
    message: str = ""
    sha256: str = ""
    size: int = -1
    modified: str = ""
    code: str | None = None
    period: str | None = None
    problems: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    coming: tuple[str, ...] = ()
    rows: int = 0
    seconds: float = 0.0
    peak_mb: int = 0
    cells: bool = False
    said: str = ""

    def __post_init__(self) -> None:
        """See that nothing leads out of the dataset.

        Raises:
            ValueError: a path is none that a reading gives a file of the dataset.
        """
        for path in (*self.outputs, *self.old, *(each.partition(" ")[2] for each in self.coming)):
            if not isinstance(path, str) or not is_output(path):
                raise ValueError(f"{str(path)[:100]} is no file of a dataset")
        if len(self.outputs) != len(self.marks):
            raise ValueError("outputs without marks")

    @property
    def path(self) -> str:
        """Where the entry stands in the dataset."""
        return entry_path(self.source)


def content_mark(data: bytes) -> str:
    """Size and hash of a file of the dataset."""
    return f"{len(data)}-{hashlib.sha256(data).hexdigest()}"


def is_output(path: str) -> bool:
    """Whether a path in a dataset is one of a file of rows."""
    return _OUTPUT.fullmatch(path) is not None


def entry_path(source: str) -> str:
    """Where the entry of a source stands in a dataset."""
    name = hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return f"{FOLDER}/{name[:2]}/{name}.json"
