"""`kunlun schema`: the JSON Schema of an output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.options import OutputOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.render.shape import Json


def _document(name: str, _: object) -> Json:
    from kunlun_cli.render.schema import schema_of

    return schema_of(name)


@dataclass(frozen=True, slots=True)
class SchemaOptions(OutputOptions):
    """The options of `schema`."""

    publication = Publication[str, object](document=_document)
    usual = (Format.JSON, Format.JSON)


@command("kunlun schema holders", "kunlun schema financials -o financials.schema.json")
def schema(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            help="financials, holders, lending, segments, statements, tables, check, ratios, diff or series.",
            autocompletion=completions.schemas,
        ),
    ],
    options: SchemaOptions,
) -> int:
    """Print the JSON Schema of what a command prints with --format json."""
    from kunlun_cli.render.schema import NAMES

    if name not in NAMES:
        raise UsageError(f"there is no schema {name}", hint=f"Choose one of {', '.join(NAMES)}")
    publish(environment(context), options, [name])
    return ExitStatus.OK
