"""`kunlun where FILE ITEM`: the place of a figure, in words and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kunlun_cli.cli import completions
from kunlun_cli.cli.command import command, environment
from kunlun_cli.cli.declared import CodeOption, File, PeriodOption
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.filings import read_filing
from kunlun_cli.cli.options import ReadOptions
from kunlun_cli.cli.output import publish, write_atomically
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.records.reading import FilingLike
from kunlun_cli.render.format import Format
from kunlun_cli.render.publication import Publication

if TYPE_CHECKING:
    from kunlun_cli.checks.where import Found
    from kunlun_cli.pages.raster import Pictures, Raster
    from kunlun_cli.records import FilingInfo
    from kunlun_cli.render.picture import Mark, Protocol
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet

_MOST_PAGES = 12
"""Pages in one picture; more would be a book."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an item stands for in a filing."""

    info: FilingInfo
    found: Sequence[Found]


def _shown(answer: Answer, options: object, _: bool) -> tuple[str, Sequence[Sheet]]:
    from kunlun_cli.render.views import caption

    return caption(answer.info), [_flat(answer, options).without_empty()]


def _flat(answer: Answer, _: object) -> Sheet:
    from kunlun_cli.render.whereabouts import where_sheet

    return where_sheet(answer.found)


def _document(answer: Answer, _: object) -> Json:
    from kunlun_cli.render.whereabouts import where_json

    return where_json(answer.info, answer.found)


def _text(answers: Sequence[Answer], options: WhereOptions) -> str:
    from kunlun_cli.render.labels import Labels
    from kunlun_cli.render.whereabouts import where_text

    return "\n".join(where_text(answer.info, answer.found, Labels(options.lang)) for answer in answers)


WHERE: Publication[Answer, WhereOptions] = Publication(
    _shown, _flat, _document, whole={Format.TABLE: _text}, more=(Format.PNG,)
)


@dataclass(frozen=True, slots=True)
class WhereOptions(ReadOptions):
    """The options of `where`."""

    publication = WHERE

    show: Annotated[bool, typer.Option("--show", help="Show the place in this terminal, if it shows pictures.")] = False
    scale: Annotated[float, typer.Option(min=0.5, max=6, help="Pixels a point of the picture.")] = 2.0
    code: CodeOption = None
    period: PeriodOption = None


@command(
    "kunlun where report.pdf revenue",
    "kunlun where report.pdf 'holders[3].shares' -o place.png",
    "kunlun where report.pdf 'segments[境外].gross_margin' --show",
    "kunlun where report.pdf balance_sheet.parent.cash.prior",
    "kunlun where report.pdf net_margin -o inputs.png",
    "kunlun where report.pdf KL101 -o finding.png",
)
def where(
    context: typer.Context,
    file: File,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM",
            help="revenue.prior, holders[3].shares, balance_sheet.cash, table[12], a ratio, or KL101.",
            autocompletion=completions.items,
        ),
    ],
    options: WhereOptions,
) -> int:
    """Say where a figure is printed: page, box, text; with -o out.png as a picture, marked.

    Of a ratio or a finding, all figures that it hangs on are shown and marked.
    """
    from kunlun_cli.checks import second_reader
    from kunlun_cli.checks.where import find

    env = environment(context)
    protocol = _protocol(env) if options.show else None
    picture = options.chosen_format(env) is Format.PNG
    filing = read_filing(env, file, options)
    pdf = pictures_of(filing)
    found = find(filing, item, second_reader(filing))
    drawn = pictures(filing, pdf, found, options) if picture or protocol else []
    # Of a picture the words go to stdout.
    words = replace(options, format=Format.TABLE, output=None) if picture else options
    publish(env, words, [Answer(filing.info, found)])
    if picture and options.output is not None:
        from kunlun_cli.render.picture import png, stacked

        write_atomically(options.output, png(stacked([picture for picture, _ in drawn])))
    if protocol:
        _show(env, drawn, protocol)
    return ExitStatus.OK


def _protocol(env: Environment) -> Protocol:
    from kunlun_cli.render.picture import protocol_of

    found = protocol_of(env.variables) if env.terminal else None
    if found is None:
        raise UsageError(
            "this terminal shows no pictures, as far as can be told",
            hint="Write one with -o out.png, or set KUNLUN_PICTURES to kitty, iterm2 or sixel",
        )
    return found


def pictures_of(filing: FilingLike) -> Pictures | None:
    """The filing's pages for drawing; `None` where it is no PDF. A filing read by a child is drawn there too."""
    if filing.info.format != "pdf" or not hasattr(filing, "pictures"):
        return None
    return cast("Pictures", filing.pictures())


def pictures(
    filing: FilingLike, pdf: Pictures | None, found: Sequence[Found], options: WhereOptions
) -> list[tuple[Raster, list[Mark]]]:
    """The pages with marks on them, and the marks.

    Raises:
        UsageError: there is nothing to draw.
    """
    from kunlun_cli.render.picture import marked

    if pdf is None:
        raise UsageError(
            f"{filing.info.source} is {filing.info.format}, which has no pages to draw", hint="Give the PDF"
        )
    pages = _marks(pdf, found)
    if not pages:
        raise UsageError("the filing gives no place that could be drawn", hint="Leave -o and --show out")
    if len(pages) > _MOST_PAGES:
        raise UsageError(
            f"the figures stand on {len(pages)} pages; a picture holds {_MOST_PAGES}", hint="Ask for one of them"
        )
    return [(marked(pdf.raster(page, options.scale), marks), marks) for page, marks in sorted(pages.items())]


def _marks(pdf: Pictures, found: Sequence[Found]) -> Mapping[int, list[Mark]]:
    from kunlun_cli.checks.where import everything
    from kunlun_cli.render.picture import Mark

    pages: dict[int, list[Mark]] = {}
    for place, main in everything(found):
        page, box, text = place.source.page, place.source.bbox, place.source.text
        if page is None or not 1 <= page <= pdf.n_pages:
            continue
        boxes = [box] if box else pdf.boxes_of(page, text) if text else []
        pages.setdefault(page, []).extend(Mark(each, main) for each in boxes)
    return pages


def _show(env: Environment, pictures: Sequence[tuple[Raster, list[Mark]]], protocol: Protocol) -> None:
    from kunlun_cli.render.picture import around, escape

    for picture, marks in pictures:
        env.write(escape(around(picture, [mark.box for mark in marks]), protocol))
