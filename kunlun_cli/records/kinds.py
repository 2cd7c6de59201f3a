"""Whether values are of the types that a class declares: what comes from outside is looked at before it is used."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

Test = Callable[[object], bool]


def tests_of(kind: type) -> Mapping[str, Test]:
    """What tells for each field of a dataclass, in their order, whether a value is of its type."""
    if kind not in _TESTS:
        _TESTS[kind] = _tests(kind)
    return _TESTS[kind]


_TESTS: dict[type, Mapping[str, Test]] = {}


def _tests(kind: type) -> Mapping[str, Test]:
    hints = typing.get_type_hints(kind)
    return {each.name: _test(hints[each.name]) for each in fields(kind)}


def is_sound(value: Any) -> bool:  # noqa: ANN401 - an instance of any dataclass
    """Whether each field of a dataclass's instance is of the type declared for it."""
    return all(test(getattr(value, name)) for name, test in tests_of(type(value)).items())


@functools.cache
def _test(hint: Any) -> Test:  # noqa: ANN401 - any annotation
    """The test for plain types, choices of words or types, tuples, and mappings."""
    arguments = typing.get_args(hint)
    match typing.get_origin(hint):
        case typing.Literal:
            return lambda value: isinstance(value, str) and value in arguments
        case types.UnionType | typing.Union:
            return _either([_test(each) for each in arguments])
        case kind if kind is tuple:
            return _several([_test(each) for each in arguments if each is not ...], endless=... in arguments)
        case kind if kind is not None and issubclass(kind, Mapping):
            key, content = map(_test, arguments)
            return lambda value: isinstance(value, dict) and all(key(k) and content(v) for k, v in value.items())
    if hint is int:
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    if hint is float:
        return lambda value: isinstance(value, float | int) and not isinstance(value, bool)
    return lambda value: isinstance(value, hint)


def _either(tests: Sequence[Test]) -> Test:
    return lambda value: any(test(value) for test in tests)


def _several(tests: Sequence[Test], *, endless: bool) -> Test:
    if endless:
        return lambda value: isinstance(value, tuple) and all(map(tests[0], value))
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(tests)
        and all(test(each) for test, each in zip(tests, value, strict=True))
    )
