"""One filing's figures by the code of their line: the key figures of one span, and the group's statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from kunlun_cli.compare.figures import quantum
from kunlun_cli.compare.formulas import End
from kunlun_cli.compare.ratios_model import Input, MissingError
from kunlun_cli.figures.numbers import read_number
from kunlun_cli.forms import load, normal
from kunlun_cli.records import FinancialRecord, StatementRecord
from kunlun_cli.records.financials import Span
from kunlun_cli.records.period import Period
from kunlun_cli.records.reading import FilingLike

Line = FinancialRecord | StatementRecord
_WORDS = {"balance_sheet": "balance sheet", "income_statement": "income statement", "cash_flow": "cash flow statement"}
_PAR = Fraction(3)
"""Shares of one yuan: earnings per share give their number to a factor that bonus issues and shares issued in
the year stay within; shares of 0.1 or 0.2 yuan (some that were listed in Hong Kong first) do not."""
_DIGITS = 5
"""Last printed places that earnings per share must have to tell anything: 0.05 is 0.045 to 0.055."""


class Ledger:
    """A formula's figures, out of one filing; `inputs` are those asked for, in order.

    Statements are read when a line is first looked for in them.
    """

    def __init__(self, filing: FilingLike, span: Span, home: str) -> None:
        """Figures of a filing: key figures of `span`, statements of the year to date; `home` is looked in first."""
        self._filing, self.span, self._home = filing, span, home
        period = Period.parse(filing.info.period)
        self.months = period.months if period else None
        self.inputs: list[Input] = []

    @property
    def days(self) -> int:
        """Days of the period, a month counted as 30.

        Raises:
            MissingError: the period is not known.
        """
        if self.months is None:
            raise MissingError("the period is not known")
        return 30 * self.months

    @property
    def is_of_general_form(self) -> bool:
        """Whether the balance sheet tells current items from others, as those of banks and insurers do not."""
        sheet = self._statement("balance_sheet")
        return not sheet or any(r.item == "total_current_assets" for r in sheet)

    def has(self, item: str) -> bool:
        """Whether a line of the code is printed."""
        return bool(self._lines(item))

    def amount(self, item: str, end: End) -> Fraction:
        """The figure of a line, noted as an input.

        Raises:
            MissingError: it is not there, has no such figure, or is printed twice with two values.
        """
        for name in (item, *load("ratios")["alternatives"].get(item, ())):
            lines = self._lines(name)
            if lines:
                return self._noted(name, lines, end)
        raise MissingError(self._absent(item))

    def optional(self, item: str, end: End) -> Fraction:
        """The figure of a line, or zero where the statement was read and surely has no such line.

        Raises:
            MissingError: the statement is not there, a line that may be this one is not known, or its figure is lost.
        """
        lines = self._lines(item)
        if lines and getattr(lines[0], end) is None and _blank(lines[0], end):
            return Fraction(0)
        if lines:
            return self._noted(item, lines, end)
        kind = _kind(item)
        statement = self._statement(kind)
        if not statement:
            raise MissingError(self._absent(item))
        labels = [normal(label) for label in load("statements")["items"][kind][item]]
        for record in statement:
            if record.item is None and any(label in normal(record.label) for label in labels):
                raise MissingError(f"whether {record.label} is {labels[0]} is not known")
        return Fraction(0)

    def shares(self) -> Fraction:
        """Shares in issue: the share capital in yuan, where earnings per share agree that a share is of one.

        Raises:
            MissingError: they do not, or cannot say.
        """
        capital = self.amount("share_capital", "value")
        eps = self.inputs_of("eps_basic")
        profit = self.inputs_of("net_profit_parent")
        place = quantum(eps.value, eps.source) or Decimal("0.01")
        if abs(eps.value) < place * _DIGITS or not profit.value:
            raise MissingError("the earnings per share are too small to tell what one share's par value is")
        ratio = capital / (Fraction(profit.value) / Fraction(eps.value))
        if not 1 / _PAR < ratio < _PAR:
            raise MissingError("a share is not of one yuan, as the earnings per share show")
        return capital

    def inputs_of(self, item: str) -> Input:
        """A line's figure that is only looked at.

        Raises:
            MissingError: it is not there.
        """
        lines = self._lines(item)
        if not lines or lines[0].value is None:
            raise MissingError(self._absent(item))
        return _input(item, lines[0], "value", lines[0].value)

    def printed(self, names: Sequence[str]) -> FinancialRecord | None:
        """The one key figure of these codes, or with labels that these patterns fit; `None` for none or several."""
        found = [
            record
            for record in self._filing.financials.records
            if record.span in (self.span, "point_in_time")
            and record.value is not None
            and any(record.item == n or (not record.item and re.match(n, normal(record.label))) for n in names)
        ]
        return found[0] if len(found) == 1 else None

    def _noted(self, item: str, lines: Sequence[Line], end: End) -> Fraction:
        if len({getattr(line, end) for line in lines}) > 1:
            raise MissingError(f"{item} is printed twice with different values")
        line = lines[0]
        value = getattr(line, end)
        if value is None:
            raise MissingError(f"{item} has no {'comparison figure' if end == 'prior' else 'value'}")
        found = _input(item, line, end, value)
        if found not in self.inputs:
            self.inputs.append(found)
        return Fraction(value)

    def _lines(self, item: str) -> list[Line]:
        """The lines of a code, of the home first: those of the other count only where it has none."""
        for home in dict.fromkeys((self._home, "key_figures", "statements")):
            found = self._key_figures(item) if home == "key_figures" else self._of_statements(item)
            if found:
                return found
        return []

    def _key_figures(self, item: str) -> list[Line]:
        records = [r for r in self._filing.financials.records if r.item == item]
        return list([r for r in records if r.span == self.span] or [r for r in records if r.span == "point_in_time"])

    def _of_statements(self, item: str) -> list[Line]:
        if self.span == "quarter":
            return []
        kind = _kind(item)
        return [r for r in self._statement(kind) if r.item == item] if kind else []

    def _statement(self, kind: str) -> list[StatementRecord]:
        records = self._filing.statements.records
        return [r for r in records if r.statement == kind and r.scope == "consolidated"]

    def _absent(self, item: str) -> str:
        kind = _kind(item)
        if kind and not self._statement(kind) and item not in _key_items():
            what = "a summary" if self._filing.info.form == "summary" else "the filing"
            return f"{what} has no {_WORDS[kind]}" if what == "a summary" else f"no {_WORDS[kind]} was found"
        return f"the filing has no {item}"


def _key_items() -> Iterable[str]:
    return (i["item"] for i in load("financials")["items"])


def _kind(item: str) -> str:
    """The statement that has a line of the code; nothing for key figures alone."""
    return next((kind for kind in _WORDS if item in load("statements")["items"][kind]), "")


def is_balance(item: str) -> bool:
    """Whether a code is that of a balance at a date and not of a flow."""
    kinds = {i["item"]: i["kind"] for i in load("financials")["items"]}
    return _kind(item) == "balance_sheet" or kinds.get(item, "") in ("balance", "per_share_balance")


def _blank(line: Line, end: End) -> bool:
    """Whether a cell is printed empty or as a dash, which among amounts means none."""
    source = line.cells.get(end)
    if source is None or not source.text:
        return True
    number = read_number(source.text)
    return not source.doubt and number.readable and number.value is None


def _input(item: str, line: Line, end: End, value: Decimal) -> Input:
    name = item if end == "value" else f"{item} ({end})"
    return Input(name, line.label, value, line.unit, line.cells.get(end, line.source), end)
