"""Parameters that several commands share, as Typer wants them declared."""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.files import Role
from kunlun_cli.cli.reading import Engine

if TYPE_CHECKING:  # help is told without the records
    from kunlun_cli.records import statements

OUTPUT, READING = "Output", "Reading"
"""Groups of options in the help: those of the command itself stand before them."""
output_option = functools.partial(typer.Option, rich_help_panel=OUTPUT)
reading_option = functools.partial(typer.Option, rich_help_panel=READING)

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="Reports: PDF, HTML, Markdown, Word or extracted text; - reads standard input."
    ),
    Role.FILING,
]


File = Annotated[str, typer.Argument(metavar="FILE", help="A report; - reads standard input."), Role.FILING]


class Lang(enum.StrEnum):
    """Languages of labels in tables for readers."""

    ZH = "zh"
    EN = "en"
    BOTH = "both"


LangOption = Annotated[
    Lang | None,
    output_option(
        "--lang",
        help="Chinese, English or both in tables, Chinese in messages; by default as printed, under English headings.",
        envvar="KUNLUN_LANG",
        show_envvar=True,
        show_default=False,
    ),
]


class Scope(enum.StrEnum):
    """Whose statements: the group's, which are consolidated, the parent company's, or both."""

    GROUP = "consolidated"
    PARENT = "parent"
    ALL = "all"

    @property
    def scopes(self) -> tuple[statements.Scope, ...]:
        """The scopes of records that it means, in printed order."""
        if self is Scope.ALL:
            return ("consolidated", "parent")
        return ("parent",) if self is Scope.PARENT else ("consolidated",)


ScopeOption = Annotated[Scope, typer.Option("--scope", help="Whose statements.")]
CodeOption = Annotated[
    str | None, reading_option(help="The share's code, where the filing does not print it: six digits.", metavar="CODE")
]
PeriodOption = Annotated[
    str | None,
    reading_option(
        help="The period, where the filing does not say it: 2024A, 2024H1, 2024Q1 or 2024Q3.", metavar="PERIOD"
    ),
]
EngineOption = Annotated[
    Engine | None,
    reading_option(
        help="The library that reads PDF pages; by default pdfium.",
        envvar="KUNLUN_ENGINE",
        show_envvar=True,
        show_default=False,
    ),
]
NoCacheOption = Annotated[bool, reading_option("--no-cache", help="Read the file again, and keep no results.")]

JobsOption = Annotated[
    int,
    reading_option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Read with N processes: several files at once, or the pages of one; each takes some 100 MB.",
    ),
]
IsolateOption = Annotated[
    bool, reading_option("--isolate", help="Read each file in a process of its own, with limits on memory and time.")
]
