"""What the official forms look like, as data; the code around it knows no form by heart.

One TOML file a disclosure. `load` gives it as plain mappings with every pattern compiled;
`normal` is the normalisation under which all patterns are written.
"""

from __future__ import annotations

import functools
import pkgutil
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}]")


@functools.lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Text as the forms' patterns expect it: NFKC, without any white space.

    Hong Kong's typesetters draw strokes (╱) where others print them: 产生╱（使用）.
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("╱", "/")


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """The form data called `name` (`holders`, `financials`, …), read once and not to be changed.

    Raises:
        FileNotFoundError: there is no such form.
    """
    raw = pkgutil.get_data(__name__, f"{name}.toml") or b""
    return MappingProxyType(tomllib.loads(raw.decode()))


@functools.cache
def _parted(patterns: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The patterns that are plain words, and one pattern for all others."""
    words = tuple(p for p in patterns if not _SPECIAL.search(p))
    return words, "|".join(f"(?:{p})" for p in patterns if _SPECIAL.search(p))


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def matches(patterns: Iterable[str], text: str) -> bool:
    """Whether any of the patterns is found in the normalised text."""
    target = normal(text)
    words, others = _parted(tuple(patterns))
    if any(map(target.__contains__, words)):
        return True
    # Compiled when first needed: most are not in a run.
    return bool(others) and _compiled(others).search(target) is not None


def role_of(columns: Iterable[Mapping[str, Any]], path: str) -> str | None:
    """The role of the first entry whose patterns are found in a heading's path, or `None`."""
    for column in columns:
        if matches(column["patterns"], path):
            return str(column["role"])
    return None
