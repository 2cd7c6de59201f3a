"""`kunlun statements`: the financial statements of filings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import Files, Scope, ScopeOption
from kunlun_cli.cli.run import DisclosureOptions, Request, run
from kunlun_cli.errors import UsageError

if TYPE_CHECKING:  # none of it is needed for help
    from kunlun_cli.records.catalogue import Result

STATEMENTS = {
    "balance-sheet": "balance_sheet",
    "income": "income_statement",
    "cash-flow": "cash_flow",
    "equity": "equity",
}


@command(
    "kunlun statements report.pdf",
    "kunlun statements report.pdf --statement balance-sheet --scope parent",
    "kunlun statements *.pdf --format csv -o statements.csv",
)
def statements(
    context: typer.Context,
    files: Files,
    options: DisclosureOptions,
    statement: Annotated[
        str | None,
        typer.Option(
            help="Only this one: balance-sheet, income, cash-flow or equity.",
            autocompletion=completions.among(*STATEMENTS),
        ),
    ] = None,
    scope: ScopeOption = Scope.ALL,
    notes: Annotated[
        bool, typer.Option("--notes", help="Only lines with a note (附注), whose numbers are shown.")
    ] = False,
) -> int:
    """Balance sheet, income and cash flow statement, of the group and of the parent company."""
    if statement is not None and statement not in STATEMENTS:
        raise UsageError(f"there is no statement {statement}", hint=f"Choose one of {', '.join(STATEMENTS)}")
    part = "equity" if statement == "equity" else None
    chosen = STATEMENTS.get(statement or "")
    request = Request("statements", files, options, part, lambda given: narrowed(given, chosen, scope, notes=notes))
    return run(environment(context), request)


def narrowed(result: Result, statement: str | None, scope: Scope, *, notes: bool) -> Result:
    """The lines of one statement and one scope; with `notes` only those with a note."""
    from dataclasses import replace

    from kunlun_cli.records import Statements

    assert isinstance(result, Statements)
    records = tuple(
        r
        for r in result.records
        if statement in (None, r.statement) and r.scope in scope.scopes and (r.note or not notes)
    )
    equity = tuple(r for r in result.equity if r.scope in scope.scopes and statement in (None, "equity"))
    return replace(result, records=records, equity=equity)
