"""Which parser this is: what tells results of one from those of another."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
from pathlib import Path

from kunlun_cli import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
PARSER = (
    *("pages", "tables", "outline", "disclosures", "extract", "figures", "schedules", "statements", "forms", "records"),
    "filing.py",
)
"""What decides on a filing's records and how they are kept; the rest may change without a new reading."""
DATASET = (*PARSER, "checks", "compare", "frames.py", "dataset/tables.py", "dataset/rows.py", "dataset/work.py")
"""What decides on all that a dataset holds of a filing."""
_LIBRARIES = ("pdfminer", "pypdfium2", "lxml")


def parser_version() -> str:
    """What tells records of one parser from those of another."""
    return version(PARSER)


def dataset_version() -> str:
    """What tells a filing's part in a dataset, findings and all, from one made by other sources."""
    return version(DATASET)


@functools.cache
def version(rooms: tuple[str, ...]) -> str:
    """The package's version with a hash of some of its sources and of its libraries' versions.

    Two installations of the same sources and libraries have the same version, on any machine.
    """
    digest = hashlib.sha256()
    for path in _sources(rooms):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _libraries():
        digest.update(name.encode() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:16]}"


def _sources(rooms: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for name in rooms:
        path = _PACKAGE / name
        if path.is_file():
            found.append(path)
        else:
            found += [Path(folder, each) for folder, _, files in os.walk(path) for each in files]
    return sorted(path for path in found if path.suffix in {".py", ".toml"})


def _libraries() -> list[str]:
    """The folders in which the installer keeps the libraries' versions; reading them takes much longer."""
    out: list[str] = []
    for library in _LIBRARIES:
        spec = importlib.util.find_spec(library)
        if spec is None or spec.origin is None:
            continue
        beside = [path.name for path in Path(spec.origin).parent.parent.iterdir()]
        out += [name for name in beside if name.lower().startswith(library) and name.endswith("-info")]
    return sorted(out)
