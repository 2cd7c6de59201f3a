"""What the commands on one disclosure do: read each file, take the disclosure, publish it, count the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kunlun_cli.cli.boundary import worst
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.filings import each, tell
from kunlun_cli.cli.options import Options
from kunlun_cli.cli.output import publish
from kunlun_cli.errors import ExitStatus, UsageError, choice
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:  # none of it is needed for help
    from kunlun_cli.records import FilingInfo
    from kunlun_cli.records.catalogue import Result
    from kunlun_cli.records.reading import FilingLike
    from kunlun_cli.render.flat import Answer
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet


def _shown(answer: Answer, options: Options, screen: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render.views import caption, sheets_for

    where = screen or options.provenance
    sheets = sheets_for(answer.info, answer.result, answer.part, columns=options.column_names, where=where)
    return caption(answer.info), sheets


def _flat(answer: Answer, options: Options) -> Sheet:
    from kunlun_cli.render.flat import flat_sheet

    sheet = flat_sheet(_info(answer, options), answer.result, part=answer.part, provenance=options.provenance)
    return sheet.select(options.column_names)


def _info(answer: Answer, options: Options) -> FilingInfo:
    from dataclasses import replace

    suffix = SUFFIXES.get(answer.info.exchange or "")
    known = options.code_suffix and answer.info.code and suffix
    return replace(answer.info, code=f"{answer.info.code}.{suffix}") if known else answer.info


SUFFIXES = {"SZSE": "SZ", "SSE": "SH", "BSE": "BJ"}
"""Of the exchanges, behind codes of shares, as data vendors write them."""


def _document(answer: Answer, options: Options) -> Json:
    from kunlun_cli.render.document import document

    names, places = options.column_names, options.provenance
    return document(answer.info, answer.result, answer.problems, provenance=places, columns=names)


def _rows(answer: Answer, options: Options) -> Iterator[dict[str, Json]]:
    from kunlun_cli.render.flat import json_rows

    names = options.column_names
    for row in json_rows(_info(answer, options), answer.result, part=answer.part, provenance=options.provenance):
        if names and (unknown := [name for name in names if name not in row]):
            raise UsageError(f"there is no column {', '.join(unknown)}", hint=choice(unknown, row, "Columns are"))
        yield {name: row[name] for name in names} if names else row


def _book(answers: Sequence[Answer], _: Options) -> Sequence[Sheet]:
    from kunlun_cli.render.workbook import workbook

    return workbook(answers)


DISCLOSURE: Publication[Answer, Options] = Publication(_shown, _flat, _document, _rows, _book)


@dataclass(frozen=True, slots=True)
class DisclosureOptions(Options):
    """The options of a command on one disclosure."""

    publication = DISCLOSURE


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
    narrow: Callable[[Result], Result] | None = None


def run(env: Environment, request: Request) -> ExitStatus:
    """Run one disclosure command over all its files and give the worst exit status.

    Raises:
        OutputError: the output cannot be written.
        UsageError: what was asked for cannot be.
    """
    statuses: list[ExitStatus] = []
    publish(env, request.options, _answers(env, request, statuses), many=len(request.files) > 1)
    return worst(statuses)


def _answers(env: Environment, request: Request, statuses: list[ExitStatus]) -> Iterable[Answer]:
    """The answers that could be had, in the files' order; errors and problems are told on the way."""

    def take(filing: FilingLike) -> Answer:
        from kunlun_cli.render.flat import Answer

        result: Result = getattr(filing, request.name)
        narrowed = request.narrow(result) if request.narrow else result
        return Answer(filing.info, narrowed, tuple(dict.fromkeys(result.problems)), request.part)

    for name, answer in each(env, request.files, request.options, take, statuses):
        statuses.append(_told(env, name, request, answer))
        yield answer


def _told(env: Environment, name: str, request: Request, answer: Answer) -> ExitStatus:
    """Tell the problems of one answer, and whether it is there at all; its exit status."""
    from kunlun_cli.render.flat import is_absent

    status = tell(env, name, answer.problems, request.options)
    part = request.part
    if part is None and request.name == "segments" and request.options.chosen_format(env) in _FLAT:
        part = "records"
    if is_absent(answer.result, part):
        env.say(f"kunlun: {name}: {_absent(request.name, part)}")
        return ExitStatus.INCOMPLETE
    return status


def _absent(name: str, part: str | None) -> str:
    from kunlun_cli.records.catalogue import DISCLOSURES, part_of

    if part is None:
        return DISCLOSURES[name].absent
    hint = "; --metrics and --outline may have something" if (name, part) == ("segments", "records") else ""
    return f"no {part_of(name, part).called} in this filing{hint}"


_FLAT = (Format.CSV, Format.JSONL)
"""Formats that give one part of a disclosure."""
