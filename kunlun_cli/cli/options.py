"""What the options of commands say: checked, with the formats and the reading that they ask for.

The annotations of fields are Typer's declarations; `command.command` reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

from kunlun_cli.cli.declared import (
    CodeOption,
    EngineOption,
    IsolateOption,
    JobsOption,
    LangOption,
    NoCacheOption,
    PeriodOption,
    output_option,
    reading_option,
)
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.files import STDIN, Role
from kunlun_cli.errors import UsageError, choice
from kunlun_cli.render.format import BINARY, Format, named, require_for
from kunlun_cli.render.publication import Publication, Setting

_PERIOD = re.compile(r"(19|20)\d\d(A|H1|Q1|Q3)\Z")
_CODECS = {"utf-8": "utf-8", "utf8": "utf-8", "gbk": "gb18030", "gb18030": "gb18030"}
_CODE = re.compile(r"^\d{6}$")


def check_period(said: str | None) -> None:
    """Check the name of a period, where one was given.

    Raises:
        UsageError: it is none.
    """
    if said is not None and not _PERIOD.match(said):
        raise UsageError(f"{said} is not a period", hint="Write it like 2024A, 2024H1, 2024Q1 or 2024Q3")


def check_code(said: str | None) -> None:
    """Check a share's code, where one was given.

    Raises:
        UsageError: it is none.
    """
    if said is not None and not _CODE.match(said):
        raise UsageError(f"{said} is not a share's code", hint="Write its six digits, like 300418")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OutputOptions:
    """Where the output goes and in which format. Field types are Typer's declarations of the options."""

    publication: ClassVar[Publication[Any, Any]]
    """What the command publishes: which formats there are."""
    usual: ClassVar[tuple[Format, Format]] = (Format.TABLE, Format.CSV)
    """The formats where none is asked for: in a terminal, in a pipe."""

    format: Format | None = None
    """Declared for each command by `command`, with the formats that it has."""
    output: Annotated[
        Path | None,
        output_option("--output", "-o", help="Write to this file, whole or not at all.", metavar="FILE"),
        Role.WRITES,
    ] = None
    lang: LangOption = None
    bom: Annotated[bool, output_option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False
    encoding: Annotated[
        str | None, output_option("--encoding", metavar="utf-8|gbk", help="Of CSV: gbk is what older Excel expects.")
    ] = None
    no_pager: Annotated[bool, output_option("--no-pager", help="Never show long tables in a pager.")] = False
    quiet: Annotated[bool, output_option("--quiet", "-q", help="Tell errors only, neither problems nor notes.")] = False
    verbose: Annotated[bool, output_option("--verbose", "-v", help="Tell how long each file took.")] = False
    traceback: Annotated[bool, output_option("--traceback", help="Show where a defect of kunlun happened.")] = False

    @property
    def codec(self) -> str | None:
        """The encoding of CSV, by Python's name; GB18030 has all that GBK has, and every other character."""
        return None if self.encoding is None else _CODECS[self.encoding.lower()]

    @property
    def to_stdout(self) -> bool:
        """Whether the output goes to stdout."""
        return self.output is None or str(self.output) == STDIN

    def validate(self) -> None:
        """Check what Typer cannot, before anything is read.

        Raises:
            UsageError: an option has a value that cannot work.
        """
        if self.encoding is not None and self.encoding.lower() not in _CODECS:
            raise UsageError(f"there is no encoding {self.encoding}", hint=choice([self.encoding], ("utf-8", "gbk")))
        if self.bom and self.codec == "gb18030":
            raise UsageError("--bom is for UTF-8", hint="Leave one of them out")
        chosen = named(self.output, self.format, self.publication.formats)
        if chosen in BINARY and self.to_stdout:
            raise UsageError(f"{chosen} is not for a terminal or pipe", hint="Name a file with -o")
        require_for(chosen)

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else the usual one."""
        usual = self.usual[0 if env.terminal and self.to_stdout else 1]
        return named(self.output, self.format, self.publication.formats) or usual

    def setting(self, env: Environment, *, many: bool = False) -> Setting:
        """How the output is to be drawn."""
        return Setting(
            many, self.lang or env.lang, env.width, env.colour and self.to_stdout, env.terminal and self.to_stdout
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReadOptions(OutputOptions):
    """What all commands on filings share."""

    password: Annotated[
        str | None,
        reading_option(
            help="Password of encrypted PDFs.", envvar="KUNLUN_PASSWORD", show_envvar=True, metavar="PASSWORD"
        ),
    ] = None
    engine: EngineOption = None
    no_cache: NoCacheOption = False
    isolate: IsolateOption = False
    jobs: JobsOption = 1

    @property
    def said_code(self) -> str | None:
        """The share's code that the user has given, of commands that ask for it."""
        return getattr(self, "code", None)

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
        check_code(self.said_code)
        check_period(self.said_period)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AnswerOptions(ReadOptions):
    """What the commands share whose exit status says whether all of it could be read."""

    lenient: Annotated[
        bool, reading_option("--lenient", help="Exit as if all of it could be read although part of it could not.")
    ] = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Options(AnswerOptions):
    """What the commands on one disclosure share."""

    columns: Annotated[
        str | None, output_option(help="Only these columns, in this order, separated by commas.", metavar="NAMES")
    ] = None
    code: CodeOption = None
    period: PeriodOption = None
    code_suffix: Annotated[
        bool, output_option("--code-suffix", help="In rows: codes with their exchange, 000999.SZ.")
    ] = False
    provenance: Annotated[
        bool,
        output_option("--provenance", help="Say of every value where it is printed: page, and in JSON box and text."),
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
