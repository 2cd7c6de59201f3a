"""`kunlun tables FILE`: every table of a report, listed, or written out with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import File
from kunlun_cli.cli.filings import read_filing, tell
from kunlun_cli.cli.options import AnswerOptions
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import NotInFilingError, UsageError
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:  # none of it is needed for help
    from kunlun_cli.records import FilingInfo, Problem
    from kunlun_cli.records.reading import FilingLike
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet
    from kunlun_cli.render.tables import TablesAnswer
    from kunlun_cli.schedules.schedule import Schedule

_PAGES = re.compile(r"(\d+)?(-)?(\d+)?\Z")


def _shown(answer: TablesAnswer, _: TablesOptions, screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render.tables import list_sheet, table_sheet
    from kunlun_cli.render.views import caption

    sheets = [table_sheet(each) for each in answer.schedules] if answer.whole else [list_sheet(answer, brief=screen)]
    return caption(answer.info), [sheet.without_empty() for sheet in sheets]


def _flat(answer: TablesAnswer, _: TablesOptions) -> Sheet:
    from kunlun_cli.render.tables import flat_sheet

    return flat_sheet(answer)


def _document(answer: TablesAnswer, options: TablesOptions) -> Json:
    from kunlun_cli.render.tables import document

    return document(answer, provenance=options.provenance)


def _book(answers: Sequence[TablesAnswer], _: TablesOptions) -> Sequence[Sheet]:
    from kunlun_cli.render.tables import book

    return book(answers)


TABLES: Publication[TablesAnswer, TablesOptions] = Publication(_shown, _flat, _document, book=_book)


@dataclass(frozen=True, slots=True)
class TablesOptions(AnswerOptions):
    """The options of `tables`."""

    publication = TABLES

    provenance: Annotated[bool, typer.Option("--provenance", help="In JSON, say of every cell where it is.")] = False


@command(
    "kunlun tables report.pdf --find 应收账款",
    "kunlun tables report.pdf --table 12",
    "kunlun tables report.pdf --pages 100-120 -o folder/",
    "kunlun tables report.pdf -o all.xlsx",
)
def tables(
    context: typer.Context,
    file: File,
    options: TablesOptions,
    pages: Annotated[str | None, typer.Option(metavar="A-B", help="Only tables on these pages.")] = None,
    find: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only tables with this in a title, section, heading or label.")
    ] = None,
    section: Annotated[str | None, typer.Option(metavar="TEXT", help="Only tables in sections with this.")] = None,
    table: Annotated[list[int] | None, typer.Option(metavar="N", help="These tables with their cells.")] = None,
) -> int:
    """List the tables of a report, or write them out: -o folder/ one CSV a table, -o all.xlsx a workbook."""
    wanted = pages_asked(pages)
    if options.isolate:
        raise UsageError("the tables of a report are not read in a process of their own", hint="Leave --isolate out")
    env = environment(context)
    filing = read_filing(env, file, options)
    from kunlun_cli.render.tables import TablesAnswer

    found = tuple(chosen(_every(filing), wanted, find, section, table))
    if not found:
        raise NotInFilingError("no such table was found", file=file, hint="kunlun tables FILE lists them all")
    problems = problems_with(filing, found)
    answer = TablesAnswer(filing.info, found, problems, whole=bool(table))
    folder = _folder(options)
    if folder is not None:
        _write_folder(folder, answer)
    else:
        publish(env, options, [answer])
    return tell(env, file, problems, options)


def _every(filing: object) -> tuple[Schedule, ...]:
    return getattr(filing, "schedules", ())


def problems_with(filing: FilingLike, found: Iterable[Schedule]) -> tuple[Problem, ...]:
    """What of some tables of a filing could not be told safely, and what of its file is left out."""
    from kunlun_cli.schedules.schedule import problems_of

    return (*_order(filing.info), *getattr(filing, "odd", ()), *problems_of(found))


def _order(info: FilingInfo) -> list[Problem]:
    """What a text says of its tables: their columns are told by how its lines are set, or not at all."""
    from kunlun_cli.records import Problem

    if info.format != "text":
        return []
    return [Problem("text-order", "this is text: tables whose columns its lines do not show are not among these")]


def pages_asked(text: str | None) -> tuple[int, int] | None:
    """The first and the last page that were asked for.

    Raises:
        UsageError: these are no pages.
    """
    if text is None:
        return None
    found = _PAGES.match(text)
    if not found or not (found[1] or found[3]):
        raise UsageError(f"{text} is no range of pages", hint="Write it like 100-120, 100- or 100")
    first = int(found[1] or 1)
    last = int(found[3]) if found[3] else 10**9 if found[2] else first
    if first > last:
        raise UsageError(f"{text} ends before it begins", hint="Write the smaller page first")
    return first, last


def chosen(
    schedules: Sequence[Schedule],
    pages: tuple[int, int] | None,
    find: str | None,
    section: str | None,
    numbers: Sequence[int] | None,
) -> Iterator[Schedule]:
    """Those on these pages, with this text in them, in this section, with these numbers; `None` asks for any."""
    from kunlun_cli.forms import normal

    for each in schedules:
        if numbers and each.number not in numbers:
            continue
        if pages and not (each.page <= pages[1] and each.last_page >= pages[0]):
            continue
        if section and not any(normal(section) in normal(part) for part in each.section):
            continue
        if find and not any(normal(find) in normal(text) for text in _texts(each)):
            continue
        yield each


def _texts(schedule: Schedule) -> Iterator[str]:
    """Where `--find` looks: title, lines above, sections, headings, labels."""
    yield from (schedule.title or "", *schedule.lines, *schedule.section)
    yield from (text for column in schedule.columns for text in column.heading)
    yield from (row.label for row in schedule.rows)


def _folder(options: TablesOptions) -> Path | None:
    """The folder that was named as the output: a name without an ending, or one that is a folder."""
    path = options.output
    if path is None or options.to_stdout or (options.format or Format.CSV) is not Format.CSV:
        return None
    return path if path.is_dir() or not path.suffix else None


def _write_folder(folder: Path, answer: TablesAnswer) -> None:
    """One CSV a table, and index.csv, which lists them with the names of their files."""
    from kunlun_cli.cli.environment import output_error
    from kunlun_cli.cli.output import write_atomically
    from kunlun_cli.render.as_csv import csv_text
    from kunlun_cli.render.sheet import Column
    from kunlun_cli.render.tables import list_sheet, table_sheet

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(str(folder), error) from error
    width = len(str(max(each.number for each in answer.schedules)))
    listed = list_sheet(answer)
    rows = []
    for row, each in zip(listed.rows, answer.schedules, strict=True):
        name = f"table-{each.number:0{width}}.csv"
        write_atomically(folder / name, csv_text(table_sheet(each, printed=True)).encode("utf-8", "replace"))
        rows.append(replace(row, values={**row.values, "file": name}))
    index = replace(listed, columns=(*listed.columns, Column("file", "file")), rows=tuple(rows))
    write_atomically(folder / "index.csv", csv_text(index).encode("utf-8", "replace"))
