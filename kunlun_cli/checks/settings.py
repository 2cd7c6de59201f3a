"""Settings of `check`: the table `[check]` of kunlun.toml, or `[tool.kunlun.check]` of pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kunlun_cli.checks.finding import SEVERITIES, Severity
from kunlun_cli.errors import UsageError


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What the settings say of checks; each can be overruled on the command line.

    `select` and `ignore` are beginnings of codes, `fail_on` the least severity that makes the command
    fail, `expect` expectations, `baseline` a file of accepted findings, beside the settings.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = "error"
    expect: tuple[str, ...] = ()
    baseline: str | None = None


def from_toml(text: str, name: str) -> CheckSettings | None:
    """The settings in a file's text, or `None` where it has no table for checks.

    Args:
        text: the file's content.
        name: its name; in `pyproject.toml` the table is `[tool.kunlun.check]`, else `[check]`.

    Raises:
        UsageError: the file is not TOML, or a setting is unknown or of the wrong kind.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"{name} is not valid TOML ({error})", hint="Correct it, or choose another with --config"
        ) from error
    inside = document.get("tool", {}).get("kunlun", {}) if name.endswith("pyproject.toml") else document
    table = inside.get("check") if isinstance(inside, Mapping) else None
    return None if table is None else _checked(table, name)


def _checked(table: object, name: str) -> CheckSettings:
    if not isinstance(table, Mapping):
        raise UsageError(f"check in {name} is not a table", hint="Write [check] above its settings")
    given: dict[str, Any] = {str(key).replace("-", "_"): value for key, value in table.items()}
    known = [f.name for f in fields(CheckSettings)]
    for key, value in given.items():
        if key not in known:
            shown = ", ".join(k.replace("_", "-") for k in known)
            raise UsageError(
                f"there is no setting {key.replace('_', '-')} in [check] of {name}", hint=f"There is {shown}"
            )
        given[key] = _value(key, value, name)
    return CheckSettings(**given)


def _value(key: str, value: object, name: str) -> object:
    if key in {"select", "ignore", "expect"}:
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise UsageError(f"{key} in {name} is not a list of texts", hint=f'Write it like {key} = ["…"]')
    if not isinstance(value, str):
        raise UsageError(f"{key} in {name} is not a text")
    if key == "fail_on" and value not in SEVERITIES:
        raise UsageError(f"fail-on in {name} is {value}", hint=f"Choose one of {', '.join(SEVERITIES)}")
    return value
