"""How a command reads filings: which engine, and whether results are cached."""

from __future__ import annotations

import enum
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import decoded
from kunlun_cli.engines import DEFAULT_ENGINE
from kunlun_cli.errors import UsageError
from kunlun_cli.limits import DEFAULT, Limits, limits_from

if TYPE_CHECKING:
    from kunlun_cli.dataset.cache import Cache
    from kunlun_cli.engines import Engine as EngineName
    from kunlun_cli.records.reading import FilingLike, Said

SETTINGS = ("kunlun.toml", "pyproject.toml")


class Engine(enum.StrEnum):
    """The libraries that read a PDF's pages."""

    PDFMINER = "pdfminer"
    PDFIUM = "pdfium"


def with_reading(
    env: Environment, engine: Engine | None, no_cache: bool, isolate: bool = False, jobs: int = 1
) -> Environment:
    """The environment whose reader has an engine, limits, a number of processes and, in a real process, a cache.

    Raises:
        UsageError: the settings say something that cannot be.
    """
    if env.read is not None:
        return env
    settings = read_settings(Path.cwd())
    name = cast("EngineName", (engine or settings.get("engine") or DEFAULT_ENGINE))
    caching = not no_cache and settings.get("cache", True) is not False
    limits = limits_in(settings)
    isolated = isolate or settings.get("isolate", False) is True
    reader = _Reader(str(name), env if caching else None, limits, isolated, jobs)
    return replace(env, read=reader, file_bytes=limits.file_bytes)


class _Reader:
    """A function like `kunlun_cli.read` with an engine and limits chosen."""

    def __init__(self, engine: str, env: Environment | None, limits: Limits, isolated: bool, jobs: int) -> None:
        self._engine = cast("EngineName", engine)
        self._limits = limits
        self._isolated = isolated
        self._jobs = jobs
        self._env = env
        self._cache: Cache | None = None

    def apart(self) -> _Reader:
        """What reads the same in a process of its own for each file, so that several can be read at once."""
        return _Reader(str(self._engine), self._env, self._limits, isolated=True, jobs=1)

    def __call__(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        period: str | None = None,
        password: str | None = None,
    ) -> FilingLike:
        """Read one filing."""
        said: Said = {"period": period, "password": password, "engine": self._engine, "limits": self._limits}
        said["jobs"] = 1 if self._isolated else self._jobs
        if self._env is None:
            from kunlun_cli import read
            from kunlun_cli.reading.isolated import read_isolated

            return (read_isolated if self._isolated else read)(source, name=name, **said)
        from kunlun_cli.dataset.cache import Cache
        from kunlun_cli.dataset.cached import read_cached

        self._cache = self._cache or Cache.of_user(self._env.variables)
        return read_cached(source, self._cache, name=name, isolated=self._isolated, **said)


def read_settings(start: Path) -> dict[str, object]:
    """The table `[read]` of kunlun.toml, or `[tool.kunlun.read]` of pyproject.toml, here or above.

    Raises:
        UsageError: a setting is unknown or of the wrong kind.
    """
    table, path = _nearest(start, "read")
    for key, value in table.items():
        if key == "engine" and value not in {each.value for each in Engine}:
            raise UsageError(f"engine in {path} is {value}", hint="Choose pdfminer or pdfium")
        if key in {"cache", "isolate"} and not isinstance(value, bool):
            raise UsageError(f"{key} in {path} is neither true nor false")
        if key == "limits":
            if not isinstance(value, dict):
                raise UsageError(f"limits in {path} is not a table", hint="Write [read.limits] above them")
            limits_from(value, str(path))
        if key not in {"engine", "cache", "isolate", "limits"}:
            known = "There is engine, cache, isolate, limits"
            raise UsageError(f"there is no setting {key} in [read] of {path}", hint=known)
    return table


def with_language(env: Environment) -> Environment:
    """The environment with the language that `[show]` of the settings names, where neither option nor variable does.

    Raises:
        UsageError: there is no such language.
    """
    if env.lang is not None or env.read is not None:
        return env
    table, path = _nearest(Path.cwd(), "show")
    lang = table.get("lang")
    if lang not in {None, "zh", "en", "both"}:
        raise UsageError(f"lang in {path} is {lang}", hint="Choose one of zh, en, both")
    return replace(env, lang=None if lang is None else str(lang))


def _nearest(start: Path, name: str) -> tuple[dict[str, object], Path]:
    """A table of the nearest settings that have it, with their file; an empty one where none has."""
    for folder in (start, *start.parents):
        for path in (folder / each for each in SETTINGS):
            try:
                text = decoded(path.read_bytes())
            except OSError:
                continue
            if f"{name}]" in text or f"{name}." in text:
                found = _table(text, path, name)
                if found is not None:
                    return found, path
    return {}, start


def _table(text: str, path: Path, name: str) -> dict[str, object] | None:
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML ({error})", hint="Correct it") from error
    inside = document.get("tool", {}).get("kunlun", {}) if path.name == "pyproject.toml" else document
    table = inside.get(name)
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{name} in {path} is not a table", hint=f"Write [{name}] above its settings")
    return table


def limits_in(settings: dict[str, object]) -> Limits:
    """The limits of a table of settings."""
    table = settings.get("limits")
    return limits_from(table, "the settings") if isinstance(table, dict) else DEFAULT
