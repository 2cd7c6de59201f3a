"""`kunlun financials --ratios`: what follows from a filing's figures, with formulas and inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunlun_cli.cli.boundary import attempt, worst
from kunlun_cli.cli.comparing import tell
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Format, Options
from kunlun_cli.cli.output import emit, output_of_binary, write_atomically
from kunlun_cli.cli.run import read_filing
from kunlun_cli.errors import ExitStatus
from kunlun_cli.records import FilingInfo, Problem
from kunlun_cli.records.reading import FilingLike

if TYPE_CHECKING:
    from kunlun_cli.compare.ratios_model import Ratio


@dataclass(frozen=True, slots=True)
class _Answer:
    info: FilingInfo
    ratios: tuple[Ratio, ...]
    problems: tuple[Problem, ...]


def run_ratios(
    env: Environment, files: Sequence[str], options: Options, *, explain: bool, annualise: bool
) -> ExitStatus:
    """Write the ratios of each file; the worst exit status of them.

    Raises:
        OutputError: the output cannot be written.
    """
    statuses: list[ExitStatus] = []
    answers: list[_Answer] = []
    for name in files:
        answer, status = attempt(env, name, lambda name=name: _answer(env, name, options, annualise))  # type: ignore[misc]
        statuses.append(status)
        if answer is None:
            continue
        tell(env, name, answer.problems)
        if answer.problems and not options.lenient:
            statuses.append(ExitStatus.INCOMPLETE)
        answers.append(answer)
    if options.chosen_format(env) is Format.XLSX:
        _workbook(answers, options)
        return worst(statuses)
    bom = options.bom and options.chosen_format(env) is Format.CSV
    emit(env, _pieces(env, answers, options, explain=explain), options.output, bom=bom)
    return worst(statuses)


def _workbook(answers: Sequence[_Answer], options: Options) -> None:
    from dataclasses import replace

    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.ratios import flat_ratios

    path = output_of_binary(Format.XLSX, options.output)
    sheets = [flat_ratios(answer.info, answer.ratios).select(options.column_names) for answer in answers]
    if sheets:
        whole = replace(sheets[0], rows=tuple(row for sheet in sheets for row in sheet.rows))
        write_atomically(path, xlsx_bytes([whole]))


def _answer(env: Environment, name: str, options: Options, annualise: bool) -> _Answer:
    from kunlun_cli.compare import compute_ratios

    filing: FilingLike = read_filing(env, name, options)
    found = compute_ratios(filing, annualise=annualise)
    parts = (filing.financials, filing.holders, filing.lending)
    return _Answer(filing.info, found, tuple(dict.fromkeys(p for part in parts for p in part.problems)))


def _pieces(env: Environment, answers: Sequence[_Answer], options: Options, *, explain: bool) -> Iterator[str]:
    from kunlun_cli.render.ratios import flat_ratios, ratios_json

    chosen = options.chosen_format(env)
    if chosen in (Format.JSON, Format.JSONL):
        from kunlun_cli.render.as_json import dumps

        documents = [ratios_json(a.info, a.ratios, a.problems) for a in answers]
        if chosen is Format.JSONL:
            yield from (dumps(each, indent=False) + "\n" for each in documents)
        elif documents:
            yield dumps(documents[0] if len(documents) == 1 else documents) + "\n"
        return
    if chosen is Format.CSV:
        from kunlun_cli.render.as_csv import csv_text

        for index, answer in enumerate(answers):
            sheet = flat_ratios(answer.info, answer.ratios).select(options.column_names)
            yield csv_text(sheet, header=not index)
        return
    for index, answer in enumerate(answers):
        yield ("\n" if index else "") + _drawn(env, answer, options, explain=explain)


def _drawn(env: Environment, answer: _Answer, options: Options, *, explain: bool) -> str:
    from kunlun_cli.render.ratios import ratio_sheet
    from kunlun_cli.render.views import caption

    sheet = ratio_sheet(answer.ratios, explain=explain)
    if options.chosen_format(env) is Format.MD:
        from kunlun_cli.render.as_markdown import markdown_text

        return markdown_text(caption(answer.info), [sheet])
    from kunlun_cli.render.terminal import terminal_text

    screen = env.terminal and options.output is None
    colour = env.colour and options.output is None
    return terminal_text(caption(answer.info), [sheet], width=env.width, colour=colour, screen=screen)
