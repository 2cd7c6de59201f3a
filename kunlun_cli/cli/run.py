"""What the four disclosure commands do: read each file, take one disclosure, write it, count the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kunlun_cli.cli.boundary import attempt, worst
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Format, Options
from kunlun_cli.cli.output import emit, output_of_binary
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.frames import Result
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.reading import FilingLike

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """One disclosure of one filing."""

    info: FilingInfo
    result: Result
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a command asks of each filing.

    `name` is the disclosure; `part` the part of it that was asked for, or `None` for the usual one;
    `narrow` drops records that were not asked for.
    """

    name: str
    files: Sequence[str]
    options: Options
    part: str | None = None
    narrow: Callable[[Result], Result] = field(default=lambda result: result)


def run(env: Environment, request: Request) -> ExitStatus:
    """Run one disclosure command over all its files and give the worst exit status.

    Raises:
        OutputError: the output cannot be written.
        UsageError: what was asked for cannot be.
    """
    if list(request.files).count(STDIN) > 1:
        raise UsageError("standard input can be read once only", hint="Give - once")
    statuses: list[ExitStatus] = []
    answers = _answers(env, request, statuses)
    options = request.options
    if options.chosen_format(env) is Format.XLSX:
        _workbook(request, answers)
        return worst(statuses)
    pieces = _pieces(env, request, answers)
    bom = options.bom and options.chosen_format(env) is Format.CSV
    emit(env, pieces, options.output, bom=bom)
    return worst(statuses)


def read_filing(env: Environment, name: str, options: Options) -> FilingLike:
    """Read one file, or standard input for `-`.

    Raises:
        InputError: it cannot be read.
    """
    if name == STDIN:
        data = env.piped()
        return env.read(data, name=STDIN, period=options.period, password=options.password)
    return env.read(Path(name), name=name, period=options.period, password=options.password)


def _answers(env: Environment, request: Request, statuses: list[ExitStatus]) -> Iterator[Answer]:
    """The answers that could be had, in the files' order; errors and problems are told on the way."""
    for name in request.files:
        answer, status = attempt(env, name, lambda name=name: _answer(env, name, request))  # type: ignore[misc]
        statuses.append(status)
        if answer is None:
            continue
        statuses.append(_told(env, name, request, answer))
        yield answer


def _answer(env: Environment, name: str, request: Request) -> Answer:
    filing = read_filing(env, name, request.options)
    result: Result = getattr(filing, request.name)
    return Answer(filing.info, request.narrow(result), tuple(dict.fromkeys(result.problems)))


def _told(env: Environment, name: str, request: Request, answer: Answer) -> ExitStatus:
    """Tell the problems of one answer, and whether it is there at all; its exit status."""
    from kunlun_cli.render.flat import is_absent

    for problem in answer.problems:
        where = f", page {problem.page}" if problem.page else ""
        env.say(f"kunlun: problem: {name}{where}: {problem.message} [{problem.code}]")
    part = request.part
    if part is None and request.name == "segments" and request.options.chosen_format(env) in _FLAT:
        part = "records"
    if is_absent(answer.result, part):
        env.say(f"kunlun: {name}: {_absent(request.name, part)}")
        return ExitStatus.INCOMPLETE
    if answer.problems and not request.options.lenient:
        return ExitStatus.INCOMPLETE
    return ExitStatus.OK


def _absent(name: str, part: str | None) -> str:
    if part is None:
        return _ABSENT[name]
    hint = "; --metrics and --outline may have something" if (name, part) == ("segments", "records") else ""
    return f"no {_PARTS[part]} in this filing{hint}"


_FLAT = (Format.CSV, Format.JSONL)
"""Formats that give one part of a disclosure."""
_PARTS = {
    "records": "tables of revenue (营业收入构成, 主营业务分行业)",
    "quarterly": "table of quarters (分季度主要会计数据), which annual reports have,",
    "non_recurring": "table of non-recurring items (非经常性损益项目及金额)",
    "distribution": "plan of profit distribution (利润分配预案)",
    "counts": "number of shareholders (股东总数)",
    "metrics": "figures stated in the text",
    "outline": "numbered headings of the business narrative",
}
_ABSENT = {
    "financials": "no key figures (主要会计数据和财务指标) were found in this filing",
    "holders": "no shareholders' table (前10名股东持股情况) was found in this filing",
    "lending": "this filing has no disclosure of shares lent (转融通业务出借股份), which forms have since late 2023",
    "segments": "no business segments were found in this filing; summaries seldom have them, full reports do",
}


def _pieces(env: Environment, request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    match request.options.chosen_format(env):
        case Format.JSON:
            return _json(request, answers)
        case Format.JSONL:
            return _jsonl(request, answers)
        case Format.CSV:
            return _csv(request, answers)
        case Format.MD:
            return _markdown(request, answers)
        case _:
            return _tables(env, request, answers)


def _workbook(request: Request, answers: Iterator[Answer]) -> None:
    """Write a workbook; where no file could be read, there is none."""
    from kunlun_cli.cli.output import write_atomically

    path = output_of_binary(Format.XLSX, request.options.output)
    if request.options.columns is not None:
        raise UsageError("--columns is not for workbooks", hint="Use --format csv, or hide columns in the workbook")
    found = list(answers)
    if not found:
        return
    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.workbook import Entry, workbook

    entries = [Entry(a.info, a.result, a.problems, request.part) for a in found]
    write_atomically(path, xlsx_bytes(workbook(entries, Labels(request.options.lang))))


def _json(request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    from kunlun_cli.render.as_json import dumps
    from kunlun_cli.render.document import document

    options = request.options
    many = len(request.files) > 1
    if many:
        yield "["
    for index, answer in enumerate(answers):
        whole = document(
            answer.info,
            answer.result,
            answer.problems,
            provenance=options.provenance,
            columns=options.column_names,
        )
        yield (",\n" if index else "\n" if many else "") + dumps(whole) + ("" if many else "\n")
    if many:
        yield "\n]\n"


def _jsonl(request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    from kunlun_cli.render.as_json import dumps
    from kunlun_cli.render.flat import json_rows

    options = request.options
    for answer in answers:
        for row in json_rows(answer.info, answer.result, part=request.part, provenance=options.provenance):
            names = options.column_names
            if names and (unknown := [name for name in names if name not in row]):
                raise UsageError(f"there is no column {', '.join(unknown)}", hint=f"Columns are {', '.join(row)}")
            yield dumps({name: row[name] for name in names} if names else row, indent=False) + "\n"


def _csv(request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    from kunlun_cli.render.as_csv import csv_text
    from kunlun_cli.render.flat import flat_sheet

    options = request.options
    for index, answer in enumerate(answers):
        sheet = flat_sheet(answer.info, answer.result, part=request.part, provenance=options.provenance)
        yield csv_text(sheet.select(options.column_names), header=index == 0)


def _markdown(request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    from kunlun_cli.render.as_markdown import markdown_text
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.views import caption, sheets_for

    labels = Labels(request.options.lang)
    for index, answer in enumerate(answers):
        names, where = request.options.column_names, request.options.provenance
        sheets = sheets_for(answer.info, answer.result, request.part, columns=names, where=where)
        if sheets:
            translated = [labels.sheet(sheet) for sheet in sheets]
            yield ("\n" if index else "") + markdown_text(labels.caption(caption(answer.info)), translated)


def _tables(env: Environment, request: Request, answers: Iterator[Answer]) -> Iterator[str]:
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.terminal import terminal_text
    from kunlun_cli.render.views import caption, sheets_for

    options = request.options
    labels = Labels(options.lang)
    screen = env.terminal and options.output is None
    for index, answer in enumerate(answers):
        sheets = sheets_for(
            answer.info,
            answer.result,
            request.part,
            columns=options.column_names,
            where=screen or options.provenance,
        )
        if not sheets:
            continue
        text = terminal_text(
            labels.caption(caption(answer.info)),
            [labels.sheet(sheet) for sheet in sheets],
            width=env.width,
            colour=env.colour and options.output is None,
            screen=screen,
        )
        yield ("\n" if index else "") + text
