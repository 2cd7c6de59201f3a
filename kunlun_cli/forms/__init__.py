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
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("╱", "/")


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """The form data called `name` (`holders`, `financials`, …), read once and not to be changed.

    Raises:
        FileNotFoundError: there is no such form.
    """
    raw = pkgutil.get_data(__name__, f"{name}.toml") or b""
    return MappingProxyType({key: _as_patterns(value) for key, value in tomllib.loads(raw.decode()).items()})


def _as_patterns(value: Any) -> Any:  # noqa: ANN401  # what TOML has
    """What a form says, its lists of texts as patterns."""
    if isinstance(value, dict):
        return {key: _as_patterns(each) for key, each in value.items()}
    if isinstance(value, list):
        return (Patterns if all(isinstance(each, str) for each in value) else list)(map(_as_patterns, value))
    return value


class Patterns(list[str]):
    """Patterns of a form, which nobody changes: those that are plain words are told from the others once."""

    @functools.cached_property
    def parted(self) -> tuple[tuple[str, ...], str]:
        """The patterns that are plain words, and one pattern for all others."""
        return _parted(tuple(self))


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
    words, others = patterns.parted if isinstance(patterns, Patterns) else _parted(tuple(patterns))
    for word in words:
        if word in target:
            return True
    # Compiled when first needed: most are not in a run.
    return bool(others) and _compiled(others).search(target) is not None


def role_of(columns: Iterable[Mapping[str, Any]], path: str) -> str | None:
    """The role of the first entry whose patterns are found in a heading's path, or `None`."""
    for column in columns:
        if matches(column["patterns"], path):
            return str(column["role"])
    return None
