"""The manifest's entry of one filing, and the task of making it: plain values that cross processes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from kunlun_cli.engines import DEFAULT_ENGINE

if TYPE_CHECKING:
    from kunlun_cli.records import FilingInfo, Financials, Holders, Lending, Problem, Segments

Status = Literal["ok", "incomplete", "unreadable", "timeout", "memory", "crashed", "defect"]
READ = frozenset({"ok", "incomplete"})
"""The filing's tables are in the dataset."""
SETTLED = frozenset({"ok", "incomplete", "unreadable"})
"""The same parser would say the same again; anything else may go better the next time."""
FOLDER = "_manifest"


class Readable(Protocol):
    """What the dataset needs of a filing."""

    @property
    def info(self) -> FilingInfo: ...  # noqa: D102
    @property
    def financials(self) -> Financials: ...  # noqa: D102
    @property
    def holders(self) -> Holders: ...  # noqa: D102
    @property
    def lending(self) -> Lending: ...  # noqa: D102
    @property
    def segments(self) -> Segments: ...  # noqa: D102
    @property
    def problems(self) -> tuple[Problem, ...]: ...  # noqa: D102


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
        given = json.loads(text)
        known = {field.name for field in dataclasses.fields(cls)}
        if not isinstance(given, dict):
            raise ValueError("not an object")  # noqa: TRY004 - what a reader of damaged text expects
        try:
            return cls(**{key: _tuples(value) for key, value in given.items() if key in known})
        except TypeError as error:
            raise ValueError(str(error)) from error


def _tuples(value: Any) -> Any:  # noqa: ANN401 - any JSON
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Task(_Plain):
    """One filing to read into a dataset.

    `source` is a path or URL that the worker can open, `target` the dataset, `remove` files of the
    dataset that an earlier reading left and that nothing else needs.
    """

    source: str
    target: str
    engine: str = DEFAULT_ENGINE
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry(_Plain):
    """What became of one filing. `size` and `modified` tell whether the file is still the same."""

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
    rows: int = 0
    seconds: float = 0.0
    peak_mb: int = 0

    @property
    def path(self) -> str:
        """Where the entry stands in the dataset."""
        return entry_path(self.source)


def entry_path(source: str) -> str:
    """Where the entry of a source stands in a dataset."""
    name = hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return f"{FOLDER}/{name[:2]}/{name}.json"
