"""A ratio: its value, or why there is none, with formula and inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from kunlun_cli.compare.model import Column
from kunlun_cli.compare.series_model import Ref, RowSpan
from kunlun_cli.records import Source


class MissingError(LookupError):
    """An input that the filing does not give; the message is the reason shown."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a ratio: its name in the formula, its printed label, and where it stands."""

    name: str
    label: str
    value: Decimal
    unit: str | None
    source: Source = field(default_factory=Source)
    column: Column = "value"

    def ref(self, file: str) -> Ref:
        """The input's place in a file."""
        return Ref(file, self.source.page, self.column)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio of a filing. `subject` is the segment it is of, `None` for the whole company.

    `value` is rounded as its definition says; `None` always comes with a `reason`. `span` is that of
    its flows. `approximate` marks a value that follows from rounded percentages; all digits shown hold.
    `group` and `definition` are those of `forms/ratios.toml`. `printed` is the ratio as the report prints it
    itself, `agrees` whether the two are one to within a unit of the last printed place, `None` where nothing
    is printed to hold it against.
    """

    code: str
    label: str
    label_en: str
    unit: str | None
    span: RowSpan
    value: Decimal | None
    formula: str
    inputs: tuple[Input, ...] = ()
    reason: str | None = None
    subject: str | None = None
    approximate: bool = False
    group: str = "holders"
    definition: str | None = None
    printed: Input | None = None
    agrees: bool | None = None
