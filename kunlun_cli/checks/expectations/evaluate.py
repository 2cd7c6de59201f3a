"""The value of an expression in a filing. What is not disclosed makes a comparison unknown, not false."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from kunlun_cli.checks.expectations.names import Column, Scalar, UnknownNameError, Value, resolve
from kunlun_cli.checks.expectations.syntax import (
    Binary,
    Call,
    Comparison,
    Constant,
    Node,
    Number,
    Path,
    Text,
    Unary,
    fail,
)
from kunlun_cli.checks.facts import Facts
from kunlun_cli.errors import UsageError
from kunlun_cli.records import Source

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_COMPUTE: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
COLUMN_FUNCTIONS = ("sum", "min", "max", "mean", "count")


@dataclass(slots=True)
class Evaluation:
    """One run of an expression; keeps what each name gave and where it stands."""

    facts: Facts
    source: str
    seen: dict[str, Scalar] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def truth(self, tree: Node) -> bool | None:
        """Whether the expression holds; `None` where what it needs is not disclosed.

        Raises:
            UsageError: it is not about truth, or uses a name or function that does not exist.
        """
        value = self.value(tree)
        if isinstance(value, bool) or value is None:
            return value
        raise UsageError(f"the expectation {self.source!r} is {value}, neither true nor false", hint=_HINT)

    def value(self, tree: Node) -> Scalar:
        """The value of a part of the expression."""
        match tree:
            case Number(value) | Text(value) | Constant(value):
                return value
            case Path():
                return self._path(tree)
            case Call():
                return self._call(tree)
            case Unary(sign, operand):
                return self._unary(sign, self.value(operand))
            case Comparison():
                return self._comparison(tree)
            case Binary():
                return self._binary(tree)

    def _path(self, path: Path) -> Scalar:
        name = ".".join(path.names)
        try:
            found = resolve(self.facts, path.names)
        except UnknownNameError as error:
            inside = "" if error.name == name else f" in {name}"
            what = f"there is no {error.name}{inside}" if error.name else f"{name} is not a value"
            raise fail(self.source, path.at, what, error.hint) from error
        if isinstance(found, Value):
            if path.function is not None:
                raise fail(self.source, path.at, f"{name} is one value and has no {path.function}()")
            value = found.value
        else:
            value = self._of_column(found, path, name)
            name += f".{path.function}()"
        self.seen[name] = value
        self.sources += found.sources
        return value

    def _of_column(self, column: Column, path: Path, name: str) -> Scalar:
        if path.function not in COLUMN_FUNCTIONS:
            what = f"{name} is a column" if path.function is None else f"there is no function {path.function}()"
            raise fail(self.source, path.at, what, f"Use one of {', '.join(f'{f}()' for f in COLUMN_FUNCTIONS)}")
        if path.function == "count":
            return Decimal(len(column.values))
        numbers = [value for value in column.values if isinstance(value, Decimal)]
        if len(numbers) < len(column.values):
            raise fail(self.source, path.at, f"{name} holds text, of which there is only count()")
        if not numbers:
            return None
        whole = sum(numbers, Decimal(0))
        results = {"sum": whole, "min": min(numbers), "max": max(numbers), "mean": whole / len(numbers)}
        return results[path.function]

    def _call(self, call: Call) -> Scalar:
        if call.function != "abs":
            raise fail(self.source, call.at, f"there is no function {call.function}()", "The only one is abs()")
        value = self._number(self.value(call.argument))
        return None if value is None else abs(value)

    def _unary(self, sign: str, value: Scalar) -> Scalar:
        if value is None:
            return None
        if sign == "not":
            return not self._truth(value)
        number = self._number(value)
        return None if number is None else -number

    def _comparison(self, tree: Comparison) -> bool | None:
        left = self.value(tree.first)
        unknown = False
        for sign, node in tree.rest:
            right = self.value(node)
            holds = self._compare(sign, left, right, explicit=isinstance(node, Constant) or node is tree.first)
            if holds is False:
                return False
            unknown = unknown or holds is None
            left = right
        return None if unknown else True

    def _compare(self, sign: str, left: Scalar, right: Scalar, *, explicit: bool) -> bool | None:
        if sign in {"==", "!="} and (explicit or type(left) is type(right)):
            return (left == right) == (sign == "==")
        if left is None or right is None:
            return None
        if isinstance(left, str) and isinstance(right, str):
            raise UsageError(f"in the expectation {self.source!r} text is compared by {sign}", hint="Use == or !=")
        one, other = self._number(left), self._number(right)
        assert one is not None
        assert other is not None
        return _COMPARE[sign](one, other)

    def _binary(self, tree: Binary) -> Scalar:
        if tree.sign in {"and", "or"}:
            return self._logic(tree)
        one, other = self._number(self.value(tree.left)), self._number(self.value(tree.right))
        if one is None or other is None:
            return None
        try:
            return _COMPUTE[tree.sign](one, other)
        except (DivisionByZero, InvalidOperation, Overflow):
            return None

    def _logic(self, tree: Binary) -> bool | None:
        decisive = tree.sign == "or"
        values = [None if v is None else self._truth(v) for v in (self.value(tree.left), self.value(tree.right))]
        if decisive in values:
            return decisive
        return None if None in values else not decisive

    def _truth(self, value: Scalar) -> bool:
        if not isinstance(value, bool):
            raise UsageError(f"in the expectation {self.source!r} {value} is neither true nor false", hint=_HINT)
        return value

    def _number(self, value: Scalar) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        raise UsageError(f"in the expectation {self.source!r} {value!r} is not a number", hint=_HINT)


_HINT = "Write a comparison, such as roe_weighted >= 0"
