"""Formulas of ratios: text in codes of lines → one exact fraction, with the figures that went into it.

The language is that of `forms/ratios.toml`: numbers, codes, `+ - * /` and a few functions, nothing else.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal, Protocol

from kunlun_cli.compare.ratios_model import MissingError

End = Literal["value", "prior"]
"""The report's own column, or that of the comparison figures."""
FUNCTIONS = ("average", "prior", "optional", "first", "shares")


class Figures(Protocol):
    """Where a formula's figures come from; what is asked is noted as an input."""

    @property
    def days(self) -> int:
        """Days of the period."""

    def amount(self, item: str, end: End) -> Fraction:
        """A line's figure.

        Raises:
            MissingError: there is none, or more than one.
        """

    def optional(self, item: str, end: End) -> Fraction:
        """The same, or zero where the statement surely has no such line."""

    def has(self, item: str) -> bool:
        """Whether the line is printed."""

    def shares(self) -> Fraction:
        """Shares in issue."""


def expanded(formula: str, known: Mapping[str, str]) -> str:
    """The formula with the codes of other ratios replaced by their formulas, so that it names lines only.

    Raises:
        ValueError: it holds something that formulas have not.
    """
    return ast.unparse(_Expansion(known).visit(_parsed(formula)))


def lines_of(formula: str) -> frozenset[str]:
    """The codes of lines that an expanded formula names, and `days`."""
    return frozenset(node.id for node in ast.walk(_parsed(formula)) if isinstance(node, ast.Name)) - {*FUNCTIONS}


def evaluate(formula: str, figures: Figures) -> Fraction:
    """What an expanded formula comes to, exactly.

    Raises:
        MissingError: a figure is not there, or a denominator is not positive.
    """
    return _value(_parsed(formula), figures, "value")


@functools.cache
def _parsed(formula: str) -> ast.expr:
    tree = ast.parse(formula, mode="eval").body
    for node in ast.walk(tree):
        allowed = ast.BinOp | ast.UnaryOp | ast.Constant | ast.Name | ast.Call | ast.operator | ast.unaryop | ast.Load
        if not isinstance(node, allowed) or (isinstance(node, ast.Call) and _function(node) not in FUNCTIONS):
            raise ValueError(f"{ast.unparse(node)} has no meaning in the formula {formula}")
    return tree


class _Expansion(ast.NodeTransformer):
    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def visit_Call(self, node: ast.Call) -> ast.expr:  # the name that ast asks for
        return ast.Call(node.func, [self.visit(each) for each in node.args], [])

    def visit_Name(self, node: ast.Name) -> ast.expr:
        formula = self._known.get(node.id)
        return node if formula is None else self.visit(_parsed(formula))


def _function(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _value(node: ast.expr, figures: Figures, end: End) -> Fraction:
    match node:
        case ast.Constant(value=int() as number):
            return Fraction(number)
        case ast.Name(id="days"):
            return Fraction(figures.days)
        case ast.Name(id=item):
            return figures.amount(item, end)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, figures, end)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_value(left, figures, end), _value(right, figures, end))
        case ast.Call(args=args):
            return _called(_function(node), args, figures, end)
    raise ValueError(f"{ast.unparse(node)} has no meaning in a formula")


def _called(function: str, args: list[ast.expr], figures: Figures, end: End) -> Fraction:
    match function, args:
        case "average", [inner]:
            return (_value(inner, figures, "value") + _value(inner, figures, "prior")) / 2
        case "prior", [inner]:
            return _value(inner, figures, "prior")
        case "optional", [ast.Name(id=item)]:
            return figures.optional(item, end)
        case "first", names:
            items = [name.id for name in names if isinstance(name, ast.Name)]
            return figures.amount(next(filter(figures.has, items), items[0]), end)
        case "shares", []:
            return figures.shares()
    raise ValueError(f"{function} takes other arguments")


def _quotient(over: Fraction, under: Fraction) -> Fraction:
    if under <= 0:
        raise MissingError("the denominator is not positive")
    return over / under


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: _quotient,
}
