"""`kunlun where FILE ITEM`: the place of a figure, in words and as a picture."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kunlun_cli.cli.comparing import CompareOptions
from kunlun_cli.cli.environment import Environment
from kunlun_cli.cli.options import Options, environment, examples, shared
from kunlun_cli.cli.output import emit, output_of_binary, write_atomically
from kunlun_cli.cli.run import read_filing
from kunlun_cli.errors import ExitStatus, UsageError
from kunlun_cli.records.reading import FilingLike

if TYPE_CHECKING:
    from kunlun_cli.checks.where import Found
    from kunlun_cli.pages.raster import Pictures, Raster
    from kunlun_cli.render.picture import Mark, Protocol

_MOST_PAGES = 12
"""Pages in one picture; more would be a book."""


class Format(enum.StrEnum):
    """Output formats of `where`; a picture is asked for by the output's name."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class WhereOptions(CompareOptions):
    """The options of `where`."""

    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Output format; in a terminal table, in a pipe csv.")
    ] = None
    show: Annotated[bool, typer.Option("--show", help="Show the place in this terminal, if it shows pictures.")] = False
    scale: Annotated[float, typer.Option(min=0.5, max=6, help="Pixels a point of the picture.")] = 2.0
    period: Annotated[str | None, typer.Option(help="The period, where the filing does not say it.")] = None

    def validate(self) -> None:
        """Check what Typer cannot.

        Raises:
            UsageError: the period is none.
        """
        Options(period=self.period).validate()

    @property
    def picture(self) -> bool:
        """Whether the output is a picture."""
        return self.output is not None and self.output.suffix.lower() == ".png"

    def chosen_format(self, env: Environment) -> Format:
        """The format: as given, else by the output's name, else table in a terminal and CSV in a pipe."""
        return self.format or self.by_suffix(Format) or (Format.TABLE if env.terminal else Format.CSV)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "kunlun where report.pdf revenue",
            "kunlun where report.pdf 'holders[3].shares' -o place.png",
            "kunlun where report.pdf 'segments[境外].gross_margin' --show",
            "kunlun where report.pdf net_margin -o inputs.png",
            "kunlun where report.pdf KL101 -o finding.png",
        )
    )(where)


@shared
def where(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report; - reads standard input.")],
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM",
            help="revenue, revenue.prior, holders[3].shares, lending[1], segments[2].revenue, a ratio, or KL101.",
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
    filing = read_filing(env, file, Options(period=options.period, password=options.password))
    pdf = pictures_of(filing)
    found = find(filing, item, second_reader(filing))
    pictures = _pictures(filing, pdf, found, options) if options.picture or protocol else []
    if options.chosen_format(env) is Format.XLSX and not options.picture:
        _write_workbook(found, options)
        return ExitStatus.OK
    text = _text(env, filing, found, options)
    emit(env, [text], None if options.picture else options.output, bom=options.bom)
    if options.picture and options.output is not None:
        from kunlun_cli.render.picture import png, stacked

        write_atomically(options.output, png(stacked([picture for picture, _ in pictures])))
    if protocol:
        _show(env, pictures, protocol)
    return ExitStatus.OK


def _write_workbook(found: Sequence[Found], options: WhereOptions) -> None:
    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.whereabouts import where_sheet

    write_atomically(output_of_binary(Format.XLSX, options.output), xlsx_bytes([where_sheet(found)]))


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
    if filing.info.format != "pdf" or not hasattr(filing, "data"):
        return None
    child = getattr(filing, "filing", filing) if getattr(filing, "isolated", False) else filing
    if hasattr(child, "raster"):
        return cast("Pictures", child)
    from kunlun_cli.pages.pdfium_reader import PdfiumFile

    return PdfiumFile(filing.data, name=filing.info.source, password=getattr(filing, "password", None))


def _text(env: Environment, filing: FilingLike, found: Sequence[Found], options: WhereOptions) -> str:
    from kunlun_cli.render import whereabouts

    match options.chosen_format(env) if not options.picture else options.format or Format.TABLE:
        case Format.JSON:
            from kunlun_cli.render.as_json import dumps

            return dumps(whereabouts.where_json(filing.info, found)) + "\n"
        case Format.CSV:
            from kunlun_cli.render.as_csv import csv_text

            return csv_text(whereabouts.where_sheet(found))
        case _:
            from kunlun_cli.render.labels import Labels

            return whereabouts.where_text(filing.info, found, Labels(options.lang))


def _pictures(
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
