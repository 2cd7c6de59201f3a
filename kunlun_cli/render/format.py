"""The output formats of all commands, their names' endings, and how a file's name chooses one."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path

from kunlun_cli.errors import OutputError, UsageError, require


class Format(enum.StrEnum):
    """What a command can write. A command says which of them it has."""

    TABLE = "table"
    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    PNG = "png"
    SVG = "svg"


BINARY = frozenset({Format.XLSX, Format.PNG, Format.SVG})
"""Formats that go to a file, never to a terminal or pipe."""
_ENDINGS = {
    Format.TABLE: ("txt",),
    Format.TEXT: ("txt",),
    Format.JSONL: ("jsonl", "ndjson", "json"),
    Format.MD: ("md", "markdown"),
    Format.HTML: ("html", "htm"),
    Format.SARIF: ("sarif", "json"),
    Format.JUNIT: ("xml",),
    Format.GITHUB: ("txt",),
    Format.GITLAB: ("json",),
}
"""Endings of names other than the format's own; what several formats share is that of the first one."""
_NEUTRAL = "txt"
"""An ending that says nothing of what is inside."""
_OTHERS = frozenset({"pdf", "doc", "docx", "xls", "xlsm", "xlsb", "ods", "tsv", "parquet", "zip", "toml", "py"})
"""Endings that promise something else, filings above all: a name with one is a slip, or was put there by a shell."""


_NEEDED = {
    Format.XLSX: ("openpyxl", "writing xlsx needs openpyxl"),
    Format.SVG: ("matplotlib", "drawing needs matplotlib"),
}
"""The libraries of formats that have one of their own. PNG is written without, where it shows a place on a page."""


def require_for(form: Format | None) -> None:
    """Make sure that what a format needs is installed: before anything is read, which may take long.

    Raises:
        OutputError: it is not.
    """
    if form in _NEEDED:
        module, what = _NEEDED[form]
        require(module, what, module, kind=OutputError)


def endings(form: Format) -> tuple[str, ...]:
    """The endings that a file of a format may have, without the point; the first is the usual one."""
    return _ENDINGS.get(form, (form.value,))


def named(path: Path | None, given: Format | None, formats: Sequence[Format]) -> Format | None:
    """The format that was asked for, by its own name or by that of the output.

    Args:
        path: the output; `None` or `-` for stdout.
        given: the format that was asked for by its name.
        formats: those that the command has.

    Returns:
        The format, or `None` where neither says one.

    Raises:
        UsageError: the output's name ends like none of the formats, or like another than the one asked for.
    """
    suffix = "" if path is None or str(path) == "-" else path.suffix.lower().lstrip(".")
    if given is not None:
        promised = {ending for form in Format for ending in endings(form)} | _OTHERS
        if suffix in promised - {_NEUTRAL} and suffix not in endings(given):
            raise UsageError(f"{path} is not called like {given}", hint=f"Give it a name like out.{endings(given)[0]}")
        return given
    if not suffix:
        return None
    found = next((form for form in formats if suffix in endings(form)), None)
    if found is None:
        known = ", ".join(dict.fromkeys(f".{endings(form)[0]}" for form in formats))
        more = "" if suffix in _OTHERS else "; --format says the format of any other name"
        raise UsageError(f"{path}: there is no output format .{suffix} here", hint=f"Names end in {known}{more}")
    return found
