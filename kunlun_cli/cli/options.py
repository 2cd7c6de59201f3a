"""Options that every command on filings shares, declared once."""

from __future__ import annotations

import enum
import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.reading import EngineOption, IsolateOption, NoCacheOption, with_reading
from kunlun_cli.errors import UsageError

_PERIOD = re.compile(r"(19|20)\d\d(A|H1|Q1|Q3)\Z")

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Reports: PDF, HTML or extracted text; - reads standard input."),
]


class Format(enum.StrEnum):
    """Output formats."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    XLSX = "xlsx"


class Lang(enum.StrEnum):
    """Languages of labels in tables for readers."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        help="Labels of tables in Chinese, English or both; by default as printed, under English headings.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Options:
    """What the shared options say. Field types are Typer's declarations of them."""

    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Output format; in a terminal table, in a pipe csv, else by -o's name."),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file, whole or not at all.", metavar="FILE"),
    ] = None
    columns: Annotated[
        str | None,
        typer.Option(help="Only these columns, in this order, separated by commas.", metavar="NAMES"),
    ] = None
    period: Annotated[
        str | None,
        typer.Option(help="The period, where the filing does not say it: 2024A, 2024H1, 2024Q1 or 2024Q3."),
    ] = None
    lenient: Annotated[
        bool, typer.Option("--lenient", help="Exit with 0 although part of it could not be read safely.")
    ] = False
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="Say of every value where it is printed: page, and in JSON box and text."),
    ] = False
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False
    password: Annotated[
        str | None,
        typer.Option(help="Password of an encrypted PDF.", envvar="KUNLUN_PASSWORD", show_envvar=True),
    ] = None
    lang: LangOption = None
    engine: EngineOption = None
    no_cache: NoCacheOption = False
    isolate: IsolateOption = False
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False

    @property
    def column_names(self) -> list[str] | None:
        """The names given with `--columns`, or `None`."""
        if self.columns is None:
            return None
        return [name.strip() for name in self.columns.split(",") if name.strip()]

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        if self.period is not None and not _PERIOD.match(self.period):
            raise UsageError(f"{self.period} is not a period", hint="Write it like 2024A, 2024H1, 2024Q1 or 2024Q3")
        if self.columns is not None and not self.column_names:
            raise UsageError("--columns names no column", hint="Give names separated by commas")

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else table in a terminal and CSV in a pipe."""
        if self.format is not None:
            return self.format
        if self.output is not None and str(self.output) != "-":
            suffix = self.output.suffix.lstrip(".").lower()
            return Format(suffix) if suffix in set(Format) else Format.CSV
        return Format.TABLE if env.terminal else Format.CSV


def examples(*lines: str) -> str:
    """Examples for the end of a command's help, one a line, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def shared(command: Callable[..., int]) -> Callable[..., int]:
    """Replace a command's parameter of type `Options` by the shared options themselves.

    Any other dataclass of declared options that has a method `validate` is treated alike.
    """
    signature = inspect.signature(command, eval_str=True)
    holder, kind = next((n, p.annotation) for n, p in signature.parameters.items() if hasattr(p.annotation, "validate"))
    hints = get_type_hints(kind, include_extras=True)
    declared = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]
    own = [given for name, given in signature.parameters.items() if name != holder]
    keyword = [given.replace(kind=inspect.Parameter.KEYWORD_ONLY) for given in own]

    @functools.wraps(command)
    def wrapper(**given: Any) -> int:  # noqa: ANN401 - Typer's own parameters, of any type
        options = kind(**{each.name: given.pop(each.name) for each in declared})
        options.validate()
        context = given.get("context")
        if context is not None and hasattr(options, "no_cache"):
            context.obj = with_reading(environment(context), options.engine, options.no_cache, options.isolate)
        return command(**given, **{holder: options})

    wrapper.__signature__ = signature.replace(parameters=[*keyword, *declared])  # type: ignore[attr-defined]
    return wrapper


def environment(context: typer.Context) -> Environment:
    """The environment that was passed to the command, or that of the process."""
    given = context.obj
    return given if isinstance(given, Environment) else Environment.of_process()
