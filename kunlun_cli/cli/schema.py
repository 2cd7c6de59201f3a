"""`kunlun schema`: the JSON Schema of an output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kunlun_cli.cli.options import environment, examples
from kunlun_cli.cli.output import emit
from kunlun_cli.errors import ExitStatus, UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("kunlun schema holders", "kunlun schema financials -o financials.schema.json"))(schema)


def schema(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="financials, holders, lending, segments, check, ratios, diff or series.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.", metavar="FILE")] = None,
) -> int:
    """Print the JSON Schema of what a command prints with --format json."""
    from kunlun_cli.render.as_json import dumps
    from kunlun_cli.render.schema import NAMES, schema_of

    if name not in NAMES:
        raise UsageError(f"there is no schema {name}", hint=f"Choose one of {', '.join(NAMES)}")
    emit(environment(context), [dumps(schema_of(name)) + "\n"], output)
    return ExitStatus.OK
