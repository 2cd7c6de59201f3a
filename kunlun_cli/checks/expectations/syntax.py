"""The expression language: text to tree. A recursive parser with limits on length and depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kunlun_cli.errors import UsageError

# An expectation is a line that people read, not a program; deeper brackets would only exhaust the stack.
MAX_LENGTH = 1000
MAX_DEPTH = 50

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<sign><=|>=|==|!=|[<>+\-*/().,]))"
)
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exactly as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Constant:
    """`true`, `false` or `null`."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Path:
    """Names joined by dots, and the function of a column at the end, if any."""

    names: tuple[str, ...]
    function: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one value: `abs(x)`."""

    function: str
    argument: Node
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`x + y`, `x and y` and the like."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a < b <= c`: every pair of neighbours has to hold."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


Node = Number | Text | Constant | Path | Call | Unary | Binary | Comparison


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(source: str) -> Node:
    """The tree of an expression.

    Raises:
        UsageError: it is not an expression; the message says where.
    """
    if len(source) > MAX_LENGTH:
        raise UsageError("the expectation is too long", hint=f"At most {MAX_LENGTH} characters")
    return _Parser(source).whole()


def fail(source: str, at: int, what: str, hint: str | None = None) -> UsageError:
    """An error that points at a place of the expression."""
    return UsageError(f"in the expectation {source!r}, at character {at + 1}: {what}", hint=hint)


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = _tokens(source)
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        tree = self._either()
        token = self._peek()
        if token.kind != "end":
            raise fail(self._source, token.at, f"{token.text!r} was not expected here")
        return tree

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, *texts: str) -> str | None:
        token = self._peek()
        if token.kind in {"sign", "name"} and token.text in texts:
            self._next += 1
            return token.text
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise fail(self._source, self._peek().at, f"{text!r} was expected")

    def _either(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise fail(self._source, self._peek().at, "nested too deeply")
        left = self._both()
        while self._take("or"):
            left = Binary("or", left, self._both())
        self._depth -= 1
        return left

    def _both(self) -> Node:
        left = self._denial()
        while self._take("and"):
            left = Binary("and", left, self._denial())
        return left

    def _denial(self) -> Node:
        count = 0
        while self._take("not"):
            count += 1
        tree = self._comparison()
        return Unary("not", tree) if count % 2 else tree

    def _comparison(self) -> Node:
        first = self._sum()
        rest: list[tuple[str, Node]] = []
        while sign := self._take(*_COMPARISONS):
            rest.append((sign, self._sum()))
        return Comparison(first, tuple(rest)) if rest else first

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._take("+", "-"):
            left = Binary(sign, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._signed()
        while sign := self._take("*", "/"):
            left = Binary(sign, left, self._signed())
        return left

    def _signed(self) -> Node:
        count = 0
        while self._take("-"):
            count += 1
        tree = self._primary()
        return Unary("-", tree) if count % 2 else tree

    def _primary(self) -> Node:
        token = self._peek()
        self._next += 1
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "sign" and token.text == "(":
            inner = self._either()
            self._expect(")")
            return inner
        if token.kind != "name" or token.text in {"and", "or", "not"}:
            what = "the end came too soon" if token.kind == "end" else f"{token.text!r} was not expected here"
            raise fail(self._source, token.at, what, "Write it like roe_weighted >= 0 or holders.top10.pct.sum() < 75")
        if token.text in _CONSTANTS:
            return Constant(_CONSTANTS[token.text])
        return self._named(token)

    def _named(self, token: _Token) -> Node:
        if self._take("("):
            argument = self._either()
            self._expect(")")
            return Call(token.text, argument, token.at)
        names = [token.text]
        while self._take("."):
            name = self._peek()
            if name.kind != "name":
                raise fail(self._source, name.at, "a name was expected after the dot")
            self._next += 1
            names.append(name.text)
            if self._take("("):
                self._expect(")")
                return Path(tuple(names[:-1]), name.text, token.at)
        return Path(tuple(names), None, token.at)


_CONSTANTS = {"true": True, "false": False, "null": None}


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while source[at:].strip():
        found = _TOKEN.match(source, at)
        if found is None:
            begin = at + len(source[at:]) - len(source[at:].lstrip())
            raise fail(source, begin, f"{source[begin]!r} has no meaning here")
        kind = found.lastgroup or ""
        tokens.append(_Token(kind, found.group(kind), found.start(kind)))
        at = found.end()
    return [*tokens, _Token("end", "", len(source))]
