"""One path from a command's answers to any format: what the answers are, and an emitter for each format.

A command says how one of its answers becomes a document, a flat sheet and sheets for readers; a format is
one emitter. Nothing is made that the chosen format does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from kunlun_cli.render.format import Format

if TYPE_CHECKING:
    from kunlun_cli.render.shape import Json
    from kunlun_cli.render.sheet import Sheet

A = TypeVar("A")
O = TypeVar("O")  # noqa: E741 - the options


@dataclass(frozen=True)
class Publication(Generic[A, O]):
    """How the answers of one command are published; every function is given an answer and the options.

    What is `None` the command does not have, nor the formats that need it.

    Args:
        shown: the caption and the sheets for readers; the third argument says whether a person looks at them
            in a terminal. Needed by table, md and html.
        flat: one sheet of plain columns, the same whatever the filing. Needed by csv, xlsx and jsonl.
        document: the JSON document.
        rows: JSON Lines, where they say more than the rows of the flat sheet.
        book: the sheets of a workbook of all answers; by default the flat ones, one under the other.
        whole: formats that the command writes in a way of its own, from all answers together.
        more: formats that the command itself writes, such as pictures.
    """

    shown: Callable[[A, O, bool], tuple[str, Sequence[Sheet]]] | None = None
    flat: Callable[[A, O], Sheet] | None = None
    document: Callable[[A, O], Json] | None = None
    rows: Callable[[A, O], Iterable[Mapping[str, Json]]] | None = None
    book: Callable[[Sequence[A], O], Sequence[Sheet]] | None = None
    whole: Mapping[Format, Callable[[Sequence[A], O], str]] = field(default_factory=dict)
    more: tuple[Format, ...] = ()

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that the command has, the usual ones first."""
        made = (form for form, each in _EMITTERS.items() if any(getattr(self, name) is not None for name in each.needs))
        known = {*self.whole, *self.more, *made}
        return tuple(form for form in Format if form in known)


@dataclass(frozen=True, slots=True)
class Setting:
    """What else an emitter knows: whether several answers were asked for, and how the reader's screen is."""

    many: bool = False
    lang: str | None = None
    width: int = 100
    colour: bool = False
    screen: bool = False


def published(
    publication: Publication[A, O], answers: Iterable[A], options: O, form: Format, setting: Setting
) -> Iterator[str | bytes]:
    """The output, piece by piece as the answers come; nothing where there are no answers to write.

    Raises:
        KunlunError: an answer cannot be had, or an option does not fit it.
    """
    if form in publication.whole:
        found = list(answers)
        return iter([publication.whole[form](found, options)] if found else [])
    return _EMITTERS[form].write(publication, answers, options, setting)


def _csv(what: Publication[A, O], answers: Iterable[A], options: O, _: Setting) -> Iterator[str]:
    from kunlun_cli.render.as_csv import csv_text

    assert what.flat is not None
    for index, answer in enumerate(answers):
        yield csv_text(what.flat(answer, options), header=not index)


def _json(what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting) -> Iterator[str]:
    from kunlun_cli.render.as_json import dumps

    assert what.document is not None
    if setting.many:
        yield "["
    for index, answer in enumerate(answers):
        text = dumps(what.document(answer, options))
        yield (",\n" if index else "\n") + text if setting.many else text + "\n"
    if setting.many:
        yield "\n]\n"


def _jsonl(what: Publication[A, O], answers: Iterable[A], options: O, _: Setting) -> Iterator[str]:
    from kunlun_cli.render.as_json import dumps

    for answer in answers:
        for row in what.rows(answer, options) if what.rows else _flat_rows(what, answer, options):
            yield dumps(row, indent=False) + "\n"


def _flat_rows(what: Publication[A, O], answer: A, options: O) -> Iterator[Mapping[str, Json]]:
    assert what.flat is not None
    sheet = what.flat(answer, options)
    for row in sheet.rows:
        yield {column.key: row.values.get(column.key) for column in sheet.columns}


def _readers(
    what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting
) -> Iterator[tuple[str, list[Sheet]]]:
    """Caption and sheets of each answer that has any, in the reader's language."""
    from kunlun_cli.render.labels import Labels

    assert what.shown is not None
    labels = Labels(setting.lang)
    for answer in answers:
        caption, sheets = what.shown(answer, options, setting.screen)
        if sheets:
            yield labels.caption(caption), [labels.sheet(sheet) for sheet in sheets]


def _markdown(what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting) -> Iterator[str]:
    from kunlun_cli.render.as_markdown import markdown_text

    for index, (caption, sheets) in enumerate(_readers(what, answers, options, replace(setting, screen=False))):
        yield ("\n" if index else "") + markdown_text(caption, sheets)


def _html(what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting) -> Iterator[str]:
    from kunlun_cli.render.as_html import html_text

    parts = list(_readers(what, answers, options, replace(setting, screen=False)))
    if parts:
        yield html_text(parts)


def _table(what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting) -> Iterator[str]:
    from kunlun_cli.render.terminal import terminal_text

    for index, (caption, sheets) in enumerate(_readers(what, answers, options, setting)):
        text = terminal_text(caption, sheets, width=setting.width, colour=setting.colour, screen=setting.screen)
        yield ("\n" if index else "") + text


def _workbook(what: Publication[A, O], answers: Iterable[A], options: O, setting: Setting) -> Iterator[bytes]:
    from kunlun_cli.render.as_xlsx import xlsx_bytes
    from kunlun_cli.render.labels import Labels

    found = list(answers)
    if found:
        sheets = what.book(found, options) if what.book else [_under_each_other(what, found, options)]
        yield xlsx_bytes([Labels(setting.lang).sheet(sheet) for sheet in sheets])


def _under_each_other(what: Publication[A, O], answers: Sequence[A], options: O) -> Sheet:
    assert what.flat is not None
    sheets = [what.flat(answer, options) for answer in answers]
    return replace(sheets[0], rows=tuple(row for sheet in sheets for row in sheet.rows))


class _Emitter(NamedTuple):
    """What writes a format, and what of a publication it needs: one of these."""

    write: Callable[[Publication[Any, Any], Iterable[Any], Any, Setting], Iterator[str | bytes]]
    needs: tuple[str, ...]


_EMITTERS: Mapping[Format, _Emitter] = {
    Format.TABLE: _Emitter(_table, ("shown",)),
    Format.CSV: _Emitter(_csv, ("flat",)),
    Format.JSON: _Emitter(_json, ("document",)),
    Format.JSONL: _Emitter(_jsonl, ("rows", "flat")),
    Format.MD: _Emitter(_markdown, ("shown",)),
    Format.HTML: _Emitter(_html, ("shown",)),
    Format.XLSX: _Emitter(_workbook, ("book", "flat")),
}
"""A format is one line here and one function; those that only one command has are its `whole`."""
