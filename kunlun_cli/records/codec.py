"""Records as JSON and back, exactly: a small code of our own, because nothing stored is trusted with `pickle`.

A record is an object of one key, its class's name after a colon, with the list of its fields in their
order; a `Decimal` is `{"~": "1.20"}`, a date `{"@": "2024-12-31"}`, a mapping `{"%": [[key, value], …]}`,
and every list is a tuple.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from kunlun_cli.records import filing, financials, holders, lending, segments, source, statements
from kunlun_cli.records.kinds import tests_of

_CLASSES = {
    f":{name}": kind
    for module in (filing, financials, holders, lending, segments, source, statements)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
}
_NAMES: dict[type, tuple[str, ...]] = {}
Raw = str | int | float | bool | list[Any] | dict[str, Any] | None


class CodecError(ValueError):
    """The text is no record that this version of kunlun has written."""


def encode(value: object) -> str:
    """A record, with all that it contains, as one line of JSON.

    Raises:
        CodecError: it contains something that no record has.
    """
    return json.dumps(_raw(value), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Any:  # noqa: ANN401 - whatever was encoded
    """The record that `encode` was given.

    Raises:
        CodecError: the text is damaged, or has classes, fields or types of fields that records do not have.
    """
    try:
        return _value(json.loads(text, object_hook=_hook))
    except (ValueError, TypeError, KeyError, InvalidOperation, RecursionError) as error:
        raise CodecError(f"no record: {error}") from error


def _raw(value: object) -> Raw:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return {"~": str(value)}
    if isinstance(value, dt.date):
        return {"@": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_raw(each) for each in value]
    if isinstance(value, Mapping):
        return {"%": [[str(key), _raw(each)] for key, each in value.items()]}
    if is_dataclass(value) and f":{type(value).__name__}" in _CLASSES:
        return {f":{type(value).__name__}": [_raw(getattr(value, name)) for name in _fields(type(value))]}
    raise CodecError(f"{type(value).__name__} is no record")


def _fields(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(each.name for each in fields(kind))
    return _NAMES[kind]


def _hook(given: dict[str, Any]) -> object:
    (tag, content), *more = given.items()
    if more:
        raise CodecError("an object with several keys")
    if tag == "~":
        return _finite(Decimal(content))
    if tag == "@":
        return dt.date.fromisoformat(content)
    if tag == "%":
        return {key: _value(each) for key, each in content}
    kind = _CLASSES[tag]
    values = [_value(each) for each in content]
    made = kind(*values)
    # What is not given has its default, which needs no look.
    if not all(test(value) for test, value in zip(tests_of(kind).values(), values, strict=False)):
        raise CodecError(f"a value that no {kind.__name__} has")
    return made


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise CodecError("a number that no filing can print")
    return number


def _value(given: object) -> object:
    """Lists as the tuples that records have."""
    return tuple(_value(each) for each in given) if isinstance(given, list) else given
