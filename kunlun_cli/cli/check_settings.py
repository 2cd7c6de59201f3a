"""Where `check` finds its settings: kunlun.toml or pyproject.toml, here or in a folder above."""

from __future__ import annotations

from pathlib import Path

from kunlun_cli.checks.settings import CheckSettings, from_toml
from kunlun_cli.cli.files import decoded
from kunlun_cli.cli.reading import SETTINGS
from kunlun_cli.errors import UsageError


def find_settings(config: Path | None, start: Path) -> tuple[CheckSettings, Path]:
    """The settings, and the folder to which their paths are relative.

    Those of `config`, else of the nearest `kunlun.toml` or `pyproject.toml` that has a table for checks, from `start`
    upwards.

    Raises:
        UsageError: the given file cannot be read, or a file is not valid.
    """
    if config is not None:
        found = from_toml(_text(config), str(config))
        if found is None:
            raise UsageError(f"{config} has no settings for checks", hint="Write them below [check]")
        return found, config.resolve().parent
    for folder in (start, *start.parents):
        for name in SETTINGS:
            path = folder / name
            if path.is_file() and (settings := from_toml(_text(path), name)) is not None:
                return settings, folder
    return CheckSettings(), start


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read", hint="Give the path of a TOML file") from error
