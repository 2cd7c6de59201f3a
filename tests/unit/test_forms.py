"""Every key of the forms is read by something: what nobody reads is no knowledge of the forms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "kunlun_cli"
FORMS = sorted((PACKAGE / "forms").glob("*.toml"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
NAMED = set(re.findall(r"""["']([^"'\n]+)["']""", CODE))


def _keys(table: dict[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from _keys(value, (*path, key))
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    yield from _keys(each, (*path, key))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_key_is_read(path: Path) -> None:
    """A key is named in the code, or it is one of many of a table that is walked, which is named itself."""
    form = tomllib.loads(path.read_text(encoding="utf-8"))
    assert path.stem in NAMED
    unread = [".".join(keys) for keys in _keys(form) if not NAMED & set(keys)]
    assert not unread
