"""Parameters that several commands share, as Typer wants them declared."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from kunlun_cli.cli.files import Role
from kunlun_cli.cli.reading import Engine

OUTPUT, READING = "Output", "Reading"
"""Groups of options in the help: those of the command itself stand before them."""

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
        help="Chinese, English or both in tables, Chinese in messages; by default as printed, under English headings.",
        envvar="KUNLUN_LANG",
        show_envvar=True,
        show_default=False,
        rich_help_panel=OUTPUT,
    ),
]
CodeOption = Annotated[
    str | None,
    typer.Option(
        help="The share's code, where the filing does not print it: six digits.",
        metavar="CODE",
        rich_help_panel=READING,
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        help="The period, where the filing does not say it: 2024A, 2024H1, 2024Q1 or 2024Q3.",
        metavar="PERIOD",
        rich_help_panel=READING,
    ),
]
EngineOption = Annotated[
    Engine | None,
    typer.Option(
        help="The library that reads PDF pages; by default pdfium.",
        envvar="KUNLUN_ENGINE",
        show_envvar=True,
        show_default=False,
        rich_help_panel=READING,
    ),
]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Read the file again, and keep no results.", rich_help_panel=READING)
]

JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Read with N processes: several files at once, or the pages of one; each takes some 100 MB.",
        rich_help_panel=READING,
    ),
]
IsolateOption = Annotated[
    bool,
    typer.Option(
        "--isolate",
        help="Read each file in a process of its own, with limits on memory and time.",
        rich_help_panel=READING,
    ),
]
