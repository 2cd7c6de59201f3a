"""Options that commands share, declared once, and what is made of them before a command runs."""

from __future__ import annotations

import enum
import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_type_hints

import typer

from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import STDIN, Role, by_role, expanded, keep_inputs, roles_of
from kunlun_cli.cli.reading import EngineOption, IsolateOption, NoCacheOption, with_reading
from kunlun_cli.errors import UsageError
from kunlun_cli.render.format import BINARY, Format, named
from kunlun_cli.render.publication import Publication, Setting

_PERIOD = re.compile(r"(19|20)\d\d(A|H1|Q1|Q3)\Z")

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="Reports: PDF, HTML, Markdown, Word or extracted text; - reads standard input."
    ),
    Role.FILING,
]


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
PeriodOption = Annotated[
    str | None,
    typer.Option(help="The period, where the filing does not say it: 2024A, 2024H1, 2024Q1 or 2024Q3."),
]


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Where the output goes and in which format. Field types are Typer's declarations of the options."""

    publication: ClassVar[Publication[Any, Any]]
    """What the command publishes: which formats there are."""
    usual: ClassVar[tuple[Format, Format]] = (Format.TABLE, Format.CSV)
    """The formats where none is asked for: in a terminal, in a pipe."""

    format: Format | None = None
    """Declared for each command by `shared`, with the formats that it has."""
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file, whole or not at all.", metavar="FILE"),
        Role.WRITES,
    ] = None
    lang: LangOption = None
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a defect of kunlun happened.")] = False

    @property
    def to_stdout(self) -> bool:
        """Whether the output goes to stdout."""
        return self.output is None or str(self.output) == STDIN

    def validate(self) -> None:
        """Check what Typer cannot, before anything is read.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        chosen = named(self.output, self.format, self.publication.formats)
        if chosen in BINARY and self.to_stdout:
            raise UsageError(f"{chosen} is not for a terminal or pipe", hint="Name a file with -o")

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else the usual one."""
        usual = self.usual[0 if env.terminal and self.to_stdout else 1]
        return named(self.output, self.format, self.publication.formats) or usual

    def setting(self, env: Environment, *, many: bool = False) -> Setting:
        """How the output is to be drawn."""
        return Setting(many, self.lang, env.width, env.colour and self.to_stdout, env.terminal and self.to_stdout)


@dataclass(frozen=True, slots=True)
class ReadOptions(OutputOptions):
    """What all commands on filings share."""

    password: Annotated[
        str | None,
        typer.Option(help="Password of encrypted PDFs.", envvar="KUNLUN_PASSWORD", show_envvar=True),
    ] = None
    engine: EngineOption = None
    no_cache: NoCacheOption = False
    isolate: IsolateOption = False

    @property
    def said_period(self) -> str | None:
        """The period that the user has given, of commands that ask for it."""
        return getattr(self, "period", None)

    def validate(self) -> None:
        """Check what Typer cannot, before anything is read.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        super(ReadOptions, self).validate()
        if self.said_period is not None and not _PERIOD.match(self.said_period):
            raise UsageError(
                f"{self.said_period} is not a period", hint="Write it like 2024A, 2024H1, 2024Q1 or 2024Q3"
            )


@dataclass(frozen=True, slots=True)
class AnswerOptions(ReadOptions):
    """What the commands share whose exit status says whether all of it could be read."""

    lenient: Annotated[
        bool, typer.Option("--lenient", help="Exit as if all of it could be read although part of it could not.")
    ] = False


@dataclass(frozen=True, slots=True)
class Options(AnswerOptions):
    """What the commands on one disclosure share."""

    columns: Annotated[
        str | None,
        typer.Option(help="Only these columns, in this order, separated by commas.", metavar="NAMES"),
    ] = None
    period: PeriodOption = None
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="Say of every value where it is printed: page, and in JSON box and text."),
    ] = False

    @property
    def column_names(self) -> list[str] | None:
        """The names given with `--columns`, or `None`."""
        if self.columns is None:
            return None
        return [name.strip() for name in self.columns.split(",") if name.strip()]

    def validate(self) -> None:
        """Check what Typer cannot, before anything is read.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        super(Options, self).validate()
        if self.columns is not None and not self.column_names:
            raise UsageError("--columns names no column", hint="Give names separated by commas")
        if self.columns is not None and named(self.output, self.format, self.publication.formats) is Format.XLSX:
            raise UsageError("--columns is not for workbooks", hint="Use --format csv, or hide columns in the workbook")


def examples(*lines: str) -> str:
    """Examples for the end of a command's help, one a line, kept as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _format_option(kind: type[OutputOptions]) -> object:
    """The declaration of `--format` with the formats that a command has."""
    formats = kind.publication.formats

    def parsed(text: str) -> Format:
        if text not in formats:
            raise UsageError(f"there is no format {text} here", hint=f"Choose one of {', '.join(formats)}")
        return Format(text)

    first, second = kind.usual
    usual = f"in a terminal {first}, in a pipe {second}" if first != second else f"by default {first}"
    return Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            parser=parsed,
            metavar="|".join(formats),
            autocompletion=lambda: list(formats),
            help=f"Output format; {usual}, else by -o's name.",
        ),
    ]


def shared(command: Callable[..., int]) -> Callable[..., int]:
    """Replace a command's parameter of a type of options by the options themselves.

    Before the command runs, its options are checked, patterns become names of files, and it is made sure
    that nothing which is read is written to.
    """
    signature = inspect.signature(command, eval_str=True)
    holder, kind = next((n, p.annotation) for n, p in signature.parameters.items() if hasattr(p.annotation, "validate"))
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, OutputOptions):
        hints["format"] = _format_option(kind)
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
    roles = dict(roles_of({each.name: each.annotation for each in (*own, *declared)}))

    @functools.wraps(command)
    def wrapper(**given: Any) -> int:  # noqa: ANN401 - Typer's own parameters, of any type
        given |= {name: expanded(given[name]) for name, role in roles.items() if role is Role.FILING}
        names = by_role(roles, given)
        options = kind(**{each.name: given.pop(each.name) for each in declared})
        env = environment(given["context"])
        keep_inputs(names, env.stdin)
        options.validate()
        if hasattr(options, "no_cache"):
            given["context"].obj = with_reading(env, options.engine, options.no_cache, options.isolate)
        return command(**given, **{holder: options})

    wrapper.__signature__ = signature.replace(parameters=[*keyword, *declared])  # type: ignore[attr-defined]
    return wrapper


def environment(context: typer.Context) -> Environment:
    """The environment that was passed to the command, or that of the process."""
    given = context.obj
    return given if isinstance(given, Environment) else Environment.of_process()
