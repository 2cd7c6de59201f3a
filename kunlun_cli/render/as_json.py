"""JSON with every number written digit for digit from its Decimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kunlun_cli.render.clean import json_string
from kunlun_cli.render.numbers import plain
from kunlun_cli.render.shape import Json

_INDENT = "  "
# What fits a line of an editor stays on one.
_SHORT = 100
# No scalar takes less room in a line, with what parts it from the next.
_LEAF = 3


def dumps(value: Json, *, indent: bool = True) -> str:
    """The value as JSON text, without a final line break.

    Decimals are written exactly and without exponents. Unsafe characters of the text are escaped,
    so that the document can be printed. With `indent`, what fits on a short line stays on one.
    """
    return "".join(_pieces(value, 0)) if indent else _line(value)


def _scalar(value: Json) -> str | None:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return plain(value)
        case str():
            return json_string(value)
    return None


def _line(value: Json) -> str:
    scalar = _scalar(value)
    if scalar is not None:
        return scalar
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json_string(k)}: {_line(v)}" for k, v in value.items()) + "}"
    assert isinstance(value, list | tuple)
    return "[" + ", ".join(map(_line, value)) + "]"


def _leaves(value: Json, most: int) -> int:
    """How many scalars a value has; counted to `most` and one more, so that nothing large is gone through twice."""
    if not isinstance(value, Mapping | list | tuple):
        return 1
    count = 0
    for item in value.values() if isinstance(value, Mapping) else value:
        count += _leaves(item, most)
        if count > most:
            break
    return count


def _pieces(value: Json, depth: int) -> Iterator[str]:
    if _leaves(value, _SHORT // _LEAF) <= _SHORT // _LEAF:
        short = _line(value)
        if len(short) <= _SHORT - len(_INDENT) * depth or value in ({}, []):
            yield short
            return
    inner, outer = "\n" + _INDENT * (depth + 1), "\n" + _INDENT * depth
    if isinstance(value, Mapping):
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield f"{',' if index else ''}{inner}{json_string(key)}: "
            yield from _pieces(item, depth + 1)
        yield outer + "}"
    elif isinstance(value, list | tuple):
        yield "["
        for index, item in enumerate(value):
            yield ("," if index else "") + inner
            yield from _pieces(item, depth + 1)
        yield outer + "]"
    else:
        yield _line(value)
