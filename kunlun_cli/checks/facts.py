"""What the rules look at: the disclosures of one filing, those that could not be had being `None`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from kunlun_cli.checks.relations.worksheet import Worksheet, worksheets
from kunlun_cli.errors import NotInFilingError
from kunlun_cli.records import FilingInfo, Financials, Holders, Lending, Problem, Segments, Statements
from kunlun_cli.records.reading import FilingLike


@dataclass(frozen=True, slots=True)
class Facts:
    """The disclosures of one filing. `problems` are those that came up while they were read."""

    info: FilingInfo
    financials: Financials = field(default_factory=Financials)
    holders: Holders = field(default_factory=Holders)
    lending: Lending = field(default_factory=Lending)
    segments: Segments = field(default_factory=Segments)
    problems: tuple[Problem, ...] = ()
    statements: Statements = field(default_factory=Statements)
    tables: tuple[Worksheet, ...] = ()
    """All tables of the report, where rules ask for them."""
    against: tuple[Facts, ...] = ()
    """Other filings of the company, which it is held against."""


def gather(filing: FilingLike, *, tables: bool = False, statements: bool = False) -> Facts:
    """Reads all disclosures of a filing, with `statements` these too, and with `tables` every table of it.

    One that the filing does not have is empty, and the rules on it are not applicable. Errors that
    concern the whole file go up to the caller.
    """
    # First, as it reads every page: what looks for its pages after it finds their texts there. A filing that a child
    # process reads sends records alone: its tables are not checked.
    facts = Facts(filing.info, tables=tuple(worksheets(getattr(filing, "schedules", ()))) if tables else ())
    readers: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("financials", lambda: filing.financials),
        ("holders", lambda: filing.holders),
        ("lending", lambda: filing.lending),
        ("segments", lambda: filing.segments),
        *(
            (("statements", lambda: filing.statements),)
            if (tables or statements) and hasattr(filing, "statements")
            else ()
        ),
    )
    for name, read in readers:
        try:
            disclosure = read()
        except NotInFilingError:
            continue
        else:
            facts = replace(facts, **{name: disclosure}, problems=(*facts.problems, *disclosure.problems))
    return facts
